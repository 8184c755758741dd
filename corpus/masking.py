"""Masks over what must not be read: as many characters as they hide, so that every offset goes on fitting."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from corpus.facts import Fact, Stated
from corpus.models import Document, Secret, Section, Sensitive

MASK = "█"
# The stated facts whose values are words of the paper; the others tell what kind of paper it is, held back or not.
_WORDED = frozenset({"title", "place", "recipient", "sender"})


def mask(text: str, start: int, sensitive: Iterable[Sensitive], kinds: Collection[Secret]) -> str:
    """`text`, which begins at the offset `start` of its document, masked where `sensitive` has one of `kinds`.

    Letters and digits are masked, white space and punctuation stay: as many characters as before.
    """
    chars = list(text)
    for stretch in sensitive:
        first, last = max(stretch.start - start, 0), min(stretch.end - start, len(text))
        if stretch.secret in kinds and first < last:
            chars[first:last] = _hidden(text[first:last])
    return "".join(chars)


def mask_document(document: Document, kinds: Collection[Secret]) -> Document:
    """`document` with its text, title, headings and stated facts masked, and no repairs of what is masked."""
    hidden = [stretch for stretch in document.sensitive if stretch.secret in kinds]
    if not hidden:
        return document
    held_back = [stretch for stretch in hidden if stretch.secret is Secret.CLASSIFIED]
    words = {document.text[stretch.start : stretch.end] for stretch in hidden if stretch not in held_back}
    # Over a line's end in the text, on one line in a heading made of it.
    said = re.compile("|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words)) or r"(?!)")

    def without(text: str) -> str:
        return said.sub(lambda match: _hidden(match.group()), text)

    def heading(section: Section) -> str:
        # It begins on the first line of the section that has letters, or on the one above its number.
        return (
            _hidden(section.heading)
            if _overlaps(section.start, section.start + 1, held_back)
            else without(section.heading)
        )

    def value(fact: Stated) -> str:
        secret = fact.name in _WORDED and _overlaps(fact.start, fact.end, held_back)
        return _hidden(fact.value) if secret else without(fact.value)

    sections = tuple(
        replace(section, heading=heading(section), facts=_shown(section.facts, held_back))
        for section in document.sections
    )
    stated = tuple(replace(fact, value=value(fact)) for fact in document.stated)
    # The title is a stated one's value or a section's heading, and is hidden where that is.
    shown = {
        **{s.heading: new.heading for s, new in zip(document.sections, sections, strict=True)},
        **{f.value: new.value for f, new in zip(document.stated, stated, strict=True)},
    }
    return replace(
        document,
        text=mask(document.text, 0, hidden, kinds),
        title=shown.get(document.title) or without(document.title),
        sections=sections,
        stated=stated,
        repairs=tuple(r for r in document.repairs if not _overlaps(r.start, r.end, hidden)),
        facts=_shown(document.facts, held_back),
    )


def _shown(facts: Iterable[Fact], held_back: Sequence[Sensitive]) -> tuple[Fact, ...]:
    """Those of `facts` that stand on nothing that is held back, nor a part of theirs: they carry its words."""
    return tuple(
        fact for fact in facts if not any(_overlaps(one.start, one.end, held_back) for one in (fact, *fact.parts))
    )


def _hidden(text: str) -> str:
    return "".join(MASK if char.isalnum() else char for char in text)


def _overlaps(start: int, end: int, stretches: Sequence[Sensitive]) -> bool:
    return any(start < stretch.end and stretch.start < end for stretch in stretches)
