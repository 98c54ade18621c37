"""The app opens again: by the link that enrolled the phone, and after a cleaning app threw its files away."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.journeys.server import RunningServer
from tests.journeys.surveyor import Surveyor, until

COUNT_CACHED = """async () => { const held = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length));
  window.held = held.reduce((sum, one) => sum + one, 0); }"""


def test_the_link_that_enrolled_the_phone_opens_her_place_also_without_a_network(
    handset: BrowserContext, running: RunningServer
) -> None:
    page = handset.pages[0]
    link = f"{running.url}/app/#enrol={running.enrolment_code(person='Awa')}"
    awa = Surveyor(page)
    awa.enrol(link)
    awa.wait_until_offline_ready()
    for offline in (False, True):
        handset.set_offline(offline)
        page.goto("about:blank")
        awa.come_back(link)
        assert "enrol" not in page.url
    handset.set_offline(False)
    page.goto("about:blank")
    page.goto(f"{running.url}/app/#enrol={running.enrolment_code(person='Koffi')}")
    expect(page.get_by_role("button", name="Commencer")).to_be_visible()
    page.get_by_role("button", name="J’ai déjà ma place ici").click()
    expect(page.locator(".keys")).to_be_visible()


def test_an_app_whose_files_were_cleaned_away_fetches_them_again(
    handset: BrowserContext, running: RunningServer
) -> None:
    page = handset.pages[0]
    awa = Surveyor(page)
    awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code(person='Awa')}")
    awa.wait_until_offline_ready()
    page.evaluate(COUNT_CACHED)
    whole = page.evaluate("held")
    page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    handset.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Sans réseau, Écho ne s’ouvrirait plus")).to_be_visible()
    handset.set_offline(False)
    expect(page.get_by_text("Sans réseau, Écho ne s’ouvrirait plus")).to_have_count(0, timeout=30_000)
    page.evaluate(COUNT_CACHED)
    until(page, f"(({COUNT_CACHED})(), window.held >= {whole})")
    handset.set_offline(True)
    page.goto("about:blank")
    awa.come_back(f"{running.url}/app/")
