"""Running headers, footers and page numbers. All papers are invented."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Choice, Vote
from corpus.models import Document, PartName
from corpus.readers.clean import paginate
from corpus.structure import furniture
from tests.corpus.papers import Read, paragraphs, part_text, text_of

MATTERS = ("nya bryggor", "bokslutet", "vinterväghållning", "simhallens framtid", "trygga skolvägar")


def _many_pages(number: int) -> str:
    return "\f".join(
        f"ÄNGSÖ KOMMUN          Sammanträdesprotokoll         Sida {n} ({number})\nTekniska nämnden      2023-05-17\n\n"
        f"§ {n + 40} Ärende nummer {n}\n\nFörvaltningen redogör för punkt {n} och vad den kostar.\n\n"
        f"Beslut\n\nNämnden godkänner redovisningen.\n\nBilaga {n}.\n\nJusterandes sign          Utdragsbestyrkande\n"
        for n in range(1, number + 1)
    )


def test_running_heads_and_feet_are_furniture(read: Read) -> None:
    """What stands at the edge of every page is furniture: all of it, on every page."""
    document = read(_many_pages(6))
    furniture = "".join(text_of(document, span) for span in document.furniture)
    assert furniture.count("ÄNGSÖ KOMMUN") == furniture.count("Justerandes sign") == furniture.count("2023-05-17") == 6
    assert document.organisation == "Ängsö kommun"
    assert document.committee == "Tekniska nämnden"
    assert document.date == dt.date(2023, 5, 17)


@pytest.mark.parametrize("pages", [3, 6, 20])
def test_what_every_short_paragraph_says_is_no_furniture(read: Read, pages: int) -> None:
    """With a § a page the same "Beslut" and the same decision stand on every page, and are what the paper says."""
    document = read(_many_pages(pages))
    furniture = "".join(text_of(document, span) for span in document.furniture)
    assert paragraphs(document) == [f"§ {n + 40}" for n in range(1, pages + 1)]
    for words in ("Nämnden godkänner redovisningen.", "Beslut", "Förvaltningen redogör"):
        assert words not in furniture
    for paragraph in paragraphs(document):
        assert "Nämnden godkänner redovisningen." in part_text(document, paragraph, PartName.DECISION)


def test_a_diarienummer_at_the_edge_of_a_page_is_no_furniture(read: Read) -> None:
    """Where the page ends between a §'s diarienummer and its text, on page after page, each § keeps its number."""
    document = read(
        "\f".join(
            f"Nämnden köper {matter}.\n\n§ {number}\nDnr TN 2023/{number + 100}\nTekniska nämnden    Sida {number} "
            f"(5)\n"
            for number, matter in enumerate(MATTERS, 1)
        )
        + "\fNämnden köper lådor.\n"
    )
    cases = {part.paragraph: part.case_number for part in document.sections if part.paragraph}
    assert cases == {f"§ {number}": f"TN 2023/{number + 100}" for number in range(1, 6)}


def test_lines_of_a_short_text_are_no_furniture(read: Read) -> None:
    """Without several pages nothing runs over pages."""
    document = read("Ängsö kommun\n\nTaxan antas.\n\nTaxan antas.\n\nTaxan antas.\n\nTaxan antas.\n")
    assert document.furniture == ()


def furniture_of(document: Document) -> str:
    """Return all furniture of a document."""
    return "".join(text_of(document, span) for span in document.furniture)


def test_a_header_among_the_lines_of_the_page(read: Read) -> None:
    """Where a page's own line has slipped in between the lines of its header, the header is furniture and it is not."""
    document = read(
        "\f".join(
            f"Hamnnämnden\nFråga {n}\nProtokoll nr 9\nSammanträdesdatum: 2024-10-12\n\n"
            f"Ida Ström (S) frågar om {what}.\n\nAvika Stad protokoll\n{n} (5)\n"
            for n, what in enumerate(MATTERS, 1)
        )
    )
    own = furniture_of(document)
    assert [own.count(words) for words in ("Hamnnämnden", "Protokoll nr 9", "2024-10-12", "(5)")] == [5, 5, 5, 5]
    assert "Fråga" not in own


def test_a_header_that_stands_anywhere(read: Read) -> None:
    """The dated line of a running header is furniture in the middle of a page too."""
    pages = [f"Sammanträdesdatum: 2024-10-12\n\nFråga om {what}.\n" for what in MATTERS]
    pages[2] = (
        "\n".join(f"Rad {n} om hamnen." for n in range(30)) + "\nSammanträdesdatum: 2024-10-12\nSlut på raderna.\n"
    )
    assert furniture_of(read("\f".join(pages))).count("2024-10-12") == 5


def test_recipients_at_the_foot_of_pages(read: Read) -> None:
    """What stands under "Protokollsutdrag skickas till" on page after page is no footer."""
    document = read(
        "\f".join(
            f"§ {n} Inköp av {what}\n\nInköpet godkänns.\n\nProtokollsutdrag skickas till\nHamnkontoret\n\n"
            f"Avika Stad, protokoll\n{n} (5)\n"
            for n, what in enumerate(MATTERS, 1)
        )
    )
    own = furniture_of(document)
    assert "Hamnkontoret" not in own
    assert own.count("Avika Stad, protokoll") == 5


def test_voting_lists_are_no_furniture(read: Read) -> None:
    """In columns read one by one "Ja" and "Ledamot" stand at the edges of many pages, and in the middle of them."""
    votes = ["".join(f"Person {page * k}\nS\nLedamot\nJa\n" for k in range(1, 13)) for page in range(1, 5)]
    document = read("\f".join(f"Hamnnämnden 2024-10-12\n{vote}{n} (4)\n" for n, vote in enumerate(votes, 1)))
    own = furniture_of(document)
    assert own.count("Hamnnämnden") == 4
    assert [word for word in ("Ledamot", "Ja", "Person") if word in own] == []


SIGNED = (
    "Det här dokumentet är digitalt signerat",
    "Detta dokument är elektroniskt underskrivet med BankID",
    "Dokumentet är elektroniskt undertecknat",
    "Signature reference: 1b2c3d4e-0a1b-4c5d-8e9f-001122334455",
    "Transaktion 09222115557512345678",
    "Penneo dokumentnyckel: 4AB5C-D6E7F-89012",
    "Justerandes sign",
    "Justerandes signatur      Utdragsbestyrkande",
    "Ordförandens sign    Justerandes sign    Utdragsbestyrkande",
    "Utdragsbestyrkande",
)


def test_the_head_of_a_voting_list_is_read_on_every_page(read: Read) -> None:
    """The columns of a list over several pages are told by the head that each of them repeats."""
    head = "    Ledamöter        Parti      Ja    Nej\n"
    names = ["Ada Lund", "Bo Ekman", "Siv Ahlin", "Per Dahl"]
    pages = [
        f"ÄNGSÖ KOMMUN\n{head}    {name:<17}(S)        {'X' if n % 2 else '      X'}\n" for n, name in enumerate(names)
    ]
    document = read(
        "§ 4 Taxa\n\nBeslut\nTaxan antas.\n\nOmröstning\n2 ja-röster mot 2 nej-röster.\n\f" + "\f".join(pages)
    )
    (vote,) = document.sections[-1].of(Vote)
    assert [(ballot.name, ballot.choice) for ballot in vote.ballots] == list(
        zip(names, [Choice.NO, Choice.YES, Choice.NO, Choice.YES], strict=True)
    )


@pytest.mark.parametrize("line", SIGNED)
def test_signature_lines_wherever_they_stand(read: Read, line: str) -> None:
    """A line for signing, by hand or by a service, is furniture on a single page and in the middle of it."""
    document = read(f"§ 1 Taxa\n\nTaxan antas.\n{line}\nDen gäller från maj.\n")
    assert furniture_of(document) == line + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "Transaktionen godkändes av nämnden i mars.",
        "Handlingar ska undertecknas av ordföranden.",
        "Verifikationer ska sparas i sju år.",
        "Justerande: Bo Ek (M)",
        "Utdraget skickas till Hamnkontoret.",
        "Signaturen saknas på avtalet.",
    ],
)
def test_prose_about_signing_is_no_furniture(read: Read, line: str) -> None:
    """What a § says of signatures and transactions is the §'s."""
    assert read(f"§ 1 Taxa\n\nTaxan antas.\n\n{line}\n").furniture == ()


def test_the_receipt_of_a_signature_service(read: Read) -> None:
    """The page that a signature service adds is furniture as a whole."""
    document = read(
        "§ 1 Taxa\n\nTaxan antas.\n\fVerifikat\nTransaktion 09222115557512345678\n\nIda Ström\nSignerat med BankID\n"
        "IP: 192.0.2.7\nSkrev under 2024-03-15 14:02\n"
    )
    assert furniture_of(document).startswith("Verifikat")
    assert "BankID" in furniture_of(document)
    assert "Taxan antas." not in furniture_of(document)


@pytest.mark.parametrize(
    "number", ["{n}", "- {n} -", "Sida {n}", "Sida {n} av 5", "Sid {n} (5)", "{n} (5)", "Blad {n}"]
)
def test_page_numbers_in_their_spellings(read: Read, number: str) -> None:
    """However a page is numbered, at its head or its foot, the number is furniture."""
    for page in ("{number}\n{text}\n", "{text}\n{number}\n"):
        document = read(
            "\f".join(
                page.format(number=number.format(n=n), text=f"Fråga om {what}.\nSvaret dröjer.")
                for n, what in enumerate(MATTERS, 1)
            )
        )
        assert [line for line in furniture_of(document).split("\n") if line] == [
            number.format(n=n) for n in range(1, 6)
        ]


def test_figures_at_the_edge_are_no_page_numbers(read: Read) -> None:
    """Numbers at the foot of pages that do not count the pages are figures."""
    document = read("\f".join(f"Antal {what}\n{n * n + 7}\n" for n, what in enumerate(MATTERS, 1)))
    assert document.furniture == ()


_lines = st.sampled_from(
    ["Hamnnämnden", "2024-10-12", "1 (3)", "2 (3)", "3 (3)", "§ 1 Taxa", "Beslut", "Taxan antas.", "",
     "Utdragsbestyrkande", "§ 2 Val .... 4", "Innehåll", "BankID", "Verifikat", "7"]
)  # fmt: skip


@given(st.lists(st.lists(_lines, max_size=12), min_size=1, max_size=6))
def test_furniture_is_made_of_whole_lines(pages: list[list[str]]) -> None:
    """For any pages the furniture is sorted, apart and whole lines, and what says a § is none."""
    extraction = paginate("\n".join(page) for page in pages)
    text = extraction.text
    found = furniture.find(text, extraction.pages)
    assert all(a.end < b.start for a, b in itertools.pairwise(found))
    for span in found:
        assert span.start == 0 or text[span.start - 1] == "\n"
        assert text[span.end - 1] == "\n"
    assert "Taxan antas." not in "".join(text[span.start : span.end] for span in found) or "BankID" in text
