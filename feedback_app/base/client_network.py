"""Who asks, as far as an address shows. Pure."""

from __future__ import annotations

import ipaddress

NETWORK = 64
"""Leading bits of an IPv6 address that are one subscriber's; the rest they change as they like (RFC 6177)."""


def client_network(address: str | None) -> str:
    """What requests and wrong guesses count under: an IPv4 address, or the /64 of an IPv6 one, `2001:db8:1:2::/64`."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK), strict=False))
