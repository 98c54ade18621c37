"""What is not on the disk, on the screens that say so: the cause, what is safe, and a way on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.demo_phone import open_at
from tests.journeys.surveyor import type_pin

PROFILE = {
    "id": "a", "picture": "signe-soleil", "openAt": 0, "unsent": 0, "oldestUnsentAt": None, "media": 0, "unsafe": 0, "drafts": 0, "removableAt": None,
}  # fmt: skip


def begin(page: Page, demo: str, **world: Any) -> None:
    """Awa begins a need and chooses where it is."""
    open_at(page, demo, **world)
    page.locator(".door", has_text="Besoin").click()
    page.locator(".search + p + .stack .tile, .tile").first.click()


def is_sound(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide <= 0 and violations(page) == []


@pytest.mark.parametrize(("cause", "words"), [("full", "est plein"), ("failed", "n’est pas encore gardée")])
def test_awa_does_not_go_past_an_unsaved_answer_and_may_leave_it_behind(
    phone: Page, demo: str, cause: str, words: str
) -> None:
    begin(phone, demo, unsaved=cause)
    there = phone.url
    phone.locator("footer .press").last.click()
    expect(phone.locator(".note.stop")).to_contain_text(words)
    phone.get_by_role("button", name="Arrêter ici").click()
    assert phone.url == there and is_sound(phone)
    phone.get_by_role("button", name="Sortir sans garder la dernière réponse").click()
    expect(phone.locator(".doors")).to_be_visible()


def test_awa_waits_for_her_photo_or_goes_on_without_it(phone: Page, demo: str) -> None:
    begin(phone, demo, making="photo")
    there = phone.url
    phone.locator("footer .press").last.click()
    expect(phone.get_by_text("La photo n’est pas encore prête")).to_be_visible()
    assert phone.url == there and is_sound(phone)
    phone.get_by_role("button", name="Continuer sans la photo").click()
    phone.wait_for_function("there => location.href !== there", arg=there)


@pytest.mark.parametrize(
    ("fault", "words"), [("gone", "n’est plus sur ce téléphone"), ("newer", "version plus récente")]
)
def test_a_place_that_cannot_be_opened_says_why_after_the_pin(phone: Page, demo: str, fault: str, words: str) -> None:
    open_at(phone, demo, enrolled=False, profiles=[PROFILE], unopened=fault)
    type_pin(phone, "314159")
    expect(phone.locator(".note.stop")).to_contain_text(words)
    assert is_sound(phone)
    assert phone.get_by_role("link", name="Une autre personne").count() == (fault == "gone")


def test_a_phone_that_keeps_nothing_says_so(phone: Page, demo: str) -> None:
    open_at(phone, demo, broken="failed")
    expect(phone.locator(".note.stop")).to_contain_text("ne peut rien garder")
    assert is_sound(phone)
