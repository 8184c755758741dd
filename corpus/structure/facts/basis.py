"""The papers that a decision rests on, as listed under Beslutsunderlag."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts import Basis
from corpus.models import PartName, Section
from corpus.structure import prose
from corpus.structure.lines import Line
from corpus.swedish import days

# A row that is none of the papers: "Följande handlingar ligger till grund för beslutet:", the head of a table.
_LEAD = re.compile(r".{3,160}:|(?:[|\s]*(?:handling|dokument|datum|bilaga|titel)){1,4}[|\s]*", re.IGNORECASE)


def find(rows: Sequence[Line], section: Section) -> tuple[Basis, ...]:
    """The papers listed in `section`, whose lines outside furniture are `rows`, one each, with the date it has."""
    wide = prose.width(rows)
    found = []
    for part in section.parts:
        if part.name is PartName.BASIS:
            for block in prose.blocks(prose.body(rows, part), wide, listed=True):
                if any(char.isalnum() for char in block.text) and not _LEAD.fullmatch(block.text):
                    found.append(Basis(*block.span(), next(iter(days.dates(block.text)), None)))
    return tuple(found)
