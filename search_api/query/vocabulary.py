"""What the archive holds, to read questions by: its bodies, organisations, kinds and last day, and its own words."""

from __future__ import annotations

import datetime as dt
import math
import re
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from corpus import repair
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Entry
from corpus.repair import lexicon
from corpus.repair.spelling import SUFFIXES
from indexer import language
from search_api.query.accents import LEAST_COMMON, Accented, fold
from search_api.query.bodies import Bodies
from search_api.query.organisations import Organisations
from search_api.query.synonyms import Table, bundled

_WORD = re.compile(r"[^\W\d_]{3,}")
# Addresses on the web are written without accents: "avika.se" is no word of the archive.
_ADDRESS = re.compile(r"@|://|www\.|[^\W_]\.(?:se|nu|com|org|net|eu)(?![^\W_])")
LEAST_PART = 4  # letters of a compound's part
LEAST_BASE = 5  # letters of a word less its ending
# Papers of an archive that knows as well as the training text how rare a word is.
KNOWN = 100
# Two names that begin alike are the same from this many letters on.
LEAST_SHARED = 5
_WHOLE = 1 << 30  # characters: more than any paper has


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue's lines say of the archive; `last` is the day of its newest paper.

    `bodies_of` are the bodies of each organisation that papers are held of.
    """

    revision: int
    bodies: Bodies
    organisations: Organisations
    bodies_of: Mapping[str, frozenset[str]]
    kinds: frozenset[str]
    last: dt.date


@dataclass(frozen=True, slots=True)
class Words:
    """The archive's words, normalised, with how often each stands there; those of `names` always have a capital.

    `case_numbers` are its diarienummer, canonical. `papers` tells of each term of the words, and of their compounds'
    parts, how many of the archive's `size` papers have it. `accented` are the words that may have been typed without
    their accents, and `parts` what those are compounds of. `labels` are the
    words of the papers' file names and heads, folded.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    case_numbers: frozenset[str] = frozenset()
    by_length: Mapping[int, Sequence[str]] = field(default_factory=dict)
    papers: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    accented: Accented = field(default_factory=lambda: Accented({}))
    parts: Accented = field(default_factory=lambda: Accented({}))
    labels: frozenset[str] = frozenset()
    _ordered: Sequence[str] = field(init=False, repr=False)
    _labelled: Sequence[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put the words in order, to look beginnings up in."""
        object.__setattr__(self, "_ordered", sorted(self.counts))
        object.__setattr__(self, "_labelled", sorted(self.labels))

    def hears(self, name: str) -> bool:
        """Whether the archive has a word that begins with the stem `name`, or that a compound `name` begins with.

        The names of the papers' files, mostly without accents, and what their heads are read as count too: a paper
        need not say whose it is.
        """
        known = ((name, self.counts, self._ordered), (fold(name), self.labels, self._labelled))
        return any(_begins(one, held, ordered) for one, held, ordered in known)

    def has(self, word: str) -> bool:
        """Whether the archive has the normalised `word` as it stands, or in the genitive or out of it."""
        return not self.counts.keys().isdisjoint((word, f"{word}s", word.removesuffix("s")))

    def holds(self, word: str) -> bool:
        """Whether the archive has the normalised `word` in any inflection."""
        return inflected(word, self.counts)

    def means(self, word: str) -> bool:
        """Whether the archive has the normalised `word` in any inflection, alone or as part of a compound."""
        return self.holds(word) or language.stem(word) in self.papers

    def rarity(self, term: str) -> float:
        """How much a term tells, 0 to 1: by how few of the papers have it, the more the more papers there are."""
        rare = language.rarity(term)
        if self.size:
            own = math.log((self.size + 1) / (self.papers.get(term, 0) + 1)) / math.log(self.size + 1)
            rare += (own - rare) * self.size / (self.size + KNOWN)
        return rare


@dataclass(frozen=True, slots=True)
class _Paper:
    """The words of a paper as they stand, each once, with their counts; its diarienummer; the words of its labels."""

    words: tuple[str, ...]
    counts: tuple[int, ...]
    case_numbers: tuple[str, ...]
    labels: tuple[str, ...]


class Vocabulary:
    """What `catalogue` holds, followed through its changes; safe to use from several threads.

    `synonyms` are the words of the trade that questions are read by, the bundled ones by default.

    The words are counted in the background, paper by paper, so that no question waits for them.
    """

    def __init__(self, catalogue: Catalogue, synonyms: Table | None = None) -> None:
        self.catalogue = catalogue
        self.synonyms = synonyms or bundled()
        self._facts: Facts | None = None
        self._words = Words()
        self._counted = -1  # the catalogue's revision that the words are of
        self._papers: dict[str, _Paper] = {}
        self._counting = threading.Lock()

    def facts(self) -> Facts:
        """What the archive holds now."""
        facts = self._facts
        if facts is None or facts.revision != self.catalogue.revision:
            revision = self.catalogue.revision
            held = {name: [value for value, _ in values] for name, values in self.catalogue.facets().items()}
            last = self.catalogue.count()[2] or dt.date.today()
            bodies_of: dict[str, set[str]] = defaultdict(set)
            for entry in self.catalogue.entries():
                if entry.organisation and entry.committee:
                    bodies_of[entry.organisation].add(entry.committee)
            self._facts = facts = Facts(
                revision,
                Bodies(held["committee"]),
                Organisations(held["organisation"]),
                {name: frozenset(bodies) for name, bodies in bodies_of.items()},
                frozenset(held["kind"]),
                last,
            )
        return facts

    def words(self) -> Words:
        """The archive's words as last counted, none before the first time; counts them anew where it has changed."""
        if self._counted != self.catalogue.revision and not self._counting.locked():
            threading.Thread(target=self._count, name="vocabulary", daemon=True).start()
        return self._words

    def refresh(self) -> None:
        """Count the words that are new now, and wait for it."""
        with self._counting:
            revision = self.catalogue.revision
            if self._counted == revision:
                return
            here = {entry.id: entry for entry in self.catalogue.entries()}
            for gone in self._papers.keys() - here.keys():
                del self._papers[gone]
            for new in here.keys() - self._papers.keys():
                self._papers[new] = self._read(here[new])
            self._words = _words(self._papers.values())
            self._counted = revision

    def _count(self) -> None:
        try:
            self.refresh()
        except SQLAlchemyError:  # the archive was closed meanwhile; an open one is counted at the next question
            return

    def _read(self, entry: Entry) -> _Paper:
        """The words that a paper is searched by, masked as it is given out, and those that it is labelled with."""
        text = self.catalogue.slice(entry.id, 0, _WHOLE) or ""
        labels = (entry.source, entry.organisation, entry.committee, entry.title)
        counts: Counter[str] = Counter()
        numbers: set[str] = set()
        for passage in self.catalogue.passages(entry.id):
            searched = repair.searched(text, passage.start, passage.end, passage.repairs)
            for token in searched.split():
                if not _ADDRESS.search(token):
                    counts.update(_WORD.findall(token))
            numbers.update(passage.case_numbers)
        labelled = tuple(dict.fromkeys(_WORD.findall(" ".join(filter(None, labels)))))
        return _Paper(tuple(counts), tuple(counts.values()), tuple(numbers), labelled)


def _begins(name: str, known: Container[str], ordered: Sequence[str]) -> bool:
    """Whether one of the `known` words begins with `name`, or `name`, from `LEAST_SHARED` letters on, with one."""
    if any(name[:end] in known for end in range(min(LEAST_SHARED, len(name)), len(name) + 1)):
        return True
    place = bisect_left(ordered, name)
    return place < len(ordered) and ordered[place].startswith(name)


def inflected(word: str, known: Container[str]) -> bool:
    """Whether `word` is one of the `known` words, or another inflection of one."""
    if word in known:
        return True
    bases = {word, *(word.removesuffix(ending) for ending in SUFFIXES)}
    return any(
        base in known or any(base + ending in known for ending in SUFFIXES) for base in bases if len(base) >= LEAST_BASE
    )


def _words(papers: Collection[_Paper]) -> Words:
    written: Counter[str] = Counter()
    numbers: set[str] = set()
    having: Counter[str] = Counter()
    for paper in papers:
        for word, count in zip(paper.words, paper.counts, strict=True):
            written[word] += count
        numbers.update(paper.case_numbers)
        having.update({term for word in paper.words for term in language.terms_of(language.normalise(word))})
    counts: Counter[str] = Counter()
    small: set[str] = set()
    for word, count in written.items():
        normal = language.normalise(word)
        counts[normal] += count
        if word[0].islower():
            small.add(normal)
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in counts:
        by_length[len(word)].append(word)
    parts = Counter(part for word in counts for part in _parts(word))
    return Words(
        counts=dict(counts),
        names=frozenset(counts.keys() - small),
        case_numbers=frozenset(numbers),
        by_length=dict(by_length),
        papers=dict(having),
        size=len(papers),
        accented=Accented(counts),
        parts=Accented(parts),
        labels=frozenset(fold(language.normalise(word)) for paper in papers for word in paper.labels),
    )


def _parts(word: str) -> Iterator[str]:
    """The accented parts of a word that may be a compound: what a common word leaves of it, before or after."""
    frequencies = lexicon.frequencies()
    for end in range(LEAST_PART, len(word) - LEAST_PART + 1) if not word.isascii() else ():
        head, last = word[:end], word[end:]
        heads = (head, head[:-1]) if head.endswith("s") and end > LEAST_PART else (head,)
        if frequencies.get(last, 0) >= LEAST_COMMON:
            yield from heads
        if any(frequencies.get(one, 0) >= LEAST_COMMON for one in heads):
            yield last
