"""What a registrator says of a paper is found as said, holds when the paper is read anew, and can be taken back."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import amendments
from corpus.amendments import Agreement, Amendable, Key
from corpus.catalogue.records import Action, Place, Scope
from corpus.errors import BadRequest, NotAllowed, NotFound
from corpus.models import Document, Kind
from indexer import chunking
from indexer.fusion import Mode
from indexer.index import Index
from indexer.seen import SeenIndex
from tests.indexer.desk import OLD, minutes

Read = Callable[..., Document]

TEXT = """NORRSKÄRS KOMMUN
Tekniska nämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-12

§ 1 Bryggor
Dnr TN 2024/1

Beslut
Nämnden köper sand.

§ 2 Lampor
Dnr TN 2024/2, TN 2024/3

Beslut
Nämnden köper grus.
"""
EVA = "användare Eva"
SAID: dict[Key, list[str | None]] = {
    (Amendable.TITLE, None): ["Marsmötet", "Vårmötet"],
    (Amendable.KIND, None): ["kallelse", "protokollsutdrag", "protokoll"],
    (Amendable.ORGANISATION, None): ["Söderskärs kommun", None],
    (Amendable.COMMITTEE, None): ["Hamnnämnden", None],
    (Amendable.DATE, None): ["2024-03-13", "2024-03-12", None],
    (Amendable.CASE_NUMBER, None): ["TN 2024/77"],
    (Amendable.HEADING, "§ 1"): ["Pontoner", "Bryggor"],
    (Amendable.CASE_NUMBER, "§ 1"): ["TN 2024/8", "TN 2024/8, TN 2024/9", None],
    (Amendable.CASE_NUMBER, "§ 2"): ["TN 2024/3"],
}
NUMBERS = itertools.count()


def unnoted() -> None:
    """Note nothing: what is noted of it the service's own tests look at."""


def put(index: Index, document: Document) -> Document:
    """Index a paper under an id of its own, and return it."""
    own = replace(document, id=f"{next(NUMBERS):016x}")
    index.add(own, f"{own.id}.txt")
    index.catalogue.put_place(Place(f"/arkiv/{own.id}.txt", f"{own.id}.txt", 1, 1, own.id))
    return own


def found(index: Index, word: str, scope: Scope = Scope()) -> set[str]:
    """Return the documents that are found by a word, of text or context, within a scope."""
    return {hit.passage.document_id for hit in index.find(index.search(word, scope, Mode.BM25))}


def is_true(index: Index, document_id: str) -> None:
    """All that is stored of a paper is what would be made of it anew."""
    document = index.catalogue.document(document_id)
    assert document is not None
    before = index.catalogue.passages(document_id)
    with index.serving() as generation:
        fingerprint = generation.fingerprint(document_id)
        index.embed_anew(document_id)
        assert generation.fingerprint(document_id) == fingerprint
    assert chunking.passages(document) == before
    kept = index.catalogue.kept(document_id)
    assert kept is not None
    assert {name: getattr(kept.entry, name) for name in amendments.OF_PAPER} == {
        name: getattr(document, name) for name in amendments.OF_PAPER
    }


KEYS = st.sampled_from(list(SAID))
STEPS = st.one_of(
    KEYS.flatmap(lambda key: st.tuples(st.just("says"), st.just(key), st.sampled_from(SAID[key]))),
    st.tuples(st.just("takes back"), KEYS, st.none()),
    KEYS.flatmap(lambda key: st.tuples(st.just("reads"), st.just(key), st.sampled_from(SAID[key]))),
)


@given(st.lists(STEPS, max_size=7))
def test_whatever_is_said_taken_back_and_read_anew(index: Index, read: Read, steps: list) -> None:
    """What was read last is there as it was read, and what is found is what was said last, else what was read."""
    document = put(index, read(TEXT))
    said: dict[Key, tuple[str | None, str | None]] = {}  # with what was read when it was said
    for step, key, value in steps:
        if step == "says" and amendments.values(document)[key] == value:
            with pytest.raises(BadRequest, match="i det som lästes"):
                index.amending.put(document.id, key, value, EVA, unnoted)
        elif step == "says":
            index.amending.put(document.id, key, value, EVA, unnoted)
            said[key] = (value, amendments.values(document)[key])
        elif step == "reads":  # a newer reader, which may have it right
            change = amendments.Amendment(*key, value, None, "", dt.datetime.now(dt.UTC))
            document = amendments.over(document, [change])
            index.renew(document, f"{document.id}.txt")
        elif key in said:
            index.amending.take_back(document.id, key, unnoted)
            del said[key]
        else:
            with pytest.raises(NotFound, match="är inte rättad"):
                index.amending.take_back(document.id, key, unnoted)
    assert index.catalogue.amendments.read(document.id) == document
    now, facts = amendments.values(document), index.catalogue.amendments.facts(document.id)
    assert {(one.name, one.section): one.read for one in facts} == now
    for one in facts:
        key = (one.name, one.section)
        assert (one.amendment is not None) == (key in said)
        if key in said:
            value, before = said[key]
            assert (one.value, one.amendment and one.amendment.who) == (value, EVA)
            same, changed = now[key] == value, now[key] != before
            assert one.agreement is (Agreement.SAME if same else Agreement.OTHER if changed else Agreement.AS_BEFORE)
    shown = index.catalogue.document(document.id)
    assert shown is not None
    assert {(one.name, one.section): one.value for one in facts} == amendments.values(shown)
    assert shown.text == document.text
    is_true(index, document.id)
    index.withdraw(document.id, f"{document.id}.txt")
    assert index.catalogue.amendments.of(document.id) == ()


def test_search_filters_and_counts_have_it(index: Index, read: Read) -> None:
    document = put(index, read(TEXT))
    assert found(index, "pontoner") == set()
    index.amending.put(document.id, (Amendable.HEADING, "§ 1"), "Pontoner", EVA, unnoted)
    index.amending.put(document.id, (Amendable.ORGANISATION, None), "Söderskärs kommun", EVA, unnoted)
    index.amending.put(document.id, (Amendable.COMMITTEE, None), "Hamnnämnden", EVA, unnoted)
    index.amending.put(document.id, (Amendable.DATE, None), "2024-04-02", EVA, unnoted)
    index.amending.put(document.id, (Amendable.CASE_NUMBER, "§ 1"), "HN 2024/5", EVA, unnoted)
    own = {document.id}
    assert found(index, "pontoner") == own
    new = Scope(("Söderskärs kommun",), ("Hamnnämnden",), ("protokoll",), "HN 2024/5", "§ 1", dt.date(2024, 4, 2))
    old = Scope(("Norrskärs kommun",), ("Tekniska nämnden",), (), "TN 2024/1", None, None, dt.date(2024, 3, 12))
    assert found(index, "sand", new) == own
    for scope in (Scope(old.organisation), Scope((), old.committee), Scope(case_number=old.case_number),
                  Scope(date_to=old.date_to)):  # fmt: skip
        assert found(index, "sand", scope) == set()
        assert index.catalogue.count(scope)[0] == 0
    assert index.catalogue.count(new)[0] == 1
    assert index.catalogue.facets()["committee"] == [("Hamnnämnden", 1)]
    assert index.catalogue.case_numbers_like("TN 2024/1") == []
    (item,) = index.catalogue.matters.sections(new)
    assert (item.heading, item.committee, item.date) == ("Pontoner", "Hamnnämnden", dt.date(2024, 4, 2))
    index.amending.put(document.id, (Amendable.KIND, None), "kallelse", EVA, unnoted)
    assert index.catalogue.matters.sections() == []
    assert found(index, "sand", Scope(kind=("kallelse",))) == own
    is_true(index, document.id)


def test_only_what_is_other_is_embedded_anew(index: Index, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    document = put(index, read(TEXT))
    embedded: list[int] = []
    real = index.embedder.passages
    monkeypatch.setattr(index.embedder, "passages", lambda texts: (embedded.append(len(texts)), real(texts))[1])
    index.amending.put(document.id, (Amendable.HEADING, "§ 1"), "Pontoner", EVA, unnoted)
    assert embedded == [1]
    index.amending.put(document.id, (Amendable.TITLE, None), "Marsmötet", EVA, unnoted)
    assert embedded == [1, len(index.catalogue.passages(document.id))]


def test_it_outlives_the_process_and_a_rebuild(open_index: Callable[..., Index], read: Read) -> None:
    index = open_index()
    document = put(index, read(TEXT))
    index.amending.put(document.id, (Amendable.HEADING, "§ 1"), "Pontoner", EVA, unnoted)
    index.close()
    again = open_index()
    assert found(again, "pontoner") == {document.id}
    assert list(again.rebuild())
    assert found(again, "pontoner") == {document.id}
    again.amending.take_back(document.id, (Amendable.HEADING, "§ 1"), unnoted)
    assert found(again, "pontoner") == set()
    is_true(again, document.id)


def test_what_is_read_anew_meanwhile_does_not_undo_it(
    index: Index, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that was embedded before something was said, and is stored after it, is embedded once more."""
    document = put(index, read(TEXT))
    newer = replace(document, title="Protokoll från mars")
    real, reached, go_on = index.embedder.passages, threading.Event(), threading.Event()

    def slow(texts):
        if threading.current_thread() is reader and not reached.is_set():
            reached.set()
            assert go_on.wait(20)
        return real(texts)

    monkeypatch.setattr(index.embedder, "passages", slow)
    reader = threading.Thread(target=index.renew, args=(newer, "a.txt"))
    reader.start()
    assert reached.wait(20)
    index.amending.put(document.id, (Amendable.HEADING, "§ 1"), "Pontoner", EVA, unnoted)
    go_on.set()
    reader.join(20)
    assert not reader.is_alive()
    shown = index.catalogue.document(document.id)
    assert (shown.title, amendments.sections(shown)["§ 1"].heading) == ("Protokoll från mars", "Pontoner")
    assert found(index, "pontoner") == {document.id}
    is_true(index, document.id)


def test_what_replaces_what_follows_it(index: Index, read: Read) -> None:
    """A corrected paper with the wrong day corrects nothing until the day is right, and no more when it is not."""
    old = put(index, read(OLD.decode(), "a.txt"))
    new = put(index, read(minutes("sand", "lera", day="2024-03-21", said="Rättat protokoll").decode(), "b.txt"))
    assert index.catalogue.entry(old.id)
    index.amending.put(new.id, (Amendable.DATE, None), "2024-03-12", EVA, unnoted)
    assert index.catalogue.kept(old.id).replaced_by == new.id
    assert [event.action for event in index.catalogue.journal.events()] == [Action.REPLACED]
    assert found(index, "grus") == set()
    index.amending.put(old.id, (Amendable.TITLE, None), "Det äldre", EVA, unnoted)  # also of what is not found
    assert found(index, "grus") == set()
    index.amending.take_back(new.id, (Amendable.DATE, None), unnoted)
    assert index.catalogue.entry(old.id).title == "Det äldre"
    assert found(index, "grus") == {old.id}
    for document in (old, new):
        is_true(index, document.id)


def test_who_is_bound_amends_their_own_and_moves_none_away(index: Index, read: Read) -> None:
    own = put(index, read(TEXT))
    other = put(index, read(TEXT.replace("NORRSKÄRS", "SÖDERSKÄRS")))
    norrskar, soderskar = "Norrskärs kommun", "Söderskärs kommun"
    bound = SeenIndex(index, frozenset({norrskar})).amending
    bound.put(own.id, (Amendable.TITLE, None), "Marsmötet", EVA, unnoted)
    with pytest.raises(NotFound, match="ingen handling med id"):
        bound.put(other.id, (Amendable.TITLE, None), "Marsmötet", EVA, unnoted)
    organisation = (Amendable.ORGANISATION, None)
    for value, told in ((soderskar, f"bli från {soderskar}"), (None, "bli utan organisation")):
        with pytest.raises(NotAllowed, match=told):
            bound.put(own.id, organisation, value, EVA, unnoted)
    index.amending.put(other.id, organisation, norrskar, EVA, unnoted)
    bound.put(other.id, (Amendable.TITLE, None), "Flyttat hit", EVA, unnoted)
    with pytest.raises(NotAllowed, match=f"bli från {soderskar}"):
        bound.take_back(other.id, organisation, unnoted)
    both = SeenIndex(index, frozenset({norrskar, soderskar})).amending
    both.take_back(other.id, organisation, unnoted)
    assert index.catalogue.document(other.id).organisation == soderskar
    with pytest.raises(NotFound):
        bound.take_back(other.id, (Amendable.TITLE, None), unnoted)
    assert index.catalogue.document(own.id).organisation == norrskar


def test_what_is_refused_changes_nothing(index: Index, read: Read) -> None:
    document = put(index, read(TEXT))
    for key, value, error in (
        ((Amendable.DATE, None), "i går", BadRequest),
        ((Amendable.HEADING, "§ 7"), "Pontoner", NotFound),
        ((Amendable.HEADING, None), "Pontoner", BadRequest),
        ((Amendable.DATE, "§ 1"), "2024-03-13", BadRequest),
    ):
        with pytest.raises(error):
            index.amending.put(document.id, key, value, EVA, unnoted)
    with pytest.raises(NotFound):
        index.amending.put("finns-inte", (Amendable.TITLE, None), "Taxa", EVA, unnoted)
    assert index.catalogue.amendments.of(document.id) == ()
    assert index.catalogue.document(document.id) == document
    assert document.kind is Kind.MINUTES
