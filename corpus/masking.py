"""Masks over what must not be read: as many characters as they hide, so that every offset goes on fitting.

`Masks` is the one place where it is decided what is hidden of a paper, a name, a message or a line of the log.
"""

from __future__ import annotations

import bisect
import functools
import logging
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

from corpus import privacy
from corpus.facts import Fact, Stated
from corpus.models import Document, Secret, Section, Sensitive
from corpus.privacy import contacts

T = TypeVar("T")

MASK = "█"
# What is someone's own, and in a name, a message or a reader's words is hidden whatever papers may show.
PERSONAL = frozenset({Secret.PERSONAL_NUMBER, Secret.PHONE, Secret.EMAIL, Secret.ADDRESS})
# What a list of public contacts has.
_LISTED = frozenset({Secret.PHONE, Secret.EMAIL})
# The stated facts whose values are words of the paper; the others tell what kind of paper it is, held back or not.
_WORDED = frozenset({"title", "place", "recipient", "sender"})
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NAMES_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Hidden:
    """The stretches of a text that are hidden: where each begins and ends, in order and apart."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, stretches: Iterable[Sensitive]) -> Hidden:
        """Those that `stretches`, which may lie over each other, cover."""
        starts: list[int] = []
        ends: list[int] = []
        for one in sorted(stretches, key=lambda one: one.start):
            if ends and one.start < ends[-1]:
                ends[-1] = max(ends[-1], one.end)
            else:
                starts.append(one.start)
                ends.append(one.end)
        return cls(tuple(starts), tuple(ends))

    def mask(self, text: str, start: int = 0) -> str:
        """`text`, which begins at the offset `start` of the whole, masked: letters and digits, not what parts them.

        It costs as much as `text` is long, however much is hidden elsewhere.
        """
        first = bisect.bisect_right(self.ends, start)
        last = bisect.bisect_left(self.starts, start + len(text))
        pieces, at = [], 0
        for begin, end in zip(self.starts[first:last], self.ends[first:last], strict=True):
            pieces += [text[at : max(begin - start, 0)], hide(text[max(begin - start, 0) : end - start])]
            at = end - start
        return "".join((*pieces, text[at:]))

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them has a character from `start` up to `end`."""
        first = bisect.bisect_right(self.ends, start)
        return first < len(self.starts) and self.starts[first] < end


class Masks:
    """What is not given out: the `kinds`, but for the `public` contacts, by their keys (`privacy.contacts.key`)."""

    def __init__(self, kinds: Collection[Secret] = (), public: Collection[str] = ()) -> None:
        self.kinds = frozenset(kinds)
        self._public = frozenset(public)
        # The name of a file or folder masked: the same ones are shown again and again.
        self.name = functools.lru_cache(_NAMES_REMEMBERED)(self.words)

    def hidden(self, text: str, sensitive: Iterable[Sensitive]) -> Hidden:
        """What of `text`, where `sensitive` stands, is hidden."""
        return Hidden.of(one for one in sensitive if one.secret in self.kinds and not self._is_public(text, one))

    def looks_up(self, sensitive: Iterable[Sensitive]) -> bool:
        """Whether `hidden` looks at the text for what is hidden of it, and not only at where that stands."""
        return bool(self._public) and any(one.secret in _LISTED for one in sensitive)

    def _is_public(self, text: str, one: Sensitive) -> bool:
        return bool(self._public) and one.secret in _LISTED and contacts.key(text[one.start : one.end]) in self._public

    def words(self, text: str) -> str:
        """A text that stands alone, a message or what a reader wrote, masked."""
        return self.hidden(text, privacy.find(text)).mask(text)

    def document(self, document: Document) -> Document:
        """`document` masked in its text and in all that is told of it, without repairs of what is masked."""
        if not self.kinds:
            return document
        # What readers say of a file may name another.
        told = replace(
            document,
            warnings=tuple(map(self.words, document.warnings)),
            findings=_each(document.findings, self.words),
            page_quality=_each(document.page_quality, self.words),
        )
        hidden = self.hidden(document.text, document.sensitive)
        return _masked(told, hidden, self._held_back(document), self._said(document)) if hidden.starts else told

    def _held_back(self, document: Document) -> Hidden:
        return self.hidden("", (one for one in document.sensitive if one.secret is Secret.CLASSIFIED))

    def _said(self, document: Document) -> _Said:
        personal = [one for one in document.sensitive if one.secret is not Secret.CLASSIFIED]
        own = self.hidden(document.text, personal)
        return _Said(document.text[start:end] for start, end in zip(own.starts, own.ends, strict=True))


# For what is no paper's: the words of readers, errors and the log.
OF_WORDS = Masks(PERSONAL)


class MaskedLog(logging.Formatter):
    """A log's lines, and the traces below them, with what is someone's own masked."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        return OF_WORDS.words(super().format(record))


def hide(text: str) -> str:
    """`text` with its letters and digits masked."""
    return "".join(MASK if char.isalnum() else char for char in text)


class _Said:
    """Words that are hidden wherever they are said again, with whatever signs between them."""

    def __init__(self, hidden: Iterable[str]) -> None:
        self._rows = {tuple(_TOKEN.findall(words)) for words in hidden} - {()}
        self._first = {row[0] for row in self._rows}
        self._lengths = sorted({len(row) for row in self._rows}, reverse=True)

    def without(self, text: str) -> str:
        """`text` with those words masked."""
        tokens = list(_TOKEN.finditer(text))
        words = [token.group() for token in tokens]
        pieces, at = [], 0
        for place, word in enumerate(words):
            if word not in self._first or tokens[place].start() < at:
                continue
            for length in self._lengths:
                if place + length <= len(words) and tuple(words[place : place + length]) in self._rows:
                    start, end = tokens[place].start(), tokens[place + length - 1].end()
                    pieces += [text[at:start], hide(text[start:end])]
                    at = end
                    break
        return "".join((*pieces, text[at:]))


def _masked(document: Document, hidden: Hidden, held_back: Hidden, said: _Said) -> Document:
    def heading(section: Section) -> str:
        # It begins on the first line of the section that has letters, or on the one above its number.
        secret = held_back.touch(section.start, section.start + 1)
        return hide(section.heading) if secret else said.without(section.heading)

    def value(fact: Stated) -> str:
        secret = fact.name in _WORDED and held_back.touch(fact.start, fact.end)
        return hide(fact.value) if secret else said.without(fact.value)

    def shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Those that stand on nothing that is held back, nor a part of theirs: they carry its words."""
        return tuple(
            _each(fact, said.without)
            for fact in facts
            if not any(held_back.touch(one.start, one.end) for one in (fact, *fact.parts))
        )

    sections = tuple(
        replace(
            section,
            heading=heading(section),
            case_number=_each(section.case_number, said.without),
            other_cases=_each(section.other_cases, said.without),
            facts=shown(section.facts),
        )
        for section in document.sections
    )
    stated = tuple(replace(fact, value=value(fact)) for fact in document.stated)
    # The title is a stated one's value or a section's heading, and is hidden where that is.
    given = {
        **{s.heading: new.heading for s, new in zip(document.sections, sections, strict=True)},
        **{f.value: new.value for f, new in zip(document.stated, stated, strict=True)},
    }
    return replace(
        document,
        text=hidden.mask(document.text),
        title=given.get(document.title) or said.without(document.title),
        organisation=_each(document.organisation, said.without),
        committee=_each(document.committee, said.without),
        case_number=_each(document.case_number, said.without),
        sections=sections,
        stated=stated,
        meetings=_each(document.meetings, said.without),
        repairs=tuple(r for r in document.repairs if not hidden.touch(r.start, r.end)),
        facts=shown(document.facts),
        item=_each(document.item, said.without),
    )


def _each(value: T, put: Callable[[str], str]) -> T:
    """`value`, an object or several, with every text in it as `put` gives it; the same where that changes nothing."""
    return cast("T", _put(value, put))


def _put(value: Any, put: Callable[[str], str]) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return put(value)
    if isinstance(value, tuple):
        return tuple(_put(one, put) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    now = {field.name: getattr(value, field.name) for field in fields(value)}
    new = {name: found for name, one in now.items() if (found := _put(one, put)) != one}
    return replace(value, **new) if new else value
