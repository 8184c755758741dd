"""A service over an archive in a folder of the test's own, with the small model; and papers to give it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from indexer.index import Index
from search_api.app import create_app
from search_api.settings import Settings
from tests.search_api.conftest import Service, serving

HEAD = "ALNÄS KOMMUN\n{body}\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: {day}\n{said}\n"


def minutes(*words: str, body: str = "Tekniska nämnden", day: str = "2024-03-12", said: str = "") -> bytes:
    """Return minutes with a § about each word; `said` is a line of the head."""
    sections = (f"\n§ {n} Ärende {n}\n\nBeslut\nNämnden köper {word}.\n" for n, word in enumerate(words, 1))
    return (HEAD.format(body=body, day=day, said=said) + "".join(sections)).encode()


@contextmanager
def started(folder: Path, **settings: object) -> Iterator[Service]:
    """Run the API over the archive in `folder`."""
    chosen = Settings(data_dir=folder, **{"model": "static"} | settings)
    index = Index(chosen.index_options)
    with (
        serving(create_app(chosen, index), chosen) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as http,
    ):
        yield Service(url, http, index, chosen)


def given(service: Service, name: str, data: bytes, **fields: str) -> list[dict]:
    """Upload a file with fields of the form, and return the outcomes of its papers."""
    response = service.http.post("/v1/documents", files=[("files", (name, data))], data=fields)
    assert response.status_code == 202, response.text
    return service.finished(response.json())["outcomes"]


def found(service: Service, word: str) -> set[str]:
    """Return the sources of the hits that say a word."""
    return {hit["source"] for hit in service.search(word, limit=50)["hits"] if word in hit["text"]}
