"""Answers of each kind in a real browser: the short answer, notes, tables, courses, and what was read as chips."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui import browsing
from tests.ui.browsing import ask, at_rest
from tests.ui.conftest import running

COUNCIL = "Viklunda kommun\nKommunfullmäktige\n\n{}\nSammanträdesdatum {}\n\n"
SOLAR = """§ 14 Svar på motion om solceller på badhuset
Dnr KS 2022/40

Beslut
Motionen bifalls. För solcellerna anslås 900 000 kronor.

Ärendet
Mira Falkdal (S) föreslår i en motion att badhuset förses med solceller.
"""
AUTUMN = f"""{COUNCIL.format("Protokoll", "2022-10-03")}{SOLAR}
§ 15 Svar på motion om ridväg genom Tallmon
Dnr KS 2022/51

Beslut
Motionen avslås.

Ärendet
Ove Ranström (C) föreslår i en motion en ridväg genom Tallmon.

§ 16 Avgifter för gästhamnen i Sjövik
Dnr KS 2022/9

Beslut
Avgiften för gästhamnen i Sjövik ska vara 180 kronor per natt.

Ärendet
Hamnen i Sjövik fick nya bryggor under våren.
"""
WINTER = f"""{COUNCIL.format("Protokoll", "2023-02-06")}§ 4 Ändrade avgifter för gästhamnen i Sjövik
Dnr KS 2022/9

Beslut
Avgiften för gästhamnen i Sjövik ska vara 210 kronor per natt.
Kommunfullmäktiges beslut 2022-10-03 § 16 upphör att gälla.
"""
PAPERS = {
    "kf-2022-10-03.txt": AUTUMN,
    "kf-2023-02-06.txt": WINTER,
    "utdrag-14.txt": COUNCIL.format("Protokollsutdrag", "2022-10-03") + SOLAR,
}

pytestmark = browsing.MARKS


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service over the papers of a council."""
    folder = tmp_path_factory.mktemp("fullmaktige")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    # So small an archive is sure of little: what it finds is to be told as the answer here.
    with running(folder, tmp_path_factory.mktemp("tjanst"), sure=0.3) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, council: str) -> Iterator[Page]:
    """Give a page of a new visitor at the start."""
    with browsing.visit(chromium, council) as found:
        yield found


def asked(page: Page, question: str) -> Locator:
    """Ask, and return the region of the answer."""
    ask(page, question)
    answer = page.get_by_role("region")
    expect(answer).to_contain_text(question)
    at_rest(page)
    return answer


def test_the_short_answer_its_sentence_and_that_it_no_longer_holds(page: Page) -> None:
    """The first fee was replaced, which stands inside the answer; whose the words are stands between."""
    answer = asked(page, "vad kostade gästhamnen i Sjövik hösten 2022?")
    paragraphs = answer.get_by_role("paragraph").all_inner_texts()
    assert paragraphs[1] == "180 kronor per natt"
    assert paragraphs[2].startswith("Kommunfullmäktige 2022-10-03 § 16, dnr KS 2022/9, s. 1")
    assert paragraphs[3].startswith("Avgiften för gästhamnen i Sjövik ska vara 180 kronor per natt.")
    expect(answer.locator(".bm-note")).to_have_text(
        "Observera: Kommunfullmäktige 2022-10-03 § 16 har ändrats eller upphävts genom"
        " Kommunfullmäktige 2023-02-06 § 4."
    )


def test_a_count_with_its_table_and_what_was_counted(page: Page) -> None:
    """Two motions, one of which the extract tells of too; each number leads to where it stands."""
    answer = asked(page, "hur fördelade sig motionerna i Viklunda 2022?")
    expect(answer.locator(".bm-short")).to_have_text("2")
    table = answer.get_by_role("table", name="Fördelat på utfall")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Utfall", "Antal"]
    assert table.get_by_role("rowheader").all_inner_texts() == ["avslag", "bifall"]
    assert table.get_by_role("cell").all_inner_texts() == ["1", "1"]
    counted = answer.get_by_role("listitem").filter(has_text="Svar på motion om")
    expect(counted).to_have_count(2)
    for link in answer.get_by_role("link").all():
        target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        expect(target).to_have_count(1)
        link.click()
        expect(page.locator("mark").and_(target).or_(page.locator("mark").filter(has=target))).to_be_in_viewport()


def test_a_course_tells_its_steps_in_order(page: Page) -> None:
    answer = asked(page, "följ frågan om gästhamnen i Sjövik")
    steps = answer.locator("ol").get_by_role("listitem")
    expect(steps).to_have_count(2)
    for step, day, place, fee in zip(
        steps.all(), ("2022-10-03", "2023-02-06"), ("§ 16", "§ 4"), (180, 210), strict=True
    ):
        text = step.inner_text()
        assert text.startswith(day)
        assert text.index(place) < text.index(f"{fee} kronor per natt")


def test_a_reading_is_taken_away_and_put_back_by_the_keyboard(page: Page) -> None:
    """The button keeps its place and the focus; what the readings do is said."""
    asked(page, "vad kostade gästhamnen i Sjövik hösten 2022?")
    expect(page.get_by_text("lyfter fram träffar som stämmer med den, och döljer inga")).to_be_visible()
    chip = page.get_by_role("button", name=re.compile("^juli–december 2022"))
    expect(chip).to_have_accessible_name("juli–december 2022 ta bort")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_accessible_name("juli–december 2022 borttaget, ta med igen")
    at_rest(page)
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(chip).to_have_accessible_name("juli–december 2022 ta bort")
    at_rest(page)
    expect(chip).to_be_focused()


def test_what_a_phrase_and_a_minus_word_hide_is_counted_and_can_be_shown(page: Page) -> None:
    answer = asked(page, 'vad sägs om "Sjövik" -bryggor')
    expect(answer).not_to_contain_text("180 kronor")
    hidden = page.get_by_text(re.compile(r"^\d+ träffar är dolda av ”Sjövik” och −bryggor\.$"))
    expect(hidden).to_be_visible()
    page.get_by_role("button", name="Visa det dolda").click()
    expect(page.get_by_role("button", name="utan ”bryggor” borttaget, ta med igen")).to_be_visible()
    expect(hidden).to_have_count(0)
    at_rest(page)
    expect(page.get_by_role("main")).to_contain_text("180 kronor")


def test_a_question_can_put_no_markup_into_a_button(page: Page) -> None:
    asked(page, 'vad sägs om Sjövik -"**fet** :red[röd] $x^2$ :material/home: <b>"')
    chip = page.locator("[class*=st-key-lasning-] button")
    expect(chip.first).to_be_visible()
    said = [text.replace("\u2060", "") for text in chip.all_inner_texts()]
    assert "utan ”**fet** :red[röd] $x^2$ :material/home: <b>”" in said
    assert chip.locator("strong, b, .katex, [data-testid=stIconMaterial]").count() == 0


def test_where_else_the_same_text_stands_and_why_a_hit_is_here(page: Page) -> None:
    """§ 14 stands in the minutes and in an extract, and the way to the other one leads there."""
    asked(page, "vem föreslog solceller på badhuset?")
    expect(page.get_by_text("Varför står träffen här?")).to_have_count(0)
    page.get_by_text("Visa varför träffarna står där de står").click()
    why = page.locator("details", has_text="Varför står träffen här?").first
    expect(why.get_by_role("listitem").filter(has_text=re.compile(r"^\d+\s% ord \(BM25\)$"))).to_be_visible()
    shares = [int(re.match(r"−?\d+", text)[0]) for text in why.get_by_role("listitem").all_inner_texts()]
    assert 96 <= sum(shares) <= 104  # but for rounding
    at_rest(page)
    expect(page.get_by_text("Samma text finns även i").first).to_be_visible()
    page.locator("[class*=st-key-aven-]").first.get_by_role("link", name="Kommunfullmäktige 2022-10-03 § 14").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("2022-10-03|solceller"))
    page.get_by_role("link", name="Fråga", exact=True).click()
    expect(page.get_by_role("region")).to_contain_text("Mira Falkdal (S)")
