"""Why the hits stand where they do: fetched for those who want to know."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from search_api.schemas import Hit, Reason, SearchRequest
from ui.web.asked import Asked
from ui.web.markup import Markup, element, unseen
from ui.web.session import client, told

# The answer's hits stand among the first of a search for the same words.
READ = 20


def wanted(asked: Asked) -> dict[str, Markup]:
    """Offer the reasons, and give them by passage where the visitor wants them."""
    if not st.toggle("Visa varför träffarna står där de står", key="varfor", persist_state="session"):
        return {}
    request = SearchRequest(
        query=asked.request.question,
        filters=asked.request.filters,
        ignore=asked.request.ignore,
        limit=READ,
        explain=True,
    )
    with told():
        found = client().search(request)
    return {hit.passage_id: _why(hit) for hit in found.hits if hit.exact or hit.reasons}


def shares(reasons: Sequence[Reason]) -> list[tuple[str, int]]:
    """Each reason's part of the score in percent, those that matter; what speaks against a hit has a minus."""
    whole = sum(abs(reason.adds) for reason in reasons)
    parts = [(reason.label, round(100 * reason.adds / whole)) for reason in reasons if reason.adds]
    return [(label, share) for label, share in parts if share]


def _why(hit: Hit) -> Markup:
    said = (
        [element("p", "Frågan nämner just det här stället, som därför står först.")]
        if hit.exact
        else [element("ul", *(_reason(*share) for share in shares(hit.reasons)), class_="bm-reasons")]
    )
    summary = element("summary", "Varför står träffen här?", unseen(f" {hit.reference}"))
    return element("details", summary, *said, class_="bm-details", open="")


def _reason(label: str, share: int) -> Markup:
    return element("li", element("span", f"{share}\u00a0%".replace("-", "−"), class_="bm-share"), " ", label)
