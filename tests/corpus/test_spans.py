"""Tables of html, docx and odt: the same table gives the same text, with every cell under its heading."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.readers import Limits, extract
from tests.conftest import MakeBytes
from tests.corpus.lines import lines, rtf
from tests.corpus.test_formats import odt


@dataclass(frozen=True)
class Placed:
    """A cell of a table: its words, and over how many columns and rows it goes."""

    words: str
    across: int = 1
    down: int = 1


Row = Sequence[Placed | None]  # what is under a cell that goes over several columns or rows is None


def as_html(table: Sequence[Row]) -> bytes:
    """Return the table as a page of the web."""
    rows = (
        "".join(f"<td colspan={cell.across} rowspan={cell.down}>{cell.words}</td>" for cell in row if cell)
        for row in table
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>".encode()


def as_odt(table: Sequence[Row]) -> bytes:
    """Return the table as LibreOffice writes it."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:number-columns-spanned="{cell.across}" table:number-rows-spanned="{cell.down}">'
            f"<text:p>{cell.words}</text:p></table:table-cell>"
            if cell
            else "<table:covered-table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in table
    )
    return odt(f"<table:table>{cells}</table:table>")


def as_docx(make_docx: MakeBytes, table: Sequence[Row]) -> bytes:
    """Return the table as Word writes it."""

    def fill(paper: docx.document.Document) -> None:
        made = paper.tables[0]
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                if cell:
                    made.cell(y, x).merge(made.cell(y + cell.down - 1, x + cell.across - 1)).text = cell.words

    return make_docx([[""] * len(table[0])] * len(table), before_saving=fill)


def read(make_docx: MakeBytes, table: Sequence[Row]) -> list[list[str]]:
    """Return the lines of the table in each of the formats."""
    return [
        lines(data, name)
        for data, name in (
            (as_html(table), "a.html"),
            (as_odt(table), "a.odt"),
            (as_docx(make_docx, table), "a.docx"),
        )
    ]


def plain(*words: str) -> list[Placed]:
    """Return a row of cells none of which is over several columns or rows."""
    return [Placed(word) for word in words]


def test_one_table_in_three_formats(make_docx: MakeBytes) -> None:
    """A heading over two columns, one over two rows, a label over two rows, a heading within, an empty cell, a sum."""
    table: list[Row] = [
        [Placed("Förening", down=2), Placed("Belopp", across=2), None, Placed("Beslut", down=2)],
        [None, *plain("Sökt", "Beviljat"), None],
        [Placed("Idrott", across=4), None, None, None],
        [Placed("Lillås GF", down=2), *plain("83 500 kr", "78 000 kr", "Bifall")],
        [None, *plain("1 000 kr", "", "Avslag")],
        [Placed("Summa", across=2), None, *plain("78 000 kr", "")],
    ]
    assert (
        read(make_docx, table)
        == [
            [
                "Förening | Belopp |  | Beslut",
                "Förening | Sökt | Beviljat | Beslut",
                "Idrott",
                "Lillås GF | 83 500 kr | 78 000 kr | Bifall",
                "Lillås GF | 1 000 kr |  | Avslag",
                "Summa |  | 78 000 kr | ",
            ]
        ]
        * 3
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Return a table with cells over several columns and rows, each with words of its own."""
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    table: list[list[Placed | None]] = [[None] * width for _ in range(height)]
    taken: set[tuple[int, int]] = set()
    for y in range(height):
        for x in range(width):
            if (y, x) in taken:
                continue
            down, across = draw(st.integers(1, height - y)), draw(st.integers(1, width - x))
            while any((y, x + n) in taken for n in range(across)):
                across -= 1
            taken |= {(y + n, x + m) for n in range(down) for m in range(across)}
            table[y][x] = Placed(f"cell {y}.{x}", across, down)
    return table


def columns(table: Sequence[Row]) -> Iterator[list[str]]:
    """Return what is to be said in each column of each row that has a cell of its own."""
    said = [[""] * len(row) for row in table]
    for y, row in enumerate(table):
        for x, cell in enumerate(row):
            for n in range(cell.down if cell else 0):
                said[y + n][x] = cell.words if cell else ""
    for y, row in enumerate(table):
        if any(row):
            yield said[y]


@settings(max_examples=60)
@given(tables())
def test_every_cell_stands_under_its_heading(table: list[Row]) -> None:
    """Whatever cells go over, a row has each word in its column; a cell that is the whole row stands alone."""
    expected = [" | ".join(row).rstrip(" |") for row in columns(table)]
    for data, name in ((as_html(table), "a.html"), (as_odt(table), "a.odt")):
        assert [line.rstrip(" |") for line in lines(data, name)] == expected


def test_word_cells_whose_edges_are_a_little_apart(make_docx: MakeBytes) -> None:
    """Rows of as many cells each, whose edges are not drawn quite under one another, have no columns but these."""
    table: list[Row] = [
        [Placed("Förening", across=2), None, Placed("Sökt"), Placed("Beviljat")],
        [Placed("Lillås GF"), Placed("83 500", across=2), None, Placed("78 000")],
    ]
    assert lines(as_docx(make_docx, table), "a.docx") == ["Förening | Sökt | Beviljat", "Lillås GF | 83 500 | 78 000"]


def test_rtf_cells_over_several_rows() -> None:
    """Word writes a cell over several rows as one that begins it and empty ones that go on."""
    first, second = r"\trowd\clvmgf\cellx100\cellx200", r"\trowd\clvmrg\cellx100\cellx200"
    data = rtf(
        rf"{first}\pard\intbl Lill\'e5s GF\cell Drift\cell\row{second}\pard\intbl\cell Hyra\cell\row"
        r"\trowd\cellx100\cellx200\pard\intbl\cell Summa\cell\row\pard Slut\par"
    )
    assert lines(data, "a.rtf") == ["Lillås GF | Drift", "Lillås GF | Hyra", " | Summa", "Slut"]


def test_a_long_text_over_many_rows_is_said_once(make_docx: MakeBytes) -> None:
    """What is no label but a text beside its rows is not said over and over."""
    text = "Nämnden ser över reglerna och återkommer om bidragen. " * 5
    table: list[Row] = [[Placed(text.strip(), down=3), Placed("2023")], [None, Placed("2024")], [None, Placed("2025")]]
    for found in read(make_docx, table):
        assert found == [f"{text.strip()} | 2023", " | 2024", " | 2025"]


@pytest.mark.parametrize(
    "data",
    [
        b"<table>" + b"<tr><td>a<td colspan=99999999>b" * 4_000,
        b"<table><tr>" + b"<td rowspan=65000>ord" * 1_000 + b"<tr><td>a" * 4_000,
        b"<table><tr><td rowspan=0>" + b"ord " * 50_000 + b"<td>b" + b"<tr><td>a" * 4_000,
    ],
)
def test_spans_without_end_cost_no_more_than_their_length(data: bytes) -> None:
    start = time.process_time()
    assert len(extract(data, "a.html", Limits()).text) < 100 * len(data)
    assert time.process_time() - start < 10
