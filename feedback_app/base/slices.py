"""Long work in short transactions, so that whoever else writes waits for one of them at most."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from feedback_app.base.db import AnySession, transaction

AIM_S = 0.05
"""How long a slice may hold up others, in seconds: the next one is made as large as takes that long."""
FEWEST = 10
FIRST = 50
MOST = 500
"""Records of a slice, whatever the machine can do."""
A_RUN = 10_000
"""Records after which a run ends; the next one goes on. A server that stops waits for a run that is under way."""
PAUSE_S = 0.002
"""Between two slices. Within a process the write lock is given in the order of asking; another process that waits for
it has to be woken first."""


def in_slices(work: Callable[[AnySession, int], int], *, most: int = MOST, a_run: float = A_RUN) -> Iterator[int]:
    """Runs `work(session, limit)` in a transaction of its own each time, until it does less than `limit` or `a_run` is
    reached; yields what it did. What one slice did is committed before the next one begins."""
    limit, all_done = min(FIRST, most), 0
    while True:
        with transaction() as session:
            session.connection()  # on SQLite this waits for others, which is no work
            started = time.perf_counter()
            done = work(session, limit)
        took = time.perf_counter() - started
        yield done
        all_done += done
        if done < limit or all_done >= a_run:
            return
        limit = next_limit(limit, took, most=most)
        time.sleep(PAUSE_S)


def next_limit(limit: int, took: float, *, most: int = MOST) -> int:
    """How much the next slice does, after one of `limit` took so many seconds."""
    return max(min(FEWEST, most), min(most, 2 * limit, int(limit * AIM_S / max(took, 1e-6))))
