"""The command `beslutsminne` as a person runs it: exit codes, what it says, and what it leaves behind."""

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import typer.main

from corpus.isolation import isolation
from search_api import schemas
from search_api.client import Client
from tests.ui.terminal import ROOT, Done, command, minutes, run, surroundings
from ui import cli
from ui.printing import READERS

pytestmark = pytest.mark.slow  # a start of the command takes seconds

README = ROOT / "README.md"


@dataclass(frozen=True)
class Desk:
    """A folder to work in, with `handlingar` and `arkiv`, and the first run of `index` there."""

    folder: Path
    first: Done

    def run(self, *arguments: str | Path, **environment: str) -> Done:
        """Run the command in a process of its own."""
        return run(self.folder, *arguments, **environment)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk, with three papers and a bad file that were indexed."""
    folder = tmp_path_factory.mktemp("skrivbord")
    papers = folder / "handlingar"
    (papers / "2021").mkdir(parents=True)
    (papers / "pumpen.txt").write_text(minutes("pumpen"), "utf-8")
    (papers / "2021" / "tratten.txt").write_text(minutes("tratten"), "utf-8")
    (papers / "2021" / "hinken.md").write_text(minutes("hinken"), "utf-8")
    (papers / "trasig.pdf").write_bytes(b"%PDF-1.7\nresten saknas")
    return Desk(folder, run(folder, "index", "handlingar", "--data-dir", "arkiv"))


def test_index_names_the_bad_and_takes_the_rest(desk):
    """Exit code 1, for something failed; the summary counts what became of every file."""
    assert desk.first.code == 1, desk.first.err
    for said in ("3 nya", "0 ändrade", "0 oförändrade", "0 borttagna", "1 misslyckade"):
        assert said in desk.first.out
    assert re.search(r"trasig\.pdf: .{20,}", desk.first.err)
    assert "Traceback" not in desk.first.err


def test_search_as_json(desk, main):
    """What was indexed is found, in the very shape of the API, and nothing else is on the standard output."""
    done = main("search", "vad kostade tratten", "--json", "--limit", "2", "--data-dir", desk.folder / "arkiv")
    assert done.code == 0, done.err
    found = schemas.SearchResponse.model_validate_json(done.out)
    assert found.total >= 3
    assert len(found.hits) == 2
    assert found.hits[0].source == "2021/tratten.txt"


def test_index_again_costs_only_what_changed(desk, main):
    """Also when a paper left the folder; nothing failed now, so the exit code is 0."""
    papers = desk.folder / "handlingar"
    (papers / "trasig.pdf").unlink()
    (papers / "2021" / "hinken.md").unlink()
    (papers / "2021" / "tratten.txt").write_text(minutes("trattarna"), "utf-8")
    (papers / "skopan.txt").write_text(minutes("skopan"), "utf-8")
    done = main("index", papers, "--data-dir", desk.folder / "arkiv")
    assert done.code == 0, done.err
    for said in ("1 nya", "1 ändrade", "1 oförändrade", "1 borttagna", "0 misslyckade"):
        assert said in done.out


def test_status_quality(main, tmp_path):
    """What lacks, what failed and what does not add up, in Swedish, each with its paper."""
    papers = tmp_path / "handlingar"
    papers.mkdir()
    more = "§ 5 Köp av tratten\nDnr MN 2021/6\n\nBeslut\n\nMiljönämnden beslutar att köpa tratten.\n"
    (papers / "pumpen.txt").write_text(minutes("pumpen") + "\n" + more, "utf-8")
    (papers / "trasig.pdf").write_bytes(b"%PDF-1.7\nresten saknas")
    main("index", papers, "--data-dir", tmp_path / "arkiv")
    done = main("status", "--quality", "--data-dir", tmp_path / "arkiv")
    assert done.code == 0, done.err
    assert "1 handlingar, 1 sidor: 0 inskannade, 0 svårlästa, 0 olästa" in done.out
    assert "Att granska: § saknas 1" in done.out
    assert "s. 1, § saknas: § 4 saknas mellan § 3 och § 5." in done.out
    assert "Terminalby kommun, Miljönämnden: 1 sammanträden, 2021-10-06 till 2021-10-06" in done.out
    assert "§§ 1–2 år 2021 saknas, före 2021-10-06." in done.out
    assert re.search(r"Ej läst: trasig\.pdf: .{10,}", done.out)


def test_status_quality_as_json(desk, main):
    """In the very shape of the API."""
    done = main("status", "--quality", "--json", "--data-dir", desk.folder / "arkiv")
    assert done.code == 0, done.err
    report = schemas.QualityReport.model_validate_json(done.out)
    assert report.documents == report.pages >= 3
    assert [(body.committee, body.meetings) for body in report.bodies] == [("Miljönämnden", 1)]


def test_index_of_what_is_not_there(desk, main):
    """Wrong use, told in Swedish with the path, whatever else was asked for."""
    done = main("index", desk.folder / "handlingar", "hittepå", "--data-dir", desk.folder / "tomt")
    assert done.code == 2
    assert "hittepå" in done.err
    assert "finns inte" in done.err
    assert "Traceback" not in done.err


def test_eval(desk, main, monkeypatch):
    """A small set with a known answer, on screen and as JSON; no archive is made where one runs it."""
    rows = [
        {"id": "f1", "question": "Vad kostade pumpen?", "type": "fakta", "answerable": True, "document": "pumpen.txt",
         "paragraph": "§ 3", "answer": "77 kronor",
         "evidence": ["Miljönämnden beslutar att köpa pumpen för 77 kronor."]},
        {"id": "o1", "question": "Vad kostar en simhall i Kiruna?", "type": "obesvarbar", "answerable": False,
         "evidence": []},
    ]  # fmt: skip
    (desk.folder / "frågor.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    papers = desk.folder / "facit"
    papers.mkdir()
    (papers / "pumpen.txt").write_text(minutes("pumpen"), "utf-8")
    elsewhere = desk.folder / "annanstans"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    done = main("eval", desk.folder / "frågor.jsonl", "--documents", papers, "--json", "resultat.json")
    assert done.code == 0, done.err
    assert "nDCG@10" in done.out
    result = json.loads((elsewhere / "resultat.json").read_text("utf-8"))
    assert set(result) == {"dataset", "rows", "answers", "per_query"}
    assert set(result["rows"]) == {"bm25", "dense", "hybrid"}
    assert result["rows"]["bm25"]["MRR"] == 1.0
    assert result["answers"]["right_abstentions"] == 1.0
    assert [path.name for path in elsewhere.iterdir()] == ["resultat.json"]


def test_eval_of_how_papers_are_read(main, tmp_path):
    """On screen, with or without what is amiss, and as JSON."""
    (tmp_path / "pumpen.txt").write_text(minutes("pumpen"), "utf-8")
    gold = {
        "kind": "protokoll", "organisation": "Terminalby kommun", "committee": "Miljönämnden", "date": "2021-10-07",
        "place": None, "time": None, "sections": [], "attendance": [], "rebuilt": True,
    }  # fmt: skip
    (tmp_path / "facit.json").write_text(json.dumps({"pumpen.txt": gold}), "utf-8")
    measure = ("eval", "--structure", tmp_path / "facit.json", tmp_path)
    done = main(*measure, "--json", tmp_path / "resultat.json")
    assert done.code == 0, done.err
    assert "datum, fel: väntade 2021-10-07 · läste 2021-10-06" in done.out
    assert json.loads((tmp_path / "resultat.json").read_text("utf-8"))["share"] == 0.75
    done = main(*measure, "--no-per-query")
    assert "andel rätt 0.750" in done.out
    assert "datum, fel" not in done.out


@pytest.fixture(scope="module")
def server(desk: Desk) -> Iterator[str]:
    """Return the address of `beslutsminne serve` over the archive of the desk."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (
        (desk.folder / "serve.txt").open("w") as log,
        subprocess.Popen(
            command("serve", "--port", str(port), "--data-dir", "arkiv"),
            cwd=desk.folder, env=surroundings(), stdout=log, stderr=log,
        ) as process,
    ):  # fmt: skip
        try:
            for _ in range(600):
                try:
                    assert httpx.get(f"{url}/readyz", trust_env=False).status_code == 200
                except httpx.ConnectError:
                    assert process.poll() is None, (desk.folder / "serve.txt").read_text()
                    time.sleep(0.1)
                else:
                    break
            else:
                pytest.fail((desk.folder / "serve.txt").read_text())
            yield url
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
    assert url in (desk.folder / "serve.txt").read_text()


def test_a_locked_archive(desk, server):
    """A second process is told so, and what to do; the exit code is 1."""
    done = desk.run("search", "pumpen", "--data-dir", "arkiv")
    assert done.code == 1
    assert "arkiv" in done.err
    assert "annan process" in done.err
    assert "--url" in done.err
    assert "Traceback" not in done.err


def test_ask_a_running_server(desk, server):
    done = desk.run("ask", "Vad kostade pumpen?", "--json", "--url", server)
    assert done.code == 0, done.err
    answer = schemas.AskResponse.model_validate_json(done.out)
    assert answer.answered
    assert answer.citations[0].source == "pumpen.txt"
    assert "77 kronor" in answer.citations[0].quote


def test_ask_for_reading(main, server):
    """A person gets the quote with body, date, §, diarienummer and file."""
    done = main("ask", "Vad kostade pumpen?", "--url", server)
    assert done.code == 0
    for said in ("77 kronor", "Miljönämnden", "2021-10-06", "§ 3", "MN 2021/5", "pumpen.txt"):
        assert said in done.out


def test_a_reading_is_ignored(main, server):
    question = 'vad kostade "pumpen"'
    assert "[phrase:pumpen]" in main("search", question, "--url", server).out
    response = json.loads(main("ask", question, "--ignore", "phrase:pumpen", "--json", "--url", server).out)
    assert "phrase:pumpen" not in [reading["id"] for reading in response["interpreted"]["readings"]]


def test_a_search_is_explained(main, server):
    """Where it is asked for."""
    assert re.search(r"^  \+\d+\.\d\d \S", main("search", "pumpen", "--explain", "--url", server).out, re.MULTILINE)
    assert "ord (BM25)" not in main("search", "pumpen", "--url", server).out


def test_feedback(main, server):
    """What was said, in words and as a line of a question file."""
    with Client(server) as client:
        cited = client.ask(schemas.AskRequest(question="Vad kostade pumpen?")).citations[:1]
        places = [{name: getattr(one, name) for name in ("document_id", "start", "end", "quote")} for one in cited]
        said = {"question": "Vad kostade pumpen?", "verdict": "rätt", "answered": True, "citations": places}
        given = client.give_feedback(schemas.FeedbackRequest.model_validate(said))
        try:
            assert "rätt: Vad kostade pumpen?" in main("feedback", "--url", server).out
            (line,) = main("feedback", "--export", "rätt", "--url", server).out.splitlines()
            assert json.loads(line)["question"] == "Vad kostade pumpen?"
            assert main("feedback", "--export", "fel", "--url", server).out == ""
            assert main("feedback", "--export", "kanske", "--url", server).code == 2
        finally:
            client.delete_feedback(given.id)


def test_no_answer_for_reading(main, server):
    """Not an error: no answer is an answer, with how much was searched."""
    done = main("ask", "Vad beslutades om en simhall i Kiruna?", "--url", server)
    assert done.code == 0
    assert done.out.startswith("Jag hittar inget om detta i handlingarna\n")


def test_status_of_a_running_server(main, server):
    done = main("status", "--url", server)
    assert done.code == 0
    assert "3 handlingar" in done.out
    assert "Terminalby kommun (3)" in done.out
    assert READERS[isolation()] in " ".join(done.out.split())
    as_json = json.loads(main("status", "--url", server, "--json").out)
    assert as_json["documents"] == 3
    assert as_json["isolation"] == isolation()
    assert as_json["manifest"]["model"] == "multilingual"
    assert as_json["facets"]["kind"] == [{"value": "protokoll", "documents": 3}]


def test_index_by_a_running_server(main, server, tmp_path):
    """Folders with all below them; minutes of two bodies that are called the same are two papers."""
    for word, folder in (("kajaken", "ks"), ("kanoten", "bun")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "protokoll.txt").write_text(minutes(word), "utf-8")
    (tmp_path / "tom.txt").touch()
    done = main("index", tmp_path, "--url", server)
    assert done.code == 1
    assert re.search(r"tom\.txt: misslyckad .{10,}", done.out)
    for word in ("kajaken", "kanoten"):
        found = json.loads(main("search", word, "--json", "--url", server).out)
        assert any(word in hit["text"] for hit in found["hits"]), word


WRONG = {
    "no command": ((), ""),
    "unknown command": (("hittepå",), "hittepå"),
    "unknown option": (("search", "pumpen", "--snabbt"), "--snabbt"),
    "nothing to index": (("index",), "mapp"),
    "no question": (("ask",), ""),
    "empty question": (("ask", ""), "tom"),
    "blank search": (("search", "  \n"), "tom"),
    "long question": (("ask", "ö" * 10_000), "10000 tecken"),
    "control characters": (("ask", "pum\x1bpen"), "styrteck"),
    "limit": (("search", "pumpen", "--limit", "0"), "limit"),
    "port": (("serve", "--port", "70000"), "port"),
    "nothing to measure": (("eval",), "frågemängd"),
    "labels without papers": (("eval", "--structure", "facit.json"), "1 sökväg(ar)"),
    "labels that are not there": (("eval", "--structure", "facit.json", "."), "facit.json finns inte"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use(main, name):
    """Exit code 2, with what was wrong."""
    arguments, said = WRONG[name]
    done = main(*arguments)
    assert done.code == 2
    assert said in done.err + done.out
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [("ask", "Vad kostade pumpen?"), ("search", "pumpen"), ("status",)])
def test_a_server_that_is_down(main, arguments):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    done = main(*arguments, "--url", url)
    assert done.code == 1
    assert url in done.err
    assert "beslutsminne serve" in done.err


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("UPLOAD_LIMIT", "stor")])
def test_a_setting_with_an_unknown_value(main, monkeypatch, name, value):
    """Stops the start and names itself, as docs/operations.md has it."""
    monkeypatch.setenv(f"BESLUTSMINNE_{name}", value)
    done = main("serve")
    assert done.code == 2
    assert f"BESLUTSMINNE_{name}" in done.err
    assert value in done.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LLM_API_KEY", "Zebra7 "),  # pasted with a blank after it
        ("LLM_URL", "https://nils:Zebra7@modell.example"),
        ("RATE", "ofta"),
    ],
)
def test_a_setting_that_may_hold_a_key_is_named_and_not_told(main, monkeypatch, name, value):
    monkeypatch.setenv(f"BESLUTSMINNE_{name}", value)
    done = main("serve")
    assert done.code == 2
    assert f"BESLUTSMINNE_{name}" in done.err
    assert "Zebra7" not in done.out + done.err
    assert ("ofta" in done.err) == (name == "RATE")


def commands() -> dict[str, typer.core.TyperCommand]:
    """Return the commands by name."""
    return typer.main.get_command(cli.app).commands


def test_help_lists_all_commands(main):
    """Those of the design, each with a line on what it does."""
    done = main("--help")
    assert done.code == 0
    assert set(commands()) == {
        "index",
        "search",
        "ask",
        "serve",
        "demo",
        "eval",
        "status",
        "feedback",
        "watches",
        "backup",
        "restore",
        "check",
        "keys",
        "audit",
    }
    for name, item in commands().items():
        assert item.help
        assert re.search(rf"\b{name}\s+{re.escape(item.help[:20])}", done.out)


@pytest.mark.parametrize(
    "name", ["index", "search", "ask", "serve", "demo", "eval", "status", "feedback", "backup", "restore"]
)
def test_help_of_each_command(main, name):
    """With every option."""
    done = main(name, "--help")
    assert done.code == 0
    for parameter in commands()[name].params:
        assert parameter.param_type_name == "argument" or parameter.opts[0] in done.out


@pytest.mark.skipif(not README.is_file(), reason="README.md is not written yet")
@pytest.mark.parametrize(
    "name", ["index", "search", "ask", "serve", "demo", "eval", "status", "feedback", "backup", "restore"]
)
def test_the_readme_tells_of_each_command(name):
    assert re.search(rf"\bbeslutsminne {name}\b", README.read_text("utf-8"))
