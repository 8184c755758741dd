"""The audit log: every change of what was written shows, and many writers make one chain."""

import datetime as dt
import sqlite3
import threading

import pytest

from corpus.catalogue import open_sqlite
from corpus.catalogue.auditlog import START, Deed


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(path):
    opened = open_sqlite(path)
    yield opened
    opened.close()


def tamper(path, statement: str) -> None:
    """Change the log as someone does who has the file, the guards taken off first."""
    with sqlite3.connect(path) as database:
        for trigger in ("audit_log_update", "audit_log_delete"):
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement)
    database.close()


def test_a_chain(catalogue):
    assert catalogue.audit_log.verify().entries == 0
    first = catalogue.audit_log.note("anna", Deed.READ_ORIGINAL, "abc")
    second = catalogue.audit_log.note("bo", Deed.WITHDREW, "”å”\n\x00")
    assert (first.number, first.previous) == (1, START)
    assert second.previous == first.digest
    verified = catalogue.audit_log.verify()
    assert (verified.entries, verified.last, verified.broken) == (2, second.digest, None)
    assert catalogue.audit_log.entries() == [second, first]
    assert catalogue.audit_log.entries(offset=1, limit=1) == [first]
    assert catalogue.audit_log.count() == 2
    now = dt.datetime.now(dt.UTC)
    assert catalogue.audit_log.has(Deed.READ_ORIGINAL, "abc", now - dt.timedelta(minutes=1))
    assert not catalogue.audit_log.has(Deed.READ_ORIGINAL, "abc", now + dt.timedelta(minutes=1))
    assert not catalogue.audit_log.has(Deed.WITHDREW, "abc", now - dt.timedelta(minutes=1))


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit_log SET who = 'eva' WHERE number = 3", 3),
        ("UPDATE audit_log SET at = '2000-01-01' WHERE number = 1", 1),
        ("DELETE FROM audit_log WHERE number = 3", 4),
        ("DELETE FROM audit_log WHERE number = 1", 2),
        ("UPDATE audit_log SET digest = 'x' WHERE number = 5", 5),
        ("UPDATE audit_log SET previous = digest WHERE number = 2", 2),
        ("INSERT INTO audit_log SELECT 6, at, who, deed, target, previous, digest FROM audit_log WHERE number = 5", 6),
    ],
)
def test_what_was_changed_is_named(catalogue, path, statement, number):
    for deed in list(Deed)[:5]:
        catalogue.audit_log.note("anna", deed, "abc")
    assert catalogue.audit_log.verify().broken is None
    tamper(path, statement)
    broken = catalogue.audit_log.verify().broken
    assert broken is not None
    assert broken.number == number


def test_a_shorter_chain_lacks_what_was_noted(catalogue, path):
    """The chain by itself does not tell that its end is gone; a digest that was noted elsewhere does."""
    for _ in range(3):
        last = catalogue.audit_log.note("anna", Deed.UPLOADED)
    assert catalogue.audit_log.verify(last.digest).held
    tamper(path, "DELETE FROM audit_log WHERE number = 3")
    shorter = catalogue.audit_log.verify(last.digest)
    assert (shorter.entries, shorter.broken, shorter.held) == (2, None, False)


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET who = 'eva'", "DELETE FROM audit_log"])
def test_the_database_refuses_changes(catalogue, path, statement):
    catalogue.audit_log.note("anna", Deed.UPLOADED)
    with sqlite3.connect(path) as database, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)
    database.close()


def test_many_writers_make_one_chain(catalogue, path):
    """Threads of this process, and another opened catalogue, as another process has."""
    other = open_sqlite(path)
    writers = [
        threading.Thread(target=lambda log=log, who=str(number): [log.note(who, Deed.UPLOADED) for _ in range(10)])
        for number, log in enumerate([catalogue.audit_log, other.audit_log] * 3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    other.close()
    assert catalogue.audit_log.verify().entries == 60
    assert catalogue.audit_log.verify().broken is None
    assert {entry.who for entry in catalogue.audit_log.entries()} == set("012345")
