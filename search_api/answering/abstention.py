"""Whether what was read answers the question at all, calibrated on development questions.

A logistic regression over what a careful reader would check: does the best sentence have the sort of thing asked for,
of the body, the names and the years asked about, and does what was found stand out? The threshold is where the risk of
a wrong answer is worth the answers lost (the risk-coverage curve in docs/evaluation.md; El-Yaniv and Wiener, "On the
Foundations of Noise-free Selective Classification", 2010).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpus.catalogue.records import Found
from indexer import language
from search_api.answering import expectation, features
from search_api.answering.expectation import Aim, Thing
from search_api.answering.extractive import Candidate, Reading
from search_api.query import Interpretation
from search_api.retrieval import signals

NAMES = (
    "named",  # the question names this § or case
    "near",  # cosine of the best sentence
    "lacking",  # it has none of the things asked for
    "held",  # how much lower the best sentence with such a thing scores, at most `FARTHEST`
    "uncounted",  # nothing near has a number of what is to be counted
    "foreign",  # the question names an organisation that the archive holds nothing of
    "elsewhere",  # it is of another organisation than the question names
    "nameless",  # its § does not say all the names of the question
    "years",  # years of the question that neither it nor its head says
    "asked_part",  # it stands in a part that such questions ask for, and lacks nothing
    "company",  # the question asks for a company, and it has none
    "decided",  # it asks what was decided, or became of something, and for no thing
    "row",  # it is a row with the names of the question, and the names of its columns and its head say the rest
)
# Fitted to the development questions, rounded, but for "near" and the bias, which were set by hand on those of the
# demonstration, and "row", for which there are too few: `python -m eval.calibrate` shows the fit and what these do.
WEIGHTS = np.array([1.1, 4.0, -1.1, 0.2, -1.3, -5.5, -1.9, -0.9, -1.4, 0.7, -2.7, 1.1, 1.0])
BIAS = 0.0
# Below these odds, in logits, the archive is said not to hold the answer.
THRESHOLD = 1.5
FARTHEST = 6.0
# How many of the likeliest sentences are near the best.
NEAREST = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def confidence(reading: Reading, read: Interpretation, *, named: bool) -> float:
    """How likely the best of what was read is the answer, 0 to 1."""
    if not reading.candidates:
        return 0.0
    odds = float(np.array(of(reading, read, named=named)) @ WEIGHTS) + BIAS
    return float(1.0 / (1.0 + np.exp(-odds)))


def answers(sure: float) -> bool:
    """Whether to answer with this confidence."""
    return bool(sure > 1.0 / (1.0 + np.exp(-THRESHOLD)))


def lacks(reading: Reading, thing: Thing) -> bool:
    """Whether none of the likeliest sentences has the `thing`."""
    return not any(expectation.has(thing, one.quote.text) for one in reading.candidates[:NEAREST])


def of(reading: Reading, read: Interpretation, *, named: bool) -> list[float]:
    """The features `NAMES` of what was read, which holds at least one sentence."""
    best = reading.candidates[0]
    found, wanted, asked = best.found, reading.wanted, reading.asked
    near = reading.candidates[:NEAREST]
    # A reason is given in too many ways to be seen to lack.
    things = wanted.things - {Thing.REASON}
    lacking = bool(things) and not _has(best, things)
    said = signals.heading_terms(found) | signals.head_terms(found.entry) | _section_terms(reading.candidates, found)
    return [
        float(named),
        _feature(best, "nearness"),
        float(lacking),
        _held(reading, things) if things else 0.0,
        float(wanted.counted is not None and not any(_feature(one, "counted") for one in near)),
        float(bool(read.foreign)),
        float(bool(read.within.organisation) and found.entry.organisation not in read.within.organisation),
        float(not asked.names_in(said)),
        float(len(_years(read.question) - _years(_head(found) + " ".join(one.quote.text for one in near)))),
        0.0 if lacking else _feature(best, "asked_part"),
        float(Thing.COMPANY in wanted.things and not expectation.has(Thing.COMPANY, best.quote.text)),
        float(not things and wanted.aim in (Aim.DECISION, Aim.YES_NO, Aim.COURSE, Aim.REFERENCE)),
        float(not lacking and _is_row_asked_for(reading)),
    ]


def _is_row_asked_for(reading: Reading) -> bool:
    """Whether the best sentence is a row that has the names of the question, and what is around it says the rest."""
    if reading.columns is None or not reading.asked.names:
        return False
    found, row = reading.candidates[0].found, set(language.terms(reading.candidates[0].quote.text))
    head = signals.heading_terms(found) | signals.head_terms(found.entry)
    said = row | head | set(language.terms(reading.columns.text))
    return reading.asked.names_in(row) and not reading.asked.without(said).terms


def _feature(candidate: Candidate, name: str) -> float:
    return candidate.features[features.NAMES.index(name)]


def _has(candidate: Candidate, things: frozenset[Thing]) -> bool:
    text = candidate.quote.text
    return any(expectation.has(thing, text) for thing in things)


def _held(reading: Reading, things: frozenset[Thing]) -> float:
    """How much lower than the best the first sentence scores that has a thing asked for, 0 to minus `FARTHEST`."""
    best = reading.candidates[0].score
    first = next((one for one in reading.candidates if _has(one, things)), None)
    return max(first.score - best, -FARTHEST) if first else -FARTHEST


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
