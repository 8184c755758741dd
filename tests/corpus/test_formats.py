"""Web pages and OpenDocument: what the page shows is what comes out, and nothing else; what holds for every format."""

import io
import time
import unicodedata
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import EmptyFile, TooLarge, UnreadableFile
from corpus.models import Extraction
from corpus.readers import READERS, Limits, extract
from tests.corpus.lines import headings, lines, rtf

SENTENCE = "Nämnden för barn och ungdom på Åstön säger nej till ändringen – ”än så länge”."
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
    }.items()
)


def odt(body: str, *, automatic: str = "", styles: str | None = None, manifest: str = "") -> bytes:
    """Return an ODT file of the XML of its body, its automatic styles and its styles."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        if styles is not None:
            archive.writestr("styles.xml", f"<office:document-styles {_NAMESPACES}>{styles}</office:document-styles>")
    return file.getvalue()


# What all have in common


def written(sentence: str) -> dict[str, bytes]:
    """Return the sentence as a file of each format."""
    as_rtf = "".join(char if ord(char) < 128 else rf"\u{ord(char)}?" for char in sentence)
    return {
        "a.html": f"<p>{escape(sentence)}</p>".encode(),
        "a.htm": f"<p>{escape(sentence)}</p>".encode(),
        "a.odt": odt(f"<text:p>{escape(sentence)}</text:p>"),
        "a.rtf": rtf(as_rtf + r"\par"),
    }


@pytest.mark.parametrize("name", written(""))
def test_the_letters_of_swedish_are_kept(name: str) -> None:
    """Each format gives back the same sentence, letters taken apart by a Mac put together."""
    for sentence in (SENTENCE, unicodedata.normalize("NFD", SENTENCE)):
        assert lines(written(sentence)[name], name) == [SENTENCE]


@pytest.mark.parametrize("name", [*written(""), "a.eml"])
@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x00\x01\x02", b"\xff" * 50, b"{", b"<"])
def test_what_is_of_another_kind_is_named(name: str, data: bytes) -> None:
    """A file that is not what its suffix says is refused, or read for what it says; no parser's error comes through."""
    try:
        said = extract(data, name, Limits()).text
    except UnreadableFile as error:
        said = str(error)
    assert said.strip()


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="\ufeff"), max_size=30)


@given(
    st.binary(max_size=400),
    st.sampled_from(sorted(READERS)),
    st.sampled_from(
        [
            b"",
            b"{\\rtf1 ",
            b"{\\rtf1\\ansi{\\fonttbl{\\f0",
            b"<html><table><tr>",
            b"<ol><li hidden>",
            b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
            b"Subject: =?utf-8?b?",
            b"From: a\nContent-Type: text/html; charset=utf-7\n\n",
        ]
    ),
)
@example(b"\\u-1\\'", ".rtf", b"{\\rtf1 ")
@example(b"\xff\xfe\x00\xd8", ".html", b"")
@example(b"Subject: \xe5\x00", ".eml", b"From: a\n")
def test_any_bytes_give_clean_text_or_an_error_for_the_user(data: bytes, suffix: str, start: bytes) -> None:
    """Every reader gives pages that cover a clean text, with the headings in it, or an `UnreadableFile`."""
    try:
        extraction = extract(start + data, "fil" + suffix, Limits())
    except UnreadableFile:
        return
    assert_whole(extraction)


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            "<p> </p> <h1> </h2> <table> <tr> <td> </td> </table> <ul> <ol type=a> <li> </ul> <br> <pre> </pre>"
            " <div hidden> </div> <nav> </nav> <b> </b> &amp; &#229; &#x110000; <!-- --> <script> </script>".split(" ")
        ),
        st.sampled_from(
            r"\par \pard \intbl \cell \row \u229? \'e5 { } {\* \v \v0 \s1 {\footnote {\listtext \bin3 \uc0 \tab".split()
        ),
        WORDS,
    ),
    max_size=30,
)


@given(MARKUP, st.sampled_from([".html", ".rtf"]))
def test_any_markup_gives_clean_text_or_an_error(pieces: list[str], suffix: str) -> None:
    """Tags and control words in any order, unclosed or closed twice, are read as far as they make sense."""
    body = "".join(pieces)
    data = f"{{\\rtf1 {body}".encode() if suffix == ".rtf" else f"<p>Text</p>{body}".encode()
    try:
        assert_whole(extract(data, "fil" + suffix, Limits()))
    except EmptyFile:
        assert suffix == ".rtf"


def test_a_heap_of_accents_is_thinned_in_time() -> None:
    """A million accents on one letter, which Unicode's normal form would take hours to order, cost a second or so."""
    data = ("a" + "\u0301\u0316" * 500_000 + "\nslut e\u0301").encode()
    start = time.process_time()
    heap, *rest = lines(data, "a.txt")
    assert time.process_time() - start < 10
    assert len(heap) <= 31
    assert rest == ["slut é"]


def assert_whole(extraction: Extraction) -> None:
    """Assert what holds for every extraction."""
    text = extraction.text
    assert text.strip()
    assert extraction.pages[0].start == 0
    assert extraction.pages[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(extraction.pages, extraction.pages[1:], strict=False))
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
    assert unicodedata.is_normalized("NFC", text)
    for span in extraction.headings:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
    assert list(extraction.headings) == sorted(extraction.headings, key=lambda span: span.start)


# Web pages


def test_html_shows_what_a_browser_shows() -> None:
    """Headings, paragraphs, breaks and entities come as on the page; the menu, code and hidden things do not."""
    page = """<!DOCTYPE html><html><head><title>Flikens namn</title><style>p{color:red}</style></head><body>
    <nav><a href="/">Hem</a></nav><h1>Protokoll &sect;&nbsp;14</h1>
    <p>Nämnden   beslutar<br>att <b>bi</b>falla
       förslaget.</p><div style="display: none">dold</div><p hidden>dold</p><!-- dold --><script>dold()</script>
    <div>Kostnad &lt; 5&#160;kr</div><noscript>dold</noscript><p>Slut <del>struket </del>här.</body></html>"""
    assert lines(page, "a.html") == [
        "Protokoll § 14",
        "Nämnden beslutar",
        "att bifalla förslaget.",
        "Kostnad < 5 kr",
        "Slut här.",
    ]
    assert headings(page, "a.html") == ["Protokoll § 14"]


def test_html_lists_have_their_marks() -> None:
    """A list's bullets and numbers are on the page, so they are in the text."""
    page = (
        "<p>Nämnden beslutar</p><ol><li>bifalla motionen</li><li><p>avslå yrkandet</p><ul><li>helt</ul></li>"
        '<li value="7">avsluta ärendet</li></ol><ol type="a" start="3"><li>utse Bo</li></ol><ul><li>kopia</li></ul>'
    )
    assert lines(page, "a.html") == [
        "Nämnden beslutar",
        "1. bifalla motionen",
        "2. avslå yrkandet",
        "- helt",
        "7. avsluta ärendet",
        "c. utse Bo",
        "- kopia",
    ]


def test_html_table_is_rows_and_a_layout_table_is_not() -> None:
    """A table of fields gives a line a row; one that only lays out the page gives its paragraphs."""
    page = (
        "<table><caption>Taxa</caption><tr><th>Plats<th>Avgift<tr><td>Norra\n<p>bryggan</p><td>900<tr><td><td></table>"
        "<table><tr><td><h2>Bedömning</h2><p>Rimligt.</p><td>Sidospalt</table>"
        "<table><tr><td>En enda kolumn<tr><td>är inga fält</table>"
    )
    assert lines(page, "a.html") == [
        "Taxa",
        "Plats | Avgift",
        "Norra bryggan | 900",
        "Bedömning",
        "Rimligt.",
        "Sidospalt",
        "En enda kolumn",
        "är inga fält",
    ]
    assert headings(page, "a.html") == ["Bedömning"]


def test_html_preformatted_text_keeps_its_lines() -> None:
    """What is set in `pre` stands line by line with its indents."""
    assert lines("<pre>rad ett\n   rad två</pre>", "a.html") == ["rad ett", "   rad två"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),  # as many pages say who are not
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="windows-1252">', "cp1252"),
        ("<meta charset='macintosh'>", "mac-roman"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252"),
        ('<meta charset="rot13">', "cp1252"),
    ],
)
def test_html_in_the_encodings_of_swedish_pages(head: str, encoding: str) -> None:
    """A page is read in the encoding that it is in, whatever it says of itself."""
    assert lines(f"{head}<p>{SENTENCE}</p>".encode(encoding), "a.html") == [SENTENCE]


def test_html_too_deep_is_refused_and_not_cut() -> None:
    """A page nested deeper than the parser goes is refused by name; a silent gap is the worst of all."""
    with pytest.raises(TooLarge, match="nästlad"):
        extract(b"<p>Synligt</p>" + b"<div>" * 5_000 + b"Djupt", "a.html", Limits())


# OpenDocument


def test_odt_paragraphs_headings_and_tables_in_order() -> None:
    """An ODT file comes out top to bottom; spaces, tabs and breaks are elements, white space in the XML is none."""
    data = odt(
        '<text:h text:outline-level="1">Taxa för\n   båtplatser</text:h>'
        '<text:p text:style-name="P1">Rubrik i eget format</text:p>'
        "<text:p>Dnr<text:tab/>KS<text:s/>2024/12<text:line-break/>Nämnden <text:span>fö<text:span>re</text:span>slår"
        '</text:span> det<text:s text:c="3"/>här.</text:p>'
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Plats</text:p>"
        "</table:table-cell><table:table-cell><text:p>Avgift</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell><text:p>Norra</text:p><text:p>bryggan</text:p>"
        "</table:table-cell><table:table-cell><text:p>900</text:p></table:table-cell></table:table-row></table:table>"
        "<text:section><text:p>Sist.</text:p></text:section>",
        automatic='<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>',
    )
    assert lines(data, "a.odt") == [
        "Taxa för båtplatser",
        "Rubrik i eget format",
        "Dnr\tKS 2024/12",
        "Nämnden föreslår det   här.",
        "Plats | Avgift",
        "Norra bryggan | 900",
        "Sist.",
    ]
    assert headings(data, "a.odt") == ["Taxa för båtplatser", "Rubrik i eget format"]


def test_odt_lists_have_their_marks() -> None:
    """The numbers that LibreOffice draws before items and headings are in the text, nested ones too."""
    numbers = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
        ' style:num-suffix="."/><text:list-level-style-bullet text:level="2"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"'
        ' style:num-prefix="§ " text:start-value="14"/></text:list-style>'
    )
    data = odt(
        '<text:list text:style-name="L1"><text:list-item><text:p>bifalla</text:p></text:list-item><text:list-item>'
        "<text:p>avslå</text:p><text:list><text:list-item><text:p>helt</text:p></text:list-item></text:list>"
        "</text:list-item></text:list><text:p>Emellan</text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>börja om</text:p></text:list-item></text:list>'
        '<text:list text:style-name="L2"><text:list-item><text:h>Upprop</text:h></text:list-item></text:list>'
        '<text:list text:style-name="L2" text:continue-numbering="true"><text:list-item><text:h>Budget</text:h>'
        "</text:list-item></text:list>",
        automatic=numbers,
    )
    assert lines(data, "a.odt") == [
        "1. bifalla",
        "2. avslå",
        "- helt",
        "Emellan",
        "1. börja om",
        "§ 14 Upprop",
        "§ 15 Budget",
    ]
    assert headings(data, "a.odt") == ["§ 14 Upprop", "§ 15 Budget"]


def test_odt_numbered_headings() -> None:
    """Chapters numbered by the outline of the file carry their numbers: "2.1"."""
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    data = odt(
        "".join(
            f'<text:h text:outline-level="{level}">{words}</text:h>'
            for level, words in ((1, "Ett"), (1, "Två"), (2, "Under"), (1, "Tre"))
        ),
        styles=outline,
    )
    assert lines(data, "a.odt") == ["1 Ett", "2 Två", "2.1 Under", "3 Tre"]


def test_odt_text_in_every_place() -> None:
    """Page headers, boxes and footnotes are on the page; comments and struck-out text are not."""
    data = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>struket</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Brödtext<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fotnot</text:p>"
        "</text:note-body></text:note> slut<office:annotation><text:p>kommentar</text:p></office:annotation>.</text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>Ruta</text:p></draw:text-box></draw:frame></text:p>",
        styles="<style:master-page><style:header><text:p>Dnr KS 2024/12</text:p></style:header>"
        "<style:footer><text:p>sidfot</text:p></style:footer></style:master-page>",
    )
    assert lines(data, "a.odt") == ["Dnr KS 2024/12", "Brödtext slut.", "Fotnot", "Ruta"]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        pytest.param(b"ingen zip", "ODT-fil", id="no zip"),
        pytest.param(odt("<text:p>"), "ODT-fil", id="broken xml"),
        pytest.param(odt("<text:p>", manifest="<encryption-data/>"), "krypterad", id="encrypted"),
        pytest.param(odt("<text:p> </text:p>"), "ingen text", id="empty"),
        pytest.param(odt("<text:section>" * 400 + "</text:section>" * 400), "ODT-fil", id="too deep"),
    ],
)
def test_odt_that_cannot_be_read_says_why(data: bytes, trouble: str) -> None:
    """A damaged, locked or empty file is told by its kind."""
    with pytest.raises(UnreadableFile, match=trouble):
        extract(data, "a.odt", Limits())
