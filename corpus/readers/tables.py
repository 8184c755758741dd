"""What stands side by side, read aloud: a table row by row, a list in columns column by column, a form label by label.

Which of them it is shows in what stands there: names, numbers, the usual labels of Swedish minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.readers.cells import BAR, Cell, Row, Said, barred, flowing, is_person, text_of
from corpus.readers.glyphs import Piece

# A label is no longer than this, and one in the margin of a text stands beside lines of so many characters.
LONGEST_LABEL = 45
MARGIN_TEXT = 40
# Pieces of one line that are further apart than this many line heights are two things.
FAR = 3.0

# Words of a form's left side. With them the right side is the value, however the two stand.
_LABEL = re.compile(
    r"(?:plats|tid|datum|dag|sammanträdes\w*|mötes\w*|lokal|organ|närvar\w+|frånvar\w+|beslutande|ledam\w+|ersättar\w+"
    r"|tjänstgörande|icke|ej|övriga?|sekreterare\w*|ordförande\w*|justera\w*|justering\w*|utse\w+|paragraf\w*|underskrift\w*"
    r"|signatur\w*|anslag\w*|protokoll\w*|förvaring\w*|nämnd\w*|dnr|diarie\w+|ärende\w*|handläggare|föredragande|mottagare"
    r"|avsändare|till|från|kopia|referens|telefon|e-?post\w*|adress|diariet|vid|tjänstepersoner|tjänstemän|omfattning"
    r"|uppsatt\w*|nedtag\w*|bilag\w+|sista|beteckning|dokument\w*|version|giltig\w*|antagen|fastställ\w+|gäller)\b",
    re.IGNORECASE,
)
# Who is who's substitute: a pair, which columns would part.
_INSTEAD = re.compile(r"\b(?:ersätter|för|istället|i stället|tjänstgör för|ordinarie)\b", re.IGNORECASE)
_VALUE = re.compile(
    r"[-–+±]?\d[\d\s.,:/–-]*(?:%|kr|tkr|mkr|mnkr|st)?|[xX✓√–-]|ja|nej|avst(?:år|\.)?|frånv(?:arande|\.)?"
    r"|\d{1,2} [a-zåäö]{3,9} \d{4}",
    re.IGNORECASE,
)


def loose(row: Sequence[Piece], *, edge: bool) -> Iterator[Said]:
    """What stands side by side on one line only; a line each at the `edge` of a page, where heads and feet stand."""
    texts = [piece.shown for piece in row]
    if edge or sum(map(is_person, texts)) > 1:
        yield from (Said(text, [piece]) for text, piece in zip(texts, row, strict=True))
    elif len(row) > 1 and not _is_numbered(texts[0]) and (_LABEL.match(texts[0]) or _is_far(*row[:2])):
        yield _labelled(row[:1], Said(BAR.join(texts[1:]), row[1:]))
    else:
        yield Said(" ".join([*texts[:-1], row[-1].text]), row, row[-1].broken)


def spoken(rows: Sequence[Row], *, ruled: bool, edge: bool) -> Iterator[Said]:
    """The lines of a table, a list in columns or a form; only in a table some rows may have fewer cells.

    `ruled` says that lines are drawn about its cells, `edge` that it stands where heads and feet of pages do.
    """
    people = _people(rows) if len({len(row) for row in rows}) == 1 else []
    starts = _lists(rows, people)
    if len(starts) > 1:
        yield from _by_column(rows, starts)
    elif not ruled and _is_form(rows):
        yield from _form(rows)
    elif ruled or _are_pairs(rows, people):
        for row in rows:
            yield from _row(row)
    elif _is_table(rows, edge=edge):
        for row in _gathered(rows):
            yield from _row(row)
    else:
        yield from _by_column(rows, range(len(rows[0])))


def _people(rows: Sequence[Row]) -> list[int]:
    """The columns that hold people, under a heading or not."""
    found = []
    for column in range(len(rows[0])):
        pieces = [piece for row in rows for piece in row[column]]
        people = sum(is_person(piece.text) for piece in pieces)
        if people and people >= 0.6 * (len(pieces) - (not is_person(pieces[0].text))):
            found.append(column)
    return found


def _lists(rows: Sequence[Row], people: list[int]) -> list[int]:
    """The columns that begin a list of people, where there are two or more."""
    if any(_INSTEAD.search(text_of(cell)) for cell in rows[0]):
        return []
    # "Socialnämnden | Anna Ek (S) | Bo Ås (M)" are the offices of one committee, not two lists.
    labels = sum(bool(row[0]) for row in rows)
    return people if 0 in people or labels * 3 <= len(rows) else []


def _are_pairs(rows: Sequence[Row], people: Sequence[int]) -> bool:
    """Whether each row is about one person: with an office, or with whom they stand in for."""
    both = sum(all(row) for row in rows)
    return bool(people) and both * 3 >= 2 * len(rows)


def _by_column(rows: Sequence[Row], starts: Iterable[int]) -> Iterator[Said]:
    """Column by column; one that is not of `starts` goes with the one to its left, as a party with its name."""
    starts = list(starts)
    for start, stop in zip([0, *starts[1:]], [*starts[1:], len(rows[0])], strict=True):
        for row in rows:
            filled = [cell for cell in row[start:stop] if cell]
            if len(filled) == 1:
                yield from flowing(filled[0])
            elif filled:
                # Of a name, Ja and Nej the empty one says how somebody voted.
                yield barred(filled if stop - start == 2 else row[start:stop])


def _is_form(rows: Sequence[Row]) -> bool:
    """Whether the left side is labels and the right side their values."""
    if len(rows[0]) != 2:
        return False
    labels = [text_of(row[0]) for row in rows if row[0]]
    values = [text_of(row[1]) for row in rows if row[1]]
    if not labels or not values or any(len(label) > LONGEST_LABEL for label in labels) or any(map(is_person, labels)):
        return False
    if len(labels) * 2 < len(rows) and sum(map(len, values)) > MARGIN_TEXT * len(values):
        return True
    named = sum(bool(_LABEL.match(label) or label.endswith(":")) for label in labels)
    if named * 2 < len(labels) or _LABEL.fullmatch(values[0]):
        return False
    # "Ordförande" beside "Justerare", each over a name, are two signatures.
    return not (named == 1 and len(labels) > 1 and _LABEL.match(values[0]))


def _form(rows: Sequence[Row]) -> Iterator[Said]:
    """Label by label; a value of several lines is one where it flows on, and a line each where it is a list."""
    for label, value in _fields(rows):
        text = sum(len(piece.text) for piece in value)
        if label and text > 3 * MARGIN_TEXT and not any(is_person(piece.text) for piece in value):
            yield Said(text_of(label), label)  # a heading in the margin
            yield from (Said(piece.text, [piece], piece.broken) for piece in value)
            continue
        lines = list(flowing(value))
        if label and lines:
            yield _labelled(label, lines.pop(0))
        elif label:
            yield Said(text_of(label), label)
        yield from lines


def _labelled(label: Sequence[Piece], value: Said) -> Said:
    text = text_of(label)
    return Said(text + (" " if text.endswith(":") else BAR) + value.text, [*label, *value.pieces], value.broken)


def _fields(rows: Sequence[Row]) -> list[tuple[Cell, Cell]]:
    """The labels with their values; a label of several lines goes on in small letters."""
    found: list[tuple[Cell, Cell]] = []
    for left, right in rows:
        goes_on = found and left and not right and left[0].text[:1].islower()
        if found and (not left or goes_on):
            found[-1][0].extend(left)
            found[-1][1].extend(right)
        else:
            found.append((list(left), list(right)))
    return found


def _is_table(rows: Sequence[Row], *, edge: bool) -> bool:
    """Whether the columns are those of a table: three or more that are filled, or one of numbers, marks or dates."""
    width, height = len(rows[0]), len(rows)
    if width >= 3 and not edge:
        filled = sum(bool(cell) for row in rows for cell in row)
        if height >= 3 and filled >= 0.6 * width * height:
            return True
        # "Underskrifter   Ordförande   ………": unlike signatures side by side, whose labels are all on the first line.
        labels = sum(bool(_LABEL.match(text_of(cell))) for row in rows for cell in row[:2] if cell)
        if labels > 1 and labels * 2 >= height and sum(bool(_LABEL.match(text_of(cell))) for cell in rows[0]) < width:
            return True
    for column in range(1, width):
        texts = [text_of(row[column]) for row in rows if row[column]]
        if texts and sum(bool(_VALUE.fullmatch(text)) for text in texts) >= max(0.6 * len(texts), 1):
            return sum(not _VALUE.fullmatch(text_of(row[0])) for row in rows if row[0]) * 2 >= height
    return False


def _gathered(rows: Sequence[Row]) -> list[Row]:
    """The rows, with those that only go on in cells of the row above put to it."""
    found: list[Row] = []
    for row in rows:
        if found and _goes_on(found[-1], row):
            found[-1] = [[*above, *cell] for above, cell in zip(found[-1], row, strict=True)]
        else:
            found.append([list(cell) for cell in row])
    return found


def _goes_on(above: Row, row: Row) -> bool:
    """Whether `row` has nothing to begin with, and under filled cells only what is no value, label or name."""
    if row[0] or not above[0]:
        return False
    said = [(over, text_of(cell)) for over, cell in zip(above, row, strict=True) if cell]
    return not any(not over or _VALUE.fullmatch(text) or _LABEL.match(text) or is_person(text) for over, text in said)


def _row(row: Row) -> Iterator[Said]:
    """A row of a table as a line; a list of people in a cell is a line each."""
    filled = [cell for cell in row if cell]
    people = [sum(is_person(piece.text) for piece in cell) for cell in row]
    if len(filled) == 1:
        yield from flowing(filled[0])
    elif max(people) > 1:
        head = [cell for cell, count in zip(row, people, strict=True) if cell and count < 2]
        if head:
            yield barred(head)
        for cell, count in zip(row, people, strict=True):
            if count > 1:
                yield from flowing(cell)
    elif _is_numbered(text_of(filled[0])) and filled[0] is row[0]:
        yield Said(" ".join(map(text_of, filled)), [piece for cell in filled for piece in cell])
    else:
        yield barred(row)


def _is_far(piece: Piece, after: Piece) -> bool:
    """Whether a gap as wide as a form leaves between a label and its value parts two pieces of a line."""
    return after.left - piece.right > FAR * piece.height


def _is_numbered(text: str) -> bool:
    """Whether a line begins with the number of a §, which no bar may part from its heading and its diarienummer."""
    return text.startswith("§")
