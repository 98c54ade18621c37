"""Where tests write: in memory where there is enough of it.

Thousands of tests copy a database each, and on a disk most of their time is waiting for it: a copy of PostgreSQL's
template takes forty times as long there. What kills servers and must find their files again asks for a `DISK`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
DISK = Path("/var/tmp")
"""A folder on a disk, whose `fsync` is one."""
ROOM = 4 * 2**30
"""What a run of all tests writes at most at once, in bytes, with room to spare."""


def _available() -> int:
    """Bytes of memory that may be filled without swapping; 0 where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)


def write_to_memory() -> None:
    """Makes memory the place of temporary files of this process and of those it starts, unless TMPDIR is set."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    free = os.statvfs(MEMORY)
    if min(free.f_bavail * free.f_frsize, _available() - ROOM) < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
