"""`./run bench` lists what can be measured; `./run bench NAME` measures it and prints the machine first."""

from __future__ import annotations

import importlib
import os
import platform
import sqlite3
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def machine() -> str:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.freedesktop_os_release().get('PRETTY_NAME', '?')}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in NAMES:
        print(machine(), flush=True)
        importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:])
        return
    for name in NAMES:
        first = (importlib.import_module(f"bench.{name}").__doc__ or "").strip().splitlines()[0]
        print(f"{name:10} {first}")
    raise SystemExit(0 if not sys.argv[1:] else 2)


if __name__ == "__main__":
    main()
