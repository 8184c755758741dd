"""The feeds: valid Atom (RFC 4287), the same wherever they are served, and no more than the pages show."""

import datetime as dt
import re
import sqlite3
from urllib.parse import quote, urlsplit

import httpx
import pytest
from lxml import etree, html

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import open_archive
from search_api.client import Client
from search_api.following.news import LONGEST, latest
from search_api.settings import Settings
from tests.ui import shelf
from ui.pages import atom
from ui.pages.following import of_body

ATOM = {"a": "http://www.w3.org/2005/Atom"}
VIKLUNDA, LEISURE = "Viklunda kommun", "Kultur- och fritidsnämnden"
SEARCH = f"/sok.atom?q={quote('isbanan på Stortorget')}"
CASE = "/arende/Viklunda kommun/KFN 2023/8.atom"
BODY = f"/organ/Viklunda kommun/{LEISURE}.atom"
FEEDS = (SEARCH, CASE, BODY)
# RFC 3339, as RFC 4287 (3.3) wants it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture(scope="module")
def reader(library):
    with httpx.Client(base_url=library, trust_env=False, timeout=60) as client:
        yield client


def parsed(response: httpx.Response) -> etree._Element:
    assert response.status_code == 200, response.text
    return etree.fromstring(response.content)


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(one) for one in element.xpath(path, namespaces=ATOM)]


@pytest.mark.parametrize("path", FEEDS)
def test_it_is_valid(reader, path):
    """What RFC 4287 (4.1.1, 4.1.2) demands of a feed and of each entry, and the addresses lead where they say."""
    response = reader.get(path)
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["cache-control"].startswith("private")
    feed = parsed(response)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert {etree.QName(one).namespace for one in feed.iter()} == {ATOM["a"]}
    entries = feed.findall("a:entry", ATOM)
    assert entries
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", ATOM)) == 1
        assert MOMENT.fullmatch(one.findtext("a:updated", namespaces=ATOM))
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one.findtext("a:id", namespaces=ATOM))
        assert one.findtext("a:title", namespaces=ATOM).strip()
        assert one.findtext("a:author/a:name", namespaces=ATOM).strip()
        (way,) = texts(one, "a:link[@rel='alternate']/@href")
        assert reader.get(way, headers={"Accept": "text/html"}).status_code == 200
    (own,) = texts(feed, "a:link[@rel='self']/@href")
    assert reader.get(own).content == response.content
    ids = texts(feed, "//a:id/text()")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (f"/sok?q={quote('isbanan på Stortorget')}&sortera=datum", SEARCH),
        (CASE.removesuffix(".atom"), CASE),
        (f"/arkivet?organisation=Viklunda+kommun&organ={quote(LEISURE)}", BODY),
        (f"/mote/Viklunda kommun/{LEISURE}/2023-02-15", BODY),
    ],
)
def test_its_page_names_it(reader, page, path):
    """For programs in its head, and for people by a link."""
    tree = html.fromstring(reader.get(page, headers={"Accept": "text/html"}).text)
    (named,) = tree.xpath("//head/link[@rel='alternate'][@type='application/atom+xml']/@href")
    (shown,) = tree.xpath("//a[normalize-space()='Följ (Atom)']/@href")
    assert named == shown
    assert reader.get(named).content == reader.get(path).content


@pytest.mark.parametrize("path", FEEDS)
def test_an_english_one_leads_to_english_pages(reader, path):
    """And is the same feed, of the same entries."""
    asked = f"{path}{'&' if '?' in path else '?'}lang=en"
    feed, swedish = parsed(reader.get(asked)), parsed(reader.get(path))
    ways = texts(feed, "//a:link[@rel='alternate']/@href")
    assert len(ways) > 1
    for way in ways:
        page = html.fromstring(reader.get(way, headers={"Accept": "text/html"}).text)
        assert page.get("lang") == "en", way
    (own,) = texts(feed, "a:link[@rel='self']/@href")
    assert reader.get(own).content == reader.get(asked).content
    assert texts(feed, "//a:id/text()") == texts(swedish, "//a:id/text()")


def test_a_paper_of_a_search_says_what_it_is(reader):
    feed = parsed(reader.get(SEARCH))
    titles = texts(feed, "a:entry/a:title/text()")
    assert any(re.search(r"2023-02-15 § 12.*: Isbana på Stortorget$", one) for one in titles)
    assert not [one for one in titles if "Bryggan" in one or "Redovisning" in one]


def test_what_it_quotes_stands_in_the_paper(reader, library):
    with Client(library) as client:
        whole = [client.text(line.document_id) for line in client.documents().documents]
    for path in FEEDS:
        for quoted in texts(parsed(reader.get(path)), "a:entry/a:summary/text()"):
            assert len(quoted) <= LONGEST
            assert any(quoted in text for text in whole)


def test_ids_do_not_change_with_the_order_of_an_address_or_the_name_of_the_host(reader, library):
    one = reader.get("/sok.atom?q=isbanan&organ=Milj%C3%B6n%C3%A4mnden&organ=Tekniska+n%C3%A4mnden&sida=2")
    other = reader.get("/sok.atom?organ=Tekniska+n%C3%A4mnden&organ=Milj%C3%B6n%C3%A4mnden&sortera=datum&q=isbanan")
    assert texts(parsed(one), "//a:id/text()") == texts(parsed(other), "//a:id/text()")
    assert texts(parsed(one), "/a:feed/a:id/text()") != texts(parsed(reader.get(SEARCH)), "/a:feed/a:id/text()")
    port = urlsplit(library).port
    for path in FEEDS:
        here, there = parsed(reader.get(path)), parsed(reader.get(path, headers={"Host": f"localhost:{port}"}))
        assert texts(here, "//a:id/text()") == texts(there, "//a:id/text()")
        assert texts(here, "//a:link/@href") != texts(there, "//a:link/@href")


def test_it_is_sent_once(reader):
    """Whoever has it as it is gets no more than that (RFC 9110, 13.1.2)."""
    for path in FEEDS:
        tag = reader.get(path).headers["etag"]
        for asked in (tag, f'"annan", W/{tag}', "*"):
            again = reader.get(path, headers={"If-None-Match": asked})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert reader.get(path, headers={"If-None-Match": '"annan"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sok.atom", 422),
        ("/sok.atom?q=%07", 422),
        ("/sok.atom?q=x&organ=Ingen", 422),
        ("/arende/Viklunda kommun/KS 1999/1.atom", 404),
        ("/organ/Viklunda kommun/Ingen.atom", 404),
        (f"/organ/Ingenstans/{LEISURE}.atom", 404),
    ],
)
def test_what_is_not_there_is_told(reader, path, status):
    assert reader.get(path).status_code == status


def test_what_is_masked_is_so_here(reader):
    document = reader.get("/organ/Viklunda kommun/Socialnämnden.atom").text
    assert "████████-████" in document
    assert "19121212" not in document


def test_the_words_of_papers_are_words_only(reader):
    feed = parsed(reader.get("/organ/Viklunda kommun/Miljönämnden.atom"))
    assert any(shelf.EVIL in one for one in texts(feed, "a:entry/a:summary/text()"))
    assert not feed.xpath("//*[local-name()='script' or local-name()='img']")


def test_signs_that_no_xml_has_do_not_stop_it():
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    entry = atom.Entry(atom.lasting_id("x"), "a\x00b", at, "A", "https://a.example/", "\ufffe\x0b<&>\U0001f600")
    feed = etree.fromstring(atom.feed("\x07", atom.lasting_id("y"), "https://a/", "https://b/", "A", [entry]))
    assert texts(feed, "a:entry/a:summary/text()") == ["\ufffd\ufffd<&>\U0001f600"]


def test_what_came_last_is_first(tmp_path):
    """By the day of its coming, not by its own; of those that came on one day by their own."""
    settings = Settings(data_dir=tmp_path / "arkiv", model="static")
    index = Index(settings.index_options)
    days = ("2022-03-01", "2024-03-01", "2019-03-01")
    with Sandbox() as sandbox:
        for day in days:
            if day == days[-1]:
                with sqlite3.connect(settings.data_dir / "catalogue.sqlite") as database:
                    database.execute("UPDATE documents SET arrived = '2024-06-01 10:00:00.000000'")
                database.close()
            text = (
                f"{VIKLUNDA}\nByggnadsnämnden\n\nProtokoll\nSammanträdesdatum {day}\n\n§ 1 Val\n\nBeslut\nVal sker.\n"
            )
            (tmp_path / f"{day}.txt").write_text(text, "utf-8")
            assert [one.message for one in index_paths(index, [tmp_path / f"{day}.txt"], sandbox)] == [""]
    archive = open_archive(settings, index)
    found = latest(archive, of_body(archive, VIKLUNDA, "Byggnadsnämnden"), 9)
    assert [str(one.cited.entry.date) for one in found] == ["2019-03-01", "2024-03-01", "2022-03-01"]
    assert [one.came.year for one in found[1:]] == [2024, 2024]
    assert latest(archive, of_body(archive, VIKLUNDA, "Byggnadsnämnden"), 1) == found[:1]
    index.close()


def test_without_a_mail_server_there_is_no_form(reader):
    assert "epost" not in reader.get("/sok?q=isbanan", headers={"Accept": "text/html"}).text
    response = reader.post("/bevaka", data={"q": "isbanan", "epost": "bo@b.example"})
    assert response.status_code == 404
    assert "Följ sidan med Atom" in response.json()["detail"]
