"""The schedule of the jobs after the server's clock was ahead for a while: nothing is put off until then."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from threading import Event, Semaphore

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from feedback_app import jobs
from feedback_app.base.http import EchoFlask


@pytest.fixture
def schedule() -> Iterator[tuple[BackgroundScheduler, Event]]:
    """A schedule whose only job was planned by a clock that was ten years ahead."""
    ran, planned = Event(), dt.datetime.now(dt.UTC) + dt.timedelta(days=3650)
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(ran.set, trigger="interval", seconds=3600, id="backup", next_run_time=planned)
    scheduler.start()
    yield scheduler, ran
    scheduler.shutdown()


def looks(monkeypatch: pytest.MonkeyPatch, *clocks: tuple[float, float]) -> Iterator[bool]:
    """Whether to stop, at each look at these clocks (the wall's, the monotonic)."""
    for wall, passed in clocks:
        monkeypatch.setattr(time, "time", lambda wall=wall: wall)
        monkeypatch.setattr(time, "monotonic", lambda passed=passed: passed)
        yield False
    monkeypatch.undo()
    yield True


@pytest.mark.parametrize("jump", [-10 * 365 * 86400.0, -60.0, 3600.0])
def test_a_clock_that_jumped_puts_no_job_off(
    monkeypatch: pytest.MonkeyPatch, schedule: tuple[BackgroundScheduler, Event], jump: float
) -> None:
    scheduler, ran = schedule
    seen = looks(monkeypatch, (1000.0, 0.0), (1005.0 + jump, 5.0))
    next(seen)
    jobs.follow_clock(scheduler, lambda _: next(seen))
    assert ran.wait(10), "it runs at once"


def test_a_clock_that_goes_on_evenly_changes_no_plan(
    monkeypatch: pytest.MonkeyPatch, schedule: tuple[BackgroundScheduler, Event]
) -> None:
    scheduler, ran = schedule
    before = scheduler.get_job("backup").next_run_time
    seen = looks(monkeypatch, (1000.0, 0.0), (1005.2, 5.0), (1010.1, 10.0))
    next(seen)
    jobs.follow_clock(scheduler, lambda _: next(seen))
    assert scheduler.get_job("backup").next_run_time == before and not ran.is_set()


def test_a_server_that_stops_begins_no_job_and_lets_the_one_under_way_end(
    app: EchoFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, done = Semaphore(0), Event(), Event()

    def work(_settings: object) -> None:
        begun.release()
        assert go_on.wait(20)
        done.set()

    monkeypatch.setattr(jobs, "JOBS", (jobs.Job("sample", 1, work),))
    stop = jobs.start_scheduler(app)
    assert begun.acquire(timeout=20)
    stop()
    assert not done.is_set(), "it did not wait for the job"
    go_on.set()
    assert done.wait(20)
    assert not begun.acquire(timeout=1.5), "the next one was due after a second"
