"""What a reader must know beside an answer, or instead of one, in Swedish."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found, Passage
from corpus.models import PartName
from search_api.answering import judging
from search_api.answering.answer import Quote
from search_api.answering.posed import Posed
from search_api.answering.reading.expectation import Thing

_THINGS = {
    Thing.MONEY: "ett belopp",
    Thing.NUMBER: "ett antal",
    Thing.SHARE: "en andel",
    Thing.DATE: "en tidpunkt",
    Thing.DURATION: "en tid",
    Thing.PERSON: "ett namn",
    Thing.ACTOR: "någon som gör det",
    Thing.COMPANY: "ett företag",
    Thing.TALLY: "röstetal",
    Thing.PARTY: "ett parti",
}


def why_not(posed: Posed) -> tuple[str, ...]:
    """What the archive lacks of what is asked for, as far as that can be said.

    What stands in it in any form is not said to lack.
    """
    read, judgement = posed.read, posed.judgement
    if judging.misses_place(posed.ranking, posed.scope):
        named = [*read.case_numbers, *read.paragraphs]
        return (f"Arkivet innehåller inte det som frågan nämner: {', '.join(named)}.",)
    if judgement.unheard:
        return (f"Ingen handling i arkivet nämner {' eller '.join(judgement.unheard)}.",)
    if judgement.nothing_known:
        return ("Inget ord i frågan finns i handlingarna. Skriv frågan med andra ord.",)
    if foreign := not_of(posed):
        return foreign
    if not posed.reading.candidates:
        return ()
    lacks = [
        _THINGS[thing]
        for thing in sorted(posed.reading.wanted.things - {Thing.REASON})
        if judging.lacks(posed.reading, thing)
    ]
    return (f"De närmaste ställena nämner inte {' eller '.join(lacks)}.",) if lacks else ()


def not_of(posed: Posed) -> tuple[str, ...]:
    """That the archive holds nothing of the organisation that the question names."""
    foreign = posed.read.foreign
    if not foreign or not judging.says_whose(posed.ranking):
        return ()
    return (f"Arkivet innehåller inga handlingar från {', '.join(foreign)}.",)


def later(quote: Quote, posed: Posed) -> tuple[str, ...]:
    """That the case was decided on later than what is quoted first, where the question does not name a time."""
    within, passage = posed.read.within, quote.found.passage
    if passage.case_number is None or passage.date is None or within.date_to or posed.read.dates:
        return ()
    of_case = posed.catalogue.case_passages(passage.case_number)
    after = [one for one in of_case if one.paragraph and one.date and one.date > passage.date]
    decided = posed.catalogue.matters.decided_in(_stretches(after)) if after else []
    deciding = [
        one.id
        for one in after
        if any(one.document_id == paper and start < one.end and one.start < end for paper, start, end in decided)
    ]
    organisation = quote.found.entry.organisation
    theirs = [one for one in posed.catalogue.find(deciding) if one.entry.organisation == organisation]
    if not theirs:
        return ()
    return (f"Ärendet har beslutats om senare: {_named(max(theirs, key=lambda one: str(one.passage.date)))}.",)


def proposed(quote: Quote, posed: Posed) -> tuple[str, ...]:
    """That what is quoted first is a proposal; and, where the case has no decision in the archive, that too."""
    found = quote.found
    if posed.citing.parts([(found.entry.id, quote.start, quote.end)]) != [PartName.PROPOSAL]:
        return ()
    said = f"{_named(found)}: det som citeras är ett förslag, inget beslut."
    number = found.passage.case_number
    # Of a paper without a number nobody knows which decisions are its case's.
    if number is None or posed.catalogue.matters.decided_in(_stretches(posed.catalogue.case_passages(number))):
        return (said,)
    return (f"{said} Något beslut i ärende {number} finns inte i arkivet.",)


def _stretches(passages: Sequence[Passage]) -> list[tuple[str, int, int]]:
    return [(one.document_id, one.start, one.end) for one in passages]


def about(quotes: Sequence[Quote], replaced: Mapping[str, Found]) -> tuple[str, ...]:
    """That a quoted decision no longer holds."""
    said: dict[str, None] = {}
    for quote in quotes:
        instead = replaced.get(quote.found.passage.id)
        if instead is not None:
            said[f"{_named(quote.found)} har ändrats eller upphävts genom {_named(instead)}."] = None
    return tuple(said)


def disputed(catalogue: Catalogue, document_ids: Collection[str]) -> tuple[str, ...]:
    """That a quoted paper is said to be corrected by one that was uploaded and has not taken its place, or is that."""
    pairs = [(catalogue.kept(old), catalogue.kept(new)) for old, new in catalogue.versions.disputes(document_ids)]
    return tuple(
        f"”{new.entry.source}” är en lämnad handling som säger sig rätta ”{old.entry.source}”, men har inte tagit dess"
        " plats. Jämför dem innan du litar på någon av dem."
        for old, new in pairs
        if old and new
    )


def _named(found: Found) -> str:
    passage = found.passage
    day = passage.date.isoformat() if passage.date else None
    return " ".join(filter(None, (passage.committee or found.entry.title or "Handlingen", day, passage.paragraph)))
