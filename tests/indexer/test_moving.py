"""Moving an archive to another model: it answers all the while, with one model or the other, and no accident costs."""

import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexMismatch, ModelUnavailable
from corpus.sandbox import Sandbox
from indexer import chunking, moving
from indexer.embedding import Embedder, EmbeddingOptions, PassageText
from indexer.fusion import Mode
from indexer.index import Index
from indexer.options import Options
from indexer.store.server import MEMORY
from tests.indexer.desk import Desk, minutes

OpenIndex = Callable[..., Index]
RunPython = Callable[..., subprocess.Popen[str]]

# Each paper of one word has two passages: its head and its §.
WORDS = ("bryggor", "lampor", "grus", "lera", "tjära", "rep", "segel", "åror", "bojar", "kättingar")
QUESTION = "Vad köper nämnden?"


@pytest.fixture(scope="module")
def other_model(make_model: Callable[[str, int], Path]) -> Path:
    """Return the folder of another tiny model, of 48 dimensions."""
    return make_model("annan", 48)


@pytest.fixture(scope="module")
def third_model(make_model: Callable[[str, int], Path]) -> Path:
    """Return the folder of a third, of 40."""
    return make_model("tredje", 40)


@pytest.fixture
def desk(open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox) -> Desk:
    """Return ten papers and an archive of them, made with the tiny model and closed."""
    with open_index() as index:
        desk = Desk(archive_folder, index, sandbox)
        desk.put(**{f"{number}_txt": minutes(word) for number, word in enumerate(WORDS)})
        desk.run()
    return desk


def reopened(desk: Desk, index: Index) -> Desk:
    """Return the same folder of papers before a newly opened archive."""
    return Desk(desk.folder, index, desk.sandbox)


def ids(index: Index) -> list[str]:
    """Return the hits of the one question by meaning alone, which is what models differ in."""
    return [hit.id for hit in index.search(QUESTION, mode=Mode.DENSE)]


def folders(index: Index) -> set[str]:
    """Return the collections that lie in the archive."""
    return {folder.name for folder in (index.options.data_dir / "vectors").iterdir()}


def assert_whole(index: Index) -> None:
    """Assert that there is one collection, with a vector for each passage that can be found and no other."""
    counts = index.store.counts()
    assert counts == {entry.id: len(index.catalogue.passages(entry.id)) for entry in index.catalogue.entries()}
    assert index.catalogue.unfinished() == []
    if not index.options.qdrant_url:
        assert len(folders(index)) == 1


@contextmanager
def asking(index: Index) -> Iterator[list[list[str]]]:
    """Ask without pause in another thread as long as this is entered; gives the list that every answer goes into."""
    answers: list[list[str]] = []
    errors: list[Exception] = []
    over = threading.Event()

    def ask() -> None:
        try:
            while not over.is_set():
                answers.append(ids(index))
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join(30)
    assert not thread.is_alive()
    assert errors == []


def wait_for(answers: list[list[str]], more: int = 3) -> None:
    """Wait until more answers have come, so that some are of just this moment."""
    wanted = len(answers) + more
    for _ in range(1_000):
        if len(answers) >= wanted:
            return
        threading.Event().wait(0.01)
    raise AssertionError("no answers come")


# It answers meanwhile


def test_a_search_sees_the_old_or_the_new(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """Of searches without pause through the whole move each is the old model's ranking or, from one on, the new's."""
    index = open_index(other_model, rebuilding=True)
    old = ids(index)
    assert len(old) == 20
    with asking(index) as answers:
        for number, _ in enumerate(index.rebuild()):
            if number % 3 == 0:
                wait_for(answers)
                assert answers[-1] == old
        wait_for(answers)
    new = ids(index)
    assert sorted(new) == sorted(old)
    assert new != old
    assert [answer for answer, _ in groupby(answers)] == [old, new]
    assert index.manifest["model"] == str(other_model)
    assert index.embedder.dimensions == 48
    assert_whole(index)
    index.close()
    with open_index(other_model) as again:
        assert ids(again) == new


def test_on_a_server(
    tmp_path: Path, tiny_model: Path, other_model: Path, archive_folder: Path, sandbox: Sandbox
) -> None:
    """So it is with the collections of a Qdrant server.

    Its client's own engine forgets all when the archive is closed: here the old model answers nothing, and then the
    new one all.
    """
    options = Options(tmp_path / "data", EmbeddingOptions(str(tiny_model)), qdrant_url=MEMORY)
    with Index(options) as first:
        desk = Desk(archive_folder, first, sandbox)
        desk.put(a_txt=minutes(*WORDS))
        desk.run()
        assert list(first.rebuild()) == [(1, 1)]
        assert_whole(first)
    with Index(replace(options, embedding=EmbeddingOptions(str(other_model))), rebuilding=True) as index:
        with asking(index) as answers:
            wait_for(answers)
            assert list(index.rebuild()) == [(1, 1)]
            wait_for(answers)
        new = ids(index)
        assert len(new) == 11
        assert [answer for answer, _ in groupby(answers)] == [[], new]
        assert_whole(index)


def test_what_comes_and_goes_meanwhile(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """New papers are found at once and after the swap; what is removed or corrected is gone at once and after."""
    index = open_index(other_model, rebuilding=True)
    assert index.answer_meanwhile()
    desk = reopened(desk, index)
    steps = index.rebuild()
    for _ in range(5):
        next(steps)
    moved = set(index.generations.move.generation.store.counts())  # type: ignore[union-attr]
    by_source = {desk.id(f"{n}.txt"): f"{n}.txt" for n in range(10)}
    done, waiting = ([by_source[i] for i in by_source if (i in moved) is had] for had in (True, False))
    assert (len(done), len(waiting)) == (5, 5)
    withdrawn = desk.id(waiting[1])
    index.withdraw(withdrawn, waiting[1])
    desk.drop(done[0], waiting[0], waiting[1])
    desk.put(nytt_txt=minutes("pollare", day="2024-09-09"))
    desk.put(**{done[1].replace(".", "_"): minutes("sjökort", day="2024-10-10")})
    desk.run()
    gone = [WORDS[int(name[0])] for name in (*done[:2], *waiting[:2])]
    kept = [WORDS[int(name[0])] for name in (done[2], waiting[2])]

    def assert_so() -> None:
        assert [desk.found(word) for word in gone] == [[], [], [], []]
        assert desk.found("pollare") == ["nytt.txt"]
        assert desk.found("sjökort") == [done[1]]
        assert [desk.found(word) for word in kept] == [[done[2]], [waiting[2]]]
        assert index.count_vectors(withdrawn) == 0

    assert_so()
    assert index.manifest["dimensions"] == 32
    assert list(steps)
    assert_so()
    assert index.manifest["dimensions"] == 48
    assert_whole(index)


def test_a_correction_that_comes_and_goes_meanwhile(
    open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox, other_model: Path
) -> None:
    """The corrected paper is not found in the new index either, and when its correction goes it is again."""
    with open_index() as first:
        desk = Desk(archive_folder, first, sandbox)
        desk.put(a_txt=minutes("sand", "grus"), c_txt=minutes("rep", day="2024-05-05"))
        desk.run()
    index = open_index(other_model, rebuilding=True)
    index.answer_meanwhile()
    desk = reopened(desk, index)
    steps = index.rebuild()
    assert [next(steps), next(steps)] == [(1, 2), (2, 2)]
    desk.put(b_txt=minutes("sand", "lera", said="Rättat protokoll"))
    desk.run()
    assert (desk.found("grus"), desk.found("lera")) == ([], ["b.txt"])
    list(steps)
    assert (desk.found("grus"), desk.found("lera")) == ([], ["b.txt"])
    assert_whole(index)
    again = index.rebuild()
    assert [next(again), next(again)] == [(1, 2), (2, 2)]
    desk.drop("b.txt")
    desk.run()
    assert (desk.found("grus"), desk.found("lera")) == (["a.txt"], [])
    list(again)
    assert (desk.found("grus"), desk.found("lera")) == (["a.txt"], [])
    assert_whole(index)


def test_papers_read_in_beside_the_swap(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """Papers that come in another thread all through three moves are each in the index that is left."""
    index = open_index(other_model, rebuilding=True)
    index.answer_meanwhile()
    desk = reopened(desk, index)
    errors: list[Exception] = []
    over = threading.Event()

    def read_in() -> None:
        try:
            number = 0
            while not over.is_set():
                desk.put(**{f"ny{number % 4}_txt": minutes(f"sak{number}", day="2024-06-06")})
                desk.run()
                number += 1
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=read_in)
    thread.start()
    for _ in range(3):
        list(index.rebuild())
    over.set()
    thread.join(30)
    assert not thread.is_alive()
    assert errors == []
    assert_whole(index)


def test_the_old_is_removed_when_nobody_reads_it(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """One who holds the old vectors over the swap searches on in them; new searches see the new ones."""
    index = open_index(other_model, rebuilding=True)
    (before,) = folders(index)
    old = ids(index)
    with index.serving() as held:
        thread = threading.Thread(target=lambda: list(index.rebuild()))
        thread.start()
        for _ in range(1_000):
            if index.manifest["dimensions"] == 48:
                break
            threading.Event().wait(0.01)
        new = ids(index)
        assert sorted(new) == sorted(old)
        assert new != old
        assert [hit.id for hit in held.search(QUESTION, mode=Mode.DENSE)] == old
        assert before in folders(index)
        assert thread.is_alive()
    thread.join(30)
    assert not thread.is_alive()
    assert before not in folders(index)
    assert_whole(index)


# It is cut short

KILLED = """
import os, signal, sys
from pathlib import Path
from indexer import moving
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from indexer.store.collections import Collections
data, model, when = sys.argv[1:]
def kill(*_):
    print("dödas", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
if when == "swapped":
    Collections.drop = kill
else:
    moving.SLICE = 1
index = Index(Options(Path(data), EmbeddingOptions(model)), rebuilding=True)
for number, _ in enumerate(index.rebuild(), 1):
    if when == str(number):
        kill()
"""


def killed(run_python: RunPython, data: Path, model: Path, when: str) -> None:
    """Rebuild the archive in another process, which is killed after so many steps, or when it has just swapped."""
    process = run_python(KILLED, data, model, when)
    output, _ = process.communicate(timeout=120)
    assert output.strip().endswith("dödas"), output
    assert process.returncode == -signal.SIGKILL


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[PassageText]:
    """Return a list that every passage goes into that is embedded from now on, by any model."""
    passages: list[PassageText] = []
    embed = Embedder.passages

    def noting(self: Embedder, given: list[PassageText]) -> object:
        passages.extend(given)
        return embed(self, given)

    monkeypatch.setattr(Embedder, "passages", noting)
    return passages


@pytest.mark.slow
def test_a_killed_move_goes_on_where_it_stood(
    desk: Desk,
    open_index: OpenIndex,
    tmp_path: Path,
    other_model: Path,
    run_python: RunPython,
    embedded: list[PassageText],
) -> None:
    """What was embedded before `kill -9` is not embedded again, but for the document at hand; the rest is."""
    desk.put(stor_txt=minutes(*WORDS, day="2029-01-01"))  # the newest, so the first to be moved
    with open_index() as first:
        reopened(desk, first).run()
    killed(run_python, tmp_path / "data", other_model, "14")  # eleven passages of the first, two of the next, one more
    embedded.clear()
    with open_index() as old:  # still there for those who set the old model back
        assert len(ids(old)) == 31
        embedded.clear()
    index = open_index(other_model, rebuilding=True)
    assert len(ids(index)) == 31
    embedded.clear()
    steps = list(index.rebuild())
    assert (steps[0], steps[-1]) == ((1, 11), (11, 11))
    assert len(embedded) == 18  # nine papers, the one at hand again among them
    assert_whole(index)
    index.close()
    killed(run_python, tmp_path / "data", other_model, "4")  # in the middle of the first
    embedded.clear()
    again = open_index(other_model, rebuilding=True)
    list(again.rebuild())
    assert len(embedded) == 31
    assert_whole(again)


@pytest.mark.slow
def test_killed_between_the_swap_and_the_removal(
    desk: Desk, open_index: OpenIndex, tmp_path: Path, other_model: Path, run_python: RunPython
) -> None:
    """The new index serves, and what was left of the old one is removed at the next start."""
    killed(run_python, tmp_path / "data", other_model, "swapped")
    assert len(list((tmp_path / "data" / "vectors").iterdir())) == 2
    index = open_index(other_model)
    assert len(ids(index)) == 20
    assert_whole(index)


def test_what_left_the_archive_between_is_not_moved(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """A paper that is withdrawn while a move rests half done is gone from both, and what came is in both after."""
    half = open_index(other_model, rebuilding=True)
    steps = half.rebuild()
    for _ in range(6):
        next(steps)
    steps.close()
    half.close()
    with open_index() as index:
        between = reopened(desk, index)
        between.drop("0.txt", "9.txt")
        between.put(ny_txt=minutes("pollare", day="2024-09-09"))
        gone = [between.id("0.txt"), between.id("9.txt")]
        between.run()
        assert [index.count_vectors(document_id) for document_id in gone] == [0, 0]
        assert len(folders(index)) == 2
    last = open_index(other_model, rebuilding=True)
    list(last.rebuild())
    assert reopened(desk, last).found("pollare") == ["ny.txt"]
    assert_whole(last)


def test_another_choice_in_the_middle(desk: Desk, open_index: OpenIndex, other_model: Path, third_model: Path) -> None:
    """What was half done for one model is removed when another is moved to, or when the old one is set back."""
    for model in (third_model, other_model):
        half = open_index(other_model if model is third_model else third_model, rebuilding=True)
        next(half.rebuild())
        assert len(folders(half)) == 2
        half.close()
        if model is other_model:
            index = open_index(third_model, rebuilding=True)
            assert index.answer_meanwhile()
            list(index.rebuild())
            assert_whole(index)
            index.close()
            continue
        index = open_index(rebuilding=True)  # the old one
        assert not index.answer_meanwhile()
        assert_whole(index)
        index.close()


@pytest.mark.slow
@settings(max_examples=12)
@given(actions=st.lists(st.sampled_from(["come", "go", "step", "stop", "reopen"]), min_size=4, max_size=14))
def test_in_any_order(
    actions: list[str], sandbox: Sandbox, tiny_model: Path, other_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever comes, goes, is cut short and opened again in whatever order, the move ends with all and no more."""
    folder = tmp_path_factory.mktemp("ordning")
    papers = folder / "handlingar"
    papers.mkdir()
    for number in range(3):
        (papers / f"{number}.txt").write_bytes(minutes(WORDS[number], "sand", day=f"2024-01-0{number + 1}"))
    with Index(Options(folder / "data", EmbeddingOptions(str(tiny_model)))) as first:
        Desk(papers, first, sandbox).run()
    options = Options(folder / "data", EmbeddingOptions(str(other_model)))
    index = Index(options, rebuilding=True)
    steps = index.rebuild()
    try:
        for number, action in enumerate(actions):
            if action == "come":
                (papers / f"ny{number}.txt").write_bytes(minutes(f"sak{number}", day="2024-02-02"))
            elif action == "go" and (there := sorted(papers.iterdir())):
                there[number % len(there)].unlink()
            elif action == "step":
                next(steps, None)
            else:
                steps.close()
                if action == "reopen":
                    index.close()
                    index = Index(options, rebuilding=True)
                steps = index.rebuild()
            if action in ("come", "go"):
                Desk(papers, index, sandbox).run()
        list(steps)
        list(index.rebuild())
        assert index.manifest["dimensions"] == 48
        assert len(index.catalogue.entries()) == len(list(papers.iterdir()))
        assert_whole(index)
    finally:
        index.close()


# It cannot


def test_a_new_model_that_cannot_be_loaded_changes_nothing(desk: Desk, open_index: OpenIndex, tmp_path: Path) -> None:
    """It is said at once, and the archive is as it was."""
    empty = tmp_path / "tom modell"
    empty.mkdir()
    with pytest.raises(ModelUnavailable, match="tom modell"):
        open_index(empty, rebuilding=True)
    with open_index() as index:
        assert len(ids(index)) == 20
        assert_whole(index)


def test_without_the_old_model(
    desk: Desk, open_index: OpenIndex, tmp_path: Path, tiny_model: Path, other_model: Path
) -> None:
    """With its folder gone, or another model in it, the archive cannot be asked, but it can be rebuilt."""
    moved = tmp_path / "flyttad"
    shutil.copytree(tiny_model, moved)
    with open_index(moved, rebuilding=True) as index:
        list(index.rebuild())
    shutil.rmtree(moved)
    with open_index(other_model, rebuilding=True) as index, pytest.raises(ModelUnavailable, match="flyttad"):
        index.answer_meanwhile()
    shutil.copytree(other_model, moved)
    with open_index(other_model, rebuilding=True) as index:
        with pytest.raises(IndexMismatch, match="index --rebuild"):
            index.answer_meanwhile()
        list(index.rebuild())
        assert len(ids(index)) == 20
        assert_whole(index)


def test_the_old_model_is_loaded_as_it_was(
    open_index: OpenIndex, tmp_path: Path, tiny_model: Path, other_model: Path, archive_folder: Path, sandbox: Sandbox
) -> None:
    """With its own prompts, not those that are set for the new one."""
    old = EmbeddingOptions(str(tiny_model), "fråga: ", "stycke: ")
    with Index(Options(tmp_path / "data", old)) as index:
        desk = Desk(archive_folder, index, sandbox)
        desk.put(a_txt=minutes(*WORDS))
        desk.run()
        before, made = ids(index), index.embedder.signature
    new = EmbeddingOptions(str(other_model), "q: ", "p: ")
    with Index(Options(tmp_path / "data", new), rebuilding=True) as index:
        index.answer_meanwhile()
        assert index.embedder.signature == made
        assert ids(index) == before


# Passages are cut anew


@pytest.fixture
def long(open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox) -> Desk:
    """Return an archive of a paper whose § has two short parts, which share one passage today; closed."""
    paper = minutes("grus").decode() + "Reservation\nBo Ek (S) reserverar sig mot beslutet.\n"
    with open_index() as index:
        desk = Desk(archive_folder, index, sandbox)
        desk.put(a_txt=paper.encode())
        desk.run()
    return desk


def test_another_chunker_is_moved_to_whole(
    long: Desk, open_index: OpenIndex, other_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while it answers; and the passages of the old one stay until all vectors of the new are there."""
    monkeypatch.setattr(moving, "SLICE", 1)
    with open_index() as index:
        before = index.catalogue.passages()
    monkeypatch.setattr(chunking, "VERSION", "prov")
    monkeypatch.setattr(chunking, "SIZE", 20)
    with pytest.raises(IndexMismatch) as caught:
        open_index(other_model)
    assert "serve --rebuild" not in str(caught.value)
    with open_index(other_model, rebuilding=True) as index:
        with pytest.raises(IndexMismatch, match="index --rebuild"):
            index.answer_meanwhile()
        next(index.rebuild())
        assert index.catalogue.passages() == before
    with open_index(other_model, rebuilding=True) as index:
        list(index.rebuild())
        after = index.catalogue.passages()
        assert len(after) > len(before)
        assert_whole(index)
        assert index.manifest["chunker"] == "prov"


def test_the_refusal_names_both_ways(desk: Desk, open_index: OpenIndex, other_model: Path) -> None:
    """To stop and rebuild, and to go on answering meanwhile."""
    with pytest.raises(IndexMismatch, match=r"index --rebuild.*serve --rebuild"):
        open_index(other_model)
