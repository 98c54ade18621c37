"""Awa put her phone away: where the browser has Background Sync, its worker sends what waits with no page open."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.journeys.badlink import BadLink
from tests.journeys.lab import entries
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import EMOTION, PLACE, Surveyor


def test_with_no_page_open_the_records_go_when_the_signal_is_back(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = handset.pages[0]
    origin = link.origin
    awa = Surveyor(page)
    awa.enrol(f"{origin}/app/#enrol={running.enrolment_code(person='Awa')}")
    awa.wait_until_offline_ready()
    link.cut()
    before = entries(running)
    awa.record("Émotion", PLACE, EMOTION)
    assert awa.outbox() == (1, 0)

    browser = handset.new_cdp_session(page)
    workers: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: workers.extend(one["registrationId"] for one in event["registrations"]),
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
