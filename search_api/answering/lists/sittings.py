"""The one meeting that a question names by its body and its day, or a month in which it met."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.catalogue.records import Scope
from search_api.query import Interpretation

# A body that may be any.
ANY = re.compile(r"(?:nämnden|styrelsen|utskottet|fullmäktige)", re.IGNORECASE)
# A month, in days.
MONTH = 31


def named(interpretation: Interpretation) -> Scope | None:
    """The scope of a question that names a body and a day, or a month in which it met."""
    within = interpretation.within
    if interpretation.dates and not within.date_from:
        within = replace(within, date_from=interpretation.dates[0], date_to=interpretation.dates[0])
    if not within.committee or not within.date_from or not within.date_to:
        return None
    return replace(within, kind=()) if (within.date_to - within.date_from).days <= MONTH else None
