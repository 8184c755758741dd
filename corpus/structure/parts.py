"""The parts of a § or a memo, by the headings that secretaries give them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from corpus.models import Part, PartName
from corpus.structure.lines import Line

LONGEST = 90
# What may stand around a heading: Markdown's signs, colons, stops.
MARKS = "#*_:. \t"
_BODY = r"(?:[\w\-]+ ){0,4}[\w\-]+s"  # "Barn- och utbildningsnämndens"
_COUNT = r"(?: \d{1,2}| [ivx]{1,4})?"
# "från V och MP", "– huvudvotering"; with a date it is a paper's name in a list.
_WHOSE = r"(?: (?:från|av|mot|till|för|gällande|angående|avseende|i|på|under|och|[–-]|\()[^\d]{0,60})?"
_ADDRESSEE = r"\w*(?:nämnden|styrelsen|fullmäktige|utskottet)"
_SENT = r"(?:expedieras|skickas|delges|sänds|meddelas|lämnas|delas)"
# Tried in order; each must match the whole line, its marks taken away.
_PATTERNS: tuple[tuple[PartName, tuple[str, ...]], ...] = (
    (PartName.MOTIONS, (
        r"(?:tilläggs|ändrings|återremiss|bordläggnings|avslags|bifalls|mot|framställda |inlägg och |talare och )?"
        r"yrkanden?" + _COUNT + r"(?: (?:och|under|på|vid) [^\d]{1,50})?",
        r"(?:ändrings|tilläggs)förslag", r"förslag och yrkanden?",
        r"förslag (?:till beslut )?(?:på|under|vid) .{0,20}(?:sammanträdet|mötet)",
        r"ledamöternas förslag(?: till beslut)?",
    )),
    (PartName.PROPOSAL, (
        r"(?!bifall|avslag|i enlighet|med\b|mot\b|till\b|.*\benligt\b)(?:" + _BODY + r" )?(?:besluts)?förslag"
        r"(?: till (?:beslut|" + _ADDRESSEE + r").{0,40})?",
        r".{0,50} (?:lämnar|har) följande förslag", 
        r"(?:[\w\-]+ ){0,3}(?:vi|jag|undertecknade|\w*(?:nämnden|styrelsen|utskottet|förvaltningen|presidiet))"
        r" föreslår (?:därför )?(?:att )?" + _ADDRESSEE + r"(?: att)?(?: besluta| beslutar| föreslå "
        + _ADDRESSEE + r")?(?: följande| att| enligt följande)?",
    )),
    (PartName.DECISION, (
        r"(?:" + _BODY + r" )?(?:eget )?beslut(?: i (?:korthet|ärendet|huvudsaken))?(?: \(.{0,40}\))?" + _COUNT,
        r"beslutet",
        r".{0,50} beslutar(?: för egen del)?(?: (?:följande|att))?", r"beslutar(?: att)?",
        r"(?:" + _BODY + r" )?beslut för egen del",
    )),
    (PartName.VOTE, (
        r"(?:huvud|slut)?omröstning(?:s?resultat|en|ar)?" + _COUNT + _WHOSE,
        r"voterings?(?:resultat|en|ar)?" + _COUNT + _WHOSE,
        r"(?:omröstnings|voterings)(?:lista|protokoll)" + _COUNT,
    )),
    (PartName.ORDER, (
        r"(?:besluts|proposition)s?(?:gång|ordning)(?:en|ar)?(?: och (?:beslut|omröstning|\w+gång))?" + _COUNT + _WHOSE,
        r"proposition(?:er)?(?: och beslut)?" + _COUNT, r"ajournering(?:ar)?",
    )),
    (PartName.NOTE, (
        r"(?:protokolls|röst)(?:anteckning|förklaring)(?:ar|en)?" + _COUNT + _WHOSE,
        r"anteckning(?:ar)? till protokollet", r"särskil(?:t|da) yttranden?" + _WHOSE,
        r"deltar (?:ej|inte) i beslutet?", r"(?:ej|inte) deltagande i beslutet?",
    )),
    (PartName.RESERVATION, (
        r"(?:skriftlig[at]? |muntlig[at]? |blank[at]? )?reservation(?:er)?" + _COUNT + _WHOSE,
    )),
    (PartName.CONFLICT, (r"(?:anmälan (?:av|om) )?jäv(?:sanmälan|sförhållanden|ig(?:a|het)?)?",)),
    (PartName.BASIS, (
        r"(?:besluts|ärende)?underlag(?: (?:för|till|i) (?:beslut(?:et)?|ärendet))?(?: och bilagor)?",
        r"(?:beslutsunderlag och |bifogade )?handling(?:ar)?(?: i ärendet| som .{1,30})?", r"ärendets handlingar",
        r"bilag(?:a|or)(?: till (?:beslutet|protokollet|paragrafen))?",
    )),
    (PartName.HISTORY, (
        r"(?:ärendets )?tidigare (?:behandling(?:ar)?|beslut|beredning)(?: (?:i|av) (?:ärendet|frågan))?",
        r"ärendets (?:gång|tidigare behandling)", r"beredning(?: av ärendet)?", r"beslutshistorik",
        r"beslut i tidigare instans(?:er)?",
    )),
    (PartName.DISPATCH, (
        r"(?:protokollsutdrag(?:et)?|utdrag(?:et)?|protokollet|beslutet|beslut|kopia|information)?"
        r"(?: (?:ska|skall|att))? ?" + _SENT + r"(?: (?:till|med))?(?: för kännedom)?",
        r"(?:protokollsutdrag(?:et)?|utdrag(?: ur protokoll(?:et)?)?|kopia|beslut|beslutet|avskrift)"
        r"(?: för kännedom)? till",
        r"delgivning(?: till)?", r"delges", r"sändlista", r"expediering", r"expedierat(?: till)?",
        r"beslutsexpediering(?: till)?", r"beslutsmottagare", r"för kännedom(?: till)?", r"kopia", r"delgivas?",
        r"för (?:verkställighet|vidare handläggning|åtgärd)(?: till)?", r"exp",
    )),
    (PartName.APPROVAL, (
        r"(?:omedelbar )?justering(?: av paragrafen)?", r"omedelbart justerad(?:e)?(?: paragraf(?:er)?)?",
        r"(?:(?:denna |protokollet under denna )?paragraf(?:en)? |punkten |beslutet |ärendet )?"
        r"(?:är |förklaras |ska |har )?(?:omedelbart? )?juster(?:as|ad|at|ats)(?: omedelbart| direkt)?"
        r"(?: (?:vid|på|under) sammanträdet| i samband med sammanträdet)?",
        r"dag för justering",
    )),
    (PartName.ASSESSMENT, (
        r"(?:förvaltningens |kontorets |(?:\w+)(?:förvaltningens|kontorets) |sammanfattande |samlad )?"
        r"(?:bedömning|överväganden?|ställningstagande)(?:ar|en)?",
        r"(?:förvaltningens |kontorets )?synpunkter(?: och förslag)?",
        r"skäl(?:en)?(?: (?:för|till) (?:beslutet|förslaget|beslut))?",
        r"motivering(?:en)?(?: (?:till|för|av) (?:beslutet|beslut|förslaget))?", 
    )),
    (PartName.MATTER, (
        r"ärende(?:t|beskrivning(?:en)?)?", r"(?:kort )?sammanfattning(?: av ärendet)?", r"bakgrund(?: till ärendet)?",
        r"beskrivning(?: av ärendet)?", r"ärendets (?:beredning|behandling(?: under (?:mötet|sammanträdet))?|innehåll)",
        r"redogörelse(?: för ärendet)?", r"information", r"inledning", r"(?:dagens )?föredragning(?:en)?",
        r"(?:dagens )?(?:överläggning|diskussion|debatt)(?:en|er)?", r"(?:inlägg|anföranden|talare|yttranden)"
        r"(?: (?:i|på|under|vid) (?:ärendet|debatten|sammanträdet|mötet))?",
        r"behandling(?: på (?:dagens )?sammanträde(?:t)?| i \w+)?",
    )),
    (PartName.ATTENDANCE, (
        r"(?:besluts|när)?(?:närvarande|närvaro)(?: (?:ledamöter|ersättare|lista))?", r"närvarolista", r"deltagare",
        r"beslutande(?: ledamöter)?", r"(?:(?:ej )?tjänstgörande )?ersättare", r"övriga (?:deltagare|närvarande)",
    )),
)  # fmt: skip
_HEADINGS = tuple((name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in _PATTERNS)
# Most lines are none: a heading has one of these in it, in small letters or not.
_STEMS = re.compile(
    r"yrkande|förslag|föreslår|beslut|omröstning|votering|proposition|ajournering|anteckning|förklaring|yttrande"
    r"|deltag|deltar|reservation|jäv|underlag|handling|bilag|ärende|tidigare|expedi|skickas|delg|sänd|meddelas|kopia"
    r"|utdrag|kännedom|verkställighet|åtgärd|avskrift|exp\b|juster|bedömning|övervägande|ställningstagande|synpunkter"
    r"|skäl|motivering|konsekvenser|sammanfattning|bakgrund|beskrivning|redogörelse|information|inledning|föredragning"
    r"|överläggning|diskussion|debatt|inlägg|anföranden|talare|behandling|beredning|närvar|ersättare|lämnas|delas"
)
# "Beslut: Taxan antas.", "Yrkande<tab>Anna Ek (S) yrkar …", "Beslut | Taxan antas.": the name and the text on one line.
_INLINE = re.compile(
    r"(?P<name>[^\W\d_][^:\t|]{2,60}?)(?:[ \t]*:\**[ \t]*|[ ]{3,}|[ ]*\t[ \t]*|[ ]*\|[ ]*)(?=\S)(?![\d:]+$)"
)
_GAP = re.compile(r"[:\t|]|   ")
_NO_INLINE = frozenset({PartName.ATTENDANCE, PartName.APPROVAL})


@functools.lru_cache(maxsize=4096)  # every finder asks, and lists repeat their words ("Ledamot", "Ja")
def named(line: str) -> PartName | None:
    """The part that `line` is the heading of, or None."""
    text = line.strip(MARKS)
    if not text or len(text) > LONGEST or not text[0].isupper() or not _STEMS.search(text.lower()):
        return None
    name = next((name for name, pattern in _HEADINGS if pattern.fullmatch(text)), None)
    # A sentence that happens to fit is none, but "Paragrafen är omedelbart justerad." is all that its part says.
    return None if line.endswith(".") and name is not PartName.APPROVAL else name


def opened(line: str) -> PartName | None:
    """The part that begins in `line`: the line is its heading, or has the heading in front of the text."""
    if name := named(line):
        return name
    match = _INLINE.match(line.lstrip(MARKS)) if _GAP.search(line, 0, LONGEST) else None
    name = named(match["name"]) if match else None
    return None if name in _NO_INLINE else name


def split(rows: Sequence[Line], end: int) -> tuple[Part, ...]:
    """The parts among `rows`, lines that end at `end`; what stands before the first heading is in no part.

    A heading that names the part it stands in (another "Beslut" in a § with votes on several points) opens a new one.
    """
    heads: list[tuple[int, PartName]] = []
    before: PartName | None = None
    for line in rows:
        name = opened(line.text)
        # Two headings on top of each other are one: "Justering" over the sentence that says it, and "Beslut" over
        # "Kommunstyrelsen föreslår kommunfullmäktige", which is what the board decides.
        if name and not (name is before or (name is PartName.PROPOSAL and before is PartName.DECISION)):
            heads.append((line.start, name))
        before = name if line.text else before
    ends = [*(place for place, _ in heads), end][1:]
    return tuple(Part(name, place, stop) for (place, name), stop in zip(heads, ends, strict=True))
