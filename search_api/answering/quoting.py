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
    """The words at each of `places` (a document's id, start and end), as they may be given out, white space stripped.

    A place that no findable passage is near has no quote.
    """
    texts = {place: catalogue.slice(*place) or "" for place in places}
    # Without the white space around, which may reach into the passage before.
    starts = {place: place[1] + len(text) - len(text.lstrip()) for place, text in texts.items() if text.strip()}
    ids = catalogue.matters.passages_at([(place[0], start) for place, start in starts.items()])
    found = {one.passage.id: one for one in catalogue.find(list(dict.fromkeys(ids.values())))}
    given = {}
    for place, start in starts.items():
        passage = found.get(ids.get((place[0], start), ""))
        if passage:
            text = texts[place].strip()
            given[place] = Quote(passage, start, start + len(text), text)
    return given
