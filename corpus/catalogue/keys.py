"""The keys of the API, each known by a digest: who reads the catalogue cannot ask with any of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.tables import KeyRow
from corpus.errors import BadRequest, NotFound


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its `name`: its role, the organisations that it is bound to (None: all), and its times in UTC."""

    name: str
    role: str
    organisations: tuple[str, ...] | None
    made: dt.datetime
    expires: dt.datetime | None
    used: dt.datetime | None
    revoked: dt.datetime | None

    def is_valid(self, at: dt.datetime) -> bool:
        """Whether it opens anything at a time."""
        return self.revoked is None and (self.expires is None or at < self.expires)


class Keys:
    """The keys of an archive, in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def add(
        self,
        name: str,
        digest: str,
        role: str,
        organisations: Collection[str] | None,
        expires: dt.datetime | None,
    ) -> Key:
        """Keep a new key. Raises `BadRequest` where there is one of that name, revoked ones counted."""
        row = KeyRow(
            name=name, digest=digest, role=role, made=times.now(), expires=expires and expires.replace(tzinfo=None),
            organisations=None if organisations is None else json.dumps(sorted(organisations), ensure_ascii=False),
        )  # fmt: skip
        try:
            with self._sessions.begin() as session:
                session.add(row)
                session.flush()
                return _key(row)
        except IntegrityError as error:
            raise BadRequest(f"Det finns redan en nyckel som heter ”{name}”. Välj ett annat namn.") from error

    def all(self) -> list[Key]:
        """Every key by name, revoked and expired ones too."""
        with self._sessions() as session:
            return [_key(row) for row in session.scalars(sa.select(KeyRow).order_by(KeyRow.name))]

    def find(self, digest: str) -> Key | None:
        """The key with a digest, valid or not."""
        with self._sessions() as session:
            row = session.scalar(sa.select(KeyRow).where(KeyRow.digest == digest))
            return _key(row) if row else None

    def note_used(self, name: str) -> None:
        """Write down that a key was used now."""
        self._set(name, used=times.now())

    def revoke(self, name: str) -> None:
        """Let a key open nothing any more; its name stays taken. Raises `NotFound`."""
        if not self._set(name, revoked=times.now()):
            raise NotFound(f"Det finns ingen nyckel som heter ”{name}”. Se ”beslutsminne keys list”.")

    def _set(self, name: str, **values: dt.datetime) -> bool:
        query = sa.update(KeyRow).where(KeyRow.name == name).values(**values).returning(KeyRow.name)
        with self._sessions.begin() as session:
            return session.scalar(query) is not None


def _key(row: KeyRow) -> Key:
    bounds = [at and times.utc(at) for at in (row.expires, row.used, row.revoked)]
    bound = None if row.organisations is None else tuple(json.loads(row.organisations))
    return Key(row.name, row.role, bound, times.utc(row.made), *bounds)
