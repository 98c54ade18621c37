"""Threads for whole requests. Those that only read always find one, whatever those that write wait for."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from feedback_app.edge.limits import Limits


@dataclass(slots=True, eq=False)
class Work:
    """A request for a thread; `done` hears in the loop what `call` returned, or the exception."""

    call: Callable[[], Any]
    done: Callable[[Any], None]
    only_reads: bool
    since: float = field(default_factory=time.monotonic)
    is_running: bool = False


class Lanes:
    """Hands work to threads, in the order in which it came within its lane. Used from the loop alone."""

    def __init__(self, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits, self._loop = limits, loop
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="request")
        self._reading: deque[Work] = deque()
        self._writing: deque[Work] = deque()
        self._writes_next = False
        self.running = self.running_writers = 0

    def is_full(self, *, only_reads: bool) -> bool:
        """Whether so many wait in its lane that one more had better come back later."""
        return len(self._reading if only_reads else self._writing) >= self._limits.queued

    def add(self, work: Work) -> None:
        """Begins with it as soon as a thread is free."""
        (self._reading if work.only_reads else self._writing).append(work)
        self._begin()

    def overdue(self, now: float) -> list[Work]:
        """Takes out what has waited too long for a thread."""
        late = []
        for lane in (self._reading, self._writing):
            while lane and now - lane[0].since > self._limits.queued_s:
                late.append(lane.popleft())
        return late

    def close(self) -> None:
        """No more work; what is running is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        while self.running < self._limits.threads and (work := self._next()):
            self.running += 1
            self.running_writers += not work.only_reads
            work.is_running = True
            self._threads.submit(self._run, work)

    def _next(self) -> Work | None:
        """From both lanes in turns: records do not wait behind hundreds of pages, nor pages behind records."""
        may_write = bool(self._writing) and self.running_writers < self._limits.writers
        self._writes_next = may_write and (self._writes_next or not self._reading)
        if self._writes_next:
            self._writes_next = False
            return self._writing.popleft()
        self._writes_next = True
        return self._reading.popleft() if self._reading else None

    def _run(self, work: Work) -> None:
        try:
            result = work.call()
        except BaseException as error:
            result = error
        try:
            self._loop.call_soon_threadsafe(self._ended, work, result)
        except RuntimeError:  # the loop has ended: the server stopped without waiting for this
            return

    def _ended(self, work: Work, result: Any) -> None:
        self.running -= 1
        self.running_writers -= not work.only_reads
        self._begin()
        work.done(result)
