"""Raised marks: the number of a note is no digit of the amount that it stands at, in whatever format it is set."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from corpus.readers import Limits, extract
from corpus.readers.clean import clean
from indexer import language

SAID = "Avgiften är 950 ¹ kronor för 25 m² och ger 10³ liter."
# The same with what is raised marked out.
PARTS = ("Avgiften är 950", "^1", " kronor för 25 m", "^2", " och ger 10", "^3", " liter.")


def in_word() -> bytes:
    """Return a Word file with raised runs, one by its own properties and the others by a style."""
    paper = docx.Document()
    style = paper.styles.add_style("Upphöjd", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    line = paper.add_paragraph()
    for part in PARTS:
        run = line.add_run(part.lstrip("^"))
        if part == "^1":
            run.font.superscript = True
        elif part.startswith("^"):
            run.style = style
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def in_html() -> bytes:
    """Return a web page with raised text by an element and by a style, a link within one."""
    marks = {"^1": "<sup><a href='#n'>1</a></sup>", "^2": "<sup>2</sup>"}
    high = "<span style='font-size: 60%; vertical-align: super'>3</span>"
    words = "".join(marks.get(part, high if part == "^3" else part) for part in PARTS)
    return f"<meta charset=utf-8><p>{words}</p>".encode()


def in_rtf() -> bytes:
    """Return a rich text with raised text in the three ways that it has."""
    marks = {"^1": r"{\super 1}", "^2": r"\up6 2\up0 ", "^3": r"\super 3\nosupersub "}
    words = "".join(marks.get(part, part) for part in PARTS)
    return b"{\\rtf1\\ansi " + words.replace("ä", r"\'e4").replace("ö", r"\'f6").encode("ascii") + b"\\par}"


def in_odt() -> bytes:
    """Return an OpenDocument text with raised text, named and in percent, and one that stands on its line."""
    styles = {"^1": "super 58%", "^2": "33% 58%", "^3": "super 58%"}
    automatic = "".join(
        f'<style:style style:name="T{mark[1]}" style:family="text">'
        f'<style:text-properties style:text-position="{place}"/></style:style>'
        for mark, place in styles.items()
    )
    words = "".join(
        f'<text:span text:style-name="T{part[1]}">{part[1]}</text:span>' if part in styles else part for part in PARTS
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
        f"<office:text><text:p>{words}</text:p></office:text></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", content)
    return file.getvalue()


def in_pdf(size: float = 0.6, rise: float = 0.35, turned: bool = False) -> bytes:
    """Return a PDF with smaller text above the line."""
    file = io.BytesIO()
    paper = canvas.Canvas(file)
    if turned:
        paper.translate(300, 100)
        paper.rotate(90)
    left = 60.0
    for part in PARTS:
        high = part.startswith("^")
        own = 11 * size if high else 11
        paper.setFont("Helvetica", own)
        paper.drawString(left, 200 + 11 * rise * high, part.lstrip("^"))
        left += paper.stringWidth(part.lstrip("^"), "Helvetica", own)
    paper.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", in_word), ("a.html", in_html), ("a.rtf", in_rtf), ("a.odt", in_odt), ("a.pdf", in_pdf),
        ("a.txt", lambda: b"".join(part.translate({94: None, 49: "¹", 50: "²", 51: "³"}).encode() if part[0] == "^"
                                   else part.encode() for part in PARTS)),
    ],
)  # fmt: skip
def test_a_raised_mark_is_told_apart_in_every_format(name: str, make: Callable[[], bytes]) -> None:
    """It is seen, glued to no number, and the number is found by its own digits; a power stays at what it is of."""
    text = extract(make(), name, Limits()).text.strip()
    assert text == SAID
    assert {"950", "m²", "10³"} <= set(language.terms(text))


@pytest.mark.parametrize(("size", "rise"), [(0.5, 0.6), (0.58, 0.33), (0.7, 0.45), (0.83, 0.2)])
@pytest.mark.parametrize("turned", [False, True])
def test_raised_by_more_or_less(size: float, rise: float, turned: bool) -> None:
    """Word processors differ in how small and how high; where PDFium ends the line after the mark, it goes on."""
    assert extract(in_pdf(size, rise, turned), "a.pdf", Limits()).text.strip() == SAID


@pytest.mark.parametrize(
    ("raised", "said"),
    [("a", "950 ᵃ kr"), ("b)", "950 ᵇ⁾ kr"), ("2, 3", "950 ², ³ kr"), ("exkl. moms", "950exkl. moms kr")],
)
def test_a_note_may_have_a_letter_and_small_print_is_none(raised: str, said: str) -> None:
    """The notes under a table of fees are lettered as often as numbered; words that stand high stay words."""
    page = f"<meta charset=utf-8><p>950<sup>{raised}</sup> kr</p>".encode()
    assert extract(page, "a.html", Limits()).text.strip() == said


def test_small_digits_on_the_line_are_digits() -> None:
    """Small print, a lowered digit, and digits beside a large heading are what they are."""
    file = io.BytesIO()
    paper = canvas.Canvas(file)
    for left, bottom, size, text in [
        (60, 700, 12, "Summa 12"), (112, 700, 7, "50 kr"), (60, 660, 12, "CO"), (78, 657, 7, "2"), (84, 660, 12, " ut"),
        (60, 600, 40, "Budget"), (260, 620, 12, "2024 och 25"),
    ]:  # fmt: skip
        paper.setFont("Helvetica", size)
        paper.drawString(left, bottom, text)
    paper.save()
    assert not set("⁰¹²³⁴⁵⁶⁷⁸⁹") & set(extract(file.getvalue(), "a.pdf", Limits()).text)


@given(st.lists(st.sampled_from(("950", "10", "m", "kr", "¹", "²", "³⁰", "⁻²", " ", ".", "å", "5")), max_size=12))
def test_marks_are_parted_once_and_nothing_is_lost(parts: list[str]) -> None:
    """To clean what is clean changes nothing, and but for spaces nothing comes or goes."""
    text = "".join(parts)
    assert clean(clean(text)) == clean(text)
    assert clean(text).replace(" ", "") == text.replace(" ", "")
