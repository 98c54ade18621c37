"""Files that survive a power cut."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room for more."""


class StorageDown(OSError):
    """A storage that is somewhere else does not answer, or refuses."""


PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
"""What the server writes is for its own user: people's words, and keys."""


def create_private_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are not there, for the server's user alone. One that is there stays as
    it is: it may be somebody else's too."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def open_private(file: Path | str) -> TextIO:
    """A file to lock, for the server's user alone."""
    return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE), "w")


def take_lock(file: IO[Any]) -> bool:
    """Takes the lock of an open file unless another process has it; whether it did. It ends with the file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_private(path: Path) -> None:
    """Takes from everybody else what earlier versions let them read of a file, or of a folder and all that is in it.

    A folder is closed after what is in it: one that is closed already is not looked through again. What is not ours to
    change stays.
    """
    if path.is_symlink() or not path.exists() or not path.stat().st_mode & 0o077:
        return
    with contextlib.suppress(OSError):
        if path.is_dir():
            for one in path.iterdir():
                make_private(one)
        path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE)


def sync_folder(folder: Path) -> None:
    """Makes names created in or moved into `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(file: Path) -> None:
    """Makes what was written into a file durable."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


@contextmanager
def replacing_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write that takes `target`'s name only when the block ended well: whole or not at all, and durable."""
    create_private_folder(target.parent)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
