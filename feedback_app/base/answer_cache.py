"""Answers that are the same for everybody, made once in each process and kept while there is room.

What they are of is part of their key (a version of the data), so that nothing has to be thrown away when it changes:
the answers of before are asked for no more, and go when there is no room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app

from feedback_app.base.representations import PreparedBody

ROOM = 16 * 1024 * 1024
"""Bytes kept in a process."""


class AnswerCache:
    """The bodies that were asked for last, at most so many bytes. Threads may ask at once: one makes a body, the others
    wait for it."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._lock = Lock()
        self._bodies: OrderedDict[Hashable, PreparedBody] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], PreparedBody]) -> PreparedBody:
        """The body of a key, which `make` makes where there is none. Nothing is kept of what it raises."""
        if (found := self._find(key)) is not None:
            return found
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                return self._find(key) or self._keep(key, make())
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _find(self, key: Hashable) -> PreparedBody | None:
        with self._lock:
            if (found := self._bodies.get(key)) is not None:
                self._bodies.move_to_end(key)
            return found

    def _keep(self, key: Hashable, made: PreparedBody) -> PreparedBody:
        with self._lock:
            if key not in self._bodies and len(made.body) <= self._room:
                self._bodies[key] = made
                self._used += len(made.body)
            while self._used > self._room:
                _, oldest = self._bodies.popitem(last=False)
                self._used -= len(oldest.body)
        return made


def answer_cache() -> AnswerCache:
    """Those of this app."""
    cache: AnswerCache = current_app.extensions.setdefault("echo_answer_cache", AnswerCache())
    return cache
