"""Watches: what somebody wants letters about when it is new, and the address that they go to.

A watch is asked for, confirmed by who reads the letters of the address, and gone with the address when they end it.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.tables import WatchRow
from corpus.errors import Busy

CONFIRMED_WITHIN = dt.timedelta(hours=48)
MOST = 20  # watches of an address
MOST_ASKED = 5  # letters that ask an address to confirm, within a day
MOST_WAITING = 500  # watches that wait to be confirmed, of all addresses
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch of an `address`: `asked` is what it is of, as JSON, `bound` the organisations, None for all.

    `leaving` is the token that ends it; `since` the newest arrival that has been told of.
    """

    id: int
    address: str
    asked: str
    language: str
    bound: frozenset[str] | None
    leaving: str
    since: dt.datetime | None


class Watches:
    """The watches of an archive, in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def ask(self, address: str, asked: str, language: str, bound: Collection[str] | None) -> bool:
        """Keep a watch that is to be confirmed; False where the address has it, or has had its share.

        Raises `Busy` while too many wait.
        """
        now, kept = times.now(), None if bound is None else json.dumps(sorted(bound), ensure_ascii=False)
        of_address = sa.select(WatchRow).where(WatchRow.address == address)
        waiting = sa.select(sa.func.count()).select_from(WatchRow).where(WatchRow.confirmed.is_(None))
        with self._sessions.begin() as session:
            if (session.scalar(waiting) or 0) >= MOST_WAITING:
                raise Busy("Många bevakningar väntar på att bekräftas. Försök igen om en timme eller senare.", 3600)
            own = list(session.scalars(of_address))
            has_it = any(one.confirmed and (one.asked, one.bound) == (asked, kept) for one in own)
            lately = [one for one in own if one.made > now - _DAY]
            if has_it or len(own) >= MOST or len(lately) >= MOST_ASKED:
                return False
            leaving = secrets.token_urlsafe(32)
            session.add(
                WatchRow(address=address, asked=asked, language=language, bound=kept, made=now, leaving=leaving)
            )
            return True

    def unasked(self) -> list[Watch]:
        """Those whose address has not been asked to confirm yet, the first first."""
        return self._watches(WatchRow.confirmed.is_(None), WatchRow.token.is_(None))

    def offer(self, watch_id: int, digest: str | None) -> bool:
        """Let what has `digest` confirm a watch, or nothing; False where the watch is gone."""
        return self._set(WatchRow.id == watch_id, token=digest)

    def offered(self, digest: str) -> Watch | None:
        """The watch that is confirmed by what has `digest`; None where there is none any more."""
        return next(iter(self._watches(*_confirmed_by(digest))), None)

    def confirm(self, digest: str, since: dt.datetime, due: dt.datetime) -> bool:
        """Begin a watch, of what comes after `since`; False where nothing is confirmed by what has `digest`.

        What else the address was asked to confirm of the same is forgotten.
        """
        with self._sessions.begin() as session:
            row = session.scalar(sa.select(WatchRow).where(*_confirmed_by(digest)).with_for_update())
            if row is None:
                return False
            row.token, row.confirmed, row.since, row.due = None, times.now(), times.stored(since), times.stored(due)
            session.execute(
                sa.delete(WatchRow).where(
                    WatchRow.id != row.id,
                    WatchRow.address == row.address,
                    WatchRow.asked == row.asked,
                    WatchRow.bound.is_not_distinct_from(row.bound),
                )
            )
            return True

    def due(self) -> list[Watch]:
        """The confirmed ones that are to be looked at by now, those that have waited longest first."""
        return self._watches(WatchRow.confirmed.is_not(None), WatchRow.due <= times.now())

    def begin(self, watch_id: int, until: dt.datetime) -> bool:
        """Write down that a letter goes that tells of what came until `until`; False where the watch is gone."""
        return self._set(WatchRow.id == watch_id, sending=times.stored(until))

    def settle(self, watch_id: int, since: dt.datetime | None, due: dt.datetime) -> None:
        """Write down what has been told of, and when to look again."""
        self._set(WatchRow.id == watch_id, since=since and times.stored(since), due=times.stored(due), sending=None)

    def pick_up(self) -> int:
        """Take the letters that were on their way when the process ended for sent; returns how many they are."""
        values = {"since": WatchRow.sending, "sending": None}
        begun = sa.update(WatchRow).where(WatchRow.sending.is_not(None)).values(values).returning(WatchRow.id)
        with self._sessions.begin() as session:
            return len(session.scalars(begun).all())

    def leave(self, token: str) -> bool:
        """Remove the watch that `token` ends, with its address; False where there is none any more."""
        return self._remove(WatchRow.leaving == token) > 0

    def left_by(self, token: str) -> Watch | None:
        """The watch that `token` ends."""
        return next(iter(self._watches(WatchRow.leaving == token)), None)

    def forget(self, address: str) -> int:
        """Remove all watches of an address, however its capitals are written; returns how many there were."""
        return self._remove(sa.func.lower(WatchRow.address) == address.strip().lower())

    def sweep(self) -> int:
        """Remove what was not confirmed in time; returns how many they were."""
        return self._remove(WatchRow.confirmed.is_(None), WatchRow.made <= times.now() - CONFIRMED_WITHIN)

    def count(self) -> tuple[int, int]:
        """How many are confirmed, and how many wait for it."""
        query = sa.select(sa.func.count(WatchRow.confirmed), sa.func.count())
        with self._sessions() as session:
            confirmed, all_of_them = session.execute(query.select_from(WatchRow)).one()
            return confirmed, all_of_them - confirmed

    def _watches(self, *which: sa.ColumnElement[bool]) -> list[Watch]:
        query = sa.select(WatchRow).where(*which).order_by(WatchRow.due, WatchRow.id)
        with self._sessions() as session:
            return [_watch(row) for row in session.scalars(query)]

    def _set(self, which: sa.ColumnElement[bool], **values: object) -> bool:
        with self._sessions.begin() as session:
            query = sa.update(WatchRow).where(which).values(**values).returning(WatchRow.id)
            return session.scalar(query) is not None

    def _remove(self, *which: sa.ColumnElement[bool]) -> int:
        with self._sessions.begin() as session:
            return len(session.scalars(sa.delete(WatchRow).where(*which).returning(WatchRow.id)).all())


def _confirmed_by(digest: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (WatchRow.token == digest, WatchRow.confirmed.is_(None), WatchRow.made > times.now() - CONFIRMED_WITHIN)


def _watch(row: WatchRow) -> Watch:
    bound = None if row.bound is None else frozenset(json.loads(row.bound))
    since = row.since and times.utc(row.since)
    return Watch(row.id, row.address, row.asked, row.language, bound, row.leaving, since)
