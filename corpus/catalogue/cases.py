"""The register of cases: which papers have a diarienummer, where a § of a day stands, and which papers mention it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.records import Scope
from corpus.catalogue.selection import FINDABLE, NUMBERS, of_case
from corpus.catalogue.tables import DocumentRow, PassageRow
from corpus.models import Kind

_DECIDING = (Kind.MINUTES.value, Kind.EXTRACT.value)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: its first heading, its first and last day, how many papers it has and of which bodies."""

    organisation: str | None
    case_number: str
    heading: str
    first: dt.date | None
    last: dt.date | None
    documents: int
    committees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePlace:
    """A § of a meeting, or a whole paper where `paragraph` is None."""

    document_id: str
    paragraph: str | None
    committee: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text that mentions something has: of each group at least one of the strings."""

    groups: tuple[tuple[str, ...], ...]


class CaseRegister:
    """The cases of an archive, in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def count(self, scope: Scope = Scope()) -> int:
        """How many cases have a place in `scope`; a number that two organisations have is two cases."""
        keys = _numbered(*_KEY).where(*_within(scope)).distinct().subquery()
        with self._sessions() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(keys)) or 0

    def lines(self, scope: Scope = Scope(), offset: int = 0, limit: int = 50) -> list[CaseLine]:
        """The cases that have a place in `scope`, each told of whole, the latest first."""
        first, last = sa.func.min(PassageRow.date), sa.func.max(PassageRow.date)
        papers = sa.func.count(PassageRow.document_id.distinct())
        query = _numbered(*_KEY, papers, first, last)
        if not scope.is_empty:
            query = query.where(sa.tuple_(*_KEY).in_(_numbered(*_KEY).where(*_within(scope))))
        order = (sa.nulls_last(last.desc()), *_KEY)
        query = query.group_by(*_KEY).order_by(*order).offset(offset).limit(limit)
        with self._sessions() as session:
            rows = session.execute(query).all()
            told = self._told(session, [str(row[1]) for row in rows])
        found = []
        for organisation, number, documents, begun, ended in rows:
            heading, committees = told[organisation, number]
            found.append(CaseLine(organisation or None, number, heading, begun, ended, documents, committees))
        return found

    def _told(self, session: Session, numbers: Sequence[str]) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
        """For each case of `numbers` its heading and its bodies, those of § before the titles of papers."""
        named = (PassageRow.paragraph, PassageRow.heading, PassageRow.committee, PassageRow.date, DocumentRow.title)
        query = _numbered(*_KEY, *named).where(NUMBERS.c.case_number.in_(numbers)).distinct()
        query = query.order_by(sa.nulls_last(PassageRow.date), DocumentRow.title, PassageRow.heading)
        headings: dict[tuple[str, str], list[tuple[bool, str]]] = defaultdict(list)
        bodies: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for organisation, number, paragraph, heading, committee, _, title in session.execute(query):
            of_meeting = bool(paragraph and heading)
            headings[organisation, number].append((not of_meeting, heading if of_meeting else title))
            if committee:
                bodies[organisation, number][committee] = None
        return {key: (min(one, key=lambda h: h[0])[1], tuple(bodies[key])) for key, one in headings.items()}

    def places(self, organisation: str | None, case_number: str) -> list[CasePlace]:
        """Where the papers of `organisation` (None: of any) have the canonical `case_number`."""
        query = _passages(*_PLACE).where(of_case(case_number))
        if organisation is not None:
            query = query.where(_of(organisation))
        return self._places(query)

    def decided(
        self, organisation: str | None, committees: Collection[str | None], paragraph: str, when: dt.date | int
    ) -> list[CasePlace]:
        """Where minutes and extracts have `paragraph` of a day, or of a year, of one of `committees`."""
        query = _passages(*_PLACE).where(PassageRow.paragraph == paragraph, DocumentRow.kind.in_(_DECIDING))
        of_time = PassageRow.date if isinstance(when, dt.date) else sa.extract("year", PassageRow.date)
        query = query.where(_of(organisation), of_time == when)
        return [place for place in self._places(query) if place.committee in committees]

    def mentioning(self, organisation: str | None, wordings: Sequence[Wording]) -> list[str]:
        """The ids of the papers of `organisation` whose text has the words of at least one of `wordings`."""
        if not wordings:
            return []
        query = sa.select(DocumentRow.id).where(FINDABLE, sa.or_(*map(_has, wordings)))
        query = query.where(_of(organisation))
        with self._sessions() as session:
            return list(session.scalars(query.order_by(DocumentRow.date, DocumentRow.source)))

    def _places(self, query: sa.Select[*tuple[Any, ...]]) -> list[CasePlace]:
        with self._sessions() as session:
            rows = session.execute(query.distinct().order_by(PassageRow.date, PassageRow.document_id)).all()
        return [CasePlace(*row) for row in rows]


# None is no value to group and compare by.
_KEY = (sa.func.coalesce(DocumentRow.organisation, ""), NUMBERS.c.case_number)
_PLACE = (PassageRow.document_id, PassageRow.paragraph, PassageRow.committee, PassageRow.date)


def _passages(*columns: Any) -> sa.Select[*tuple[Any, ...]]:
    of_paper = PassageRow.document_id == DocumentRow.id
    return sa.select(*columns).select_from(PassageRow).join(DocumentRow, of_paper).where(FINDABLE)


def _numbered(*columns: Any) -> sa.Select[*tuple[Any, ...]]:
    """As `_passages`, for those that have diarienummer, with each of theirs."""
    return _passages(*columns).join(NUMBERS, NUMBERS.c.passage_id == PassageRow.id)


def _of(organisation: str | None) -> sa.ColumnElement[bool]:
    """That a paper is of `organisation`, or does not say whose it is."""
    return sa.or_(DocumentRow.organisation == organisation, DocumentRow.organisation.is_(None))


def _within(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """That a passage and its number are in `scope`, by its own meeting where a paper holds several."""
    found: list[sa.ColumnElement[bool]] = []
    several = ((DocumentRow.organisation, scope.organisation), (PassageRow.committee, scope.committee))
    found += [column.in_(values) for column, values in (*several, (DocumentRow.kind, scope.kind)) if values]
    one = ((NUMBERS.c.case_number, scope.case_number), (PassageRow.paragraph, scope.paragraph))
    found += [column == value for column, value in one if value]
    if scope.date_from:
        found.append(PassageRow.date >= scope.date_from)
    if scope.date_to:
        found.append(PassageRow.date <= scope.date_to)
    return found


def _has(wording: Wording) -> sa.ColumnElement[bool]:
    groups = [
        sa.or_(*(DocumentRow.text.contains(words, autoescape=True) for words in any_of)) for any_of in wording.groups
    ]
    return sa.and_(*groups)
