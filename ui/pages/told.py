"""An answer in the order in which it is best read: whose words come first, what they say, and what they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from corpus.errors import NotFound
from search_api.schemas import AskResponse, Certainty, Citation, Hit, Statement, Twin
from ui.pages import wording
from ui.web.passage import excerpt, surroundings
from ui.web.texts import MANY
from ui.web.voices import Voice, voice
from ui.web.whose import Whose, stands_on, whose


@dataclass(frozen=True, slots=True)
class Tag:
    """Whose words something is: organisation where the reference does not say it, body, day and §, and the part.

    `undated` says that no paper tells the day.
    """

    organisation: str
    reference: str
    part: str
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement as it reads, with the numbers of its sources: of many the first and the last."""

    text: str
    cited: tuple[int, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that stand on the same places; of too many places their tags are left out, and `places` counts them.

    `day` is the day of the first place, where the group is a step of a course.
    """

    tags: tuple[Tag, ...]
    places: int
    sentences: tuple[Sentence, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a passage in its paper, the passage marked."""

    text: Markup
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that is cited, with each of its quotations, or a further hit, which has none and a `beginning`."""

    hit: Hit
    tag: Tag
    citations: tuple[Citation, ...]
    context: Context | None
    beginning: Markup
    also: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the page shows it: `lead` is the sentence before a table, where the answer is a count."""

    response: AskResponse
    voice: Voice
    short: str
    lead: tuple[Group, ...]
    groups: tuple[Group, ...]
    form: str
    sources: tuple[Source, ...]
    others: tuple[Source, ...]

    @property
    def organisation(self) -> str | None:
        """Whose words come first."""
        return self.sources[0].hit.organisation if self.sources else None


SENTENCES, ITEMS, COURSE = "sentences", "items", "course"


def tell(response: AskResponse, text_of: Callable[[str], str]) -> Told:
    """`response` as it is shown; `text_of` gives the text of a paper, or raises `NotFound`."""
    sources, others = _sources(response, text_of)
    said = [] if response.certainty is Certainty.NONE else list(response.statements)
    count = response.kind == "count"
    form = COURSE if response.kind == "course" else ITEMS if _is_list(response) else SENTENCES
    by_number = {citation.number: citation for citation in response.citations}
    return Told(
        response,
        voice(response),
        response.short or "",
        _groups(said[:1], by_number) if count else (),
        _groups(said[1:] if count else said, by_number),
        form,
        sources,
        others,
    )


def added(response: AskResponse, known: int) -> tuple[Group, ...]:
    """The statements of an answer that grows, after the first `known`; their sources are shown when all are there."""
    by_number = {citation.number: citation for citation in response.citations}
    groups = _groups(response.statements[known:], by_number)
    return tuple(replace(group, sentences=tuple(replace(one, cited=()) for one in group.sentences)) for group in groups)


def hit_of(hit: Hit) -> Source:
    """A hit of a search."""
    text, spans = excerpt(hit)
    return Source(hit, tag_of(hit), (), None, wording.marked(text, spans, hit.source), tuple(hit.also))


def tag_of(one: Hit) -> Tag:
    """Whose words a hit or a citation is."""
    named = whose(one) if isinstance(one, Citation) else Whose(one.reference, (one.part or "").lower())
    organisation = one.organisation or ""
    own = "" if organisation in named.reference else organisation
    return Tag(own, named.reference, named.part, undated=one.date is None)


def _is_list(response: AskResponse) -> bool:
    return response.kind == "count" or (response.kind == "list" and len(response.statements) > 1)


def _groups(statements: Sequence[Statement], by_number: dict[int, Citation]) -> tuple[Group, ...]:
    places = {number: whose(citation) for number, citation in by_number.items()}
    found = []
    for _, same in groupby(statements, lambda one: stands_on(one, places)):
        group = list(same)
        cited = [by_number[number] for number in group[0].citations if number in by_number]
        tags = tuple(dict.fromkeys(tag_of(one) for one in cited))
        day = cited[0].date.isoformat() if cited and cited[0].date else ""
        sentences = tuple(_sentence(one, by_number) for one in group)
        found.append(Group(tags if len(tags) <= MANY else (), len(tags), sentences, day))
    return tuple(found)


def _sentence(statement: Statement, by_number: dict[int, Citation]) -> Sentence:
    cited = statement.citations
    source = by_number[cited[0]].source if cited else ""
    many = len(cited) > MANY
    return Sentence(wording.flowing(statement.text, source), (cited[0], cited[-1]) if many else tuple(cited), many)


def _sources(response: AskResponse, text_of: Callable[[str], str]) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """The passages that are cited, in the order of their numbers, and the further hits."""
    cited: dict[str, list[Citation]] = {}
    for citation in response.citations:
        cited.setdefault(citation.passage_id, []).append(citation)
    also = {hit.passage_id: tuple(hit.also) for hit in response.related}
    texts: dict[str, str | None] = {}

    def text(document_id: str) -> str | None:
        if document_id not in texts:
            try:
                texts[document_id] = text_of(document_id)
            except NotFound:  # withdrawn since it was found: the answer stands, without surroundings
                texts[document_id] = None
        return texts[document_id]

    sources = tuple(
        Source(
            group[0],
            tag_of(group[0]),
            tuple(_each_once(group)),
            _context(text(group[0].document_id), group),
            Markup(""),
            also.get(passage_id, ()),
        )
        for passage_id, group in cited.items()
    )
    return sources, tuple(hit_of(hit) for hit in response.related if hit.passage_id not in cited)


def _each_once(citations: Iterable[Citation]) -> Iterable[Citation]:
    """The quotations in the order of the paper."""
    return sorted(citations, key=lambda one: (one.start, one.end))


def _context(text: str | None, citations: Sequence[Citation]) -> Context | None:
    """What surrounds the quotations; each mark is where the number of its quotation leads."""
    if text is None:
        return None
    around = surroundings(text, [(one.start, one.end) for one in citations])
    ids = [
        [f"citat-{one.number}" for one in citations if start <= one.start - around.start < end]
        for start, end in around.marked
    ]
    shown = wording.marked(around.text, around.marked, citations[0].source, ids)
    return Context(shown, around.cut_before, around.cut_after)
