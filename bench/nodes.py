"""Two servers on one PostgreSQL and one bucket, restarted in turn and killed: what is lost, doubled, done twice.

`./run bench nodes [RECORDS] [ROUNDS]`; figures go into docs/reliability.md.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults.nodes import nodes


def main(args: list[str]) -> None:
    """Prints one line, and every promise that was broken."""
    records, rounds = (*args, *("20000", "10")[len(args) :])
    with tempfile.TemporaryDirectory() as folder:
        result = nodes(
            Path(folder), phones=16, records=int(records), rounds=int(rounds), media_every=25, seconds=6 * 3600
        )
    print(result.line())
    for fault in [*result.broken[:20], *map(str, result.cut_by_stops[:20])]:
        print(fault)
    ledger = result.ledger
    raise SystemExit(
        1 if ledger.lost or ledger.doubled or ledger.falsely_acknowledged or result.broken or result.cut_by_stops else 0
    )
