"""Several papers in one file: where each begins, and the meetings among them. All papers are invented."""

import datetime as dt

import pytest

from corpus.readers.clean import paginate
from corpus.structure.outline import meetings
from tests.corpus.papers import HEAD, Read, outside, paragraphs, section

JUNE = HEAD.replace("2023-05-17", "2023-06-14")
BOARD = "ÄNGSÖ KOMMUN\nKommunstyrelsen\n\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2023-05-17\n\n"


def _starts(read: Read, document_text: str) -> list[str]:
    """Return the first line of each later paper of a text."""
    pages = paginate(document_text.split("\f"))
    return [pages.text[start:].split("\n", 1)[0] for start in meetings.starts(pages.text, pages.pages)]


def test_one_meeting_is_no_several(read: Read) -> None:
    """A file with the minutes of one meeting names no meetings: the paper's own date and body are theirs."""
    document = read(f"{HEAD}§ 1 Upprop\n\nAlla är här.\n\n§ 2 Val\n\nBo Ek väljs.\n")
    assert document.meetings == ()


@pytest.mark.parametrize("page", ["\f", "\n"])
def test_two_meetings_of_a_body(read: Read, page: str) -> None:
    """A new head with a new date begins another meeting, on a page of its own or not."""
    document = read(
        f"{HEAD}§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo Ek väljs.\n{page}{JUNE}§ 42 Upprop\n\nSex är här.\n\n"
        "§ 43 Val\n\nIda Ström väljs.\n"
    )
    assert paragraphs(document) == ["§ 40", "§ 41", "§ 42", "§ 43"]
    assert [(m.committee, m.date) for m in document.meetings] == [
        ("Tekniska nämnden", dt.date(2023, 5, 17)), ("Tekniska nämnden", dt.date(2023, 6, 14)),
    ]  # fmt: skip
    june = document.meetings[1]
    assert document.text[june.start : june.end].strip().startswith("ÄNGSÖ KOMMUN")
    assert "2023-06-14" not in outside(document, section(document, "§ 41"))


def test_two_bodies_on_one_day(read: Read) -> None:
    """The same date under another body's head is another meeting, and its numbers are its own."""
    document = read(
        f"{HEAD}§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo Ek väljs.\n\f{BOARD}§ 7 Upprop\n\nSju är här.\n\n"
        "§ 8 Val\n\nIda Ström väljs.\n"
    )
    assert paragraphs(document) == ["§ 40", "§ 41", "§ 7", "§ 8"]
    assert [m.committee for m in document.meetings] == ["Tekniska nämnden", "Kommunstyrelsen"]


def test_numbers_that_start_over(read: Read) -> None:
    """Where § 1 comes again another meeting has begun."""
    document = read(
        f"{HEAD}§ 140 Upprop\n\nAlla är här.\n\n§ 141 Val\n\nBo Ek väljs.\n\f{JUNE}§ 1 Upprop\n\nSex är här.\n\n"
        "§ 2 Val\n\nIda Ström väljs.\n"
    )
    assert paragraphs(document) == ["§ 140", "§ 141", "§ 1", "§ 2"]
    assert [m.date for m in document.meetings] == [dt.date(2023, 5, 17), dt.date(2023, 6, 14)]


def _extract(body: str, date: str, number: int, heading: str, pages: int = 2) -> str:
    """Return an extract as some cities print it: the heading over the number, a running header on each page."""
    return "\f".join(
        f"Avika Stad {body}, protokollsutdrag {page} ({pages})\nUtdrag ur protokoll\nSammanträdesdatum: {date}\n"
        + (f"{heading}\n§ {number}, 118/24\nBeslut\nNämnden godkänner {heading.lower()}.\n" if page == 1 else "")
        + f"Handlingar\nSkrivelse nummer {page}.\n"
        for page in range(1, pages + 1)
    )


def test_a_compilation_of_extracts(read: Read) -> None:
    """Each extract in a bundle is a § of its own, and what lies between them is in none."""
    memo = "Avika Stad Hamnkontoret, tjänsteutlåtande 1 (1)\nFörslag till beslut\nNämnden antar ordningen för pråmar.\n"
    document = read(
        "\f".join(
            [
                _extract("Hamnnämnden", "2024-03-26", 59, "Ordning för pråmar"),
                memo,
                _extract("Hamnnämnden", "2024-05-21", 99, "Verkställighet av ordningen"),
                _extract("Skolnämnden", "2024-04-03", 31, "Yttrande om skolbåten"),
            ]
        )
    )
    assert paragraphs(document) == ["§ 59", "§ 99", "§ 31"]
    assert [found.heading for found in document.sections if found.paragraph] == [
        "Ordning för pråmar", "Verkställighet av ordningen", "Yttrande om skolbåten",
    ]  # fmt: skip
    first = outside(document, section(document, "§ 59"))
    assert "Skrivelse nummer 2." in first
    assert "antar ordningen" not in first
    assert [(m.committee, m.date) for m in document.meetings] == [
        ("Hamnnämnden", dt.date(2024, 3, 26)), ("Hamnnämnden", dt.date(2024, 5, 21)),
        ("Skolnämnden", dt.date(2024, 4, 3)),
    ]  # fmt: skip


def test_an_appendix_with_page_numbers_of_its_own(read: Read) -> None:
    """Where the outer paper's page numbers go on behind it, what lies in between is part of that paper."""
    pages = [f"Tekniska nämnden   Sida {n} (3)\n\n§ {n} Val\n\nBo Ek väljs.\n" for n in (1, 2, 3)]
    pages.insert(2, "Beräkning   1 (1)\n\nTolv bryggor.\n")
    assert _starts(read, "\f".join(pages)) == []
    assert paragraphs(read("\f".join(pages))) == ["§ 1", "§ 2", "§ 3"]


def test_a_list_of_coming_meetings(read: Read) -> None:
    """A § that decides when the body shall meet next year begins no meeting."""
    document = read(
        f"{HEAD}§ 1 Upprop\n\nAlla är här.\n\n§ 2 Mötesplan\n\nBeslut\n\nSammanträdesdatum 2024:\n2024-01-16\n"
        "2024-02-20\n\nTiden är klockan 13.\n\n§ 3 Övrigt\n\nInget.\n"
    )
    assert document.meetings == ()
    assert "Tiden är" in outside(document, section(document, "§ 2"))


def test_the_date_of_another_meeting_is_no_head(read: Read) -> None:
    """A meeting date among the papers that a decision rests on begins no meeting."""
    document = read(
        "\f".join(
            f"Tekniska nämnden\nSammanträdesdatum 2023-05-17\n\n§ {n} Val\n\nBo Ek väljs.\n\nBeslutsunderlag\n"
            "Arbetsutskottets protokoll\nSammanträdesprotokoll 2023-05-03\nSkrivelse.\n"
            for n in (1, 2, 3)
        )
    )
    assert document.meetings == ()
    assert paragraphs(document) == ["§ 1", "§ 2", "§ 3"]
