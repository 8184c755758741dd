"""Political parties: their letters, as "Sverigedemokraterna" is SD."""

from __future__ import annotations

import re

from corpus.swedish.tables import PARTIES

_LETTERS = {name: party.letters for party in PARTIES for name in party.names}
_WRITTEN = re.compile(r"[A-ZÅÄÖ]{1,5}|[A-ZÅÄÖ][a-zåäö]{0,3}[A-ZÅÄÖ]")
# "Socialdemokraterna (S)".
_BOTH = re.compile(r"[A-ZÅÄÖ][\w ]{3,30} \((?P<letters>[A-ZÅÄÖ][\wÅÄÖåäö]{0,4})\)")
_NAMED = re.compile(r"[A-ZÅÄÖ]\w+(?:partiet|demokraterna|listan|samling)")


def known(letters: str) -> bool:
    """Whether `letters` are those of a party that all know."""
    return any(party.letters == letters for party in PARTIES)


def party(words: str) -> str | None:
    """The letters of the party that `words` name, a local party's own name where it is written out, or None."""
    words = words.strip()
    both = _BOTH.fullmatch(words)
    if both and _LETTERS.get(words[: both.start("letters") - 2].casefold(), both["letters"]) == both["letters"]:
        return both["letters"]
    known = _LETTERS.get(words.casefold()) or _LETTERS.get(words.casefold().removesuffix("s"))
    if known or _WRITTEN.fullmatch(words) or _NAMED.fullmatch(words):
        return known or words
    return None
