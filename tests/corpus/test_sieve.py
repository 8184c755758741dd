"""A sieve finds what its pattern finds, and reads off the pattern which words it may wait for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sieve

# Each a kind of place in which a word may stand in a pattern, or may be missing from a match.
PATTERNS = (
    r"sekretess|hemlig",
    r"\b(?:yrkar|yrkade|yrka)\b",
    r"(?:för|från)var(?:ande|o)?",
    r"(?:dnr|ärende(?:nummer|nr))\.?\s?:?\d{1,3}",
    r"(?P<chapter>\d{1,2}\s)?kap(?:itlet)?\b",
    r"(?:[a-zåäö]{2,8}- och )?(?:tekniska ){0,2}utskott(?!s)",
    r"(?<!ej )(?:ja|nej){2}",
    r"[ja]{3}stop|(?>sta++)d",
    r"(?i:Bilaga) [A-D1-3]",
    r"x[^a]?ok\Z",
)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data(), before=st.text(max_size=8), after=st.text(max_size=8), flags=st.sampled_from((0, re.IGNORECASE)))
def test_finds_what_the_pattern_finds(
    pattern: str, data: st.DataObject, before: str, after: str, flags: re.RegexFlag
) -> None:
    plain, sifted = re.compile(pattern, flags), sieve.compile(pattern, flags)
    said = data.draw(st.one_of(st.from_regex(plain), st.text(max_size=20)))
    text = before + data.draw(st.sampled_from((said, said.upper(), said.capitalize()))) + after
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for way in ("search", "match", "fullmatch"):
        assert _span(getattr(sifted, way)(text, start, end)) == _span(getattr(plain, way)(text, start, end))
    assert [m.span() for m in sifted.finditer(text, start, end)] == [m.span() for m in plain.finditer(text, start, end)]
    assert sifted.sub("-", text) == plain.sub("-", text)


@given(
    lines=st.lists(
        st.one_of(st.text("ab§ yrkaİ", max_size=8), st.sampled_from(("Ek yrkar", "YRKAR yrkar"))), max_size=6
    ),
    bounds=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_finds_in_the_lines_with_a_word_what_the_pattern_finds(lines: list[str], bounds: tuple[int, int]) -> None:
    text = "\n".join(lines)
    pattern = r"^.{0,4}\byrka.{0,3}|yrkar$"
    found = sieve.compile(pattern, re.IGNORECASE | re.MULTILINE).in_lines(text, *sorted(bounds))
    plain = re.compile(pattern, re.IGNORECASE | re.MULTILINE).finditer(text, *sorted(bounds))
    assert [match.span() for match in found] == [match.span() for match in plain]


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"protokoll(?:sutdrag)?", ("protokoll",)),
        (r"(?:för|från)var", ("förvar", "frånvar")),
        (r"Yrkar bifall|\bYRKA", ("yrka",)),
        (r"(?:den )?\d{1,2} (?:maj|juni)", (" juni", " maj")),
        (r"[^:]{3,60}: ja", (": ja",)),
    ],
)
def test_waits_for_the_words_that_every_match_has(pattern: str, words: tuple[str, ...]) -> None:
    assert sorted(sieve.compile(pattern).words) == sorted(words)


@pytest.mark.parametrize("pattern", [r"\d+", r"(?:beslut)?\w", r"beslut|\d{4}", r"(?<=beslut)\s"])
def test_there_is_none_where_a_match_may_have_no_word(pattern: str) -> None:
    with pytest.raises(ValueError, match="No word"):
        sieve.compile(pattern)
