"""Adjoua begins at the desk: she practises by keyboard alone, and once more on her phone without JavaScript."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.practice.records import read_practice_set
from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer

SET = read_practice_set()


def look(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def decide(page: Page) -> None:
    """Chooses by its key what somebody with experience would."""
    best = SET.records[page.locator("input[name=record]").first.input_value()].best[0]
    action = by_code(best.action)
    assert action
    page.keyboard.press(action.key)
    if action.needs_reason:
        page.locator(f"form:has([value={best.action}]) select").select_option(best.reasons[0])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Bien vu.")).to_be_visible()


def test_adjoua_practises_with_the_keyboard_alone(running: RunningServer, desktop: BrowserContext) -> None:
    page = signed_in(desktop, running)
    page.goto(running.url + "/desk/")
    page.get_by_role("link", name="S’exercer avec des fiches inventées").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("S’exercer")
    look(page)
    page.keyboard.press("j")
    for n in range(len(SET.records)):
        expect(page.get_by_text(f"Fiche {n + 1} sur 13")).to_be_visible()
        if n == 0:
            look(page)
        decide(page)
        if n == 0:
            look(page)
        page.keyboard.press("j")
    expect(page.get_by_text("13 sur 13")).to_be_visible()
    expect(page.get_by_text("Rien à relire")).to_be_visible()
    look(page)


def test_it_works_on_a_phone_without_javascript(running: RunningServer, chrome: Browser) -> None:
    context = chrome.new_context(viewport=PHONE, locale="fr-FR", java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(running.url + "/desk/login")
    page.fill("input[name=login]", running.login[0])
    page.fill("input[name=password]", running.login[1])
    page.click("main button")
    page.goto(running.url + "/desk/practice")
    page.click("main form button")
    page.locator("summary", has_text="Écarter").click()
    page.get_by_label("Raison").locator("visible=true").select_option("abusive")
    page.get_by_role("button", name="Écarter").locator("visible=true").last.click()
    expect(page.get_by_role("heading", name="La règle")).to_be_visible()
    page.get_by_role("link", name="Fiche suivante").click()
    expect(page.get_by_text("Fiche 2 sur 13")).to_be_visible()
    context.close()
