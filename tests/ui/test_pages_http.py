"""The pages over HTTP: what they say, what they let a browser do, and what they keep to themselves."""

import csv
import io
import re
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from search_api.client import Client
from search_api.schemas import DocumentLine
from tests.ui import shelf
from ui.pages.searching import harmless

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
PAGES = (
    "/", "/sok", "/sok?q=isbana", f"/fraga?q={quote(BOB)}", "/fraga", "/arkivet", "/kvalitet", "/om", "/tillganglighet",
    "/api", "/finns/inte", "/arende/Viklunda%20kommun/KFN%202023/8",
    "/mote/Viklunda%20kommun/Kultur-%20och%20fritidsn%C3%A4mnden/2023-02-15/p12",
)  # fmt: skip


@pytest.fixture(scope="module")
def visitor(library):
    with httpx.Client(base_url=library, headers=BROWSER, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def lines(library) -> dict[str, DocumentLine]:
    """Return the line of each paper by its file's name."""
    with Client(library) as client:
        return {line.source: line for line in client.documents().documents}


def shown(response: httpx.Response) -> str:
    """Return the words of a page in its order."""
    return " ".join(html.fromstring(response.text).text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_allows_little(visitor, path):
    response = visitor.get(path)
    tree = html.fromstring(response.text)
    assert response.status_code == (404 if path == "/finns/inte" else 200)
    assert tree.get("lang") == "sv"
    assert len(tree.findall(".//h1")) == 1
    assert re.fullmatch(r".+ – .+", tree.findtext(".//title"))
    assert tree.xpath("//a[@href='#innehall']")
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"].startswith("private")
    assert "set-cookie" not in response.headers
    assert tree.xpath("//*[@style] | //script[not(@src)] | //*[starts-with(name(@*), 'on')]") == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_light(visitor, path):
    """Of the first page all, and of the others the page itself: no more than 60 kB before the question can be asked."""
    response = visitor.get(path)
    tree = html.fromstring(response.text)
    files = [one for one in tree.xpath("//link/@href | //script/@src | //img/@src") if one.startswith("/sidor/")]
    weight = sum(len(visitor.get(one).content) for one in set(files))
    assert len(files) >= 3
    assert weight <= 40_000
    if path != "/api":
        assert weight + len(response.content) <= 60_000


@pytest.mark.parametrize("path", ["/", "/sok?q=isbana", f"/fraga?q={quote(BOB)}", "/om", "/tillganglighet", "/finns"])
def test_the_fixed_texts_are_english_where_that_is_asked_for(visitor, path):
    joint = "&" if "?" in path else "?"
    tree = html.fromstring(visitor.get(f"{path}{joint}lang=en").text)
    assert tree.get("lang") == "en"
    for swedish in tree.xpath("//*[@lang='sv']"):
        swedish.drop_tree()
    assert re.findall(r"\b(?:och|inte|handlingar|svar|sök|frågan?)\b", tree.text_content(), re.IGNORECASE) == []
    ways = [href for href in tree.xpath("//main//a/@href") if href.startswith("/") and not href.startswith("/v1/")]
    assert all("lang=en" in href for href in ways)


def test_the_question_about_bob(visitor):
    response = visitor.get("/fraga", params={"q": BOB})
    tree = html.fromstring(response.text)
    answer = tree.xpath("//section[contains(@class, 'answer')]")[0]
    words = " ".join(answer.text_content().split())
    assert "✓" not in words  # what only the eye sees stands in the stylesheet
    assert shelf.MEMBERS in words
    assert "Region Gotland, Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1" in words
    assert tree.xpath("//p[@role='status']")[0].text_content().split() == ["Svar", "med", "1", "källa"]
    assert tree.xpath("//details[contains(@class, 'context')]//mark[@id='citat-1']")
    assert tree.findtext(".//title") == "Svar – Region Gotland"


def test_a_question_can_be_sent_by_a_form(visitor):
    """No address holds it; the answer is the same."""
    posted = visitor.post("/fraga", data={"q": BOB})
    assert posted.request.url.query == b""
    assert shelf.MEMBERS in shown(posted)


def test_nothing_is_found_and_nothing_said(visitor):
    words = shown(visitor.get("/fraga", params={"q": "när öppnar badhuset i Kiruna?"}))
    assert "Jag hittar inget om detta i handlingarna" in words
    assert "Inget av det som söktes igenom handlar om det som frågan gäller." in words


@pytest.mark.parametrize("path", ["/fraga", "/sok"])
@pytest.mark.parametrize("words", ["KFN 2023/8", "kfn 2023/8", "dnr KFN 2023/8"])
def test_a_bare_diarienummer_leads_to_its_case(visitor, path, words):
    response = visitor.get(path, params={"q": words})
    assert response.status_code == 303
    assert response.headers["location"] == "/arende/Viklunda%20kommun/KFN%202023/8"
    english = visitor.get(path, params={"q": words, "lang": "en"})
    assert english.headers["location"] == "/arende/Viklunda%20kommun/KFN%202023/8?lang=en"


@pytest.mark.parametrize("words", ["2023", "KS 2021/999", "§ 12", "12", "isbana 2023/8"])
def test_what_is_no_case_of_the_archive_is_searched_for(visitor, words):
    assert visitor.get("/sok", params={"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=x&ar=tjugo", "Året är ”tjugo”."),
        ("q=x&sida=0", "sida måste vara minst 1"),
        ("q=x&organ=Ingen%20s%C3%A5dan", "Filtret committee har inget värde ”Ingen sådan”"),
        ("q=%07x", "Frågan innehåller styrtecknet U+0007"),
    ],
)
def test_what_cannot_be_searched_for_is_told_on_a_page(visitor, query, told):
    response = visitor.get(f"/sok?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert told in shown(response)


def test_facets_count_what_a_choice_of_them_comes_to(visitor):
    """Each number is what the heading of the archive says when its link is followed, whatever else is chosen."""
    tree = html.fromstring(visitor.get("/arkivet?organisation=Viklunda%20kommun").text)
    links = tree.xpath("//nav[contains(@class, 'facets')]//a")
    assert len(links) > 6
    for link in links:
        promised = int(re.search(r"\((\d+)", link.text_content())[1])
        listed = html.fromstring(visitor.get(link.get("href")).text)
        chosen = html.fromstring(visitor.get(link.get("href")).text).xpath("//ul[@class='chips']//a")
        several = "organisation=" in link.get("href").replace("organisation=Viklunda+kommun", "", 1)
        found = int(re.match(r"\d+", listed.xpath("//h2[@id='svar']")[0].text_content().strip())[0])
        assert found == (promised + 5 if several else promised), link.get("href")
        assert len(chosen) == 2


def test_chosen_filters_can_be_taken_away_one_by_one(visitor):
    address = "/sok?q=isbana&organisation=Viklunda+kommun&typ=protokoll&ar=2023"
    tree = html.fromstring(visitor.get(address).text)
    chips = [one.get("href") for one in tree.xpath("//ul[@class='chips' and @aria-label]//a")]
    assert chips == [
        "/sok?q=isbana&typ=protokoll&ar=2023",
        "/sok?q=isbana&organisation=Viklunda+kommun&ar=2023",
        "/sok?q=isbana&organisation=Viklunda+kommun&typ=protokoll",
    ]


def test_hits_in_order_of_time(visitor):
    tree = html.fromstring(visitor.get("/sok?q=isbanan&sortera=datum").text)
    days = re.findall(
        r"\b20\d\d-\d\d-\d\d\b", " ".join(one.text_content() for one in tree.xpath("//article//span[@class='tag']"))
    )
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_hits_as_a_table(visitor):
    response = visitor.get("/sok.csv", params={"q": "isbanan på Stortorget"})
    assert response.headers["content-disposition"] == 'attachment; filename="traffar.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    row = next(one for one in rows if one["Paragraf"] == "§ 12" and "15 mars" in one["Text"])
    assert (row["Organ"], row["Datum"], row["Diarienummer"]) == (
        "Kultur- och fritidsnämnden",
        "2023-02-15",
        "KFN 2023/8",
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "2023-01-01", "isbana = kallt", "1-2"])
def test_other_cells_stay(cell):
    assert harmless(cell) == cell


def test_quotes_have_no_signs_of_markdown(visitor):
    words = shown(visitor.get("/fraga", params={"q": "hur länge ska isbanan på Stortorget hållas öppen?"}))
    assert "isbanan på Stortorget ska hållas öppen till och med den 15 mars" in words
    assert "**" not in words
    assert "##" not in words


def test_a_paragraph_tells_who_wanted_what_and_that_it_no_longer_holds(visitor):
    path = "/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p12"
    tree = html.fromstring(visitor.get(path).text)
    headings = [one.text_content() for one in tree.xpath("//h2")]
    assert headings == ["Beslut", "Omröstning", "Yrkanden", "Reservationer", "Det som kom efter"]
    words = " ".join(tree.text_content().split())
    assert "Gäller inte längre" in words
    assert "Beslutet är upphävt eller ersatt av Viklunda kommun, Kultur- och fritidsnämnden 2024-01-17 § 3" in words
    votes = [one.text_content() for one in tree.xpath("//dl[@class='facts']//dd")]
    assert votes == ["4", "7"]


def test_what_ends_a_decision_holds_itself(visitor):
    words = shown(visitor.get("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2024-01-17/p3"))
    assert "upphäva nämndens beslut 2023-02-15 § 12" in words
    assert "Gäller inte längre" not in words


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p99", "har i arkivet ingen § 99"),
        ("/mote/Viklunda kommun/Kultur- och fritidsnämnden/1999-01-01", "Arkivet har ingen handling från"),
        ("/mote/Ingenstans/Ingen/2023-02-15", "Arkivet har ingen handling från Ingen 2023-02-15"),
        ("/arende/Viklunda kommun/KS 1999/1", "Inget ärende i arkivet hos Viklunda kommun har diarienummer"),
        ("/handling/finns-inte", "Det finns ingen handling med id ”finns-inte”"),
    ],
)
def test_what_is_not_there_is_told_on_a_page(visitor, path, told):
    response = visitor.get(path)
    assert response.status_code == 404
    assert told in shown(response)


def test_a_case_has_the_proposal_beside_the_decision(visitor):
    tree = html.fromstring(visitor.get("/arende/Viklunda kommun/KFN 2023/8").text)
    first = tree.xpath("//div[@class='twofold']")[0]
    proposed, decided = (" ".join(one.text_content().split()) for one in first.xpath("./div"))
    assert "Isbanan hålls öppen till och med den 1 mars." in proposed
    assert "öppen till och med den 15 mars" in decided
    assert "§ 12" in tree.xpath("//pre[@id='behandling']")[0].text_content()


def test_programs_get_problems_and_browsers_pages(visitor):
    for path in ("/finns-inte", "/handling/finns-inte"):
        assert visitor.get(path).headers["content-type"].startswith("text/html")
        program = visitor.get(path, headers={"Accept": "application/json"})
        assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")
    assert visitor.get("/v1/documents/finns-inte").headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_told(visitor):
    response = visitor.post("/arkivet")
    assert response.status_code == 405
    assert "Sidan kan inte visas så" in shown(response)


def test_no_address_of_a_page_leads_to_another_server(visitor):
    """The link to the other language is made of the address that was asked for."""
    tree = html.fromstring(visitor.get("//annan.example/sida").text)
    assert not [href for href in tree.xpath("//a/@href") if href.startswith("//")]


def test_what_is_masked_is_no_picture(visitor, lines):
    line = lines["lastare.pdf"]
    response = visitor.get(f"/handling/{line.document_id}/sida/1")
    words = shown(response)
    assert "Sidan visas inte som bild, för att den har uppgifter som är maskerade i texten (personnummer)." in words
    assert "████████-████" in words
    assert "19121212" not in response.text
    assert "<image" not in response.text
    picture = visitor.get(f"/handling/{line.document_id}/sida/1/bild")
    assert picture.status_code == 404
    assert not picture.headers["content-type"].startswith("image/")


def test_a_page_is_a_picture(visitor, lines):
    response = visitor.get(f"/handling/{lines['bob.pdf'].document_id}/sida/1/bild")
    assert (response.status_code, response.headers["content-type"]) == (200, "image/webp")
    assert response.headers["cache-control"].startswith("private")


@pytest.mark.parametrize("path", ["sida/9", "sida/0", "sida/x", "sida/1?markera=x", "sida/9/bild"])
def test_a_page_that_is_not_there_is_told(visitor, lines, path):
    response = visitor.get(f"/handling/{lines['bob.pdf'].document_id}/{path}")
    assert response.status_code in (404, 422)
    assert "text/html" in response.headers["content-type"]


def test_the_words_of_papers_are_words_only(visitor, lines):
    """In names of files, headings, texts, and in the question itself."""
    line = lines[shelf.HOSTILE_NAME]
    paths = [
        f"/handling/{line.document_id}", f"/handling/{line.document_id}/sida/1?markera=0-90", "/kvalitet", "/arkivet",
        "/mote/Viklunda kommun/Miljönämnden/2022-05-18", "/mote/Viklunda kommun/Miljönämnden/2022-05-18/p7",
        "/arende/Viklunda kommun/MN 2022/31", f"/sok?q={quote(shelf.EVIL)}", f"/fraga?q={quote(shelf.EVIL)}",
        f"/sok?q=x&organ={quote(shelf.EVIL)}", f"/finns/{quote(shelf.EVIL)}", f"/handling/{quote(shelf.EVIL, safe='')}",
        "/fraga?q=hur+ska+v%C3%A4vstolen+i+Tranebo+m%C3%A4rkas%3F",
    ]  # fmt: skip
    for path in paths:
        response = visitor.get(path)
        tree = html.fromstring(response.text)
        assert not tree.xpath("//script[not(@src)] | //img[not(starts-with(@src, '/sidor/'))] | //*[@onerror]"), path
    assert shelf.EVIL in shown(visitor.get(f"/handling/{line.document_id}/sida/1"))


def test_headings_and_bodies_are_suggested(visitor):
    assert "Kultur- och fritidsnämnden" in visitor.post("/forslag", data={"q": "fritid"}).json()
    assert visitor.post("/forslag", data={"q": "isban"}).json() == ["Isbanan stängs", "Isbana på Stortorget"][::-1]
    assert visitor.post("/forslag", data={"q": "i"}).json() == []
    assert visitor.post("/forslag", data={"q": "%"}).json() == []


def test_the_reference_names_every_call(visitor):
    described = visitor.get("/openapi.json").json()
    words = shown(visitor.get("/api"))
    for path, item in described["paths"].items():
        for method in item:
            assert f"{method.upper()} {path}" in words
    assert not [path for path in described["paths"] if not path.startswith(("/v1/", "/healthz", "/readyz", "/metrics"))]


def test_a_form_of_a_page_is_taken_though_it_says_not_where_it_stands(visitor):
    """As a browser sends it: the page's policy takes the origin away, and the browser says that it is the same."""
    from_here = {"Origin": "null", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
    assert visitor.post("/fraga", data={"q": BOB}, headers=from_here).status_code == 200
    from_elsewhere = from_here | {"Sec-Fetch-Site": "cross-site"}
    assert visitor.post("/fraga", data={"q": BOB}, headers=from_elsewhere).status_code == 403


def test_a_form_is_as_small_as_a_question(visitor):
    assert visitor.post("/fraga", data={"q": "x" * 200_000}).status_code == 413


def judged(visitor, question: str, **changes: object) -> httpx.Response:
    """Send the form of a question's answer, with some of its fields changed."""
    form = html.fromstring(visitor.get("/fraga", params={"q": question}).text).xpath("//form[@class='opinion']")[0]
    fields: dict[str, list[str]] = {}
    for one in form.xpath(".//input | .//textarea"):
        fields.setdefault(one.get("name"), []).append(one.get("value", ""))
    return visitor.post(form.get("action"), data=fields | changes)


def test_an_answer_is_judged_and_the_words_of_its_citations_are_kept(visitor, library):
    response = judged(visitor, BOB, omdome="rätt", kommentar="Stämmer.")
    assert (response.status_code, response.headers["location"]) == (303, "/fraga/tack")
    assert "utan uppgift om vem du är" in shown(visitor.get("/fraga/tack"))
    with Client(library) as client:
        given = client.feedback().feedback[0]
        client.delete_feedback(given.id)
    assert (given.question, given.verdict, given.comment, given.answered) == (BOB, "rätt", "Stämmer.", True)
    assert " ".join(given.citations[0].quote.split()) == shelf.MEMBERS


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"omdome": "kanske"}, "omdome"),
        ({"omdome": "fel", "citat": ["x"]}, "Citatets plats är ”x”"),
        ({"omdome": "fel", "citat": ["finns-inte:1:2"]}, "Det finns ingen handling med id"),
        ({"omdome": "fel", "kommentar": "x" * 2_001}, "Kommentaren har 2001 tecken; gränsen är 2000."),
    ],
)
def test_a_judgement_that_cannot_be_kept_is_told(visitor, library, changes, told):
    response = judged(visitor, BOB, **changes)
    assert response.status_code in (404, 422)
    assert told in shown(response)
    with Client(library) as client:
        assert client.feedback().feedback == []


def test_robots_are_kept_from_answers(visitor):
    told = visitor.get("/robots.txt").text
    assert "Disallow: /fraga\n" in told
    assert "Disallow: /sok\n" in told


def test_no_log_has_a_question(visitor, library, tmp_path_factory):
    """Asked by the address, by a form and as a search: not even where the question goes wrong."""
    planted = "hemligfråga"
    visitor.get("/fraga", params={"q": f"{planted} ett"})
    visitor.post("/fraga", data={"q": f"{planted} två"})
    visitor.get("/sok", params={"q": f"{planted}\x07"})
    visitor.post("/forslag", data={"q": planted})
    logs = list(tmp_path_factory.getbasetemp().rglob("fel.txt"))
    assert logs
    assert not [log for log in logs if planted in log.read_text("utf-8")]
