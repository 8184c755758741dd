"""A question set through the product's own chunking, retrieval and answering."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from corpus.models import Document, Kind, Section, Span
from corpus.readers.clean import clean
from corpus.sandbox import Sandbox
from eval import evidence, measures
from eval.datasets import Beir, Question, is_beir, read_beir, read_questions
from eval.evidence import DEEPEST
from eval.summary import summarise
from eval.verdicts import Case, judge
from indexer.fusion import Mode
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths
from search_api.answering.kinds import sentences
from search_api.archive import Archive
from search_api.retrieval import Retriever
from search_api.schemas import AskRequest, Grouping

MODES = (Mode.BM25, Mode.DENSE, Mode.HYBRID)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured: a row of means for each mode, the same per query, and for question files the answers."""

    dataset: str
    rows: dict[str, dict[str, float]]
    per_query: list[dict[str, Any]]
    answers: dict[str, Any] | None = None


def run(path: Path, documents: Path | None, options: Options, progress: Progress, *, answering: bool = True) -> Result:
    """Measure the BEIR folder or the question file at `path`, the latter over the papers of `documents`.

    Without `answering`, the questions of a file are searched for and not answered.
    """
    if is_beir(path):
        return run_beir(read_beir(path), options, progress)
    questions = read_questions(path)
    if documents is None:
        raise BadDataset(f"Frågefilen {path} behöver handlingarna: ange mappen med --documents.")
    return run_questions(path.stem, questions, documents, options, progress, answering=answering)


def run_beir(dataset: Beir, options: Options, progress: Progress) -> Result:
    """A BEIR set: each text cut into passages by the product's chunker, scoring as its best passage."""
    with throwaway_index(options) as index:
        retriever = Retriever(index)
        for number, (key, (title, text)) in enumerate(dataset.corpus.items(), 1):
            index.add(_beir_document(key, title, text), key)
            progress("indexerar", number, len(dataset.corpus))
        retriever.vocabulary.refresh()
        rankings = _rankings(retriever, dataset.queries, progress)
    return _result(dataset.name, dataset.qrels, rankings, dataset.queries)


def run_questions(
    name: str,
    questions: Sequence[Question],
    folder: Path,
    options: Options,
    progress: Progress,
    *,
    answering: bool = True,
) -> Result:
    """A question file over the papers of `folder`; each quote of the evidence is one thing to find."""
    with throwaway_index(options) as index:
        with Sandbox() as sandbox:
            for outcome in index_paths(index, [folder], sandbox):
                progress("indexerar", outcome.number, outcome.total)
        return measure(index, name, questions, progress, answering=answering)


def measure(
    index: Index,
    name: str,
    questions: Sequence[Question],
    progress: Progress,
    *,
    modes: Sequence[Mode] = MODES,
    answering: bool = True,
) -> Result:
    """A question file over the papers that `index` holds; raises `BadDataset` where the evidence is not in them.

    `modes` are what is searched by, the fused one among them.
    """
    archive = Archive(index)
    archive.retriever.vocabulary.refresh()
    documents = {entry.source: index.catalogue.document(entry.id) for entry in index.catalogue.entries()}
    places = {question.id: evidence.find(question, documents) for question in questions}
    answerable = [question for question in questions if question.answerable]
    qrels = {question.id: {str(n): 1 for n in range(len(question.evidence))} for question in answerable}
    rankings: dict[Mode, dict[str, list[str]]] = {}
    for mode in modes:
        rankings[mode] = {}
        for number, question in enumerate(answerable, 1):
            progress(f"söker ({mode})", number, len(answerable))
            rankings[mode][question.id] = evidence.ranking(archive.retriever, question, places[question.id], mode)
    result = _result(name, qrels, rankings, {question.id: question.text for question in questions})
    if not answering:
        return result
    by_id = {document.id: document for document in documents.values() if document}
    texts = {key: document.text for key, document in by_id.items()}
    fused = {row["id"]: row[Mode.HYBRID.value] for row in result.per_query}
    judged = []
    kept = {row["id"]: row for row in result.per_query}
    for number, question in enumerate(questions, 1):
        progress("frågar", number, len(questions))
        asked = archive.prepare(AskRequest(question=question.text))
        answer = archive.respond(asked, None)
        held_back = None if answer.answered or not answer.confidence else sentences.chosen(archive.pose(asked).reading)
        found = question.id in fused and fused[question.id]["R@10"] > 0
        of = places[question.id]
        case = Case(question, of, evidence.items(of, by_id), asked, answer, held_back, found)
        verdict = judge(case, texts)
        judged.append((question, verdict))
        row = kept.setdefault(question.id, {"id": question.id, "question": question.text})
        row |= {"type": question.type, "answer": answer.answer, "short": answer.short} | asdict(verdict)
    return Result(name, result.rows, list(kept.values()), summarise(judged, fused))


@contextmanager
def throwaway_index(options: Options) -> Iterator[Index]:
    """A throw-away index with the model of `options`."""
    with tempfile.TemporaryDirectory() as folder, Index(Options(Path(folder), options.embedding)) as index:
        yield index


def _beir_document(key: str, title: str, text: str) -> Document:
    body = clean(text).strip() or "-"
    return Document(
        id=key, text=body, title=clean(title), kind=Kind.OTHER, organisation=None, committee=None, date=None,
        case_number=None, pages=(Span(0, len(body)),), sections=(Section(0, len(body), clean(title)),), furniture=(),
    )  # fmt: skip


def _rankings(retriever: Retriever, queries: dict[str, str], progress: Progress) -> dict[Mode, dict[str, list[str]]]:
    found: dict[Mode, dict[str, list[str]]] = {mode: {} for mode in MODES}
    for number, (key, text) in enumerate(queries.items(), 1):
        for mode in MODES:
            ranking = retriever.retrieve(text, grouping=Grouping.DOCUMENT, limit=DEEPEST, mode=mode)
            found[mode][key] = [hit.found.entry.id for hit in ranking.hits]
        progress("söker", number, len(queries))
    return found


def _result(
    name: str, qrels: dict[str, dict[str, int]], rankings: dict[Mode, dict[str, list[str]]], texts: dict[str, str]
) -> Result:
    scores = {mode: measures.ranking(qrels, found) for mode, found in rankings.items()}
    rows = {mode.value: measures.mean(list(of.values())) for mode, of in scores.items()}
    per_query = [
        {"id": key, "question": texts[key]} | {mode.value: of[key] for mode, of in scores.items()} for key in qrels
    ]
    return Result(name, rows, per_query)
