"""What the columns of a table are called, beside a row of it that is quoted: a quote of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from indexer import language, tables
from indexer.tables import Tables
from search_api.answering import quoting
from search_api.answering.answer import Answer, Quote, Statement
from search_api.retrieval.asked import Asked


class Columns:
    """The headings of the tables in the papers that one answer quotes, each paper looked at once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tables: dict[str, Tables | None] = {}

    def heading(self, quote: Quote) -> Quote | None:
        """The heading of the table that `quote` begins in a row of."""
        document_id = quote.found.entry.id
        if not tables.is_row(quote.text.partition("\n")[0]):
            return None
        if document_id not in self._tables:
            document = self._catalogue.document(document_id)
            self._tables[document_id] = Tables(document) if document else None
        there = self._tables[document_id]
        span = there.heading(quote.start) if there else None
        if span is None:
            return None
        place = (document_id, span.start, span.end)
        return quoting.quotes(self._catalogue, [place]).get(place)

    def beside(self, answer: Answer) -> Answer:
        """`answer` with each statement that stands on a row standing on the row's heading too."""
        return replace(answer, statements=tuple(map(self._beside, answer.statements)))

    def told(self, quotes: Sequence[Quote], asked: Asked) -> list[str]:
        """What each of `quotes`, the best first, tells of what is asked for.

        Of the first, where it is a row, the cell below the words of the question. Other rows of its table that say less
        of the question are of something else, and tell nothing.
        """
        heading = self.heading(quotes[0]) if quotes else None
        if heading is None or "\n" in quotes[0].text:
            return [quote.text for quote in quotes]
        said = asked.share(language.terms(quotes[0].text))
        others = [
            quote.text
            for quote in quotes[1:]
            if self.heading(quote) != heading or asked.share(language.terms(quote.text)) >= said
        ]
        return [_cell(heading, quotes[0], asked), *others]

    def _beside(self, statement: Statement) -> Statement:
        headings = filter(None, map(self.heading, statement.quotes))
        return replace(statement, quotes=tuple(dict.fromkeys((*statement.quotes, *headings))))


def _cell(heading: Quote, row: Quote, asked: Asked) -> str:
    """The cell of the column whose name says most of the question; the whole row where none says more than the rest."""
    names = [tables.cells(line) for line in heading.text.split("\n")]
    shares = [
        asked.share(language.terms(" ".join(name[column] for name in names if column < len(name))))
        for column in range(max(map(len, names)))
    ]
    best = max(shares)
    cells = tables.cells(row.text)
    column = shares.index(best)
    return cells[column] if best and shares.count(best) == 1 and column < len(cells) else row.text
