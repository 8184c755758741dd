"""From the page of a search to the letter and away again in a real browser, each page by axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search_api.client import Client
from tests.ui import browsing, postman
from tests.ui.browsing import look
from tests.ui.conftest import running
from tests.ui.test_pages_accessible import LOOKS, RULES

pytestmark = browsing.MARKS

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


def sound(page: Page) -> None:
    """Find the page without fault."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.parametrize("name", LOOKS)
def test_to_the_letter_and_away(chromium: Browser, sending: tuple[str, postman.Postman], name: str) -> None:
    url, post = sending
    width, scheme = LOOKS[name]
    address = f"{width}@viklunda.example"
    with look(chromium, url, width=width, scheme=scheme) as page:
        page.goto("/sok?q=isbanan+p%C3%A5+Stortorget")
        page.get_by_text("Bevaka med e-post").click()
        sound(page)
        page.get_by_label("Din e-postadress").fill(address)
        page.get_by_role("button", name="Bevaka").click()
        expect(page.get_by_role("status")).to_contain_text("48 timmar")
        sound(page)
        page.goto(postman.way(post.wait(address), "/bevaka/bekrafta"))
        expect(page.get_by_role("link", name="”isbanan på Stortorget”")).to_be_visible()
        sound(page)
        page.get_by_role("button", name="Ja, mejla mig om det som är nytt").click()
        expect(page.get_by_role("heading", name="Bevakningen är bekräftad")).to_be_visible()
        sound(page)
        with Client(url) as client:
            day = f"2024-05-{width % 28 + 1:02}"
            client.upload([(f"{width}.txt", NEW.format(day=day).encode())])
        letter = post.wait(address, 2)
        assert "öppnas igen" in postman.text_of(letter)
        page.goto(postman.way(letter, "/handling/"))
        expect(page.locator("mark").first).to_contain_text("öppnas igen")
        page.goto(postman.way(letter, "/bevaka/avsluta"))
        sound(page)
        page.get_by_role("button", name="Avsluta och ta bort min adress").click()
        expect(page.get_by_role("status")).to_contain_text("Inga fler mejl kommer")
        sound(page)
        page.goto(postman.way(letter, "/bevaka/avsluta"))
        expect(page.get_by_text("Den kan redan vara avslutad")).to_be_visible()
        sound(page)
