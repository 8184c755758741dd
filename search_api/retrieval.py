"""Hits for a question: the places it names first, then what dense and sparse search find together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.catalogue.records import Found, PassageKey, Scope
from indexer.index import Index
from indexer.store import Mode, Scored
from search_api.query import Interpretation, interpret
from search_api.schemas import Grouping


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage found, with its score; `exact` when the question named its § or case."""

    found: Found
    score: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """A slice of the ranking of `total` hits, and what was read from the question."""

    hits: tuple[Ranked, ...]
    total: int
    interpretation: Interpretation


_GROUPS: dict[Grouping, Callable[[str, PassageKey], str]] = {
    Grouping.PASSAGE: lambda passage_id, _: passage_id,
    Grouping.SECTION: lambda _, key: f"{key.document_id} {key.paragraph or key.heading}",
    Grouping.DOCUMENT: lambda _, key: key.document_id,
    Grouping.CASE: lambda _, key: key.case_number or key.document_id,
}


def retrieve(
    index: Index,
    text: str,
    scope: Scope = Scope(),
    *,
    grouping: Grouping = Grouping.PASSAGE,
    offset: int = 0,
    limit: int = 10,
    mode: Mode = Mode.HYBRID,
) -> Ranking:
    """Hits `offset` to `offset + limit` of the one ranking of `text` in `scope`; of each group its best passage.

    The ranking does not depend on offset and limit, so that pages neither repeat nor skip a hit.
    """
    interpretation = interpret(text, index.catalogue)
    exact: list[Scored] = []
    with index.serving() as generation:  # one, though the archive moves to another model between the searches
        if mode is Mode.HYBRID:
            for named in interpretation.scopes(scope):
                exact += generation.search(text, named)
        scored = [*exact, *generation.search(text, scope, mode)]
    named_ids = {hit.id for hit in exact}
    keys = index.catalogue.keys([hit.id for hit in scored])
    group_of = _GROUPS[grouping]
    groups: dict[str, Scored] = {}  # each group at its first, best place
    for hit in scored:
        if hit.id in keys:
            groups.setdefault(group_of(hit.id, keys[hit.id]), hit)
    wanted = list(groups.values())[offset : offset + limit]
    scores = {hit.id: hit.score for hit in wanted}
    hits = tuple(Ranked(found, scores[found.passage.id], found.passage.id in named_ids) for found in index.find(wanted))
    return Ranking(hits, len(groups), interpretation)
