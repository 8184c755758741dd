"""The § and diarienummer that a question names, in any spelling."""

from __future__ import annotations

import re

from corpus.catalogue import Catalogue
from corpus.structure import case_numbers

# "slk2024 793": as people type it. In a text it could be a year and an amount, so it counts only where a case has it.
_TYPED = re.compile(r"\b([^\W\d_]{2,5})\s?((?:19|20)\d\d)\s(\d{1,6})\b")
_PARAGRAPH = re.compile(r"(?:§+|\bparagraf)\s?(\d{1,4})\b", re.IGNORECASE)


def cases(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The diarienummer, canonical; one without its body's name is whichever of the archive it fits."""
    numbers = case_numbers.case_numbers(text)
    known = [full for number in numbers for full in (catalogue.case_numbers_like(number) or [number])]
    typed = (f"{body.upper()} {year}/{int(serial)}" for body, year, serial in _TYPED.findall(text))
    known += [number for number in typed if catalogue.knows("case_number", number)]
    return tuple(dict.fromkeys(known))


def paragraphs(text: str) -> tuple[str, ...]:
    """The §, canonical ("§ 12")."""
    return tuple(dict.fromkeys(f"§ {int(number)}" for number in _PARAGRAPH.findall(text)))
