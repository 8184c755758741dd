"""Tables of contents and lists of matters: they name each heading once more, and say nothing of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import sieve
from corpus.structure.lines import Line, split
from corpus.structure.outline import marks, parts

# A table of contents stands in front: within so many characters, or this share of the paper.
FRONT = 12_000
FRONT_SHARE = 0.25
LONGEST_TITLE = 60
# So many entries make a table.
LEAST_ENTRIES = 3
# And so many § that are listed one under another.
LEAST_LISTED = 2
# Of so many § listed one under another some need not come again: an extract, a matter that was struck.
SURE_LIST = 3
LEAST_AGAIN = 0.5
# So many lines without a page number may one entry fill before the one that ends with it.
ENTRY_LINES = 4

_TITLE = re.compile(
    r"(?:innehålls?(?:förteckning)?|(?:paragraf|ärende)(?:förteckning|lista|översikt)|ärenden|paragrafer"
    r"|förteckning över (?:ärenden|paragrafer)|ärenden som ska(?:ll)? behandlas"
    r"|(?:nr|§) ?(?:ärende)?(?:rubrik|mening)?)",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.[ \u00a0]?){4,}[ \t\u00a0]*(?P<page>\d{1,4})$|[…_]{2,}[ \t.…]*(?P<page2>\d{1,4})$")
_WIDE = re.compile(r"(?:\s{3,}|\t|\| ?)(?P<page>\d{1,4})(?: ?\|)?$")
_PLAIN = re.compile(r"\S[ \u00a0](?P<page>\d{1,4})$|^(?P<page2>\d{1,4})$")
_BULLET = re.compile(r"(?:\d{1,3}\.|[-•*]{1,3})\s{1,9}(?=\S)")
# What may stand beside the title of a table: the name of its column of pages.
_PAGES = sieve.compile(r"[|\s]*\bsid\w{0,2}\.?[|\s]*$", re.IGNORECASE)


def find(rows: Sequence[Line], text: str) -> list[tuple[int, int]]:
    """The tables of contents among `rows`, the front lines of `text` that are not blank: row to row, end exclusive."""
    return sorted([*_tables(rows), *_lists(rows, text)])


def _tables(rows: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs of entries that end with rising page numbers: with leaders anywhere in front, without under a title."""
    found: list[tuple[int, int]] = []
    row = 0
    while row < len(rows):
        titled = _is_title(rows[row].text)
        if titled or rows[row].text[-1].isdigit():
            end, entries = _run(rows, row + titled, titled)
            if entries >= LEAST_ENTRIES:
                found.append((row, end))
                row = end - 1
        row += 1
    return found


def _run(rows: Sequence[Line], first: int, titled: bool) -> tuple[int, int]:
    end, entries, last, waiting, number = first, 0, 0, 0, 0
    for row in range(first, len(rows)):
        mark = _mark(rows[row].text)
        if mark and mark.number <= number:
            break  # the items that the table lists begin
        number = mark.number if mark else number
        page, sure = _page(rows[row].text, titled)
        if page is None or (page < last and not sure):
            waiting += 1
            if waiting >= ENTRY_LINES or not (entries or titled) or (not titled and waiting > 1):
                break
            continue
        if not titled and not sure:
            break
        entries, end, last, waiting = entries + 1, row + 1, page, 0
    return end, entries


def _page(line: str, titled: bool) -> tuple[int | None, bool]:
    """The page number that an entry ends with, and whether leaders show that it is one."""
    tail = line[-80:]
    if match := _LEADERS.search(tail):
        return int(match["page"] or match["page2"]), True
    match = _WIDE.search(tail) or (_PLAIN.search(tail) if titled else None)
    if match is None:
        return None, False
    return int(match.groupdict().get("page") or match.groupdict().get("page2") or 0), _mark(line) is not None


def _mark(line: str) -> marks.Mark | None:
    bullet = _BULLET.match(line)
    return marks.read(line[bullet.end() :] if bullet else line)


def _lists(rows: Sequence[Line], text: str) -> list[tuple[int, int]]:
    """Runs of rising § with nothing but their headings between them, which come again later in `text`."""
    listed = [(row, mark.number) for row, line in enumerate(rows) if (mark := _mark(line.text))]
    if len(listed) < LEAST_LISTED:
        return []
    latest = {mark.number: line.start for line in split(text) if (mark := _mark(line.text))}
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for row, number in [*listed, (len(rows), 0)]:
        if run and number > run[-1][1] and _is_bare(rows[run[-1][0] + 1 : row]):
            run.append((row, number))
            continue
        if len(run) >= LEAST_LISTED:
            first, last = run[0][0], run[-1][0]
            titled = first > 0 and _is_title(rows[first - 1].text)
            again = sum(latest[n] > rows[last].end for _, n in run) / len(run)
            if again == 1 or (again >= LEAST_AGAIN and (titled or len(run) >= SURE_LIST)):
                found.append((first - titled, _end(rows, last)))
        run = [(row, number)]
    return found


def _end(rows: Sequence[Line], last: int) -> int:
    """The row after the last entry of a list; a heading that breaks off goes on in the next line."""
    after = rows[last + 1].text if last + 1 < len(rows) else ""
    return last + 1 + (after[:1].islower() and _mark(after) is None)


def _is_bare(between: Sequence[Line]) -> bool:
    """Whether the lines between two § are no more than the rest of a heading."""
    return len(between) < ENTRY_LINES and not any(
        line.text.endswith((".", ":")) or parts.named(line.text) for line in between
    )


def _is_title(line: str) -> bool:
    bare = " ".join(line.split()).strip(parts.MARKS)
    return len(bare) < LONGEST_TITLE and _TITLE.fullmatch(_PAGES.sub("", bare) or bare) is not None
