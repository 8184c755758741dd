"""Whose paper it is: the municipality, region or kommunalförbund, by its head or by whom it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.facts import Stated
from corpus.structure.head import labels
from corpus.structure.lines import Line
from corpus.swedish import bodies

# A line of a head is short; what is longer is a sentence.
LONGEST = 120
# How often, and how much more than others, an organisation has to be spoken of.
LEAST_TIMES = 3
LEAST_SHARE = 0.6

_SEAT = re.compile(r"\b(?P<form>[Kk]ommun|[Rr]egion)(?:fullmäktige|styrelsen) i (?P<place>[A-ZÅÄÖ][\wåäö]+)")


def find(text: str, lines: Sequence[Line], running: Sequence[Line], start: int, end: int) -> Stated | None:
    """The organisation that a short line of the head names, or the one that the whole paper speaks of.

    `lines` are those of the head, `running` those of its running headers; `text[start:end]` is what is read of the
    paper for whom it speaks of.
    """
    spoken = Counter(found.name for found in bodies.organisations(text, start, end))
    return (
        _at_head(text, lines, running, spoken) or _seat(lines) or _spoken_of(spoken) or _only(text, spoken, start, end)
    )


def _at_head(text: str, lines: Sequence[Line], running: Sequence[Line], spoken: Counter[str]) -> Stated | None:
    for source, reason in ((running, "står i sidhuvudet"), (lines, "står i huvudet")):
        for line in source:
            if len(line.text) > LONGEST or line.text.endswith((".", ",")):
                continue
            if found := next(bodies.organisations(text, line.start, line.end), None):
                # "Region Norrskärs patientnämnd": the form without the genitive, where the paper has it too.
                bare = found.name[:-1] if found.name.endswith("s") and found.name[:-1] in spoken else found.name
                end = found.end - (bare != found.name)
                return Stated(found.start, end, "organisation", bare, 0.95, reason)
            for cell in labels.cells(line):
                joint = bodies.association(text, cell.start, cell.end)
                # "Ekhälla Bostäder AB, org.nr 556000-0000": its number is no part of a company's name.
                if joint and joint.end - joint.start >= len(cell.text.partition(",")[0]) - 4:
                    return Stated(joint.start, joint.end, "organisation", joint.name, 0.9, reason)
    return None


def _seat(lines: Sequence[Line]) -> Stated | None:
    """The organisation of "Kommunfullmäktige i Lindsala"."""
    for line in lines:
        if match := _SEAT.search(line.text):
            form = "{} kommun" if match["form"].casefold() == "kommun" else "Region {}"
            start, end = line.start + match.start("place"), line.start + match.end("place")
            return Stated(start, end, "organisation", form.format(match["place"]), 0.7, "står efter nämndens namn")
    return None


def _spoken_of(spoken: Counter[str]) -> Stated | None:
    """The organisation that most of the paper's words for one mean: "Göteborgs Stad" and "Göteborgs kommun" are one."""
    places: Counter[str] = Counter()
    for name, times in spoken.items():
        places[_place(name)] += times
    often = places.most_common(1)
    if not often or often[0][1] < LEAST_TIMES or often[0][1] < LEAST_SHARE * places.total():
        return None
    name = max((name for name in spoken if _place(name) == often[0][0]), key=spoken.__getitem__)
    return Stated(0, 0, "organisation", name, 0.6, "nämns oftast i handlingen")


def _only(text: str, spoken: Counter[str], start: int, end: int) -> Stated | None:
    """The one organisation that a paper names, where it speaks of the place besides, or of no place but a förbund."""
    joint = Counter(found.name for found in bodies.associations(text, start, end))
    names = list(spoken or joint)
    if len({_place(name) for name in names}) != 1:
        return None
    if spoken and len(re.findall(rf"\b{re.escape(_place(names[0]))}", text[start:end], re.I)) < 2:
        return None
    return Stated(0, 0, "organisation", names[0], 0.5, "är den enda organisation som handlingen nämner")


def _place(name: str) -> str:
    words = name.removesuffix(" län").removeprefix("Region ").casefold().split()
    return (words[-2] if words[-1] in {"kommun", "stad"} else words[-1]).removesuffix("s")
