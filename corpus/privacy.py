"""Personal data that committee papers carry by mistake or of need, and that a search must not spread.

Found are personnummer and samordningsnummer whose check digit is right (Skatteverket, SKV 704 and SKV 707; the check
digit is Luhn's, ISO/IEC 7812-1), mobile telephone numbers (07x and +46 7x of Post- och telestyrelsen's plan), e-mail
addresses of private persons, and street addresses that belong to a person. What people say and do in office is public:
names of elected people and officials, switchboards, authorities' addresses and where a meeting is held are let be.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from corpus import sieve
from corpus.models import Secret, Sensitive

# "850312-1234", "19850312-1234", "850312+1234", "850312 1234", "8503121234", "1985-03-12-1234"; in no longer number.
_DASH = "[-+‐‑‒–—−]"
_PERSONAL_NUMBER = re.compile(
    r"(?<!\w)(?<!\d[/:.,+–-])(?P<century>18|19|20)?"
    rf"(?:(?P<date>\d{{6}})(?P<sign>\s?{_DASH}\s?|[ \u00a0](?!\d{{4}}[ \u00a0]\d))?|(?P<dashed>\d\d-\d\d-\d\d){_DASH})"
    r"(?P<last>\d{4})(?!\w|[/:.,–-]\d)"
)
# Most papers have no digits that could be one, nor any that could be a mobile telephone's.
_DIGITS = re.compile(rf"\d\d(?:\d{{4}}\D{{0,3}}\d{{4}}|-\d\d-\d\d{_DASH})")
_DIALLED = re.compile(r"7[02369](?:[ \u00a0/).–-]{0,3}\d){7}")
_COUNTED = re.compile(
    r"(?:\b(?:(?:kr|tkr|sek|tel|bg|pg|ocr|org)\b|(?:telefon|mobil|konto|bankgiro|plusgiro|organisation|faktura)\w*)|[€$])"
    r"[\s.:]{0,3}(?:nr|nummer)?[\s.:]{0,3}\Z",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\s?(?:t?kr|kronor|sek|euro)\b|\s?[€$]", re.IGNORECASE)
# The area and the seven digits, spaced and dashed as people like: "070-123 45 67", "+46 (0)70 123 45 67".
_MOBILE = re.compile(
    r"(?<!\w)(?<!\d[:.,+–-])(?:(?:\+|00)46[ \u00a0-]{0,2}(?:\(?0\)?[ \u00a0-]?)?|0)7[02369](?:[ \u00a0/).–-]{1,3}\d|\d)"
    r"(?:[ \u00a0.–-]{0,3}\d){6}(?!\d)"
)
_EMAIL = sieve.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?![\w-])")
# Where people have their mail for themselves; an address of an authority or a company is one in office.
PRIVATE_DOMAINS = frozenset(
    (
        "gmail googlemail hotmail outlook live msn icloud me mac yahoo ymail aol protonmail proton tutanota telia"
        " tele2 comhem bredband bredband2 spray passagen swipnet tiscali home algonet glocalnet bahnhof gmx mail"
    ).split()
)
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


def find(text: str) -> tuple[Sensitive, ...]:
    """The personal data in `text`, in order, none over another."""
    found = sorted(
        [*_personal_numbers(text), *_phones(text), *_emails(text), *_addresses(text)],
        key=lambda one: (one.start, -one.end),
    )
    kept: list[Sensitive] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _personal_numbers(text: str) -> Iterator[Sensitive]:
    for match in _PERSONAL_NUMBER.finditer(text) if _DIGITS.search(text) else ():
        date = match["date"] or match["dashed"].replace("-", "")
        # A number without its sign is one only where its century stands before it, or it would be any ten digits.
        signed = match["dashed"] or match["century"] or (match["sign"] or "").strip(" \u00a0")
        if (signed or not _counts(text, match)) and is_personal_number(date, match["last"]):
            yield Sensitive(match.start(), match.end(), Secret.PERSONAL_NUMBER)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether ten digits in a row count something: kronor, a telephone, an account."""
    before = text[max(match.start() - 25, 0) : match.start()]
    return bool(_COUNTED.search(before) or _CURRENCY.match(text, match.end()))


def is_personal_number(date: str, last: str) -> bool:
    """Whether six digits of birth and four more are a personnummer or, with 60 added to the day, a samordningsnummer.

    An organisation's number has 20 or more for its month, and so is none.
    """
    day = int(date[4:])
    try:
        dt.date(2000 + int(date[:2]), int(date[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return _luhn(date + last)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _phones(text: str) -> Iterator[Sensitive]:
    for match in _MOBILE.finditer(text) if _DIALLED.search(text) else ():
        yield Sensitive(match.start(), match.end(), Secret.PHONE)


def _emails(text: str) -> Iterator[Sensitive]:
    for match in _EMAIL.in_lines(text):
        labels = match["domain"].casefold().split(".")[:-1]
        if labels[-1] in {"co", "com"}:  # yahoo.co.uk
            labels.pop()
        if labels and labels[-1] in PRIVATE_DOMAINS:
            yield Sensitive(match.start(), match.end(), Secret.EMAIL)


def _addresses(text: str) -> Iterator[Sensitive]:
    end = 0
    for capital in _CAPITAL.finditer(text):
        match = _STREET.match(text, capital.start()) if capital.start() >= end else None
        if match is None:
            continue
        end = match.end()
        before = text[max(match.start() - BEFORE, 0) : match.start()]
        line = " ".join(before.split("\n")[-2:])
        if _LIVES.search(line) and not _PUBLIC.search(line):
            yield Sensitive(match.start(), match.end(), Secret.ADDRESS)
