"""Who asks, as far as an address shows. Pure."""

from __future__ import annotations

import functools
import ipaddress

NETWORK = 64
"""Leading bits of an IPv6 address that are one subscriber's; the rest they change as they like (RFC 6177)."""


@functools.lru_cache(maxsize=4096)
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


BLOCK = {4: 24, 6: 48}
"""Leading bits of an address that are noted for long: they name a provider's block, not a household."""


def network_block(address: str | None) -> str | None:
    """The block of an address, `203.0.113.0/24`; None for what is no address."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, BLOCK[found.version]), strict=False))
