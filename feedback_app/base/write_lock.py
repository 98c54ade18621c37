"""SQLite's one writer at a time, between threads and processes: in the order of asking, and with a deadline.

SQLite's own waiting asks again and again, ever more seldom: who came first may wait longest. A file lock has an order,
but cannot be waited for with a deadline. So of each process one thread at most asks for the file lock, on behalf of
whoever is first in the process's queue; who gives up leaves the queue, and what was asked for serves the next.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque

LOOKS_S = (0.0003, 0.0003, 0.0005, 0.0005, 0.001, 0.001)
"""Pauses before a thread waits for the lock."""


class WriteLockTimeout(Exception):
    """The database has been written to by somebody else for too long."""


class _Asking:
    """A file lock that a thread of its own waits for."""

    def __init__(self, file: int) -> None:
        self.file, self.done, self.is_wanted = file, threading.Event(), True


class WriteLock:
    """The lock of one database in this process. `acquire` gives a file to hand to `release`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._is_taken = False
        self._asking: _Asking | None = None

    def acquire(self, seconds: float) -> int:
        """Waits for the lock. Raises `WriteLockTimeout`, and OSError when its file cannot be written."""
        until = time.monotonic() + seconds
        self._wait_in_process(until)
        try:
            return self._wait_for_file(until)
        except BaseException:
            self._pass_on()
            raise

    def release(self, file: int) -> None:
        """Lets the next one write."""
        os.close(file)
        self._pass_on()

    def _wait_in_process(self, until: float) -> None:
        mine = threading.Event()
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return
            self._queue.append(mine)
        if mine.wait(max(0.0, until - time.monotonic())):
            return
        with self._mutex:
            if not mine.is_set():
                self._queue.remove(mine)
                raise WriteLockTimeout(self._path)

    def _pass_on(self) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._is_taken = False

    def _wait_for_file(self, until: float) -> int:
        asking = self._ask()
        asking.done.wait(max(0.0, until - time.monotonic()))
        with self._mutex:
            if not asking.done.is_set():
                asking.is_wanted = False
                raise WriteLockTimeout(self._path)
            self._asking = None
            return asking.file

    def _ask(self) -> _Asking:
        """What is being waited for already, or a new one. At once when nobody else writes."""
        with self._mutex:
            if self._asking is not None:
                self._asking.is_wanted = True
                return self._asking
        asking = _Asking(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        if _is_soon_free(asking.file):
            asking.done.set()
            return asking
        with self._mutex:
            self._asking = asking
        threading.Thread(target=self._wait, args=(asking,), daemon=True).start()
        return asking

    def _wait(self, asking: _Asking) -> None:
        fcntl.flock(asking.file, fcntl.LOCK_EX)
        with self._mutex:
            if asking.is_wanted:
                asking.done.set()
            else:
                self._asking = None
                os.close(asking.file)


def _is_soon_free(file: int) -> bool:
    """Whether the lock is free now or within moments, and taken. A record's transaction is over in a millisecond: a
    thread that waits for it costs more than that. Who waits in a thread is in the system's queue, and comes first."""
    for pause in (0.0, *LOOKS_S):
        if pause:
            time.sleep(pause)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False


_locks: dict[str, WriteLock] = {}
_all = threading.Lock()


def write_lock(path: str) -> WriteLock:
    """The lock of this file, one for the process."""
    with _all:
        return _locks.setdefault(path, WriteLock(path))


def _clear_parents() -> None:
    """After a fork: what other threads of the parent had or waited for is not this process's."""
    _locks.clear()


os.register_at_fork(after_in_child=_clear_parents)
