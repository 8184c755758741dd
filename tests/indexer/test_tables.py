"""Tables in a text: a row below its heading finds it, on later pages too; a form and a list of people have none."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Document, Span
from indexer import tables
from indexer.tables import Tables

Read = Callable[..., Document]


def paper(text: str, *furniture: str, read: Read) -> Document:
    """Return a paper of `text`, each of whose pages ends at a form feed, and what of it is furniture."""
    pages, place = [], 0
    for page in text.split("\f"):
        pages.append(Span(place, place + len(page)))
        place += len(page)
    whole = text.replace("\f", "")
    spans = sorted((whole.index(words), whole.index(words) + len(words)) for words in furniture)
    return replace(read("§ 1 Upprop"), text=whole, pages=tuple(pages), furniture=tuple(Span(*span) for span in spans))


def heading(document: Document, row: str) -> str | None:
    """Return the heading of the table that `row` stands in."""
    span = Tables(document).heading(document.text.index(row))
    return document.text[span.start : span.end] if span else None


GRANTS = "Förening | Sökt | Beviljat\nLillås GF | 9 kr | 8 kr\nÅby IK | 7 kr | –\n"


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        (GRANTS, "Lillås GF", "Förening | Sökt | Beviljat"),
        (GRANTS, "7 kr", "Förening | Sökt | Beviljat"),
        (GRANTS, "Sökt", None),  # of a heading itself
        (f"{GRANTS}\nBidragen betalas ut i maj.\n", "Bidragen", None),
        (f"Bidrag ges.\n\n{GRANTS}", "Bidrag ges", None),
        # a heading of two rows, one whose cell goes over both
        ("Ort | Belopp | \nOrt | Sökt | Givet\nÅby | 1 kr | 2 kr", "Åby", "Ort | Belopp | \nOrt | Sökt | Givet"),
        (" | År 2024 | \n | Sökt | Givet\nÅby | 1 kr | 2 kr", "Åby", " | År 2024 | \n | Sökt | Givet"),
        # bars around it, and a rule below the heading
        ("| Ort | Svar |\n| --- | :-: |\n| Åby | ja |\n", "Åby", "| Ort | Svar |"),
        # years, shares, days
        ("Nämnd | 2024 | 2025\nFritid | 1,5 % | 2 %", "Fritid", "Nämnd | 2024 | 2025"),
        ("Ärende | Senast\nBudget | 2024-05-01\nTaxa | 3 maj", "Taxa", "Ärende | Senast"),
        # words only
        ("Ort | Svar | Skäl\nÅby | ja | bra\nBy | nej | dyr", "By", "Ort | Svar | Skäl"),
        ("Ort | Svar | Skäl\nÅby | Svar | bra\nBy | nej | dyr", "By", None),
        # a row over all columns, and one that goes over no cell below
        ("Ort | Sökt\nNorr\nÅby | 1 kr\nSöder\nBy | 2 kr", "By", "Ort | Sökt"),
        # a form, people, a table that begins with what it says
        ("Plats | Kommunhuset\nTid | 13.00\nOrdförande | Anna Ek", "Tid", None),
        ("Anna Ek | Bo Al\n1 | 2", "1 |", None),
        ("Åby IK | 9 kr | 8 kr\nBy IK | 7 kr | 6 kr", "By IK", None),
        ("Anna Ek (S) | ordförande | ja\nBo Al (M) | ledamot | nej", "Bo Al", None),
        # another table begins
        (f"{GRANTS}\nOrt | Hyra | Vatten\nLillås | 1 kr | 2 kr\n", "Lillås |", "Ort | Hyra | Vatten"),
        (f"{GRANTS}\nHyran höjs.\n\nÅby hall | 1 kr | 2 kr\n", "Åby hall", None),
        (f"{GRANTS}\nÅby hall | 1 kr\n", "Åby hall", None),
        # blank lines between rows, as wide ones have
        (GRANTS.replace("\n", "\n\n"), "7 kr", "Förening | Sökt | Beviljat"),
    ],
)
def test_the_heading_of_a_row(text: str, row: str, expected: str | None, read: Read) -> None:
    assert heading(paper(text, read=read), row) == expected


def test_a_table_over_pages(read: Read) -> None:
    """Running heads and feet stand between its rows; where the heading is said again, the nearer one is meant."""
    text = f"{GRANTS}\nSida 1 (3)\n\n\fÅngsö kommun\n\nBy IK | 5 kr | 4 kr\n\fSida 3 (3)\n{GRANTS.replace('Å', 'Ö')}"
    document = paper(text, "Sida 1 (3)", "Ångsö kommun", "Sida 3 (3)", read=read)
    assert heading(document, "By IK") == "Förening | Sökt | Beviljat"
    again = Tables(document).heading(document.text.index("Öby IK"))
    assert again
    assert document.text.index("Sida 3") < again.start
    assert heading(paper(text.replace("kommun", "kommun\nBilaga om annat"), "Sida 1 (3)", read=read), "By IK") is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a | b | ", ("a", "b", "")),
        (" | b", ("", "b")),
        ("| b", ("", "b")),
        ("| a | **b** |", ("a", "b")),
        ("|a||", ("a", "")),
    ],
)
def test_the_cells_of_a_row(row: str, expected: tuple[str, ...]) -> None:
    assert tables.is_row(row)
    assert tables.cells(row) == expected


PIECES = st.lists(
    st.sampled_from(
        ["Ort", " | ", "\n", "\n\n", "12 kr", "| --- |", "-", "2024", "Anna Ek", "\f", "Sida", "|", " ", "ö."]
    ),
    max_size=60,
)


@given(PIECES.map("".join))
def test_a_heading_stands_whole_above_its_rows(read: Read, text: str) -> None:
    """In any text a heading is of whole rows, and above what it is the heading of."""
    document = paper(text, read=read)
    found = Tables(document)
    for offset in range(len(document.text)):
        if span := found.heading(offset):
            said = document.text[span.start : span.end]
            assert span.start < span.end <= offset
            assert all(map(tables.is_row, said.split("\n")))
            assert document.text[: span.start][-1:] in ("", "\n")
            assert document.text[span.end] == "\n"


def test_tables_without_end_cost_no_more_than_their_length(read: Read) -> None:
    start = time.process_time()
    for text in ("Ort | Summa\n" * 50_000, "Ort | \n\n" * 50_000, "a | " * 200_000, "| - " * 200_000 + "\n" * 9_000):
        Tables(paper(text, read=read))
    assert time.process_time() - start < 20
