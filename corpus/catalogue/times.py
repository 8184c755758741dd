"""Moments as the catalogue's database has them: in UTC, without a zone of their own."""

from __future__ import annotations

import datetime as dt


def now() -> dt.datetime:
    """The present moment, as it is stored."""
    return stored(dt.datetime.now(dt.UTC))


def stored(at: dt.datetime) -> dt.datetime:
    """A moment with a zone, as it is stored."""
    return at.astimezone(dt.UTC).replace(tzinfo=None)


def utc(at: dt.datetime) -> dt.datetime:
    """A moment as it is stored, with its zone."""
    return at.replace(tzinfo=dt.UTC)
