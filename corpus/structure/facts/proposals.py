"""Which of the points under Beslut only propose: what a body asks the one above it for decides nothing."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.facts import Decision
from corpus.models import PartName
from corpus.structure.node import Node

# In the words of the decision itself, and in the line that it is listed under.
_PROPOSES = re.compile(r"[^.:]{0,160}?\b(?:föreslå[rs]?|hemställer)\b", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:föreslå[rs]?|hemställer|förslag till \w*(?:fullmäktige|styrelse))\b", re.IGNORECASE)
_RESOLVES = re.compile(r"\bbeslut(?:ar|ade|a|as|at)?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n[ \t]*\n")


def marked(node: Node, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The `decisions` of `node`, in its order, each told to be a proposal where it is one.

    What a point stands under is the last sentence above it in its part, outside other points, that says whether what
    follows is decided.
    """
    text, found = node.paper.text, []
    begin, place, over = -1, 0, ""
    for one in decisions:
        at = bisect.bisect_right(node.section.parts, one.start, key=lambda part: part.start) - 1
        part = node.section.parts[at] if at >= 0 and one.start < node.section.parts[at].end else None
        first = part.start if part else node.section.start
        if first != begin:
            begin, place, over = first, first, ""
        over = _saying(text[place : one.start]) or over
        place = max(place, one.end)
        headed = part is not None and part.name is PartName.PROPOSAL
        asks = _PROPOSES.match(text, one.start, one.end)
        found.append(replace(one, proposed=bool(headed or asks or _UNDER.search(over))))
    return tuple(found)


def _saying(text: str) -> str:
    sentences = reversed(_SENTENCE.split(text))
    return next((one for one in sentences if _RESOLVES.search(one) or _UNDER.search(one)), "")
