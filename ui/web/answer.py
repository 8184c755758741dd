"""An answer on the page, or the nearest to one: what it says, what it stands on, and what else was found."""

from __future__ import annotations

from ui.web import opinion, reasons, take
from ui.web.asked import Asked
from ui.web.card import card
from ui.web.markup import element, show
from ui.web.said import answer
from ui.web.voices import voice


def page(asked: Asked) -> None:
    """The answer first, then its sources, then the other hits; and what can be done with it."""
    told = voice(asked.response)
    show(answer(asked))
    take.buttons(asked)
    if asked.sources:
        show(element("h2", told.sources))
        for source in asked.sources:
            card(source)
    opinion.form(asked)
    if asked.others:
        show(element("h2", told.others))
        why = reasons.wanted(asked)
        for source in asked.others:
            card(source, why.get(source.hit.passage_id))
