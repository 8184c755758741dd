"""What a stretch of a paper is in it, of one and of many at a time."""

import pytest

from corpus.models import PartName
from indexer.index import Index
from search_api import standing

TEXT = (
    "Provköpings kommun\nTekniska nämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n§ 1 Ny bro\nDnr TN 2021/1\n\n"
    "Yrkanden\nAnna Ek (S) yrkar avslag.\n\nBeslut\nNämnden beslutar att bygga bron.\n"
)


@pytest.fixture
def paper(index: Index, read) -> str:
    """Return the id of a paper with a yrkande and a decision."""
    document = read(TEXT, "tn.txt")
    index.add(document, "tn.txt")
    return document.id


def test_a_stretch_is_what_it_states(index: Index, paper: str) -> None:
    text = index.catalogue.slice(paper, 0, 10_000)
    places = [(paper, text.index(said), text.index(said) + len(said)) for said in ("Anna Ek (S) yrkar", "bygga bron")]
    head = (paper, 0, 10)
    assert standing.parts_of(index.catalogue, [*places, head]) == {
        places[0]: PartName.MOTIONS, places[1]: PartName.DECISION
    }  # fmt: skip


def test_a_case_of_any_number_of_passages_can_be_asked_about(index: Index, paper: str) -> None:
    """More than one statement of SQL can name: a case may be of thousands."""
    stretches = [(paper, at, at + 1) for at in range(5_000)]
    assert len(index.catalogue.matters.decided_in(stretches)) == 1
    assert {one.part for one in standing.find(index.catalogue, stretches)} == {PartName.MOTIONS, PartName.DECISION}
