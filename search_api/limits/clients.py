"""Who asks, as far as the limits know: an address."""

from __future__ import annotations

import ipaddress

from starlette.types import Scope


def client_of(scope: Scope) -> str:
    """The address that a request comes from, "" where there is none."""
    return str(scope["client"][0]) if scope.get("client") else ""


def is_local(client: str) -> bool:
    """Whether an address is this machine's own: the pages, which speak for all visitors, a proxy, or a person here."""
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return not client  # a socket in the file system has no address
