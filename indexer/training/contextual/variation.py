"""The same pair as it may be met in use: asked as a question, and with the context line of a passage before it."""

import datetime

import numpy as np

from corpus.structure import days
from indexer.training.pairs import Pair

QUESTION_SHARE = 0.3
CONTEXT_SHARE = 0.2
ASKED_SHARE = 0.3

TITLES = frozenset({"gov-title", "law-title", "riksdag-title", "phrase-quote"})
"""Kinds whose left text is a title or a phrase, which a question can be made of."""

QUESTIONS = (
    "vad gäller för {}?",
    "vad har beslutats om {}?",
    "vad sägs om {}?",
    "hur är det med {}?",
    "vad står det om {}",
    "finns det något beslut om {}?",
    "vilka regler gäller för {}?",
    "vad är på gång när det gäller {}?",
    "vad vill man göra åt {}?",
    "information om {}",
)

BODIES = (
    "kommunfullmäktige", "kommunstyrelsen", "kommunstyrelsens arbetsutskott", "socialnämnden", "byggnadsnämnden",
    "barn- och utbildningsnämnden", "miljö- och byggnadsnämnden", "kultur- och fritidsnämnden", "tekniska nämnden",
    "vård- och omsorgsnämnden", "regionfullmäktige", "regionstyrelsen", "hälso- och sjukvårdsnämnden",
    "trafiknämnden", "valnämnden", "överförmyndarnämnden", "individ- och familjenämnden", "miljönämnden",
)  # fmt: skip

_FIRST_DAY, _DAYS = datetime.date(2008, 1, 1), 365 * 18


def vary(pair: Pair, random: np.random.Generator) -> tuple[str, str]:
    """Give left and right of the pair, now and then varied.

    A title may become a question. The passage may get a context line such as `indexer.chunking.context` writes, with a
    body, date, § and diarienummer that have nothing to do with it; now and then the question then names the body or
    the year too, as people do, so that the model learns to use such a line and not to be led astray by it.
    """
    left, right = pair.left, pair.right
    if pair.kind in TITLES and random.random() < QUESTION_SHARE:
        left = QUESTIONS[random.integers(len(QUESTIONS))].format(left.rstrip(" .?!"))
    if random.random() < CONTEXT_SHARE:
        body = BODIES[random.integers(len(BODIES))]
        day = _FIRST_DAY + datetime.timedelta(days=int(random.integers(_DAYS)))
        case_number = f"{random.integers(1, 2000):04d}/{day.year % 100:02d}"
        right = f"{body} {day} {days.written(day)} § {random.integers(1, 400)} {case_number}\n{right}"
        if random.random() < ASKED_SHARE:
            left = f"{left} {body}" if random.random() < 0.5 else f"{left} {day.year}"
    return left, right
