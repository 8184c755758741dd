"""What a paper states, each fact with its place in the text; offsets count characters of `Document.text`.

A fact's words are always `document.text[fact.start:fact.end]`, so none is invented: what cannot be pointed at is not
a fact. Names and numbers beside the place are read from those words or from the heading that they stand under.

A kind of fact is a subclass of `Fact` that names its `kind`. That is all that masking, storing, counting and showing
need of it; which finder reads it is told in `corpus.structure.finders`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema


class FactKind(StrEnum):
    """The kinds of fact that the product has words for; the value is what the catalogue keeps and users see."""

    DECISION = "beslut"
    VOTE = "omröstning"
    BALLOT = "röst"
    MOTION = "yrkande"
    PROPOSITION = "proposition"
    RESERVATION = "reservation"
    NOTE = "anteckning"
    CONFLICT = "jäv"
    TASK = "uppdrag"
    BASIS = "underlag"
    REFERENCE = "hänvisning"
    ATTENDANCE = "närvaro"
    APPROVAL = "justering"


# What a decision comes to that only proposes, in place of its outcome.
PROPOSED = "förslag till annat organ"


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
class Fact:
    """Something that a paper states at a place; of no `kind` where another version wrote one that is not known here."""

    kind: ClassVar[str] = ""
    start: int
    end: int

    def __init_subclass__(cls) -> None:
        """Make the kind known by its name, so that what is stored of it can be read."""
        if "kind" in cls.__dict__:
            _KINDS[cls.kind] = cls

    @property
    def value(self) -> str | None:
        """What it comes to in one word, as it is counted: an outcome, a choice."""
        return None

    @property
    def behind(self) -> tuple[str, ...]:
        """Those who stand behind it, as written: "Anna Ek (S)"."""
        return ()

    @property
    def parts(self) -> tuple[Fact, ...]:
        """The facts that it is made of."""
        return ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic stores one whose kind it is not told: its fields, with the kind beside them."""
        if cls is not Fact:
            return handler(source)
        written = core_schema.plain_serializer_function_ser_schema(_written)
        return core_schema.no_info_plain_validator_function(_read, serialization=written)


_KINDS: dict[str, type[Fact]] = {}
F = TypeVar("F", bound=Fact)


def of(facts: Iterable[Fact], kind: type[F]) -> tuple[F, ...]:
    """Those of `facts` that are of `kind`, in order."""
    return tuple(fact for fact in facts if isinstance(fact, kind))


@functools.cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[kind])


def _written(fact: Fact) -> dict[str, Any]:
    if not fact.kind:
        return {"kind": "", "start": fact.start, "end": fact.end}
    return {"kind": fact.kind, **_adapter(fact.kind).dump_python(fact, mode="json")}


def _read(data: Any) -> Fact:
    if isinstance(data, Fact):
        return data
    if not isinstance(data, dict):
        raise ValueError(f"A fact is an object with kind, start and end, not {data!r}.")
    kind = str(data.get("kind"))
    if kind not in _KINDS:
        return Fact(int(data.get("start", 0)), int(data.get("end", 0)))
    fact: Fact = _adapter(kind).validate_python(data)
    return fact


@dataclass(frozen=True, slots=True)
class Attendant(Fact):
    """Someone at a meeting. `replaces` is the member whose place a replacement takes.

    `limits` is the written limit of the attendance: "§§ 12-14", "kl. 13.00-15.10", "ej § 8".
    """

    kind = FactKind.ATTENDANCE
    name: str
    presence: Presence
    party: str | None = None
    role: str | None = None
    replaces: str | None = None
    limits: str | None = None

    @property
    def value(self) -> str | None:
        """See `Fact`."""
        return self.presence


@dataclass(frozen=True, slots=True)
class Decision(Fact):
    """A point of a decision; `number` where the points are numbered, `proposed` where it asks another body for it."""

    kind = FactKind.DECISION
    outcome: Outcome
    number: int | None = None
    proposed: bool = False

    @property
    def value(self) -> str | None:
        """See `Fact`."""
        return PROPOSED if self.proposed else self.outcome


@dataclass(frozen=True, slots=True)
class Ballot(Fact):
    """One person's vote."""

    kind = FactKind.BALLOT
    name: str
    party: str | None
    choice: Choice

    @property
    def value(self) -> str | None:
        """See `Fact`."""
        return self.choice


@dataclass(frozen=True, slots=True)
class Vote(Fact):
    """A vote with its tally, as stated or as the names of both sides count it; None where the paper tells neither."""

    kind = FactKind.VOTE
    yes: int | None
    no: int | None
    abstaining: int | None = None
    absent: int | None = None
    ballots: tuple[Ballot, ...] = ()

    @property
    def parts(self) -> tuple[Fact, ...]:
        """See `Fact`."""
        return self.ballots


@dataclass(frozen=True, slots=True)
class Voiced(Fact):
    """Something that people stand behind, `who` as written: "Anna Ek (S)"."""

    who: tuple[str, ...]

    @property
    def behind(self) -> tuple[str, ...]:
        """See `Fact`."""
        return self.who


class Motion(Voiced):
    """A yrkande."""

    __slots__ = ()
    kind = FactKind.MOTION


class Reservation(Voiced):
    """A reservation against a decision."""

    __slots__ = ()
    kind = FactKind.RESERVATION


class Note(Voiced):
    """What somebody has noted in the minutes."""

    __slots__ = ()
    kind = FactKind.NOTE


class Conflict(Voiced):
    """A jäv: who takes no part because of a conflict of interest."""

    __slots__ = ()
    kind = FactKind.CONFLICT


@dataclass(frozen=True, slots=True)
class Proposition(Fact):
    """How the chair put the question: a sentence of the proposition order."""

    kind = FactKind.PROPOSITION


@dataclass(frozen=True, slots=True)
class Task(Fact):
    """An uppdrag: to whom, and by when as written ("senast i juni 2025"), with the date where it is one."""

    kind = FactKind.TASK
    to: str | None
    due: str | None = None
    due_date: dt.date | None = None

    @property
    def behind(self) -> tuple[str, ...]:
        """See `Fact`."""
        return (self.to,) if self.to else ()


@dataclass(frozen=True, slots=True)
class Basis(Fact):
    """A paper that a decision rests on, as listed under Beslutsunderlag."""

    kind = FactKind.BASIS
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Approval(Fact):
    """A step of justering, anslag or signature."""

    kind = FactKind.APPROVAL
    step: Step
    who: tuple[str, ...] = ()
    date: dt.date | None = None

    @property
    def value(self) -> str | None:
        """See `Fact`."""
        return self.step

    @property
    def behind(self) -> tuple[str, ...]:
        """See `Fact`."""
        return self.who


@dataclass(frozen=True, slots=True)
class Reference(Fact):
    """Words that point elsewhere: to a § of a meeting, to a case, to a numbered paper, to a law.

    `committee` is a canonical name, None where the words name none (then it is the citing body's own). `law` is "SFS
    2017:725" with chapter and section as in "2 kap. 3 § kommunallagen (SFS 2017:725)"; `item` is "Handling 2025 nr 69".
    """

    kind = FactKind.REFERENCE
    committee: str | None = None
    date: dt.date | None = None
    year: int | None = None
    paragraph: str | None = None
    case_number: str | None = None
    item: str | None = None
    law: str | None = None
