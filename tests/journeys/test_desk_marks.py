"""Adjoua marks records for the others, ticks some of a list by keyboard alone, and says of a flag that it is nothing."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.lab import ANSWERS, hand_over, signed_in
from tests.journeys.server import RunningServer

WORDS = (
    "La pompe est en panne, appelez Koné Adama au 07 48 21 33 09.",
    "Le puits est sec depuis deux semaines.",
    "Les femmes marchent deux heures jusqu’au marigot.",
)


@pytest.fixture
def mine(running: RunningServer) -> str:
    """The list of three needs that somebody's phone has handed over."""
    author, _ = hand_over(running, *[ANSWERS | {"texte": words} for words in WORDS])
    return f"{running.url}/desk/?order=newest&q={quote(author)}"


@pytest.fixture
def desk(running: RunningServer, desktop: BrowserContext, mine: str) -> Page:
    """Adjoua at the desk, before this list."""
    page = signed_in(desktop, running)
    page.goto(mine)
    expect(page.locator("a[data-row]")).to_have_count(3)
    return page


def test_what_rules_found_is_in_the_list_and_gone_when_she_says_that_it_is_nothing(mine: str, desk: Page) -> None:
    flagged = desk.get_by_role("row").filter(has_text="Koné Adama")
    expect(flagged).to_contain_text("nom +1")
    desk.goto(f"{mine}&flag=phone")
    desk.locator("a[data-row]").click()
    marks = desk.get_by_role("region", name="Signes et étiquettes")
    expect(marks).to_contain_text("07 48 21 33 09")
    assert violations(desk) == []
    desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("Ce n’est rien : nom", "Ce n’est rien : téléphone"):
        marks.get_by_role("button", name=name).click()
        expect(marks.get_by_role("button", name=name)).to_have_count(0)
    expect(desk.locator("mark")).to_have_count(0)
    marks.get_by_text("Signes écartés (2)").click()
    marks.get_by_role("button", name="Remettre : téléphone").click()
    expect(desk.locator("mark")).to_have_count(1)


def test_a_tag_is_typed_once_and_finds_its_records(desk: Page) -> None:
    desk.locator("a[data-row]").first.click()
    desk.get_by_text("Étiqueter").first.click()
    desk.get_by_label("Un mot pour la retrouver").fill(f"Saison sèche {(tag := uuid.uuid4().hex[:6])}")
    desk.keyboard.press("Enter")
    link = desk.get_by_role("link", name=f"saison-sèche-{tag}")
    expect(link).to_be_visible()
    assert violations(desk) == []
    link.click()
    expect(desk.locator("a[data-row]")).to_have_count(1)
    expect(desk.get_by_role("list", name="Filtres choisis")).to_contain_text("saison-sèche")


def test_two_of_three_are_ticked_and_accepted_without_touching_the_mouse(desk: Page) -> None:
    desk.keyboard.press("t")
    expect(desk.get_by_role("status").filter(has_text="Cochez d’abord")).to_be_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(desk.get_by_role("button", name=re.compile("fiches cochées"))).to_contain_text("(2)")
    assert violations(desk) == []
    desk.keyboard.press("t")
    expect(desk.get_by_text("2 fiches, et rien d’autre")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_label("Accepter").check()
    desk.get_by_role("button", name="Décider pour 2 fiches").press("Enter")
    expect(desk.get_by_text("Accepté : 2 fiches.")).to_be_visible()
    desk.keyboard.press("z")
    expect(desk.get_by_text("exactement comme avant")).to_be_visible()
