"""What Lighthouse says of the phone app and the public portfolio: median of three, and what costs points."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys import server
from tests.journeys.killable import KillableBrowser
from tests.journeys.lighthouse_run import STEADY, Verdict, audit
from tests.journeys.surveyor import Surveyor

ROUNDS = 3
CATEGORIES = ("performance", *STEADY)
PAGE = CATEGORIES[:-1]
"""The portfolio is a page to read, not an app to install."""


def main(_: list[str]) -> None:
    """`./run bench lighthouse`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = server.start(Path(folder) / "data")
        browser = KillableBrowser(playwright, Path(folder) / "profile")
        try:
            awa = Surveyor(browser.open())
            _print(browser.port, "enrolment", f"{running.url}/app/", CATEGORIES)
            _print(browser.port, "portfolio", f"{running.url}/", PAGE)
            awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code()}")
            awa.wait_until_offline_ready()
            _print(browser.port, "enrolled, reopened", f"{running.url}/app/", CATEGORIES)
        finally:
            browser.close()
            running.stop()


def _print(port: int, name: str, address: str, categories: tuple[str, ...]) -> None:
    rounds = [audit(port, address, categories) for _ in range(ROUNDS)]
    print(f"{name} (Lighthouse {rounds[0].version}): {'   '.join(_figure(one, rounds) for one in categories)}")
    for audited in sorted({failed for verdict in rounds for failed in verdict.failed}):
        print(f"    {audited}")


def _figure(category: str, rounds: list[Verdict]) -> str:
    scores = [verdict.scores[category] for verdict in rounds]
    return f"{category} {statistics.median(scores):.0f} ({min(scores)}-{max(scores)})"
