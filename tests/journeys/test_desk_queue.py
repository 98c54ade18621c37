"""Adjoua has a day's records before her: twelve and more on her screen, and on a phone nothing that is cut off."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.build import entry
from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import ANSWERS, post, signed_in
from tests.journeys.server import RunningServer

WHOLLY_SEEN = """[...document.querySelectorAll('a[data-row]')]
  .filter((one) => one.closest('tr').getBoundingClientRect().bottom <= innerHeight).length"""


def send_many(running: RunningServer, count: int) -> None:
    """A phone hands over needs of all severities, with voices."""
    device = {"name": "Téléphone de Mariam", "platform": "Android 10", "app_version": "1"}
    mine = post(running, "/api/v1/enrol", {"code": running.enrolment_code(person="Mariam"), "device": device})
    scope = mine["scope"]
    shared = {"programme": scope["programme"], "place": scope["place"], "author": mine["person"]["id"]}
    words = "La pompe est en panne depuis la saison sèche, et les femmes marchent deux heures jusqu’au marigot."
    made = [
        entry(answers=ANSWERS | {"texte": words, "gravite": ("vital", "grave", "gene")[n % 3]}, **shared)
        for n in range(count)
    ]
    asked = {"nonce": "m", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": made}
    post(running, "/api/v1/exchange", asked, mine["token"])


def seen(page: Page) -> int:
    expect(page.locator("a[data-row]").nth(12)).to_be_attached()
    return int(page.evaluate(WHOLLY_SEEN))


def test_adjoua_sees_twelve_records_at_once_and_on_her_phone_each_on_a_few_lines(
    running: RunningServer, desktop: BrowserContext
) -> None:
    send_many(running, 16)
    page = signed_in(desktop, running)
    page.goto(f"{running.url}/desk/")
    assert seen(page) >= 12
    assert violations(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.eval_on_selector_all("a[data-row]", "all => all.map((one) => one.closest('tr').offsetHeight)")
    assert max(heights) <= 90
    assert violations(page) == []
