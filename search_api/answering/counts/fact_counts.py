"""What minutes state of people and votes counted: voteringar, reservationer, yrkanden, jäv, återremisser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item, Told
from corpus.catalogue.records import Scope
from corpus.facts import FactKind, Outcome
from corpus.fates import Fate
from search_api.answering.answer import Table
from search_api.answering.counts import phrasing, tally
from search_api.answering.counts.countable import Form, Thing, Wanted
from search_api.answering.counts.tally import Tally

# So many names make a short answer; more are in the table.
MOST_NAMES = 5
_OUTCOMES = {Fate.REMITTED: Outcome.REMITTED, Fate.TABLED: Outcome.TABLED, Fate.WITHDRAWN: Outcome.WITHDRAWN}


def stated(wanted: Wanted, items: Sequence[Item], scope: Scope, catalogue: Catalogue) -> Tally | None:
    """The facts that the § of `items` state: votes, reservations, sendings back."""
    kind = wanted.thing if isinstance(wanted.thing, FactKind) else FactKind.DECISION
    by_id = {item.id: item for item in items}
    facts = catalogue.matters.facts(items, [kind])
    if kind is FactKind.DECISION:
        outcomes = {_OUTCOMES[fate] for fate in wanted.fates}
        facts = [fact for fact in facts if fact.value in outcomes]
    notes: tuple[str, ...] = ()
    if wanted.party:
        notes = (
            "Ett ärende räknas för partiet när partiet eller någon av dess ledamöter står bakom.",
            *_unnamed(sum(fact.party is None for fact in facts), kind),
        )
        facts = [fact for fact in facts if fact.party == wanted.party]
    if wanted.person:
        notes = _unnamed(sum(fact.name is None for fact in facts), kind)
        facts = [fact for fact in facts if fact.name == wanted.person]
    named = wanted.party or wanted.person
    once_an_item = bool(named) or kind is FactKind.DECISION or wanted.form is Form.TIMES
    groups: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for fact in facts:
        groups[fact.section_id or 0, 0 if once_an_item else fact.start].append(fact)
    order = {item.id: place for place, item in enumerate(items)}
    inorder = sorted(groups.items(), key=lambda one: (order[one[0][0]], one[0][1]))
    counted = tuple(tally.shown(by_id[section], group) for (section, _), group in inorder)
    if not counted:
        return None
    count = len(counted)
    if named:
        words = [named, phrasing.DID[kind], "i", phrasing.number(count, Thing.ITEM), "hos"]
    elif kind is FactKind.DECISION:
        words = [phrasing.number(count, Thing.ITEM), phrasing.done(count, wanted.fates), "av"]
    elif wanted.form is Form.TIMES:
        words = [phrasing.number(count, Thing.ITEM), "med", phrasing.number(2, kind).removeprefix("2 "), "hos"]
    else:
        words = [phrasing.number(count, kind), "finns i protokollen från"]
    said = phrasing.sentence(*words, phrasing.bodies([one.item for one in counted]), phrasing.period(scope))
    return Tally(str(count), said, counted, notes, tally.by_body([one.item for one in counted]))


def most_often(
    kind: FactKind, by_party: bool, items: Sequence[Item], scope: Scope, catalogue: Catalogue
) -> Tally | None:
    """Who stands behind most facts of `kind`, by the number of § where they do."""
    by_id = {item.id: item for item in items}
    behind: dict[str, dict[int, list[Told]]] = defaultdict(lambda: defaultdict(list))
    unnamed = 0
    for fact in catalogue.matters.facts(items, [kind]):
        who = fact.party if by_party else fact.name and (f"{fact.name} ({fact.party})" if fact.party else fact.name)
        unnamed += who is None
        if who and fact.section_id:
            behind[who][fact.section_id].append(fact)
    if not behind:
        return None
    order = sorted(behind, key=lambda who: (-len(behind[who]), who))
    most = len(behind[order[0]])
    first = [who for who in order if len(behind[who]) == most]
    where = " ".join(filter(None, (phrasing.bodies(items), phrasing.period(scope))))
    what = f"{phrasing.DID[kind]} i {phrasing.number(most, Thing.ITEM)} var hos {where}"
    if len(first) > MOST_NAMES:
        short, said = str(len(first)), phrasing.sentence(str(len(first)), "partier" if by_party else "ledamöter", what)
    else:
        short = ", ".join(first)
        said = phrasing.sentence(
            "oftast av alla:", short, what.replace(" var hos", " hos") if len(first) == 1 else what
        )
    counted = [tally.shown(by_id[section], told) for who in first for section, told in behind[who].items()]
    notes = _unnamed(unnamed, kind)
    rows = tuple((who, str(len(behind[who]))) for who in order)
    table = Table(("Parti" if by_party else "Ledamot", "Antal ärenden"), rows)
    return Tally(short, said, tuple(counted), notes, table)


def _unnamed(count: int, kind: FactKind) -> tuple[str, ...]:
    """That some facts do not say who stands behind them, by name or by party as it is asked."""
    nouns = phrasing.number(count, kind)
    return (f"{nouns[0].upper()}{nouns[1:]} där den som står bakom inte anges så räknas inte in.",) if count else ()
