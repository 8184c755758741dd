"""The files that papers lie in: which are given out, and what becomes of them when a paper is withdrawn.

A file is given whole or not at all, so one that holds several papers is given only where each of them might be: none
is withdrawn, none is away for another reason, and with classified pages held back none has any, or could not be read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from corpus import structure
from corpus.catalogue.paths import on_disk
from corpus.catalogue.records import Place
from corpus.errors import NotFound
from corpus.models import Secret
from corpus.readers import containers
from indexer.index import Index
from indexer.seen import SeenIndex


@dataclass(frozen=True, slots=True)
class Left:
    """The file at a place of a withdrawn paper that is left, and why, in Swedish."""

    source: str
    why: str


class Originals:
    """The files behind the papers of `index`, which may hold papers of others too."""

    def __init__(self, index: Index | SeenIndex) -> None:
        self._options = index.options
        self._seen = index.catalogue
        self._catalogue = index.catalogue.whole

    def give(self, document_id: str) -> Path:
        """The file that holds a document: for a paper of a zip, a letter or a packet, that; raises `NotFound`."""
        why = ""
        for place in self._catalogue.places_of(document_id):
            if path := on_disk(Path(place.path)):
                why = self._held_back(place, path)
                if not why:
                    return path
        if why:
            raise NotFound(f"Filen till handlingen ”{document_id}” hålls tillbaka: {why}.")
        raise NotFound(f"Filen till handlingen ”{document_id}” finns inte kvar. Texten går ändå att läsa.")

    def of(self, document_id: str) -> dict[Place, Path | None]:
        """The file at each place of a document."""
        return {place: on_disk(Path(place.path)) for place in self._catalogue.places_of(document_id)}

    def delete(self, files: dict[Place, Path | None]) -> tuple[list[str], list[Left]]:
        """Delete the `files` of a paper that has been withdrawn, where they are uploads and hold no other paper.

        Gives the sources of those that are gone, looked after on the disk, and those that are left.
        """
        deleted: list[str] = []
        left: list[Left] = []
        whys = {path: self._delete(path) for path in dict.fromkeys(files.values()) if path}
        for place, path in files.items():
            named = self._catalogue.masks.name(place.source)
            if path is None:
                left.append(Left(named, "Den låg inte där den lades in; finns den på annat håll är den kvar."))
            elif whys[path]:
                left.append(Left(named, whys[path]))
            else:
                deleted.append(named)
        return deleted, left

    def _delete(self, path: Path) -> str:
        """Why the file at `path` is left, or ""."""
        if not path.is_relative_to(self._options.uploads):
            return "Den ligger i en mapp som arkivet har läst in men inte äger. Ta bort den där."
        if self._catalogue.places_in(path):
            return "Andra handlingar ligger i samma fil. Den lämnas inte ut till någon."
        try:
            path.unlink()
        except OSError as error:
            return f"Den kunde inte tas bort ({error.strerror})."
        return "Den gick inte att ta bort." if os.path.lexists(path) else ""

    def _held_back(self, place: Place, path: Path) -> str:
        """Why the file at `path`, which holds a document at `place`, is not given out; "" where it is."""
        hides = Secret.CLASSIFIED in self._options.masked
        papers = self._catalogue.places_in(path)
        if len(self._seen.places_in(path)) < len(papers):
            return "den innehåller handlingar som du inte har rätt att läsa"
        if hides and Secret.CLASSIFIED in self._catalogue.audits.secrets([paper.document_id for paper in papers]):
            return "den har sidor märkta med sekretess"
        if not self._is_as_read(place, path):
            return "den har ändrats sedan den lästes in"
        if place.papers is None:
            several = place.path != str(path) or path.suffix.lower() in containers.SUFFIXES
            return "den lästes av en äldre version. Läs in den igen med ”beslutsminne index”" * several
        failed = [Path(one.path) for one in self._catalogue.audits.failures()]
        unread = [one for one in failed if one.is_relative_to(path)]
        if path in unread or (hides and unread):
            return "allt i den kunde inte läsas"
        here = [paper for paper in papers if (paper.size, paper.modified) == (place.size, place.modified)]
        if len(here) + len(unread) < place.papers:
            return "en handling i den är återkallad, eller är inte i arkivet"
        return ""

    def _is_as_read(self, place: Place, path: Path) -> bool:
        """Whether the file at `path` is what was read: uploads nobody else writes, and a copy has another time."""
        status = path.stat()
        if status.st_size != place.size:
            return False
        if status.st_mtime_ns == place.modified or path.is_relative_to(self._options.uploads):
            return True
        with path.open("rb") as content:
            return structure.identify(content) == place.document_id
