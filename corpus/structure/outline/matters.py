"""What a § is about: its heading and its diarienummer, wherever around its number they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import sieve
from corpus.models import PartName
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import case_numbers
from corpus.swedish.words import go_on

# A heading has no more lines than this, and what belongs to it is within twice as many.
HEADING_LINES = 6
# A heading that goes on in a new line with a capital has filled the line before it, up to about here.
FULL_LINE = 45
# Lines of one page have no more than this between them.
LONGEST_INDENT = 6
# A line as long as this is text, whatever it starts with.
TEXT_LINE = 75

_WORD = rf"{case_numbers.WORD}[ \t]{{0,3}}:?"
_LABELLED = re.compile(rf"\(?{_WORD}[ \t|]*(?P<rest>.*)")
_LABEL_AND_NUMBER = sieve.compile(rf"{_WORD}[ \t]*[^\s)]*\d[^\s)]*|{_WORD}")
# What only after the number of a § is a diarienummer ("0160/23", "N609-4635/23"), and a paper's number in its case.
_BARE_NUMBER = re.compile(r"\b\d{3,6}/\d{2}\b|\b[A-ZÅÄÖ]{1,4}\d{0,4}-\d{2,6}/\d{2,4}\b")
_PAPER_NUMBER = re.compile(r"\s?[-–:]\s?\d{1,4}\b")
# Between the cells of a line, and between a heading and the diarienummer that it ends with.
GAP = re.compile(r"\s{2,}|\t|\s?\|\s?")
_LEADS = re.compile(rf"\s*[(\[,:–-]\s?(?:{_WORD}\s?)?\Z")
# What may follow that number: a bracket, a class of the archive's plan.
_CLASS = re.compile(r"[\s)\].]*(?:\d{2,3}(?:\.\d{1,3})?)?[\s)\].]*")
_BULLET = re.compile(r"[-•–*] |\d{1,2}[.)] ")
_JOINTS = (",", "/", "–", "-")
# A verb that tells: a line that starts anew with one in it is a sentence.
_FINITE = frozenset(
    "är var har hade ska kan får fick finns finner redogör informerar föredrar beslutar föreslår yrkar ställer besvarar"
    " anteckna antecknas godkänns bordläggs lämnar lämnas inkom inleder öppnar meddelar svarar".split()
)
_SPOKEN = re.compile(r"[^\W\d_]+")
# Names of parts that are headings of § as well, and of the matter those that are not.
_ALSO_TITLES = frozenset({PartName.APPROVAL, PartName.CONFLICT, PartName.ATTENDANCE, PartName.MATTER})
_NO_TITLE = re.compile(r"ärende|sammanfattning|bakgrund|beskrivning", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matter:
    """A §'s heading and canonical diarienummer, in order; the rows from `first` up to `body` are its head."""

    first: int
    body: int
    heading: str
    numbers: tuple[str, ...]


def read(rows: Sequence[Line], at: int, rest: str, start: int, *, above: bool) -> Matter:
    """The matter of the § whose number stands in `rows[at]` with `rest` after it.

    `start` is the first row that may be its own, the row after the number of the § before; `above` says that these
    minutes put the heading over the number.
    """
    own = [words(rest)] if words(rest) else []
    numbers = _beside(rest)
    lines, body, below = _below(rows, at, own, wanted=not numbers)
    numbers += below
    first = at
    if above and not own and (not lines or lines[-1].endswith(".")):
        first, own = _above(rows, at, start)
        lines, body = ([], at + 1) if own else (lines, body)
    elif not numbers:
        first, numbers = _numbers_over(rows, at, start)
    heading, last = _without_numbers(" ".join([*own, *lines]))
    return Matter(first, body, heading, tuple(dict.fromkeys([*numbers, *last])))


def is_part(line: str) -> bool:
    """Whether a line can only be the name of a part, and not the heading of a §."""
    name = parts.named(line)
    return name is not None and (name not in _ALSO_TITLES or _NO_TITLE.match(line.strip(parts.MARKS)) is not None)


def numbers_in_line(line: str) -> list[str]:
    """The diarienummer of a line that holds nothing else but them and the word for them."""
    if found := case_numbers.alone(line):
        return [found.canonical]
    match = _LABELLED.match(line)
    if match is None and (len(line) >= TEXT_LINE or words(line)):
        return []
    return _canonical(line) or (_canonical(match["rest"]) if match else [])


def _canonical(text: str) -> list[str]:
    return [one.canonical for row in case_numbers.lists(text) for one in row]


def _beside(rest: str) -> list[str]:
    """The diarienummer beside the number of an item: the first, the list that it opens, and those set apart as well.

    Set apart are those in cells of their own, and those that the line ends with in brackets.
    """
    rest = rest.lstrip(",:– -")
    first = next(case_numbers.lists(rest), [])
    alone = (case_numbers.alone(cell) for cell in GAP.split(rest) if cell)
    return [*(one.canonical for one in (*first, *alone) if one), *_without_numbers(rest, apart=True)[1]]


def _without_numbers(heading: str, *, apart: bool = False) -> tuple[str, list[str]]:
    """A heading without the diarienummer that it ends with: "Frågestund (SN/2022:3)", "Taxa, dnr KS 2024/15".

    With `apart` a mark or the word for it must stand before them.
    """
    for row in case_numbers.lists(heading):
        before = _LEADS.search(heading, 0, row[0].start)
        if (before or (not apart and " " in row[0].canonical)) and _CLASS.fullmatch(heading, row[-1].end):
            end = before.start() if before else row[0].start
            return heading[:end].rstrip(" *"), [one.canonical for one in row]
    return heading, []


def _below(rows: Sequence[Line], at: int, own: Sequence[str], *, wanted: bool) -> tuple[list[str], int, list[str]]:
    """The heading's lines under the number, the row after the head, and the diarienummer there."""
    title = [*own]
    numbers: list[str] = []
    body = at + 1
    open_title = True
    width = rows[at].text.find(title[0]) + len(title[0]) if title else 0
    for row in range(at + 1, min(len(rows), at + 1 + 2 * HEADING_LINES)):
        text = rows[row].text.strip("#* |")
        if not text:
            open_title = open_title and not title
            continue
        if (_LABELLED.match(text) and len(text) < TEXT_LINE) or (
            (wanted or case_numbers.case_number(text)) and numbers_in_line(text)
        ):
            numbers += numbers_in_line(text)
        elif open_title and not is_part(text) and len(title) < HEADING_LINES and _goes_on(title, width, text):
            if title and parts.named(text):
                break
            title.append(text)
            width = len(text)
        else:
            break
        body = row + 1
    return title[len(own) :], body, numbers


def _goes_on(title: Sequence[str], width: int, text: str) -> bool:
    """Whether `text` is another line of the heading `title`, whose last is `width` wide, and not the matter's first."""
    if not title:
        return True
    if _BULLET.match(text) or (text.endswith(".") and len(text) > TEXT_LINE / 2):
        return False
    if not text[0].isupper():
        return len(text) <= TEXT_LINE + 15
    if _breaks_off(title[-1]):
        return True
    full = _FINITE.isdisjoint(_SPOKEN.findall(text)) and width + len(text.split()[0]) >= FULL_LINE
    return full and len(text) <= max(TEXT_LINE, 1.1 * max(map(len, title)))


def _breaks_off(line: str) -> bool:
    return line.endswith(_JOINTS) or go_on(line)


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
            and (rows[first].text[0].islower() or _breaks_off(rows[first - 1].text))
        ):
            first -= 1
    if first > last or first < start:
        return at, []
    return first, [line.text.strip("#* |") for line in rows[first : last + 1]]


def _parted(rows: Sequence[Line], row: int) -> bool:
    """Whether more than a line end and an indent stands before a row, such as a running header."""
    return rows[row].start - rows[row - 1].end > LONGEST_INDENT


def _numbers_over(rows: Sequence[Line], at: int, start: int) -> tuple[int, list[str]]:
    """The first of the lines right over the number that hold diarienummer, with nothing of the § before on top."""
    first, numbers = at, list[str]()
    while first > start and (found := numbers_in_line(rows[first - 1].text)):
        first, numbers = first - 1, found + numbers
    if first > start and rows[first - 1].text and not _parted(rows, first):
        return at, []
    return first, numbers


def words(rest: str) -> str:
    """What is left of `rest`, a § heading's line after its number, without the diarienummer and the word for it."""
    rest = "  ".join(cell for cell in GAP.split(rest) if cell and not case_numbers.alone(cell))
    left, place = "", 0
    for row in case_numbers.lists(rest):
        left += rest[place : row[0].start] + " "
        paper = _PAPER_NUMBER.match(rest, row[-1].end)
        place = paper.end() if paper else row[-1].end
    rest = _BARE_NUMBER.sub(" ", _LABEL_AND_NUMBER.sub(" ", left + rest[place:]))
    rest = re.sub(r"\([ \t]*\)", " ", rest).lstrip(" –-:,.\t|*)]").rstrip(" –-:,\t|*([")
    return rest if any(char.isalpha() for char in rest) else ""
