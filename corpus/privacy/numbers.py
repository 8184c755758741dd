"""Personnummer and samordningsnummer, however they are spelled.

A number is the day of birth (YYMMDD, with or without its century) and four digits, the last a check digit
(Skatteverket, SKV 704; Luhn's, ISO/IEC 7812-1, here python-stdnum's). A samordningsnummer has 60 added to the day
(SKV 707). A sole trader's organisationsnummer is the trader's personnummer, also with 16 before it (SKV 709) and as a
VAT number ("SE…01"). The number of a company or an authority has 20 or more for its month, and so is none.

What has the form and a wrong check digit may be a number that was mistyped, or none: it is told as `UNVERIFIED`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum import luhn

from corpus.models import Secret
from corpus.privacy.counted import counts

_BLANKS = r"[ \t|_]{0,12}"
# What parts the day and the four digits: a dash or plus, blanks and cells of a table about it, and a line's end on one
# side; a dash as names of files and addresses have it; or a line's end, blanks or a cell's edge alone.
_SIGN = (
    rf"(?:{_BLANKS}(?:-{{1,3}}|\+)[ \t|_\n]{{0,12}}|{_BLANKS}\n[ \t]{{0,12}}(?:-{{1,2}}|\+)"
    r"|\\-| ?_{1,3} ?|%2[BbDd])"
)
_APART = r"(?:[ \t|\n]{1,12}|%20)"
# "850312-1234", "198503121234", "850312 1234", "850312,1234"; and with its signs "85-03-12-1234", "1985.03.12-1234".
_DAY = r"(?P<century>16|18|19|20)?(?P<day>[0-9]{6})"
_PARTED = r"(?:18|19|20)?(?P<parted>[0-9]{2}(?P<joint>[-./_ ])[0-9]{2}(?P=joint)[0-9]{2})"
_LOOSE = r"[ \t|\n]{1,12}|[-+][ \t|\n]{1,12}|[ \t|\n]{1,12}[-+][ \t|\n]{0,12}"
_NUMBER = re.compile(
    rf"(?:{_DAY}(?:(?P<sign>{_SIGN})|(?P<apart>{_APART})|(?P<point>[.,])|(?P<odd>[/:=])|)"
    rf"|{_PARTED}(?:(?P<tight>[-+_][_\n]?|(?!/)(?P=joint))|(?P<loose>{_LOOSE}))"
    r"|(?:18|19|20)(?P<halved>[0-9]{2}[- ][0-9]{4})[-+]"
    r")(?P<last>[0-9]{4})(?![0-9])"
)
_VAT = re.compile(r"(?<![A-Za-z])[Ss][Ee][ -]?(?P<day>[0-9]{6})[ -]?(?P<last>[0-9]{4})[ -]?01(?![0-9])")
_RUN = re.compile(r"[0-9]{2,}")
_LENGTHS = frozenset((2, 4, 6, 8, 10, 12))  # of the digits that a number begins with
# What a person's number is called, close before it.
_CALLED = re.compile(
    r"(?:(?<![^\W\d_])(?:p|pers|person|id)[ .-]{0,2}(?:nr|nummer|no)|personid\w*|samordnings?[ .-]{0,2}(?:nr|nummer)"
    r"|(?<![^\W\d_])sam\.?nr|(?<![^\W\d_])född|födelse\w*|organisations?[ .-]{0,2}(?:nr|nummer)"
    r"|(?<![^\W\d_])org[ .-]{0,2}(?:nr|nummer))[\w .:()=-]{0,12}\Z",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![^\W_])(?:(?:tel|fax)(?![^\W_])|(?:telefon|mobil)\w*)[ .:]{0,3}(?:nr|nummer)?[ .:]{0,3}\Z", re.IGNORECASE
)
# A longer number goes on, or has begun; that of another person does not count.
_ANOTHER = r"(?:[0-9]{6}|[0-9]{8}|[0-9]{10}|[0-9]{12})(?![0-9])|(?:[0-9]{4}|[0-9]{2})-[0-9]{2}-[0-9]{2}[-+]"
_GOES_ON = re.compile(rf"[.:/-](?!{_ANOTHER})[0-9]|,[0-9]{{1,2}}(?![0-9])")
_BEGUN = re.compile(r"(?<![0-9])[0-9]{1,9}[/:.+-]\Z")
# Figures in groups, parted by blanks.
_GROUP_AFTER = re.compile(r" [0-9]{3}(?![0-9])")
_GROUP_BEFORE = re.compile(r"[0-9]{2} \Z")
# The rest of an id or a digest, which may be digits for long.
_HEX_BEFORE = re.compile(r"(?<![^\W_])[0-9a-f]*\Z")
_HEX_AFTER = re.compile(r"[0-9a-f]*(?![^\W_])")
_LONGEST_HEX = 64
_ANOTHER_DATE = re.compile(r"-[0-9]{2}-[0-9]")
_BEFORE = 40  # characters
_NEWEST = 40  # a year of two digits below this may be of this century


def find(text: str) -> Iterator[tuple[int, int, Secret]]:
    """The numbers in a text in plain form (`corpus.privacy.plain`), in order: start, end and what each is."""
    end = 0
    for run in _RUN.finditer(text):
        match = _NUMBER.match(text, run.start()) if run.start() >= end and len(run[0]) in _LENGTHS else None
        secret = _judged(text, match, joined=0 < end == run.start() - 1) if match else None
        if match and secret:
            end = match.end()
            yield match.start(), end, secret
    for match in _VAT.finditer(text):
        if _is_born(match["day"]) and luhn.is_valid(match["day"] + match["last"]):
            yield match.start("day"), match.end(), Secret.PERSONAL_NUMBER


def _is_born(day: str) -> bool:
    """Whether six digits are a day of birth, or with 60 added to it."""
    number = int(day[4:])
    try:
        dt.date(2000 + int(day[:2]), int(day[2:4]), number - 60 if number > 60 else number)
    except ValueError:
        return False
    return True


def _judged(text: str, match: re.Match[str], *, joined: bool) -> Secret | None:
    """What a match is; `joined` says that another number stands before it with one sign between."""
    day = re.sub(r"\D", "", match["day"] or match["parted"] or match["halved"])
    if not _is_born(day):
        return None
    right = luhn.is_valid(day + match["last"])
    called = bool(_CALLED.search(text, max(match.start() - _BEFORE, 0), match.start()))
    if not (called or _stands_alone(text, match, day, joined=joined)):
        return None
    if right:
        return Secret.PERSONAL_NUMBER
    signed = (match["sign"] or match["tight"] or "").strip() in {"-", "+"}
    return Secret.UNVERIFIED if called or signed else None


def _stands_alone(text: str, match: re.Match[str], day: str, *, joined: bool) -> bool:
    """Whether what nobody calls a person's number is written as one, and is no part of something longer."""
    if match["odd"]:
        return False
    if match["day"]:
        if match["sign"]:
            return not _ANOTHER_DATE.match(text, match.end())
        if not match["apart"] and _is_in_hexadecimal(text, match):
            return False
        if match["century"]:
            return not _GOES_ON.match(text, match.end())
        return not _counts(text, match, joined=joined)
    if match["halved"]:
        return True
    if _is_a_piece(text, match, joined=joined):
        return False
    spaced = match["joint"] == " " and (match["tight"] or match["loose"]).isspace()
    if spaced and match[0].startswith(match["parted"]) and _is_in_groups(text, match):
        return False
    return match["tight"] is not None or _is_no_date(match, day)


def _is_no_date(match: re.Match[str], day: str) -> bool:
    """Whether a date with its signs and four digits after a blank are no day of a meeting with its hour or number.

    "1985-03-12 9876" is a birth; "2021-04-12 1234" may be any paper of this century, and "1998-04-12 1300" an hour.
    """
    full = re.match(r"[0-9]+", match[0])[0]  # type: ignore[index]
    year = int(full) if len(full) == 4 else int(f"20{full}") if int(full) < _NEWEST else int(f"19{full}")
    hour, minute = int(match["last"][:2]), int(match["last"][2:])
    return match["joint"] == " " or (year < 2000 and not (hour < 24 and minute < 60))


def _counts(text: str, match: re.Match[str], *, joined: bool) -> bool:
    """Whether ten digits without a sign count something, kronor, a telephone, a paper; or are a part of more."""
    start, end = match.span()
    if counts(text, start, end) or _TELEPHONE.search(text, max(start - _BEFORE, 0), start):
        return True
    if _is_a_piece(text, match, joined=joined) or (match["apart"] == " " and _GROUP_AFTER.match(text, end)):
        return True
    return text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()


def _is_a_piece(text: str, match: re.Match[str], *, joined: bool) -> bool:
    begun = not joined and _BEGUN.search(text, max(match.start() - 12, 0), match.start())
    return bool(begun or _GOES_ON.match(text, match.end()))


def _is_in_groups(text: str, match: re.Match[str]) -> bool:
    before = _GROUP_BEFORE.search(text, max(match.start() - 3, 0), match.start())
    return bool(before or _GROUP_AFTER.match(text, match.end()))


def _is_in_hexadecimal(text: str, match: re.Match[str]) -> bool:
    before = _HEX_BEFORE.search(text, max(match.start() - _LONGEST_HEX, 0), match.start())
    after = _HEX_AFTER.match(text, match.end(), match.end() + _LONGEST_HEX)
    rest = before[0] + after[0] if before and after else ""
    return len(rest) >= 4 and not rest.isdigit()
