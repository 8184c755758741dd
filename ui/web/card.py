"""The card of a source: its reference, the words, what surrounds them, and the ways to the document."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from search_api.schemas import Citation, DocumentLine, Hit
from ui.web import passage
from ui.web.asked import Source
from ui.web.markup import Markup, element, escape, join, show, unseen
from ui.web.passage import Surroundings
from ui.web.session import ARCHIVE, DOCUMENT, PAGE, client
from ui.web.session import page as other_page
from ui.web.texts import IN_CONTEXT, OPEN_DOCUMENT, SAVE_FILE, file_name


def card(source: Source) -> None:
    """Show a source."""
    with st.container(border=True, key=f"kort-{source.name}"):
        show(join(_head(source), *_quotes(source.citations), _found(source), _context(source)))
        if source.citations:
            show(element("p", "Hänvisning att kopiera", class_="bm-label"))
            st.code(source.hit.reference, language=None, wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.page_link(
                other_page(ARCHIVE),
                label=OPEN_DOCUMENT,
                query_params={DOCUMENT: source.hit.document_id, PAGE: str(source.hit.page)},
            )
            save_button(source.hit, source.name)


def save_button(document: DocumentLine | Hit, key: str) -> None:
    """Let the visitor save the file as it was given; it is fetched when asked for."""
    api, document_id = client(), document.document_id
    st.download_button(
        SAVE_FILE,
        lambda: api.file(document_id),
        file_name=file_name(document.source),
        mime="application/octet-stream",
        on_click="ignore",
        type="tertiary",
        key=f"spara-{key}",
    )


def _head(source: Source) -> Markup:
    numbers = [element("span", f"[{citation.number}]", class_="bm-number") for citation in source.citations]
    heading = element("h3", *(join(number, " ") for number in numbers), source.hit.reference)
    return join(heading, element("p", passage.about(source.hit), class_="bm-about"))


def _quotes(citations: Sequence[Citation]) -> list[Markup]:
    return [_quote(citation, several=len(citations) > 1) for citation in citations]


def _quote(citation: Citation, *, several: bool) -> Markup:
    number = (element("span", f"[{citation.number}]", class_="bm-number"), " ") if several else ()
    return element("blockquote", element("p", *number, citation.quote), class_="bm-quote")


def _found(source: Source) -> Markup:
    """The beginning of a hit; a source that is cited shows its quotations instead."""
    if source.citations:
        return Markup("")
    text, spans = passage.excerpt(source.hit)
    return element("p", passage.marked(text, spans), class_="bm-found")


def _context(source: Source) -> Markup:
    if source.around is None:
        return Markup("")
    # The ids are where the numbers of the answer lead: a browser opens the details that its target lies in.
    ids = [f"citat-{citation.number}" for citation in sorted(source.citations, key=lambda citation: citation.start)]
    return element(
        "details",
        element("summary", IN_CONTEXT, unseen(f": {source.hit.reference}")),
        element(
            "p", f"Sida {source.hit.page} i handlingen. Det som är markerat är {_what(source)}.", class_="bm-about"
        ),
        element("div", surrounded(source.around, ids), class_="bm-context"),
        class_="bm-details",
    )


def _what(source: Source) -> str:
    if not source.citations:
        return "träffen"
    return "citatet" if len(source.citations) == 1 else "citaten"


def surrounded(around: Surroundings, ids: list[str]) -> Markup:
    """A stretch of a document with its marks, and signs where the document goes on."""
    before = escape("[…] " if around.cut_before else "")
    after = escape(" […]" if around.cut_after else "")
    return join(before, passage.marked(around.text, around.marked, ids), after)
