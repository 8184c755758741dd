"""The fields that narrow a question or a list to some of the papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from search_api.schemas import Facets, FacetValue, Filters

_ALL_YEARS = "Alla år"


def choose(facets: Facets, place: str) -> Filters:
    """Four fields with the values that the archive has. `place` keeps the choices of two pages apart."""
    left, right = st.columns(2)
    with left:
        organisation = _several("Organisation", facets.organisation, f"{place}-organisation")
        kind = _several("Typ av handling", facets.kind, f"{place}-typ")
    with right:
        committee = _several("Nämnd eller annat organ", facets.committee, f"{place}-organ")
        years = [value.value for value in facets.year]
        first, last = st.columns(2)
        with first:
            start = _year("Från år", years, f"{place}-fran")
        with last:
            end = _year("Till år", years, f"{place}-till")
    return Filters(
        organisation=organisation,
        committee=committee,
        kind=kind,
        date_from=dt.date(int(start), 1, 1) if start else None,
        date_to=dt.date(int(end), 12, 31) if end else None,
    )


def chosen(filters: Filters) -> int:
    """How many choices narrow `filters`."""
    values = filters.organisation + filters.committee + filters.kind
    return len(values) + (filters.date_from is not None) + (filters.date_to is not None)


def _several(label: str, values: Sequence[FacetValue], key: str) -> list[str]:
    return st.multiselect(
        label,
        [value.value for value in values],
        format_func=_with_number(values),
        key=key,
        placeholder="Alla",
        filter_mode="contains",
        select_all=False,  # none chosen is all
        persist_state="session",
    )


def _with_number(values: Sequence[FacetValue]) -> Callable[[str], str]:
    numbers = {value.value: value.documents for value in values}
    return lambda value: f"{value} ({numbers.get(value, 0)})"


def _year(label: str, years: Sequence[str], key: str) -> str | None:
    return st.selectbox(label, years, index=None, key=key, placeholder=_ALL_YEARS, persist_state="session")
