"""The words of papers as the pages show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ui.pages import wording


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## § 12 Isbana", "§ 12 Isbana"),
        ("att **isbanan** ska *hållas* öppen", "att isbanan ska hållas öppen"),
        ("| Namn | Röst |\n|---|:--:|\n| Anna Ek | ja |", "Namn | Röst\nAnna Ek | ja"),
        ("> citat", "citat"),
        ("2 * 3 * 4 och a\\*b", "2 * 3 * 4 och a*b"),
        ("bm_nyckel_nu och 5 > 3", "bm_nyckel_nu och 5 > 3"),
        ("- en sak\n- en till", "- en sak\n- en till"),
    ],
)
def test_the_signs_of_markdown_are_not_read(written, shown):
    assert wording.plain(written, "protokoll.md") == shown
    assert wording.plain(written, "samling.md#bilaga 2") == shown
    assert wording.plain(written, "protokoll.txt") == written


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("bassäng och\nrelaxavdelning.", "bassäng och relaxavdelning."),
        ("för tre år,\nen gång", "för tre år, en gång"),
        ("Motionen bifalls.\nnästa", "Motionen bifalls.\nnästa"),
        ("1. köpa\n2. sälja", "1. köpa\n2. sälja"),
        ("polisen\nLänsstyrelsen", "polisen\nLänsstyrelsen"),
        ("Beslut\n\natt köpa", "Beslut\n\natt köpa"),
    ],
)
def test_a_sentence_goes_on_over_the_ends_of_its_lines(written, shown):
    assert wording.flowing(written, "a.pdf") == shown


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_what_is_marked_is_the_text_and_nothing_else(text, one, other):
    """Whatever stands in it: read back by a browser's rules it is the same, and the mark is where it was asked for."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = wording.marked(text, [(start, end)] if start < end else [], "a.txt", [['x" onclick="']])
    tree = html.fragment_fromstring(f"<div>{shown}</div>")
    # A browser reads a carriage return as the end of a line.
    assert (tree.text_content() or "").replace("\r", "\n") == wording.seen(text).replace("\r", "\n")
    marks = tree.findall(".//mark")
    assert len(marks) == (start < end)
    assert len(tree.findall(".//*")) == len(marks)
    for mark in marks:
        assert mark.attrib == {"id": 'x" onclick="'}
        assert (mark.text_content() or "").replace("\r", "\n") == wording.seen(text[start:end]).replace("\r", "\n")
