"""The journal of what is gone, and the audits: what the catalogue knows beside the papers themselves."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Action, Failure, Held, Passage, Place, Scope
from corpus.models import Document, Finding, Flaw, Kind, PageQuality, Secret, Section, Sensitive, Span


@pytest.fixture
def catalogue(database: str) -> Iterator[Catalogue]:
    """Return an empty catalogue."""
    opened = Catalogue(database)
    yield opened
    opened.close()


# The journal


def test_an_event_comes_back(catalogue: Catalogue) -> None:
    """As it was given out, with the time of the universe."""
    before = dt.datetime.now(dt.UTC)
    event = catalogue.journal.note(Action.REPLACED, "a", "ks/a.txt", passages=7, replaced_by="b")
    assert before <= event.at <= dt.datetime.now(dt.UTC)
    assert (event.action, event.document_id, event.source) == (Action.REPLACED, "a", "ks/a.txt")
    assert (event.passages, event.replaced_by) == (7, "b")
    assert catalogue.journal.events() == [event]


def test_events_come_newest_first(catalogue: Catalogue) -> None:
    """All, or those of one kind."""
    note = catalogue.journal.note
    first = note(Action.WITHDRAWN, "a", "a.txt", passages=1)
    second = note(Action.REPLACED, "b", "b.txt", passages=2, replaced_by="c")
    third = note(Action.WITHDRAWN, "d", "d.txt", passages=3)
    assert catalogue.journal.events() == [third, second, first]
    assert catalogue.journal.events(Action.WITHDRAWN) == [third, first]
    assert catalogue.journal.events(Action.RESTORED) == []


def test_the_journal_outlives_the_papers(catalogue: Catalogue, database: str) -> None:
    """It is there when the file is opened again, and knows papers that the catalogue has no more."""
    event = catalogue.journal.note(Action.WITHDRAWN, "borta", "borta.txt", passages=4)
    again = Catalogue(database)
    assert again.journal.events() == [event]
    assert again.document("borta") is None
    again.close()


def test_withdrawn_and_restored(catalogue: Catalogue) -> None:
    """The last that happened counts, and only to the paper itself."""
    journal = catalogue.journal
    assert not journal.is_withdrawn("a")
    journal.note(Action.WITHDRAWN, "a", "a.txt", passages=1)
    assert journal.is_withdrawn("a")
    assert not journal.is_withdrawn("b")
    journal.note(Action.RESTORED, "a", "a.txt", passages=1)
    assert not journal.is_withdrawn("a")
    journal.note(Action.WITHDRAWN, "a", "a.txt", passages=1)
    journal.note(Action.WITHDRAWN, "b", "b.txt", passages=1)
    assert journal.is_withdrawn("a")


def test_history_follows_the_chain(catalogue: Catalogue) -> None:
    """Each paper's forerunners and theirs, none of another's."""
    note = catalogue.journal.note
    first = note(Action.REPLACED, "v1", "p.txt", passages=1, replaced_by="v2")
    other = note(Action.REPLACED, "x", "q.txt", passages=1, replaced_by="y")
    second = note(Action.REPLACED, "v2", "p.txt", passages=2, replaced_by="v3")
    note(Action.WITHDRAWN, "z", "z.txt", passages=1)
    history = catalogue.journal.history
    assert history("v3") == [second, first]
    assert history("v2") == [first]
    assert history("v1") == []
    assert history("y") == [other]


def test_history_is_newest_first(catalogue: Catalogue) -> None:
    """Also where a paper stands in the place of two, one of which had replaced others before."""
    note = catalogue.journal.note
    first = note(Action.REPLACED, "kopia", "k.txt", passages=1, replaced_by="v3")
    second = note(Action.REPLACED, "v1", "p.txt", passages=1, replaced_by="v2")
    third = note(Action.REPLACED, "v2", "p.txt", passages=1, replaced_by="v3")
    assert catalogue.journal.history("v3") == [third, second, first]


def test_a_circle_ends(catalogue: Catalogue) -> None:
    """A paper that was changed and changed back: each event once."""
    note = catalogue.journal.note
    there = note(Action.REPLACED, "a", "p.txt", passages=1, replaced_by="b")
    back = note(Action.REPLACED, "b", "p.txt", passages=1, replaced_by="a")
    assert catalogue.journal.history("a") == [back, there]


# Audits


def keep(
    catalogue: Catalogue, name: str, paragraphs: Sequence[str | None] = (), *, ready: bool = True, **facts: Any
) -> Document:
    """Keep a paper with a passage for each §."""
    fields: dict[str, Any] = {
        "id": name, "text": "Text", "title": name, "kind": Kind.MINUTES, "organisation": "Lindsala kommun",
        "committee": "Socialnämnden", "date": dt.date(2024, 3, 12), "case_number": None, "pages": (Span(0, 4),),
        "sections": (Section(0, 4, ""),), "furniture": (), "page_quality": (PageQuality(1.0),),
    }  # fmt: skip
    document = Document(**(fields | facts))
    passages = [
        Passage(str(uuid.uuid4()), name, 0, 4, 1, document.committee, document.date, paragraph, None, "", None)
        for paragraph in paragraphs
    ]
    catalogue.add(document, f"{name}.txt", passages)
    catalogue.set_ready(name, ready=ready)
    catalogue.put_place(Place(f"/arkiv/{name}.txt", f"{name}.txt", 1, 1, name))
    return document


def test_audits_come_newest_first(catalogue: Catalogue) -> None:
    """With pages, findings and personal data as they were worked out; only of what is found."""
    finding = Finding(0, 4, 1, Flaw.CUT_OFF, "§ 1 slutar mitt i en mening.")
    keep(catalogue, "gammal", date=dt.date(2023, 1, 1), findings=(finding,), sensitive=(Sensitive(0, 2, Secret.PHONE),))
    keep(catalogue, "ny", page_quality=(PageQuality(0.5, ("Svår.",), scanned=True),))
    keep(catalogue, "halv", ready=False)
    keep(catalogue, "ersatt")
    catalogue.versions.put("ersatt", "ny")
    (new, new_audit), (old, old_audit) = catalogue.audits.of()
    assert (new.id, old.id) == ("ny", "gammal")
    assert (new_audit.poor, new_audit.scanned, new_audit.confidence) == (1, 1, 0.5)
    assert old_audit.findings == (finding,)
    assert old_audit.sensitive == {Secret.PHONE: 1}
    assert [entry.id for entry, _ in catalogue.audits.of(Scope(date_to=dt.date(2023, 12, 31)))] == ["gammal"]


def test_poorly_read(catalogue: Catalogue) -> None:
    """Sums over what is found in a scope; nothing in an empty archive."""
    assert catalogue.audits.poorly_read() == (0, 0)
    pages = (Span(0, 1), Span(1, 2), Span(2, 3), Span(3, 4))
    quality = tuple(PageQuality(sure) for sure in (0.0, 0.0, 0.5, 0.8))
    keep(catalogue, "a", pages=pages, page_quality=quality)
    keep(catalogue, "b", page_quality=(PageQuality(0.5),), committee="Kommunstyrelsen")
    keep(catalogue, "halv", page_quality=(PageQuality(0.0),), ready=False)
    assert catalogue.audits.poorly_read() == (2, 2)
    assert catalogue.audits.poorly_read(Scope(committee=("Kommunstyrelsen",))) == (0, 1)
    assert catalogue.audits.poorly_read(Scope(committee=("Byggnadsnämnden",))) == (0, 0)


def test_minutes_with_their_paragraphs(catalogue: Catalogue) -> None:
    """By body and day, each § once and in order of number; no other kinds, no undated ones, none that is replaced."""
    keep(catalogue, "b", ["§ 12", "§ 9", "§ 10", "§ 9", None], date=dt.date(2024, 4, 9))
    keep(catalogue, "a", ["§ 1"])
    keep(catalogue, "c", ["§ 1"], committee="Byggnadsnämnden", date=dt.date(2024, 5, 1))
    keep(catalogue, "u", ["§ 1"], kind=Kind.EXTRACT)
    keep(catalogue, "d", ["§ 1"], date=None)
    keep(catalogue, "e", ["§ 1"])
    keep(catalogue, "halv", ["§ 1"], ready=False)
    catalogue.versions.put("e", "a")
    lindsala, son, bn = "Lindsala kommun", "Socialnämnden", "Byggnadsnämnden"
    assert catalogue.audits.minutes() == [
        Held("c", lindsala, bn, dt.date(2024, 5, 1), (1,)),
        Held("a", lindsala, son, dt.date(2024, 3, 12), (1,)),
        Held("b", lindsala, son, dt.date(2024, 4, 9), (9, 10, 12)),
    ]


def test_failures_of_a_file(catalogue: Catalogue) -> None:
    """Those of a file and of the papers in it are replaced together, and no other file's, however it is called."""
    audits = catalogue.audits
    whole = Failure("/arkiv/a.zip", "a.zip", "Trasig.")
    inside = [Failure(f"/arkiv/a.zip/{n}.pdf", f"a.zip/{n}.pdf", "Låst.") for n in (1, 2)]
    other = Failure("/arkiv/a.zip2", "a.zip2", "Okänd.")
    audits.put_failures(Path("/arkiv/a.zip"), [whole])
    audits.put_failures(Path("/arkiv/a.zip2"), [other])
    assert audits.failures() == [whole, other]
    audits.put_failures(Path("/arkiv/a.zip"), inside)
    assert audits.failures() == [*inside, other]
    audits.put_failures(Path("/arkiv/a.zip"), inside[1:])
    assert audits.failures() == [inside[1], other]
    audits.put_failures(Path("/arkiv/a.zip"), [])
    assert audits.failures() == [other]


def test_failures_may_come_twice(catalogue: Catalogue) -> None:
    """The last message counts."""
    file = Path("/arkiv/100%_a.txt")
    for message in ("Tom.", "Trasig."):
        catalogue.audits.put_failures(file, [Failure(str(file), "100%_a.txt", message)])
    assert [failure.message for failure in catalogue.audits.failures()] == ["Trasig."]
