"""How many threads of a process may be at something that may hang, so that all others go on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from feedback_app.base.files import StorageDown

WAIT_S = 2.0


class ConcurrencyLimit:
    """Lets so many threads in; a few more wait for a moment. A thread that is in may enter again."""

    def __init__(self, at_once: int, *, waiting: int, seconds: float = WAIT_S) -> None:
        self._inside = threading.BoundedSemaphore(at_once)
        self._near = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds
        self._mine = threading.local()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Raises `StorageDown` when too many are inside and waiting already."""
        if getattr(self._mine, "is_inside", False):
            yield
            return
        if not self._near.acquire(blocking=False):
            raise StorageDown("the storage does not keep up")
        try:
            if not self._inside.acquire(timeout=self._seconds):
                raise StorageDown("the storage does not answer")
            self._mine.is_inside = True
            try:
                yield
            finally:
                self._mine.is_inside = False
                self._inside.release()
        finally:
            self._near.release()
