"""A question read."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.structure import days
from search_api.query import references
from search_api.query.interpretation import Interpretation


def interpret(text: str, catalogue: Catalogue) -> Interpretation:
    """What `text` says beside its words."""
    return Interpretation(
        question=text,
        words=text,
        case_numbers=references.cases(text, catalogue),
        paragraphs=references.paragraphs(text),
        dates=tuple(dict.fromkeys(days.dates(text))),
    )
