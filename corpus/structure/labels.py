"""The labelled values of a head: "Sammanträdesdatum 2024-03-12", "Plats och tid:", a cell beside or above another."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.structure.lines import Line


class Label(Enum):
    """What a label says that its value is."""

    MEETING = auto()  # the day of the meeting
    WHEN_WHERE = auto()  # place and time of the meeting
    PLACE = auto()
    TIME = auto()
    DATED = auto()  # the paper's own date
    RECEIVED = auto()
    CASE = auto()
    RECIPIENT = auto()
    SENDER = auto()
    TITLE = auto()
    BODY = auto()
    KIND = auto()
    APPROVAL = auto()  # justering, anslag, överklagande: never the meeting's own date or place
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and the cells of its value, none where nothing stands beside or below it."""

    label: Label
    name: str
    start: int
    values: tuple[Line, ...]


# How many lines a value may go on over, and how far below a column of labels their values may stand.
MOST_LINES = 4
MOST_LABELS = 6

_APPROVAL = (
    r".{0,40}?(?:juster|anslag|anslås|överklag|laga kraft|tas ned|nedtag|nedtas|uppsät|uppsatt|sista dag|tillkännag)"
    r"[\wåäö]*(?: (?:plats|tid|och|den|dag|datum|av|för|ned|upp))*"
    r"|paragraf(?:er)?(?: nr)?|förvaringsplats[\wåäö ]{0,30}|(?:nästa|föregående|förra) (?:sammanträde|möte|protokoll)"
    r"|underskrift(?:er)?|ert datum|utskriftsdatum|utskriven"
)
_LABELS: tuple[tuple[Label, str], ...] = (
    (Label.APPROVAL, _APPROVAL),
    # Before the words that it is made of: "Dag och tid" is no "Dag".
    (Label.WHEN_WHERE, (
        r"(?:(?:sammanträdets|mötets) )?(?:datum|dag|tid|plats|lokal)(?:(?:,| och|/| &| samt) ?(?:datum|dag|tid|plats"
        r"|lokal|klockslag)){1,2}(?: för (?:sammanträdet|mötet))?"
        r"|när och var|var och när|sammanträdesplats och tid|(?:sammanträdes|mötes)tid och plats"
    )),
    (Label.MEETING, (
        r"(?:sammanträdes|mötes)(?:datum|dag|dagar)|dag|datum för (?:sammanträdet?|mötet?)|sammanträde|möte"
    )),
    (Label.PLACE, r"(?:mötes|sammanträdes)?(?:plats|lokal)"),
    (Label.TIME, r"(?:mötes|sammanträdes)?tid(?:punkt)?|klockslag|när"),
    (Label.RECEIVED, r"in(?:kom(?:men|met)?|lämna[dt]|kommen den)|ankom(?:men|st)?|mottagen|registrerad"),
    (Label.DATED, (
        r"(?:besluts|handlings|dokument|upprättande|utgåvo|tjänsteskrivelsens )?datum|(?:date|upprätta|utfärda)[dt]"
        r"(?: datum)?|vårt datum|undertecknad|lämnat"
    )),
    (Label.CASE, (
        r"(?:vår(?:t)? )?(?:dnr|d\.nr|diarie(?:nummer|nr|beteckning)|diarienummer i [\wåäö]+|ärende-?(?:nummer|nr|id))"
        r"|vår (?:beteckning|referens)|(?:ärende)?beteckning"
    )),
    (Label.RECIPIENT, r"mottagare|till|adressat|ställd till"),
    (Label.SENDER, (
        r"från|avsändare|(?:ansvarig )?handläggare|handläggs av|upprättad av|författare|skriven av|förslagsställare"
        r"|kontaktperson|tjänsteperson|utredare"
    )),
    (Label.TITLE, r"rubrik|ärende(?:mening|rubrik)?|ämne|titel|angående|beträffande|avser"),
    (Label.BODY, r"(?:besluts)?instans|(?:beslutande )?organ|nämnd(?:/styrelse|/bolag)?|politiskt organ"),
    (Label.KIND, r"(?:handlings|dokument)typ|typ av (?:handling|dokument)"),
    (Label.OTHER, (
        r"beslutande(?: ledamöter)?|närvarande(?: ledamöter)?|närvaro(?:lista)?|(?:\d:[ea] |förste |andre )?(?:vice )?"
        r"ordf(?:örande|\.)?|vid protokollet|(?:nämnd)?sekreterare|ledamöter"
        r"|(?:(?:ej )?tj[\wåäö.]* |närvarande )?ersättare|övriga(?: [\wåäö]+)?|frånvarande|ajournering"
        r"|tjänste(?:personer|män)|deltagare|kallade|sida?|blad|version|telefon|tel|e-?post|(?:post|besöks)?adress|webb(?:plats)?|hemsida|org\.?(?:anisations)?nr|växel"
        r"|bilag(?:a|or)|föredragande|gruppmöten?|parti|namn|uppgift|förvaltning|avdelning|enhet|er beteckning|kopia"
        r"|beslutat av|antagen av|gäller från|ersätter|ansvarig|giltighet(?:stid)?|period|utses"
    )),
)  # fmt: skip
# Between a label and its value there is a colon, a bar or a capital or figure; "Till kommunstyrelsen" too.
_LABEL = re.compile(
    r"[#*_>•\- ]{0,8}(?:"
    + "|".join(f"(?P<{label.name}>{pattern})" for label, pattern in _LABELS)
    + r")\)?(?:\*{0,2}\s?:\*{0,2}|(?=\s+[A-ZÅÄÖ\d]|\*{0,2}$)|(?<=till)(?=\s)|(?<=den)(?=\s))\s*",
    re.IGNORECASE,
)
_STARTS_VALUE = re.compile(r"[A-ZÅÄÖ\d]")
_GAP = re.compile(r"[|\t]|\s{3,}|\s?[·•]\s|\s[>›»]\s")
_MARKS = " \t*_#>|"
_GOES_ON = re.compile(r"(?:[,–-]|\b(?:kl|klockan|den|och|samt|via|på|i|till|av|för))\.?$", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)  # each finder of a head asks for those of its lines
def cells(line: Line) -> tuple[Line, ...]:
    """The parts of a line that wide spaces, tabs, bars or middle dots keep apart, without Markdown's marks."""
    found = []
    starts = [0]
    ends = []
    for gap in _GAP.finditer(line.text):
        ends.append(gap.start())
        starts.append(gap.end())
    for start, end in zip(starts, [*ends, len(line.text)], strict=True):
        words = line.text[start:end]
        bare = words.strip(_MARKS)
        if bare and any(char.isalnum() for char in bare):
            place = line.start + start + len(words) - len(words.lstrip(_MARKS))
            found.append(Line(bare, place, place + len(bare)))
    return tuple(found)


def read(text: str, head: Sequence[Line]) -> list[Labelled]:
    """The labelled values among the lines of `head`, in order; a line without a label is in none."""
    return list(_labelled(text, [cells(line) for line in head]))


def label(cell: Line) -> tuple[Label, str, int] | None:
    """The label that a cell begins with: what it says, its words, and how many characters it and its colon take."""
    match = _LABEL.match(cell.text)
    if not match or not match.lastgroup:
        return None
    rest = cell.text[match.end() :]
    colon = ":" in match.group()[len(match[match.lastgroup]) :]
    kind = Label[match.lastgroup]
    # "Till" and "Plats" are words of sentences too: without a colon they have to look like labels, and what follows
    # like a value.
    name = match[match.lastgroup]
    plain = kind is not Label.RECIPIENT and not _STARTS_VALUE.match(rest)
    if rest and not colon and (plain or name[0].islower() or name == "Från"):
        return None
    return kind, name, match.end()


def _labelled(text: str, table: Sequence[Sequence[Line]]) -> Iterator[Labelled]:
    for number, row in enumerate(table):
        for place, cell in enumerate(row):
            found = label(cell)
            if not found:
                continue
            kind, name, taken = found
            values: tuple[Line, ...]
            if rest := cell.text[taken:].strip(_MARKS):
                start = cell.start + cell.text.index(rest, taken)
                values = (Line(rest, start, start + len(rest)),)
            elif place + 1 < len(row) and not label(row[place + 1]):
                values = tuple(itertools.takewhile(lambda c: not label(c), row[place + 1 :]))
            else:
                yield Labelled(kind, name, cell.start, tuple(_below(text, table, number, cell)))
                continue
            yield Labelled(kind, name, cell.start, (*values, *_more(text, table, number, values[-1])))


def _below(text: str, table: Sequence[Sequence[Line]], number: int, cell: Line) -> Iterator[Line]:
    """The value under a label: the cell of the same column, past labels of which each has a value further down."""
    labels = [row for row in range(number, min(number + MOST_LABELS, len(table))) if _only_labels(table[row])]
    run = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(labels, itertools.count(number)))))
    back = sum(1 for _ in itertools.takewhile(lambda row: _only_labels(table[row]), range(number - 1, -1, -1)))
    at = number + max(run, 1) + (back if len(table[number]) == 1 else 0)
    if at >= len(table) or not table[at]:
        return
    row = [other for other in table[at] if not label(other)]
    if not row:
        return
    value = min(row, key=lambda other: abs(_column(text, other) - _column(text, cell)))
    yield value
    yield from _more(text, table, at, value)


def _more(text: str, table: Sequence[Sequence[Line]], number: int, value: Line) -> Iterator[Line]:
    """The lines that a value goes on over: under it in its column, or where its last line breaks off."""
    column = _column(text, value)
    for row in table[number + 1 : number + MOST_LINES]:
        if not row or text.count("\n", value.end, row[0].start) > 1:
            return
        beside = [cell for cell in row if abs(_column(text, cell) - column) <= 1]
        if (column > 2 and row[0] in beside and not label(row[0])) or (
            len(row) == 1 and not label(row[0]) and (_GOES_ON.search(value.text) or row[0].text[0].islower())
        ):
            value = row[0]
        else:
            return
        yield value


def _only_labels(row: Sequence[Line]) -> bool:
    found = [label(cell) for cell in row]
    return bool(row) and all(
        one and not cell.text[one[2] :].strip(_MARKS) for one, cell in zip(found, row, strict=True)
    )


def _column(text: str, cell: Line) -> int:
    return cell.start - text.rfind("\n", 0, cell.start) - 1
