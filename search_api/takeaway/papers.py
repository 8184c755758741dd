"""What is taken along, as a paper to read: the words of the answer's, the case's and the record's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from search_api import schemas
from search_api.takeaway.paper import Block, Facts, Heading, Items, Paper, Quotation, Table, Text, one_line

Anything = schemas.TakenAnswer | schemas.TakenQuote | schemas.TakenCase | schemas.TakenRecord
# By how an answer is told: the title of its file, the heading of what it says, and that of what to know of it.
_ANSWER = ("Svar ur handlingarna", "Svar", "Att veta om svaret")
_NEAREST = ("Närmast i handlingarna", "Ställen som ligger närmast frågan", "Att veta om ställena")
_UNSURE = "Det här är inget säkert svar, utan de ställen i handlingarna som ligger närmast frågan."
_MANY = 4  # more numbers of sources than this are told by the first and the last
_LABELS = (
    ("organisation", "Organisation"), ("committee", "Organ"), ("kind", "Typ av handling"),
    ("case_number", "Diarienummer"), ("paragraph", "Paragraf"), ("date_from", "Från och med"),
    ("date_to", "Till och med"),
)  # fmt: skip


def paper(taken: Anything) -> Paper:
    """The file of what was taken along."""
    match taken:
        case schemas.TakenAnswer():
            return _answer(taken)
        case schemas.TakenQuote():
            quote = taken.quote
            return Paper("Citat ur handlingarna", (*_quotations([quote]), *_made(taken.made)))
        case schemas.TakenCase():
            return _case(taken)
        case schemas.TakenRecord():
            return _record(taken)


def _answer(taken: schemas.TakenAnswer) -> Paper:
    sure = taken.certainty is schemas.Certainty.ANSWER
    title, heading, known = _ANSWER if sure else _NEAREST
    blocks: list[Block] = [Facts((("Fråga", taken.question), *_limits(taken.filters)))]
    blocks += [Heading(heading)] if sure else [Text(_UNSURE), Heading(heading)]
    blocks += [Text(said) for said in _said(taken)]
    if taken.table:
        blocks.append(Table(tuple(taken.table.columns), tuple(map(tuple, taken.table.rows))))
    blocks += _quotations(taken.quotes)
    if taken.notes:
        blocks += [Heading(known, 3), Items(tuple(taken.notes))]
    blocks += [Heading("Källor"), Items(tuple(f"{_whose(one)}. Fil: {one.source}" for one in taken.quotes), True)]
    blocks += [Heading("Vad som söktes igenom"), Text(_searched(taken.coverage)), *_warnings(taken.coverage)]
    return Paper(title, (*blocks, *_made(taken.made)))


def _said(taken: schemas.TakenAnswer) -> Iterator[str]:
    """The short answer, and the statements that are not a quotation alone, with the numbers of their sources."""
    if taken.short:
        yield taken.short
    quoted = {one_line(quote.quote) for quote in taken.quotes}
    for statement in taken.statements:
        if one_line(statement.text) not in quoted:
            yield f"{statement.text} {_numbers(statement.citations)}"


def _numbers(cited: list[int]) -> str:
    return f"[{cited[0]}]–[{cited[-1]}]" if len(cited) > _MANY else "".join(f"[{number}]" for number in cited)


def _case(taken: schemas.TakenCase) -> Paper:
    numbers = ", ".join(taken.case_numbers)
    blocks: list[Block] = [Facts((("Diarienummer", numbers),)), Heading("Ärendets tidigare behandling")]
    blocks.append(Items(tuple(taken.treatment)))
    also = [step for step in taken.steps if step.link == "omnämnande"]
    if also:
        rows = tuple(f"{step.reference}: ”{step.told.text}”" if step.told else step.reference for step in also)
        blocks += [Heading("Andra handlingar som nämner ärendet"), Items(rows)]
    return Paper(f"Ärende {taken.case_number}", (*blocks, *_made(taken.made)))


def _record(taken: schemas.TakenRecord) -> Paper:
    years = ", ".join(f"{year.value} ({year.documents})" for year in taken.years) or "inga daterade handlingar"
    blocks: list[Block] = [
        Facts((("Sökt fråga", taken.question), *(_limits(taken.filters) or (("Begränsning", "hela arkivet"),)))),
        Text(
            "Sökningen gav inget svar. Det betyder att de handlingar som söktes igenom inte besvarar frågan med ord som"
            " sökningen känner igen. Det utesluter inte att uppgiften finns i en handling som inte finns i arkivet"
            " eller inte gick att läsa."
        ),
        Heading("Vad som söktes igenom"),
        Text(_searched(taken.coverage)),
        Facts((("Handlingar per år", years),)),
        Table(
            ("Organ", "Handlingar", "Från", "Till", "Kända luckor"),
            tuple(
                (
                    ", ".join(part for part in (body.organisation, body.committee) if part) or "Okänt organ",
                    str(body.documents),
                    _day(body.first),
                    _day(body.last),
                    " ".join(body.gaps) or "inga kända",
                )
                for body in taken.bodies
            ),
        ),
        *_warnings(taken.coverage),
    ]
    if taken.nearest:
        blocks += [Heading("Närmaste träffar, som inte besvarar frågan"), Items(tuple(taken.nearest))]
    return Paper("Intyg över sökning utan resultat", (*blocks, *_made(taken.made)))


def _quotations(quotes: list[schemas.Taken]) -> list[Block]:
    return [Quotation(f"”{quote.quote.strip()}”", _whose(quote)) for quote in quotes]


def _whose(quote: schemas.Taken) -> str:
    """Whose words a quotation is: its reference, and the part of the § by the name that it has."""
    return f"{quote.reference} · {quote.part.lower()}" if quote.part else quote.reference


def _limits(filters: schemas.Filters) -> tuple[tuple[str, str], ...]:
    rows = []
    for name, label in _LABELS:
        value = getattr(filters, name)
        if value:
            rows.append((label, ", ".join(value) if isinstance(value, list) else str(value)))
    return tuple(rows)


def _searched(coverage: schemas.Coverage) -> str:
    period = f", daterade {coverage.first} till {coverage.last}" if coverage.first and coverage.last else ""
    return f"{coverage.documents} {'handling' if coverage.documents == 1 else 'handlingar'}{period}."


def _warnings(coverage: schemas.Coverage) -> list[Block]:
    return [Heading("Att observera", 3), Items(tuple(coverage.warnings))] if coverage.warnings else []


def _made(made: schemas.Made) -> list[Block]:
    means = ", ".join(f"{name} {value}" for name, value in sorted(made.index.items()) if value not in (None, ""))
    return [
        Heading("Om uttaget"),
        Facts(
            (
                ("Tid", f"{made.local:%Y-%m-%d %H:%M:%S} svensk tid ({made.at:%Y-%m-%d %H:%M:%S} UTC)"),
                ("Arkivets innehåll", f"{made.documents} handlingar, kontrollsumma {made.contents}"),
                ("Sökindex", means),
            )
        ),
        Text("Citaten är ordagranna ur handlingarna och lästa på nytt vid uttaget. Gjort med Beslutsminne."),
    ]


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else "–"
