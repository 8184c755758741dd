"""The audit of a paper: how well each page was read, and what in it does not add up."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.facts import Vote
from corpus.models import Document, Extraction, Finding, Flaw, Kind, PageQuality, Secret, Section, Span

# How sure the text of a page is. Letters that OCR read as others can be repaired for search, not for certain.
SCANNED = 0.8
POOR = 0.5
UNREAD = 0.0
# A fact of the head that is no surer than this is worth a look: so are two dates that contradict each other.
UNSURE = 0.6

# A text that ends so is cut off: in the middle of a list, a word or a clause.
_CUT = re.compile(
    r"(?:,|[a-zåäö]-|\b(?:och|eller|samt|att|av|i|på|för|till|med|som|om|enligt|den|det|de|en|ett|från|mellan|inom))$"
)
_NEEDED = {"committee": "nämnd", "date": "datum"}


@dataclass(frozen=True, slots=True)
class Audit:
    """How well a document was read: numbers of pages and of stretches to be masked, and what was found wanting.

    `confidence` is the mean of the pages', lowered by the least sure fact of the head.
    """

    pages: int
    scanned: int
    poor: int
    unread: int
    confidence: float
    findings: tuple[Finding, ...]
    sensitive: dict[Secret, int]


def pages(extraction: Extraction, poor: Sequence[int]) -> tuple[PageQuality, ...]:
    """How well each page was read; `poor` are the numbers of the pages with broken letters."""
    numbers = range(extraction.first_page, extraction.first_page + len(extraction.pages))
    broken = set(poor)
    return tuple(_page(number, extraction, broken=number in broken) for number in numbers)


def _page(number: int, extraction: Extraction, *, broken: bool) -> PageQuality:
    remarks = tuple(remark for remark in extraction.remarks if remark.page == number)
    if number in extraction.unread:
        return PageQuality(UNREAD, ("Sidan är en bild och har inte kunnat läsas.",), remarks=remarks)
    scanned = number in extraction.scanned
    reasons, confidence = [], 1.0
    if scanned:
        reasons.append("Sidan är inskannad och läst med OCR.")
        confidence = SCANNED
    if broken:
        reasons.append("Många ord är felstavade av OCR; de är lagade för sökning, men visas som de står.")
        confidence = POOR
    return PageQuality(confidence, tuple(reasons), scanned=scanned, remarks=remarks)


def audit(document: Document) -> tuple[Finding, ...]:
    """What a reader of `document` should know of, in reading order."""
    found = [
        *_pages(document),
        *_head(document),
        *_numbering(document),
        *_sums(document),
        *_cut(document),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _finding(document: Document, start: int, end: int, flaw: Flaw, message: str) -> Finding:
    return Finding(start, end, document.page_of(start), flaw, message)


def _pages(document: Document) -> Iterator[Finding]:
    for span, quality in zip(document.pages, document.page_quality, strict=True):
        if quality.confidence <= POOR:
            flaw = Flaw.UNREAD_PAGE if quality.confidence == UNREAD else Flaw.POOR_TEXT
            yield _finding(document, span.start, span.end, flaw, " ".join(quality.reasons))
        for remark in quality.remarks:
            yield Finding(span.start, span.end, remark.page, remark.flaw, remark.message)


def _head(document: Document) -> Iterator[Finding]:
    for fact in document.stated:
        if fact.name == "date" and fact.confidence <= UNSURE:
            message = f"Datumet {fact.value} är osäkert: {fact.reason}."
            yield _finding(document, fact.start, fact.end, Flaw.DATE_CONFLICT, message)
    if document.kind in (Kind.MINUTES, Kind.EXTRACT):
        for name, word in _NEEDED.items():
            if getattr(document, name) is None:
                message = f"Protokollets {word} har inte kunnat läsas ur huvudet."
                yield _finding(document, 0, 0, Flaw.NO_HEAD, message)


def _numbering(document: Document) -> Iterator[Finding]:
    """The § that the numbers of a meeting leave out, and those that come twice."""
    if document.kind is not Kind.MINUTES:
        return
    stretches: Sequence[Span] = [Span(m.start, m.end) for m in document.meetings] or [Span(0, len(document.text))]
    for stretch in stretches:
        own = [s for s in document.sections if s.paragraph and stretch.start <= s.start < stretch.end]
        seen = Counter(s.paragraph for s in own)
        for section in own:
            if seen[section.paragraph] > 1:
                seen[section.paragraph] = 0
                message = f"{section.paragraph} finns mer än en gång i protokollet."
                yield _finding(document, section.start, section.end, Flaw.DOUBLED_PARAGRAPH, message)
        for before, after in itertools.pairwise(own):
            missing = range(_last(before, document.text) + 1, _number(after))
            if missing:
                many = f"§§ {missing[0]}–{missing[-1]}" if len(missing) > 1 else f"§ {missing[0]}"
                message = f"{many} saknas mellan {before.paragraph} och {after.paragraph}."
                yield _finding(document, before.end, before.end, Flaw.MISSING_PARAGRAPH, message)


def _number(section: Section) -> int:
    return int((section.paragraph or "0").rsplit(" ", 1)[-1])


def _last(section: Section, text: str) -> int:
    """The last number of a section's heading: "§§ 12-14" holds three."""
    several = re.match(r"\W*(?:\w+\s){0,2}§{1,2}\s?\d+\s?[-–]\s?(\d+)", text[section.start : section.start + 60])
    return max(_number(section), int(several[1])) if several else _number(section)


def _sums(document: Document) -> Iterator[Finding]:
    for section in document.sections:
        for vote in section.of(Vote):
            if vote.ballots and (wrong := _miscounted(vote)):
                message = f"Omröstningen i {section.paragraph or section.heading}: {wrong}."
                yield _finding(document, vote.start, vote.end, Flaw.WRONG_SUM, message)


def _miscounted(vote: Vote) -> str:
    """How the list of who voted what differs from the stated tally, in Swedish; "" where it does not."""
    listed = Counter(ballot.choice.value for ballot in vote.ballots)
    stated = {"ja": vote.yes, "nej": vote.no, "avstår": vote.abstaining, "frånvarande": vote.absent}
    return ", ".join(
        f"{number} {word} anges men {listed[word]} står i listan"
        for word, number in stated.items()
        # Who is absent or abstains is often left out of the list.
        if number is not None and listed[word] != number and (listed[word] or word in ("ja", "nej"))
    )


def _cut(document: Document) -> Iterator[Finding]:
    if document.kind not in (Kind.MINUTES, Kind.EXTRACT):
        return
    for section in document.sections:
        line = _last_line(document, section)
        if section.paragraph and _CUT.search(document.text[line.start : line.end]):
            message = f"{section.paragraph} slutar mitt i en mening."
            yield _finding(document, line.start, line.end, Flaw.CUT_OFF, message)


def _last_line(document: Document, section: Section) -> Span:
    """The last line of a section that is no furniture."""
    text, end = document.text, section.end
    last = bisect.bisect_left(document.furniture, end, key=lambda span: span.start)
    for span in reversed(document.furniture[:last]):
        if text[span.end : end].strip():
            break
        end = span.start
    end = section.start + len(text[section.start : end].rstrip())
    start = text.rfind("\n", section.start, end) + 1 or section.start
    return Span(start, end)


def summary(document: Document) -> Audit:
    """What the catalogue keeps of a document's audit, to tell of many at once."""
    sure = [quality.confidence for quality in document.page_quality] or [1.0]
    least = min([fact.confidence for fact in document.stated] or [1.0])
    return Audit(
        pages=len(document.pages),
        scanned=sum(quality.scanned for quality in document.page_quality),
        poor=sum(UNREAD < confidence <= POOR for confidence in sure),
        unread=sum(confidence == UNREAD for confidence in sure),
        confidence=round(sum(sure) / len(sure) * least, 3),
        findings=document.findings,
        sensitive=dict(Counter(stretch.secret for stretch in document.sensitive)),
    )
