"""What a question says in terms of the index: its telling terms with their rarity, and the names in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from corpus.swedish import tables
from indexer import language

# Words of asking, not of what is asked for.
_ASKING = frozenset(
    language.stem(word)
    for word in (
        "beslut beslutades beslutade gäller handlar hände gick blev ärende ärendet fick gjorde säger sa stå står "
        "berätta finns antal mycket stor stort länge gång gånger person personer sak saken ställning paragraf "
        "protokoll dnr diarienummer ärendenr ärendenummer"
    ).split()
)
# Two names that begin alike are the same from this many letters on.
_SAME = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question that tell something with their rarity (0 to 1), the stems of its names, its numbers."""

    terms: dict[str, float]
    names: frozenset[str]
    numbers: frozenset[str]

    def share(self, terms: Collection[str]) -> float:
        """How much of the question `terms` say, 0 to 1: its terms by their rarity."""
        total = sum(self.terms.values())
        return sum(rarity for term, rarity in self.terms.items() if term in terms) / total if total else 0.0

    def without(self, terms: Collection[str]) -> Asked:
        """What is left to ask for where `terms` are already said."""
        return replace(self, terms={term: rarity for term, rarity in self.terms.items() if term not in terms})

    def names_in(self, terms: Collection[str]) -> bool:
        """Whether `terms` say all the names, in whatever form."""
        return all(name in terms or any(_same_name(name, term) for term in terms) for name in self.names)


def ask(question: str, rarity: Callable[[str], float] = language.rarity) -> Asked:
    """Take a question apart; `rarity` tells how much a term says, 0 to 1."""
    telling = (term for term in language.terms(question) if term not in _ASKING)
    return Asked(
        {term: rarity(term) for term in telling if not term.startswith(("§", "dnr:"))},
        frozenset(_names(question)),
        frozenset(re.findall(r"\d+", question)),
    )


def _names(question: str) -> list[str]:
    """The stems of the words that a question writes with a capital inside a sentence: places, people, companies."""
    found = []
    for match in re.finditer(r"[^\W\d_]+", question):
        word = match.group()
        before = question[: match.start()].rstrip(" \"”'(")
        if before and before[-1] not in ".?!:" and word[0].isupper() and not word.isupper():
            folded = language.normalise(word)
            if folded not in tables.MONTHS and folded not in language.STOPWORDS:
                found.append(language.stem(folded))
    return found


def _same_name(name: str, term: str) -> bool:
    # "Hamnskärs" and "Hamnskär", "Lindsalaskolan" and "Lindsala": stems of names differ by their endings.
    return min(len(name), len(term)) >= _SAME and (term.startswith(name) or name.startswith(term))
