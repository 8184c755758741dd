"""The municipalities and regions that a question names as those who act: the archive's own, and others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.repair import lexicon
from corpus.swedish import bodies as named_in_text
from search_api.query.bodies import is_body
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.municipalities import MUNICIPALITIES, REGIONS, WORDS
from search_api.query.rewriting import Token, tokens

Key = tuple[str, ...]

_FORMS = frozenset("kommun kommuns kommunen kommunens stad stads staden stadens region regionen regionens".split())
_LAN = "län"
_IN_ENGLISH = {"göteborg": "gothenburg"}
# Whom something is done with or goes to is not who acts: "avtalet med Lund", "resor till Lund".
_NOT_ACTING = frozenset("med mot till mellan åt with to between towards".split())
# After these a name is whose acts are asked for: "vad beslutade Lund", "what did Lund decide".
_ACTING = re.compile(r"beslut(?:ade|ar|at)|beslöt|bestämde|antog|godkände|avslog|röstade|svarade|gjorde|tyckte|did")
_MEETING = re.compile(r"beslut\w*|bestäm\w*|politikerna|protokoll\w*|council|decided")
_IN = frozenset("i in of".split())


class Organisations:
    """The organisations of the archive, called `names`, by all that people call them; and the rest of the country."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._by_key: dict[Key, list[str]] = defaultdict(list)
        for name in self.names:
            for key in _keys(name):
                self._by_key[key].append(name)
        self._foreign: dict[Key, str] = {}
        for name in (*MUNICIPALITIES, *REGIONS):
            key = tuple(token.word for token in tokens(name))
            if self.names and not any(variant in self._by_key for variant in _keys(name)):
                self._foreign[key] = name
        self._longest = max((len(key) for key in (*self._by_key, *self._foreign)), default=0)

    def find(self, text: str) -> Iterator[Reading]:
        """The organisations that `text` names, in order; what the archive holds nothing of is labelled so."""
        found = tokens(text)
        taken: list[tuple[int, int]] = []
        at = 0
        while at < len(found):
            names, size = self._own(text, found, at)
            if not names:
                names, size = self._other(text, found, at)
            if names:
                start, end = found[at].start, found[at + size - 1].end
                taken.append((start, end))
                yield from (self._reading(name, start, end) for name in names)
            at += size
        for named in named_in_text.organisations(text):
            known = any(start < named.end and named.start < end for start, end in taken)
            before = text[: named.start].split()[-1:]
            # The first word of a question has its capital as such.
            if self.names and before and before[0].casefold() not in _NOT_ACTING and not known:
                yield self._reading(named.name, named.start, named.end)

    def _reading(self, name: str, start: int, end: int) -> Reading:
        label = name if name in self.names else f"{name} (finns inte i arkivet)"
        return Reading(ReadingKind.ORGANISATION, name, label, start, end)

    def _own(self, text: str, found: Sequence[Token], at: int) -> tuple[list[str], int]:
        """The archive's organisations named from `found[at]` on, and by how many tokens."""
        for size in range(min(self._longest, len(found) - at), 0, -1):
            stretch = found[at : at + size]
            names = next((self._by_key[key] for key in _inflected(stretch) if key in self._by_key), None)
            if names and (size > 1 or (_is_name(text, found, at) and not _goes_to(found, at))):
                # "Kalmar" may be two, "Kalmar kommun" is one.
                longer = size < len(found) - at and found[at + size].word in _FORMS
                return names, size + longer
        return [], 1

    def _other(self, text: str, found: Sequence[Token], at: int) -> tuple[list[str], int]:
        """The organisation that the archive holds nothing of and that acts, by `found[at]` and what follows."""
        for size in range(min(self._longest, len(found) - at), 0, -1):
            name = next((self._foreign[key] for key in _inflected(found[at : at + size]) if key in self._foreign), None)
            if name and _is_name(text, found, at) and not _goes_to(found, at):
                after = found[at + size].word if at + size < len(found) else ""
                if after in _FORMS:
                    return [name], size + 1
                if name in REGIONS or is_body(after) or _acts(found, at):
                    return [name], size
        return [], 1


def _keys(name: str) -> set[Key]:
    """What an organisation is called: its whole name, and its place alone where it is a municipality or a region."""
    words = tuple(token.word for token in tokens(name))
    keys = {words}
    if not _FORMS.isdisjoint(words):
        place = tuple(word for word in words if word not in _FORMS and word != _LAN)
        # "Göteborgs Stad", "Region Kalmar län": the place has a genitive s, or is so called.
        if place:
            keys |= {place, (*place[:-1], place[-1].removesuffix("s"))}
        keys |= {(_IN_ENGLISH[key[0]],) for key in keys if key[0] in _IN_ENGLISH and len(key) == 1}
    elif words[-1:] == ("götalandsregionen",):
        keys |= {("vgr",), (*words[:-1], "götaland")}
    return keys


def _inflected(stretch: Sequence[Token]) -> Iterator[Key]:
    """The words as they stand, and without the s of the genitive."""
    words = tuple(token.word for token in stretch)
    yield words
    if words[-1].endswith("s"):
        yield (*words[:-1], words[-1][:-1])


def _is_name(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether the token is a place and not a word, nor the surname of whom the token before is."""
    token = found[at]
    if token.word not in WORDS and token.word.removesuffix("s") not in WORDS:
        return True
    if not text[token.start].isupper():
        return False
    if not at or text[found[at - 1].end : token.start] != " " or not text[found[at - 1].start].isupper():
        return True
    return at == 1 and found[0].word not in lexicon.names()


def _goes_to(found: Sequence[Token], at: int) -> bool:
    return at > 0 and found[at - 1].word in _NOT_ACTING


def _acts(found: Sequence[Token], at: int) -> bool:
    """Whether the name at `found[at]` is that of who decides: after "beslutade", or "i" after a body or a decision."""
    before = [token.word for token in found[max(0, at - 2) : at]]
    if before and _ACTING.fullmatch(before[-1]):
        return True
    if len(before) < 2 or before[-1] not in _IN | {"på"}:
        return False
    return is_body(before[0]) or before[0] in ("kf", "ks") or _MEETING.fullmatch(before[0]) is not None
