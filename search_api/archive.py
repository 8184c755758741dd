"""The archive as it is asked: the wire contract's requests in, its responses out, over one open index."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus import isolation
from corpus.catalogue.records import Found, Kept, Scope
from corpus.catalogue.selection import FACETS
from corpus.errors import BadRequest, IndexIncomplete, NotFound
from corpus.models import Document
from corpus.swedish import case_numbers, paragraphs
from indexer import backup
from indexer.index import Index
from indexer.seen import SeenIndex
from search_api import schemas, views
from search_api.amendments import NOBODY, Amendments, Naming
from search_api.answering import notes
from search_api.answering.answer import Answer, Quote
from search_api.answering.answerer import Answerer
from search_api.answering.columns import Columns
from search_api.answering.composing.composed import compose
from search_api.answering.composing.language_model import LanguageModel, ModelOptions
from search_api.answering.posed import Posed
from search_api.answering.reading.reader import READ
from search_api.citing import Citing
from search_api.feedback import Opinions
from search_api.lacks import Lacks
from search_api.originals import Left, Originals
from search_api.query.synonyms import Table
from search_api.retrieval import Ranked, Ranking, Retriever
from search_api.shown import Shown
from search_api.tracing import step


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found for it."""

    request: schemas.AskRequest
    scope: Scope
    ranking: Ranking
    counted: bool
    started: float

    @property
    def passages(self) -> list[Found]:
        """What a language model is given, best first: nothing where the catalogue counts, or lacks what is named."""
        hits = self.ranking.hits
        named = self.ranking.interpretation.scopes(self.scope)
        lacks = bool(named) and not any(hit.exact for hit in hits)
        return [] if self.counted or lacks else [hit.found for hit in hits]


class Archive:
    """Search, questions, documents and facets of `index`; safe to ask from several threads."""

    def __init__(
        self,
        index: Index | SeenIndex,
        upload_limit: int = 200 * 2**20,
        language_model: ModelOptions | None = None,
        synonyms: Table | None = None,
    ) -> None:
        self.language_model = LanguageModel(language_model) if language_model else None
        self.index = index
        self.upload_limit = upload_limit
        self.retriever = Retriever(index, synonyms)
        self.citing = Citing(index.catalogue)
        self.opinions = Opinions(index, self.citing)
        self.originals = Originals(index)
        self.amendments = Amendments(index)
        self._answerer = Answerer(index.catalogue, self.retriever, self.citing)
        self._shown = Shown(self.citing)
        self._lacks = Lacks(index.catalogue)
        self._facets: tuple[int, schemas.Facets] = (-1, schemas.Facets(organisation=[], committee=[], kind=[], year=[]))

    def search(self, request: schemas.SearchRequest) -> schemas.SearchResponse:
        """The hits of a search. Raises `BadRequest` for a filter value that no document has."""
        started = time.perf_counter()
        scope = self.scope(request.filters)
        with step("retrieval"):
            ranking = self.retriever.retrieve(
                request.query,
                scope,
                grouping=request.group_by,
                offset=request.offset,
                limit=request.limit,
                ignore=frozenset(request.ignore),
            )
        return schemas.SearchResponse(
            query=request.query,
            interpreted=self._shown.interpreted(ranking, request.filters),
            total=ranking.total,
            hits=self._shown.hits(request.query, ranking.hits, request.offset, explain=request.explain),
            took_ms=_since(started),
        )

    def ask(self, request: schemas.AskRequest) -> schemas.AskResponse:
        """An answer that stands on verbatim quotes, or none with the nearest hits. Waits for the language model."""
        asked = self.prepare(request)
        model = self.language_model
        return self.respond(asked, compose(request.question, asked.passages, model) if model else None)

    def prepare(self, request: schemas.AskRequest) -> Asked:
        """What is found for a question. Raises `BadRequest` as a search does."""
        started = time.perf_counter()
        scope = self.scope(request.filters)
        with step("retrieval"):
            ranking = self.retriever.retrieve(
                request.question, scope, limit=max(request.limit, READ), ignore=frozenset(request.ignore)
            )
        counted = self.language_model is not None and self._answerer.counts(ranking, scope)
        return Asked(request, scope, ranking, counted, started)

    def respond(self, asked: Asked, answer: Answer | None) -> schemas.AskResponse:
        """The response with `answer`, or with the one that needs no model where there is none."""
        request, scope, ranking = asked.request, asked.scope, asked.ranking
        with step("answer"):
            answer = Columns(self.index.catalogue).beside(answer or self._answerer.answer(ranking, scope))
        statements: list[schemas.Statement] = []
        cited: dict[tuple[str, int, int], tuple[int, Quote]] = {}
        with step("verification"):
            # The last gate: what does not stand in the document to the letter is not said.
            told = [one for one in answer.statements if all(map(self._verbatim, one.quotes))]
        for statement in told:
            numbers = []
            for quote in statement.quotes:
                place = (quote.found.entry.id, quote.start, quote.end)
                numbers.append(cited.setdefault(place, (len(cited) + 1, quote))[0])
            statements.append(schemas.Statement(text=statement.text, citations=numbers))
        hits = self._shown.hits(request.question, ranking.hits[: request.limit], 0)
        documents, first_day, last_day = self.index.catalogue.count(scope)
        near = {(hit.organisation, hit.committee) for hit in hits}
        trouble = self.index.truth.trouble
        warnings = [*([trouble] if trouble else []), *self._lacks.warnings(scope, documents, near)]
        certainty = answer.certainty if statements else schemas.Certainty.NONE
        disputed = notes.disputed(self.index.catalogue, {document_id for document_id, _, _ in cited})
        return schemas.AskResponse(
            question=request.question,
            interpreted=self._shown.interpreted(ranking, request.filters),
            certainty=certainty,
            answered=certainty is not schemas.Certainty.NONE,
            kind=answer.kind.value if statements else None,
            short=answer.short if certainty is schemas.Certainty.ANSWER else None,
            answer=" ".join(statement.text for statement in statements) or None,
            table=schemas.TableView.model_validate(answer.table) if answer.table and statements else None,
            notes=[*disputed, *(note for note in answer.notes if note not in warnings)],
            statements=statements,
            citations=self._shown.citations([quote for _, quote in cited.values()]),
            confidence=round(answer.confidence, 3),
            coverage=schemas.Coverage(documents=documents, first=first_day, last=last_day, warnings=warnings),
            related=hits,
            took_ms=_since(asked.started),
        )

    def pose(self, asked: Asked) -> Posed:
        """The question as the kinds of answer see it."""
        return self._answerer.pose(asked.ranking, asked.scope)

    def scope(self, filters: schemas.Filters) -> Scope:
        """The filters as a scope, every value checked against the archive."""
        if filters.date_from and filters.date_to and filters.date_from > filters.date_to:
            raise BadRequest(f"Perioden börjar {filters.date_from} men slutar {filters.date_to}. Byt plats på datumen.")
        chosen = {name: getattr(filters, name) for name in FACETS}
        facets = self.facets() if any(chosen.values()) else None
        for name, values in chosen.items():
            known = [one.value for one in getattr(facets, name)] if facets else []
            for value in values:
                if value not in known:
                    raise BadRequest(
                        f"Filtret {name} har inget värde ”{value}” i arkivet. Det finns: {', '.join(known) or 'inga'}."
                    )
        canonical = _canonical_case(filters.case_number)
        paragraph = _canonical_paragraph(filters.paragraph)
        for name, value in (("case_number", canonical), ("paragraph", paragraph)):
            if value and not self.index.catalogue.knows(name, value):
                raise BadRequest(
                    f"Filtret {name} har inget värde ”{value}” i arkivet. Sök utan filtret, eller rätta det."
                )
        return Scope(
            tuple(filters.organisation), tuple(filters.committee), tuple(filters.kind), canonical, paragraph,
            filters.date_from, filters.date_to,
        )  # fmt: skip

    def documents(self, filters: schemas.Filters, offset: int, limit: int) -> schemas.DocumentList:
        """A page of the documents in `filters`, newest first."""
        scope = self.scope(filters)
        entries = self.index.catalogue.entries(scope, offset, limit)
        return schemas.DocumentList(
            total=self.index.catalogue.count(scope)[0], documents=[views.line(e) for e in entries]
        )

    def document(self, document_id: str, naming: Naming = NOBODY) -> schemas.DocumentView:
        """A document with its pages and sections, also one in whose place another stands.

        Who amended it is told where it is of the organisations `naming`, None for all.
        """
        kept, document = self._kept(document_id)
        return views.document(self.index.catalogue, kept, document, self.index.options.masked, naming)

    def quality(self) -> schemas.QualityReport:
        """How well the archive was read, and what it lacks."""
        return views.report(self.index.catalogue)

    def text(self, document_id: str) -> str:
        """The whole text of a document."""
        return self._kept(document_id)[1].text

    def file(self, document_id: str) -> Path:
        """The file that holds a document, unmasked as it was given: for a paper of a zip, a letter or a packet, that.

        Not one with anything in it that is held back, nor one from which another paper has been withdrawn.
        """
        self._kept(document_id)
        return self.originals.give(document_id)

    def withdraw(self, document_id: str) -> schemas.Receipt:
        """Remove a document from vectors, catalogue and answers, and its uploaded file; other files are not ours.

        The receipt is of what is there afterwards: rows, vectors and files are looked for anew.
        """
        self._kept(document_id)
        catalogue = self.index.catalogue.whole  # a file of several may hold papers of others too
        files = self.originals.of(document_id)
        earlier = [old for old, new in catalogue.versions.corrections(document_id) if new == document_id]
        # Before anything is removed: a list of them that cannot be read is an error, and a receipt is owed after it.
        backups = [one.folder for one in backup.known_backups(self.index.options.data_dir) if one.may_hold(document_id)]
        event = self.index.withdraw(document_id, catalogue.source(document_id))
        deleted, left = self.originals.delete(files)
        if not catalogue.checkpoint():
            left.append(Left("catalogue.sqlite-wal", "Katalogens logg läses just nu. Den töms när tjänsten stoppas."))
        found_again = self.index.catalogue.entries(ids=earlier) if earlier else []
        return schemas.Receipt(
            **asdict(event),
            left_documents=int(catalogue.document(document_id) is not None),
            left_passages=len(catalogue.passages(document_id)),
            left_vectors=self.index.count_vectors(document_id),
            files_deleted=deleted,
            files_left=[one.source for one in left],
            why_left={one.source: one.why for one in left},
            found_again=[views.line(entry) for entry in found_again],
            backups=backups,
        )

    def require(self, document_id: str) -> None:
        """Raise `NotFound` where there is no such document."""
        self._kept(document_id)

    def _kept(self, document_id: str) -> tuple[Kept, Document]:
        kept, document = self.index.catalogue.kept(document_id), self.index.catalogue.document(document_id)
        if kept is None or document is None:
            raise NotFound(f"Det finns ingen handling med id ”{document_id}” i arkivet. Sök fram den på nytt.")
        return kept, document

    def case(self, case_number: str) -> schemas.CaseView:
        """All passages of a case, by date and place."""
        canonical = case_numbers.case_number(case_number) or case_number
        passages = self.index.catalogue.case_passages(canonical)
        if not passages:
            raise NotFound(f"Inget ärende i arkivet har diarienummer ”{case_number}”. Kontrollera numret.")
        found = self.index.catalogue.find([passage.id for passage in passages])
        return schemas.CaseView(
            case_number=canonical, hits=self._shown.hits("", [Ranked(f, 0.0, True) for f in found], 0)
        )

    def facets(self, filters: schemas.Filters = schemas.Filters()) -> schemas.Facets:
        """The values of each filter, with how many documents have each within the other `filters`.

        Counted once for the whole archive, until it is written to.
        """
        catalogue, scope = self.index.catalogue, self.scope(filters)
        if not scope.is_empty:
            return _facets(catalogue.facets(scope))
        revision = catalogue.revision
        if self._facets[0] != revision:
            self._facets = (revision, _facets(catalogue.facets()))
        return self._facets[1]

    def ready(self) -> schemas.Health:
        """That the archive can be searched, how many papers it holds and what its index was made with.

        Raises `IndexIncomplete` while papers are not found as they should be.
        """
        self.require_whole()
        documents, _, _ = self.index.catalogue.count()
        return schemas.Health(
            status="ready", documents=documents, manifest=self.index.manifest, isolation=isolation.isolation()
        )

    def require_whole(self) -> None:
        """Raise `IndexIncomplete` while the vectors do not hold all papers as the catalogue does."""
        if trouble := self.index.truth.trouble:
            raise IndexIncomplete(trouble, 60)

    def _verbatim(self, quote: Quote) -> bool:
        """Whether the stored text of the document has the quote at its offsets, read anew."""
        stored = self.index.catalogue.slice(quote.found.entry.id, quote.start, quote.end)
        return bool(quote.text) and stored == quote.text


def _facets(counted: Mapping[str, Sequence[tuple[str, int]]]) -> schemas.Facets:
    return schemas.Facets(
        **{
            name: [schemas.FacetValue(value=value, documents=number) for value, number in values]
            for name, values in counted.items()
        }
    )


def _canonical_case(written: str | None) -> str | None:
    if written is None:
        return None
    canonical = case_numbers.case_number(written) or case_numbers.case_number(f"dnr {written}")
    if canonical is None:
        raise BadRequest(f"Filtret case_number är ”{written}”. Skriv ett diarienummer, till exempel KS 2021/118.")
    return canonical


def _canonical_paragraph(written: str | None) -> str | None:
    if written is None:
        return None
    canonical = paragraphs.first(written if "§" in written else f"§ {written}")
    if canonical is None:
        raise BadRequest(f"Filtret paragraph är ”{written}”. Skriv en paragraf, till exempel § 12.")
    return canonical


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
