"""An answer on the page: its sentences, the sources they stand on, and what else was found."""

from __future__ import annotations

from search_api.schemas import Statement
from ui.web import opinion, take
from ui.web.asked import Asked
from ui.web.card import card
from ui.web.markup import Markup, element, join, show, unseen
from ui.web.texts import NO_ANSWER, counted, papers, period


def page(asked: Asked) -> None:
    """The answer first, then its sources, then the other hits; and what can be done with it."""
    show(_answer(asked))
    take.buttons(asked)
    if asked.sources:
        show(element("h2", "Källor"))
        for source in asked.sources:
            card(source)
    opinion.form(asked)
    if asked.others:
        show(element("h2", "Fler träffar" if asked.response.answered else "Närmaste träffar"))
        for source in asked.others:
            card(source)


def _answer(asked: Asked) -> Markup:
    answered = asked.response.answered
    sentences = [_sentence(statement) for statement in asked.response.statements if answered]
    return element(
        "section",
        element("p", unseen("Frågan var: "), asked.response.question, class_="bm-asked"),
        element("h2", "Svar" if answered else NO_ANSWER, id="svar"),
        *sentences,
        _coverage(asked),
        class_="bm-answer" if answered else "bm-answer bm-none",
        aria_labelledby="svar",
    )


def _sentence(statement: Statement) -> Markup:
    numbers = [
        element("a", f"[{number}]", href=f"#citat-{number}", aria_label=f"Källa {number}, visa i sitt sammanhang")
        for number in statement.citations
    ]
    return element("p", statement.text, *(join(Markup("&nbsp;"), number) for number in numbers), class_="bm-sentence")


def _coverage(asked: Asked) -> Markup:
    coverage = asked.response.coverage
    limits = f" inom {counted(asked.limits, 'vald begränsning', 'valda begränsningar')}" if asked.limits else ""
    searched = f"Sökte i {papers(coverage.documents)}{period(coverage.first, coverage.last)}{limits}."
    warnings = [element("p", element("strong", "Observera: "), text) for text in coverage.warnings]
    return element("div", element("p", searched), *warnings, class_="bm-coverage", role="status")
