"""What runs in a child process (`base.child`): sets its own limits, then does what it is asked until its input ends."""

from __future__ import annotations

import importlib
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

MOST_WRITTEN = 512 * 1024 * 1024


def limit(memory: int) -> None:
    """No more memory, files and open files than the work needs, and no picture of the memory when it breaks."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: int) -> None:
    """So much processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def main(work: str, cpu_s: str, memory: str) -> None:
    """Serves one folder after another: what is asked and the file are in it, the answer is put there."""
    module, _, name = work.partition(":")
    limit(int(memory))
    function: Callable[[Any, Path], Any] = getattr(importlib.import_module(module), name)
    for line in sys.stdin.buffer:
        folder = Path(line.decode().rstrip("\n"))
        limit_time(int(cpu_s))
        answer = function(orjson.loads((folder / "answer").read_bytes()), folder / "data")
        (folder / "answer").write_bytes(orjson.dumps(answer))
        sys.stdout.buffer.write(b"done\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
