"""What minutes state, made askable: the § of each meeting with its facts, each § once though several papers hold it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus import fates
from corpus.catalogue.records import Scope
from corpus.catalogue.selection import FINDABLE, Query, of_case
from corpus.catalogue.tables import DocumentRow, FactRow, PassageRow, SectionRow
from corpus.facts import PROPOSED, Attendant, Ballot, Fact, FactKind
from corpus.fates import Fate, Matter
from corpus.models import Document, Kind, Section, Span
from corpus.swedish import parties, people

# The papers whose § count: what decides, in full or in extract.
COUNTED = (Kind.MINUTES, Kind.EXTRACT)
# How many values one statement of SQL names at most.
MOST_VALUES = 500
# And how many stretches: each is a condition more, and SQLite takes no tree of more than a thousand.
MOST_STRETCHES = 200
# A heading ends within so many characters of where its § begins.
HEAD = 1_500
_LINE = re.compile(r"[^\W_].*[^\s]")
# What else is told of a fact in a column, where it has it.
_TOLD = ("yes", "no", "role", "limits")


_ROW = SectionRow
_COLUMNS = (
    _ROW.id, _ROW.document_id, _ROW.start, _ROW.end, DocumentRow.organisation, _ROW.committee, _ROW.date,
    _ROW.paragraph, _ROW.heading, _ROW.case_number, _ROW.matter, _ROW.fate, _ROW.head_start, _ROW.head_end,
    _ROW.said_start, _ROW.said_end,
)  # fmt: skip


# The fields of an `Item` that are columns as they stand: the first of these.
_PLAIN = (
    "id", "document_id", "start", "end", "organisation", "committee", "date", "paragraph", "heading", "case_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A § as it was held: `id` names it in this catalogue.

    `head` is the place of its heading in the text, `said` that of the decision behind `fate`.
    """

    id: int
    document_id: str
    start: int
    end: int
    organisation: str | None
    committee: str | None
    date: dt.date | None
    paragraph: str
    heading: str
    case_number: str | None
    matter: Matter | None
    fate: Fate | None
    head: Span
    said: Span | None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the § `section_id`, with its place; `who` is as written ("Anna Ek (S)"), `name` and `party` apart.

    A fact that several stand behind is told once for each of them. `role` and `limits` are those of an attendance.
    """

    section_id: int | None
    document_id: str
    kind: str
    start: int
    end: int
    value: str | None
    who: str | None
    name: str | None
    party: str | None
    yes: int | None
    no: int | None
    role: str | None
    limits: str | None


class Matters:
    """The § and facts of the minutes in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def sections(
        self, scope: Scope = Scope(), matter: Matter | None = None, kind: FactKind | None = None
    ) -> list[Item]:
        """The § held in `scope`, by date, body and number: those about `matter`, those with a fact of `kind`.

        Where several papers hold the same § of a meeting, whole minutes and an extract or two prints, it is told once.
        """
        query = _within(sa.select(*_COLUMNS, DocumentRow.kind), scope)
        if matter is not None:
            query = query.where(SectionRow.matter == matter)
        if kind is not None:
            query = query.where(sa.exists().where(FactRow.section_id == SectionRow.id, FactRow.kind == kind))
        with self._sessions() as session:
            rows = session.execute(query).all()
        return _once((_item(row[:-1]), row[-1] == Kind.MINUTES) for row in rows)

    def headings(self, words: str, limit: int) -> list[str]:
        """The headings of § that have `words` in them, in either case, each once; those that begin with them first."""
        has = SectionRow.heading.icontains(words, autoescape=True)
        first = SectionRow.heading.istartswith(words, autoescape=True)
        query = sa.select(SectionRow.heading).join(DocumentRow, SectionRow.document_id == DocumentRow.id)
        query = query.where(FINDABLE, has).group_by(SectionRow.heading)
        order = (sa.func.max(sa.case((first, 1), else_=0)).desc(), SectionRow.heading)
        with self._sessions() as session:
            return list(session.scalars(query.order_by(*order).limit(limit)))

    def decided_last(self, limit: int) -> list[str]:
        """The headings of the newest § that decide in a case, each once."""
        newest = sa.func.max(SectionRow.date)
        query = sa.select(SectionRow.heading).join(DocumentRow, SectionRow.document_id == DocumentRow.id)
        query = query.where(FINDABLE, SectionRow.case_number.is_not(None), SectionRow.fate.is_not(None))
        query = query.where(SectionRow.heading != "").group_by(SectionRow.heading)
        with self._sessions() as session:
            return list(session.scalars(query.order_by(newest.desc(), SectionRow.heading).limit(limit)))

    def at(self, document_id: str, offset: int) -> Item | None:
        """The § that holds the character at `offset` of a document, or None."""
        query = sa.select(*_COLUMNS).join(DocumentRow, SectionRow.document_id == DocumentRow.id)
        query = query.where(FINDABLE, SectionRow.document_id == document_id)
        query = query.where(SectionRow.start <= offset, offset < SectionRow.end)
        with self._sessions() as session:
            row = session.execute(query).first()
        return _item(row) if row else None

    def facts(self, sections: Iterable[Item], kinds: Collection[FactKind]) -> list[Told]:
        """The facts of `kinds` that `sections` state, by document and place."""
        ids = [section.id for section in sections]
        found: list[Told] = []
        with self._sessions() as session:
            for first in range(0, len(ids), MOST_VALUES):
                query = sa.select(FactRow).where(FactRow.section_id.in_(ids[first : first + MOST_VALUES]))
                found += [_told(row) for row in session.scalars(query.where(FactRow.kind.in_(kinds)))]
        return sorted(found, key=lambda fact: (fact.document_id, fact.start, fact.end))

    def decided_in(self, stretches: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """The points decided, not only proposed, that reach into any of `stretches`: a document's id and the place."""
        decided = self.stated_in(stretches, [FactKind.DECISION])
        return [(document_id, start, end) for document_id, start, end, _, value in decided if value != PROPOSED]

    def stated_in(
        self, stretches: Sequence[tuple[str, int, int]], kinds: Collection[str]
    ) -> list[tuple[str, int, int, str, str | None]]:
        """The facts of `kinds` that reach into any of `stretches`, a document's id with start and end.

        Each once, by the document's id, its place, its kind and its value, in order.
        """
        found: set[tuple[str, int, int, str, str | None]] = set()
        with self._sessions() as session:
            for first in range(0, len(stretches), MOST_STRETCHES):
                some = stretches[first : first + MOST_STRETCHES]
                given: dict[str, object] = {"kinds": list(kinds)}
                for number, (document_id, start, end) in enumerate(some):
                    given |= {f"of{number}": document_id, f"from{number}": start, f"to{number}": end}
                rows = session.execute(_reaching_into(len(some)), given)
                found.update((one[0], one[1], one[2], one[3], one[4]) for one in rows)
        return sorted(found, key=lambda one: one[:4])

    def attendance(self, document_id: str) -> list[Told]:
        """Who took part in the meeting of a document, in order; `value` is how (`corpus.facts.Presence`)."""
        query = sa.select(FactRow).where(FactRow.document_id == document_id, FactRow.kind == FactKind.ATTENDANCE)
        with self._sessions() as session:
            return [_told(row) for row in session.scalars(query.order_by(FactRow.id))]

    def parties(self) -> list[str]:
        """The parties that stand behind something in the minutes, as their letters are written."""
        query = sa.select(FactRow.party).where(FactRow.party.is_not(None)).distinct().order_by(FactRow.party)
        with self._sessions() as session:
            return [str(party) for party in session.scalars(query)]

    def people(self) -> list[str]:
        """The names of those who stand behind something in the minutes."""
        query = sa.select(FactRow.name).where(FactRow.name.is_not(None)).distinct().order_by(FactRow.name)
        with self._sessions() as session:
            return [str(name) for name in session.scalars(query)]

    def passages_at(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """For each of `places`, a document's id and an offset, the id of the passage there or the last one before."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for document_id, offset in places:
            wanted[document_id].append(offset)
        columns = sa.select(PassageRow.document_id, PassageRow.start, PassageRow.id).join(DocumentRow).where(FINDABLE)
        starts: dict[str, list[tuple[int, str]]] = defaultdict(list)
        documents = list(wanted)
        with self._sessions() as session:
            for first in range(0, len(documents), MOST_VALUES):
                some = documents[first : first + MOST_VALUES]
                for document_id, start, passage_id in session.execute(
                    columns.where(PassageRow.document_id.in_(some)).order_by(PassageRow.start)
                ):
                    starts[document_id].append((start, passage_id))
        found = {}
        for document_id, offset in places:
            item = [passage_id for start, passage_id in starts[document_id] if start <= offset]
            if starts[document_id]:
                found[document_id, offset] = item[-1] if item else starts[document_id][0][1]
        return found


def put(session: Session, document: Document) -> None:
    """Keep what the minutes `document`, masked as it may be given out, state; in place of what was kept of it."""
    drop(session, document.id)
    if document.kind not in COUNTED:
        return
    for section in document.sections:
        if section.paragraph is None:
            continue
        matter = fates.matter_of(document.text, section)
        become = fates.become(document.text, section, matter)
        committee, date = document.meeting_at(section.start)
        head = head_of(document.text, section)
        said = (become.said.start, become.said.end) if become else (None, None)
        row = SectionRow(
            document_id=document.id, start=section.start, end=section.end, committee=committee, date=date,
            paragraph=section.paragraph, heading=section.heading, case_number=section.case_number, matter=matter,
            fate=become.fate if become else None, head_start=head.start, head_end=head.end, said_start=said[0],
            said_end=said[1],
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(_rows(document, section.facts, row.id))
    session.add_all(_rows(document, document.facts, None))


def drop(session: Session, document_id: str) -> None:
    """Forget what a document states."""
    session.execute(sa.delete(FactRow).where(FactRow.document_id == document_id))
    session.execute(sa.delete(SectionRow).where(SectionRow.document_id == document_id))


def head_of(text: str, section: Section) -> Span:
    """Where the heading of `section` stands, its first line of words where it does not stand as it is told."""
    end = min(section.end, section.start + HEAD)
    words = re.findall(r"\w+", section.heading)
    said = re.compile(r"[^\w]+".join(map(re.escape, words)) + r"[)”\"]?") if words else _LINE
    match = said.search(text, section.start, end) or _LINE.search(text, section.start, end)
    return Span(*match.span()) if match else Span(section.start, min(section.start + 1, section.end))


def _rows(document: Document, facts: Iterable[Fact], section_id: int | None) -> Iterator[FactRow]:
    """A row for each of those who stand behind a fact, and for those it is made of."""
    for fact in facts:
        for who, name, party in _behind(document, fact):
            told = {column: getattr(fact, column, None) for column in _TOLD}
            yield FactRow(
                document_id=document.id, section_id=section_id, kind=fact.kind, start=fact.start, end=fact.end,
                value=fact.value, who=who, name=name, party=party, **told,
            )  # fmt: skip
        yield from _rows(document, fact.parts, section_id)


def _behind(document: Document, fact: Fact) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Those behind a fact: as written, with the person's name and the party; nobody known is one too."""
    if isinstance(fact, Attendant | Ballot):
        yield document.text[fact.start : fact.end], fact.name, fact.party
        return
    for who in fact.behind:
        person = next(people.find(who), None)
        named = re.fullmatch(people.NAME, who) and people.is_name(who)
        if person:
            yield who, person.name, person.party
        elif named:
            yield who, people.canonical(who), None
        else:
            yield who, None, parties.party(who)
    if not fact.behind:
        yield None, None, None


def _within(query: Query, scope: Scope) -> Query:
    """`query` of sections narrowed to `scope`: the body and the date are those of the meeting."""
    query = query.join(DocumentRow, SectionRow.document_id == DocumentRow.id).where(FINDABLE)
    for column, values in (
        (DocumentRow.organisation, scope.organisation), (SectionRow.committee, scope.committee),
        (DocumentRow.kind, scope.kind),
    ):  # fmt: skip
        if values:
            query = query.where(column.in_(values))
    if scope.case_number:
        query = query.where(sa.or_(SectionRow.case_number == scope.case_number, _has_other(scope.case_number)))
    if scope.paragraph:
        query = query.where(SectionRow.paragraph == scope.paragraph)
    if scope.date_from:
        query = query.where(SectionRow.date >= scope.date_from)
    if scope.date_to:
        query = query.where(SectionRow.date <= scope.date_to)
    return query


def _has_other(case_number: str) -> sa.ColumnElement[bool]:
    """That a § has `case_number` beside its first: its passages do."""
    within = (PassageRow.document_id == SectionRow.document_id, PassageRow.start >= SectionRow.start)
    return sa.exists().where(*within, PassageRow.start < SectionRow.end, of_case(case_number))


def _once(found: Iterable[tuple[Item, bool]]) -> list[Item]:
    """Each § of a meeting from one paper, whole minutes before extracts; told twice in one paper it is two."""
    by_paragraph: dict[tuple[object, ...], dict[str, list[tuple[Item, bool]]]] = defaultdict(lambda: defaultdict(list))
    named: dict[tuple[object, ...], str] = {}  # an extract may not say whose committee it is of
    rows = list(found)
    for item, _ in rows:
        if item.organisation:
            named.setdefault((item.committee, item.date, item.paragraph, item.heading), item.organisation)
    for item, whole in rows:
        organisation = item.organisation or named.get((item.committee, item.date, item.paragraph, item.heading))
        key: tuple[object, ...] = (organisation, item.committee, item.date, item.paragraph)
        if item.date is None:  # then only what it is about tells one meeting's § 4 from another's
            key = (*key, item.case_number, item.heading)
        by_paragraph[key][item.document_id].append((item, whole))
    kept: list[Item] = []
    for papers in by_paragraph.values():
        best = min(papers, key=lambda document_id: (not papers[document_id][0][1], document_id))
        one_of_each = {item.heading: item for item, _ in reversed(papers[best])}
        kept += one_of_each.values()
    return sorted(kept, key=_order)


def _order(item: Item) -> tuple[object, ...]:
    return (
        item.date or dt.date.max, item.organisation or "", item.committee or "", int(item.paragraph.split()[-1]),
        item.start,
    )  # fmt: skip


def _item(row: Sequence[Any]) -> Item:
    plain: dict[str, Any] = dict(zip(_PLAIN, row, strict=False))
    matter, fate, head_start, head_end, said_start, said_end = row[len(_PLAIN) :]
    return Item(
        **plain, matter=Matter(matter) if matter else None, fate=Fate(fate) if fate else None,
        head=Span(head_start, head_end), said=None if said_start is None else Span(said_start, said_end),
    )  # fmt: skip


@lru_cache(maxsize=MOST_STRETCHES)
def _reaching_into(number: int) -> sa.TextClause:
    """A query for the facts of some kinds that reach into any of so many stretches.

    It is asked several times for each question: made of the parts of an expression it would take longer than to run.
    """
    inside = " OR ".join(f'(document_id = :of{n} AND start < :to{n} AND "end" > :from{n})' for n in range(number))
    query = f'SELECT document_id, start, "end", kind, value FROM facts WHERE kind IN :kinds AND ({inside})'  # noqa: S608
    return sa.text(query).bindparams(sa.bindparam("kinds", expanding=True))


def _told(row: FactRow) -> Told:
    return Told(
        row.section_id, row.document_id, row.kind, row.start, row.end, row.value, row.who, row.name,
        row.party, row.yes, row.no, row.role, row.limits,
    )  # fmt: skip
