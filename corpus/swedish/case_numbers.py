"""Diarienummer in the spellings of all the systems, each with its place, and one canonical form of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import sieve
from corpus.swedish import tables

_YEAR = r"20[0-4]\d|19[7-9]\d"
# The word for it, in any letters.
WORD = rf"(?<!\w)(?i:{tables.CASE_NUMBER})\b\.?"
_WORD = sieve.compile(rf"{WORD}\s?:?\s{{0,3}}")
_END = r"(?!\w|[.,]\d)"
# The number of a paper in its case: "SLK-2025-00041:19", "KS 2023/45-3".
_PAPER = r"(?::-?\d{1,4}|-\d{1,3}(?![-/:]\d))?"
# A body's short name, the year, the number in the year: "KS 2021/118", "SLK-2025-00041", "KS/2023:45", "BUN.2024.123",
# the number first: "Ks 261/2024", or the year: "2022-KS0217", "2018/KS 0206". One letter is a short name only where six
# digits follow: "B 2023-000345".
_NAMED = re.compile(
    rf"(?<![\w.])(?P<body>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,4}}|[a-zåäö]{{2,4}}"
    rf"|[A-ZÅÄÖ](?=[ \-]?(?:{_YEAR})-\d{{6}}\b))"
    r"(?:(?:[ \u00a0/-]{0,2}|\n(?=\d{4}[/:]))"
    rf"(?:(?P<year>{_YEAR})(?P<sep>\s?[/:-]\s?|\s(?=0\d{{4}})|\.(?=\d{{3}}))(?P<serial>\d{{1,6}})"
    rf"|(?P<serial2>\d{{1,6}})/(?P<year2>{_YEAR}))"
    rf"|\.(?P<year3>{_YEAR})\.(?P<serial3>\d{{1,6}}))"
    rf"{_PAPER}{_END}"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\w.,:/-])(?P<year>{_YEAR})[-/](?P<body>[A-ZÅÄÖ]{{2,5}})[ /]?(?P<serial>\d{{3,6}})(?!/){_PAPER}{_END}"
)
# Without a short name the digits have to be so many that they are nothing else ("2024-000123"), or a class of the
# archive's plan stands before them ("3.2.1-123/2020").
_CLASSED = re.compile(
    rf"(?<![\w.,:/-])(?P<body>\d{{1,2}}(?:\.\d{{1,3}}){{1,4}})-"
    rf"(?:(?P<year>{_YEAR})[/:-](?P<serial>\d{{1,6}})|(?P<serial2>\d{{1,6}})[/-](?P<year2>{_YEAR})){_END}"
)
_LONG = re.compile(rf"(?<![\w.,:/+-])(?P<year>{_YEAR})-(?P<serial>0\d{{4,5}}){_END}(?!-\d)")
# A class of the archive's plan after a number: "18/102 043", "FRI 15-0071.041", "00123/20212.6.", "T 00 00 02".
_CLASS = (
    r"(?:\.\d{3}|(?:[ ]{1,3}|-)\d{2,3}(?:\.\d{1,3})?|[ ]?\d\.\d[\d.]{0,6}|[ ][A-Z](?: \d\d){2,4})"
    r"(?=[ \t]*(?:$|[|\n)]|[ ]{2}))"
)
_CASE = r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,5}"
# What the word for it, or a place where nothing else is a number, lets pass besides: no short name, a year of two
# digits, in the order of their being tried.
_TOLD = tuple(
    re.compile(rf"(?:{form})(?:{_CLASS}|{_PAPER}{_END})")
    for form in (
        rf"(?:(?P<body>{_CASE})[ \-/]{{0,2}})?(?P<year>{_YEAR})[/:.-](?P<serial>\d{{1,6}})",
        rf"(?:(?P<body>{_CASE})[ \-/]{{0,2}})?(?P<serial>\d{{1,6}})[/-](?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR}|[0-37-9]\d)[-/](?P<body>{_CASE})[ /]?(?P<serial>\d{{1,6}})",
        r"(?:(?P<body>[A-ZÅÄÖ]{2,5})[ \-/]{0,2})?(?P<serial>\d{1,6})[/-](?P<year>[0-37-9]\d)",
        rf"(?:(?P<body>{_CASE})[ \-/]{{0,2}})?(?P<year>[0-37-9]\d)[-/](?P<serial>\d{{2,6}})",
        r"(?P<year>[0-37-9]\d)\.(?P<serial>\d{3,5})(?=-\d{2,3}\b)",
        r"(?P<year>[0-3]\d)(?P<body>[A-ZÅÄÖ]{2,5})(?P<serial>\d{2,6})",
    )
)
_AFTER_PARAGRAPH = re.compile(r"(?P<serial>\d{3,6})/(?P<year>\d{2})\b")
# What stands between the numbers of a list: "KS 2024/190 och KS 2023/77", "(dnr KS 2024/190) (dnr KS 2023/77)".
_AND = re.compile(rf"[\s,;&+/|()\[\]]{{1,12}}(?:(?:och|samt)\s{{1,3}})?(?:{_WORD.pattern})?", re.IGNORECASE)
_JOINTS = frozenset("/:.-")

# A short name in small letters is no longer than this: "Bun/2015:603".
LONGEST_SMALL = 3

# Short words that stand before a year and a number, or before "3/2024", without being a body.
_NO_BODY = frozenset(
    "av den det de en ett för från i om på till under sedan efter före innan inför inom med mot per samt och eller vid"
    " som är var har hela nya två tre läst våren vår höst hösten vt ht år åren året läsår jan januari feb mars mar apr"
    " april maj juni jun juli jul aug sep sept okt nov dec kl kap nr no sid sida sidan blad rad del steg plan mål etapp"
    " rev ver v vecka prot möte bil bilaga tab tel fax kr tkr mkr sek st ca pnr mom dnr"
    # the state's papers, the Union's law and the courts' cases
    " prop skr bet rskr sou ds dir lag kom com eu eg eeg iso afs hfd möd mig nja rå rh ad jo jk".split()
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A diarienummer as it stands in a text; `canonical` is "KS 2021/118", "2018/906" or "3.2.1-2020/123"."""

    start: int
    end: int
    canonical: str


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[CaseNumber]:
    """Each diarienummer in `text[start:end]`, in order, none over another.

    The number of a paper in its case is part of the place and not of the canonical form.
    """
    end = len(text) if end is None else end
    found = [*_named(text, start, end), *_told(text, start, end)]
    for pattern in (_YEAR_FIRST, _CLASSED, _LONG):
        found.extend(_made(match) for match in pattern.finditer(text, start, end) if not _is_date(match))
    last = start
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            last = one.end
            yield one


def alone(text: str) -> CaseNumber | None:
    """The diarienummer that `text`, a line or a cell at the head of an item, is, with or without the word for it.

    There a number needs no word and no short name: "22/102 043", "KSKF/2013:6", "18RS1234".
    """
    bare = text.strip(" ()[]")
    at = text.index(bare)
    word = _WORD.match(bare)
    match = _told_at(bare, word.end() if word else 0, len(bare))
    if match is None or bare[match.end() :].strip(" .,)") or (word is None and _is_thin(match)):
        return None
    return _made(match, at)


def lists(text: str) -> Iterator[list[CaseNumber]]:
    """The diarienummer of `text`, a line of an item's head: in one list those that only commas and the like part.

    Right at its start "0160/23" needs no word before it, and after another number in a list no number does, nor the
    short name, which is that of the first: "KS 2024/190, 2023/77".
    """
    first = _AFTER_PARAGRAPH.match(text)
    row = [_made(first)] if first else []
    for one in [*find(text, first.end() if first else 0), None]:
        while row and (more := _next(text, row, one.start if one else len(text))):
            row.append(more)
        if row and (one is None or not _AND.fullmatch(text, row[-1].end, one.start)):
            yield row
            row = []
        if one:
            row.append(one)


def _next(text: str, row: Sequence[CaseNumber], end: int) -> CaseNumber | None:
    """The number that goes on after those of `row` without a short name of its own, written as the first is."""
    joint = _AND.match(text, row[-1].end, end)
    match = _told_at(text, joint.end(), end) if joint else None
    if joint is None or match is None or match.groupdict().get("body") or _is_thin(match) or joint.group().isspace():
        return None
    if not _JOINTS.intersection(match.group()) <= set(text[row[0].start : row[0].end]):
        return None  # a period, a month: "KS 2024/190, 2024-2026"
    body, named, _ = row[0].canonical.rpartition(" ")
    return CaseNumber(match.start(), match.end(), body + named + _canonical(match))


def heading_case_number(text: str) -> str | None:
    """As `case_number`, for what follows the number in a § heading, where "0160/23" needs no word before it."""
    return next((row[0].canonical for row in lists(text)), None)


def case_number(text: str) -> str | None:
    """The canonical form of the first diarienummer in `text`, or None."""
    return next((one.canonical for one in find(text)), None)


def case_numbers(text: str) -> list[str]:
    """Every diarienummer of `text` in canonical form, in order, each once."""
    return list(dict.fromkeys(one.canonical for one in find(text)))


def _named(text: str, start: int, end: int) -> Iterator[CaseNumber]:
    for match in _NAMED.finditer(text, start, end):
        body = match["body"]
        # "SOSFS 2012:3": the codes of law of the authorities.
        if body.casefold() in _NO_BODY or body.endswith("FS") or _is_date(match):
            continue
        if not body.isupper() and _is_period(match):
            continue
        yield _made(match)


def _told(text: str, start: int, end: int) -> Iterator[CaseNumber]:
    """The numbers that stand after a word for them."""
    for word in _WORD.finditer(text, start, end):
        if match := _told_at(text, word.end(), end):
            yield _made(match)


def _told_at(text: str, start: int, end: int) -> re.Match[str] | None:
    match = next((match for form in _TOLD if (match := form.match(text, start, end))), None)
    return None if match is None or _is_date(match) else match


def _made(match: re.Match[str], at: int = 0) -> CaseNumber:
    return CaseNumber(at + match.start(), at + match.end(), _canonical(match))


def _canonical(match: re.Match[str]) -> str:
    groups = {name.rstrip("23"): value for name, value in match.groupdict().items() if value}
    year, body = groups["year"], groups.get("body")
    if len(year) == 2:
        year = ("19" if year >= "70" else "20") + year
    number = f"{year}/{int(groups['serial'])}"
    return number if not body else f"{body}-{number}" if body[0].isdigit() else f"{body.upper()} {number}"


def _is_thin(match: re.Match[str]) -> bool:
    """Whether "12-14", "3/24" and "Taxa 2022/15" are too little to be a number without the word for it."""
    groups = match.groupdict()
    if body := groups.get("body"):
        return body.casefold() in _NO_BODY or not (body.isupper() or len(body) <= LONGEST_SMALL)
    return len(groups["year"]) == 2 and ("-" in match.group() or len(groups["serial"]) < 3)


def _is_date(match: re.Match[str]) -> bool:
    """Whether "KS 2024-02" and the like is the head of an ISO date."""
    groups = match.groupdict()
    tail = match.string[match.end("serial") : match.end("serial") + 4] if groups.get("serial") else ""
    return len(groups.get("serial") or "") == 2 and re.match(r"[-.]\d\d(?!\d)", tail) is not None


def _is_period(match: re.Match[str]) -> bool:
    """Whether "läsåret 2023/24", "2024-2026" or "2023-12" is what stands after a word that is no capitals."""
    year, serial = match["year"], match["serial"]
    if not serial:
        return False
    following = str(int(year) + 1)
    return serial in (following, following[2:]) or (
        "-" in match["sep"] and ((len(serial) == 2 and "01" <= serial <= "12") or "1990" <= serial <= "2049")
    )
