"""What a Word file draws that is not in its paragraphs: list numbers, heading levels, notes, columns."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.readers.numbering import numeral
from tests.corpus.lines import headings, lines

MakeBytes = Callable[..., bytes]


def _number(paper: docx.document.Document, paragraph: int, number: int, level: int = 0) -> None:
    properties = paper.paragraphs[paragraph]._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def _define(paper: docx.document.Document, abstract: int, *levels: tuple[str, str, int]) -> None:
    """Add a list definition of (format, text, start) levels, and the list of the same number that uses it."""
    numbering = paper.part.numbering_part.element
    drawn = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text, start) in enumerate(levels)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{drawn}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{abstract}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )


def test_docx_lists_have_their_marks(make_docx: MakeBytes) -> None:
    """The § and points that Word numbers by itself carry their numbers, over paragraphs in between."""

    def number(paper: docx.document.Document) -> None:
        _define(paper, 900, ("decimal", "§ %1", 14))
        _define(paper, 901, ("decimal", "%1.", 1), ("lowerLetter", "%1.%2)", 1), ("bullet", "", 1))
        for paragraph, number_, level in ((0, 900, 0), (1, 901, 0), (2, 901, 1), (3, 901, 1), (5, 901, 0), (6, 901, 2)):
            _number(paper, paragraph, number_, level)
        _number(paper, 7, 900)

    data = make_docx(
        "Upprop", "Bifalla", "helt", "delvis", "Emellan", "Avslå", "punkt", "Budget", ("List Bullet", "kopia"),
        before_saving=number,
    )  # fmt: skip
    assert lines(data, "a.docx") == [
        "§ 14 Upprop",
        "1. Bifalla",
        "1.a) helt",
        "1.b) delvis",
        "Emellan",
        "2. Avslå",
        "- punkt",
        "§ 15 Budget",
        "- kopia",
    ]


def test_docx_list_started_over(make_docx: MakeBytes) -> None:
    """A second list of the same looks goes on, unless it says where it starts."""

    def number(paper: docx.document.Document) -> None:
        _define(paper, 900, ("decimal", "%1.", 1))
        paper.part.numbering_part.element.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="902"><w:abstractNumId w:val="900"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        for paragraph, list_ in enumerate((900, 900, 902, 902)):
            _number(paper, paragraph, list_)

    data = make_docx("ett", "två", "om", "igen", before_saving=number)
    assert lines(data, "a.docx") == ["1. ett", "2. två", "1. om", "2. igen"]


def test_docx_headings_by_outline_level(make_docx: MakeBytes) -> None:
    """A municipality's own style is a heading by its level in the outline, or by the style that it is based on."""

    def restyle(paper: docx.document.Document) -> None:
        for name, inside in (
            ("Norrskär ärende", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
            ("Ärendemening", '<w:basedOn w:val="Heading2"/>'),
        ):
            paper.styles.element.append(
                parse_xml(
                    f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{inside}'
                    "</w:style>"
                )
            )
        for paragraph, name in enumerate(("Norrskär ärende", "Ärendemening")):
            paper.paragraphs[paragraph]._p.get_or_add_pPr().append(
                parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{name}"/>')
            )

    assert headings(make_docx("Ett", "Två", "Tre", before_saving=restyle), "a.docx") == ["Ett", "Två"]


def test_docx_footnote_follows_its_paragraph(make_docx: MakeBytes) -> None:
    """A footnote stands below the paragraph that refers to it, so it stays in that § and is not lost."""
    data = make_docx("Kommunallagen gäller.", "Nästa stycke.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>SFS 2017:725.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    ).encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"g\xc3\xa4ller.</w:t></w:r>", b'g\xc3\xa4ller.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>', 1
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdF" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/footnotes"/></Relationships>',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.footnotes+xml"/></Types>',
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert lines(file.getvalue(), "a.docx") == ["Kommunallagen gäller.", "SFS 2017:725.", "Nästa stycke."]


def test_docx_hidden_text_is_not_read(make_docx: MakeBytes) -> None:
    """What is formatted as hidden is not on the page; what says that it is not hidden is."""

    def hide(paper: docx.document.Document) -> None:
        for words, value in ((" dolt", ""), (" synligt", ' w:val="0"')):
            paper.paragraphs[0]._p.append(
                parse_xml(
                    f"<w:r {nsdecls('w')}><w:rPr><w:vanish{value}/></w:rPr>"
                    f'<w:t xml:space="preserve">{words}</w:t></w:r>'
                )
            )

    assert lines(make_docx("Nämnden", before_saving=hide), "a.docx") == ["Nämnden synligt"]


def test_docx_page_laid_out_in_columns(make_docx: MakeBytes) -> None:
    """Minutes set as a table, the § to the left and all of its text to the right, are read as text and not as a row."""
    prose = "Ledningen redogör för läget i förvaltningen och svarar på nämndens frågor om bemanningen i sommar."
    data = make_docx(
        [["§ 14", "Information"]],
        before_saving=lambda paper: [
            paper.tables[0].cell(0, 1).add_paragraph(f"{prose} {number}") for number in range(5)
        ],
    )
    assert lines(data, "a.docx") == ["§ 14", "Information", *(f"{prose} {number}" for number in range(5))]


def test_docx_template_styles_are_no_headings(make_docx: MakeBytes) -> None:
    """Body text and lists are not headings, however the template orders its styles."""
    paper = docx.Document()
    assert paper.styles.element.find(qn("w:style")) is not None
    assert headings(make_docx("Text", ("List Number", "ett"), ("Title", "Namn")), "a.docx") == ["Namn"]


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1, "1", "1"),
        (26, "a", "z"),
        (27, "a", "27"),
        (3, "A", "C"),
        (4, "i", "iv"),
        (1994, "I", "MCMXCIV"),
        (4000, "i", "4000"),
        (0, "i", "0"),
        (5, "", ""),
    ],
)
def test_numerals(number: int, style: str, text: str) -> None:
    """Numbers, letters and Roman numerals; what has no letter is written in figures."""
    assert numeral(number, style) == text
