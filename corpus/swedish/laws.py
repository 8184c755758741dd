"""Laws that papers cite, by chapter and section ("2 kap. 3 § kommunallagen"), or by number ("SFS 2018:218")."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import sieve

# Short name, names, and the numbers in Svensk författningssamling, each from the day it is in force.
_LAWS = """
KL|kommunallagen|1991:900|2018-01-01 2017:725
FL|förvaltningslagen|1986:223|2018-07-01 2017:900
OSL|offentlighets- och sekretesslagen, sekretesslagen|1980:100|2009-06-30 2009:400
SoL|socialtjänstlagen|2001:453|2025-07-01 2025:400
LSS|lagen om stöd och service till vissa funktionshindrade|1993:387
LVU|lagen med särskilda bestämmelser om vård av unga|1990:52
LVM|lagen om vård av missbrukare i vissa fall|1988:870
SL|skollagen|1985:1100|2011-07-01 2010:800
PBL|plan- och bygglagen|1987:10|2011-05-02 2010:900
PBF|plan- och byggförordningen|2011:338
MB|miljöbalken|1998:808
|alkohollagen|1994:1738|2011-01-01 2010:1622
LOU|lagen om offentlig upphandling|2007:1091|2017-01-01 2016:1145
LOV|lagen om valfrihetssystem|2008:962
HSL|hälso- och sjukvårdslagen|1982:763|2017-04-01 2017:30
PSL|patientsäkerhetslagen|2010:659
|patientlagen|2014:821
PDL|patientdatalagen|2008:355
FB|föräldrabalken|1949:381
JB|jordabalken|1970:994
RF|regeringsformen|1974:152
TF|tryckfrihetsförordningen|1949:105
YGL|yttrandefrihetsgrundlagen|1991:1469
|vallagen|2005:837
LKBR|lagen om kommunal bokföring och redovisning|1997:614|2019-01-01 2018:597
|arkivlagen|1990:782
|diskrimineringslagen|2008:567
AML|arbetsmiljölagen|1977:1160
LAS|lagen om anställningsskydd|1982:80
MBL|medbestämmandelagen|1976:580
LSO|lagen om skydd mot olyckor|2003:778
LEH|lagen om extraordinära händelser|2006:544
|livsmedelslagen|2006:804
|strålskyddslagen|1988:220|2018-06-01 2018:396
|lagen om allmänna vattentjänster, vattentjänstlagen|2006:412
|väglagen|1971:948
|trafikförordningen|1998:1276
|lagen om färdtjänst|1997:736
|lagen om riksfärdtjänst|1997:735
|lagen om kollektivtrafik|2010:1065
|bibliotekslagen|1996:1596|2014-01-01 2013:801
KML|kulturmiljölagen|1988:950
|ordningslagen|1993:1617
|lagen om tobak och liknande produkter|2018:2088
|spellagen|2018:1138
|avfallsförordningen|2011:927|2020-08-01 2020:614
FBL|fastighetsbildningslagen|1970:988
|anläggningslagen|1973:1149
ABL|aktiebolagslagen|2005:551
|lagen om vissa kommunala befogenheter, befogenhetslagen|2009:47
|smittskyddslagen|2004:168
|tandvårdslagen|1985:125
|säkerhetsskyddslagen|1996:627|2019-04-01 2018:585
|lagen om nationella minoriteter och minoritetsspråk, minoritetslagen|2009:724
|språklagen|2009:600
|lagen om kommunernas bostadsförsörjningsansvar|2000:1383
"""
_NUMBER = r"(?:1[89]|20)\d\d:\d{1,4}(?!\d)"
_SPACE = r"[ \t\u00a0\n]{0,3}"
_ORDINAL = r"(?:första|andra|tredje|fjärde|femte|\d)"
_STOP = (
    rf"(?:{_SPACE}{_ORDINAL}\s(?:st\b\.?|stycket|meningen|p\b\.?|punkten)|\s(?:st|p)\.\s?\d|\spunkt(?:en)?\s\d"
    r"|\s\d{1,2}(?=\s[A-ZÅÄÖ][A-ZÅÄÖo]))"
)
_LETTER = r"(?:\s?[a-z](?![a-zåäö.]))?"
# "2 kap. 3 §", "3 a §", "4-6 §§", "2 och 3 §§ första stycket", "9 kap.".
_PLACE = re.compile(
    rf"(?<![\w:/.-])(?:(?P<chapter>\d{{1,2}}{_LETTER}){_SPACE}(?:kap\b\.?|kapitlet)(?:{_SPACE}(?=\d))?)?"
    rf"(?P<sections>\d{{1,3}}{_LETTER}(?:(?:\s?[-–,]\s?|{_SPACE}och{_SPACE})\d{{1,3}}{_LETTER}){{0,6}}){_SPACE}§{{1,2}}"
    rf"{_STOP}{{0,2}}"
    rf"|(?<![\w:/.-])(?P<alone>\d{{1,2}}{_LETTER}){_SPACE}(?:kap\b\.?|kapitlet)(?:{_SPACE}§\s?(?P<after>\d{{1,3}}{_LETTER}))?"
)
_CITES = re.compile(
    r"§(?:(?<=\d§)|(?<=\d\s§)|(?<=\d[a-z]§)|(?<=\d[a-z]\s§)|(?<=\d\s[a-z]§)|(?<=\d\s[a-z]\s§)|(?<=\s\s§))"
    r"|kap(?:\b|itlet)"
)
_SEVERAL = re.compile(r"\d\D+\d")
_BETWEEN = re.compile(r"[\s,]{0,4}(?:(?:och|samt|eller|jämte|jfr|respektive)\s{1,3})?")
_FILLING = re.compile(r"[\s,]{0,4}(?:(?:i|av|enligt|den|nya|gamla|svenska)\s{1,3}){0,3}")


@dataclass(frozen=True, slots=True)
class Law:
    """A cited law: `name` is "SFS 2017:725", or as written where its number is not known; `place` is "2 kap. 3 §"."""

    start: int
    end: int
    name: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A law of the table; `numbers` are those it has had, each from the day it is in force."""

    name: str
    numbers: tuple[tuple[dt.date, str], ...]


def _table() -> dict[str, _Known]:
    """The laws by casefolded name and by short name as written."""
    table = {}
    for line in _LAWS.strip().splitlines():
        short, names, first, *later = line.split("|")
        dated = ((dt.date.fromisoformat(day), number) for day, _, number in (one.partition(" ") for one in later))
        law = _Known(names.split(", ")[0], ((dt.date.min, first), *dated))
        table.update({name: law for name in (short, *names.split(", ")) if name})
    return table


_TABLE = _table()
_NAME = (
    r"(?<![\w-])(?:(?P<name>(?i:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s{1,3}") for name in sorted(_TABLE, key=len, reverse=True) if name.islower()
    )
    + r"|[a-zåäö]{2,30}(?:lagen|balken)|(?:lag|förordning)(?:en)?))s?|(?P<short>"
    + "|".join(sorted((name for name in _TABLE if not name.islower()), key=len, reverse=True))
    + rf"))(?![\w-])(?:\s{{0,3}}\(\s?(?:SFS\s?)?(?P<number>{_NUMBER})\s?\))?"
)
_NAMED = re.compile(_NAME)
_NAMED_BEFORE = sieve.compile(_NAME + r"[\s,]{0,4}\Z")
_BRACKETED = re.compile(rf"\(\s?(?:SFS\s?)?(?P<number>{_NUMBER})\s?\)")
_LAW_WORD = re.compile(
    r"(?<![\w-])(?:[a-zåäö]{2,30}- och )?(?:[a-zåäö]{2,30}(?:lag|förordning|balk)|lag|förordning)(?:en)?\s{0,3}\Z",
    re.IGNORECASE,
)
_NUMBERED = sieve.compile(rf"\bSFS[ \u00a0-]?(?:nr\s)?(?P<number>{_NUMBER})")
# How far before its place a law's name may begin.
_REACH = 120
# What a name says that is any law's.
_ANY = frozenset({"lag", "lagen", "förordning", "förordningen", "grundlagen", "balken"})


def find(text: str, start: int, end: int, day: dt.date | None = None) -> Iterator[Law]:
    """The laws cited in `text[start:end]`: first those with a chapter or section, then those with a number only.

    A name means the law of that name in force on `day`; without a day one that has had several numbers keeps its name.
    A law that is only spoken of ("enligt kommunallagen") is not cited.
    """
    taken: list[tuple[int, int]] = []
    places = _PLACE.finditer(text, start, end) if _may_cite(text, start, end) else iter(())
    for group in _groups(places, text):
        named = _beside(text, group, start, end)
        if named is None:
            continue
        chapter = None
        first, last = min(group[0].start(), named.start()), max(group[-1].end(), named.end())
        taken.append((first, last))
        for at, match in enumerate(group):
            chapter = match["chapter"] or match["alone"] or chapter
            sections = match["sections"] or match["after"]
            begins = first if at == 0 else match.start()
            ends = last if at == len(group) - 1 else match.end()
            yield Law(begins, ends, _name(named, day), _place(chapter, sections))
    for first, last, number in sorted(_with_number(text, start, end)):
        at = bisect.bisect_right(taken, (first, end)) - 1
        if at < 0 or taken[at][1] <= first:
            yield Law(first, last, f"SFS {number}")


def _may_cite(text: str, start: int, end: int) -> bool:
    """Whether a number before a §, or a chapter, stands anywhere; nearly no section has one."""
    return _CITES.search(text, start, end) is not None


def _with_number(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where laws are cited by number, alone or after a name."""
    for match in _NUMBERED.finditer(text, start, end):
        yield *match.span(), match["number"]
    for match in _BRACKETED.finditer(text, start, end):
        name = _LAW_WORD.search(text, max(start, match.start() - _REACH), match.start())
        if name:
            yield name.start(), match.end(), match["number"]


def _groups(matches: Iterator[re.Match[str]], text: str) -> Iterator[Sequence[re.Match[str]]]:
    """The places that one name of a law stands for: "5 kap. 4 § och 6 § kommunallagen"."""
    group: list[re.Match[str]] = []
    for match in matches:
        if group and not _BETWEEN.fullmatch(text, group[-1].end(), match.start()):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _beside(text: str, group: Sequence[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    """The law's name after its places, or before them."""
    filling = _FILLING.match(text, group[-1].end(), end)
    after = _NAMED.match(text, filling.end() if filling else group[-1].end(), end)
    if after and _known(after):
        return after
    from_here = max(start, group[0].start() - _REACH)
    before = _NAMED_BEFORE.search(text, from_here, group[0].start())
    return before if before and _known(before) else None


def _known(match: re.Match[str]) -> bool:
    """Whether a name, with its number, is one law's."""
    return bool(match["number"] or match["short"] or match["name"].casefold() not in _ANY)


def _name(match: re.Match[str], day: dt.date | None) -> str:
    if match["number"]:
        return f"SFS {match['number']}"
    name = match["short"] or " ".join(match["name"].casefold().split())
    law = _TABLE.get(name)
    if law is None or (day is None and len(law.numbers) > 1):
        return law.name if law else name
    return f"SFS {next(number for since, number in reversed(law.numbers) if since <= (day or dt.date.max))}"


def _place(chapter: str | None, sections: str | None) -> str:
    """The canonical place: "2 kap. 3 §", "3 a §", "2 kap. 3–5 §§", "9 kap."."""
    said = f"{_tidy(chapter)} kap." if chapter else ""
    if sections:
        tidy = _tidy(sections)
        said += f" {tidy} {'§§' if _SEVERAL.search(tidy) else '§'}"
    return said.strip()


def _tidy(number: str) -> str:
    number = re.sub(r"\s*[-–]\s*", "–", " ".join(number.split()))
    return re.sub(r"(?<=\d)(?=[a-z])", " ", number)
