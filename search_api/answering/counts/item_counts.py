"""Matters, § and meetings counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.catalogue.matters import Item
from corpus.catalogue.records import Scope
from corpus.fates import FINAL, Fate, Matter
from search_api.answering.counts import phrasing, tally
from search_api.answering.counts.countable import Form, Thing, Wanted
from search_api.answering.counts.tally import Counted, Tally

# One unclear fate to so many clear ones is told of; more is no count.
MOST_UNCLEAR = 4


def held(wanted: Wanted, items: Sequence[Item], scope: Scope) -> Tally | None:
    """The matters, § or meetings among `items`."""
    notes: list[str] = []
    if wanted.thing is Thing.MEETING:
        chosen = tally.first_of_each(items, lambda item: (item.organisation, item.committee, item.date))
        said = phrasing.sentence(
            "protokoll från", phrasing.number(len(chosen), Thing.MEETING), "med", phrasing.bodies(items),
            "finns i arkivet", phrasing.period(scope),
        )  # fmt: skip
        return Tally(str(len(chosen)), said, tuple(Counted(item, (tally.head(item),)) for item in chosen))
    if isinstance(wanted.thing, Matter):
        of_kind = [item for item in items if item.matter is wanted.thing]
        times = [item for item in of_kind if not wanted.fates or item.fate in wanted.fates]
        chosen = times if wanted.form is Form.TIMES else tally.first_of_each(reversed(times), tally.matter_of)[::-1]
        if _unclear_are_many(wanted, of_kind):
            return None
        notes = _beside(wanted, of_kind)
        if len(chosen) < len(times):
            notes.append(f"Några togs upp flera gånger: {phrasing.number(len(times), Thing.ITEM)} på dagordningarna.")
        if not chosen:
            return _none(wanted, of_kind, items, scope, notes)
    else:
        chosen = list(items)
    said = phrasing.sentence(
        _count(wanted, len(chosen)), phrasing.done(len(chosen), wanted.fates), "av",
        phrasing.bodies(chosen), phrasing.period(scope),
    )  # fmt: skip
    counted = tuple(Counted(item, (tally.head(item), *tally.decided(item, wanted.fates))) for item in chosen)
    table = tally.by_fate(chosen) if len(wanted.fates) > 1 else tally.by_body(chosen)
    return Tally(str(len(chosen)), said, counted, tuple(notes), table)


def _none(
    wanted: Wanted, of_kind: Sequence[Item], items: Sequence[Item], scope: Scope, notes: Sequence[str]
) -> Tally | None:
    """That none had the fate, which those of the kind with other fates show; None where there are none of the kind."""
    if not of_kind or not isinstance(wanted.thing, Matter):
        return None
    others = tally.first_of_each(reversed(of_kind), tally.matter_of)[::-1]
    said = phrasing.sentence(
        _count(wanted, 0), phrasing.done(0, wanted.fates), "av", phrasing.bodies(items), phrasing.period(scope)
    )
    counted = tuple(Counted(item, (tally.head(item), *tally.decided(item, item.fate))) for item in others)
    told = f"Det som visas är de {phrasing.number(len(others), wanted.thing)} som behandlades, med annat utfall."
    return Tally("0", said, counted, (told, *notes))


def _count(wanted: Wanted, count: int) -> str:
    if wanted.form is Form.TIMES:
        return f"{count} gånger"
    return phrasing.number(count, wanted.thing)


def _beside(wanted: Wanted, of_kind: Sequence[Item]) -> list[str]:
    """What a reader who counts motions that were granted must know of those that are not among them."""
    if not wanted.fates & FINAL or not isinstance(wanted.thing, Matter):
        return []
    notes = []
    for fate in (Fate.PARTLY, Fate.SPLIT):
        others = {tally.matter_of(item) for item in of_kind if item.fate is fate and fate not in wanted.fates}
        if others and (fate is Fate.SPLIT or Fate.GRANTED in wanted.fates):
            doing = "bifölls delvis" if fate is Fate.PARTLY else "fick delat beslut"
            notes.append(f"{phrasing.number(len(others), wanted.thing)} {doing} och är inte inräknad{_plural(others)}.")
    if unclear := _unclear(of_kind):
        told = phrasing.number(len(unclear), wanted.thing)
        notes.append(f"Utfallet av {told} framgår inte av beslutets ord och är inte inräknat.")
    return notes


def _unclear(of_kind: Sequence[Item]) -> set[tuple[object, ...]]:
    """The matters of whose fate no decision says anything."""
    settled = {tally.matter_of(item) for item in of_kind if item.fate in FINAL}
    return {tally.matter_of(item) for item in of_kind if item.fate in (Fate.OTHER, None)} - settled


def _unclear_are_many(wanted: Wanted, of_kind: Sequence[Item]) -> bool:
    """Whether so many fates are unclear that a count of one would mislead."""
    settled = {tally.matter_of(item) for item in of_kind if item.fate in FINAL}
    return bool(wanted.fates & FINAL) and len(_unclear(of_kind)) * MOST_UNCLEAR > len(settled)


def _plural(things: Iterable[object]) -> str:
    return "e" if len(list(things)) > 1 else ""


def spread(matter: Matter, items: Sequence[Item], scope: Scope) -> Tally | None:
    """How matters of a kind went: each by the last that became of it."""
    chosen = tally.first_of_each((item for item in reversed(items) if item.matter is matter), tally.matter_of)[::-1]
    if not chosen:
        return None
    table = tally.by_fate(chosen)
    where = " ".join(filter(None, (phrasing.bodies(items), phrasing.period(scope))))
    fates = ", ".join(f"{count} {fate}" for fate, count in table.rows)
    said = phrasing.sentence(phrasing.number(len(chosen), matter), "behandlades av", f"{where}:", fates)
    counted = tuple(Counted(item, (tally.head(item), *tally.decided(item, item.fate))) for item in chosen)
    note = "Den som tagits upp flera gånger räknas en gång, med det senaste utfallet."
    return Tally(str(len(chosen)), said, counted, (note,), table)
