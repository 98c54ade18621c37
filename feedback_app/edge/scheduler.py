"""Threads for whole requests. Those that only read always find one, whatever those that write wait for, and so does
every address, whatever another one asks for."""

from __future__ import annotations

import asyncio
import functools
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from feedback_app.edge.appointments import Appointments
from feedback_app.edge.fair_queue import FairQueue
from feedback_app.edge.limits import Limits
from feedback_app.edge.request_threads import RequestThreads

MIXED_S = 60.0
"""Others are expected for so long after the last time that two addresses asked one after the other."""


@dataclass(slots=True, eq=False)
class Work:
    """A request for a thread; `done` hears in the loop what `call` returned, or the exception; None when it is busy."""

    call: Callable[[], Any]
    done: Callable[[Any], None]
    only_reads: bool
    source: str = ""
    """Whose turn it takes: an address, or nothing where it is not known who asks."""
    since: float = field(default_factory=time.monotonic)


class Scheduler:
    """Hands work to threads: addresses take turns within a queue, and the queues too. Used from the loop alone."""

    def __init__(self, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits, self._loop = limits, loop
        self._threads = RequestThreads()
        self._reading: FairQueue[Work] = FairQueue(limits.queued)
        self._writing: FairQueue[Work] = FairQueue(limits.queued)
        self._writes_next = False
        self._running_of: Counter[str] = Counter()
        self._readers: dict[Work, float] = {}
        self._writers: dict[Work, float] = {}
        """Those that run, and when they began."""
        self._looks_again = False
        self._appointments = Appointments()
        self._last_source: str | None = None
        self._mixed_until = 0.0
        self.running = 0

    @property
    def running_writers(self) -> int:
        """Requests that write and have a thread."""
        return len(self._writers)

    @property
    def waiting(self) -> int:
        """Requests without a thread."""
        return len(self._reading) + len(self._writing)

    def add(self, work: Work) -> None:
        """Begins with it as soon as a thread is free. Where too many wait, one of who asks most is to come back."""
        if self._last_source not in {None, work.source}:
            self._mixed_until = work.since + MIXED_S
        self._last_source = work.source
        too_many = (self._reading if work.only_reads else self._writing).add(work)
        self._begin()
        if too_many:
            too_many.done(None)

    def end_overdue(self, now: float) -> None:
        """Who has waited too long for a thread is asked to come back."""
        for queue in (self._reading, self._writing):
            for work in list(queue.drop(lambda one: now - one.since > self._limits.queued_s)):
                work.done(None)
        self._begin()

    def come_back_in(self) -> int:
        """Seconds after which one who is refused is to come back: when those before it will have been answered."""
        return self._appointments.next(time.monotonic(), waiting=self.waiting)

    def close(self) -> None:
        """No more work; what is running is not waited for."""
        self._threads.close()

    def _begin(self) -> None:
        while self.running < self._limits.threads and (work := self._next()):
            self._count(work, 1)
            self._threads.run(functools.partial(self._run, work), busy=self.running)
        if self._writing and self._writers and self._limits.writes_at_once and not self._looks_again:
            self._looks_again = True
            self._loop.call_later(self._limits.write_computes_s, self._look_again)

    def _look_again(self) -> None:
        """One that writes may be waiting for something by now, and another one begin."""
        self._looks_again = False
        self._begin()

    def _next(self) -> Work | None:
        """From both queues in turns: records do not wait behind hundreds of pages, nor pages behind records."""
        first, second = (self._write, self._read) if self._writes_next else (self._read, self._write)
        if work := first():
            self._writes_next = not self._writes_next
        return work or second()

    def _read(self) -> Work | None:
        return self._reading.next(self._may_run) if self._may_read() else None

    def _may_read(self) -> bool:
        """Pages that are made at the same time only slow each other down, and the loop and the records with them. What
        has been under way for longer rather waits for something, and is not counted."""
        now, most = time.monotonic(), self._limits.computing
        if self._writers or self._writing:
            most = max(1, most // 2)
        return sum(now - began < self._limits.computes_s for began in self._readers.values()) < most

    def _write(self) -> Work | None:
        return self._writing.next(self._may_run) if self._may_write() else None

    def _may_write(self) -> bool:
        most, now = self._limits.writes_at_once, time.monotonic()
        if most and sum(now - began < self._limits.write_computes_s for began in self._writers.values()) >= most:
            return False
        return len(self._writers) < self._limits.writers

    def _may_run(self, source: str) -> bool:
        """One address does not have all threads while others ask too. Who is not known may be everybody."""
        is_alone = time.monotonic() >= self._mixed_until
        return not source or is_alone or self._running_of[source] < self._limits.per_address

    def _count(self, work: Work, change: int) -> None:
        self.running += change
        under_way = self._readers if work.only_reads else self._writers
        if change > 0:
            under_way[work] = time.monotonic()
        else:
            under_way.pop(work, None)
        self._running_of[work.source] += change
        if not self._running_of[work.source]:
            del self._running_of[work.source]

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
        self._count(work, -1)
        self._appointments.ended(time.monotonic())
        self._begin()
        work.done(result)
