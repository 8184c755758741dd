"""What an answer says: the short of it, its sentences and whose they are, what must be known, what was searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import median

from search_api.schemas import AskResponse, Certainty, Citation, Statement, TableView
from ui.web.asked import Asked
from ui.web.markup import Markup, element, escape, join, unseen
from ui.web.passage import quoted, referred
from ui.web.texts import MANY, counted, papers, period
from ui.web.voices import voice
from ui.web.whose import Whose, by_number, stands_on, whose

# A short answer up to this many characters is set large.
_SHORT = 60
# More items than this, of so few characters as a rule, stand in columns.
_FEW, _SMALL = 6, 40


def answer(asked: Asked) -> Markup:
    """The answer, the nearest that there is, or that there is nothing, as a region of the page."""
    response, told = asked.response, voice(asked.response)
    return element(
        "section",
        element("p", unseen("Frågan var: "), response.question, class_="bm-asked"),
        element("h2", told.heading, id="svar"),
        *([element("p", told.lead, class_="bm-voice")] if told.lead else []),
        *_said(response),
        _coverage(asked),
        class_=told.style,
        aria_labelledby="svar",
    )


def _said(response: AskResponse) -> list[Markup]:
    """What an answer of its kind says, in the order in which it is best read."""
    notes = _remarks("Observera", response.notes, "bm-note")
    if response.certainty is Certainty.NONE:
        return notes
    short = [_short(response.short)] if response.short and response.certainty is Certainty.ANSWER else []
    statements, sources = response.statements, by_number(response.citations)
    if response.kind == "course":
        return [*short, *notes, _course(statements, response.citations)]
    if response.kind == "count":  # the sentence that says the number, then what it counts
        table = [_table(response.table)] if response.table else []
        return [*short, *_sentences(statements[:1], sources), *table, *notes, *_items(statements[1:], sources)]
    if response.kind == "list" and len(statements) > 1:
        return [*short, *notes, *_items(statements, sources)]
    return [*short, *_sentences(statements, sources), *notes]


def _short(text: str) -> Markup:
    return element("p", text, class_="bm-short" if len(text) <= _SHORT else "bm-short bm-long")


def _sentences(statements: Sequence[Statement], sources: Mapping[int, Whose]) -> list[Markup]:
    """Statements in paragraphs, whose they are before those that stand on the same."""
    shown: list[Markup] = []
    for places, same in groupby(statements, lambda statement: stands_on(statement, sources)):
        shown += [*_whose(places), *(_sentence(statement) for statement in same)]
    return shown


def _whose(places: Sequence[Whose]) -> list[Markup]:
    """Whose words follow: of many places only how many they are, since each has its number and its card."""
    if len(places) > MANY:
        return [element("p", f"Ur {counted(len(places), 'ställe', 'ställen')}, som visas nedan", class_="bm-whose")]
    return [element("p", referred(place), class_="bm-whose") for place in places]


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


def _items(statements: Sequence[Statement], sources: Mapping[int, Whose]) -> list[Markup]:
    """Statements as a list: whose they are before it where all stand on the same, else below each."""
    if not statements:
        return []
    places = [stands_on(statement, sources) for statement in statements]
    if len(set(places)) == 1:
        small = len(statements) > _FEW and median(len(statement.text) for statement in statements) <= _SMALL
        items = [element("li", _sourced(statement)) for statement in statements]
        return [*_whose(places[0]), element("ul", *items, class_="bm-items bm-small" if small else "bm-items")]
    each = zip(statements, places, strict=True)
    return [element("ul", *(element("li", _sourced(one), *_whose(own)) for one, own in each), class_="bm-items")]


def _course(statements: Sequence[Statement], citations: Sequence[Citation]) -> Markup:
    """The steps of a case in order, each with its day and place before what was decided."""
    source = {citation.number: citation for citation in citations}
    steps = [
        (source[same[0].citations[0]], same)
        for _, group in groupby(statements, lambda statement: whose(source[statement.citations[0]]))
        for same in [list(group)]
    ]
    return element("ol", *(_step(cited, same) for cited, same in steps), class_="bm-course")


def _step(cited: Citation, statements: Sequence[Statement]) -> Markup:
    day = [element("time", cited.date.isoformat(), datetime=cited.date.isoformat()), " "] if cited.date else []
    place = element("p", *day, element("span", referred(whose(cited)), class_="bm-about"), class_="bm-step")
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
