"""What those see who are bound to organisations: nothing of others', whatever is asked, and nothing of new tables."""

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from corpus.catalogue import Catalogue
from corpus.catalogue.auditlog import Deed
from corpus.catalogue.feedback import Verdict
from corpus.catalogue.records import Action, Failure, Place
from corpus.catalogue.tables import Base
from indexer import chunking

SERVER = os.environ.get("POSTGRESQL_URL")  # of an empty database
MINE, THEIRS = "Avika kommun", "O'Berga ”kommun” 100 %"


def minutes(organisation: str, word: str) -> str:
    return (
        f"{organisation}\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\nNärvarande\n"
        f"Anna {word.title()} (S)"
        f"\n\n§ 3 Köp av {word}\nDnr MN 2021/5, MN 2021/6\n\nBeslut\n"
        f"Miljönämnden beslutar att köpa {word}.\n"
    )


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(not SERVER, reason="POSTGRESQL_URL names no database")),
    ]
)
def catalogue(request, tmp_path, read):
    """Return a catalogue with a paper of each of two organisations and one that does not say whose it is."""
    url = f"sqlite:///{tmp_path / 'c.sqlite'}" if request.param == "sqlite" else str(SERVER)
    made = Catalogue(url)
    for name, organisation, word in (("a", MINE, "pumpen"), ("b", THEIRS, "tratten"), ("c", "", "hinken")):
        paper = replace(read(minutes(organisation, word), f"{name}.txt"), organisation=organisation or None)
        made.add(paper, f"{name}.txt", chunking.passages(paper))
        made.put_place(Place(f"/{name}.txt", f"{name}.txt", 1, 1, paper.id))
        made.set_ready(paper.id)
        made.journal.note(Action.REPLACED, f"gammal-{name}", f"gammal-{name}.txt", passages=1, replaced_by=paper.id)
        made.audits.put_failures(Path(f"/{name}.pdf"), [Failure(f"/{name}.pdf", f"{name}.pdf", "trasig")])
    yield made
    made.close()
    if request.param != "sqlite":
        engine = sa.create_engine(url)
        Base.metadata.drop_all(engine)
        engine.dispose()


def test_only_theirs_is_there(catalogue):
    seen = catalogue.seen_by(frozenset([MINE]))
    (entry,) = seen.entries()
    assert entry.source == "a.txt"
    assert seen.count()[0] == 1
    assert seen.count() != catalogue.count()
    assert [place.source for place in seen.places()] == ["a.txt"]
    assert len(seen.passages()) < len(catalogue.passages())
    assert {passage.document_id for passage in seen.passages()} == {entry.id}
    assert [name for name, _ in seen.facets()["organisation"]] == [MINE]
    assert seen.cases.count() == 2
    assert catalogue.cases.count() == 6
    assert {line.organisation for line in seen.cases.lines()} == {MINE}
    assert {item.document_id for item in seen.matters.sections()} == {entry.id}
    assert seen.matters.people() == ["Anna Pumpen"]
    assert [event.source for event in seen.journal.events()] == ["gammal-a.txt"]
    assert seen.audits.failures() == []
    for other in catalogue.entries():
        if other.id != entry.id:
            assert seen.document(other.id) is None
            assert seen.slice(other.id, 0, 10) is None
            assert seen.keys([passage.id for passage in catalogue.passages(other.id)]) == {}


def test_a_name_that_is_hard_to_quote(catalogue):
    assert [entry.source for entry in catalogue.seen_by(frozenset([THEIRS])).entries()] == ["b.txt"]


def test_bound_to_several_and_to_none(catalogue):
    assert [e.source for e in catalogue.seen_by(frozenset([MINE, THEIRS])).entries()] == ["a.txt", "b.txt"]
    assert catalogue.seen_by(frozenset()).entries() == []
    assert catalogue.seen_by(frozenset(["Ingen"])).count() == (0, None, None)


def test_what_comes_later_is_seen(catalogue, read):
    seen, before = catalogue.seen_by(frozenset([MINE])), catalogue.revision
    paper = read(minutes(MINE, "skopan"), "d.txt")
    catalogue.add(paper, "d.txt", chunking.passages(paper))
    catalogue.set_ready(paper.id)
    assert seen.entry(paper.id) is not None
    assert seen.revision == catalogue.revision > before


def test_tables_without_a_rule_show_nothing(catalogue):
    """Keys and the audit log; a table that is added to the catalogue is so too until somebody says who may see what."""
    catalogue.api_keys.add("n", "d", "läsare", None, None)
    catalogue.audit_log.note("anna", Deed.UPLOADED)
    assert catalogue.seen_by(frozenset([MINE])).api_keys.all() == []
    with catalogue.seen_by(frozenset([MINE]))._engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            found = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            shown = ("documents", "files", "passages", "sections", "facts", "other_cases", "events", "settings")
            assert (found > 0) == (table.name in shown), table.name


def test_it_cannot_be_written(catalogue):
    seen = catalogue.seen_by(frozenset([MINE]))
    if catalogue._engine.dialect.name == "sqlite":
        with pytest.raises(DatabaseError):
            seen.set_ready(seen.entries()[0].id, ready=False)


def test_feedback_is_of_those_with_the_same_bound(catalogue):
    mine, theirs = catalogue.seen_by(frozenset([MINE])), catalogue.seen_by(frozenset([THEIRS]))
    said = {"filters": "{}", "verdict": Verdict.RIGHT, "comment": "", "answered": False, "spots": (), "index": "{}"}
    given = mine.feedback.put(question="min fråga", **said)
    theirs.feedback.put(question="deras fråga", **said)
    assert [one.question for one in mine.feedback.given()] == ["min fråga"]
    assert theirs.feedback.count() == 1
    assert catalogue.feedback.count() == 2
    assert not theirs.feedback.remove(given.id)
    assert mine.feedback.remove(given.id)
    assert catalogue.feedback.count() == 1


def test_two_bounds_at_once(catalogue):
    """Each has connections of its own, so that one never sees by the other's."""
    mine, theirs = catalogue.seen_by(frozenset([MINE])), catalogue.seen_by(frozenset([THEIRS]))
    for _ in range(3):
        assert mine.count() == theirs.count() == (1, dt.date(2021, 10, 6), dt.date(2021, 10, 6))
        assert mine.entries() != theirs.entries()
    assert catalogue.seen_by(frozenset([MINE])) is mine
