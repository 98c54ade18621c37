"""What Lighthouse says of the phone app and the public pages: median of five, and what costs points. Whoever opens
the app for the first time has a new phone in each round: from the second time on its worker has everything."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.journeys import server
from tests.journeys.killable import KillableBrowser
from tests.journeys.lighthouse_run import READING, STEADY, Verdict, audit
from tests.journeys.surveyor import Surveyor

ROUNDS = 5
CATEGORIES = ("performance", *STEADY)
PUBLIC = (
    "/", "/besoins", "/lieu/CI2303", "/region/CI23", "/carte", "/ressenti", "/replies", "/bourse", "/rse",
    "/rse/besoins", "/rse/cadre", "/suivi", "/recherche", "/participer", "/methode", "/vos-droits",
)  # fmt: skip
"""Pages to read, not an app to install; of places, those of the demo."""


def main(_: list[str]) -> None:
    """`./run bench lighthouse`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = server.start(Path(folder) / "data")
        try:
            new = [_first(playwright, Path(folder) / f"new-{at}", f"{running.url}/app/") for at in range(ROUNDS)]
            _print("enrolment", new, CATEGORIES)
            _enrolled(playwright, Path(folder) / "profile", running)
        finally:
            running.stop()


def _first(playwright: Playwright, profile: Path, address: str) -> Verdict:
    browser = KillableBrowser(playwright, profile)
    try:
        browser.open()
        return audit(browser.port, address, CATEGORIES)
    finally:
        browser.close()


def _enrolled(playwright: Playwright, profile: Path, running: server.RunningServer) -> None:
    browser = KillableBrowser(playwright, profile)
    try:
        awa = Surveyor(browser.open())
        for address in PUBLIC:
            _print(address, [audit(browser.port, running.url + address, READING) for _ in range(ROUNDS)], READING)
        awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code()}")
        awa.wait_until_offline_ready()
        reopened = [audit(browser.port, f"{running.url}/app/", CATEGORIES) for _ in range(ROUNDS)]
        _print("enrolled, reopened", reopened, CATEGORIES)
    finally:
        browser.close()


def _print(name: str, rounds: list[Verdict], categories: tuple[str, ...]) -> None:
    print(f"{name} (Lighthouse {rounds[0].version}): {'   '.join(_figure(one, rounds) for one in categories)}")
    for audited in sorted({failed for verdict in rounds for failed in verdict.failed}):
        print(f"    {audited}")


def _figure(category: str, rounds: list[Verdict]) -> str:
    scores = [verdict.scores[category] for verdict in rounds]
    return f"{category} {statistics.median(scores):.0f} ({min(scores)}-{max(scores)})"
