"""What a § is about: its heading and its diarienummer, wherever around its number they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import PartName
from corpus.structure import case_numbers, parts
from corpus.structure.lines import Line

# A heading has no more lines than this, and what belongs to it is within twice as many.
HEADING_LINES = 6
# A heading that goes on in a new line with a capital has filled the line before it, up to about here.
FULL_LINE = 45
# Lines of one page have no more than this between them.
LONGEST_INDENT = 6
# A line as long as this is text, whatever it starts with.
TEXT_LINE = 75

_WORD = r"(?:[Dd]nr|DNR|[Dd]iarie(?:nummer|nr)|DIARIENUMMER|[ÄäAa]rende(?:nummer|nr)|ÄRENDENUMMER)\b\.?[ \t]{0,3}:?"
_LABELLED = re.compile(rf"\(?{_WORD}[ \t|]*(?P<rest>.*)")
_LABEL_AND_NUMBER = re.compile(rf"{_WORD}[ \t]*[^\s)]*\d[^\s)]*|{_WORD}")
# What only after the number of a § is a diarienummer ("0160/23", "N609-4635/23"), and a paper's number in its case.
_BARE_NUMBER = re.compile(r"\b\d{3,6}/\d{2}\b|\b[A-ZÅÄÖ]{1,4}\d{0,4}-\d{2,6}/\d{2,4}\b")
_PAPER_NUMBER = re.compile(r"\s?[-–:]\s?\d{1,4}\b")
# Between the cells of a line, and between a heading and the diarienummer that it ends with.
GAP = re.compile(r"\s{2,}|\t|\s?\|\s?")
_LEADS = re.compile(rf"\s*[(\[,:–-]\s?(?:{_WORD}\s?)?\Z")
# What may follow that number: a bracket, a class of the archive's plan.
_CLASS = re.compile(r"[\s)\].]*(?:\d{2,3}(?:\.\d{1,3})?)?[\s)\].]*")
_BULLET = re.compile(r"[-•–*] |\d{1,2}[.)] ")
_CONNECTIVE = re.compile(
    r"(?:[,/–-]|\b(?:och|eller|samt|i|på|av|att|som|med|för|till|om|den|det|de|en|ett|från|vid|över|under|mot|inom"
    r"|gällande|angående|avseende|enligt|mellan|efter))$",
    re.IGNORECASE,
)
# A verb that tells: a line that starts anew with one in it is a sentence.
_FINITE = re.compile(
    r"\b(?:är|var|har|hade|ska|kan|får|fick|finns|finner|redogör|informerar|föredrar|beslutar|föreslår|yrkar|ställer"
    r"|besvarar|antecknas?|godkänns|bordläggs|lämnar|lämnas|inkom|inleder|öppnar|meddelar|svarar)\b"
)
# Names of parts that are headings of § as well, and of the matter those that are not.
_ALSO_TITLES = frozenset({PartName.APPROVAL, PartName.CONFLICT, PartName.ATTENDANCE, PartName.MATTER})
_NO_TITLE = re.compile(r"ärende(?:t|beskrivning)|ärendets|sammanfattning|bakgrund|beskrivning", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matter:
    """A §'s heading and canonical diarienummer; the rows from `first` up to `body` are its head."""

    first: int
    body: int
    heading: str
    case_number: str | None


def read(rows: Sequence[Line], at: int, rest: str, start: int, *, above: bool) -> Matter:
    """The matter of the § whose number stands in `rows[at]` with `rest` after it.

    `start` is the first row that may be its own, the row after the number of the § before; `above` says that these
    minutes put the heading over the number.
    """
    own = [words(rest)] if words(rest) else []
    number = case_numbers.heading_case_number(rest.lstrip(",:– -")) or _beside(rest)
    lines, body, below = _below(rows, at, own, number is None)
    number = number or below
    first = at
    if above and not own and (not lines or lines[-1].endswith(".")):
        first, own = _above(rows, at, start)
        lines, body = ([], at + 1) if own else (lines, body)
    elif number is None and (number := _number_over(rows, at, start)):
        first = at - 1
    heading, last = _without_number(" ".join([*own, *lines]))
    return Matter(first, body, heading, number or last)


def is_part(line: str) -> bool:
    """Whether a line can only be the name of a part, and not the heading of a §."""
    name = parts.named(line)
    return name is not None and (name not in _ALSO_TITLES or _NO_TITLE.match(line.strip(parts.MARKS)) is not None)


def number_in_line(line: str) -> str | None:
    """The diarienummer of a line that holds nothing else but the word for it, or None."""
    if found := case_numbers.alone(line):
        return found.canonical
    match = _LABELLED.match(line)
    if match:
        return case_numbers.case_number(line) or case_numbers.heading_case_number(match["rest"])
    return case_numbers.case_number(line) if len(line) < 40 and not words(line) else None


def _beside(rest: str) -> str | None:
    """The diarienummer in a cell of its own beside the number of an item."""
    found = (case_numbers.alone(cell) for cell in GAP.split(rest) if cell)
    return next((one.canonical for one in found if one), None)


def _without_number(heading: str) -> tuple[str, str | None]:
    """A heading without the diarienummer that it ends with: "Frågestund (SN/2022:3)", "Taxa, dnr KS 2024/15"."""
    for found in case_numbers.find(heading):
        before = _LEADS.search(heading, 0, found.start)
        if (before or " " in found.canonical) and _CLASS.fullmatch(heading, found.end):
            return heading[: before.start() if before else found.start].rstrip(" *"), found.canonical
    return heading, None


def _below(rows: Sequence[Line], at: int, own: Sequence[str], wanted: bool) -> tuple[list[str], int, str | None]:
    """The heading's lines under the number, the row after the head, and the diarienummer there."""
    title = [*own]
    number: str | None = None
    body = at + 1
    open_title = True
    width = rows[at].text.find(title[0]) + len(title[0]) if title else 0
    for row in range(at + 1, min(len(rows), at + 1 + 2 * HEADING_LINES)):
        text = rows[row].text.strip("#* |")
        if not text:
            open_title = open_title and not title
            continue
        if (_LABELLED.match(text) and len(text) < TEXT_LINE) or (wanted and number_in_line(text)):
            number = number or number_in_line(text)
        elif open_title and not is_part(text) and len(title) < HEADING_LINES and _goes_on(title, width, text):
            if title and parts.named(text):
                break
            title.append(text)
            width = len(text)
        else:
            break
        body = row + 1
    return title[len(own) :], body, number


def _goes_on(title: Sequence[str], width: int, text: str) -> bool:
    """Whether `text` is another line of the heading `title`, whose last is `width` wide, and not the matter's first."""
    if not title:
        return True
    if _BULLET.match(text) or (text.endswith(".") and len(text) > TEXT_LINE / 2):
        return False
    if not text[0].isupper():
        return len(text) <= TEXT_LINE + 15
    if _CONNECTIVE.search(title[-1]):
        return True
    full = not _FINITE.search(text) and width + len(text.split()[0]) >= FULL_LINE
    return full and len(text) <= max(TEXT_LINE, 1.1 * max(map(len, title)))


def _above(rows: Sequence[Line], at: int, start: int) -> tuple[int, list[str]]:
    """The first row and the lines of a heading that stands over the number."""
    last = at - 1
    while last > start and not rows[last].text:
        last -= 1
    first = last + 1
    while first > start and last - first < HEADING_LINES - 1:
        line = rows[first - 1]
        if not line.text or line.text.endswith((".", ":")) or parts.named(line.text):
            break
        if first <= last and _parted(rows, first):
            break
        first -= 1
    if first > start and rows[first - 1].text and not _parted(rows, first):
        # No blank line marks where the heading begins: it goes back as long as its lines run on.
        first = last
        while (
            first - 1 > start
            and last - first < HEADING_LINES
            and rows[first - 1].text
            and (rows[first].text[0].islower() or _CONNECTIVE.search(rows[first - 1].text))
        ):
            first -= 1
    if first > last or first < start:
        return at, []
    return first, [line.text.strip("#* |") for line in rows[first : last + 1]]


def _parted(rows: Sequence[Line], row: int) -> bool:
    """Whether more than a line end and an indent stands before a row, such as a running header."""
    return rows[row].start - rows[row - 1].end > LONGEST_INDENT


def _number_over(rows: Sequence[Line], at: int, start: int) -> str | None:
    """The diarienummer of a line right over the number, with nothing of the § before on top of it."""
    if at <= start or number_in_line(rows[at - 1].text) is None:
        return None
    if at - 1 > start and rows[at - 2].text and not _parted(rows, at - 1):
        return None
    return number_in_line(rows[at - 1].text)


def words(rest: str) -> str:
    """What is left of `rest`, a § heading's line after its number, without the diarienummer and the word for it."""
    rest = "  ".join(cell for cell in GAP.split(rest) if cell and not case_numbers.alone(cell))
    left, place = "", 0
    for number in case_numbers.find(rest):
        left += rest[place : number.start] + " "
        paper = _PAPER_NUMBER.match(rest, number.end)
        place = paper.end() if paper else number.end
    rest = _BARE_NUMBER.sub(" ", _LABEL_AND_NUMBER.sub(" ", left + rest[place:]))
    rest = re.sub(r"\([ \t]*\)", " ", rest).lstrip(" –-:,.\t|*").rstrip(" –-:,\t|*")
    return rest if any(char.isalpha() for char in rest) else ""
