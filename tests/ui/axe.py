"""Pages looked at by axe: in which looks, by which rules, and that nothing is found."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
LOOKS = {"bred-ljus": (1280, "light"), "smal-mörk": (320, "dark")}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return each rule that the page breaks with the first elements that do; a page needs scripts for it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]
