"""What is hidden of the texts that are asked for, read from the catalogue once and not for each passage."""

from __future__ import annotations

import threading
from collections import OrderedDict

from corpus.catalogue import stored
from corpus.catalogue.tables import DocumentRow
from corpus.masking import Hidden, Masks

# Documents whose hidden stretches are kept in memory, those that were asked for last.
REMEMBERED = 2_048


class HiddenTexts:
    """What `masks` hide of each document, by its edition, which is other when its text is read anew; for any thread."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._known: OrderedDict[str, tuple[str, Hidden]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, row: DocumentRow) -> Hidden:
        """What is hidden of the text of `row`, whose session is open."""
        with self._lock:
            edition, hidden = self._known.get(row.id, (None, Hidden()))
            if edition == row.edition:
                self._known.move_to_end(row.id)
                return hidden
        stretches = stored.sensitive(row)
        # A whole paper is fetched for it, which only contacts are looked up in.
        hidden = self._masks.hidden(row.text if self._masks.looks_up(stretches) else "", stretches)
        with self._lock:
            self._known[row.id] = (row.edition, hidden)
            self._known.move_to_end(row.id)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return hidden
