"""The labels of the demonstration archive: a spread of papers, and nothing that does not stand in them."""

import json
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from corpus.facts import Outcome, Presence, Step
from corpus.models import Kind, PartName
from corpus.readers import Limits, extract
from eval.labels import Label, read_labels
from eval.structure import facts

GOLD = Path(str(resources.files("eval").joinpath("gold/structure")))
PAPERS = Path(str(resources.files("corpus").joinpath("demo/papers")))
VOICED = ("motions", "reservations", "notes", "conflicts")
QUOTED = (*VOICED, "decisions", "tasks", "basis", "references")
# The fields of each kind of object; a misspelt one would silently not be measured.
HEAD = set(
    "source organisation committee parent kind date place time case_number title recipient sender"
    " attendance approvals sections".split()
)
SECTION = {"paragraph", "heading", "optional", "case_number", "parts", "votes", *QUOTED}
KNOWN = {
    "attendance": {"name", "party", "role", "presence", "replaces", "limits", "optional"},
    "approvals": {"step", "who", "date", "optional"},
    "decisions": {"text", "outcome", "number", "optional"},
    "votes": {"yes", "no", "abstaining", "absent", "ballots"},
    "tasks": {"text", "to", "due", "optional"},
    "basis": {"text", "date", "optional"},
    "references": {"text", "date", "year", "paragraph", "committee", "case_number", "item", "law", "optional"},
} | {field: {"who", "text", "optional"} for field in VOICED}


@pytest.fixture(scope="module")
def labels() -> list[Label]:
    """Return the labels of the demonstration archive."""
    return read_labels(GOLD)


@pytest.fixture(scope="module")
def texts(labels) -> dict[str, str]:
    """Return the text of each labelled paper as its reader gives it, white space folded."""
    paths = {label.source: PAPERS / label.source for label in labels}
    return {
        source: " ".join(extract(path.read_bytes(), path.name, Limits()).text.split()) for source, path in paths.items()
    }


def rows(label: Label, *fields: str) -> list[dict]:
    """The facts of `fields` in all the sections of `label`."""
    return [fact for section in label.facts["sections"] for field in fields for fact in section.get(field, ())]


def choices(value: object) -> list[object]:
    """The values that are right."""
    return value if isinstance(value, list) else [value]


def test_a_spread_of_papers(labels):
    assert len({label.source for label in labels}) == 25
    assert sum(any(s["paragraph"] for s in label.facts["sections"]) for label in labels) >= 14
    assert {Path(label.source).suffix for label in labels} == {".txt", ".md", ".docx", ".pdf"}
    assert len({label.facts["kind"] for label in labels}) >= 7
    assert len({str(label.facts["committee"]) for label in labels}) >= 10


def test_enough_of_each_field(labels):
    wanted = Counter(
        field for label in labels for field, found in facts(label).items() for fact in found if not fact.optional
    )
    few = {"parent": 2, "title": 5, "recipient": 4, "sender": 4}
    assert {field: count for field, count in wanted.items() if count < few.get(field, 6)} == {}
    assert wanted["paragraphs"] >= 100
    assert wanted["outcomes"] >= 150


def test_texts_are_verbatim(labels, texts):
    for label in labels:
        headings = [section["heading"] for section in label.facts["sections"]]
        # Of several that are right the first stands there so; another may be put together of the lines of a list.
        said = [heading if isinstance(heading, str) else heading[0] for heading in headings]
        said += [fact["text"] for fact in rows(label, *QUOTED) if "text" in fact]
        assert [text for text in said if text not in texts[label.source]] == [], label.source
        assert [text for text in said if text != " ".join(text.split())] == [], label.source


def test_people_stand_in_the_text(labels, texts):
    for label in labels:
        named = [person["name"] for person in label.facts["attendance"]]
        named += [one for fact in rows(label, *VOICED) for one in fact["who"]]
        named += [ballot["name"] for vote in rows(label, "votes") for ballot in vote.get("ballots", ())]
        assert [name for name in named if name not in texts[label.source]] == [], label.source


def test_what_is_to_be_done_by_when_stands_in_the_text(labels, texts):
    for label in labels:
        said = [one for task in rows(label, "tasks") for field in ("to", "due") for one in choices(task[field]) if one]
        assert [one for one in said if one not in texts[label.source]] == [], label.source


def test_ballots_add_up_to_the_tally(labels):
    for label in labels:
        for vote in rows(label, "votes"):
            if ballots := Counter(ballot["choice"] for ballot in vote.get("ballots", ())):
                assert ballots["ja"] == vote["yes"], label.source
                assert ballots["nej"] == vote["no"], label.source
                assert ballots["avstår"] == vote.get("abstaining", 0), label.source


def test_values_are_those_of_the_model(labels):
    for label in labels:
        assert set(choices(label.facts["kind"])) <= set(Kind)
        assert {one for person in label.facts["attendance"] for one in choices(person["presence"])} <= set(Presence)
        assert {one for approval in label.facts["approvals"] for one in choices(approval["step"])} <= set(Step)
        assert {one for decision in rows(label, "decisions") for one in choices(decision["outcome"])} <= set(Outcome)
        assert {part if isinstance(part, str) else part["name"] for part in rows(label, "parts")} <= set(PartName)


def test_only_known_fields(labels):
    for label in labels:
        assert set(label.facts) <= HEAD
        for section in label.facts["sections"]:
            assert set(section) <= SECTION, label.source
        for field, known in KNOWN.items():
            for fact in [*label.facts.get(field, ()), *rows(label, field)]:
                assert set(fact) <= known, (label.source, field)


def test_paragraphs_are_in_the_order_of_their_numbers(labels):
    for label in labels:
        numbers = [int(s["paragraph"].removeprefix("§ ")) for s in label.facts["sections"] if s["paragraph"]]
        assert numbers == list(range(min(numbers, default=0), max(numbers, default=-1) + 1)), label.source


def test_not_json(tmp_path):
    (tmp_path / "trasig.json").write_text("{", "utf-8")
    with pytest.raises(BadDataset, match=r"trasig\.json är inte JSON"):
        read_labels(tmp_path)


@pytest.mark.parametrize("content", [[], 7, {"source": "a.txt"}], ids=str)
def test_a_field_is_missing(tmp_path, content):
    (tmp_path / "kort.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(BadDataset, match=r"kort\.json saknar .*sections"):
        read_labels(tmp_path)


def test_an_empty_folder(tmp_path):
    with pytest.raises(BadDataset, match="har inga facit"):
        read_labels(tmp_path)
