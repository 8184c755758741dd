"""One document of the archive: what it is, its sections, and its text page by page."""

from __future__ import annotations

import streamlit as st

from search_api.schemas import DocumentView, PageView, SectionView
from ui.web.card import save_button
from ui.web.markup import Markup, element, facts, show
from ui.web.session import DOCUMENT, PAGE, client, told
from ui.web.texts import capital, counted, grouped

# How many of an audit's findings are shown above the text.
FINDINGS_TOLD = 5
_REPLACED = "En annan handling står i stället för den här, som inte hittas i sökningar."
_DISPUTED = "En lämnad handling säger sig rätta den här, men har inte tagit dess plats."


def page(document_id: str) -> None:
    """Show a document."""
    if st.button("Till arkivets innehåll", icon=":material/arrow_back:", type="tertiary"):
        del st.query_params[DOCUMENT]
        st.rerun()
    with told("Handlingen kan inte visas"):
        document = client().document(document_id)
        text = client().text(document_id)
    show(element("h1", document.title))
    show(facts(_rows(document)))
    for warning in _warnings(document):
        show(element("p", element("strong", "Observera: "), warning, class_="bm-note"))
    save_button(document, document.document_id)
    section = _section(document)
    if section is not None:
        show(element("h2", _name(section)))
        show(_text(text[section.start : section.end]))
    elif document.pages:
        leaf = _leaf(document)
        show(element("h2", _leaf_name(document, leaf)))
        if len(document.pages) > 1:
            st.pagination(len(document.pages), key=_leaf_key(document))
        for reason in leaf.reasons:
            show(element("p", element("strong", "Om sidan: "), reason, class_="bm-note"))
        show(_text(text[leaf.start : leaf.end]))


def _warnings(document: DocumentView) -> list[str]:
    """What a reader should know of the paper before relying on it."""
    findings = [f"{finding.message} (s. {finding.page})" for finding in document.quality.findings]
    more = len(findings) - FINDINGS_TOLD
    if more > 0:
        findings = [*findings[:FINDINGS_TOLD], f"{counted(more, 'anmärkning', 'anmärkningar')} till."]
    masked = sum(one.masked for one in document.personal_data.found)
    return [
        *([_REPLACED] if document.replaced_by else []),
        *([_DISPUTED] if document.disputed_by else []),
        *document.quality.warnings,
        *findings,
        *([f"{counted(masked, 'uppgift är maskerad', 'uppgifter är maskerade')} med █."] if masked else []),
        *(f"Ersätter {event.source} ({event.at:%Y-%m-%d})." for event in document.history),
    ]


def _rows(document: DocumentView) -> list[tuple[str, str]]:
    return [
        ("Typ", capital(document.kind)),
        ("Organisation", document.organisation or ""),
        ("Organ", document.committee or ""),
        ("Datum", document.date.isoformat() if document.date else ""),
        ("Diarienummer", document.case_number or ""),
        ("Ärende", _item(document)),
        ("Fil", ", ".join(document.places) or document.source),
        ("Omfång", f"{counted(len(document.pages), 'sida', 'sidor')}, {grouped(document.characters)} tecken"),
    ]


def _item(document: DocumentView) -> str:
    """The item of the meeting that the paper goes to: "2, Socialnämnden 2024-03-12"."""
    item = document.item
    if item is None:
        return ""
    meeting = " ".join(part for part in (item.committee, item.date.isoformat() if item.date else "") if part)
    return ", ".join(part for part in (str(item.number) if item.number else "", meeting) if part)


def _section(document: DocumentView) -> SectionView | None:
    """The section that the visitor chose to read, or none for the pages."""
    if not document.sections:
        return None
    number = st.selectbox(
        f"Avsnitt ({len(document.sections)} finns)",
        range(len(document.sections)),
        format_func=lambda at: _name(document.sections[at]),
        index=None,
        placeholder="Alla, sida för sida",
        key=f"avsnitt-{document.document_id}",
    )
    return None if number is None else document.sections[number]


def _name(section: SectionView) -> str:
    return f"{' '.join(part for part in (section.paragraph, section.heading) if part)} (s. {section.page})"


def _leaf_key(document: DocumentView) -> str:
    """Where the session keeps the page that is read, for each document its own."""
    return f"sida-{document.document_id}"


def _leaf_name(document: DocumentView, leaf: PageView) -> str:
    """The page by its number in the file and, where the paper is one of several there, by that in the paper."""
    first, pages = document.pages[0].number, len(document.pages)
    at = f"{leaf.number}" if first == 1 else f"{leaf.number} i filen, {leaf.number - first + 1}"
    return f"Sida {at} av {pages}"


def _leaf(document: DocumentView) -> PageView:
    """The page that is read: at first the one that the address names by its number in the file."""
    first = document.pages[0].number
    key, named = _leaf_key(document), st.query_params.get(PAGE, "")
    wanted: int = st.session_state.get(key, int(named) - first + 1 if named.isdecimal() else 1)
    number = min(max(1, wanted), len(document.pages))
    st.session_state[key] = number
    return document.pages[number - 1]


def _text(text: str) -> Markup:
    return element("div", text, class_="bm-context")
