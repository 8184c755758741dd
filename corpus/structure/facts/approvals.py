"""From meeting to minutes in force: who approves them and when, when they are posted, who has signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence, Set

from corpus import sieve
from corpus.facts import Approval, Step
from corpus.models import PartName, Section
from corpus.structure import prose
from corpus.structure.facts import fields
from corpus.structure.facts.fields import Field, Label
from corpus.structure.lines import Line
from corpus.structure.node import Paper
from corpus.structure.outline import parts
from corpus.structure.prose import Prose
from corpus.swedish import days, people, tables
from corpus.swedish.people import NAME, PARTY

# How many lines with text, from the end, may hold the signatures and the notice of the posting.
TAIL_ROWS = 60
# How many lines with text a block of signatures takes at most.
SIGNATURE_ROWS = 14
# How many lines before and after a word for justering its sentence may reach.
LONGEST_PARAGRAPH = 20

_STEPS = {
    Label.CHOSEN: Step.CHOSEN,
    Label.APPROVED: Step.APPROVED,
    Label.POSTED: Step.POSTED,
    Label.TAKEN_DOWN: Step.TAKEN_DOWN,
}
# Whose labels stand by a signature.
_SIGNING = frozenset({Label.SIGNED, Label.OFFICE, Label.SECRETARY, Label.CHOSEN})
# What a date tells that no word stands before, in a field that tells who.
_UNSAID: dict[Step, Step | None] = {Step.CHOSEN: Step.APPROVED, Step.SIGNED: None}
# Where a name stands in a field's text, and the name as written.
_Name = tuple[int, int, str]

# The word nearest before a date says what was done on it.
_DONE = re.compile(
    r"(?P<taken_down>tas ne[dr]|nedta\w+|till och med|t\.?\s?o\.?\s?m\.?|sista dag|överklag\w+)"
    r"|(?P<posted>anslag\w*|anslå\w*|anslog\w*|publicera\w*|uppsatt|uppsätt\w*|sätts upp)|(?P<approved>juster\w*)",
    re.IGNORECASE,
)
_CHOSEN = sieve.compile(
    r"\b(?:utses|utsågs|utsedda?|väljs|valdes|valda)\b.{0,80}\bjuster|\bjusterar\b.{0,40}\bprotokoll"
    r"|\bjuster\w+\b.{0,60}\b(?:utses|utsågs|väljs|valdes)\b|\btill justerare\b",
    re.IGNORECASE | re.DOTALL,
)
# "tillsammans med ordföranden Anna Ek (S)": the chair is not chosen.
_BESIDE = re.compile(r"\b(?:tillsammans med|jämte)\b", re.IGNORECASE)
_IMMEDIATE = sieve.compile(
    r"\bomedelbar(?:t|ligen)?\s(?:juster(?:ad|at|as|ade|ades|ing|ats)\b)|\bjuster(?:as|ades|ats|ad|at)\s(?:\w+\s)?omedelbart\b"
    r"|\bdirektjuster(?:ad|at|as|ing)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(r"\b(?:avslå|avslag|begär|yrka|kan|får|möjlighet)", re.IGNORECASE)
# The name of someone in a list of names, with the party where it stands beside it.
_LISTED = re.compile(
    rf"(?:^|[,;\n:]\s{{0,3}}|\s(?:och|samt|av)\s)(?P<name>{NAME}(?:\s?\(\s?{PARTY}\s?\))?)"
    rf"(?=\s*(?:$|[,;.\n(§\d]|(?:och|samt|med|som|utses)\b))"
)
# What stands before the name of someone who signs.
_SIGNS_AS = re.compile(
    r"(?:vid protokollet|underskrifter|justera(?:t|de|re|nde)|(?:vice )?ordförande|\w*sekreterare"
    r"|(?:rätt )?utdrag\w* \w+)\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s._…\-–—=*·|/\\]+")
_CELLS = re.compile(r"\s{2,40}|\t+|\s*[·|]\s*")
_TITLE = (
    r"(?:(?:[^\W\d_]\w*- och )?(?:[A-ZÅÄÖ]{2,4}-)?(?:[^\W\d_][\w\-]*?)?"
    rf"(?i:{tables.OFFICE}|ordförande|ordf\.?|justerare|justerande)(?: [a-zåäö][\w \-]{{0,40}})?"
    r"|(?:t\.?\s?f\.?|tillförordnad|biträdande|medicinskt|teknisk) [a-zåäö][\w \-]{3,50})"
)
_TITLED = re.compile(rf"(?P<name>{NAME})(?:\s\({PARTY}\))?,\s?{_TITLE}")
_CELL = re.compile(
    rf"(?:{NAME}(?:\s\({PARTY}\))?(?:,\s?(?:{_TITLE}|[a-zåäö][\w \-]{{2,60}}))?|{NAME}(?:, {NAME}){{1,4}}|{_TITLE}"
    r"|\d{4}-\d\d-\d\d)"
)
_PLACE_AND_DAY = re.compile(
    r"[A-ZÅÄÖ][\w ]{1,30}?,? (?:den )?\d{1,2}[^\d]{1,12}\d{4}|[A-ZÅÄÖ][\w ]{1,30}?,? (?:den )?\d{4}-\d\d-\d\d"
)
_ONLY_TITLE = re.compile(_TITLE)
_SIGNED_NAME = re.compile(rf"(?:^|,\s)({NAME}(?:\s\({PARTY}\))?)(?=$|,)")


def find(paper: Paper) -> tuple[Approval, ...]:
    """The steps that the paper states, in its order."""
    rows, sections = paper.rows, paper.sections
    numbered = [section for section in sections if section.paragraph]
    found: list[Approval] = []
    first = list(fields.find(fields.head(rows, sections)))
    if numbered or any(field.label is Label.DECIDING for field in first):
        found.extend(_of_fields(first, signing=False))
    if numbered:
        tail = [row for row in rows if row.start > numbered[-1].start and row.text][-TAIL_ROWS:]
        found.extend(_of_fields(fields.find(tail), signing=True))
    found.extend(_signatures(rows, letter=not numbered))
    found.extend(_sentences(rows, numbered, found))
    return tuple(sorted(_once(found), key=lambda step: (step.start, step.end)))


def _of_fields(found: Iterable[Field], *, signing: bool) -> Iterator[Approval]:
    """The steps of fields; where they are `signing`, as below "Underskrifter", the chair's name is a signature."""
    for field in found:
        if field.label is Label.SIGNED:
            signing = True
        elif field.label in fields.LISTS or field.label is Label.APPROVED:
            signing = False
        names = list(_names(field.text))
        chosen = field.label is Label.CHOSEN and not field.written.casefold().startswith("juster")
        if signing and not chosen and field.label in _SIGNING:
            done = _DONE.search(field.text)
            yield from (_by(field, [name], Step.SIGNED) for name in names if not done or name[1] <= done.start())
            yield from _dated(field, Step.SIGNED, names)
        elif step := _STEPS.get(field.label):
            yield from _of_field(field, step, names)


def _of_field(field: Field, step: Step, names: Sequence[_Name]) -> Iterator[Approval]:
    stated = field.written.casefold().startswith(("justerat", "justerad"))
    if names and not stated and step in (Step.CHOSEN, Step.APPROVED):
        done = _DONE.search(field.text)
        chosen = [name for name in names if not done or name[1] <= done.start() or step is Step.APPROVED]
        if chosen:
            yield _by(field, chosen, Step.CHOSEN)
    yield from _dated(field, step, names if stated else ())


def _dated(field: Field, step: Step, names: Sequence[_Name]) -> Iterator[Approval]:
    """What was done on the days that a field names: by the word nearest before each, else by the field's label."""
    text = field.text
    before = 0
    for day in days.find(text):
        done = list(_DONE.finditer(text, before, day.start))
        word = done[-1] if done else None
        if word and word.lastgroup:
            of_day: Step | None = Step[word.lastgroup.upper()]
        else:
            of_day = _UNSAID.get(step, step) if not before else None
        if of_day:
            begin = word.start() if word else day.start
            by = tuple(name[2] for name in names if not word or name[0] > word.start())
            who = by if of_day is Step.APPROVED else ()
            yield Approval(field.at(begin), field.at(day.end - 1) + 1, of_day, who, day.date)
        before = day.end


def _by(field: Field, names: Sequence[_Name], step: Step) -> Approval:
    return Approval(field.at(names[0][0]), field.at(names[-1][1] - 1) + 1, step, tuple(name[2] for name in names))


def _names(text: str) -> Iterator[_Name]:
    """The people that a list names, with or without a party."""
    taken = 0
    for match in _LISTED.finditer(text):
        name = match["name"]
        if match.start("name") >= taken and people.is_name(name.split("(")[0]):
            taken = match.end("name")
            yield match.start("name"), match.end("name"), " ".join(name.split())


def _signatures(rows: Sequence[Line], *, letter: bool) -> Iterator[Approval]:
    """Those who have signed: the block of names that ends the paper, in a letter any names with titles near its end."""
    filled = [row for row in rows if row.text and (row.text[0].isalnum() or not _RULE.fullmatch(row.text))][-TAIL_ROWS:]
    first = len(filled)
    while first and len(filled) - first < SIGNATURE_ROWS and _signs(filled[first - 1].text):
        first -= 1
    if first and parts.named(filled[first - 1].text) not in (None, PartName.APPROVAL):
        first = len(filled)  # a list of recipients, of those who reserve themselves
    day: days.Day | None = None  # of the line "Lindsala den 16 september 2019" above the names
    for number, row in enumerate(filled):
        below = filled[number + 1].text if number + 1 < len(filled) else ""
        if _PLACE_AND_DAY.fullmatch(row.text):
            day = next(days.find(row.text), None)
        elif number >= first or (letter and (_is_titled(row.text, below) or (day and _signs(row.text)))):
            yield from _signers(row, day.date if day else None)
        else:
            day = None


def _signs(line: str) -> bool:
    """Whether a line at the end of a paper can belong to its signatures: names, titles, the words before them."""
    if parts.named(line) is not None:
        return False
    label = _SIGNS_AS.match(line)
    return all(not cell or _CELL.fullmatch(cell) for cell in _CELLS.split(line[label.end() if label else 0 :]))


def _is_titled(line: str, below: str) -> bool:
    """Whether a line of a letter is names with their titles beside or below them."""
    cells = _CELLS.split(line.strip("*"))
    if all(_TITLED.fullmatch(cell) for cell in cells):
        return True
    names = all(re.fullmatch(NAME, cell) for cell in cells)
    return names and all(_ONLY_TITLE.fullmatch(cell) for cell in _CELLS.split(below.strip("*")))


def _signers(row: Line, date: dt.date | None) -> Iterator[Approval]:
    label = _SIGNS_AS.match(row.text)
    at = label.end() if label else 0
    for cell in _CELLS.split(row.text[at:].strip("*")):
        at = row.text.index(cell, at)
        for match in _SIGNED_NAME.finditer(cell):
            if people.is_name(match[1].split("(")[0]):
                start = row.start + at + match.start(1)
                yield Approval(start, start + len(match[1]), Step.SIGNED, (match[1],), date)
        at += len(cell)


def _sentences(rows: Sequence[Line], numbered: Sequence[Section], found: Sequence[Approval]) -> Iterator[Approval]:
    """What the § say: that they are approved at once, and who was chosen where no field does."""
    known = {_bare(name) for step in found if step.step is Step.CHOSEN for name in step.who}
    headings = {section.start for section in numbered}
    for block in _paragraphs(rows, headings):
        inside = bool(numbered) and block.lines[0].start > numbered[0].start
        for begin, end in prose.sentences(block.text):
            sentence = block.text[begin:end]
            if _IMMEDIATE.search(sentence) and not _NOT_DONE.search(sentence):
                yield Approval(*block.span(begin, end), Step.IMMEDIATE)
            elif inside and _CHOSEN.search(sentence):
                beside = _BESIDE.search(block.text, begin, end)
                named = list(people.find(block.text, begin, end))
                named = [person for person in named if not beside or person.start < beside.start()] or named
                if named and not {person.name for person in named} & known:
                    who = tuple(block.text[person.start : person.end] for person in named)
                    day = next(days.find(sentence), None)
                    yield Approval(*block.span(begin, end), Step.CHOSEN, who, day.date if day else None)


def _paragraphs(rows: Sequence[Line], headings: Set[int]) -> Iterator[Prose]:
    """The lines that stand together, headings apart, around those that speak of justering."""
    done = 0
    for number in [number for number, row in enumerate(rows) if "uster" in row.text or "USTER" in row.text]:
        if number < done or not _is_text(rows[number], headings):
            continue
        first, done = number, number + 1
        while first and number - first < LONGEST_PARAGRAPH and _is_text(rows[first - 1], headings):
            first -= 1
        while done < len(rows) and done - number < LONGEST_PARAGRAPH and _is_text(rows[done], headings):
            done += 1
        yield prose.run(rows[first:done])


def _is_text(row: Line, headings: Set[int]) -> bool:
    return bool(row.text) and row.start not in headings and parts.named(row.text) in (None, PartName.APPROVAL)


def _once(found: Sequence[Approval]) -> list[Approval]:
    kept: dict[tuple[object, ...], Approval] = {}
    for step in found:
        names = frozenset(map(_bare, step.who))
        kept.setdefault((step.step, names, step.date, step.start if step.step is Step.IMMEDIATE else 0), step)
    return list(kept.values())


def _bare(name: str) -> str:
    """A name as written, less its party."""
    return people.canonical(name.split("(")[0])
