"""What a text says that can be checked to the letter: numbers, dates, § and diarienummer, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from corpus.swedish import case_numbers, days, numerals, tables
from indexer import language


class ValueKind(StrEnum):
    """What sort of thing a value is."""

    NUMBER = "number"
    DATE = "date"
    DAY = "day"
    MONTH = "month"
    PARAGRAPH = "paragraph"
    CASE = "case"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Value:
    """`text[start:end]` as something that two texts can agree on.

    `key` is canonical: "1200000" for "1,2 miljoner", "2023-06-19" for "19/6 2023", "06-19" for a day without its year,
    "2023-06" for a month, "181" for "§ 181", "26:1" for "26 kap. 1 §", "SON 2023/273". `unit` is "kr" or "%", else
    empty. `things` are the stems of what a number counts, as far as the words beside it tell.
    """

    start: int
    end: int
    kind: ValueKind
    key: str
    unit: str = ""
    things: frozenset[str] = frozenset()

    def carried_by(self, other: Value) -> bool:
        """Whether `other` says as much: the same value, of the same unit, of the same thing where both tell it."""
        if (self.kind, self.key) != (other.kind, other.key):
            return False
        if self.kind is not ValueKind.NUMBER:
            return True
        if self.unit:
            return self.unit == other.unit
        if (self.things | other.things) & _VOTES and (self.things & _VOTES) != (other.things & _VOTES):
            return False
        return not self.things or not other.things or not self.things.isdisjoint(other.things)


_SPACE = "[ \u00a0\u2009\u202f]"
_CHAPTER = re.compile(r"(?<![\d.,])(\d{1,3})\s?kap\.?(?:\s?(\d{1,3})\s?([a-z]\b)?\s?§+)?")
_PARAGRAPH = re.compile(
    r"(?:§+|\b[Pp]aragraf(?:en|erna|er)?)\s?(\d{1,4}(?:\s?[a-zA-Z]\b)?)"
    r"(?P<more>(?:(?:,\s?|\s?[-–]\s?|\soch\s)§?\s?\d{1,4})*)(?![\d/])"
)
_NUMBER_FIRST = re.compile(r"(?<![\d.,:/-])(\d{1,4})\s?([a-z]\b)?\s?§+(?!\s?\d)")
_FIGURES = re.compile(r"\d+")
_TWO_DAYS = re.compile(r"(\d{1,2})(?::?[ea])?\s?(?:[-–]|och)\s?(\d{1,2})")
_MONTH = tables.MONTH
_DAY_OF_MONTH = re.compile(rf"(?<![\d.:,/])(\d{{1,2}})(?::?[ea])?\s+({_MONTH})\b", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"\b({_MONTH}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
# "12/13", "18.30", "24:3", "2024-2026", "5.2.1": figures that only mean something together.
_CODE = re.compile(rf"(?<![\w,])(?<!\d{_SPACE})\d+(?:[./:–-]\d+)+(?!\w|,\d|{_SPACE}\d{{3}})")
_ITEM = re.compile(r"^[ \t]*(\d{1,2})[.)](?=\s)", re.MULTILINE)
_NUMBER = re.compile(
    rf"(?:(?<!\S)[−-]|(?<![\w,.]))(?:\d{{1,3}}(?:(?:{_SPACE})\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,\d+)?(?![\d])"
)
_ANY_FIGURES = re.compile(r"[^\W_]*\d[^\W_]*")
_BELOW = f"(?:{numerals.WORD})"
_IN_WORDS = re.compile(
    rf"\b(?=\w)(?:(?P<thousands>{_BELOW}?)(?P<thousand>tusen))?(?:(?P<hundreds>{_BELOW}?)(?P<hundred>hundra))?"
    rf"(?P<rest>{_BELOW})?\b",
    re.IGNORECASE,
)
_SCALES = (
    (re.compile(rf"{_SPACE}?(?:miljon(?:er)?|mn|mnkr|mkr|msek|milj\.?)\b", re.IGNORECASE), Decimal(10**6)),
    (re.compile(rf"{_SPACE}?(?:miljard(?:er)?|md|mdkr|mdr)\b", re.IGNORECASE), Decimal(10**9)),
    (re.compile(rf"{_SPACE}?(?:tkr|tusen|tusental)\b", re.IGNORECASE), Decimal(10**3)),
)
_NOTED = re.compile(r" [⁰¹²³⁴-⁹]{1,3}(?= )")  # the raised mark of a note
_SHORT_MONEY = re.compile(r"kr|sek", re.IGNORECASE)
_MONEY = re.compile(r"\s?(?:svenska\s)?(?:kr\b|kronor\w*|krona\w*|sek\b|:-)", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|procent\b)", re.IGNORECASE)
_THING = re.compile(r"[ \u00a0\n]{1,2}([^\W\d_]+(?:-[^\W\d_]+)*)")
_LABEL = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[ \u00a0]?(?P<colon>:?)[ \u00a0]?\Z")
# How many words after a number may tell what it counts.
REACH = 2
_MASK = "\x00"
# "5 röstade ja" and "5 röstade nej" share a word and are opposites.
_VOTES = frozenset(("ja", "nej"))
_NO_THINGS = language.STOPWORDS - {"år"}


def find(text: str) -> list[Value]:
    """The values of `text` in order of place; none over another, but the days of one date and the § of one range.

    Every figure of `text` is in one of them. "En" and "ett" are no numbers here: see `counts_one`.
    """
    found: list[Value] = []
    left = text
    for read in _READERS:
        new = list(read(left))
        found += new
        taken = list(left)
        for value in new:
            taken[value.start : value.end] = _MASK * (value.end - value.start)
        left = "".join(taken)
    return sorted(found, key=lambda value: (value.start, value.end))


def of_day(date: str) -> tuple[Value, ...]:
    """What the date "2023-06-19" of a meeting says beside itself: its month and its year."""
    return (
        Value(0, 0, ValueKind.DATE, date),
        Value(0, 0, ValueKind.DAY, date[5:]),
        Value(0, 0, ValueKind.MONTH, date[:7]),
        Value(0, 0, ValueKind.NUMBER, date[:4], things=frozenset(("år",))),
    )


def follows_from(value: Value) -> tuple[Value, ...]:
    """`value` and what it says too: a date its month and year, a month its year."""
    if value.kind is ValueKind.DATE:
        return of_day(value.key)
    if value.kind is ValueKind.MONTH:
        return (value, Value(value.start, value.end, ValueKind.NUMBER, value.key[:4]))
    return (value,)


def counts_one(text: str) -> Iterator[Value]:
    """Each "en" or "ett" of `text` as the number 1, with what it counts: an article as often as a number."""
    for match in re.finditer(r"\b(?:en|ett)\b", text, re.IGNORECASE):
        yield Value(*match.span(), ValueKind.NUMBER, "1", things=_things(text, *match.span()))


def _dates(text: str) -> Iterator[Value]:
    for day in days.find(text):
        yield Value(day.start, day.end, ValueKind.DATE, day.date.isoformat())
        # "12–13 mars 2024" is two days, of which the reader of dates gives the first.
        if (both := _TWO_DAYS.match(text, day.start, day.end)) and int(both[1]) == day.date.day:
            second = f"{day.date.isoformat()[:8]}{int(both[2]):02d}"
            yield Value(day.start, day.end, ValueKind.DATE, second)


def _days(text: str) -> Iterator[Value]:
    for match in _DAY_OF_MONTH.finditer(text):
        month = tables.MONTHS.index(match[2].casefold()) + 1
        yield Value(*match.span(), ValueKind.DAY, f"{month:02d}-{int(match[1]):02d}")


def _months(text: str) -> Iterator[Value]:
    for match in _MONTH_OF_YEAR.finditer(text):
        month = tables.MONTHS.index(match[1].casefold()) + 1
        yield Value(*match.span(), ValueKind.MONTH, f"{match[2]}-{month:02d}")


def _cases(text: str) -> Iterator[Value]:
    for case in case_numbers.find(text):
        yield Value(case.start, case.end, ValueKind.CASE, case.canonical)
        # "KS 2023/45-3" is the third paper of its case: the canonical form leaves that out.
        own = {int(figures) for figures in _FIGURES.findall(case.canonical)}
        own |= {number % 100 for number in own if number > 1900}
        for figures in _FIGURES.findall(text[case.start : case.end]):
            if int(figures) not in own:
                yield Value(case.start, case.end, ValueKind.CODE, f"{case.canonical}:{int(figures)}")


def _chapters(text: str) -> Iterator[Value]:
    for match in _CHAPTER.finditer(text):
        place = f":{match[2]}{match[3] or ''}" if match[2] else " kap"
        yield Value(*match.span(), ValueKind.PARAGRAPH, f"{match[1]}{place}")


def _paragraphs(text: str) -> Iterator[Value]:
    for match in _PARAGRAPH.finditer(text):
        yield Value(*match.span(), ValueKind.PARAGRAPH, re.sub(r"\s", "", match[1]).casefold())
        for more in _FIGURES.findall(match["more"]):
            yield Value(*match.span(), ValueKind.PARAGRAPH, str(int(more)))


def _laws(text: str) -> Iterator[Value]:
    for match in _NUMBER_FIRST.finditer(text):
        yield Value(*match.span(), ValueKind.PARAGRAPH, f"{int(match[1])}{match[2] or ''}")


def _items(text: str) -> Iterator[Value]:
    """The number of a point in a list counts nothing."""
    for match in _ITEM.finditer(text):
        yield Value(*match.span(), ValueKind.CODE, f"{match[1]}.")


def _codes(text: str) -> Iterator[Value]:
    for match in _CODE.finditer(text):
        if not _NUMBER.fullmatch(match.group()):  # "1.200.000" is a number
            yield Value(*match.span(), ValueKind.CODE, match.group().replace("–", "-").replace(":", "."))


def _numbers(text: str) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        if match.end() < len(text) and (text[match.end()].isalpha() or text[match.end()] == "_"):
            continue  # "2023a"
        figures = re.sub(rf"{_SPACE}|\.", "", match.group()).replace(",", ".").replace("−", "-")
        yield _counted(text, match.start(), match.end(), Decimal(figures))


def _number_words(text: str) -> Iterator[Value]:
    for match in _IN_WORDS.finditer(text):
        if match.group() and match.group().casefold() not in ("en", "ett"):
            total = Decimal(numerals.value(match["rest"] or "noll"))
            if match["hundred"]:
                total += 100 * numerals.value(match["hundreds"] or "ett")
            if match["thousand"]:
                total += 1000 * numerals.value(match["thousands"] or "ett")
            yield _counted(text, match.start(), match.end(), total)


def _rest(text: str) -> Iterator[Value]:
    """Figures that are part of a word, a mark or something broken: "A4", "2023a"; they stand for themselves."""
    for match in _ANY_FIGURES.finditer(text):
        yield Value(*match.span(), ValueKind.CODE, match.group().casefold())


def _counted(text: str, start: int, end: int, number: Decimal) -> Value:
    unit = ""
    if mark := _NOTED.match(text, end):
        end = mark.end()
    for pattern, scale in _SCALES:
        if match := pattern.match(text, end):
            number *= scale
            end = match.end()
            unit = "kr" if _SHORT_MONEY.search(match.group()) else ""
            break
    if match := _MONEY.match(text, end):
        unit, end = "kr", match.end()
    elif not unit and (match := _PERCENT.match(text, end)):
        unit, end = "%", match.end()
    things = frozenset[str]() if unit else _things(text, start, end)
    return Value(start, end, ValueKind.NUMBER, format(number.normalize(), "f"), unit, things)


def _things(text: str, start: int, end: int) -> frozenset[str]:
    """The stems of the words after a number, or of the one before it where none follows on its line or before a colon.

    "12 ja-röster" and "Ja: 12" count "ja", "3 nya elbilar" counts "nya" and "elbilar".
    """
    label = _LABEL.search(text, max(0, start - 60), start)
    after: list[str] = []
    while len(after) < REACH and (match := _THING.match(text, end)):
        if not match[1].islower() or match[1] in _NO_THINGS:
            break
        after.append(match[1])
        end = match.end()
    if label and (label["colon"] or (not after and label[1].casefold() not in language.STOPWORDS)):
        after = [label[1]]
    # What tells "ja-röster" from "nej-röster" is the first part.
    return frozenset(language.stem(language.normalise(word).partition("-")[0]) for word in after)


_READERS = (
    _dates, _days, _months, _cases, _chapters, _paragraphs, _laws, _items, _codes, _numbers, _number_words, _rest,
)  # fmt: skip
