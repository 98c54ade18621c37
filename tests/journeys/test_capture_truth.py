"""The phone says what it really recorded: a voice that ended by itself, silence, a picture without paper, a point at sea."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.badlink import BadLink
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import NEED, PLACE, Surveyor, choose, enrolled

MICROPHONE = """() => { const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (what) => (window.microphone = await ask(what)); }"""
"""The page's microphone can be reached by a test."""
CALL = "() => window.microphone.getTracks().forEach((track) => track.stop())"
SILENCE = """() => { navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream; }"""
"""The microphone gives nothing but zeros, as behind a switch of the system."""
REFUSE = """() => { const open = IDBDatabase.prototype.transaction; window.refusing = false;
  IDBDatabase.prototype.transaction = function (stores, mode, how) { const made = open.call(this, stores, mode, how);
    if (window.refusing && mode === 'readwrite' && [].concat(stores).join() === 'recordings,chunks') made.abort();
    return made; }; }"""
"""The disk can refuse the next seconds of a voice."""


@pytest.fixture
def awa(handset: BrowserContext, running: RunningServer, link: BadLink) -> Surveyor:
    """Awa on the way through a need."""
    surveyor = enrolled(handset.pages[0], running, link)
    surveyor.home()
    surveyor.page.locator(".door", has_text="Besoin").click()
    return surveyor


def at_the_story(awa: Surveyor) -> Page:
    awa.go_to("recit", {"place": choose(PLACE), **NEED})
    return awa.page


def speak_until(page: Page, seconds: str) -> None:
    page.locator("button.round").click()
    page.wait_for_function("least => document.querySelector('.clock')?.innerText >= least", arg=seconds, timeout=15_000)


def test_a_call_in_the_middle_of_her_story_is_reported_with_what_is_saved_and_awa_can_speak_again(
    awa: Surveyor,
) -> None:
    page = at_the_story(awa)
    page.evaluate(MICROPHONE)
    speak_until(page, "0:02")
    page.evaluate(CALL)
    expect(page.locator("button.round.live")).to_have_count(0, timeout=1500)
    expect(page.get_by_text("On ne vous écoute plus")).to_contain_text("secondes sont gardées")
    expect(page.locator("audio")).to_be_visible()
    page.get_by_role("button", name="Refaire").click()
    expect(page.locator(".clock")).to_have_text("0:01", timeout=15_000)
    page.locator("button.round.live").click()
    expect(page.locator("audio")).to_be_visible()
    expect(page.get_by_text("On ne vous écoute plus")).to_have_count(0)


def test_a_disk_that_refuses_the_rest_of_her_story_is_reported_and_the_recording_so_far_is_saved(awa: Surveyor) -> None:
    page = at_the_story(awa)
    page.evaluate(REFUSE)
    speak_until(page, "0:02")
    page.evaluate("() => { window.refusing = true; }")
    expect(page.get_by_text("le téléphone n’arrive pas à écrire la suite")).to_contain_text("gardée")
    expect(page.locator("audio")).to_be_visible()


def test_two_quick_touches_and_a_microphone_that_is_switched_off_are_no_story(awa: Surveyor) -> None:
    page = at_the_story(awa)
    page.locator("button.round").click()
    page.locator("button.round.live").dispatch_event("click")  # at once, as no finger can twice on one spot
    expect(page.get_by_text("C’était trop court")).to_be_visible()
    expect(page.locator("audio")).to_have_count(0)
    page.evaluate(SILENCE)
    page.locator("button.round").click()
    expect(page.get_by_text("On n’entend rien")).to_be_visible()
    page.locator("button.round.live").click()
    expect(page.get_by_text("On n’a rien entendu")).to_be_visible()
    expect(page.locator("audio")).to_have_count(0)


LIGHT = """() => { const seen = document.querySelector('main img[src^=blob]'); const sheet = document.createElement('canvas');
  [sheet.width, sheet.height] = [9, 9]; const pen = sheet.getContext('2d'); pen.drawImage(seen, 0, 0, 9, 9);
  return [[1, 1], [4, 4]].map(([x, y]) => pen.getImageData(x, y, 1, 1).data[0]); }"""
"""How light the shown photo is near its corner and in its middle."""


def test_a_plan_drawn_in_black_on_nothing_is_black_on_white(awa: Surveyor, tmp_path: Path) -> None:
    drawn = Image.new("RGBA", (900, 900))
    ImageDraw.Draw(drawn).rectangle((350, 350, 550, 550), fill="black")
    drawn.save(tmp_path / "plan.png")
    awa.go_to("photo", {"place": choose(PLACE), **NEED})
    awa.page.locator("input[type=file]").last.set_input_files(tmp_path / "plan.png")
    awa.page.locator("main img[src^=blob]").wait_for()
    paper, line = awa.page.evaluate(LIGHT)
    assert paper > 200 and line < 60


def test_a_position_at_sea_is_saved_only_when_awa_confirms_it(awa: Surveyor, handset: BrowserContext) -> None:
    handset.set_geolocation({"latitude": 0, "longitude": 0, "accuracy": 5})
    awa.go_to("point", {"place": choose(PLACE), **NEED, "a_un_lieu": choose("oui")})
    awa.page.get_by_role("button", name="Noter cet endroit").click()
    expect(awa.page.get_by_text("au milieu de la mer")).to_be_visible()
    expect(awa.page.get_by_text("Endroit noté")).to_have_count(0)
    awa.page.get_by_role("button", name="Garder quand même").click()
    expect(awa.page.get_by_text("Endroit noté")).to_be_visible()
