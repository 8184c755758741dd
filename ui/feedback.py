"""What readers said of the answers, for the command line: in words, or as lines of a question file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from search_api.schemas import FeedbackList, FeedbackView


class Opinions(Protocol):
    """Who has the feedback: the server's client, or the archive in this process."""

    def feedback(self, offset: int = 0, limit: int = 50) -> FeedbackList:
        """A page of it, newest first."""

    def export_feedback(self, verdict: str = "rätt") -> str:
        """The answers of a verdict as lines of a question file."""


def lines(opinions: Opinions, limit: int = 50) -> Iterator[str]:
    """The newest feedback in words, a line at a time."""
    found = opinions.feedback(limit=limit)
    yield f"Omdömen om svaren: {found.total}"
    for one in found.feedback:
        yield from _told(one)


def _told(one: FeedbackView) -> Iterator[str]:
    answer = "" if one.answered else ", inget svar gavs"
    yield f"{one.id}. {one.at:%Y-%m-%d %H:%M} UTC, {one.verdict}{answer}: {one.question}"
    yield from (f"   {place.reference or 'en handling som inte längre finns i arkivet'}" for place in one.citations)
    yield from (f"   {line}" for line in one.comment.splitlines())
