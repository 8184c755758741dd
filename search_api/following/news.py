"""What there is in what is followed: the newest of it, and what came since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue.arrivals import UNKNOWN
from corpus.errors import BadRequest, NotFound
from corpus.facts import Decision
from indexer import language
from search_api import chaining
from search_api.archive import Archive
from search_api.citing import Cited
from search_api.following.followed import Followed, Sort
from search_api.retrieval import Ranked, signals
from search_api.schemas import Grouping
from search_api.takeaway import Takeaway

# A hit is told of where the question named it, or where its heading and text say this much of the question, its words
# by their rarity: the ranking goes on until what hardly has to do with it.
SAID = 0.5
_SAYS = list(signals.NAMES).index("either")
BEST = 40  # hits of a search that are looked at: so many are read
NEWEST = 200  # papers that came last, among which a feed searches beside all
_AT_ONCE = 200  # papers that are searched among at once
LONGEST = 700  # characters of a quote


@dataclass(frozen=True, slots=True)
class News:
    """A place in a paper, verbatim as it may be shown, and when the paper came (UTC; `UNKNOWN` if not known).

    Where `is_paper` the paper as a whole is what is new, and the place what it says first.
    """

    cited: Cited
    arrived: dt.datetime
    is_paper: bool

    @property
    def came(self) -> dt.datetime:
        """When its paper came; where that is not known the beginning of the paper's own day."""
        day = self.cited.entry.date
        return self.arrived if self.arrived != UNKNOWN or day is None else dt.datetime.combine(day, dt.time(), dt.UTC)

    @property
    def heading(self) -> str:
        """What it is about: the heading of its §, or the title of its paper."""
        title = self.cited.entry.title
        return title if self.is_paper else self.cited.heading or title


def latest(archive: Archive, followed: Followed, limit: int) -> list[News]:
    """At most `limit` of what there is, in order of the day that the papers came on, and of one day by their own date.

    When it came is what is new to who follows it: papers may come long after their day. Raises `NotFound` and
    `BadRequest` as the pages of the same do.
    """
    arrivals = archive.index.catalogue.arrivals
    match followed.sort:
        case Sort.SEARCH:
            newest = tuple(arrivals.latest(archive.scope(followed.filters), NEWEST))
            cited = [*_found(archive, followed), *_found(archive, followed, newest)]
        case Sort.CASE:
            cited = list(_steps(archive, followed))
        case Sort.BODY:
            cited = [_opening(archive, one) for one in arrivals.latest(archive.scope(followed.filters), limit)]
    return _in_order(archive, cited, followed)[:limit]


def among(archive: Archive, followed: Followed, ids: Sequence[str]) -> list[News]:
    """What there is of it in the papers `ids`; nothing where the archive no longer knows what is followed."""
    try:
        match followed.sort:
            case Sort.SEARCH:
                parts = [tuple(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE)]
                cited = [one for part in parts for one in _found(archive, followed, part)]
            case Sort.CASE:
                cited = [one for one in _steps(archive, followed) if one.entry.id in set(ids)]
            case Sort.BODY:
                scope = archive.scope(followed.filters)
                entries = archive.index.catalogue.entries(scope, ids=ids)
                cited = [_opening(archive, entry.id) for entry in entries]
    except (BadRequest, NotFound):  # the last paper with such a filter is gone
        return []
    return _in_order(archive, cited, followed)


def _in_order(archive: Archive, cited: Sequence[Cited], followed: Followed) -> list[News]:
    """Each place once, newest first."""
    arrived = archive.index.catalogue.arrivals.of({one.entry.id for one in cited})
    once = {(one.entry.id, one.paragraph or one.heading): one for one in reversed(cited)}
    is_paper = followed.sort is Sort.BODY
    news = [News(one, arrived.get(one.entry.id, UNKNOWN), is_paper) for one in once.values()]
    news.sort(key=lambda one: (one.cited.entry.id, one.cited.start))
    return sorted(
        news, key=lambda one: (one.arrived.date(), one.cited.entry.date or dt.date.min, one.arrived), reverse=True
    )


def _found(archive: Archive, followed: Followed, ids: tuple[str, ...] | None = None) -> Iterator[Cited]:
    """The hits of a search that say enough of it: in all papers, or in those of `ids`."""
    if followed.words is None or ids == ():
        return
    scope = replace(archive.scope(followed.filters), documents=ids or ())
    ranking = archive.retriever.retrieve(
        followed.words, scope, grouping=Grouping.SECTION, limit=BEST, ignore=frozenset(followed.ignore)
    )
    terms = set(language.terms(ranking.interpretation.words))
    for hit in ranking.hits:
        if hit.exact or (hit.signals and hit.signals[_SAYS] >= SAID):
            yield _cited(archive, hit.found.entry.id, *_saying(hit, terms))


def _saying(hit: Ranked, terms: set[str]) -> tuple[int, int]:
    """Where in a paper the sentence of a hit stands that has most of `terms`; the whole passage where none has any.

    Of several the longest: a heading says less than what stands under it.
    """
    text, start = hit.found.text, hit.found.passage.start
    sentences = {chaining.sentence(text, *span) for span in language.occurrences(text, terms)}
    if not sentences:
        return start, hit.found.passage.end

    def says(one: tuple[int, int]) -> tuple[int, int]:
        return len(terms.intersection(language.terms(text[slice(*one)]))), one[1] - one[0]

    first, last = max(sorted(sentences), key=says)
    return start + first, start + last


def _steps(archive: Archive, followed: Followed) -> Iterator[Cited]:
    """The steps of a case that the archive has the papers of, each by what was decided, or by how it begins."""
    organisation = next(iter(followed.filters.organisation), None)
    _, course = Takeaway(archive).case(followed.filters.case_number or "", organisation)
    for step in course.steps:
        if step.document_id is None or step.start is None or step.end is None:
            continue
        place = (step.decisions[0].start, step.decisions[0].end) if step.decisions else (step.start, step.end)
        yield _cited(archive, step.document_id, *place)


def _opening(archive: Archive, document_id: str) -> Cited:
    """A paper by the first that it decides, else by how it begins."""
    document = archive.citing.document(document_id)
    first = next((one for section in document.sections for one in section.of(Decision)), None)
    return _cited(archive, document_id, *((first.start, first.end) if first else (0, len(document.text))))


def _cited(archive: Archive, document_id: str, start: int, end: int) -> Cited:
    """A stretch of a paper, ended by a word where it is longer than a quote."""
    document = archive.citing.document(document_id)
    if end - start > LONGEST:
        cut = document.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        end = cut if cut > 0 else start + LONGEST
    return archive.citing.stretch(document, start, end)
