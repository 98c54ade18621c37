"""Files that survive a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room for more."""


class StorageDown(OSError):
    """A storage that is somewhere else does not answer, or refuses."""


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
def replaced(target: Path) -> Iterator[BinaryIO]:
    """A file to write that takes `target`'s name only when the block ended well: whole or not at all, and durable."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
