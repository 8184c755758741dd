"""Typesetting as a born-digital pdf whose text comes out of it in reading order."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2
import reportlab
from reportlab import platypus
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from corpus.demo.typeset.parse import Block, Heading, Item, Manuscript, ManuscriptError, Paragraph, Table, fold

_REGULAR, _BOLD = "DemoSans", "DemoSans-Bold"
_MARGIN, _TOP, _BOTTOM = 25 * mm, 27 * mm, 24 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_PADDING = 4
_PAGE_NUMBER_WIDTH = 20 * mm

_BODY = ParagraphStyle("body", fontName=_REGULAR, fontSize=10, leading=14, spaceAfter=6, bulletFontName=_REGULAR)
_CLOSE = ParagraphStyle("close", _BODY, spaceAfter=0)
_LISTED = ParagraphStyle("listed", _BODY, leftIndent=7 * mm, bulletFontSize=10, spaceAfter=3)
# A table of many columns is set smaller, as a secretary does to keep it on the page.
_CELL_SIZES = (8.5, 7.5, 6.5)
_HEADINGS = {
    level: ParagraphStyle(
        f"heading{level}",
        fontName=_BOLD,
        fontSize=size,
        leading=size * 1.3,
        spaceBefore=before,
        spaceAfter=4,
        keepWithNext=1,
    )
    for level, size, before in ((1, 15, 0), (2, 11.5, 14), (3, 10, 8))
}


def typeset(manuscript: Manuscript) -> bytes:
    """Return the manuscript as the bytes of a pdf file, or raise ManuscriptError for what the page cannot hold."""
    _register_fonts()
    _refuse_missing_glyphs(manuscript)
    _refuse_long_running_lines(manuscript)
    # The header names the number of pages and stands first in the reading order, so it is counted beforehand.
    pages, _ = _build(manuscript, pages=0)
    return _build(manuscript, pages)[1]


def extract(content: bytes, manuscript: Manuscript) -> str:
    """Return the words of a pdf file, white space folded, without what only the pages of this manuscript repeat."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [fold(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()
    text = ""
    for number, page in enumerate(pages, start=1):
        running = fold(f"{manuscript.header} {_page_number(number, len(pages))}")
        body = page.removeprefix(running).removesuffix(manuscript.footer)
        text = _continued(text, fold(body), manuscript)
    return text


def _continued(text: str, body: str, manuscript: Manuscript) -> str:
    """Add a page's body; a table that goes on from the page before has its header row once more, which is left out."""
    heads = [fold(" ".join(block.rows[0])) for block in manuscript.blocks if isinstance(block, Table)]
    bodies = [body, *(fold(body.removeprefix(head)) for head in heads)]
    fitting = (whole for part in bodies if manuscript.text.startswith(whole := fold(f"{text} {part}")))
    return next(fitting, fold(f"{text} {body}"))


def _register_fonts() -> None:
    # The fonts come with the library, so a paper looks the same wherever it is made.
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in ((_REGULAR, "Vera.ttf"), (_BOLD, "VeraBd.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def _refuse_missing_glyphs(manuscript: Manuscript) -> None:
    known = pdfmetrics.getFont(_REGULAR).face.charToGlyph
    lines = [(block.line, _words(block)) for block in manuscript.blocks]
    for line, words in [(1, manuscript.header + manuscript.footer), *lines]:
        for letter in words:
            if ord(letter) not in known:
                problem = f"expected letters that the font has, found {letter!r} (U+{ord(letter):04X})."
                raise ManuscriptError(manuscript.path, line, problem, "Write it in another way.")


def _words(block: Block) -> str:
    return "".join(cell for row in block.rows for cell in row) if isinstance(block, Table) else block.text


def _refuse_long_running_lines(manuscript: Manuscript) -> None:
    for name, text, width in (
        ("header", manuscript.header, _WIDTH - _PAGE_NUMBER_WIDTH),
        ("footer", manuscript.footer, _WIDTH),
    ):
        if pdfmetrics.stringWidth(text, _REGULAR, 8) > width:
            raise ManuscriptError(manuscript.path, 1, f"expected a {name} that fits one line.", "Shorten it.")


def _build(manuscript: Manuscript, pages: int) -> tuple[int, bytes]:
    stream = io.BytesIO()
    document = platypus.BaseDocTemplate(
        stream,
        pagesize=A4,
        title=manuscript.title,
        author=manuscript.author,
        subject=manuscript.header,
        creator="",
        lang="sv-SE",
        invariant=1,
    )

    def draw_header(canvas: Any, _document: Any) -> None:
        canvas.setFont(_REGULAR, 8)
        canvas.drawString(_MARGIN, A4[1] - 15 * mm, manuscript.header)
        canvas.drawRightString(A4[0] - _MARGIN, A4[1] - 15 * mm, _page_number(canvas.getPageNumber(), pages))
        canvas.setLineWidth(0.4)
        canvas.line(_MARGIN, A4[1] - 17 * mm, A4[0] - _MARGIN, A4[1] - 17 * mm)

    def draw_footer(canvas: Any, _document: Any) -> None:
        canvas.setFont(_REGULAR, 8)
        canvas.drawString(_MARGIN, 13 * mm, manuscript.footer)

    frame = platypus.Frame(
        _MARGIN,
        _BOTTOM,
        _WIDTH,
        A4[1] - _TOP - _BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    # What is drawn last is read last: the header before the body, the footer after it.
    document.addPageTemplates(platypus.PageTemplate("page", [frame], onPage=draw_header, onPageEnd=draw_footer))
    document.build(list(_flowables(manuscript)))
    return document.page, stream.getvalue()


def _page_number(number: int, pages: int) -> str:
    return f"{number} ({pages})"


def _flowables(manuscript: Manuscript) -> Iterator[Any]:
    for block, following in zip(manuscript.blocks, [*manuscript.blocks[1:], None], strict=True):
        match block:
            case Heading():
                yield platypus.Paragraph(_markup(block.text), _HEADINGS[block.level])
            case Paragraph():
                close = isinstance(following, Paragraph) and following.close
                yield platypus.Paragraph(_markup(block.text), _CLOSE if close else _BODY)
            case Item():
                yield platypus.Paragraph(_markup(block.text), _LISTED, bulletText=block.mark)
            case Table():
                yield _table(manuscript, block)


def _glued(text: str) -> str:
    """Tie "tjänste-" to "och": a line that ends in a hyphen reads as a divided word, and loses it and the space."""
    return re.sub("(?<=-) ", "\u00a0", text)


def _markup(text: str) -> str:
    return escape(_glued(text))


def _table(manuscript: Manuscript, block: Table) -> Any:
    size, widths = _cell_size_and_widths(manuscript, block)
    body = ParagraphStyle("cell", fontName=_REGULAR, fontSize=size, leading=size * 1.3)
    head = ParagraphStyle("cell-head", body, fontName=_BOLD)
    flush = [{"alignment": TA_RIGHT if block.is_numeric(column) else TA_LEFT} for column in range(len(widths))]
    bodies = [ParagraphStyle(f"cell-{column}", body, **side) for column, side in enumerate(flush)]
    heads = [ParagraphStyle(f"cell-head-{column}", head, **side) for column, side in enumerate(flush)]
    cells = [
        [platypus.Paragraph(_markup(text), style) for text, style in zip(row, bodies if number else heads, strict=True)]
        for number, row in enumerate(block.rows)
    ]
    table = platypus.Table(cells, widths, repeatRows=1, hAlign="LEFT", spaceBefore=4, spaceAfter=10)
    table.setStyle(
        platypus.TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
                ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.92, 0.92, 0.92)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _cell_size_and_widths(manuscript: Manuscript, block: Table) -> tuple[float, list[float]]:
    """Give each column its longest word, and share what is left by how much more the column would like."""
    for size in _CELL_SIZES:
        least = _columns(block, size, " ")
        liked = _columns(block, size, None)
        left = _WIDTH - sum(least)
        if sum(liked) <= _WIDTH:
            return size, liked
        if left >= 0:
            wish = sum(liked) - sum(least)
            return size, [low + left * (high - low) / wish for low, high in zip(least, liked, strict=True)]
    problem = "expected a table no wider than the page, but its longest words are wider."
    raise ManuscriptError(manuscript.path, block.line, problem, "Use fewer columns or shorter words.")


def _columns(block: Table, size: float, separator: str | None) -> list[float]:
    """Return the width that each column takes when its cells are divided at the separator, or at nothing."""
    widths = [0.0] * len(block.rows[0])
    for number, row in enumerate(block.rows):
        font = _REGULAR if number else _BOLD
        for column, cell in enumerate(row):
            for part in _glued(cell).split(separator) if separator else [_glued(cell)]:
                # A hair more than measured, or rounding would divide the longest word.
                taken = float(pdfmetrics.stringWidth(part, font, size)) + 2 * _PADDING + 0.5
                widths[column] = max(widths[column], taken)
    return widths
