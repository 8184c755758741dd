"""What a paper says of itself at its head, each fact with its place: organisation, body, kind, date, title."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.facts import Stated
from corpus.models import Kind, PartName, Span
from corpus.structure.head import dates, kinds, labels, letters, organisations, sitting, titles
from corpus.structure.head.kinds import Weight
from corpus.structure.head.labels import Label, Labelled
from corpus.structure.lines import Line, split
from corpus.structure.outline import marks, parts
from corpus.swedish import bodies, case_numbers
from corpus.swedish.bodies import Body
from corpus.swedish.case_numbers import CaseNumber

# How far down, in lines that are not blank, a head reaches.
HEAD_LINES = 40
# A line of a head is short; what is longer is a sentence.
LONGEST = 120
LONGEST_MENTION = 60
# What is longer is no line of a head, nor of anything that people have typed.
LONGEST_LINE = 2_000
# The running headers of a few pages say what those of all do.
RUNNING_SPANS = 8
RUNNING_LINES = 12
# How much of a paper, in characters, is read for whom it speaks of.
SPOKEN = 100_000
# How far into a paper, in characters, its proposal may call it by its kind.
OWN_REACH = 2_000
# How much oftener than others a body has to be spoken of.
LEAST_SHARE = 0.6

_SITS = frozenset({Kind.MINUTES, Kind.EXTRACT, Kind.SUMMONS})
# The signatures under an agreement are its parties'.
_SIGNED_BY_PARTIES = frozenset({Kind.AGREEMENT, Kind.RULES})
_LETTERS = frozenset({Kind.MEMO, Kind.STATEMENT, Kind.OPINION, Kind.OTHER})
# What other papers are about: "Svar på motion om båtar" is no motion.
_ANSWERED = frozenset({Kind.MOTION, Kind.PROPOSAL, Kind.INTERPELLATION, Kind.OPINION})
# The parts that a head never holds: with the first of them the paper's own text has begun.
_BODY_PARTS = frozenset(PartName) - {PartName.ATTENDANCE, PartName.APPROVAL, PartName.DECISION}
_PROPOSES = re.compile(r"f[öo]rslag till beslut", re.IGNORECASE)
# Whose words a genitive before these is: "kommunstyrelsens ordförande" is a person, no body.
_OF_BODY = re.compile(
    r"\s(?:protokoll|sammanträde|möte|kallelse|föredragningslista|dagordning|delegation)", re.IGNORECASE
)
_ANSWER = re.compile(r"\bremiss|\bsvar p", re.IGNORECASE)
_NOT_OWN = re.compile(
    r"\b(?:till|skickas|expedieras|anmäl|remiss|svar|över|antag|ordförande|sekreterare|ledamot|ledamöter|beslut)",
    re.IGNORECASE,
)
_UTSKOTT = re.compile(r"[\wåäö\-]*utskott(?:et)?|[Pp]residiet", re.IGNORECASE)
_CASE_WORD = "dnr "
_ACTS = r"(?:beslut(?:ar|ade)?|godk[äé]nn\w+|föreslår|antar|överlämnar|föreslås|uppdrar|bifaller|avslår|noterar)\b"
_JUDGED = re.compile(rf"\s{_ACTS}")
# What may be the name of a body in a cell of its own.
_NAME = re.compile(r"[A-ZÅÄÖ][\wåäö\-]{4,40}(?: (?:[\wåäö\-]{1,30}|&)){0,6}")
_WORD = re.compile(r"[A-ZÅÄÖ][\wåäö\-]{3,40}(?:en|et|EN|ET)\b")
_NO_BODY = re.compile(r"ordförande|sekretera|direktör|chef|förvaltning|kontoret|sammanträde|möte", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a head; None where the paper does not say. `stated` gives them their places and confidences.

    `title` is None for an extract, which is called by the heading of its §.
    """

    kind: Kind
    organisation: str | None
    committee: str | None
    date: dt.date | None
    case_number: str | None
    title: str | None
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """A paper as the finders of its facts see it: `text[start:end]`, as much of it as is read for whom it speaks of.

    `stem` is the file's name without its ending.
    """

    text: str
    start: int
    end: int
    rows: Sequence[Line]
    lines: Sequence[Line]
    running: Sequence[Line]
    fields: Sequence[Labelled]
    stem: str


def read(text: str, rows: Sequence[Line], furniture: Sequence[Span], name: str) -> Facts:
    """The facts of a paper's head, its running headers (`furniture`) and its file's `name`."""
    head = _head(text, rows, furniture, name)
    kind, stated_kind = _kind(head)
    organisation = organisations.find(text, head.lines, head.running, head.start, head.end)
    recipient = letters.recipient(text, head.fields, head.lines) if kind in _LETTERS else _addressee(head)
    committee = list(_committee(head, kind, recipient))
    date = (dates.meeting_date if kind in _SITS else dates.letter_date)(
        text, head.fields, _undecided(head), head.running, rows, head.stem
    )
    case_number = None if kind is Kind.MINUTES else _case_number(head, kind)
    title = None if kind in _SITS else titles.find(text, head.fields, head.lines, head.running, kind)
    found = [stated_kind, organisation, *committee, date, case_number, title]
    if kind in _SITS:
        found.extend(sitting.place_and_time(text, head.fields, head.lines))
    elif kind not in _SIGNED_BY_PARTIES:
        found.append(recipient)
        found.extend(letters.senders(text, head.fields, head.lines, rows))
    body = committee[0].value if committee else None
    day = dt.date.fromisoformat(date.value) if date else None
    return Facts(
        kind=kind,
        organisation=organisation.value if organisation else None,
        committee=body,
        date=day,
        case_number=case_number.value if case_number else None,
        title=title.value if title else None if kind is Kind.EXTRACT else called(body, kind, day),
        stated=tuple(fact for fact in found if fact),
    )


def called(committee: str | None, kind: Kind, date: dt.date | None) -> str:
    """The name of a paper that has no title: "Socialnämnden protokoll 2024-03-12"."""
    return " ".join(str(fact) for fact in (committee, kind, date) if fact)


def _head(text: str, rows: Sequence[Line], furniture: Sequence[Span], name: str) -> _Head:
    lines: list[Line] = []
    for line in rows:
        if marks.opens(line.text) or parts.named(line.text) in _BODY_PARTS or len(lines) == HEAD_LINES:
            break
        if 0 < len(line.text) <= LONGEST_LINE:
            lines.append(line)
    spans = (list(split(text, span.start, span.end)) for span in furniture[:RUNNING_SPANS])
    running = [
        line
        for span in spans
        if len(span) <= RUNNING_LINES
        for line in span
        if 0 < len(line.text) <= LONGEST_LINE and not marks.opens(line.text)
    ]
    stem = re.sub(r"[_.]", "-", name.rsplit(".", 1)[0])
    start, end = (rows[0].start, min(rows[-1].end, rows[0].start + SPOKEN)) if rows else (0, 0)
    return _Head(text, start, end, rows, lines, running, labels.read(text, lines), stem)


def _undecided(head: _Head) -> list[Line]:
    """The lines of a head but those of justering and anslag, whose dates are never the meeting's."""
    spans = [
        (field.start, max((value.end for value in field.values), default=field.start + 1))
        for field in head.fields
        if field.label is Label.APPROVAL
    ]
    return [line for line in head.lines if not any(line.start < end and start < line.end for start, end in spans)]


def _kind(head: _Head) -> tuple[Kind, Stated | None]:
    """The kind that the head names, else the file's name, else what the paper looks like."""
    best: tuple[float, Kind, int, int, str] | None = None
    for source, reason in ((head.lines, "står i huvudet"), (head.running, "står i sidhuvudet")):
        for cell in (cell for line in source for cell in labels.cells(line) if len(cell.text) <= LONGEST):
            if found := kinds.find(cell.text):
                kind, weight, match = found
                sure = {Weight.IS: 0.97, Weight.BEGINS: 0.85, Weight.HOLDS: 0.5}[weight]
                if best is None or sure > best[0]:
                    best = sure, kind, cell.start + match.start(), cell.start + match.end(), reason
    if best is None or best[1] is Kind.OPINION or best[0] < 0.6:
        # A remissvar may be a tjänsteutlåtande, which its proposal then says.
        own = kinds.own(head.text, head.start, head.start + OWN_REACH)
        if own and any(_PROPOSES.search(line.text) for line in head.rows):
            kind, match = own
            start, end = match.span("kind")
            return kind, Stated(start, end, "kind", kind, 0.8, "står i förslaget till beslut")
    if best and best[0] > 0.6:
        return best[1], Stated(best[2], best[3], "kind", best[1], best[0], best[4])
    if named := kinds.find(head.stem.replace("-", " ")):
        return named[0], Stated(0, 0, "kind", named[0], 0.6, "står i filnamnet")
    if best and best[1] not in _ANSWERED:
        return best[1], Stated(best[2], best[3], "kind", best[1], best[0], best[4])
    return _kind_by_shape(head.rows)


def _kind_by_shape(rows: Sequence[Line]) -> tuple[Kind, Stated | None]:
    """The kind of a paper that does not name it: with §, with a proposal to decide, or neither."""
    paragraphs = sum(bool(marks.opens(line.text)) for line in rows)
    if paragraphs:
        kind = Kind.MINUTES if paragraphs > 1 else Kind.EXTRACT
        return kind, Stated(0, 0, "kind", kind, 0.7, "handlingen består av paragrafer")
    if any(parts.named(line.text) is PartName.PROPOSAL for line in rows):
        return Kind.MEMO, Stated(0, 0, "kind", Kind.MEMO, 0.5, "handlingen lägger fram ett förslag till beslut")
    return Kind.OTHER, None


def _addressee(head: _Head) -> Stated | None:
    """To whom a motion or an interpellation is put, where a word says so."""
    return letters.recipient(head.text, [field for field in head.fields if field.label is Label.RECIPIENT], ())


def _committee(head: _Head, kind: Kind, recipient: Stated | None) -> Iterator[Stated]:
    """The body that held the meeting, or that a letter is written to, and the body whose utskott it is."""
    found = None
    if kind not in _SITS and recipient:
        body = next((b for b in bodies.find(head.text, recipient.start, recipient.end) if not b.owning), None)
        found = (body, recipient.confidence, recipient.reason) if body else None
    found = found or next(_bodies(head, kind), None)
    if not found:
        return
    body, confidence, reason = found
    yield Stated(body.start, body.end, "committee", body.name, confidence, reason)
    if body.parent:
        yield Stated(body.start, body.end, "parent", body.parent, confidence, "står i utskottets namn")


def _bodies(head: _Head, kind: Kind) -> Iterator[tuple[Body, float, str]]:
    """The bodies that a paper may be of, the surest first."""
    for field in head.fields:
        if field.label is Label.BODY and field.values and (body := _named(head.text, field.values[0])):
            yield body, 0.97, f"står vid ordet {field.name}"
    for source, reason in ((head.lines, "står i huvudet"), (head.running, "står i sidhuvudet")):
        cells = [cell for line in source for cell in labels.cells(line) if len(cell.text) <= LONGEST]
        for place, cell in enumerate(cells):
            if body := _own(head.text, cell) or _over_two_lines(head.text, cells[place : place + 2]):
                yield _joined(head, body, cells[place + 1 : place + 3]), 0.95, reason
    for line in sitting.sentences(head.text, head.lines):
        if body := sitting.body(head.text, line):
            yield body, 0.9, "står i meningen om mötet"
    yield from _acting(head)
    for line in head.rows:
        if (short := bodies.by_short_name(line.text)) and marks.opens(line.text):
            yield replace(short, start=line.start, end=line.start + short.end), 0.85, "kortnamnet står vid §"
            break
    yield from _mentioned(head, kind)


def _acting(head: _Head) -> Iterator[tuple[Body, float, str]]:
    """The body of a cell, whatever its name ends in, that the paper says decides: "Ungdomsrådet beslutade"."""
    cells = [cell for line in (*head.lines, *head.running) for cell in labels.cells(line) if len(cell.text) <= LONGEST]
    for pattern in (_NAME, _WORD):
        for cell in cells:
            for match in pattern.finditer(cell.text):
                name = match.group()
                whole = pattern is _WORD or name == kinds.without_organisations(cell.text).strip(" ,.:–-")
                if whole and not kinds.find(name) and not _NO_BODY.search(name) and _acts(head, name):
                    start = cell.start + match.start()
                    known = next(bodies.find(head.text, start, start + len(name)), None)
                    called = name.capitalize() if name.isupper() else name
                    yield known or Body(start, start + len(name), called), 0.85, "beslutar enligt handlingen"


def _acts(head: _Head, name: str) -> bool:
    said = re.compile(rf"(?<!\w){re.escape(name)}s?\s+{_ACTS}", re.IGNORECASE)
    return said.search(head.text, head.start, head.end) is not None


def _mentioned(head: _Head, kind: Kind) -> Iterator[tuple[Body, float, str]]:
    """The bodies that a paper only mentions: the one that decides by its proposal, or that a letter is put to."""
    text = head.text
    found = bodies.find(text, head.start, head.end)
    judging = [body for body in found if not body.owning and _JUDGED.match(text, body.end)]
    if kind not in _SITS and judging:
        yield judging[0], 0.7, "beslutar enligt handlingen"
    in_head = [body for line in head.lines for body in bodies.find(text, line.start, line.end)]
    for body in () if kind in _SITS else in_head:
        to_it = text[max(0, body.start - 5) : body.start].casefold() == "till "
        if to_it and (not body.owning or _OF_BODY.match(text, body.end + 1)):
            yield body, 0.6, "handlingen är ställd till nämnden"
    short = [line for line in head.lines if len(line.text) <= LONGEST_MENTION and not line.text.endswith(".")]
    for body in (body for line in short for body in bodies.find(text, line.start, line.end)):
        if not body.owning:
            yield body, 0.5, "nämns i huvudet"
    often = Counter(body.name for body in judging).most_common(1)
    if often and often[0][1] >= LEAST_SHARE * len(judging):
        yield next(body for body in judging if body.name == often[0][0]), 0.5, "beslutar oftast i handlingen"


def _own(text: str, cell: Line) -> Body | None:
    """The body of a cell that says little else: "Socialnämnden", "Protokoll fört vid sammanträde med valnämnden"."""
    if _ANSWER.search(cell.text):
        return None  # "Svar på remiss från kommunstyrelsen"
    bare = kinds.without_kinds(cell.text)
    strong = [b for b in bodies.find(text, cell.start, cell.end) if not b.owning or _OF_BODY.match(text, b.end + 1)]
    if _letters(kinds.without_names(bare)) < 3:
        return strong[0] if strong else None
    found = bodies.alone(kinds.without_organisations(bare))
    body = replace(found, start=cell.start + found.start, end=cell.start + found.end) if found else None
    if found and _letters(kinds.without_names(bare[: found.start] + bare[found.end :])) < 3:
        return body
    # "Protokoll fört vid extra sammanträde med kommunstyrelsen i Åvika": what comes after is where, not who.
    named = strong[0] if strong else body
    if named and not _NOT_OWN.search(cell.text) and kinds.find(cell.text[: named.start - cell.start]):
        return named
    return None


def _over_two_lines(text: str, cells: Sequence[Line]) -> Body | None:
    """The utskott of "Kommunstyrelsens" and "arbetsutskott" on the next line."""
    if len(cells) < 2:
        return None
    body, part = next(bodies.find(text, cells[0].start, cells[0].end), None), bodies.alone(cells[1].text)
    if not body or not part or not body.owning or body.end - body.start != len(cells[0].text) - 1:
        return None
    return bodies.utskott(body, part.name, cells[1].end) if _UTSKOTT.fullmatch(cells[1].text) else None


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _named(text: str, cell: Line) -> Body | None:
    return next(bodies.find(text, cell.start, cell.end), None) or bodies.alone(text, cell.start, cell.end)


def _joined(head: _Head, body: Body, after: Sequence[Line]) -> Body:
    """The body with the utskott named right after it, or the utskott with the body that it is of."""
    if body.parent:
        return body
    if _UTSKOTT.fullmatch(body.name):
        parent = next((b for cell in after if (b := _own(head.text, cell)) and not b.parent), None)
        short = next((b for line in head.rows if (b := bodies.by_short_name(line.text)) and b.parent), None)
        of = parent.name if parent and not _UTSKOTT.fullmatch(parent.name) else short.parent if short else None
        return bodies.utskott(replace(body, name=of), body.name, body.end) if of else body
    for cell in after:
        part = bodies.alone(cell.text)
        if part and _UTSKOTT.fullmatch(part.name) and len(cell.text) == part.end - part.start:
            return replace(bodies.utskott(body, part.name, cell.end), start=cell.start)
    return body


def _case_number(head: _Head, kind: Kind) -> Stated | None:
    """The paper's own diarienummer: at the word for it, else a short line that has one.

    Minutes and summonses list the numbers of their matters, none of which is theirs.
    """
    for field in head.fields:
        for value in field.values if field.label is Label.CASE else ():
            # The word before it lets a number without a short name pass: "Dnr  2018:906".
            if found := next(case_numbers.find(f"{_CASE_WORD}{value.text}"), None):
                start = value.start - len(_CASE_WORD)
                return _case(start + found.start, start + found.end, found, 0.97, f"står vid ordet {field.name}")
    for line in () if kind is Kind.SUMMONS else head.lines:
        for cell in labels.cells(line):
            if len(cell.text) <= LONGEST_MENTION and (found := next(case_numbers.find(cell.text), None)):
                return _case(cell.start + found.start, cell.start + found.end, found, 0.75, "står i huvudet")
    return None


def _case(start: int, end: int, found: CaseNumber, confidence: float, reason: str) -> Stated:
    return Stated(start, end, "case_number", found.canonical, confidence, reason)
