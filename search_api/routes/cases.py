"""Cases: the list of them, and the course of one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query

from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import NOT_FOUND, RESPONSES
from search_api.routes.state import TheArchive
from search_api.takeaway import Takeaway, treatment

router = APIRouter(prefix="/v1", tags=["cases"], responses=RESPONSES, route_class=GuardedRoute)

Values = Annotated[schemas.Values, Query()]


@router.get("/cases", operation_id="listCases", openapi_extra=needs(Right.READ))
def list_cases(
    archive: TheArchive,
    organisation: Values = [],  # noqa: B006 - FastAPI copies it
    committee: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    case_number: schemas.Value | None = None,
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.CaseList:
    """The cases that have a paper or a § within the filters, the latest first; each is told of whole."""
    filters = schemas.Filters(
        organisation=organisation, committee=committee, kind=kind, case_number=case_number,
        date_from=date_from, date_to=date_to,
    )  # fmt: skip
    scope = archive.scope(filters)
    cases = archive.index.catalogue.cases
    lines = [schemas.CaseLine.model_validate(one) for one in cases.lines(scope, offset, limit)]
    return schemas.CaseList(total=cases.count(scope), cases=lines)


@router.get("/cases/{case_number:path}", operation_id="getCase", openapi_extra=needs(Right.READ), responses=NOT_FOUND)
def get_case(case_number: str, archive: TheArchive, organisation: schemas.Value | None = None) -> schemas.CaseView:
    """A case: its passages, its course through all bodies, and its earlier treatment to paste, in order of time."""
    canonical, course = Takeaway(archive).case(case_number, organisation)
    view = archive.case(canonical)
    return schemas.CaseView(
        case_number=canonical,
        case_numbers=list(course.case_numbers),
        steps=[schemas.StepView.model_validate(step) for step in course.steps],
        treatment=list(treatment.lines(course.steps)),
        hits=[hit for hit in view.hits if organisation is None or hit.organisation in (organisation, None)],
    )
