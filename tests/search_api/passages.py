"""Passages as retrieval finds them, without an index: of a text, or of the papers of the demonstration archive."""

import datetime as dt
from functools import cache
from pathlib import Path

import corpus
from corpus import structure
from corpus.catalogue.records import Entry, Found, Passage
from corpus.readers import Limits, extract
from indexer import chunking

PAPERS = Path(corpus.__file__).parent / "demo" / "papers"


def passage(
    text: str,
    *,
    part: str | None = "Beslut",
    committee: str = "Tekniska nämnden",
    organisation: str | None = "Lindsala kommun",
    date: str = "2024-03-12",
    paragraph: str | None = "§ 21",
    case_number: str | None = "TN 2024/7",
    heading: str = "§ 21 Ny brygga i Sandviken",
    start: int = 100,
) -> Found:
    """Return a passage of minutes that begins at `start` of its document."""
    day = dt.date.fromisoformat(date)
    entry = Entry("d1", "protokoll.txt", "Protokoll", "protokoll", organisation, committee, day, None)
    placed = Passage(
        f"p{start}", "d1", start, start + len(text), 1, committee, day, paragraph, case_number, heading, part
    )
    return Found(placed, entry, text)


@cache
def of_the_demo() -> tuple[tuple[Found, str], ...]:
    """Return each passage of the demo's plain papers with the whole text of its paper."""
    found = []
    for path in sorted([*PAPERS.rglob("*.txt"), *PAPERS.rglob("*.md")]):
        data = path.read_bytes()
        paper = structure.understand(extract(data, path.name, Limits()), structure.identify(data), path.name)
        entry = Entry(
            paper.id, path.name, paper.title, paper.kind, paper.organisation, paper.committee, paper.date,
            paper.case_number,
        )  # fmt: skip
        found += [(Found(p, entry, paper.text[p.start : p.end]), paper.text) for p in chunking.passages(paper)]
    return tuple(found)
