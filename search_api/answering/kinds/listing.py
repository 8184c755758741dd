"""Lists: every member of what is asked for, and nobody else, from the facts of the § that the question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item, Told
from corpus.catalogue.records import Scope
from corpus.facts import Choice, FactKind, Outcome
from corpus.swedish import people
from indexer import language
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.answering.counts import phrasing
from search_api.answering.lists import elections, enumerations, listable, sittings
from search_api.answering.lists.listable import Asked, Listing
from search_api.answering.posed import Posed
from search_api.query import Interpretation, ReadingKind
from search_api.retrieval import Ranked

CONFIDENCE = 0.9
# How many of the best hits are looked at for the § that the question is about.
READ = 10
# A § is about the question that has so much of its words, by rarity; and no other hit's has this much more.
LEAST_ABOUT, NEAR = 0.5, 0.15
# What a place lower in the ranking is worth, on the same scale.
STEP = 0.03
# How many of the best hits are near.
NEAREST = 5
# And what it is worth that the heading, with the year, has all of those words.
HEADED = 0.3
# How far into a § its words are read.
LONGEST = 8_000
# Names that stand so far from the vote are in an appendix, and the vote is shown with them.
APART = 400
_BETWEEN = re.compile(r"[\s,;•\-–*|]*(?:\b(?:och|samt)\b)?[\s|]*")
_WORDS = {
    Outcome.REJECTED: r"avslag|avslå|avslås",
    Outcome.GRANTED: r"bifall|bifalla|bifalls",
    Outcome.REMITTED: r"återremi",
    Outcome.TABLED: r"bordlägg",
}
# No paper is longer, in characters.
WHOLE = 10_000_000
_LATE = re.compile(
    r"[^\s|].*\b(?:anlän(?:der|de|t)|infann sig|infinner sig|ansluter|anslöt)\b[^.\n]*\b(?:kl|§).*[^\s|]"
)
_OFFICES = {
    "member": r"ledam(?:ot|öter)",
    "replacement": r"ersättare",
    "vice": r"vice\s+ordförande",
    "chair": r"(?<!vice )ordförande",
}


@dataclass(frozen=True, slots=True)
class _Members:
    """The members of a list, as written, and the places in one document that list them, in order."""

    names: tuple[str, ...]
    places: tuple[tuple[str, int, int], ...]


def answer(posed: Posed) -> Answer | None:
    """All members of what a question asks for, where the archive has its matter."""
    told = members(posed.read, posed.hits, posed.catalogue)
    return told if told and posed.judgement.here else None


def members(interpretation: Interpretation, hits: Sequence[Ranked], catalogue: Catalogue) -> Answer | None:
    """All members of what a question asks for, from the § of `hits` (best first) that it is about.

    None where it asks for no list, or the list is not surely found: no § that is about it states one, or the facts
    contradict the tally beside them.
    """
    question = interpretation.words
    asked = listable.read(_unread(question, interpretation, ReadingKind.ORGANISATION, ReadingKind.PERIOD))
    if asked is None or not hits:
        return None
    if asked.listing is not Listing.ELECTED:  # one is elected to a body by another
        asked = replace(asked, words=_without(asked.words, interpretation))
    read = _read(hits, interpretation, asked.listing)
    if asked.listing is Listing.MEMBERS:
        return _of_text(enumerations.members(asked.words, read))
    if asked.listing is Listing.NAMED and asked.noun:
        return _of_text(enumerations.named(asked.noun, asked.words, read))
    if asked.listing in listable.PARTS:
        return _of_text(enumerations.part(listable.PARTS[asked.listing], asked.words, read, catalogue))
    if asked.listing is Listing.ATTENDANCE:
        members = _present(asked, interpretation, catalogue)
    else:
        item = _only(asked, interpretation, read, catalogue) or _about(
            asked, read, catalogue, foreign=language.is_english(question)
        )
        members = _stated(asked, item, catalogue) if item else None
    return _answer(asked, members, catalogue) if members else None


def _unread(question: str, interpretation: Interpretation, *kinds: ReadingKind) -> str:
    """The question less what it was read as of `kinds`."""
    text = question
    for reading in sorted(interpretation.readings, key=lambda one: -one.start):
        if reading.kind in kinds:
            text = f"{text[: reading.start]} {text[reading.end :]}"
    return text


def _without(words: str, interpretation: Interpretation) -> str:
    """`words` less the bodies that the question names: who met is not what it was about."""
    for reading in interpretation.readings:
        if reading.kind is ReadingKind.COMMITTEE:
            words = words.replace(interpretation.question[reading.start : reading.end], " ")
    return " ".join(words.split())


def _read(hits: Sequence[Ranked], interpretation: Interpretation, listing: Listing) -> list[Ranked]:
    """The hits that may be what the question is about: those that it names, or of its bodies and time, or of its time.

    The body that a question names may be what it is about ("valdes till socialnämnden"), not who met.
    """
    named = [hit for hit in hits if hit.exact]
    if named:
        return named[:READ]
    timely = [hit for hit in hits[:READ] if _fits(hit, replace(interpretation, within=_less_bodies(interpretation)))]
    if listing is Listing.ELECTED:
        return timely
    return [hit for hit in timely if _fits(hit, interpretation)] or timely


def _less_bodies(interpretation: Interpretation) -> Scope:
    return replace(interpretation.within, committee=())


def _fits(hit: Ranked, interpretation: Interpretation) -> bool:
    """Whether a hit is of the bodies and the time that the question names."""
    within, entry = interpretation.within, hit.found.entry
    days = interpretation.dates
    return (
        (not within.organisation or entry.organisation in within.organisation)
        and (not within.committee or entry.committee in within.committee)
        and (not within.date_from or (entry.date is not None and entry.date >= within.date_from))
        and (not within.date_to or (entry.date is not None and entry.date <= within.date_to))
        and (not days or within.date_from is not None or entry.date in days)
    )


def _only(asked: Asked, interpretation: Interpretation, hits: Sequence[Ranked], catalogue: Catalogue) -> Item | None:
    """The one § of the one meeting that the question names that states such facts, if it is among the hits."""
    within = sittings.named(interpretation)
    if within is None:
        return None
    items = catalogue.matters.sections(within, kind=listable.FACTS[asked.listing])
    facts = catalogue.matters.facts(items, [listable.FACTS[asked.listing]])
    stating = {fact.section_id for fact in facts if asked.choice is None or fact.value == asked.choice}
    only = [item for item in items if item.id in stating]
    if len(only) != 1 or len({item.date for item in items}) != 1:
        return None
    near = {catalogue.matters.at(hit.found.entry.id, hit.found.passage.start) for hit in hits[:NEAREST]}
    return only[0] if only[0] in near else None


def _about(asked: Asked, hits: Sequence[Ranked], catalogue: Catalogue, *, foreign: bool) -> Item | None:
    """The § of `hits` that the question is about and that states such facts; None where another is more about it."""
    kind = listable.FACTS[asked.listing]
    found: dict[int, tuple[float, float, Item]] = {}
    for rank, hit in enumerate(hits):
        item = catalogue.matters.at(hit.found.entry.id, hit.found.passage.start)
        if item is None or item.id in found:
            continue
        text = catalogue.slice(item.document_id, item.start, min(item.end, item.start + LONGEST)) or ""
        body, year = phrasing.body(item.organisation, item.committee), item.date.year if item.date else ""
        # English words stand in no paper; then the ranking says which is meant.
        about = 1.0 if foreign else enumerations.share(asked.words, f"{item.heading} {text} {body} {year}")
        headed = HEADED * enumerations.share(asked.words, f"{item.heading} {year}")
        found[item.id] = (about, about + headed - (0 if hit.exact else STEP * rank), item)
    best = max((about for about, _, _ in found.values()), default=0.0)
    stating = [
        (score, item)
        for about, score, item in found.values()
        if about >= max(LEAST_ABOUT, best - NEAR) and catalogue.matters.facts([item], [kind])
    ]
    return max(stating, key=lambda one: one[0])[1] if stating else None


def _stated(asked: Asked, item: Item, catalogue: Catalogue) -> _Members | None:
    facts = catalogue.matters.facts([item], [listable.FACTS[asked.listing]])
    if asked.listing is Listing.BALLOTS:
        return _ballots(asked, item, facts, catalogue)
    if asked.listing is Listing.ELECTED:
        return _elected(asked, facts, catalogue)
    if asked.listing is Listing.MOTIONS:
        facts = _moved(asked, facts, catalogue)
    if asked.party:
        facts = [fact for fact in facts if fact.party == asked.party]
    if not facts or any(fact.who is None for fact in facts):
        return None
    names = [fact.party for fact in facts if fact.party] if asked.parties else [fact.who for fact in facts if fact.who]
    places = list(dict.fromkeys((fact.document_id, fact.start, fact.end) for fact in facts))
    if asked.deeper:
        places = [_with_next(place, catalogue) for place in places]
    return _Members(tuple(dict.fromkeys(names)), tuple(places)) if names else None


def _ballots(asked: Asked, item: Item, facts: Sequence[Told], catalogue: Catalogue) -> _Members | None:
    """Those who voted as asked; None where the § has several votes, or the names are not as many as the tally."""
    votes = catalogue.matters.facts([item], [FactKind.VOTE])
    if len({fact.name for fact in facts}) < len(facts) or len(votes) > 1:
        return None
    mine = [fact for fact in facts if fact.value == asked.choice]
    stated = {Choice.YES: votes[0].yes, Choice.NO: votes[0].no}.get(asked.choice) if votes and asked.choice else None
    if not mine or (stated is not None and stated != len(mine)):
        return None
    if asked.party:
        mine = [fact for fact in mine if fact.party == asked.party]
    names = [_name(fact) for fact in mine]
    if asked.parties:
        names = [fact.party for fact in mine if fact.party]
    places = _stretches(mine, facts, catalogue)
    if votes and mine and (mine[0].start - votes[0].end > APART):
        places = [(item.document_id, votes[0].start, votes[0].end), *places]
    return _Members(tuple(dict.fromkeys(names)), tuple(places)) if names else None


def _name(fact: Told) -> str:
    """A voter as written in a sentence; from the row of a list the name with its party."""
    if fact.who and "(" in fact.who and "\n" not in fact.who.strip():
        return fact.who
    return f"{fact.name} ({fact.party})" if fact.party else str(fact.name)


def _stretches(mine: Sequence[Told], every: Sequence[Told], catalogue: Catalogue) -> list[tuple[str, int, int]]:
    """The places of `mine`, neighbours with nothing but commas between them as one."""
    if not mine:
        return []
    document, first = mine[0].document_id, mine[0].start
    text = catalogue.slice(document, first, mine[-1].end) or ""
    places = [(document, first, mine[0].end)]
    for fact in mine[1:]:
        _, start, end = places[-1]
        between = text[end - first : fact.start - first]
        if _BETWEEN.fullmatch(between):
            places[-1] = (document, start, fact.end)
        else:
            places.append((document, fact.start, fact.end))
    return places


def _moved(asked: Asked, facts: Sequence[Told], catalogue: Catalogue) -> list[Told]:
    """The yrkanden of what is asked for; where it is not said what for, the only one there is."""
    if asked.outcome is None:
        return list(facts) if len({fact.start for fact in facts}) == 1 or _asks_all(asked) else []
    said = re.compile(_WORDS[asked.outcome], re.IGNORECASE)
    return [fact for fact in facts if said.search(catalogue.slice(fact.document_id, fact.start, fact.end) or "")]


def _asks_all(asked: Asked) -> bool:
    """Whether every yrkande is meant: "vilka yrkanden", "vilka yrkade i ärendet"."""
    return not language.terms(asked.words)


def _elected(asked: Asked, facts: Sequence[Told], catalogue: Catalogue) -> _Members | None:
    """Those who are elected in the one decision that the question is about, not those whom they follow."""
    offices = {office for office, words in _OFFICES.items() if re.search(words, asked.words, re.IGNORECASE)}
    if len(offices) > 1:
        return None
    wanted = set(language.terms(asked.words))
    scored: list[tuple[int, Told, str]] = []
    for fact in facts:
        text = catalogue.slice(fact.document_id, fact.start, fact.end) or ""
        meant = all(
            re.search(rf"\btill\s+(?:nya?\s+|första\s+|\d:[ea]\s+)?(?:{_OFFICES[one]})", text, re.I) for one in offices
        )
        if fact.value == Outcome.ELECTED and elections.ELECTS.search(text) and meant:
            scored.append((len(wanted & set(language.terms(text))), fact, text))
    if not scored:
        return None
    most = max(score for score, _, _ in scored)
    best = [(fact, text) for score, fact, text in scored if score == most]
    if len(best) > 1:
        return None
    fact, text = best[0]
    elected = [
        one for one in people.find(text) if not elections.INSTEAD.search(text, max(0, one.start - 60), one.start)
    ]
    names = tuple(dict.fromkeys(" ".join(text[one.start : one.end].split()) for one in elected))
    return _Members(names, ((fact.document_id, fact.start, fact.end),)) if names else None


def _present(asked: Asked, interpretation: Interpretation, catalogue: Catalogue) -> _Members | None:
    """Those who took part as asked in the one meeting that the question names by its day."""
    within = sittings.named(interpretation)
    items = catalogue.matters.sections(within) if within else []
    if len({(item.organisation, item.committee, item.date) for item in items}) != 1:
        return None
    papers = [item.document_id for item in items]
    if asked.late:
        return _late(items[0], catalogue)
    told = [fact for paper in papers[:1] for fact in catalogue.matters.attendance(paper)]
    mine = [fact for fact in told if fact.value == asked.presence]
    if asked.party:
        mine = [fact for fact in mine if fact.party == asked.party]
    if not mine:
        return None
    names = dict.fromkeys(f"{fact.name} ({fact.party})" if fact.party else str(fact.name) for fact in mine)
    return _Members(tuple(names), tuple(dict.fromkeys((fact.document_id, fact.start, fact.end) for fact in mine)))


def _late(item: Item, catalogue: Catalogue) -> _Members | None:
    """Those whom the minutes of `item` say to have come when the meeting had begun."""
    text = catalogue.slice(item.document_id, 0, WHOLE) or ""
    names: list[str] = []
    places: list[tuple[str, int, int]] = []
    for line in _LATE.finditer(text):
        for person in people.find(line.group()):
            names.append(" ".join(line.group()[person.start : person.end].split()))
            places.append((item.document_id, line.start(), line.end()))
    return _Members(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(places))) if names else None


def _with_next(place: tuple[str, int, int], catalogue: Catalogue) -> tuple[str, int, int]:
    """A place with the sentence after it in the same paragraph, which says who came instead, or why."""
    document, start, end = place
    after = catalogue.slice(document, end, end + 300) or ""
    following = re.match(r"[ \t]*\n?[ \t]*[A-ZÅÄÖ][^.\n]*(?:\n[^.\n]+)?\.", after)
    return (document, start, end + following.end()) if following else place


def _answer(asked: Asked, members: _Members, catalogue: Catalogue) -> Answer | None:
    places = quoting.joined(catalogue, members.places)
    given = quoting.quotes(catalogue, places)
    quotes = [given[place] for place in places if place in given]
    if len(quotes) < len(places):
        return None
    short = ", ".join(" ".join(name.split()) for name in members.names)
    return Answer(tuple(_statement(quote) for quote in quotes), CONFIDENCE, AnswerKind.LIST, short)


def _of_text(found: enumerations.Enumerated | None) -> Answer | None:
    if found is None:
        return None
    quotes = [Quote(one.found, one.start, one.end, one.text) for one in found.stretches]
    return Answer(tuple(_statement(quote) for quote in quotes), CONFIDENCE, AnswerKind.LIST, found.short)


def _statement(quote: Quote) -> Statement:
    return Statement(" ".join(quote.text.split()), (quote,))
