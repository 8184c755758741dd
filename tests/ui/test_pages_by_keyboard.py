"""The pages by the keyboard alone: every way is reached in order, and seen where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui import browsing
from tests.ui.browsing import look
from tests.ui.test_voices_in_browser import contrast, style

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
WORKED = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']"
GROUND = """one => {
    const clear = "rgba(0, 0, 0, 0)";
    let at = one.parentElement;
    while (at && getComputedStyle(at).backgroundColor === clear) at = at.parentElement;
    return getComputedStyle(at ?? document.documentElement).backgroundColor;
}"""

pytestmark = browsing.MARKS


@pytest.fixture(params=["light", "dark"])
def page(chromium: Browser, library: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give an empty page, light and dark."""
    with look(chromium, library, scheme=request.param) as found:
        yield found


def focused(page: Page) -> Locator:
    """Return what has the focus."""
    return page.locator(":focus")


def is_seen(page: Page) -> None:
    """The ring around what has the focus is two points wide at least, and 3:1 to what it is drawn on."""
    at = focused(page)
    assert style(at, "outlineStyle") == "solid", at.evaluate("one => one.outerHTML")
    assert float(style(at, "outlineWidth").removesuffix("px")) >= 2
    assert contrast(style(at, "outlineColor"), at.evaluate(GROUND)) >= 3, at.evaluate("one => one.outerHTML")


@pytest.mark.parametrize(
    "path",
    [
        "/", f"/fraga?q={BOB}", "/sok?q=isbanan&typ=protokoll", "/arkivet", "/kvalitet", "/om", "/finns/inte",
        "/arende/Viklunda kommun/KFN 2023/8", "/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p12",
    ],
)  # fmt: skip
def test_every_way_is_reached_in_order_and_seen(page: Page, path: str) -> None:
    """From the first to the last and out of the page again: nothing is left out and nothing holds on to the focus."""
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    number = """(all) => all.filter(one => one.checkVisibility({ visibilityProperty: true }))
        .map((one, at) => { one.dataset.nth = at; return at; }).length"""
    count = page.locator(WORKED).evaluate_all(number)
    assert count > 8
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    for nth in range(count):
        page.keyboard.press("Tab")
        expect(focused(page)).to_have_attribute("data-nth", str(nth))
        is_seen(page)
    page.keyboard.press("Tab")
    expect(page.locator("[data-nth]:focus")).to_have_count(0)


def test_a_question_is_asked_answered_and_followed_by_keys_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.type(BOB)
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=2, name="Svar", exact=True)
    expect(heading).to_be_focused()
    assert "underline" in style(heading, "textDecorationLine")
    assert contrast(style(heading, "textDecorationColor"), heading.evaluate(GROUND)) >= 3
    context = page.locator("details.context summary")
    _tab_to(page, context)
    page.keyboard.press("Enter")
    expect(page.locator("details.context mark")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("details.context mark")).to_be_hidden()
    _tab_to(page, page.get_by_role("link", name="Öppna sidan").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".paper mark")).to_be_visible()


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(30):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached")


def test_short_cuts_are_keys_of_their_own_and_off_until_wanted(page: Page) -> None:
    """WCAG 2.1.4: a single sign does nothing unless it was asked for, and never while one writes."""
    page.goto("/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url.endswith("2023-02-15")
    page.get_by_label("Kortkommandon").check()
    page.keyboard.press("Tab")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kultur- och fritidsnämnden 2024-01-17")
    page.keyboard.press("f")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kultur- och fritidsnämnden 2023-02-15")
    page.goto("/sok?q=isbana")
    page.keyboard.press("/")
    field = page.get_by_label("Din fråga")
    expect(field).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" n/f")
    expect(field).to_have_value("isbana n/f")
    page.get_by_label("Kortkommandon").uncheck()
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    expect(field).not_to_be_focused()


def test_nothing_moves_for_who_wants_no_motion(page: Page) -> None:
    moves = "() => getComputedStyle(document.documentElement).scrollBehavior"
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return transitionDuration !== "0s" || animationName !== "none";
    }).length"""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/fraga?q={BOB}")
    assert page.evaluate(moves) == "auto"
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moves) == "smooth"  # what would move is asked for as it should
