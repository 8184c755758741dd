"""Readers: what is written in a paper is what comes out, and what cannot be read says why and what to do."""

import codecs
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import assume, example, given
from hypothesis import strategies as st

from corpus.errors import EmptyFile, NoTextLayer, TooLarge, UnknownFormat, UnreadableFile
from corpus.models import Extraction
from corpus.readers import READERS, Limits, extract
from corpus.readers.clean import clean

MakeBytes = Callable[..., bytes]

SENTENCE = "Nämnden för barn och ungdom på Åstön säger nej till ändringen – ”än så länge”."
# Characters that turn the direction of what follows, so that a quotation reads otherwise than it is (Unicode's
# Bidi_Control), and the invisible "tag" letters, with which text is hidden in plain sight.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TAGS = "\U000e0001\U000e0041\U000e0061\U000e007f"
# Text as it comes out of word processors: letters of all scripts, white space of all kinds, controls and marks.
texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("aåäöÅÄÖ§ \t\n\r\v\u2028\u0301\u0308\u030a\xad" + BIDI))
)


def words(data: bytes, name: str) -> str:
    """Return the text of a file with each run of white space as one space."""
    return " ".join(extract(data, name, Limits()).text.split())


def attempt(data: bytes, name: str) -> Extraction | UnreadableFile:
    """Return what a reader gives, or the error that says why not."""
    try:
        return extract(data, name, Limits())
    except UnreadableFile as error:
        return error


def page_texts(extraction: Extraction) -> list[str]:
    """Return the text of each page."""
    return [extraction.text[page.start : page.end].strip() for page in extraction.pages]


def assert_pages_cover(extraction: Extraction) -> None:
    """Assert that the pages part the text with nothing between them."""
    assert extraction.pages[0].start == 0
    assert extraction.pages[-1].end == len(extraction.text)
    for before, after in zip(extraction.pages, extraction.pages[1:], strict=False):
        assert before.end == after.start


# Plain text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SENTENCE.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + SENTENCE.encode(), id="utf-8 with a mark"),
        pytest.param(SENTENCE.encode("utf-16"), id="utf-16"),
        pytest.param(codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), id="utf-16 big endian"),
        pytest.param(SENTENCE.encode("cp1252"), id="windows-1252"),
        pytest.param(unicodedata.normalize("NFD", SENTENCE).encode(), id="letters and their dots apart, as from a Mac"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_in_the_encodings_of_swedish_offices(data: bytes, suffix: str) -> None:
    """A text is the same whatever program saved it."""
    assert words(data, "protokoll" + suffix) == SENTENCE


def test_latin_1_keeps_the_letters() -> None:
    """The å ä ö and § of an old Latin-1 file are kept."""
    assert words("Beslut § 14: överföring till Åmåls färjeläge".encode("latin-1"), "a.txt") == (
        "Beslut § 14: överföring till Åmåls färjeläge"
    )


def test_one_broken_byte_does_not_garble_the_rest() -> None:
    """A UTF-8 file with one byte lost on the way is refused, or keeps its other letters; it is never "nÃ¤mnden"."""
    data = ("Nämnden beslutar om åtgärder för förskolan. " * 50).encode() + b"\xc3\nSlut."
    found = attempt(data, "protokoll.txt")
    if isinstance(found, UnreadableFile):
        assert "UTF-8" in str(found)
    else:
        assert "Ã" not in found.text
        assert found.text.count("Nämnden beslutar om åtgärder för förskolan.") == 50


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_line_ends_of_every_system(end: str) -> None:
    """All line ends are one."""
    extraction = extract(f"§ 14{end}Upprop{end}{end}Beslut".encode(), "a.txt", Limits())
    assert extraction.text.strip() == "§ 14\nUpprop\n\nBeslut"


def test_form_feeds_part_pages() -> None:
    """A form feed starts a new page, and a blank page in between counts, as it does on paper."""
    extraction = extract("Första sidan\n\f\n\fTredje sidan\nsist".encode(), "a.txt", Limits())
    assert page_texts(extraction) == ["Första sidan", "", "Tredje sidan\nsist"]
    assert_pages_cover(extraction)


def test_a_form_feed_at_the_end_is_no_page() -> None:
    """Programs that end every page with a form feed (pdftotext) do not get a page too many."""
    extraction = extract("Första sidan\n\fAndra sidan\n\f".encode(), "a.txt", Limits())
    assert page_texts(extraction) == ["Första sidan", "Andra sidan"]


@pytest.mark.parametrize(
    "mark", [*BIDI, *TAGS, "\u200b", "\ufeff", "\u00ad", "\x00", "\x1b", "\x07", "\u2060"], ids=ascii
)
def test_unseen_characters_do_not_hide_a_word(mark: str) -> None:
    """What cannot be seen on the page is not in the text, so the word is found and quoted as it is read."""
    assert clean(f"bygg{mark}lovet") == "bygglovet"


@given(texts)
@example(BIDI)
@example("A\u030a\r\n\u202eno\xad\x00")
def test_clean_text_is_clean(text: str) -> None:
    """The normal form is NFC, keeps no control or bidirectional character, and is its own normal form."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
    assert not set(BIDI) & set(cleaned)


@given(texts)
@example("\ufeff§ 1\n\x0b\n")
@example("a\fb\f")
def test_any_text_comes_back_as_its_clean_self(text: str) -> None:
    """Whatever is written as UTF-8 is read without loss, page by page, and the pages cover it."""
    assume("\x00" not in text)  # binary data, which is refused
    pages = [clean(page) for page in text.split("\f")]
    try:
        extraction = extract(text.encode(), "a.txt", Limits())
    except EmptyFile:
        assert not "".join(pages).strip()
        return
    assert_pages_cover(extraction)
    assert clean(extraction.text) == extraction.text
    assert "".join(extraction.text.split()) == "".join("".join(pages).split())
    if len(pages) == 1:
        assert extraction.text.rstrip("\n") == pages[0].rstrip("\n")


# Markdown


def test_markdown_headings() -> None:
    """ATX headings are pointed out without their number signs; "#" within a line and hashtags are none."""
    text = "# Protokoll #\n\nÄrende #5 och\n#hashtagg\n\n### § 14 Upprop\n\nText\n####### sju\n"
    extraction = extract(text.encode(), "a.md", Limits())
    found = [extraction.text[span.start : span.end] for span in extraction.headings]
    assert found == ["Protokoll", "§ 14 Upprop"]


# Word


def test_docx_paragraphs_tables_and_headings_in_order(make_docx: MakeBytes) -> None:
    """A Word file comes out top to bottom, a table row a line, with its headings pointed out."""
    data = make_docx(
        ("Title", "Taxa för båtplatser"),
        "Nämnden föreslår:",
        [["Plats", "Avgift", "Ändring"], ["Norra bryggan", "900", "900"], ["Södra bryggan", "", "12 %"]],
        ("Heading 2", "Bedömning"),
        "Höjningen är rimlig.",
    )
    extraction = extract(data, "taxa.docx", Limits())
    lines = [line for line in extraction.text.split("\n") if line]
    assert lines[:2] == ["Taxa för båtplatser", "Nämnden föreslår:"]
    rows = [re.split(r"\s*[|\t]\s*", line) for line in lines[2:5]]
    assert rows == [["Plats", "Avgift", "Ändring"], ["Norra bryggan", "900", "900"], ["Södra bryggan", "", "12 %"]]
    assert lines[5:] == ["Bedömning", "Höjningen är rimlig."]
    headings = [extraction.text[span.start : span.end] for span in extraction.headings]
    assert headings == ["Taxa för båtplatser", "Bedömning"]
    assert_pages_cover(extraction)


def test_docx_merged_cell_is_read_once(make_docx: MakeBytes) -> None:
    """A cell over two columns is one cell."""

    def merge(paper: docx.document.Document) -> None:
        paper.tables[0].cell(0, 0).merge(paper.tables[0].cell(0, 1))

    text = words(make_docx([["Beslutande ledamöter", ""], ["Anna", "Bo"]], before_saving=merge), "a.docx")
    assert text.count("Beslutande ledamöter") == 1
    assert "Anna" in text
    assert "Bo" in text


def test_docx_vertical_list_in_a_cell(make_docx: MakeBytes) -> None:
    """Several paragraphs in one cell stay in its row, with the words apart."""
    assert "Anna Berg (S) Bo Ek (M)" in words(make_docx([["Justerare", "Anna Berg (S)\nBo Ek (M)"]]), "a.docx")


def _content_control(paper: docx.document.Document) -> None:
    block = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>ORD-I-PAPPRET</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    paper.element.body.insert(0, parse_xml(block))


def _inline_control(paper: docx.document.Document) -> None:
    inline = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>ORD-I-PAPPRET</w:t></w:r></w:sdtContent></w:sdt>"
    paper.add_paragraph("Diarienummer: ")._p.append(parse_xml(inline))


def _tracked_insertion(paper: docx.document.Document) -> None:
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="A"><w:r><w:t>ORD-I-PAPPRET</w:t></w:r></w:ins>'
    paper.add_paragraph("Nämnden beslutar ")._p.append(parse_xml(inserted))


def _page_header(paper: docx.document.Document) -> None:
    paper.sections[0].header.paragraphs[0].text = "ORD-I-PAPPRET"


def _nested_table(paper: docx.document.Document) -> None:
    paper.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "ORD-I-PAPPRET"


def _text_box(paper: docx.document.Document) -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>ORD-I-PAPPRET</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    paper.add_paragraph()._p.append(parse_xml(box))


@pytest.mark.parametrize(
    "place", [_content_control, _inline_control, _tracked_insertion, _page_header, _nested_table, _text_box]
)
def test_docx_text_in_every_place(make_docx: MakeBytes, place: Callable[[docx.document.Document], None]) -> None:
    """What Word shows on the page is read, wherever a municipality's template has put it."""
    assert "ORD-I-PAPPRET" in words(make_docx("Tjänsteskrivelse om bryggor.", before_saving=place), "a.docx")


def test_docx_deleted_text_is_gone(make_docx: MakeBytes) -> None:
    """What a tracked change has struck out is no longer what the paper says."""

    def strike(paper: docx.document.Document) -> None:
        struck = f'<w:del {nsdecls("w")} w:id="1" w:author="A"><w:r><w:delText>avslår</w:delText></w:r></w:del>'
        paper.paragraphs[0]._p.append(parse_xml(struck))

    assert words(make_docx("Nämnden beslutar.", before_saving=strike), "a.docx") == "Nämnden beslutar."


def test_long_honest_docx_is_no_bomb(make_docx: MakeBytes) -> None:
    """A long paper that says much the same on every page packs well, and is still read."""
    text = words(make_docx(*["Nämnden godkänner protokollet och lägger det till handlingarna."] * 400), "a.docx")
    assert text.count("lägger det till handlingarna") == 400


def _zipped(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return file.getvalue()


def _with_document(docx_data: bytes, document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx_data)) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()} | {"word/document.xml": document})


def test_docx_zip_bomb_is_refused(make_docx: MakeBytes) -> None:
    """A small file that unpacks to a thousand times its size is refused before it is unpacked."""
    bomb = _with_document(make_docx("x"), b" " * 60 * 2**20)
    assert len(bomb) < 200_000
    with pytest.raises(TooLarge, match=r"6\d MB"):
        extract(bomb, "bomb.docx", Limits())


def test_docx_zip_bomb_that_lies_about_its_size(make_docx: MakeBytes) -> None:
    """A bomb whose table of contents claims that it is small is refused too."""
    size = 60 * 2**20
    bomb = _with_document(make_docx("x"), b" " * size)
    lying = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(UnreadableFile):
        extract(lying, "bomb.docx", Limits())


def test_docx_entity_bomb_is_not_expanded(make_docx: MakeBytes) -> None:
    """XML whose entities name each other ten at a time ("a billion laughs") costs nothing."""
    entities = "".join(f'<!ENTITY e{n} "{10 * ("&e" + str(n - 1) + ";")}">' for n in range(1, 10))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "skratt">{entities}]><w:document {nsdecls("w")}>'
        "<w:body><w:p><w:r><w:t>Hej &e9;</w:t></w:r></w:p></w:body></w:document>"
    )
    found = attempt(_with_document(make_docx("x"), xml.encode()), "a.docx")
    assert isinstance(found, UnreadableFile) or found.text.count("skratt") <= 1


# PDF


def test_pdf_pages(make_pdf: MakeBytes) -> None:
    """The words of a PDF lie on the page where they stand."""
    extraction = extract(make_pdf(["§ 14 Upprop", "Ledamöterna är här."], ["§ 15 Åäö"], ["Slut"]), "a.pdf", Limits())
    assert page_texts(extraction) == ["§ 14 Upprop\nLedamöterna är här.", "§ 15 Åäö", "Slut"]
    assert_pages_cover(extraction)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Ärendet avgörs av utbildningsnämn-", "den i maj.", "utbildningsnämnden i maj."),
        ("Samråd med bygg-", "och miljönämnden.", "bygg- och miljönämnden."),
        ("Antal in-", "eller utflyttade.", "in- eller utflyttade."),
        ("Gäller nord-", "samt sydkusten.", "nord- samt sydkusten."),
        ("Ledamoten Anna Berg-", "Öberg (S) yrkar bifall.", "Anna Berg-Öberg (S)"),
        ("Ett brev från EU-", "kommissionen.", "EU-kommissionen."),
        ("Gruppen Jan-", "Erik Ek och Bo Ås.", "Jan-Erik Ek"),
    ],
)
def test_pdf_words_broken_at_the_margin(make_pdf: MakeBytes, first: str, second: str, whole: str) -> None:
    """A word that the margin broke is whole again; a hyphen that belongs to the word is kept."""
    assert whole in words(make_pdf([first, second, "Nästa rad."]), "a.pdf")


def test_pdf_with_one_scanned_page_says_which(make_pdf: MakeBytes) -> None:
    """Text pages are read, and the page that is only a picture is named; it keeps its number."""
    extraction = extract(make_pdf(["Första"], None, ["Tredje"]), "a.pdf", Limits())
    assert page_texts(extraction) == ["Första", "", "Tredje"]
    assert len(extraction.warnings) == 1
    assert re.search(r"\b2\b", extraction.warnings[0])


def test_pdf_closed_to_changes_only_is_read(make_pdf: MakeBytes) -> None:
    """A PDF that anyone may open but not change is read as any other."""
    assert words(make_pdf(["Öppet för läsning"], owner_password="hemligt"), "a.pdf") == "Öppet för läsning"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_pdf_never_reads_as_a_shorter_one(make_pdf: MakeBytes, share: float) -> None:
    """A PDF cut short on its way is refused, or gives all of its text; a silent gap is the worst of all."""
    whole = make_pdf(*[[f"Sida {n}, rad {k}" for k in range(40)] for n in range(8)])
    found = attempt(whole[: int(len(whole) * share)], "a.pdf")
    if isinstance(found, UnreadableFile):
        assert not isinstance(found, NoTextLayer)
    else:
        assert "Sida 7, rad 39" in found.text


# What cannot be read


def _faults(make_docx: MakeBytes, make_pdf: MakeBytes) -> dict[str, tuple[str, bytes]]:
    pdf, word = make_pdf(["Protokoll"] * 30), make_docx("Protokoll")
    return {
        "0 byte": ("tom.txt", b""),
        "0 byte docx": ("tom.docx", b""),
        "0 byte pdf": ("tom.pdf", b""),
        "white space": ("blank.txt", b" \n\t\r\n \f\n"),
        "only a mark": ("blank.md", codecs.BOM_UTF8),
        "unseen only": ("blank.txt", "\u200b\xad\u2060\n".encode()),
        "docx without text": ("blank.docx", make_docx("", " ")),
        "docx encrypted": ("protokoll.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)),
        "docx cut short": ("protokoll.docx", word[: len(word) // 2]),
        "docx without its document": ("protokoll.docx", _zipped({"[Content_Types].xml": b"<Types/>", "a.txt": b"a"})),
        "docx with broken xml": ("protokoll.docx", _with_document(word, b"<w:document")),
        "pdf of pictures": ("skannad.pdf", make_pdf(None, None)),
        "pdf with password": ("hemlig.pdf", make_pdf(["Hemligt"], user_password="hemligt")),
        "pdf cut short": ("protokoll.pdf", pdf[: len(pdf) // 2]),
        "no pdf": ("protokoll.pdf", b"Bara text"),
        "pdf named txt": ("protokoll.txt", pdf),
        "pdf named md": ("protokoll.md", pdf),
        "pdf named docx": ("protokoll.docx", pdf),
        "docx named txt": ("protokoll.txt", word),
        "docx named pdf": ("protokoll.pdf", word),
        "rtf named txt": ("protokoll.txt", rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Arial;}} \f0 Protokoll f\'f6rt.\par}"),
        "binary": ("protokoll.txt", bytes(range(256)) * 4),
        "unknown": ("budget.xlsx", b"PK\x03\x04"),
        "no suffix": ("PROTOKOLL", b"text"),
        "old Word": ("protokoll.doc", b"\xd0\xcf\x11\xe0"),
        "over the limit": ("stor.txt", b"a" * 2_000),
        "too many characters": ("stor.md", b"a" * 900),
    }


# For each fault its error and what its message must name: the trouble, and the next step.
EXPECTED: dict[str, tuple[type[UnreadableFile], str, str]] = {
    "0 byte": (EmptyFile, "tom", "Hämta"),
    "0 byte docx": (EmptyFile, "tom", "Hämta"),
    "0 byte pdf": (EmptyFile, "tom", "Hämta"),
    "white space": (EmptyFile, "ingen text", "Kontrollera"),
    "only a mark": (EmptyFile, "ingen text", "Kontrollera"),
    "unseen only": (EmptyFile, "ingen text", "Kontrollera"),
    "docx without text": (EmptyFile, "ingen text", "Kontrollera"),
    "docx encrypted": (UnreadableFile, "krypterad", "Ta bort lösenordet"),
    "docx cut short": (UnreadableFile, "Word", "Öppna och spara|Hämta"),
    "docx without its document": (UnreadableFile, "Word", "Öppna och spara|Kontrollera"),
    "docx with broken xml": (UnreadableFile, "Word", "Öppna och spara"),
    "pdf of pictures": (NoTextLayer, "2 sidor", "OCR"),
    "pdf with password": (UnreadableFile, "lösenord", "Lämna en kopia utan"),
    "pdf cut short": (UnreadableFile, "PDF", "Hämta"),
    "no pdf": (UnreadableFile, "PDF", "Hämta|Kontrollera"),
    "pdf named txt": (UnreadableFile, "PDF|binär", "filändelse|Byt"),
    "pdf named md": (UnreadableFile, "PDF|binär", "filändelse|Byt"),
    "pdf named docx": (UnreadableFile, "Word|PDF", "Öppna och spara|filändelse|Byt"),
    "docx named txt": (UnreadableFile, "Word|binär", "filändelse|Byt"),
    "docx named pdf": (UnreadableFile, "PDF|Word", "Hämta|filändelse|Byt"),
    "rtf named txt": (UnreadableFile, "RTF|rtf|binär", "filändelse|Spara|Byt"),
    "binary": (UnreadableFile, "binär", "filändelse"),
    "unknown": (UnknownFormat, r"\.xlsx", r"\.docx"),
    "no suffix": (UnknownFormat, "PROTOKOLL", r"\.docx"),
    "old Word": (UnknownFormat, r"\.doc\b", r"\.docx"),
    "over the limit": (TooLarge, "gränsen", "Dela upp"),
    "too many characters": (TooLarge, "tecken", "Dela upp"),
}


@pytest.mark.parametrize("fault", EXPECTED)
def test_what_cannot_be_read_says_why_and_what_to_do(fault: str, make_docx: MakeBytes, make_pdf: MakeBytes) -> None:
    """Each fault has its own kind of error, and a Swedish message with the trouble and the next step."""
    kind, trouble, step = EXPECTED[fault]
    name, data = _faults(make_docx, make_pdf)[fault]
    limits = {"over the limit": Limits(size=1_999), "too many characters": Limits(characters=899)}.get(fault, Limits())
    with pytest.raises(UnreadableFile) as caught:
        extract(data, name, limits)
    message = str(caught.value)
    assert type(caught.value) is kind
    assert re.search(trouble, message), message
    assert re.search(step, message), message
    assert message.endswith((".", ")."))
    assert not re.search(r"\b0x|Traceback|object at", message), message


def test_unknown_format_names_every_format_that_is_read() -> None:
    """The message for an unknown suffix lists what can be read."""
    with pytest.raises(UnknownFormat) as caught:
        extract(b"x", "a.xlsx", Limits())
    assert all(suffix in str(caught.value) for suffix in READERS)


@pytest.mark.parametrize("name", ["PROTOKOLL.TXT", "Protokoll 2023.05.17.Txt", "år/å.txt"])
def test_suffix_in_capitals(name: str) -> None:
    """Suffixes are told without regard to case, and stops earlier in a name are no suffix."""
    assert words(b"Protokoll", name) == "Protokoll"


@given(
    st.binary(max_size=300),
    st.sampled_from(sorted(READERS)),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe"]),
)
def test_any_bytes_give_a_text_or_an_error_for_the_user(data: bytes, suffix: str, start: bytes) -> None:
    """Whatever lies in a file, a reader gives text or an `UnreadableFile`, and nothing else."""
    found = attempt(start + data, "fil" + suffix)
    if isinstance(found, UnreadableFile):
        assert str(found)
    else:
        assert found.text.strip()
        assert_pages_cover(found)
