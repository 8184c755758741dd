"""Indexing a folder: what is in it is found, what has left it is not, and no accident costs what was there before."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import structure
from corpus.catalogue.records import Scope
from corpus.errors import ArchiveLocked, IndexMismatch, MissingPath, ModelUnavailable
from corpus.readers import Limits, extract
from corpus.sandbox import Sandbox
from indexer import chunking
from indexer.fusion import Mode
from indexer.index import Index
from indexer.pipeline import Outcome, Status, index_paths

OpenIndex = Callable[..., Index]
MakeBytes = Callable[..., bytes]
RunPython = Callable[..., subprocess.Popen[str]]

HEAD = "ÄNGSÖ KOMMUN\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2023-05-17\n\n"


def minutes(word: str, *more: str) -> bytes:
    """Return minutes with a § about each word."""
    return (
        HEAD + "".join(f"§ {n} Om {w}\n\nBeslut\nNämnden köper {w}.\n\n" for n, w in enumerate((word, *more), 1))
    ).encode()


def run(index: Index, sandbox: Sandbox, *paths: Path) -> dict[str, Outcome]:
    """Index paths, and return the outcome of each file by its source; each file has one."""
    outcomes = list(index_paths(index, paths, sandbox))
    assert [outcome.number for outcome in outcomes] == list(range(1, len(outcomes) + 1))
    assert {outcome.total for outcome in outcomes} <= {len(outcomes)}
    assert_whole(index)
    by_source = {outcome.source: outcome for outcome in outcomes}
    assert len(by_source) == len(outcomes)
    return by_source


def statuses(outcomes: dict[str, Outcome]) -> dict[str, Status]:
    """Return the status of each file."""
    return {source: outcome.status for source, outcome in outcomes.items()}


def thing(number: int) -> str:
    """Return a word that no other number's is found by."""
    return f"{'bcdfghjklmnprstv'[number]}ögrux"


def sources(index: Index, word: str) -> list[str]:
    """Return the sources of the papers that are found by a word, each once."""
    return sorted({hit.entry.source for hit in index.find(index.search(word, mode=Mode.BM25))})


def assert_whole(index: Index) -> None:
    """Assert that catalogue and vectors agree: nothing pending, and for each passage one vector."""
    assert index.catalogue.unfinished() == []
    passages = index.catalogue.passages()
    assert index.store.count() == len(passages)
    documents = Counter(entry.id for entry in index.catalogue.entries())
    assert set(documents.values()) <= {1}
    assert {place.document_id for place in index.catalogue.places()} == set(documents)


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and time of each file below a folder."""
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


# A folder and what becomes of it


def test_a_folder_is_indexed(
    index: Index, archive_folder: Path, sandbox: Sandbox, make_docx: MakeBytes, make_pdf: MakeBytes
) -> None:
    """Every format in every folder below is found, with its source, date, § and page."""
    (archive_folder / "2023" / "maj").mkdir(parents=True)
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "2023" / "b.md").write_bytes(b"# Om skidor\n\nKommunen lagar skidor.\n")
    (archive_folder / "2023" / "maj" / "c.docx").write_bytes(
        make_docx(("Heading 1", "Om cyklar"), "Kommunen lagar cyklar.")
    )
    (archive_folder / "2023" / "maj" / "d.pdf").write_bytes(
        make_pdf(["§ 1 Om hus", "Husen är hela."], ["§ 2 Om tak", "Kommunen lagar tegelpannor."])
    )
    outcomes = run(index, sandbox, archive_folder)
    assert statuses(outcomes) == dict.fromkeys(("a.txt", "2023/b.md", "2023/maj/c.docx", "2023/maj/d.pdf"), Status.NEW)
    assert sources(index, "bryggor") == ["a.txt"]
    assert sources(index, "skidor") == ["2023/b.md"]
    assert sources(index, "cyklar") == ["2023/maj/c.docx"]
    (hit,) = index.find(index.search("tegelpannor", mode=Mode.BM25))
    assert (hit.passage.page, hit.entry.source) == (2, "2023/maj/d.pdf")
    assert "tegelpannor" in hit.text
    hits = index.find(index.search("bryggor", Scope(committee=("Tekniska nämnden",), paragraph="§ 1")))
    assert [hit.passage.paragraph for hit in hits] == ["§ 1"]


def test_hybrid_search_finds_the_passage_first(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A question by a passage's own words has it first, verbatim."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor", "lampor", "skyltar"))
    run(index, sandbox, archive_folder)
    best = index.find(index.search("Nämnden köper lampor."))[0]
    document = index.catalogue.document(best.entry.id)
    assert document is not None
    assert "Nämnden köper lampor." in best.text
    assert document.text[best.passage.start : best.passage.end] == best.text


def test_indexing_again_costs_nothing(index: Index, archive_folder: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """What has not changed is told so, and not one vector is written."""
    for number in range(5):
        (archive_folder / f"{number}.txt").write_bytes(minutes(thing(number)))
    run(index, sandbox, archive_folder)
    passages, before = index.catalogue.passages(), written(tmp_path / "data" / "vectors")
    outcomes = run(index, sandbox, archive_folder)
    assert set(statuses(outcomes).values()) == {Status.UNCHANGED}
    assert written(tmp_path / "data" / "vectors") == before
    assert index.catalogue.passages() == passages
    assert all(outcome.document_id for outcome in outcomes.values())


def test_a_touched_file_is_unchanged(index: Index, archive_folder: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """A file that was only copied back or saved again, with the same content, is unchanged, and not indexed anew."""
    paper = archive_folder / "a.txt"
    paper.write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    before = written(tmp_path / "data" / "vectors")
    os.utime(paper, ns=(1, 1))
    assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.UNCHANGED}
    assert written(tmp_path / "data" / "vectors") == before


def test_a_corrected_file_replaces_its_old_text(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """After a correction only the new text is found, and the other files are untouched."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "b.txt").write_bytes(minutes("lampor"))
    old = run(index, sandbox, archive_folder)["a.txt"].document_id
    (archive_folder / "a.txt").write_bytes(minutes("skyltar"))
    outcomes = run(index, sandbox, archive_folder)
    assert statuses(outcomes) == {"a.txt": Status.CHANGED, "b.txt": Status.UNCHANGED}
    assert sources(index, "skyltar") == ["a.txt"]
    assert sources(index, "bryggor") == []
    assert sources(index, "lampor") == ["b.txt"]
    assert old is not None
    assert index.catalogue.document(old) is None


def test_a_removed_file_is_gone(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """What has left the folder is named as removed, and is not found; the rest is."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "b.txt").write_bytes(minutes("lampor"))
    run(index, sandbox, archive_folder)
    (archive_folder / "a.txt").unlink()
    assert statuses(run(index, sandbox, archive_folder)) == {"b.txt": Status.UNCHANGED, "a.txt": Status.REMOVED}
    assert sources(index, "bryggor") == []
    assert sources(index, "lampor") == ["b.txt"]
    assert statuses(run(index, sandbox, archive_folder)) == {"b.txt": Status.UNCHANGED}


def test_a_renamed_file_is_found_under_its_new_name(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A file that was only given another name is found, and its source is where it lies now."""
    (archive_folder / "gammalt namn.txt").write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    (archive_folder / "gammalt namn.txt").rename(archive_folder / "nytt namn.txt")
    outcomes = run(index, sandbox, archive_folder)
    assert statuses(outcomes) == {"nytt namn.txt": Status.NEW, "gammalt namn.txt": Status.REMOVED}
    assert sources(index, "bryggor") == ["nytt namn.txt"]


def test_the_same_content_under_two_names(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """One document lies in two places: it is found once, and is there until the last of them is gone."""
    for name in ("a.txt", "b.txt"):
        (archive_folder / name).write_bytes(minutes("bryggor"))
    outcomes = run(index, sandbox, archive_folder)
    assert statuses(outcomes) == {"a.txt": Status.NEW, "b.txt": Status.NEW}
    assert outcomes["a.txt"].document_id == outcomes["b.txt"].document_id
    assert len(index.catalogue.entries()) == 1
    assert len(sources(index, "bryggor")) == 1
    (archive_folder / "a.txt").unlink()
    run(index, sandbox, archive_folder)
    assert sources(index, "bryggor") == ["b.txt"]
    (archive_folder / "b.txt").unlink()
    list(index_paths(index, [archive_folder], sandbox, allow_removals=True))
    assert sources(index, "bryggor") == []
    assert index.store.count() == 0


def test_one_of_two_copies_is_corrected(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """The copy that was left as it was keeps its text."""
    for name in ("a.txt", "b.txt"):
        (archive_folder / name).write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    (archive_folder / "a.txt").write_bytes(minutes("skyltar"))
    assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.CHANGED, "b.txt": Status.UNCHANGED}
    assert sources(index, "skyltar") == ["a.txt"]
    assert sources(index, "bryggor") == ["b.txt"]


def test_two_files_change_places(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """Files whose contents were swapped are both found, each with the content that it has now."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "b.txt").write_bytes(minutes("lampor i hamnen"))
    run(index, sandbox, archive_folder)
    (archive_folder / "a.txt").write_bytes(minutes("lampor i hamnen"))
    (archive_folder / "b.txt").write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    assert sources(index, "bryggor") == ["b.txt"]
    assert sources(index, "lampor") == ["a.txt"]


# What to index


def test_a_single_file(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A file may be named by itself; its neighbours are left alone, those of the archive too."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "b.txt").write_bytes(minutes("lampor"))
    assert statuses(run(index, sandbox, archive_folder / "a.txt")) == {"a.txt": Status.NEW}
    assert sources(index, "lampor") == []
    run(index, sandbox, archive_folder / "b.txt")
    assert sources(index, "bryggor") == ["a.txt"]
    assert sources(index, "lampor") == ["b.txt"]


def test_a_folder_is_not_removed_by_another(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """Indexing one folder takes nothing away of another, however alike their names are."""
    names = ("KS", "ks", "KS 2", "KS_2", "KSx2")
    for name in names:
        (archive_folder / name).mkdir()
        (archive_folder / name / "a.txt").write_bytes(minutes(f"bryggor{name}"))
        run(index, sandbox, archive_folder / name)
    for name in names:
        assert set(statuses(run(index, sandbox, archive_folder / name)).values()) == {Status.UNCHANGED}
    assert len(index.catalogue.entries()) == len(names)


def test_overlapping_paths_are_one(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A file that is reached by two of the given paths is indexed once, and removed once."""
    (archive_folder / "under").mkdir()
    (archive_folder / "under" / "a.txt").write_bytes(minutes("bryggor"))
    (archive_folder / "under" / "b.txt").write_bytes(minutes("lampor"))
    both = (archive_folder, archive_folder / "under")
    first = list(index_paths(index, both, sandbox))
    assert [outcome.status for outcome in first] == [Status.NEW] * 2
    (archive_folder / "under" / "b.txt").unlink()
    second = list(index_paths(index, both, sandbox))
    assert sorted(outcome.status for outcome in second) == sorted([Status.UNCHANGED, Status.REMOVED])


def test_hidden_files_are_left_alone_and_links_named(
    index: Index, archive_folder: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Only what lies in the folder is read: no link, no pipe, no hidden file; all but the last are told of."""
    outside = tmp_path / "utanför"
    outside.mkdir()
    (outside / "hemligt.txt").write_bytes(minutes("hemligheter"))
    (archive_folder / "länk.txt").symlink_to(outside / "hemligt.txt")
    (archive_folder / "mapp").symlink_to(outside)
    (archive_folder / "trasig.txt").symlink_to(outside / "finns inte.txt")
    (archive_folder / "runt").symlink_to(archive_folder)
    (archive_folder / ".dold.txt").write_bytes(minutes("hemligheter"))
    (archive_folder / ".git").mkdir()
    (archive_folder / ".git" / "a.txt").write_bytes(minutes("hemligheter"))
    os.mkfifo(archive_folder / "rör.txt")
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    outcomes = run(index, sandbox, archive_folder)
    left_aside = dict.fromkeys(("länk.txt", "mapp", "trasig.txt", "runt", "rör.txt"), Status.SKIPPED)
    assert statuses(outcomes) == {"a.txt": Status.NEW} | left_aside
    assert all(outcomes[name].message.endswith(".") for name in left_aside)
    assert sources(index, "hemligheter") == []


@pytest.mark.parametrize("name", ["~$protokoll.docx", "Thumbs.db", "desktop.ini"])
def test_what_programs_leave_behind_is_no_paper(
    index: Index, archive_folder: Path, sandbox: Sandbox, name: str
) -> None:
    """Word's lock files and Windows' own files lie in every shared folder, and are no failures of the archive."""
    (archive_folder / name).write_bytes(b"\x05Anna" + bytes(150))
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.NEW}


def test_a_missing_path_stops_before_anything_is_done(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A folder that is not there (a share that is not mounted) costs nothing of what was indexed from it."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    away = archive_folder.with_name("undan")
    archive_folder.rename(away)
    other = archive_folder.with_name("annan")
    other.mkdir()
    (other / "b.txt").write_bytes(minutes("lampor"))
    with pytest.raises(MissingPath, match="handlingar"):
        list(index_paths(index, [other, archive_folder], sandbox))
    assert_whole(index)
    assert sources(index, "bryggor") == ["a.txt"]
    assert sources(index, "lampor") == []


# What goes wrong


def test_bad_files_are_named_and_the_rest_goes_on(
    index: Index, archive_folder: Path, sandbox: Sandbox, make_pdf: MakeBytes
) -> None:
    """Each file that cannot be read is named with why and what to do; those around it are found."""
    bad = {
        "b tom.txt": b"",
        "d blank.md": b" \n",
        "f trasig.pdf": b"%PDF-1.7\n" + bytes(100),
        "h skannad.pdf": make_pdf(None),
        "j krypterad.docx": b"\xd0\xcf\x11\xe0" + bytes(600),
        "l budget.xlsx": b"PK\x03\x04",
        "n binär.txt": bytes(range(256)),
    }
    for name, data in bad.items():
        (archive_folder / name).write_bytes(data)
    for number, letter in enumerate("acegikmo"):
        (archive_folder / f"{letter} bra.txt").write_bytes(minutes(thing(number)))
    outcomes = run(index, sandbox, archive_folder)
    assert {source for source, outcome in outcomes.items() if outcome.status is Status.FAILED} == set(bad)
    for number, letter in enumerate("acegikmo"):
        assert sources(index, thing(number)) == [f"{letter} bra.txt"]
    for name in bad:
        assert outcomes[name].message.endswith("."), outcomes[name]
        assert outcomes[name].document_id is None
    again = run(index, sandbox, archive_folder)
    assert {source for source, outcome in again.items() if outcome.status is Status.FAILED} == set(bad)


def test_a_file_that_turns_bad_keeps_its_old_text(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A paper overwritten with rubbish is named each time; what the archive had of it is found until it is mended."""
    paper = archive_folder / "a.txt"
    paper.write_bytes(minutes("bryggor"))
    run(index, sandbox, archive_folder)
    paper.write_bytes(b"")
    for _ in range(2):
        assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.FAILED}
        assert sources(index, "bryggor") == ["a.txt"]
    paper.write_bytes(minutes("skyltar"))
    assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.CHANGED}
    assert sources(index, "bryggor") == []
    assert sources(index, "skyltar") == ["a.txt"]


def test_a_file_name_in_another_encoding(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A name that an old system wrote in Latin-1 stops neither its own file, nor at least the others."""
    (archive_folder / "a.txt").write_bytes(minutes("bryggor"))
    with open(os.fsencode(archive_folder) + b"/b\xe5t.txt", "wb") as file:
        file.write(minutes("lampor"))
    (archive_folder / "c.txt").write_bytes(minutes("skyltar"))
    outcomes = list(index_paths(index, [archive_folder], sandbox))
    assert len(outcomes) == 3
    assert sources(index, "bryggor") == ["a.txt"]
    assert sources(index, "skyltar") == ["c.txt"]
    for outcome in outcomes:
        assert outcome.message.encode() is not None
        assert outcome.source.encode() is not None


def test_a_paper_of_headings_only_is_kept(index: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A paper with next to no text is indexed like any other, and does not stop the archive."""
    (archive_folder / "a.txt").write_bytes(b"1\n")
    (archive_folder / "b.txt").write_bytes("§ 1\n".encode())
    assert set(statuses(run(index, sandbox, archive_folder)).values()) == {Status.NEW}


def test_what_a_crash_left_pending_does_not_stop_the_next_run(
    index: Index, open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox
) -> None:
    """A paper that was half stored when something failed is stored whole the next time, by the same process too."""
    data = minutes("bryggor")
    (archive_folder / "a.txt").write_bytes(data)
    document = structure.understand(extract(data, "a.txt", Limits()), structure.identify(data), "a.txt")
    index.catalogue.add(document, "a.txt", chunking.passages(document))
    assert sources(index, "bryggor") == []
    assert statuses(run(index, sandbox, archive_folder)) == {"a.txt": Status.NEW}
    assert sources(index, "bryggor") == ["a.txt"]


def test_what_a_crash_left_is_taken_away_at_the_start(open_index: OpenIndex) -> None:
    """Vectors and text of a paper that was never finished are gone when the archive is opened again."""
    index = open_index()
    data = minutes("bryggor")
    document = structure.understand(extract(data, "a.txt", Limits()), structure.identify(data), "a.txt")
    index.add(document, "a.txt")
    index.catalogue.add(replace(document, id="halv"), "halv.txt", [])
    index.close()
    again = open_index()
    assert_whole(again)
    assert again.store.count() == 0
    assert again.catalogue.document("halv") is None


INDEXING = """
import sys
from pathlib import Path
from corpus.readers import Limits, extract
from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths
with Index(Options(Path(sys.argv[1]), EmbeddingOptions(sys.argv[2]))) as index, Sandbox() as sandbox:
    for outcome in index_paths(index, [Path(sys.argv[3])], sandbox):
        print(outcome.status, outcome.source, flush=True)
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_loses_nothing(
    tmp_path: Path,
    open_index: OpenIndex,
    archive_folder: Path,
    sandbox: Sandbox,
    tiny_model: Path,
    run_python: RunPython,
) -> None:
    """After `kill -9` in the middle the same command makes the archive whole: every paper exactly once."""
    names = [f"{number:03}.txt" for number in range(60)]
    for name in names:
        (archive_folder / name).write_bytes(minutes(*(f"bryggor{name[:3]}nr{n}" for n in range(12))))
    process = run_python(INDEXING, tmp_path / "data", tiny_model, archive_folder)
    assert process.stdout is not None
    seen = [process.stdout.readline() for _ in range(10)]
    process.send_signal(signal.SIGKILL)
    seen += process.communicate(timeout=60)[0].splitlines()
    assert process.returncode == -signal.SIGKILL, seen
    acknowledged = sum(line.startswith("ny ") for line in seen)
    assert acknowledged >= 10, seen
    index = open_index()
    counted = Counter(statuses(run(index, sandbox, archive_folder)).values())
    # What had been acknowledged was kept, and the kill came before the end.
    assert set(counted) == {Status.NEW, Status.UNCHANGED}
    assert counted[Status.UNCHANGED] >= acknowledged
    assert sorted(entry.source for entry in index.catalogue.entries()) == names
    for name in names[::13]:
        assert sources(index, f"bryggor{name[:3]}nr7") == [name]


LOCKED = """
import sys
from pathlib import Path
from corpus.errors import ArchiveLocked
from indexer.index import Index
from indexer.options import Options
try:
    Index(Options(data_dir=Path(sys.argv[1])))
except ArchiveLocked as error:
    print("låst:", error)
"""


def test_an_archive_has_one_owner(index: Index, tmp_path: Path, open_index: OpenIndex, run_python: RunPython) -> None:
    """A second process is told that the archive is in use and what to do; when the first is done it may be opened."""
    output, _ = run_python(LOCKED, tmp_path / "data").communicate(timeout=60)
    assert output.startswith("låst:"), output
    assert str(tmp_path / "data") in output
    assert "--url" in output
    with pytest.raises(ArchiveLocked):
        open_index()
    index.close()
    open_index()


def test_closing_twice_is_closing_once(open_index: OpenIndex) -> None:
    """An archive that is closed by hand inside a `with` is closed, and no error."""
    with open_index() as index:
        index.close()
    open_index()


# The means it is made with


@pytest.fixture(scope="module")
def other_model(make_model: Callable[[str, int], Path]) -> Path:
    """Return the folder of another tiny model, of 48 dimensions."""
    return make_model("annan", 48)


def test_other_means_are_refused_by_name(open_index: OpenIndex, tiny_model: Path, other_model: Path) -> None:
    """An index made with one model is not opened with another, and the message names both and the way on."""
    open_index().close()
    with pytest.raises(IndexMismatch) as caught:
        open_index(other_model)
    assert str(tiny_model) in str(caught.value)
    assert str(other_model) in str(caught.value)
    assert "--rebuild" in str(caught.value)
    open_index()  # the refusal let go of the archive


def test_a_rebuild_swaps_in_whole(
    open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox, tmp_path: Path, other_model: Path
) -> None:
    """With another model all vectors are made anew, the old ones answer until then, and are gone after."""
    for number in range(6):
        (archive_folder / f"{number}.txt").write_bytes(minutes(thing(number), "lampor"))
    first = open_index()
    run(first, sandbox, archive_folder)
    passages = first.catalogue.passages()
    first.close()
    index = open_index(other_model, rebuilding=True)
    steps = list(index.rebuild())
    assert steps == [(number, 6) for number in range(1, 7)]
    assert_whole(index)
    assert index.catalogue.passages() == passages
    assert index.find(index.search(f"Nämnden köper {thing(3)}."))[0].entry.source == "3.txt"
    index.close()
    assert len(list((tmp_path / "data" / "vectors").iterdir())) == 1
    again = open_index(other_model)
    assert sources(again, thing(5)) == ["5.txt"]
    assert set(statuses(run(again, sandbox, archive_folder)).values()) == {Status.UNCHANGED}
    again.close()
    with pytest.raises(IndexMismatch):
        open_index()


def test_a_rebuild_that_is_cut_short_costs_nothing(
    open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox, tmp_path: Path, other_model: Path
) -> None:
    """When a rebuild stops half way the old index is there as it was, and the next rebuild leaves one index."""
    for number in range(4):
        (archive_folder / f"{number}.txt").write_bytes(minutes(thing(number)))
    first = open_index()
    run(first, sandbox, archive_folder)
    first.close()
    broken = open_index(other_model, rebuilding=True)
    half = broken.rebuild()
    assert next(half) == (1, 4)
    del half
    broken.close()
    index = open_index()
    assert_whole(index)
    assert sources(index, thing(3)) == ["3.txt"]
    index.close()
    last = open_index(other_model, rebuilding=True)
    list(last.rebuild())
    last.close()
    assert len(list((tmp_path / "data" / "vectors").iterdir())) == 1


def test_a_model_that_is_not_there_lets_go_of_the_archive(open_index: OpenIndex, tmp_path: Path) -> None:
    """A folder without a model is named, and the archive can be opened right after."""
    empty = tmp_path / "tom modell"
    empty.mkdir()
    with pytest.raises(ModelUnavailable, match="tom modell"):
        open_index(empty)
    open_index()
