"""Which papers of a catalogue are corrected by which others, by the rule of `corpus.versions` and where they came from.

What a paper says of itself is believed of papers of no higher standing. One that was uploaded does not by its own words
come into the place of one that was indexed where it lies, and one that was uploaded by somebody who may have nothing
replaced into no place at all: whoever may upload would else rewrite what an authority holds. It is a dispute then, of
which answers tell, until someone who may names the paper that is to be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import versions
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Entry, Standing
from corpus.models import Document


@dataclass(frozen=True, slots=True)
class Correction:
    """That the paper `by` says it corrects `old`; it is `believed` or only disputes it."""

    old: str
    by: str
    believed: bool


def found(catalogue: Catalogue, document: Document, source: str, standing: Standing | None) -> Iterator[Correction]:
    """What `document` of `source` and `standing` says it corrects, and what says so of it."""
    for entry, other in _kin(catalogue, document):
        others = catalogue.standing(entry.id)
        if versions.replaces(document, source, other, entry.source):
            yield Correction(entry.id, document.id, _believed(standing, others))
        elif versions.replaces(other, entry.source, document, source):
            yield Correction(document.id, entry.id, _believed(others, standing))


def ended(catalogue: Catalogue, document_id: str) -> list[tuple[str, str]]:
    """The corrections noted of a document, or by it, that are none as both papers are now: old and new.

    As long as one of the two is as an older reader read it nothing is said of them, nor of what was put there by hand.
    """
    return [
        (old, new)
        for old, new in catalogue.versions.corrections(document_id)
        if not catalogue.outdated([old, new]) and not _by_hand(catalogue, old) and not _corrects(catalogue, new, old)
    ]


def by_another(catalogue: Catalogue, document_id: str, gone: str) -> str | None:
    """The paper other than `gone` that corrects a document, or None."""
    document, places = catalogue.document(document_id), catalogue.places_of(document_id)
    if document is None or not places:
        return None
    standing = catalogue.standing(document_id)
    return next(
        (one.by for one in found(catalogue, document, places[0].source, standing)
         if one.old == document_id and one.by != gone and one.believed),
        None,
    )  # fmt: skip


def _corrects(catalogue: Catalogue, new: str, old: str) -> bool:
    papers = [(catalogue.document(one), catalogue.places_of(one)) for one in (new, old)]
    (correction, its_places), (corrected, their_places) = papers
    if correction is None or corrected is None or not its_places or not their_places:
        return True  # one of them is about to leave, and takes the note along
    says_so = versions.replaces(correction, its_places[0].source, corrected, their_places[0].source)
    return says_so and _believed(catalogue.standing(new), catalogue.standing(old))


def _believed(new: Standing | None, old: Standing | None) -> bool:
    return new is not None and new > Standing.GIVEN and (old is None or new >= old)


def _by_hand(catalogue: Catalogue, document_id: str) -> bool:
    kept = catalogue.kept(document_id)
    return kept is not None and kept.by_hand


def _kin(catalogue: Catalogue, document: Document) -> Iterator[tuple[Entry, Document]]:
    """The other papers of a document's body, day and kind: what it may correct, or be corrected by."""
    for entry in catalogue.of_same_meeting(document):
        other = catalogue.document(entry.id) if entry.kind == document.kind else None
        if other is not None:
            yield entry, other
