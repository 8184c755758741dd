"""The words of papers as the pages show them."""

import re

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
        ("*Anmäldes § 87\noch bereddes.*", "Anmäldes § 87\noch bereddes."),
        ("* en sak\n* en till*", "* en sak\n* en till*"),
        ("*en\n\ntill*", "*en\n\ntill*"),
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
        ("minst 2 kilometer till skolan,\n   i årskurs 4", "minst 2 kilometer till skolan, i årskurs 4"),
        ("Post | Belopp\nmat | 30", "Post | Belopp\nmat | 30"),
        ("mat    30\nhyra    40", "mat    30\nhyra    40"),
    ],
)
def test_a_sentence_goes_on_over_the_ends_of_its_lines(written, shown):
    assert wording.flowing(written, "a.pdf") == shown


BLANK = re.compile(r"[ \t\r\n]+")


@given(
    st.text(st.one_of(st.characters(), st.sampled_from('ab \n|<>&"*')), max_size=80),
    st.integers(0, 80),
    st.integers(0, 80),
)
def test_what_is_marked_is_the_text_and_nothing_else(text, one, other):
    """Whatever stands in it: as a browser reads it back it is the same but for the ends of lines, and so the mark."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = wording.marked(text, [(start, end)] if start < end else [], "a.txt", [['x" onclick="']])
    tree = html.fragment_fromstring(f"<div>{shown}</div>")
    assert BLANK.sub("", tree.text_content() or "") == BLANK.sub("", wording.seen(text))
    marks = tree.findall(".//mark")
    assert len(marks) == (start < end)
    assert len(tree.findall(".//*")) == len(marks)
    for mark in marks:
        assert set(mark.attrib) <= {"id", "lang"}
        assert mark.get("id") == 'x" onclick="'
        assert BLANK.sub("", mark.text_content() or "") == BLANK.sub("", wording.seen(text[start:end]))
