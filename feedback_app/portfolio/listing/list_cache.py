"""A list that is made once a version, by whoever asks first; the others wait for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeAlias, TypeVar

from feedback_app.portfolio.listing.groups import ExactGroup

LinesKey: TypeAlias = tuple[str, str, str]
"""Programme, domain, and the version of what the lines are made of."""
Lines: TypeAlias = Mapping[LinesKey, Sequence[ExactGroup]]
Made = TypeVar("Made")


class Version(Protocol):
    """What a list is of."""

    @property
    def token(self) -> str: ...


V = TypeVar("V", bound=Version)


class ListCache(Generic[Made]):
    """The last list that was made. Threads may ask at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: tuple[str, Made, Lines] | None = None

    def of(self, version: V, make: Callable[[V, Lines], tuple[Made, Lines]]) -> Made:
        """The list of a version: the last one, or `make` makes it, given the version and the lines that it may take
        over."""
        with self._lock:
            token = version.token
            if self._last is None or self._last[0] != token:
                self._last = (token, *make(version, self._last[2] if self._last else {}))
            return self._last[1]
