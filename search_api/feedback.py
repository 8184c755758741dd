"""Feedback on answers: kept, shown, forgotten, and exported as lines of a question file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from corpus.catalogue.feedback import Feedback, Spot, Verdict
from corpus.errors import NotFound
from indexer.index import Index
from indexer.seen import SeenIndex
from search_api import schemas
from search_api.citing import Cited, Citing

# What a line says its question's type is, until a person has looked at it.
UNSORTED = "återkoppling"


class Opinions:
    """What readers said of the answers of `index`."""

    def __init__(self, index: Index | SeenIndex, citing: Citing) -> None:
        self._index = index
        self._kept = index.catalogue.feedback
        self._citing = citing

    def give(self, request: schemas.FeedbackRequest) -> schemas.FeedbackView:
        """Keep what was said. Raises `NotFound` or `BadRequest` for a citation that does not stand in its paper.

        And `DiskFull` where there is no room.
        """
        self._index.options.check_room()
        self._citing.quotes([(place.document_id, place.start, place.end, place.quote) for place in request.citations])
        kept = self._kept.put(
            question=request.question,
            filters=request.filters.model_dump_json(),
            verdict=Verdict(request.verdict),
            comment=request.comment,
            answered=request.answered,
            spots=[Spot(place.document_id, place.start, place.end) for place in request.citations],
            index=json.dumps(self._index.manifest, ensure_ascii=False),
        )
        return self._view(kept)

    def feedback(self, offset: int = 0, limit: int = 50) -> schemas.FeedbackList:
        """A page of what was said, newest first."""
        found = [self._view(one) for one in self._kept.given(offset=offset, limit=limit)]
        return schemas.FeedbackList(total=self._kept.count(), feedback=found)

    def forget(self, feedback_id: int) -> None:
        """Take one away. Raises `NotFound`."""
        if not self._kept.remove(feedback_id):
            raise NotFound(f"Det finns ingen återkoppling med id {feedback_id}. Den kan redan vara borttagen.")

    def export_feedback(self, verdict: str = Verdict.RIGHT) -> str:
        """Lines of a question file, oldest first.

        Of right answers `eval.datasets.read_questions` reads each line. Of wrong ones a person has to say what is
        right: `answerable` is null and `evidence` empty until then, and what was shown stands under `feedback`.
        """
        found = reversed(self._kept.given(Verdict(verdict)))
        lines = self._right(found) if verdict == Verdict.RIGHT else map(self._wrong, found)
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    def _right(self, found: Iterator[Feedback]) -> Iterator[dict[str, Any]]:
        for one in found:
            cited = self._cited(one)
            if one.answered and not cited:
                continue  # all that proved it is withdrawn
            places = [_evidence(*group) for group in _grouped(cited)]
            first, *also = places or [{"evidence": []}]
            line = _line(one, answerable=one.answered) | first
            yield line | ({"also": also} if also else {}) | {"feedback": _told(one)}

    def _wrong(self, one: Feedback) -> dict[str, Any]:
        shown = [_evidence(*group) for group in _grouped(self._cited(one))]
        told = _told(one) | {"answered": one.answered, "shown": shown}
        return _line(one, answerable=None) | {"answer": "", "evidence": [], "feedback": told}

    def _cited(self, one: Feedback) -> list[Cited]:
        return [cited for spot in one.spots if (cited := self._read(spot))]

    def _read(self, spot: Spot) -> Cited | None:
        try:
            return self._citing.stretch(self._citing.document(spot.document_id), spot.start, spot.end)
        except NotFound:
            return None

    def _view(self, one: Feedback) -> schemas.FeedbackView:
        return schemas.FeedbackView(
            id=one.id, at=one.at, question=one.question, filters=schemas.Filters.model_validate_json(one.filters),
            verdict=one.verdict.value, comment=one.comment, answered=one.answered,
            citations=[_spot(spot, self._read(spot)) for spot in one.spots], index=json.loads(one.index),
        )  # fmt: skip


def _line(one: Feedback, *, answerable: bool | None) -> dict[str, Any]:
    return {"id": f"f{one.id:04}", "question": one.question, "type": UNSORTED, "answerable": answerable}


def _told(one: Feedback) -> dict[str, Any]:
    filters = {name: value for name, value in json.loads(one.filters).items() if value}
    told: dict[str, Any] = {
        "verdict": one.verdict.value,
        "comment": one.comment,
        "at": one.at.isoformat(timespec="seconds"),
    }
    return told | {"filters": filters, "index": json.loads(one.index)}


def _grouped(cited: list[Cited]) -> Iterator[tuple[str, str | None, list[str]]]:
    """The quotations by document and §, in the order in which they were cited, white space folded."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for one in cited:
        groups.setdefault((one.entry.source, one.paragraph), []).append(" ".join(one.text.split()))
    for (source, paragraph), quotes in groups.items():
        yield source, paragraph, quotes


def _evidence(source: str, paragraph: str | None, quotes: list[str]) -> dict[str, Any]:
    return {"document": source, "paragraph": paragraph, "evidence": quotes}


def _spot(spot: Spot, cited: Cited | None) -> schemas.SpotView:
    return schemas.SpotView(
        document_id=spot.document_id, start=spot.start, end=spot.end,
        source=cited and cited.entry.source, paragraph=cited and cited.paragraph,
        reference=cited and cited.reference, quote=cited and cited.text,
    )  # fmt: skip
