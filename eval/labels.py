"""Labels of papers, written by hand, and what the product reads out of a paper in the same form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from corpus.facts import (
    Approval,
    Attendant,
    Basis,
    Conflict,
    Decision,
    Fact,
    Motion,
    Note,
    Reference,
    Reservation,
    Task,
    Vote,
)
from corpus.models import Document, Section

REQUIRED = ("source", "organisation", "committee", "kind", "date", "attendance", "approvals", "sections")
# The kinds of fact that labels have a field of their own for; the rest stand under "others", with their kind.
_FIELDS: Mapping[str, type[Fact]] = {
    "decisions": Decision, "votes": Vote, "motions": Motion, "reservations": Reservation, "notes": Note,
    "conflicts": Conflict, "tasks": Task, "basis": Basis, "references": Reference,
}  # fmt: skip
_PLACE = ("start", "end")


@dataclass(frozen=True, slots=True)
class Label:
    """What a paper says, in the form of `gold/structure/*.json`; `source` is its path below the folder of papers.

    Texts are verbatim with white space folded, dates ISO 8601. In what is written by hand a value may be a list, of
    which each is right (null among them: none is right too), and a fact may be `"optional": true`, where people would
    differ on whether it is one.
    """

    source: str
    facts: Mapping[str, Any]


def read_labels(folder: Path) -> list[Label]:
    """The labels in `folder`; raises `BadDataset` where there are none or one cannot be read."""
    labels = []
    for path in sorted(folder.glob("*.json")):
        try:
            facts = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise BadDataset(f"{path} är inte JSON ({error}).") from error
        missing = [name for name in REQUIRED if not isinstance(facts, dict) or name not in facts]
        if missing:
            raise BadDataset(f"{path} saknar {', '.join(missing)}.")
        labels.append(Label(facts["source"], facts))
    if not labels:
        raise BadDataset(f"{folder} har inga facit (*.json).")
    return labels


def describe(document: Document, source: str) -> Label:
    """What `document` says, in the form of a label."""
    # Of two statements of one fact the surer stands.
    stated = {fact.name: fact.value for fact in sorted(document.stated, key=lambda fact: fact.confidence)}
    facts = stated | {
        "source": source,
        "organisation": document.organisation,
        "committee": document.committee,
        "kind": document.kind.value,
        "date": _iso(document.date),
        "case_number": document.case_number,
        "title": document.title,
        "attendance": _rows(document, document.of(Attendant)),
        "approvals": _rows(document, document.of(Approval)),
        "sections": [_section(document, section) for section in document.sections],
    }  # fmt: skip
    return Label(source, facts)


def _section(document: Document, section: Section) -> dict[str, Any]:
    others = [fact for fact in section.facts if type(fact) not in _FIELDS.values()]
    return {
        "paragraph": section.paragraph,
        "heading": section.heading,
        "case_number": section.case_number,
        "parts": [part.name.value for part in section.parts],
        **{field: _rows(document, section.of(kind)) for field, kind in _FIELDS.items()},
        "others": [
            {"kind": fact.kind, "text": _text(document, fact), "value": fact.value, "who": list(fact.behind)}
            for fact in others
        ],
    }


def _rows(document: Document, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Facts with their words and all that they tell, as JSON has it."""
    return [
        {"text": _text(document, fact)}
        | {
            field.name: _plain(document, getattr(fact, field.name))
            for field in fields(fact)
            if field.name not in _PLACE
        }
        for fact in facts
    ]


def _plain(document: Document, value: Any) -> Any:
    if isinstance(value, tuple):
        return _rows(document, value) if value and isinstance(value[0], Fact) else list(value)
    if isinstance(value, StrEnum):
        return value.value
    return _iso(value) if isinstance(value, dt.date) else value


def _text(document: Document, fact: Fact) -> str:
    return " ".join(document.text[fact.start : fact.end].split())


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
