"""The parts of a § or a memo, by the headings that secretaries give them.

A heading says whose text follows and of what kind it is ("Barn- och utbildningsnämndens beslut"), or who does what
("Ungdomsrådet beslutade"). The kind tells the part; whose it is may be anyone's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from corpus import sieve
from corpus.models import Part, PartName
from corpus.structure.lines import Line

LONGEST = 90
# What may stand around a heading: Markdown's signs, colons, stops.
MARKS = "#*_:. \t"
# Whose text it is, in the genitive: "Barn- och utbildningsnämndens"; and a body that is addressed.
_OWNER = r"(?:[\w\-&]+,? ){0,5}[\w\-]+s "
_BODY = (
    r"(?:(?:\w+-,? ){1,3}(?:och |samt |& )?)?(?:\w+a )?[\w\-]*(?:nämnd|styrelse|fullmäktige|utskott|råd|direktion"
    r"|beredning|kommitté|stämma|mötet|presidi|delegation)[\wåäö]{0,3}"
)
_COUNT = r"(?: (?:nr\.? ?)?\d{1,2}| [ivx]{1,4})?"
# "från V och MP", "– huvudvotering"; with a date it is a paper's name in a list.
_WHOSE = r"(?: (?:från|av|mot|till|för|gällande|angående|avseende|i|på|under|och|[–-]|\()[^\d]{0,60})?"
_SENT = r"(?:expedieras|skickas|delges|sänds|meddelas|lämnas|delas)"
# Who does something: no verb or conjunction is among the words, or the line is a piece of a sentence.
_WHO = r"(?:(?!(?:att|som|när|om|sedan|och därefter|yrka[rd]e?)\b)[^\W\d][\w\-&]*,? ){1,7}"
# Tried in order; each must match the whole line, its marks taken away.
_PATTERNS: tuple[tuple[PartName, tuple[str, ...]], ...] = (
    (PartName.MOTIONS, (
        r"(?:framställda |" + _OWNER + r")?[a-zåäö]{0,14}yrkanden?a?" + _COUNT + _WHOSE,
        r"(?:ändrings|tilläggs|mot)förslag" + _COUNT + _WHOSE,
        r"förslag (?:till beslut )?(?:på|under|vid) .{0,20}(?:sammanträdet|mötet)",
        r"ledamöternas förslag(?: till beslut)?", r"förslag (?:från|av) (?:ledam|parti).{1,40}",
    )),
    (PartName.PROPOSAL, (
        r"(?!bifall|avslag|i enlighet|med\b|mot\b|till\b|.*\benligt\b)(?:" + _OWNER + r")?(?:besluts)?förslag"
        r"(?: till (?:beslut|" + _BODY + r").{0,40})?",
        _WHO + r"(?:lämnar|lämnade|har|hade) följande förslag",
        _WHO + r"(?:föreslår|föreslog|hemställer|hemställde)(?: därför)?(?: att)?(?: " + _BODY + r")?(?: att)?"
        r"(?: beslutar?| föreslå " + _BODY + r")?(?: att)?(?: (?:enligt )?följande)?",
    )),
    (PartName.DECISION, (
        r"(?:" + _OWNER + r")?(?:eget )?beslut(?:et)?(?: i (?:korthet|ärendet|huvudsaken)| för egen del)?"
        r"(?: \(.{0,40}\))?" + _COUNT,
        _OWNER + r"val",
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
        r"(?:ärendets )?tidigare (?:behandling(?:ar)?|handläggning|beslut|beredning)(?: (?:i|av) (?:ärendet|frågan))?",
        r"ärendets gång", r"beredning(?: av ärendet)?", r"beslutshistorik", r"beslut i tidigare instans(?:er)?",
    )),
    (PartName.DISPATCH, (
        r"(?:protokollsutdrag(?:et)?|utdrag(?:et)?|protokollet|beslutet|beslut|kopia|information)?"
        r"(?: (?:ska|skall|att))? ?" + _SENT + r"(?: (?:till|med))?(?: för kännedom)?",
        r"(?:protokollsutdrag(?:et)?|utdrag(?: ur protokoll(?:et)?)?|kopia|beslut|beslutet|avskrift)"
        r"(?: för kännedom)? till",
        r"delgivning(?: till)?", r"delges", r"sändlista", r"expediering", r"expedierat(?: till)?",
        r"beslutsexpediering(?: till)?", r"beslutsmottagare", r"för kännedom(?: till)?", r"kopia", r"delgivas?",
        r"för (?:verkställighet|vidare handläggning|åtgärd)(?: till)?", r"exp", r"utdrag",
    )),
    (PartName.APPROVAL, (
        r"(?:omedelbar )?justering(?: av paragrafen)?", r"omedelbart justerad(?:e)?(?: paragraf(?:er)?)?",
        r"(?:(?:denna |protokollet under denna )?paragraf(?:en)? |punkten |beslutet |ärendet )?"
        r"(?:är |förklaras |ska |har )?(?:omedelbart? )?juster(?:as|ad|at|ats)(?: omedelbart| direkt)?"
        r"(?: (?:vid|på|under) sammanträdet| i samband med sammanträdet)?",
        r"dag för justering",
    )),
    (PartName.ASSESSMENT, (
        r"(?:sammanfattande |samlad |" + _OWNER + r")?"
        r"(?:bedömning|överväganden?|ställningstagande)(?:ar|en)?",
        r"(?:förvaltningens |kontorets )?synpunkter(?: och förslag)?",
        r"skäl(?:en)?(?: (?:för|till) (?:beslutet|förslaget|beslut))?",
        r"motivering(?:en)?(?: (?:till|för|av) (?:beslutet|beslut|förslaget))?",
    )),
    (PartName.MATTER, (
        r"ärende(?:t|beskrivning(?:en)?)?", r"(?:kort )?sammanfattning(?: av ärendet)?", r"bakgrund(?: till ärendet)?",
        r"beskrivning(?: av ärendet)?", r"ärendets (?:beredning|innehåll)",
        r"redogörelse(?: för ärendet)?", r"information", r"inledning", r"(?:dagens )?föredragning(?:en)?",
        r"(?:dagens )?(?:överläggning|diskussion|debatt)(?:en|er)?", r"(?:inlägg|anföranden|talare|yttranden)"
        r"(?: (?:i|på|under|vid) (?:ärendet|debatten|sammanträdet|mötet))?",
        r"(?:" + _OWNER + r"|\w{2,12}-)?behandling(?: (?:på|under|i) [^\d]{1,30})?",
    )),
    (PartName.ATTENDANCE, (
        r"(?:besluts|när)?(?:närvarande|närvaro)(?: (?:ledamöter|ersättare|lista))?", r"närvarolista", r"deltagare",
        r"beslutande(?: ledamöter)?", r"(?:(?:ej )?tjänstgörande )?ersättare", r"övriga (?:deltagare|närvarande)",
    )),
)  # fmt: skip
_HEADINGS = tuple((name, sieve.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in _PATTERNS)
_BOTH = re.compile(r"(?P<first>[^\W\d_]+(?:, [^\W\d_]+)?)(?: och | samt | & |/)(?P<last>[^\W\d_]+)")
# Who decides: what follows is a decision, or right under a proposal what is proposed.
_RESOLVES = sieve.compile(
    rf"(?:{_WHO}|.{{0,50}} (?=beslutar))?(?:beslutar|beslutade|beslöt)(?: för egen del)?(?: att)?"
    rf"(?: (?:enligt )?följande)?|(?:beslutade|beslöt) {_BODY}(?: att)?|beslut(?:as|ades)(?: att)?",
    re.IGNORECASE,
)
# "Beslut: Taxan antas.", "Yrkande<tab>Anna Ek (S) yrkar …", "Beslut | Taxan antas.": the name and the text on one line.
_INLINE = re.compile(
    r"(?P<name>[^\W\d_][^:\t|]{2,60}?)"
    r"(?:[ \t]*:[*_]*(?:[ ]*\|)?[ \t]*|[ ]{3,}|[ ]*\t[ \t]*|[ ]*\|[ ]*)(?=\S)(?![\d:]+$)"
)
_GAP = re.compile(r"[:\t|]|   ")
_NO_INLINE = frozenset({PartName.ATTENDANCE, PartName.APPROVAL})
# Pieces of a line that bold type keeps apart: "BEHANDLING **Nämndens beslut** − Planen antas."
_BOLD = re.compile(r"(?:[#\s]*\*\*)?(?P<name>[^*]{3,90}?)\s*(?:\*\*\s*|$)")
_BEGINS = re.compile(r"[A-ZÅÄÖ\d–−•-]")


def named(line: str) -> PartName | None:
    """The part that `line` is the heading of, or None."""
    found = opening(line)
    return found[0] if found and found[1] == len(line) else None


def opened(line: str) -> PartName | None:
    """The part that begins in `line`: the line is its heading, or has the heading in front of the text."""
    found = opening(line)
    return found[0] if found else None


@functools.lru_cache(maxsize=4096)  # every finder asks, and lists repeat their words ("Ledamot", "Ja")
def opening(line: str) -> tuple[PartName, int] | None:
    """The part that begins in `line` and where its words begin: after the heading, at the end where there are none."""
    if name := _named(line):
        return name, len(line)
    found = None
    if "**" in line[: 2 * LONGEST]:
        place = 0
        while (match := _BOLD.match(line, place)) and (name := _named(match["name"])):
            found, place = (name, match.end()), match.end()
            if place == len(line):
                return found
        if found and _BEGINS.match(line, place):
            return found if found[0] not in _NO_INLINE else None
    lead = len(line) - len(line.lstrip(MARKS))
    match = _INLINE.match(line, lead) if _GAP.search(line, 0, LONGEST) else None
    name = _named(match["name"]) if match else None
    return (name, match.end()) if match and name and name not in _NO_INLINE else None


def split(rows: Sequence[Line], end: int) -> tuple[Part, ...]:
    """The parts among `rows`, lines that end at `end`; what stands before the first heading is in no part.

    A heading that names the part it stands in (another "Beslut" in a § with votes on several points) opens a new one.
    """
    heads: list[tuple[int, PartName]] = []
    before: PartName | None = None
    for line in rows:
        name = opened(line.text)
        if not line.text or (before and folds(line.text, before)):
            continue
        if name:
            heads.append((line.start, name))
        before = named(line.text)
    ends = [*(place for place, _ in heads), end][1:]
    return tuple(Part(name, place, stop) for (place, name), stop in zip(heads, ends, strict=True))


def folds(line: str, above: PartName) -> bool:
    """Whether the heading `line` right under the heading of a part `above` is one with it.

    "Justering" over the sentence that says it; under "Beslut" the words "Kommunstyrelsen föreslår kommunfullmäktige",
    which is what the board decides; under "Förslag till beslut" the words "Kommunstyrelsen beslutar".
    """
    name = opened(line)
    if above is PartName.PROPOSAL and name is PartName.DECISION:
        return _RESOLVES.fullmatch(line.strip(MARKS)) is not None
    return name is above or (name is PartName.PROPOSAL and above is PartName.DECISION)


def _named(line: str) -> PartName | None:
    text = line.strip(MARKS).partition(" / ")[0]  # in two languages: "Beslut / Päätös"
    if not text or len(text) > LONGEST or not text[0].isupper():
        return None
    low = text.lower()
    name = next((name for name, pattern in _HEADINGS if pattern.told_by(low) and pattern.fullmatch(text)), None)
    if name is None and _RESOLVES.fullmatch(text):
        name = PartName.DECISION
    if name is None and (both := _BOTH.fullmatch(text)):  # "Överläggning och yrkanden": the latter says more
        name = _named(both["first"]) and _named(both["last"].capitalize())
    # A sentence that happens to fit is none, but "Paragrafen är omedelbart justerad." is all that its part says.
    return None if line.endswith(".") and name is not PartName.APPROVAL else name
