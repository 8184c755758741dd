"""The three voices of an answer in a real browser: told apart by words, shape and colour, and legible in each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui import browsing
from tests.ui.browsing import ask, at_rest

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
NOTHING = "när öppnar badhuset i Kiruna?"
ANSWER, NEAREST, NONE = "Svar", "Närmast i handlingarna", "Jag hittar inget om detta i handlingarna"

pytestmark = browsing.MARKS


@contextmanager
def told(chromium: Browser, url: str, question: str, heading: str) -> Iterator[tuple[Page, Locator]]:
    """Give the page of a question, and the region of its answer."""
    with browsing.visit(chromium, url) as page:
        ask(page, question)
        answer = page.get_by_role("region", name=heading, exact=True)
        expect(answer).to_contain_text(question)
        at_rest(page)
        yield page, answer


def style(element: Locator, name: str) -> str:
    """Return what the browser shows an element with."""
    return str(element.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(…)" by WCAG 2.1."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.1."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_voices_are_told_apart(chromium: Browser, service: str, unsure: str) -> None:
    """No two have the same heading, line, sign or colour; all text has the contrast of AA, and so has the line."""
    seen = []
    for url, question, heading in ((service, BOB, ANSWER), (unsure, BOB, NEAREST), (service, NOTHING, NONE)):
        with told(chromium, url, question, heading) as (_, answer):
            ground, line = style(answer, "backgroundColor"), style(answer, "borderLeftColor")
            assert contrast(ground, line) >= 3
            for text in answer.locator("p, h2, a, .bm-part").all():
                own = style(text, "backgroundColor")
                behind = ground if own == "rgba(0, 0, 0, 0)" else own
                assert contrast(style(text, "color"), behind) >= 4.5, text.inner_text()
            sign = answer.locator("h2").evaluate("h2 => getComputedStyle(h2, '::before').content")
            seen.append((heading, ground, line, style(answer, "borderLeftStyle"), sign))
    assert all(len(set(kinds)) == 3 for kinds in zip(*seen, strict=True)), seen


def test_the_nearest_is_no_answer(chromium: Browser, unsure: str) -> None:
    """It says so in a sentence, has no short answer, names its files and asks as what it is."""
    with told(chromium, unsure, BOB, NEAREST) as (page, answer):
        expect(answer).to_contain_text("Arkivet har inget säkert svar.")
        expect(answer.locator(".bm-short")).to_have_count(0)
        expect(page.get_by_role("heading", name="Ställena i sitt sammanhang")).to_be_visible()
        expect(page.get_by_role("heading", name="Finns svaret bland ställena?")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Ta med ställena (Markdown)").click()
        assert download.value.suggested_filename == "narmast.md"
        assert download.value.path().read_text("utf-8").startswith("# Närmast i handlingarna\n")


def test_each_quotation_says_whose_it_is(chromium: Browser, service: str) -> None:
    """Body, day and § before the words and over the card, and the part as a word where it is known."""
    place = "Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1"
    with told(chromium, service, BOB, ANSWER) as (page, answer):
        expect(answer.locator(".bm-whose").first).to_contain_text(place)
        expect(page.get_by_role("heading", level=3, name=re.compile(r"^\[1\]"))).to_contain_text(place)
