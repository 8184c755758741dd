"""When something was decided, of the times that a question names: a wrong period is worse than none.

"Budget 2025", "taxa för 2024" and "gäller från 1 juli" tell what a decision is about; "i juni 2023", "före valet 2022"
and "bifölls 2024" tell when it was taken. A year alone says so only beside a word for deciding or for who decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search_api.query import calendar, moments
from search_api.query.calendar import Period
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.moments import Grain, Moment

_UP_TO = r"fram till(?: och med)?|till och med|t\.?\s?o\.?\s?m\.?|until|up to"
_FROM = r"från och med|fr\.?\s?o\.?\s?m\.?"
# What stands before a time, and small words between the two.
_LEAD = re.compile(
    r"(?<![\w.-])(?P<lead>(?P<before>före|innan|before|prior to)|(?P<after>efter|after)|(?P<since>(?:allt)?sedan|since)"
    rf"|(?P<between>mellan|between)|(?P<until>{_UP_TO})|(?P<start>från|from)"
    rf"|(?P<effect>{_FROM}|inför|för|till|per|senast|som|for|by|to|through)"
    r"|(?P<within>under|i|in|during|vid|på|at|on|kring|åren))\s+"
    r"(?:(?:den|det|the|år|året|åren|hela|slutet av|början av|mitten av|tidigt|sent|tidig|sen|early|late|end of"
    r"|(?:mån|tis|ons|tors|fre)dag(?:en)?)\s+)*\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<word>[^\W_]+(?:-[^\W_]+)*)[\s(,:]*\Z")
_JOINT = re.compile(rf"\s*[-–]\s*|\s+(?P<word>och|and|till|to|{_UP_TO}|through)\s+(?:i\s+)?", re.IGNORECASE)
# Words for deciding, and for who decides and where.
_DECIDING = re.compile(
    r"\b(?:\w+)?(?:beslut\w*|beslöt\w*|bestäm\w*|antog\w*|antas|anta[gn]\w*|klubba\w*|bif[aö]ll\w*|avslag\w*|avslog\w*"
    r"|avslå\w*|avgj?or\w*|avgör\w*|behandla\w*|behandling\w*|fattade?s?|fattats|röst(?:a|er|ning|etal)\w*|voter\w*|omröst\w*|(?<!leda)möte\w*|togs|tagits"
    r"|sammanträ\w*|protokoll\w*|reserv(?:ation|era)\w*|jäv\w*|yrka\w*|återremi\w*|bordla\w*|bordlägg\w*|godkän\w*"
    r"|bevilja\w*|utsåg\w*|utse(?:tt|dd|s)\w*|valdes|justera\w*|redovisa\w*|ärendegång\w*|decid\w*|decision\w*|approv\w*|adopt\w*"
    r"|reject\w*|vote[sd]?|meetings?|minutes)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:\w*(?:nämnd|fullmäktige|styrelse|utskott)\w*|kf|ks|council|committee|board)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:kosta\w*|betala\w*|pris\w*|\w*avgift\w*|\w*taxa\w*|\w*taxor\w*|\w*bidrag\w*|cost\w*|pay"
    r"|paid|fees?|price\w*|grants?)\b",
    re.IGNORECASE,
)
# A month of these is what they are about.
_ABOUT = re.compile(
    r"\w*(?:rapport|rapporten|uppföljning|uppföljningen|bokslut|bokslutet|redovisning|penningvärde|prisnivå|prognos"
    r"|utfall|budget|plan|planen|program|programmet|strategi|period|perioden|läsår|mål|målet|taxa|taxan|avgift|report)",
    re.IGNORECASE,
)
# Beside these a paper or a decision is from its day, where "avtalet från 2021" is only an agreement.
_PAPERS = re.compile(
    r"\w*(?:protokoll|beslut|möte|sammanträd|kallelse|handling|skrivelse|utlåtande|utdrag|riktlinje|reglement|polic|minutes|decision|meeting)\w*",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"\b(?:gäll(?:a|er|de)|giltig\w*|löp(?:a|er)|förläng\w*|valid|applies)\b", re.IGNORECASE)
_NEWEST = re.compile(
    r"\b(?:(?:allra\s)?senaste(?!\s(?:\d|två|tre|fyra|fem|år|tid|månad))|senast(?=\W*\Z)|nyaste|nu(?:\sgällande|varande)?"
    r"|som\sgäller(?!\s(?:för|från|om|i|på|vid|till))|gäller\s(?:nu|idag|i\sdag|fortfarande)|fortfarande|idag|i\sdag"
    r"|i\sdagsläget|just\snu|för\snärvarande|latest|most\srecent(?:ly)?|current(?:ly)?|today|in\sforce|still)\b",
    re.IGNORECASE,
)


def find(text: str, today: dt.date, *, paragraph: bool = False) -> Iterator[Reading]:
    """The periods of decision that `text` names, in order; `today` is the day that it is asked on.

    Beside a § (`paragraph`) a day is that of its meeting, however it is said.
    """
    deciding = paragraph or _DECIDING.search(text) is not None or _WHO.search(text) is not None
    for moment in _joined(text, moments.find(text, today)):
        of_meeting = paragraph and moment.grain is Grain.DAY and not moment.joined
        read = moment if of_meeting else _decided(text, moment, today, deciding=deciding)
        if read:
            yield Reading(ReadingKind.PERIOD, read.period.value, read.period.label, read.start, read.end)


def newest(text: str) -> Iterator[Reading]:
    """The words by which `text` asks for the latest."""
    for match in _NEWEST.finditer(text):
        yield Reading(ReadingKind.NEWEST, "senaste", "det senaste", *match.span())


def _joined(text: str, found: Sequence[Moment]) -> list[Moment]:
    """The times, those that are the two ends of a period as one."""
    whole: list[Moment] = []
    for moment in found:
        before = whole[-1] if whole else None
        if before and text[before.end : moment.start].isspace() and _within(before, moment):
            whole[-1] = replace(before, end=moment.end)  # "oktober i fjol"
            continue
        joint = _JOINT.fullmatch(text, before.end, moment.start) if before else None
        if before and joint and Grain.ELECTION not in (before.grain, moment.grain):
            first = _in_year_of(before, moment)
            period = calendar.hull(first.period, moment.period)
            whole[-1] = Moment(first.start, moment.end, moment.grain, period, moment.sure, joined=True)
        else:
            whole.append(moment)
    return whole


def _within(first: Moment, second: Moment) -> bool:
    return first.period != second.period and calendar.hull(first.period, second.period) == second.period


def _in_year_of(first: Moment, second: Moment) -> Moment:
    """The month "maj" of "maj och augusti 2022" in the year of the other."""
    if first.sure or not first.period.first or not second.period.first:
        return first
    start = first.period.first
    year = second.period.first.year - (start.month > second.period.first.month)
    if first.grain is Grain.MONTH:
        return replace(first, period=calendar.months(year, start.month), sure=True)
    return first


def _decided(text: str, moment: Moment, today: dt.date, *, deciding: bool) -> Moment | None:
    """`moment` as the time of a decision, with the words before it that say how it bounds; None where it is not one."""
    lead = _LEAD.search(text, 0, moment.start)
    bound = next((name for name in _BOUNDS if lead and lead[name]), None)
    if lead and bound:
        if bound == "until" and not _is_until(text, moment, today, deciding=deciding):
            return None
        period = _BOUNDS[bound](moment.period)
        return replace(moment, start=lead.start(), period=period) if period else None
    if moment.grain is Grain.ELECTION:  # "valet" is what it was about
        return None
    if lead and lead["between"]:
        return replace(moment, start=lead.start()) if deciding or moment.grain is not Grain.YEAR else None
    if lead and (lead["start"] or lead["effect"]):
        return moment if _is_from(text, moment, lead, deciding=deciding) else None
    return moment if _is_when(text, moment, lead, today, deciding=deciding) else None


def _is_until(text: str, moment: Moment, today: dt.date, *, deciding: bool) -> bool:
    """Whether "t.o.m. 2024" is as far as the question asks, and not how long something is in force."""
    begun = moment.period.first is not None and moment.period.first <= today
    return begun and not _IN_FORCE.search(text) and (deciding or moment.grain is not Grain.YEAR)


def _is_from(text: str, moment: Moment, lead: re.Match[str], *, deciding: bool) -> bool:
    """Whether a time after "från" is when a paper was made, or the whole of "från juni 2023 till oktober 2024"."""
    if not lead["start"]:
        return False
    if moment.joined:
        return deciding or moment.grain is not Grain.YEAR
    return _PAPERS.fullmatch(_word_before(text, lead.start())) is not None


def _is_when(text: str, moment: Moment, lead: re.Match[str] | None, today: dt.date, *, deciding: bool) -> bool:
    """Whether a time with no word before it that says otherwise tells when something was decided."""
    word = _word_before(text, moment.start)
    if not lead and _ABOUT.fullmatch(word) and text[: moment.start].endswith(" "):
        return False
    if not moment.sure:
        return deciding and lead is not None
    first, last = moment.period.first, moment.period.last
    if moment.grain is Grain.SEASON:
        summer_or_winter = first is not None and first.month in (6, 11, 12)
        return deciding or not (summer_or_winter and _MONEY.search(text))
    if moment.grain is not Grain.YEAR:
        return True
    if not deciding or (last and last.year > today.year):
        return False
    if moment.joined:
        return True
    beside = _DECIDING.fullmatch(word) or _WHO.fullmatch(word)
    following = text[moment.end :].split()[:1]
    opening = not text[: moment.start].strip() and following and _DECIDING.fullmatch(following[0])
    return bool(beside or opening or (lead and lead["within"] and not _MONEY.search(text)))


def _word_before(text: str, end: int) -> str:
    match = _BEFORE.search(text, 0, end)
    return match["word"] if match else ""


_BOUNDS = {"before": Period.before, "after": Period.after, "since": Period.since, "until": Period.until}
