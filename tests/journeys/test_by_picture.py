"""Mariam does not read: every word is taken off the screen, and the first four instruments are filled in by picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.conftest import FLAGS, PHONE, chromium
from tests.journeys.demo_phone import open_at, served, world
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


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def chrome(browsers: Playwright) -> Iterator[Browser]:
    microphone = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    started = browsers.chromium.launch(headless=True, executable_path=chromium(), args=[*FLAGS, *microphone])
    yield started
    started.close()


@pytest.fixture
def phone(chrome: Browser, demo: str) -> Iterator[Page]:
    context = chrome.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    page = context.new_page()
    silenced = {key: blanked(value) for key, value in world().items() if key != "records"}
    for row in [*silenced["places"], *silenced["projects"]]:
        row["name"] = "\u00a0"
        row["organisations"] = []
    open_at(page, demo, blank=True, **silenced)
    yield page
    context.close()


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


def test_a_word_on_the_screen_would_be_seen(phone: Page) -> None:
    phone.evaluate("document.querySelector('.door span').textContent = 'Besoin'")
    with pytest.raises(AssertionError, match="Besoin"):
        no_word(phone)


@pytest.mark.parametrize("name", WAYS)
def test_an_instrument_can_be_filled_in_without_a_word(phone: Page, name: str) -> None:
    tile, screens = WAYS[name]
    no_word(phone)
    phone.locator(f".door:has(use[href='#p-{tile}'], use[href$='svg#{tile}'])").click()
    expect(phone.locator(".beads")).to_be_visible()
    no_word(phone)
    phone.locator(".tile").first.click()
    go_on(phone)
    for pictures in screens:
        no_word(phone)
        for picture in pictures:
            touch(phone, picture)
        go_on(phone)
    no_word(phone)
    expect(phone.locator("use[href$='#corriger'], use[href='#p-corriger']").first).to_be_visible()
    go_on(phone)
    no_word(phone)
    for scope in phone.locator(".scope").all():
        scope.locator(".tile:has(use[href$='#oui'], use[href='#p-oui'])").click()
    go_on(phone)
    expect(phone.locator("use[href$='#state-finished'], use[href='#p-state-finished']").first).to_be_visible()
    no_word(phone)
