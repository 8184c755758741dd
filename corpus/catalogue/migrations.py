"""The schema of the catalogue's database, and the moves that bring an archive of an older version to it.

A new archive is made as `tables.py` has it. One that is there already gets the moves that it lacks when it is opened,
in order and in one transaction that also notes the number it has come to.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from corpus.catalogue import lease
from corpus.catalogue.tables import APPEND_ONLY, Base, SettingRow
from corpus.errors import IndexMismatch
from corpus.masking import OF_WORDS

# The schema that the first move starts from: older ones were never released, and are not moved.
OLDEST = 3


def _facts_of_one_type(connection: sa.Connection) -> None:
    """What a paper states, kept in a list for each kind until then, becomes one list whose facts name their kind.

    What is broken is left as it is: it is made up for when it is read, and the next `index` reads the paper anew.
    """
    lists = {
        "decisions": "beslut", "votes": "omröstning", "motions": "yrkande", "propositions": "proposition",
        "reservations": "reservation", "notes": "anteckning", "conflicts": "jäv", "tasks": "uppdrag",
        "basis": "underlag", "references": "hänvisning", "attendance": "närvaro", "approvals": "justering",
    }  # fmt: skip

    def moved(owner: Any) -> bool:
        if not isinstance(owner, dict) or lists.keys().isdisjoint(owner):
            return False
        kept = [(kind, owner.pop(name, None)) for name, kind in lists.items()]
        stated = [(kind, fact) for kind, facts in kept if isinstance(facts, list) for fact in facts]
        owner["facts"] = [{"kind": kind, **fact} for kind, fact in stated if isinstance(fact, dict)]
        return True

    documents = sa.table("documents", sa.column("id"), sa.column("understood"))
    for document_id in connection.scalars(sa.select(documents.c.id)).all():
        one = documents.c.id == document_id
        try:
            understood = json.loads(connection.scalars(sa.select(documents.c.understood).where(one)).one())
        except ValueError:
            continue
        sections = understood.get("sections") if isinstance(understood, dict) else None
        if any([moved(owner) for owner in (understood, *(sections if isinstance(sections, list) else ()))]):
            connection.execute(sa.update(documents).where(one).values(understood=json.dumps(understood).encode()))


def _keys_and_audit_log(connection: sa.Connection) -> None:
    """Tables of keys and of the audit log, which is only added to; and to whom feedback is bound."""
    moment = "TIMESTAMP WITHOUT TIME ZONE" if connection.dialect.name == "postgresql" else "DATETIME"
    for statement in (
        f"CREATE TABLE keys (name VARCHAR NOT NULL, digest VARCHAR NOT NULL, role VARCHAR NOT NULL, organisations TEXT,"
        f" made {moment} NOT NULL, expires {moment}, used {moment}, revoked {moment}, PRIMARY KEY (name),"
        " UNIQUE (digest))",
        "CREATE TABLE audit_log (number INTEGER NOT NULL, at VARCHAR NOT NULL, who TEXT NOT NULL,"
        " deed VARCHAR NOT NULL, target TEXT NOT NULL, previous VARCHAR NOT NULL, digest VARCHAR NOT NULL,"
        " PRIMARY KEY (number))",
        "ALTER TABLE feedback ADD COLUMN bound TEXT",
        *APPEND_ONLY[connection.dialect.name],
    ):
        connection.exec_driver_sql(statement)


def _jobs(connection: sa.Connection) -> None:
    """Uploads that wait and what became of them, and the fingerprints of documents' vectors."""
    on_server = connection.dialect.name == "postgresql"
    number = "SERIAL NOT NULL" if on_server else "INTEGER NOT NULL"
    moment, content = ("TIMESTAMP WITHOUT TIME ZONE", "BYTEA") if on_server else ("DATETIME", "BLOB")
    seconds = "DOUBLE PRECISION" if on_server else "DOUBLE"
    for statement in (
        "ALTER TABLE documents ADD COLUMN vectors VARCHAR",
        f"CREATE TABLE jobs (id VARCHAR NOT NULL, at {moment} NOT NULL, finished {moment}, PRIMARY KEY (id))",
        "CREATE INDEX ix_jobs_finished ON jobs (finished)",
        f"CREATE TABLE job_files (id {number}, job_id VARCHAR NOT NULL, place INTEGER NOT NULL, path VARCHAR NOT NULL,"
        " kept VARCHAR NOT NULL, size BIGINT NOT NULL, event INTEGER NOT NULL, state VARCHAR NOT NULL,"
        f" tries INTEGER NOT NULL, worker VARCHAR, held_until {seconds} NOT NULL, told {content} NOT NULL,"
        " PRIMARY KEY (id), FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE)",
        *(f"CREATE INDEX ix_job_files_{name} ON job_files ({name})" for name in ("job_id", "path", "state")),
    ):
        connection.exec_driver_sql(statement)


def _readers_words_masked(connection: sa.Connection) -> None:
    """What readers wrote with their feedback, kept as they wrote it until then, is masked like what they write now."""
    feedback = sa.table("feedback", *map(sa.column, ("id", "question", "filters", "comment")))
    for number, *words in connection.execute(sa.select(feedback)).all():
        masked = dict(zip(("question", "filters", "comment"), map(OF_WORDS.words, words), strict=True))
        connection.execute(sa.update(feedback).where(feedback.c.id == number).values(masked))


def _amendments(connection: sa.Connection) -> None:
    """A table of what registrators say of papers in the place of what was read."""
    on_server = connection.dialect.name == "postgresql"
    number, moment = ("SERIAL", "TIMESTAMP WITHOUT TIME ZONE") if on_server else ("INTEGER", "DATETIME")
    for statement in (
        f"CREATE TABLE amendments (id {number} NOT NULL, document_id VARCHAR NOT NULL, name VARCHAR NOT NULL,"
        f" section VARCHAR, value TEXT, found TEXT, who TEXT NOT NULL, at {moment} NOT NULL, PRIMARY KEY (id),"
        " FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE)",
        "CREATE INDEX ix_amendments_document_id ON amendments (document_id)",
    ):
        connection.exec_driver_sql(statement)


def _arrivals_and_watches(connection: sa.Connection) -> None:
    """When papers came, which nobody wrote down of those that are there, and who wants letters about new ones."""
    on_server = connection.dialect.name == "postgresql"
    number = "SERIAL NOT NULL" if on_server else "INTEGER NOT NULL"
    moment = "TIMESTAMP WITHOUT TIME ZONE" if on_server else "DATETIME"
    for statement in (
        f"ALTER TABLE documents ADD COLUMN arrived {moment}",
        "UPDATE documents SET arrived = '1970-01-01 00:00:00.000000'",
        "CREATE INDEX ix_documents_arrived ON documents (arrived)",
        f"CREATE TABLE watches (id {number}, address TEXT NOT NULL, asked TEXT NOT NULL, language VARCHAR NOT NULL,"
        f" bound TEXT, made {moment} NOT NULL, token VARCHAR, leaving VARCHAR NOT NULL, confirmed {moment},"
        f" since {moment}, due {moment}, sending {moment}, PRIMARY KEY (id), UNIQUE (token), UNIQUE (leaving))",
        "CREATE INDEX ix_watches_address ON watches (address)",
        "CREATE INDEX ix_watches_due ON watches (due)",
    ):
        connection.exec_driver_sql(statement)


# Append only: what stands here has been applied to archives. Each move is the statements that make of the tables as
# they were what `tables.py` came to say, in words that SQLite and PostgreSQL both take, or what does so with the rows.
MOVES: tuple[tuple[str, ...] | Callable[[sa.Connection], None], ...] = (
    ("ALTER TABLE documents ADD COLUMN read_by INTEGER DEFAULT 0 NOT NULL",),  # to 4
    (
        "CREATE TABLE other_cases (passage_id VARCHAR NOT NULL, place INTEGER NOT NULL, case_number VARCHAR NOT NULL,"
        " PRIMARY KEY (passage_id, place), FOREIGN KEY(passage_id) REFERENCES passages (id) ON DELETE CASCADE)",
        "CREATE INDEX ix_other_cases_case_number ON other_cases (case_number)",
    ),  # to 5
    _facts_of_one_type,  # to 6
    _keys_and_audit_log,  # to 7
    _jobs,  # to 8
    (
        "ALTER TABLE files ADD COLUMN papers INTEGER",
        "ALTER TABLE files ADD COLUMN vouched BOOLEAN DEFAULT true NOT NULL",
        "ALTER TABLE documents ADD COLUMN by_hand BOOLEAN DEFAULT false NOT NULL",
        "ALTER TABLE documents ADD COLUMN disputed_by VARCHAR",
        "ALTER TABLE job_files ADD COLUMN replaces VARCHAR",
        "ALTER TABLE job_files ADD COLUMN within TEXT DEFAULT '[]' NOT NULL",
    ),  # to 9
    (
        "ALTER TABLE jobs ADD COLUMN giver TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE jobs ADD COLUMN bound TEXT",
        "CREATE INDEX ix_audit_log_target ON audit_log (target)",
    ),  # to 10
    (
        "ALTER TABLE documents ADD COLUMN masked_by INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE documents ADD COLUMN edition VARCHAR DEFAULT '' NOT NULL",
    ),  # to 11
    _readers_words_masked,  # to 12
    _amendments,  # to 13
    _arrivals_and_watches,  # to 14
)
SCHEMA = OLDEST + len(MOVES)

_NAME = "schema"  # the setting that holds the number


def prepare(engine: sa.Engine, *, owned: bool) -> None:
    """Bring the database of `engine` to today's schema, all of it or nothing; make the tables where there are none.

    Raises `IndexMismatch` for one that a newer version made, that is too old, or that could not be moved, and
    `ArchiveLocked` where something is to be done and the archive is not `owned`.
    """
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":  # whose driver would change tables outside of any transaction
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            if sa.inspect(connection).has_table(SettingRow.__tablename__):
                _move(connection, owned=owned)
            else:
                _require(owned)
                Base.metadata.create_all(connection)
                connection.execute(sa.insert(SettingRow).values(name=_NAME, value=str(SCHEMA)))
    except DBAPIError as error:
        raise IndexMismatch(
            f"Arkivets databas kunde inte göras i ordning för schema {SCHEMA} ({error.orig}). Den är kvar som den var."
            " Kontrollera att den går att skriva i och att disken har plats, och försök igen."
        ) from error


def _require(owned: bool) -> None:
    if not owned:
        raise lease.crowded("Arkivets databas är inte gjord i ordning för den här versionen av Beslutsminne.")


def _move(connection: sa.Connection, *, owned: bool) -> None:
    named = SettingRow.name == _NAME
    made = int(connection.scalar(sa.select(SettingRow.value).where(named).with_for_update()) or 1)
    if made > SCHEMA:
        raise IndexMismatch(
            f"Arkivets databas är gjord av en nyare version av Beslutsminne (schema {made}; den här versionen kan"
            f" {OLDEST} till {SCHEMA}). Uppgradera Beslutsminne, eller ange ett annat arkiv med --data-dir."
        )
    if made < OLDEST:
        raise IndexMismatch(
            f"Arkivets databas är gjord innan Beslutsminne kunde föra över arkiv (schema {made}; den här versionen kan"
            f" {OLDEST} till {SCHEMA}). Flytta undan arkivets mapp och läs in handlingarna på nytt med ”beslutsminne"
            " index”."
        )
    if made < SCHEMA:
        _require(owned)
    for number, move in enumerate(MOVES[made - OLDEST :], made + 1):
        if callable(move):
            move(connection)
        else:
            for statement in move:
                connection.exec_driver_sql(statement)
        connection.execute(sa.update(SettingRow).where(named).values(value=str(number)))
