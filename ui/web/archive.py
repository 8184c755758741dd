"""The page “Arkivet”: what there is to ask, and each document with its sections and pages."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from search_api.schemas import DocumentLine, Facets, Filters
from ui.web import document, filters
from ui.web.markup import Markup, element, facts, note, show
from ui.web.session import DOCUMENT, client, told, way_to_add
from ui.web.texts import EMPTY_ARCHIVE, capital, counted, grouped, papers

PER_PAGE = 20

_LEAF = "arkivet-blad"


def page() -> None:
    """The list, or the document that the address names."""
    document_id = st.query_params.get(DOCUMENT)
    if document_id:
        document.page(document_id)
    else:
        _contents()


def _contents() -> None:
    st.title("Arkivet", anchor=False)
    with told():
        facets = client().facets()
    if not facets.kind:
        note(EMPTY_ARCHIVE)
        way_to_add()
        return
    show(_overview(facets))
    with st.expander("Visa bara vissa handlingar", key="arkivet-urval"):
        chosen = filters.choose(facets, "arkivet")
    leaf = _leaf(chosen)
    with told():
        listed = client().documents(chosen, offset=(leaf - 1) * PER_PAGE, limit=PER_PAGE)
    show(element("h2", _count(listed.total, chosen)))
    _lines(listed.documents, (leaf - 1) * PER_PAGE)
    leaves = -(-listed.total // PER_PAGE)
    if leaves > 1:
        st.pagination(leaves, key=_LEAF)


def _leaf(chosen: Filters) -> int:
    """Which page of the list is shown; another choice of filters begins from the first."""
    if st.session_state.get("arkivet-senast") != chosen:
        st.session_state["arkivet-senast"] = chosen
        st.session_state.pop(_LEAF, None)
    leaf: int = st.session_state.get(_LEAF, 1)
    return leaf


def _count(total: int, chosen: Filters) -> str:
    return f"{papers(total)} i urvalet" if filters.chosen(chosen) else f"Alla {papers(total)}"


def _overview(facets: Facets) -> Markup:
    years = [value.value for value in facets.year]
    kinds = sorted(facets.kind, key=lambda value: -value.documents)
    rows = [
        ("Handlingar", grouped(sum(value.documents for value in facets.kind))),
        ("Organisationer", ", ".join(f"{value.value} ({value.documents})" for value in facets.organisation)),
        ("Organ", counted(len(facets.committee), "nämnd eller annat organ", "nämnder och andra organ")),
        ("Typer", ", ".join(f"{value.value} ({value.documents})" for value in kinds)),
        ("År", years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""),
    ]
    return facts(rows)


def _lines(documents: Sequence[DocumentLine], offset: int) -> None:
    for number, line in enumerate(documents, offset + 1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"rad-{number}"):
            show(_line(line))
            # The title is the document's own and must not be a button's label, which is markdown; hence the number.
            if st.button(f"Öppna nr {number}", key=f"oppna-{line.document_id}"):
                st.query_params[DOCUMENT] = line.document_id
                st.rerun()


def _line(line: DocumentLine) -> Markup:
    parts = [
        capital(line.kind),
        line.organisation,
        line.committee,
        f"dnr {line.case_number}" if line.case_number else None,
    ]
    date = line.date.isoformat() if line.date else "utan datum"
    return element(
        "div",
        element("p", element("span", date, class_="bm-date"), " ", element("strong", line.title)),
        element("p", " · ".join(part for part in parts if part), class_="bm-about"),
        class_="bm-line",
    )
