"""How items are numbered at the start of a line: "§ 12", "12 §", "Kf § 12", "Stst 12 §", "SN AU § 12/24", "## § 7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

# No heading is longer, in characters on one line.
LONGEST = 500
# "§§ 12-14" holds no more numbers than this.
MOST_AT_ONCE = 40

# A body before the number: its short name ("KS", "Kf", "SON AU", "ks"), or its name, cut short or whole.
_SHORT = r"(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,5}(?:[ /\-][A-ZÅÄÖa-zåäö]{2,5})?|[a-zåäö]{2,4})"
_NAME = (
    r"[A-ZÅÄÖ][\w\-. ]{0,50}"
    r"(?:nämnden|styrelsen|fullmäktige|utskott(?:et)?|NÄMNDEN|STYRELSEN|FULLMÄKTIGE|UTSKOTT(?:ET)?)"
)
_LEAD = r"(?:#{1,6}\s*|\*\*|\|\s?){0,3}"
_MARK = re.compile(
    rf"{_LEAD}"
    r"(?P<case>(?:[Dd]nr:?\s)?[A-ZÅÄÖ]{2,5}[ \-/]\d{2,4}[/:\-]\d{1,6}\s{1,30})?"
    r"(?P<forts>\(?[Ff](?:orts|ORTS)(?:ättning|ÄTTNING)?\.?:?\)?\s)?"
    rf"(?P<body>(?:{_SHORT}|{_NAME})\s{{1,4}})?"
    r"(?:(?:§{1,2}|[Pp]aragraf(?: nr)?|PARAGRAF)\s?(?P<number>\d{1,4})(?!\d)|(?P<before>\d{1,4})\s?§{1,2}(?!\s?\d))"
    r"(?P<more>.*)",
)
_RANGE = re.compile(r"\s?[-–]\s?(?P<last>\d{1,4})(?![\d/\-])")
_YEAR = re.compile(r"[/:](?:20)?\d\d(?!\d)")
_CONTINUED = re.compile(r"[-–,.(\s]*(?:forts(?:ättning)?|FORTS)\b[.)]*", re.IGNORECASE)
_NO_BODY = frozenset("se jfr och av med mot enl enligt samt per till den de i på om från kap dvs".split())
# What may follow a number: no letter or figure.
_PARTED = " \t\u00a0*|,–-;)("
# The sign as OCR reads it: "8 12", "S 12", "$ 12".
_BLURRED = re.compile(r"(?P<sign>[8S$&])\s(?P<number>\d{1,4})(?:\s+(?P<more>[A-ZÅÄÖ].*))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number that a line begins with, or the first and `last` of several.

    `body` is the name before it as written, `case` the diarienummer before that, `rest` what follows. `form` is what
    the marks of one series have in common; `dotted` tells a full stop right after the number, `continued` "forts.".
    """

    number: int
    last: int
    body: str
    case: str
    rest: str
    form: tuple[str, bool, bool, bool]
    dotted: bool = False
    continued: bool = False


def read(line: str) -> Mark | None:
    """The mark of `line`; None where it begins with none, or with one that runs on into a word."""
    head = line[:80]
    if len(line) > LONGEST or not ("§" in head or "aragraf" in head or "PARAGRAF" in head):
        return None
    match = _MARK.fullmatch(line)
    if match is None or (match["body"] or "").strip().lower() in _NO_BODY:
        return None
    body, more = (match["body"] or "").strip(), match["more"]
    first = last = int(match["number"] or match["before"])
    if (span := _RANGE.match(more)) and first < int(span["last"]) <= first + MOST_AT_ONCE:
        last, more = int(span["last"]), more[span.end() :]
    if year := _YEAR.match(more):
        more = more[year.end() :]
    dotted = more[:1] in (".", ":")
    rest = more.lstrip(".:").strip("* \t|")
    if more and not dotted and more[0] not in _PARTED:
        return None
    # A body in small letters is one only where nothing but a number and its cell follow: "ks § 112", "enl kf § 9 ska".
    if body.islower() and rest and not rest[0].isdigit() and not more.lstrip().startswith("|"):
        return None
    form = (body.upper(), year is not None, line.startswith("#"), match["before"] is not None)
    continued = bool(match["forts"] or _CONTINUED.fullmatch(rest))
    return Mark(first, last, body, match["case"] or "", rest, form, dotted, continued)


def blurred(line: str) -> Mark | None:
    """The mark of a line whose § OCR has read as another sign; only a series can tell that it is one."""
    match = _BLURRED.fullmatch(line) if len(line) <= LONGEST else None
    if match is None:
        return None
    number = int(match["number"])
    return Mark(number, number, "", "", match["more"] or "", (match["sign"], False, False, False))


def opens(line: str) -> bool:
    """Whether `line` begins as an item does: with a number and no words of a sentence that cites a law."""
    mark = read(line)
    return mark is not None and not (mark.form[3] and mark.rest[:1].islower())
