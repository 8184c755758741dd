"""What the visitor thinks of an answer, or of there being none: right or wrong, and why."""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from corpus.errors import BadRequest
from search_api.schemas import LONGEST_COMMENT, FeedbackRequest
from ui.web.asked import Asked
from ui.web.markup import element, note, show
from ui.web.session import client, told
from ui.web.take import places
from ui.web.texts import capital
from ui.web.voices import voice

# The answer that this visitor has judged, so that it is asked about once.
_JUDGED = "judged"


def form(asked: Asked) -> None:
    """Ask what is fitting in the voice of the answer; thank once it is told."""
    if st.session_state.get(_JUDGED) is asked:
        note("Tack. Din återkoppling är sparad, utan uppgift om vem du är.")
        return
    asking = voice(asked.response)
    show(element("h2", asking.question))
    # Ctrl and Enter would press the first button, and so say what was not meant.
    with st.form("aterkoppling", border=False, enter_to_submit=False):
        comment = st.text_area("Kommentar (frivillig)", key="kommentar", max_chars=LONGEST_COMMENT, height=80)
        with st.container(horizontal=True, gap="small"):
            right = st.form_submit_button(asking.right)
            wrong = st.form_submit_button(asking.wrong)
    if right or wrong:
        with told():
            _send(asked, comment, right=right)
        st.session_state[_JUDGED] = asked
        st.rerun()


def _send(asked: Asked, comment: str, *, right: bool) -> None:
    response = asked.response
    try:
        request = FeedbackRequest(
            question=response.question,
            filters=asked.request.filters,
            verdict="rätt" if right else "fel",
            comment=comment,
            answered=response.answered,
            citations=places(response.citations),
        )
    except ValidationError as error:
        reason = str(error.errors()[0].get("ctx", {}).get("error", "kommentaren kan inte tas emot"))
        raise BadRequest(f"{capital(reason)}.") from None
    client().give_feedback(request)
