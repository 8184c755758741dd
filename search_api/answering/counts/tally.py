"""What was counted: each thing with the places that show it, and the tables of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.catalogue.matters import Item, Told
from corpus.fates import Fate
from search_api.answering.answer import Table

Place = tuple[str, int, int]  # a document's id, start and end


@dataclass(frozen=True, slots=True)
class Counted:
    """Something counted: the § it is of, and the places of its paper that show it."""

    item: Item
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted: the number or the names, the sentence that says it, each thing behind it, what to know."""

    short: str
    said: str
    counted: tuple[Counted, ...]
    notes: tuple[str, ...] = ()
    table: Table | None = None


def shown(item: Item, facts: Sequence[Told]) -> Counted:
    """`item` with the places of `facts`, each once."""
    places = dict.fromkeys((fact.document_id, fact.start, fact.end) for fact in facts)
    return Counted(item, (head(item), *places))


def head(item: Item) -> Place:
    """The place of its heading."""
    return item.document_id, item.head.start, item.head.end


def decided(item: Item, asked: Fate | frozenset[Fate] | None) -> tuple[Place, ...]:
    """The decision on the matter, where its fate is what is asked for."""
    return ((item.document_id, item.said.start, item.said.end),) if asked and item.said else ()


def matter_of(item: Item) -> tuple[object, ...]:
    """What two § on one matter have in common."""
    return (item.organisation, item.case_number or item.heading.casefold())


def first_of_each(items: Iterable[Item], key: Callable[[Item], tuple[object, ...]]) -> list[Item]:
    """The first of those of `items` that have the same key."""
    found: dict[tuple[object, ...], Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())


def by_fate(items: Sequence[Item]) -> Table:
    """How many became of each fate."""
    fates = Counter(item.fate.value if item.fate else "inget beslut" for item in items)
    rows = tuple((fate, str(count)) for fate, count in sorted(fates.items(), key=lambda one: (-one[1], one[0])))
    return Table(("Utfall", "Antal"), rows)


def by_body(items: Sequence[Item]) -> Table | None:
    """How many each body has, where they are several."""
    bodies = Counter((item.organisation or "", item.committee or "") for item in items)
    if len(bodies) < 2:
        return None
    order = sorted(bodies.items(), key=lambda one: (-one[1], one[0]))
    return Table(("Organisation", "Organ", "Antal"), tuple((*body, str(count)) for body, count in order))
