"""Lighthouse (11.7.1, the last with a PWA category; mobile preset) on a page of a running Chromium."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.node import NODE
from tests.packages import installed

HERE = Path(__file__).parent / "lighthouse"
STEADY = ("accessibility", "best-practices", "pwa")
"""Categories that say the same each time."""


@dataclass(frozen=True)
class Verdict:
    """`scores` by category, 0 to 100; `failed` names the audits that cost points."""

    scores: dict[str, int]
    failed: list[str]
    version: str


def packages() -> Path:
    """The folder that Lighthouse is in. Raises NotReachable."""
    return installed(HERE, "lighthouse")


def audit(port: int, address: str, categories: tuple[str, ...]) -> Verdict:
    """Looks at the address in the browser that listens on `port`, with what that browser keeps."""
    words = [str(NODE), str(HERE / "audit.mjs"), str(packages()), str(port), address, ",".join(categories)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["error"] is None, told["error"]
    return Verdict(told["scores"], told["failed"], told["lighthouse"])
