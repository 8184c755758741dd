"""What a registrator says of a paper in the place of what its reader found: checked, and put over the document.

An amendment changes nothing of what was read. It is kept apart, and put over the document wherever that is given out,
stored for search or embedded; what was read is there as before when it is taken back. The text, and where everything
stands in it, is never amended.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.errors import BadRequest
from corpus.facts import Meeting
from corpus.masking import MASK
from corpus.models import Document, Kind, Section
from corpus.normal import nfc
from corpus.structure.head import called
from corpus.swedish import case_numbers


class Amendable(StrEnum):
    """The facts that may be amended; the value is the field of a document or a section that has it."""

    TITLE = "title"
    KIND = "kind"
    ORGANISATION = "organisation"
    COMMITTEE = "committee"
    DATE = "date"
    CASE_NUMBER = "case_number"
    HEADING = "heading"


OF_PAPER = (
    Amendable.TITLE, Amendable.KIND, Amendable.ORGANISATION, Amendable.COMMITTEE, Amendable.DATE, Amendable.CASE_NUMBER,
)  # fmt: skip
OF_SECTION = (Amendable.HEADING, Amendable.CASE_NUMBER)
# What each is called in a message.
NAMES = {
    Amendable.TITLE: "titeln", Amendable.KIND: "typen av handling", Amendable.ORGANISATION: "organisationen",
    Amendable.COMMITTEE: "organet", Amendable.DATE: "datumet", Amendable.CASE_NUMBER: "diarienumret",
    Amendable.HEADING: "rubriken",
}  # fmt: skip
# Without which there is no paper, and no §.
_NEEDED = frozenset({Amendable.TITLE, Amendable.KIND, Amendable.HEADING})
# In characters.
LONGEST = {
    Amendable.TITLE: 300, Amendable.KIND: 40, Amendable.ORGANISATION: 100, Amendable.COMMITTEE: 100,
    Amendable.DATE: 10, Amendable.CASE_NUMBER: 300, Amendable.HEADING: 500,
}  # fmt: skip
MOST_NUMBERS = 20
JOINT = ", "  # of several diarienummer in one value
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DAY = re.compile(r"(?:1[5-9]|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}")

# Which fact, and of which § (`sections`), or None for the paper as a whole.
Key = tuple[Amendable, str | None]


@dataclass(frozen=True, slots=True)
class Amendment:
    """That `who` said at `at` (UTC) that a fact is `value`, or is none, when the reader had `found`."""

    name: Amendable
    section: str | None
    value: str | None
    found: str | None
    who: str
    at: dt.datetime

    @property
    def key(self) -> Key:
        """What it is of."""
        return self.name, self.section


class Agreement(StrEnum):
    """What the reader says now beside an amendment; the value is what users see."""

    AS_BEFORE = "oförändrad"
    SAME = "samma som rättelsen"
    OTHER = "annan än när den rättades"
    GONE = "paragrafen läses inte längre"


def agreement(amendment: Amendment, now: Mapping[Key, str | None]) -> Agreement:
    """How what is read `now` (see `values`) stands to an amendment."""
    if amendment.key not in now:
        return Agreement.GONE
    read = now[amendment.key]
    if read == amendment.value:
        return Agreement.SAME
    return Agreement.AS_BEFORE if read == amendment.found else Agreement.OTHER


def sections(document: Document) -> dict[str, Section]:
    """The § of a paper by what they are called: "§ 12", and where the number comes again "§ 12 (2)"."""
    return {key: section for key, section in zip(_keys(document), document.sections, strict=True) if key}


def _keys(document: Document) -> list[str | None]:
    seen: Counter[str] = Counter()
    keys: list[str | None] = []
    for section in document.sections:
        if section.paragraph:
            seen[section.paragraph] += 1
        many = seen[section.paragraph or ""]
        keys.append(f"{section.paragraph} ({many})" if many > 1 else section.paragraph)
    return keys


def values(document: Document) -> dict[Key, str | None]:
    """All of a paper that may be amended, in canonical form: ISO 8601 for dates, diarienummer with commas between."""
    found: dict[Key, str | None] = {}
    for name in OF_PAPER:
        value = getattr(document, name)
        found[name, None] = None if value is None else str(value)
    for key, section in sections(document).items():
        found[Amendable.HEADING, key] = section.heading
        found[Amendable.CASE_NUMBER, key] = JOINT.join(section.case_numbers) or None
    return found


def over(document: Document, amendments: Collection[Amendment]) -> Document:
    """`document` as the registrator says it is. What follows from an amended fact follows it.

    That is the body and day of the meeting that the head tells, a title that is made of other facts, and the
    diarienummer of an extract, which is its §'s.
    """
    said = {one.key: one.value for one in amendments}
    if not said:
        return document
    amended = tuple(
        _section(section, key, said) for key, section in zip(_keys(document), document.sections, strict=True)
    )
    day, kind = said.get((Amendable.DATE, None), str(document.date or "")), said.get((Amendable.KIND, None))
    new = replace(
        document,
        kind=Kind(kind) if kind else document.kind,
        organisation=said.get((Amendable.ORGANISATION, None), document.organisation),
        committee=said.get((Amendable.COMMITTEE, None), document.committee),
        date=dt.date.fromisoformat(day) if day else None,
        case_number=said.get((Amendable.CASE_NUMBER, None), _case_number(document, amended)),
        sections=amended,
    )
    return replace(
        new,
        title=said.get((Amendable.TITLE, None)) or _title(document, new),
        meetings=tuple(_meeting(one, document, new) for one in document.meetings),
    )


def _section(section: Section, key: str | None, said: Mapping[Key, str | None]) -> Section:
    if key is None:
        return section
    numbers = said.get((Amendable.CASE_NUMBER, key), JOINT.join(section.case_numbers))
    first, *others = numbers.split(JOINT) if numbers else [None]
    heading = said.get((Amendable.HEADING, key)) or section.heading
    return replace(section, heading=heading, case_number=first, other_cases=tuple(filter(None, others)))


def _case_number(old: Document, new: tuple[Section, ...]) -> str | None:
    if old.kind is Kind.EXTRACT:
        for before, after in zip(old.sections, new, strict=True):
            if before.case_number == old.case_number != after.case_number:
                return after.case_number
    return old.case_number


def _title(old: Document, new: Document) -> str:
    if old.title == called(old.committee, old.kind, old.date):
        return called(new.committee, new.kind, new.date)
    pairs = zip(old.sections, new.sections, strict=True)
    return next(
        (after.heading for before, after in pairs if before.paragraph and before.heading == old.title), old.title
    )


def _meeting(meeting: Meeting, old: Document, new: Document) -> Meeting:
    """A meeting of several in one file: its body and day are the paper's where they were so."""
    return replace(
        meeting,
        committee=new.committee if meeting.committee == old.committee else meeting.committee,
        date=new.date if meeting.date == old.date else meeting.date,
    )


def checked(key: Key, value: str | None) -> str | None:
    """What is to be kept of a `value` as it was typed, None for none. Raises `BadRequest` with what was expected."""
    name, section = key
    if name not in (OF_SECTION if section else OF_PAPER):
        whose = f"hos {section}" if section else "hos handlingen som helhet"
        raise BadRequest(
            f"{NAMES[name].capitalize()} kan inte rättas {whose}. Där kan rättas:"
            f" {', '.join(NAMES[one] for one in (OF_SECTION if section else OF_PAPER))}."
        )
    if value is None:
        if name in _NEEDED:
            raise BadRequest(f"{NAMES[name].capitalize()} kan inte lämnas tom. Skriv den, eller ta tillbaka rättelsen.")
        return None
    text = _plain(name, value)
    match name:
        case Amendable.KIND:
            if text not in list(Kind):
                raise BadRequest(f"Typen av handling är ”{text}”. Välj en av: {', '.join(Kind)}.")
        case Amendable.DATE:
            return _day(text)
        case Amendable.CASE_NUMBER:
            return _numbers(text, several=section is not None)
    return text


def _plain(name: Amendable, value: str) -> str:
    for at, char in enumerate(value, 1):
        if unicodedata.category(char) in _UNSEEN:
            raise BadRequest(
                f"Tecken {at} i {NAMES[name]} syns inte (U+{ord(char):04X}). Skriv på en rad, med bokstäver, siffror"
                " och vanliga skiljetecken."
            )
    text = " ".join(nfc(value).split())
    if len(text) > LONGEST[name]:
        raise BadRequest(f"{NAMES[name].capitalize()} har {len(text)} tecken. Skriv högst {LONGEST[name]}.")
    if MASK in text:
        raise BadRequest(f"{NAMES[name].capitalize()} har maskerade tecken ({MASK}). Skriv orden som de ska stå.")
    if not any(map(str.isalnum, text)):
        raise BadRequest(
            f"{NAMES[name].capitalize()} är ”{text}”. Skriv minst en bokstav eller siffra, eller ta tillbaka rättelsen."
        )
    return text


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text if _DAY.fullmatch(text) else "").isoformat()
    except ValueError:
        raise BadRequest(f"Datumet är ”{text}”. Skriv en dag som finns, som ÅÅÅÅ-MM-DD: 2024-03-12.") from None


def _numbers(text: str, *, several: bool) -> str:
    found: dict[str, None] = {}
    for piece in filter(None, map(str.strip, re.split(r"[,;]", text))):
        whole = next((one for one in case_numbers.find(piece) if (one.start, one.end) == (0, len(piece))), None)
        number = whole or case_numbers.alone(piece)
        if number is None:
            raise BadRequest(f"Diarienumret är ”{piece}”. Skriv det som KS 2021/118, flera med komma mellan.")
        found[number.canonical] = None
    if not several and len(found) > 1:
        raise BadRequest(f"Handlingen kan ha ett diarienummer, inte {len(found)} ({text}). Skriv det som är dess eget.")
    if len(found) > MOST_NUMBERS:
        raise BadRequest(f"Paragrafen kan ha högst {MOST_NUMBERS} diarienummer, inte {len(found)}. Ta bort några.")
    return JOINT.join(found)
