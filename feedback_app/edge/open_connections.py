"""The open connections, and which is closed when there are too many."""

from __future__ import annotations

import functools
import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from feedback_app.edge.limits import Limits


class Member(Protocol):
    """A connection, as far as making room among others goes."""

    peer: str
    moved: float
    """When something came in or went out last."""

    @property
    def can_go(self) -> bool:
        """Nobody is at work for it."""

    @property
    def pending_bytes(self) -> int:
        """Bytes that have arrived of a body that is not whole."""

    def give_way(self) -> None:
        """Throws away the body that is under way, and says so."""

    def abort(self) -> None:
        """Ends it now."""

    def check(self, now: float) -> None:
        """Ends what has taken too long."""

    def stop(self, *, patient: bool) -> None:
        """Ends when what is under way is done."""


class OpenConnections:
    """The open connections. A new one is let in; who has been silent longest makes room for it.

    So a flood of silent connections throws out itself, and never keeps a phone out.
    """

    def __init__(self, limits: Limits, *, behind_proxies: bool = False) -> None:
        self._limits, self._behind_proxies = limits, behind_proxies
        self._by_address: defaultdict[str, set[Member]] = defaultdict(set)
        self.count = 0
        self.spooled = 0
        """Bytes of bodies that are under way."""

    def add(self, one: Member) -> None:
        """A new connection."""
        mine = self._by_address[one.peer]
        if self._is_limited(one.peer) and len(mine) >= self._limits.connections_per_address:
            self._make_room(mine)
        elif self.count >= self._limits.connections:
            self.make_room()
        self._by_address[one.peer].add(one)
        self.count += 1

    def remove(self, one: Member) -> None:
        """A connection that has ended."""
        mine = self._by_address.get(one.peer, set())
        if one in mine:
            mine.remove(one)
            self.count -= 1
        if not mine:
            self._by_address.pop(one.peer, None)

    def everyone(self) -> list[Member]:
        """All of them."""
        return [one for mine in self._by_address.values() for one in mine]

    def make_room(self) -> None:
        """Closes whoever has been silent longest."""
        self._make_room(self.everyone())

    def make_space(self, count: int, *, asking: Member) -> bool:
        """Whether there is space for so many more bytes. Where there is none, the largest body under way ends.

        Records of phones are small: whoever fills the space with large bodies keeps out only themselves.
        """
        if self.spooled + count > self._limits.spooled:
            largest = max((asking, *self.everyone()), key=lambda one: one.pending_bytes)
            if largest is not asking:
                largest.give_way()
        return self.spooled + count <= self._limits.spooled

    def _make_room(self, among: Iterable[Member]) -> None:
        idle = [one for one in among if one.can_go]
        if idle:
            longest = min(idle, key=lambda one: one.moved)
            self.remove(longest)
            longest.abort()

    def _is_limited(self, peer: str) -> bool:
        """A proxy's address is everybody's; what comes from this machine comes from a proxy too."""
        return bool(self._limits.connections_per_address) and not self._behind_proxies and not is_local(peer)


@functools.lru_cache(maxsize=4096)
def is_local(peer: str) -> bool:
    """Whether an address is this machine's own; that of a Unix socket is empty."""
    try:
        return not peer or ipaddress.ip_address(peer.partition("%")[0]).is_loopback
    except ValueError:
        return False
