"""To take along: answers, quotations, cases and records of searches, as Markdown, Word and JSON.

All of it is made here from the archive's own texts. A caller points at quotations, and each is read anew: what does
not stand in the paper to the letter is refused, so that no file says what the papers do not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from corpus import coverage
from corpus.catalogue.records import Scope
from corpus.errors import BadRequest, NotFound
from corpus.masking import OF_WORDS
from corpus.swedish import case_numbers
from search_api import schemas
from search_api.archive import Archive
from search_api.cases import Course, course
from search_api.citing import Cited
from search_api.takeaway import markdown, papers, treatment, word
from search_api.takeaway.papers import Anything

SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
_ENDING = {schemas.Format.MARKDOWN: "md", schemas.Format.WORD: "docx", schemas.Format.JSON: "json"}
_NAMES = {"answer": "svar", "quote": "citat", "case": "arende", "record": "intyg"}
_NEAREST = "narmast"
_INSTEAD = {
    schemas.Certainty.ANSWER: "Frågan besvaras av handlingarna, så intyget kan inte skrivas. Ta med svaret i stället.",
    schemas.Certainty.NEAREST: (
        "Handlingarna har ställen som ligger nära frågan, så intyget kan inte skrivas. Ta med ställena i stället."
    ),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to save."""

    name: str
    media_type: str
    content: bytes


class Takeaway:
    """What can be taken along from `archive`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._catalogue = archive.index.catalogue
        self._citing = archive.citing

    def take(self, request: schemas.TakeRequest) -> File:
        """The file that is asked for.

        Raises `NotFound` for a paper or a case that is not there, and `BadRequest` for a quotation that the paper does
        not have at its place, and for a record of a search that has an answer or comes near to one; `IndexIncomplete`
        for a record while not all papers can be found.
        """
        taken = self._taken(request)
        name = f"{_name(taken)}-{taken.made.local:%Y-%m-%d-%H%M%S}.{_ENDING[request.format]}"
        match request.format:
            case schemas.Format.MARKDOWN:
                return File(name, markdown.MEDIA_TYPE, markdown.write(papers.paper(taken)).encode())
            case schemas.Format.WORD:
                return File(name, word.MEDIA_TYPE, word.write(papers.paper(taken)))
            case schemas.Format.JSON:
                return File(name, "application/json", taken.model_dump_json(by_alias=True, indent=2).encode())

    def case(self, written: str, organisation: str | None = None) -> tuple[str, Course]:
        """The canonical diarienummer and the course of the case that `written` names. Raises `NotFound`."""
        canonical = case_numbers.case_number(written) or case_numbers.case_number(f"dnr {written}") or written
        found = course(self._catalogue, self._citing, canonical, organisation)
        if not found.steps:
            of = f" hos {organisation}" if organisation else ""
            raise NotFound(f"Inget ärende i arkivet{of} har diarienummer ”{written}”. Kontrollera numret.")
        return canonical, found

    def _taken(self, request: schemas.TakeRequest) -> Anything:
        match request:
            case schemas.TakeAnswer():
                return self._answer(request)
            case schemas.TakeQuote():
                return schemas.TakenQuote(quote=self._quote(request.citation), made=self._made())
            case schemas.TakeCase():
                return self._case(request)
            case schemas.TakeRecord():
                return self._record(request)

    def _quote(self, place: schemas.Place) -> schemas.Taken:
        (cited,) = self._cited([place])
        return _taken(1, cited, cited.part)

    def _answer(self, request: schemas.TakeAnswer) -> schemas.TakenAnswer:
        cited = self._cited(request.citations)
        # What is said beside quotations is said by the archive itself, now, or not at all.
        again = self._archive.ask(request.asked)
        places = [(one.entry.id, one.start, one.end) for one in cited]
        said = {(one.document_id, one.start, one.end): one for one in again.citations}
        same = places == list(said)
        sure = again.certainty is schemas.Certainty.ANSWER and _carried(again, places)
        parts = [said[place].part if place in said else one.part for place, one in zip(places, cited, strict=True)]
        return schemas.TakenAnswer(
            question=OF_WORDS.words(request.asked.question),
            filters=request.asked.filters,
            certainty=schemas.Certainty.ANSWER if sure else schemas.Certainty.NEAREST,
            short=again.short if same else None,
            statements=again.statements if same else [],
            table=again.table if same else None,
            notes=again.notes if same else [],
            quotes=[_taken(number, one, part) for number, (one, part) in enumerate(zip(cited, parts, strict=True), 1)],
            coverage=again.coverage,
            made=self._made(),
        )

    def _case(self, request: schemas.TakeCase) -> schemas.TakenCase:
        canonical, found = self.case(request.case_number, request.organisation)
        return schemas.TakenCase(
            case_number=canonical,
            case_numbers=list(found.case_numbers),
            treatment=list(treatment.lines(found.steps)),
            steps=[schemas.StepView.model_validate(step) for step in found.steps],
            made=self._made(),
        )

    def _record(self, request: schemas.TakeRecord) -> schemas.TakenRecord:
        made = self._made()
        # That nothing is found says something only while everything can be.
        self._archive.index.truth.count()
        self._archive.require_whole()
        response = self._archive.ask(request.asked)
        if response.certainty in _INSTEAD:
            raise BadRequest(_INSTEAD[response.certainty])
        scope = self._archive.scope(request.asked.filters)
        return schemas.TakenRecord(
            question=OF_WORDS.words(request.asked.question),
            filters=request.asked.filters,
            coverage=response.coverage,
            bodies=self._bodies(scope),
            years=self._years(scope),
            nearest=[
                self._citing.stretch(self._citing.document(hit.document_id), hit.start, hit.end).reference
                for hit in response.related
            ],
            made=made,
        )

    def _cited(self, places: Sequence[schemas.Place]) -> list[Cited]:
        return self._citing.quotes([(place.document_id, place.start, place.end, place.quote) for place in places])

    def _bodies(self, scope: Scope) -> list[schemas.SearchedBody]:
        """The bodies that papers in `scope` are of, and what is known to lack of their minutes."""
        gaps = {
            (one.organisation, one.committee): one.gaps for one in coverage.bodies(self._catalogue.audits.minutes())
        }
        found: dict[tuple[str | None, str | None], schemas.SearchedBody] = {}
        for entry in reversed(self._catalogue.entries(scope)):  # the oldest first
            key = (entry.organisation, entry.committee)
            body = found.setdefault(
                key,
                schemas.SearchedBody(
                    organisation=key[0], committee=key[1], documents=0, first=entry.date, last=None,
                    gaps=[gap.message for gap in gaps.get(key, ())],
                ),
            )  # fmt: skip
            body.documents += 1
            body.first = body.first or entry.date
            body.last = entry.date or body.last
        return sorted(found.values(), key=lambda body: (body.organisation or "", body.committee or ""))

    def _years(self, scope: Scope) -> list[schemas.FacetValue]:
        counts: dict[str, int] = {}
        for entry in self._catalogue.entries(scope):
            if entry.date:
                counts[str(entry.date.year)] = counts.get(str(entry.date.year), 0) + 1
        return [schemas.FacetValue(value=year, documents=number) for year, number in sorted(counts.items())]

    def _made(self) -> schemas.Made:
        at = dt.datetime.now(dt.UTC).replace(microsecond=0)
        ids = sorted(entry.id for entry in self._catalogue.entries())
        digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
        return schemas.Made(
            at=at, local=at.astimezone(SWEDISH_TIME), documents=len(ids), contents=f"sha256:{digest}",
            index=self._archive.index.manifest,
        )  # fmt: skip


def _name(taken: Anything) -> str:
    if isinstance(taken, schemas.TakenAnswer) and taken.certainty is not schemas.Certainty.ANSWER:
        return _NEAREST
    return _NAMES[taken.what]


def _carried(response: schemas.AskResponse, places: Sequence[tuple[str, int, int]]) -> bool:
    """Whether each citation of the first statement, which the certainty is of, has words in common with a place."""
    first = set(response.statements[0].citations)
    return all(
        any(
            one.document_id == document_id and one.start < end and start < one.end for document_id, start, end in places
        )
        for one in response.citations
        if one.number in first
    )


def _taken(number: int, cited: Cited, part: str | None) -> schemas.Taken:
    entry = cited.entry
    return schemas.Taken(
        number=number, reference=cited.reference, quote=cited.text, document_id=entry.id, source=entry.source,
        title=entry.title, kind=entry.kind, page=cited.page, start=cited.start, end=cited.end,
        part=part,
    )  # fmt: skip
