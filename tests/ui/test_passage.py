"""References, surroundings and excerpts."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search_api.schemas import Hit
from ui.web.passage import AROUND, about, excerpt, marked, quoted, surroundings


def hit(text="Nämnden beslutar att bifalla förslaget.", highlights=(), start=100, **changed) -> Hit:
    values = {
        "rank": 1, "score": 1.0, "passage_id": "p", "document_id": "d", "source": "gotland/son.txt",
        "title": "Delredovisning", "organisation": "Region Gotland", "committee": "Socialnämnden",
        "kind": "protokollsutdrag", "date": dt.date(2024, 12, 4), "paragraph": "§ 181", "case_number": "SON 2023/273",
        "heading": "Delredovisning", "part": "Beslut", "page": 4, "start": start, "end": start + len(text),
        "text": text, "highlights": list(highlights),
    }  # fmt: skip
    return Hit(**(values | changed))


def test_about():
    assert about(hit()) == "Protokollsutdrag · Region Gotland · Delredovisning"
    assert about(hit(organisation=None)) == "Protokollsutdrag · Delredovisning"


def test_surroundings_are_cut_between_words():
    text = "ord " * 1000 + "CITATET" + " ord" * 1000
    found = surroundings(text, [(4000, 4007)])
    (start, end), *rest = found.marked
    assert not rest
    assert found.text[start:end] == "CITATET"
    assert found.cut_before
    assert found.cut_after
    assert AROUND - 4 <= start <= AROUND
    assert found.text.startswith("ord ")
    assert found.text.endswith(" ord")


def test_surroundings_at_the_ends_of_a_document():
    found = surroundings("Kort handling.", [(0, 4)])
    assert (found.text, found.marked, found.cut_before, found.cut_after) == ("Kort handling.", ((0, 4),), False, False)


def test_surroundings_of_several_quotations_stretch_over_all():
    text = "a" * 50 + "EN" + "b" * 50 + "TVÅ" + "c" * 50
    found = surroundings(text, [(102, 105), (50, 52)], around=10)
    assert [found.text[start:end] for start, end in found.marked] == ["EN", "TVÅ"]


def test_surroundings_that_the_text_no_longer_has():
    assert surroundings("kort", [(100, 200)]).text == ""


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_surroundings_are_a_piece_of_the_text_with_the_same_words_marked(text, spans):
    spans = [(start, end) for start, end in spans if start < end <= len(text)]
    found = surroundings(text, spans, around=20)
    assert text[found.start : found.start + len(found.text)] == found.text
    assert {text[at] for start, end in spans for at in range(start, end)} == {
        found.text[at] for start, end in found.marked for at in range(start, end)
    }


def test_marks_get_ids_and_text_stays_text():
    assert marked("a <b> c", [(2, 5)], [["citat-1"]]) == 'a <mark id="citat-1">&lt;b&gt;</mark> c'
    several = marked("abc", [(0, 1), (2, 3)], [["citat-1", "citat-3"], ["citat-2"]])
    assert several == ('<mark id="citat-1"><span id="citat-3"></span>a</mark>b<mark id="citat-2">c</mark>')
    assert marked("a <b> c", []) == "a &lt;b&gt; c"


def test_columns_are_kept_and_running_text_is_not():
    table = "Parti   Ja   Nej\nS        3     1"
    assert quoted(table) == f'<span class="bm-columns">{table}</span>'
    assert quoted("Nr | Namn\n1 | Mira") == '<span class="bm-columns">Nr | Namn\n1 | Mira</span>'
    assert quoted("Avgiften höjs från\noch med 2023.  <b>") == "Avgiften höjs från\noch med 2023.  &lt;b&gt;"


def test_excerpt_is_the_whole_of_a_short_passage():
    text, spans = excerpt(hit("Nämnden beslutar.", [(108, 116)]))
    assert text == "Nämnden beslutar."
    assert [text[start:end] for start, end in spans] == ["beslutar"]


def test_excerpt_goes_to_where_the_words_are():
    long = "fyllnad " * 100 + "isbanan är öppen. " + "mer " * 200
    text, spans = excerpt(hit(long, [(900, 907)]))
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert [text[start:end] for start, end in spans] == ["isbanan"]
    assert len(text) < 450
