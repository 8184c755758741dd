"""The scoring of what is read against labels, on a protocol small enough to count by hand."""

import dataclasses
import datetime as dt
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDataset
from corpus.facts import (
    Approval,
    Attendant,
    Ballot,
    Basis,
    Choice,
    Decision,
    Fact,
    Motion,
    Outcome,
    Presence,
    Reference,
    Reservation,
    Stated,
    Step,
    Task,
    Vote,
)
from corpus.models import Document, Kind, Part, PartName, Section, Span
from eval import report
from eval.labels import Label
from eval.structure import Claim, Verdict, compare, evaluate, score, total

TASK = "Förvaltningen får i uppdrag att redovisa kostnaden senast den 1 juni 2025."
TEXT = (
    "§ 4 Ny gångbro vid Tallvik Dnr TN 2024/9\n"
    "Yrkanden\nAnna Ek (S) yrkar bifall.\n"
    "Med 6 ja-röster mot 3 nej-röster bifalls förslaget.\n"
    "Beslut\n"
    "1. Gångbron byggs enligt alternativ två.\n"
    f"2. {TASK}\n"
    "Reservation\nBo Berg (M) reserverar sig.\n"
    "Tidigare behandling\nTekniska nämnden 2024-03-12 § 45\n"
)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def document() -> Document:
    """Return a small protocol whose every fact is right."""
    section = Section(
        0,
        len(TEXT),
        "Ny gångbro vid Tallvik",
        "§ 4",
        "TN 2024/9",
        parts=(Part(PartName.MOTIONS, *span("Yrkanden")), Part(PartName.DECISION, *span("Beslut"))),
        facts=(
            Decision(*span("Gångbron byggs enligt alternativ två."), Outcome.OTHER, 1),
            Decision(
                *span("Förvaltningen får i uppdrag att redovisa kostnaden senast den 1 juni 2025."), Outcome.TASKED, 2
            ),
            Vote(*span("6 ja-röster mot 3"), 6, 3, ballots=(Ballot(*span("Anna Ek (S)"), "Anna Ek", "S", Choice.YES),)),
            Motion(*span("Anna Ek (S) yrkar bifall."), ("Anna Ek (S)",)),
            Reservation(*span("Bo Berg (M) reserverar sig."), ("Bo Berg (M)",)),
            Task(*span("Förvaltningen får i uppdrag"), "Förvaltningen", "senast den 1 juni 2025"),
            Basis(*span("Tekniska nämnden 2024-03-12"), dt.date(2024, 3, 12)),
            Reference(
                *span("Tekniska nämnden 2024-03-12 § 45"), "Tekniska nämnden", dt.date(2024, 3, 12), None, "§ 45"
            ),
        ),
    )
    return Document(
        id="0" * 16,
        text=TEXT,
        title="Tekniska nämnden protokoll 2024-04-16",
        kind=Kind.MINUTES,
        organisation="Norrskärs kommun",
        committee="Tekniska nämnden",
        date=dt.date(2024, 4, 16),
        case_number=None,
        pages=(Span(0, len(TEXT)),),
        sections=(section,),
        furniture=(),
        stated=(Stated(0, 0, "place", "Rådhuset", 0.4, "gissat"), Stated(0, 0, "place", "Kajsalen", 0.9, "står så")),
        facts=(
            Attendant(*span("Anna Ek"), "Anna Ek", Presence.DECIDING, "S", "ordförande"),
            Approval(*span("Bo Berg"), Step.CHOSEN, ("Bo Berg (M)",), dt.date(2024, 4, 22)),
        ),
    )


@pytest.fixture
def label() -> Label:
    """Return what a reader would write of the same protocol."""
    return Label(
        "tn.txt",
        {
            "source": "tn.txt",
            "organisation": "Norrskärs kommun",
            "committee": "Tekniska nämnden",
            "kind": "protokoll",
            "date": "2024-04-16",
            "place": "Kajsalen",
            "attendance": [{"name": "Anna Ek", "party": "S", "role": "ordförande", "presence": "beslutande"}],
            "approvals": [{"step": "utsedd att justera", "who": ["Bo Berg (M)"], "date": None}],
            "sections": [
                {
                    "paragraph": "§ 4",
                    "heading": "Ny gångbro vid Tallvik",
                    "case_number": "TN 2024/9",
                    "parts": ["Yrkanden", "Beslut"],
                    "decisions": [
                        {"text": "Gångbron byggs enligt alternativ två.", "outcome": "annat", "number": 1},
                        {
                            "text": TASK,
                            "outcome": "uppdrag",
                            "number": 2,
                        },
                    ],
                    "votes": [{"yes": 6, "no": 3, "ballots": [{"name": "Anna Ek", "party": "S", "choice": "ja"}]}],
                    "motions": [{"who": ["Anna Ek (S)"], "text": "Anna Ek (S) yrkar bifall."}],
                    "reservations": [{"who": ["Bo Berg (M)"]}],
                    "tasks": [{"to": "förvaltningen", "due": "senast den 1 juni 2025", "text": "…"}],
                    "basis": [{"text": "Tekniska nämnden 2024-03-12 § 45", "date": "2024-03-12"}],
                    "references": [
                        {"text": "…", "date": "2024-03-12", "paragraph": "§ 45", "committee": "Tekniska nämnden"}
                    ],
                }
            ],
        },
    )


def with_section(document: Document, **changed: object) -> Document:
    section = dataclasses.replace(document.sections[0], **changed)
    return dataclasses.replace(document, sections=(section,))


def with_facts(document: Document, kind: type[Fact], *facts: Fact) -> Document:
    """Return the document with `facts` in place of those of a `kind` in its §."""
    others = (fact for fact in document.sections[0].facts if not isinstance(fact, kind))
    return with_section(document, facts=(*facts, *others))


def counts(verdict: Verdict) -> tuple[int, int, int]:
    return len(verdict.right), len(verdict.missed), len(verdict.wrong)


class TestScore:
    def test_all_right(self, label, document):
        verdicts = score(label, document)
        assert {field: v for field, v in verdicts.items() if v.missed or v.wrong} == {}
        found = {field for field, v in verdicts.items() if v.right}
        assert found >= {"paragraphs", "outcomes", "votes", "ballots", "due", "basis", "reference_committees", "place"}

    def test_a_title_that_is_not_labelled_is_not_judged(self, label, document):
        assert counts(score(label, document)["title"]) == (0, 0, 0)

    def test_a_paragraph_found_twice_is_wrong_once(self, label, document):
        doubled = dataclasses.replace(document, sections=document.sections * 2)
        verdicts = score(label, doubled)
        assert counts(verdicts["paragraphs"]) == (1, 0, 1)
        assert counts(verdicts["decisions"]) == (2, 0, 2)

    def test_nothing_found(self, label, document):
        bare = dataclasses.replace(document, sections=(), facts=(), stated=(), committee=None)
        verdicts = score(label, bare)
        assert counts(verdicts["paragraphs"]) == (0, 1, 0)
        assert counts(verdicts["committee"]) == (0, 1, 0)
        assert counts(verdicts["attendance_details"]) == (0, 2, 0)  # party and role
        assert verdicts["paragraphs"].precision is None
        assert verdicts["paragraphs"].recall == verdicts["paragraphs"].f1 == 0.0

    def test_facts_under_another_paragraph_are_both_missed_and_wrong(self, label, document):
        verdicts = score(label, with_section(document, paragraph="§ 5"))
        assert counts(verdicts["motions"]) == (0, 1, 1)

    def test_an_outcome_must_agree_where_the_point_is_found(self, label, document):
        first, second = document.sections[0].of(Decision)
        other = with_facts(document, Decision, dataclasses.replace(first, outcome=Outcome.GRANTED), second)
        verdicts = score(label, other)
        assert counts(verdicts["decisions"]) == (2, 0, 0)
        assert counts(verdicts["outcomes"]) == (1, 1, 1)

    @pytest.mark.parametrize(("words", "right"), [("Gångbron byggs enligt", 1), ("Gångbron byggs", 0)])
    def test_a_point_is_found_at_three_fifths_of_its_words(self, label, document, words, right):
        """The label has five words: three of them are enough and two are not."""
        cut = with_facts(document, Decision, Decision(*span(words), Outcome.OTHER, 1))
        assert counts(score(label, cut)["decisions"]) == (right, 2 - right, 1 - right)

    def test_two_points_read_as_one_count_once(self, label, document):
        start, end = span(TEXT[TEXT.index("Gångbron") : TEXT.index("Reservation")])
        merged = with_facts(document, Decision, Decision(start, end, Outcome.TASKED))
        assert counts(score(label, merged)["decisions"]) == (1, 1, 0)

    def test_a_vote_is_its_numbers(self, label, document):
        (vote,) = document.sections[0].of(Vote)
        swapped = with_facts(document, Vote, dataclasses.replace(vote, yes=3, no=6))
        assert counts(score(label, swapped)["votes"]) == (0, 1, 1)
        none_absent = with_facts(document, Vote, dataclasses.replace(vote, absent=0))
        assert counts(score(label, none_absent)["votes"]) == (1, 0, 0)

    def test_a_yrkande_needs_all_who_stand_behind_it(self, label, document):
        label.facts["sections"][0]["motions"][0]["who"].append("Bo Berg (M)")
        assert counts(score(label, document)["motions"]) == (0, 1, 1)

    @pytest.mark.parametrize("who", [("S", "V"), ("V", "S"), ("Ledamöterna för S och V",), ("Socialdemokraterna", "V")])
    def test_parties_are_the_same_however_they_are_named(self, label, document, who):
        label.facts["sections"][0]["reservations"] = [{"who": ["Ledamöterna för S", "Vänsterpartiets två ledamöter"]}]
        reserved = with_facts(document, Reservation, Reservation(*span("Bo Berg"), who))
        assert counts(score(label, reserved)["reservations"]) == (1, 0, 0)

    def test_an_invented_detail_is_wrong(self, label, document):
        (person,) = document.of(Attendant)
        verdict = score(label, dataclasses.replace(document, facts=(dataclasses.replace(person, limits="§ 4"),)))
        assert counts(verdict["attendance"]) == (1, 0, 0)
        assert counts(verdict["attendance_details"]) == (2, 0, 1)

    def test_a_person_named_twice_counts_once(self, label, document):
        twice = dataclasses.replace(document, facts=document.of(Attendant) * 2)
        assert counts(score(label, twice)["attendance"]) == (1, 0, 0)

    def test_a_reference_without_its_body(self, label, document):
        (reference,) = document.sections[0].of(Reference)
        bare = with_facts(document, Reference, dataclasses.replace(reference, committee=None))
        verdicts = score(label, bare)
        assert counts(verdicts["references"]) == (1, 0, 0)
        assert counts(verdicts["reference_committees"]) == (0, 1, 0)

    def test_the_facts_of_headed_parts_are_those_of_the_paper(self, label, document):
        """A memo's sections may be cut otherwise than the label's; what stands in them is compared all the same."""
        label.facts["sections"][0] |= {"paragraph": None}
        verdicts = score(label, with_section(document, paragraph=None, heading="Annan rubrik"))
        assert counts(verdicts["headings"]) == (0, 1, 1)
        assert counts(verdicts["references"]) == (1, 0, 0)


class TestChoices:
    def test_either_of_two_outcomes(self, label, document):
        label.facts["sections"][0]["decisions"][0]["outcome"] = ["bifall", "annat"]
        assert counts(score(label, document)["outcomes"]) == (2, 0, 0)

    def test_optional_facts_are_neither_missed_nor_wrong(self, label, document):
        label.facts["sections"][0]["decisions"][0]["optional"] = True
        assert counts(score(label, document)["decisions"]) == (1, 0, 0)
        assert counts(score(label, with_facts(document, Decision))["decisions"]) == (0, 1, 0)

    def test_a_point_read_together_with_an_optional_remark_is_the_point(self, label, document):
        """The remark is the longer of the two, so more of what was found is in it."""
        remark = {"text": TASK, "outcome": "annat", "optional": True}
        point = {"text": "Gångbron byggs enligt alternativ två.", "outcome": "annat"}
        label.facts["sections"][0]["decisions"] = [point, remark]
        start, end = span(TEXT[TEXT.index("Gångbron") : TEXT.index("\nReservation")])
        together = with_facts(document, Decision, Decision(start, end, Outcome.OTHER))
        assert counts(score(label, together)["decisions"]) == (1, 0, 0)

    def test_a_value_that_may_be_absent(self, label, document):
        label.facts["sections"][0]["tasks"][0]["due"] = ["senast i juni", None]
        (task,) = document.sections[0].of(Task)
        assert counts(score(label, with_facts(document, Task))["due"]) == (0, 0, 0)
        assert counts(score(label, document)["due"]) == (0, 0, 1)
        right = with_facts(document, Task, dataclasses.replace(task, due="Senast i juni"))
        assert counts(score(label, right)["due"]) == (0, 0, 0)

    @pytest.mark.parametrize(
        "heading", ["§ 4 Ny gångbro  vid\nTallvik", "NY GÅNGBRO VID TALLVIK", "Ny gångbro vid Tallvik."]
    )
    def test_what_does_not_tell_headings_apart(self, label, document, heading):
        assert counts(score(label, with_section(document, heading=heading))["paragraph_headings"]) == (1, 0, 0)

    def test_dashes_are_one(self, label, document):
        label.facts["time"] = "13.00–16.45"
        stated = (*document.stated, Stated(0, 0, "time", "13.00-16.45", 1.0, "står så"))
        assert counts(score(label, dataclasses.replace(document, stated=stated))["time"]) == (1, 0, 0)


FACTS = st.builds(
    Claim,
    where=st.sampled_from([None, ("§ 1", 0), ("§ 2", 0)]),
    values=st.tuples(st.frozensets(st.sampled_from("abc"), min_size=1, max_size=2)),
    words=st.one_of(st.none(), st.lists(st.sampled_from(["vi", "de", "ni"]), max_size=4).map(tuple)),
    optional=st.booleans(),
)


@given(st.lists(FACTS, max_size=6), st.lists(FACTS, max_size=6))
def test_every_fact_is_counted_once(wanted, found):
    verdict = compare(wanted, found)
    required = Counter(fact for fact in wanted if not fact.optional)
    assert Counter(verdict.right) + Counter(verdict.missed) == required
    assert len(found) - len(wanted) <= len(verdict.wrong) <= len(found) - len(verdict.right)
    for share in (verdict.precision, verdict.recall, verdict.f1):
        assert share is None or 0 <= share <= 1


@given(st.lists(FACTS, max_size=6))
def test_a_label_agrees_with_itself(wanted):
    wanted = [dataclasses.replace(fact, words=fact.words or None) for fact in wanted]
    verdict = compare(wanted, wanted)
    assert verdict.missed == verdict.wrong == ()


def test_totals_and_report(label, document):
    results = {"a.txt": score(label, document), "b.txt": score(label, with_facts(document, Motion))}
    summed = total(results.values())
    assert counts(summed["motions"]) == (1, 1, 0)
    assert (summed["motions"].precision, summed["motions"].recall) == (1.0, 0.5)
    shown = report.structure_text(results, each=True)
    assert "yrkanden, missat: § 4 · anna ek (s)" in shown
    (row,) = (line.split() for line in shown.splitlines() if line.startswith("yrkanden"))
    assert row == ["yrkanden", "1", "1", "0", "1.000", "0.500", "0.667"]
    kept = json.loads(report.structure_json(results))
    assert kept["fields"]["motions"] == {
        "right": 1, "missed": 1, "wrong": 0, "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3),
    }  # fmt: skip
    assert kept["documents"] == {"a.txt": {}, "b.txt": {"motions": {"missed": ["§ 4 · anna ek (s)"], "wrong": []}}}


class TestEvaluate:
    @pytest.fixture
    def steps(self) -> list[tuple[int, int, str]]:
        """Return where the progress is told."""
        return []

    def test_from_file_to_verdict(self, label, tmp_path, steps):
        (tmp_path / "tn.txt").write_text(TEXT, "utf-8")
        results = evaluate([label], tmp_path, lambda *step: steps.append(step))
        assert steps == [(1, 1, "tn.txt")]
        assert counts(results["tn.txt"]["paragraphs"]) == (1, 0, 0)
        assert counts(results["tn.txt"]["organisation"]) == (0, 1, 0)  # the text names none

    def test_a_paper_is_missing(self, label, tmp_path):
        with pytest.raises(BadDataset, match=r"tn\.txt, som saknas i"):
            evaluate([label], tmp_path, lambda *step: None)

    def test_a_paper_cannot_be_read(self, label, tmp_path):
        (tmp_path / "tn.txt").touch()
        with pytest.raises(BadDataset, match=r"tn\.txt kan inte läsas: Filen är tom"):
            evaluate([label], tmp_path, lambda *step: None)
