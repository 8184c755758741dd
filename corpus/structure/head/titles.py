"""The title of a paper: the line of its head that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts import Stated
from corpus.models import Kind
from corpus.structure.head import kinds, labels
from corpus.structure.head.kinds import Weight
from corpus.structure.head.labels import Label, Labelled
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import bodies, days

SHORTEST = 8
LONGEST = 160
LONGEST_SENTENCE = 45
MOST_LINES = 3
# Fewer letters than these, besides the names of bodies and kinds, say nothing of the matter.
LEAST_LETTERS = 6

# Papers that are called by what they are: "Reglemente för socialnämnden".
_CALLED_BY_KIND = frozenset({Kind.RULES, Kind.REPORT, Kind.AGREEMENT, Kind.DELEGATED})
_OFFICE = re.compile(
    r"(?:\b[\wåäö]+(?:ska|- och|- samt) )?"
    r"\b[\wåäö]*(?:förvaltning(?:en)?|kontoret|kansliet|revisionen|avdelningen|enheten|ordförande)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"[-|•>@\[(]|(?:\d+|[a-zåäö])[.)]\s|https?:|www\.|\S+@|\S+\.(?:se|pdf|docx?|txt)\b|demonstrationshandling|missiv\b|hej\b|bilag[ao]"
    r"|(?:till|från|antaget|antagen|beslutad|fastställd|gäller|överlämnad|inkom|reviderad|dnr|diarienummer|rubrik|vi|jag|detta|denna)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*(?:sida?\s*)?\d{1,3}\s?(?:\(\d{1,3}\)|av \d{1,3}|/\s?\d{1,3})\s*$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[,–-]|\b(?:och|om|för|av|i|på|till|med|samt|vid|eller|den|från|[A-ZÅÄÖ][a-zåäö]+s))$")
# What sentences have and titles do not.
_VERB = re.compile(r"\b(?:har|är|ska|kan|hade|blev|avslutat|hänvisar)\b")


def find(
    text: str, labelled: Sequence[Labelled], head: Sequence[Line], running: Sequence[Line], kind: Kind
) -> Stated | None:
    """The title in a head: at a word for it, else the first line that is a heading of its own."""
    for field in labelled:
        if field.label is Label.TITLE and field.values and says(field.values[0].text):
            last = field.values[-1]
            words = " ".join(value.text for value in field.values)
            return Stated(field.values[0].start, last.end, "title", words, 0.95, f"står vid ordet {field.name}")
    called = next((title for place in range(len(head)) if (title := _called(text, head, place, kind))), None)
    if called:
        return called
    marked = [place for place, line in enumerate(head) if line.text.startswith("#")]
    begun = next((place for place, line in enumerate(head) if _is_sentence(line.text)), len(head))
    for place in [*marked, *(place for place in range(begun) if place not in marked)]:
        # "Yttrande över motion om" says nothing before the next line has been read.
        if _is_heading(head[place].text) and says(
            (whole := _whole(text, head, place, 0.9 if place in marked else 0.8)).value
        ):
            return whole
    return _running(running)


def _called(text: str, head: Sequence[Line], place: int, kind: Kind) -> Stated | None:
    """The name of a paper that is called by its kind, where a line of the head is that."""
    cells = labels.cells(head[place])
    for cell in cells if kind in _CALLED_BY_KIND else ():
        named = kinds.find(cell.text)
        if not named or named[0] is not kind or named[1] is Weight.HOLDS or labels.label(cell):
            continue
        word = named[2].group()
        if len(cell.text) > len(word) + 4 or " " in word:
            return _whole(text, head, place, 0.8) if len(cells) == 1 else _stated(cell)
    return None


def _stated(cell: Line) -> Stated:
    return Stated(cell.start, cell.end, "title", cell.text, 0.8, "är huvudets rubrik")


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and len(text) > LONGEST_SENTENCE and not labels.label(Line(text, 0, len(text)))


def _whole(text: str, head: Sequence[Line], place: int, confidence: float) -> Stated:
    """The title that starts at a line of the head, with the lines that it goes on over."""
    line = head[place]
    first = line.text.strip(parts.MARKS)
    start = line.start + line.text.index(first)
    words, end = first, start + len(first)
    for more in head[place + 1 : place + MOST_LINES]:
        bare = more.text.strip(parts.MARKS)
        near = text.count("\n", end, more.start) == 1
        if not near or not goes_on(words, bare) or _NO_TITLE.match(bare) or labels.label(more) or parts.named(bare):
            break
        words, end = f"{words} {bare}", more.start + more.text.index(bare) + len(bare)
    return Stated(start, end, "title", words, confidence, "är huvudets rubrik")


def goes_on(line: str, after: str) -> bool:
    """Whether a heading goes on over the line after it."""
    return after[:1].islower() or breaks_off(line)


def breaks_off(line: str) -> bool:
    """Whether a heading ends as none does: with a comma, a preposition, a genitive."""
    return bool(_GOES_ON.search(line))


def _running(running: Sequence[Line]) -> Stated | None:
    """The title in a running header, without the names and page numbers around it."""
    for line in running:
        bare = _PAGE.sub("", line.text)
        for cell in re.split(r"[,·|]\s|\s{3,}", bare):
            if cell and may_be(cell):
                start = line.start + line.text.index(cell)
                return Stated(start, start + len(cell), "title", cell, 0.6, "står i sidhuvudet")
    return None


def may_be(text: str) -> bool:
    """Whether a line may be a title: not a label, a name, a sentence, an address."""
    return _is_heading(text) and says(text.strip(parts.MARKS))


def _is_heading(text: str) -> bool:
    bare = text.strip(parts.MARKS)
    if not SHORTEST <= len(bare) <= LONGEST or _NO_TITLE.match(bare) or len(labels.cells(Line(text, 0, len(text)))) > 1:
        return False
    named = kinds.find(bare)
    if (
        parts.named(bare)
        or text.rstrip().endswith(":")
        or (text.rstrip().endswith(".") and len(bare) > LONGEST_SENTENCE)
        or (len(bare) > LONGEST_SENTENCE and _VERB.search(bare))
        or bare[0].islower()
    ):
        return False
    begins = bool(named and named[1] is Weight.BEGINS)
    return begins or not (labels.label(Line(bare, 0, len(bare))) or next(days.find(bare), None))


def says(text: str) -> bool:
    """Whether a line says more than who, what kind of paper and when."""
    rest = _OFFICE.sub(" ", kinds.without_names(kinds.without_kinds(text)))
    if alone := bodies.alone(rest):
        rest = rest[: alone.start] + rest[alone.end :]
    return sum(map(str.isalpha, rest)) >= LEAST_LETTERS
