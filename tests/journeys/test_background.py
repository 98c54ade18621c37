"""Awa put her phone away: where the browser has Background Sync, its worker sends what waits with no page open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from tests.journeys.badlink import BadLink
from tests.journeys.conftest import open_phone
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import EMOTION, Surveyor
from tests.journeys.test_road import PLACE, entries


@pytest.fixture
def phone(browsers: Playwright, running: RunningServer, tmp_path: Path) -> Iterator[BrowserContext]:
    made = open_phone(browsers, tmp_path / "phone", running.url)
    yield made
    made.close()


def test_with_no_page_open_the_records_go_when_the_signal_is_back(
    phone: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = phone.pages[0]
    origin = f"http://127.0.0.1:{link.port}"
    awa = Surveyor(page)
    awa.enrol(f"{origin}/app/#enrol={running.enrolment_code(person='Awa')}")
    awa.wait_until_offline_ready()
    link.cut()
    before = entries(running)
    awa.record("Émotion", PLACE, EMOTION)
    assert awa.outbox() == (1, 0)

    browser = phone.new_cdp_session(page)
    workers: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: workers.extend(one["registrationId"] for one in told["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    page.goto("about:blank")
    link.link.down = False
    # What the browser does by itself when it finds that there is signal.
    browser.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": origin, "registrationId": workers[0], "tag": "echo", "lastChance": False},
    )
    for _ in range(200):
        if entries(running) > before:
            break
        page.wait_for_timeout(100)
    assert entries(running) == before + 1

    awa.come_back(f"{origin}/app/")
    assert awa.outbox() == (0, 1)
