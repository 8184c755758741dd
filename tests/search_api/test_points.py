"""Points: what is shown whole. Every sentence is of one, in order, and a point is one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Span
from indexer import chunking
from search_api.answering.reading import points

PIECES = st.sampled_from(
    [
        "Nämnden antar planen. ", "Ärendet avslutas. ", "Kostnaden är 1 200 kr. ", "Rubrik utan punkt\n", "\n\n", "\n",
        "\n- en punkt i en lista. ", "\n2. Att avsätta medel. ", "\n| a | b |\n", "\na) första ledet. ", "Beslut:\n",
        "Det som står här är långt och fortsätter över " + "många " * 30 + "rader. ",
    ]
)  # fmt: skip


def of(text: str, *stated: str) -> list[str]:
    """Return the points of a text whose facts are `stated`, each as it stands."""
    sentences = tuple(chunking.sentences(text))
    facts = tuple(Span(text.index(one), text.index(one) + len(one)) for one in stated)
    found = points.of(text, sentences, facts)
    return [text[sentences[one[0]].start : sentences[one[-1]].end] for one in found]


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 200))))
def test_every_sentence_is_of_one_point_in_order(text: str, facts: list[tuple[int, int]]) -> None:
    sentences = tuple(chunking.sentences(text))
    found = points.of(text, sentences, tuple(Span(start, start + length) for start, length in facts))
    assert [number for one in found for number in one] == list(range(len(sentences)))
    for one in found:
        long = sentences[one[-1]].end - sentences[one[0]].start
        assert len(one) == 1 or long <= points.LONGEST


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Bron är gammal. Den rostar.\n\nNämnden lagar den. Det kostar 5 kr.",
         ["Bron är gammal. Den rostar.", "Nämnden lagar den. Det kostar 5 kr."]),
        ("Nämnden beslutar\n1. Bron lagas. Det görs i maj.\n2. Medel avsätts.",
         ["Nämnden beslutar", "1. Bron lagas. Det görs i maj.", "2. Medel avsätts."]),
        ("| Ort | Avgift |\n| Norrby | 5 kr |", ["| Ort | Avgift |", "| Norrby | 5 kr |"]),
        ("Ingen lagar bron, och därför får den stå som den står i år.\nDen ses över i höst.\nSedan bestäms mer.",
         ["Ingen lagar bron, och därför får den stå som den står i år.\nDen ses över i höst.", "Sedan bestäms mer."]),
    ],
)  # fmt: skip
def test_items_rows_and_paragraphs_are_points(text: str, whole: list[str]) -> None:
    assert of(text) == whole


def test_what_states_a_fact_is_parted_from_what_does_not() -> None:
    text = "Anna Ek (S) yrkar bifall. Ordföranden ställer proposition. Bo Al (M) yrkar avslag."
    assert of(text) == [text]
    assert of(text, "Anna Ek (S) yrkar bifall.", "Bo Al (M) yrkar avslag.") == [
        "Anna Ek (S) yrkar bifall.", "Ordföranden ställer proposition.", "Bo Al (M) yrkar avslag."
    ]  # fmt: skip
