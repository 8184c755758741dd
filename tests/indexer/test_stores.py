"""Both stores keep one promise: the same tests over the engine in this process and over a server."""

import datetime as dt
import itertools
import math
import os
import random
import shutil
import signal
import subprocess
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue.records import Scope
from corpus.errors import ArchiveLocked
from indexer import sparse
from indexer.embedding import Embedder, EmbeddingOptions, Vectors
from indexer.fusion import Mode
from indexer.store import Point, Scored, Store
from indexer.store.edge import EdgeStore
from indexer.store.server import MEMORY, ServerStore, drop_collection

RunPython = Callable[..., subprocess.Popen[str]]
OpenStore = Callable[[], Store]

SERVER = os.environ.get("QDRANT_URL")
needs_server = pytest.mark.skipif(not SERVER, reason="QDRANT_URL names no server")

# 60 sentences of the trade, each other than all others: 12 matters by 5 turns.
MATTERS = (
    "taxan för båtplatser i hamnen|en ny simhall vid Kvarnängen|snöröjningen på Bruksgatan|hemtjänsten i "
    "skärgården|detaljplanen för Sjötomten|"
    "det brottsförebyggande rådet|skolskjutsarna på Åstön|bokslutet för tekniska nämnden|fiber till "
    "landsbygden|öppettiderna på biblioteket|"
    "reservvattenledningen till Harsbo|valet av ersättare i socialnämnden"
).split("|")  # fmt: skip
TURNS = (
    "Nämnden beslutar att godkänna {}.|Ordföranden yrkar avslag på förslaget om {} och lämnar en skriftlig "
    "reservation.|"
    "Förvaltningen får i uppdrag att utreda {} och att återkomma senast i december 2024 med vad det kostar.|"
    "Kostnaden för {} har ökat med 120 000 kronor på ett år, framför allt för att elen har blivit dyrare. Budgeten "
    "räcker inte.|"
    "Medborgarförslaget om {} anses besvarat, eftersom kommunfullmäktige prövade frågan i maj."
).split("|")
QUESTIONS = (
    "taxa båtplatser|simhall|vem yrkade avslag på simhallen?|hemtjänst på öarna|vad kostar "
    "skolskjutsen?|rådet|råd|brottsförebyggande arbete|"
    "reservation|detaljplan Sjötomten|december 2024|120 000 kronor|medborgarförslag om fiber|bibliotekets "
    "öppettider|vatten till Harsbo|"
    "ersättare socialnämnden|bokslut|budget el|vad beslutade kommunfullmäktige i maj?|snöröjning Bruksgatan kostnad"
).split("|")
TEXTS = [turn.format(matter) for matter, turn in itertools.product(MATTERS, TURNS)]
FACTS: list[dict[str, str | list[str] | None]] = [
    {"organisation": "Ängsö kommun", "committee": "Tekniska nämnden", "kind": "protokoll", "date": "2023-05-17",
    "case_number": ["TN 2023/1", "KS 2022/9"],
     "paragraph": "§ 1"},
    {"organisation": "Ängsö kommun", "committee": "Socialnämnden", "kind": "tjänsteskrivelse", "date": "2023-12-31",
    "case_number": "SN 2023/2",
     "paragraph": None},
    {"organisation": "Region Norrvik", "committee": "Regionstyrelsen", "kind": "protokoll", "date": "2024-01-01",
    "case_number": None,
     "paragraph": "§ 2"},
    {"organisation": None, "committee": None, "kind": "övrigt", "date": None, "case_number": None, "paragraph": None},
]  # fmt: skip


@pytest.fixture(scope="module")
def embedder(tiny_model: Path) -> Embedder:
    """Return a small real model."""
    return Embedder(EmbeddingOptions(str(tiny_model)))


@pytest.fixture(scope="module")
def points(embedder: Embedder) -> list[Point]:
    """Return the sixty passages as points of twelve documents, with four sets of facts in turn."""
    vectors = embedder.documents(TEXTS)
    return [
        Point(
            identity(number),
            vector[None],
            sparse.document(text),
            FACTS[number % 4] | {"document_id": f"d{number // 5}"},
        )
        for number, (text, vector) in enumerate(zip(TEXTS, vectors, strict=True))
    ]


def identity(number: int) -> str:
    """Return a UUID made of a number."""
    return str(uuid.UUID(int=number + 1))


def edge_store(tmp_path: Path) -> Store:
    return EdgeStore(tmp_path / "vectors", 32)


def memory_store(tmp_path: Path) -> Store:
    return ServerStore(MEMORY, "prov", 32)


def server_store(tmp_path: Path) -> Store:
    assert SERVER is not None
    return ServerStore(SERVER, f"prov-{tmp_path.name}-{uuid.uuid4().hex[:8]}", 32, os.environ.get("QDRANT_API_KEY"))


MODES = (Mode.DENSE, Mode.BM25)
KINDS = [
    pytest.param(edge_store, id="edge"),
    pytest.param(memory_store, id="memory"),
    pytest.param(server_store, id="server", marks=needs_server),
]


def close(store: Store) -> None:
    """Close a store, and leave nothing of it on a server."""
    store.close()
    if SERVER and isinstance(store, ServerStore) and store._name != "prov":
        drop_collection(SERVER, store._name, os.environ.get("QDRANT_API_KEY"))


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store of each kind."""
    opened = request.param(tmp_path)
    yield opened
    close(opened)


@pytest.fixture(params=KINDS, scope="module")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, points: list[Point]
) -> Iterator[Store]:
    """Return a store of each kind that holds the sixty passages, for tests that only ask."""
    opened = request.param(tmp_path_factory.mktemp("fylld"))
    opened.upsert(points)
    yield opened
    close(opened)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory, points: list[Point]) -> Iterator[Store]:
    """Return the default store with the sixty passages, which the others are held against."""
    opened = edge_store(tmp_path_factory.mktemp("jämförd"))
    opened.upsert(points)
    yield opened
    opened.close()


def ask(
    store: Store, embedder: Embedder, question: str, scope: Scope = Scope(), mode: Mode = Mode.DENSE, **more: object
) -> list[Scored]:
    """Return what a store finds for a question, by meaning or by words."""
    query = sparse.query(question) if mode is Mode.BM25 else embedder.query(question)
    return store.search(query, scope, **more)


def texts(hits: list[Scored]) -> list[str]:
    """Return the sentences of hits."""
    return [TEXTS[uuid.UUID(hit.id).int - 1] for hit in hits]


# One suite for all stores


def test_an_empty_store_finds_nothing(store: Store, embedder: Embedder) -> None:
    """Nothing is in it, nothing is found in it, and removing from it is no error."""
    assert store.count() == 0
    for mode in MODES:
        assert ask(store, embedder, "taxa båtplatser", mode=mode) == []
    store.delete_document("d0")
    store.optimise()
    assert store.count() == 0


@pytest.mark.parametrize("mode", MODES)
def test_the_passage_itself_is_found_first(filled: Store, embedder: Embedder, mode: Mode) -> None:
    """Who asks with a passage's own words gets that passage, each id once, best first."""
    assert filled.count() == len(TEXTS)
    for number in range(0, len(TEXTS), 7):
        hits = ask(filled, embedder, TEXTS[number], mode=mode)
        assert hits[0].id == identity(number)
        assert len({hit.id for hit in hits}) == len(hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_words_find_only_passages_that_hold_them(filled: Store, embedder: Embedder) -> None:
    """BM25 gives those passages that share a word with the question, and all of them; meaning gives the others too."""
    found = texts(ask(filled, embedder, "simhallen", mode=Mode.BM25))
    assert sorted(found) == sorted(text for text in TEXTS if "simhall" in text)
    assert ask(filled, embedder, "igelkott", mode=Mode.BM25) == []
    assert len(ask(filled, embedder, "igelkott", mode=Mode.DENSE)) == len(TEXTS)


def test_a_rare_word_weighs_more_than_a_common_one(filled: Store, embedder: Embedder) -> None:
    """The inverse document frequency is at work: among passages with one of two words, the rarer word wins."""
    found = texts(ask(filled, embedder, "Harsbo nämnden", mode=Mode.BM25))
    assert any("Harsbo" not in text for text in found)
    assert all("Harsbo" in text for text in found[:5])


def test_a_question_without_words_has_no_hits_by_words(filled: Store, embedder: Embedder) -> None:
    """A question of nothing but little words has no BM25 hits."""
    assert sparse.query("vad är det").indices == ()
    assert ask(filled, embedder, "vad är det", mode=Mode.BM25) == []


@pytest.mark.parametrize("mode", MODES)
def test_among_chosen_points_scores_are_the_same(filled: Store, embedder: Embedder, mode: Mode) -> None:
    """Asked among some points, a store gives those and no others, each with the score that it has among all."""
    everywhere = {hit.id: hit.score for hit in ask(filled, embedder, TEXTS[0], mode=mode)}
    chosen = sorted(everywhere)[::3]
    hits = ask(filled, embedder, TEXTS[0], mode=mode, among=chosen)
    assert {hit.id for hit in hits} == set(chosen)
    assert all(hit.score == pytest.approx(everywhere[hit.id], abs=1e-4) for hit in hits)
    assert ask(filled, embedder, TEXTS[0], mode=mode, among=[]) == []


def test_sentences_are_the_stored_vectors(store: Store, embedder: Embedder, points: list[Point]) -> None:
    """The sentences' vectors of points come back as they were stored; an id that is not there is left out."""
    vectors = embedder.documents([TEXTS[0], TEXTS[1]])
    store.upsert([Point(identity(0), vectors, sparse.document("båda"), points[0].fields), points[1]])
    found = store.sentences([identity(0), identity(1), identity(7)])
    assert set(found) == {identity(0), identity(1)}
    assert found[identity(0)] == pytest.approx(vectors, abs=1e-5)
    assert found[identity(1)].shape == (1, 32)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("scope", "facts"),
    [
        (Scope(organisation=("Ängsö kommun",)), {0, 1}),
        (Scope(organisation=("Ängsö kommun", "Region Norrvik")), {0, 1, 2}),
        (Scope(committee=("Socialnämnden",)), {1}),
        (Scope(kind=("protokoll",)), {0, 2}),
        (Scope(kind=("protokoll", "övrigt")), {0, 2, 3}),
        (Scope(case_number="TN 2023/1"), {0}),
        (Scope(case_number="KS 2022/9"), {0}),
        (Scope(case_number="SN 2023/2"), {1}),
        (Scope(paragraph="§ 2"), {2}),
        (Scope(date_from=dt.date(2023, 12, 31)), {1, 2}),
        (Scope(date_to=dt.date(2023, 12, 31)), {0, 1}),
        (Scope(date_from=dt.date(2023, 5, 17), date_to=dt.date(2023, 5, 17)), {0}),
        (Scope(date_from=dt.date(2024, 1, 1), date_to=dt.date(2024, 1, 1)), {2}),
        (Scope(date_from=dt.date(2024, 1, 2)), set()),
        (Scope(organisation=("Ängsö kommun",), kind=("protokoll",)), {0}),
        (Scope(organisation=("Region Norrvik",), committee=("Socialnämnden",)), set()),
        (Scope(organisation=("Ängsö",)), set()),
        (Scope(organisation=("ängsö kommun",)), set()),
        (Scope(case_number="TN 2023/1", paragraph="§ 1", date_from=dt.date(2023, 1, 1)), {0}),
    ],
)  # fmt: skip
def test_filters(
    filled: Store, embedder: Embedder, points: list[Point], mode: Mode, scope: Scope, facts: set[int]
) -> None:
    """Each filter, and several together, let through what they name and nothing else, in every mode."""
    hits = ask(filled, embedder, TEXTS[0], scope, mode)
    found = {uuid.UUID(hit.id).int - 1 for hit in hits}
    within = {number for number in range(len(TEXTS)) if number % 4 in facts}
    if mode is Mode.BM25:
        words = set(sparse.query(TEXTS[0]).indices)
        within = {number for number in within if words & set(points[number].sparse.indices)}
    assert found == within


def test_a_filter_does_not_change_the_order(filled: Store, embedder: Embedder) -> None:
    """Within a scope the hits of one kind of vector stand in the same order as without."""
    for mode in MODES:
        everywhere = [hit.id for hit in ask(filled, embedder, TEXTS[0], mode=mode)]
        within = [hit.id for hit in ask(filled, embedder, TEXTS[0], Scope(kind=("protokoll",)), mode)]
        assert within == [one for one in everywhere if one in set(within)]


def test_removing_a_document_removes_its_vectors(store: Store, embedder: Embedder, points: list[Point]) -> None:
    """A removed document is found in no mode; the others are, and it can come back."""
    store.upsert(points)
    store.delete_document("d0")
    assert store.count() == len(TEXTS) - 5
    gone = {identity(number) for number in range(5)}
    for mode in MODES:
        found = {hit.id for hit in ask(store, embedder, TEXTS[0], mode=mode)}
        assert found
        assert found.isdisjoint(gone)
    store.delete_document("d0")
    store.delete_document("finns inte")
    assert store.count() == len(TEXTS) - 5
    store.upsert(points[:5])
    assert ask(store, embedder, TEXTS[0])[0].id == identity(0)


def test_removing_what_is_left_of_a_document(store: Store, points: list[Point]) -> None:
    """Of a document all points are removed but those that are named, and none of another's."""
    store.upsert(points)
    store.delete_document("d0", [identity(1), identity(3), identity(7)])
    assert store.counts() == {f"d{number}": 2 if number == 0 else 5 for number in range(12)}
    assert set(store.sentences([identity(number) for number in range(5)])) == {identity(1), identity(3)}


def test_a_corrected_passage_replaces_the_old(store: Store, embedder: Embedder, points: list[Point]) -> None:
    """Storing an id again replaces vectors and fields; nothing of the old is found."""
    store.upsert(points[:10])
    new = "Igelkotten flyttas till djurparken."
    store.upsert(
        [Point(identity(0), embedder.documents([new]), sparse.document(new), points[0].fields | {"kind": "motion"})]
    )
    assert store.count() == 10
    assert [hit.id for hit in ask(store, embedder, "igelkott", mode=Mode.BM25)] == [identity(0)]
    assert identity(0) not in {hit.id for hit in ask(store, embedder, "båtplatser", mode=Mode.BM25)}
    assert [hit.id for hit in ask(store, embedder, "igelkott", Scope(kind=("motion",)), Mode.DENSE)] == [identity(0)]
    assert ask(store, embedder, new)[0].id == identity(0)


def test_a_passage_is_as_near_as_its_nearest_sentence(store: Store, embedder: Embedder, points: list[Point]) -> None:
    """A passage of two sentences scores as the one that says what is asked, wherever it stands in the passage."""
    words, facts = sparse.document("båda"), points[0].fields
    vectors = embedder.documents([TEXTS[0], TEXTS[1]])
    store.upsert([Point(identity(0), vectors, words, facts), Point(identity(1), vectors[::-1], words, facts)])
    store.upsert([Point(identity(2), vectors[1:], words, facts)])
    for text, found in ((TEXTS[0], [identity(0), identity(1)]), (TEXTS[1], [identity(0), identity(1), identity(2)])):
        hits = ask(store, embedder, text, mode=Mode.DENSE)
        nearest = [hit for hit in hits if hit.score == pytest.approx(1, abs=1e-3)]
        assert [hit.id for hit in nearest] == found


@pytest.mark.parametrize("mode", MODES)
def test_ties_stand_in_the_order_of_their_ids(store: Store, embedder: Embedder, mode: Mode) -> None:
    """Passages that say the very same come in the order of their ids, in whatever order they were stored."""
    text = "Nämnden godkänner redovisningen."
    vectors, words = embedder.documents([text]), sparse.document(text)
    numbers = list(range(20))
    random.Random(7).shuffle(numbers)
    for number in numbers:
        store.upsert([Point(identity(number), vectors, words, FACTS[0] | {"document_id": f"d{number}"})])
    hits = ask(store, embedder, text, mode=mode)
    for score, tied in itertools.groupby(hits, key=lambda hit: hit.score):
        ids = [hit.id for hit in tied]
        assert ids == sorted(ids), score
    assert len(hits) == 20
    assert [hit.id for hit in hits] == [identity(number) for number in range(20)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_scores_of_few_hits_are_numbers(
    store: Store, embedder: Embedder, points: list[Point], mode: Mode, number: int
) -> None:
    """In an archive of one, two or three passages each hit has a finite score, and the right one is first."""
    store.upsert(points[:number])
    hits = ask(store, embedder, TEXTS[0], mode=mode)
    assert hits[0].id == identity(0)
    assert all(math.isfinite(hit.score) for hit in hits)


@pytest.mark.parametrize("mode", MODES)
def test_paging_is_stable(filled: Store, embedder: Embedder, mode: Mode) -> None:
    """The same question gives the same ranking each time, so that no page repeats or skips a hit."""
    first = ask(filled, embedder, QUESTIONS[0], mode=mode)
    for _ in range(3):
        assert [hit.id for hit in ask(filled, embedder, QUESTIONS[0], mode=mode)] == [hit.id for hit in first]


def test_depth_bounds_the_hits(filled: Store, embedder: Embedder) -> None:
    """No more hits come than were asked for, and they are the best."""
    for mode in MODES:
        few = ask(filled, embedder, TEXTS[3], mode=mode, depth=4)
        many = ask(filled, embedder, TEXTS[3], mode=mode)
        assert len(few) == 4 < len(many)
        assert [round(hit.score, 4) for hit in few] == [round(hit.score, 4) for hit in many[:4]]


def test_optimising_changes_no_answer(store: Store, embedder: Embedder, points: list[Point]) -> None:
    """Tidying up after much writing leaves every answer as it was."""
    for point in points:
        store.upsert([point])
    store.delete_document("d3")
    before = [ask(store, embedder, question, mode=mode) for question in QUESTIONS[:6] for mode in MODES]
    store.optimise()
    after = [ask(store, embedder, question, mode=mode) for question in QUESTIONS[:6] for mode in MODES]
    for old, new in zip(before, after, strict=True):
        assert_congruent(old, new)


@pytest.mark.parametrize("name", ["edge", pytest.param("server", marks=needs_server)])
def test_searching_beside_writing(name: str, tmp_path: Path, embedder: Embedder, points: list[Point]) -> None:
    """Searches in several threads go on while papers are written, and each sees whole points.

    The client's own engine (`:memory:`) is not made for threads, and is never used by more than one.
    """
    store = {"edge": edge_store, "server": server_store}[name](tmp_path)
    store.upsert(points[:5])
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask, store, embedder, TEXTS[0]) for _ in range(60)]
        for start in range(5, len(points), 5):
            store.upsert(points[start : start + 5])
        assert all(each.result()[0].id == identity(0) for each in asked)
    assert store.count() == len(points)
    close(store)


# Both stores alike


def assert_congruent(one: list[Scored], other: list[Scored]) -> None:
    """Assert that two rankings are the same: the same scores place by place, and the same ids at each score.

    They may differ in three ways. The engines sum in different order and precision, so scores differ by less than a
    thousandth, and passages nearer to each other than that may change places. A search stops at its depth, so of
    passages that tie for the last place one engine may keep one and the other another; no set here is that large. And
    Qdrant counts removed points in the inverse document frequency until their segment is cleaned up, which `:memory:`
    does at once; so rankings are compared where nothing has been removed.
    """
    assert {hit.id for hit in one} == {hit.id for hit in other}
    theirs = {hit.id: hit.score for hit in other}
    for mine, yours in zip(one, other, strict=True):
        assert mine.score == pytest.approx(yours.score, abs=1e-3)
        assert mine.score == pytest.approx(theirs[mine.id], abs=1e-3)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "scope",
    [Scope(), Scope(organisation=("Ängsö kommun",)), Scope(date_from=dt.date(2023, 6, 1))],
    ids=["all", "body", "date"],
)
def test_the_stores_are_congruent(
    filled: Store, reference: Store, embedder: Embedder, mode: Mode, scope: Scope
) -> None:
    """Twenty questions, with and without a filter, have the same answers in the same order in every store."""
    for question in QUESTIONS:
        one, two = (ask(store, embedder, question, scope, mode) for store in (reference, filled))
        assert_congruent(one, two)
        # Where no two scores are near each other, the order is the very same.
        if all(before.score - after.score > 2e-3 for before, after in itertools.pairwise(one)):
            assert [hit.id for hit in one] == [hit.id for hit in two]


# The engine in this process


def test_edge_keeps_its_points(tmp_path: Path, embedder: Embedder, points: list[Point]) -> None:
    """What was stored is there, with its fields, when the folder is opened again."""
    first = edge_store(tmp_path)
    first.upsert(points)
    before = ask(first, embedder, QUESTIONS[0], Scope(kind=("protokoll",)))
    first.close()
    second = edge_store(tmp_path)
    assert second.count() == len(points)
    assert_congruent(before, ask(second, embedder, QUESTIONS[0], Scope(kind=("protokoll",))))
    second.close()


def test_edge_can_be_moved(tmp_path: Path, embedder: Embedder, points: list[Point]) -> None:
    """A closed index is a folder like any other: copied elsewhere it opens there."""
    first = edge_store(tmp_path / "här")
    first.upsert(points)
    first.close()
    shutil.copytree(tmp_path / "här", tmp_path / "där")
    second = edge_store(tmp_path / "där")
    assert second.count() == len(points)
    second.close()


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from indexer.sparse import SparseVector
from indexer.store import FIELDS, Point
from indexer.store.edge import EdgeStore
store = EdgeStore(Path(sys.argv[1]), 32)
for number in range(200):
    vector = np.zeros((1, 32), dtype=np.float32); vector[0, number % 32] = 1
    fields = dict.fromkeys(FIELDS) | {"document_id": f"d{number}"}
    identity = f"00000000-0000-0000-0000-{number + 1:012}"
    store.upsert([Point(identity, vector, SparseVector((number,), (1.0,)), fields)])
store.delete_document("d0")
print("klart", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_edge_keeps_what_it_acknowledged_through_a_kill(tmp_path: Path, run_python: RunPython) -> None:
    """All that was stored, and removed, before `kill -9` is so afterwards."""
    process = run_python(KILLED, tmp_path / "vectors")
    output, _ = process.communicate(timeout=60)
    assert output.strip().endswith("klart"), output
    assert process.returncode == -signal.SIGKILL
    store = edge_store(tmp_path)
    assert store.count() == 199
    hits = store.search(sparse.SparseVector((5,), (1.0,)))
    assert [uuid.UUID(hit.id).hex[-3:] for hit in hits] == ["006"]
    store.close()


SECOND = """
import sys
from pathlib import Path
from corpus.errors import ArchiveLocked
from indexer.store.edge import EdgeStore
try:
    EdgeStore(Path(sys.argv[1]), 32)
except ArchiveLocked as error:
    print("låst:", error)
"""


def test_edge_has_one_owner(tmp_path: Path, points: list[Point], run_python: RunPython) -> None:
    """A second process is told that the index is in use, and where; the first goes on."""
    store = edge_store(tmp_path)
    store.upsert(points[:5])
    output, _ = run_python(SECOND, tmp_path / "vectors").communicate(timeout=60)
    assert output.startswith("låst:"), output
    assert str(tmp_path / "vectors") in output
    assert "--url" in output
    with pytest.raises(ArchiveLocked):
        edge_store(tmp_path)
    assert store.count() == 5
    store.close()


def test_vectors_are_unit_and_of_the_models_size(embedder: Embedder) -> None:
    """Passages and questions become unit vectors of the size that the model says."""
    vectors: Vectors = embedder.documents(TEXTS[:3])
    assert vectors.shape == (3, embedder.dimensions) == (3, 32)
    assert vectors.dtype == np.float32
    for vector in (*vectors, embedder.query(TEXTS[0])):
        assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    assert np.allclose(embedder.documents([TEXTS[0]])[0], vectors[0], atol=1e-6)
