"""What a question says beside its words: the §, diarienummer and dates that name a paper or a case."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from corpus.structure import case_numbers, days


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The references read from a question, each in canonical form."""

    case_numbers: tuple[str, ...]
    paragraphs: tuple[str, ...]
    dates: tuple[dt.date, ...]

    def scopes(self, scope: Scope) -> list[Scope]:
        """The exact places within `scope` that the question names, the narrowest first; empty where it names none.

        A § alone names nothing: every meeting has its § 4.
        """
        named: list[Scope] = []
        for case in self.case_numbers:
            named += [replace(scope, case_number=case, paragraph=paragraph) for paragraph in self.paragraphs]
        for day in self.dates:
            at = replace(scope, date_from=day, date_to=day)
            named += [replace(at, paragraph=paragraph) for paragraph in self.paragraphs]
        named += [replace(scope, case_number=case) for case in self.case_numbers]
        return named


def interpret(text: str, catalogue: Catalogue) -> Interpretation:
    """The references of a question; a diarienummer without its body's name is whichever of the archive it fits."""
    numbers = case_numbers.case_numbers(text)
    known = [full for number in numbers for full in (catalogue.case_numbers_like(number) or [number])]
    typed = (f"{body.upper()} {year}/{int(serial)}" for body, year, serial in _TYPED.findall(text))
    known += [number for number in typed if catalogue.knows("case_number", number)]
    return Interpretation(
        case_numbers=tuple(dict.fromkeys(known)),
        paragraphs=tuple(dict.fromkeys(f"§ {int(number)}" for number in _PARAGRAPH.findall(text))),
        dates=tuple(dict.fromkeys(days.dates(text))),
    )


# "slk2024 793": as people type it. In a text it could be a year and an amount, so it counts only where a case has it.
_TYPED = re.compile(r"\b([^\W\d_]{2,5})\s?((?:19|20)\d\d)\s(\d{1,6})\b")
_PARAGRAPH = re.compile(r"(?:§+|\bparagraf)\s?(\d{1,4})\b", re.IGNORECASE)
