"""Keys of the API: `Authorization: Bearer bm_…`.

A key is 256 random bits, so its SHA-256 tells nothing of it: slow hashes are for what people make up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from corpus.catalogue.keys import Key, Keys
from corpus.errors import NotKnown
from search_api.access.roles import Grant, Identity, Role

PREFIX = "bm_"
# How exactly it is kept when a key was last used: each time would be a write for each question.
USED_WITHIN = dt.timedelta(minutes=5)


def add(keys: Keys, name: str, grant: Grant, expires: dt.datetime | None) -> str:
    """Make a key called `name`, and return it: it is shown this once, and cannot be read again."""
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    keys.add(name, digest(key), grant.role.value, grant.organisations, expires)
    return key


def digest(key: str) -> str:
    """What a key is known by."""
    return hashlib.sha256(key.encode()).hexdigest()


def identity(keys: Keys, key: str) -> Identity:
    """Who asks with `key`. Raises `NotKnown` for one that is not there, has expired or is revoked."""
    found, now = keys.find(digest(key)), dt.datetime.now(dt.UTC)
    if found is None or not found.is_valid(now):
        raise NotKnown("Nyckeln gäller inte: den är okänd, spärrad eller för gammal. Be administratören om en ny.")
    if found.used is None or now - found.used > USED_WITHIN:
        keys.note_used(found.name)
    return Identity(f"nyckel {found.name}", (grant(found),))


def grant(key: Key) -> Grant:
    """What a key gives."""
    return Grant(Role(key.role), None if key.organisations is None else frozenset(key.organisations))
