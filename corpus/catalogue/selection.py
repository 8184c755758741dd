"""Which documents a query of the catalogue takes in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import sqlalchemy as sa

from corpus.catalogue.records import Entry, Scope
from corpus.catalogue.tables import DocumentRow, OtherCaseRow, PassageRow
from corpus.masking import Masks

Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])

FACETS = ("organisation", "committee", "kind")
# What may be found: stored whole, and no correction stands in its place.
FINDABLE = sa.and_(DocumentRow.ready, DocumentRow.replaced_by.is_(None))
# Each diarienummer of each passage that has any.
NUMBERS = sa.union_all(
    sa.select(PassageRow.id.label("passage_id"), PassageRow.case_number).where(PassageRow.case_number.is_not(None)),
    sa.select(OtherCaseRow.passage_id, OtherCaseRow.case_number),
).subquery("numbers")


def of_case(case_number: str) -> sa.ColumnElement[bool]:
    """That a passage has the canonical `case_number`, as its first or as another."""
    return PassageRow.id.in_(sa.select(NUMBERS.c.passage_id).where(NUMBERS.c.case_number == case_number))


def within(query: Query, scope: Scope) -> Query:
    """`query`, which selects from the documents, narrowed to `scope`."""
    for name in FACETS:
        if values := getattr(scope, name):
            query = query.where(getattr(DocumentRow, name).in_(values))
    if scope.documents:
        query = query.where(DocumentRow.id.in_(scope.documents))
    if scope.date_from:
        query = query.where(DocumentRow.date >= scope.date_from)
    if scope.date_to:
        query = query.where(DocumentRow.date <= scope.date_to)
    wanted = [PassageRow.paragraph == scope.paragraph] if scope.paragraph else []
    if scope.case_number:
        wanted.append(of_case(scope.case_number))
    if wanted:
        query = query.where(sa.exists().where(PassageRow.document_id == DocumentRow.id, *wanted))
    return query


def beside(scope: Scope, facet: str) -> Scope:
    """`scope` without what it says of `facet`: one of `FACETS`, or "year"."""
    left: dict[str, Any] = {"date_from": None, "date_to": None} if facet == "year" else {facet: ()}
    return replace(scope, **left)


def entry_of(row: DocumentRow, masks: Masks) -> Entry:
    """The line of a document, the name of its file as `masks` has it; the rest of the row is stored masked."""
    return Entry(
        row.id, masks.name(row.source), row.title, row.kind, row.organisation, row.committee, row.date, row.case_number
    )
