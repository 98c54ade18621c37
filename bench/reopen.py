"""How fast the phone app opens again without a network, on a slow processor: median of nine, in Chromium."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.journeys.browser import FLAGS, PHONE, chromium
from tests.journeys.surveyor import EMOTION, Surveyor

ROUNDS = 9
SLOWER = (1, 4, 6)
"""Times slower than this machine: by 4 is what Lighthouse takes for a mid-range phone, by 6 for a cheap one."""

# Interactive is: the pad for her PIN is there, in a frame that was drawn, and the main thread takes another task. What
# opening her place takes after that, `bench vault` measures.
OPENED = """() => new Promise((done) => {
  const look = () => document.querySelector('.keys')
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)) : setTimeout(look, 4);
  look();
})"""


def main(_: list[str]) -> None:
    """`./run bench reopen`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = server.start(Path(folder) / "data")
        link = BadLink(running.port)
        browser = playwright.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
        try:
            context = browser.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
            awa = Surveyor(context.new_page())
            awa.enrol(f"{link.origin}/app/#enrol={running.enrolment_code()}")
            awa.wait_until_offline_ready()
            link.cut()
            for _number in range(5):
                awa.record("Émotion", "C1516", EMOTION)
            print(f"Chromium {browser.version}, five unsent records, no network")
            for slower in SLOWER:
                taken = [_reopen(context.new_page(), f"{link.origin}/app/", slower) for _number in range(ROUNDS)]
                middle = statistics.median(taken)
                print(f"{slower} x slower: median {middle:.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")
        finally:
            browser.close()
            link.stop()
            running.stop()


def _reopen(page: Page, address: str, slower: int) -> float:
    """Milliseconds from the start of the navigation to an interactive first screen."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="commit")
    took: float = page.evaluate(OPENED)
    page.close()
    return took
