"""The pages by axe, each in light and dark and on a narrow screen: no violation, in any state."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from search_api.client import Client
from tests.ui import browsing
from tests.ui.axe import LOOKS, violations
from tests.ui.browsing import look

BOB = "/fraga?q=vilka+ing%C3%A5r+i+lokala+Bob-r%C3%A5det+p%C3%A5+Gotland%3F"
pytestmark = browsing.MARKS


def opened(page: Page) -> None:
    """Open all that can be opened."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")


def suggested(page: Page) -> None:
    """Write what headings are suggested for."""
    page.get_by_label("Din fråga").press_sequentially("isbana", delay=20)
    expect(page.locator("datalist option").first).to_be_attached()


def keyed(page: Page) -> None:
    """Turn the keyboard short cuts on."""
    page.get_by_label("Kortkommandon").check()


def copied(page: Page) -> None:
    """Copy the link, which the button then says."""
    page.get_by_role("button", name="Kopiera länk").click()
    expect(page.get_by_role("button", name="Länken är kopierad")).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "start": ("/", None),
    "start på engelska": ("/?lang=en", None),
    "förslag medan man skriver": ("/", suggested),
    "kortkommandon på": ("/", keyed),
    "länken kopierad": (BOB, copied),
    "tack för omdömet": ("/fraga/tack", None),
    "svar": (BOB, None),
    "svar med allt öppet": (BOB, opened),
    "svar på engelska": (f"{BOB}&lang=en", opened),
    "inget svar": ("/fraga?q=n%C3%A4r+%C3%B6ppnar+badhuset+i+Kiruna%3F", opened),
    "räknat": ("/fraga?q=hur+m%C3%A5nga+protokoll+finns+fr%C3%A5n+2023%3F", opened),
    "ingen fråga": ("/fraga", None),
    "träffar": ("/sok?q=isbanan", opened),
    "valda begränsningar": ("/sok?q=isbanan&typ=protokoll&ar=2023&sortera=datum", opened),
    "inga träffar på sidan": ("/sok?q=isbanan&sida=900", None),
    "inget sökt": ("/sok", None),
    "handling": ("/handling/{bob}", None),
    "rätta uppgifter": ("/handling/{bob}/ratta", opened),
    "en rättelse är sparad": ("/handling/{bob}/ratta?klart=rattad&namn=heading&paragraf=%C2%A7+181", None),
    "sida som bild": ("/handling/{bob}/sida/1?markera=20-120", None),
    "maskerad sida": ("/handling/{lastare}/sida/1?markera=20-120", None),
    "sida som text": ("/handling/{isbana}/sida/1?markera=20-120", None),
    "ärende": ("/arende/Viklunda kommun/KFN 2023/8", None),
    "sammanträde": ("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15", None),
    "paragraf som upphävts": ("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p12", opened),
    "arkivet": ("/arkivet", opened),
    "kvalitet": ("/kvalitet", None),
    "kvalitet för ett organ": ("/kvalitet?organisation=Viklunda+kommun&organ=Tekniska+n%C3%A4mnden", None),
    "om": ("/om", None),
    "tillgänglighet": ("/tillganglighet", None),
    "api": ("/api", None),
    "sida som inte finns": ("/finns/inte", None),
    "sida som inte finns, på engelska": ("/finns/inte?lang=en", None),
    "paragraf på engelska": ("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p12?lang=en", opened),
    "ärende på engelska": ("/arende/Viklunda kommun/KFN 2023/8?lang=en", None),
    "ärende som inte finns": ("/arende/Viklunda kommun/KS 1999/1", None),
    "fel i sökningen": ("/sok?q=x&ar=tjugo", None),
}


@pytest.fixture(scope="module")
def ids(library: str) -> dict[str, str]:
    """Return the id of each paper by the name of its file."""
    with Client(library) as client:
        return {line.source.partition(".")[0]: line.document_id for line in client.documents().documents}


@pytest.fixture(scope="module", params=LOOKS, ids=str)
def page(chromium: Browser, library: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page of each look."""
    width, scheme = LOOKS[request.param]
    with look(chromium, library, width=width, scheme=scheme) as found:
        yield found


def test_enough_is_looked_at():
    assert len(STATES) * len(LOOKS) >= 40


@pytest.mark.parametrize("state", STATES)
def test_no_violation(page: Page, ids: dict[str, str], state: str) -> None:
    path, prepare = STATES[state]
    page.goto(path.format(**ids))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if prepare:
        prepare(page)
    assert violations(page) == []


def test_the_nearest_is_as_legible(chromium: Browser, unsure: str) -> None:
    """In all looks and both languages, of an archive that is sure of nothing."""
    for (width, scheme), path in itertools.product(LOOKS.values(), (BOB, f"{BOB}&lang=en")):
        with look(chromium, unsure, width=width, scheme=scheme) as page:
            page.goto(path)
            expect(page.locator(".answer.nearest")).to_be_visible()
            opened(page)
            assert violations(page) == []


# What Streamlit's own parts have, and the pages' account of their accessibility (/tillganglighet) names.
OF_STREAMLIT = {"Lägg till handlingar": ["presentation-role-conflict"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_as_far_as_streamlit_allows(chromium: Browser, service: str, scheme: str) -> None:
    with look(chromium, service, scheme=scheme) as page:
        page.goto("/bord/")
        expect(page.get_by_label("Din fråga")).to_be_visible()
        worked = {"": "Din fråga", "Arkivet": "Öppna nr 1", "Lägg till handlingar": "Filer att lägga till"}
        for name, label in worked.items():
            if name:
                page.get_by_role("link", name=name, exact=True).click()
                expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            expect(page.get_by_label(label).or_(page.get_by_role("button", name=label)).first).to_be_visible()
            browsing.at_rest(page)
            assert [rule for rule, _ in violations(page)] == OF_STREAMLIT.get(name, []), name
