"""Lies made of true sentences: each changes one thing that a reader would act on."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.catalogue.records import Found

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
NUMBERS = "två tre fyra fem sex sju åtta nio tio elva tolv".split()
# Of nobody and no place in the demonstration archive.
NAMES = "Zetterquist Rothschild Kvillinge Oxtorget Fridlevstad Ingvaldsson Brännlycka Mosstorp".split()
PARTIES = "S M SD C V KD MP L".split()
OPPOSITES = (
    ("bifaller", "avslår"), ("avslår", "bifaller"), ("godkänner", "avslår"), ("antar", "avslår"), ("bifall", "avslag"),
    ("avslag", "bifall"), ("högst", "minst"), ("minst", "högst"), ("senast", "tidigast"), ("före", "efter"),
    ("öka", "minska"), ("höjs", "sänks"), ("sänks", "höjs"), ("beviljar", "nekar"), ("ja", "nej"), ("nej", "ja"),
    ("tillstyrker", "avstyrker"), ("yrkar", "beslutar"), ("föreslår", "beslutar"), ("med", "utan"),
)  # fmt: skip
NEGATABLE = re.compile(r"\b(?:ska|får|har|är|kan|beslutar|godkänner|antar|yrkar|bifaller|uppdrar)\b")


@dataclass(frozen=True)
class Lie:
    """`text` is `true` but for one thing, `new`, that the passage does not say."""

    kind: str
    true: str
    text: str
    new: str


Change = Callable[[str, random.Random], Iterator[tuple[str, str]]]


def _replaced(pattern: str, new: Callable[[re.Match[str]], str]) -> Change:
    def change(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
        places = list(re.finditer(pattern, text))
        if places:
            match = chance.choice(places)
            with_what = new(match)
            yield text[: match.start()] + with_what + text[match.end() :], with_what

    return change


def changes(chance: random.Random) -> dict[str, Change]:
    """Return what can be changed in a sentence, by name."""

    def other(choices: list[str], than: str) -> str:
        return chance.choice([choice for choice in choices if choice.casefold() != than.casefold()])

    def digit(match: re.Match[str]) -> str:
        figures = match.group()
        place = chance.randrange(len(figures))
        return figures[:place] + other(list("123456789"), figures[place]) + figures[place + 1 :]

    def opposite(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
        for word, against in chance.sample(OPPOSITES, len(OPPOSITES)):
            if re.search(rf"\b{word}\b", text):
                yield re.sub(rf"\b{word}\b", against, text, count=1), against

    return {
        "digit": _replaced(r"\d+", digit),
        "number": _replaced(r"\d{1,3}(?: \d{3})+|\d+", lambda m: str(int(m.group().replace(" ", "")) + 11)),
        "number in words": _replaced(rf"\b(?:{'|'.join(NUMBERS)})\b", lambda m: other(NUMBERS, m.group())),
        "month": _replaced(rf"\b(?:{'|'.join(MONTHS)})\b", lambda m: other(MONTHS, m.group())),
        "paragraph": _replaced(r"§ \d+", lambda m: f"§ {int(m.group()[2:]) + chance.randint(1, 400)}"),
        "case": _replaced(r"\b[A-ZÅÄÖ]{2,4} 20\d\d/\d+", lambda m: f"{chance.choice(['ZN', 'QS'])}{m.group()[2:]}"),
        "name": _replaced(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäö]{2,}", lambda m: chance.choice(NAMES)),
        "first name": _replaced(r"\A[A-ZÅÄÖ][a-zåäö]{2,}(?= [A-ZÅÄÖ])", lambda m: chance.choice(NAMES)),
        "party": _replaced(rf"\((?:{'|'.join(PARTIES)})\)", lambda m: f"({other(PARTIES, m.group()[1:-1])})"),
        "scale": _replaced(r"(?<=\d )kronor", lambda m: "miljoner kronor"),
        "unit": _replaced(r"(?<=\d )(?:kronor|kr)\b", lambda m: "procent"),
        "negated": _replaced(NEGATABLE.pattern, lambda m: f"{m.group()} inte"),
        "affirmed": _replaced(r"\b(?:inte|ingen|inga|inget) ", lambda m: ""),
        "opposite": opposite,
    }


def _spelled(new: str) -> Iterator[str]:
    """Give the ways that a paper may write what is new in a lie."""
    yield from [new] if new else []
    if new in NUMBERS:
        yield str(NUMBERS.index(new) + 2)
    if new in MONTHS:
        yield f"{MONTHS.index(new) + 1:02d}"


def about(found: Found, sentence: str, chance: random.Random) -> Iterator[Lie]:
    """Give a lie of each kind that the sentence can be made to tell.

    One that only takes something else that the same passage says, with another name or of another thing, is none here.
    """
    entry, place = found.entry, found.passage
    said = f"{found.text} {place.heading} {place.paragraph} {place.case_number} {place.date} {place.committee}"
    said += f" {entry.organisation} {entry.kind}"
    true = " ".join(sentence.split())
    for kind, change in changes(chance).items():
        for text, new in change(true, chance):
            is_said = any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said, re.IGNORECASE) for word in _spelled(new))
            if text != true and (not is_said or kind in ("scale", "unit", "negated", "affirmed")):
                yield Lie(kind, true, text, new)
