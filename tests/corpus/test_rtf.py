"""RTF: what Word shows of it is what comes out."""

import pytest

from corpus.readers import Limits, extract
from tests.corpus.lines import headings, lines, rtf


def test_rtf_paragraphs_headings_and_tables_in_order() -> None:
    """An RTF file comes out top to bottom, without what its head says of fonts, styles and the file."""
    data = rtf(
        r"\s1 Taxa f\'f6r b\'e5tplatser\par\pard\plain N\u228\'e4mnden {\b beslutar}\line "
        r"att \{h\'f6ja\}\~avgiften.\par"
        r"\trowd\cellx100\cellx200\pard\intbl Plats\cell Avgift\cell\row"
        r"\trowd\pard\intbl Norra\par bryggan\cell 900\cell\row"
        r"\pard\plain\outlinelevel1 Bed\'f6mning\par\pard Rimligt\emdash nog.",
        styles=r"{\s1\sbasedon0 heading 1;}",
    )
    assert lines(data, "a.rtf") == [
        "Taxa för båtplatser",
        "Nämnden beslutar",
        "att {höja}\u00a0avgiften.",
        "Plats | Avgift",
        "Norra bryggan | 900",
        "Bedömning",
        "Rimligt—nog.",
    ]
    assert headings(data, "a.rtf") == ["Taxa för båtplatser", "Bedömning"]


def test_rtf_lists_have_their_marks() -> None:
    """Word writes a list's mark before the item, a bullet as a letter of a font of symbols."""
    data = rtf(
        r"{\listtext\pard\plain\f1\'b7\tab}kopia till Bo\par{\pntext\f0 2.\tab}avsl\'e5\par",
        fonts=r"{\f1\fnil\fcharset2 Symbol;}",
    )
    assert lines(data, "a.rtf") == ["- kopia till Bo", "2. avslå"]


def test_rtf_text_in_every_place() -> None:
    """Page headers, links, notes and boxes (after their paragraph) are on the page; hidden things are not."""
    data = rtf(
        r"{\header\pard Norrsk\'e4r kommun\par}{\footer sidfot\par}"
        r"Se {\field{\*\fldinst HYPERLINK "
        r'"http://x.example"}{\fldrslt bilagan}}{\footnote\pard\plain Fotnot.}, {\v dolt }n\'e4mnden{\deleted inte} '
        r"beslutar.{\*\bkmkstart b}{\pict\wmetafile8 0a0b}\par"
        r"{\shp{\*\shpinst{\sp{\sn namn}{\sv 1}}{\shptxt\pard\plain Ruta\par}}}Sist.\par"
    )
    assert lines(data, "a.rtf") == ["Norrskär kommun", "Se bilagan, nämnden beslutar.", "Fotnot.", "Sist.", "Ruta"]


def test_rtf_binary_data_is_skipped_by_its_length() -> None:
    """Braces and words within binary data are no braces and words."""
    assert lines(rtf(r"F\'f6re {\pict\bin9 }}{\par x}efter\par"), "a.rtf") == ["Före efter"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\uc0\u229}{\uc2\u228xy}\u246\'f6", "åäö"),
        (r"\f1\'e5\'e4\'f6", "ĺäö"),  # what these bytes are in cp1250
        (r"\u8222\'84citat\ldblquote", "„citat“"),
        (r"\u229{}?", "å?"),
    ],
)
def test_rtf_characters(body: str, text: str) -> None:
    """Characters beyond the code page, with what stands in for them skipped, and those of another font's page."""
    assert lines(rtf(body + r"\par", fonts=r"{\f1\fcharset238 Times CE;}"), "a.rtf") == [text]


def test_rtf_cut_short_says_so() -> None:
    """A file that ends within its groups is read with a warning that text may be missing."""
    whole = rtf(r"F\'f6rsta stycket.\par Andra stycket.\par")
    assert extract(whole, "a.rtf", Limits()).warnings == ()
    (warning,) = extract(whole[:-20], "a.rtf", Limits()).warnings
    assert "slutar mitt i" in warning
