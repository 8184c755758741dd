"""The damage that the benchmark does to papers: the same each time, and every character's place is known."""

from hypothesis import example, given
from hypothesis import strategies as st

from corpus.models import Extraction, Span
from eval.benchmarks.noise import Damage

TEXT = "Ärendet gäller förskolan i Lindsala. Nämnden föreslår att taxan höjs från år 2026.\n" * 20


@given(st.text("abcåäöÅ fört.rn\n§1", max_size=200), st.integers(0, 9))
@example(TEXT, 0)
def test_every_character_has_a_place(text: str, seed: int) -> None:
    """Places never go backwards, start at 0 and end with the text; pages and headings go with them."""
    half = len(text) // 2
    extraction = Extraction(text, (Span(0, half), Span(half, len(text))), (Span(0, half),))
    spoilt, moved = Damage(seed).spoil(extraction)
    assert len(moved) == len(text) + 1
    assert moved == sorted(moved)
    assert (moved[0], moved[-1]) == (0, len(spoilt.text))
    assert spoilt.pages == (Span(0, moved[half]), Span(moved[half], len(spoilt.text)))
    assert spoilt.headings == (Span(0, moved[half]),)
    assert Damage(seed).spoil(extraction) == (spoilt, moved)


def test_the_damage_is_like_that_of_ocr() -> None:
    """Nearly all å, ä and ö are lost, and of the other letters few."""
    spoilt, moved = Damage(1, blur=1.0).spoil(Extraction(TEXT, (Span(0, len(TEXT)),)))
    swedish = [n for n, char in enumerate(TEXT) if char in "åäö"]
    others = [n for n, char in enumerate(TEXT) if char.isalpha() and char not in "åäöÅÄÖ"]
    kept = sum(spoilt.text[moved[n] : moved[n + 1]] == TEXT[n] for n in swedish)
    assert kept / len(swedish) < 0.1
    sound = sum(spoilt.text[moved[n] : moved[n + 1]] == TEXT[n] for n in others)
    assert 0.95 < sound / len(others) < 1
