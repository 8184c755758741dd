"""The gate: what a language model says is shown only as far as verbatim quotations carry it.

A statement passes if each of its quotations stands in the passage that it is said to be from, and if everything in it
stands there too: each number, date, § and diarienummer by its value, each name to the letter, each other word that says
something in some inflection. Words that turn a meaning ("inte", "högst", "yrkar", "avslår") have to be in both or in
neither, and who is named has to stand with what is told of him. The head that every citation shows (body, date, §,
diarienummer, heading, part) carries as the quotation does.

What no rule here sees: the parts of a sentence without names or numbers exchanged ("styrelsen ger nämnden i uppdrag"
for the reverse), a verb left out for "är", and quotations that are true but not the whole truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, product
from typing import Literal

from corpus.catalogue.records import Found
from corpus.models import PartName
from corpus.normal import nfc
from corpus.structure import lines, sentences
from corpus.structure.outline import parts
from corpus.swedish import bodies
from search_api.answering.answer import Quote, Statement
from search_api.answering.composing import values, wording
from search_api.answering.composing.values import Value, ValueKind
from search_api.answering.composing.wording import Word

LONGEST_STATEMENT = 600
LONGEST_QUOTE = 2_000
LEAST_WORDS = 3
MOST_QUOTES = 8
# Letters of the West, figures and the marks of prose: nothing that a page could take for markup or a hidden sign.
_PROSE = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f0-9 .,;:!?()§%/&'’\"”“–\-+−]+")
_LINK = re.compile(r"//|www\.|[a-z]:[a-z]|\.(?:se|com|net|org|nu|eu|io)\b|&\w+;", re.IGNORECASE)
# In these parts of a paper someone speaks for himself: what is said there is said with the word for it.
_SPOKEN: dict[str, re.Pattern[str]] = {
    PartName.MOTIONS: re.compile(r"\byrk\w*|föresl\w*|förslag", re.IGNORECASE),
    PartName.PROPOSAL: re.compile(r"föresl\w*|förslag\w*|hemställ\w*", re.IGNORECASE),
    PartName.RESERVATION: re.compile(r"reserv\w*", re.IGNORECASE),
}

_Kind = Literal["name", "turn"] | ValueKind
_Said = tuple[_Kind, str]
# Of these, what stands together in a statement has to stand together in a quotation.
_TOGETHER: tuple[tuple[_Kind, _Kind], ...] = (
    ("name", "turn"), ("name", ValueKind.NUMBER), ("name", ValueKind.DATE), (ValueKind.NUMBER, ValueKind.DATE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A name, a value or a turning word of a sentence."""

    start: int
    kind: _Kind
    key: str

    @property
    def said(self) -> _Said:
        return self.kind, self.key


class _Sentence:
    """A sentence with all that is compared in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def values(self) -> list[Value]:
        return values.find(self.text)

    @cached_property
    def words(self) -> list[Word]:
        return wording.words(self.text, self.values)

    @cached_property
    def anchors(self) -> list[_Anchor]:
        found = [_Anchor(value.start, value.kind, value.key) for value in self.values]
        for word in self.words:
            if word.name:
                found.append(_Anchor(word.start, "name", word.key.removesuffix("s")))
            elif wording.is_turn(word):
                found.append(_Anchor(word.start, "turn", str(sorted(wording.turns(word.text)))))
        return sorted(found, key=lambda anchor: anchor.start)


@dataclass(frozen=True)
class _Head:
    """What a citation shows of its place, and the part of the paper that the quotation stands in."""

    quote: Quote

    @property
    def found(self) -> Found:
        return self.quote.found

    @cached_property
    def part(self) -> str | None:
        """By the last heading above it: a passage of several short parts is named after its first."""
        found = self.found
        above = lines.split(found.text, 0, self.quote.start - found.passage.start)
        opened = [part for line in above if (part := parts.opened(line.text))]
        return opened[-1] if opened else found.passage.part

    @cached_property
    def values(self) -> list[Value]:
        passage, date = self.found.passage, self.found.passage.date or self.found.entry.date
        written = values.find(" , ".join(filter(None, (passage.paragraph, *passage.case_numbers))))
        return [*written, *(values.of_day(date.isoformat()) if date else ())]

    @cached_property
    def words(self) -> list[Word]:
        entry, passage = self.found.entry, self.found.passage
        said = [
            passage.committee or entry.committee, entry.organisation, entry.kind, passage.heading,
            self.part if self.part == PartName.DECISION else None,
        ]  # fmt: skip
        # In small letters: "Socialnämnden" there is no name, and carries "nämnden" and "nämndens".
        return [word for part in said if part for word in wording.words(part.casefold())]

    @cached_property
    def beside(self) -> set[tuple[str, str]]:
        entry, passage = self.found.entry, self.found.passage
        said = (passage.committee or entry.committee, entry.organisation, passage.heading)
        return {pair for part in said if part for pair in wording.neighbours(part, wording.words(part))}


def passed(text: str, quoted: Sequence[tuple[Found, str]]) -> Statement | None:
    """The statement `text` on its quotations, each with the passage it is said to be from, or None where it is dropped.

    A quotation is widened to the whole sentences that it is of, so that none is cut out of its meaning.
    """
    said = _prose(text)
    if said is None or not 1 <= len(quoted) <= MOST_QUOTES:
        return None
    quotes: list[Quote] = []
    for found, words in quoted:
        quote = located(found, words)
        if quote is None:
            return None
        if quote not in quotes:
            quotes.append(quote)
    told = [_Sentence(said[span.start : span.end]) for span in sentences.split(said, 0, len(said))]
    return Statement(said, tuple(quotes)) if told and all(_carried(one, quotes) for one in told) else None


def located(found: Found, words: str) -> Quote | None:
    """Where in a passage `words` stand, white space aside, with the whole sentences around them; None where nowhere."""
    pieces = words.split()
    if len(pieces) < LEAST_WORDS or len(words) > LONGEST_QUOTE:
        return None
    match = re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, pieces)) + r"(?!\w)", found.text)
    if match is None:
        return None
    around = [
        span
        for span in sentences.split(found.text, 0, len(found.text))
        if span.start < match.end() and match.start() < span.end
    ]
    start = min([match.start(), *(span.start for span in around)])
    end = max([match.end(), *(span.end for span in around)])
    if end - start > LONGEST_QUOTE:
        return None
    at = found.passage.start
    return Quote(found, at + start, at + end, found.text[start:end])


def _prose(text: str) -> str | None:
    """`text` as one line, or None where it is none: empty, too long, with markup, a link or strange signs."""
    line = " ".join(nfc(text).split())
    is_prose = len(line) <= LONGEST_STATEMENT and _PROSE.fullmatch(line) and not _LINK.search(line)
    return line if is_prose and any(char.isalpha() for char in line) else None


def _carried(statement: _Sentence, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence is carried by the quotations and the head of one of them."""
    heads = [_Head(quote) for quote in quotes]
    quoted = _relevant(statement, [_Sentence(text) for text in _sentences(quotes)])
    # A hyphen at a line's end and a letter that OCR broke are mended for reading, as they are for searching.
    mended = [_Sentence(text) for text in _mended(quotes)]
    return (
        any(_values_carried(statement, quoted, head) for head in heads)
        and _words_carried(statement, [*quoted, *mended], heads)
        and _together(statement, quoted)
        and _in_order(statement, quoted)
        and _turned(statement, heads)
    )


def _relevant(statement: _Sentence, quoted: Sequence[_Sentence]) -> list[_Sentence]:
    """The quoted sentences that say at least half as much of the statement as the one that says most of it.

    What stands in another lends it no number and no name.
    """
    shares = [wording.overlap(statement.text, sentence.text) for sentence in quoted]
    return [sentence for sentence, share in zip(quoted, shares, strict=True) if 2 * share >= max(shares)]


def _sentences(quotes: Iterable[Quote]) -> Iterator[str]:
    for quote in quotes:
        for span in sentences.split(quote.text, 0, len(quote.text)):
            yield quote.text[span.start : span.end]


def _mended(quotes: Iterable[Quote]) -> Iterator[str]:
    for quote in quotes:
        if quote.found.passage.repairs:
            at = quote.found.passage.start
            yield quote.found.searched(quote.start - at, quote.end - at)


def _values_carried(statement: _Sentence, quoted: Sequence[_Sentence], head: _Head) -> bool:
    there = [said for sentence in quoted for value in sentence.values for said in values.follows_from(value)]
    if not all(any(value.carried_by(other) for other in (*there, *head.values)) for value in statement.values):
        return False
    # "En ledamot" says one where "två ledamöter" are counted, and is an article where nothing is.
    ones = [one for sentence in quoted for one in values.counts_one(sentence.text)]
    for one in values.counts_one(statement.text):
        counted = [value for value in (*there, *ones) if not one.things.isdisjoint(value.things)]
        if counted and not any(one.carried_by(value) for value in counted):
            return False
    return True


def _words_carried(statement: _Sentence, quoted: Sequence[_Sentence], heads: Sequence[_Head]) -> bool:
    said = [word for sentence in quoted for word in sentence.words]
    there = wording.Vocabulary([*said, *(word for head in heads for word in head.words)])
    if not all(there.carries(word) for word in statement.words if word.name or not wording.is_little(word)):
        return False
    beside = {pair for sentence in quoted for pair in wording.neighbours(sentence.text, sentence.words)}
    beside |= {pair for head in heads for pair in head.beside}
    return beside.issuperset(wording.name_pairs(statement.text, statement.words))


def _together(statement: _Sentence, quoted: Sequence[_Sentence]) -> bool:
    """Whether who and what, who and how much, when and how much stand together in a quotation as in the statement."""
    there = {pair for sentence in quoted for pair in _pairs(sentence.anchors)}
    known = {anchor.said for sentence in quoted for anchor in sentence.anchors}  # the others are of the head
    return all(pair in there for pair in _pairs(statement.anchors) if known.issuperset(pair))


def _in_order(statement: _Sentence, quoted: Sequence[_Sentence]) -> bool:
    """Whether numbers, dates and names follow one another in the statement as they do in the quotations."""
    for kind in ("name", ValueKind.NUMBER, ValueKind.DATE, ValueKind.PARAGRAPH):
        there = [anchor.key for sentence in quoted for anchor in sentence.anchors if anchor.kind == kind]
        left = iter(there)
        if not all(key in left for key in (one.key for one in statement.anchors if one.kind == kind) if key in there):
            return False
    return True


def _pairs(anchors: Sequence[_Anchor]) -> Iterator[tuple[_Said, _Said]]:
    """What stands together: in "Ek yrkar bifall, Alm och Lind avslag" Ek and bifall, Alm and avslag, Lind and avslag.

    Of two kinds of anchors each unbroken row of the one goes with the row of the other that follows it.
    """
    for kinds in _TOGETHER:
        rows = [
            (kind, [anchor.said for anchor in row])
            for kind, row in groupby((one for one in anchors if one.kind in kinds), key=lambda one: one.kind)
        ]
        for (kind, row), (_, next_row) in zip(rows[::2], rows[1::2], strict=False):
            yield from product(*((row, next_row) if kind == kinds[0] else (next_row, row)))


def _turned(statement: _Sentence, heads: Sequence[_Head]) -> bool:
    """Whether the sentences that carry most of the statement are negated, limited and spoken as it is."""
    placed = [(head, text) for head in heads for text in _sentences([head.quote])]
    shares = [wording.overlap(statement.text, text) for _, text in placed]
    nearest = [one for one, share in zip(placed, shares, strict=True) if share == max(shares)]
    own = wording.turns(statement.text)
    for head, text in nearest:
        spoken = _SPOKEN.get(head.part or "")
        if not wording.turns(text) <= own or (spoken and not spoken.search(statement.text)):
            return False
    return wording.same_turns(statement.text, [text for _, text in placed]) and _same_bodies(
        statement.text, [text for _, text in nearest]
    )


def _same_bodies(statement: str, nearest: Iterable[str]) -> bool:
    """Whether no body acts in the statement but those of the nearest sentences, where these name any."""
    acting = {body.name for body in bodies.find(statement)}
    there = {body.name for text in nearest for body in bodies.find(text)}
    return not there or acting <= there
