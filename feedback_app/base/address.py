"""Addresses of this server as people and browsers write them. Pure."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

MOST_PORT = 65535
PORTS = {"https": "443", "http": "80"}
_PORT = re.compile(r"[0-9]{1,5}")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*\.?")


class BadAddress(ValueError):
    """An address that phones could not be sent to; says what to write instead."""


def public_url(text: str) -> str:
    """The public address in the one form that browsers use as an origin: `https://echo.example`, no slash at the end.

    Raises `BadAddress`. A path is refused: on one origin every page can read what another one stored (decision 19).
    """
    plain = text.strip()
    if "://" not in plain:
        _refuse(plain, f"it must begin with https://, as in https://{plain.strip('/') or 'echo.example'}")
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        _refuse(plain, "it is not an address; write https://name or https://name:port")
    _check_parts(plain, parts)
    host = _host(plain, parts.hostname or "")
    scheme = parts.scheme.lower()
    return f"{scheme}://{host}" + ("" if port is None or str(port) == PORTS[scheme] else f":{port}")


def _check_parts(plain: str, parts: SplitResult) -> None:
    if parts.scheme.lower() not in PORTS:
        _refuse(plain, "it must begin with https:// (or http:// for a trial on this machine)")
    if "@" in parts.netloc:
        _refuse(plain, "it must not hold a user name or password: everybody gets to see this address")
    if parts.path.strip("/"):
        _refuse(
            plain,
            f"it has a path ({parts.path}), but Écho needs a name or port of its own, as in https://echo.example: "
            "what phones store for one address can be read by everything else at that address",
        )
    if parts.query or parts.fragment or plain.endswith(("?", "#")):
        _refuse(plain, "it must end after the name and port, without ? or #")


def _host(plain: str, name: str) -> str:
    """The host as browsers send it: lower case, other letters than ASCII by IDNA, an IPv6 address in brackets."""
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return _ascii(plain, name)
    if found.is_unspecified:
        _refuse(plain, f"{name} means every address of this machine; name the one that phones can reach")
    return f"[{found}]" if found.version == 6 else str(found)


def _ascii(plain: str, name: str) -> str:
    try:
        made = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        made = ""
    if not _NAME.fullmatch(made):
        _refuse(plain, "it has no name that can be looked up; write https://name or https://name:port")
    return made


def _refuse(plain: str, why: str) -> None:
    raise BadAddress(f"The public address (FEEDBACK_PUBLIC_URL, --public-url) is {plain!r}: {why}.")


def is_local(host: str) -> bool:
    """Whether a host (with or without a port) is this machine's own name for itself."""
    name = host_name(host)
    return name in {"localhost", "::1"} or name.endswith(".localhost") or name.startswith("127.")


def host_name(host: str) -> str:
    """A Host header without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def same_host(origin: str, host: str) -> bool:
    """Whether an Origin is of this Host. A Host without a port is of any: nginx's `$host` leaves it out."""
    scheme, _, named = origin.lower().partition("://")
    here, default = host.lower(), f":{PORTS.get(scheme, '')}"
    if named.removesuffix(default) == here.removesuffix(default):
        return True
    name, _, port = named.rpartition(":")
    return name == here and _PORT.fullmatch(port) is not None and int(port) <= MOST_PORT
