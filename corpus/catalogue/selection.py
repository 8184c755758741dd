"""Which documents a query of the catalogue takes in."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa

from corpus.catalogue.records import Entry, Scope
from corpus.catalogue.tables import DocumentRow, PassageRow

Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])

FACETS = ("organisation", "committee", "kind")
# What may be found: stored whole, and no correction stands in its place.
FINDABLE = sa.and_(DocumentRow.ready, DocumentRow.replaced_by.is_(None))


def within(query: Query, scope: Scope) -> Query:
    """`query`, which selects from the documents, narrowed to `scope`."""
    for name in FACETS:
        if values := getattr(scope, name):
            query = query.where(getattr(DocumentRow, name).in_(values))
    if scope.date_from:
        query = query.where(DocumentRow.date >= scope.date_from)
    if scope.date_to:
        query = query.where(DocumentRow.date <= scope.date_to)
    wanted = []
    for name in ("case_number", "paragraph"):
        if value := getattr(scope, name):
            wanted.append(getattr(PassageRow, name) == value)
    if wanted:
        query = query.where(sa.exists().where(PassageRow.document_id == DocumentRow.id, *wanted))
    return query


def entry_of(row: DocumentRow) -> Entry:
    """The line of a document."""
    return Entry(row.id, row.source, row.title, row.kind, row.organisation, row.committee, row.date, row.case_number)
