"""Meaning and words on one scale."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Scope
from corpus.sandbox import Sandbox
from indexer.fusion import Mode, Scale
from indexer.index import Index
from indexer.pipeline import index_paths
from indexer.store import Scored

PAPERS = {
    "simhall.txt": "Simhallen i Harsbo byggs om och får en ny bassäng.",
    "bastu.txt": "Bastun vid badplatsen i Norrvik ska tas bort.",
    "taxa.txt": "Taxan för båtplatser i gästhamnen höjs till 4 850 kronor.",
}


@pytest.fixture
def filled(index: Index, archive_folder: Path, sandbox: Sandbox) -> Index:
    """Return an archive of three papers."""
    for name, text in PAPERS.items():
        (archive_folder / name).write_text(text, "utf-8")
    assert [outcome.message for outcome in index_paths(index, [archive_folder], sandbox)] == ["", "", ""]
    return index


def scored(*scores: float) -> list[Scored]:
    """Return hits of these scores."""
    return [Scored(str(uuid.UUID(int=number)), score) for number, score in enumerate(scores)]


def test_a_small_difference_is_not_made_a_great_one() -> None:
    """Of 1, 2, 3 on a scale at least 60 wide: a step is a sixtieth of it, where by their own it would be a sixth."""
    scale = Scale.of(scored(1, 2, 3), least_width=60)
    assert scale(3) - scale(2) == pytest.approx(1 / 60)
    assert Scale.of(scored(1, 2, 3), least_width=2)(3) == Scale.of(scored(1, 2, 3))(3)


def test_the_scale_is_the_distributions_own() -> None:
    """Of 1, 2, 3 the mean is 2 and the deviation 1: 2 stands in the middle, 5 at the end, -1 at the beginning."""
    scale = Scale.of(scored(3, 2, 1))
    assert [scale(score) for score in (2, 5, -1)] == [0.5, 1.0, 0.0]


@pytest.mark.parametrize("scores", [(), (4.0,), (4.0, 4.0)])
def test_scores_that_do_not_differ_stand_in_the_middle(scores: tuple[float, ...]) -> None:
    """Without a spread there is nothing to scale by."""
    assert Scale.of(scored(*scores))(4.0) == 0.5


@given(st.lists(st.floats(0, 100), min_size=2, max_size=40))
def test_the_scale_keeps_the_order(scores: list[float]) -> None:
    """What scores more never stands lower on the scale."""
    scale = Scale.of(scored(*scores))
    placed = [scale(score) for score in sorted(scores)]
    assert placed == sorted(placed)


def test_each_candidate_has_both_scores(filled: Index) -> None:
    """A passage that only one side found is weighed by the other too, as that side weighs it among all."""
    with filled.serving() as generation:
        (hall, *others) = sorted(generation.candidates("simhallen", [Scope()]), key=lambda one: one.words, reverse=True)
        assert len(others) == 2
        assert others[0].words == others[1].words < hall.words
        assert len({one.meaning for one in (hall, *others)}) == 3


def test_a_synonym_finds_by_words(filled: Index) -> None:
    """A word that the papers do not hold finds nothing by words; with one added that they hold, that paper."""
    with filled.serving() as generation:
        assert {one.words for one in generation.candidates("plask", [Scope()])} == {0.0}
        best = max(generation.candidates("plask", [Scope()], ["simhall"]), key=lambda one: one.words)
        assert [found.entry.source for found in filled.catalogue.find([best.id])] == ["simhall.txt"]


def test_a_question_without_words_is_asked_by_meaning(filled: Index) -> None:
    """A question of nothing but little words has the hits of meaning, in their order."""
    hybrid, dense = (filled.search("vad är det", mode=mode) for mode in (Mode.HYBRID, Mode.DENSE))
    assert [hit.id for hit in hybrid] == [hit.id for hit in dense]
    assert len(dense) == 3


def test_an_empty_archive_has_no_candidates(index: Index) -> None:
    """Nothing is found in nothing."""
    assert index.search("simhallen") == []


def test_nearness_is_that_of_the_sentences(filled: Index, open_index: Callable[..., Index]) -> None:
    """Each sentence's cosine with the question, the greatest being what the passage is ranked by."""
    with filled.serving() as generation:
        ranked = generation.search("bastu", mode=Mode.DENSE)
        found = generation.near("bastu", [hit.id for hit in ranked])
    assert [max(found[hit.id].cosines) for hit in ranked] == pytest.approx([hit.score for hit in ranked], abs=1e-4)
