"""Votes with their tallies, as told in a sentence or a row, and how each person voted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Ballot, Choice, Vote
from corpus.models import PartName, Section
from corpus.structure import prose
from corpus.structure.facts import cast, grid, told, voices
from corpus.structure.facts.cast import Roll
from corpus.structure.facts.grid import Table
from corpus.structure.lines import Line
from corpus.structure.node import Node
from corpus.structure.prose import Prose
from corpus.swedish import numerals

# Where a vote of this meeting is told; elsewhere it is another meeting's, or the wording of somebody's opinion.
_PLACES = frozenset({None, PartName.VOTE, PartName.ORDER, PartName.MOTIONS, PartName.DECISION, PartName.MATTER})
# Places where an earlier vote may be told of too.
_MIXED = frozenset({None, PartName.MATTER})
# How many characters may lie between two counts of one vote, and from a vote to the number of its appendix.
REACH, TO_ANNEX = 160, 260
# No part that holds a vote is longer, in characters.
LONGEST = 200_000

LONGEST_PARTY = 8
# So many have to vote for two lists of names to be told as theirs by their number alone.
LEAST_NAMED = 3
Stretches = Sequence[tuple[PartName | None, Sequence[Line]]]

_N = numerals.WRITTEN
_VOTERS = (
    r"(?:st\.?\s+)?(?:(?:ledamöter|ledamot|röster|röst|personer)\s+)?(?:\([^()]{1,200}\)\s+)?(?:som\s+)?(?:har\s+)?"
    r"(?:(?:röstar|röstade|röstat|är|var)\s+)?(?:för\s+)?"
)
_WORDS = "|".join(
    (
        r"(?P<YES>[\"”'»]?ja(?:[- ]?röst(?:er)?)?\b[\"”'»]?)",
        r"(?P<NO>[\"”'»]?nej(?:[- ]?röst(?:er)?)?\b[\"”'»]?)",
        r"(?P<ABSTAINING>avstår|avstod|avstående|avst\b\.?|nedlagda?\b(?: röst(?:er)?)?|lägger ned|lade ned)",
        r"(?P<ABSENT>frånvarande|frånv\b\.?)",
    )
)
# A part without any of these holds no vote; they are far cheaper to look for than the numbers.
_SIGN = sieve.compile(r"röst|Röst|\b[Nn]ej\b|NEJ|avstår|Avstår|[Vv]otering")
_COUNT_FIRST = re.compile(rf"(?<![\w§:/.,\-])(?P<count>{_N})\s+{_VOTERS}(?:{_WORDS})", re.IGNORECASE)
_WORD_FIRST = re.compile(
    rf"\b(?:{_WORDS})(?:\s+röst(?:ar|ade))?\s*(?:[:=|(]|är|st)?\s*(?P<count>{_N})(?!\w)", re.IGNORECASE
)
# "med 18 röster mot 17", "Sju ledamöter röstar för A, två röstar för B", "8 röster för A och 3 röster för B".
_VERB = r"(?:röster|röst|röstar|röstade)"
_AGAINST = re.compile(
    rf"\b(?P<yes>{_N})\s+röster(?:\s+\([^)]{{1,60}}\))?\s+mot\s+(?P<no>{_N})(?!\s+(?:ja|nej)\b)(?!\w)"
    r"|\b(?:röst(?:erna|e?tal(?:en)?|siffror(?:na)?)|(?:omröstnings|voterings)?resultat(?:et)?)(?::|\s(?:är|blev))?"
    rf"\s+(?P<won>{_N}|\d{{1,3}})\s?(?:mot|[-–])\s?(?P<lost>{_N})(?!\w)"
    rf"|\bmed\s+(?P<with>{_N})\s+mot\s+(?P<without>{_N})(?!\w)(?!\s+(?:ja|nej)\b)"
    rf"|\b(?P<for>{_N})\s+(?:ledamöter\s+)?{_VERB}\s+(?:på|för)\b[^.]{{0,160}}?(?:,|\boch|\bmot|\bmedan)"
    rf"\s+(?P<against>{_N})\s+(?:ledamöter\s+)?(?:{_VERB}\s+)?(?:på|för|e?mot)\b"
    rf"|\b(?P<first>{_N})\s+röst(?:er)?\b[^§]{{1,160}}?\b(?P<second>{_N})\s+röst(?:er)?\b",
    re.IGNORECASE,
)
# Before a number: the party whose votes they are.
_OF_PARTY = re.compile(r"(?<![\w-])(?:SD|KD|MP|FP|[SMCVL])[ :–-]{1,3}\Z")
_SIDES_OF = (("yes", "won", "with", "for", "first"), ("no", "lost", "without", "against", "second"))
_TOLD = re.compile(r"\bbeslutade\b|\b(?:i|under|den) (?:\d{1,2} )?\w+ (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d", re.I)
_ANNEX = re.compile(r"\bbilaga\s+(?P<number>\d{1,3}|[A-Z])\b", re.IGNORECASE)
_SIDES = re.compile(r"\bröstar ja\b(?P<no>[^.]{3,200}?)\bröstar nej\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Count:
    start: int
    end: int
    choice: Choice
    count: int


def find(node: Node) -> tuple[Vote, ...]:
    """The votes of `node`, in order.

    A number that the paper neither says nor names is None. A vote whose sentence names an appendix has the ballots of
    that.
    """
    own = _number(node.section)
    # A list that stands in the § that it names is read where it stands.
    start, end = node.section.start, node.section.end
    inside = Counter(roll.start for roll in node.paper.rolls if not roll.annex and start <= roll.start < end)
    apart = [
        roll
        for roll in node.paper.rolls
        if inside[roll.start] != 1 or (roll.paragraph is not None and roll.paragraph != own)
    ]
    rows = [line for line in node.rows if not any(roll.start <= line.start < roll.end for roll in apart)]
    if not any(_SIGN.search(line.text) for line in rows):
        return ()
    all_tables = [*grid.find(rows)]
    known = told.known(node.paper.present)
    found: list[Vote] = []
    lists: list[_List] = []
    seen: set[tuple[int, int]] = set()
    ballots: list[Ballot] = []
    stretches = [*replace(node, rows=rows).stretches(_PLACES)]
    for name, lines in stretches:
        if not lines or lines[-1].end - lines[0].start > LONGEST or not any(_SIGN.search(line.text) for line in lines):
            continue
        first, last = lines[0].start, lines[-1].end
        tables = [table for table in all_tables if first <= table.end <= last]
        here = [_List(n, len(t.votes), votes, t.by_side) for t in tables for n, votes in enumerate(t.votes.values())]
        listed = [ballot for one in here for ballot in one.ballots]
        text = prose.run(_beside(lines, listed))
        tallied = list(_told(text, name, seen)) or [(vote, "") for vote in _totals(tables)]
        found += [_with_roll(vote, after, own, apart) for vote, after in tallied]
        lists += here
        if not listed:
            ballots += [*told.running(lines)] or [*told.find(lines, known)] or _by_side(lines, tallied)
    numbered = [(line.start, n) for line in rows if (n := cast.numbered(line.text)) is not None]
    if not found and any(start <= roll.start < end and roll.paragraph is None for roll in node.paper.rolls):
        lists = []  # of a vote of another §, which is told there
    lists = [one for one in lists if not one.by_side or _sums(one.ballots) in {(vote.yes, vote.no) for vote in found}]
    votes = [*_by_surname(_with_ballots(found, lists, ballots, numbered), stretches, known)]
    without = sum(not vote.ballots for vote in votes)
    return tuple(
        _turned(vote, node.paper.text)
        if vote.ballots
        else (_by_count(vote, stretches, known) if without == 1 else vote)
        for vote in votes
    )


def _beside(lines: Sequence[Line], ballots: Sequence[Ballot]) -> Sequence[Line]:
    """The lines that are not those of `ballots`, whose numbers are seats and rows."""
    if not ballots:
        return lines
    starts = [ballot.start for ballot in ballots]
    nearest = (ballots[bisect_right(starts, line.start) - 1] for line in lines)
    return [line for line, near in zip(lines, nearest, strict=True) if not near.start <= line.start <= near.end]


def _told(run: Prose, place: PartName | None, seen: set[tuple[int, int]]) -> Iterator[tuple[Vote, str]]:
    """The votes whose numbers the sentences of `run` say, each with the words that follow it."""
    sentences = [(0, 0), *prose.sentences(run.text)]
    end = 0
    for cluster in _clusters(_counts(run.text)):
        numbers = {count.choice: count.count for count in cluster}
        start, end = _within(sentences, cluster[0].start, cluster[-1].end)
        if {Choice.YES, Choice.NO} <= numbers.keys() and not (place in _MIXED and _TOLD.search(run.text, start, end)):
            abstaining, absent = numbers.get(Choice.ABSTAINING), numbers.get(Choice.ABSENT)
            vote = Vote(*run.span(start, end), numbers[Choice.YES], numbers[Choice.NO], abstaining, absent)
            yield vote, run.text[end : end + TO_ANNEX]
    if end:
        return
    for match in _AGAINST.finditer(run.text):
        start, end = _within(sentences, match.start(), match.end())
        if not (place in _MIXED and _TOLD.search(run.text, start, end)):
            yes, no = (next(filter(None, map(match.group, names))) for names in _SIDES_OF)
            tally = (numerals.value(yes), numerals.value(no))
            if tally not in seen:  # told of its course and again of its outcome
                yield Vote(*run.span(start, end), *tally), run.text[end : end + TO_ANNEX]
            seen.add(tally)


def _counts(text: str) -> Iterator[_Count]:
    """The numbers that stand beside a word for a choice; of two that overlap the first, as in "Ja 41 Nej 38".

    Where there are only those of parties, they are added.
    """
    end = 0
    of_parties: list[_Count] = []
    whole = False
    matches = [*_COUNT_FIRST.finditer(text), *_WORD_FIRST.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        if match.start() >= end:
            end = match.end()
            count = _Count(match.start(), end, Choice[_choice(match)], numerals.value(match["count"]))
            if _OF_PARTY.search(text, max(0, count.start - LONGEST_PARTY), count.start):
                of_parties.append(count)
            else:
                whole = True
                yield count
    for choice in Choice if of_parties and not whole else ():
        if mine := [count for count in of_parties if count.choice is choice]:
            yield _Count(of_parties[0].start, end, choice, sum(count.count for count in mine))


def _choice(match: re.Match[str]) -> str:
    return next(choice.name for choice in Choice if match[choice.name])


def _clusters(counts: Iterator[_Count]) -> Iterator[list[_Count]]:
    """The counts of each vote: near one another, and none of a choice that has been counted already."""
    held: list[_Count] = []
    for count in counts:
        if held and (count.start - held[-1].end > REACH or count.choice in {c.choice for c in held}):
            yield held
            held = []
        held.append(count)
    if held:
        yield held


def _within(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The span of the sentences that hold `start` and `end`."""
    first = sentences[bisect_right(sentences, start, key=lambda sentence: sentence[0]) - 1]
    last = sentences[bisect_left(sentences, end, key=lambda sentence: sentence[0]) - 1]
    return first[0], last[1]


def _totals(tables: Sequence[Table]) -> Iterator[Vote]:
    """The votes of tables whose columns are Ja and Nej and of which a row sums them up."""
    for table in tables:
        for counts in table.sums.values():
            yes, no, abstaining, absent = (counts.get(choice) for choice in Choice)
            yield Vote(*table.summed, yes, no, abstaining, absent)


def _number(section: Section) -> int | None:
    return int(section.paragraph.split()[-1]) if section.paragraph else None


def _with_roll(vote: Vote, after: str, number: int | None, lists: Sequence[Roll]) -> Vote:
    """`vote` with the list of the appendix that is named `after` it, or of its §, if that says the same."""
    named = _ANNEX.search(after)
    for roll in lists:
        if named and roll.annex is not None:
            mine = roll.annex == named["number"]
        else:
            mine = roll.paragraph is not None and roll.paragraph == number
        if roll.annex is None and roll.paragraph is None:
            mine = _sums(roll.ballots) == (vote.yes, vote.no)
        if mine and roll.start > vote.end and _agrees(vote, roll):
            return replace(
                vote,
                abstaining=vote.abstaining if vote.abstaining is not None else roll.counts.get(Choice.ABSTAINING),
                absent=vote.absent if vote.absent is not None else roll.counts.get(Choice.ABSENT),
                ballots=roll.ballots,
            )
    return vote


def _agrees(vote: Vote, roll: Roll) -> bool:
    return roll.counts.get(Choice.YES, vote.yes) == vote.yes and roll.counts.get(Choice.NO, vote.no) == vote.no


def _by_side(lines: Sequence[Line], votes: Sequence[tuple[Vote, str]]) -> list[Ballot]:
    """How each voted in a list whose crosses have lost their columns: with their party, as the chair put the question.

    Only where the parties of either side are named, everyone listed is of one of them, and the sides are as many as
    the vote has counted; else nobody's vote is known.
    """
    listed = [(line, person) for line in lines for person in told.crossed(line)] if len(votes) == 1 else []
    text = prose.run(lines).text if listed else ""
    put = _SIDES.search(text)
    if not put:
        return []
    yes = text[max(0, put.start() - REACH) : put.start()].rpartition(".")[2]
    sides = {party: Choice.NO for party in voices.who(put["no"])} | {party: Choice.YES for party in voices.who(yes)}
    found = [
        Ballot(line.start + one.start, line.start + one.end, one.name, one.party, sides[one.party])
        for line, one in listed
        if one.party in sides
    ]
    counts = Counter(ballot.choice for ballot in found)
    vote = votes[0][0]
    agrees = len(found) == len(listed) and (counts[Choice.YES], counts[Choice.NO]) == (vote.yes, vote.no)
    return found if agrees else []


@dataclass(frozen=True, slots=True)
class _List:
    """The ballots of one of the `votes` that a table has, by its place among them.

    Those of a list `by_side`, whose columns name what was voted on, are known where they sum to a tally.
    """

    place: int
    votes: int
    ballots: list[Ballot]
    by_side: bool = False


def _with_ballots(
    votes: list[Vote], lists: Sequence[_List], told: Sequence[Ballot], numbered: Sequence[tuple[int, int]]
) -> tuple[Vote, ...]:
    """`votes`, each with the ballots of a list that is numbered, is one of as many or sums to the tally.

    Else with those that follow it, the first with those before it too.
    """
    ballots = sorted([*told, *(ballot for one in lists for ballot in one.ballots)], key=lambda ballot: ballot.start)
    if not votes:
        if not any(ballot.choice in (Choice.YES, Choice.NO) for ballot in ballots):
            return ()  # that someone was away tells of no vote
        sides = _sums(ballots)
        yes, no = sides if all(sides) else (None, None)  # who lists both sides has told how many they are
        return (Vote(ballots[0].start, ballots[-1].end, yes, no, ballots=tuple(ballots)),)
    votes = [vote for number, vote in enumerate(votes) if not number or not _heads(vote, votes[number - 1], ballots)]
    starts = [vote.start for vote in votes]
    order = sorted({number for _, number in numbered})
    mine: list[list[Ballot]] = [[] for _ in votes]
    for one in [*lists, *(_List(0, 1, [ballot]) for ballot in told)]:
        at = one.ballots[0].start
        above = bisect_right(numbered, at, key=lambda title: title[0]) - 1
        sums = [n for n, vote in enumerate(votes) if len(one.ballots) > 1 and _sums(one.ballots) == (vote.yes, vote.no)]
        if above >= 0 and len(order) == len(votes):
            which = order.index(numbered[above][1])
        elif one.votes == len(votes) > 1:
            which = one.place
        else:
            which = sums[0] if len(sums) == 1 else max(0, bisect_right(starts, at) - 1)
        mine[which] += one.ballots
    return tuple(vote if vote.ballots else replace(vote, ballots=tuple(b)) for vote, b in zip(votes, mine, strict=True))


def _sums(ballots: Sequence[Ballot]) -> tuple[int, int]:
    counts = Counter(ballot.choice for ballot in ballots)
    return counts[Choice.YES], counts[Choice.NO]


def _turned(vote: Vote, text: str) -> Vote:
    """`vote`, whose numbers no word tells apart, as its ballots have them: "rösterna 5 mot 4"."""
    words = text[vote.start : vote.end].lower()
    turned = _sums(vote.ballots) == (vote.no, vote.yes) and "nej" not in words
    return replace(vote, yes=vote.no, no=vote.yes) if turned else vote


def _by_count(vote: Vote, stretches: Stretches, known: told.Known) -> Vote:
    """`vote` with the ballots of two lists of names that are as long as its sides."""
    if not vote.yes or not vote.no or vote.yes + vote.no < LEAST_NAMED:
        return vote
    lines = [line for _, lines in stretches for line in lines if len(line.text) <= LONGEST]
    return replace(vote, ballots=tuple(told.by_count(lines, known, vote.yes, vote.no)))


def _by_surname(votes: Sequence[Vote], stretches: Stretches, known: told.Known) -> Iterator[Vote]:
    """`votes`, each with the ballots of two lists of surnames as long as its sides, where it has not as many."""
    lacking = [bool(vote.yes and vote.no) and _sums(vote.ballots) != (vote.yes, vote.no) for vote in votes]
    called = [ballot for _, lines in stretches for ballot in told.by_surname(lines, known)] if any(lacking) else []
    sides = _sums(called)
    for vote, lacks in zip(votes, lacking, strict=True):
        better = lacks and sides == (vote.yes, vote.no) and len(called) >= len(vote.ballots)
        yield replace(vote, ballots=tuple(called)) if better else vote


def _heads(vote: Vote, before: Vote, ballots: Sequence[Ballot]) -> bool:
    """Whether the numbers of `vote` only stand over the names of those who cast the one before: "Ja-röster: 6"."""
    first = bisect_right(ballots, vote.start, key=lambda ballot: ballot.start)
    inside = first < len(ballots) and ballots[first].start < vote.end
    return inside and (vote.yes, vote.no) == (before.yes, before.no)
