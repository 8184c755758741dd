"""What the product reads out of papers, held against `GoldPaper`s: each fact right, wrong or missing.

A fact that is read otherwise than it is counts once, as wrong. Of decisions, yrkanden, reservations, jäv, people and §
what nobody labelled is wrong too; of votes and ballots it is not counted. `structure` measures more, and more sternly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from corpus.errors import BadDataset, MissingPath
from corpus.facts import Attendant, Conflict, Decision, Motion, Reservation, Vote
from corpus.models import Document, Section
from corpus.readers import containers
from corpus.reading import Paper
from corpus.sandbox import Sandbox
from eval.gold_papers import GoldPaper, GoldSection, GoldVote

HEAD = ("kind", "organisation", "committee", "date", "place", "time")
FIELDS = (
    *HEAD, "§", "heading", "case_number", "decision", "outcome", "motions", "reservations", "conflicts", "vote",
    "ballots", "person", "party",
)  # fmt: skip
# Papers name these more fully than one would label them.
_LOOSE = {"place", "organisation"}
# Where a fact has one value, a wrong one takes the place of the right one: not recalled.
_SINGLE = {*HEAD, "heading", "case_number", "outcome"}
# A § that has so few characters beside its heading is a line of the contents.
_OWN_TEXT = 25


class Mark(StrEnum):
    """How a fact was read; the value is what users see."""

    RIGHT = "rätt"
    WRONG = "fel"
    MISSING = "saknas"


@dataclass(frozen=True, slots=True)
class Point:
    """So many facts of `field` that are counted; `where` is their §, `wanted` and `found` are for reading."""

    field: str
    mark: Mark
    where: str
    wanted: str
    found: str
    count: int = 1

    def __str__(self) -> str:
        """What is amiss, to read."""
        said = [f"väntade {self.wanted}" if self.wanted else "", f"läste {self.found}" if self.found else ""]
        return " · ".join(filter(None, (self.where, *said)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts of `field`, of all fields where it is "", are right, wrong and missing."""

    field: str
    right: int
    wrong: int
    missing: int

    @property
    def precision(self) -> float | None:
        """The share of what was read that is right; None where nothing was."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """The share of what is labelled that was read right; None where nothing is."""
        replaced = self.wrong if self.field in _SINGLE else 0
        return _share(self.right, self.right + self.missing + replaced)

    @property
    def share(self) -> float | None:
        """The share of all that was counted that is right."""
        return _share(self.right, self.right + self.wrong + self.missing)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a paper was read. With `trouble`, in Swedish, it was not, and all that is labelled is missing."""

    points: tuple[Point, ...]
    trouble: str = ""


def evaluate(
    golds: Mapping[str, GoldPaper], folder: Path, progress: Callable[[int, int, str], None]
) -> dict[str, Reading]:
    """Read the labelled papers, wherever below `folder` they lie, as the product does; the readings by file name."""
    papers: dict[str, Paper] = {}
    for name, paper in _papers(golds, folder, progress):
        if name in papers:
            raise BadDataset(f"{name} finns två gånger i {folder}. Facit gäller en: ta bort eller döp om den andra.")
        papers[name] = paper
    if not papers:
        raise BadDataset(f"Ingen av handlingarna i facit finns i {folder}. Ange mappen som de ligger i.")
    absent = Paper("", trouble=f"Handlingen finns inte i {folder}.")
    return {
        name: Reading(tuple(score(gold, paper.document)), paper.trouble)
        for name, gold in golds.items()
        for paper in [papers.get(name, absent)]
    }


def _papers(
    golds: Mapping[str, GoldPaper], folder: Path, progress: Callable[[int, int, str], None]
) -> Iterator[tuple[str, Paper]]:
    if not folder.is_dir():
        raise MissingPath(f"{folder} är ingen mapp. Ange mappen med handlingarna till facit.")
    wanted = {path for path in folder.rglob("*") if path.name in golds or path.suffix.lower() in containers.SUFFIXES}
    files = sorted(filter(Path.is_file, wanted))
    with Sandbox() as sandbox:
        for number, file in enumerate(files, 1):
            progress(number, len(files), file.name)
            for paper in sandbox.read(file.read_bytes(), file.name):
                name = PurePosixPath(paper.member or file.name).name
                if name in golds:
                    yield name, paper


def tallies(points: Iterable[Point]) -> list[Tally]:
    """The points counted, field by field."""
    counted = [*points]
    return [tally((point for point in counted if point.field == field), field) for field in FIELDS]


def tally(points: Iterable[Point], field: str = "") -> Tally:
    """The points counted."""
    counted: Counter[Mark] = Counter()
    for point in points:
        counted[point.mark] += point.count
    return Tally(field, *(counted[mark] for mark in Mark))


def score(gold: GoldPaper, document: Document | None) -> Iterator[Point]:
    """What is labelled and what was read of a paper, fact by fact; where it could not be read all is missing."""
    yield from _head(gold, document)
    if not gold.rebuilt:
        yield from _sections(gold.sections, document)
    if gold.attendance:
        yield from _people(gold, document)


def _head(gold: GoldPaper, document: Document | None) -> Iterator[Point]:
    read = _said(document) if document else {}
    for field in HEAD:
        choices, found = getattr(gold, field), read.get(field) or ""
        same = str.__contains__ if field in _LOOSE else str.__eq__
        right = any(same(_folded(found), _folded(choice)) for choice in choices)
        if choices or found:
            yield Point(field, _mark(found, right=right), "", _either(choices), found)


def _said(document: Document) -> dict[str, str | None]:
    # Of statements that are equally sure the first stands.
    surest = {fact.name: fact.value for fact in sorted(reversed(document.stated), key=lambda fact: fact.confidence)}
    return {
        "kind": document.kind.value,
        "organisation": document.organisation,
        "committee": document.committee,
        "date": document.date.isoformat() if document.date else None,
        "place": surest.get("place"),
        "time": surest.get("time"),
    }


def _sections(golds: Sequence[GoldSection], document: Document | None) -> Iterator[Point]:
    left: dict[str, Section] = {}
    for section in document.sections if document else ():
        if section.paragraph:
            left.setdefault(section.paragraph, section)
    for gold in golds:
        yield from _section(gold, left.pop(gold.paragraph, None), document.text if document else "")
    for paragraph, section in left.items():
        yield Point("§", Mark.WRONG, paragraph, "", section.heading or "en §")


def _section(gold: GoldSection, read: Section | None, text: str) -> Iterator[Point]:
    where, section = gold.paragraph, read or Section(0, 0, "")
    own = section.end - section.start > len(section.heading) + _OWN_TEXT
    remark = "ingen text under rubriken" if read else ""
    yield Point("§", Mark.RIGHT if own else Mark.MISSING, where, "paragrafens text", "" if own else remark)
    right = bool(gold.heading.match(section.heading))
    yield Point("heading", _mark(read, right=right), where, gold.heading.pattern, section.heading)
    number = section.case_number or ""
    if gold.case_number or number:
        right = _folded(number) in map(_folded, gold.case_number)
        yield Point("case_number", _mark(number, right=right), where, _either(gold.case_number), number)
    yield from _decisions(gold, section, text)
    for field, kind in (("motions", Motion), ("reservations", Reservation), ("conflicts", Conflict)):
        yield from _numbered(field, where, getattr(gold, field), len(section.of(kind)))
    for vote in gold.votes:
        yield from _vote(where, vote, section)


def _decisions(gold: GoldSection, section: Section, text: str) -> Iterator[Point]:
    left = [(text[one.start : one.end], one.outcome.value) for one in section.of(Decision)]
    for wanted in gold.decisions:
        starts = tuple(map(_folded, wanted.starts))
        hit = next((one for one in left if _folded(one[0]).startswith(starts)), None)
        yield Point("decision", _mark(hit, right=bool(hit)), gold.paragraph, _either(wanted.starts), "")
        if hit is None:
            continue
        left.remove(hit)
        if wanted.outcome:
            right = hit[1] in wanted.outcome
            found = f"{hit[1]} ({_brief(hit[0])})"
            yield Point("outcome", _mark(hit, right=right), gold.paragraph, _either(wanted.outcome), found)
    for words, _ in left:
        yield Point("decision", Mark.WRONG, gold.paragraph, "", _brief(words))


def _vote(where: str, wanted: GoldVote, section: Section) -> Iterator[Point]:
    hit = next((one for one in section.of(Vote) if (one.yes, one.no) == (wanted.yes, wanted.no)), None)
    read = ", ".join(f"{one.yes}-{one.no}" for one in section.of(Vote))
    yield Point("vote", Mark.RIGHT if hit else Mark.MISSING, where, f"{wanted.yes}-{wanted.no}", read)
    found = len(hit.ballots) if hit else 0
    yield from _numbered("ballots", where, wanted.ballots, min(found, wanted.ballots))


def _people(gold: GoldPaper, document: Document | None) -> Iterator[Point]:
    left = [(one.name, one.party or "") for one in (document.of(Attendant) if document else ())]
    for wanted in gold.attendance:
        hit = next((one for one in left if _folded(one[0]) == _folded(wanted.name)), None)
        yield Point("person", _mark(hit, right=bool(hit)), "", wanted.name, "")
        if hit is None:
            continue
        left.remove(hit)
        if wanted.party and wanted.party != "-":
            right = _folded(hit[1]) == _folded(wanted.party)
            yield Point(
                "party", _mark(hit, right=right), "", f"{wanted.name} ({wanted.party})", hit[1] or "inget parti"
            )
    for name, _ in left:
        yield Point("person", Mark.WRONG, "", "", name)


def _numbered(field: str, where: str, wanted: int, found: int) -> Iterator[Point]:
    """Facts that are only counted: as many as both have are right."""
    counts = {Mark.RIGHT: min(wanted, found), Mark.WRONG: found - wanted, Mark.MISSING: wanted - found}
    for mark, count in counts.items():
        if count > 0:
            yield Point(field, mark, where, f"{wanted}", f"{found}", count)


def _mark(found: object, *, right: bool) -> Mark:
    if not found:
        return Mark.MISSING
    return Mark.RIGHT if right else Mark.WRONG


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()


def _either(choices: Sequence[str]) -> str:
    return " eller ".join(choices)


def _brief(text: str) -> str:
    return f"{' '.join(text.split()):.60}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
