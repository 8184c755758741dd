"""The same question and passage as they may be met in use: typed in haste, scanned badly, under other context lines."""

import datetime
from dataclasses import replace

import numpy as np

from corpus.swedish import days
from indexer.training.multilingual.material import Passage

LOWERED, WITHOUT_DOTS, MISTYPED = 0.25, 0.1, 0.08
SCANNED, CROPPED = 0.08, 0.35
GIVEN_CONTEXT, NAMED_BODY = 0.7, 0.15
# Characters from which a text can be a passage of a paper; shorter ones are words and phrases.
LEAST_UNDER_CONTEXT = 80
_PLAIN = str.maketrans("åäöÅÄÖé", "aaoAAOe")
# What optical character recognition makes of letters and pairs of them.
_MISREAD = {
    "å": "a", "ä": "a", "ö": "o", "l": "1", "rn": "m", "m": "rn", "e": "c", "c": "e", "i": "l", "I": "l", "O": "0",
    "u": "ii", "t": "f", "h": "b", "g": "q", "§": "S",
}  # fmt: skip
_BODIES = (
    "kommunfullmäktige", "kommunstyrelsen", "kommunstyrelsens arbetsutskott", "socialnämnden", "byggnadsnämnden",
    "barn- och utbildningsnämnden", "miljö- och byggnadsnämnden", "kultur- och fritidsnämnden", "tekniska nämnden",
    "vård- och omsorgsnämnden", "regionfullmäktige", "regionstyrelsen", "hälso- och sjukvårdsnämnden",
    "trafiknämnden", "valnämnden", "överförmyndarnämnden", "individ- och familjenämnden", "miljönämnden",
)  # fmt: skip
_FIRST_DAY, _DAYS = datetime.date(2008, 1, 1), 365 * 18


def varied(passage: Passage, random: np.random.Generator, most_words: int) -> Passage:
    """Give the passage as it may be met: cropped, under a context line, now and then scanned badly.

    A passage without a context line gets one such as `indexer.chunking.context` writes, with a body and a date that
    have nothing to do with it, most of the time. Questions that a crop leaves without their answer are left out.
    """
    first, last = _crop(passage, random, most_words)
    sentences = passage.sentences[first:last]
    if random.random() < SCANNED:
        sentences = tuple(misread(sentence, random) for sentence in sentences)
    questions = tuple(
        replace(asked, text=hurried(asked.text, random), answers=tuple(n - first for n in asked.answers))
        for asked in passage.questions
        if all(first <= number < last for number in asked.answers)
    )
    context = passage.context
    if not context and sum(map(len, sentences)) >= LEAST_UNDER_CONTEXT and random.random() < GIVEN_CONTEXT:
        context = _context(random)
    elif context and random.random() < NAMED_BODY:
        context = f"{_BODIES[random.integers(len(_BODIES))]} {context}"
    return Passage(passage.id, context, sentences, questions, passage.sentences_known)


def hurried(question: str, random: np.random.Generator) -> str:
    """A question as it was written or, now and then, in small letters, without dots, or with a slip."""
    if random.random() < LOWERED:
        question = question.lower().rstrip("?")
    if random.random() < WITHOUT_DOTS:
        question = question.translate(_PLAIN)
    if random.random() < MISTYPED and len(question) > 8:
        place = int(random.integers(1, len(question) - 1))
        slips = (
            question[:place] + question[place + 1 :],
            question[:place] + question[place] + question[place:],
            question[: place - 1] + question[place] + question[place - 1] + question[place + 1 :],
        )
        question = slips[random.integers(len(slips))]
    return question


def misread(text: str, random: np.random.Generator, share: float = 0.04) -> str:
    """Text as a bad scan reads it: about ``share`` of what can be misread is."""
    for seen, read in _MISREAD.items():
        pieces = text.split(seen)
        if len(pieces) > 1:
            joints = [read if random.random() < share else seen for _ in pieces[1:]]
            text = pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))
    return text


def _crop(passage: Passage, random: np.random.Generator, most_words: int) -> tuple[int, int]:
    """First sentence and the one past the last of a stretch of at most ``most_words``, shorter now and then."""
    words = [len(sentence.split()) for sentence in passage.sentences]
    most = most_words * (random.uniform(0.3, 0.9) if random.random() < CROPPED else 1.0)
    if sum(words) <= most or not passage.sentences_known:
        return 0, len(words)
    answered = [asked.answers for asked in passage.questions if asked.answers]
    kept = answered[random.integers(len(answered))] if answered else (int(random.integers(len(words))),)
    first, last = min(kept), max(kept) + 1
    while True:
        sides = [side for side in ((first - 1, last), (first, last + 1)) if side[0] >= 0 and side[1] <= len(words)]
        sides = [side for side in sides if sum(words[side[0] : side[1]]) <= most]
        if not sides:
            return first, last
        first, last = sides[random.integers(len(sides))]


def _context(random: np.random.Generator) -> str:
    body = _BODIES[random.integers(len(_BODIES))]
    day = _FIRST_DAY + datetime.timedelta(days=int(random.integers(_DAYS)))
    number = f"{random.integers(1, 2000):04d}/{day.year % 100:02d}"
    return f"{body} {day} {days.written(day)} § {random.integers(1, 400)} {number}"
