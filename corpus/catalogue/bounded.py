"""The database as those see it who are bound to some organisations.

Every connection has a temporary view in the place of each table, by the table's own name, that shows what is of papers
of those organisations. Both SQLite and PostgreSQL look among what is temporary first, so that the bound holds for every
query, whoever writes it and however. A table that no rule is known for shows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from corpus.catalogue import database
from corpus.catalogue.tables import Base

_OF_SEEN = "document_id IN (SELECT id FROM documents)"
# A paper that does not say whose it is belongs to nobody who is bound. What failed to be read is known by its file's
# name alone, so that too is for the unbound; and so are keys, the audit log and the watches with their addresses, which
# have no rule here.
_SHOWN = {
    "documents": "organisation IN (SELECT organisation FROM seen)",
    "files": _OF_SEEN,
    "passages": _OF_SEEN,
    "sections": _OF_SEEN,
    "facts": _OF_SEEN,
    "amendments": _OF_SEEN,
    "other_cases": "passage_id IN (SELECT id FROM passages)",
    "events": "document_id IN (SELECT id FROM documents) OR replaced_by IN (SELECT id FROM documents)",
    "feedback": "bound IN (SELECT bound FROM seen)",
    "settings": "TRUE",
}


def name_of(organisations: Collection[str]) -> str:
    """What a bound is called in the database."""
    return json.dumps(sorted(organisations), ensure_ascii=False)


def engine(whole: sa.Engine, organisations: Collection[str]) -> sa.Engine:
    """Connections to the database of `whole` that see what is of `organisations`. They are for reading."""
    # One connection is kept for the next question; more are opened while several are asked at once.
    bound = database.engine(whole.url, pool_size=1, max_overflow=30)
    rows = [(name, name_of(organisations)) for name in sorted(organisations)]
    event.listen(bound, "connect", lambda connection, _: _bind(connection, bound.dialect, rows))
    return bound


def _bind(connection: Any, dialect: sa.Dialect, rows: Collection[tuple[str, str]]) -> None:
    cursor = connection.cursor()
    sign, schema = ("?", "main") if dialect.name == "sqlite" else ("%s", None)
    if schema is None:
        cursor.execute("SELECT current_schema()")
        schema = dialect.identifier_preparer.quote(cursor.fetchone()[0])
    cursor.execute("CREATE TEMPORARY TABLE seen (organisation TEXT, bound TEXT)")
    cursor.executemany(f"INSERT INTO seen VALUES ({sign}, {sign})", rows)  # noqa: S608 - two signs for values
    # `documents` before what looks at it; the rest in any order that names each once.
    for table in dict.fromkeys([*_SHOWN, *Base.metadata.tables]):
        shown = _SHOWN.get(table, "FALSE")
        cursor.execute(f"CREATE TEMPORARY VIEW {table} AS SELECT * FROM {schema}.{table} WHERE {shown}")  # noqa: S608
    connection.commit()
    cursor.close()
