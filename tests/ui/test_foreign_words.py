"""The language that words of papers are read aloud in."""

from pathlib import Path

import pytest

from ui.pages import languages, wording

DEMO = Path(__file__).resolve().parents[2] / "corpus/demo/papers"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The municipality has decided that the report is to be published by the end of the year.", "en"),
        ("Kunnanhallitus on päättänyt, että kokous pidetään torstaina ja se on julkinen, jos niin sovitaan.", "fi"),
        ("Der Ausschuss hat beschlossen, dass die Schule im Herbst nicht geschlossen wird und das Geld bleibt.", "de"),
        ("La commune a décidé que les écoles sont ouvertes pour une année et que le budget est voté.", "fr"),
        ("El municipio decide que las escuelas se abren por la mañana y que los niños no pagan una cuota.", "es"),
        ("Gmina zdecydowała, że szkoła nie będzie zamknięta w tym roku i że jest to decyzja dla dzieci.", "pl"),
        ("Utvalget har vedtatt at skolen ikke skal stenges og at det ble enighet etter møtet til slutt.", "no"),
        ("قررت البلدية فتح المكتبة يوم السبت", "ar"),
        ("شهرداری تصمیم گرفت که کتابخانه را پنجشنبه باز کند", "fa"),
        ("Муниципалитет решил открыть библиотеку", "ru"),
        ("Муніципалітет вирішив відкрити бібліотеку", "uk"),
        ("Nämnden beslutar att svara på remissen ”The right to the city” senast i maj.", "sv"),
        ("Barn- och utbildningsnämnden", "sv"),
        ("§ 12", "sv"),
        ("", "sv"),
    ],
)
def test_of(text, language):
    assert languages.of(text) == language


def test_no_paragraph_of_swedish_papers_is_taken_for_another():
    paragraphs = [one for path in DEMO.rglob("*.txt") for one in path.read_text("utf-8").split("\n\n")]
    assert len(paragraphs) > 500
    assert [one for one in paragraphs if languages.of(one) != "sv"] == []


def test_a_mark_says_which_language_it_is_in():
    quote = "the decision of the board is to be sent to all of the schools"
    shown = wording.marked(f"Av bilagan framgår: {quote}.", [(20, 20 + len(quote))], "a.txt")
    assert f'<mark lang="en">{quote}</mark>' in shown
