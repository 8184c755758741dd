"""What a paper states, each fact with its place in the text; offsets count characters of `Document.text`.

A fact's words are always `document.text[fact.start:fact.end]`, so none is invented: what cannot be pointed at is not
a fact. Names and numbers beside the place are read from those words or from the heading that they stand under.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a matter; the value is what users see."""

    GRANTED = "bifall"
    REJECTED = "avslag"
    REMITTED = "återremiss"
    TABLED = "bordläggning"
    ANSWERED = "anses besvarad"
    NOTED = "antecknas"
    APPROVED = "godkänns"
    ADOPTED = "antas"
    CLOSED = "avslutas"
    HANDED_OVER = "överlämnas"
    ELECTED = "utses"
    DISMISSED = "entledigas"
    DISCHARGED = "ansvarsfrihet"
    WITHDRAWN = "utgår"
    APPEALED = "överklagas"
    TASKED = "uppdrag"
    OTHER = "annat"


class Presence(StrEnum):
    """How someone takes part in a meeting."""

    DECIDING = "beslutande"
    REPLACEMENT = "ersättare"
    OTHER = "övrig"
    ABSENT = "frånvarande"


class Choice(StrEnum):
    """What someone votes."""

    YES = "ja"
    NO = "nej"
    ABSTAINING = "avstår"
    ABSENT = "frånvarande"


class Step(StrEnum):
    """A step on the way from a meeting to minutes in force."""

    CHOSEN = "utsedd att justera"
    APPROVED = "justerat"
    IMMEDIATE = "omedelbart justerat"
    POSTED = "anslaget"
    TAKEN_DOWN = "anslaget tas ned"
    SIGNED = "underskrivet"


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of a paper's head and its `value` in canonical form (ISO 8601 for dates).

    `name` is organisation, committee, parent, kind, date, place, time, case_number, title, recipient or sender.

    `start` and `end` are both 0 where only the file's name says it or it follows from the whole paper, which `reason`
    then says, in Swedish. `confidence` is between 0 and 1.
    """

    start: int
    end: int
    name: str
    value: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A stretch of a paper that holds one meeting's minutes."""

    start: int
    end: int
    committee: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Attendant:
    """Someone at a meeting. `replaces` is the member whose place a replacement takes.

    `limits` is the written limit of the attendance: "§§ 12-14", "kl. 13.00-15.10", "ej § 8".
    """

    start: int
    end: int
    name: str
    presence: Presence
    party: str | None = None
    role: str | None = None
    replaces: str | None = None
    limits: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A point of a decision; `number` where the points are numbered."""

    start: int
    end: int
    outcome: Outcome
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's vote."""

    start: int
    end: int
    name: str
    party: str | None
    choice: Choice


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote with its stated tally; None where the paper does not say the number."""

    start: int
    end: int
    yes: int | None
    no: int | None
    abstaining: int | None = None
    absent: int | None = None
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class Voiced:
    """Something that people stand behind: a yrkande, a reservation, a note, a jäv. `who` as written: "Anna Ek (S)"."""

    start: int
    end: int
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposition:
    """How the chair put the question: a sentence of the proposition order."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Task:
    """An uppdrag: to whom, and by when as written ("senast i juni 2025"), with the date where it is one."""

    start: int
    end: int
    to: str | None
    due: str | None = None
    due_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A paper that a decision rests on, as listed under Beslutsunderlag."""

    start: int
    end: int
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A step of justering, anslag or signature."""

    start: int
    end: int
    step: Step
    who: tuple[str, ...] = ()
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point elsewhere: to a § of a meeting, to a case, to a numbered paper, to a law.

    `committee` is a canonical name, None where the words name none (then it is the citing body's own). `law` is "SFS
    2017:725" with chapter and section as in "2 kap. 3 § kommunallagen (SFS 2017:725)"; `item` is "Handling 2025 nr 69".
    """

    start: int
    end: int
    committee: str | None = None
    date: dt.date | None = None
    year: int | None = None
    paragraph: str | None = None
    case_number: str | None = None
    item: str | None = None
    law: str | None = None
