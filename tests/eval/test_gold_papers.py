"""The reading of brief labels: what is taken, and that a fault is told with its file, paper and field."""

import json

import pytest

from corpus.errors import BadDataset, MissingPath
from eval.gold_papers import read_gold_papers


def paper() -> dict:
    """Return a label with every field."""
    return {
        "kind": ["protokoll"],
        "organisation": None,
        "committee": "Tekniska nämnden",
        "date": "2024-04-16",
        "place": "Kajsalen",
        "time": None,
        "sections": [
            {
                "paragraph": "§ 4",
                "heading": "Ny gångbro|Gångbron",
                "case_number": None,
                "decisions": [{"starts": ["Gångbron byggs"], "outcome": None}],
                "motions": 1,
                "reservations": 0,
                "conflicts": 0,
                "votes": [{"yes": 6, "no": 3, "ballots": 0}],
            }
        ],
        "attendance": [{"name": "Anna Ek", "party": None}],
        "rebuilt": False,
    }


@pytest.fixture
def path(tmp_path):
    """Return where the labels lie."""
    return tmp_path / "facit.json"


def test_one_text_or_several_or_none(path):
    path.write_text(json.dumps({"tn.pdf": paper() | {"anmärkning": "svårläst"}}), "utf-8")
    (gold,) = read_gold_papers(path).values()
    assert (gold.kind, gold.organisation, gold.committee) == (("protokoll",), (), ("Tekniska nämnden",))
    assert gold.sections[0].heading.match("Gångbron vid Tallvik")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.pop("rebuilt"), r"facit\.json, tn\.pdf, rebuilt saknas\."),
        (lambda p: p.update(rebuilt="nej"), r"rebuilt är 'nej', väntade true eller false"),
        (lambda p: p.update(date=20240416), r"date är 20240416, väntade en lista"),
        (lambda p: p.update(kind=["protokoll", 7]), r"kind\[1\] är 7, väntade en text"),
        (lambda p: p.update(sections={}), r"sections är \{\}, väntade en lista"),
        (lambda p: p.update(attendance=["Anna Ek"]), r"attendance\[0\] är 'Anna Ek', väntade ett objekt"),
        (lambda p: p["sections"][0].update(motions=-1), r"sections\[0\]\.motions är -1, väntade .* som är minst 0"),
        (lambda p: p["sections"][0].update(motions=[]), r"sections\[0\]\.motions är \[\], väntade ett heltal"),
        (lambda p: p["sections"][0].update(heading="Ny (bro"), r"heading är 'Ny \(bro', väntade ett reguljärt uttryck"),
        (lambda p: p["sections"][0]["votes"][0].pop("ballots"), r"tn\.pdf, sections\[0\]\.votes\[0\]\.ballots saknas"),
        (lambda p: (p.pop("kind"), p.pop("date")), r"kind saknas \(och 1 fel till\)"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_field(path, change, said):
    wrong = paper()
    change(wrong)
    path.write_text(json.dumps({"an.pdf": paper(), "tn.pdf": wrong}), "utf-8")
    with pytest.raises(BadDataset, match=said):
        read_gold_papers(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", r"facit\.json är inte JSON"),
        (b"\xff\xfe", r"facit\.json är inte JSON"),
        (b"[]", r"facit\.json är \[\], väntade ett objekt med handlingarnas filnamn"),
        (b"{}", r"facit\.json har inga handlingar"),
    ],
    ids=["cut", "no UTF-8", "a list", "empty"],
)
def test_a_file_without_labels(path, content, said):
    path.write_bytes(content)
    with pytest.raises(BadDataset, match=said):
        read_gold_papers(path)


def test_a_file_that_is_not_there(path):
    with pytest.raises(MissingPath, match=r"facit\.json finns inte"):
        read_gold_papers(path)
