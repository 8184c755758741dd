"""The outline of a PDF: what its bookmarks are called, and the pages that they lead to."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.models import Bookmark
from corpus.readers.clean import clean

# Bookmarks that are looked at, and how deep: where files are put together the papers are at the top, or one below the
# items of the agenda.
MOST, DEEPEST = 2_000, 2
LONGEST_TITLE = 200


def read(document: pdfium.PdfDocument) -> tuple[Bookmark, ...]:
    """The upper bookmarks of `document` in its own order; those that lead to no page of it are left out."""
    found: list[Bookmark] = []
    pages = len(document)
    waiting = [(raw.FPDFBookmark_GetFirstChild(document, None), 0)]
    looked_at = 0
    while waiting and looked_at < MOST:  # an outline that leads back into itself ends here too
        handle, level = waiting.pop()
        if not handle:
            continue
        looked_at += 1
        waiting.append((raw.FPDFBookmark_GetNextSibling(document, handle), level))
        if level + 1 < DEEPEST:
            waiting.append((raw.FPDFBookmark_GetFirstChild(document, handle), level + 1))
        mark = pdfium.PdfBookmark(handle, document, level)
        destination = mark.get_dest()
        index = destination.get_index() if destination else None
        if index is not None and index < pages:
            found.append(Bookmark(index + 1, " ".join(clean(mark.get_title()[:LONGEST_TITLE]).split())))
    return tuple(found)
