"""Lighthouse (11.7.1, the last with a PWA category; mobile preset) on a page of a running Chromium."""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.node import NODE
from tests.packages import installed

HERE = Path(__file__).parent / "lighthouse"
STEADY = ("accessibility", "best-practices", "pwa")
"""Categories that say the same each time."""

READING = ("performance", "accessibility", "best-practices", "seo")
"""Categories of a page that is read, and not installed."""

LOST_TRACE = "NO_NAVSTART"
"""The browser's trace began too late, which happens on a busy machine: Lighthouse asks to be run again."""


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
    report = _report(words)
    if report["error"] and report["error"]["code"] == LOST_TRACE:
        report = _report(words)
    assert report["error"] is None, report["error"]
    return Verdict(report["scores"], report["failed"], report["lighthouse"])


def _report(words: list[str]) -> dict[str, Any]:
    done = subprocess.run(words, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def benchmark_index(page: Page) -> int:
    """How quick this page's processor is by Lighthouse's BenchmarkIndex, median of five: of a desk about 1,500 to 2,000;
    Chrome's developer tools take 1,000 for a phone of the middle and 264 for a cheap one (Moto G Power, 2022)."""
    words = [str(NODE), str(HERE / "index.mjs"), str(packages())]
    function = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout
    found: list[float] = [page.evaluate(f"() => ({function})()") for _ in range(5)]
    return round(statistics.median(found))
