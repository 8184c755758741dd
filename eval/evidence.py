"""Where the evidence of a question stands in the papers, and what of it a ranking finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import BadDataset
from corpus.models import Document
from eval import measures
from eval.datasets import Question
from indexer.fusion import Mode
from search_api.retrieval import Retriever

# How deep a ranking is measured.
DEEPEST = 100
# Of a quote so much in a passage finds it.
LEAST_FOUND = 0.5

# For each quote of the evidence its document's id and its places there.
Places = list[tuple[str, list[measures.Place]]]


@dataclass(frozen=True, slots=True)
class Item:
    """The § that evidence stands in, or the whole paper where it has no §: from `start` to `end` of its text."""

    document: Document
    start: int
    end: int
    paragraph: str | None
    case_number: str | None

    def holds(self, document_id: str, start: int, end: int) -> bool:
        """Whether a stretch of a document reaches into it."""
        return document_id == self.document.id and start < self.end and self.start < end


def find(question: Question, documents: Mapping[str, Document | None]) -> Places:
    """The places of each quote of the evidence; `documents` by source. Raises `BadDataset` where one is missing."""
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


def items(places: Places, documents: Mapping[str, Document]) -> list[Item]:
    """The § and papers that the evidence stands in, each once, in its order; `documents` by id."""
    found: dict[tuple[str, int], Item] = {}
    for document_id, spans in places:
        document = documents[document_id]
        for span in spans:
            inside = [one for one in document.sections if one.paragraph and one.start <= span.start < one.end]
            item = Item(document, 0, len(document.text), None, document.case_number)
            if inside:
                held = inside[0]
                item = Item(document, held.start, held.end, held.paragraph, held.case_number or document.case_number)
            found.setdefault((document_id, item.start), item)
    return list(found.values())


def ranking(retriever: Retriever, question: Question, places: Places, mode: Mode) -> list[str]:
    """The hits as what they prove: the numbers of the quotes that a passage is first to hold half of, else its id."""
    seen: set[str] = set()
    ranked = []
    for hit in retriever.retrieve(question.text, limit=DEEPEST, mode=mode).hits:
        passage = hit.found.passage
        held = [
            str(n) for n, place in enumerate(places)
            if reached(place, passage.document_id, passage.start, passage.end) >= LEAST_FOUND
        ]  # fmt: skip
        new = [n for n in held if n not in seen]
        seen.update(new)
        # Several quotes in one passage are all found with it.
        ranked += new or [passage.id]
    return ranked


def reached(place: tuple[str, Sequence[measures.Place]], document_id: str, start: int, end: int) -> float:
    """How much of a quote at its `place` a stretch of a document holds, 0 to 1."""
    of, spans = place
    return max((measures.overlap(span, start, end) for span in spans), default=0.0) if of == document_id else 0.0
