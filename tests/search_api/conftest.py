"""A small archive of papers written here, and a real server on a free port over it."""

import datetime as dt
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import create_app
from search_api.server import configured
from search_api.settings import Settings
from tests.postgresql import Server

MakeBytes = Callable[..., bytes]


@dataclass(frozen=True)
class Paper:
    """A paper as it was written: its file's content and what stands in its head; (§, diarienummer) of each section."""

    data: bytes
    organisation: str
    committee: str
    kind: str
    date: dt.date
    sections: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True)
class Service:
    """A running server over `papers` (by source), how to speak to it, and what it runs on."""

    url: str
    http: httpx.Client
    index: Index
    settings: Settings
    papers: dict[str, Paper] = field(default_factory=dict)
    app: FastAPI | None = None

    def search(self, query: str, **fields: object) -> dict:
        """Return the response of a search that must succeed."""
        response = self.http.post("/v1/search", json={"query": query} | fields)
        assert response.status_code == 200, response.text
        return response.json()

    def ask(self, question: str, **fields: object) -> dict:
        """Return the response to a question that must succeed."""
        response = self.http.post("/v1/ask", json={"question": question} | fields)
        assert response.status_code == 200, response.text
        return response.json()

    def text(self, document_id: str) -> str:
        """Return the text that offsets count in."""
        response = self.http.get(f"/v1/documents/{document_id}/text")
        assert response.status_code == 200
        return response.content.decode()

    def finished(self, job: dict) -> dict:
        """Return a job when it is done."""
        for _ in range(600):
            job = self.http.get(f"/v1/jobs/{job['job_id']}").json()
            if job["state"] not in ("waiting", "running"):
                return job
            time.sleep(0.05)
        raise AssertionError(f"after 30 s: {job}")

    def upload(self, *files: tuple[str, bytes]) -> dict:
        """Give files to the archive, and return the finished job."""
        response = self.http.post("/v1/documents", files=[("files", file) for file in files])
        assert response.status_code == 202, response.text
        return self.finished(response.json())


@contextmanager
def serving(app: FastAPI, settings: Settings) -> Iterator[str]:
    """Serve `app` on a free port of this machine, as the command does but in a thread, until left."""
    with listening(configured(app, settings, log_level="info")) as url:
        yield url


@contextmanager
def listening(config: uvicorn.Config) -> Iterator[str]:
    """Serve what `config` says on a free port of this machine, in a thread, until left."""
    server = uvicorn.Server(config)
    # By its protocol asyncio knows that it may turn Nagle's algorithm off, which else costs 40 ms a response.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            for _ in range(1_000):
                if server.started or not thread.is_alive():
                    break
                time.sleep(0.01)
            assert server.started
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def start_service(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Return a context manager that runs the API over an archive of its own, empty, with `settings`."""

    @contextmanager
    def start(**settings: object) -> Iterator[Service]:
        # Deep down, so that a path that climbs out of it is still in the test's own folder.
        chosen = Settings(data_dir=tmp_path_factory.mktemp("tjanst") / "a" / "b" / "arkiv", **settings)
        index = Index(chosen.index_options)
        app = create_app(chosen, index)
        with (
            serving(app, chosen) as url,
            httpx.Client(base_url=url, trust_env=False, timeout=30) as http,
        ):
            yield Service(url, http, index, chosen, app=app)

    return start


@pytest.fixture
def fresh(start_service: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Return what starts a service with settings of its own, and gives it papers by name; returns it with their ids."""
    started = []

    def start(papers: dict[str, str], **settings: object):
        context = start_service(**settings)
        running = context.__enter__()
        started.append(context)
        job = running.upload(*[(name, text.encode()) for name, text in papers.items()])
        assert {outcome["message"] for outcome in job["outcomes"]} == {""}
        return running, {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}

    yield start
    for context in started:
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def serve_written(
    start_service: Callable[..., object],
    written: dict[str, Paper],
    sandbox: Sandbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., object]:
    """Return a context manager that runs a server over the papers written here, with `settings`."""
    folder = tmp_path_factory.mktemp("handlingar")
    for source, paper in written.items():
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_bytes(paper.data)

    @contextmanager
    def serve(**settings: object) -> Iterator[Service]:
        with start_service(**settings) as running:
            outcomes = list(index_paths(running.index, [folder], sandbox))
            said = [(outcome.source, outcome.message) for outcome in outcomes]
            assert said == [(name, "") for name in sorted(written)]
            running.papers.update(written)
            yield running

    return serve


@pytest.fixture(scope="session")
def service(serve_written: Callable[..., object]) -> Iterator[Service]:
    """Return the server that tests read from. What they write goes to `desk`."""
    with serve_written() as running:
        yield running


@pytest.fixture(scope="session")
def service_on_postgresql(serve_written: Callable[..., object], postgresql: Server) -> Iterator[Service]:
    """Return the same server with its catalogue in PostgreSQL."""
    with serve_written(catalogue_url=postgresql.database()) as running:
        yield running


@pytest.fixture(scope="module")
def desk(start_service: Callable[..., object]) -> Iterator[Service]:
    """Return a server to write to, with nothing in it at first; it takes uploads of a megabyte."""
    with start_service(upload_limit=2**20) as running:
        yield running


@pytest.fixture(scope="module")
def desk_on_postgresql(start_service: Callable[..., object], postgresql: Server) -> Iterator[Service]:
    """Return the same server with its catalogue in PostgreSQL."""
    with start_service(upload_limit=2**20, catalogue_url=postgresql.database()) as running:
        yield running


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Return the log of all that is logged during the test, by whatever logger, at whatever level."""
    caplog.set_level(logging.DEBUG)
    return caplog


# The papers


def minutes(
    organisation: str, committee: str, date: str, *sections: tuple[str, str, str, str], kind: str = "Protokoll"
) -> str:
    """Return minutes with (§, diarienummer, heading, text) for each section."""
    head = f"{organisation}\n{committee}\n\n{kind}\nSammanträdesdatum {date}\n\n"
    return head + "".join(f"{para} {heading}\nDnr {dnr}\n\n{text}\n\n" for para, dnr, heading, text in sections)


def letter(organisation: str, committee: str, kind: str, date: str, dnr: str, title: str, text: str) -> str:
    """Return a memo with a head and a text."""
    return f"{organisation}\n{committee}\n\n{kind}\nDatum {date}\nDnr {dnr}\n\n{title}\n\n{text}\n"


BOB = """Ärendet
Bob står för barn och unga i organiserad brottslighet. Arbetet bedrivs i råd på tre nivåer.

Nationellt Bob-råd:

Aktörer som ingår: Polisen leder det nationella Bob-rådets arbete. Övriga myndigheter är Brå, Kriminalvården, Skolverket och Åklagarmyndigheten.

Regionalt Bob-råd:

Aktörer som ingår: Länsstyrelsen leder det regionala Bob-rådets arbete i nära samverkan med polisen. Sjukvården är representerad.

Lokala Bob-råd:

Aktörer som ingår: Polisen och socialtjänsten är kärnan. Näringsliv och fastighetsägare bjuds in vid behov. (För Gotland deltar socialtjänsten, länsstyrelsen, polisen, grundskolan, gymnasieskolan och barn- och ungdomspsykiatrin i det lokala Bob-rådet)

Huvudsakligt syfte

- Förmedla lokala behov till det regionala rådet.
- Understödja samverkan mellan relevanta aktörer.

Bedömning
Förvaltningen bedömer att samverkan fungerar väl."""  # noqa: E501 - lines as a memo has them

TN_SECTIONS = (
    (
        "§ 41",
        "TN 2023/12",
        "Taxa för båtplatser",
        "Ärendet\nTaxan har varit oförändrad sedan 2017. Antalet båtplatser i gästhamnen är 212.\n\n"
        "Beslut\nTekniska nämnden beslutar att taxan för båtplatser höjs till 4 850 kronor per säsong.",
    ),
    (
        "§ 42",
        "TN 2023/31",
        "Ny vattenledning till Ekholmen",
        "Ärendet\nLedningen till Ekholmen från 1962 läcker. En ny ledning av polyeten är 1 900 meter lång.\n\n"
        "Yrkanden\nLena Alm (C) yrkar avslag på förslaget.\n\n"
        "Beslut\nTekniska nämnden beslutar att anslå 6,4 miljoner kronor till en ny vattenledning till Ekholmen.\n\n"
        "Reservation\nLena Alm (C) reserverar sig mot beslutet.",
    ),
    (
        "§ 43",
        "TN 2022/77",
        "Belysning längs strandpromenaden",
        "Beslut\nTekniska nämnden beslutar att byta strandpromenadens armaturer mot lysdioder under hösten 2023.",
    ),
)
BUN_SECTIONS = (
    (
        "§ 41",
        "BUN 2023/58",
        "Läsårstider",
        "Beslut\nBarn- och utbildningsnämnden fastställer att höstterminen börjar den 17 augusti 2023.",
    ),
    (
        "§ 42",
        "BUN 2021/9",
        "Skolskjuts till Ekholmens skola",
        "Ärendet\nElva elever åker färja till Ekholmens skola.\n\n"
        "Beslut\nBarn- och utbildningsnämnden beslutar att skolskjuts med båt ordnas för elever på Ekholmen.",
    ),
)
SN_SECTIONS = (
    (
        "§ 7",
        "SN 2022/140",
        "Avgift inom hemtjänsten",
        "Beslut\nSocialnämnden beslutar att avgiften inom hemtjänsten är 310 kronor i timmen.",
    ),
    (
        "§ 8",
        "SN 2022/141",
        "Nattpatrullens bilar",
        "Beslut\nSocialnämnden beslutar att hyra tre elbilar till nattpatrullen.",
    ),
)
# Far more sections than either side of a hybrid search is read deep.
THINGS = "bastun badbryggan bollplanen cykelbanan lekparken hundrastgården paviljongen skridskoladan utegymmet".split()
PLACES = (
    "Almvik Björkby Dalen Ekudden Fagernäs Granliden Hagby Insjön Järnvik Kullen Lövnäs Malmen Norrby Odensvi Prästbol "
    "Rävlanda Sundet Tallmo Utängen Viken"
).split()
MEETINGS = (dt.date(2020, 1, 15), dt.date(2020, 4, 22), dt.date(2020, 9, 16))


def price(thing: str, place: str) -> int:
    """Return what a thing costs at a place: another sum for each."""
    return 10_000 + 1_000 * THINGS.index(thing) + 13 * PLACES.index(place)


def archipelago(meeting: int) -> tuple[tuple[str, str, str, str], ...]:
    """Return the sections of one meeting of the big body: a third of all things at all places."""
    pairs = [(thing, place) for thing in THINGS[meeting::3] for place in PLACES]
    return tuple(
        (
            f"§ {n}",
            f"KFN {MEETINGS[meeting].year}/{100 * (meeting + 1) + n}",
            f"Upprustning av {thing} i {place}",
            f"Beslut\nKultur- och fritidsnämnden beslutar att rusta upp {thing} i {place} för"
            f" {price(thing, place)} kr.",
        )
        for n, (thing, place) in enumerate(pairs, 1)
    )


@pytest.fixture(scope="session")
def written(make_docx: MakeBytes, make_pdf: MakeBytes) -> dict[str, Paper]:
    """Return the papers of the archive by source."""

    def paper(
        data: bytes,
        organisation: str,
        committee: str,
        kind: str,
        date: str,
        sections: tuple[tuple[str | None, str], ...],
    ) -> Paper:
        return Paper(data, organisation, committee, kind, dt.date.fromisoformat(date), sections)

    def numbers(sections: tuple[tuple[str, str, str, str], ...]) -> tuple[tuple[str | None, str], ...]:
        return tuple((para, dnr) for para, dnr, *_ in sections)

    angso, gotland, storby = "Ängsö kommun", "Region Gotland", "Storby kommun"
    tn, bun, son = "Tekniska nämnden", "Barn- och utbildningsnämnden", "Socialnämnden"
    kfn = "Kultur- och fritidsnämnden"
    minute = (
        (
            "§ 181",
            "SON 2023/273",
            "Uppdrag om brottsförebyggande samverkan",
            "Ärendet\nFörvaltningen redogör för samverkan med polisen mot ungdomsrån.\n\n"
            "Beslut\nSocialnämnden godkänner delredovisningen. Förvaltningen ska återkomma i juni 2024.",
        ),
    )
    sn_lines = minutes(angso, son, "2022-03-09", *SN_SECTIONS).split("\n")
    found = {
        "gotland/bob.txt": paper(
            letter(gotland, son, "Tjänsteskrivelse", "2024-10-31", "SON 2023/273", "Om Bob-råd", BOB).encode(),
            gotland, son, "tjänsteskrivelse", "2024-10-31", ((None, "SON 2023/273"),),
        ),
        "gotland/son-181.md": paper(
            minutes(gotland, son, "2023-12-06", *minute, kind="Protokollsutdrag").encode(),
            gotland, son, "protokollsutdrag", "2023-12-06", numbers(minute),
        ),
        "angso/tn.txt": paper(
            minutes(angso, tn, "2023-05-17", *TN_SECTIONS).encode(),
            angso, tn, "protokoll", "2023-05-17", numbers(TN_SECTIONS),
        ),
        "angso/bun.docx": paper(
            make_docx(*minutes(angso, bun, "2023-05-17", *BUN_SECTIONS).split("\n")),
            angso, bun, "protokoll", "2023-05-17", numbers(BUN_SECTIONS),
        ),
        "angso/sn.pdf": paper(
            make_pdf(sn_lines), angso, son, "protokoll", "2022-03-09", numbers(SN_SECTIONS),
        ),
    }  # fmt: skip
    for meeting, day in enumerate(MEETINGS):
        sections = archipelago(meeting)
        found[f"storby/kfn-{day}.txt"] = paper(
            minutes(storby, kfn, str(day), *sections).encode(), storby, kfn, "protokoll", str(day), numbers(sections)
        )
    return found


@pytest.fixture(scope="session")
def priced() -> dict[str, tuple[str, str, int]]:
    """Return questions on what things cost, each with thing, place and sum."""
    pairs = [(thing, place) for place in PLACES for thing in THINGS]
    return {
        f"Vad kostar det att rusta upp {thing} i {place}?": (thing, place, price(thing, place))
        for thing, place in pairs
    }


@pytest.fixture(scope="session")
def folded() -> Callable[[str], str]:
    """Return what makes all white space in a text one blank."""
    return lambda text: re.sub(r"\s+", " ", text)
