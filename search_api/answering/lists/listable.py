"""What list a question asks for: who voted how, who moved what, who was there, what a decision rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from corpus.facts import Choice, FactKind, Outcome, Presence
from corpus.models import PartName
from corpus.swedish import tables


class Listing(StrEnum):
    """What the members of a list are; the value is what users see."""

    BALLOTS = "röster"
    RESERVATIONS = "reservationer"
    MOTIONS = "yrkanden"
    CONFLICTS = "jäv"
    ATTENDANCE = "närvaro"
    ELECTED = "valda"
    BASIS = "underlag"
    DISPATCH = "expediering"
    MEMBERS = "medlemmar"
    NAMED = "uppräkning"


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that is asked for.

    `choice` is how they voted, `presence` how they took part, `outcome` what they moved ("yrkade avslag"), `party`
    whose members are meant; `parties` says that parties are asked for, not people. `words` is what is left of the
    question: what the list is about. `deeper` says that it asks for more than the list: who came instead, or why.
    `noun` is the word for the members ("vilka badplatser"); `late` says that those who came late are meant.
    """

    listing: Listing
    words: str
    choice: Choice | None = None
    presence: Presence | None = None
    outcome: Outcome | None = None
    party: str | None = None
    parties: bool = False
    deeper: bool = False
    noun: str | None = None
    late: bool = False


# The part that a list of papers or of recipients stands in.
PARTS = {Listing.BASIS: PartName.BASIS, Listing.DISPATCH: PartName.DISPATCH}
FACTS = {
    Listing.BALLOTS: FactKind.BALLOT,
    Listing.RESERVATIONS: FactKind.RESERVATION,
    Listing.MOTIONS: FactKind.MOTION,
    Listing.CONFLICTS: FactKind.CONFLICT,
    Listing.ELECTED: FactKind.DECISION,
}
_ASKS = re.compile(
    r"\b(?:vilka|vilken|vilket|vem|vems|who|which|lista|räkna upp|reservationer|jäv|reservanter|deltagare)\b",
    re.IGNORECASE,
)
# These ask for something else than who or which, though the question names a doing.
_OTHER = re.compile(
    r"\b(?:varför|hur|motivering\w*|anledning\w*|why|how|vad (?:sa|sade|anförde|ansåg|står))\b|^när\b|^when\b",
    re.IGNORECASE,
)
_CHOICES = (
    (
        Choice.ABSTAINING,
        r"avst(?:od|år|ått)(?: från att rösta)?|l(?:ade|a|ägger) ne[rd] (?:sina?|rösten|rösterna)(?: röst(?:er)?)?"
        r"|abstained",
    ),
    (Choice.ABSENT, r"(?:saknades|frånvarande|borta) (?:vid|under|när) (?:rösträkning\w*|omröstning\w*|votering\w*)"),
    (Choice.NO, r"röst(?:ade|ar|at) nej|nej-?röst\w*|voted (?:no|against)"),
    (Choice.YES, r"röst(?:ade|ar|at) ja|ja-?röst\w*|voted (?:yes|for|in favou?r)"),
)  # fmt: skip
_PRESENCES = (
    (Presence.ABSENT, r"(?:var |blev )?frånvarande|saknades|(?:var )?borta|anmälde förhinder|were absent|was absent"),
    (Presence.REPLACEMENT, r"(?:närvarande |tjänstgörande )?ersättare (?:deltog|närvarade|var|tjänstgjorde)"),
    (Presence.DECIDING, r"(?:var )?närvarande|närvarade|beslutande|deltog|were present|attended"),
)
_LATE = r"(?:kom|anlände|anslöt|dök upp) (?:för )?sent|anlände(?: först)?|arrived late|came late"
_MEETING = re.compile(r"\b(?:möte\w*|sammanträde\w*|meeting|närvar\w*|frånvarande)\b", re.IGNORECASE)
_DOINGS = (
    (Listing.CONFLICTS, r"(?:an)?mälde jäv|anmält jäv|var jäviga?|jäviga?|jäv|på grund av jäv|conflicts? of interest"),
    (Listing.RESERVATIONS, r"reserver(?:ade|at|ar)(?: sig)?|reservation(?:er|erna)?|reservanter"),
    (Listing.MOTIONS, r"yrkade|yrkat|yrkar|yrkande[nt]?|yrkandena"),
    (Listing.BASIS, r"(?:besluts)?underlag(?:et|en)?|låg till grund|ligger till grund"),
    (Listing.DISPATCH, r"expediera[sdt]\w*|expedierades|skickas|skickades|sändlista|delges|får beslutet"),
    (
        Listing.ELECTED,
        r"valdes|väljs|valts|utsågs|utses|utsetts|utsedda|invaldes|tog över|tar över|efterträd(?:de|er|are)|elected"
        r"|appointed|(?:blev|ny|nya|nytt) (?:ny |nya )?(?:ledamot|ledamöter|ersättare|ordförande|vice ordförande)",
    ),
    (
        Listing.MEMBERS,
        r"ingår|ingick|sitter|består|deltar|medverkar|representera(?:s|de|t)|medlemmar|är med|finns med|members",
    ),
)  # fmt: skip
_OUTCOMES = (
    (Outcome.REJECTED, r"avslag"),
    (Outcome.GRANTED, r"bifall"),
    (Outcome.REMITTED, r"(?:minoritets)?återremiss|återremittera\w*"),
    (Outcome.TABLED, r"bordläggning|bordlägg\w*"),
)
_OF_PARTIES = re.compile(r"\bpartier(?:na)?\b|\bwhich parties\b", re.IGNORECASE)
_DEEPER = re.compile(
    r"\b(?:ersatte|ersätter|gick in|hoppade in|trädde in|i (?:hans|hennes|deras) ställe|i stället|istället|tjänstgjorde"
    r"|av vilket skäl|varför|och vem leder|who replaced|why)\b",
    re.IGNORECASE,
)
# "Vilka badplatser": a plural, by its ending.
_NOUN = re.compile(
    r"\b(?:vilka|which)\s+(?P<noun>[^\W\d_]{3,}(?:er|ar|or|en|nd|ev|s|p|l|m|k|rg))\b(?<!partier)", re.IGNORECASE
)
_ASKING = re.compile(
    r"\b(?:vilka|vilken|vilket|vem|vems|who|which|lista|alla|ledamöter(?:na)?|personer|politiker|partier(?:na)?|sig|emot"
    r"|mot|mötet|sammanträdet|beslutet|när|det|som|beslut(?:ade|as)?|ärendet|frågan|två|tre|fyra|fem|var|är|handlingar(?:na)?|dokument(?:en)?|papper|bilagor(?:na)?)\b",
    re.IGNORECASE,
)


def read(question: str) -> Asked | None:
    """The list that `question` asks for, or None."""
    deeper = _DEEPER.search(question)
    core = question[: deeper.start()] if deeper else question
    if not _ASKS.search(core) or _OTHER.search(core):
        return None
    listing, choice, presence, gone = _doing(core)
    if listing is None:
        return None
    outcome, party = None, None
    if listing is Listing.MOTIONS:
        outcome, more = _first(core, _OUTCOMES)
        gone += more
    for known in tables.PARTIES:
        if match := _pattern(rf"{known.members}(?:na)?").search(core):
            party, gone = known.letters, [*gone, match.group()]
    words = core
    if listing is Listing.ELECTED:
        words = question  # "vem blev ledamot och vem ny ersättare" asks for two
    for one in gone if listing is not Listing.ELECTED else ():  # which office it is stands in the same words
        words = words.replace(one, " ")
    words = " ".join((_ASKS if listing is Listing.ELECTED else _ASKING).sub(" ", words).split())
    parties = bool(_OF_PARTIES.search(core))
    return Asked(
        listing,
        words,
        choice,
        presence,
        outcome,
        party,
        parties,
        deeper is not None,
        _noun(core),
        bool(_pattern(_LATE).search(core)),
    )


def _doing(core: str) -> tuple[Listing | None, Choice | None, Presence | None, list[str]]:
    """What list, how they voted or took part, and the words that say so."""
    choice, gone = _first(core, _CHOICES)
    if choice:
        return Listing.BALLOTS, choice, None, gone
    listing, gone = _first(core, _DOINGS[:-1])
    if listing:
        return listing, None, None, gone
    presence, gone = _first(core, _PRESENCES)
    if presence and _MEETING.search(core):
        return Listing.ATTENDANCE, None, presence, gone
    if late := _pattern(_LATE).search(core):
        return Listing.ATTENDANCE, None, None, [late.group()]
    listing, gone = _first(core, _DOINGS[-1:])
    return listing or (Listing.NAMED if _noun(core) else None), None, None, gone


def _noun(core: str) -> str | None:
    match = _NOUN.search(core)
    return match["noun"] if match else None


def _first(text: str, vocabulary: Sequence[tuple[_Value, str]]) -> tuple[_Value | None, list[str]]:
    """The value of the first entry whose words stand in `text`, and those words."""
    for value, words in vocabulary:
        if match := _pattern(words).search(text):
            return value, [match.group()]
    return None, []


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
