"""Running headers, footers, page numbers, signature lines, contents: on the page, but no part of what a paper says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import sieve
from corpus.models import Span
from corpus.structure import paging
from corpus.structure.facts import grid
from corpus.structure.lines import Line
from corpus.structure.lines import rows as rows_outside
from corpus.structure.outline import contents, marks, parts
from corpus.swedish import case_numbers

# A line is running when it stands at the edge of so many pages and of this share of them.
LEAST_PAGES = 3
LEAST_SHARE = 0.4
# And it stands hardly anywhere else: what a § says again and again ("Ja", "Ledamot") does.
MOST_ELSEWHERE = 2
LONGEST = 200
# Between the lines of a header so many of the page's own may have slipped in.
STRANGERS = 2
# Where a line mostly comes right under the name of a part it is what the part says, not a footer.
LEAST_UNDER_PART = 0.3
# So many different marks of a signature service make a page a signature page.
LEAST_MARKS = 3

_PAGE_NUMBER = re.compile(
    r"(?:[-–]\s?)?(?:(?:sid(?:a|an|nr)?|blad|page)\.?:?\s*)?\d{1,4}(?:\s*(?:\(\d{1,4}\)|(?:av|/|of)\s*\d{1,4}))?(?:\s?[-–])?"
    r"|(?:sid(?:a|an|nr)?|blad|page)\.?:?",
    re.IGNORECASE,
)
_HAND = (
    r"(?:(?:justerande(?:s|ns)?|justerarnas?|ordförande(?:ns|n|s)?|ordf\.?|sekreterarens?)[ \t]*"
    r"(?:sign(?:\.|atur(?:er)?)?|signum|initialer)"
    r"|utdragsbestyrkan(?:de|s)|utdragets riktighet(?: bestyrks| intygas)?|bestyrkes|sign\.?:?)"
)
_SIGNING = r"(?:signera[td]|undertecknat|underskrivet)"
_SERVICE = (
    r"(?:transaktion|verifikat|signature reference|signatur(?:referens|nummer|id)|signerings-?id"
    r"|dokument[- ]?(?:id|nyckel|nummer)|document[- ]?(?:id|key)|penneo|comfact|scrive|assently|oneflow)"
)
# Lines that minutes print on every page for hands to sign, and those that signature services print.
_SIGNED = sieve.compile(
    rf"^[ \t|]{{0,40}}(?:{_HAND}[ \t.:|_…]{{0,90}}){{1,8}}$"
    rf"|\b(?:[Dd]et här|[Dd]etta|D[Ee][Tt][Tt][Aa]) dokument(?:et)? (?:är|har) (?:\w+ ){{0,2}}{_SIGNING}\b"
    rf"|^[ \t]{{0,40}}(?:dokumentet är )?(?:elektroniskt|digitalt) {_SIGNING}\b.{{0,120}}$"
    rf"|^[ \t]{{0,40}}{_SERVICE}\b.{{0,40}}[\da-f-]{{8,}}.{{0,60}}$",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = re.compile(
    r"(?P<title>\bverifikat\b|\bunderskriftssida\b|\bsignatur(?:sida|er)\b|\bsignature (?:page|certificate)\b)"
    r"|(?P<number>\btransaktions?(?:[- ]?id)?\b|\bsignature reference\b|\bdokument-?(?:id|nyckel)\b)"
    r"|(?P<means>\bbankid\b)|(?P<place>\bip(?:-adress)?: ?[\d.]+|\bip-adress\b)"
    r"|(?P<service>\b(?:scrive|penneo|assently|comfact|oneflow|visma addo|addo sign)\b)"
    r"|(?P<sum>\bsha-?256\b|\bhash\b|\bkontrollsumma\b)"
    r"|(?P<time>\b(?:signerat|undertecknat|skrev under|underskrivet|signed)\b.{0,40}\d\d[:.]\d\d)",
    re.IGNORECASE,
)
# One of these stands on every such page; a cheap test.
_SIGN_WORDS = sieve.compile(
    r"[Bb]ank[Ii][Dd]|BANKID|[Vv]erifikat|VERIFIKAT|[Tt]ransaktion|[Ss]igned|[Pp]enneo|[Dd]okumentnyckel"
)
_LETTERS = re.compile(r"[^\W\d_]{4}")
_DIGIT = re.compile(r"\d")
# What changes from meeting to meeting in a header that stays the same.
_VARIABLE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} [a-zåäö]{3,9} \d{4}\b|\bnr\.? \d{1,4}\b", re.IGNORECASE)


def find(text: str, pages: Sequence[Span]) -> tuple[Span, ...]:
    """The furniture of `text`, sorted, each span made of whole lines with their line ends."""
    spans = {_whole(text, line) for line in _running(text, pages)}
    spans.update(_whole(text, Line("", m.start(), m.end())) for m in _SIGNED.in_lines(text))
    spans.update((page.start, page.end) for page in pages[1:] if _is_signature_page(text[page.start : page.end]))
    spans.update(_contents(text, _joined(text, sorted(spans))))
    return _joined(text, sorted(spans))


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the edge of a page: `place` counts from the top (0, 1, …) or from the bottom (-1, -2, …)."""

    line: Line
    shape: str
    page: int
    paper: int
    place: int
    above: str


def _running(text: str, pages: Sequence[Span]) -> Iterator[Line]:
    """The lines at the edges of the pages that run over them, and the page numbers there."""
    sheets, edges, papers = paging.laid(text, tuple(pages))
    sides = _sides(edges, papers)
    shapes: dict[str, list[_Edge]] = defaultdict(list)
    numbers: Counter[int] = Counter()
    for edge in (edge for side in sides for edge in side):
        shapes[edge.shape].append(edge)
        if (number := _bare_number(edge)) is not None:
            numbers[number - edge.page] += 1
    sizes = Counter(side[0].paper for side in sides[::2] if side)
    written = Counter(map(str.strip, text.split("\n")))
    running = {shape for shape, found in shapes.items() if len(found) > 1 and _runs(found, sizes, len(sheets), written)}
    dated: set[str] = set()
    for side in sides:
        strangers = 0
        for edge in side:
            number = _bare_number(edge)
            if (
                edge.shape in running
                or _is_printed(edge)
                or (number is not None and numbers[number - edge.page] >= max(LEAST_PAGES, LEAST_SHARE * len(sheets)))
            ):
                yield edge.line
                if edge.shape in running and edge.shape != edge.line.text:
                    dated.add(edge.line.text)
            else:
                strangers += 1
            if strangers > STRANGERS:
                break
    # Where columns were read in another order a header's date can come anywhere on the page.
    for line in dated:
        if _LETTERS.search(_VARIABLE.sub("", line)) and paging.label(line) is None:
            yield from _alone(text, line)


def _alone(text: str, line: str) -> Iterator[Line]:
    """Each place where `line` is a line of its own."""
    place = text.find(line)
    while place >= 0:
        start, end = _whole(text, Line(line, place, place + len(line)))
        if text[start:end].strip() == line:
            yield Line(line, place, place + len(line))
        place = text.find(line, end)


def _sides(edges: Sequence[tuple[list[Line], list[Line]]], papers: Sequence[int]) -> list[list[_Edge]]:
    """The top and the bottom of each page in turn."""
    found = []
    for page, (top, bottom) in enumerate(edges):
        above = ["", *(line.text for line in top)]
        found.append([_Edge(line, _shape(line.text), page, papers[page], n, above[n]) for n, line in enumerate(top)])
        above = [*(line.text for line in bottom[1:]), ""]
        found.append(
            [_Edge(line, _shape(line.text), page, papers[page], ~n, above[n]) for n, line in enumerate(bottom)]
        )
    return found


def _runs(edges: Sequence[_Edge], sizes: Counter[int], pages: int, written: Counter[str]) -> bool:
    """Whether lines of one shape are a header or footer: on many pages of the file or of one of its papers."""
    where = {edge.page: edge.paper for edge in edges}
    if not _is_common(edges, where, sizes, pages):
        return False
    texts = {edge.line.text for edge in edges}
    return (
        not any(_is_said(line) for line in texts)
        and sum(written[line] for line in texts) <= MOST_ELSEWHERE * len(where)
        and sum(parts.named(edge.above) is not None for edge in edges) <= LEAST_UNDER_PART * len(where)
    )


def _is_common(edges: Sequence[_Edge], where: dict[int, int], sizes: Counter[int], pages: int) -> bool:
    if len(where) >= max(LEAST_PAGES, LEAST_SHARE * pages):
        return True
    return any(
        count >= max(LEAST_PAGES, LEAST_SHARE * sizes[paper])
        # A paper of two pages: at the very same place on both.
        or (count == sizes[paper] == 2 and len({e.place for e in edges if e.paper == paper and -3 <= e.place < 3}) == 1)
        for paper, count in Counter(where.values()).items()
    )


def _is_said(line: str) -> bool:
    """Whether a line is of the kind that a § says on many pages: its number, a part, a sentence, a list's head."""
    return (
        marks.opens(line)
        or parts.named(line) is not None
        or (line.endswith((".", ":", ";")) and not _PAGE_NUMBER.search(line))
        or len(line) > LONGEST
        or grid.is_head(line)
    )


def _is_printed(edge: _Edge) -> bool:
    """Whether a line prints the page's number. On the first page what stands beside it may be the paper's own head."""
    line = edge.line.text
    if _PAGE_NUMBER.fullmatch(line):
        return not line.strip("-– ").isdigit()
    return edge.page > 0 and paging.label(line) is not None and not marks.opens(line)


def _bare_number(edge: _Edge) -> int | None:
    """The number that stands alone at the very edge of a page."""
    bare = edge.line.text.strip("-– ")
    return int(bare) if -3 <= edge.place < 3 and bare.isdecimal() and len(bare) <= 4 else None


def _shape(line: str) -> str:
    """A line without what changes from page to page and from meeting to meeting. A diarienummer stays: it is a §'s."""
    if len(line) > LONGEST or not _DIGIT.search(line) or case_numbers.case_number(line):
        return line
    return _VARIABLE.sub("#", paging.masked(line))


def _is_signature_page(page: str) -> bool:
    """Whether a page is the receipt of a signature service."""
    if "§" in page or not _SIGN_WORDS.search(page):
        return False
    return len({match.lastgroup for match in _MARKS.finditer(page)}) >= LEAST_MARKS


def _contents(text: str, furniture: Sequence[Span]) -> Iterator[tuple[int, int]]:
    front = max(contents.FRONT, int(contents.FRONT_SHARE * len(text)))
    before = [span for span in furniture if span.end <= front]
    rows = [line for line in rows_outside(text[:front], before) if line.text]
    for first, end in contents.find(rows, text):
        yield _whole(text, Line("", rows[first].start, rows[end - 1].end))


def _whole(text: str, line: Line) -> tuple[int, int]:
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    return start, len(text) if end < 0 else end + 1


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The spans made one where nothing or only white space stands between them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and (start <= joined[-1].end or not text[joined[-1].end : start].strip()):
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)
