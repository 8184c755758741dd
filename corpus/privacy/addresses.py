"""Street addresses that belong to a person: "bosatt på Björkvägen 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Secret

_HOUSE = r"\s\d{1,3}(?!\d)(?:\s?[A-Z](?![\wåäö])|[a-z](?![\wåäö]))?(?:,?\s(?:lgh|lägenhet)\s\d{3,4})?"
_POSTAL = r",?\s{1,3}(?:SE-|S-)?\d{3}\s?\d{2}\s{1,2}[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,25}"
# "Norra Björkvägen 3 B lgh 1101, 123 45 Lindsala", "Anna Svenssons gata 5"; a village's name only with the postal code.
_CAPITAL = re.compile(r"[A-ZÅÄÖ](?<![\w-].)")
_STREET = re.compile(
    r"(?:(?:Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre|Inre|Yttre|Sankt|Sankta|S:t|S:ta)\s)?"
    r"(?:[A-ZÅÄÖ][a-zåäöé]{1,25}(?:gatan|vägen|gränden?|stigen|allén|backen|torget?|plan|slingan|ringen|liden|kajen"
    r"|leden|vreten|höjden|väg|gata|stig|allé)"
    r"|(?:[A-ZÅÄÖ][a-zåäöé]{1,20}\s)?[A-ZÅÄÖ][a-zåäöé]{1,20}s\s(?:väg|gata|gränd|stig|allé|torg|plan|backe|plats))"
    rf"{_HOUSE}(?:{_POSTAL})?"
    rf"|(?:[A-ZÅÄÖ][a-zåäöé]{{1,25}}\s){{0,1}}[A-ZÅÄÖ][a-zåäöé]{{1,25}}{_HOUSE}{_POSTAL}"
)
# What makes an address a person's: said so close before it, on its line or the line above.
_LIVES = re.compile(
    r"\b(?:bosatt(?:a)?|(?<!särskilt )(?<!särskilda )(?<!nytt )(?<!nya )(?<!-)boende|bor|folkbokförd|hemadress"
    r"|bostadsadress|privatadress|sökande[ns]?|klagande[ns]?|vårdnadshavare|huvudman|den enskilde[s]?|född"
    r"|personnummer|medborgarförslag från|adress)\b[^.\n]{0,80}$",
    re.IGNORECASE,
)
# What makes it a place of office, of a meeting, of a company or of the matter itself.
_PUBLIC = re.compile(
    r"\b(?:plats|sessionssal|sammanträdes|stadshus|kommunhus|regionhus|rådhus|lokal(?:en)?|postadress|besöksadress"
    r"|besök|förvaltning|kontor|nämnd|kommun|region|skola|förskola|detaljplan|fastighet|kvarter|korsning|bygglov"
    r"|hållplats|trafik|ab\b|aktiebolag|handelsbolag|bolag|förening|bostadsrättsförening|brf\b|stiftelse)\w*\b"
    r"[^.\n]{0,60}$",
    re.IGNORECASE,
)
BEFORE = 120  # characters


def find(text: str) -> Iterator[tuple[int, int, Secret]]:
    """The addresses in a text in plain form where it says that someone lives."""
    end = 0
    for capital in _CAPITAL.finditer(text):
        match = _STREET.match(text, capital.start()) if capital.start() >= end else None
        if match is None:
            continue
        end = match.end()
        before = text[max(match.start() - BEFORE, 0) : match.start()]
        line = " ".join(before.split("\n")[-2:])
        if _LIVES.search(line) and not _PUBLIC.search(line):
            yield match.start(), match.end(), Secret.ADDRESS
