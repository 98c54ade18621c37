"""Without a network, Mariam says that somebody is in danger: whom to call is there, and nothing she said is left behind."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.browser import open_phone
from tests.journeys.lab import bodies, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import FEEDBACK, NEED, PLACE, Surveyor, choose, enrolled

WAYS = {
    "Besoin": NEED | {"domaine": choose("gen"), "porte": choose("aide")},
    "Retour": FEEDBACK | {"problemes": choose("grave")},
}
INPUTS = "textarea, input[type=text], input[type=file], button.round, .tile"


def to_the_door(awa: Surveyor, form: str) -> None:
    awa.home()
    awa.page.locator(".door", has_text=form).click()
    awa.go_to("door", {"place": choose(PLACE), **WAYS[form]})


def shows_whom_to_call(page: Page) -> None:
    expect(page.get_by_role("heading", name="Mme Exemple")).to_be_visible()
    expect(page.get_by_role("link", name="Appeler", exact=True)).to_have_attribute("href", "tel:0000000000")
    expect(page.get_by_text("00 00 00 00 00")).to_be_visible()


def is_nowhere_on(page: Page) -> None:
    """Home and list say nothing of it, and no way leads back to it."""
    expect(page.locator(".doors")).to_be_visible()
    expect(page.get_by_text("À continuer")).to_have_count(0)
    page.evaluate("location.hash = '#/outbox'")
    expect(page.get_by_text("Pas encore de fiche sur ce téléphone.")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator(".doors")).to_be_visible()


@pytest.mark.parametrize("form", WAYS)
def test_offline_the_door_shows_whom_to_call_and_the_lab_hears_only_that_help_is_needed(
    browsers: Playwright, desktop: BrowserContext, running: RunningServer, link: BadLink, tmp_path: Path, form: str
) -> None:
    hers = open_phone(browsers, tmp_path / "awa")
    try:
        awa = enrolled(hers.pages[0], running, link, "Awa")
        page, before = awa.page, len(bodies(running))
        link.cut()

        # She goes away: nothing is saved.
        to_the_door(awa, form)
        shows_whom_to_call(page)
        expect(page.get_by_role("link", name="1308")).to_have_attribute("href", "tel:1308")
        expect(page.locator(INPUTS)).to_have_count(0)
        assert page.title() == "Écho", "the browser keeps titles in its history"
        assert violations(page) == []
        page.locator("footer").get_by_role("button", name="Fermer, ne rien garder").click()
        is_nowhere_on(page)

        # Another time she wants the Lab to know.
        to_the_door(awa, form)
        page.get_by_role("button", name="Oui, dites que quelqu’un a besoin d’aide").click()
        expect(page.get_by_role("heading", name="Le Lab le saura.")).to_be_visible()
        shows_whom_to_call(page)
        page.get_by_role("button", name="Accueil").click()
        is_nowhere_on(page)

        link.link.down = False
        awa.press_send()
        deadline = time.monotonic() + 60
        while len(bodies(running)) == before and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        (body,) = bodies(running)[before:]
        assert (body["answers"], body["media"], body["project"], body["location"]) == ({}, [], None, None)
        assert not any(word in json.dumps(body) for word in ("gen", "grave", "25_34", "femme"))

        # At the desk it is above the queue.
        desk = signed_in(desktop, running)
        urgent = desk.locator(".urgent")
        expect(urgent.get_by_text("Demande d’aide").first).to_be_visible()
        expect(urgent.get_by_text("Urgent").first).to_be_visible()
        assert violations(desk) == []
        urgent.get_by_role("link").last.click()
        expect(desk.get_by_role("heading", name="Demande d’aide")).to_be_visible()
        expect(desk.get_by_role("link", name="00 00 00 00 00")).to_be_visible()
        assert violations(desk) == []
    finally:
        hers.close()


def test_whoever_speaks_of_something_else_at_the_door_goes_on(
    browsers: Playwright, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    hers = open_phone(browsers, tmp_path / "awa")
    try:
        awa = enrolled(hers.pages[0], running, link, "Awa")
        awa.home()
        awa.page.locator(".door", has_text="Besoin").click()
        awa.go_to("porte", {"place": choose(PLACE), **NEED, "domaine": choose("pax")})
        shows_whom_to_call(awa.page)
        assert violations(awa.page) == []
        here = awa.page.url
        awa.page.locator("footer.foot button").last.click()  # without a word nobody goes past it
        expect(awa.page.locator(".fault")).to_be_visible()
        assert awa.page.url == here
        assert awa.go_through({**NEED, "porte": choose("autre_sujet")})
    finally:
        hers.close()
