"""Papers that stand in the place of others: which are found, and what is written in the journal of the rest.

Only what is found changes. The paper in whose place another stands keeps its text, its file and its id, by which it is
read; it is found again when the other goes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Action, Place, Standing
from corpus.models import Document
from indexer import correcting


class Replacing:
    """What stands in the place of what in `catalogue`; each change is made under the lock `writing`.

    `show` stores the vectors of a document, and `hide` deletes them.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        writing: AbstractContextManager[object],
        show: Callable[[str], None],
        hide: Callable[[str], None],
    ) -> None:
        self._catalogue = catalogue
        self._writing = writing
        self._show = show
        self._hide = hide

    def is_hidden(self, document_id: str) -> bool:
        """Whether another paper stands in the place of a stored document."""
        kept = self._catalogue.kept(document_id)
        return kept is not None and kept.replaced_by is not None

    def came(self, document: Document, source: str, standing: Standing | None) -> None:
        """Note what a paper of this `standing` corrects and is corrected by."""
        with self._writing:
            for one in correcting.found(self._catalogue, document, source, standing):
                if one.believed:
                    self._put(one.old, one.by)
                else:
                    self._catalogue.versions.dispute(one.old, one.by)

    def weigh(self, document: Document, source: str) -> None:
        """End the corrections of a stored paper that are none any more, and note those that have come to be."""
        with self._writing:
            for old, new in correcting.ended(self._catalogue, document.id):
                self._find_again(old, correcting.by_another(self._catalogue, old, gone=new))
            if not self.is_hidden(document.id):
                self.came(document, source, self._catalogue.standing(document.id))

    def lies(self, place: Place) -> bool:
        """Note that a stored paper lies at `place`; False where it has been taken away meanwhile.

        Its corrections are weighed anew where that gives it a higher standing.
        """
        with self._writing:
            if not self._catalogue.is_ready(place.document_id):
                return False
            before = self._catalogue.standing(place.document_id)
            self._catalogue.put_place(place)
            rises = before is not None and self._catalogue.standing_at(place) > before
            document = self._catalogue.document(place.document_id) if rises else None
            if document:
                self.weigh(document, place.source)
            return True

    def replace(self, document_id: str, by: str) -> bool:
        """Let the stored paper `by` stand in the place of one that is found, as whoever gave it has said.

        False where that is not found any more, or another has come into its place.
        """
        with self._writing:
            kept = self._catalogue.kept(document_id)
            if kept is None or kept.replaced_by or document_id == by:
                return False
            if self.is_hidden(by):  # it is to stand again, in the place of what stood in its own
                self._find_again(by, None)
            self._put(document_id, by, by_hand=True)
            return True

    def leave(self, document_id: str) -> None:
        """Let what a paper that is about to go stood in the place of be found again.

        Not what yet another corrects; and what stands in its own place stands in theirs from now on.
        """
        with self._writing:
            for old, new in self._catalogue.versions.disputes([document_id]):
                if new == document_id:
                    self._catalogue.versions.dispute(old, None)
            own = self._catalogue.kept(document_id)
            after = own.replaced_by if own else None
            for old, new in self._catalogue.versions.corrections(document_id):
                if new == document_id:
                    by = after or correcting.by_another(self._catalogue, old, gone=document_id)
                    self._find_again(old, by, by_hand=bool(after and own and own.by_hand))

    def went(self, document_id: str, source: str, by: str) -> None:
        """Write in the journal that the paper `by` has come in the place of `document_id`."""
        passages = len(self._catalogue.passages(document_id))
        self._catalogue.journal.note(Action.REPLACED, document_id, source, passages=passages, replaced_by=by)

    def _find_again(self, document_id: str, by: str | None, *, by_hand: bool = False) -> None:
        if by is None:
            self._show(document_id)
        self._catalogue.versions.put(document_id, by, by_hand=by_hand)

    def _put(self, document_id: str, by: str, *, by_hand: bool = False) -> None:
        self._catalogue.versions.put(document_id, by, by_hand=by_hand)
        self._hide(document_id)
        self.went(document_id, self._catalogue.source(document_id), by)
