"""A short run of what `./run bench faults` does for hours."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.faults.run import faults
from tests.scratch import DISK


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_doubled_or_falsely_acknowledged_while_the_server_is_killed(kind: str) -> None:
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        outcome = faults(kind, Path(folder), phones=4, records=300, kills=3, seconds=120)
    assert (outcome.lost, outcome.doubled, outcome.falsely_acknowledged, outcome.broken) == (0, 0, 0, ()), (
        outcome.line()
    )
    assert outcome.server_kills == 3, outcome.line()
    assert outcome.failures > 0, f"nothing went wrong, so nothing was shown: {outcome.line()}"
