"""The whole service for the tests of the pages: indexes a folder, serves on a free port, and ends with its parent.

    python serve.py DATA PAPERS [SURE]

writes the address on its first line of output, and stops when its input ends. From the confidence SURE on it is sure of
an answer, as settings of a service cannot say: above 1 all that it finds is told as the nearest.
"""

import socket
import sys
import threading
from pathlib import Path

import uvicorn

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.access.gate import GuardedPages
from search_api.answering import answer
from search_api.app import create_app
from search_api.server import configured
from search_api.settings import Settings, local_url
from ui import pages
from ui.web.host import Desk


def main(data: Path, papers: Path) -> None:
    settings = Settings(data_dir=data)
    index = Index(settings.index_options)
    with Sandbox() as sandbox:
        for outcome in index_paths(index, [papers], sandbox):
            assert not outcome.message, outcome
    listener = socket.create_server(("127.0.0.1", 0))
    url = local_url("127.0.0.1", listener.getsockname()[1])
    desk = Desk(f"{url}{settings.root}", upload_limit=settings.upload_limit, called=next(iter(settings.served), None))
    app = create_app(settings, index, beside=desk.lifespan)
    pages.install(app)
    desk.mount(app, behind=GuardedPages)
    server = uvicorn.Server(configured(app, settings))

    def end_with_parent() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    server.run(sockets=[listener])


if __name__ == "__main__":
    for given in sys.argv[3:]:
        answer.SURE = float(given)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
