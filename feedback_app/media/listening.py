"""What is made of voices when somebody listens: made once, in a child process, and stored beside the voice.

What no player can open is remembered as an empty file, so that it is tried once. What broke its child, or took too
long, may be the machine's fault: it is remembered until the server starts anew.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from feedback_app.base.child import AT_ONCE, ChildFailed, run_in_child
from feedback_app.base.concurrency import ConcurrencyLimit
from feedback_app.base.files import StorageDown
from feedback_app.base.problem import Problem
from feedback_app.media.files import MediaFiles

KINDS = {"wave": "image/svg+xml", "m4a": "audio/mp4"}
"""What can be made of a voice, with its type."""
SECONDS = 40.0
"""For one. A quarter of an hour of speech needs about eleven of a processor."""
NICENESS = 10
"""The phones' exchanges come first."""
WORK = f"{__name__}:in_child"
MOST_REMEMBERED = 1000

_limit = ConcurrencyLimit(AT_ONCE, waiting=AT_ONCE)
_gave_up: set[tuple[str, str, str]] = set()
"""What broke or held up its child."""


@functools.lru_cache(maxsize=1)
def is_possible() -> bool:
    """Whether anything can be made: the extra `voice` is installed."""
    return importlib.util.find_spec("av") is not None


def made_of_voice(files: MediaFiles, programme_id: str, sha256: str, variant: str) -> int | None:
    """Bytes of what is made of a voice, made now where it was not yet; None where nothing can be made of it.

    May take as long as `SECONDS`: call it with no transaction open. Problem `busy` when others are made already and
    wait. Raises OSError when the storage fails.
    """
    size = files.size(programme_id, sha256, variant)
    if size is None and is_possible() and (programme_id, sha256, variant) not in _gave_up:
        with _slot():
            if files.size(programme_id, sha256, variant) is None:
                _make(files, programme_id, sha256, variant)
        size = files.size(programme_id, sha256, variant)
    return size or None


@contextmanager
def _slot() -> Iterator[None]:
    """Few are made at once, and few wait: a page of many voices, or many pages, must leave threads to all others."""
    try:
        with _limit.slot():
            yield
    except StorageDown:
        raise Problem("busy", headers={"Retry-After": "5"}) from None


def _make(files: MediaFiles, programme_id: str, sha256: str, variant: str) -> None:
    with TemporaryDirectory(prefix="echo-voice-") as folder:
        source, into = Path(folder) / "voice", Path(folder) / "made"
        try:
            with files.open(programme_id, sha256) as content, source.open("wb") as copy:
                shutil.copyfileobj(content, copy)
        except FileNotFoundError:
            return
        asked = {"source": str(source), "into": str(into), "variant": variant}
        try:
            is_made = run_in_child(WORK, asked, seconds=SECONDS)
        except ChildFailed:
            _give_up(programme_id, sha256, variant)
            return
        with into.open("rb") if is_made else io.BytesIO() as made:
            files.put(programme_id, sha256, made, variant)
    if files.size(programme_id, sha256) is None:
        files.delete(programme_id, sha256)  # it was erased meanwhile, and what was made of it goes with it


def _give_up(*what: str) -> None:
    if len(_gave_up) >= MOST_REMEMBERED:
        _gave_up.clear()
    programme_id, sha256, variant = what
    _gave_up.add((programme_id, sha256, variant))


def in_child(asked: Any, _data: Path) -> bool:
    """The work itself; whether anything was made."""
    from feedback_app.media.voices import MAKERS, UnreadableMedium  # only where it is asked for: PyAV is an extra

    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    try:
        MAKERS[asked["variant"]](Path(asked["source"]), Path(asked["into"]))
    except UnreadableMedium:
        return False
    return True
