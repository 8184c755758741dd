"""Files of several papers: nobody gets a paper that is held back by asking for the file of its neighbour."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corpus.sandbox import Sandbox
from indexer.pipeline import index_paths
from tests.attack.started import given, minutes, started
from tests.indexer.desk import letter, zipped
from tests.search_api.conftest import Service

OPEN = minutes("sand", day="2024-02-06")
SECRET = minutes("grus", said="\n\f\nSekretess enligt 26 kap. 1 § OSL\n")
OTHER = minutes("lera", day="2024-04-16")
Start = Callable[..., Service]


def in_zip(**papers: bytes) -> bytes:
    return zipped({f"{name}.txt": content for name, content in papers.items()})


def in_letter(**papers: bytes) -> bytes:
    return letter("Här kommer handlingarna.", {f"{name}.txt": content for name, content in papers.items()})


def in_zip_in_zip(**papers: bytes) -> bytes:
    return zipped({"inre.zip": in_zip(**papers)})


CONTAINERS = {"zip": in_zip, "eml": in_letter, "nested.zip": in_zip_in_zip}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a service over the archive of the test."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(started(tmp_path / "arkiv", **settings))


def put(service: Service, folder: Path, sandbox: Sandbox, **files: bytes) -> dict[str, str]:
    """Write files into the folder, index it, and return the ids of the papers by the last part of their names."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    index_all(service, folder, sandbox)
    return ids_of(service)


def index_all(service: Service, folder: Path, sandbox: Sandbox) -> None:
    """Index the folder again."""
    list(index_paths(service.index, [folder], sandbox, allow_removals=True))


def ids_of(service: Service) -> dict[str, str]:
    """Return the ids of the papers that lie anywhere, by the last part of their names."""
    return {place.source.rsplit("/", 1)[-1]: place.document_id for place in service.index.catalogue.places()}


def file(service: Service, document_id: str) -> tuple[int, str]:
    """Return what comes of asking for the file of a document: the status, and the words of the refusal."""
    response = service.http.get(f"/v1/documents/{document_id}/file")
    return response.status_code, response.json()["detail"] if response.status_code != 200 else ""


def refused(service: Service, document_id: str, why: str) -> bool:
    """Say whether the file of a document is refused, and for what reason."""
    status, said = file(service, document_id)
    return status == 404 and why in said


@pytest.mark.parametrize("kind", CONTAINERS)
def test_nothing_is_held_back(start: Start, tmp_path: Path, sandbox: Sandbox, kind: str) -> None:
    """The file is given, also with classified papers held back, and when a name in it has changed its file's name."""
    service = start(hold_back_classified=True)
    data = CONTAINERS[kind](a=OPEN, b=OTHER)
    ids = put(service, tmp_path / "in", sandbox, **{f"alla.{kind}": data})
    for name in ("a.txt", "b.txt"):
        assert service.http.get(f"/v1/documents/{ids[name]}/file").content == data


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_classified_paper_beside(start: Start, tmp_path: Path, sandbox: Sandbox, kind: str) -> None:
    """Is not given by way of any other of the file."""
    service = start(hold_back_classified=True)
    ids = put(service, tmp_path / "in", sandbox, **{f"alla.{kind}": CONTAINERS[kind](a=OPEN, b=SECRET)})
    for document_id in ids.values():
        assert refused(service, document_id, "sekretess")


@pytest.mark.parametrize("kind", CONTAINERS)
@pytest.mark.parametrize("hold", [True, False])
def test_a_paper_beside_is_withdrawn(start: Start, tmp_path: Path, sandbox: Sandbox, kind: str, hold: bool) -> None:
    """From then on; under another name of the file, in another folder, and in a copy that is read later too."""
    service = start(hold_back_classified=hold)
    data = CONTAINERS[kind](a=OPEN, b=SECRET)
    folder = tmp_path / "in"
    ids = put(service, folder, sandbox, **{f"alla.{kind}": data})
    assert service.http.delete(f"/v1/documents/{ids['b.txt']}").status_code == 200
    assert refused(service, ids["a.txt"], "återkallad")
    (folder / f"alla.{kind}").rename(folder / f"annat.{kind}")
    index_all(service, folder, sandbox)
    assert refused(service, ids["a.txt"], "återkallad")
    (folder / f"kopia.{kind}").write_bytes(data)
    index_all(service, folder, sandbox)
    (folder / f"annat.{kind}").unlink()
    index_all(service, folder, sandbox)
    assert refused(service, ids["a.txt"], "återkallad")


def test_it_lies_by_itself_too(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """Then that file is given, and not the one with the others."""
    service = start(hold_back_classified=True)
    ids = put(service, tmp_path / "in", sandbox, alla_zip=in_zip(a=OPEN, b=SECRET), z_txt=OPEN)
    assert service.http.get(f"/v1/documents/{ids['a.txt']}/file").content == OPEN


def test_a_paper_beside_is_replaced(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """What another stands in the place of is not found, and lies in the file all the same."""
    service = start(hold_back_classified=True)
    ids = put(service, tmp_path / "in", sandbox, alla_zip=in_zip(a=OPEN, b=SECRET))
    (new,) = given(service, "ny.txt", minutes("torv"), replaces=ids["b.txt"])
    assert service.http.get(f"/v1/documents/{ids['b.txt']}").json()["replaced_by"] == new["document_id"]
    assert refused(service, ids["a.txt"], "sekretess")


def test_a_paper_beside_that_could_not_be_read(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """With classified papers held back nobody knows what is in it; without, it is given."""
    data = zipped({"a.txt": OPEN, "b.pdf": b"%PDF-1.7\nresten saknas"})
    with started(tmp_path / "hemligt", hold_back_classified=True) as service:
        ids = put(service, tmp_path / "in", sandbox, alla_zip=data)
        assert refused(service, ids["a.txt"], "kunde inte läsas")
    service = start()
    ids = put(service, tmp_path / "in", sandbox, alla_zip=data)
    assert service.http.get(f"/v1/documents/{ids['a.txt']}/file").content == data


def test_a_paper_beside_that_is_not_in_the_catalogue(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """For whatever reason: a run that was cut short, or a paper that was taken away."""
    service = start(hold_back_classified=True)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "alla.zip").write_bytes(in_zip(a=OPEN, b=SECRET))
    run = index_paths(service.index, [folder], sandbox)
    assert next(run).source == "alla.zip/a.txt"
    run.close()
    assert file(service, ids_of(service)["a.txt"])[0] == 404
    index_all(service, folder, sandbox)
    ids = ids_of(service)
    service.index.remove(ids["b.txt"])
    assert refused(service, ids["a.txt"], "inte i arkivet")


def test_a_paper_that_is_withdrawn_where_another_is_broken(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """A paper that was read once and cannot be any more does not make up for one that is withdrawn."""
    service = start()
    folder = tmp_path / "in"
    ids = put(service, folder, sandbox, alla_zip=in_zip(a=OPEN, b=SECRET, c=OTHER))
    service.http.delete(f"/v1/documents/{ids['b.txt']}")
    put(service, folder, sandbox, alla_zip=zipped({"a.txt": OPEN, "b.txt": SECRET, "c.txt": b""}))
    assert refused(service, ids["a.txt"], "återkallad")


def test_a_file_that_has_changed_since(start: Start, tmp_path: Path, sandbox: Sandbox) -> None:
    """What lies there now is not what was read: nobody has looked whether it may be given."""
    service = start(hold_back_classified=True)
    folder = tmp_path / "in"
    ids = put(service, folder, sandbox, a_txt=OPEN, alla_zip=in_zip(b=OTHER))
    (folder / "a.txt").write_bytes(OPEN.replace(b"sand", b"guld"))
    (folder / "alla.zip").write_bytes(in_zip(b=OTHER, c=SECRET))
    assert refused(service, ids["a.txt"], "ändrats")
    assert refused(service, ids["b.txt"], "ändrats")
    (folder / "a.txt").write_bytes(OPEN)  # as it was, with another time
    assert service.http.get(f"/v1/documents/{ids['a.txt']}/file").content == OPEN


@pytest.mark.parametrize("hold", [True, False])
def test_an_upload_after_the_archive_was_moved(tmp_path: Path, hold: bool) -> None:
    """A withdrawn neighbour is so in the new place, and what is open is given there."""
    with started(tmp_path / "gammal", hold_back_classified=hold) as service:
        for name, data in (("alla.zip", in_zip(a=OPEN, b=SECRET)), ("c.txt", OTHER)):
            service.upload((name, data))
        ids = ids_of(service)
        service.http.delete(f"/v1/documents/{ids['b.txt']}")
    shutil.copytree(tmp_path / "gammal", tmp_path / "ny", copy_function=shutil.copyfile)  # with other times
    shutil.rmtree(tmp_path / "gammal")
    with started(tmp_path / "ny", hold_back_classified=hold) as service:
        assert refused(service, ids["a.txt"], "återkallad")
        assert service.http.get(f"/v1/documents/{ids['c.txt']}/file").content == OTHER
