"""Adjoua draws over a face with the mouse, walks the parts by keys, and the photo is shown without it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer
from tests.journeys.test_desk_voices import opened, spoken

__all__ = ["spoken"]  # the record that she opens


def ticked(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('.blur input:checked')].map((one) => one.value)")
    return found


def test_a_face_is_drawn_over_walked_by_keys_and_gone_from_the_record(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    opened(page, running, spoken)
    page.get_by_role("link", name="Flouter").click()
    page.locator(".blur img").evaluate("async (img) => img.decode()")  # before, the parts have no height
    box = page.locator(".blur .parts").bounding_box()
    assert box
    wide, high = box["width"] / 16, box["height"] / 16
    page.mouse.move(box["x"] + 2.5 * wide, box["y"] + 1.5 * high)
    page.mouse.down()
    page.mouse.move(box["x"] + 5.5 * wide, box["y"] + 1.5 * high, steps=20)
    page.mouse.up()
    assert ticked(page) == ["18", "19", "20", "21"]
    page.mouse.click(box["x"] + 5.5 * wide, box["y"] + 1.5 * high)
    assert ticked(page) == ["18", "19", "20"]
    page.get_by_label("Ligne 2, colonne 3").focus()
    for key in ("ArrowDown", "Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    assert ticked(page) == ["18", "19", "20", "34", "35"]
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("a.photo img")).to_have_attribute("src", f"{spoken}/photos/{photo(page)}/blurred")
    expect(page.locator(".chain")).to_contain_text("a flouté une photo")
    page.get_by_role("link", name="Voir l’original").click()
    assert str(page.locator(".photo-viewer img").get_attribute("src")).endswith("/large")


def photo(page: Page) -> str:
    return str(page.locator("a.photo").get_attribute("href")).split("/")[-2]


def test_its_page_can_be_used_by_everyone(running: RunningServer, spoken: str, desktop: BrowserContext) -> None:
    page = signed_in(desktop, running)
    opened(page, running, spoken)
    address = page.locator("a[href*='/photos/']:not(.photo)").get_attribute("href")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{running.url}{address}")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
