"""Adjoua works by ear: she plays a voice by keys, looks at a photo from near, and types what was said."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.build import entry
from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.lab import post, signed_in, upload
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import until
from tests.sounds import sound

ANSWERS = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave"}


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "#7a9a7a").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def spoken(running: RunningServer) -> str:
    """The address of a record that is a voice and a photo, both here."""
    enrolled = post(running, "/api/v1/enrol", {"code": running.enrolment_code(), "device": {"name": "T", "platform": "Android 10", "app_version": "1"}})  # fmt: skip
    scope, token = enrolled["scope"], enrolled["token"]
    contents = {"voix": (sound(8), "audio/webm"), "photo": (picture(), "image/jpeg")}
    media = [
        {"sha256": hashlib.sha256(content).hexdigest(), "type": kind, "bytes": len(content), "question": question}
        for question, (content, kind) in contents.items()
    ]
    answers = ANSWERS | {one["question"]: one["sha256"] for one in media}
    shared = {"programme": scope["programme"], "place": scope["place"], "author": enrolled["person"]["id"]}
    made = entry(answers=answers, media=media, **shared)
    asked = {"nonce": "n", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": [made]}
    post(running, "/api/v1/exchange", asked, token)
    for content, kind in contents.values():
        upload(running, token, content, kind)
    return f"/desk/records/{scope['programme']}/{made['id']}"


def opened(page: Page, running: RunningServer, address: str) -> None:
    """The record, once its photo was prepared."""
    for _ in range(20):
        page.goto(running.url + address)
        if page.locator("a.photo").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the photo is not there")


def at(page: Page) -> float:
    found: float = page.evaluate("document.querySelector('.voice audio').currentTime")
    return found


def test_adjoua_listens_by_keys_and_the_records_own_keys_still_work(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    opened(page, running, spoken)
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "0:00 / 0:08")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    until(page, "document.querySelector('.voice audio').currentTime > 0.2")
    slider.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Écouter")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.voice audio').currentTime >= 5")
    page.keyboard.press("ArrowLeft")
    until(page, "document.querySelector('.voice audio').currentTime < 1")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="1,25×")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('.voice audio').playbackRate") == 1.25
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    until(page, "Math.abs(document.querySelector('.voice audio').currentTime - 4) < 0.5")
    assert spoken in page.url, "no key of the player leads away"
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/desk/\?"))


def test_a_browser_that_does_not_play_what_a_phone_recorded_gets_it_as_aac(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    page.route("**/desk/media/*/*/original", lambda route: route.abort())
    opened(page, running, spoken)
    until(page, "document.querySelector('.voice audio').currentSrc.endsWith('/m4a')")
    until(page, "document.querySelector('.voice audio').readyState > 0")
    assert 7.9 < page.evaluate("document.querySelector('.voice audio').duration") < 8.2


def test_where_a_voice_cannot_be_played_at_all_the_page_says_so_and_offers_the_file(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    for variant in ("original", "m4a"):
        page.route(f"**/desk/media/*/*/{variant}", lambda route: route.abort())
    opened(page, running, spoken)
    expect(page.locator(".voice")).to_contain_text("ne sait pas lire cette voix")
    expect(page.get_by_role("link", name="Enregistrer le fichier")).to_have_attribute("href", re.compile("/original$"))
    expect(page.locator(".voice button, .voice audio")).to_have_count(0)


def test_adjoua_types_what_she_hears_and_finds_the_record_by_it(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    opened(page, running, spoken)
    page.keyboard.press("t")
    expect(page.get_by_label("Langue parlée")).to_be_focused()
    page.get_by_label("Langue parlée").select_option("dyu")
    page.get_by_label("Ce qui est dit, mot à mot").fill("Ji pɔnpu tiɲɛna zanzan")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator(".heard blockquote").first).to_have_text("Ji pɔnpu tiɲɛna zanzan")
    page.goto(f"{running.url}/desk/?q=zanzan")
    expect(page.locator("[data-row]")).to_have_count(1)


def test_a_photo_is_seen_from_near_and_turned_and_nothing_of_it_is_remembered(
    running: RunningServer, spoken: str, desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    opened(page, running, spoken)
    page.locator("a.photo").click()
    picture = page.locator(".photo-viewer img")
    expect(picture).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.press("+")
    assert "rotate(90deg) scale(1.5)" in str(picture.get_attribute("style"))
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".photo-viewer")).to_have_count(0)
    page.locator("a.photo").click()
    assert "rotate(0deg) scale(1)" in str(page.locator(".photo-viewer img").get_attribute("style"))


def test_all_of_it_can_be_used_by_everyone(running: RunningServer, spoken: str, desktop: BrowserContext) -> None:
    page = signed_in(desktop, running)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            opened(page, running, spoken)
            page.locator(".voice.drawn").wait_for()
            page.keyboard.press("t")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
