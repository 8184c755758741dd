"""Who voted how, told in words: "Ja: Anna Ek (S), Bo Berg (M)", names under "Nej", "Eva Ahl (V) avstår"."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.facts import Attendant, Ballot, Choice
from corpus.structure import prose
from corpus.structure.facts import cells
from corpus.structure.lines import Line
from corpus.swedish import parties, people, tables
from corpus.swedish.people import Person

# How far before a list of names, in characters and in lines, the words for how they voted stand.
REACH, LINES = 160, 3
# How far two lists of those who voted otherwise stand apart at most, in characters.
APART = 240

# The words that tell, the plainest first: "Nej: för bifall till yrkandet om avslag" tells by its first.
_CHOICES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:(?P<YES>ja)|(?P<NO>nej)|(?P<ABSTAINING>avst(?:år|od|ående)|blank\w*|nedlagda?|(?:lägger|lade) ned)"
        r"|(?P<ABSENT>frånvarande))\b",
        r"\b(?:(?P<YES>bifall)|(?P<NO>avslag))\b",
        r"\b(?:(?P<YES>för)|(?P<NO>e?mot))\b",
    )
)
# The words for it end where the names begin: with a colon or their line, or with the verb of those who vote.
_OPENS = re.compile(
    r"(?::[*_]{0,2}|\n|\||\s{2}|\bröst(?:ar|ade|at)(?:\s(?:ja|nej))?[^.:(\n]{0,60}?|\bavgav"
    r"|\b(?:avges|avgavs|avgivs|lämnas|lämnades|gavs)\s(?:av|från)"
    r"|(?:\A|[\n.;:,/]\s?|\b(?:och|medan)\s)(?:ja|nej)(?:-röst(?:er)?)?(?:\s\d{1,3})?(?:\s(?:av|från|ledam\w{1,8}))?"
    r"|\b(?:ja|nej|blankt?)(?:[- ]röst(?:er)?)?\s\()[\s•*|–-]*(?:\d{1,3}\s?\|\s)?\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\Z")
_SAYS = re.compile(
    r"\)?[ ,]*\n?(?-i:(?=[a-zåäö]))"
    r"(?:(?:röstar|röstade)\s+(?:(?P<YES>ja)|(?P<NO>nej))|(?P<ABSTAINING>avstår|avstod|(?:lägger|lade) ned)"
    r"|(?:är|var)\s+(?P<ABSENT>frånvarande))\b",
    re.IGNORECASE,
)
# Right after one name: "Ada Lund: ja, Bo Ek: nej", or on the line below.
_WORD = rf"(?P<choice>{tables.alternatives(tables.CHOICES)})\b(?!\s?[:(]|-röst)"
_VOTED = re.compile(rf"[,:]?\s{_WORD}", re.IGNORECASE)
_SAYS_SO = re.compile(rf"[,:]?[ ]?(?:[–-] )?{_WORD}(?=\s*(?:[,.;\n]|och\b|samt\b|$))", re.IGNORECASE)
_BELOW = re.compile(rf"\n{_WORD}\s*(?:\n|$)", re.IGNORECASE)
_WHOLE = rf"{people.WORD}(?:[ \n](?:{people.PARTICLE}[ \n])?{people.WORD}){{1,4}}"
# Those who vote so, one after another; a name broken over two lines is told by its party.
_VOTER = re.compile(
    rf"(?P<both>{_WHOLE}|(?:{people.PARTICLE} )?{people.WORD}, {people.WORD})\s?\((?P<party>{people.PARTY})\)"
    rf"|(?P<name>{people.NAME})"
    rf"(?:(?:,\s(?P<after>{people.PARTY})|[ ](?P<bare>[A-ZÅÄÖ]{{1,4}})|\s?\|\s?(?P<cell>{people.PARTY}))"
    r"(?=\s*(?:[;,.|\n]|$|och\b)))?"
    r"(?!\w|[ \n]?\([^\W\d_])"
)
# Between two of them; the party of those that follow may head them.
_BETWEEN = re.compile(
    rf"(?:,?\s\(?{people.ROLE}\)?)?[\s,;•*|_–-]{{0,60}}(?:(?:och|samt)\s)?(?:\d{{1,3}}[.)]\s{{1,9}})?"
)
_GROUP = re.compile(r"(?P<party>[\w ]{1,30}?(?: \(\w{1,5}\))?)(?::\s|\n)[\s•*–-]{0,9}(?:\d{1,3}[.)]\s{1,9})?")
_GROUP_BEFORE = re.compile(r"(?:\A|\n|:\s)(?P<party>[\w ]{1,30}?(?: \(\w{1,5}\))?)(?::\s|\n)[\s•*–-]{0,9}\Z")
# Someone by the surname, or by initials and the surname; and one of several words, cut by a line's end or not.
_KNOWN = re.compile(
    rf"(?:[A-ZÅÄÖ]\.[ \n]?){{0,2}}(?:{people.PARTICLE}[ \n])?{people.WORD}"
    rf"(?:[ \n](?:{people.PARTICLE}[ \n])?{people.WORD}){{0,3}}"
)
_STARTS = re.compile(rf"(?<![\w\-’'.])(?={people.WORD}|[A-ZÅÄÖ]\.|{people.PARTICLE} )")
# What ends a name and is their party: "Ada Lund KD", "Bo Ek M.".
_PARTY = re.compile(r"[A-ZÅÄÖ]{2,4}|[SMCVL]\.")
_BESIDE = re.compile(rf"\s?\({people.PARTY}\)")
_GENITIVE = re.compile(r"[\w\-]")
_VOTING = re.compile(r"\bröst", re.IGNORECASE)
# Surnames alone after the word for how they voted: "JA: Ek, af Berg och Ny", "5 nej (Alm, Dal)".
_SURNAME = rf"(?:[A-ZÅÄÖ]\. ?)?(?:{people.PARTICLE} )?{people.WORD}(?: \({people.PARTY}\))?"
_CALLED = re.compile(
    rf"\b(?i:(?P<YES>ja)|(?P<NO>nej)|(?P<ABSTAINING>avstår|avstod|blank))\b[^.:;(]{{0,24}}[:(]\s*"
    rf"(?P<names>{_SURNAME}(?:(?:,|,? (?:och|samt)) {_SURNAME})*)"
)
_COMMAS = re.compile(r",? (?:och|samt) |, ")
# Crosses and choices right after a person, in a table that came out as running text.
_CROSSED = re.compile(r"\s[xX](?:\s|$)")
# "Ja-röst för Anna Eks förslag": not she but what she has moved.
_OWNED = re.compile(r"\s(?:\w+\s)?\w*(?:förslag|yrkande)")


# Names that a paper has for who was there, whole and surnames that only one has, with the name as listed and the party.
Known = Mapping[str, tuple[str, str | None]]


@dataclass(slots=True)
class _Run:
    """Names one after another in a text, each with its place and the party beside or above it."""

    start: int
    end: int
    names: list[tuple[int, int, str, str | None]]


def known(present: Iterable[Attendant]) -> Known:
    """The names of those `present`: as listed, the surname last or first, and surnames that only one of them has."""
    whole: dict[str, tuple[str, str | None]] = {}
    short: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for one in present:
        words = one.name.split()
        for form in (words, [*words[1:], words[0]], [words[-1], *words[:-1]]):
            whole.setdefault(" ".join(form), (one.name, one.party))
        for surname in {words[0], words[-1], " ".join(words[1:])}:
            short[surname].add((one.name, one.party))
    return {name: next(iter(those)) for name, those in short.items() if len(those) == 1} | whole


def find(lines: Sequence[Line], known: Known) -> Iterator[Ballot]:
    """The votes that `lines` tell name by name: lists of names, with how they voted before, over or after them."""
    filled = [line for line in lines if line.text]
    run, text = prose.run(filled), "\n".join(line.text for line in filled)
    before = 0
    sides = 0  # lists of which only is said for what
    below: bool | None = None  # whether each has their choice on the line below
    for names in _runs(text, known):
        over, weak = _before(text[max(before, names.start - REACH) : names.start])
        under = (
            _BELOW.match(text, names.end) if len(names.names) == 1 and (below or (below is None and not over)) else None
        )
        below = bool(under)
        said, before = _after(text, names, under)
        choice = said or over
        if weak and choice is Choice.YES:  # "För förslaget röstade: A. För Eks yrkande röstade: B."
            sides += 1
            choice = Choice.NO if sides == 2 else choice
        if choice and not _OWNED.match(text, names.end):
            yield from _ballots(run, names, choice)


def by_count(lines: Sequence[Line], known: Known, yes: int, no: int) -> list[Ballot]:
    """How each voted where no word for it stands beside the names, but two lists that are as long as the sides.

    "Då röstar A, B och C för förslaget medan D och E röstar för Eks förslag, alltså 3 röster mot 2."
    """
    filled = [line for line in lines if line.text]
    run, text = prose.run(filled), "\n".join(line.text for line in filled)
    lists = [*_runs(text, known)]
    for first, second in itertools.pairwise(lists):
        said = text[max(0, first.start - REACH) : second.end + REACH // 2]
        if (
            (len(first.names), len(second.names)) == (yes, no)
            and second.start - first.end < APART
            and _VOTING.search(said)
        ):
            return [*_ballots(run, first, Choice.YES), *_ballots(run, second, Choice.NO)]
    return []


def by_surname(lines: Sequence[Line], known: Known) -> Iterator[Ballot]:
    """The votes of roll calls that name surnames alone, also those that the paper has nowhere else."""
    run = prose.run(lines)
    for match in _CALLED.finditer(run.text):
        at = match.start("names")
        choice = next(choice for choice in Choice if match.groupdict().get(choice.name))
        for parting in [*_COMMAS.finditer(run.text, at, match.end()), None]:
            end = parting.start() if parting else match.end()
            name, _, party = run.text[at:end].rstrip(")").partition(" (")
            listed, theirs = known.get(name, (name, None))
            yield Ballot(*run.span(at, end), people.canonical(listed), party or theirs, choice)
            at = parting.end() if parting else end


def running(lines: Sequence[Line]) -> Iterator[Ballot]:
    """The votes of a table that came out as running text: "Ada Lund (S) Ja Bo Ek (KD) Nej"."""
    for line in lines:
        several = [(p, m) for p in people.find(line.text) if p.party and (m := _VOTED.match(line.text, p.end))]
        for one, voted in several if len(several) > 1 else ():
            choice = cells.choice(voted["choice"])
            if choice:
                yield Ballot(line.start + one.start, line.start + voted.end(), one.name, one.party, choice)


def crossed(line: Line) -> list[Person]:
    """Those in `line` whose cross stands in no column any more, since the table came out as running text."""
    crosses = "X" in line.text or "x" in line.text
    found = [one for one in people.find(line.text) if _CROSSED.match(line.text, one.end)] if crosses else []
    # The cross of the one before looks like an initial.
    return [replace(one, start=one.start + 2, name=one.name[2:]) if one.name[:2] == "X " else one for one in found]


def _ballots(run: prose.Prose, names: _Run, choice: Choice) -> Iterator[Ballot]:
    for start, end, name, party in names.names:
        yield Ballot(*run.span(start, end), people.canonical(name), party, choice)


def _runs(text: str, known: Known) -> Iterator[_Run]:
    at = 0
    for first in _STARTS.finditer(text):
        if first.start() < at:
            continue
        at = first.start()
        found = _Run(at, at, [])
        over = _GROUP_BEFORE.search(text, max(0, at - REACH // 4), at)
        party = _headed(over) if over else None
        voter = _voter(text, at, known)
        while voter:
            end, name, own = voter
            found.names.append((at, end, name, own or party))
            found.end = end
            at = _after_between(text, end)
            voter = _voter(text, at, known)
            if not voter and (group := _GROUP.match(text, at)) and (head := _headed(group)):
                party, at = head, group.end()
                voter = _voter(text, at, known)
        if found.names:
            yield found
        at = found.end


def _headed(group: re.Match[str]) -> str | None:
    return None if cells.choice(group["party"]) else parties.party(group["party"])


def _voter(text: str, at: int, known: Known) -> tuple[int, str, str | None] | None:
    """Where the name at `at` ends, the name and the party beside or as the paper gives it; None where none is there."""
    whole = _KNOWN.match(text, at)
    words = whole.group().split() if whole else []
    match = _VOTER.match(text, at)
    if match and people.is_name(name := " ".join((match["both"] or match["name"]).split())):
        own = match["party"] or match["after"] or match["bare"] or match["cell"]
        rest, _, last = name.rpartition(" ")
        if not own and " " in rest and _PARTY.fullmatch(last) and not rest.isupper():
            own, name = last.rstrip("."), rest
        parts = name.split()
        first = next((n for n in (2, 3) if n < len(parts) - 1 and " ".join(parts[:n]) in known), 0)
        if first and match["name"]:  # several whom nothing parts
            return at + len(" ".join(parts[:first])), *known[" ".join(parts[:first])]
        listed, theirs = known.get(name) or known.get(name.rpartition(". ")[2], (name, None))
        return match.end(), listed if "." in name else name, own or theirs
    end = whole.end() if whole else at
    while words:
        one = known.get(" ".join(words))
        if one and not _GENITIVE.match(text, end):
            beside = _BESIDE.match(text, end)
            return beside.end() if beside else end, *one
        end = end - len(words.pop())
        end = len(text[:end].rstrip()) if words else end
    return None


def _after_between(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _after(text: str, names: _Run, below: re.Match[str] | None) -> tuple[Choice | None, int]:
    """How those named vote by the words after them, and where these end."""
    says = _SAYS.match(text, names.end)
    if says:
        return Choice[str(says.lastgroup)], says.end()
    word = below or (_SAYS_SO.match(text, names.end) if len(names.names) == 1 else None)
    return (cells.choice(word["choice"]), word.end()) if word else (None, names.end)


def _before(words: str) -> tuple[Choice | None, bool]:
    """The one choice that the words before a list of names tell: those on its line, else on the lines above.

    Also whether they only say for or against what.
    """
    words = _NUMBERED.sub("", words)
    if not _OPENS.search(words):
        return None, False
    sentence = re.split(r"[.!?]\s", words)[-1]
    lines = sentence.rstrip("\n •*–-").split("\n")
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - LINES), -1):
        label = "\n".join(lines[first:])
        for pattern in _CHOICES:
            told = {match.lastgroup for match in pattern.finditer(label)}
            if told:
                return (Choice[str(told.pop())] if len(told) == 1 else None), pattern is _CHOICES[-1]
    return None, False
