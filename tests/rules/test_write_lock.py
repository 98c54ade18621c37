"""SQLite's one writer at a time: each in the order of asking, nobody for ever, across threads and processes."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from feedback_app.base import write_lock
from feedback_app.base.concurrency import ConcurrencyLimit
from feedback_app.base.files import StorageDown
from feedback_app.base.write_lock import WriteLock, WriteLockTimeout


def another_process(path: Path) -> int:
    """A lock as another process holds it: of another open file."""
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def test_one_at_a_time(tmp_path: Path) -> None:
    locks = [WriteLock(str(tmp_path / "turn")) for _ in range(2)]  # as two processes
    inside, most = 0, 0

    def work(lock: WriteLock) -> None:
        nonlocal inside, most
        for _ in range(20):
            acquired = lock.acquire(20)
            inside += 1
            most = max(most, inside)
            time.sleep(0.0005)
            inside -= 1
            lock.release(acquired)

    threads = [threading.Thread(target=work, args=(locks[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1


def test_within_a_process_whoever_asked_first_is_first(tmp_path: Path) -> None:
    lock, order = WriteLock(str(tmp_path / "turn")), list[int]()
    acquired = lock.acquire(1)

    def work(n: int) -> None:
        mine = lock.acquire(20)
        order.append(n)
        lock.release(mine)

    threads = []
    for n in range(6):
        threads.append(threading.Thread(target=work, args=(n,)))
        threads[-1].start()
        while len(lock._queue) <= n:
            time.sleep(0.001)
    lock.release(acquired)
    for thread in threads:
        thread.join(20)
    assert order == list(range(6))


@pytest.mark.parametrize("by", ["thread", "process"])
def test_nobody_waits_longer_than_their_timeout_and_it_goes_on_when_the_lock_is_free(tmp_path: Path, by: str) -> None:
    lock = WriteLock(str(tmp_path / "turn"))
    acquired = lock.acquire(1) if by == "thread" else another_process(tmp_path / "turn")
    for _ in range(3):
        started = time.monotonic()
        with pytest.raises(WriteLockTimeout):
            lock.acquire(0.05)
        assert time.monotonic() - started < 5
    assert threading.active_count() < 20
    lock.release(acquired) if by == "thread" else os.close(acquired)
    for _ in range(2):
        lock.release(lock.acquire(10))


def test_what_is_given_back_within_moments_is_waited_for_without_a_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, acquired = WriteLock(str(tmp_path / "turn")), another_process(tmp_path / "turn")
    looks, waiting = list[float](), list[object]()

    def look(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            os.close(acquired)

    monkeypatch.setattr(write_lock, "time", SimpleNamespace(sleep=look, monotonic=time.monotonic))
    monkeypatch.setattr(WriteLock, "_wait", lambda _lock, asking: waiting.append(asking))
    lock.release(lock.acquire(10))
    assert len(looks) == 2 and waiting == []


def test_what_was_asked_for_by_one_who_gave_up_blocks_no_other_process(tmp_path: Path) -> None:
    lock, acquired = WriteLock(str(tmp_path / "turn")), another_process(tmp_path / "turn")
    with pytest.raises(WriteLockTimeout):
        lock.acquire(0.01)
    os.close(acquired)
    other = WriteLock(str(tmp_path / "turn"))
    other.release(other.acquire(10))
    lock.release(lock.acquire(10))


def test_a_storage_that_hangs_holds_only_some_threads() -> None:
    limit, hang, inside = ConcurrencyLimit(2, waiting=1, seconds=0.05), threading.Event(), threading.Semaphore(0)

    def hangs() -> None:
        with limit.slot(), limit.slot():  # a second time in one thread is no second place
            inside.release()
            hang.wait(20)

    threads = [threading.Thread(target=hangs) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in threads:
        inside.acquire(timeout=10)
    with pytest.raises(StorageDown), limit.slot():
        pass
    hang.set()
    for thread in threads:
        thread.join(10)
    with limit.slot():
        pass
