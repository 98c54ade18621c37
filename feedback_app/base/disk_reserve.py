"""A little reserved room, so that a server whose disk is full can still start: SQLite needs some before it can even
read."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from feedback_app.base.files import replacing_file

SIZE = 512 * 1024


def keep_reserve(folder: Path) -> None:
    """Sets the room aside, where there is plenty."""
    file = folder / "reserve"
    with contextlib.suppress(OSError):  # without, the server serves as well
        if not file.exists() and shutil.disk_usage(folder).free > 20 * SIZE:
            with replacing_file(file) as made:
                made.write(bytes(SIZE))


def give_reserve(folder: Path) -> None:
    """Gives the room back, where there is hardly any other."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < SIZE:
            (folder / "reserve").unlink(missing_ok=True)
