"""A folder of papers and an archive of it, for the tests of what becomes of papers; and papers to put there."""

import io
import os
import time
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

from corpus.catalogue.records import Action
from corpus.sandbox import Sandbox
from indexer.fusion import Mode
from indexer.index import Index
from indexer.pipeline import Outcome, Status, index_paths

HEAD = "NORRSKÄRS KOMMUN\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: {0}\n\n"


def minutes(word: str, *more: str, day: str = "2024-03-12", said: str = "") -> bytes:
    """Return minutes with a § about each word; `said` is a line of the head."""
    sections = (f"§ {n} Ärende {n}\n\nBeslut\nNämnden köper {w}.\n\n" for n, w in enumerate((word, *more), 1))
    return (HEAD.format(day).rstrip("\n") + f"\n{said}\n\n" + "".join(sections)).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def letter(text: str, attached: Mapping[str, bytes]) -> bytes:
    """Return a letter with attachments by name."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bo@lindsala.se", "registrator@lindsala.se", "Handlingar"
    message.set_content(text)
    for name, content in attached.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    message.set_boundary("gransen")  # the same each time, so that equal letters are
    return message.as_bytes()


class Desk:
    """A folder of papers, an archive of it, and looks into both."""

    def __init__(self, folder: Path, index: Index, sandbox: Sandbox) -> None:
        self.folder, self.index, self.sandbox = folder, index, sandbox

    def put(self, **files: bytes) -> None:
        """Write files by name; each write has a time of its own."""
        for name, content in files.items():
            path = self.folder / name.replace("_", ".")
            path.write_bytes(content)
            os.utime(path, ns=(time.time_ns(), time.time_ns()))

    def drop(self, *names: str) -> None:
        """Delete files."""
        for name in names:
            (self.folder / name).unlink()

    def run(self, *, restore: bool = False) -> dict[str, Status]:
        """Index the folder, and return the status of each paper; catalogue and vectors agree afterwards."""
        return {name: outcome.status for name, outcome in self.outcomes(restore=restore).items()}

    def outcomes(self, *, restore: bool = False) -> dict[str, Outcome]:
        """Index the folder, and return the outcome of each paper."""
        # What is gone was dropped by the test itself, and is not doubted (`tests/attack/test_removal.py`).
        found = list(index_paths(self.index, [self.folder], self.sandbox, restore=restore, allow_removals=True))
        catalogue = self.index.catalogue
        assert catalogue.unfinished() == []
        assert self.index.store.count() == len(catalogue.passages())
        stored = {place.document_id for place in catalogue.places()}
        assert all(catalogue.is_ready(document_id) for document_id in stored)
        assert len({outcome.source for outcome in found}) == len(found)
        return {outcome.source: outcome for outcome in found}

    def found(self, word: str) -> list[str]:
        """Return the sources of the papers that are found by a word, which they hold."""
        hits = self.index.find(self.index.search(word, mode=Mode.BM25))
        return sorted({hit.entry.source for hit in hits if word in hit.text})

    def id(self, source: str) -> str:
        """Return the document that lies in a file."""
        (place,) = (place for place in self.index.catalogue.places() if place.source == source)
        return place.document_id

    def events(self) -> list[tuple[Action, str]]:
        """Return what the journal tells, oldest first."""
        return [(event.action, event.source) for event in reversed(self.index.catalogue.journal.events())]

    def failures(self) -> list[str]:
        """Return the sources of what could not be read."""
        return [failure.source for failure in self.index.catalogue.audits.failures()]


OLD, NEW = minutes("sand", "grus"), minutes("sand", "lera", said="Rättat protokoll")
