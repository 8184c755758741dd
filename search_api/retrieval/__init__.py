"""Hits for a question: what it names exactly first, then what meaning and words find, weighed by their texts."""

from __future__ import annotations

from search_api.retrieval.ranking import Ranked, Ranking, Retriever

__all__ = ["Ranked", "Ranking", "Retriever"]
