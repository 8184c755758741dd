"""What is followed: a search, a case, or a body."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from search_api.schemas import Filters, Question, Values


class Sort(StrEnum):
    """What sort of thing is followed."""

    SEARCH = "search"
    CASE = "case"
    BODY = "body"


class Followed(BaseModel):
    """A search is its `words`, less the readings of them in `ignore`, within `filters`.

    A case is the diarienummer and the organisation of `filters`, where that is known; a body is its name and its
    organisation there. `page` is the address of its page.
    """

    model_config = ConfigDict(frozen=True)

    filters: Filters
    words: Question | None = None
    ignore: Values = []
    page: str

    @property
    def sort(self) -> Sort:
        """Which of the three it is."""
        if self.words is not None:
            return Sort.SEARCH
        return Sort.CASE if self.filters.case_number else Sort.BODY

    @property
    def name(self) -> str:
        """What it is called, in a line: the words, the diarienummer or the body, and within what."""
        within = self.filters
        first = f"”{self.words}”" if self.words is not None else within.case_number
        year = within.date_from and str(within.date_from.year)
        named = (first, *within.committee, *within.organisation, *within.kind, year)
        return " ".join(", ".join(one for one in named if one).split())
