"""A question that was asked, with all that its page shows: fetched once, kept while the visitor looks around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import BeslutsminneError
from search_api.client import Client
from search_api.schemas import AskRequest, AskResponse, Citation, Hit, ReadingView, Twin
from ui.web.passage import Span, Surroundings, surroundings


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer cites, once or more, or a further hit, which has no `citations`.

    `also` is where else the same text stands.
    """

    hit: Hit
    citations: tuple[Citation, ...]
    around: Surroundings | None
    also: tuple[Twin, ...]

    @property
    def name(self) -> str:
        """What tells this source from the others of its page."""
        return f"kalla-{self.citations[0].number}" if self.citations else f"traff-{self.hit.rank}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, or none, to `request`.

    `limits` is how many filters it was asked within, `ignored` the readings of the question that were taken away.
    """

    request: AskRequest
    response: AskResponse
    limits: int
    ignored: tuple[ReadingView, ...]
    sources: tuple[Source, ...]
    others: tuple[Source, ...]


def gather(
    request: AskRequest, response: AskResponse, limits: int, api: Client, ignored: Iterable[ReadingView] = ()
) -> Asked:
    """Group the citations by passage, and fetch what surrounds them and the other hits."""
    texts = _Texts(api)
    twins = {hit.passage_id: tuple(hit.also) for hit in response.related}
    cited: dict[str, list[Citation]] = {}
    for citation in response.citations:
        cited.setdefault(citation.passage_id, []).append(citation)
    sources = [
        Source(
            group[0],
            tuple(group),
            texts.around(group[0].document_id, [(c.start, c.end) for c in group]),
            twins.get(passage_id, ()),
        )
        for passage_id, group in cited.items()
    ]
    others = [
        Source(hit, (), texts.around(hit.document_id, [(hit.start, hit.end)]), tuple(hit.also))
        for hit in response.related
        if hit.passage_id not in cited
    ]
    return Asked(request, response, limits, tuple(ignored), tuple(sources), tuple(others))


class _Texts:
    """The texts of documents, each fetched once."""

    def __init__(self, api: Client) -> None:
        self._api = api
        self._texts: dict[str, str | None] = {}

    def around(self, document_id: str, spans: Sequence[Span]) -> Surroundings | None:
        if document_id not in self._texts:
            try:
                self._texts[document_id] = self._api.text(document_id)
            except BeslutsminneError:  # withdrawn since it was found: the answer stands, without surroundings
                self._texts[document_id] = None
        text = self._texts[document_id]
        return None if text is None else surroundings(text, spans)
