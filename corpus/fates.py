"""What a § of minutes is about by its heading, and what became of it by its decisions.

The rule, as a registrator would count:

- A *motion*, a *medborgarförslag*, an *interpellation* is a § whose heading names one as its matter ("Svar på motion
  om …", "Motion av …"), or whose decision settles one under any heading ("Motionen bifalls."). "Yttrande över motion
  …", "Nya motioner" and "Redovisning av obesvarade motioner" are not.
- What became of it is what the decision says of it by name: "Motionen avslås." A task given beside that changes
  nothing; two parts that go different ways make it `PARTLY` where one of them is granted, else `SPLIT`.
- Else it is what became of the item: `REMITTED`, `TABLED`, `WITHDRAWN`. "Bifall till styrelsens förslag" alone does not
  say what became of a motion: `OTHER`.
- What a body proposes to the one above it decides nothing: `PROPOSED`. Nor does an opinion ("tillstyrker").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.facts import PROPOSED, Decision, Outcome
from corpus.models import Section


class Matter(StrEnum):
    """What a § is about, where its heading names it; the value is what users see."""

    MOTION = "motion"
    PROPOSAL = "medborgarförslag"
    INTERPELLATION = "interpellation"
    PLAN = "detaljplan"
    FEES = "taxa"
    REPORTED = "återredovisning"


class Fate(StrEnum):
    """What became of the matter of a §; the value is what users see."""

    GRANTED = "bifall"
    PARTLY = "delvis bifall"
    REJECTED = "avslag"
    ANSWERED = "anses besvarad"
    SPLIT = "delat beslut"
    REMITTED = "återremiss"
    TABLED = "bordläggning"
    WITHDRAWN = "utgår"
    HANDED_OVER = "överlämnas för beredning"
    ALLOWED = "får ställas"
    DENIED = "får inte ställas"
    PROPOSED = PROPOSED
    OTHER = "annat beslut"


@dataclass(frozen=True, slots=True)
class Become:
    """What became of a matter, and the decision that says so."""

    fate: Fate
    said: Decision


_ABOUT = r"(?:[^:]{0,80}(?:\s[–—-]|,|:)\s)?(?:\w+\s(?:på|av|till|i)\s|återremitterad\s|bordlagd\s|ärende:\s)?"
_HEADINGS = {
    Matter.MOTION: re.compile(rf"{_ABOUT}motion(?:en|ssvar)?\b", re.I),
    Matter.PROPOSAL: re.compile(rf"{_ABOUT}medborgarförslag(?:et)?\b", re.I),
    Matter.INTERPELLATION: re.compile(rf"{_ABOUT}interpellation(?:en|ssvar)?\b", re.I),
    Matter.REPORTED: re.compile(r".*\b(?:slut|del|åter)(?:redovisning|rapport(?:ering)?)\b", re.I),
    Matter.PLAN: re.compile(r".*\bdetaljplan(?:en|er)?\b", re.I),
    Matter.FEES: re.compile(r".*tax(?:a|an|or|orna)\b", re.I),
}
# An opinion on a motion, news of one, a list of them: none of these is the motion's own §.
_BESIDE = re.compile(
    r"\b(?:yttrande|remiss(?:svar)?|anmälan|anmälda|redovisning|förteckning|uppföljning|genomförande|verkställ\w+"
    r"|beredningsläge\w*|inlämnade|nya|inkomna|obesvarade)\b",
    re.IGNORECASE,
)
_NAMES = {
    Matter.MOTION: re.compile(r"\bmotion(?:en|s|ens)?\b", re.I),
    Matter.PROPOSAL: re.compile(r"\b(?:medborgar)?förslaget\b", re.I),
    Matter.INTERPELLATION: re.compile(r"\binterpellation(?:en|ens|ssvaret)?\b", re.I),
}
_IN_PART = re.compile(
    r"\bdelvis\b|\b(?:besluts|att-?|yrkande)sats|\b(?:att-?)?sats\b|\bi den del\b|\bi (?:den )?del(?:en|ar)?\b"
    r"|\b(?:punkt(?:en|erna)?|yrkande) \d",
    re.IGNORECASE,
)
# "Interpellationen får ställas och är besvarad."
_ANSWERED = re.compile(r"\b(?:är|anses|förklaras)\s+(?:därmed\s+|i övrigt\s+)?besvarad", re.IGNORECASE)
_PERMITS = re.compile(r"\bfår\s+(?:fram)?ställas", re.IGNORECASE)
_REFUSES = re.compile(r"\b(?:inte|ej)\s+får\s+(?:fram)?ställas|\bfår\s+(?:inte|ej)\s+(?:fram)?ställas", re.IGNORECASE)
_OPINION = re.compile(r"\b(?:till|av)styrk(?:er|s|a)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:ärendet|frågan|punkten)\b|^\W*(?:återremi|bordlägg|utgår)", re.IGNORECASE)
_STEPS = {Outcome.REMITTED: Fate.REMITTED, Outcome.TABLED: Fate.TABLED, Outcome.WITHDRAWN: Fate.WITHDRAWN}
_FATES = {
    Outcome.GRANTED: Fate.GRANTED,
    Outcome.REJECTED: Fate.REJECTED,
    Outcome.ANSWERED: Fate.ANSWERED,
    Outcome.HANDED_OVER: Fate.HANDED_OVER,
} | _STEPS
# The fates that settle a matter.
FINAL = frozenset({Fate.GRANTED, Fate.PARTLY, Fate.REJECTED, Fate.ANSWERED, Fate.SPLIT})
# What a decision may settle under another heading; "förslaget" alone may be anybody's.
_SETTLED = (Matter.MOTION, Matter.INTERPELLATION)


def matter_of(text: str, section: Section) -> Matter | None:
    """What `section` of the document `text` is about, or None where that is none of these."""
    heading = section.heading
    if _BESIDE.search(re.split(r"\b(?:om|angående|gällande)\b", heading, maxsplit=1)[0]):
        return None
    decided = [one for one in section.of(Decision) if not one.proposed]
    named = (matter for matter, pattern in _HEADINGS.items() if matter in _NAMES and pattern.match(heading))
    settled = (matter for matter in _SETTLED if any(one.fate in FINAL for one in _named(text, decided, matter)))
    other = (matter for matter, pattern in _HEADINGS.items() if matter not in _NAMES and pattern.match(heading))
    return next(named, None) or next(settled, None) or next(other, None)


def become(text: str, section: Section, matter: Matter | None) -> Become | None:
    """What became of `section`, which is about `matter`; None where nothing is decided in it."""
    decisions = section.of(Decision)
    if not decisions:
        return None
    decided = [one for one in decisions if not one.proposed]
    if not decided:
        return Become(Fate.PROPOSED, decisions[0])
    named = list(_named(text, decided, matter))
    final = [one for one in named if one.fate in FINAL]
    if final:
        return _together(final)
    for one in decided:
        if one.outcome in _STEPS and (matter not in _NAMES or _WHOLE.search(text[one.start : one.end])):
            return Become(_STEPS[one.outcome], one)
    return named[0] if named else Become(Fate.OTHER, decided[0])


def _named(text: str, decided: list[Decision], matter: Matter | None) -> Iterator[Become]:
    """What each of `decided` that names the matter says of it."""
    if matter is None or matter not in _NAMES:
        return
    for one in decided:
        words = text[one.start : one.end]
        if not _NAMES[matter].search(words) or _OPINION.search(words):
            continue
        if _ANSWERED.search(words):
            yield Become(Fate.ANSWERED, one)
        elif _REFUSES.search(words):
            yield Become(Fate.DENIED, one)
        elif _PERMITS.search(words):
            yield Become(Fate.ALLOWED, one)
        elif one.outcome in _FATES:
            fate = _FATES[one.outcome]
            yield Become(Fate.PARTLY if fate is Fate.GRANTED and _IN_PART.search(words) else fate, one)


def _together(final: list[Become]) -> Become:
    """What several decisions on one matter come to."""
    fates = {one.fate for one in final}
    if len(fates) == 1:
        return final[0]
    granted = next((one for one in final if one.fate in (Fate.GRANTED, Fate.PARTLY)), None)
    return Become(Fate.PARTLY, granted.said) if granted else Become(Fate.SPLIT, final[0].said)
