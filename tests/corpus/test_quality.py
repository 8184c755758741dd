"""The audit: what a clean paper is spared, and what in a bad one is named, where it stands."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import quality
from corpus.facts import Ballot, Choice, Meeting, Stated, Vote
from corpus.models import (
    Document,
    Extraction,
    Finding,
    Flaw,
    Kind,
    PageQuality,
    Remark,
    Secret,
    Section,
    Sensitive,
    Span,
)

Read = Callable[..., Document]

HEAD = "NORRSKÄRS KOMMUN\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2024-03-12\n\n"


def numbered(*paragraphs: str, text: str | None = None, **facts: Any) -> Document:
    """Return minutes with a § a line, such as "§ 12 Upprop" or "§§ 12-14 Anmälningar"."""
    whole, sections = "", []
    for line in paragraphs:
        number = line.split("§")[-1].split("-")[0].split("–")[0].split()[0]
        sections.append(Section(len(whole), len(whole) + len(line) + 1, "Rubrik", f"§ {number}"))
        whole += f"{line}\n"
    fields: dict[str, Any] = {
        "id": "a", "text": whole if text is None else text, "title": "Protokoll", "kind": Kind.MINUTES,
        "organisation": "Norrskärs kommun", "committee": "Tekniska nämnden", "date": dt.date(2024, 3, 12),
        "case_number": None, "pages": (Span(0, len(whole)),), "page_quality": (PageQuality(1.0),),
        "sections": tuple(sections), "furniture": (),
    }  # fmt: skip
    return Document(**(fields | facts))


def flaws(document: Document) -> list[tuple[Flaw, str]]:
    """Return what an audit finds."""
    return [(finding.flaw, finding.message) for finding in quality.audit(document)]


# Pages


def test_how_well_pages_are_read() -> None:
    """Born digital, OCR, OCR with broken letters, broken letters, and a picture that nothing was read of."""
    extraction = Extraction("a\fb", tuple(Span(n, n + 1) for n in range(5)), scanned=(2, 3), unread=(5,))
    found = quality.pages(extraction, [3, 4])
    assert [page.confidence for page in found] == [1.0, 0.8, 0.5, 0.5, 0.0]
    assert [page.scanned for page in found] == [False, True, True, False, False]
    assert [len(page.reasons) for page in found] == [0, 1, 2, 1, 1]
    assert all(reason.endswith(".") for page in found for reason in page.reasons)


def test_unread_and_poor_pages_are_found() -> None:
    """Each with its page; a page that OCR read well is none."""
    spans = (Span(0, 10), Span(10, 20), Span(20, 30), Span(30, 40))
    marks = (PageQuality(1.0), PageQuality(0.8, ("Skannad.",), scanned=True), PageQuality(0.0, ("Bild.",)),
             PageQuality(0.5, ("Skannad.", "Svår."), scanned=True))  # fmt: skip
    paper = numbered(text="x" * 40, kind=Kind.MEMO, pages=spans, page_quality=marks)
    assert quality.audit(paper) == (
        Finding(20, 30, 3, Flaw.UNREAD_PAGE, "Bild."),
        Finding(30, 40, 4, Flaw.POOR_TEXT, "Skannad. Svår."),
    )


def test_what_the_reader_of_a_file_remarks_is_found_on_its_page() -> None:
    """The pages that a remark is of carry it, and no other."""
    spans = (Span(0, 10), Span(10, 20))
    extraction = Extraction("x" * 20, spans, remarks=(Remark(2, Flaw.HIDDEN_TEXT, "Dolt."),))
    paper = numbered(text="x" * 20, kind=Kind.MEMO, pages=spans, page_quality=quality.pages(extraction, []))
    assert quality.audit(paper) == (Finding(10, 20, 2, Flaw.HIDDEN_TEXT, "Dolt."),)


def test_summary() -> None:
    """Pages by how they were read; the mean of their confidences, lowered by the least sure fact of the head."""
    spans = tuple(Span(n, n + 1) for n in range(4))
    marks = (PageQuality(1.0), PageQuality(0.8, scanned=True), PageQuality(0.0), PageQuality(0.5, scanned=True))
    stated = (Stated(0, 1, "date", "2024-03-12", 0.9, ""), Stated(0, 1, "committee", "x", 0.6, ""))
    secrets = (Sensitive(0, 1, Secret.PHONE), Sensitive(1, 2, Secret.PHONE), Sensitive(2, 3, Secret.EMAIL))
    paper = numbered("§ 1 A", pages=spans, page_quality=marks, stated=stated, sensitive=secrets)
    found = quality.summary(paper)
    assert (found.pages, found.scanned, found.poor, found.unread) == (4, 2, 1, 1)
    assert found.confidence == 0.345  # (1 + 0.8 + 0 + 0.5) / 4 * 0.6
    assert found.sensitive == {Secret.PHONE: 2, Secret.EMAIL: 1}


# Numbers of §


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("§ 1 A", "§ 2 B", "§ 3 C"), []),
        (("§ 47 A", "§ 48 B"), []),
        (("§ 12 A", "§ 14 B"), ["§ 13 saknas mellan § 12 och § 14."]),
        (
            ("§ 12 A", "§ 15 B", "§ 17 C"),
            ["§§ 13–14 saknas mellan § 12 och § 15.", "§ 16 saknas mellan § 15 och § 17."],
        ),
        (("§ 11 A", "§§ 12-14 B", "§ 15 C"), []),
        (("§ 11 A", "§§ 12 – 14 B", "§ 16 C"), ["§ 15 saknas mellan § 12 och § 16."]),
        (("SON AU § 12 A", "SON AU § 13 B"), []),
        (("§ 3 A",), []),
        ((), []),
    ],
)
def test_missing_paragraphs(lines: Sequence[str], expected: list[str]) -> None:
    """Told between the § that are there; a heading of several § holds them all."""
    assert flaws(numbered(*lines)) == [(Flaw.MISSING_PARAGRAPH, message) for message in expected]


def test_doubled_paragraphs() -> None:
    """Told once, at the first."""
    paper = numbered("§ 1 A", "§ 2 B", "§ 2 C", "§ 2 D", "§ 3 E")
    (finding,) = quality.audit(paper)
    assert (finding.flaw, finding.start) == (Flaw.DOUBLED_PARAGRAPH, paper.sections[1].start)
    assert finding.message == "§ 2 finns mer än en gång i protokollet."


def test_each_meeting_has_its_own_numbers() -> None:
    """A file of two meetings: what lacks is looked for within each."""
    paper = numbered("§ 1 A", "§ 2 B", "§ 1 C", "§ 4 D")
    both = (Meeting(0, 12, "Tekniska nämnden", dt.date(2024, 3, 12)), Meeting(12, 24, "Tekniska nämnden", None))
    assert flaws(replace(paper, meetings=both)) == [(Flaw.MISSING_PARAGRAPH, "§§ 2–3 saknas mellan § 1 och § 4.")]


@pytest.mark.parametrize("kind", [Kind.EXTRACT, Kind.SUMMONS, Kind.MEMO])
def test_only_minutes_must_have_all(kind: Kind) -> None:
    """An extract holds the § that were asked for."""
    assert flaws(numbered("§ 1 A", "§ 9 B", kind=kind)) == []


def test_missing_in_a_read_paper(read: Read) -> None:
    """From text to finding, where the next § begins."""
    found = read(HEAD + "§ 20 Upprop\n\nAlla är på plats.\n\f§ 22 Avslutning\n\nMötet är slut.\n").findings
    assert [(finding.flaw, finding.page) for finding in found] == [(Flaw.MISSING_PARAGRAPH, 2)]
    assert found[0].message == "§ 21 saknas mellan § 20 och § 22."


# Votes


def voting(ballots: str, **stated: int | None) -> Document:
    """Return minutes with a vote: "JNAF" are ja, nej, avstår and frånvarande."""
    choices = {"J": Choice.YES, "N": Choice.NO, "A": Choice.ABSTAINING, "F": Choice.ABSENT}
    tally: dict[str, Any] = {"yes": None, "no": None} | stated
    vote = Vote(2, 5, **tally, ballots=tuple(Ballot(3, 4, "Bo Ek", "S", choices[letter]) for letter in ballots))
    paper = numbered("§ 7 Brygga")
    return replace(paper, sections=(replace(paper.sections[0], facts=(vote,)),))


@pytest.mark.parametrize(
    ("ballots", "stated", "expected"),
    [
        ("JJN", {"yes": 2, "no": 1}, None),
        ("JJNAF", {"yes": 2, "no": 1, "abstaining": 1, "absent": 1}, None),
        ("JJN", {"yes": 2, "no": 1, "abstaining": 3, "absent": 2}, None),  # the list has only who voted
        ("JJNA", {"yes": 2, "no": 1, "abstaining": 2}, "2 avstår anges men 1 står i listan"),
        ("JJN", {"yes": 3, "no": 1}, "3 ja anges men 2 står i listan"),
        ("JJ", {"yes": 2, "no": 1}, "1 nej anges men 0 står i listan"),
        ("JN", {"yes": 2, "no": 2}, "2 ja anges men 1 står i listan, 2 nej anges men 1 står i listan"),
        ("JJ", {"yes": None, "no": None}, None),
        ("", {"yes": 7, "no": 6}, None),
    ],
)
def test_sums_of_votes(ballots: str, stated: dict[str, int | None], expected: str | None) -> None:
    """The stated tally is held against the list of who voted what, where there is one."""
    message = [(Flaw.WRONG_SUM, f"Omröstningen i § 7: {expected}.")] if expected else []
    assert flaws(voting(ballots, **stated)) == message


# The head


def test_an_unsure_date() -> None:
    """With why; any other unsure fact is only less sure."""
    unsure = (
        Stated(0, 3, "date", "2024-03-12", 0.5, "huvudet har två datum"),
        Stated(0, 3, "organisation", "x", 0.5, "y"),
    )
    assert flaws(numbered("§ 1 A", stated=unsure)) == [
        (Flaw.DATE_CONFLICT, "Datumet 2024-03-12 är osäkert: huvudet har två datum.")
    ]
    assert flaws(numbered("§ 1 A", stated=(replace(unsure[0], confidence=0.61),))) == []


def test_a_head_without_body_and_date() -> None:
    """Minutes and extracts say both; a memo need not."""
    bare: dict[str, Any] = {"committee": None, "date": None}
    messages = [f"Protokollets {word} har inte kunnat läsas ur huvudet." for word in ("nämnd", "datum")]
    for kind in (Kind.MINUTES, Kind.EXTRACT):
        assert flaws(numbered("§ 1 A", kind=kind, **bare)) == [(Flaw.NO_HEAD, message) for message in messages]
    assert flaws(numbered("§ 1 A", kind=Kind.MEMO, **bare)) == []


# Text that is cut off


@pytest.mark.parametrize(
    "end",
    ["beslutar att", "taxan,", "taxan för", "bygg-", "mellan kommunen och", "som"],
)
def test_cut_off(end: str) -> None:
    """In the middle of a clause, a list or a word."""
    assert flaws(numbered(f"§ 4 Taxa. Nämnden {end}", "§ 5 B")) == [(Flaw.CUT_OFF, "§ 4 slutar mitt i en mening.")]


@pytest.mark.parametrize(
    "end",
    ["antar taxan.", "antar taxan", "Bo Ek (S)", "Akten", "Solskensom", "KS 2024/1 –", "Förskolan Båten", "tas upp"],
)
def test_not_cut_off(end: str) -> None:
    """What a § may well end with: a name, a list without full stops, a word that ends like a conjunction."""
    assert flaws(numbered(f"§ 4 Taxa. Nämnden {end}", "§ 5 B")) == []


def test_furniture_is_no_end() -> None:
    """A footer after the last line neither hides that it is cut off nor is itself."""
    for line, expected in (("Nämnden beslutar att", 1), ("Nämnden antar taxan.", 0)):
        paper = numbered(f"§ 4 Taxa. {line} Signatur av", "§ 5 B")
        place = paper.text.index("Signatur av")
        paper = replace(paper, furniture=(Span(place, place + len("Signatur av")),))
        assert len(quality.audit(paper)) == expected


def test_cut_off_in_a_read_paper(read: Read) -> None:
    """Of minutes; a memo may end as it likes."""
    text = HEAD + "§ 20 Taxa\n\nBeslut\nNämnden beslutar att anta taxan för\n\n§ 21 Avslutning\n\nMötet är slut.\n"
    assert [finding.flaw for finding in read(text).findings] == [Flaw.CUT_OFF]


def test_where_it_is_cut_off(read: Read) -> None:
    """On the page that ends so, not on the next, where the next § begins."""
    text = HEAD + "§ 20 Taxa\n\nBeslut\nNämnden beslutar att anta taxan för\n\f§ 21 Avslutning\n\nMötet är slut.\n"
    (finding,) = read(text).findings
    assert (finding.flaw, finding.page) == (Flaw.CUT_OFF, 1)
    assert read(text).text[: finding.end].endswith("anta taxan för")


# All together


def test_a_clean_paper_has_no_findings(read: Read) -> None:
    """Nothing is said where all is well."""
    text = HEAD + "".join(f"§ {n} Köp av sand\n\nBeslut\nNämnden köper sand.\n\n" for n in range(20, 30))
    paper = read(text)
    assert paper.findings == ()
    assert quality.summary(paper).findings == ()
    assert 0.9 <= quality.summary(paper).confidence <= 1.0


@given(st.lists(st.sampled_from(["§ 1 A\n\nSlut.", "§ 3 B", "och", "Beslut", "§ 4 att", "2024-03-13", "x-", "\f"])))
def test_findings_lie_in_the_paper(read: Read, pieces: list[str]) -> None:
    """In order, within the text, on a page that is there."""
    paper = read(HEAD + "\n\n".join(pieces))
    places = [(finding.start, finding.end) for finding in paper.findings]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(paper.text) for start, end in places)
    assert all(1 <= finding.page <= len(paper.pages) for finding in paper.findings)
    assert quality.audit(paper) == paper.findings
    assert 0.0 <= quality.summary(paper).confidence <= 1.0
