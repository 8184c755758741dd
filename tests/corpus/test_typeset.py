"""The typesetter of the demo archive: nothing that is written in a manuscript is lost in its paper."""

import io
from pathlib import Path

import docx
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.demo.typeset import pdf
from corpus.demo.typeset.__main__ import main
from corpus.demo.typeset.parse import Heading, Item, Kind, Manuscript, Paragraph, Table, fold, read

HEADER = "Nämnden för öar · Protokoll · 2023-03-15"
FOOTER = "Ängsö kommun · Demonstrationshandling, påhittat innehåll"
LONG = (
    "Nämnden konstaterar att vatten- och avloppsplanen, som barn- och utbildningsnämnden yttrat sig över – se § 12 – "
    "kostar 1 250 000 kronor och att S- och V-gruppens yrkande faller på 4–9 §§ i reglementet. "
) * 18
MANUSCRIPT = f"""---
header: {HEADER}
footer: {FOOTER}
---

# Sammanträdesprotokoll
Plats och tid: Rådhuset, kl. 13.00–15.10
Beslutande: Åsa Öberg (S), Märta Ärlig (C)

## § 34 Taxa för båtplatser
Dnr NÖ 2023/118

{LONG}

### Beslut

1. Taxan fastställs.
2. Taxan gäller från den 1 april 2023 & tills vidare, om avgiften är < 900 kr.

## § 35 Anmälningar

- Delegationsbeslut 3–9
- Skrivelse från ”Öns vänner”

| Plats | Avgift, kr | Ändring |
|---|---:|---|
| Norra bryggan för båtar upp till sex meter och med vinterplats på varvets inre uppställningsyta | 1 250 | 3,5 % |
| Södra bryggan | 990 | – |
| Gästplats |  | 12 % |

1. Numreringen börjar om.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive in which the same manuscript is to become each kind of paper."""
    folder = tmp_path / "manuscripts" / "angso"
    folder.mkdir(parents=True)
    for kind in Kind:
        (folder / f"nö-2023-03-15-{kind.name.lower()}{kind.value}").write_text(MANUSCRIPT, encoding="utf-8")
    return tmp_path


def _manuscript(archive: Path, kind: Kind) -> Manuscript:
    return read(archive / "manuscripts" / "angso" / f"nö-2023-03-15-{kind.name.lower()}{kind.value}")


def _paper(archive: Path, name: str) -> bytes:
    return (archive / "papers" / "angso" / name).read_bytes()


def _pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_manuscript_is_read_into_its_blocks(archive: Path) -> None:
    """Every kind of block is told apart, and knows its line."""
    manuscript = _manuscript(archive, Kind.PDF)
    assert (manuscript.header, manuscript.footer, manuscript.author) == (HEADER, FOOTER, "Ängsö kommun")
    assert manuscript.title == "Sammanträdesprotokoll"
    assert manuscript.paper_name == "nö-2023-03-15-pdf.pdf"
    blocks = manuscript.blocks
    assert blocks[0] == Heading(6, 1, "Sammanträdesprotokoll")
    assert blocks[2] == Paragraph(8, "Beslutande: Åsa Öberg (S), Märta Ärlig (C)", close=True)
    assert blocks[7] == Item(17, "1.", "Taxan fastställs.")
    assert blocks[10] == Item(22, "•", "Delegationsbeslut 3–9")
    table = blocks[12]
    assert isinstance(table, Table)
    assert table.rows[2] == ("Södra bryggan", "990", "–")
    assert [table.is_numeric(column) for column in range(3)] == [False, True, True]


def test_the_author_is_the_organisation_and_never_the_mark(tmp_path: Path) -> None:
    """A footer that is only the mark leaves the organisation to the header."""
    path = tmp_path / "a.pdf.md"
    path.write_text("---\nheader: Region Ö · Protokoll\nfooter: Demonstrationshandling\n---\n# T\n", encoding="utf-8")
    assert read(path).author == "Region Ö"


def test_a_docx_has_the_text_and_the_styles(archive: Path) -> None:
    """Python-docx reads the manuscript's words, under Word's own heading and list styles."""
    assert main(["--archive", str(archive)]) == 0
    document = docx.Document(io.BytesIO(_paper(archive, "nö-2023-03-15-docx.docx")))
    found = [part for part in document.iter_inner_content() if isinstance(part, WordParagraph) and part.text]
    styled = [(part.style.name if part.style else None, part.text) for part in found]
    expected = [
        ("Heading 1", "Sammanträdesprotokoll"),
        ("Normal", "Plats och tid: Rådhuset, kl. 13.00–15.10"),
        ("Normal", "Beslutande: Åsa Öberg (S), Märta Ärlig (C)"),
        ("Heading 2", "§ 34 Taxa för båtplatser"),
        ("Normal", "Dnr NÖ 2023/118"),
        ("Normal", fold(LONG)),
        ("Heading 3", "Beslut"),
        ("List Paragraph", "1. Taxan fastställs."),
        ("List Paragraph", "2. Taxan gäller från den 1 april 2023 & tills vidare, om avgiften är < 900 kr."),
        ("Heading 2", "§ 35 Anmälningar"),
        ("List Bullet", "Delegationsbeslut 3–9"),
        ("List Bullet", "Skrivelse från ”Öns vänner”"),
        ("List Paragraph", "1. Numreringen börjar om."),
    ]
    assert styled == expected
    assert [cell.text for cell in document.tables[0].rows[2].cells] == ["Södra bryggan", "990", "–"]
    assert document.sections[0].footer.paragraphs[0].text == FOOTER
    assert document.sections[0].header.paragraphs[0].text.startswith(HEADER)
    assert document.core_properties.created is not None
    assert document.core_properties.created.date().isoformat() == "2023-03-15"


def test_a_pdf_has_the_text_in_order_between_its_running_lines(archive: Path) -> None:
    """Each page reads header, page number, body, footer, and the headings are lines of their own."""
    assert main(["--archive", str(archive)]) == 0
    pages = _pages(_paper(archive, "nö-2023-03-15-pdf.pdf"))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert fold(page).startswith(f"{HEADER} {number} (2)")
        assert fold(page).endswith(FOOTER)
    lines = [line.strip() for page in pages for line in page.splitlines()]
    for heading in ("Sammanträdesprotokoll", "§ 34 Taxa för båtplatser", "Beslut", "§ 35 Anmälningar"):
        assert heading in lines
    assert "1. Taxan fastställs." in lines
    assert "• Delegationsbeslut 3–9" in lines
    text = fold(" ".join(pages))
    manuscript = _manuscript(archive, Kind.PDF)
    for block in manuscript.blocks:
        if block.text != fold(LONG) if isinstance(block, Paragraph) else not isinstance(block, Table):
            assert manuscript.words(block) in text
    content = _paper(archive, "nö-2023-03-15-pdf.pdf")
    assert pdf.extract(content, manuscript) == manuscript.text
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_dict()["Title"] == "Sammanträdesprotokoll"
    assert b"sv-SE" in content
    document.close()


def test_a_table_that_goes_over_pages_repeats_its_header_and_loses_no_row(tmp_path: Path) -> None:
    """The repeated header row belongs to the page, and is not taken for another text."""
    folder = tmp_path / "manuscripts" / "org"
    folder.mkdir(parents=True)
    rows = "".join(f"| {number} | Ledamot Åberg{number} | Ja |\n" for number in range(1, 90))
    (folder / "a.pdf.md").write_text(f"# T\n\n| Nr | Ledamot | Röst |\n|---|---|---|\n{rows}", encoding="utf-8")
    assert main(["--archive", str(tmp_path)]) == 0
    assert main(["--archive", str(tmp_path), "--check"]) == 0
    pages = _pages((tmp_path / "papers" / "org" / "a.pdf").read_bytes())
    assert len(pages) > 1
    assert all("Nr Ledamot Röst" in fold(page) for page in pages)


def test_a_table_of_many_columns_is_set_smaller(tmp_path: Path) -> None:
    """Whole words stay whole in a table that body size has no room for."""
    words = ("Byggnadsnämnden", "Tjänsteskrivelse", "BMN-2023-00051", "Fastighetsägaren", "tidsbegränsat", "Beviljas")
    row = f"| {' | '.join(words)} |\n"
    path = tmp_path / "a.pdf.md"
    path.write_text(f"# T\n\n{row}|{'---|' * len(words)}\n{row}", encoding="utf-8")
    manuscript = read(path)
    assert pdf.extract(pdf.typeset(manuscript), manuscript) == fold(f"T {' '.join(words)} {' '.join(words)}")


def test_a_scan_is_one_picture_a_page_and_no_text(archive: Path) -> None:
    """A scan looks like the pdf and holds no words, and no page of it is large."""
    assert main(["--archive", str(archive)]) == 0
    content = _paper(archive, "nö-2023-03-15-scan.pdf")
    assert [page.strip() for page in _pages(content)] == ["", ""]
    assert len(content) < 2 * 250_000
    document = pypdfium2.PdfDocument(content)
    for page in document:
        assert [part.type for part in page.get_objects()] == [pdfium.FPDF_PAGEOBJ_IMAGE]
        assert 150 < float(page.render(grayscale=True).to_numpy().mean()) < 246
    document.close()


def test_typesetting_twice_gives_the_same_bytes(archive: Path) -> None:
    """Papers are stored, so nothing of the time or the run may show in them."""
    assert main(["--archive", str(archive)]) == 0
    papers = sorted((archive / "papers").glob("*/*"))
    first = [paper.read_bytes() for paper in papers]
    assert len(first) == 3
    assert main(["--archive", str(archive)]) == 0
    assert [paper.read_bytes() for paper in papers] == first


def test_check_names_what_is_not_current(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check passes after typesetting, and then tells what is missing, outdated or left over."""
    assert main(["--archive", str(archive)]) == 0
    assert main(["--archive", str(archive), "--check"]) == 0
    capsys.readouterr()
    for kind in Kind:
        path = _manuscript(archive, kind).path
        path.write_text(MANUSCRIPT.replace("990", "980"), encoding="utf-8")
    (archive / "papers" / "angso" / "gammal.pdf").write_bytes(b"")
    assert main(["--archive", str(archive), "--check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in told[:-1]] == [
        "angso/nö-2023-03-15-docx.docx",
        "angso/nö-2023-03-15-pdf.pdf",
        "angso/nö-2023-03-15-scan.pdf",
        "angso/gammal.pdf",
    ]
    (archive / "papers" / "angso" / "nö-2023-03-15-docx.docx").unlink()
    assert main(["--archive", str(archive), "--check"]) == 1
    assert "nö-2023-03-15-docx.docx: not typeset yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "line", "part"),
    [
        ("a.pdf.md", "Utan rubrik.\n", 1, "expected a title. Write '# title'"),
        ("a.pdf.md", "# T\n\n#### Fyra\n", 3, "Use at most three levels"),
        ("a.pdf.md", "# T\n\nEtt **fetstilt** ord.\n", 3, "inline markup is not in the subset"),
        ("a.pdf.md", "# T\n\n- en\n  - två\n", 4, "Remove the indent"),
        ("a.pdf.md", "# T\n\n* en\n", 3, "expected '- item'"),
        ("a.pdf.md", "# T\n\n---\n", 3, "a rule line is not in the subset"),
        ("a.docx.md", "# T\n\n| a | b |\n| 1 | 2 |\n", 4, "expected '|---|'"),
        ("a.docx.md", "# T\n\n| a | b |\n|---|---|\n| 1 |\n", 5, "expected 2 cells, found 1."),
        ("a.docx.md", "# T\n\n| a | b |\n|---|---|\n", 3, "expected a row"),
        ("a.docx.md", "# T\n\n| a | b\n", 3, "Close the last cell."),
        ("a.scan.md", "---\nsidfot: x\n---\n# T\n", 2, "expected 'header: …'"),
        ("a.scan.md", "---\nheader: x\n", 2, "expected '---' after the front block"),
        ("a.pdf.md", "# T\n\nEn pil → hit.\n", 3, "found '→' (U+2192). Write it in another way."),
        ("a.pdf.md", f"---\nheader: {'lång ' * 40}\n---\n# T\n", 1, "expected a header that fits one line."),
        ("a.pdf.md", f"# T\n\n| {'a' * 70} | {'b' * 70} |\n|---|---|\n| 1 | 2 |\n", 3, "no wider than the page"),
        ("a.md", "# T\n", 1, "expected a name that ends in one of .docx.md, .pdf.md, .scan.md."),
    ],
)
def test_a_malformed_manuscript_is_told_where_and_how(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, line: int, part: str
) -> None:
    """The message names file and line, what was expected and what to do; the other papers are still made."""
    folder = tmp_path / "manuscripts" / "org"
    folder.mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "b.docx.md").write_text("# Hel\n", encoding="utf-8")
    assert main(["--archive", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"org/{name}:{line}: ")
    assert part in told
    assert (tmp_path / "papers" / "org" / "b.docx").exists()


def test_two_manuscripts_may_not_make_one_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pdf and a scan of the same name would overwrite each other."""
    folder = tmp_path / "manuscripts" / "org"
    folder.mkdir(parents=True)
    (folder / "a.pdf.md").write_text("# T\n", encoding="utf-8")
    (folder / "a.scan.md").write_text("# T\n", encoding="utf-8")
    assert main(["--archive", str(tmp_path)]) == 2
    assert "a.pdf.md makes a.pdf too" in capsys.readouterr().err


def test_a_manuscript_that_is_not_utf_8_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file saved in an old encoding is named, not guessed at."""
    folder = tmp_path / "manuscripts" / "org"
    folder.mkdir(parents=True)
    (folder / "a.pdf.md").write_bytes("# Må\n".encode("latin-1"))
    assert main(["--archive", str(tmp_path)]) == 2
    assert "Save the file as UTF-8." in capsys.readouterr().err


def test_the_stored_papers_are_the_manuscripts() -> None:
    """The demo archive in the repository is what its manuscripts say."""
    assert main(["--check"]) == 0


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzåäöéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", min_size=1, max_size=22)
# A hyphen that ends a line is what extractors lose, so such words stand among the others.
WORDS = st.lists(
    st.builds(str.__add__, LETTERS, st.sampled_from(["", "", "- och", " –", "-S,"])), min_size=1, max_size=80
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_any_paragraph_of_swedish_letters_survives_in_the_pdf(tmp_path: Path, words: list[str]) -> None:
    """Wherever the lines break, the words come out of the pdf as they went in."""
    paragraph = "Ärendet: " + " ".join(words)
    path = tmp_path / "a.pdf.md"
    path.write_text(f"# Titel\n\n{paragraph}\n", encoding="utf-8")
    manuscript = read(path)
    assert pdf.extract(pdf.typeset(manuscript), manuscript) == f"Titel {paragraph}"
