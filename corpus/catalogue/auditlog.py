"""The audit log: who did what to the archive and when, only added to, each entry sealed with the one before.

An entry's digest is the SHA-256 of it as canonical JSON, in which the digest of the one before stands. Whoever changes,
removes or inserts an entry has to make all later ones anew, which shows for who has noted any digest of them: that is
what `verify` can be told to look for. No question stands here, and no words of the papers; a file's name is masked when
it is written, for it cannot be later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.tables import LoggedRow
from corpus.masking import OF_WORDS

START = "0" * 64  # what the first entry has for the digest of the one before


class Deed(StrEnum):
    """What was done; the value is what users see."""

    LOGGED_IN = "loggade in"
    READ_ORIGINAL = "hämtade original"
    UPLOADED = "lämnade handlingar"
    CORRECTED = "ersatte handling"
    AMENDED = "rättade uppgift"
    TOOK_BACK = "tog tillbaka rättelse"
    WITHDREW = "återkallade handling"
    APPROVED = "godkände fil"
    REFUSED = "avslog fil"
    EXPORTED = "tog med"
    FORGOT = "tog bort återkoppling"
    ADDED_KEY = "lade till nyckel"
    REVOKED_KEY = "spärrade nyckel"


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry: `at` in UTC by ISO 8601, `target` what it was done to; digests are hexadecimal SHA-256."""

    number: int
    at: str
    who: str
    deed: str
    target: str
    previous: str
    digest: str = ""

    def sealed(self) -> Logged:
        """The same with the digest that it must have."""
        said = {name: value for name, value in asdict(self).items() if name != "digest"}
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return replace(self, digest=hashlib.sha256(canonical.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries were looked through, the digest of the last, and the first that is not as it was written.

    `held` is whether a digest that was asked for is there.
    """

    entries: int
    last: str
    broken: Logged | None
    held: bool


class AuditLog:
    """The audit log of an archive, in the catalogue's database; safe to write from several threads and processes."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._turn = threading.Lock()

    def note(self, who: str, deed: Deed, target: str = "") -> Logged:
        """Write down that `who` did something now."""
        with self._turn:
            while True:
                before = self._last()
                at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
                entry = Logged(before[0] + 1, at, who, deed.value, OF_WORDS.words(target), before[1]).sealed()
                try:
                    with self._sessions.begin() as session:
                        session.add(LoggedRow(**asdict(entry)))
                except IntegrityError:
                    if self._last() == before:
                        raise
                    continue  # another process took the number: once more, after its entry
                return entry

    def _last(self) -> tuple[int, str]:
        """The number and digest of the last entry."""
        query = sa.select(LoggedRow.number, LoggedRow.digest).order_by(LoggedRow.number.desc()).limit(1)
        with self._sessions() as session:
            row = session.execute(query).first()
            return (row.number, row.digest) if row else (0, START)

    def entries(self, offset: int = 0, limit: int | None = None) -> list[Logged]:
        """The entries, newest first."""
        query = sa.select(LoggedRow).order_by(LoggedRow.number.desc()).offset(offset).limit(limit)
        with self._sessions() as session:
            return [_logged(row) for row in session.scalars(query)]

    def count(self) -> int:
        """How many entries there are."""
        with self._sessions() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(LoggedRow)) or 0

    def has(self, deed: Deed, target: str, since: dt.datetime) -> bool:
        """Whether anybody has done something to `target` since then (UTC)."""
        from_then = LoggedRow.at >= since.isoformat(timespec="milliseconds")
        same = (LoggedRow.target == target, LoggedRow.deed == deed.value, from_then)
        with self._sessions() as session:
            return bool(session.scalar(sa.select(sa.exists().where(*same))))

    def verify(self, holds: str = START) -> Verified:
        """Go through the chain; `holds` is a digest that was noted before, and must still be in it."""
        number, last, held = 0, START, holds == START
        with self._sessions() as session:
            for row in session.scalars(
                sa.select(LoggedRow).order_by(LoggedRow.number).execution_options(yield_per=500)
            ):
                entry = _logged(row)
                if (entry.number, entry.previous) != (number + 1, last) or entry != entry.sealed():
                    return Verified(number, last, entry, held)
                number, last, held = entry.number, entry.digest, held or entry.digest == holds
        return Verified(number, last, None, held)


def _logged(row: LoggedRow) -> Logged:
    return Logged(row.number, row.at, row.who, row.deed, row.target, row.previous, row.digest)
