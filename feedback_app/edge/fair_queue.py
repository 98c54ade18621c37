"""Requests that wait for a thread: addresses take turns, so whoever asks for much waits behind themselves. Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar


class Waiting(Protocol):
    """A request, as far as the order cares."""

    @property
    def source(self) -> str:
        """Whose turn it takes."""


W = TypeVar("W", bound=Waiting)


class FairQueue(Generic[W]):
    """Round robin between sources; of one source, in the order in which they came."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lines: OrderedDict[str, deque[W]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, one: W) -> W | None:
        """Lets it wait. When there are too many, the last of the longest line is taken out and returned.

        So a source may fill all the places as long as nobody else wants one, and others always get in.
        """
        self._lines.setdefault(one.source, deque()).append(one)
        self._count += 1
        return self._take_out(one.source) if self._count > self._most else None

    def next(self, may: Callable[[str], bool]) -> W | None:
        """Whose turn it is, of the sources that `may` take one."""
        source = next((one for one in self._lines if may(one)), None)
        if source is None:
            return None
        found = self._lines[source].popleft()
        self._lines.move_to_end(source)
        self._removed(source)
        return found

    def drop(self, is_late: Callable[[W], bool]) -> Iterator[W]:
        """Takes out the first ones of each line that have waited too long."""
        for source, line in list(self._lines.items()):
            while line and is_late(line[0]):
                yield line.popleft()
                self._removed(source)

    def _take_out(self, newest: str) -> W:
        longest = max(self._lines, key=lambda source: (len(self._lines[source]), source == newest))
        found = self._lines[longest].pop()
        self._removed(longest)
        return found

    def _removed(self, source: str) -> None:
        self._count -= 1
        if not self._lines[source]:
            del self._lines[source]
