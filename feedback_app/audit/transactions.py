"""Notes that need a transaction of their own: of refused requests, whose own is rolled back, and of what was read,
whose own may not write."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from feedback_app.audit.actions import anything_waits, seal
from feedback_app.audit.log import Detail, note_event
from feedback_app.base import clock
from feedback_app.base.actor import current_actor, occurrence
from feedback_app.base.db import patience, reading, transaction
from feedback_app.base.request_end import afterwards, of_this_app, refused_request
from feedback_app.base.slices import in_slices

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""How long such a note waits for others to end their writing; after that it waits in memory, for the next one."""
MOST_WAITING = 1000
ONCE_IN_S = 60.0
"""The same refusal, or reading, of the same caller is noted once in this time: whoever tries a thousand times fills no
disk."""
MOST_REMEMBERED = 10_000
SLOW_DOWN = 429
REFUSALS = frozenset({403, 404, SLOW_DOWN})
"""What a signed-in person or an enrolled phone is answered where something is not theirs; anyone else: 429 alone."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """What this process has yet to write, and what it noted of late."""

    waiting: deque[Callable[[Any], None]] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    noted: dict[tuple[Any, ...], float] = field(default_factory=dict)
    mutex: threading.Lock = field(default_factory=threading.Lock)

    def is_first(self, happened: tuple[Any, ...]) -> bool:
        """Whether nothing like it was noted within ONCE_IN_S."""
        now = time.monotonic()
        with self.mutex:
            if now - self.noted.get(happened, now - ONCE_IN_S) < ONCE_IN_S:
                return False
            if len(self.noted) >= MOST_REMEMBERED:
                self.noted.clear()
            self.noted[happened] = now
        return True


def _pending() -> _Pending:
    return of_this_app("echo_audit", _Pending)


def note_read(event: str, *, about: tuple[str, object], programme: str | None = None, **details: Detail) -> None:
    """Notes, once this request is answered, that its caller has read something."""
    if _pending().is_first((event, current_actor(), about)):  # a voice is heard by many requests
        _queue(event, about=about, programme=programme, **details)


def note_refusal(status: int) -> None:
    """For every answer of the app: notes, once it is given, that something was refused to somebody."""
    if status not in REFUSALS:
        return
    now = occurrence()
    if now.actor.kind == "anyone" and status != SLOW_DOWN:
        return
    refused = refused_request()
    if _pending().is_first((now.actor, now.network, refused)):
        _queue("refused", about=("route", refused.route), method=refused.method, problem=refused.problem)


def _queue(event: str, **noted: Any) -> None:
    write = partial(note_event, event=event, when=occurrence(), **noted)
    afterwards(partial(_write, write))


def _write(write: Callable[[Any], None]) -> None:
    """Writes this note, and those that could not be written before."""
    waiting, some = _pending().waiting, list[Callable[[Any], None]]()
    waiting.append(write)
    try:
        with patience(PATIENCE_S), transaction() as session:
            while waiting:
                some.append(waiting.popleft())
                some[-1](session)
    except Exception:
        waiting.extendleft(reversed(some))
        log.exception("what was read or refused could not be noted yet")


def seal_all() -> int:
    """Appends all events to the hash chain, some in each transaction. Returns how many."""
    with reading() as session:
        if not anything_waits(session):
            return 0
    return sum(in_slices(lambda session, limit: seal(session, clock.now(), limit=limit), a_run=math.inf))
