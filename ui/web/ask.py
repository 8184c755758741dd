"""The page “Fråga”: a question in, an answer with its sources out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from pydantic import ValidationError

from corpus.errors import BadRequest
from search_api.schemas import AskRequest, Filters, ReadingView
from ui.web import answer, filters, readings
from ui.web.asked import Asked, gather
from ui.web.markup import element, note, show
from ui.web.session import client, told, way_to_add
from ui.web.texts import EMPTY_ARCHIVE, capital

# The answer stays while the visitor looks at other pages. It is kept here, in the visitor's session, and nowhere else.
_ASKED = "asked"


def page() -> None:
    """Ask, and read the answer."""
    st.title("Fråga handlingarna", anchor=False)
    show(
        element(
            "p",
            "Svaret är ordagranna citat ur protokoll och andra handlingar, med källan till varje citat.",
            class_="bm-lead",
        )
    )
    with told():
        facets = client().facets()
    if not facets.kind:
        note(EMPTY_ARCHIVE)
        way_to_add()
        return
    with st.form("fraga", border=False):
        question = st.text_input("Din fråga", key="question", persist_state="session")
        with st.expander("Begränsa till vissa handlingar", key="limits"):
            chosen = filters.choose(facets, "fraga")
        submitted = st.form_submit_button("Ställ frågan", type="primary")
    if submitted:
        st.session_state.pop(_ASKED, None)
        with told(), st.spinner("Söker i handlingarna …"):
            st.session_state[_ASKED] = ask(question, chosen)
    asked: Asked | None = st.session_state.get(_ASKED)
    if asked is None:
        return
    ignored = readings.chips(asked)
    if ignored is not None:
        with told(), st.spinner("Söker i handlingarna …"):
            st.session_state[_ASKED] = again(asked, ignored)
        st.rerun()
    answer.page(asked)


def ask(question: str, chosen: Filters) -> Asked:
    """The answer to a question, with what surrounds its sources. Raises `BeslutsminneError`."""
    try:
        request = AskRequest(question=question, filters=chosen)
    except ValidationError as error:
        # The same check as the server's, told in its words; pydantic's own message would repeat the question.
        reason = str(error.errors()[0].get("ctx", {}).get("error", "frågan kan inte tas emot"))
        raise BadRequest(f"{capital(reason)}.") from None
    response = client().ask(request)
    return gather(request, response, filters.chosen(chosen), client())


def again(asked: Asked, ignored: Sequence[ReadingView]) -> Asked:
    """The same question with other readings of it taken away. Raises `BeslutsminneError`."""
    request = asked.request.model_copy(update={"ignore": [reading.id for reading in ignored]})
    return gather(request, client().ask(request), asked.limits, client(), ignored)
