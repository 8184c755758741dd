"""What chains the papers of a case: the words that say so, and the words to look for them by."""

from __future__ import annotations

import datetime as dt
import re

from corpus.catalogue.cases import Wording
from corpus.facts import Reference
from corpus.models import Document, PartName, Section
from corpus.swedish import case_numbers, tables
from indexer import language

# Words right before a § that say that the matter itself was up then.
_TREATED = re.compile(
    r"\b(?:bord(?:lagt|lades?|läggning\w*)|återremi\w+|ajourner\w+|vilande\w*)\b[^.]{0,200}\Z", re.IGNORECASE
)
_BEFORE = 220  # characters in which they stand
_AROUND = 300  # characters on each side of a reference that are shown with it
# Where a sentence or line ends; a line that is only broken to fit the paper goes on in small letters.
_EDGE = re.compile(r"[.!?](?=\s)|\n(?![ \t]*[a-zåäöé(])")
# The share of the rarer words of two headings that are the same where they are of one matter.
_ALIKE = 0.3


def is_treatment(document: Document, section: Section, reference: Reference) -> bool:
    """Whether words say that the matter of `section` itself was up at what they refer to."""
    part = next((one for one in section.parts if one.start <= reference.start < one.end), None)
    if part and part.name is PartName.HISTORY:
        return True
    before = document.text[max(section.start, reference.start - _BEFORE) : reference.start]
    return _TREATED.search(before.rsplit("\n\n", 1)[-1]) is not None


def is_own_number(document: Document, section: Section, reference: Reference) -> bool:
    """Whether a diarienummer stands on the line where the section, or its paper, has its own."""
    own = section.case_numbers or filter(None, [document.case_number])
    start = document.text.rfind("\n", 0, reference.start) + 1
    end = document.text.find("\n", reference.end)
    line = document.text[start : end if end >= 0 else len(document.text)]
    return not set(own).isdisjoint(case_numbers.case_numbers(line))


def is_one_matter(one: Section, other: Section) -> bool:
    """Whether two § may be of one matter: by their diarienummer, else by their headings.

    Minutes copy a wrong § now and then ("Bordlagt den 10 oktober 2024, § 441"), and that alone joins no cases.
    """
    shared = set(one.case_numbers).intersection(other.case_numbers)
    if shared or not one.case_number or not other.case_number:
        return True
    first, second = set(language.terms(one.heading)), set(language.terms(other.heading))
    least = min(_weight(first), _weight(second))
    return least > 0 and _weight(first & second) >= _ALIKE * least


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around `text[start:end]`, or as much of it as is shown."""
    edges = [edge.end() for edge in _EDGE.finditer(text, max(0, start - _AROUND), start)]
    first = edges[-1] if edges else max(0, start - _AROUND)
    closing = _EDGE.search(text, end, end + _AROUND)
    last = closing.end() if closing else min(len(text), end + _AROUND)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def wording_of_place(paragraph: str, day: dt.date) -> Wording:
    """The words that a § of a day is mentioned with, for a first choice of papers."""
    number, month = paragraph.removeprefix("§ "), tables.MONTHS[day.month - 1]
    written = (str(day), f"{day.day} {month} {day.year}", f"{day.day}/{day.month} {day.year}", f"{number}/{day.year}")
    return Wording((written, (f"§ {number}", f"§{number}", f"§\u00a0{number}", "§§")))


def wording_of_number(case_number: str) -> Wording:
    """The spellings of a diarienummer, for a first choice of papers."""
    year, _, serial = re.split(r"[ -]", case_number)[-1].partition("/")
    padded = [f"{int(serial):0{width}}" for width in (0, 5, 6)]
    written = [f"{year}{joint}{number}" for joint in "/-:." for number in padded]
    return Wording(
        (tuple(dict.fromkeys([*written, f"{year} {padded[1]}", f"{serial}/{year}", f"{serial}/{year[2:]}"])),)
    )


def _weight(terms: set[str]) -> float:
    return sum(language.rarity(term) for term in terms)
