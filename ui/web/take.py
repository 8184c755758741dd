"""To take along: the answer, the nearest that there was, or the record that there was nothing, as a file."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from search_api.schemas import Certainty, Citation, Format, Place, TakeAnswer, TakeRecord
from ui.web.asked import Asked
from ui.web.session import client
from ui.web.voices import voice

_FILES = {
    Format.MARKDOWN: ("Markdown", "md", "text/markdown"),
    Format.WORD: ("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format.JSON: ("JSON", "json", "application/json"),
}


def buttons(asked: Asked) -> None:
    """A button for each kind of file; the file is made when it is asked for."""
    told = voice(asked.response)
    with st.container(horizontal=True, gap="medium", key="ta-med"):
        for form, (label, ending, media_type) in _FILES.items():
            st.download_button(
                f"{told.take} ({label})",
                _made(asked, form),
                file_name=f"{told.file}.{ending}",
                mime=media_type,
                on_click="ignore",
                type="tertiary",
                key=f"ta-med-{form.value}",
            )


def places(citations: list[Citation]) -> list[Place]:
    """Where the quotations stand, as the API is told of them."""
    return [Place(document_id=one.document_id, start=one.start, end=one.end, quote=one.quote) for one in citations]


def _made(asked: Asked, form: Format) -> Callable[[], bytes]:
    """What fetches the file: it runs when the button is pressed, beside the page."""
    api, response = client(), asked.response
    request: TakeAnswer | TakeRecord = (
        TakeRecord(what="record", format=form, asked=asked.request)
        if response.certainty is Certainty.NONE
        else TakeAnswer(what="answer", format=form, asked=asked.request, citations=places(response.citations))
    )
    return lambda: api.take(request)
