"""The labelled values of a head: "Sammanträdesdatum 2024-03-12", "Plats och tid:", a cell beside or above another."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto

from corpus import sieve
from corpus.structure.lines import Line
from corpus.swedish import people, tables


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
    PEOPLE = auto()  # a list of those who were there, or were not
    APPROVAL = auto()  # justering, anslag, överklagande: never the meeting's own date or place
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and the cells of its value, none where nothing stands beside or below it."""

    label: Label
    name: str
    start: int
    values: tuple[Line, ...]


def short(word: str, least: int) -> str:
    """The pattern of a label's word cut short after at least `least` letters, by a stop or where its value begins."""
    tail = ""
    for letter in reversed(word[least:]):
        tail = f"(?:{letter}{tail})?"
    return rf"{word[:least]}{tail}(?:\.|(?=\s?[:|\t]|\s{{2}}|$))"


_SHORT = "|".join(
    short(word, least)
    for word, least in (
        ("närvarande", 4), ("frånvarande", 5), ("övriga", 3), ("ledamöter", 3), ("ersättare", 3), ("suppleanter", 4),
        ("deltagande", 4), ("förhindrade", 5), ("tjänstemän", 6), ("adjungerade", 3), ("föredragande", 6),
    )
)  # fmt: skip
# The words that labels of lists of people are made of, and a body whose they are: "Direktionens ersättare".
_LISTED = (
    r"(?:(?:när|från)var(?:ande|o(?:lista|rätt)?)|beslutande|tjänstgör(?:ande|ing)|(?:mötes)?deltag(?:ande|are|it)"
    r"|övriga?|andra|även|ordinarie|ankomst|anländ[ae]?|ledam(?:ot|öter)|medlem(?:mar)?|ersättare|suppleant(?:er)?|förhind(?:er|rade?)|politiker|gäst(?:er)?"
    r"|förtroendevalda|tjänste(?:män|personer)|inbjudna?|fackliga?|adjungerade?|föredragande|insynsplats(?:er)?"
    rf"|(?:personal)?(?:företrädare|representant(?:er)?)|besl\.|{_SHORT})"
)
_WITH = (
    r"(?:ordinarie|personlig[at]|valda|anmält|anm\.|sent?|ej|icke|inte|utan|och|samt|(?:tj|tjg|tjänstg)\b\.?"
    r"|(?:vid|på) (?:sammanträdet|mötet))"
)
_BETWEEN = r"(?:,? |\s?/\s?)"
LIST = (
    rf"(?:[^\W\d_][\w\-]{{2,40}}s )?(?:{_WITH}{_BETWEEN}){{0,3}}{_LISTED}"
    rf"(?:(?:{_BETWEEN}{_WITH}){{0,3}}{_BETWEEN}{_LISTED}|{_BETWEEN}(?:vid|på) (?:sammanträdet|mötet)){{0,4}}"
)
# The same label in the paper's other language: "Aika/Tid", "Närvarande – Läsnä".
_TWIN = rf"(?-i:(?!{people.NAME}))[^\W\d_]{{3,20}}(?: [^\W\d_]{{2,20}}){{0,2}}"
BEFORE_TWIN = rf"(?:{_TWIN}\s?/\s?|[^\W\d_]{{3,20}}\s[–-]\s)?"
AFTER_TWIN = rf"(?:\s?/\s?{_TWIN}|\s[–-]\s[^\W\d_]{{3,20}})?"
# How many lines a value may go on over, and how far below a column of labels their values may stand.
MOST_LINES = 4
MOST_LABELS = 6
# How many lines a label may be broken over, and how many lines the values of a column of labels may take.
LABEL_LINES = 3
MOST_HEAPED = 16
MOST_VALUES = 120

_APPROVAL = (
    r".{0,40}?(?:just(?:er|\.|(?=\s?:))|anslag|anslås|överklag|laga kraft"
    r"|tas ned|nedtag|nedtas|uppsät|uppsatt|sista dag|tillkännag)"
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
    (Label.PLACE, r"(?:mötes|sammanträdes)?(?:plats|lokal)|var(?=\s?(?::|$))"),
    (Label.TIME, r"(?:mötes|sammanträdes)?tid(?:punkt)?|klockslag|klockan(?=\s?(?::|$))|när"),
    (Label.RECEIVED, r"in(?:kom(?:men|met)?|lämna[dt]|kommen den)|ankom(?:men|st)?|mottagen|registrerad"),
    (Label.DATED, (
        r"(?:besluts|handlings|dokument|upprättande|utgåvo|tjänsteskrivelsens )?datum|(?:date|upprätta|utfärda)[dt]"
        r"(?: datum)?|vårt datum|undertecknad|lämnat"
    )),
    (Label.CASE, (
        rf"(?:vår(?:t)? )?(?:{tables.CASE_NUMBER}|diarienummer i [\wåäö]+)"
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
    (Label.PEOPLE, LIST),
    (Label.OTHER, (
        r"(?:\d:[ea] |förste |andre )?(?:vice )?ordf(?:örande|\.)?|vid protokollet|(?:nämnd)?sekreterare|ajournering"
        r"|kallade|sida?|blad|version|telefon|tel|e-?post|(?:post|besöks)?adress|webb(?:plats)?|hemsida|org\.?(?:anisations)?nr|växel"
        r"|bilag(?:a|or)|gruppmöten?|parti|namn|uppgift|förvaltning|avdelning|enhet|er beteckning|kopia"
        r"|beslutat av|antagen av|gäller från|ersätter|ansvarig|giltighet(?:stid)?|period|utses"
    )),
)  # fmt: skip
# Between a label and its value there is a colon, a bar or a capital or figure; "Till kommunstyrelsen" too.
_LABEL = sieve.compile(
    rf"[#*_>•\- ]{{0,8}}{BEFORE_TWIN}(?:"
    + "|".join(f"(?P<{label.name}>{pattern})" for label, pattern in _LABELS)
    + rf"){AFTER_TWIN}"
    + r"\)?(?:\*{0,2}\s?:\*{0,2}|(?=\s+[A-ZÅÄÖ\d]|\*{0,2}$)|(?<=till)(?=\s)|(?<=den)(?=\s))\s*",
    re.IGNORECASE,
)
_STARTS_VALUE = re.compile(r"[A-ZÅÄÖ\d]")
_GAP = re.compile(r"[|\t]|\s{3,}|\s?[·•]\s|\s[>›»]\s")
_MARKS = " \t*_#>|"
# What the readers put between a column of labels and its values: words and numbers of the page's own head.
_RUNNING = re.compile(
    r"\w{0,30}protokoll|kallelse|(?:sida|sid\.|nr)?\s?\d{1,4}(?:/\d{2,4})?(?:\s?(?:\(\d{1,4}\)|av \d{1,4}|\d{1,4}))?"
    r"|(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\bkl(?:o|ockan)?\b|\d[.:]\d\d\b|\b\d{4}\b|\b[a-zåäö]{3,4}dag(?:en)?\b", re.IGNORECASE)
_PERSON = re.compile(
    rf"\W{{0,3}}(?:{people.NAME}|{people.WORD}, {people.WORD})(?P<party>,? \(?{people.PARTY}\)?)?(?P<title>, [a-zåäö])?"
)
_ELSEWHERE = re.compile(r"\b(?:enligt|se|bilaga|bifogad|förteckning|närvarolista|upprop)\b", re.IGNORECASE)
_OFFICIALS = re.compile(r"övrig|tjänstem|tjänstep|inbjud|gäst|föredrag|adjung|facklig", re.IGNORECASE)
_NAMING = re.compile(r"att juster|justerare|justerande|ordf|sekreterare", re.IGNORECASE)
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


def paired(rows: Sequence[Line]) -> list[Line]:
    """The lines with labels that stand in a heap, their values in the same order after them, put each over its own.

    Some readers of PDF give a column of labels first and the column of values after it. A line is a label's value by
    the order and by what it looks like: an hour, a name, the name of a list. There are as many lines as before.
    """
    found = list(rows)
    number = 0
    while number < len(rows):
        heap, stop = _heap(rows, number)
        if heap:
            first = stop
            while stop < len(rows) and stop - first < MOST_VALUES and not _opens(rows, stop):
                stop += 1
            own = [n for n in range(first, stop) if rows[n].text and not _RUNNING.fullmatch(rows[n].text)]
            parted = frozenset(at for at, n in enumerate(own) if at and n != own[at - 1] + 1)
            values = [rows[n] for n in own]
            moved = first < len(rows) and bool(
                _RUNNING.fullmatch(next((r.text for r in rows[first:stop] if r.text), ""))
            )
            if values and (len(heap) > 1 or moved):
                put = _dealt(heap, values, parted)
                found[number:stop] = put + [Line("", put[-1].end, put[-1].end)] * (stop - number - len(put))
        number = max(stop, number + 1)
    return found


def _heap(rows: Sequence[Line], number: int) -> tuple[list[tuple[Label, Line]], int]:
    """The labels without values that begin at a row, and the row after them; several are a form's."""
    heap: list[tuple[Label, Line]] = []
    while number < len(rows) and len(heap) < MOST_HEAPED:
        if not rows[number].text and heap:
            number += 1
            continue
        lone, taken = _lone(rows, number)
        if lone is None:
            break
        heap.append(lone)
        number += taken
    of_sitting = any(kind in (Label.WHEN_WHERE, Label.PLACE, Label.TIME) for kind, _ in heap)
    alone = len(heap) == 1 and heap[0][0] is Label.PEOPLE
    return (heap if of_sitting or alone else []), number


def _lone(rows: Sequence[Line], number: int) -> tuple[tuple[Label, Line] | None, int]:
    """The label that a row, and perhaps the rows right under it, is all of; and how many rows that takes."""
    for taken in range(min(LABEL_LINES, len(rows) - number), 0, -1):
        broken = rows[number : number + taken]
        if all(row.text and len(row.text) < 40 for row in broken) and all(row.text[0].islower() for row in broken[1:]):
            whole = Line(" ".join(row.text for row in broken), broken[0].start, broken[-1].end)
            found = label(whole)
            if found and found[2] == len(whole.text):
                return (found[0], whole), taken
    return None, 0


def _opens(rows: Sequence[Line], number: int) -> bool:
    """Whether a row begins with the label of another field, or is a §."""
    first = cells(rows[number])
    return bool(first) and ("§" in first[0].text[:4] or label(first[0]) is not None)


def _dealt(heap: Sequence[tuple[Label, Line]], values: Sequence[Line], parted: Set[int]) -> list[Line]:
    """Each label of a heap over those of the values, which follow in the labels' order, that suit it best.

    Before those in `parted` stands a blank line, where one label's values are likelier to end.
    """
    best: list[list[float]] = [[0.0] * len(heap)]
    back: list[list[int]] = []
    for number, value in enumerate(values):
        row, came = [], []
        told = number > 0 and bool(_ELSEWHERE.search(values[number - 1].text))
        for place, (kind, written) in enumerate(heap):
            suits = _suits(kind, written.text, value.text)
            stays = (
                best[-1][place] + suits - (2 if told and kind is Label.PEOPLE else 0) - (0 if number else 0.5 * place)
            )
            moves = max(
                ((best[-1][p] + suits + (1.5 if number in parted else 1), p) for p in range(place)),
                default=(stays - 1, place),
            )
            row.append(max(stays, moves[0] if number else stays))
            came.append(moves[1] if number and moves[0] > stays else place)
        best.append(row)
        back.append(came)
    at = max(range(len(heap)), key=best[-1].__getitem__)
    owners: list[int] = []
    for came in reversed(back):
        owners.append(at)
        at = came[at]
    owners.reverse()
    dealt: list[Line] = []
    for place, (_, written) in enumerate(heap):
        dealt.append(written)
        dealt.extend(value for value, owner in zip(values, owners, strict=True) if owner == place)
    return dealt


def _suits(kind: Label, written: str, value: str) -> float:
    """How well a value suits a label."""
    person = _PERSON.match(value)
    when = bool(_WHEN.search(value))
    if kind is Label.PEOPLE:
        if person:
            return 2.2 if person["title"] else 2 if bool(person["party"]) != bool(_OFFICIALS.search(written)) else 1.5
        return 1 if _ELSEWHERE.search(value) else -1
    if kind in (Label.TIME, Label.MEETING, Label.DATED):
        return 2 if when else -1
    if kind is Label.WHEN_WHERE:
        return 2 if when else -1 if person and person["party"] else 1
    if person or _NAMING.search(written):
        return (1 if person["title"] else 2) if person and _NAMING.search(written) else -1
    return 1 if kind is Label.APPROVAL or not when else -1


def read(text: str, head: Sequence[Line]) -> list[Labelled]:
    """The labelled values among the lines of `head`, in order; a line without a label is in none."""
    return list(_labelled(text, [cells(line) for line in paired(head)]))


def label(cell: Line) -> tuple[Label, str, int] | None:
    """The label that a cell begins with: what it says, its words, and how many characters it and its colon take."""
    return _label(cell.text)


@functools.lru_cache(maxsize=1024)  # as of `cells`
def _label(text: str) -> tuple[Label, str, int] | None:
    match = _LABEL.match(text)
    if not match or not match.lastgroup:
        return None
    rest = text[match.end() :]
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
