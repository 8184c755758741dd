"""The diarienummer of systems that no rule knows: what nearly every § of a paper has at its head, in one shape.

"KKST 318/02.02.02/2016" right under the heading of one § tells nothing. Under most of them, each with figures of its
own, it is what this paper's system calls a case, and the heading that runs on into one is cut there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.structure.outline.marks import LONGEST
from corpus.structure.outline.matters import TEXT_LINE, Matter
from corpus.structure.outline.series import Item
from corpus.swedish import case_numbers, days

# So many § have to have one of the shape, and so large a share of those whose heads are read; so many of them differ.
LEAST, SHARE, DISTINCT = 3, 0.5, 0.6
# How many lines below the head of a § it may stand, blank ones left out.
BELOW = 4
# Fewer figures tell a property ("Åsen 1:9") or an amount, not a case.
LEAST_FIGURES = 5

_TOKEN = re.compile(
    r"(?<![\w§.,:/\-])(?P<token>(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,6}[ \-/.]?){0,2}\d{1,6}"
    r"(?:[\-/.:][A-ZÅÄÖ\d][\dA-ZÅÄÖ]{0,6}){1,5})[)\]. ]{0,3}$"
)
# A word before it: the one for it, or another in small letters ("Ärende KS2021/00382").
_WORD = re.compile(rf"[(\[]?(?:{case_numbers.WORD}|[^\W\d_]?[a-zåäö]{{2,14}}\b)[ \t]{{0,3}}:?[ \t]{{0,3}}")
_LED = re.compile(r"[^\d]+ (?=\d)")
_CLOCK = re.compile(r"(?:kl\.? ?)?[012]?\d[.:][0-5]\d(?:[–-][012]?\d[.:][0-5]\d)?", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """What an item has at its head: the line that ends with it, and where on that line its own words begin."""

    row: int
    start: int
    text: str


def find(found: Sequence[tuple[Item, Matter]], rows: Sequence[Line]) -> dict[int, Token]:
    """The tokens that are the diarienummer of items of `found` that have none, by the item's place in it."""
    shapes: dict[str, dict[int, Token]] = defaultdict(dict)
    ends = [*(matter.first for _, matter in found[1:]), len(rows)][: len(found)]
    for number, ((item, matter), end) in enumerate(zip(found, ends, strict=True)):
        for token in _at_head(item, matter, rows[:end]):
            shapes[_shape(token.text)].setdefault(number, token)
    usual = max(shapes.values(), key=len, default={})
    if len(usual) < max(LEAST, SHARE * len(found)) or len({one.text for one in usual.values()}) < DISTINCT * len(usual):
        return {}
    return {
        number: token
        for number, token in usual.items()
        if not (numbers := found[number][1].numbers) or _is_word(numbers[0], rows[token.row].text[: token.start])
    }


def _is_word(number: str, before: str) -> bool:
    """Whether the letters of `number` are the last word of a heading `before` it: "Försäljning av tomt 2009-0304"."""
    last = before.split()[-1:]
    return bool(last) and not last[0].isupper() and number.startswith(f"{last[0].upper()} ")


def without(token: Token, item: Item, rows: Sequence[Line]) -> tuple[Item, Line]:
    """The item and the line of `token` as they are without it."""
    line = rows[token.row]
    kept = line.text[: token.start].rstrip(" ,–-([:|")
    rest = item.rest[: max(0, len(kept) - (len(line.text) - len(item.rest)))] if token.row == item.row else item.rest
    return replace(item, rest=rest), line._replace(text=kept, end=line.start + len(kept))


def number(token: Token) -> str:
    """The diarienummer that a token is: canonical where its form is known, else as written."""
    known = case_numbers.alone(token.text)
    return known.canonical if known else " ".join(token.text.split())


def without_count(chain: Sequence[Item], rows: Sequence[Line]) -> list[Item]:
    """`chain`, the § of a paper, without what only counts them a second time: "Ärende 1" between number and heading."""
    said = Counter(counted for item in chain if (counted := _counted(item.rest)) and _is_headed(rows, item.row + 1))
    usual = {counted for counted, times in said.items() if times >= max(LEAST, SHARE * len(chain))}
    return [replace(item, rest="") if _counted(item.rest) in usual else item for item in chain]


def _is_headed(rows: Sequence[Line], row: int) -> bool:
    """Whether the next line of words may be a heading: it names no part."""
    words = next((line.text for line in rows[row : row + BELOW] if line.text), "")
    return bool(words) and parts.opened(words) is None


def _counted(rest: str) -> str:
    return _FIGURES.sub("9", rest) if re.fullmatch(r"[^\W\d_]{2,15} \d{1,3}", rest) else ""


def _at_head(item: Item, matter: Matter, rows: Sequence[Line]) -> Iterator[Token]:
    """What lines of the head of an item end with, and what the first lines below it are but for a word."""
    below = 0
    for row in range(matter.first, len(rows)):
        text = rows[row].text
        if row >= matter.body:
            below += bool(text)
            if below > BELOW:
                return
        begin = len(text) - len(item.rest) if row == item.row and text.endswith(item.rest) else 0
        word = _WORD.match(text, begin)
        start = word.end() if word else begin
        match = _TOKEN.search(text, start) if len(text) < (LONGEST if row < matter.body else TEXT_LINE) else None
        if match and _may_be_one(match["token"]):
            alone = match.start() == start
            if alone or row < matter.body:
                yield Token(row, word.start() if word and alone and row != item.row else match.start(), match["token"])
                figures = _LED.match(match["token"])
                if figures and row < matter.body:
                    yield Token(row, match.start() + figures.end(), match["token"][figures.end() :])


def _may_be_one(token: str) -> bool:
    """Whether a token has the figures for it, and is no day, clock time or property."""
    figures = _FIGURES.findall(token)
    a_year = any(len(part) == 4 for part in figures)
    return (
        len("".join(figures)) >= LEAST_FIGURES
        and not days.dates(token)
        and not _CLOCK.fullmatch(token)
        and (a_year or ":" not in token)
    )


def _shape(token: str) -> str:
    """What tokens of one system have in common: their letters and joints; a year is told from other figures."""
    plain = _LETTERS.sub("A", token)
    return _FIGURES.sub(lambda part: "Y" if re.fullmatch(r"(?:19|20)\d\d", part.group()) else "9", plain)
