"""Labels of papers, written by hand, and what the product reads out of a paper in the same form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from corpus.facts import Decision, Reference, Task, Voiced, Vote
from corpus.models import Document, Section

REQUIRED = ("source", "organisation", "committee", "kind", "date", "attendance", "approvals", "sections")


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
        "attendance": [
            {"name": p.name, "presence": p.presence.value, "party": p.party, "role": p.role, "replaces": p.replaces,
             "limits": p.limits}
            for p in document.attendance
        ],
        "approvals": [
            {"step": a.step.value, "who": list(a.who), "date": _iso(a.date)} for a in document.approvals
        ],
        "sections": [_section(document, section) for section in document.sections],
    }  # fmt: skip
    return Label(source, facts)


def _section(document: Document, section: Section) -> dict[str, Any]:
    def text(fact: Decision | Voiced | Task | Reference) -> str:
        return " ".join(document.text[fact.start : fact.end].split())

    def voiced(rows: Sequence[Voiced]) -> list[dict[str, Any]]:
        return [{"who": list(row.who), "text": text(row)} for row in rows]

    return {
        "paragraph": section.paragraph,
        "heading": section.heading,
        "case_number": section.case_number,
        "parts": [part.name.value for part in section.parts],
        "decisions": [
            {"text": text(d), "outcome": d.outcome.value, "number": d.number} for d in section.decisions
        ],
        "votes": [_vote(vote) for vote in section.votes],
        "motions": voiced(section.motions),
        "reservations": voiced(section.reservations),
        "notes": voiced(section.notes),
        "conflicts": voiced(section.conflicts),
        "tasks": [{"text": text(t), "to": t.to, "due": t.due} for t in section.tasks],
        "basis": [
            {"text": " ".join(document.text[b.start : b.end].split()), "date": _iso(b.date)} for b in section.basis
        ],
        "references": [
            {"text": text(r), "date": _iso(r.date), "year": r.year, "paragraph": r.paragraph,
             "committee": r.committee, "case_number": r.case_number, "item": r.item, "law": r.law}
            for r in section.references
        ],
    }  # fmt: skip


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "yes": vote.yes, "no": vote.no, "abstaining": vote.abstaining, "absent": vote.absent,
        "ballots": [{"name": b.name, "party": b.party, "choice": b.choice.value} for b in vote.ballots],
    }  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
