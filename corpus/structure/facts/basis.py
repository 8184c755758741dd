"""The papers that a decision rests on, as listed under Beslutsunderlag."""

from __future__ import annotations

import re

from corpus.facts import Basis
from corpus.models import Kind, PartName
from corpus.structure import prose
from corpus.structure.node import Node
from corpus.swedish import days

# A row that is none of the papers: "Följande handlingar ligger till grund för beslutet:", the head of a table.
_LEAD = re.compile(r".{3,160}:|(?:[|\s]*(?:handling|dokument|datum|bilaga|titel)){1,4}[|\s]*", re.IGNORECASE)


def find(node: Node) -> tuple[Basis, ...]:
    """The papers listed in `node`, one each, with the date it has; a notice lists what is sent with it instead."""
    if node.paper.kind is Kind.SUMMONS:
        return ()
    found = []
    for _, lines in node.stretches({PartName.BASIS}):
        for block in prose.blocks(lines, node.width, listed=True):
            if any(char.isalnum() for char in block.text) and not _LEAD.fullmatch(block.text):
                found.append(Basis(*block.span(), next(iter(days.dates(block.text)), None)))
    return tuple(found)
