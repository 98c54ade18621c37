"""Work on strangers' bytes in a child process, with limits of time and memory and without our secrets.

A child is asked for one piece of work after another, because starting one takes longer than most photos; it ends when
it was idle for a while, when it fails, or when nobody holds its input any more. It answers JSON, never a pickle.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock, Timer
from typing import Any

import orjson

import feedback_app

REST_S = 30.0
"""How long a child that has nothing to do stays."""
AT_ONCE = 2
"""Children of one kind that a process has at work; who comes later waits."""
DATA, ANSWER = "data", "answer"
_ROOT = str(Path(feedback_app.__file__).parents[1])


class ChildFailed(Exception):
    """The work took too long or too much memory, or broke its child."""


class Child:
    """A process that does one kind of work (`package.module:function`)."""

    def __init__(self, work: str, *, cpu_s: int, memory: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - nothing that anybody sent is in it
            [sys.executable, "-m", "feedback_app.base.child_main", work, str(cpu_s), str(memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            cwd="/", env={"PYTHONPATH": _ROOT, "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        self.timer: Timer | None = None

    def ask(self, folder: str, *, seconds: float) -> None:
        """Lets it work in a folder. Raises `ChildFailed`."""
        assert self._process.stdin and self._process.stdout
        limit = Timer(seconds, self._process.kill)
        limit.daemon = True
        limit.start()
        try:
            self._process.stdin.write(folder.encode() + b"\n")
            self._process.stdin.flush()
            answered = self._process.stdout.readline()
        except OSError as error:
            raise ChildFailed from error
        finally:
            limit.cancel()
        if answered != b"done\n":
            raise ChildFailed

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # it was gone already
                    pipe.close()


_lock = Lock()
_idle: dict[str, list[Child]] = defaultdict(list)
_room: dict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONCE))


def run_in_child(work: str, asked: Any, data: bytes = b"", *, seconds: float, memory: int = 1 << 30) -> Any:
    """What a function makes of what is asked (JSON) and the path of a file with `data`.

    `work` is its `package.module:function`. Its processor time is limited to most of `seconds`. Raises `ChildFailed`.
    """
    with _lock:
        room = _room[work]
    with room, TemporaryDirectory(prefix="echo-child-") as folder:
        (Path(folder) / DATA).write_bytes(data)
        (Path(folder) / ANSWER).write_bytes(orjson.dumps(asked))
        _done(work, folder, lambda: Child(work, cpu_s=max(1, int(seconds * 3 / 4)), memory=memory), seconds)
        return orjson.loads((Path(folder) / ANSWER).read_bytes())


def _done(work: str, folder: str, start: Callable[[], Child], seconds: float) -> None:
    child = _take_idle(work) or start()
    try:
        child.ask(folder, seconds=seconds)
    except BaseException:
        child.end()
        raise
    _rest(work, child)


def _take_idle(work: str) -> Child | None:
    with _lock:
        child = _idle[work].pop() if _idle[work] else None
    if child and child.timer:
        child.timer.cancel()
    return child


def _rest(work: str, child: Child) -> None:
    child.timer = Timer(REST_S, _end_idle, [work, child])
    child.timer.daemon = True
    with _lock:
        _idle[work].append(child)
    child.timer.start()


def _end_idle(work: str, child: Child) -> None:
    with _lock:
        is_idle = child in _idle[work]
        if is_idle:
            _idle[work].remove(child)
    if is_idle:
        child.end()


@atexit.register
def _end_all() -> None:
    for work in list(_idle):
        while child := _take_idle(work):
            child.end()
