"""A passage as it is referred to, and as it stands in its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search_api.schemas import DocumentLine, Hit
from ui.web.markup import Markup, element, escape, join
from ui.web.texts import capital
from ui.web.whose import Whose

# Characters shown before and after.
AROUND = 700

Span = tuple[int, int]

# A line of a table that was written with spaces or bars.
_COLUMNS = re.compile(r"\S(?: {3,}|\t+| \| )\S.*\n")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A stretch of a document: `text` from its character `start`, what in it is `marked`, whether more is at the ends.

    `marked` counts characters of `text`.
    """

    text: str
    start: int
    marked: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def about(line: DocumentLine | Hit) -> str:
    """What a document is: “Protokollsutdrag · Region Gotland · Delredovisning”."""
    return " · ".join(part for part in (capital(line.kind), line.organisation, line.title) if part)


def referred(place: Whose) -> Markup:
    """Whose words something is: the reference, and the part as a tag."""
    if not place.part:
        return escape(place.reference)
    tag = element("span", "· ", element("span", place.part, class_="bm-part"), class_="bm-tag")
    return join(place.reference, " ", tag)


def surroundings(text: str, spans: Sequence[Span], around: int = AROUND) -> Surroundings:
    """`spans` of `text` with some `around` characters on both sides, cut between words."""
    inside = _joined((max(0, start), min(len(text), end)) for start, end in spans)
    if not inside:
        return Surroundings("", 0, (), False, bool(text))
    start = _word_start(text, inside[0][0], around)
    end = _word_end(text, inside[-1][1], around)
    return Surroundings(
        text[start:end],
        start,
        tuple((a - start, b - start) for a, b in inside),
        cut_before=start > 0,
        cut_after=end < len(text),
    )


def marked(text: str, spans: Sequence[Span], names: Sequence[Sequence[str]] = ()) -> Markup:
    """`text` with its `spans` in mark elements, each with the ids `names` of it, where there are any."""
    parts: list[Markup] = []
    place = 0
    for number, (start, end) in enumerate(spans):
        ids = names[number] if names else ()
        identity = {"id": ids[0]} if ids else {}
        others = [element("span", id=other) for other in ids[1:]]
        parts += [escape(text[place:start]), element("mark", *others, text[start:end], **identity)]
        place = end
    return join(*parts, escape(text[place:]))


def quoted(text: str) -> Markup:
    """`text` as it is set in running text, or to the letter where its columns are what it says."""
    return element("span", text, class_="bm-columns") if _COLUMNS.search(text) else escape(text)


def excerpt(hit: Hit, longest: int = 420) -> tuple[str, tuple[Span, ...]]:
    """The beginning of a passage with the words that were found in it, or what surrounds the first where it is late."""
    spans = _joined((start - hit.start, end - hit.start) for start, end in hit.highlights)
    first = spans[0][0] if spans else 0
    start = 0 if first < longest // 2 else _word_start(hit.text, first, longest // 4)
    end = _word_end(hit.text, min(start, len(hit.text)), longest)
    before, after = "… " * (start > 0), " …" * (end < len(hit.text))
    move = len(before) - start
    inside = tuple((a + move, b + move) for a, b in spans if a >= start and b <= end)
    return f"{before}{hit.text[start:end]}{after}", inside


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, without the empty ones; those that overlap become one."""
    return list(_merge(sorted(span for span in spans if span[0] < span[1])))


def _merge(spans: Sequence[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is None:
            held = span
        elif span[0] < held[1]:
            held = (held[0], max(held[1], span[1]))
        else:
            yield held
            held = span
    if held is not None:
        yield held


def _word_start(text: str, place: int, before: int) -> int:
    """Some `before` characters ahead of `place`, at the start of a word."""
    start = place - before
    if start <= 0:
        return 0
    gap = next((at for at in range(start, place) if text[at].isspace()), None)
    return start if gap is None else gap + 1


def _word_end(text: str, place: int, after: int) -> int:
    """Some `after` characters behind `place`, at the end of a word."""
    end = place + after
    if end >= len(text):
        return len(text)
    gap = next((at for at in range(end, place, -1) if text[at].isspace()), None)
    return end if gap is None else gap
