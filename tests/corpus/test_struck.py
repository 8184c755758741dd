"""Words that are struck out do not hold: no reader gives them, and how many stretches there were is said."""

import time

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.readers import Limits, extract, struck
from tests.conftest import MakeBytes
from tests.corpus.lines import lines, rtf
from tests.corpus.test_formats import odt

ODT_STYLES = (
    '<style:style style:name="Utgår" style:family="paragraph"><style:text-properties'
    ' style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="Ord_20_utgår" style:family="text"><style:text-properties'
    ' style:text-line-through-type="double"/></style:style>'
)
ODT_AUTOMATIC = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Utgår"/>'
    '<style:style style:name="T1" style:family="text" style:parent-style-name="Ord_20_utgår"/>'
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-line-through-style="none"/>'
    '</style:style><style:style style:name="T3" style:family="text"><style:text-properties'
    ' style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
)
# Each says that the fee is 700 kronor, where 950 is struck out.
ODT = {
    "automatic": 'Taxan blir <text:span text:style-name="T3">950</text:span> 700 kronor.',
    "named": 'Taxan blir <text:span text:style-name="T1">950</text:span> 700 kronor.',
    "inner": 'Taxan blir <text:span text:style-name="T3">9<text:span text:style-name="T9">50</text:span></text:span>'
    " 700 kronor.",
    "change": 'Taxan blir <text:change text:change-id="ct1"/>700 kronor.',
}
HTML = {
    "s": "Taxan blir <s>950</s> 700 kronor.",
    "del": "Taxan blir <del>950</del> <ins>700</ins> kronor.",
    "style": 'Taxan blir <span style="color:red;TEXT-DECORATION: underline line-through">950</span> 700 kronor.',
    "line": "Taxan blir <span style='text-decoration-line:line-through'><b>950</b></span> 700 kronor.",
    "class": "<style>/* .x{} */ p, span.ut { text-decoration : line-through red }</style>"
    'Taxan blir <span class="c1 ut">950</span> 700 kronor.',
    "later": "<style>.c2{text-decoration:line-through}.c3{text-decoration:line-through}.c2{text-decoration:none}"
    '</style><span class="c2">Taxan blir</span> <span class="c3">950</span> 700 kronor.',
}
RTF = {
    "group": r"Taxan blir {\strike 950} 700 kronor.\par",
    "on and off": r"Taxan blir \strike 9\'350\strike0  700 kronor.\par",
    "double": r"Taxan blir \striked1 950\striked0  700 kronor.\par",
    "plain": r"Taxan blir \strike 950\plain  700 kronor.\par",
    "deleted": r"Taxan blir {\deleted 950}700 kronor.\par",
}
MARKDOWN = {
    "word": "Taxan blir ~~950~~ 700 kronor.",
    "two lines": "Taxan blir ~~nine\nfifty~~ 700 kronor.",
}
PAPERS = {
    **{f"odt {name}": (odt(f"<text:p>{body}</text:p>", automatic=ODT_AUTOMATIC, styles=ODT_STYLES), "a.odt")
       for name, body in ODT.items()},
    **{f"html {name}": (body.encode(), "a.html") for name, body in HTML.items()},
    **{f"rtf {name}": (rtf(body), "a.rtf") for name, body in RTF.items()},
    **{f"md {name}": (body.encode(), "a.md") for name, body in MARKDOWN.items()},
}  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_struck_words_are_left_out_and_told_of(paper: str) -> None:
    """Whatever a format calls a line through words, what holds is read alone, and one stretch is said to be gone."""
    data, name = PAPERS[paper]
    assert lines(data, name) == ["Taxan blir 700 kronor."]
    assert "Ett överstruket avsnitt" in " ".join(extract(data, name, Limits()).warnings)


def _word(paper: docx.document.Document, *runs: tuple[str, dict[str, str]], style: str | None = None) -> None:
    """Add a paragraph of runs, each with the elements of its format by their name and value."""
    paragraph = paper.add_paragraph(style=style)
    for text, form in runs:
        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()
        for name, value in form.items():
            said = f' w:val="{value}"' if value else ""
            properties.append(parse_xml(f"<w:{name} {nsdecls('w')}{said}/>"))


def test_word_strikes_by_run_and_style(make_docx: MakeBytes) -> None:
    """One line or two, by the run, by its style, by that of the paragraph or one that it is based on."""

    def write(paper: docx.document.Document) -> None:
        for name, kind in (("Utgår", WD_STYLE_TYPE.PARAGRAPH), ("Ord utgår", WD_STYLE_TYPE.CHARACTER)):
            style = paper.styles.add_style(name, kind)
            style.font.strike = True
        paper.styles.add_style("Utgår också", WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Utgår"]
        word = paper.styles["Ord utgår"].style_id
        _word(paper, ("Taxan blir ", {}), ("9", {"strike": ""}), ("50", {"dstrike": "1"}), (" 700 kronor.", {}))
        _word(paper, ("Avgiften blir ", {}), ("80 ", {"rStyle": word}), ("60 kronor.", {"strike": "0"}))
        _word(paper, ("Allt detta utgår.", {}), style="Utgår")
        _word(paper, ("Detta också.", {}), (" Men ej detta.", {"strike": "false"}), style="Utgår också")
        _word(paper, ("Och åter inte.", {"rStyle": word}), style="Utgår")
        _word(paper, ("punkt som utgår", {"strike": "on"}), style="List Bullet")

    data = make_docx("Protokoll", before_saving=write)
    assert lines(data, "a.docx") == [
        "Protokoll",
        "Taxan blir 700 kronor.",
        "Avgiften blir 60 kronor.",
        "Men ej detta.",
        "Och åter inte.",
    ]
    assert "5 överstrukna avsnitt" in " ".join(extract(data, "a.docx", Limits()).warnings)


def test_word_tracked_deletions_are_told_of(make_docx: MakeBytes) -> None:
    """A tracked deletion is struck out; what was moved elsewhere is not, and stands there."""

    def write(paper: docx.document.Document) -> None:
        runs = "<w:r><w:delText>avslår</w:delText></w:r>"
        paper.paragraphs[0]._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="A">{runs}</w:del>'))
        moved = "<w:r><w:t>bort</w:t></w:r>"
        paper.paragraphs[0]._p.append(parse_xml(f'<w:moveFrom {nsdecls("w")} w:id="2">{moved}</w:moveFrom>'))

    extraction = extract(make_docx("Nämnden bifaller. ", before_saving=write), "a.docx", Limits())
    assert extraction.text.strip() == "Nämnden bifaller."
    assert "Ett överstruket avsnitt" in " ".join(extraction.warnings)


def test_odt_strike_of_a_paragraph_and_of_its_header() -> None:
    """A paragraph's style strikes all of it but a span that says otherwise; the page header has styles of its own."""
    styles = (
        f"<office:styles>{ODT_STYLES}</office:styles><office:automatic-styles>"
        '<style:style style:name="P1" style:family="paragraph"/></office:automatic-styles><office:master-styles>'
        '<style:header><text:p text:style-name="P1">Dnr KS 2024/12</text:p></style:header></office:master-styles>'
    )
    data = odt(
        '<text:p text:style-name="P1">Utgår helt.</text:p>'
        '<text:p text:style-name="P1">Utgår, <text:span text:style-name="T2">men ej detta.</text:span></text:p>'
        '<text:p text:style-name="T3">Namnet är en annan sorts formats.</text:p>',
        automatic=ODT_AUTOMATIC,
        styles=styles,
    )
    assert lines(data, "a.odt") == ["Dnr KS 2024/12", "men ej detta.", "Namnet är en annan sorts formats."]
    assert "2 överstrukna avsnitt" in " ".join(extract(data, "a.odt", Limits()).warnings)


def test_html_blocks_and_cells_that_are_struck_out() -> None:
    """Paragraphs, list items, rows and cells leave no mark, no bar and no number behind; those after keep theirs."""
    page = (
        "<style>@media screen{.ut{text-decoration:line-through;}} .ut b{color:red}</style>"
        '<p>Före</p><p class="ut">Ett <b>helt</b> stycke</p><ol><li class=ut>avslå<li>bifalla</ol>'
        "<table><tr><th>Plats<th>Avgift<tr class=ut><td>Norra<td>900<tr><td>Södra<td><s>800</s> 700</table>"
        "<table><tbody class=ut><tr><td>Alla<td>rader</table><div class=ut><table><tr><td>a<td>b</table></div>"
    )
    assert lines(page, "a.html") == ["Före", "2. bifalla", "Plats | Avgift", "Södra | 700"]
    assert "6 överstrukna avsnitt" in " ".join(extract(page.encode(), "a.html", Limits()).warnings)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- ~~avslå~~\n- bifalla", ["- bifalla"]),
        ("1. ~~avslå~~\n2. bifalla", ["2. bifalla"]),
        ("(a) ~~avslå~~\n(b) bifalla", ["(b) bifalla"]),
        ("iv. ~~avslå~~\nv. bifalla", ["v. bifalla"]),
        ("Ja ~~inte~~\nNej", ["Ja", "Nej"]),
        ("| Plats | ~~900~~ |\n| ~~Norra~~ | ~~800~~ |", ["| Plats |  |"]),
        ("~~Ja.~~ Nej.", ["Nej."]),
        ("~~12.~~ 13.", ["13."]),
        ("Ja ~~inte~~. Nej ~~då~~, aldrig", ["Ja. Nej, aldrig"]),
        ("~~~\nen rad\n~~~", ["~~~", "en rad", "~~~"]),
        ("ca ~~ 5 ~~ kr", ["ca ~~ 5 ~~ kr"]),
        ("~~ett stycke\n\nett annat~~", ["~~ett stycke", "ett annat~~"]),
        (r"\~~ej~~ struket", [r"\~~ej~~ struket"]),
        ("~~a ~ b~~ kvar", ["kvar"]),
    ],
)
def test_what_is_left_of_a_line(text: str, left: list[str]) -> None:
    """No blank is left where a line ended with what is gone."""
    assert lines(text, "a.md") == left
    assert " \n" not in extract(text.encode(), "a.md", Limits()).text


def test_a_letter_says_what_is_struck_out_in_it() -> None:
    """The message of a letter is a page of the web with warnings of its own."""
    data = b"From: a@b.se\nSubject: Taxa\nContent-Type: text/html; charset=utf-8\n\n<p>Taxa <s>950</s> 700</p>"
    extraction = extract(data, "a.eml", Limits())
    assert "Taxa 700" in extraction.text
    assert "Ett överstruket avsnitt" in " ".join(extraction.warnings)


def test_nothing_struck_nothing_said() -> None:
    assert extract("<p>Taxan är 700 <u>kronor</u>.</p>".encode(), "a.html", Limits()).warnings == ()


PIECES = st.lists(
    st.sampled_from(["ord", " ", "\n", "|", "- ", "1. ", ".", "ö", struck.MARK, "\t", "(a) "]), max_size=40
)


@given(PIECES.map("".join))
@example(f"{struck.MARK} {struck.MARK}")
def test_marks_go_and_words_stay(text: str) -> None:
    """Of any text all marks go, and every word and line end stays; no stretch is counted where there is no mark."""
    kept, stretches = struck.without(text)
    assert struck.MARK not in kept
    assert kept.count("\n") == text.count("\n")
    assert kept.count("ord") == text.count("ord")
    assert bool(stretches) == (struck.MARK in text)
    assert struck.without(kept) == (kept, 0)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"~~a " * 300_000, "a.md"),
        (b"~~" * 600_000 + b"a", "a.md"),
        (b"a " + b"~~a\n" * 300_000, "a.md"),
        (b"<p>a" + b"<s>b</s> " * 60_000, "a.html"),
        (b"<style>" + b"/*" * 300_000 + b"{" * 300_000 + b"</style>a", "a.html"),
        (b"<style>" + b".a{text-decoration:" * 60_000 + b"</style>a", "a.html"),
        (b'<p style="' + b"text-decoration:" * 60_000 + b'">a', "a.html"),
        (b"{\\rtf1 a" + b"{\\strike b} " * 60_000 + b"\\par}", "a.rtf"),
    ],
)
def test_strikes_without_end_cost_no_more_than_their_length(data: bytes, name: str) -> None:
    start = time.process_time()
    extract(data, name, Limits())
    assert time.process_time() - start < 10
