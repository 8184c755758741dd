"""What is read out of papers, held against labels: precision and recall of each kind of fact.

A label and a document (see `eval.labels`) are taken apart into facts of one shape by the same code, and those of the
same field are paired one to one. Texts count as the same at 60 % of the label's words; all else must be equal but for
capitals, blanks and kinds of dash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from corpus.facts import Step
from corpus.models import Document
from corpus.sandbox import Sandbox
from corpus.swedish import tables
from eval.labels import Label, describe, read_labels

ENOUGH = 0.6
HEAD = (
    "organisation", "committee", "parent", "kind", "date", "place", "time", "case_number", "title", "recipient",
    "sender",
)  # fmt: skip
# "socialdemokrat", "centerparti": what all words for a party and its members begin with.
_STEMS = {re.sub(r"(?:erna|et)$", "", party.names[0]): party.letters for party in tables.PARTIES}

Row = Mapping[str, Any]
# A § and which of that number it is; None for the paper as a whole and for its parts that are no §.
Where = tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as it is compared: where it stands, its values, each the set of those that are right, and its words.

    `words` are None where no text is compared. An `optional` fact is neither missed nor, when found, wrong.
    """

    where: Where
    values: tuple[frozenset[Any], ...]
    words: tuple[str, ...] | None = None
    optional: bool = False

    def __str__(self) -> str:
        """What it says, to read."""
        said = [" eller ".join(sorted(map(_shown, choices))) for choices in self.values] + [" ".join(self.words or ())]
        return " · ".join([*([self.where[0]] if self.where else []), *filter(None, said)])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The facts of one field that agree, those labelled and not found, and those found and not labelled."""

    right: tuple[Claim, ...] = ()
    missed: tuple[Claim, ...] = ()
    wrong: tuple[Claim, ...] = ()

    def __add__(self, other: Verdict) -> Verdict:
        """Both together."""
        return Verdict(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    @property
    def precision(self) -> float | None:
        """The share of the found facts that are right; None where none was found."""
        return _share(len(self.right), len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float | None:
        """The share of the labelled facts that were found; None where none is labelled."""
        return _share(len(self.right), len(self.right) + len(self.missed))

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where nothing is labelled or found."""
        return _share(2 * len(self.right), 2 * len(self.right) + len(self.missed) + len(self.wrong))


Verdicts = dict[str, Verdict]


def evaluate(labels: Sequence[Label], papers: Path, progress: Callable[[int, int, str], None]) -> dict[str, Verdicts]:
    """Read each labelled paper below the folder `papers` as the product does; the verdicts by source."""
    results = {}
    with Sandbox() as sandbox:
        for number, label in enumerate(labels, 1):
            progress(number, len(labels), label.source)
            path = papers / label.source
            if not path.is_file():
                raise BadDataset(f"Facit finns för {label.source}, som saknas i {papers}.")
            (paper,) = sandbox.read(path.read_bytes(), path.name)
            if paper.document is None:
                raise BadDataset(f"{label.source} kan inte läsas: {paper.trouble}")
            results[label.source] = score(label, paper.document)
    return results


def evaluate_demo(progress: Callable[[int, int, str], None]) -> dict[str, Verdicts]:
    """Read the labelled papers of the demonstration archive; the verdicts by source."""
    with (
        resources.as_file(resources.files("eval").joinpath("gold/structure")) as gold,
        resources.as_file(resources.files("corpus").joinpath("demo/papers")) as papers,
    ):
        return evaluate(read_labels(gold), papers, progress)


def total(results: Iterable[Verdicts]) -> Verdicts:
    """The verdicts of all papers together, by field."""
    summed: Verdicts = {}
    for verdicts in results:
        for field, verdict in verdicts.items():
            summed[field] = summed.get(field, Verdict()) + verdict
    return summed


def score(label: Label, document: Document) -> Verdicts:
    """The verdict on each field of `document`, held against its `label`."""
    wanted, found = facts(label), facts(describe(document, label.source))
    if "title" not in label.facts:  # minutes have none but their body and date, which are fields of their own
        found["title"] = []
    return {field: compare(wanted[field], found.get(field, [])) for field in wanted}


def compare(wanted: Sequence[Claim], found: Sequence[Claim]) -> Verdict:
    """Pair facts one to one, the likest first, and give what is right, missed and wrong.

    What must be found goes before what may be: a decision read together with the remark after it is the decision.
    """
    candidates = sorted(
        (
            (not one.optional, *_likeness(one, other), -i, -j)
            for i, one in enumerate(wanted)
            for j, other in enumerate(found)
            if one.where == other.where
        ),
        reverse=True,
    )
    paired: set[int] = set()
    taken: set[int] = set()
    for _, covered, _, i, j in candidates:
        if covered >= ENOUGH and -i not in paired and -j not in taken:
            paired.add(-i)
            taken.add(-j)
    return Verdict(
        right=tuple(one for i, one in enumerate(wanted) if i in paired and not one.optional),
        missed=tuple(one for i, one in enumerate(wanted) if i not in paired and not one.optional),
        wrong=tuple(other for j, other in enumerate(found) if j not in taken),
    )


def _likeness(wanted: Claim, found: Claim) -> tuple[float, float]:
    """The shares of the label's and of the found words that are common; 0 where a value differs."""
    if not all(right & one for right, one in zip(wanted.values, found.values, strict=True)):
        return 0.0, 0.0
    if wanted.words is None or found.words is None:
        return 1.0, 1.0
    common = (Counter(wanted.words) & Counter(found.words)).total()
    return common / max(1, len(wanted.words)), common / max(1, len(found.words))


def facts(label: Label) -> dict[str, list[Claim]]:
    """The facts of a label by field; every field is there."""
    head: dict[str, list[Claim]] = {name: _detail(None, {}, label.facts.get(name)) for name in HEAD}
    sections = list(_placed(label.facts["sections"]))
    return (
        head
        | _people_of(label.facts)
        | _layout(sections)
        | _decided(sections)
        | _voiced(sections)
        | _sources(sections)
        | _others(sections)
    )


def _people_of(head: Row) -> dict[str, list[Claim]]:
    people = head["attendance"]
    return {
        "attendance": _distinct(_fact(None, p, p["name"], p["presence"]) for p in people),
        "attendance_details": _distinct(
            fact
            for p in people
            for name in ("party", "role", "replaces", "limits")
            for fact in _detail(None, p, p.get(name), p["name"], name)
        ),
        "approvals": _distinct(
            _fact(None, a, a["step"], *value) for a in head["approvals"] for value in _approval(a)
        ),
    }  # fmt: skip


def _layout(sections: Sequence[tuple[Where, Row]]) -> dict[str, list[Claim]]:
    return {
        "paragraphs": [Claim(where, ()) for where, _ in sections if where],
        "paragraph_headings": [_fact(where, {}, s["heading"]) for where, s in sections if where],
        "paragraph_case_numbers": [
            fact for where, s in sections if where for fact in _detail(where, {}, s.get("case_number"))
        ],
        "headings": [_fact(where, s, s["heading"]) for where, s in sections if not where and s["heading"]],
        "parts": [
            _fact(where, {}, part) if isinstance(part, str) else _fact(where, part, part["name"])
            for where, s in sections
            if where
            for part in s.get("parts", ())
        ],
    }


def _decided(sections: Sequence[tuple[Where, Row]]) -> dict[str, list[Claim]]:
    votes = list(_rows(sections, "votes"))
    return {
        "decisions": [_fact(w, d, text=d["text"]) for w, d in _rows(sections, "decisions")],
        "outcomes": [_fact(w, d, d["outcome"], text=d["text"]) for w, d in _rows(sections, "decisions")],
        "votes": [
            _fact(w, v, v["yes"], v["no"], v.get("abstaining") or 0, v.get("absent") or 0) for w, v in votes
        ],
        "ballots": [_fact(w, {}, b["name"], b["choice"]) for w, v in votes for b in v.get("ballots", ())],
        "tasks": [_fact(w, t, t["to"]) for w, t in _rows(sections, "tasks")],
        "due": [fact for w, t in _rows(sections, "tasks") for fact in _detail(w, t, t["due"])],
    }  # fmt: skip


def _voiced(sections: Sequence[tuple[Where, Row]]) -> dict[str, list[Claim]]:
    return {
        field: [
            Claim(w, (frozenset({_supporters(v["who"])}),), optional=v.get("optional", False))
            for w, v in _rows(sections, field)
        ]
        for field in ("motions", "reservations", "notes", "conflicts")
    }


def _sources(sections: Sequence[tuple[Where, Row]]) -> dict[str, list[Claim]]:
    references = [
        (w, r, [r.get(name) for name in ("date", "year", "paragraph", "case_number", "item", "law")])
        for w, r in _rows(sections, "references")
    ]
    return {
        "basis": [_fact(w, b, b["date"], text=b["text"]) for w, b in _rows(sections, "basis")],
        "references": _distinct(_fact(w, r, *target) for w, r, target in references),
        "reference_committees": _distinct(
            fact for w, r, target in references for fact in _detail(w, r, r.get("committee"), *target)
        ),
    }


def _others(sections: Sequence[tuple[Where, Row]]) -> dict[str, list[Claim]]:
    """The facts of kinds without a field of their own, each kind a field."""
    found: dict[str, list[Claim]] = {}
    for where, row in _rows(sections, "others"):
        found.setdefault(row["kind"], []).append(_fact(where, row, row["value"], text=row["text"]))
    return found


def _placed(sections: Iterable[Row]) -> Iterator[tuple[Where, Row]]:
    seen: Counter[str] = Counter()
    for section in sections:
        paragraph = section["paragraph"]
        yield (paragraph, seen[paragraph]) if paragraph else None, section
        seen[paragraph] += 1


def _rows(sections: Sequence[tuple[Where, Row]], field: str) -> Iterator[tuple[Where, Row]]:
    for where, section in sections:
        for row in section.get(field, ()):
            yield where, row


def _fact(where: Where, row: Row, *values: Any, text: str | None = None) -> Claim:
    words = None if text is None else tuple(re.findall(r"\w+", text.casefold()))
    return Claim(where, tuple(map(_choices, values)), words, row.get("optional", False))


def _detail(where: Where, row: Row, value: Any, *of: Any) -> list[Claim]:
    """What the fact known by `of` has besides, if anything; optional where having nothing is right too."""
    choices = value if isinstance(value, list) else [value]
    some = [choice for choice in choices if choice]
    if not some:
        return []
    spared = row.get("optional", False) or len(some) < len(choices)
    return [Claim(where, (*map(_choices, of), _choices(some)), optional=spared)]


def _choices(value: Any) -> frozenset[Any]:
    return frozenset(map(_plain, value if isinstance(value, list) else [value]))


def _plain(value: Any) -> Any:
    """A text without what does not tell facts apart: capitals, kinds of blank and dash, a § before a heading."""
    if not isinstance(value, str):
        return value
    folded = re.sub(r"[‐-―−]", "-", " ".join(value.split()).casefold()).strip(" .,:;#*")
    return re.sub(r"^§ \d+ (?=\w)", "", folded)


def _supporters(who: Iterable[str]) -> frozenset[str]:
    """People as written with their party, and whole parties by their letters, however they are named."""
    found: set[str] = set()
    for one in who:
        plain = _plain(one)
        parties = re.findall(r"\b[A-ZÅÄÖ]{1,4}\b", one) + [short for name, short in _STEMS.items() if name in plain]
        found.update(map(str.casefold, parties) if parties and "(" not in one else [plain])
    return frozenset(found)


def _approval(approval: Row) -> list[tuple[str, str | None]]:
    """A step taken apart into each whom and when; the day that minutes are to be approved on is no such day."""
    values = [("who", re.sub(r"\s*\([^)]*\)", "", name)) for name in approval["who"]]
    if approval["date"] and approval["step"] != Step.CHOSEN.value:
        values.append(("date", approval["date"]))
    return [*values] or [("", None)]


def _distinct(rows: Iterable[Claim]) -> list[Claim]:
    return list(dict.fromkeys(rows))


def _shown(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str("–" if value is None else value)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
