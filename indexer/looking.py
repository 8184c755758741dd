"""Texts looked through anew for personal data, once, where an older version found less in them, or more."""

from __future__ import annotations

import logging
from collections.abc import Callable

from corpus.catalogue import Catalogue
from corpus.models import Document

_log = logging.getLogger(__name__)


def through(catalogue: Catalogue, exchange: Callable[[Document], None]) -> None:
    """Give `exchange` each document in whose text something else is personal now; a kill leaves the rest to be done."""
    before = catalogue.looked.before()
    if before:
        _log.warning("looking through %d papers anew for personal data", len(before))
    for document_id in before:
        if document := catalogue.looked.anew(document_id):
            exchange(document)
        catalogue.looked.settle(document_id)
