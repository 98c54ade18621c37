"""Adjoua walks through suggested themes by keyboard: she takes one need out, makes the theme, undoes it, dismisses it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import ANSWERS, decide, hand_over, signed_in
from tests.journeys.server import RunningServer

AGES = ("18_24", "25_34", "35_59", "60_plus")


@pytest.fixture
def page(running: RunningServer, desktop: BrowserContext) -> Page:
    """Four people of one place say that the water is far; Adjoua accepts what they say."""
    page, programme = signed_in(desktop, running), running.programme["id"]
    answers = [ANSWERS | {"age": age, "quoi_eau": "loin", "texte": f"L’eau est loin, {age}"} for age in AGES]
    for record in hand_over(running, *answers).records:
        decide(page, f"{running.url}/desk/records/{programme}/{record}?programme={programme}", "accept")
    for job in ("portfolio", "suggestions"):
        running.cli("jobs", "run", job)
    page.goto(f"{running.url}/desk/portfolio/?programme={programme}")
    return page


def look(page: Page) -> None:
    assert violations(page) == []
    for width in (PHONE["width"], 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_adjoua_walks_through_suggestions_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Thèmes suggérés").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thèmes suggérés")
    box = page.get_by_label("Nom", exact=True)
    while "loin" not in box.input_value():
        page.keyboard.press("s")
        page.wait_for_url("**after=**")
    look(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("input[name=record]:checked")).to_have_count(3)
    page.locator("h1").focus()
    page.keyboard.press("a")
    expect(page.get_by_text("Son nom attend une deuxième personne")).to_be_visible()
    look(page)
    page.keyboard.press("u")
    expect(page.get_by_text("C’est annulé")).to_be_visible()
    while "loin" not in page.get_by_label("Nom", exact=True).input_value():
        page.keyboard.press("s")
        page.wait_for_url("**after=**")
    page.keyboard.press("e")
    expect(page.get_by_text("La suggestion est écartée")).to_be_visible()
    look(page)
