"""Making the vectors hold what the catalogue says, where they do not."""

from __future__ import annotations

from collections.abc import Generator

from indexer.index import Index


def mend(index: Index) -> Generator[tuple[int, int], None, None]:
    """Make the vectors anew of all documents that are known to differ; gives (done, of)."""
    if index.truth.is_damaged:
        yield from index.rebuild()
    index.truth.compare(index.truth.differing)  # another process may have mended some meanwhile
    differing = list(index.truth.differing)
    for done, document_id in enumerate(differing, 1):
        index.embed_anew(document_id)
        yield done, len(differing)


def examine(index: Index) -> Generator[tuple[int, int], None, None]:
    """Compare all that is stored of every document; gives (done, of). What differs, `index.truth` tells."""
    index.truth.count()
    known = list(index.catalogue.vectors.expected())
    for done, document_id in enumerate(known, 1):
        index.truth.compare([document_id])
        yield done, len(known)
    if not index.truth.trouble:
        index.drop_damaged()
