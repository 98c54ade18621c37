"""From the desk's sheet of cards to a phone that is enrolled."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import Surveyor
from tests.journeys.test_desk_axe import look, screen
from tests.qr_reader import read_square

__all__ = ["screen"]

NAMES = ("Mariam Traoré", "Yao N’Guessan", "Affoué Kouadio", "Salif", "Adama", "Clarisse", "Ibrahim", "Rokia", "Zié")


def sheet(page: Page, running: RunningServer) -> Page:
    """Nine cards at once."""
    page.goto(f"{running.url}/desk/admin/phones")
    page.get_by_label("Nom de la personne").fill("\n".join(NAMES))
    page.get_by_role("button", name="Créer le code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("9 codes sont prêts")
    return page


def test_nine_cards_can_be_used_by_everyone_and_print_on_two_sheets(
    running: RunningServer, screen: BrowserContext
) -> None:
    page = sheet(signed_in(screen, running), running)
    look(page)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2, "eight cards on a sheet"


def test_awa_points_her_phone_at_the_square_of_a_card(
    running: RunningServer, desktop: BrowserContext, handset: BrowserContext
) -> None:
    page = sheet(signed_in(desktop, running), running)
    card = page.locator(".code-cards > li", has_text="Mariam Traoré")
    link = read_square(card.locator("svg").evaluate("one => one.outerHTML"))
    mariam = Surveyor(handset.pages[0] if handset.pages else handset.new_page())
    mariam.enrol(link)
