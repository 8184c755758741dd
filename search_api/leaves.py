"""Pages of the archive's PDF papers as they look, where that shows nothing that the text keeps back."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from corpus import leaves
from corpus.errors import NotFound
from corpus.leaves import Characters, Leaf
from corpus.readers import ocr
from search_api.archive import Archive
from search_api.schemas import DocumentView, PageView

# Pictures that are kept, of about 100 kB each; and measured passages, of a few hundred bytes.
PICTURES, PASSAGES = 64, 1_024
RECOGNISED = 32  # pages, each of some thousand characters with their places

_NO_PDF = "Handlingen är ingen PDF-fil, så den visas som text."
_MASKED = (
    "Sidan visas inte som bild, för att den har uppgifter som är maskerade i texten ({}). I bilden skulle de synas."
)
Kept = TypeVar("Kept")


class Leaves:
    """The pictures of an archive's pages, of which the last are kept; safe to use from several threads.

    A page is refused (`NotFound`) where its file is held back or gone, is no PDF, or has what the text masks.
    """

    def __init__(self) -> None:
        self._pictures = _Last[bytes](PICTURES)
        self._measured = _Last[Leaf](PASSAGES)
        self._recognised = _Last[Characters](RECOGNISED)

    def measured(self, archive: Archive, document: DocumentView, number: int, start: int, end: int) -> Leaf:
        """The size of the page `number` in the file, and the boxes of `text[start:end]` of the `document` on it.

        Raises `NotFound` where it may not be seen, and `UnreadableFile` where it cannot be drawn.
        """
        path, page = _allowed(archive, document, number)
        start, end = max(start, page.start), min(end, page.end)

        def measure() -> Leaf:
            text = archive.text(document.document_id) if start < end else ""
            return leaves.leaf(path, number, text[start:end], text[page.start : start])

        key = (path, path.stat().st_mtime_ns, number, document.document_id, start, end)
        return self._measured.get(key, measure)

    @property
    def recognises(self) -> bool:
        """Whether words can be found on a page without characters of its own, by OCR."""
        return ocr.is_installed()

    def recognised(self, archive: Archive, document: DocumentView, number: int, start: int, end: int) -> Leaf:
        """As `measured`, of a page that has no characters, by what OCR sees; the first time that takes seconds."""
        path, page = _allowed(archive, document, number)
        file = (path, path.stat().st_mtime_ns, number)
        start, end = max(start, page.start), max(start, page.start, min(end, page.end))
        seen = self._recognised.get(file, lambda: leaves.recognised(path, number))
        text = archive.text(document.document_id)

        def measure() -> Leaf:
            return leaves.leaf(path, number, text[start:end], text[page.start : start], seen)

        return self._measured.get((*file, document.document_id, start, end, "OCR"), measure)

    def picture(self, archive: Archive, document: DocumentView, number: int) -> bytes:
        """The page `number` in the file as WebP; raises as `measured` does."""
        path, _ = _allowed(archive, document, number)
        return self._pictures.get((path, path.stat().st_mtime_ns, number), lambda: leaves.picture(path, number))


class _Last(Generic[Kept]):
    """What was made last, by what it was made of; made outside of the lock, so that no page waits for another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


def _allowed(archive: Archive, document: DocumentView, number: int) -> tuple[Path, PageView]:
    """The file and the page, where both may be seen."""
    page = page_of(document, number)
    hidden = {
        one.kind for one in document.personal_data.found if one.masked and one.start < page.end and page.start < one.end
    }
    if hidden:
        raise NotFound(_MASKED.format(", ".join(sorted(hidden))))
    path = archive.file(document.document_id)
    if path.suffix.lower() != ".pdf":
        raise NotFound(_NO_PDF)
    return path, page


def page_of(document: DocumentView, number: int) -> PageView:
    """The page that has the `number` in its file. Raises `NotFound`, which names those that there are."""
    for page in document.pages:
        if page.number == number:
            return page
    there = f"{document.pages[0].number}–{document.pages[-1].number}" if document.pages else "inga"
    raise NotFound(f"Handlingen har ingen sida {number}; den har sidorna {there}.")
