"""Who asks: told by a key, a visit of the pages, a log-in or a proxy that is named; else nobody, or the one user."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Collection

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Scope

from corpus.catalogue.keys import Keys
from corpus.errors import NotKnown
from search_api.access import keys, visits
from search_api.access.embedding import is_embedded
from search_api.access.roles import ANYBODY, LOCAL, NOBODY, Identity
from search_api.settings import Login, Settings

# What a log-in keeps in the signed cookie: who, which of the groups that are set, and until when (seconds since 1970).
NAME, GROUPS, UNTIL = "name", "groups", "until"
_SCHEME = "bearer "


class Identifier:
    """Tells who asks, as `settings` want it told; `stored` gives the keys of the archive."""

    def __init__(self, settings: Settings, stored: Callable[[], Keys], open_visits: visits.Visits) -> None:
        self._settings = settings
        self._stored = stored
        self._visits = open_visits

    async def of(self, scope: Scope) -> Identity:
        """Who is behind a connection. Raises `NotKnown` for a key or ticket that is not valid, whatever else is."""
        if is_embedded(scope):
            return self._nobody()  # whatever a browser sends beside: it is the page that asks, not the visitor
        given = Headers(scope=scope).get("authorization", "")
        token = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
        if token.startswith(visits.PREFIX):
            opened = self._visits.find(token)
            if opened is None:
                raise NotKnown("Besöket är avslutat. Läs in sidan på nytt.")
            return await self.of(opened)
        if token.startswith(keys.PREFIX):
            return await run_in_threadpool(keys.identity, self._stored(), token)
        return self._without_key(scope)

    def _without_key(self, scope: Scope) -> Identity:
        settings, known = self._settings, None
        match settings.login:
            case Login.OIDC:
                known = self._of_session(scope)
            case Login.PROXY:
                known = self._of_proxy(scope)
        return known or self._nobody()

    def _nobody(self) -> Identity:
        """Who has not said who they are: where nobody does, the one user of this machine."""
        if self._settings.login is Login.NONE:
            return LOCAL
        return ANYBODY if self._settings.anonymous_reading else NOBODY

    def _of_session(self, scope: Scope) -> Identity | None:
        session = scope["session"]
        if session.get(UNTIL, 0) < time.time():
            return None
        return self._named(session[NAME], session[GROUPS])

    def _of_proxy(self, scope: Scope) -> Identity | None:
        """As the proxy says, where it is the proxy that says it: any other can write the same headers."""
        peer = scope["client"]
        networks = self._settings.proxy_addresses
        if peer is None or not any(ipaddress.ip_address(peer[0]) in network for network in networks):
            return None
        headers = Headers(scope=scope)
        name = headers.get(self._settings.proxy_user_header, "").strip()
        groups = headers.get(self._settings.proxy_groups_header, "").split(",")
        return self._named(name, [group.strip() for group in groups]) if name else None

    def _named(self, name: str, groups: Collection[str]) -> Identity:
        granted = self._settings.groups
        # So that nobody is taken for a key, or for the command line, by what they are called where they log in.
        return Identity(f"användare {name}", tuple(granted[group] for group in groups if group in granted))
