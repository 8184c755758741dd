"""The addresses of the pages: what each names, and how it is written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Form, Query
from pydantic import ValidationError

from corpus.errors import BadRequest
from search_api.following.links import leaf as leaf
from search_api.following.links import paper as paper
from search_api.schemas import FARTHEST, DocumentLine, Filters, Hit, StepView, Twin
from ui.web.texts import capital

RELEVANCE, DATE = "relevans", "datum"
PER_PAGE = 10

# What stands in an address for a slash within a name, which would part it, and for a name that is not known.
_SLASH, _NONE = "~", "-"
_NUMBER = re.compile(r"(?:§\s*)?(\d{1,5})")

Several = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor asks for and within what, as an address says it: the words, the filters, the order, the leaf.

    `without` are the ids of readings of the words that are not to count.
    """

    words: str = ""
    organisation: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    year: str = ""
    order: str = RELEVANCE
    leaf: int = 1
    without: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        """What is chosen, as the archive takes it. Raises `BadRequest`."""
        first, last = self._days()
        try:
            return Filters(
                organisation=list(self.organisation),
                committee=list(self.body),
                kind=list(self.kind),
                date_from=first,
                date_to=last,
            )
        except ValidationError as error:
            raise refused(error) from None

    @property
    def chosen(self) -> list[tuple[str, str, Choice]]:
        """Each filter that is on: what it is of, its value, and the choice without it."""
        several = (("organisation", self.organisation), ("body", self.body), ("kind", self.kind))
        found = [
            (name, value, self.but(**{name: tuple(one for one in values if one != value)}))
            for name, values in several
            for value in values
        ]
        return found + ([("year", self.year, self.but(year=""))] if self.year else [])

    def but(self, **changes: str | tuple[str, ...] | int) -> Choice:
        """The same choice with something else in it, from its first leaf."""
        return replace(self, **({"leaf": 1} | changes))  # type: ignore[arg-type]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What is asked for, and within what, as the fields of a form or an address."""
        several = (
            ("organisation", self.organisation),
            ("organ", self.body),
            ("typ", self.kind),
            ("utan", self.without),
        )
        named = [("q", self.words), *((name, value) for name, values in several for value in values), ("ar", self.year)]
        return [(name, value) for name, value in named if value]

    @property
    def followed(self) -> Choice:
        """What of it is followed: the same whatever its order, from its first leaf."""
        return self.but(order=RELEVANCE)

    def address(self, path: str) -> str:
        """The address of this choice at `path`; what is as it is at first is left out."""
        named = self.fields
        named += [("sortera", self.order)] if self.order != RELEVANCE else []
        named += [("sida", str(self.leaf))] if self.leaf > 1 else []
        return f"{path}?{urlencode(named)}" if named else path

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        if not self.year:
            return None, None
        if not re.fullmatch(r"1[5-9]\d\d|2[01]\d\d", self.year):
            raise BadRequest(f"Året är ”{self.year:.20}”. Skriv det med fyra siffror, till exempel 2023.")
        return dt.date(int(self.year), 1, 1), dt.date(int(self.year), 12, 31)


def _choice(
    q: str = "",
    organisation: Several = [],  # noqa: B006 - FastAPI copies it
    organ: Several = [],  # noqa: B006
    typ: Several = [],  # noqa: B006
    ar: str = "",
    sortera: str = RELEVANCE,
    sida: Annotated[int, Query(ge=1, le=FARTHEST // PER_PAGE)] = 1,
    utan: Several = [],  # noqa: B006
) -> Choice:
    order = DATE if sortera == DATE else RELEVANCE
    # A form sends a choice of "all" as an empty value.
    several = [tuple(dict.fromkeys(filter(None, values))) for values in (organisation, organ, typ, utan)]
    return Choice(q.strip(), several[0], several[1], several[2], ar.strip(), order, sida, several[3])


def posted(
    q: Annotated[str, Form()] = "",
    organisation: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    organ: Annotated[list[str], Form()] = [],  # noqa: B006
    typ: Annotated[list[str], Form()] = [],  # noqa: B006
    ar: Annotated[str, Form()] = "",
    utan: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Choice:
    """What a form has in the place of an address."""
    return _choice(q, organisation, organ, typ, ar, utan=utan)


TheChoice = Annotated[Choice, Depends(_choice)]


def refused(error: ValidationError) -> BadRequest:
    """The error for a visitor that a value of the wire contract was refused with: pydantic's own repeats the value."""
    reason = str(error.errors()[0].get("ctx", {}).get("error", "begäran kan inte tas emot"))
    return BadRequest(f"{capital(reason)}.")


def segment(name: str | None) -> str:
    """A name as a part of an address."""
    return quote((name or _NONE).replace("/", _SLASH), safe="")


def named(segment: str) -> str | None:
    """The name that a part of an address stands for."""
    return None if segment == _NONE else segment.replace(_SLASH, "/")


def place(one: Hit | Twin) -> str:
    """The address of the page where a passage stands, marked."""
    return leaf(one.document_id, one.page, one.start, one.end)


def feed(page: str) -> str:
    """The address of the feed of a page."""
    path, sign, query = page.partition("?")
    return f"{path}.atom{sign}{query}"


def body(organisation: str | None, body: str) -> str:
    """The address of what is of a body, less the end that says in what form."""
    return f"/organ/{segment(organisation)}/{segment(body)}"


def case(organisation: str | None, case_number: str) -> str:
    """The address of a case."""
    return f"/arende/{segment(organisation)}/{quote(case_number)}"


def meeting(
    organisation: str | None, body: str | None, date: dt.date | None, paragraph: str | None = None
) -> str | None:
    """The address of a meeting, or of a § of it; None where its body or day is not known."""
    if body is None or date is None:
        return None
    number = _NUMBER.fullmatch(paragraph) if paragraph else None
    whole = f"/mote/{segment(organisation)}/{segment(body)}/{date.isoformat()}"
    return f"{whole}/p{number[1]}" if number else whole


def meeting_of(one: DocumentLine | Hit | StepView, paragraph: str | None = None) -> str | None:
    """The address of the meeting that a paper or a step is of."""
    return meeting(one.organisation, one.committee, one.date, paragraph)
