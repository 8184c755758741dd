"""The recipe of nginx as it stands, run: pages, desk and API through it, under a name and below a path of another.

The service is the real command, told of its public address and of the proxy; the browser knows both names, and a
certificate of our own making.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import nginx
from tests.attack.conftest import Attacked, serving
from tests.nginx import BELOW_A_PATH, OWN_NAME, Nginx
from tests.ui import browsing, shelf

PUBLIC = {"namn": f"https://{OWN_NAME}", "sökväg": f"https://{BELOW_A_PATH}/beslut"}
BOB = "vilka ingår i lokala Bob-rådet på Gotland?"

pytestmark = [
    *browsing.MARKS,
    pytest.mark.skipif(nginx.PROGRAM is None, reason="there is no nginx on this machine"),
]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Attacked]]:
    """Return a service under a name of its own and one below a path, by how they are called."""
    with ExitStack() as opened:
        settings = {name: {"public_url": public, "proxy_addresses": "127.0.0.1"} for name, public in PUBLIC.items()}
        yield {
            name: opened.enter_context(serving(tmp_path_factory.mktemp("bakom") / "arkiv", **chosen))
            for name, chosen in settings.items()
        }


@pytest.fixture(scope="module")
def proxy(services: dict[str, Attacked], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Return nginx in front of both, which have got papers through it."""
    with nginx.running(tmp_path_factory.mktemp("nginx"), [one.url for one in services.values()]) as running:
        folder = shelf.write(tmp_path_factory.mktemp("hylla"))
        for public in PUBLIC.values():
            with through(running, public) as http:
                files = [("files", (path.name, path.read_bytes())) for path in folder.iterdir()]
                job = http.post("v1/documents", files=files)
                assert job.status_code == 202, job.text
                while http.get(f"v1/jobs/{job.json()['job_id']}").json()["state"] in ("waiting", "running"):
                    time.sleep(0.2)
                assert http.post("v1/ask", json={"question": BOB}).is_success  # the first question takes longest
        yield running


@contextmanager
def through(proxy: Nginx, public: str) -> Iterator[httpx.Client]:
    """Give what asks nginx by a public address, whose name this machine does not know."""
    url = httpx.URL(public)
    with httpx.Client(
        base_url=f"https://127.0.0.1:{proxy.https}{url.path.rstrip('/')}/", headers={"Host": url.host}, verify=False,
        trust_env=False, timeout=60,
    ) as http:  # fmt: skip
        yield http


@pytest.fixture(scope="module")
def browser(proxy: Nginx) -> Iterator[Browser]:
    """Return a browser to which the names of the recipe are nginx."""
    rules = ",".join(f"MAP {name}:443 127.0.0.1:{proxy.https}" for name in (OWN_NAME, BELOW_A_PATH))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsing.CHROMIUM, args=[*browsing.QUIET, f"--host-resolver-rules={rules}"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=PUBLIC)
def called(request: pytest.FixtureRequest) -> str:
    """Return each public address."""
    return PUBLIC[str(request.param)]


@pytest.fixture
def page(browser: Browser, called: str) -> Iterator[Page]:
    """Give an empty page; all that it asks for is below the public address."""
    context = browser.new_context(base_url=f"{called}/", locale="sv-SE", ignore_https_errors=True)
    context.set_default_timeout(browsing.PATIENCE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    found = context.new_page()
    found.on("websocket", lambda socket: asked.append(socket.url.replace("wss:", "https:")))
    yield found
    context.close()
    assert [url for url in asked if not url.startswith((f"{called}/", "data:", "blob:"))] == []
    assert len(asked) > 3


def test_a_question_and_the_page_that_proves_it(page: Page, called: str) -> None:
    page.goto("./")
    page.get_by_label("Din fråga").press_sequentially("isbana")
    expect(page.locator("datalist option").first).to_have_attribute("value", re.compile("Isbana"))
    page.get_by_label("Din fråga").fill(BOB)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.get_by_role("region", name="Svar", exact=True)).to_contain_text("polisen, skolan, länsstyrelsen")
    page.get_by_role("link", name="Öppna sidan").first.click()
    expect(page.get_by_role("img", name=re.compile("stället är markerat"))).to_be_visible()
    drawn = (
        "one => new Promise(done => { const i = new Image(); i.onload = () => done(true); i.src = one.href.baseVal; })"
    )
    assert page.locator("svg image").evaluate(drawn) is True
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="The archive").click()
    assert page.url == f"{called}/arkivet?lang=en"


def test_a_case_number_and_a_judgement_lead_on(page: Page, called: str) -> None:
    page.goto("sok?q=KFN+2023/8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ärende KFN 2023/8")
    page.goto("fraga?q=hur+l%C3%A4nge+ska+isbanan+h%C3%A5llas+%C3%B6ppen%3F")
    page.locator("button[value=rätt]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    page.goto("arkivet/")
    assert page.url == f"{called}/arkivet"


def test_the_desk_takes_a_paper(page: Page, called: str, tmp_path: Path) -> None:
    """Over its websocket, which is opened under the public name."""
    paper = tmp_path / "kaniner.txt"
    paper.write_text(
        "Viklunda kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2025-02-03\n\n§ 9 Kaniner i Norrviken\n"
        "Dnr MN 2025/12\n\nBeslut\nMiljönämnden beslutar att högst fyra kaniner får hållas per hushåll i Norrviken.\n",
        encoding="utf-8",
    )
    page.goto("bord/lagg-till")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name="Lägg till i arkivet").click()
    expect(page.get_by_role("listitem").filter(has_text="kaniner.txt")).to_contain_text("Tillagd")
    page.goto("sok?q=kaniner")
    expect(page.get_by_role("article").first).to_contain_text("högst fyra kaniner")


def test_the_api_and_its_description_are_below_the_address(proxy: Nginx, called: str) -> None:
    with through(proxy, called) as http:
        assert http.post("v1/search", json={"query": "isbana"}).json()["total"] > 0
        described = http.get("openapi.json").json()
        script = http.get("widget.js")
    assert described.get("servers", [{"url": ""}])[0]["url"] == httpx.URL(called).path.rstrip("/")
    assert script.headers["content-type"].startswith("text/javascript")


def test_what_is_no_address_is_none(proxy: Nginx) -> None:
    """Another path of the same site is not ours, and an unknown one below ours is a problem, not a page and 200."""
    with through(proxy, PUBLIC["sökväg"]) as http:
        assert http.get("minne/v1/facets").status_code == 404
        assert http.get("v1/finns-inte").headers["content-type"] == "application/problem+json"
        site = str(http.base_url).removesuffix("beslut/")
        assert http.get(f"{site}sok").status_code == 404
        led = http.get(f"{site}beslut")
    assert (led.status_code, led.headers["location"]) == (308, f"https://{BELOW_A_PATH}/beslut/")


def test_no_log_has_a_question(services: dict[str, Attacked], proxy: Nginx, tmp_path_factory) -> None:
    """Asked by the address and by a form, through nginx and straight, on http too, and where nothing answers."""
    planted = "zebrafinken"

    def ask(http: httpx.Client) -> list[int]:
        given = [
            http.get("fraga", params={"q": planted}),
            http.post("fraga", data={"q": planted}),
            http.get("sok", params={"q": planted}, headers={"Referer": f"https://x.example/?q={planted}"}),
            http.get("sok.csv", params={"q": planted}),
            http.get("inbaddad", params={"q": planted}),
            http.get("sok", params={"q": f"{planted}\x07", "ar": planted}),
            http.post("v1/search", json={"query": planted}),
            http.post("forslag", data={"q": planted}),
        ]
        return [one.status_code for one in given]

    expected = [200, 200, 200, 200, 200, 422, 200, 200]
    for name, public in PUBLIC.items():
        with through(proxy, public) as http:
            assert ask(http) == expected
            http.get("fraga", params={"q": planted * 2_000})
        with httpx.Client(base_url=services[name].url, trust_env=False, timeout=60) as straight:
            assert ask(straight) == expected
        plain = httpx.get(
            f"http://127.0.0.1:{proxy.http}/fraga", params={"q": planted}, headers={"Host": httpx.URL(public).host},
            trust_env=False,
        )  # fmt: skip
        assert plain.status_code == 301

    # And in front of a service that does not answer, where nginx has most to tell.
    folder = tmp_path_factory.mktemp("ingen")
    with nginx.running(folder, ["http://127.0.0.1:9"] * 2) as alone:
        for public in PUBLIC.values():
            with through(alone, public) as http:
                assert set(ask(http)) == {502}

    logs = [*proxy.logs.glob("*.log"), *folder.glob("*.log"), *(one.log for one in services.values())]
    read = {path: path.read_text("utf-8") for path in logs}
    assert any(" GET /beslut/fraga 200 " in text for text in read.values())
    assert sum('"route": "/fraga"' in text or '"route": "/v1/search"' in text for text in read.values()) == 2
    assert [str(path) for path, text in read.items() if planted in text] == []
