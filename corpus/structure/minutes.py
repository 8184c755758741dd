"""The numbered § of minutes: which lines are headings, what each is about, where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Part, PartName, Section
from corpus.structure import parts, references
from corpus.structure.lines import Line

# "§ 14", "§14 Rubrik", "SON AU § 132 Rubrik", "## § 7 0160/23", "§ 16 forts."
_HEADING = re.compile(
    r"(?:#{1,6}\s*|\*\*)?(?P<body>(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,4}\s){0,2})"
    r"§{1,2}\s?(?P<number>\d{1,4})(?:\s?[-–]\s?\d{1,4})?(?:/\d{2,4})?\.?\*{0,2}(?P<rest>(?:\s.*)?)"
)
_CONTINUED = re.compile(r"\(?forts(?:ättning)?\.?\)?", re.IGNORECASE)
# What follows a § that is cited in running text, not a heading: "§ 97 och den 1 februari", "§ 8, att …", "§ 97."
_CITED = re.compile(r"(?:och|samt|i|av|att|till|som|för|den|st|kap)\b|[,.;)]|[–-]\s?\d")
# A line of a table of contents ends with its page.
_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{1,4}$|\s{3,}\d{1,4}$|\t\d{1,4}$")
_CASE_LINE = re.compile(r"(?:dnr|diarienummer|diarienr|ärendenummer|ärendenr)\b", re.IGNORECASE)
# A line that breaks off in the middle of a sentence: what follows it is no heading.
_UNFINISHED = re.compile(
    r"(?:,|\b(?:och|den|samt|enligt|av|i|till|från|se|paragraf(?:erna)?)|§+|\d{4},)$", re.IGNORECASE
)
HEADING_LINES = 4


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    number: int
    rest: str


def sections(rows: Sequence[Line], length: int) -> tuple[Section, ...]:
    """The § of the minutes whose lines are `rows`, with what stands before the first as a section of its own.

    Empty where no line is the heading of a §. `length` is that of the document's text.
    """
    candidates = _chain(_unlisted(_candidates(rows), rows))
    if not candidates:
        return ()
    found = []
    first = rows[candidates[0].row].start
    if any(line.text for line in rows[: candidates[0].row]):
        found.append(Section(0, first, "", parts=parts.split(rows[: candidates[0].row], first)))
    stops = [c.row for c in candidates[1:]] + [len(rows)]
    for candidate, stop in zip(candidates, stops, strict=True):
        end = rows[stop].start if stop < len(rows) else length
        found.append(_section(rows[candidate.row : stop], candidate, end))
    return tuple(found)


def _candidates(rows: Sequence[Line]) -> list[_Candidate]:
    found = []
    before = ""
    for number, line in enumerate(rows):
        match = _HEADING.fullmatch(line.text)
        if match and not _CONTENTS.search(match["rest"][-60:]):
            rest = match["rest"].strip("* \t")
            # A diarienummer beside the number makes it a heading whatever stands before, a text cut short too.
            sure = _CASE_LINE.match(rest) or references.heading_case_number(rest)
            if sure or not (_UNFINISHED.search(before) or _CITED.match(rest)):
                found.append(_Candidate(number, int(match["number"]), rest))
        before = line.text or before
    return found


def _unlisted(candidates: list[_Candidate], rows: Sequence[Line]) -> list[_Candidate]:
    """The candidates less those of a list of matters: nothing below them, and the same number again later on."""
    last = {candidate.number: candidate.row for candidate in candidates}
    kept = []
    for candidate, after in zip(candidates, [*candidates[1:], None], strict=False):
        alone = after is not None and not any(line.text for line in rows[candidate.row + 1 : after.row])
        if not (alone and last[candidate.number] > candidate.row):
            kept.append(candidate)
    return kept


def _chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The longest run of candidates whose numbers rise, a step of one counting for more.

    A § cited at the start of a line falls out: its number is not next in line. "§ 16 forts." and a running "§ 16" at
    the head of the next page belong to the § that they go on with.
    """
    best: list[float] = []
    previous: list[int] = []
    for i, candidate in enumerate(candidates):
        score, back = 1.0, -1
        for j in range(max(0, i - 60), i):
            step = candidate.number - candidates[j].number
            # A file may hold several meetings, so numbers may start over; that is dearer than any step within one.
            gain = (
                2.0
                if step == 1
                else 1.0 / step
                if 1 < step < 40
                else -1.0
                if step <= 0 and candidate.number == 1
                else None
            )
            if gain is not None and best[j] + gain > score:
                score, back = best[j] + gain, j
        best.append(score)
        previous.append(back)
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


def _section(rows: Sequence[Line], candidate: _Candidate, end: int) -> Section:
    start = rows[0].start
    number = references.heading_case_number(candidate.rest)
    title = [] if number and not _words_beside(candidate.rest) else [_without_case(candidate.rest)]
    # The heading goes on to a blank line after words, the name of a part or a sentence; the diarienummer may follow.
    open_heading = True
    for line in rows[1 : 1 + 2 * HEADING_LINES]:
        text = line.text.strip("#* ")
        if parts.named(text):
            break
        if _CASE_LINE.match(text):
            number = number or references.case_number(text) or references.heading_case_number(_CASE_LINE.sub("", text))
        elif not text:
            open_heading = open_heading and not any(title)
        elif open_heading and sum(map(bool, title)) < HEADING_LINES and not _is_sentence(text, title):
            title.append(text)
        else:
            break
    heading = " ".join(t for t in title if t and not _CONTINUED.fullmatch(t))
    return Section(start, end, heading, f"§ {candidate.number}", number, _parts(rows[1:], end))


def _parts(rows: Sequence[Line], end: int) -> tuple[Part, ...]:
    """The parts of a §. The columns of its voting lists ("Ersättare") are no attendance list."""
    return parts.split([line for line in rows if parts.named(line.text) is not PartName.ATTENDANCE], end)


def _is_sentence(text: str, title: Sequence[str]) -> bool:
    """Whether `text`, under the lines of `title`, starts the matter and not another line of the heading."""
    return any(title) and (
        (text[0].isupper() and (len(text) > 75 or text.endswith("."))) or text.startswith(("- ", "• ", "1."))
    )


def _without_case(rest: str) -> str:
    """A heading line without the diarienummer and its word."""
    for known in re.findall(
        r"(?:(?:[Dd]nr|[Dd]iarienummer|[ÄA]rendenummer):?\s*)?[A-ZÅÄÖ]{2,5}[ \-/]\d[\d/:\-]+|\d{3,6}/\d{2}\b", rest
    ):
        rest = rest.replace(known, " ")
    return re.sub(r"(?:[Dd]nr|[Dd]iarienummer|[ÄA]rendenummer):?|\(\s*\)", " ", rest).strip(" –-:,\t|")


def _words_beside(rest: str) -> bool:
    return any(char.isalpha() for char in _without_case(rest))
