"""Lists of people as they are set: where one item ends and the next begins, learnt from the list's own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.structure.facts.fields import Field
from corpus.structure.lines import Line
from corpus.swedish import people
from corpus.swedish.words import CONNECTIVES

# In a list of a name a line at least this share of the lines begin with one.
LEAST_WHOLE = 0.6

_UPPER = r"[A-ZÅÄÖÉÜ]"
# Between two items of a list; what stands in brackets belongs to an item.
_CUTS = re.compile(
    rf"\([^()]{{0,160}}\)|(?P<cut>[;|•·\n\t]|,(?!\s?\d)|(?<![ .\n]{_UPPER})\.\s{{1,40}}(?={_UPPER})|[ ]{{2,40}}"
    rf"|\s[–—-]\s(?=[a-zåäö]|{people.PARTY}\s?(?:[,\n]|$))|(?<!-)\s(?:och|samt)\s(?=(?:[a-zåäö\-]+\s){{0,3}}{_UPPER}))"
)
GIVEN = rf"{people.WORD}(?: {people.WORD})?"
SURNAME = rf"(?:{people.PARTICLE} )?{people.WORD}(?: {people.WORD})?"
_NAMES = re.compile(people.NAME)
_WHOLE = re.compile(rf"\W{{0,3}}(?:\d{{1,3}}[.)]?\s+)?(?P<name>{people.NAME})")
_HALF = re.compile(rf"(?:\S+ )?{SURNAME}")
_OTHER_HALF = re.compile(rf"{SURNAME}(?:\s?\(|,|$)")
_OPEN_END = re.compile(rf"\b(?:för|av|ersätter|istf)(?: {people.WORD})?$")
# A name that nothing parts from the title or the § of the one before: "Bo Berg, ekonom Cia Dahl, jurist § 4 Dan Fors".
_RUN_IN = re.compile(
    rf"(?P<before>\b[a-zåäö]\w*|\d|\))\s(?P<name>{people.NAME})"
    rf"(?=(?P<party>\s?\(\s?{people.PARTY}\s?\))|,\s(?:[a-zåäö§]|\w+(?:$|[,\n]))|\s{people.ROLE}|$)"
)
# What is no title: a name after it is of the same item.
_OF = CONNECTIVES | {"ersätter", "istf", "del", "tjänstgör", "tjänstgörande"}

# Names that nothing parts: "Ek Anna Berg Bo Dahl Cia".
_RUN = re.compile(rf"(?<![\w\-]){people.WORD}(?:[ \u00a0]{people.WORD})*")
_PAIR = re.compile(r"\S+[ \u00a0]\S+")
# The title of the one before them.
_TITLE_BEFORE = re.compile(r"([a-zåäö][\w\-]*) $")
LEAST_RUN = 4


@dataclass(slots=True)
class Item:
    """An item of a list: where it begins and ends in the field's text, and what parted it from the one before."""

    start: int
    end: int
    cut: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is set: whether each line begins with a name, and whether it names nobody else."""

    apart: bool
    one_each: bool


def parted(listed: Sequence[Field], rows: Sequence[Line]) -> list[Field]:
    """The fields with a line for each of the names that nothing parts.

    Names are pairs of words, the surname first or last; so many words that they are no single name, or of which two
    are somebody elsewhere in the paper, whichever of them comes first there.
    """
    runs = {at: list(_pairs(field.text)) for at, field in enumerate(listed)}
    if not any(runs.values()):
        return list(listed)
    known = {
        frozenset(words) for row in rows for run in _RUN.finditer(row.text) if len(words := run.group().split()) == 2
    }
    found = []
    for at, field in enumerate(listed):
        text = list(field.text)
        for run, pairs in runs[at]:
            if len(pairs) * 2 > people.MOST_WORDS or any(frozenset(pair.group().split()) in known for pair in pairs):
                titled = _TITLE_BEFORE.search(field.text, max(0, run.start() - people.REACH), run.start())
                starts = [pair.start() for pair in pairs[0 if titled and titled.group(1) not in _OF else 1 :]]
                for start in starts:
                    text[run.start() + start - 1] = "\n"
        found.append(replace(field, text="".join(text)))
    return found


def _pairs(text: str) -> Iterator[tuple[re.Match[str], list[re.Match[str]]]]:
    """The runs of capitalised words in `text` that may be names, two words each, with those names."""
    for run in _RUN.finditer(text):
        pairs = list(_PAIR.finditer(run.group()))
        if 2 * len(pairs) == len(run.group().split()) >= LEAST_RUN and all(people.is_name(p.group()) for p in pairs):
            yield run, pairs


def shape(text: str) -> Shape:
    """How the list `text` is set."""
    lines = text.split("\n")
    whole = [line for line in lines if (match := _WHOLE.match(line)) and people.is_name(match["name"])]
    apart = len(whole) > 1 and len(whole) >= LEAST_WHOLE * len(lines)
    told = [rest for line in whole if (rest := line.partition(", ")[2])]
    others = [rest for rest in told if (match := _WHOLE.match(rest)) and people.is_name(match["name"])]
    return Shape(apart, apart and 2 * len(others) <= len(told) and not any(line.endswith(",") for line in whole))


def items(text: str, set_as: Shape) -> Iterator[Item]:
    """The items of a list; a name that a line's end cuts in two, and a surname with its given name, are one."""
    kept: Item | None = None
    for item in _pieces(text):
        if kept and _joins(text, kept, item, apart=set_as.apart):
            kept.end = item.end
            continue
        if kept:
            yield kept
        kept = item
    if kept:
        yield kept


def _joins(text: str, item: Item, following: Item, *, apart: bool) -> bool:
    before, after = text[item.start : item.end], text[following.start : following.end]
    if following.cut == "\n":
        if _OPEN_END.search(before):
            return True
        if (after.isupper() and not before.isupper()) or (apart and _WHOLE.match(after)):
            return False  # a party of few capitals; a line of its own
        halves = _HALF.fullmatch(before) and _OTHER_HALF.match(after)
        rest = after.split("(")[0].split(",")[0].strip()
        one = " " not in rest or (item.cut == "," and " " not in before)
        return bool(halves and one and people.is_name(before) and people.is_name(rest))
    inverted = (
        re.fullmatch(SURNAME, before) and re.match(rf"{GIVEN}\s?\(", after) and " " not in after.split("(")[0][:-1]
    )
    return bool(following.cut == "," and inverted and people.is_name(before))


def _pieces(text: str) -> Iterator[Item]:
    cuts = [(m.start(), m.end(), m.group().strip(" ") or m.group()) for m in _CUTS.finditer(text) if m["cut"]]
    starts = {end for _, end, _ in cuts}
    first = next((line for line in text.split("\n") if _NAMES.search(line)), "")
    after = bool(_WHOLE.match(first))  # in a list that begins with a name, a title belongs to the name before it
    for match in _RUN_IN.finditer(text):
        place, before = match.start("name"), match["before"]
        parted = (before == ")" and match["party"]) or (after and before not in _OF)
        if parted and place not in starts and people.is_name(match["name"]):
            cuts.append((place, place, " "))
    cuts.sort()
    start, cut = 0, ""
    for stop, end, sign in [*cuts, (len(text), len(text), "")]:
        words = text[start:stop]
        stripped = words.strip(" \n\t.,")
        if stripped:
            at = start + words.index(stripped)
            yield Item(at, at + len(stripped), cut)
            cut = ""
        cut = sign if sign == "\n" or not cut else cut
        start = end
