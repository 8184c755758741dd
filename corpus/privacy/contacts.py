"""Mobile telephone numbers and private mail (Post- och telestyrelsen's plan: 07x, +46 7x), and whose they are.

What an official can be reached by in office is public: it stands beside a title or an office, or beside mail of the
paper's own municipality or region.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from corpus import sieve
from corpus.errors import BadContacts
from corpus.models import Secret
from corpus.privacy.counted import counts

# Most papers have no digits that could be a mobile telephone's.
_DIALLED = re.compile(r"7[02369](?:[ /).-]{0,3}[0-9]){7}")
# The area and the seven digits, spaced and dashed as people like: "070-123 45 67", "+46 (0)70 123 45 67".
_MOBILE = re.compile(
    r"(?<![^\W_])(?<![0-9][:.,+-])(?:(?:\+|00)46[ -]{0,2}(?:\(?0\)?[ -]?)?|0)7[02369](?:[ /).-]{1,3}[0-9]|[0-9])"
    r"(?:[ .-]{0,3}[0-9]){6}(?![0-9])"
)
# Ten digits that are not spaced as anybody writes a telephone number.
_UNSPACED = re.compile(r"[0-9]{6} ?[0-9]{4}")
_EMAIL = sieve.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?![\w-])")
# Where people have their mail for themselves; an address of an authority or a company is one in office.
PRIVATE_DOMAINS = frozenset(
    (
        "gmail googlemail hotmail outlook live msn icloud me mac yahoo ymail aol protonmail proton tutanota telia"
        " tele2 comhem bredband bredband2 spray passagen swipnet tiscali home algonet glocalnet bahnhof gmx mail"
    ).split()
)
_OFFICE = re.compile(
    r"(?<!\w)(?:handlägga(?:re|s)|tjänste(?:man|person|ställe)|kontaktcenter|växeln?|förvaltning(?:en|s\w+)?"
    r"|\w+(?:förvaltning(?:en)?|kontoret|avdelning(?:en)?|enhet(?:en)?|kansli(?:et)?|chef(?:en)?|direktör(?:en)?"
    r"|sekreterare|handläggare|samordnare|strateg|utredare|ingenjör|arkitekt|inspektör|kommunikatör|registrator)"
    r"|chef|sekreterare|registrator|utredare|rektor|kommunikatör|jurist|controller|ekonom|strateg|kansliet"
    r"|vår referens)(?!\w)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"(?<!\w)(?:sökande\w*|klagande\w*|kärande\w*|vårdnadshavare\w*|anhörig\w*|god man|förvaltare|anmälare\w*"
    r"|den enskilde\w*|medborgarförslag\w*|förslagsställare\w*|insändare|privat\w*|hem(?:telefon|nummer|adress)"
    r"|bosatt\w*|boende|personnummer|pnr|hyresgäst\w*|elev\w*|patient\w*|brukare\w*|fastighetsägare\w*|er referens"
    r"|ledamot|ersättare|ordförande)(?!\w)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"(?<!\w)(?:(?P<place>[A-ZÅÄÖ][\w-]{2,30}?)s?\s(?:kommun|stad|region)(?:en|s)?|[Rr]egion\s(?P<region>[A-ZÅÄÖ]\w{2,30}?)s?)(?!\w)"
)
_LINES_BEFORE, _LINES_AFTER = 3, 2
_FAR = 200  # characters of a long line that are looked at on either side


def phones(text: str) -> Iterator[tuple[int, int, Secret]]:
    """The mobile numbers in a text in plain form that nothing says to be an official's."""
    if not _DIALLED.search(text):
        return
    around = Surroundings(text)
    for match in _MOBILE.finditer(text):
        counted = _UNSPACED.fullmatch(match[0]) and counts(text, *match.span())
        if not counted and not around.are_of_office(match.start()):
            yield match.start(), match.end(), Secret.PHONE


def emails(text: str) -> Iterator[tuple[int, int, Secret]]:
    """The addresses of private mail in a text in plain form."""
    for match in _EMAIL.in_lines(text):
        labels = match["domain"].casefold().split(".")[:-1]
        if labels[-1] in {"co", "com"}:  # yahoo.co.uk
            labels.pop()
        if labels and labels[-1] in PRIVATE_DOMAINS:
            yield match.start(), match.end(), Secret.EMAIL


class Surroundings:
    """What stands around the places of a text in plain form."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = list(itertools.accumulate((len(line) + 1 for line in self._lines), initial=0))
        self._known: dict[int, bool | None] = {}  # by the number of a line, what it tells

    def are_of_office(self, place: int) -> bool:
        """Whether the nearest line that tells whose a contact at `place` is tells of an office.

        It is looked for on the contact's own line, on those before and on those after, up to an empty line.
        """
        told = map(self._of_line, self._near(place))
        return next((one for one in told if one is not None), False)

    def _near(self, place: int) -> Iterator[tuple[int, int]]:
        """The numbers of the lines that count, the nearest first, and where on each to look if it is long."""
        own = bisect.bisect_right(self._starts, place) - 1
        yield own, place - self._starts[own]
        for step, most in ((-1, _LINES_BEFORE), (1, _LINES_AFTER)):
            for number in range(own + step, own + step * (most + 1), step):
                if not 0 <= number < len(self._lines) or not self._lines[number].strip():
                    break
                yield number, 0

    def _of_line(self, near: tuple[int, int]) -> bool | None:
        """Whether a line, or what is near on a long one, tells of an office; None where it tells of nobody."""
        number, place = near
        line = self._lines[number]
        if len(line) > 2 * _FAR:
            return self._told(line[max(place - _FAR, 0) : place + _FAR])
        if number not in self._known:
            self._known[number] = self._told(line)
        return self._known[number]

    def _told(self, line: str) -> bool | None:
        if _PRIVATE.search(line):
            return False
        return True if _OFFICE.search(line) or self._has_office_mail(line) else None

    def _has_office_mail(self, line: str) -> bool:
        return any(match["domain"].casefold().split(".")[-2] in self._authorities for match in _EMAIL.in_lines(line))

    @cached_property
    def _authorities(self) -> frozenset[str]:
        """The municipalities and regions that the text names, as a domain spells them."""
        named = {_folded(match["place"] or match["region"]) for match in _AUTHORITY.finditer(self._text)}
        return frozenset(f"{region}{name}{s}" for name in named for region in ("", "region") for s in ("", "s"))


def _folded(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("-", "")


def key(written: str) -> str | None:
    """What a telephone number or mail address is known by, however it is written; None for what is neither."""
    if "@" in written:
        return written.strip().casefold()
    if re.search(r"[^\d\s+()/.–-]", written):
        return None
    digits = re.sub(r"\D", "", written)
    digits = re.sub(r"\A(?:00)?46", "0", digits) if written.lstrip().startswith(("+", "00")) else digits
    digits = re.sub(r"\A0+", "0", digits)
    return digits if len(digits) >= 7 else None


def read_public(path: Path) -> frozenset[str]:
    """The contacts in a file, one a line, by their keys; what follows a # is a remark.

    Raises `BadContacts` for a file that cannot be read and for a line that is no telephone number and no mail address.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadContacts(f"Listan över offentliga kontaktuppgifter, {path}, kan inte läsas ({error}).") from error
    found = set()
    for number, line in enumerate(lines, 1):
        written = line.partition("#")[0].strip()
        if not written:
            continue
        known = key(written)
        if known is None:
            raise BadContacts(
                f"{path}, rad {number}: ”{written}” är varken ett telefonnummer eller en e-postadress. Skriv en sådan"
                " på varje rad, och anmärkningar efter #."
            )
        found.add(known)
    return frozenset(found)
