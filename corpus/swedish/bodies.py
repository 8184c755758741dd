"""The names of organisations and of the bodies that meet in them, each with its place and its canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import sieve
from corpus.swedish import tables


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a text names: `name` is its canonical form, `parent` the body whose utskott or presidium it is.

    `owning` tells the genitive ("nämndens"), where the words may only say whose something is.
    """

    start: int
    end: int
    name: str
    parent: str | None = None
    owning: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A municipality, region, kommunalförbund or company that a text names; `name` is its canonical form."""

    start: int
    end: int
    name: str
    owning: bool = False


_SHORT = re.compile(
    r"(?P<short>[A-ZÅÄÖ]{2,4}?|[A-ZÅÄÖ][a-zåäö]{1,2}?|[a-zåäö]{2,3}?)(?P<au>\s?[Aa][Uu])?\s?(?:§|\d{1,4}\s?§)"
)

# What the names of the bodies that decide end in. OCR mangles their ä.
_STEM = sieve.compile(r"n(?:ä|[a-zéáà]{1,2})mnd(?:en)?|fullm(?:ä|[a-zéáà]{1,2})ktige|styrelse(?:n)?", re.IGNORECASE)
# How far before its stem a name may begin.
_REACH = 90
_WORD = r"[\wåäö]"
_BEFORE = re.compile(
    rf"(?<!{_WORD})(?:gemensamma?\s)?(?:(?:{_WORD}{{2,30}}-,\s){{0,2}}{_WORD}{{2,30}}(?:-\s(?:och|samt)|\s&)\s)?"
    rf"{_WORD}[\wåäö-]{{0,40}}\Z",
    re.IGNORECASE,
)
# With these before the word that a stem is joined to, the name begins earlier.
_JOINING = ("- och", "- samt", " &", "gemensam", "gemensamma")
_ADJECTIVE = re.compile(r"(?<![\wåäö-])(?:tekniska|sociala|gemensamma?|lokala)\s\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?<![\wåäö-])[A-ZÅÄÖ][\wåäö]+(?:-[A-ZÅÄÖ][\wåäö]+)?(?: [A-ZÅÄÖ][\wåäö]+)? stadsdels\Z")
_AREA = re.compile(
    r" (?P<area>Centrum|Hisingen|Nordost|Nordväst|Sydost|Sydväst|Norr|Söder|Öster|Väster|Nord|Syd|Öst|Väst)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:,? | ?[-–/] ?)(?P<part>"
    rf"(?:(?:{_WORD}{{2,30}}- och {_WORD}{{2,30}}|allmänna |sociala |tekniska |lokala |{_WORD}{{2,30}})?utskott(?:et)?"
    r"|presidi(?:um|et)|au\b))(?![\wåäö])",
    re.IGNORECASE,
)
_STYRELSER = frozenset({"kommun", "region", "landstings", "förbunds", "bolags", "stads"})
_FULLMAKTIGE = frozenset({"kommun", "region", "landstings", "förbunds", "kyrko"})
# "benämnd", "ovannämnd": no nämnd. "Facknämnden" and the like are a kind of body and no body; the rest are the state's.
_NO_NAMND = frozenset(
    "be om ovan före nyss sist först ut så fack förtroende stadsdels hyres arrende överklagande skilje ansvars"
    " värderings jury vilt".split()
)

# The bodies that are told by a line of their own only: in prose the same words are anyone's.
_ALONE = sieve.compile(
    r"(?P<name>(?:gemensam(?:ma)? )?n(?:ä|[a-zéáà]{1,2})mnd(?:en)? för [\wåäöÅÄÖ\-]+"
    r"(?:(?:,| och|,? samt) [\wåäö\-]+){0,3}"
    r"|(?:(?:kommunala|regionala|lokala|strategiska|brottsförebyggande|gemensamma?|sociala|tekniska|allmänna"
    r"|tillfälliga|fasta) ){0,3}"
    rf"(?:(?:{_WORD}{{2,30}}-, ){{0,2}}{_WORD}{{2,30}}- (?:och|&|samt) )?"
    rf"(?:{_WORD}{{0,30}}(?:utskott(?:et)?|beredning(?:en)?|direktion(?:en)?|kommitté(?:n)?|kollegium|kollegiet)"
    rf"|{_WORD}{{0,30}}(?:råd|delegation)(?:et|en)|{_WORD}{{4,30}}råd|(?:kommun|stads|region|förbunds)?revision(?:en)?"
    r"|(?:(?:kommunens|regionens) )?(?:förbunds|kommun)?revisorer(?:na)?|fullmäktige|presidi(?:um|et)"
    r"|(?<!\w)(?!\w{0,20}(?:läns|social|domstols|ekonomi|polis|över)styrelse)\w{0,30}styrelsen)"
    rf"(?: för {_WORD}[\wåäö\-]*(?: och [\wåäö\-]+)?)?)(?P<owning>s?)(?![\wåäö])",
    re.IGNORECASE,
)
_DEFINITE = (
    (re.compile(r"(?<=nämnd)(?= |$)"), "en"),
    (re.compile(r"(?<=styrelse)$"), "n"),
    (re.compile(r"(?<=utskott)$"), "et"),
    (re.compile(r"(?<=beredning)$|(?<=direktion)$|(?<=revision)$"), "en"),
)

_ORGANISATION = sieve.compile(
    r"\b(?:(?P<region>(?<!Business )(?:Region|REGION) [A-ZÅÄÖ]\w+(?: [Ll]än| LÄN| Härjedalen| HÄRJEDALEN)?"
    r"|Västra Götalandsregionen|VÄSTRA GÖTALANDSREGIONEN)"
    r"|(?P<place>(?:[A-ZÅÄÖ]\w+ ){0,2}?[A-ZÅÄÖ]\w+) (?P<form>kommun|KOMMUN|stad|Stad|STAD))(?P<owning>[sS]?)\b"
)
_JOINTLY = r"(?:kommunal|samordnings|räddningstjänst|räddnings|brandförsvars|gymnasie|vatten)förbund"
_ASSOCIATION = re.compile(
    r"(?:(?:Kommunal|Samordnings|Kommun|Räddnings(?:tjänst)?|Avfalls|Vatten|Gymnasie)?[Ff]örbundet"
    r"|Räddningstjänsten|Brandkåren|Stiftelsen|Aktiebolaget|AB)(?: [A-ZÅÄÖ][\wåäö&\-]+)+"
    r"|[A-ZÅÄÖ][\wåäö\-]+(?: [A-ZÅÄÖ&][\wåäö\-]*){0,3}"
    rf" (?:(?i:{_JOINTLY})|(?:AB|Aktiebolag)\b)"
)
# The same in prose, by its last word and the capitals before that.
_JOINT = sieve.compile(rf"(?<!\w){_JOINTLY}\b", re.IGNORECASE)
_NAMED_SO = re.compile(r"(?:(?<!\w)[A-ZÅÄÖ][\wåäö\-]{1,30} ){1,3}\Z")
# The first word of a sentence before a name is no part of it.
_NO_PLACE = re.compile(
    r"^(?:I|Inom|Till|Från|För|Av|Hos|Att|En|Ett|Den|Varje|Vår|Alla|Både|Denna|Hela|Samt|Och|Om|Med|På|Sedan|När|Som)$"
)


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Body]:
    """The bodies named in `text[start:end]`, in order: fullmäktige, styrelser, nämnder and the utskott of them."""
    end = len(text) if end is None else end
    for stem in _STEM.finditer(text, start, end):
        found = _from_stem(text, stem, start, end)
        if found:
            yield found


def alone(text: str, start: int = 0, end: int | None = None) -> Body | None:
    """The body that a line of its own, `text[start:end]`, may name with words that in prose are anyone's.

    "Arbetsutskottet", "Nämnden för funktionsstöd", "Kommunala pensionärsrådet", "Valberedningen", "Revisorerna". The
    caller sees to it that the line says little else.
    """
    match = _ALONE.search(text, start, len(text) if end is None else end)
    if not match:
        return None
    name = match["name"]
    task = re.match(r"(?:gemensam(?:ma)? )?n\w{1,2}mnd(?:en)? för ", name, re.IGNORECASE)
    spelled = name.casefold() if name.isupper() or not task else name[: task.end()].casefold() + name[task.end() :]
    return Body(match.start("name"), match.end("name"), _canonical(spelled), owning=bool(match["owning"]))


def by_short_name(text: str) -> Body | None:
    """The body of a short name at the start of the line `text`, before a §: "SON AU § 132", "KSAU §7", "Kf § 9"."""
    match = _SHORT.match(text)
    if not match:
        return None
    name = tables.SHORT_NAMES.get(match["short"].upper())
    if not name:
        return None
    body = Body(match.start(), match.end("short"), name)
    return utskott(body, "arbetsutskott", match.end("au")) if match["au"] else body


def utskott(of: Body, name: str, end: int) -> Body:
    """The utskott or presidium `name` of the body `of`, whose words end at `end`."""
    name = name.casefold()
    if name == "au":
        name = "arbetsutskott"
    name = re.sub(r"(?<=utskott)et$", "", name)
    name = re.sub(r"presidiet$", "presidium", name)
    return Body(of.start, end, f"{of.name}s {name}", of.name)


def organisations(text: str, start: int = 0, end: int | None = None) -> Iterator[Organisation]:
    """The municipalities and regions named in `text[start:end]`, in order."""
    for match in _ORGANISATION.in_lines(text, start, len(text) if end is None else end):
        if match["region"]:
            yield Organisation(match.start(), match.end("region"), _capitalised(match["region"]), bool(match["owning"]))
            continue
        words = match["place"].split()
        skipped = 0
        while words and _NO_PLACE.match(words[0]):
            skipped += len(words.pop(0)) + 1
        if words:
            form = match["form"].casefold() if match["form"].isupper() else match["form"]
            name = f"{_capitalised(' '.join(words))} {form}"
            yield Organisation(match.start() + skipped, match.end("form"), name, bool(match["owning"]))


def association(text: str, start: int, end: int) -> Organisation | None:
    """The kommunalförbund, company or foundation that a line, `text[start:end]`, begins with."""
    match = _ASSOCIATION.match(text, start, end)
    return Organisation(match.start(), match.end(), match.group()) if match else None


def associations(text: str, start: int, end: int) -> Iterator[Organisation]:
    """The kommunalförbund and the like named in the prose of `text[start:end]`: "Ängsö Räddningstjänstförbund"."""
    for match in _JOINT.finditer(text, start, end):
        before = _NAMED_SO.search(text, max(start, match.start() - _REACH), match.start())
        if before:
            yield Organisation(before.start(), match.end(), text[before.start() : match.end()])


def _from_stem(text: str, stem: re.Match[str], start: int, end: int) -> Body | None:
    before = text[max(start, stem.start() - _REACH) : stem.start()]
    head = _joined_to(before)
    last = head.rsplit(" ", 1)[-1].casefold()
    ending = stem.group().casefold()
    if ending.startswith("s") and (last not in _STYRELSER or head.casefold() != last):
        return None
    if ending.startswith("f") and (last not in _FULLMAKTIGE or head.casefold() != last):
        return None
    place = None
    if ending.startswith("n"):
        place = _PLACE.search(before) if last.endswith("stadsdels") else None
        wider = place or (None if head else _ADJECTIVE.search(before))
        if wider:
            head = wider.group()
        elif not head or last in _NO_NAMND:
            return None
    at, stop = stem.start() - len(head), stem.end()
    name = head + stem.group()
    if not place:
        name = name.casefold()
    area = _AREA.match(text, stop, end) if ending.startswith("n") else None
    if area:
        stop = area.end()
    owning = text[stop : stop + 1] in {"s", "S"}
    after = stop + owning
    if after < end and (text[after].isalnum()):
        return None
    body = Body(at, stop, _canonical(name) + (f" {area['area'].capitalize()}" if area else ""), owning=owning)
    part = _PART.match(text, after, end)
    return utskott(body, part["part"], part.end()) if part else body


def _joined_to(before: str) -> str:
    """What a stem with `before` in front of it begins with: "social", "Barn- och utbildnings", "gemensamma val"."""
    at = len(before)
    while at and (before[at - 1].isalnum() or before[at - 1] == "-"):
        at -= 1
    if at == len(before):
        return ""
    wider = _BEFORE.search(before) if before[:at].rstrip().casefold().endswith(_JOINING) else None
    return wider.group() if wider else before[at:].lstrip("-")


def _canonical(name: str) -> str:
    """The definite form of a body's name with a capital, the ä that OCR mangled put back."""
    name = " ".join(name.split())
    name = re.sub(r"n[a-zéáà]{1,2}mnd", "nämnd", re.sub(r"fullm[a-zéáà]{1,2}ktige", "fullmäktige", name))
    for missing, ending in _DEFINITE:
        if missing.pattern.startswith("(?<=nämnd)") and "stadsdels" in name:
            continue
        name = missing.sub(ending, name, count=1)
    return name[0].upper() + name[1:]


def _capitalised(name: str) -> str:
    """Give "REGION NORRSKÄR" as "Region Norrskär"; a name that is not all capitals as it stands."""
    return re.sub(r" Län$", " län", name.title()) if name.isupper() else name
