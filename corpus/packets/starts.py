"""The pages of a packet where another paper begins: where signs of several sorts agree, and its numbering allows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from corpus.packets.tops import Top

# So many sorts of signs have to agree: no bookmark, no number and no word makes a paper alone.
LEAST_SIGNS = 2
# A head names its own diarienummer and a date or two; a page with more of them at its top is a list of cases.
MOST_CASES, MOST_DAYS = 1, 2


@dataclass(slots=True)
class Evidence:
    """The heads of a file's pages, and the indices of the pages that bookmarks lead to."""

    tops: Sequence[Top]
    marked: Set[int]
    letterheads: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.letterheads = Counter(line for top in self.tops for line in top.letterhead)


def find(evidence: Evidence, first: int, headings: Set[str] = frozenset()) -> list[int]:
    """The indices of the pages where papers begin, in order: behind the paper of page 0, from the page `first` on.

    The page `first` is known to begin one, unless it is 0. `headings` are those of the items of the agenda, plain.
    """
    begun = first
    found = [first] if first else []
    for page in range(first + 1, len(evidence.tops)):
        if not _goes_on(evidence.tops, page) and sum(_signs(evidence, page, begun, headings)) >= LEAST_SIGNS:
            begun = page
            found.append(page)
    return found


def _goes_on(tops: Sequence[Top], page: int) -> bool:
    """Whether a page says that it is of the same paper as the one before: by its number, or as it has no words."""
    number, before = tops[page].number, tops[page - 1].number
    if not tops[page].lines:
        return True
    if number is None or number[0] == 1:
        return False
    # Of how many: what says "2 (3)" is no first page. A bare number has to follow on one.
    return number[1] is not None or (before is not None and before[1] is None and number[0] == before[0] + 1)


def _signs(evidence: Evidence, page: int, begun: int, headings: Set[str]) -> Iterator[bool]:
    """For each sort of sign whether it tells that another paper than that of the page `begun` begins."""
    tops = evidence.tops
    top, before, head = tops[page], tops[page - 1], tops[begun]
    yield _starts_over(top, before)
    yield page in evidence.marked
    yield bool(top.kinds - before.kinds - head.kinds)
    yield len(top.cases) <= MOST_CASES and bool(top.cases - before.named - head.named)
    yield len(top.days) <= MOST_DAYS and bool(top.days - before.told - head.told)
    yield _changes_letterhead(evidence, page, begun)
    yield bool((top.headings & headings) - head.headings - before.headings)


def _starts_over(top: Top, before: Top) -> bool:
    """Whether a page is number 1, or comes behind the last of so many."""
    if top.number is not None:
        return top.number[0] == 1
    return before.number is not None and before.number[0] == before.number[1]


def _changes_letterhead(evidence: Evidence, page: int, begun: int) -> bool:
    """Whether what ran at the top of the paper's pages stops, or what stands on top of other pages comes anew."""
    tops = evidence.tops
    own, before = tops[page].letterhead, tops[page - 1].letterhead
    if page - begun > 1 and (running := before & tops[page - 2].letterhead):
        return not running & own
    return not own & before and any(evidence.letterheads[line] > 1 for line in own)
