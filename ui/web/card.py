"""The card of a source: its reference, the words, what surrounds them, and the ways to the document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from search_api.schemas import Citation, DocumentLine, Hit, Twin
from ui.web import passage
from ui.web.asked import Source
from ui.web.markup import Markup, element, escape, join, label, show, unseen
from ui.web.passage import Surroundings
from ui.web.session import ARCHIVE, DOCUMENT, ORIGINAL, PAGE, client, may
from ui.web.session import page as other_page
from ui.web.texts import IN_CONTEXT, OPEN_DOCUMENT, SAVE_FILE, file_name, numbers
from ui.web.whose import Whose, whose


def card(source: Source, why: Markup | None = None) -> None:
    """Show a source; `why` is what is told of why it was found."""
    with st.container(border=True, key=f"kort-{source.name}"):
        show(join(_head(source), *_quotes(source.citations), _found(source), _context(source), why or Markup("")))
        if source.citations:
            show(element("p", "Hänvisning att kopiera", class_="bm-label"))
            st.code(source.hit.reference, language=None, wrap_lines=True)
        _twins(source)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _way(source.hit, OPEN_DOCUMENT)
            save_button(source.hit, source.name)


def save_button(document: DocumentLine | Hit, key: str) -> None:
    """Let the visitor, who may, save the file as it was given; it is fetched when asked for."""
    if not may(ORIGINAL):
        return
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


def _way(place: Hit | Twin, text: str) -> None:
    query = {DOCUMENT: place.document_id, PAGE: str(place.page)}
    st.page_link(other_page(ARCHIVE), label=label(text), query_params=query)


def _twins(source: Source) -> None:
    """Where else the same text stands."""
    if source.also:
        show(element("p", "Samma text finns även i", class_="bm-label"))
        with st.container(gap=None, key=f"aven-{source.name}"):
            for twin in source.also:
                _way(twin, twin.reference)


def _head(source: Source) -> Markup:
    # Quotations of several parts of a § have each its own tag.
    places = {whose(citation) for citation in source.citations}
    place = places.pop() if len(places) == 1 else Whose(source.hit.reference, "")
    heading = element("h3", _numbered(source.citations), passage.referred(place))
    return join(heading, element("p", passage.about(source.hit), class_="bm-about"))


def _quotes(citations: Sequence[Citation]) -> list[Markup]:
    """The quotations in the order of the paper, each once, with what tells them apart where there are several."""
    ordered = sorted(citations, key=lambda one: (one.start, one.end))
    groups = [list(same) for _, same in groupby(ordered, key=lambda one: (one.start, one.end))]
    differ = len({whose(citation) for citation in citations}) > 1
    return [
        element(
            "blockquote",
            *([element("p", passage.referred(whose(same[0])), class_="bm-whose")] if differ else []),
            element("p", _numbered(same if len(groups) > 1 else ()), passage.quoted(same[0].quote)),
            class_="bm-quote",
        )
        for same in groups
    ]


def _numbered(citations: Sequence[Citation]) -> Markup:
    """The numbers of `citations`, before what they stand for."""
    if not citations:
        return Markup("")
    return join(element("span", numbers([one.number for one in citations]), class_="bm-number"), " ")


def _found(source: Source) -> Markup:
    """The beginning of a hit; a source that is cited shows its quotations instead."""
    if source.citations:
        return Markup("")
    text, spans = passage.excerpt(source.hit)
    return element("p", passage.marked(text, spans), class_="bm-found")


def _context(source: Source) -> Markup:
    if source.around is None:
        return Markup("")
    return element(
        "details",
        element("summary", IN_CONTEXT, unseen(f": {source.hit.reference}")),
        element(
            "p", f"Sida {source.hit.page} i handlingen. Det som är markerat är {_what(source)}.", class_="bm-about"
        ),
        element("div", _surrounded(source.around, source.citations), class_="bm-context"),
        class_="bm-details",
    )


def _what(source: Source) -> str:
    if not source.citations:
        return "träffen"
    return "citatet" if len(source.citations) == 1 else "citaten"


def _surrounded(around: Surroundings, citations: Sequence[Citation]) -> Markup:
    """A stretch of a document with its marks, and signs where the document goes on."""
    # The ids are where the numbers of the answer lead: a browser opens the details that its target lies in.
    ids = [
        [f"citat-{one.number}" for one in citations if start <= one.start - around.start < end]
        for start, end in around.marked
    ]
    before = escape("[…] " if around.cut_before else "")
    after = escape(" […]" if around.cut_after else "")
    return join(before, passage.marked(around.text, around.marked, ids), after)
