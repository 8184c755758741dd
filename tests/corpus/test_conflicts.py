"""Jäv, in the words of the minutes. All papers, places and persons are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Conflict
from corpus.structure.facts import conflicts
from tests.corpus.opened import nodes


def _conflicts(text: str) -> list[Conflict]:
    return [found for section in nodes(text) for found in conflicts.find(section)]


def _said(words: str, heading: str = "") -> list[tuple[tuple[str, ...], str]]:
    text = (
        f"§ 7 Bidrag till bygdegården\n\nÄrendet\nFöreningen söker bidrag.\n\n{heading}{words}\n\n§ 8 Budget\nBifall.\n"
    )
    return [(found.who, " ".join(text[found.start : found.end].split())) for found in _conflicts(text)]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Anna Ek (S) anmäler jäv och deltar inte i handläggningen.", ("Anna Ek (S)",)),
        ("Anna Ek (S) deltar inte i handläggningen av ärendet på grund av jäv.", ("Anna Ek (S)",)),
        ("På grund av jäv deltar inte Anna Ek (S) och Bo Berg (M) i ärendet.", ("Anna Ek (S)", "Bo Berg (M)")),
        ("Anna Ek (S) och Bo\nBerg (M) anmäler jäv och lämnar salen.", ("Anna Ek (S)", "Bo Berg (M)")),
        ("Anna Ek (S) anmäler jäv, eftersom Bo Berg (M) är hennes bror, och deltar inte.", ("Anna Ek (S)",)),
        ("Ordföranden Anna Ek anmäler jäv. Bo Berg (M) tjänstgör.", ("Anna Ek",)),
        ("Anna Ek (S) anser sig jävig och deltar därför inte i beslutet.", ("Anna Ek (S)",)),
        ("Med hänvisning till jäv lämnar Anna Ek (S) mötet.", ("Anna Ek (S)",)),
        ("Anna Ek anmälde jäv och satt utanför salen när bidraget avgjordes.", ("Anna Ek",)),
        ("Anna Ek (S) deltar på grund av jäv inte i ärendet. Bo Berg (M) ersätter.", ("Anna Ek (S)",)),
    ],
)
def test_inline(words: str, who: tuple[str, ...]) -> None:
    """Who it is, and not who comes in their place or why."""
    first = " ".join(words.split()).split(". ")[0].rstrip(".") + "."
    assert _said(words) == [(who, first)]
    assert _said(words, "Jäv\n") == [(who, first)]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Anna Ek (S) är kassör i föreningen och deltar inte i beslutet.", ("Anna Ek (S)",)),
        ("Anna Ek (S), ordförande i föreningen, lämnar rummet.", ("Anna Ek (S)",)),
        ("Anna Ek deltar inte i handläggningen.", ("Anna Ek",)),
    ],
)
def test_under_its_heading(words: str, who: tuple[str, ...]) -> None:
    """Under the heading Jäv it is enough to say that one steps aside; elsewhere that may have other reasons."""
    assert _said(words, "Jäv\n") == [(who, words)]
    assert _said(words, "### Jäv\n\n") == [(who, words)]
    assert _said(words) == []


def test_a_group() -> None:
    """Under its heading a group steps aside; elsewhere that is a rule."""
    words = "Ledamöter och ersättare i nämnderna deltar inte i beslutet om sin egen ansvarsfrihet."
    assert _said(words, "Jäv\n") == [(("Ledamöter och ersättare i nämnderna",), words)]
    assert _said(words) == []


def test_two_sentences() -> None:
    """Who is named in one sentence steps aside in the next."""
    words = "Anna Ek (S) är delägare i bolaget. Hon anmäler jäv och deltar inte."
    assert _said(words, "Jäv\n") == [(("Anna Ek (S)",), words)]


@pytest.mark.parametrize(
    "words",
    [
        "Inget jäv anmäls.",
        "Anna Ek (S) frågar om någon är jävig.",
        "Reglerna om jäv finns i kommunallagen.",
        "Anna Ek (S) leder ärendet.",
        "Ingen anmäler jäv utom vad Anna Ek (S) redan har sagt.",
    ],
)
@pytest.mark.parametrize("heading", ["", "Jäv\n"])
def test_nobody_is_disqualified(words: str, heading: str) -> None:
    """The word alone is no jäv, and a rule is nobody's."""
    assert _said(words, heading) == []


def test_only_in_a_paragraph() -> None:
    """A list of members says it too ("ej § 7 på grund av jäv"), as a limit of their attendance."""
    assert _conflicts("Beslutande  Anna Ek (S), ej § 7 på grund av jäv\n\n§ 7 Bidrag\nBifall.\n") == []


_PIECES = st.sampled_from(
    ["Jäv\n", "anmäler jäv", "på grund av jäv ", "deltar inte", "Anna Ek (S)", "Bo Berg", ", ", ". ", "\n", "\n\n",
     " och ", "Hon ", "lämnar", "inget jäv", "§ 1 Val\n", "§ 2 Taxa\n", "är jävig"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=100))
def test_places_hold(words: str) -> None:
    """The words of each stand at its place and name all who stand behind it."""
    text = "§ 1 Val\n" + words
    for found in _conflicts(text):
        folded = " ".join(text[found.start : found.end].split())
        assert found.who
        assert all(name in folded for name in found.who)
