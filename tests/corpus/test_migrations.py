"""Archives of other versions: an older one is moved whole or not at all, a newer one is refused by name."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from corpus.catalogue import Catalogue, arrivals
from corpus.catalogue.migrations import OLDEST, SCHEMA
from corpus.errors import IndexMismatch
from corpus.facts import Attendant, Choice, Decision, Outcome, Presence, Vote
from tests.corpus import older

REFUSE = {
    "sqlite": "CREATE TRIGGER full BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'disken är full'); END",
    "postgresql": "ALTER TABLE settings ADD CONSTRAINT fullt CHECK (value = '3')",
}
ALLOW = {"sqlite": "DROP TRIGGER full", "postgresql": "ALTER TABLE settings DROP CONSTRAINT fullt"}


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    """Return a way to an empty database."""
    engine = sa.create_engine(database)
    yield engine
    engine.dispose()


def empty(engine: sa.Engine) -> None:
    """Remove all tables."""
    tables = sa.MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)


def opened(engine: sa.Engine) -> None:
    """Open the catalogue in the database, and close it."""
    Catalogue(engine.url.render_as_string(hide_password=False)).close()


def shape(engine: sa.Engine) -> dict[str, Any]:
    """Return what the database says of its tables: columns in order, keys and indices."""
    seen = sa.inspect(engine)
    return {
        table: {
            "columns": [column | {"type": str(column["type"])} for column in seen.get_columns(table)],
            "key": seen.get_pk_constraint(table),
            "foreign": sorted(map(str, seen.get_foreign_keys(table))),
            "indices": sorted(map(str, seen.get_indexes(table))),
            "checks": seen.get_check_constraints(table),
            "options": seen.get_table_options(table)
            if engine.dialect.name != "sqlite"
            else _autoincrement(engine, table),
        }
        for table in sorted(seen.get_table_names())
    }


def _autoincrement(engine: sa.Engine, table: str) -> bool:
    with engine.connect() as connection:
        made = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar_one()
    return "AUTOINCREMENT" in made


def held(engine: sa.Engine) -> dict[str, list[Any]]:
    """Return every row of every table."""
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {table.name: list(connection.execute(sa.select(table))) for table in tables.sorted_tables}


def schema(engine: sa.Engine) -> str:
    """Return the number of the schema that the database says it has."""
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT value FROM settings WHERE name = 'schema'").scalar_one()


def put(connection: sa.Connection, document_id: str, understood: bytes) -> None:
    """Store a paper as the oldest schema has it."""
    row = (
        "INSERT INTO documents (id, ready, source, title, kind, text, understood, sensitive, audit, unread, poor)"
        " VALUES (:id, true, 'a.txt', 'Taxa', 'protokoll', 'Taxan antas.', :understood, '[]', '{}', 0, 0)"
    )
    connection.execute(sa.text(row), {"id": document_id, "understood": understood})


def number(engine: sa.Engine, to: int) -> None:
    """Let the database say that it has another schema."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE settings SET value = '{to}' WHERE name = 'schema'")


def test_a_moved_archive_is_as_a_new_one(engine: sa.Engine) -> None:
    """The moves make of the oldest tables just what a new archive gets: no column, key or index is other."""
    opened(engine)
    new, made = shape(engine), schema(engine)
    empty(engine)
    older.make(engine)
    before = shape(engine)
    opened(engine)
    assert shape(engine) == new != before
    assert schema(engine) == made == str(SCHEMA)


def test_what_an_archive_holds_is_moved_along(engine: sa.Engine) -> None:
    """Rows are as they were; documents are told to be of an older reader, and looked through by an older version."""
    older.make(engine)
    with engine.begin() as connection:
        put(connection, "a", b"{}")
    before = held(engine)
    catalogue = Catalogue(engine.url.render_as_string(hide_password=False))
    assert catalogue.slice("a", 0, 5) == "Taxan"
    assert [entry.title for entry in catalogue.entries()] == ["Taxa"]
    assert catalogue.outdated() == ["a"]
    assert catalogue.looked.before() == ["a"]
    catalogue.close()
    after = held(engine)
    added = (0, None, False, None, 0, "", arrivals.UNKNOWN.replace(tzinfo=None))
    assert [(*row, *added) for row in before.pop("documents")] == [tuple(row) for row in after.pop("documents")]
    assert before.pop("settings") != after.pop("settings")
    new = ("other_cases", "keys", "audit_log", "jobs", "job_files", "amendments", "watches")
    assert [after.pop(table) for table in new] == [[]] * len(new)
    assert after == before


def test_what_readers_wrote_is_masked(engine: sa.Engine) -> None:
    """Feedback that was kept as it was written has the numbers of people no more, and is else as it was."""
    older.make(engine)
    words = ("Vad fick 850312-1231?", '{"committee": ["850312-1231"]}', "Anna Ek, 070-123 45 67")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO feedback (id, at, question, filters, verdict, comment, answered, spots, made_with)"
                " VALUES (7, '2024-01-02 03:04:05', :question, :filters, 'fel', :comment, true, '[]', '{}')"
            ),
            dict(zip(("question", "filters", "comment"), words, strict=True)),
        )
    opened(engine)
    (row,) = held(engine)["feedback"]
    assert row.question == "Vad fick ██████-████?"
    assert row.filters == '{"committee": ["██████-████"]}'
    assert row.comment == "Anna Ek, ███-███ ██ ██"
    assert (row.id, row.verdict, row.answered) == (7, "fel", True)


def test_what_papers_state_is_moved_to_one_list(engine: sa.Engine) -> None:
    """Lists of each kind of fact become the facts of the section, and of the paper; what is no paper is left alone."""
    older.make(engine)
    states = {
        "id": "a", "text": "", "title": "Taxa", "kind": "protokoll", "organisation": None, "committee": None,
        "date": None, "case_number": None, "pages": [], "furniture": [],
        "attendance": [{"start": 0, "end": 5, "name": "Bo Ek", "presence": "beslutande"}],
        "sections": [{
            "start": 0, "end": 12, "heading": "Taxa", "paragraph": "§ 4",
            "decisions": [{"start": 0, "end": 12, "outcome": "antas", "number": None}],
            "votes": [{"start": 0, "end": 5, "yes": 3, "no": 2, "ballots": [
                {"start": 0, "end": 5, "name": "Bo Ek", "party": "M", "choice": "nej"}]}],
        }],
    }  # fmt: skip
    with engine.begin() as connection:
        for document_id, understood in (("a", json.dumps(states)), ("b", "[7]"), ("c", '{"sections": [null, 3]}')):
            put(connection, document_id, understood.encode())
    catalogue = Catalogue(engine.url.render_as_string(hide_password=False))
    document = catalogue.document("a")
    assert document
    assert [(one.outcome, one.number) for one in document.sections[0].of(Decision)] == [(Outcome.ADOPTED, None)]
    assert [(vote.yes, vote.ballots[0].choice) for vote in document.sections[0].of(Vote)] == [(3, Choice.NO)]
    assert [(one.name, one.presence) for one in document.of(Attendant)] == [("Bo Ek", Presence.DECIDING)]
    assert [catalogue.document(other).text for other in "bc"] == ["Taxan antas."] * 2
    catalogue.close()


@pytest.mark.parametrize(
    "understood",
    [b"", b"inte json", b"\xff\xfe", b'{"sections": 7}', b'{"sections": [{"votes": 7, "tasks": [3, null, "x"]}]}'],
)
def test_what_cannot_be_read_does_not_stop_a_move(engine: sa.Engine, understood: bytes) -> None:
    """A paper whose understanding is broken is left for the next `index`, as it is without a move."""
    older.make(engine)
    with engine.begin() as connection:
        put(connection, "a", understood)
    catalogue = Catalogue(engine.url.render_as_string(hide_password=False))
    assert catalogue.document("a").text == "Taxan antas."
    assert catalogue.outdated() == ["a"]
    catalogue.close()


def test_each_move_is_made_once(engine: sa.Engine) -> None:
    """An archive that is opened again is left alone."""
    older.make(engine)
    opened(engine)
    before = shape(engine), held(engine)
    opened(engine)
    assert (shape(engine), held(engine)) == before


def test_a_move_that_fails_changes_nothing(engine: sa.Engine) -> None:
    """When the last step of a move cannot be made its first ones are undone; when it can be again, all are made."""
    older.make(engine)
    before = shape(engine), held(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(REFUSE[engine.dialect.name])
    with pytest.raises(IndexMismatch, match=rf"(?s)schema {SCHEMA}.*full.*som den var.*försök igen"):
        opened(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(ALLOW[engine.dialect.name])
    assert (shape(engine), held(engine)) == before
    opened(engine)
    assert schema(engine) == str(SCHEMA)


@pytest.mark.parametrize(
    ("made", "way_on"), [(SCHEMA + 1, "Uppgradera Beslutsminne"), (OLDEST - 1, "läs in handlingarna på nytt")]
)
def test_an_archive_out_of_reach_is_refused(engine: sa.Engine, made: int, way_on: str) -> None:
    """The message names the archive's number and the program's, and what to do; the archive is left alone."""
    opened(engine)
    number(engine, made)
    before = shape(engine), held(engine)
    with pytest.raises(IndexMismatch) as caught:
        opened(engine)
    for said in (f"schema {made}", f"till {SCHEMA}", way_on):
        assert said in str(caught.value)
    assert (shape(engine), held(engine)) == before
