"""PDF: the words of a page in the order in which a person reads them, whatever order the file has them in."""

import io
import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus.errors import EmptyFile
from tests.corpus.drawing import LEADING, PROSE, by_row, column, lines, made, read, wrapped

# Heads, feet, stamps, order


def test_heads_and_feet_are_lines_of_their_own() -> None:
    """What stands side by side in a head or a foot is as many lines, and the foot is read last though written first."""
    foot = [(72, 40, "Justerandes signatur"), (300, 40, "Utdragsbestyrkande"), (500, 40, "3 (12)")]
    head = [(72, 800, "LINDSALA KOMMUN"), (300, 800, "PROTOKOLL"), (500, 800, "2024-03-12")]
    data = made([*foot, *head, (72, 700, "Nämnden beslutar att bifalla förslaget.")])
    assert lines(data) == [
        "LINDSALA KOMMUN", "PROTOKOLL", "2024-03-12", "Nämnden beslutar att bifalla förslaget.",
        "Justerandes signatur", "Utdragsbestyrkande", "3 (12)",
    ]  # fmt: skip


def test_a_stamp_along_the_margin_is_not_mixed_into_the_text() -> None:
    """Words that run up the side of the page stand after it."""

    def stamp(paper: canvas.Canvas) -> None:
        paper.saveState()
        paper.translate(30, 200)
        paper.rotate(90)
        paper.drawString(0, 0, "Signerat 2024-03-14, transaktion 42")
        paper.restoreState()

    text = column(72, 700, ["Nämnden beslutar", "att bifalla förslaget."])
    assert lines(made(text, draw=stamp)) == [
        "Nämnden beslutar",
        "att bifalla förslaget.",
        "Signerat 2024-03-14, transaktion 42",
    ]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_reads_as_an_upright_one(angle: int) -> None:
    """A page set across the sheet is read as it is when it is held the right way."""
    table = by_row(column(0, 0, ["Nämnd", "Socialnämnden", "Summa"]), column(200, 0, ["Utfall", "251 100", "292 000"]))

    def turned(paper: canvas.Canvas) -> None:
        paper.setPageRotation(angle)
        paper.translate(300, 300)
        paper.rotate(angle)
        for left, bottom, text in [(0.0, 100.0, "Uppföljning av budgeten"), *table, (0.0, -200.0, "Sida 4")]:
            paper.drawString(left, bottom, text)

    assert lines(made([], draw=turned)) == [
        "Uppföljning av budgeten", "Nämnd | Utfall", "Socialnämnden | 251 100", "Summa | 292 000", "Sida 4",
    ]  # fmt: skip


def test_pages_without_text_or_picture_are_an_empty_file() -> None:
    """A PDF of blank pages is no scan."""
    with pytest.raises(EmptyFile, match="2 sidor"):
        read(made([], []))


# Words and paragraphs


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Frågan prövas av miljö-", "och byggnadsnämnden.", "miljö- och byggnadsnämnden."),
        ("Den som skickar e-", "post till kommunen får svar.", "e-post till"),
        ("Beslutet gäller covid-", "19 och annat.", "covid-19 och"),
        ("Till ordförande väljs Eva Lind-", "Alm från Avika.", "Eva Lind-Alm från"),
        ("Nämnden ser över kommu-", "nens avtal.", "kommunens avtal."),
    ],
)
def test_words_broken_at_the_margin_of_a_column(first: str, second: str, whole: str) -> None:
    """In a column too a divided word is whole again, and a hyphen that belongs to the word is kept."""
    left = [*wrapped(PROSE, 38)[:6], first, second]
    right = wrapped(PROSE, 38)[:8]
    assert whole in " ".join(lines(made(by_row(column(72, 700, left), column(320, 700, right)))))


def test_spaced_out_letters_are_words() -> None:
    """A heading with its letters set apart is read as its words."""
    data = made([], draw=lambda paper: paper.drawString(72, 700, "BESLUT OM TAXA", charSpace=6))
    assert lines(data) == ["BESLUT OM TAXA"]


def test_paragraphs_are_parted_by_a_blank_line() -> None:
    """Where the page leaves room between paragraphs, the text has a blank line; within one it has none."""
    rows = wrapped(PROSE, 80)
    paper = [*column(72, 700, rows), *column(72, 690 - LEADING * len(rows), rows)]
    once = "\n".join(rows)
    assert read(made(paper)).text.strip() == f"{once}\n\n{once}"


def test_headings_are_pointed_out() -> None:
    """Lines in larger or bolder letters are headings, a heading of two lines one; bold words in a text are none."""
    title = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=24, spaceAfter=10)
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=10)
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=14, spaceAfter=8)
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(
        [
            Paragraph("Tjänsteutlåtande om ombyggnaden av bryggan på Norrskär", title),
            Paragraph("Förslag till beslut", head),
            Paragraph(PROSE, body),
            Paragraph("Ärendet", head),
            Paragraph(f"{PROSE} <b>Detta är viktigt.</b> {PROSE}", body),
            Paragraph("Bedömning", head),
            Paragraph(PROSE, body),
        ]
    )
    extraction = read(file.getvalue())
    found = [extraction.text[span.start : span.end].replace("\n", " ") for span in extraction.headings]
    assert found == [
        "Tjänsteutlåtande om ombyggnaden av bryggan på Norrskär", "Förslag till beslut", "Ärendet", "Bedömning",
    ]  # fmt: skip


# Whatever is on a page


PLACES = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.integers(0, 30),
        st.text(st.sampled_from("abcåäöÅÄÖ§12(S)."), min_size=1, max_size=12),
        st.booleans(),
    ),
    max_size=60,
)


@given(PLACES)
def test_every_word_comes_out_once(places: list[tuple[int, int, str, bool]]) -> None:
    """However words stand on a page, with lines about them or without, each is read, and once."""
    cells = {(x, y): (text, drawn) for x, y, text, drawn in places}
    texts = [(40.0 + 44 * x, 60.0 + 24 * y, text[:6]) for (x, y), (text, _) in cells.items()]

    def frames(paper: canvas.Canvas) -> None:
        for (x, y), (_, drawn) in cells.items():
            if drawn:
                paper.rect(38 + 44 * x, 56 + 24 * y, 44, 24)

    random.Random(len(texts)).shuffle(texts)
    drawn = Counter("".join(text for _, _, text in texts))
    try:
        extraction = read(made(texts, draw=frames))
    except EmptyFile:
        assert not drawn
        return
    assert Counter(re.sub(r"[\s|]", "", extraction.text)) == drawn
    assert [page.end for page in extraction.pages] == [len(extraction.text)]
    assert all(0 <= head.start < head.end <= len(extraction.text) for head in extraction.headings)


REAL = sorted((Path(__file__).resolve().parents[3] / "shared" / "real" / "pdf").glob("*.pdf"))


@pytest.mark.skipif(not REAL, reason="no real papers beside the project")
def test_real_papers_lose_nothing() -> None:
    """Each letter that PDFium finds on a real page is in the text, and no other."""
    for path in REAL:
        document = pypdfium2.PdfDocument(path)
        if not any(page.get_textpage().count_chars() for page in document):
            continue
        extraction = read(path.read_bytes())
        for page, span in zip(document, extraction.pages, strict=True):
            raw = Counter(filter(str.isalnum, page.get_textpage().get_text_bounded()))
            text = unicodedata.normalize("NFKC", extraction.text[span.start : span.end])  # raised digits as digits
            assert Counter(filter(str.isalnum, text)) == raw, (path.name, span)
