"""How surely what was read answers a question, and whether the archive has anything of its matter at all.

Two logistic regressions over what a careful reader would check: are the names, years, numbers and words of the question
here at all, is the best point near it and of the sort asked for, does it stand out? They are fitted to questions whose
answers are known, those without an answer among them, and their odds are calibrated probabilities (Platt,
"Probabilistic Outputs for Support Vector Machines", 1999); `search_api/weights` says to which questions. What
speaks against an answer makes it less sure and does not silence it; only of a name, a long number, a § or a case that
the archive has in no form it is said to have nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue.records import Found, Scope
from indexer import language
from search_api import weights
from search_api.answering.reading import expectation
from search_api.answering.reading.expectation import Aim, Thing
from search_api.answering.reading.reader import Candidate, Reading
from search_api.query import ReadingKind
from search_api.query.vocabulary import Words
from search_api.retrieval import Ranking, asked, signals

NAMES = (
    "named",  # the question names this § or case
    "score",  # how well the best point scores
    "margin",  # and how much better than the next
    "share",  # its share of the likelihood of all points read, by their scores
    "rivals",  # how many points score within a logit of it, itself too
    "mates",  # how many of the three next are of its passage
    "nearest",  # its sentence is the nearest of all
    "nearness",  # cosine of the best sentence
    "sure",  # how surely its passage answers, in logits
    "carried",  # share of the question's terms in the best sentence
    "around",  # and in its passage, heading and head
    "first",  # 1 / its passage's rank
    "meaning",  # how the best passage ranks by meaning
    "words",  # and by words
    "lead",  # how much better it ranks than the next
    "lacking",  # the best point has none of the things asked for
    "held",  # how much lower the best point with such a thing scores, at most `FARTHEST`
    "uncounted",  # nothing near has a number of what is to be counted
    "unheard",  # names of the question that the archive has in no form
    "unknown",  # share of its telling words, by rarity, that the archive has in no form
    "foreign",  # it names an organisation that the archive holds no papers of
    "elsewhere",  # the best point is of another organisation than the question names
    "nameless",  # its § does not say all the names of the question
    "years",  # years of the question that neither it nor its head says
    "numbers",  # long numbers of the question that none of the best passages has
    "voiced",  # it is what someone moves, and that is not asked for
    "decided",  # it is a decision, and one is asked for
    "yes_no", "reason", "decision", "list",  # what is asked for
    "company",  # a company is asked for, and it has none
    "terms",  # how many telling terms the question has, as a logarithm
)  # fmt: skip
FARTHEST = 6.0
# How many of the likeliest points are near the best.
NEAREST = 4
# Below this probability the archive is said to have nothing of the matter.
LEAST_HERE = 0.5
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Who writes a number this long means that very one.
_LONG_NUMBER = re.compile(r"\b\d[\d-]{5,}\d\b")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely the best point carries the answer (`confidence`, 0 to 1), and whether anything is of the matter.

    `unheard` are the names and long numbers of the question that the archive has in no form, as the question has them;
    `nothing_known` says that it has none of its words.
    """

    confidence: float = 0.0
    here: bool = False
    unheard: tuple[str, ...] = ()
    nothing_known: bool = False


def judge(reading: Reading, ranking: Ranking, words: Words, scope: Scope) -> Judgement:
    """The judgement on what was read for the question that `ranking` is for; `words` are the archive's."""
    missing, nothing = unheard(ranking, words), _knows_nothing(ranking, words)
    if not reading.candidates or nothing or misses_place(ranking, scope):
        return Judgement(unheard=missing, nothing_known=nothing)
    row = [of(reading, ranking, words, missing)]
    confidence = _probability(float(weights.load("answers", NAMES).score(row)[0]))
    here = _probability(float(weights.load("matters", NAMES).score(row)[0]))
    return Judgement(confidence, here >= LEAST_HERE and not missing, missing)


def misses_place(ranking: Ranking, scope: Scope) -> bool:
    """Whether the question names a § of a day, or a case, that the archive has not."""
    return bool(ranking.interpretation.scopes(scope)) and not any(hit.exact for hit in ranking.hits)


def unheard(ranking: Ranking, words: Words) -> tuple[str, ...]:
    """The names and long numbers of the question that the archive has in no form.

    A name in English may be a Swedish one's, and a paper that does not say whose it is may be of the municipality that
    the question names. None while the archive's words are not counted.
    """
    read = ranking.interpretation
    numbers = [one for one in _LONG_NUMBER.findall(read.unread) if not any(one in h.found.text for h in ranking.hits)]
    if not words.counts or language.is_foreign(read.words):
        return tuple(dict.fromkeys(numbers))
    stems = tuple(name for name in asked.ask(read.words).names if not words.hears(name))
    written = [word for word in re.findall(r"[^\W\d_]{3,}", read.words) if stems and _begins(word, stems)]
    if not says_whose(ranking):
        named = [one for one in read.readings if one.kind is ReadingKind.ORGANISATION]
        whose = " ".join(read.question[one.start : one.end] for one in named)
        written = [word for word in written if word not in whose]
    return tuple(dict.fromkeys((*written, *numbers)))


def says_whose(ranking: Ranking) -> bool:
    """Whether the best hit is of a paper that says whose it is; one that does not may be of whoever is asked about."""
    return bool(ranking.hits) and ranking.hits[0].found.entry.organisation is not None


def of(reading: Reading, ranking: Ranking, words: Words, missing: Sequence[str]) -> list[float]:
    """The features `NAMES` of what was read, which holds at least one sentence; `missing` is what is `unheard`."""
    points, read = reading.points(), ranking.interpretation
    best, near = points[0], points[:NEAREST]
    found, wanted, question = best.found, reading.wanted, reading.asked
    first, second = (ranking.hits[n].signals if n < len(ranking.hits) else () for n in (0, 1))
    # A reason is given in too many ways to be seen to lack.
    things = wanted.things - {Thing.REASON}
    lacking = bool(things) and not _has(best, things)
    said = signals.heading_terms(found) | signals.head_terms(found.entry) | _section_terms(reading.candidates, found)
    text = _head(found) + " ".join(one.whole.text for one in near)
    lead = ranking.hits[0].score - ranking.hits[1].score if first and second else 0.0
    told: dict[str, float] = {
        "named": any(hit.exact for hit in ranking.hits),
        "score": best.score,
        "margin": min(best.score - points[1].score, FARTHEST) if len(points) > 1 else FARTHEST,
        "share": 1.0 / sum(math.exp(one.score - best.score) for one in points),
        "rivals": sum(one.score > best.score - 1.0 for one in points),
        "mates": sum(one.found.passage.id == found.passage.id for one in points[1:NEAREST]),
        "nearest": best.value("nearness") >= max(one.value("nearness") for one in reading.candidates),
        "meaning": first[0] if first else 1.0,
        "words": first[1] if first else 1.0,
        "lead": min(lead, FARTHEST),
        "lacking": lacking,
        "held": _held(points, things) if things else 0.0,
        "uncounted": wanted.counted is not None and not any(one.value("counted") for one in near),
        "unheard": sum(one[0].isalpha() for one in missing),
        "unknown": _unknown(reading, words, foreign=language.is_foreign(read.words)),
        "foreign": bool(read.foreign) and says_whose(ranking),
        "elsewhere": bool(read.within.organisation) and found.entry.organisation not in read.within.organisation,
        "nameless": not question.names_in(said),
        "years": len(_years(read.question) - _years(text)),
        "numbers": sum(one[0].isdigit() for one in missing),
        "voiced": best.value("voiced") if wanted.aim is not Aim.LIST else 0.0,
        "company": Thing.COMPANY in wanted.things and not expectation.has(Thing.COMPANY, best.whole.text),
        "terms": math.log1p(len(question.terms)),
    }
    told |= {name: best.value(name) for name in ("nearness", "sure", "carried", "around", "first", "decided")}
    told |= {aim.value: wanted.aim is aim for aim in (Aim.YES_NO, Aim.REASON, Aim.DECISION, Aim.LIST)}
    return [float(told[name]) for name in NAMES]


def lacks(reading: Reading, thing: Thing) -> bool:
    """Whether none of the likeliest points has the `thing`."""
    return not any(expectation.has(thing, one.whole.text) for one in reading.points()[:NEAREST])


def _knows_nothing(ranking: Ranking, words: Words) -> bool:
    """Whether the archive knows no word of the question, and nothing was read from it."""
    read = ranking.interpretation
    if not words.counts or read.readings or language.is_foreign(read.words):
        return False
    return not any(words.means(language.normalise(word)) for word in _WORD.findall(read.words))


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _begins(word: str, stems: tuple[str, ...]) -> bool:
    return language.normalise(word).startswith(stems)


def _unknown(reading: Reading, words: Words, *, foreign: bool) -> float:
    """The share of the question's telling words, by rarity, that the archive has in no form; 0 of a foreign one's."""
    if foreign or not words.counts:
        return 0.0
    told = [language.normalise(word) for word in _WORD.findall(reading.question)]
    telling = {word: language.rarity(language.stem(word)) for word in told if word not in language.STOPWORDS}
    total = sum(telling.values())
    lost = sum(rarity for word, rarity in telling.items() if not words.holds(word) and not words.hears(word))
    return lost / total if total else 1.0


def _has(candidate: Candidate, things: frozenset[Thing]) -> bool:
    text = candidate.whole.text
    return any(expectation.has(thing, text) for thing in things)


def _held(points: Sequence[Candidate], things: frozenset[Thing]) -> float:
    """How much lower than the best the first point scores that has a thing asked for, 0 to minus `FARTHEST`."""
    first = next((one for one in points if _has(one, things)), None)
    return max(first.score - points[0].score, -FARTHEST) if first else -FARTHEST


def _section_terms(candidates: Sequence[Candidate], found: Found) -> frozenset[str]:
    """The terms of all that was read of the § that a passage is of."""
    place = (found.entry.id, found.passage.paragraph)
    mates = {one.found for one in candidates if (one.found.entry.id, one.found.passage.paragraph) == place}
    return frozenset[str]().union(*(signals.text_terms(mate) for mate in mates))


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


def _head(found: Found) -> str:
    day = found.entry.date.isoformat() if found.entry.date else ""
    return f"{found.passage.heading} {found.entry.title} {day} "
