"""Text of others is shown to the letter and can do nothing."""

import html
import string
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.web.markup import Markup, element, escape, facts, join, label


class Reader(HTMLParser):
    """What a browser would make of markup: its tags, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</p></div><iframe src='https://exempel.example'>",
        "<!-- --><svg/onload=alert(1)>",
        "&lt;script&gt;",
        "[klicka](javascript:alert(1)) **fet** $x$ :red[röd]",
    ],
)
def test_text_is_shown_to_the_letter(hostile):
    read = Reader(element("p", hostile))
    assert [tag for tag, _ in read.tags] == ["p"]
    assert read.text == hostile


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs"])))
def test_any_text_stays_text_inside_and_in_attributes(text):
    read = Reader(element("p", text, title=text))
    assert read.tags == [("p", {"title": text})]
    assert read.text == text


def test_what_is_not_seen_is_made_visible():
    assert escape("a\u202eb\u0007c\u2066d") == "a\ufffdb\ufffdc\ufffdd"
    assert escape("rad 1\r\nrad 2\tkolumn") == "rad 1\nrad 2\tkolumn"


def test_markup_is_not_escaped_again_but_what_is_joined_to_it_is():
    inner = element("b", "å & ä")
    assert element("p", inner, "<i>") == "<p><b>å &amp; ä</b>&lt;i&gt;</p>"
    assert isinstance(join(inner, "<"), Markup)
    # Adding makes an ordinary string of it, which is escaped: nothing becomes markup by accident.
    assert element("p", inner + "<i>") == "<p>&lt;b&gt;å &amp;amp; ä&lt;/b&gt;&lt;i&gt;</p>"


def test_names_of_attributes():
    assert element("a", "x", class_="bm-a", aria_label="Källa") == '<a class="bm-a" aria-label="Källa">x</a>'


def test_facts_leave_out_what_is_not_known():
    assert Reader(facts([("Datum", ""), ("Typ", "motion")])).text == "Typmotion"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**fet** ~~struken~~", r"\*\*fet\*\* \~\~struken\~\~"),
        ("[klicka](x)", r"\[klicka\]\(x\)"),
        (":red[röd]", "\\:\u2060red\\[röd\\]"),
        (":material/home:", "\\:\u2060material\\/home\\:"),
        ("även: badhus", r"även\: badhus"),
        ("två\n\nrader\x07", "två rader\ufffd"),
    ],
)
def test_a_label_is_shown_to_the_letter(text, shown):
    assert label(text) == shown


@given(st.text())
def test_no_sign_of_markdown_is_left_in_a_label(text):
    """Every one has a backslash before it, and without those, the joiners and the breaks the text is what it was."""
    made = label(text)
    plain, signs = "", iter(made)
    for sign in signs:
        assert sign == "\\" or sign not in string.punctuation
        plain += next(signs) if sign == "\\" else sign
    assert "\n" not in made
    unseen = escape(text).replace("\u2060", "")
    assert html.escape(plain.replace("\u2060", ""), quote=True).split() == unseen.split()
