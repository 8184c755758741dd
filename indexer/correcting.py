"""Which papers of a catalogue are corrected by which others, by the rule of `corpus.versions`."""

from __future__ import annotations

from collections.abc import Iterator

from corpus import versions
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Entry
from corpus.models import Document


def found(catalogue: Catalogue, document: Document, source: str) -> Iterator[tuple[str, str, str]]:
    """The papers that `document` of `source` corrects, and itself where it is corrected: id, source, and by which."""
    for entry, other in _kin(catalogue, document):
        if versions.replaces(document, source, other, entry.source):
            yield entry.id, entry.source, document.id
        elif versions.replaces(other, entry.source, document, source):
            yield document.id, source, entry.id


def ended(catalogue: Catalogue, document_id: str) -> list[tuple[str, str]]:
    """The corrections noted of a document, or by it, that are none as both papers are read now: old and new.

    As long as one of the two is as an older reader read it nothing is said of them.
    """
    return [
        (old, new)
        for old, new in catalogue.corrections(document_id)
        if not catalogue.outdated([old, new]) and not _corrects(catalogue, new, old)
    ]


def by_another(catalogue: Catalogue, document_id: str, gone: str) -> str | None:
    """The paper other than `gone` that corrects a document, or None."""
    document, places = catalogue.document(document_id), catalogue.places_of(document_id)
    if document is None or not places:
        return None
    return next(
        (
            entry.id
            for entry, other in _kin(catalogue, document)
            if entry.id != gone and versions.replaces(other, entry.source, document, places[0].source)
        ),
        None,
    )


def _corrects(catalogue: Catalogue, new: str, old: str) -> bool:
    papers = [(catalogue.document(one), catalogue.places_of(one)) for one in (new, old)]
    (correction, its_places), (corrected, their_places) = papers
    if correction is None or corrected is None or not its_places or not their_places:
        return True  # one of them is about to leave, and takes the note along
    return versions.replaces(correction, its_places[0].source, corrected, their_places[0].source)


def _kin(catalogue: Catalogue, document: Document) -> Iterator[tuple[Entry, Document]]:
    """The other papers of a document's body, day and kind: what it may correct, or be corrected by."""
    for entry in catalogue.of_same_meeting(document):
        other = catalogue.document(entry.id) if entry.kind == document.kind else None
        if other is not None:
            yield entry, other
