"""The parts of a § or a memo, by the headings that secretaries give them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Part, PartName
from corpus.structure.lines import Line

LONGEST = 80
# What may stand around a heading: Markdown's signs, colons, stops.
MARKS = "#*_:. \t"
# Tried in order; each must match the whole line, its marks taken away.
_PATTERNS: tuple[tuple[PartName, tuple[str, ...]], ...] = (
    (PartName.PROPOSAL, (
        r"(?:\w+ )?förslag(?: till \w+)?", r"\w+ens beslutsförslag", r"förslag till beslut.{0,40}",
        r".{0,40}förslag till (?:beslut|\w+(?:nämnden|styrelsen|fullmäktige))",
    )),
    (PartName.DECISION, (r"(?:[\w\- ]+s )?beslut(?: i (?:korthet|ärendet))?", r".{0,40} beslutar(?: följande)?")),
    (PartName.MOTIONS, (
        r"yrkanden?(?: (?:och|under) [\w ]+)?", r"förslag och yrkanden", r"yrkanden? på (?:sammanträdet|mötet)",
    )),
    (PartName.VOTE, (r"omröstning(?:sresultat|en)?", r"votering", r"(?:omröstnings|voterings)lista")),
    (PartName.ORDER, (r"(?:besluts|proposition)s?(?:gång|ordning)(?:en)?", r"proposition(?:er)?")),
    (PartName.RESERVATION, (r"(?:skriftliga? )?reservation(?:er)?",)),
    (PartName.NOTE, (r"(?:protokolls|röst)(?:anteckning|förklaring)(?:ar)?", r"särskilt yttrande")),
    (PartName.CONFLICT, (r"jäv(?:sanmälan|ig)?",)),
    (PartName.BASIS, (r"(?:besluts)?underlag(?: för beslut)?", r"handling(?:ar)?(?: i ärendet)?", r"bilag(?:a|or)")),
    (PartName.HISTORY, (r"(?:ärendets )?tidigare (?:behandling|beslut)", r"ärendets gång")),
    (PartName.DISPATCH, (
        r"(?:protokollsutdrag )?(?:expedieras|skickas|delges|sänds|kopia|delgivning|beslutet skickas)(?: till)?",
        r"beslutet (?:expedieras|skickas|ska skickas) till", r"protokollsutdrag(?: skickas)? till", r"sändlista",
    )),
    (PartName.APPROVAL, (
        r"(?:omedelbar )?justering", r"justeras omedelbart", r"paragrafen är omedelbart justerad",
    )),
    (PartName.ASSESSMENT, (
        r"(?:förvaltningens |kontorets |sammanfattande )?(?:bedömning|överväganden|ställningstagande)(?:ar)?",
        r"(?:förvaltningens |kontorets )?synpunkter(?: och förslag)?",
        r"skäl(?:en)?(?: för (?:beslutet|förslaget))?", r"motivering(?:en)?(?: till beslutet)?",
    )),
    (PartName.MATTER, (
        r"ärende(?:t|beskrivning(?:en)?)", r"sammanfattning(?: av ärendet)?", r"bakgrund", r"beskrivning av ärendet",
        r"ärendets (?:beredning|behandling(?: under mötet)?|innehåll)", r"redogörelse", r"information", r"inledning",
    )),
    (PartName.ATTENDANCE, (
        r"(?:besluts|när)?(?:närvarande|närvaro)(?: (?:ledamöter|ersättare|lista))?", r"närvarolista", r"deltagare",
        r"beslutande(?: ledamöter)?", r"(?:(?:ej )?tjänstgörande )?ersättare", r"övriga (?:deltagare|närvarande)",
    )),
)  # fmt: skip
_HEADINGS = tuple((name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in _PATTERNS)


def named(line: str) -> PartName | None:
    """The part that `line` is the heading of, or None."""
    line = line.strip(MARKS)
    if not line or len(line) > LONGEST:
        return None
    return next((name for name, pattern in _HEADINGS if pattern.fullmatch(line)), None)


def split(rows: Sequence[Line], end: int) -> tuple[Part, ...]:
    """The parts among `rows`, lines that end at `end`; what stands before the first heading is in no part.

    A heading that names the part it stands in (another "Beslut" in a § with votes on several points) opens a new one.
    """
    heads = [(line.start, name) for line in rows if (name := named(line.text))]
    ends = [*(place for place, _ in heads), end][1:]
    return tuple(Part(name, place, stop) for (place, name), stop in zip(heads, ends, strict=True))
