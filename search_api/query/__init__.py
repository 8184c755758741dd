"""What a question says beside its words: bodies, kinds, periods, references, phrases, what to leave out."""

from __future__ import annotations

from search_api.query.interpretation import Interpretation, Reading, ReadingKind
from search_api.query.understanding import interpret
from search_api.query.vocabulary import Vocabulary

__all__ = ["Interpretation", "Reading", "ReadingKind", "Vocabulary", "interpret"]
