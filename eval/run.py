"""A question set through the product's own chunking, retrieval and answering."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from corpus.models import Document, Kind, Section, Span
from corpus.readers.clean import clean
from corpus.sandbox import Sandbox
from eval import measures
from eval.datasets import Beir, Question, is_beir, read_beir, read_questions
from indexer.fusion import Mode
from indexer.index import Index, Options
from indexer.pipeline import index_paths
from search_api.archive import Archive
from search_api.retrieval import Retriever
from search_api.schemas import AskRequest, AskResponse, Grouping

DEEPEST = 100

Progress = Callable[[str, int, int], None]
# For each quote of the evidence its document's id and its places there.
Places = list[tuple[str, list[measures.Place]]]


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
    index: Index, name: str, questions: Sequence[Question], progress: Progress, *, answering: bool = True
) -> Result:
    """A question file over the papers that `index` holds; raises `BadDataset` where the evidence is not in them."""
    archive = Archive(index)
    archive.retriever.vocabulary.refresh()
    documents = {entry.source: index.catalogue.document(entry.id) for entry in index.catalogue.entries()}
    places = {question.id: evidence_places(question, documents) for question in questions}
    answerable = [question for question in questions if question.answerable]
    qrels = {question.id: {str(n): 1 for n in range(len(question.evidence))} for question in answerable}
    rankings: dict[Mode, dict[str, list[str]]] = {}
    for mode in Mode:
        rankings[mode] = {}
        for number, question in enumerate(answerable, 1):
            progress(f"söker ({mode})", number, len(answerable))
            rankings[mode][question.id] = evidence_ranking(archive.retriever, question, places[question.id], mode)
    result = _result(name, qrels, rankings, {question.id: question.text for question in questions})
    if not answering:
        return result
    texts = {document.id: document.text for document in documents.values() if document}
    by_id = {row["id"]: row for row in result.per_query}
    judged = []
    for number, question in enumerate(questions, 1):
        progress("frågar", number, len(questions))
        answer = archive.ask(AskRequest(question=question.text))
        verdict = _judge(answer, places[question.id], texts)
        judged.append((question, verdict))
        by_id.setdefault(question.id, {"id": question.id, "question": question.text})
        by_id[question.id] |= {
            "type": question.type,
            "answer": answer.answer,
            "confidence": answer.confidence,
        } | verdict
    return Result(name, result.rows, list(by_id.values()), _summary(judged, by_id))


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
    found: dict[Mode, dict[str, list[str]]] = {mode: {} for mode in Mode}
    for number, (key, text) in enumerate(queries.items(), 1):
        for mode in Mode:
            ranking = retriever.retrieve(text, grouping=Grouping.DOCUMENT, limit=DEEPEST, mode=mode)
            found[mode][key] = [hit.found.entry.id for hit in ranking.hits]
        progress("söker", number, len(queries))
    return found


def evidence_places(question: Question, documents: dict[str, Document | None]) -> Places:
    """For each quote of the evidence its document's id and its places there."""
    found = []
    for evidence in question.evidence:
        document = documents.get(evidence.document)
        if document is None:
            raise BadDataset(
                f"Frågan {question.id} hänvisar till {evidence.document}, som inte finns bland handlingarna"
                " eller inte kan läsas."
            )
        places = measures.find_quote(evidence.quote, document.text)
        if not places:
            raise BadDataset(f"Frågan {question.id}: beviset ”{evidence.quote}” står inte i {evidence.document}.")
        found.append((document.id, places))
    return found


def evidence_ranking(retriever: Retriever, question: Question, places: Places, mode: Mode) -> list[str]:
    """The hits as what they prove: the numbers of the quotes that a passage is first to hold half of, else its id."""
    seen: set[str] = set()
    ranking = []
    for hit in retriever.retrieve(question.text, limit=DEEPEST, mode=mode).hits:
        passage = hit.found.passage
        held = [
            str(n)
            for n, (document_id, spans) in enumerate(places)
            if document_id == passage.document_id
            and any(measures.overlap(s, passage.start, passage.end) >= 0.5 for s in spans)
        ]
        new = [n for n in held if n not in seen]
        seen.update(new)
        # Several quotes in one passage are all found with it.
        ranking += new or [passage.id]
    return ranking


def _result(
    name: str, qrels: dict[str, dict[str, int]], rankings: dict[Mode, dict[str, list[str]]], texts: dict[str, str]
) -> Result:
    scores = {mode: measures.ranking(qrels, rankings[mode]) for mode in Mode}
    rows = {mode.value: measures.mean(list(scores[mode].values())) for mode in (Mode.BM25, Mode.DENSE, Mode.HYBRID)}
    per_query = [
        {"id": key, "question": texts[key]} | {mode.value: scores[mode][key] for mode in Mode} for key in qrels
    ]
    return Result(name, rows, per_query)


def _judge(answer: AskResponse, places: Places, texts: dict[str, str]) -> dict[str, Any]:
    verbatim = [texts[c.document_id][c.start : c.end] == c.quote for c in answer.citations]
    carried = any(
        document_id == citation.document_id
        and any(measures.overlap(place, citation.start, citation.end) >= 0.8 for place in spans)
        for document_id, spans in places
        for citation in answer.citations
    )
    return {"answered": answer.answered, "carried": carried, "verbatim": verbatim}


def _summary(judged: Iterable[tuple[Question, dict[str, Any]]], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    judged = list(judged)
    quotes = [quote for _, verdict in judged for quote in verdict["verbatim"]]
    types: dict[str, dict[str, float | None]] = {}
    for kind in dict.fromkeys(question.type for question, _ in judged):
        rows = [(question, verdict) for question, verdict in judged if question.type == kind]
        types[kind] = _shares(rows) | {
            "questions": len(rows),
            "nDCG@10": _share([by_id[q.id]["hybrid"]["nDCG@10"] for q, _ in rows if q.answerable]),
            "R@10": _share([by_id[q.id]["hybrid"]["R@10"] for q, _ in rows if q.answerable]),
        }
    return _shares(judged) | {"verbatim": _share(quotes), "quotes": len(quotes), "types": types}


def _shares(rows: Sequence[tuple[Question, dict[str, Any]]]) -> dict[str, float | None]:
    answerable = [verdict for question, verdict in rows if question.answerable]
    unanswerable = [verdict for question, verdict in rows if not question.answerable]
    return {
        "evidence_carried": _share([verdict["carried"] for verdict in answerable]),
        "answered": _share([verdict["answered"] for verdict in answerable]),
        "right_abstentions": _share([not verdict["answered"] for verdict in unanswerable]),
    }


def _share(values: Sequence[float | bool]) -> float | None:
    """The mean, or None where there is nothing to take it of."""
    return sum(values) / len(values) if values else None
