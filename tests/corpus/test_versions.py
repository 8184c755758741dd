"""Corrections: what says of itself that it is one, and what it stands in the place of."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import versions
from corpus.models import Document, Kind, Section, Span

Read = Callable[..., Document]

HEADINGS = ("Upprop", "Båtplatser", "Belysning", "Lekplats", "Avslutning")


def minutes(*headings: str, text: str = "NORRSKÄRS KOMMUN\n\n", **facts: Any) -> Document:
    """Return minutes with a § for each heading, from § 1."""
    sections = tuple(
        Section(len(text) + n, len(text) + n + 1, heading, f"§ {n + 1}") for n, heading in enumerate(headings)
    )
    whole = text + "x" * len(headings)
    fields: dict[str, Any] = {
        "id": "a", "text": whole, "title": "Protokoll", "kind": Kind.MINUTES, "organisation": "Norrskärs kommun",
        "committee": "Tekniska nämnden", "date": dt.date(2024, 3, 12), "case_number": None,
        "pages": (Span(0, len(whole)),), "sections": sections, "furniture": (),
    }  # fmt: skip
    return Document(**(fields | facts))


@pytest.mark.parametrize(
    "source",
    [
        "protokoll-2024-03-12-rättad.pdf",
        "2024/Rättat protokoll.docx",
        "protokoll_RÄTTELSE.txt",
        "protokoll-rattad.pdf",
        "rattelse.pdf",
        "protokoll (korrigerad).pdf",
        "korrigerat_protokoll.odt",
        "tn.zip/rättad/protokoll.pdf",
    ],
)
def test_a_name_that_says_corrected(source: str) -> None:
    """In any case, with any sign beside it, with or without its dots."""
    assert versions.is_correction(minutes(*HEADINGS), source)


def test_a_name_from_a_mac() -> None:
    """Some systems write "ä" in two characters."""
    source = unicodedata.normalize("NFD", "protokoll-rättad.pdf")
    assert source != "protokoll-rättad.pdf"
    assert versions.is_correction(minutes(*HEADINGS), source)


@pytest.mark.parametrize(
    "source",
    [
        "protokoll.pdf",
        "upprättad plan.pdf",
        "oberättigad.pdf",
        "rättighetsplan.pdf",
        "reviderad budget.pdf",
        "ratta.pdf",
    ],
)
def test_a_name_that_does_not(source: str) -> None:
    """Words that only hold the same letters, and papers that have been revised as a matter of their own."""
    assert not versions.is_correction(minutes(*HEADINGS), source)


@pytest.mark.parametrize(
    "said",
    ["Rättat protokoll", "RÄTTAD 2024-03-20", "Rättelse", "Korrigerad version", "Reviderad version 2",
     "Ersätter tidigare protokoll", "Detta ersätter protokoll av samma dag"],
)  # fmt: skip
def test_a_head_that_says_corrected(said: str) -> None:
    """Above the first §."""
    assert versions.is_correction(minutes(*HEADINGS, text=f"NORRSKÄRS KOMMUN\n{said}\n\n"), "protokoll.pdf")


def test_only_the_head_says_it(read: Read) -> None:
    """A § on a correction, and what stands far down in a paper without §, make no correction of the paper."""
    head = "NORRSKÄRS KOMMUN\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2024-03-12\n\n"
    told = head + "§ 1 Rättelse av taxan\n\nBeslut\nTaxan ska vara rättad till sommaren.\n\n§ 2 Avslutning\n\nSlut.\n"
    assert not versions.is_correction(read(told), "protokoll.txt")
    assert versions.is_correction(read(told.replace("\n\n§ 1", "\nRättat protokoll\n\n§ 1")), "protokoll.txt")
    assert not versions.is_correction(minutes(text="x " * versions.HEAD + "rättelse"), "plan.txt")


def test_it_replaces_the_minutes_of_its_meeting() -> None:
    """One way only."""
    old, new = minutes(*HEADINGS), minutes(*HEADINGS, id="b")
    assert versions.replaces(new, "p-rättad.pdf", old, "p.pdf")
    assert not versions.replaces(old, "p.pdf", new, "p-rättad.pdf")


@pytest.mark.parametrize(
    "other",
    [
        {"organisation": "Lindsala kommun"},
        {"organisation": None},
        {"committee": "Kommunstyrelsen"},
        {"date": dt.date(2024, 3, 13)},
        {"date": None},
        {"kind": Kind.EXTRACT},
        {"kind": Kind.SUMMONS},
    ],
)
def test_it_replaces_no_other_paper(other: dict[str, Any]) -> None:
    """Not of another organisation, body, day or kind."""
    assert not versions.replaces(
        minutes(*HEADINGS, id="b"), "p-rättad.pdf", replace(minutes(*HEADINGS), **other), "p.pdf"
    )


def test_what_does_not_say_so_replaces_nothing() -> None:
    """Two papers of one meeting are only two papers; and a correction is not corrected by another."""
    old, new = minutes(*HEADINGS), minutes(*HEADINGS, id="b")
    assert not versions.replaces(new, "p2.pdf", old, "p.pdf")
    assert not versions.replaces(new, "p-rättad.pdf", old, "p-rättelse.pdf")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (HEADINGS, (*HEADINGS[:4], "Mötets avslutning"), True),  # 4 of 5 are as before
        (HEADINGS, (*HEADINGS[:3], "Lekpark", "Mötets avslutning"), False),  # 3 of 5
        (HEADINGS, HEADINGS[:4], True),
        (HEADINGS, HEADINGS[:1], False),  # an immediately approved § of the same day
        (HEADINGS, (*HEADINGS, "Övriga frågor"), True),
        (HEADINGS[:1], HEADINGS, True),
        (HEADINGS, (), False),
        ((), HEADINGS, False),
    ],
)
def test_how_much_it_must_share(old: tuple[str, ...], new: tuple[str, ...], expected: bool) -> None:
    """Most § of the old one, by number and heading: else it is another half of the minutes, or an extract."""
    assert versions.replaces(minutes(*new, id="b"), "rättad.pdf", minutes(*old), "p.pdf") is expected


def test_a_letter_is_known_by_title_and_case() -> None:
    """A paper without § is corrected by one of the same title and diarienummer."""
    old = minutes(kind=Kind.MEMO, title="Ny lekplats", case_number="TN 2024/7")
    assert versions.replaces(replace(old, id="b"), "rättad.pdf", old, "p.pdf")
    assert not versions.replaces(replace(old, id="b", title="Ny brygga"), "rättad.pdf", old, "p.pdf")
    assert not versions.replaces(replace(old, id="b", case_number="TN 2024/8"), "rättad.pdf", old, "p.pdf")


@given(
    st.lists(st.sampled_from(HEADINGS), max_size=6),
    st.lists(st.sampled_from(HEADINGS), max_size=6),
    st.sampled_from(["p.pdf", "p-rättad.pdf"]),
    st.sampled_from(["q.pdf", "rättelse.pdf"]),
)
def test_two_papers_never_replace_each_other(first: list[str], second: list[str], one: str, other: str) -> None:
    """And none replaces itself."""
    a, b = minutes(*first), minutes(*second, id="b")
    assert not (versions.replaces(a, one, b, other) and versions.replaces(b, other, a, one))
    assert not versions.replaces(a, one, a, one)
