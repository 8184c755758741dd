"""What a question names to the letter: a §, a case, a numbered paper, a phrase, a word to leave out."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found, Scope
from corpus.structure.facts import references
from indexer import language, sparse
from indexer.generation import Generation
from indexer.store import Scored
from search_api.query import Interpretation


def places(catalogue: Catalogue, generation: Generation, read: Interpretation, scope: Scope) -> list[str]:
    """The ids of the passages that the question names, those of the narrowest name first.

    Of a § the passage with its heading leads; of a case the § and papers that speak most of what is asked.
    """
    found: dict[str, None] = {}
    for named in read.scopes(scope):
        hits = [hit.id for hit in _of_the_body(generation, read, named)]
        if named.paragraph is not None:
            hits = [one.passage.id for one in sorted(catalogue.find(hits), key=_reading_order)]
        found.update(dict.fromkeys(hits))
    for item in read.items:
        hits = [hit.id for hit in generation.find(sparse.query(item), scope)]
        held = [one for one in catalogue.find(hits) if _says(one, item)]
        found.update(dict.fromkeys(one.passage.id for one in held))
    return list(found)


def _of_the_body(generation: Generation, read: Interpretation, named: Scope) -> list[Scored]:
    """What is at a named place: of the body that the question names beside it, where that has such a place."""
    narrow = replace(
        named,
        organisation=named.organisation or read.within.organisation,
        committee=named.committee or read.within.committee,
    )
    found = generation.search(read.words, narrow) if narrow != named else []
    return found or generation.search(read.words, named)


def allows(read: Interpretation, found: Found) -> bool:
    """Whether a passage has every phrase that the question puts in quotation marks and nothing that it leaves out."""
    if not read.phrases and not read.excluded:
        return True
    said = _folded(f"{found.passage.heading} {found.searched()}")
    if not all(_folded(phrase) in said for phrase in read.phrases):
        return False
    terms = set(language.terms(said))
    return not any(_has(said, terms, word) for word in read.excluded)


def _has(said: str, terms: set[str], word: str) -> bool:
    """Whether a text has the whole of `word`, in any form; words that belong together as they stand."""
    if len(language.words(word)) > 1:
        return _folded(word) in said
    return not terms.isdisjoint(language.terms(word)[:1])


def _says(found: Found, item: str) -> bool:
    """Whether the passage's text has the number of the paper `item` ("Handling 2023 nr 149")."""
    text = found.searched()
    return any(reference.item == item for reference in references.cited_in(text, 0, len(text), None))


def _reading_order(found: Found) -> tuple[str, int]:
    return found.entry.id, found.passage.start


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", language.normalise(text)).strip()
