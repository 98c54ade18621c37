"""Work in a fork of this process, so that what it imports and makes is not in the memory of who goes on."""

from __future__ import annotations

import os
import pickle
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")


def in_a_fork(work: Callable[[], Made]) -> Made:
    """What `work` returns; raises what it raises. Both are pickled. Call it before there are threads and connections:
    a fork has no threads, and would share the connections."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("the process that was to do this was ended")
    made, error = pickle.loads(answer)  # noqa: S301 - our own fork wrote it
    if error is not None:
        raise error
    return made  # type: ignore[no-any-return]


def _answer(work: Callable[[], Any], writing: int) -> None:
    """Writes what came of the work, and ends the fork without what the process would do at its end."""
    status = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_done(work))
        status = 0
    finally:
        os._exit(status)


def _done(work: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps((work(), None))
    except BaseException as error:
        error.add_note(traceback.format_exc())
        return pickle.dumps((None, error if _can_travel(error) else RuntimeError(traceback.format_exc())))


def _can_travel(error: BaseException) -> bool:
    """Whether it comes out as it went in; exceptions of libraries need not."""
    try:
        return str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own
    except Exception:
        return False
