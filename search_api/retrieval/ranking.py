"""The one ranking of a question: the places that it names first, then what speaks most for being asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found, PassageKey, Scope
from indexer.fusion import Candidate, Mode
from indexer.generation import Nearness
from indexer.index import Index
from indexer.seen import SeenIndex
from search_api import weights
from search_api.query import Interpretation, Vocabulary, interpret
from search_api.query.synonyms import Table
from search_api.retrieval import asked, exact, signals, twins, validity
from search_api.schemas import Grouping
from search_api.tracing import step

# How many of the best by meaning, words and what the question prefers are read and weighed by their texts.
READ = 40
# "kind" and "newest" are asked for too seldom to fit: their weights are set by hand.
WEIGHTS = weights.load("ranking", tuple(signals.NAMES)).values


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage found, with its score; `exact` when the question named its § or case.

    `signals` are the values of `signals.NAMES`, none for what was named or not read; `twins` the passages of other
    papers that say the same.
    """

    found: Found
    score: float
    exact: bool = False
    signals: tuple[float, ...] = ()
    twins: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """A slice of the ranking of `total` hits, what was read from the question, and how many that reading hid.

    `replaced` names for each passage read whose decision no longer holds, by its id, the one that says so.
    """

    hits: tuple[Ranked, ...]
    total: int
    interpretation: Interpretation
    hidden: int = 0
    replaced: Mapping[str, Found] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage's place in the ranking, before its text is fetched."""

    id: str
    score: float
    exact: bool = False
    signals: tuple[float, ...] = ()


_GROUPS: dict[Grouping, Callable[[str, PassageKey], str]] = {
    Grouping.PASSAGE: lambda passage_id, _: passage_id,
    Grouping.SECTION: lambda _, key: f"{key.document_id} {key.paragraph or key.heading}",
    Grouping.DOCUMENT: lambda _, key: key.document_id,
    Grouping.CASE: lambda _, key: key.case_number or key.document_id,
}


class Retriever:
    """Ranks the passages of `index` for questions, read by `synonyms` too; safe to use from several threads."""

    def __init__(self, index: Index | SeenIndex, synonyms: Table | None = None) -> None:
        self._index = index
        self.vocabulary = Vocabulary(index.catalogue, synonyms)

    def retrieve(
        self,
        text: str,
        scope: Scope = Scope(),
        *,
        grouping: Grouping = Grouping.PASSAGE,
        offset: int = 0,
        limit: int = 10,
        mode: Mode = Mode.HYBRID,
        ignore: frozenset[str] = frozenset(),
    ) -> Ranking:
        """Hits `offset` to `offset + limit` of the one ranking of `text` in `scope`; of each group its best passage.

        The ranking does not depend on offset and limit, so that pages neither repeat nor skip a hit. `ignore` are the
        ids of readings that do not count. Ranked by one side alone (`mode`), none counts: a baseline.
        """
        catalogue = self._index.catalogue
        with step("question"):
            read = interpret(text, self.vocabulary, ignore)
        with self._index.serving() as generation:  # one, though the archive moves to another model in between
            if mode is not Mode.HYBRID:
                found = generation.search(text, scope, mode)
                keys = catalogue.keys([hit.id for hit in found])
                places = [_Place(hit.id, hit.score) for hit in found if hit.id in keys]
                return _sliced(catalogue, places, keys, read, grouping, offset, limit)
            named = exact.places(catalogue, generation, read, scope)
            pool = generation.candidates(read.words, [scope, *_narrowed(scope, read.within)], read.added)
        keys = catalogue.keys(list(dict.fromkeys([*named, *(one.id for one in pool)])))
        question = asked.ask(read.words, self.vocabulary.words().rarity)
        weighed = _weigh(catalogue, [one for one in pool if one.id in keys], keys, read, question)
        best = weighed.places[0].score if weighed.places else 0.0
        alike = twins.collapse(catalogue.find(named)) if named else {}
        first = [_Place(key, 1 + best, exact=True) for key in alike]
        weighed = replace(weighed, twins={**weighed.twins, **alike})
        told = set(named)
        places = first + [place for place in weighed.places if place.id not in told]
        return _sliced(catalogue, places, keys, read, grouping, offset, limit, weighed)

    def near(self, ranking: Ranking) -> dict[str, Nearness]:
        """How near each hit of `ranking` is to the question, by its id."""
        with self._index.serving() as generation:
            ids = [hit.found.passage.id for hit in ranking.hits]
            return generation.near(ranking.interpretation.words, ids)


def _narrowed(scope: Scope, within: Scope) -> list[Scope]:
    """`scope` narrowed to what the question prefers, where that is narrower: deeper there than the whole is read."""
    froms = [day for day in (scope.date_from, within.date_from) if day]
    tos = [day for day in (scope.date_to, within.date_to) if day]
    narrow = replace(
        scope,
        organisation=scope.organisation or within.organisation,
        committee=scope.committee or within.committee,
        date_from=max(froms, default=None),
        date_to=min(tos, default=None),
    )
    return [narrow] if narrow != scope else []


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The pool in order; by their ids what was read of it, the twins of the first, and who replaces a decision.

    Beside them, how many are hidden.
    """

    places: Sequence[_Place] = ()
    texts: Mapping[str, Found] = field(default_factory=dict)
    twins: Mapping[str, list[Found]] = field(default_factory=dict)
    replaced: Mapping[str, Found] = field(default_factory=dict)
    hidden: int = 0


def _weigh(
    catalogue: Catalogue,
    pool: Sequence[Candidate],
    keys: dict[str, PassageKey],
    read: Interpretation,
    question: asked.Asked,
) -> _Weighed:
    """Read the best of the pool, and put it in order by what speaks for each passage."""
    early = {one.id: signals.preferred(one, read.within, keys[one.id]) for one in pool}
    rough = sorted((-float(WEIGHTS[: signals.EARLY] @ values), key) for key, values in early.items())
    # A phrase may stand, or a word be left out, in any of them: what was not read could not be let through.
    depth = len(rough) if read.phrases or read.excluded else READ
    texts = catalogue.find([key for _, key in rough[:depth]])
    kept = [found for found in texts if exact.allows(read, found)]
    era = signals.Era.of(texts)
    weighed = []
    for found in kept:
        values = [*early[found.passage.id], *signals.textual(question, found, read, era)]
        weighed.append(_Place(found.passage.id, float(WEIGHTS @ values), signals=tuple(values)))
    weighed.sort(key=lambda place: (-place.score, place.id))
    by_id = {found.passage.id: found for found in kept}
    replaced = validity.replaced(kept, catalogue)
    newest = _newest_first(weighed, replaced, read)
    alike = twins.collapse([by_id[place.id] for place in newest])
    first = [place for place in newest if place.id in alike]
    floor = weighed[-1].score if weighed else 0.0
    rest = [_Place(key, min(floor, -less)) for less, key in rough[depth:]]
    return _Weighed([*first, *rest], by_id, alike, replaced, len(texts) - len(kept))


def _newest_first(places: Sequence[_Place], replaced: Mapping[str, Found], read: Interpretation) -> list[_Place]:
    """The places with what replaces a decision just before it, where that is read too.

    Who asks about a time, or about what was, asks for what was decided then, and gets that.
    """
    if read.within.date_from or read.within.date_to or validity.is_of_the_past(read.words):
        return list(places)
    by_id = {place.id: place for place in places}
    ordered: dict[str, _Place] = {}
    for place in places:
        later = replaced.get(place.id)
        for key in (later.passage.id if later else place.id, place.id):
            if key in by_id:
                ordered.setdefault(key, by_id[key])
    return list(ordered.values())


def _sliced(
    catalogue: Catalogue,
    places: Sequence[_Place],
    keys: dict[str, PassageKey],
    read: Interpretation,
    grouping: Grouping,
    offset: int,
    limit: int,
    weighed: _Weighed = _Weighed(),
) -> Ranking:
    group_of = _GROUPS[grouping]
    groups: dict[str, _Place] = {}  # each group at its first, best place
    for place in places:
        groups.setdefault(group_of(place.id, keys[place.id]), place)
    wanted = list(groups.values())[offset : offset + limit]
    unread = catalogue.find([place.id for place in wanted if place.id not in weighed.texts])
    texts = {**weighed.texts, **{found.passage.id: found for found in unread}}
    hits = tuple(
        Ranked(texts[place.id], place.score, place.exact, place.signals, tuple(weighed.twins.get(place.id, ())))
        for place in wanted
        if place.id in texts
    )
    return Ranking(hits, len(groups), read, weighed.hidden, weighed.replaced)
