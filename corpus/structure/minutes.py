"""The numbered § of minutes: which lines are their headings, and where each ends."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.models import Part, PartName, Section, Span
from corpus.structure import case_numbers, days, matters, parts
from corpus.structure.lines import Line

# No heading is longer, in characters on one line.
LONGEST = 500
# So far back the search for the § before looks, in candidates.
WINDOW = 40
# No meeting leaves out more numbers than this at once.
LONGEST_STEP = 40
# Where at least this share of the § have a part right under their number, their headings stand above it.
LEAST_ABOVE = 0.6

_SHORT = r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,5}(?:[ /\-][A-ZÅÄÖa-zåäö]{2,5})?"
_NAME = r"(?:nämnden|styrelsen|fullmäktige|utskott(?:et)?|NÄMNDEN|STYRELSEN|FULLMÄKTIGE|UTSKOTT(?:ET)?)"
# "§ 14", "§14 Rubrik", "SON AU § 132 Rubrik", "## § 7 0160/23", "§ 45/24", "§§ 12-14", "KS 2024/1 § 5", "Forts. § 16"
_HEADING = re.compile(
    r"(?:#{1,6}\s*|\*\*|\|\s?)?"
    r"(?P<case>(?:[Dd]nr:?\s)?[A-ZÅÄÖ]{2,5}[ \-/]\d{2,4}[/:\-]\d{1,6}\s{1,30})?"
    r"(?P<forts>\(?[Ff](?:orts|ORTS)(?:ättning|ÄTTNING)?\.?:?\)?\s)?"
    rf"(?P<body>(?:{_SHORT}|[A-ZÅÄÖ][\w\- ]{{0,50}}{_NAME})\s{{1,4}})?"
    r"(?:§{1,2}|[Pp]aragraf(?: nr)?|PARAGRAF)\s?(?P<number>\d{1,4})(?P<more>(?![\d]).*)",
)
_RANGE = re.compile(r"\s?[-–]\s?(?P<last>\d{1,4})(?![\d/\-])")
_YEAR = re.compile(r"[/:](?:20)?\d\d(?!\d)")
_CONTINUED = re.compile(r"[-–,.(\s]*(?:forts(?:ättning)?|FORTS)\b[.)]*", re.IGNORECASE)
# What follows a § that is cited in running text, not a heading: "§ 97 och den 1 februari", "§ 8, att …", "§ 97)".
_CITED = re.compile(
    r"[;)]|,(?!\s?[A-ZÅÄÖ\d]{1,8}[\d/\-]*\s*$)|[a-zåäö]|[–-]\s?\d|(?:SFS|KL|FL|OSL|PBL|SoL|LSS)\b|\d{1,2}[:.]\d\d\b"
)
_NO_BODY = frozenset("se jfr och av med mot enl enligt samt per till den de i på om från".split())
# A line of a table of contents ends with its page.
_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{1,4}$|\s{3,}\d{1,4}$|\t\d{1,4}$")
_CASE_WORD = re.compile(r"\(?(?:dnr|diarienummer|diarienr|ärendenummer|ärendenr)\b", re.IGNORECASE)
# A line that breaks off in the middle of a sentence: what follows right under it is no heading.
_UNFINISHED = re.compile(
    r"(?:,|\b(?:och|den|samt|enligt|av|i|till|från|se|kap\.?|punkt(?:en|erna)?|paragraf(?:en|erna)?)|§+|\d{4},)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"upprop|öppna|justera|justering|dagordning|föredragningslista|kallelse|parentation", re.IGNORECASE
)
_APPENDIX = re.compile(
    r"bilaga(?: \w{1,3})?(?:[ :,(–-].{0,80})?|(?:närvaro-? och )?(?:omröstnings|voterings)lista", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    number: int
    last: int
    rest: str
    style: tuple[str, bool, bool]
    weight: float
    paper: int
    opens: bool


def sections(
    rows: Sequence[Line], length: int, pages: Sequence[Span] = (), papers: Sequence[int] = ()
) -> tuple[Section, ...]:
    """The § of the minutes whose lines are `rows`, with what stands before the first as a section of its own.

    Empty where no line is the heading of a §. `length` is that of the document's text, `pages` are its pages and
    `papers` the places where other papers in the same file begin: numbers start over there, and a § ends.
    """
    appendices = _appendices(rows, pages)
    chain = _chain(_own(_candidates(rows, papers), appendices))
    if not chain:
        return ()
    above = _heads_above(chain, rows)
    free = [0, *(candidate.row + 1 for candidate in chain)]
    found = [
        matters.read(rows, candidate.row, candidate.rest, start, above=above)
        for candidate, start in zip(chain, free, strict=False)
    ]
    # Rows where something begins that no § owns: another paper, and after the last § of a paper an appendix.
    others = [bisect.bisect_left(rows, place, key=lambda line: line.start) for place in papers]
    result = [*_unnumbered(rows, 0, found[0].first, others, length)]
    for candidate, matter, after in zip(chain, found, [*found[1:], None], strict=True):
        stop = after.first if after else len(rows)
        foreign = [row for row in others if matter.body < row < stop]
        if foreign or after is None:
            foreign = sorted({*foreign, *(row for row in appendices if matter.body < row < stop)})
        end = foreign[0] if foreign else stop
        place = rows[end].start if end < len(rows) else length
        own = _parts(rows[matter.body : end], place)
        number = f"§ {candidate.number}"
        result.append(Section(rows[matter.first].start, place, matter.heading, number, matter.case_number, own))
        result.extend(_unnumbered(rows, end, stop, foreign, length))
    return tuple(result)


def _unnumbered(rows: Sequence[Line], first: int, stop: int, starts: Sequence[int], length: int) -> Iterator[Section]:
    """What stands outside the §, parted at `starts`, each stretch under its first line; the file's head under none."""
    bounds = [first, *(row for row in starts if first < row < stop), stop]
    for begin, end in itertools.pairwise(bounds):
        own = [line for line in rows[begin:end] if line.text]
        if own:
            start = rows[begin].start if begin else 0
            place = rows[end].start if end < len(rows) else length
            yield Section(start, place, own[0].text if begin else "", parts=parts.split(rows[begin:end], place))


def _candidates(rows: Sequence[Line], papers: Sequence[int]) -> list[_Candidate]:
    """The lines that may be the heading of a §, each weighed by how much it looks like one and like the others."""
    found: list[_Candidate] = []
    above = ""  # the line right above, blank or not
    for number, line in enumerate(rows):
        text = line.text
        if (
            len(text) <= LONGEST
            and ("§" in text or text[:10].lower().startswith("paragraf"))
            and (match := _HEADING.fullmatch(text))
        ):
            candidate = _candidate(match, number, above, bisect.bisect_right(papers, line.start))
            if candidate:
                found.append(candidate)
        above = text
    styles = Counter(candidate.style for candidate in found)
    return [
        replace(
            c, weight=c.weight + styles[c.style] / len(found), opens=c.number == 1 and _opens(rows[c.row : c.row + 4])
        )
        for c in found
    ]


def _own(candidates: Sequence[_Candidate], appendices: Sequence[int]) -> list[_Candidate]:
    """The candidates less the § of rules in an appendix: there numbers fall back, and go on from one another."""
    kept: list[_Candidate] = []
    strange: _Candidate | None = None
    for candidate in candidates:
        if kept and kept[-1].paper == candidate.paper and not candidate.opens:
            behind = bisect.bisect_left(appendices, kept[-1].row) < bisect.bisect_left(appendices, candidate.row)
            follows = strange is not None and candidate.number == strange.last + 1
            if behind and (candidate.number <= kept[-1].last or follows):
                strange = candidate
                continue
        kept.append(candidate)
        strange = None
    return kept


def _opens(rows: Sequence[Line]) -> bool:
    """Whether a § with these first lines is one that meetings begin with; a "§ 1" of adopted rules is none."""
    return any(_OPENING.search(line.text) for line in rows)


def _candidate(match: re.Match[str], row: int, above: str, paper: int) -> _Candidate | None:
    body = (match["body"] or "").strip()
    if body.lower() in _NO_BODY:
        return None
    number, more = int(match["number"]), match["more"]
    last = number
    if (span := _RANGE.match(more)) and number < int(span["last"]) <= number + LONGEST_STEP:
        last, more = int(span["last"]), more[span.end() :]
    if year := _YEAR.match(more):
        more = more[year.end() :]
    dotted = more[:1] in (".", ":")
    rest = more.lstrip(".:").strip("* \t|")
    if more and not dotted and more[0] not in " \t\u00a0*|,–-;)(":
        return None
    continued = bool(match["forts"] or _CONTINUED.fullmatch(rest))
    sure = bool(match["case"] or _CASE_WORD.match(rest) or case_numbers.heading_case_number(rest.lstrip(",:– ")))
    if not continued and (_CONTENTS.search(rest[-60:]) or _is_cited(rest, above, sure)):
        return None
    weight = 0.8 * sure - 2.0 * continued - 0.8 * (dotted and not rest)
    weight += 0.6 * (not above or above.endswith((".", ":", "?", "!", ")")) or parts.named(above) is not None)
    style = (body.upper(), year is not None, match.group().startswith("#"))
    return _Candidate(row, number, last, (match["case"] or "") + rest, style, weight, paper, opens=False)


def _is_cited(rest: str, above: str, sure: bool) -> bool:
    """Whether a § at the start of a line is one that the text speaks of."""
    if _CITED.match(rest):
        return not (sure and rest.startswith(","))
    if sure:
        return False
    return bool(_UNFINISHED.search(above) or (days.dates(rest[:24]) and rest[:1].isdigit()))


def _chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The best run of candidates whose numbers rise, a step of one counting for most.

    A § cited at the start of a line falls out: its number is not next in line. "§ 16 forts." and a running "§ 16" at
    the head of the next page belong to the § that they go on with.
    """
    best: list[float] = []
    previous: list[int] = []
    ends = [(candidate.last, candidate.paper) for candidate in candidates]
    for i, candidate in enumerate(candidates):
        number, paper = candidate.number, candidate.paper
        gained, back = 1.0, -1
        first = max(0, i - WINDOW)
        for j, (last, other) in enumerate(ends[first:i], first):
            step = number - last
            if step == 1:
                gain = 2.0
            elif 1 < step < LONGEST_STEP:
                gain = 1.0 / step - 0.6
            elif other != paper:
                gain = 0.0
            elif candidate.opens:  # without a new head numbers start over only where a meeting is opened
                gain = -1.0
            else:
                continue
            if best[j] + gain > gained:
                gained, back = best[j] + gain, j
        best.append(gained + candidate.weight)
        previous.append(back)
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


def _heads_above(chain: Sequence[_Candidate], rows: Sequence[Line]) -> bool:
    """Whether these minutes put the heading over the number: right under it comes a part."""
    bare = 0
    for candidate in chain:
        under = (line.text for line in rows[candidate.row + 1 : candidate.row + 4] if line.text)
        following = next((text for text in under if not matters.number_in_line(text)), "")
        bare += not matters.words(candidate.rest) and matters.is_part(following)
    return bare >= LEAST_ABOVE * len(chain)


def _appendices(rows: Sequence[Line], pages: Sequence[Span]) -> list[int]:
    """The rows that open a page with the heading of an appendix."""
    found = []
    for page in pages[1:]:
        row = bisect.bisect_left(rows, page.start, key=lambda line: line.start)
        while row < len(rows) and not rows[row].text:
            row += 1
        if row < len(rows) and rows[row].start < page.end and _APPENDIX.fullmatch(rows[row].text):
            found.append(row)
    return found


def _parts(rows: Sequence[Line], end: int) -> tuple[Part, ...]:
    """The parts of a §. The columns of its voting lists ("Ersättare") are no attendance list."""
    return parts.split([line for line in rows if parts.named(line.text) is not PartName.ATTENDANCE], end)
