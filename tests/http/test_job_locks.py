"""A job runs in one process at a time: the scheduler passes over one that is running, an operator's command waits for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback_app import cli, jobs
from feedback_app.base import process_lock
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask

pytestmark = pytest.mark.both_databases


class Runs:
    """A job of the table that counts its runs and returns nothing, and another process that may be running it."""

    def __init__(self, app: EchoFlask, folder: Path, other: ExitStack) -> None:
        self.app, self.folder, self.other = app, folder, other
        self.count = 0

    def action(self, settings: object) -> None:
        self.count += 1

    def by_another(self) -> None:
        locks = self.folder / "locks"
        locks.mkdir(exist_ok=True)
        with self.app.app_context():
            mine = process_lock.exclusive_or_skip(db.engine, "job sample", beside_sqlite=locks / "sample")
            assert self.other.enter_context(mine)

    def by_hand(self) -> Result:
        with self.app.app_context():
            return CliRunner().invoke(cli.jobs_run, ["sample"])


@pytest.fixture
def runs(app: EchoFlask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    with ExitStack() as other:
        made = Runs(app, tmp_path, other)
        monkeypatch.setattr(jobs, "JOBS", (jobs.Job("sample", 5, made.action),))
        monkeypatch.setattr(cli.jobs_run.params[0].type, "choices", ("sample",))
        yield made


def test_an_operators_run_begins_when_the_schedulers_is_done(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.by_another()
    waited: list[int] = []

    def pause(seconds: float) -> None:
        waited.append(runs.count)
        runs.other.close()  # the scheduler's run ends while the command waits

    monkeypatch.setattr(time, "sleep", pause)
    done = runs.by_hand()
    assert (done.exit_code, done.output) == (0, "sample: None\n")
    assert (waited, runs.count) == ([0], 1)


def test_an_operator_who_waited_too_long_reads_why_and_nothing_was_run(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.by_another()
    monkeypatch.setattr(cli, "BUSY_S", 0.2)
    done = runs.by_hand()
    assert (done.exit_code, runs.count) == (1, 0)
    assert "another process has been running sample" in done.stderr


def test_the_scheduler_waits_for_nobody_and_calls_it_no_failure(runs: Runs, caplog: pytest.LogCaptureFixture) -> None:
    runs.by_another()
    with caplog.at_level(logging.INFO):
        jobs._run_in(runs.app, "sample")
    assert (runs.count, caplog.messages) == (0, [])
    runs.other.close()
    jobs._run_in(runs.app, "sample")
    assert runs.count == 1
