"""What a question asks for: the sort of answer, the thing that a sentence must have to be it, and where it stands.

Hand-written rules over the words of asking, Swedish and English, after the answer types of question classification
(Li and Roth, "Learning Question Classifiers", 2002), narrowed to what is asked of committee papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import PartName
from corpus.swedish import tables


class Thing(StrEnum):
    """What a sentence must have to answer."""

    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    ACTOR = "actor"
    COMPANY = "company"
    TALLY = "tally"
    REASON = "reason"
    PARTY = "party"


class Aim(StrEnum):
    """What the whole question is after, beside the thing."""

    FACT = "fact"
    DECISION = "decision"
    YES_NO = "yes_no"
    REASON = "reason"
    LIST = "list"
    COURSE = "course"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question asks for: its aim, the things that would answer it, the parts of a § where such answers stand.

    `counted` is the word after "hur många": what the number is a number of.
    """

    aim: Aim
    things: frozenset[Thing]
    parts: frozenset[PartName]
    counted: str | None = None


def expect(question: str) -> Expectation:
    """What `question` asks for."""
    folded = question.casefold()
    aim = next((aim for aim, pattern in _AIMS if pattern.search(folded)), Aim.FACT)
    things = {thing for thing, pattern in _ASKED_THINGS if pattern.search(folded)}
    if aim is Aim.REASON:
        things.add(Thing.REASON)
    if Thing.ACTOR in things:
        things.discard(Thing.PERSON)
    if Thing.MONEY in things or Thing.SHARE in things:
        things.discard(Thing.NUMBER)
    counted = _COUNTED.search(folded)
    return Expectation(
        aim,
        frozenset(things),
        frozenset(part for pattern, parts in _ASKED_PARTS if pattern.search(folded) for part in parts),
        counted.group(1) if counted and Thing.NUMBER in things and not folded.startswith("how") else None,
    )


def has(thing: Thing, sentence: str) -> bool:
    """Whether `sentence` has something that could be the `thing` asked for."""
    if thing is Thing.NUMBER:
        sentence = _NO_COUNT.sub(" ", sentence)
    return _HELD[thing].search(sentence) is not None


def _any(*alternatives: str) -> re.Pattern[str]:
    """What matches any of `alternatives`, patterns over casefolded text."""
    return re.compile("|".join(alternatives))


# The first that fits is the aim.
_AIMS: tuple[tuple[Aim, re.Pattern[str]], ...] = (
    (
        Aim.REFERENCE,
        _any(
            r"\bdnr\b|diarien|diarieför|ärendenr|ärendenummer|vilke[nt] (?:paragraf|nummer)|case number|which item",
            r"\b(?:vad|vilket)\b.{0,40}(?:§|paragraf|handling)",
        ),
    ),
    (
        Aim.COURSE,
        _any(
            r"ärendets gång|gången i ärendet|vad har hänt i",
            r"^följ\b|ärendegång|\bturer\b|vändor|alla steg|steg för steg|tidigare behandling|historik|sammanfatta",
            r"ledde (?:.* )?till|från .{3,40} till (?:beslut|slut|avslut|bygge|resultat)",
            r"hur har .* (?:gått|utvecklats|behandlats)|hur (?:behandlades|utvecklades|hanterades)",
            r"vad (?:har hänt|blev det av)|trace|what became of|\bnär\b.{3,60}\boch när\b",
            r"första gången|vad (?:blev|hände) .{0,25}\b(?:sen|sedan|därefter)\b",
            r"hur många gånger .{0,40}(?:sköts|bordla|återremi|skjut)",
        ),
    ),
    (
        Aim.REASON,
        _any(
            r"\bvarför\b|\bwhy\b|av vilk(?:et|a) skäl|vilka (?:skäl|brister|argument|motiv)",
            r"vad var (?:skälet|motivet|orsaken)|motiv(?:en|et|ering)|anledning|orsak",
        ),
    ),
    (
        Aim.LIST,
        _any(r"\bvilka\b|\bwhich (?:\w+ ){0,3}\w+s\b|\blista\b|räkna upp|deltagare|ledamöter(?:na)?\b"),
    ),
    (
        Aim.DECISION,
        _any(
            r"\b(?:beslut|bestäm|bifall|biföll|avslog|avslag|anta(?:gs|gen|gits)|godkän|klubba|decide)\w*",
            r"\b(?:hur gick|hur blev|hur slutade|utgången|vad hände|vad blev|what did|blev det)\b",
        ),
    ),
    (
        Aim.YES_NO,
        _any(
            r"^\W*(?:får|fick|kan|kunde|måste|ska|skulle|blev|blir|är|var|har|hade|gäller|finns|fanns|gick|går|gör)\b",
            r"^\W*(?:hinner|hjälper|bekostar|betalar|kommer|behöver)\b|\beller (?:inte|ej)\b",
            r"^\W*(?:did|does|do|is|are|was|were|can|may|must|has|have|will)\b",
        ),
    ),
)
_SUM = (
    r"(?:anslag|bidrag|stöd|tillskott|lån|budget|ram|avgift|kostnad|ersättning|belopp|underskott|överskott|utdelning"
    r"|vite|taxa|hyra|pott|skuld)"
)
_ASKED_THINGS: tuple[tuple[Thing, re.Pattern[str]], ...] = (
    (
        Thing.MONEY,
        _any(
            r"hur m(?:yc)?ke?t (?:\w+ ){0,4}?(?:kosta|betala|få|fick|tjäna|avs[äa]tt|ansl[åo]|läg|lade|låna|satsa)",
            r"hur m(?:yc)?ke?t (?:\w+ ){0,4}?(?:bevilja|sök)",
            r"hur m(?:yc)?ke?t (?:\w+ ){0,4}?(?:pengar|bidrag|anslag|tillskott|av pengarna)",
            r"(?:vad|what) (?:\w+ ){0,6}?(?:kosta|cost|betala|tjäna|ta betalt)|\bkost(?:na|ar|a\b)",
            r"\b(?:belopp|summa|prislapp|vilket pris|köpeskilling|taxan?\b|arvode|lön\b|hyran?\b|timpeng)",
            rf"\bavgift|hur (?:stor|stort|stora|hög|höga|högt|låg|lågt) \w*{_SUM}|how much|budget\b",
            r"kr\b|kronor|miljoner|\bmnkr\b|pris\b",
        ),
    ),
    (
        Thing.SHARE,
        _any(
            r"hur (?:stor|många) (?:andel|del|procent)|procent|andel(?:en)?\b|percent|skattesats",
            r"hur mycket (?:\w+ ){0,3}?(?:minska|öka|sjönk|steg)",
        ),
    ),
    (
        Thing.NUMBER,
        _any(
            r"hur många|\bantal|how many|hur (?:hög|stor|bred|djup|lång|stora|ofta|högt|stort)\b|hur mycket",
            r"vilken (?:yta|storlek|effekt|nivå)|how (?:large|big|long|high)",
        ),
    ),
    (
        Thing.DATE,
        _any(
            r"^\W*när\b|[,?;:.]\s*när\b|(?:\boch|,) när\b|från när|hur dags|\bwhen\b|what date|which year",
            r"vilk(?:et|en) (?:datum|dag|år|månad)",
        ),
    ),
    (
        Thing.DURATION,
        _any(r"hur (?:länge|lång tid|lång \w*tid)|how long|hur (?:fort|snabbt)"),
    ),
    (Thing.ACTOR, _any(r"\bvem (?:gav|ger|beslut|ansvar|tar|tog|ska|får|fick|betala|driver|sköter|äger|bestäm|leder)")),
    (
        Thing.PERSON,
        _any(
            r"\bvem\b|\bvems\b|\bwho\b|\bheter\b|\bnamnet på\b|\bordförande i\b",
            r"vilken (?:ledamot|politiker|person|chef|direktör|ordförande)",
            r"vilka (?:två|tre|personer|ledamöter|politiker)",
        ),
    ),
    (
        Thing.COMPANY,
        _any(
            r"vilk(?:et|en|a) (?:\w+ )?\w*(?:firm|bolag|företag|entreprenör|leverantör|kontor|rederi|byrå|konsult)",
            r"vilk(?:et|en|a) (?:\w+ )?\w*(?:operatör|utförare|konsortium)|till vem såldes",
            r"which (?:company|companies|firms?|contractors?)|vem (?:vann|byggde|levererar|bygger|ritade)",
        ),
    ),
    (Thing.TALLY, _any(r"röstetal|röstsiffr|hur (?:föll|fördelade|röstade|många röst)|rösterna|ja- och nej")),
    (Thing.PARTY, _any(r"vilk(?:a|et) parti|which part")),
)
_ASKED_PARTS: tuple[tuple[re.Pattern[str], tuple[PartName, ...]], ...] = (
    (
        _any(
            r"\b(?:beslut|bestäm|bifall|biföll|avslog|avslag|godkän|klubba|decide)\w*",
            r"\banta(?:gs|gen|s)?\b|\bhur (?:gick|blev)",
        ),
        (PartName.DECISION,),
    ),
    (_any(r"\b(?:yrka\w*|ville|vem föreslog|vilka föreslog)\b"), (PartName.MOTIONS,)),
    (
        _any(r"\b(?:varför|why|motiv|skäl|anledning|orsak|argument)"),
        (PartName.RESERVATION, PartName.ASSESSMENT, PartName.NOTE, PartName.MATTER),
    ),
    (_any(r"\breserv"), (PartName.RESERVATION,)),
    (_any(r"\b(?:röst|votering|omröstning|vote)"), (PartName.VOTE, PartName.ORDER)),
    (_any(r"\bjäv"), (PartName.CONFLICT,)),
    (_any(r"\b(?:närvar|deltog|tjänstgjorde|frånvar|ordförande)"), (PartName.ATTENDANCE,)),
)
_COUNTED = re.compile(r"(?:hur många|antal|how many)\s+(?:(?:nya|fler|extra|olika|av|de|st)\s+)*([^\W\d_]{3,})")
_MONTH = f"(?:{tables.MONTH})"
_NAME = r"[A-ZÅÄÖ][a-zåäöéü]+(?:[- ][A-ZÅÄÖ][a-zåäöéü]+)+"
_NUMERAL = rf"(?:\d|\b(?:ett|{tables.alternatives([*tables.ONES, *tables.TENS])}|hundra|tusen|hälften)\b)"
# Numbers that count nothing: of days, years, §, papers and the points of a list.
_NO_COUNT = re.compile(
    rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d\d-\d\d|§+ ?\d+|\b(?:19|20)\d\d\b|\bnr \d+|^\s*\d{{1,2}}[.)]\s"
    r"|\b\d+/\d\d\b",
    re.IGNORECASE | re.MULTILINE,
)
_HELD: dict[Thing, re.Pattern[str]] = {
    Thing.MONEY: re.compile(
        r"\d[\d\s.,⁰¹²³⁴-⁹]*\s*(?:kr\b|kronor|[mt]?kr\b|mnkr|mkr|msek|miljon|miljard|md?kr|euro|öre|prisbasbelopp)"
        r"|(?<![§\d/] )(?<![\d/])\d{1,3}(?:[ \u00a0]\d{3})+(?![\d/])"
        r"|avgiftsfri|kostnadsfri|gratis|ingen avgift|minus \d",
        re.IGNORECASE,
    ),
    Thing.NUMBER: re.compile(_NUMERAL, re.IGNORECASE),
    Thing.SHARE: re.compile(
        r"\d(?: [⁰¹²³⁴-⁹]{1,3})?\s?(?:%|procent|promille|mnkr|mkr|tkr|kronor|miljoner)|\d+:\d\d"
        r"|hälften|en (?:tredjedel|fjärdedel|femtedel)",
        re.IGNORECASE,
    ),
    Thing.DATE: re.compile(
        rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}\s?(?:/|jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)|{_MONTH}"
        r"|kl(?:ockan|\.)? ?\d|års?skifte|\b(?:vår|höst|sommar|vinter)\w* 20",
        re.IGNORECASE,
    ),
    Thing.DURATION: re.compile(
        rf"{_NUMERAL}[\w\s-]{{0,12}}(?:dag|dygn|veck|månad|år|timm|minut|sekund|mandatperiod|läsår)|tills vidare",
        re.IGNORECASE,
    ),
    Thing.PERSON: re.compile(rf"{_NAME}|\b[A-ZÅÄÖ]\.? ?[A-ZÅÄÖ][a-zåäöé]+ \([A-ZÅÄÖ]{{1,3}}\)"),
    Thing.ACTOR: re.compile(
        rf"{_NAME}|(?i:nämnd|styrelse|utskott|förvaltning|fullmäktige|kontor|direktör|chef|myndighet|bolag|förening)\w*"
        r"|\bAB\b|[Pp]olisen|[Rr]egionen|[Kk]ommunen|[Ss]taten|[Ss]taden|[Ll]änsstyrelsen",
    ),
    # A company alone is in half of all papers; the one asked for has won, sold or been paid something.
    Thing.COMPANY: re.compile(
        r"(?=.*\b(?:AB|HB|KB|Aktiebolag|[Bb]yggföretag\w*|Entreprenad|Arkitekter|[A-ZÅÄÖ]\w+(?:bygg|frakt|konsult))\b)"
        r"(?=.*(?i:anbud|avtal|upphandl|tilldela|leverer|utför|köp|sälj|såld|entreprenör|arrender|anlita|vann))",
        re.DOTALL,
    ),
    Thing.TALLY: re.compile(r"\d+ (?:ja|nej|röst)|\d+ mot \d+|\bja\b.*\d|(?:summa|totalt).*\d+.*\d+", re.IGNORECASE),
    Thing.REASON: re.compile(
        r"\b(?:eftersom|därför|skäl\w*|motiv\w*|anledning\w*|orsak\w*|på grund av|med hänsyn|mot bakgrund|så att"
        r"|för att|då\b|genom att|medför|innebär|leder till|beror på|behöv\w*|brist\w*|risk\w*|bedöm\w*|anser|menar"
        r"|oskälig|svårt|viktig\w*|framgår)",
        re.IGNORECASE,
    ),
    Thing.PARTY: re.compile(
        r"\b(?:S|M|C|L|V|MP|KD|SD|D|FI|[A-ZÅÄÖ][a-zåäö]+(?:demokraterna|partiet)|Moderaterna|Liberalerna|Centern)\b"
    ),
}
