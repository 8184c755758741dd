"""What was read from a question, with the words that it was read from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

from corpus.catalogue.records import Scope


class ReadingKind(StrEnum):
    """What a stretch of a question was read as; the value is part of the wire contract."""

    ORGANISATION = "organisation"
    COMMITTEE = "committee"
    KIND = "kind"
    PERIOD = "period"
    NEWEST = "newest"
    PARAGRAPH = "paragraph"
    CASE_NUMBER = "case_number"
    ITEM = "item"
    PHRASE = "phrase"
    EXCLUDED = "excluded"
    CORRECTION = "correction"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of the question, `question[start:end]`, and what was read from it.

    `value` is canonical: the archive's own name of a body, "2023-07-01..2023-12-31" for a period (either end may be
    missing), "§ 12", "KS 2021/118", "Handling 2023 nr 149", the phrase, the word left out, the word that was meant.
    `label` says it in Swedish. `id` is `kind:value`: by it a user takes the reading away.
    """

    kind: ReadingKind
    value: str
    label: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """What the reading is taken away by."""
        return f"{self.kind.value}:{self.value}"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as it is searched for.

    `words` is the question with its typing errors put right and without what is left out (minus words), `added` the
    words of the trade that it is searched by too. `within` is what the question seems to be about, bodies, kinds and
    period: a preference, never a filter. `items` are numbered papers ("Handling 2023 nr 149"); `newest` whether it asks
    for the latest. `phrases` must stand in a hit, `excluded` must not. `foreign` are organisations that the question
    names and the archive holds nothing of.
    """

    question: str
    words: str
    readings: tuple[Reading, ...] = ()
    within: Scope = field(default_factory=Scope)
    case_numbers: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    dates: tuple[dt.date, ...] = ()
    items: tuple[str, ...] = ()
    newest: bool = False
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def unread(self) -> str:
        """The question with blanks where something was read: what it asks for beside that."""
        text = list(self.question)
        for reading in self.readings:
            text[reading.start : reading.end] = " " * (reading.end - reading.start)
        return "".join(text)

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
