"""Phones over a bad link to a server that is killed again and again: what is lost, doubled, falsely acknowledged.

`./run bench faults [sqlite|postgresql] [RECORDS] [KILLS]`; figures go into docs/reliability.md.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults.run import faults


def main(args: list[str]) -> None:
    """Prints one line, and every promise that was broken."""
    kind, records, kills = (*args, *("sqlite", "100000", "200")[len(args) :])
    with tempfile.TemporaryDirectory() as folder:
        result = faults(kind, Path(folder), phones=16, records=int(records), kills=int(kills), seconds=6 * 3600)
    print(f"{kind}: {result.line()}")
    for fault in result.broken[:20]:
        print(fault)
    raise SystemExit(1 if result.lost or result.doubled or result.falsely_acknowledged or result.broken else 0)
