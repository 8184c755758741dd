"""Diarienummer, § and dates as they are written, and one canonical form of each."""

from __future__ import annotations

import datetime as dt
import re

# A body's short name, then year and serial number, then perhaps the document's number in the case: "KS 2021/118",
# "SLK-2025-00041:19", "KS/2023:45", "Ks 261/2024", "Dnr: 2018:906", "0160/23". Before a diarienummer without a short
# name the word must stand, or any fraction would be one.
_NAMED = re.compile(
    r"\b(?P<body>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,4}|[a-zåäö]{2,4}|[A-ZÅÄÖ](?=[ \-]?(?:19|20)\d\d-\d{6}\b))[ \u00a0\-/]{0,2}"
    r"(?:(?P<year>20[0-4]\d|19[7-9]\d)(?:\s?[/:\-]\s?|\s)(?P<serial>\d{1,6})|(?P<serial2>\d{1,6})/(?P<year2>20[0-4]\d|19[7-9]\d))"
    r"(?P<item>:-?\d{1,4})?\b"
)
_WORD = r"(?:(?i:dnr|diarienummer|diarienr|[äa]rendenummer|[äa]rendenr))\.?:?\s*"
_BARE = re.compile(
    _WORD
    + r"(?P<text>(?P<year>20[0-4]\d|19[7-9]\d)[/:\-](?P<serial>\d{1,6})|(?P<serial2>\d{2,6})[/\-](?P<year2>\d{2,4}))\b"
)
_AFTER_PARAGRAPH = re.compile(r"(?P<serial2>\d{3,6})/(?P<year2>\d{2})\b")
# Short words that come before a year and a number without being a body: "mars 2024-12", "nr 2024/12".
_NO_BODY = frozenset(
    "av den för från i juli juni kl maj mars men nr och om på sid sida sidan till år åren under hösten"
    " dnr dir ds prop skr sfs sou bet rskr mot".split()
)

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_MONTH = "|".join(f"{name}|{name[:4]}|{name[:3]}" for name in MONTHS)
_DATE = re.compile(
    r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"
    rf"|\b(?P<d2>[0-3]?\d)(?::?[ae])?\s+(?P<month>{_MONTH})\.?\s+(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<d3>[0-3]?\d)/(?P<m3>1[0-2]|0?[1-9])[ \-](?P<y3>(?:(?:19|20)\d\d|\d\d))\b",
    re.IGNORECASE,
)
PARAGRAPH = re.compile(r"§+\s?(?P<number>\d{1,4})\b")


def case_number(text: str) -> str | None:
    """The canonical form of the first diarienummer in `text`: "KS 2021/118", "2018/906", or None."""
    found = case_numbers(text)
    return found[0] if found else None


def case_numbers(text: str) -> list[str]:
    """Every diarienummer of `text` in canonical form, in order, each once."""
    found: dict[int, str] = {}
    for match in _NAMED.finditer(text):
        if match["body"].casefold() not in _NO_BODY and not _is_date(match):
            found[match.start()] = f"{match['body'].upper()} {_canonical(match)}"
    for match in _BARE.finditer(text):
        found.setdefault(match.start("text"), _canonical(match))
    return list(dict.fromkeys(found[place] for place in sorted(found)))


def heading_case_number(text: str) -> str | None:
    """As `case_number`, for what follows the number in a § heading, where "0160/23" needs no word before it."""
    match = _AFTER_PARAGRAPH.match(text)
    return _canonical(match) if match else case_number(text)


def dates(text: str) -> list[dt.date]:
    """Every date of `text` ("2023-06-14", "14 juni 2023", "14/6 2023", "14/6-23") that is in the calendar, in order."""
    found = []
    for match in _DATE.finditer(text):
        try:
            found.append(_date(match))
        except ValueError:  # 31 april
            continue
    return found


def _date(match: re.Match[str]) -> dt.date:
    if match["y"]:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["month"]:
        month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(match["month"].casefold()))
        return dt.date(int(match["y2"]), month, int(match["d2"]))
    year = int(match["y3"])
    return dt.date(year if year > 99 else 2000 + year, int(match["m3"]), int(match["d3"]))


def written(day: dt.date) -> str:
    """A date as minutes write it: "14 juni 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def paragraph(text: str) -> str | None:
    """The first § of `text` as "§ 264", or None."""
    match = PARAGRAPH.search(text)
    return f"§ {int(match['number'])}" if match else None


def _canonical(match: re.Match[str]) -> str:
    groups = match.groupdict()
    year, serial = groups.get("year") or groups["year2"], groups.get("serial") or groups["serial2"]
    return f"{year if len(year) == 4 else '20' + year}/{int(serial)}"


def _is_date(match: re.Match[str]) -> bool:
    """Whether "den 2024-02" and the like is the head of an ISO date."""
    return bool(re.match(r"-\d\d\b", match.string[match.end() :])) and len(match["serial"] or "") == 2
