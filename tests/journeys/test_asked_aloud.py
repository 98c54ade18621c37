"""Adjoua asks back with her voice; Awa hears it on her phone without a network, beside the record that waits for her."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import NEED, PLACE, SCREEN_IS_DRAWN, enrolled, until
from tests.journeys.test_prompts import PLAYED


def ask_aloud(page: Page, running: RunningServer, record: str) -> None:
    """Adjoua records the question on the page of the record, hears it, and sends it."""
    page.goto(f"{running.url}/desk/records/demo/{record}")
    page.get_by_text("Demander une précision").first.click()
    panel = page.locator("details[open]", has=page.locator("[data-recorder]"))
    panel.get_by_label("Raison").select_option("unclear")
    panel.get_by_role("textbox").fill("")
    panel.get_by_role("button", name="Parler au micro").click()
    expect(panel.get_by_text("0:01")).to_be_visible()
    panel.get_by_role("button", name="Arrêter").click()
    expect(panel.locator("audio")).to_be_visible()
    assert violations(page) == []
    panel.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_text("Question envoyée")).to_be_visible()


def test_a_question_that_was_spoken_is_heard_where_there_is_no_network(
    handset: BrowserContext, desktop: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    handset.add_init_script(PLAYED)
    awa = enrolled(handset.new_page(), running, link)
    record = awa.record("Besoin", PLACE, NEED)
    awa.sync()
    ask_aloud(signed_in(desktop, running), running, record)
    awa.press_send()
    page = awa.page
    awa.home()
    page.get_by_text("À corriger").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)
    link.cut()
    page.get_by_text("À corriger").first.click()
    page.get_by_role("link", name="C’est grave").click()
    until(page, SCREEN_IS_DRAWN)
    expect(page.get_by_text("Le Lab demande").first).to_be_visible()
    page.get_by_role("button", name="Écouter").first.dispatch_event("click")
    until(page, "played.length > 0")
    assert violations(page) == []
