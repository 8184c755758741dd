"""Masks keep every offset, hide what they are for and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Ballot, Choice, Fact, Vote
from corpus.masking import MASK, mask, mask_document
from corpus.models import Secret, Sensitive

PERSONAL = frozenset({Secret.PERSONAL_NUMBER, Secret.PHONE, Secret.EMAIL, Secret.ADDRESS})
stretches = st.builds(
    lambda start, length, secret: Sensitive(start, start + length, secret),
    st.integers(0, 60), st.integers(1, 20), st.sampled_from(list(Secret)),
)  # fmt: skip


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
