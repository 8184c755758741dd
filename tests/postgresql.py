"""A PostgreSQL server for the tests: Debian's, in a folder of its own, behind a socket in it and no port."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
USER = "postgres"  # whom Debian's package makes; the server does not run as root


def lacking() -> str:
    """Return what keeps a server from being started, or ""."""
    if not PROGRAMS:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        return "PostgreSQL does not run as root, and setpriv is not installed (apt-get install util-linux)"
    return ""


@dataclass
class Server:
    """The server in `folder`, which can be stopped and started again."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # What a test has stored is not to outlast a loss of power.
        options = f"-c listen_addresses='' -k {self.folder} -F"
        self.run("pg_ctl", "start", "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options)

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self.run("pg_ctl", "stop", "-w", "-D", f"{self.folder}/data", "-m", "immediate")

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def database(self) -> str:
        """Return the URL of an empty database, made for this."""
        name = f"d{next(self._numbers)}"
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as whom the server runs as."""
        command = [str(PROGRAMS[-1] / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *command]
        # pg_ctl leaves a server behind that would keep a pipe open.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, cwd=self.folder, stdout=said, stderr=said)
            said.seek(0)
            assert done.returncode == 0, said.read().decode()


@contextmanager
def started() -> Iterator[Server]:
    """Give a server that runs until left."""
    # Not in pytest's folder, which is of one user, and whose path is too long for a socket.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if os.geteuid() == 0:
            user = pwd.getpwnam(USER)
            os.chown(folder, user.pw_uid, user.pw_gid)
        server = Server(Path(folder))
        server.run("initdb", "-D", f"{folder}/data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        server.start()
        yield server
        server.stop()
