"""Counts, lists and tables from what the minutes in the catalogue state, with each thing counted behind the number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Entry, Scope
from corpus.facts import FactKind
from corpus.fates import FINAL, Matter
from corpus.models import Kind
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Statement
from search_api.answering.counts import countable, fact_counts, footing, item_counts, phrasing
from search_api.answering.counts.countable import Form, Thing, Wanted
from search_api.answering.counts.tally import Tally
from search_api.answering.posed import Posed
from search_api.query import Interpretation

# What is counted from the papers' own facts is as sure as they were read.
CONFIDENCE = 0.95
# Motions and interpellations are the council's to decide; what a board says of one is a proposal.
_COUNCILS = frozenset({Matter.MOTION, Matter.INTERPELLATION})
# So far into a paper its title stands.
HEAD = 2_000


def answer(posed: Posed) -> Answer | None:
    """The count or the full list that a question asks for."""
    return count(posed.read, posed.catalogue, posed.scope)


def count(interpretation: Interpretation, catalogue: Catalogue, scope: Scope) -> Answer | None:
    """The count or the full list that a question asks for within `scope`; None where it surely asks for neither.

    None too where the catalogue cannot tell: no minutes of that body and time, nothing of the kind, a body that may be
    any of several.
    """
    matters = catalogue.matters
    asked = replace(interpretation, question=interpretation.words)
    wanted = countable.read(asked, lambda: (matters.parties(), matters.people()))
    if wanted is None:
        return None
    narrowed = narrow(scope, interpretation, wanted.years)
    if narrowed is None:
        return None
    if isinstance(wanted.thing, Kind):
        return _papers(wanted, wanted.thing, narrowed, catalogue)
    items = _where(wanted, matters.sections(narrowed))
    if not items or (wanted.bare and len({(item.organisation, item.committee) for item in items}) > 1):
        return None
    tally = _tally(wanted, items, narrowed, catalogue)
    return _answer(tally, (*tally.notes, *footing.notes(items, narrowed)), catalogue) if tally else None


def narrow(scope: Scope, interpretation: Interpretation, years: tuple[int, int] | None = None) -> Scope | None:
    """`scope` narrowed to the bodies and the time that the question names; None where the two exclude each other.

    `years` are the first and the last that it names, where it was not read to name a time.
    """
    within = interpretation.within
    if years:
        if within.date_from or within.date_to or interpretation.dates:
            return None
        within = replace(within, date_from=dt.date(years[0], 1, 1), date_to=dt.date(years[1], 12, 31))
    if interpretation.dates and not (within.date_from or within.date_to):
        within = replace(within, date_from=interpretation.dates[0], date_to=interpretation.dates[0])
    both: dict[str, tuple[str, ...]] = {}
    for name in ("organisation", "committee"):
        given, read = getattr(scope, name), getattr(within, name)
        both[name] = tuple(one for one in given if one in read) if given and read else given or read
        if given and read and not both[name]:
            return None
    first = max((day for day in (scope.date_from, within.date_from) if day), default=None)
    last = min((day for day in (scope.date_to, within.date_to) if day), default=None)
    if first and last and first > last:
        return None
    return replace(scope, organisation=both["organisation"], committee=both["committee"], date_from=first, date_to=last)


def _where(wanted: Wanted, items: Sequence[Item]) -> list[Item]:
    """The § of `items` where what is wanted may be decided."""
    if wanted.thing in _COUNCILS and (wanted.fates & FINAL or wanted.form is Form.SPREAD):
        return [item for item in items if (item.committee or "").casefold().endswith("fullmäktige")]
    if wanted.boards:
        return [item for item in items if "nämnd" in (item.committee or "").casefold()]
    return list(items)


def _tally(wanted: Wanted, items: Sequence[Item], scope: Scope, catalogue: Catalogue) -> Tally | None:
    if wanted.form is Form.SPREAD and isinstance(wanted.thing, Matter):
        return item_counts.spread(wanted.thing, items, scope)
    if wanted.form is Form.MOST and isinstance(wanted.thing, FactKind):
        return fact_counts.most_often(wanted.thing, wanted.by_party, items, scope, catalogue)
    if isinstance(wanted.thing, FactKind) or (wanted.thing is Thing.ITEM and wanted.fates):
        return fact_counts.stated(wanted, items, scope, catalogue)
    return item_counts.held(wanted, items, scope)


def _papers(wanted: Wanted, kind: Kind, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The papers of a kind in the archive."""
    entries = catalogue.entries(replace(scope, kind=(kind,)))
    bodies = {(entry.organisation, entry.committee) for entry in entries}
    if not entries or wanted.form is not Form.COUNT or (wanted.bare and len(bodies) > 1):
        return None
    heads = {entry.id: (entry.id, *_title(catalogue, entry)) for entry in entries}
    given = quoting.quotes(catalogue, list(heads.values()))
    said = phrasing.sentence(
        phrasing.number(len(entries), kind), "finns i arkivet från", phrasing.bodies(entries), phrasing.period(scope)
    )
    quotes = tuple(given[place] for place in heads.values() if place in given)
    if len(quotes) != len(entries):
        return None
    told = (Statement(said, quotes), *(Statement(" ".join(quote.text.split()), (quote,)) for quote in quotes))
    return Answer(told, CONFIDENCE, AnswerKind.COUNT, str(len(entries)))


def _title(catalogue: Catalogue, entry: Entry) -> tuple[int, int]:
    """Where the title of a paper stands, or its first line of words."""
    text = catalogue.slice(entry.id, 0, HEAD) or ""
    title = re.search(r"\s+".join(map(re.escape, entry.title.split())), text) if entry.title.strip() else None
    found = title or re.search(r"[^\W_].*[^\s]", text)
    return found.span() if found else (0, 1)


def _answer(tally: Tally, notes: Sequence[str], catalogue: Catalogue) -> Answer | None:
    """The tally as an answer; None where a thing counted cannot be shown, since then the list is not the number's."""
    given = quoting.quotes(catalogue, [place for one in tally.counted for place in one.places])
    shown: list[Statement] = []
    for one in tally.counted:
        quotes = tuple(given[place] for place in one.places if place in given)
        if len(quotes) < len(one.places):
            return None
        shown.append(Statement(": ".join(" ".join(quote.text.split()) for quote in quotes), quotes))
    first = Statement(tally.said, tuple(quote for statement in shown for quote in statement.quotes))
    return Answer((first, *shown), CONFIDENCE, AnswerKind.COUNT, tally.short, tally.table, tuple(notes))
