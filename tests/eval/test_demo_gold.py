"""The demonstration archive and its questions: as rich as promised, and every piece of evidence where it should be."""

import json
import re
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Document
from corpus.sandbox import Sandbox
from eval.datasets import Question, read_questions
from eval.measures import find_quote

GOLD = Path(str(resources.files("eval").joinpath("gold/demo.jsonl")))
PAPERS = Path(str(resources.files("corpus").joinpath("demo/papers")))
TYPES = {
    "fakta", "beslut", "deltagare", "ärendekedja", "motivering", "parafras", "diarienummer", "antal", "obesvarbar",
}  # fmt: skip


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """Return the questions of the demonstration archive."""
    return read_questions(GOLD)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Return the lines of the question file, with the fields that not every type has."""
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def archive(sandbox: Sandbox) -> dict[str, Document | None]:
    """Return every paper by its source, as the product reads it; None for a scan where there is no OCR."""
    found: dict[str, Document | None] = {}
    for path in sorted(PAPERS.rglob("*")):
        if path.is_file():
            (paper,) = sandbox.read(path.read_bytes(), path.name)
            found[path.relative_to(PAPERS).as_posix()] = paper.document
    return found


def test_enough_questions_of_all_types(questions):
    assert len(questions) >= 120
    assert {question.type for question in questions} == TYPES
    assert sum(not question.answerable for question in questions) >= 15
    assert min(Counter(question.type for question in questions).values()) >= 5


def test_ids_and_questions_are_unique(questions):
    assert len({question.id for question in questions}) == len(questions)
    assert len({question.text.casefold() for question in questions}) == len(questions)


def test_answerable_means_that_there_is_evidence(questions):
    for question in questions:
        assert question.answerable == bool(question.evidence) == (question.type != "obesvarbar"), question.id
        assert question.answer.strip(), question.id


def test_documents_exist(questions, archive):
    named = {evidence.document for question in questions for evidence in question.evidence}
    assert named <= set(archive)
    assert len(named) >= 40  # questions on many papers, not on a favourite few


def test_evidence_stands_in_its_document(questions, archive):
    """Every quote, as our own reader reads the paper; and, where a § is named, in that §."""
    missing, astray = [], []
    for question in questions:
        for evidence in question.evidence:
            document = archive[evidence.document]
            places = find_quote(evidence.quote, document.text) if document else []
            if not places:
                missing.append((question.id, evidence.document, evidence.quote))
            elif evidence.paragraph and not any(
                section.paragraph == evidence.paragraph and section.start <= place.start and place.end <= section.end
                for section in document.sections
                for place in places
            ):
                astray.append((question.id, evidence.document, evidence.paragraph, evidence.quote))
    assert missing == []
    assert astray == []


def test_quotes_are_folded(questions):
    """One blank between words, so that a quote reads the same wherever it was wrapped."""
    for question in questions:
        for evidence in question.evidence:
            assert evidence.quote == re.sub(r"\s+", " ", evidence.quote).strip(), question.id


def test_numbers_of_the_answer_stand_in_its_evidence(questions):
    """What is held to be right is carried by what is held to prove it."""
    for question in questions:
        if question.type == "fakta":
            sums = re.findall(r"\d[\d ]*\d(?:,\d+)? (?:kronor|procent|meter)", question.answer)
            proof = " ".join(evidence.quote for evidence in question.evidence)
            assert all(re.sub(r"\D", "", value) in re.sub(r"[^\d,]", "", proof).replace(",", "") for value in sums), (
                question.id
            )


def test_members_stand_in_their_evidence(rows, questions):
    """All that a list holds, each once, each word for word in what proves it."""
    proof = {question.id: " ".join(evidence.quote for evidence in question.evidence) for question in questions}
    lists = [row for row in rows if "members" in row]
    assert len(lists) >= 15
    for row in lists:
        assert row["type"] == "deltagare", row["id"]
        assert len(row["members"]) == len(set(row["members"])) >= 2, row["id"]
        assert [member for member in row["members"] if member not in proof[row["id"]]] == [], row["id"]


def test_a_count_is_the_number_of_decisions_behind_it(rows, questions):
    """As many quotes as were counted, each of another decision."""
    evidence = {question.id: question.evidence for question in questions}
    for row in rows:
        assert ("count" in row) == (row["type"] == "antal"), row["id"]
        if "count" in row:
            decisions = {(found.document, found.paragraph) for found in evidence[row["id"]]}
            assert row["count"] == len(evidence[row["id"]]) == len(decisions), row["id"]


def test_the_file_is_json_lines_of_known_fields(rows):
    known = {
        "id", "question", "type", "answerable", "document", "paragraph", "answer", "evidence", "also", "members",
        "count",
    }  # fmt: skip
    for row in rows:
        assert set(row) <= known


def test_the_archive_is_rich(archive):
    read = [document for document in archive.values() if document]
    sections = {
        (document.id, section.paragraph) for document in read for section in document.sections if section.paragraph
    }
    assert len(archive) >= 60
    assert len(sections) >= 150
    assert len({(document.organisation, document.committee) for document in read if document.committee}) >= 6
    assert len({document.kind for document in read}) >= 8
    assert {Path(source).suffix for source in archive} == {".txt", ".md", ".docx", ".pdf"}


def test_the_archive_has_a_scan(archive):
    """One at least, a PDF, without a text layer: read by OCR where that is there. All others without a complaint."""
    scans = [
        source
        for source, document in archive.items()
        if document is None or any(page.scanned for page in document.page_quality)
    ]
    assert scans
    assert all(source.endswith(".pdf") for source in scans)
    assert {source: document.warnings for source, document in archive.items() if document and document.warnings} == {}
