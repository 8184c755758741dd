"""Swedish for counts: what is counted, what became of it, by whom and when."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from corpus.catalogue.matters import Item
from corpus.catalogue.records import Entry, Scope
from corpus.facts import FactKind
from corpus.fates import Fate, Matter
from corpus.models import Kind
from corpus.swedish import days, tables
from search_api.answering.counts.countable import Countable, Thing

_NOUNS: dict[Countable, tuple[str, str]] = {
    Matter.MOTION: ("motion", "motioner"),
    Matter.PROPOSAL: ("medborgarförslag", "medborgarförslag"),
    Matter.INTERPELLATION: ("interpellation", "interpellationer"),
    Matter.PLAN: ("ärende om detaljplan", "ärenden om detaljplan"),
    Matter.FEES: ("ärende om taxa", "ärenden om taxa"),
    Matter.REPORTED: ("återredovisning", "återredovisningar"),
    Thing.ITEM: ("ärende", "ärenden"),
    Thing.MEETING: ("sammanträde", "sammanträden"),
    FactKind.VOTE: ("votering", "voteringar"),
    FactKind.RESERVATION: ("reservation", "reservationer"),
    FactKind.MOTION: ("yrkande", "yrkanden"),
    FactKind.CONFLICT: ("anmälan om jäv", "anmälningar om jäv"),
    Kind.MINUTES: ("protokoll", "protokoll"),
    Kind.EXTRACT: ("protokollsutdrag", "protokollsutdrag"),
    Kind.SUMMONS: ("kallelse", "kallelser"),
    Kind.MEMO: ("tjänsteskrivelse", "tjänsteskrivelser"),
    Kind.STATEMENT: ("tjänsteutlåtande", "tjänsteutlåtanden"),
    Kind.RULES: ("reglemente", "reglementen"),
}
# What was done to several; what `done` does not find here was settled in one way or another.
_DONE = {
    frozenset[Fate](): "behandlades", frozenset({Fate.GRANTED}): "bifölls", frozenset({Fate.PARTLY}): "bifölls delvis",
    frozenset({Fate.GRANTED, Fate.PARTLY}): "bifölls helt eller delvis", frozenset({Fate.REJECTED}): "avslogs",
    frozenset({Fate.ANSWERED}): "ansågs besvarade", frozenset({Fate.REMITTED}): "återremitterades",
    frozenset({Fate.TABLED}): "bordlades", frozenset({Fate.WITHDRAWN}): "utgick",
}  # fmt: skip
DID = {
    FactKind.RESERVATION: "reserverade sig", FactKind.MOTION: "framställde yrkanden", FactKind.CONFLICT: "anmälde jäv",
}  # fmt: skip


def number(count: int, thing: Countable) -> str:
    """`count` things: "1 motion", "3 motioner"."""
    return f"{count} {_NOUNS[thing][count != 1]}"


def done(count: int, fates: frozenset[Fate]) -> str:
    """What was done to `count` things, as a verb."""
    words = _DONE.get(fates, "avgjordes")
    return words.removesuffix("e") if fates == {Fate.ANSWERED} and count == 1 else words


def bodies(items: Iterable[Item | Entry]) -> str:
    """The bodies of `items`: "kommunfullmäktige i Ängsö kommun"; what they have in common where they are several."""
    found = sorted({(item.organisation or "", item.committee or "") for item in items})
    names = {committee for _, committee in found}
    if len(found) == 1:
        return body(*found[0])
    if len(names) == 1 and next(iter(names)):
        return f"{_small(next(iter(names)))} i {len(found)} organisationer"
    if all(name.casefold().endswith("fullmäktige") for name in names):
        return "fullmäktige"
    return f"{len(found)} organ"


def body(organisation: str | None, committee: str | None) -> str:
    """A body within a sentence."""
    name = _small(committee) if committee else "okänt organ"
    return f"{name} i {organisation}" if organisation else name


def period(scope: Scope) -> str:
    """When, as an adverbial: "2024", "i juni 2023", "den 14 juni 2023"; empty for any time."""
    first, last = scope.date_from, scope.date_to
    if first and last:
        if first == last:
            return f"den {days.written(first)}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        ends = calendar.monthrange(last.year, last.month)[1] == last.day
        if (first.year, first.month, first.day) == (last.year, last.month, 1) and ends:
            return f"i {tables.MONTHS[first.month - 1]} {first.year}"
        return f"från {days.written(first)} till {days.written(last)}"
    if first:
        return f"från och med {days.written(first)}"
    return f"till och med {days.written(last)}" if last else ""


def span(first: dt.date | None, last: dt.date | None) -> str:
    """From when to when, for a note."""
    if first is None or last is None:
        return "odaterade"
    return first.isoformat() if first == last else f"{first.isoformat()}–{last.isoformat()}"


def sentence(*words: str) -> str:
    """`words` as a sentence; empty ones left out."""
    text = " ".join(word for word in words if word)
    return f"{text[0].upper()}{text[1:]}."


def _small(committee: str) -> str:
    """A body's name in running text: "KSAU" stays, "Kommunstyrelsen" gets a small letter."""
    return committee if committee[1:2].isupper() else committee[0].lower() + committee[1:]
