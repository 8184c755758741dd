"""What an answer says: the short of it, its sentences, what must be known beside them, and what was searched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from search_api.schemas import AskResponse, Citation, Statement, TableView
from ui.web.asked import Asked
from ui.web.markup import Markup, element, escape, join, unseen
from ui.web.passage import quoted
from ui.web.texts import MANY, NO_ANSWER, counted, papers, period

# A short answer up to this many characters is set large.
_SHORT = 60
# More items than this, of so few characters as a rule, stand in columns.
_FEW, _SMALL = 6, 40


def answer(asked: Asked) -> Markup:
    """The answer, or that there is none, as a region of the page."""
    response = asked.response
    return element(
        "section",
        element("p", unseen("Frågan var: "), response.question, class_="bm-asked"),
        element("h2", "Svar" if response.answered else NO_ANSWER, id="svar"),
        *_said(response),
        _coverage(asked),
        class_="bm-answer" if response.answered else "bm-answer bm-none",
        aria_labelledby="svar",
    )


def _said(response: AskResponse) -> list[Markup]:
    """What an answer of its kind says, in the order in which it is best read."""
    notes = _remarks("Observera", response.notes, "bm-note")
    if not response.answered:
        return notes
    short = [_short(response.short)] if response.short else []
    statements = response.statements
    if response.kind == "course":
        return [*short, *notes, _course(statements, response.citations)]
    if response.kind == "count":  # the sentence that says the number, then what it counts
        table = [_table(response.table)] if response.table else []
        return [*short, _sentence(statements[0]), *table, *notes, *_items(statements[1:])]
    if response.kind == "list" and len(statements) > 1:
        return [*short, *notes, *_items(statements)]
    return [*short, *(_sentence(statement) for statement in statements), *notes]


def _short(text: str) -> Markup:
    return element("p", text, class_="bm-short" if len(text) <= _SHORT else "bm-short bm-long")


def _sentence(statement: Statement) -> Markup:
    return element("p", _sourced(statement), class_="bm-sentence")


def _sourced(statement: Statement) -> Markup:
    """A statement with links to its sources: to the first and the last of many."""
    cited = statement.citations
    ends, between = (cited, Markup("&nbsp;")) if len(cited) <= MANY else ((cited[0], cited[-1]), escape("–"))
    links = [
        element("a", f"[{number}]", href=f"#citat-{number}", aria_label=f"Källa {number}, visa i sitt sammanhang")
        for number in ends
    ]
    return join(quoted(statement.text), Markup("&nbsp;"), Markup(between.join(links)))


def _items(statements: Sequence[Statement]) -> list[Markup]:
    if not statements:
        return []
    small = len(statements) > _FEW and median(len(statement.text) for statement in statements) <= _SMALL
    items = [element("li", _sourced(statement)) for statement in statements]
    return [element("ul", *items, class_="bm-items bm-small" if small else "bm-items")]


def _course(statements: Sequence[Statement], citations: Sequence[Citation]) -> Markup:
    """The steps of a case in order, each with its day and place before what was decided."""
    source = {citation.number: citation for citation in citations}
    steps = [
        (source[same[0].citations[0]], same)
        for _, group in groupby(statements, lambda statement: source[statement.citations[0]].reference)
        for same in [list(group)]
    ]
    return element("ol", *(_step(cited, same) for cited, same in steps), class_="bm-course")


def _step(cited: Citation, statements: Sequence[Statement]) -> Markup:
    day = [element("time", cited.date.isoformat(), datetime=cited.date.isoformat()), " "] if cited.date else []
    place = element("p", *day, element("span", cited.reference, class_="bm-about"), class_="bm-step")
    return element("li", place, *(_sentence(statement) for statement in statements))


def _table(table: TableView) -> Markup:
    *names, _ = table.columns
    head = [element("th", column, scope="col") for column in table.columns]
    rows = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in table.rows
    ]
    return element(
        "table",
        element("caption", f"Fördelat på {' och '.join(names).lower()}"),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_="bm-table",
    )


def _remarks(label: str, texts: Sequence[str], style: str) -> list[Markup]:
    """What a reader must know, if anything."""
    if not texts:
        return []
    mark = element("strong", f"{label}: ")
    if len(texts) == 1:
        return [element("p", mark, texts[0], class_=style)]
    return [element("div", element("p", mark), element("ul", *(element("li", text) for text in texts)), class_=style)]


def _coverage(asked: Asked) -> Markup:
    coverage = asked.response.coverage
    limits = f" inom {counted(asked.limits, 'vald begränsning', 'valda begränsningar')}" if asked.limits else ""
    searched = f"Sökte i {papers(coverage.documents)}{period(coverage.first, coverage.last)}{limits}."
    warnings = _remarks("Om arkivet", coverage.warnings, "bm-warnings")
    return element("div", element("p", searched), *warnings, class_="bm-coverage", role="status")
