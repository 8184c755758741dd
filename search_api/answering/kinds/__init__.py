"""The kinds of answer, one file each, tried in order: the first that has one gives it.

A kind is a function of a question (`Posed`) that gives an `Answer`, or None where the question is not for it or the
archive does not surely tell. To add one is to write its file and to name it here.
"""

from __future__ import annotations

from collections.abc import Callable

from search_api.answering.answer import Answer
from search_api.answering.kinds import composition, counting, course, decision, listing, meeting, named, rows, sentences
from search_api.answering.posed import Posed

Kind = Callable[[Posed], Answer | None]

KINDS: tuple[Kind, ...] = (
    counting.answer,
    composition.answer,
    meeting.answer,
    listing.answer,
    course.answer,
    named.answer,
    decision.answer,
    rows.answer,
    sentences.answer,
)
