"""What a question asks to have counted, or listed in full, of what the catalogue holds.

A question is read by a small closed vocabulary: how it asks, what is to be counted, what became of it, who stands
behind it. Bodies and periods are read already. A word that is none of these is a topic, and topics cannot be counted
exactly; then nothing is read at all, since no number is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from corpus.facts import FactKind
from corpus.fates import FINAL, Fate, Matter
from corpus.models import Kind
from corpus.swedish import days, parties
from search_api.query import Interpretation, ReadingKind


class Form(StrEnum):
    """How a question asks."""

    COUNT = "antal"
    TIMES = "gånger"
    LIST = "lista"
    MOST = "flest"
    SPREAD = "fördelning"


class Thing(StrEnum):
    """What can be counted beside matters, facts and papers."""

    ITEM = "ärende"
    MEETING = "sammanträde"


_Value = TypeVar("_Value")
Countable = Thing | Matter | FactKind | Kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be counted: `thing`, with one of `fates` where that is asked for.

    `party` or `person` is who stands behind it. `by_party` says that the most frequent party is asked for, not person.
    `bare` is a body that the question names by its kind only ("nämnden"), which says which only where there is one;
    `boards` that all that are boards are meant ("nämnderna"). `years` are the first and the last of the meetings, where
    a year stands alone: in a question of nothing but countable things it can be nothing else.
    """

    form: Form
    thing: Countable
    fates: frozenset[Fate] = frozenset()
    party: str | None = None
    person: str | None = None
    by_party: bool = False
    bare: bool = False
    boards: bool = False
    years: tuple[int, int] | None = None


_FORMS: Sequence[tuple[Form, str]] = (
    (
        Form.SPREAD,
        r"hur fördelade? sig|hur fördelar sig|hur fördelades|hur har (?:\S+ )?fördelats|fördelning(?:en)?|distribution",
    ),
    (Form.TIMES, r"hur många gånger|hur ofta|antal(?:et)? gånger|how many times|how often"),
    (Form.MOST, r"oftast|flest gånger|mest|flest|most often|the most|most"),
    (Form.COUNT, r"hur många|antal(?:et)?|how many|(?:the )?number of"),
    (Form.LIST, r"vilka|lista|räkna upp|visa|which|list"),
)
_THINGS: Sequence[tuple[Countable, str]] = (
    (Matter.MOTION, r"motion(?:er|erna|en|s)?"),
    (Matter.PROPOSAL, r"medborgarförslag(?:en)?|citizens?'? proposals?"),
    (Matter.INTERPELLATION, r"interpellation(?:er|erna|s)?"),
    (Matter.PLAN, r"detaljplan(?:er|erna|eärenden)?"),
    (Matter.FEES, r"taxor(?:na)?"),
    (Matter.REPORTED, r"(?:åter|del|slut)redovisningar(?:na)?"),
    (FactKind.VOTE, r"votering(?:ar|arna)?|omröstning(?:ar|arna)?|votes|divisions"),
    (FactKind.RESERVATION, r"reservation(?:er|erna|s)?"),
    (FactKind.MOTION, r"yrkanden(?:a)?"),
    (FactKind.CONFLICT, r"jäv(?:sanmälningar(?:na)?)?|fall av jäv"),
    (Kind.MINUTES, r"protokoll(?:en)?|minutes"),
    (Kind.EXTRACT, r"protokollsutdrag(?:en)?"),
    (Kind.SUMMONS, r"kallelser(?:na)?"),
    (Kind.MEMO, r"tjänsteskrivelser(?:na)?"),
    (Kind.STATEMENT, r"tjänsteutlåtanden(?:a)?"),
    (Kind.RULES, r"reglementen(?:a)?"),
    (Thing.MEETING, r"sammanträden(?:a)?|möten(?:a)?|meetings"),
    (Thing.ITEM, r"ärenden(?:a)?|paragrafer(?:na)?|§+|punkter(?:na)?|items|matters"),
)
SETTLED = FINAL
_GRANTED = r"bifölls?|bifallits?|bifalls|bifallna|bifallen|bifall|biföll|granted|approved"
# Nouns that are both what is counted and what became of it.
_STEPS: Sequence[tuple[frozenset[Fate], str]] = (
    (frozenset({Fate.REMITTED}), r"återremiss(?:er|erna)?|återremitteringar(?:na)?"),
    (frozenset({Fate.TABLED}), r"bordläggningar(?:na)?"),
)
_FATES: Sequence[tuple[frozenset[Fate], str]] = (
    (
        frozenset({Fate.GRANTED, Fate.PARTLY}),
        rf"(?:{_GRANTED}) helt eller delvis|helt eller delvis (?:{_GRANTED})|(?:wholly|fully) or partly (?:{_GRANTED})",
    ),
    (frozenset({Fate.PARTLY}), rf"(?:{_GRANTED}) delvis|delvis (?:{_GRANTED})|partly (?:{_GRANTED})"),
    (frozenset({Fate.GRANTED}), _GRANTED),
    (frozenset({Fate.REJECTED}), r"avsl(?:ogs?|agits?|ås|år|agna|agen)|avslag(?:it)?|rejected|denied|turned down"),
    (frozenset({Fate.ANSWERED}), r"(?:ansågs|anses|ansetts|förklarades|förklarats) (?:som )?besvarade?"),
    # A motion is answered in any of these ways, though one of them is called so.
    (SETTLED, r"besvarades?|besvarats?|besvarade|avgjordes?|avgjorts?|svarades på|answered|settled|decided"),
    (frozenset({Fate.REMITTED}), r"återremitter(?:ades?|ats?|as|at|ade)|referred back|remitted"),
    (frozenset({Fate.TABLED}), r"bordlades?|bordlagts?|bordlagda|bordläggs|tabled|postponed"),
    (frozenset({Fate.WITHDRAWN}), r"drogs tillbaka|dragits tillbaka|utgick|withdrawn"),
)
_VOICED: Sequence[tuple[FactKind, str]] = (
    (
        FactKind.RESERVATION,
        r"reserverade? (?:\S+ )?sig|reserverat sig|reserverar sig|(?:har |hade )?sig reserverat|reserverade"
        r"|lämnade? (?:in )?reservation(?:er)?",
    ),
    (FactKind.CONFLICT, r"anmälde jäv|anmält jäv|var jäviga?|varit jäviga?"),
    (FactKind.MOTION, r"(?:framställde |lade )yrkanden|yrkade|yrkat|yrkar"),
)
# Who decides or meets, named only by what kind of body it is.
_BARE = r"(?:nämnden|styrelsen|utskottet|kommunen|regionen|staden|rådet|the committee|the board|the council)s?"
_BOARDS = r"nämnderna|the committees"
_EMPTY = (
    r"och hur gick det för dem|och vilka(?: var det)?|"
    r"i|av|på|hos|för|från|till|under|inom|vid|år|året|åren|som|det|de|den|en|ett|har|hade|blev|blivit|var|är|fick"
    r"|finns|fanns|funnits|gjordes|gjorts|hölls|hållits|höll|skedde|sig|och|samt|alla|allt|totalt|sammanlagt"
    r"|behandlades?|behandlat|behandlats|behandlar|prövades|togs|tog|tagits|tagit|upp|hanterades|hanterats"
    r"|lämnades|lämnats|in|anmäldes|anmälts|beslut|beslutet|beslutade|besluten|utfall|utfallen|utfallet|arkivet|perioden|st|stycken"
    r"|vem|vilka|ledamot|ledamöter|person|personer|vilken|vilket|parti|partiet|partier|gick|det|egentligen|kan|du|man|vi"
    r"|the|a|of|by|were|was|are|is|there|did|does|has|have|had|been|be|at|to|during|year|who|party|member|held|all"
    r"|any|with|made|handled|treated|taken|me|show"
)


def read(interpretation: Interpretation, known: Callable[[], tuple[Sequence[str], Sequence[str]]]) -> Wanted | None:
    """What the question asks to have counted, or None where it does not surely ask for that and nothing more.

    `known` gives the parties and the names of the people in the minutes; it is asked only where some word may be one.
    """
    if _narrower(interpretation):
        return None
    text = _Rest(_unread(interpretation))
    years = text.years()
    form = text.take(_FORMS)
    if form is None:
        return None
    by_party = text.has(r"parti(?:et|er)?|party|parties")
    voiced = text.take(_VOICED)
    fates = None if voiced else text.take(_FATES)
    step = None if fates or voiced else text.take(_STEPS)
    thing: Countable | None = voiced or (Thing.ITEM if step else text.take(_THINGS))
    boards, bare = text.drop(_BOARDS), text.drop(_BARE)
    party, person = _who(text, thing, known)
    if thing is None or text.left():
        return None
    wanted = Wanted(form, thing, fates or step or frozenset(), party, person, by_party, bare, boards, years)
    return wanted if _sensible(wanted) else None


_YEARS = re.compile(r"(?<![\w\-–/])(?P<first>(?:19|20)\d\d)(?:\s?[-–]\s?(?P<last>(?:19|20)\d\d))?(?![\w\-–/])")
_VOICES = frozenset({FactKind.RESERVATION, FactKind.MOTION, FactKind.CONFLICT})


def _sensible(wanted: Wanted) -> bool:
    """Whether the catalogue can tell exactly what is asked."""
    named = wanted.party or wanted.person
    if wanted.years and wanted.thing in (Matter.FEES, Matter.PLAN):
        return False  # "taxor 2024" may be those for that year
    if wanted.form is Form.MOST:
        return wanted.thing in _VOICES and not named and not wanted.fates
    if named and wanted.thing not in _VOICES:
        return False
    if wanted.form is Form.SPREAD:
        return isinstance(wanted.thing, Matter) and not wanted.fates
    if wanted.fates & SETTLED:
        return wanted.thing in (Matter.MOTION, Matter.PROPOSAL, Matter.INTERPELLATION)
    if wanted.fates:
        return isinstance(wanted.thing, Matter) or wanted.thing is Thing.ITEM
    # "Vilka reserverade sig" asks who; "vilka ärenden" for a whole agenda.
    return wanted.form is not Form.LIST or isinstance(wanted.thing, Matter) or wanted.thing is FactKind.VOTE


def _narrower(interpretation: Interpretation) -> bool:
    """Whether the question is about something that a count cannot be narrowed to."""
    one = interpretation
    return bool(
        one.phrases or one.excluded or one.case_numbers or one.paragraphs or one.items or one.foreign or one.newest
        or len(one.dates) > 1
    )  # fmt: skip


def _unread(interpretation: Interpretation) -> str:
    """The question less its bodies and periods, its typing errors put right."""
    question = interpretation.question
    gone = (ReadingKind.ORGANISATION, ReadingKind.COMMITTEE, ReadingKind.PERIOD)
    changes = [(r.start, r.end, " ") for r in interpretation.readings if r.kind in gone]
    changes += [(r.start, r.end, r.value) for r in interpretation.readings if r.kind is ReadingKind.CORRECTION]
    changes += [(match.start(), match.end(), " ") for match in re.finditer(r"(?<=\w)['’]s\b", question)]
    changes += [(day.start, day.end, " ") for day in days.find(question) if day.date in interpretation.dates]
    place, text = 0, ""
    for start, end, instead in sorted(changes):
        if start >= place:
            text += question[place:start] + instead
            place = end
    return text + question[place:]


class _Rest:
    """What is left of a question as its words are read."""

    def __init__(self, text: str) -> None:
        self._text = text

    def take(self, vocabulary: Sequence[tuple[_Value, str]]) -> _Value | None:
        """The value of the first entry of `vocabulary` whose words stand in the rest, which they leave."""
        for value, words in vocabulary:
            if self.drop(words):
                return value
        return None

    def has(self, words: str) -> bool:
        """Whether one of `words` stands in the rest."""
        return bool(_pattern(words).search(self._text))

    def drop(self, words: str) -> bool:
        """Take the first of `words` that stands in the rest out of it."""
        self._text, number = _pattern(words).subn(" ", self._text, count=1)
        return bool(number)

    def years(self) -> tuple[int, int] | None:
        """The year that stands alone, or the first and the last of two joined by a dash; taken out of the rest."""
        match = _YEARS.search(self._text)
        if match is None:
            return None
        self._text = f"{self._text[: match.start()]} {self._text[match.end() :]}"
        return int(match["first"]), int(match["last"] or match["first"])

    def left(self) -> str:
        """The words that nothing has read and that say something."""
        return " ".join(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", _pattern(_EMPTY).sub(" ", self._text)))


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!\w[-'’])(?:{words})(?!\w|[-'’]\w)", re.IGNORECASE)


def _who(
    text: _Rest, thing: Countable | None, known: Callable[[], tuple[Sequence[str], Sequence[str]]]
) -> tuple[str | None, str | None]:
    """The party or the person that the words left name, among those who stand behind such things."""
    left = text.left()
    if thing not in _VOICES or not left:
        return None, None
    letters, names = known()
    person = next((name for name in names if name.casefold() == left.casefold()), None)
    if person:
        text.drop(re.escape(left))
        return None, person
    # One letter is a party only as a capital: "s" and "m" are also abbreviations.
    party = parties.party(left if len(left) == 1 else left.upper() if len(left) <= 3 else left[0].upper() + left[1:])
    found = next(
        (one for one in letters if one == party or (len(left) > 1 and one.casefold() == left.casefold())), None
    )
    if found:
        text.drop(re.escape(left))
    return found, None
