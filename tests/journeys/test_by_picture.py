"""Mariam does not read: every word is taken off the screen, and the first four instruments are filled in by picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo_phone import open_at, world
from tests.journeys.test_phone_screens import go_on

SPOKEN = frozenset({"label", "hint", "title", "name", "text", "say", "constraint_message", "required_message"})
"""Where words stand in what comes by sync."""
PHOTO = Path(__file__).parents[2] / "static" / "pwa" / "icons" / "icon-192.png"

WAYS: dict[str, tuple[str, list[list[str]]]] = {
    "besoin": ("besoin", [
        ["age-mur"], ["femme"], ["eau"], ["pompe-panne"], ["parler"], ["gravite-2"], ["femmes", "enfants"],
        ["duree-mois"], [], [], [], ["non"],
    ]),
    "emotion": ("emotion", [["age-jeune"], ["homme"], ["village"], ["slide"], ["espoir"], ["parler"]]),
    "retour": ("retour", [
        ["age-ancien"], ["femme"], ["project"], ["oui"], ["avance-cours"], ["face-4"], ["face-2"], ["face-3"],
        ["face-5"], ["retard"], ["plainte"], ["parler"], [], [],
    ]),
    "solution": ("solution", [
        ["age-adulte"], ["femme"], ["energie"], ["parler"], ["femmes"], ["avance-fini"], ["village"],
        ["outil", "travail"], ["argent"], ["copier"], ["oui"], [], ["non"], ["personne"],
    ]),
}  # fmt: skip
"""By instrument its tile, and on each screen the pictures that are touched; nothing where nothing is said."""


def blanked(part: Any) -> Any:
    """The same without a word."""
    if isinstance(part, dict):
        return {
            key: silent(value) if key in SPOKEN and key != "name" else blanked(value) for key, value in part.items()
        }
    return [blanked(each) for each in part] if isinstance(part, list) else part


def silent(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: silent(inside) for key, inside in value.items()}
    return "\u00a0" if isinstance(value, str) else value


@pytest.fixture
def silent_phone(phone: Page, demo: str) -> Page:
    """The phone's first screen without a word on it."""
    silenced = {key: blanked(value) for key, value in world().items() if key != "records"}
    for row in [*silenced["places"], *silenced["projects"]]:
        row["name"] = "\u00a0"
        row["organisations"] = []
    open_at(phone, demo, blank=True, **silenced)
    return phone


def no_word(page: Page) -> None:
    """Nothing on the screen can be read."""
    seen = page.evaluate("document.body.innerText.match(/\\p{L}+/gu) || []")
    assert seen == [], f"{page.url}: {seen}"


def touch(page: Page, picture: str) -> None:
    """What a finger does that goes by the picture alone."""
    drawn = f"use[href='#p-{picture}'], use[href$='svg#{picture}']"
    if picture == "slide":
        for slider in page.locator("input[type=range]").all():
            slider.press("ArrowRight")
    elif picture == "project":
        page.locator(".tile").first.click()
    elif picture == "parler":
        page.locator(f".round:has({drawn})").click()
        page.wait_for_timeout(300)
        page.locator(".round:has(use[href$='#arreter'], use[href='#p-arreter'])").click()
        expect(page.locator(f".round:has({drawn})")).to_be_hidden()
    else:
        page.locator(f".tile:has({drawn}), .face:has({drawn})").first.click()


def test_a_word_on_the_screen_would_be_seen(silent_phone: Page) -> None:
    silent_phone.evaluate("document.querySelector('.door span').textContent = 'Besoin'")
    with pytest.raises(AssertionError, match="Besoin"):
        no_word(silent_phone)


@pytest.mark.parametrize("name", WAYS)
def test_an_instrument_can_be_filled_in_without_a_word(silent_phone: Page, name: str) -> None:
    tile, screens = WAYS[name]
    no_word(silent_phone)
    silent_phone.locator(f".door:has(use[href='#p-{tile}'], use[href$='svg#{tile}'])").click()
    expect(silent_phone.locator(".beads")).to_be_visible()
    no_word(silent_phone)
    silent_phone.locator(".tile").first.click()
    go_on(silent_phone)
    for pictures in screens:
        no_word(silent_phone)
        for picture in pictures:
            touch(silent_phone, picture)
        go_on(silent_phone)
    no_word(silent_phone)
    expect(silent_phone.locator("use[href$='#corriger'], use[href='#p-corriger']").first).to_be_visible()
    go_on(silent_phone)
    no_word(silent_phone)
    for scope in silent_phone.locator(".scope").all():
        scope.locator(".tile:has(use[href$='#oui'], use[href='#p-oui'])").click()
    go_on(silent_phone)
    expect(silent_phone.locator("use[href$='#state-finished'], use[href='#p-state-finished']").first).to_be_visible()
    no_word(silent_phone)
