"""Who asks, as far as the limits know: an address, or what a proxy that is named says it is."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

Networks = Collection[IPv4Network | IPv6Network]


def name(scope: Scope, proxies: Networks) -> str:
    """The address that a request comes from, which `client_of` knows from now on.

    Of one that comes from one of `proxies` it is that which the proxy has put last in `X-Forwarded-For`.
    """
    address = str(scope["client"][0]) if scope.get("client") else ""
    if _within(_address(address), proxies):
        said = Headers(scope=scope).get("x-forwarded-for", "").rpartition(",")[2].strip()
        address = said if _address(said) else address
    scope.setdefault("state", {})["client"] = address
    return address


def client_of(scope: Scope) -> str:
    """Whose turn a request takes: of an address, and of who asks from there, where that is known."""
    visitor = scope["state"]["visitor"]
    return f"{scope['state']['client']} {visitor.name}"


def is_many(address: str, proxies: Networks) -> bool:
    """Whether many may speak from an address: from one of `proxies`, and from this machine, where the pages ask."""
    known = _address(address)
    return not address or bool(known and known.is_loopback) or _within(known, proxies)


def _within(address: IPv4Address | IPv6Address | None, networks: Networks) -> bool:
    return address is not None and any(address in network for network in networks)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(written)
    except ValueError:
        return None
