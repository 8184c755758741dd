"""The page “Lägg till handlingar”: files in, and for each file what became of it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from corpus.errors import BeslutsminneError
from search_api.schemas import FileOutcome, JobState
from ui.web.markup import Markup, element, note, show
from ui.web.session import ASK, client
from ui.web.session import page as other_page
from ui.web.texts import FATES, counted

PAUSE = 0.3  # seconds between two looks at a job

_OUTCOMES = "tillagda"
_DONE = (JobState.DONE, JobState.FAILED, JobState.HELD)
_FAILED = "misslyckad"
_HELD = "väntar"


def page() -> None:
    """Choose files, follow them into the archive, and read how it went."""
    st.title("Lägg till handlingar", anchor=False)
    show(
        element(
            "p",
            "Lämna protokoll, tjänsteskrivelser och andra handlingar som PDF, Word, OpenDocument, RTF, HTML, Markdown"
            " eller ren text, eller flera i en zip eller ett brev (eml). Inskannade sidor läses där OCR finns.",
            class_="bm-lead",
        )
    )
    with st.form("lagg-till", border=False, clear_on_submit=True):
        files = st.file_uploader("Filer att lägga till", accept_multiple_files=True)
        submitted = st.form_submit_button("Lägg till i arkivet", type="primary")
    if submitted:
        st.session_state.pop(_OUTCOMES, None)
        if files:
            add(files)
        else:
            note("Välj minst en fil först.")
    outcomes: list[FileOutcome] | None = st.session_state.get(_OUTCOMES)
    if outcomes:
        _report(outcomes)


def add(files: Sequence[UploadedFile]) -> None:
    """Give the archive the files, one job each, so that a file that is refused stops no other."""
    # Kept as they come: a visitor who leaves the page finds on return what was done until then.
    outcomes: list[FileOutcome] = []
    st.session_state[_OUTCOMES] = outcomes
    bar = st.progress(0.0)
    for number, file in enumerate(files, 1):
        # No file's name here: the text of a progress bar is markdown.
        bar.progress(
            (number - 1) / len(files), f"Läser in fil {number} av {len(files)}. Stanna kvar tills allt är klart."
        )
        outcomes += _add(file)
    bar.empty()


def _add(file: UploadedFile) -> list[FileOutcome]:
    try:
        job = client().upload([(file.name, file.getvalue())])
        while job.state not in _DONE:
            time.sleep(PAUSE)
            job = client().job(job.job_id)
    except BeslutsminneError as error:
        return [FileOutcome(source=file.name, status=_FAILED, document_id=None, message=str(error))]
    if job.state is JobState.HELD:
        message = "Den läses in när någon som har rätt till det har godkänt den."
        return [FileOutcome(source=file.name, status=_HELD, document_id=None, message=message)]
    # Named as the visitor's own machine names it; the archive may keep it under a safer name.
    return [outcome.model_copy(update={"source": file.name}) for outcome in job.outcomes]


def _report(outcomes: Sequence[FileOutcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.status == _FAILED]
    held = sum(outcome.status == _HELD for outcome in outcomes)
    kept = len(outcomes) - len(failed) - held
    summary = f"{counted(kept, 'fil', 'filer')} i arkivet"
    if failed:
        summary += f", {counted(len(failed), 'fil', 'filer')} kunde inte läggas till"
    if held:
        summary += f", {counted(held, 'fil väntar', 'filer väntar')} på att godkännas"
    show(element("h2", "Så gick det"))
    show(element("p", f"{summary}.", role="status"))
    # What failed first: it is what there is to do something about.
    show(element("ul", *map(_line, [*failed, *(o for o in outcomes if o not in failed)]), class_="bm-outcomes"))
    if kept:
        st.page_link(other_page(ASK), label="Fråga om handlingarna")


def _line(outcome: FileOutcome) -> Markup:
    fate = FATES.get(outcome.status, outcome.status)
    message = f" {outcome.message}" if outcome.message else ""
    return element("li", element("strong", outcome.source), f": {fate}.{message}")
