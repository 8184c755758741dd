"""Where a file that was given lies, and what its papers take the place of.

No upload is written over: another file of the same name comes beside it, under a number, and each version of a paper
keeps its file. A paper takes another's place where it is the same paper under the same name, or where whoever gave it
names the one that it replaces. Else both are found, whoever gave them.
"""

from __future__ import annotations

import filecmp
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus import versions
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Place, Reach
from corpus.models import Document
from indexer.index import Index

_REPLACED = (
    "Den står i stället för ”{}”, som inte hittas längre men går att läsa ur historiken. Återkalla den om den inte ska"
    " finnas kvar."
)
_DISPUTES = (
    "Den säger sig rätta ”{}”, men har inte tagit dess plats: båda hittas. Ska den ersätta den, lämna den med {} som"
    " den handling den ersätter."
)
_DISPUTES_SOME = (
    "Den säger sig rätta en handling som redan finns, men har inte tagit dess plats. En registrator kan låta den"
    " ersätta den."
)
_BESIDE = (
    "En annan handling har redan det namnet, och båda finns kvar. Är detta en ny version av den, lämna den med id för"
    " den handling den ersätter."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a paper that was given: the document whose place it took, if any, and what to tell in Swedish."""

    replaced: str | None
    message: str


class _Other(NamedTuple):
    id: str
    is_same: bool
    is_found: bool


def refused(catalogue: Catalogue, ids: Collection[str], reach: Reach) -> str:
    """Why a file with the documents `ids` cannot take the place of the one that is named; "" where it can."""
    replaces = reach.replaces
    if replaces is None:
        return ""
    old = catalogue.kept(replaces)
    if old is None:
        return f"Handlingen ”{replaces}” som skulle ersättas finns inte i arkivet. Sök fram den på nytt."
    if len(ids) > 1:
        return f"Filen har {len(ids)} handlingar, och en handling ersätts av en. Lämna den för sig."
    if old.replaced_by and old.replaced_by not in ids:
        return f"Handlingen ”{replaces}” är redan ersatt av ”{old.replaced_by}”. Ange den i stället."
    return ""


def foreign(papers: Iterable[Document], bound: frozenset[str]) -> str:
    """Why a file with `papers` is not taken from who may give those of `bound`; "" where it is.

    Whether the archive has them already is not told.
    """
    for paper in papers:
        if paper.organisation not in bound:
            told = (
                f"är från {paper.organisation}" if paper.organisation else "säger inte vilken organisation den är från"
            )
            return f"En handling i filen {told}, och du får lämna handlingar från {', '.join(sorted(bound))}."
    return ""


def own_path(catalogue: Catalogue, target: Path, file: Path, ids: Collection[str]) -> tuple[Path, list[Path]]:
    """Where `file` with the documents `ids` is to lie: `target`, or that with a number; and the others so called.

    A file that lies there already lies where it did.
    """
    earlier: list[Path] = []
    for number in itertools.count(1):
        path = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        if path.is_file():
            if filecmp.cmp(path, file, shallow=False):
                break
        elif not path.exists() and {place.document_id for place in catalogue.places_in(path)} <= set(ids):
            break
        earlier.append(path)
    return path, earlier


def take_places(index: Index, target: Path, earlier: Sequence[Path], reach: Reach) -> dict[str, Taken]:
    """Let the papers of the file `target` take the places that are theirs; gives what is to be told of each, by its id.

    They are that of the document that is named and, without one, those of the same papers in the `earlier` files of its
    name, as far as `reach` goes: not where two of them are the same paper, since nothing tells which of them is meant.
    """
    told = {}
    for place in index.catalogue.places_in(target):
        others = [other for other in _others(index.catalogue, place, target, earlier) if other.is_found]
        same = [reach.replaces] if reach.replaces else [other.id for other in others if other.is_same]
        kept = index.catalogue.kept(same[0]) if len(same) == 1 else None
        may = reach.replaces or (kept and reach.covers(kept.entry.organisation))
        if kept and may and index.replacing.replace(kept.entry.id, place.document_id):
            told[place.document_id] = Taken(kept.entry.id, _REPLACED.format(kept.entry.source))
        elif message := _disputing(index.catalogue, place.document_id, reach) or (_BESIDE * bool(others)):
            told[place.document_id] = Taken(None, message)
    return told


def _disputing(catalogue: Catalogue, document_id: str, reach: Reach) -> str:
    """That a paper disputes another, which is named to those who may have it replaced: others may not know of it."""
    disputed = [old for old, new in catalogue.versions.disputes([document_id]) if new == document_id]
    kept = catalogue.kept(disputed[0]) if disputed else None
    if kept is None:
        return ""
    may = reach.covers(kept.entry.organisation)
    return _DISPUTES.format(kept.entry.source, kept.entry.id) if may else _DISPUTES_SOME


def _others(catalogue: Catalogue, place: Place, target: Path, earlier: Sequence[Path]) -> Iterator[_Other]:
    """The documents that lie in the `earlier` files where the one at `place` lies in `target`."""
    document = catalogue.document(place.document_id)
    for file in earlier:
        there = catalogue.place_of(str(file) + place.path.removeprefix(str(target)))
        kept = catalogue.kept(there.document_id) if there else None
        if document and kept and kept.entry.id != document.id:
            old = catalogue.document(kept.entry.id) if kept.entry.date == document.date else None
            is_same = old is not None and versions.is_same_paper(document, old)
            yield _Other(kept.entry.id, is_same, kept.replaced_by is None)
