"""Several real services over one archive: its catalogue in PostgreSQL, its vectors on a server, one data folder."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from corpus.catalogue.migrations import SCHEMA
from tests.attack.conftest import ROOT, Attacked, environment_of
from tests.attack.test_kills import end, finished, give
from tests.postgresql import Server
from tests.qdrant import standing_in
from tests.ui.terminal import minutes

pytestmark = pytest.mark.attack  # each start of the command takes seconds, and what a killed one had is waited for

Serve = Callable[..., Any]
LAPSED = 150  # seconds in which another process has taken over what a killed one had at hand, and read it
PAPERS = 12  # given to each at once


@pytest.fixture(scope="module")
def qdrant() -> Iterator[str]:
    """Return the address of what stands in for a Qdrant server."""
    with standing_in() as url:
        yield url


@pytest.fixture
def shared(tmp_path: Path, postgresql: Server, qdrant: str) -> dict[str, object]:
    """Return the settings by which processes share an archive that is not there yet."""
    return {"catalogue_url": postgresql.database(), "qdrant_url": qdrant}


def run(archive: Path, *command: str | Path, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run a command on the archive until it ends."""
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, command)],
        cwd=ROOT,
        env=environment_of(data_dir=archive, **settings),
        capture_output=True,
        text=True,
        timeout=240,
    )


def sources(service: Attacked) -> list[str]:
    """Return the names of the papers that a service lists."""
    found: list[str] = []
    while page := service.http.get("/v1/documents", params={"offset": len(found), "limit": 500}).json()["documents"]:
        found += [line["source"] for line in page]
    return sorted(found)


def hits(service: Attacked, word: str) -> list[str]:
    """Return the ids of the papers that a service finds by a word which they say, as often as it finds them."""
    found = service.http.post("/v1/search", json={"query": word, "limit": 100}).json()["hits"]
    return [hit["document_id"] for hit in found if word in hit["text"].split()]


def counted(service: Attacked) -> int:
    """Return how many papers a service counts by their kinds."""
    return sum(one["documents"] for one in service.http.get("/v1/facets").json()["kind"])


def upload(service: Attacked, word: str) -> str:
    """Give a paper about a word to a service, and return its id when it has been read in."""
    content = minutes(word).encode()
    response = service.http.post("/v1/documents", files=[("files", (f"{word}.txt", content))])
    assert response.status_code == 202, response.text
    return finished(service.http, response.json()["job_id"])["outcomes"][0]["document_id"]


def test_two_services_are_one_archive(tmp_path: Path, serve: Serve, shared: dict[str, object]) -> None:
    """What one is given both find, list and count, and so it is of what `index` reads beside them; one withdraws it."""
    archive, folder = tmp_path / "arkiv", tmp_path / "handlingar"
    folder.mkdir()
    (folder / "tratten.txt").write_text(minutes("tratten"))
    with serve(archive, "-1", **shared) as one, serve(archive, "-2", **shared) as two:
        for giver, other, word in ((one, two, "pumpen"), (two, one, "skopan")):
            before = counted(other)
            document_id = upload(giver, word)
            assert hits(other, word) == hits(giver, word) == [document_id]
            assert f"{word}.txt" in sources(other)
            assert counted(other) == counted(giver) == before + 1
        ran = run(archive, "index", folder, **shared)
        assert ran.returncode == 0, ran.stderr
        assert sources(one) == sources(two) == ["pumpen.txt", "skopan.txt", "tratten.txt"]
        (document_id,) = hits(one, "tratten")
        receipt = two.http.delete(f"/v1/documents/{document_id}").json()
        assert (receipt["left_documents"], receipt["left_vectors"]) == (0, 0)
        assert (hits(one, "tratten"), counted(one)) == ([], 2)
        assert one.http.get("/readyz").status_code == two.http.get("/readyz").status_code == 200


def test_both_are_given_papers_at_once(tmp_path: Path, serve: Serve, shared: dict[str, object]) -> None:
    """Half of them the same papers: each is there once, found by both, and the vectors are the catalogue's."""
    archive = tmp_path / "arkiv"
    acknowledged: list[dict[str, str]] = [{}, {}]
    with serve(archive, "-1", **shared) as one, serve(archive, "-2", **shared) as two:
        givers = []
        for number, (service, jobs) in enumerate(zip((one, two), acknowledged, strict=True)):
            words = [f"sak{n}x{number if n % 2 else 'båda'}" for n in range(PAPERS)]
            givers.append(threading.Thread(target=give, args=(service.url, words, jobs)))
            givers[-1].start()
        for giver in givers:
            giver.join()
        words = sorted(acknowledged[0].keys() | acknowledged[1].keys())
        assert len(words) == PAPERS + PAPERS // 2
        for service, jobs in ((one, acknowledged[1]), (two, acknowledged[0])):  # each asks of what the other was given
            assert {finished(service.http, job_id)["state"] for job_id in jobs.values()} == {"done"}
        assert sources(one) == sources(two) == sorted(f"{word}.txt" for word in words)
        for word in words:
            found = hits(one, word)
            assert len(found) == 1, word
            assert hits(two, word) == found
    whole = run(archive, "check", **shared)
    assert whole.returncode == 0, whole.stderr
    assert {path.name for path in (archive / "uploads").iterdir()} == {f"{word}.txt" for word in words}


def test_what_a_killed_service_had_at_hand_the_other_reads(
    tmp_path: Path, serve: Serve, shared: dict[str, object]
) -> None:
    """All that it acknowledged, each paper once; and one that starts meanwhile takes nothing away."""
    archive = tmp_path / "arkiv"
    acknowledged: dict[str, str] = {}
    words = [f"sak{number}" for number in range(PAPERS)]
    with serve(archive, "-1", **shared) as one, serve(archive, "-2", **shared) as two:
        giver = threading.Thread(target=give, args=(one.url, words, acknowledged))
        giver.start()
        while len(acknowledged) < 3 and giver.is_alive():
            time.sleep(0.01)
        end(one.process, signal.SIGKILL)
        giver.join()
        assert acknowledged
        with serve(archive, "-3", **shared) as three:
            until = time.monotonic() + LAPSED
            while time.monotonic() < until and (waiting := unfinished(two.http, acknowledged)):
                time.sleep(0.5)
            assert waiting == {}
            for service in (two, three):
                found = {word: len(hits(service, word)) for word in acknowledged}
                assert found == dict.fromkeys(acknowledged, 1)
                assert service.http.get("/readyz").status_code == 200
            assert sources(two) == sources(three)
    assert run(archive, "check", **shared).returncode == 0


def unfinished(http: httpx.Client, jobs: dict[str, str]) -> dict[str, str]:
    """Return the states of those of `jobs` that are not done, by their words."""
    states = {word: http.get(f"/v1/jobs/{job_id}").json()["state"] for word, job_id in jobs.items()}
    return {word: state for word, state in states.items() if state != "done"}


def test_who_may_not_join_is_told_why(tmp_path: Path, serve: Serve, shared: dict[str, object]) -> None:
    """One with vectors of its own, one that would move the schema, one that would make the vectors anew."""
    archive = tmp_path / "arkiv"
    with serve(archive, "-1", **shared) as one:
        upload(one, "pumpen")
        embedded = run(tmp_path / "annan", "serve", "--port", "0", catalogue_url=shared["catalogue_url"])
        assert (embedded.returncode, "Katalogens databas används av en annan" in embedded.stderr) == (1, True)
        rebuilding = run(archive, "index", "--rebuild", **shared)
        assert (rebuilding.returncode, "Sökindexet ska göras om." in rebuilding.stderr) == (1, True)
        engine = sa.create_engine(str(shared["catalogue_url"]))
        version = "UPDATE settings SET value = '{}' WHERE name = 'schema'"
        with engine.begin() as connection:  # so that it is of an older version to the next
            connection.execute(sa.text(version.format(SCHEMA - 1)))
        newer = run(archive, "serve", "--port", "0", **shared)
        assert newer.returncode == 1
        assert "inte gjord i ordning" in newer.stderr.replace("\n", " ")
        assert len(hits(one, "pumpen")) == 1
        with engine.begin() as connection:
            connection.execute(sa.text(version.format(SCHEMA)))
        engine.dispose()
    with serve(archive, "-2", **shared) as two:
        assert len(hits(two, "pumpen")) == 1
