"""Hits and answers for the terminal: what is asked first, then its sources, with nothing read as markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from search_api.schemas import AskResponse, Certainty, Citation, Coverage, Hit, Interpreted, SearchResponse, TableView
from ui.web.texts import MANY
from ui.web.voices import voice
from ui.web.whose import Whose, by_number, stands_on, whose

READERS = {
    "namespaces": "Läsarna är avskilda: utan nätverk, och av filerna ser de bara programmen.",
    "user": "Läsarna kör som en annan användare, men ser filerna. Installera bubblewrap för att skilja av dem.",
    "limits": "Läsarna kör som tjänsten och ser dess filer. Installera bubblewrap för att skilja av dem.",
}  # by `isolation` of the API


def found(response: SearchResponse) -> Iterator[RenderableType]:
    """The hits of a search, each with the reasons that were asked for."""
    yield _strong(f"{response.total} träffar")
    yield from _read(response.interpreted)
    for hit in response.hits:
        yield from _hit(hit)


def answered(response: AskResponse) -> Iterator[RenderableType]:
    """An answer or the nearest that there is, with its sources, or none with the nearest hits; in its voice."""
    told = voice(response)
    yield _strong(told.heading)
    if told.lead:
        yield Text(told.lead)
    if response.short and response.certainty is Certainty.ANSWER:
        yield _strong(response.short)
    sources = by_number(response.citations)
    for places, statements in groupby(response.statements, lambda statement: stands_on(statement, sources)):
        yield from _whose(places)
        yield from (Text(f"{statement.text} {_numbers(statement.citations)}") for statement in statements)
    if response.table:
        yield _table(response.table)
    yield from _notes(response.notes)
    yield from _read(response.interpreted)
    yield from _coverage(response.coverage)
    said = {statement.text for statement in response.statements}
    order = sorted(response.citations, key=_place)
    same = (list(group) for _, group in groupby(order, _place))
    for group in sorted(same, key=lambda group: group[0].number):
        yield from _source(group, said)
    if response.certainty is Certainty.NONE:
        yield Text(f"{told.others}:")
        for hit in response.related:
            yield from _hit(hit)


def _read(read: Interpreted) -> Iterator[Text]:
    """What was read from the question, each with the id that `--ignore` takes it away by."""
    if read.readings:
        yield Text("Läst ur frågan (--ignore ID tar bort):")
    for reading in read.readings:
        yield Text(f"  {reading.label}{'' if reading.prefers else ', döljer andra träffar'}  [{reading.id}]")
    if read.hidden:
        yield Text(f"  {read.hidden} träffar är dolda.")


def _hit(hit: Hit) -> Iterator[Text]:
    yield _strong(f"\n{hit.rank}. {hit.reference} ({hit.source})")
    yield Text(hit.text)
    yield from (Text(f"Samma text: {twin.reference} ({twin.source})") for twin in hit.also)
    yield from (Text(f"  {reason.adds:+.2f} {reason.label}") for reason in hit.reasons if reason.adds)


def _whose(places: Sequence[Whose]) -> Iterator[Text]:
    """Whose words follow; many places are told by their sources below."""
    if len(places) <= MANY:
        yield from (Text(f"{place}:") for place in places)


def _source(same: Sequence[Citation], said: set[str]) -> Iterator[Text]:
    """Where a quotation stands, and the quotation itself where the answer did not give it word for word."""
    first = same[0]
    yield _strong(f"\n{_numbers([citation.number for citation in same])} {whose(first)} ({first.source})")
    if first.quote not in said:
        yield Text(first.quote)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end


def _numbers(cited: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in cited)


def _coverage(coverage: Coverage) -> Iterator[Text]:
    dated = f" från {coverage.first} till {coverage.last}" if coverage.first else ""
    yield Text(f"Sökt i {coverage.documents} handlingar{dated}.")
    yield from (Text(f"Om arkivet: {warning}") for warning in coverage.warnings)


def _notes(notes: Sequence[str]) -> Iterator[Text]:
    return (Text(f"Observera: {note}") for note in notes)


def _table(table: TableView) -> Table:
    shown = Table()
    for column in table.columns:
        shown.add_column(Text(column), justify="right" if column == table.columns[-1] else "left")
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def _strong(text: str) -> Text:
    return Text(text, style="bold")
