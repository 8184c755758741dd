"""What a text points at: § of meetings, other cases, numbered papers and laws, each with its place."""

from __future__ import annotations

import datetime as dt

from corpus import sieve
from corpus.facts import Reference
from corpus.structure.facts import cited
from corpus.structure.node import Node
from corpus.swedish import case_numbers, laws

# "Handling 2025 nr 69", "handling nr 69/2025".
_ITEM = sieve.compile(
    r"\b[Hh]andling(?:en)?\s(?:(?P<year>20\d\d)(?:,?\snr\s|:)(?P<number>\d{1,4})|nr\s(?P<number2>\d{1,4})/(?P<year2>20\d\d))"
    r"(?!\w)"
)


def find(node: Node) -> tuple[Reference, ...]:
    """What `node` points at; see `cited_in`."""
    section, paper = node.section, node.paper
    own = section.case_number or paper.case_number
    return cited_in(paper.text, section.start, section.end, own, paragraph=section.paragraph, day=paper.date)


def cited_in(
    text: str,
    start: int,
    end: int,
    own: str | None,
    *,
    paragraph: str | None = None,
    day: dt.date | None = None,
) -> tuple[Reference, ...]:
    """What `text[start:end]`, a section, points at, in order; none over another but the § of one range.

    `own` is the canonical diarienummer of the section or its paper and `paragraph` the section's own § ("§ 45"), which
    are no references. A law's name means the law in force on `day`. A bare § ("se § 12") is one of the same minutes
    and left out.
    """
    cited_laws = list(laws.find(text, start, end, day))
    found = [Reference(law.start, law.end, paragraph=law.place, law=law.name) for law in cited_laws]
    found.extend(cited.find(text, start, end, paragraph, sorted((law.start, law.end) for law in cited_laws)))
    for match in _ITEM.finditer(text, start, end):
        year, number = match["year"] or match["year2"], match["number"] or match["number2"]
        found.append(Reference(*match.span(), item=f"Handling {year} nr {int(number)}"))
    for one in case_numbers.find(text, start, end):
        if one.canonical != own:
            found.append(Reference(one.start, one.end, case_number=one.canonical))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))
