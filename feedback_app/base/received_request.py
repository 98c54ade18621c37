"""How a request came in, and what that says of the proxies in front: settings that do not fit are named to whoever
runs the server, never to the person whose request it was. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from feedback_app.base.address import is_local, same_host

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded")


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it reached us, before and after what trusted proxies say of it."""

    host: str
    scheme: str
    address: str
    origin: str = ""
    """What the browser says of the page that asked; empty when it says nothing."""
    site: str = ""
    """Sec-Fetch-Site: no script can set it."""
    forwarded: tuple[str, ...] = ()
    """Names of headers by which proxies speak."""
    addresses: tuple[str, ...] = ()
    """Those of X-Forwarded-For."""

    def is_own_page(self, public_url: str) -> bool:
        """Whether the browser itself says that a page of ours asked, whatever Host a proxy passed on."""
        return self.site == "same-origin" or (bool(self.origin) and self.origin.lower() == public_url)

    def is_from_elsewhere(self, public_url: str) -> bool:
        """Whether another site may have started this."""
        if self.site == "cross-site":
            return True
        if not self.origin or self.is_own_page(public_url):
            return False
        if self.origin == "null":
            return True  # a sandboxed frame, or a page that came by way of another site
        is_downgraded = self.scheme == "https" and self.origin.startswith("http://")
        return is_downgraded or not same_host(self.origin, self.host)

    def is_https(self, public_url: str) -> bool:
        """Whether the browser speaks https, as a trusted proxy or the page itself says."""
        return self.scheme == "https" or (self.is_own_page(public_url) and self.origin.startswith("https://"))


@dataclass(frozen=True, slots=True)
class ProxyMismatch:
    """A setting that does not fit the proxies in front: `kind` names its sentences, `seen` what was seen."""

    kind: str
    seen: str


def mismatches(one: ReceivedRequest, *, public_url: str, proxies: int) -> list[ProxyMismatch]:
    """What a request shows of settings that do not fit."""
    named = _proxies(one, proxies)
    scheme = None if named and named.kind == "unnamed" else _scheme(one, public_url)
    return [found for found in (_host(one), named, scheme, _address(one, public_url)) if found]


def is_direct(one: ReceivedRequest) -> bool:
    """Whether somebody elsewhere asked without any proxy that says so: then there is none in front for sure."""
    return not one.forwarded and not _is_local_call(one)


def _host(one: ReceivedRequest) -> ProxyMismatch | None:
    lost = one.origin not in {"", "null"} and one.site in {"", "same-origin"} and not same_host(one.origin, one.host)
    return ProxyMismatch("host", f"Host: {one.host[:100]}, Origin: {one.origin[:100]}") if lost else None


def _proxies(one: ReceivedRequest, proxies: int) -> ProxyMismatch | None:
    count = len(one.addresses)
    if proxies == 0:
        return ProxyMismatch("unnamed", ", ".join(one.forwarded)) if one.forwarded else None
    if count < proxies and not _is_local_call(one):
        return ProxyMismatch("too-many", f"X-Forwarded-For: {count}, FEEDBACK_PROXIES: {proxies}")
    if count > proxies and _is_private(one.addresses[-proxies]) and not _is_private(one.addresses[-proxies - 1]):
        return ProxyMismatch("too-few", f"X-Forwarded-For: {count}, FEEDBACK_PROXIES: {proxies}")
    return None


def _scheme(one: ReceivedRequest, public_url: str) -> ProxyMismatch | None:
    says_https = one.origin.startswith("https://") and one.is_own_page(public_url)
    return (
        ProxyMismatch("scheme", f"{one.scheme}, Origin: {one.origin[:100]}")
        if says_https and one.scheme == "http"
        else None
    )


def _address(one: ReceivedRequest, public_url: str) -> ProxyMismatch | None:
    """People come by another address than the one that links and QR codes are made with."""
    elsewhere = one.site == "same-origin" and one.origin.lower() not in {"", "null", public_url}
    if not elsewhere or is_local(one.origin.partition("://")[2]):
        return None
    return ProxyMismatch("address", f"{one.origin[:100]}, FEEDBACK_PUBLIC_URL: {public_url}")


def _is_local_call(one: ReceivedRequest) -> bool:
    """Somebody on this machine asks the server itself, past every proxy."""
    return is_local(one.host) and (not one.origin or is_local(one.origin.partition("://")[2]))


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.strip("[]")).is_private
    except ValueError:
        return True
