"""Quotes from places that the catalogue knows of, many at a time."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from search_api.answering.answer import Quote

# Sentences of one paragraph, or of the next, stand no further apart, in characters.
NEAR = 4


def joined(catalogue: Catalogue, places: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The places with those that follow one another in a text, but for white space, as one."""
    whole: list[tuple[str, int, int]] = []
    for place in places:
        document_id, start, end = place
        last = whole[-1] if whole else None
        if last and last[0] == document_id and last[2] <= start <= last[2] + NEAR:
            between = catalogue.slice(document_id, last[2], start)
            if between is not None and not between.strip():
                whole[-1] = (document_id, last[1], end)
                continue
        whole.append(place)
    return whole


def quotes(catalogue: Catalogue, places: Sequence[tuple[str, int, int]]) -> dict[tuple[str, int, int], Quote]:
    """The words at each of `places` (a document's id, start and end), as they may be given out.

    A place that no findable passage is near has no quote.
    """
    ids = catalogue.matters.passages_at([(document_id, start) for document_id, start, _ in places])
    found = {one.passage.id: one for one in catalogue.find(list(dict.fromkeys(ids.values())))}
    given = {}
    for document_id, start, end in places:
        passage = found.get(ids.get((document_id, start), ""))
        text = catalogue.slice(document_id, start, end)
        if passage and text and text.strip():
            given[document_id, start, end] = Quote(passage, start, end, text)
    return given
