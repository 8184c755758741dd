"""Masks keep every offset, hide what they are for and nothing else."""

import logging
import sys
import time
from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Ballot, Choice, Fact, Vote
from corpus.masking import MASK, PERSONAL, Hidden, MaskedLog, Masks
from corpus.models import Document, Finding, Flaw, Secret, Sensitive
from tests.corpus.spellings import shows

stretches = st.builds(
    lambda start, length, secret: Sensitive(start, start + length, secret),
    st.integers(0, 60), st.integers(1, 20), st.sampled_from(list(Secret)),
)  # fmt: skip


def mask(text: str, start: int, sensitive: list[Sensitive], kinds: Collection[Secret]) -> str:
    return Masks(kinds).hidden("", sensitive).mask(text, start)


def mask_document(document: Document, kinds: Collection[Secret]) -> Document:
    return Masks(kinds).document(document)


def test_digits_and_letters_are_hidden_and_the_rest_stays():
    text = "Ring 070-123 45 67 i dag."
    assert mask(text, 0, [Sensitive(5, 18, Secret.PHONE)], PERSONAL) == "Ring ███-███ ██ ██ i dag."


@given(
    st.text(max_size=60), st.integers(0, 30), st.lists(stretches, max_size=5), st.sets(st.sampled_from(list(Secret)))
)
def test_a_mask_fits(text: str, start: int, sensitive: list[Sensitive], kinds: set[Secret]):
    """As long as before; outside the stretches unchanged; inside no letter or digit left, and no white space lost."""
    masked = mask(text, start, sensitive, kinds)
    assert len(masked) == len(text)
    hidden = {place for one in sensitive if one.secret in kinds for place in range(one.start, one.end)}
    for place, (before, after) in enumerate(zip(text, masked, strict=True), start):
        if place in hidden and before.isalnum():
            assert after == MASK
        else:
            assert after == before


@given(st.lists(stretches, max_size=8), st.integers(0, 70), st.integers(1, 20))
def test_what_touches_a_stretch(sensitive: list[Sensitive], start: int, length: int):
    hidden = Hidden.of(sensitive)
    covered = {place for one in sensitive for place in range(one.start, one.end)}
    assert hidden.touch(start, start + length) == bool(covered & set(range(start, start + length)))
    assert list(hidden.starts) == sorted(hidden.starts)
    assert all(end <= start for end, start in zip(hidden.ends, hidden.starts[1:], strict=False))


class Counting(tuple):
    """Ends of stretches that count how often one is looked at."""

    looked = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        Counting.looked += len(found) if isinstance(key, slice) else 1
        return found


def test_a_passage_costs_what_is_hidden_in_it():
    """Of a paper with 100,000 numbers a passage looks at its own, and at as many more as it takes to find them."""
    every = Hidden.of(Sensitive(20 * one, 20 * one + 11, Secret.PERSONAL_NUMBER) for one in range(100_000))
    counting = Hidden(Counting(every.starts), Counting(every.ends))
    assert counting.mask("850312-1231 och sen ", 1_000_000) == "██████-████ och sen "
    assert Counting.looked < 100


def test_a_document_is_masked_wherever_it_repeats_itself(read):
    number = "850312-1231"
    text = (
        "Norrskärs kommun\nSocialnämnden\nProtokoll 2024-03-20\n\n"
        f"§ 1 Bistånd till {number}\n\nÄrendet\n{number} söker bistånd, telefon 070-123 45 67.\n\n"
        "Beslut\nSocialnämnden bifaller ansökan.\n"
    )
    document = read(text, "protokoll.txt")
    masked = mask_document(document, PERSONAL)
    assert len(masked.text) == len(document.text)
    assert number not in masked.text
    assert "070" not in masked.text
    assert number not in repr(masked.stated)
    assert [section.heading for section in masked.sections if section.paragraph] == ["Bistånd till ██████-████"]
    assert masked.sections[0].start == document.sections[0].start
    assert "Socialnämnden bifaller ansökan." in masked.text
    assert mask_document(document, frozenset()) is document


@given(st.sampled_from(["850312-1231", "19850312-1231", "1985-03-12-1231", "pnr850312-1231", "850312–1231"]))
def test_all_that_is_told_of_a_document_is_masked(read, number: str):
    """Title, headings, diarienummer, people, findings and warnings: whatever has the number has it no more."""
    text = (
        f"Norrskärs kommun\nSocialnämnden\nTjänsteskrivelse 2024-03-20\nDnr SN 2024/31\n\n"
        f"Rubrik: Bistånd till {number}\n\n§ 1 Bistånd till {number}\nDnr {number}\n\nYrkanden\n"
        f"Anna Ek {number} (S) yrkar bifall.\n\nBeslut\nNämnden ger {number} i uppdrag att svara senast {number}.\n"
    )
    document = replace(
        read(text, f"{number}.txt"),
        case_number=f"SN {number}",
        warnings=(f"Bilagan {number}.pdf kunde inte läsas.",),
        findings=(Finding(0, 1, 1, Flaw.UNREAD_FILE, f"Bilagan {number}.pdf kunde inte läsas."),),
    )
    masked = mask_document(document, PERSONAL)
    shown = repr(replace(masked, sensitive=(), id=""))
    assert number in repr(document)
    assert not shows(shown, "198503121231")


def test_a_paper_with_100_000_numbers_is_masked_in_proportion(read):
    """Its headings, and what else is told of it, are not compared with each of them."""
    small = read("§ 1 Bistånd 070-2000007\n\nBeslut\nNämnden bifaller.\n" + "\n" * 80, "lista.txt")
    numbers = "".join(f"070-{one:07}\n" for one in range(2_000_000, 2_100_000))
    starts = range(len(small.text), len(small.text) + len(numbers), 12)
    document = replace(
        small,
        text=small.text + numbers,
        sensitive=tuple(Sensitive(start, start + 11, Secret.PHONE) for start in starts),
        sections=small.sections * 2_000,
    )
    begun = time.process_time()
    masked = mask_document(document, PERSONAL)
    assert time.process_time() - begun < 30
    assert not any(map(str.isdigit, masked.text[len(small.text) :]))
    assert {section.heading for section in masked.sections} == {"Bistånd ███-███████"}


def test_a_line_of_the_log_is_masked():
    """The line and the trace below it; the setting for papers does not count."""
    try:
        raise FileNotFoundError(2, "No such file", "/arkiv/uploads/beslut_850312-1231.pdf")
    except FileNotFoundError:
        record = logging.LogRecord("a", 40, "", 0, "file %s of %s", ("850312-1231.pdf", 7), sys.exc_info())
    written = MaskedLog("%(levelname)s %(message)s").format(record)
    assert written.startswith("ERROR file ██████-████.pdf of 7\nTraceback")
    assert written.endswith("beslut_██████-████.pdf'")


def test_a_page_held_back_does_not_show_in_headings(read):
    text = (
        "Norrskärs kommun\nSocialnämnden\nProtokoll 2024-03-20\n\n"
        "§ 1 Öppet ärende\n\nBeslut\nNämnden godkänner planen.\n"
        "\fSekretess enligt 26 kap. 1 § OSL\n§ 2 Hemligt ärende\n\nBeslut\nNämnden avslår ansökan.\n"
    )
    document = read(text, "protokoll.txt")
    masked = mask_document(document, {Secret.CLASSIFIED})
    headings = {section.paragraph: section.heading for section in masked.sections}
    assert headings["§ 1"] == "Öppet ärende"
    assert headings["§ 2"] == "███████ ██████"
    assert "godkänner planen" in masked.text
    assert "avslår" not in masked.text
    assert masked.date == document.date
    assert masked.committee == "Socialnämnden"


@pytest.mark.parametrize("kind", ["title", "stated"])
def test_the_title_of_a_page_held_back(read, kind):
    text = (
        "Sekretess enligt 26 kap. 1 § OSL\nNorrskärs kommun\nTjänsteskrivelse 2024-03-20\nSocialnämnden\n\n"
        "Rubrik: Vräkning på Ekön\n\nÄrendet\nEn hyresgäst får flytta.\n"
    )
    document = read(text, "tjansteskrivelse.txt")
    assert "Ekön" in document.title
    masked = mask_document(document, {Secret.CLASSIFIED})
    assert "Ekön" not in (masked.title if kind == "title" else repr(masked.stated))


def test_a_vote_whose_list_stands_on_a_page_held_back_is_not_given_out(read):
    """Its names are words of that page, though the vote is told on another."""
    text = (
        "Norrskärs kommun\nSocialnämnden\nProtokoll 2024-03-20\n\n"
        "§ 1 Avgift\n\nOmröstning\n1 ja-röst mot 1 nej-röst.\n\nBeslut\nNämnden höjer avgiften.\n"
        "\fSekretess enligt 26 kap. 1 § OSL\nJa: Anna Ek (S)\nNej: Bo Berg (M)\n"
    )
    document = read(text, "protokoll.txt")
    vote = Vote(*span(document.text, "1 ja-röst mot 1 nej-röst."), 1, 1)
    listed = replace(vote, ballots=(Ballot(*span(document.text, "Anna Ek (S)"), "Anna Ek", "S", Choice.YES),))
    (section,) = (section for section in document.sections if section.paragraph)

    def given_out(*facts: Fact) -> tuple[Fact, ...]:
        paper = replace(document, sections=(replace(section, facts=facts),))
        return mask_document(paper, [Secret.CLASSIFIED]).sections[0].facts

    assert given_out(vote) == (vote,)
    assert given_out(listed) == ()


def span(text: str, words: str) -> tuple[int, int]:
    """Return where words stand in a text."""
    start = text.index(words)
    return start, start + len(words)
