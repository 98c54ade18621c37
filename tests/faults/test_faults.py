"""A short run of what `./run bench faults` does for hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.run import faults


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_doubled_or_falsely_promised_while_the_server_is_killed(kind: str, tmp_path: Path) -> None:
    told = faults(kind, tmp_path, phones=4, records=300, kills=3, seconds=120)
    assert (told.lost, told.doubled, told.falsely_acknowledged, told.broken) == (0, 0, 0, ()), told.line()
    assert told.server_kills == 3, told.line()
    assert told.failures > 0, f"nothing went wrong, so nothing was shown: {told.line()}"
