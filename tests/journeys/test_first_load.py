"""What it costs Awa to open the app for the first time on a slow, paid link: few requests, few bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.journeys import server
from tests.journeys.browser import PHONE
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import Surveyor, take_a_place, until

DIST = Path(__file__).parents[2] / "static" / "pwa" / "dist"
MOST_BYTES = 60_000
MOST_REQUESTS = 6
MOST_IN_ALL = 160_000
"""The app whole, six instruments and every pictogram: fetched once, most of it behind the first screen."""
MOST_HASHING = 15_000
"""What hashes a PIN: a library that comes when somebody has chosen one, and nothing that is seen waits for."""
LATE = ("/app/rest.", "/app/pin-worker.")
"""Asked for when the first screen has been drawn; they are counted below with the whole."""
MOST_CONFIDING = 3_000
"""How somebody writes to the protection officers: only phones of a programme whose officers have made a key fetch it."""
MOST_DATA = 20_000
"""Her token, six forms in two languages and the demo's places."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of its own: what others recorded before would come down, and count."""
    made = server.start(tmp_path_factory.mktemp("first-load"))
    yield made
    made.stop()


@dataclass
class Meter:
    """Counts what a page asks for, and the bytes of its answers as they came over the link, heads included."""

    asked: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)

    def on(self, tools: CDPSession) -> Meter:
        tools.on(
            "Network.requestWillBeSent", lambda event: self.asked.update({event["requestId"]: event["request"]["url"]})
        )
        tools.on("Network.responseReceived", self._head)
        tools.on("Network.loadingFinished", self._end)
        tools.send("Network.enable")
        return self

    def _head(self, event: dict[str, Any]) -> None:
        heads = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.encodings[event["requestId"]] = heads.get("content-encoding", "")

    def _end(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = int(event["encodedDataLength"])

    def cost(self, under: str) -> int:
        """The bytes of what was asked for under this path."""
        return sum(self.bytes.get(one, 0) for one, url in self.asked.items() if urlsplit(url).path.startswith(under))

    def table(self) -> str:
        """A line a request."""
        return "\n".join(
            f"{self.bytes.get(one, 0):7} {self.encodings.get(one, ''):5} {url}" for one, url in self.asked.items()
        )


def test_the_first_load_up_to_the_home_screen_fits_a_cheap_bundle(chrome: Browser, running: RunningServer) -> None:
    context = chrome.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    meter = Meter().on(context.new_cdp_session(page))
    page.goto(f"{running.url}/app/#enrol={running.enrolment_code(person='Awa')}")
    take_a_place(page)
    page.locator(".door").nth(2).wait_for()
    context.close()
    app, data = meter.cost("/app/") - sum(map(meter.cost, LATE)), meter.cost("/api/")
    assert "br" in meter.encodings.values(), meter.table()
    before_home = [url for url in meter.asked.values() if not urlsplit(url).path.startswith(LATE)]
    assert len(before_home) <= MOST_REQUESTS, f"her code and her forms included\n{meter.table()}"
    assert 10_000 < app <= MOST_BYTES, meter.table()
    assert 1_000 < data <= MOST_DATA, meter.table()
    hashing = sum(path.stat().st_size for path in DIST.glob("pin-worker.*.br"))
    assert 1_000 < hashing <= MOST_HASHING, hashing
    confiding = sum(path.stat().st_size for path in DIST.glob("confiding.*.br"))
    assert 1_000 < confiding <= MOST_CONFIDING, confiding
    files = [*DIST.glob("*.br"), DIST / "icon-192.png"]  # of the icons a phone fetches one
    whole = sum(path.stat().st_size for path in files) - hashing - confiding
    assert 60_000 < whole + data <= MOST_IN_ALL, (whole, data)


WATCHES = """
new MutationObserver(() => { if (document.querySelector('.keys')) window.stoodAt ??= performance.now(); })
  .observe(document, { childList: true, subtree: true });
new PerformanceObserver((seen) => {
  for (const { name, startTime } of seen.getEntries()) if (name.includes('/app/rest.')) window.restAt ??= startTime;
}).observe({ type: 'resource' });
"""


def test_awa_s_phone_shows_its_lock_before_it_reads_what_is_behind(chrome: Browser, running: RunningServer) -> None:
    context = chrome.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    awa = Surveyor(context.new_page())
    awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code(person='Awa')}")
    awa.wait_until_offline_ready()
    awa.page.add_init_script(WATCHES)
    awa.page.goto("about:blank")
    awa.page.goto(f"{running.url}/app/")
    until(awa.page, "window.restAt !== undefined")
    drawn, rest = awa.page.evaluate("[window.stoodAt, window.restAt]")
    context.close()
    assert drawn is not None and drawn < rest, (drawn, rest)
