"""What a registrator says of a paper in the place of what was read, over HTTP."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from search_api.schemas.asking import Value


class AmendmentView(BaseModel):
    """That a fact was amended at `at` (UTC) to be `value`, null for none.

    `name` is title, kind, organisation, committee, date, case_number or heading; `section` is the § that it is of, or
    null. `reader` is what is read now: "oförändrad", "samma som rättelsen", "annan än när den rättades" or "paragrafen
    läses inte längre". `by` is who amended it, null to those who have no right to review.
    """

    name: str
    section: str | None
    value: str | None
    at: dt.datetime
    by: str | None
    reader: str


class AmendableView(BaseModel):
    """A fact that may be amended: what was `read`, and the `value` that is found and shown.

    `start` and `end` are where the text says what was read, on `page`; null where no one place does. Several
    diarienummer of a § stand in one value with commas between.
    """

    name: str
    section: str | None
    read: str | None
    start: int | None
    end: int | None
    page: int | None
    value: str | None
    amendment: AmendmentView | None


class AmendableList(BaseModel):
    """All of a paper that may be amended: its own facts, then those of each §. `kinds` are all that `kind` may be."""

    document_id: str
    kinds: list[str]
    facts: list[AmendableView]


class AmendRequest(BaseModel):
    """What a fact is; null where the paper has none."""

    model_config = ConfigDict(extra="forbid")

    value: Value | None
