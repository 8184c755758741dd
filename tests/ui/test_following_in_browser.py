"""From the page of a search to the letter and away again in a real browser, each page by axe."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from search_api.client import Client
from tests.ui import browsing, postman
from tests.ui.axe import LOOKS, violations
from tests.ui.browsing import look
from tests.ui.conftest import running

pytestmark = browsing.MARKS

# Each way has an address and a day of its own.
WAYS = {name: (*look, True) for name, look in LOOKS.items()} | {"utan-skript": (320, "light", False)}
NUMBERS = dict(zip(WAYS, itertools.count(1)))

NEW = """Viklunda kommun
Kultur- och fritidsnämnden

Protokoll
Sammanträdesdatum {day}

§ 4 Isbanan på Stortorget
Dnr KFN 2023/8

Beslut
Kultur- och fritidsnämnden beslutar att isbanan på Stortorget öppnas igen.
"""


@pytest.fixture(scope="module")
def sending(shelf_papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, postman.Postman]]:
    """Return a service that sends letters, and who gets them."""
    with postman.postman() as post:
        settings = {
            "SMTP_URL": f"smtp://127.0.0.1:{post.port}", "MAIL_FROM": postman.FROM, "PUBLIC_URL": postman.PUBLIC,
            "MAIL_EVERY": str(postman.EVERY),
        }  # fmt: skip
        environment = {f"BESLUTSMINNE_{name}": value for name, value in settings.items()}
        with running(shelf_papers, tmp_path_factory.mktemp("brev"), **environment) as url:
            yield url, post


def sound(page: Page, *, scripted: bool) -> None:
    """Find the page without fault, as far as can be seen without a script."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if not scripted:
        return
    assert violations(page) == []


@pytest.mark.parametrize("name", WAYS)
def test_to_the_letter_and_away(chromium: Browser, sending: tuple[str, postman.Postman], name: str) -> None:
    url, post = sending
    width, scheme, scripted = WAYS[name]
    address = f"bo{NUMBERS[name]}@viklunda.example"
    with look(chromium, url, width=width, scheme=scheme, javascript=scripted) as page:
        page.goto("/sok?q=isbanan+p%C3%A5+Stortorget")
        page.get_by_text("Bevaka med e-post").click()
        sound(page, scripted=scripted)
        page.get_by_label("Din e-postadress").fill(address)
        page.get_by_role("button", name="Bevaka").click()
        expect(page.get_by_role("status")).to_contain_text("48 timmar")
        sound(page, scripted=scripted)
        page.goto(postman.way(post.wait(address), "/bevaka/bekrafta"))
        expect(page.get_by_role("link", name="”isbanan på Stortorget”")).to_be_visible()
        sound(page, scripted=scripted)
        page.get_by_role("button", name="Ja, mejla mig om det som är nytt").click()
        expect(page.get_by_role("heading", name="Bevakningen är bekräftad")).to_be_visible()
        sound(page, scripted=scripted)
        with Client(url) as client:
            day = f"2024-05-{NUMBERS[name]:02}"
            client.upload([(f"{NUMBERS[name]}.txt", NEW.format(day=day).encode())])
        letter = post.wait(address, 2)
        assert "öppnas igen" in postman.text_of(letter)
        page.goto(postman.way(letter, "/handling/"))
        expect(page.locator("mark").first).to_contain_text("öppnas igen")
        page.goto(postman.way(letter, "/bevaka/avsluta"))
        sound(page, scripted=scripted)
        page.get_by_role("button", name="Avsluta och ta bort min adress").click()
        expect(page.get_by_role("status")).to_contain_text("Inga fler mejl kommer")
        sound(page, scripted=scripted)
        page.goto(postman.way(letter, "/bevaka/avsluta"))
        expect(page.get_by_text("Den kan redan vara avslutad")).to_be_visible()
        sound(page, scripted=scripted)
