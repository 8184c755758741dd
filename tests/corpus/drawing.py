"""PDF for tests: texts at their places on a page, and what is read of them."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from corpus.models import Extraction
from corpus.readers import Limits, extract

# A text with its place: from the left, and from the bottom of an A4 page, in points.
Placed = tuple[float, float, str]

SIZE, LEADING = 11, 14


def made(*pages: Sequence[Placed], draw: Callable[[canvas.Canvas], None] | None = None) -> bytes:
    """Return a PDF with each text at its place, written in the order given."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    for texts in pages:
        paper.setFont("Helvetica", SIZE)
        for left, bottom, text in texts:
            paper.drawString(left, bottom, text)
        if draw:
            draw(paper)
        paper.showPage()
    paper.save()
    return file.getvalue()


def column(left: float, top: float, texts: Sequence[str], leading: float = LEADING) -> list[Placed]:
    """Return texts one below the other."""
    return [(left, top - number * leading, text) for number, text in enumerate(texts) if text]


def by_row(*columns: Sequence[Placed]) -> list[Placed]:
    """Return the texts of columns row by row, as word processors write a table."""
    return sorted((text for texts in columns for text in texts), key=lambda text: (-text[1], text[0]))


def ruled(
    left: float, top: float, widths: Sequence[float], rows: int, height: float
) -> Callable[[canvas.Canvas], None]:
    """Return what draws the lines of a table."""

    def draw(paper: canvas.Canvas) -> None:
        xs = [left]
        for width in widths:
            xs.append(xs[-1] + width)
        paper.grid(xs, [top - number * height for number in range(rows + 1)])

    return draw


def read(data: bytes) -> Extraction:
    """Return what is read of a PDF."""
    return extract(data, "handling.pdf", Limits())


def lines(data: bytes) -> list[str]:
    """Return the lines of a PDF that are not blank."""
    return [line for line in read(data).text.split("\n") if line.strip()]


PROSE = (
    "Ön Norrskär har sedan sommaren en brygga som nämnden har låtit bygga om efter stormen i mars. Arbetet tog nio"
    " veckor och kostade mindre än väntat eftersom timret kom från den gamla färjan. Förvaltningen räknar med att"
    " bryggan håller i trettio år. Till hösten ska belysningen bytas och bänkarna målas om av eleverna på Lindsala"
    " gymnasium, som har lovat att göra det utan ersättning om kommunen står för färgen och maten."
)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many characters."""
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) >= width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found
