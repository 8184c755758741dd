"""Tables of persons as a grid: what each column means, by its head and by what stands below it.

A head may have two rows, the upper one naming votes ("Omröstning 1, § 4") over choices ("Ja", "Nej", "Avstår").
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.facts import Ballot, Choice
from corpus.structure.facts import cells
from corpus.structure.facts.cells import Cell, Means, Row
from corpus.structure.lines import Line
from corpus.swedish import people
from corpus.swedish.people import Person

# After how many rows in a row that name nobody a table has ended.
STRAYS = 3
# How far from the middle of its column a cross may stand, in halves of a character.
BESIDE = 10

_COUNT = re.compile(r"\d{1,3}")
_ITEM = re.compile(r"[^,;]+")
_SURNAME = re.compile(rf"(?:{people.PARTICLE} )?{people.WORD}")
_SHORT = {"av": Choice.ABSTAINING, "avs": Choice.ABSTAINING, "avst": Choice.ABSTAINING, "fr": Choice.ABSENT}
_LETTERS = {"j": Choice.YES, "n": Choice.NO, "a": Choice.ABSTAINING, "f": Choice.ABSENT}
_OTHER_LIST = re.compile(r"(?:övriga|tjänste(?:män|personer|personal)|föredragande|även närvarande)\b", re.IGNORECASE)
# What tells that a table is one of persons.
_TELLING = {Means.PERSON, Means.REPLACEMENT, Means.PARTY, Means.PRESENT}
# Columns in which the words for choices are none.
_SAID = {Means.PRESENT, Means.ABSENT, Means.REMARK, Means.ROLE}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its head: what it means, or the choice in which vote of the table; neither where no head tells."""

    place: int
    title: str
    means: Means | None = None
    choice: Choice | None = None
    vote: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that names somebody: who stands in it, what else by column, and how they voted in which votes."""

    row: Row
    people: tuple[Person, ...]
    said: dict[Means, str]
    others: tuple[str, ...]
    ballots: tuple[tuple[int, Ballot], ...]

    @property
    def party(self) -> str | None:
        """The party of who is named: beside the name, in its column or alone in a cell."""
        beside = next((one.party for one in reversed(self.people) if one.party), None)
        return beside or next(filter(None, map(cells.party, (self.said.get(Means.PARTY, ""), *self.others))), None)


@dataclass(slots=True)
class Table:
    """Rows under a head of `columns`, or without one; `sums` are the numbers below the choices of each vote.

    `summed` is where the row stands that has the sums.
    """

    start: int
    end: int
    columns: tuple[Column, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    sums: dict[int, dict[Choice, int]] = field(default_factory=lambda: defaultdict(dict))
    summed: tuple[int, int] = (0, 0)
    # Whether a cell lists several people: such a row is no person's.
    listing: bool = False
    # How many entries stand before a row that only says that replacements follow.
    members: int | None = None

    @property
    def means(self) -> set[Means]:
        """What the columns mean."""
        return {column.means for column in self.columns if column.means}

    @property
    def by_side(self) -> bool:
        """Whether its columns name what was voted on, and no choice."""
        return any(column.choice and column.means is Means.SIDE for column in self.columns)

    @property
    def votes(self) -> dict[int, list[Ballot]]:
        """The ballots of each vote that it tells of, by the vote's place in it."""
        found: dict[int, list[Ballot]] = defaultdict(list)
        for entry in self.entries if not self.listing else ():
            for vote, ballot in entry.ballots:
                found[vote].append(ballot)
        return dict(sorted(found.items()))

    def goes_on(self, head: Sequence[Column]) -> bool:
        """Whether `head` is this table's own again, on its next page."""
        titles = [column.title for column in self.columns]
        return bool(self.entries) and not self.sums and titles == [column.title for column in head]

    def takes(self, row: Row, entries: Sequence[Entry]) -> bool:
        """Whether a row is of this table; what it tells, its `entries` or a sum, is then taken up."""
        self.entries += entries
        if entries:
            self.listing |= not row.stacked and any(_lists(row, cell, self.columns) for cell in row.cells)
        elif not (_summed(self, row) or _labelled(self, row)):
            return False
        self.end = row.end
        return True

    def title(self, vote: int) -> str:
        """What the head calls a vote of the table."""
        numbered = any(column.choice for column in self.columns)
        return next(
            (c.title for c in self.columns if vote == (c.vote if c.choice else c.place) and (c.choice or not numbered)),
            "",
        )


def is_head(line: str) -> bool:
    """Whether a line is the head of columns of which one is Ja and one Nej."""
    return _choices(columns_of(cells.row(Line(line, 0, len(line))))) if "j" in line.lower() else False


def columns_of(row: Row) -> tuple[Column, ...]:
    """The columns of which `row` is the head; none where it is no head of a table of persons or of votes."""
    heads = [one for cell in row.cells if 0 < len(cell.text) <= cells.LONGEST_HEAD for one in _parted(row, cell)]
    if len(heads) < 2:
        return ()
    letters = _LETTERS if {cell.text.lower() for cell in heads} >= {"j", "n"} else {}
    if {Choice.YES, Choice.NO} <= {cells.choice(cell.text) for cell in heads}:
        letters = _SHORT
    found: list[Column] = []
    seen: set[Choice] = set()
    number = 0
    for cell in heads:
        choice = cells.choice(cell.text) or letters.get(cell.text.lower())
        means = cells.means(cell.text)
        if choice in seen:
            seen, number = set(), number + 1
        if means is Means.PERSON and cell.text in (column.title for column in found):
            seen, number = set(), 0  # the same columns again, side by side
        seen |= {choice} if choice else set()
        found.append(Column(cell.place, cell.text, means, choice, number))
    sides = [n for n, column in enumerate(found) if column.means is Means.SIDE]
    if len(sides) > 1 and not _choices(found):
        for n, choice in zip(sides, (Choice.YES, Choice.NO, Choice.ABSTAINING), strict=False):
            found[n] = replace(found[n], choice=choice)
    told = [column.means for column in found if column.means]
    telling = len(told) > 1 and told[0] is not Means.SUM and not _TELLING.isdisjoint(told)
    return tuple(found) if (telling or _choices(found)) and not any(cells.person(c.text) for c in heads) else ()


def _parted(row: Row, cell: Cell) -> list[Cell]:
    """The heads in a cell: several where each word is one, and only a blank parts narrow columns ("Nej Av")."""
    words = [*re.finditer(r"\S+", cell.text)]
    if row.ruled or len(row.cells) < 3 or len(words) == 1 or not all(_is_title(word.group()) for word in words):
        return [cell]
    left = cell.place - (len(cell.text) - 1)
    return [Cell(w.group(), left + w.start() + w.end() - 1, cell.start + w.start()) for w in words]


def _is_title(word: str) -> bool:
    return bool(cells.means(word) or cells.choice(word) or word.lower() in _SHORT)


def _choices(columns: Sequence[Column]) -> bool:
    return {Choice.YES, Choice.NO} <= {column.choice for column in columns}


def find(lines: Sequence[Line]) -> Iterator[Table]:
    """The tables of persons among `lines`, in order, and those of which only the sums of votes are told."""
    table: Table | None = None
    above: Row | None = None
    strays = 0
    for row in cells.rows(lines):
        head = () if row.stacked else columns_of(row)
        if head and table and not strays and table.goes_on(head):
            table.columns = head  # of the next page
        elif head:
            if table and table.entries:
                yield table
            else:
                head = _under_titles(head, above, row)
            table, strays = Table(row.start, row.end, head), 0
        elif entries := [*_entries(row, table.columns if table else ())]:
            table, strays = table or Table(row.start, row.end), 0
            table.takes(row, entries)
        elif table and _is_other_list(row):
            yield table
            table = None
        elif table:
            strays = 0 if table.takes(row, ()) else strays + 1
            if strays > (cells.ENDED if table.entries and table.entries[-1].row.stacked else STRAYS):
                yield table
                table = None
        above = row
    if table:
        yield table


def _lists(row: Row, cell: Cell, columns: Sequence[Column]) -> bool:
    column = _column(row, cell, columns)
    return cells.several(cell.text) and not (column and column.choice)


def _under_titles(head: tuple[Column, ...], above: Row | None, row: Row) -> tuple[Column, ...]:
    """The columns of the lower row of a head with those of the upper one, whose last cells name the votes."""
    if not above or len(above.cells) < 2 or not _choices(head):
        return head
    upper = columns_of(above)
    titles = [cell.text for cell in above.cells if cell.text and cells.means(cell.text) in (None, Means.VOTE)]
    votes = 1 + max(column.vote for column in head)
    if len(titles) >= votes:
        named = titles[-votes:]
        head = tuple(replace(column, title=named[column.vote]) if column.choice else column for column in head)
    first = min(column.place for column in head if column.choice)
    places = {column.place for column in head}
    return (*(column for column in upper if column.place < first and column.place not in places), *head)


def _entries(row: Row, columns: Sequence[Column]) -> Iterator[Entry]:
    """What a row tells of those whom it names: of one, or of several, each with their own columns or choice."""
    if not columns and len(row.cells) < 2 and not row.stacked:
        return
    heads = [column for column in columns if column.means is Means.PERSON]
    if columns:
        cuts = [column.place for column in heads[1:] if column.title == heads[0].title]
    else:
        named = [cell.place for cell in row.cells if cells.person(cell.text)]
        cuts = named[1:] if sum(cells.choice(cell.text) is not None for cell in row.cells) == len(named) else []
    if row.stacked or not cuts:
        parts = [(row, columns)]
    else:
        parts = []
        for start, end in itertools.pairwise([-1, *cuts, row.cells[-1].place + cells.APART]):
            own = tuple(cell for cell in row.cells if start <= cell.place < end and cell.text)
            if own:
                part = Row(own[0].start, own[-1].start + len(own[-1].text), own, row.ruled)
                parts.append((part, [column for column in columns if start <= column.place < end]))
    for part, theirs in parts:
        entry = _entry(part, theirs)
        if entry:
            yield entry


def _entry(row: Row, columns: Sequence[Column]) -> Entry | None:
    """What a row tells of somebody; None where it names nobody, or is no row but a line of text."""
    filled = [(cell, _column(row, cell, columns)) for cell in row.cells if cell.text]
    by_name = {Means.PERSON, Means.REPLACEMENT}
    named: list[tuple[Cell, Column | None, Person]] = []
    for cell, column in filled:
        one = cells.person(cell.text) if not column or column.means not in _SAID else None
        if not one and column and column.means in by_name and len(filled) > 1 and _is_surname(cell.text):
            given = next((words.text for words, beside in filled if beside and beside.means is Means.GIVEN), "")
            one = Person(0, len(cell.text), f"{given} {cell.text}".strip())
        if one:
            named.append((cell, column, one))
    alone = len(filled) < 2 and not row.stacked and not (row.ruled and columns)
    if not named or (alone and not (named[0][1] and named[0][1].choice)):
        return None
    who = tuple(one for _, column, one in named if not column or column.means is not Means.REPLACES)
    if not who:
        return None
    own = {id(cell) for cell, _, _ in named}
    first = named[0][0].start
    rest = [
        (cell, column)
        for cell, column in filled
        if id(cell) not in own and (columns or row.stacked or cell.start > first)
    ]
    said = {column.means: cell.text for cell, column in filled if column and column.means}
    votes = _votes(row, rest)
    party = Entry(row, who, said, tuple(cell.text for cell, _ in rest), ()).party
    if not votes and not row.stacked:
        under = [(cell, column) for cell, column, _ in named if column and column.choice]
        cast = tuple(
            (c.vote, Ballot(cell.start + at, cell.start + end, one.name, one.party, c.choice))
            for cell, c in under
            for at, end, one in _people(cell.text)
            if c.choice
        )
    else:
        start, end = row.start, row.end
        cast = tuple((vote, Ballot(start, end, who[-1].name, party, choice)) for vote, choice in votes.items())
    told = cast or (row.ruled and party)
    if not row.stacked and not columns and (not told or cells.several(named[0][0].text)):
        return None
    return Entry(row, who, said, tuple(cell.text for cell, _ in rest), cast)


def _people(cell: str) -> Iterator[tuple[int, int, Person]]:
    """Those whom a cell lists, each with where their item begins and ends."""
    items = _ITEM.finditer(cell) if cells.several(cell) else ()
    for start, end in [item.span() for item in items] or [(0, len(cell))]:
        start += len(cell[start:end]) - len(cell[start:end].lstrip())
        one = cells.person(cell[start:end])
        if one:
            yield start, start + len(cell[start:end].rstrip()), one


def _is_surname(text: str) -> bool:
    return bool(_SURNAME.fullmatch(text)) and cells.means(text) is None and cells.choice(text) is None


def _votes(row: Row, rest: Sequence[tuple[Cell, Column | None]]) -> dict[int, Choice]:
    """The choice of each vote that the cells of a row mark or say; none where two of one vote are marked."""
    marked: dict[int, list[Choice]] = defaultdict(list)
    for at, (cell, column) in enumerate(rest):
        if (
            column
            and column.choice
            and (cells.MARK.fullmatch(cell.text) or cell.text == "1" or cells.choice(cell.text))
        ):
            marked[column.vote].append(column.choice)
        elif not column or not column.choice:
            letter = (
                _LETTERS.get(cell.text.lower()) if column and column.means in (None, Means.VOTE, Means.SIDE) else None
            )
            choice = letter or cells.choice(cell.text)
            if choice and not (column and column.means in _SAID):
                marked[column.place if column else (cell.place if row.ruled else at)].append(choice)
    if not row.ruled and not any(column and column.choice for _, column in rest):
        marked = dict(enumerate(marked.values()))  # without bars only the order of the words tells which vote
    return {vote: choices[0] for vote, choices in marked.items() if len(choices) == 1}


def _column(row: Row, cell: Cell, columns: Sequence[Column]) -> Column | None:
    """The column that a cell stands in: of the nearest head, if no other is as near."""
    if not columns or row.stacked:
        return None
    if row.ruled:
        return next((column for column in columns if column.place == cell.place), None)
    mark = cells.MARK.fullmatch(cell.text) or _COUNT.fullmatch(cell.text)
    if len(row.cells) == len(columns) and not (mark and any(column.choice for column in columns)):
        return columns[row.cells.index(cell)]
    # Crosses and numbers stand in the middle of their column, words where it begins.
    left = 0 if mark else len(cell.text) - 1
    near = sorted((abs(c.place - (left and len(c.title) - 1) - cell.place + left), n) for n, c in enumerate(columns))
    if near[0][0] > BESIDE or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return columns[near[0][1]]


def _summed(table: Table, row: Row) -> bool:
    """Whether a row has numbers below choices: the sums of the votes, or how many of a party voted how."""
    found: dict[int, dict[Choice, int]] = defaultdict(dict)
    for cell in row.cells:
        column = _column(row, cell, table.columns)
        if column and column.choice and _COUNT.fullmatch(cell.text):
            found[column.vote][column.choice] = int(cell.text)
    label = next((cell.text for cell in row.cells if cell.text and not _COUNT.fullmatch(cell.text)), "")
    whole = not label or cells.means(label.partition(" ")[0]) in (Means.SUM, Means.VOTE)
    if whole:
        table.sums |= {vote: counts for vote, counts in found.items() if {Choice.YES, Choice.NO} <= counts.keys()}
        table.summed = (row.start, row.end) if found else table.summed
    return bool(found)


def _is_other_list(row: Row) -> bool:
    """Whether a row says that people of another sort follow, who have no marks."""
    filled = [cell.text for cell in row.cells if cell.text]
    return len(filled) == 1 and len(filled[0]) <= cells.LONGEST_HEAD and bool(_OTHER_LIST.match(filled[0]))


def _labelled(table: Table, row: Row) -> bool:
    """Whether a row only says that replacements follow."""
    filled = [cell.text for cell in row.cells if cell.text]
    if len(filled) != 1 or cells.means(filled[0].rpartition(" ")[2]) is not Means.REPLACEMENT:
        return False
    table.members = len(table.entries)
    return True
