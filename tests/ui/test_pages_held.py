"""What once went wrong for those who asked, each held as a kind, on every page that could show it again."""

import asyncio
import itertools
import re
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from lxml import html

from corpus.errors import Busy
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import create_app
from search_api.limits.turns import Client
from search_api.schemas import AskResponse
from search_api.settings import Settings
from tests.ui import shelf
from ui import pages
from ui.pages import writing
from ui.pages.addresses import Choice

OF = "/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15"
RINK = "hur länge ska isbanan på Stortorget hållas öppen?"
NOTE = """Viklunda kommun
Fritidsförvaltningen

Tjänsteskrivelse

Ärendet
Belysningen längs elljusspåret i Tallmon har fyrtio stolpar, och varje stolpe kostar 2 100 kronor om året.
"""
BRIDGES = 30  # papers, more than a leaf of the archive shows


def bridge(number: int) -> str:
    """Return the minutes of a meeting about a bridge."""
    return (
        f"Viklunda kommun\nTekniska nämnden\n\nProtokoll\nSammanträdesdatum 2021-03-{number:02}\n\n"
        f"§ {number} Gångbro {number}\nDnr TN 2021/{number}\n\nBeslut\n"
        f"Tekniska nämnden beslutar att gångbro {number} målas för {number} 000 kronor.\n"
    )


@contextmanager
def serving(folder: Path, **settled: str | None) -> Iterator[TestClient]:
    """Give a visitor of the pages over what `folder` holds."""
    settings = Settings(data_dir=folder, **settled)
    app = create_app(settings, Index(settings.index_options))
    pages.install(app)
    here = {"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 1), "headers": {"Accept": "text/html"}}
    with TestClient(app, **here) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive, one file of which could not be read."""
    folder, papers = tmp_path_factory.mktemp("arkiv"), shelf.write(tmp_path_factory.mktemp("hylla"))
    for number in range(1, BRIDGES + 1):
        (papers / f"bro-{number:02}.txt").write_text(bridge(number), encoding="utf-8")
    (papers / "spår.txt").write_text(NOTE, encoding="utf-8")
    (papers / "enskilt" / "ärenden").mkdir(parents=True)
    (papers / "enskilt" / "ärenden" / "trasig.pdf").write_bytes(b"%PDF-1.7\nresten saknas")
    index = Index(Settings(data_dir=folder).index_options)
    try:
        with Sandbox() as sandbox:
            assert sum(bool(one.message) for one in index_paths(index, [papers], sandbox)) == 1
    finally:
        index.close()
    return folder


@pytest.fixture(scope="module")
def visitor(archive: Path) -> Iterator[TestClient]:
    """Give a visitor of the archive."""
    with serving(archive) as found:
        yield found


def tree(visitor: TestClient, path: str) -> html.HtmlElement:
    """Return a page that is there."""
    response = visitor.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return html.fromstring(response.text)


def words(found: html.HtmlElement) -> str:
    """Return the words of a part of a page."""
    return " ".join(found.text_content().split())


@pytest.mark.parametrize(
    "path",
    [
        f"/fraga?q={quote(RINK)}", "/sok?q=isbanan", OF, f"{OF}/p12", "/arende/Viklunda kommun/KFN 2023/8",
        "/arkivet?organ=Kultur-+och+fritidsn%C3%A4mnden", "{paper}", "{paper}/sida/1", "/sok.csv?q=isbanan",
    ],
)  # fmt: skip
def test_no_page_shows_the_signs_of_markdown(visitor, path):
    if "{paper}" in path:
        listed = tree(visitor, "/arkivet?organ=Kultur-+och+fritidsn%C3%A4mnden")
        (address,) = [one for one in listed.xpath("//main//a/@href") if "isbana.md" in visitor.get(one).text]
        path = path.format(paper=address)
    shown = visitor.get(path).text
    text = shown if path.startswith("/sok.csv") else words(html.fromstring(shown))
    assert "fritidsnämnden" in text
    assert re.findall(r"\*\*|(?<!\w)\*\w|#{2,}|\|-|__", text) == []


@pytest.mark.parametrize("question", [RINK, "hur många protokoll finns från 2021?", "när öppnar badhuset i Kiruna?"])
def test_no_answer_names_files_that_have_nothing_to_do_with_it(visitor, question):
    """What lacks is counted there; the report of the reading quality names it."""
    shown = visitor.get("/fraga", params={"q": question}).text
    assert "Filer som inte kunde läsas: 1" in shown
    assert "trasig" not in shown
    assert "enskilt" not in shown
    assert "trasig.pdf" in visitor.get("/kvalitet").text


@pytest.mark.parametrize(
    "question",
    [
        RINK, "vilka ingår i lokala Bob-rådet på Gotland?", "vad kostar bryggan i Tallviken?", "vilka reserverade sig?",
        "hur många protokoll finns från 2023?", "vad har hänt i ärende KFN 2023/8?",
        "vad kostar stolparna längs elljusspåret i Tallmon?", "vad beslutades om gångbro 12?",
    ],
)  # fmt: skip
def test_every_statement_says_whose_and_when(visitor, question):
    """The organisation and the year, or that the paper has no date."""
    found = tree(visitor, f"/fraga?q={quote(question)}")
    tags = [words(one) for one in found.xpath("//section[contains(@class, 'answer')]//*[@class='tag']")]
    heads = [words(one) for one in found.xpath("//article[@class='card']/h3")]
    assert heads
    for tag in tags + heads:
        assert re.search("Viklunda kommun|Region Gotland", tag), tag
        assert re.search(r"\b20\d\d-\d\d-\d\d\b|utan datum", tag), tag
    assert ("elljusspåret" in question) is any("utan datum" in one for one in heads)


@pytest.mark.parametrize(("query", "heading"), [
    (b"", "Det gick inte att skriva klart svaret"), (b"lang=en", "The answer could not be written to its end"),
])  # fmt: skip
def test_an_answer_that_breaks_off_is_said_to_be_over(visitor, query, heading):
    """In the place of the answer, which the stylesheet puts in that of what was being written."""

    async def late() -> AsyncGenerator[AskResponse, None]:
        raise Busy("Det tog mer än 60 sekunder att svara.")
        yield

    async def whole() -> str:
        headers = [(b"accept", b"text/html")]
        scope = {"type": "http", "method": "GET", "path": "/fraga", "query_string": query, "headers": headers}
        request, client = Request(scope | {"app": visitor.app, "state": {}}), Client("x", visitor.app.state.reading)
        page = writing.page(request, visitor.app.state.archives.whole, client, Choice(words=RINK), late())
        return "".join([str(piece) async for piece in page.body_iterator])

    found = html.fromstring(asyncio.run(whole()))
    (answer,) = found.xpath("//section[@class='draft']/following-sibling::section[contains(@class, 'answer')]")
    assert answer.xpath("./h2[@data-focus]")[0].text_content() == heading
    assert "mer än 60 sekunder" in words(answer)


def test_what_is_kept_is_told_as_it_is(visitor):
    """Where nobody logs in there is no cookie; where letters are not sent nothing is followed by them."""
    told = words(tree(visitor, "/om"))
    assert "Inga kakor används." in told
    assert "En fråga sparas bara om du lämnar återkoppling på svaret." in told


def test_what_is_said_of_an_answer_outlives_the_service(tmp_path):
    with serving(tmp_path) as before:
        sent = before.post("/fraga/omdome", data={"q": RINK, "omdome": "fel", "kommentar": "Det var 15 mars."})
        assert sent.status_code == 200  # the page that thanks
    with serving(tmp_path) as after:
        (kept,) = after.get("/v1/feedback").json()["feedback"]
    assert (kept["question"], kept["verdict"], kept["comment"]) == (RINK, "fel", "Det var 15 mars.")


def test_a_filter_is_on_only_where_it_is_seen(visitor):
    """It stands in the address and as a chip, goes along with a new question asked there, and is nowhere else."""
    within = "organisation=Region+Gotland&ar=2024"
    for path in ("/fraga", "/sok", "/arkivet"):
        found = tree(visitor, f"{path}?q=Bob-r%C3%A5det&{within}")
        chips = [words(one) for one in found.xpath("//ul[@class='chips' and @aria-label]//a")]
        assert [re.sub(r".*: | ×", "", chip) for chip in chips] == ["Region Gotland", "2024"]
        hidden = {
            one.get("name"): one.get("value") for one in found.xpath("//form[@role='search']//input[@type='hidden']")
        }
        assert hidden == ({} if path == "/arkivet" else {"organisation": "Region Gotland", "ar": "2024"})
        menu = found.xpath("//header//a/@href | //footer//a[not(@hreflang)]/@href")
        assert not [one for one in menu if "Gotland" in one]
    for path in ("/", "/sok", "/fraga", f"/fraga?q={quote(RINK)}"):
        found = tree(visitor, path)
        assert found.xpath("//form[@role='search']//input[@type='hidden']") == []
        assert found.xpath("//ul[@class='chips' and @aria-label]") == []
    assert "Set-Cookie" not in visitor.get(f"/sok?q=x&{within}").headers


@pytest.mark.parametrize("name", ["bro-01.txt", "ett annat namn.txt"])
def test_a_paper_that_is_there_already_is_not_called_new(visitor, name):
    before = visitor.get("/v1/documents").json()["total"]
    given = visitor.post("/v1/documents", files=[("files", (name, bridge(1).encode()))]).json()
    while given["state"] not in ("done", "failed"):
        time.sleep(0.05)
        given = visitor.get(f"/v1/jobs/{given['job_id']}").json()
    assert [one["status"] for one in given["outcomes"]] == ["oförändrad"]
    assert visitor.get("/v1/documents").json()["total"] == before


@pytest.mark.parametrize("path", ["/arkivet", "/sok?q=g%C3%A5ngbro", "/sok?q=g%C3%A5ngbro&sortera=datum&typ=protokoll"])
def test_each_leaf_has_an_address_of_its_own(visitor, path):
    """Forward and back by links, the same when it is opened anew, and with all that was chosen."""
    rows = "//article[@class='hit']/h3/a/@href | //div[@class='results']/ul[@class='lines']/li/a/@href"
    first = tree(visitor, path)
    (onward,) = first.xpath("//a[@rel='next']/@href")
    assert "sida=2" in onward
    assert all(part in onward for part in path.partition("?")[2].split("&"))
    second = tree(visitor, onward)
    assert second.xpath(rows)
    assert set(second.xpath(rows)).isdisjoint(first.xpath(rows))
    assert second.xpath(rows) == tree(visitor, onward).xpath(rows)
    (back,) = second.xpath("//a[@rel='prev']/@href")
    assert tree(visitor, back).xpath(rows) == first.xpath(rows)
    narrowed = second.xpath("//nav[@class='facets']//a/@href")
    assert narrowed
    assert not [one for one in narrowed if "sida=" in one]


def test_a_link_that_is_copied_asks_within_the_same(visitor):
    """The script puts what the button has behind the #, and sends it by the form."""
    address = f"/fraga?q={quote(RINK)}&organisation=Viklunda+kommun&typ=protokoll"
    first = tree(visitor, address)
    taken_away = first.xpath("//section[@class='readings']//a/@href")[0]
    shown = tree(visitor, taken_away)
    (within,) = shown.xpath("//button[@data-copy-link]/@data-within")
    fields = parse_qs(within)
    assert fields["organisation"] == ["Viklunda kommun"]
    assert fields["typ"] == ["protokoll"]
    assert len(fields["utan"]) == 1
    posted = html.fromstring(visitor.post("/fraga", data=fields | {"q": RINK}).text)
    chips = "//ul[@class='chips']//a/@href"
    assert posted.xpath(chips) == shown.xpath(chips) != first.xpath(chips)


@pytest.mark.parametrize(
    ("contact", "way"),
    [
        (None, []),
        ("hjalp@kommun.example", ["mailto:hjalp@kommun.example"]),
        ("https://kommun.example/hjalp", ["https://kommun.example/hjalp"]),
    ],
)
def test_who_meets_what_is_not_accessible_is_told_whom_to_ask(tmp_path, contact, way):
    with serving(tmp_path, accessibility_contact=contact) as service:
        ways = tree(service, "/tillganglighet").xpath("//main//a/@href")
    assert ways == [*way, "https://www.digg.se/tdosanmalan"]


FIXED = (
    "Sökte i", "Räkna inte med", "utan datum", "Observera", "Om sidan", "Okänt organ", "(utan rubrik)",
    "förslag till annat organ",
)  # fmt: skip


def test_no_fixed_text_of_an_english_page_is_swedish(visitor):
    """Nor one that stands among the words of papers."""
    paper = tree(visitor, "/arkivet").xpath("//ul[@class='lines']/li/a/@href")[0]
    undated = f"/fraga?q={quote('vad kostar stolparna längs elljusspåret i Tallmon?')}"
    for path in (undated, f"/fraga?q={quote(RINK)}", "/sok?q=isbanan+2023", "/kvalitet", f"{OF}/p12", paper):
        shown = tree(visitor, f"{path}{'&' if '?' in path else '?'}lang=en").text_content()
        assert [text for text in FIXED if text in shown] == [], path


SMALL = r"\b(?:the|of|and|to|is|are|was|with|this|that|from|your|page|search|answer|next|previous|no|not|found)\b"


def test_no_fixed_text_of_a_swedish_page_is_english(visitor):
    """Nor what only those who listen are told; the reference of the API says that its descriptions are English."""
    paper = tree(visitor, "/arkivet").xpath("//ul[@class='lines']/li/a/@href")[0]
    paths = (
        "/", "/sok", "/sok?q=isbanan", f"/fraga?q={quote(RINK)}", "/fraga", "/fraga?q=badhuset+i+Kiruna", "/fraga/tack",
        "/arkivet", "/kvalitet", "/om", "/tillganglighet", "/api", OF, f"{OF}/p12", paper,
        "/arende/Viklunda kommun/KFN 2023/8", f"{paper}/sida/1?markera=0-20", "/finns/inte", "/sok?q=x&sida=0",
        "/sok?q=x&ar=tjugo", "/handling/x",
        "/sok?q=x&sida=hej",
    )  # fmt: skip
    for path in paths:
        found = html.fromstring(visitor.get(path).text)
        for other in found.xpath("//*[@lang='en'] | //code | //script"):
            other.drop_tree()
        heard = found.xpath("//@aria-label | //@alt | //@title | //@placeholder | //@data-done | //meta/@description")
        said = itertools.chain([found.text_content()], heard)
        english = [one for text in said for one in re.findall(SMALL, text, re.IGNORECASE)]
        assert english == [], path
