"""The scoring of what is read against brief labels, on a protocol small enough to count by hand."""

import dataclasses
import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDataset, MissingPath
from corpus.facts import Attendant, Ballot, Choice, Decision, Motion, Outcome, Presence, Stated, Vote
from corpus.models import Document, Kind, Section, Span
from eval import report
from eval.gold_papers import GoldPaper
from eval.reading import FIELDS, Mark, Point, Tally, evaluate, score, tallies, tally

TEXT = (
    "§ 4 Ny gångbro vid Tallvik\n"
    "Anna Ek (S) yrkar bifall.\n"
    "Med 6 ja-röster mot 3 nej-röster bifalls förslaget.\n"
    "Gångbron  byggs\nenligt alternativ två.\n"
    "Räcket målas grönt.\n"
)
NOTHING = {"case_number": None, "decisions": [], "motions": 0, "reservations": 0, "conflicts": 0, "votes": []}
SECTION = NOTHING | {
    "paragraph": "§ 4",
    "heading": "Ny bro|Ny gångbro",
    "case_number": ["TN 2024/9", "2024/9"],
    "decisions": [
        {"starts": ["gångbron byggs enligt"], "outcome": ["annat", "bifall"]},
        {"starts": ["Räcket"], "outcome": None},
    ],
    "motions": 1,
    "votes": [{"yes": 6, "no": 3, "ballots": 1}],
}
GOLD = {
    "kind": ["protokoll"],
    "organisation": "Norrskärs kommun",
    "committee": "tekniska nämnden",
    "date": "2024-04-16",
    "place": "Kajsalen",
    "time": None,
    "sections": [SECTION],
    "attendance": [{"name": "Anna Ek", "party": "S"}, {"name": "Bo Berg", "party": "-"}],
    "rebuilt": False,
}
ALL_RIGHT = {
    "kind": (1, 0, 0), "organisation": (1, 0, 0), "committee": (1, 0, 0), "date": (1, 0, 0), "place": (1, 0, 0),
    "§": (1, 0, 0), "heading": (1, 0, 0), "case_number": (1, 0, 0), "decision": (2, 0, 0), "outcome": (1, 0, 0),
    "motions": (1, 0, 0), "vote": (1, 0, 0), "ballots": (1, 0, 0), "person": (2, 0, 0), "party": (1, 0, 0),
}  # fmt: skip


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def stated(name: str, value: str, confidence: float) -> Stated:
    return Stated(0, 0, name, value, confidence, "står så")


def person(name: str, party: str | None = None) -> Attendant:
    return Attendant(0, 7, name, Presence.DECIDING, party)


@pytest.fixture
def document() -> Document:
    """Return a small protocol whose every fact is right."""
    section = Section(
        0,
        len(TEXT),
        "Ny gångbro vid Tallvik",
        "§ 4",
        "TN 2024/9",
        facts=(
            Decision(*span("Gångbron  byggs\nenligt alternativ två."), Outcome.OTHER),
            Decision(*span("Räcket målas grönt."), Outcome.GRANTED),
            Motion(*span("Anna Ek (S) yrkar bifall."), ("Anna Ek (S)",)),
            Vote(*span("6 ja-röster"), 6, 3, ballots=(Ballot(*span("Anna Ek"), "Anna Ek", "S", Choice.YES),)),
        ),
    )
    return Document(
        id="0" * 16,
        text=TEXT,
        title="",
        kind=Kind.MINUTES,
        organisation="Norrskärs kommun och bolag",
        committee="Tekniska nämnden",
        date=dt.date(2024, 4, 16),
        case_number=None,
        pages=(Span(0, len(TEXT)),),
        sections=(section,),
        furniture=(),
        stated=(stated("place", "Kajsalen, Rådhuset", 0.9), stated("place", "Torget", 0.4)),
        facts=(person("Anna Ek", "s"), person("bo  berg", "M")),
    )


def counts(points: Iterator[Point]) -> dict[str, tuple[int, int, int]]:
    return {
        row.field: (row.right, row.wrong, row.missing) for row in tallies(points) if row.right + row.wrong + row.missing
    }


def scored(document: Document | None, **labelled: object) -> dict[str, tuple[int, int, int]]:
    """What differs from a paper that is all right; what is not counted at all is None."""
    found = counts(score(GoldPaper.model_validate(GOLD | labelled), document))
    return {field: found.get(field) for field in FIELDS if found.get(field) != ALL_RIGHT.get(field)}


def section_scored(document: Document, label: dict | None = None, **read: object) -> dict:
    """The same, of a § that is read or labelled otherwise."""
    changed = dataclasses.replace(document, sections=(dataclasses.replace(document.sections[0], **read),))
    return scored(changed, sections=[SECTION | (label or {})])


def test_all_is_right(document):
    assert scored(document) == {}


def test_of_a_paper_that_is_not_read_all_is_missing():
    missing = {field: (0, 0, right) for field, (right, _, _) in ALL_RIGHT.items()}
    assert scored(None) == missing | {"outcome": None, "party": None}  # counted where a point, a person, is found


class TestHead:
    @pytest.mark.parametrize(
        ("labelled", "verdict"),
        [
            ({"kind": ["kallelse", "protokoll"]}, {}),
            ({"kind": "kallelse"}, {"kind": (0, 1, 0)}),
            ({"date": None}, {"date": (0, 1, 0)}),  # nothing is right, something was read
            ({"time": "18.00"}, {"time": (0, 0, 1)}),
            ({"committee": "Tekniska"}, {"committee": (0, 1, 0)}),  # but a place may be named more fully
            ({"place": "Torget"}, {"place": (0, 1, 0)}),  # the less sure
        ],
    )
    def test_a_label(self, document, labelled, verdict):
        assert scored(document, **labelled) == verdict

    def test_nothing_to_read_and_nothing_read_is_not_counted(self, document):
        assert scored(dataclasses.replace(document, organisation=None), organisation=None) == {"organisation": None}


class TestSections:
    def test_a_section_that_is_not_read(self, document):
        verdict = scored(document, sections=[SECTION, NOTHING | {"paragraph": "§ 5", "heading": "Val"}])
        assert verdict == {"§": (1, 0, 1), "heading": (1, 0, 1)}

    def test_a_section_that_nobody_labelled(self, document):
        other = dataclasses.replace(document.sections[0], paragraph="§ 12")
        assert scored(dataclasses.replace(document, sections=(document.sections[0], other))) == {"§": (1, 1, 0)}

    def test_sections_of_a_rebuilt_paper_are_not_measured(self, document):
        of_sections = FIELDS[FIELDS.index("§") : FIELDS.index("person")]
        assert scored(document, rebuilt=True) == {field: None for field in of_sections if field in ALL_RIGHT}

    @pytest.mark.parametrize(("length", "verdict"), [(25, {"§": (0, 0, 1)}), (26, {})])
    def test_a_line_of_the_contents_is_no_section(self, document, length, verdict):
        assert section_scored(document, end=len("Ny gångbro vid Tallvik") + length) == verdict

    def test_a_heading_starts_as_one_of_the_labelled(self, document):
        assert section_scored(document, {"heading": "gångbro|Tallvik"}) == {"heading": (0, 1, 0)}

    @pytest.mark.parametrize(
        ("label", "read", "verdict"),
        [(["2024/9"], "2024/9", (1, 0, 0)), (["TN 1/2"], "2/3", (0, 1, 0)), (None, "2/3", (0, 1, 0)),
         (["TN 1/2"], None, (0, 0, 1)), (None, None, None)],
    )  # fmt: skip
    def test_a_case_number(self, document, label, read, verdict):
        found = section_scored(document, {"case_number": label}, case_number=read)
        assert found.get("case_number", (1, 0, 0)) == verdict

    def test_a_decision_read_once_is_not_two(self, document):
        twice = [{"starts": ["Räcket"], "outcome": ["bifall"]}] * 2
        assert section_scored(document, {"decisions": twice}) == {"decision": (1, 1, 1)}

    def test_an_outcome(self, document):
        wrong = [{"starts": ["Räcket", "Staketet"], "outcome": ["avslag"]}]
        assert section_scored(document, {"decisions": wrong}) == {"decision": (1, 1, 0), "outcome": (0, 1, 0)}

    @pytest.mark.parametrize(("labelled", "verdict"), [(0, (0, 1, 0)), (3, (1, 0, 2))])
    def test_yrkanden_are_counted(self, document, labelled, verdict):
        assert section_scored(document, {"motions": labelled}) == {"motions": verdict}

    def test_a_vote_is_its_tally(self, document):
        other = {"votes": [{"yes": 3, "no": 6, "ballots": 2}]}
        assert section_scored(document, other) == {"vote": (0, 0, 1), "ballots": (0, 0, 2)}

    def test_a_vote_that_nobody_labelled_is_not_counted(self, document):
        assert section_scored(document, {"votes": []}) == {"vote": None, "ballots": None}


class TestPeople:
    def test_somebody_else(self, document):
        present = (person("Anna Ek", "M"), person("Cilla Dahl"))
        verdict = scored(dataclasses.replace(document, facts=present))
        assert verdict == {"person": (1, 1, 1), "party": (0, 1, 0)}

    def test_attendance_that_is_not_labelled_is_not_counted(self, document):
        assert scored(document, attendance=[]) == {"person": None, "party": None}


def test_a_wrong_value_takes_the_place_of_the_right_one():
    assert Tally("date", 3, 1, 0).recall == 0.75
    assert Tally("decision", 3, 1, 0).recall == 1.0
    assert Tally("decision", 3, 1, 0).precision == 0.75
    assert Tally("decision", 3, 1, 2).share == 0.5
    assert Tally("vote", 0, 0, 2).precision is None


@given(wanted=st.integers(0, 9), read=st.integers(0, 9))
def test_what_is_only_counted(wanted, read):
    """As many as both have are right, the rest of either is wrong or missing."""
    section = Section(0, len(TEXT), "Ny gångbro", "§ 4", facts=(Motion(0, 5, ()),) * read)
    document = Document("0" * 16, TEXT, "", Kind.MINUTES, None, None, None, None, (), (section,), ())
    gold = GoldPaper.model_validate(GOLD | {"sections": [SECTION | {"motions": wanted}]})
    row = tally(point for point in score(gold, document) if point.field == "motions")
    assert row.right + row.missing == wanted
    assert row.right + row.wrong == read
    assert not (row.wrong and row.missing)


class TestEvaluate:
    @pytest.fixture
    def gold(self) -> Callable[..., dict[str, GoldPaper]]:
        """Return what makes labels of papers by these names."""
        return lambda *names: dict.fromkeys(names, GoldPaper.model_validate(GOLD))

    def test_from_files_to_report(self, gold, tmp_path):
        """One paper in a folder, one in a zip, one empty and one that is not there."""
        (tmp_path / "inre").mkdir()
        (tmp_path / "inre" / "a.txt").write_text(TEXT, "utf-8")
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
            packed.writestr("mapp/b.txt", TEXT + "Slut.\n")
        (tmp_path / "c.txt").touch()
        (tmp_path / "annat.txt").write_text("Ej i facit.", "utf-8")
        steps = []
        readings = evaluate(gold("a.txt", "b.txt", "c.txt", "d.txt"), tmp_path, lambda *step: steps.append(step))
        assert steps == [(1, 3, "b.zip"), (2, 3, "c.txt"), (3, 3, "a.txt")]
        assert [bool(reading.trouble) for reading in readings.values()] == [False, False, True, True]
        right = [counts(iter(reading.points))["§"] for reading in readings.values()]
        assert right == [(1, 0, 0), (1, 0, 0), (0, 0, 1), (0, 0, 1)]

        shown = report.reading_text(readings, each=True)
        assert ["paragrafer", "2", "0", "2", "1.000", "0.500"] in [line.split() for line in shown.splitlines()]
        assert "c.txt: Filen är tom" in shown
        assert "d.txt: Handlingen finns inte i" in shown
        assert "  paragrafer, saknas: § 4 · väntade paragrafens text" in shown
        assert "§ 4" not in report.reading_text(readings, each=False)
        kept = json.loads(report.reading_json(readings))
        assert kept["fields"]["§"] == {"right": 2, "wrong": 0, "missing": 2, "precision": 1.0, "recall": 0.5}
        assert set(kept["fields"]) == set(FIELDS)
        whole = [sum(paper[mark] for paper in kept["papers"].values()) for mark in ("right", "wrong", "missing")]
        assert kept["share"] == whole[0] / sum(whole)
        (missed,) = (miss for miss in kept["papers"]["d.txt"]["misses"] if miss["field"] == "motions")
        assert missed == {
            "field": "motions", "mark": Mark.MISSING, "where": "§ 4", "wanted": "1", "found": "0", "count": 1,
        }  # fmt: skip

    def test_a_name_that_two_papers_have(self, gold, tmp_path):
        for folder in ("x", "y"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "a.txt").write_text(TEXT, "utf-8")
        with pytest.raises(BadDataset, match=r"a\.txt finns två gånger"):
            evaluate(gold("a.txt"), tmp_path, lambda *step: None)

    def test_the_wrong_folder(self, gold, tmp_path):
        with pytest.raises(BadDataset, match="Ingen av handlingarna i facit finns i"):
            evaluate(gold("a.txt"), tmp_path, lambda *step: None)
        with pytest.raises(MissingPath, match="är ingen mapp"):
            evaluate(gold("a.txt"), tmp_path / "ingen", lambda *step: None)
