"""The registrar's desk over HTTP: papers in, looked at, approved, withdrawn; by who may, and by nobody else."""

import re
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html

from indexer.index import Index
from search_api.access import keys
from search_api.access.roles import Grant, Role
from search_api.app import create_app
from search_api.settings import Settings
from ui import pages

AVIKA, BERGA = "Avika kommun", "Berga kommun"
PAPER = """{organisation}
Miljönämnden

Protokoll
Sammanträdesdatum 2021-10-06

§ 3 Köp av {word}
Dnr MN 2021/5

Beslut
Miljönämnden beslutar att köpa {word} för 77 kronor.

§ 4 Skrotning av {word}
Dnr MN 2021/6

Beslut
Miljönämnden beslutar att {word} skrotas.
"""


class Visitor:
    """Who looks at the pages, by the headers that they are known by."""

    def __init__(self, client: TestClient, known_by: dict[str, str]) -> None:
        self.client = client
        self.headers = {"Accept": "text/html"} | known_by

    def get(self, path: str, **more: object):
        return self.client.get(path, headers=self.headers, follow_redirects=False, **more)

    def post(self, path: str, headers: dict[str, str] | None = None, **more: object):
        return self.client.post(path, headers=self.headers | (headers or {}), follow_redirects=False, **more)

    def give(self, *words: str, organisation: str = AVIKA) -> str:
        """Give a paper for each word; returns the address of the page that tells how it goes."""
        files = [("filer", (f"{w}.txt", PAPER.format(word=w, organisation=organisation).encode())) for w in words]
        response = self.post("/registratur/lamna", files=files)
        assert response.status_code == 303, response.text
        return response.headers["location"]

    def done(self, job: str) -> str:
        """Return the words of a job's page when it goes on no more."""
        for _ in range(600):
            page = self.get(job).text
            if "data-again" not in page:
                return words_of(page)
            time.sleep(0.05)
        raise AssertionError(page)


def words_of(page: str) -> str:
    tree = html.fromstring(page)
    for apart in tree.iter("dt", "dd", "h2", "li", "p"):
        apart.tail = f" {apart.tail or ''}"
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("arkiv"), model="static", login="keys", approval=True)
    index = Index(settings.index_options)
    app = create_app(settings, index)
    pages.install(app)
    return app, index


@pytest.fixture(scope="module")
def client(app) -> Iterator[TestClient]:
    with TestClient(app[0], base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def visitor(app, client):
    """Return what gives who looks at the pages: by a role, and an organisation."""
    made: dict[tuple[str, str], Visitor] = {}

    def visit(role: str, organisation: str = "") -> Visitor:
        if (role, organisation) not in made:
            grant = Grant(Role(role), frozenset([organisation]) if organisation else None)
            key = keys.add(app[1].catalogue.api_keys, f"{role} {organisation}", grant, None)
            made[role, organisation] = Visitor(client, {"Authorization": f"Bearer {key}"})
        return made[role, organisation]

    return visit


@pytest.fixture(scope="module")
def paper(visitor) -> str:
    """Return the id of a paper in the archive."""
    registrar = visitor("registrator")
    registrar.done(registrar.give("krattan"))
    page = registrar.get("/arkivet").text
    return re.search(r"/handling/([\w.-]+)", page)[1]


GETS = {
    "/registratur": "uppladdare", "/registratur/ko": "uppladdare", "/registratur/jobb/x": "uppladdare",
    "/registratur/godkannande": "registrator", "/registratur/aterkoppling": "registrator",
    "/handling/{paper}/aterkalla": "registrator",
}  # fmt: skip
POSTS = {
    "/registratur/lamna": "uppladdare", "/registratur/godkannande/godkann": "registrator",
    "/registratur/godkannande/avsla": "registrator", "/registratur/aterkoppling/1/ta-bort": "registrator",
    "/handling/{paper}/aterkalla": "registrator",
}  # fmt: skip
BELOW = {"uppladdare": ["läsare"], "registrator": ["läsare", "uppladdare"]}


@pytest.mark.parametrize("path", GETS)
def test_who_may_not_see_a_page(visitor, paper, path):
    for role in BELOW[GETS[path]]:
        refused = visitor(role).get(path.format(paper=paper))
        assert refused.status_code == 403
        assert "Sidan är inte för dig" in refused.text
    assert visitor(GETS[path]).get(path.format(paper=paper)).status_code == (404 if "jobb" in path else 200)


@pytest.mark.parametrize("path", POSTS)
def test_who_may_not_do_it(visitor, paper, path):
    """Nor who may, from a page of another origin; and the paper is there still."""
    for role in BELOW[POSTS[path]]:
        assert visitor(role).post(path.format(paper=paper), data={"fil": "1", "skal": "x"}).status_code == 403
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = visitor("administratör").post(path.format(paper=paper), headers=headers, data={"fil": "1"})
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:beslutsminne:OtherOrigin"
    assert visitor("läsare").get(f"/handling/{paper}").status_code == 200


def test_every_page_of_the_desk_is_asked(app):
    """Of the lists above none is missing."""

    def walk(router):
        for route in router.routes:
            inner = getattr(route, "original_router", None)
            yield from walk(inner) if inner is not None else [route]

    own = ("ui.pages.registry", "ui.pages.approvals", "ui.pages.withdrawals", "ui.pages.opinions")
    found = {
        f"{method} {re.sub('{.*?}', '{}', route.path)}"
        for route in walk(app[0].router)
        if route.endpoint.__module__ in own
        for method in route.methods
    }
    listed = {f"GET {path}" for path in GETS} | {f"POST {path}" for path in POSTS}
    plain = {path.replace("{paper}", "{}").replace("/jobb/x", "/jobb/{}").replace("/1/", "/{}/") for path in listed}
    assert found == plain


def test_the_way_there_is_shown_to_who_may(visitor, paper):
    page = f"/handling/{paper}"
    for role, desk, may_withdraw in (
        ("läsare", False, False), ("uppladdare", True, False), ("registrator", True, True),
    ):  # fmt: skip
        assert ('href="/registratur"' in visitor(role).get("/").text) == desk
        shown = visitor(role).get(page).text
        assert (f"{page}/aterkalla" in shown) == may_withdraw
        assert (f"/registratur?ersatter={paper}" in shown) == may_withdraw
    assert "/registratur/godkannande" not in visitor("uppladdare").get("/registratur").text
    assert "Filen ersätter en handling" not in visitor("uppladdare").get("/registratur").text


def test_papers_in_and_what_was_read_of_them(visitor):
    registrar = visitor("registrator")
    job = registrar.give("spaden", "hackan")
    told = registrar.done(job)
    assert "Klart. Klara filer: 2 av 2." in told
    for part in ("spaden.txt: Tillagd.", "hackan.txt: Tillagd.", "Typ Protokoll", f"Organisation {AVIKA}",
                 "Organ Miljönämnden", "Datum 2021-10-06", "Paragrafer 2"):  # fmt: skip
        assert part in told
    listed = registrar.get("/registratur/ko").text
    assert job in listed
    assert "nyckel registrator" in words_of(listed)
    assert visitor("registrator", BERGA).get(job).status_code == 404
    assert job not in visitor("registrator", BERGA).get("/registratur/ko").text


def test_what_lacks_and_what_warns_is_told(visitor):
    registrar = visitor("registrator")
    files = [("filer", ("a.txt", b"Bara en mening utan avsender.")), ("filer", ("b.pdf", b"%PDF-1.7\ntrasig"))]
    told = registrar.done(registrar.post("/registratur/lamna", files=files).headers["location"])
    assert "Klart, men allt kom inte in. Klara filer: 2 av 2." in told
    assert "Organ inte läst" in told
    assert "Datum inte läst" in told
    assert "b.pdf: Kunde inte läggas till." in told


def test_no_file_is_told_of(visitor):
    """As a browser sends a field that nothing was chosen in, and without the field."""
    empty = (
        b'--b\r\nContent-Disposition: form-data; name="filer"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n"
    )
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    for body in ({"content": empty, "headers": form}, {"data": {"ersatter": ""}}):
        answer = visitor("uppladdare").post("/registratur/lamna", **body)
        assert answer.status_code == 422
        assert "Välj minst en fil" in words_of(answer.text)


def test_more_than_may_be_given_is_refused_before_it_is_taken(visitor):
    headers = {"Content-Length": str(10**12), "Content-Type": "multipart/form-data; boundary=b"}
    assert visitor("uppladdare").post("/registratur/lamna", headers=headers, content=b"--b--").status_code == 413
    # And what is more than a form of words may be is let through here.
    assert visitor("registrator").post("/registratur/lamna", files=[("filer", ("x.txt", b"x" * 10**6))]).is_redirect


def test_in_the_place_of_another(visitor):
    """By who may; who may not is told so, and nothing is taken."""
    registrar = visitor("registrator")
    registrar.done(registrar.give("lian"))
    old = re.search(r"/handling/([\w.-]+)", registrar.get("/sok?q=lian").text)[1]
    form = registrar.get(f"/registratur?ersatter={old}")
    assert html.fromstring(form.text).xpath("//input[@name='ersatter']/@value") == [old]
    new = [("filer", ("lian-ny.txt", PAPER.format(word="lien", organisation=AVIKA).encode()))]
    assert visitor("uppladdare").post("/registratur/lamna", files=new, data={"ersatter": old}).status_code == 403
    job = registrar.post("/registratur/lamna", files=new, data={"ersatter": old}).headers["location"]
    assert "Tillagd i stället för en tidigare version" in registrar.done(job)
    for path in (f"/handling/{old}", f"/handling/{old}/sida/1"):
        replaced = registrar.get(path).text
        assert "ersatter=" not in replaced
        assert "Handlingen har ersatts av en nyare version." in words_of(replaced)
        (way,) = html.fromstring(replaced).xpath("//p[@class='note']/a/@href")
        assert "lien" in registrar.get(f"{way}/sida/1").text
        assert "har ersatts" not in registrar.get(way).text
    assert registrar.get("/registratur?ersatter=finns-inte").status_code == 404


def test_what_may_not_be_done_with_a_paper_of_others_is_not_offered(tmp_path):
    """To who reads all papers, and is registrar of those of one organisation."""
    groups = {
        "alla": Grant(Role.READER),
        "avika": Grant(Role.REGISTRAR, frozenset({AVIKA})),
        "berga": Grant(Role.REGISTRAR, frozenset({BERGA})),
    }
    settings = Settings(data_dir=tmp_path, model="static", login="proxy", proxy_addresses="127.0.0.1", groups=groups)
    app = create_app(settings, Index(settings.index_options))
    pages.install(app)
    offered = {}
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:

        def of(*named: str) -> Visitor:
            return Visitor(client, {"X-Remote-User": "anna", "X-Remote-Groups": ",".join(named)})

        for group, word, organisation in (("avika", "tangen", AVIKA), ("berga", "saxen", BERGA)):
            of(group).done(of(group).give(word, organisation=organisation))
            mixed = of("alla", "avika")
            paper = re.search(r"/handling/([\w.-]+)", mixed.get(f"/sok?q={word}").text)[1]
            for page in (f"/handling/{paper}", f"/handling/{paper}/sida/1"):
                ways = html.fromstring(mixed.get(page).text).xpath("//p[@class='ways']//a/@href")
                offered[page] = [way for way in ways if re.search("/ratta|ersatter=|/aterkalla|/file", way)]
                assert [mixed.get(way).status_code for way in offered[page]] == [200] * len(offered[page])
    assert [len(ways) for ways in offered.values()] == [4, 1, 0, 0]


def ids(page: str) -> list[str]:
    return html.fromstring(page).xpath("//input[@name='fil']/@value")


def test_approved_and_refused(visitor):
    """What an uppladdare gives waits; a registrator approves one file and refuses another, and sees that it is done."""
    uploader, registrar = visitor("uppladdare"), visitor("registrator")
    job = uploader.give("sagen", "filen")
    assert "Väntar på att godkännas. Klara filer: 0 av 2. Filer som väntar på att godkännas: 2." in uploader.done(job)
    assert "http-equiv" not in uploader.get(job).text  # a page that waits for days is not loaded anew
    assert "sagen.txt" not in registrar.get("/arkivet").text
    page = registrar.get("/registratur/godkannande").text
    first, second = ids(page)
    assert "sagen.txt" in page
    assert "nyckel uppladdare" in words_of(page)
    assert f"/v1/approvals/{first}/file" in page
    nothing = registrar.post("/registratur/godkannande/godkann")
    assert nothing.status_code == 422
    assert "Ingen fil är vald" in nothing.text
    without = registrar.post("/registratur/godkannande/avsla", data={"fil": second, "skal": " "})
    assert without.status_code == 422
    assert "Skälet är tomt" in without.text
    way = registrar.post("/registratur/godkannande/godkann", data={"fil": first}).headers["location"]
    assert "Godkända filer: 1. Filer som väntar: 1." in words_of(registrar.get(way).text)
    data = {"fil": [first, second], "skal": "Den är <b>inte</b> allmän."}
    way = registrar.post("/registratur/godkannande/avsla", data=data).headers["location"]
    assert "Avslagna filer: 1. Redan besvarade filer: 1. Filer som väntar: 0." in words_of(registrar.get(way).text)
    told = uploader.done(job)
    assert "sagen.txt: Tillagd." in told
    assert "filen.txt: Godkändes inte. Filen godkändes inte: Den är <b>inte</b> allmän." in told


def test_what_waits_of_others_is_on_no_page(visitor):
    visitor("uppladdare", AVIKA).give("yxan")
    page = visitor("registrator", AVIKA).get("/registratur/godkannande").text
    (number,) = ids(page)
    assert ids(visitor("registrator", BERGA).get("/registratur/godkannande").text) == []
    for verb, data in (("godkann", {"fil": number}), ("avsla", {"fil": number, "skal": "x"})):
        way = visitor("registrator", BERGA).post(f"/registratur/godkannande/{verb}", data=data)
        assert "redan=1" in way.headers["location"]
    assert ids(visitor("registrator", AVIKA).get("/registratur/godkannande").text) == [number]


def test_names_are_masked(visitor):
    files = [("filer", ("Anna 19121212-1212.txt", PAPER.format(word="kniven", organisation=AVIKA).encode()))]
    job = visitor("uppladdare").post("/registratur/lamna", files=files).headers["location"]
    page = visitor("registrator").get("/registratur/godkannande").text
    assert "Anna ████████-████.txt" in page
    data = {"fil": ids(page), "skal": "Gäller 19121212-1212."}
    visitor("registrator").post("/registratur/godkannande/avsla", data=data)
    told = visitor("uppladdare").done(job)
    assert "Anna ████████-████.txt: Godkändes inte." in told
    assert "Gäller ████████-████." in told


def test_withdrawn_with_a_receipt(visitor, app):
    registrar = visitor("registrator")
    registrar.done(registrar.give("mejseln"))
    paper = re.search(r"/handling/([\w.-]+)", registrar.get("/sok?q=mejseln").text)[1]
    asked = registrar.get(f"/handling/{paper}/aterkalla")
    assert asked.status_code == 200
    assert registrar.get(f"/handling/{paper}").status_code == 200
    assert visitor("registrator", BERGA).post(f"/handling/{paper}/aterkalla").status_code == 404
    receipt = words_of(registrar.post(f"/handling/{paper}/aterkalla").text)
    for part in (
        f"Id {paper}",
        "Handlingar kvar 0",
        "Stycken kvar 0",
        "Vektorer kvar 0",
        "Borttagna filer mejseln.txt",
    ):
        assert part in receipt
    assert registrar.get(f"/handling/{paper}").status_code == 404
    assert registrar.post(f"/handling/{paper}/aterkalla").status_code == 404
    log = [(one.who, one.deed, one.target) for one in app[1].catalogue.audit_log.entries(limit=20)]
    assert ("nyckel registrator ", "återkallade handling", paper) in log


def test_what_readers_said(visitor):
    said = {"q": "Vad fick 19121212-1212?", "omdome": "fel", "kommentar": "<script>alert(1)</script>"}
    assert visitor("läsare").post("/fraga/omdome", data=said).is_redirect
    page = visitor("registrator").get("/registratur/aterkoppling").text
    assert "Fel: Vad fick ████████-████?" in words_of(page)
    assert "<script>alert(1)</script>" in words_of(page)
    assert "alert" not in str(html.fromstring(page).xpath("//script/text()"))
    exports = html.fromstring(page).xpath("//a[@download]/@href")
    assert [visitor("registrator").get(path).status_code for path in exports] == [200, 200]
    (path,) = html.fromstring(page).xpath("//form/@action[contains(., 'ta-bort')]")
    assert visitor("registrator").post(path).headers["location"] == "/registratur/aterkoppling"
    assert "Ingen återkoppling här." in visitor("registrator").get("/registratur/aterkoppling").text
    assert visitor("registrator").post(path).status_code == 404


@pytest.mark.parametrize("path", ["/registratur", "/registratur/ko", "/registratur/godkannande"])
def test_in_english(visitor, path):
    visitor("uppladdare").give("sylen")
    tree = html.fromstring(visitor("registrator").get(f"{path}?lang=en").text)
    for swedish in tree.xpath("//*[@lang='sv']"):
        swedish.drop_tree()
    assert re.findall(r"\b(?:och|inte|handlingar|filer|lämna|väntar)\b", tree.text_content(), re.IGNORECASE) == []
    ways = [one for one in tree.xpath("//main//a/@href | //main//form/@action | //main//button/@formaction")]
    assert ways
    assert all("lang=en" in way for way in ways)
