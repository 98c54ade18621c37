"""What data costs Koffi: counted by kind and near to what the line carried; photos go by Wi-Fi only when he says so; a voice
weighs what he chose, and plays before it is sent, also one that a dead battery cut off."""

from __future__ import annotations

import math
import random
import re
import struct
import wave
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.badlink import BadLink
from tests.journeys.browser import FLAGS, PHONE, chromium
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import entries
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import NEED, PLACE, SCREEN_IS_DRAWN, Surveyor, a_photo, choose, enrolled, show, until

SENTENCE_S = 4.0
HERTZ = 48_000


def settings(someone: Surveyor) -> Page:
    someone.page.evaluate("location.hash = '#/settings'")
    someone.page.get_by_role("heading", name="Réglages").wait_for()
    until(someone.page, SCREEN_IS_DRAWN)
    return someone.page


def spent(page: Page) -> dict[str, float]:
    """What the settings say was spent this month, in thousands of bytes."""
    spent_on = {}
    for line in page.locator(".spent:not(.before) .bar-words").all():
        words, amount = line.locator("span").inner_text(), line.locator("b").inner_text()
        number = float(re.sub(r"[^\d,]", "", amount).replace(",", "."))
        spent_on[words] = number * (1000 if "Mo" in amount else 1)
    return spent_on


def weight(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def test_photos_that_wait_for_wifi_go_when_koffi_says_that_he_is_there_and_every_byte_is_counted_by_kind(
    handset: BrowserContext, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    koffi = enrolled(handset.pages[0], running, link, "Koffi")
    page = settings(koffi)
    assert page.evaluate("!['wifi', 'ethernet', 'cellular'].includes((navigator.connection || {}).type)")
    page.get_by_label("Les photos attendent le Wi-Fi").check(force=True)
    expect(page.get_by_text("Ce téléphone ne dit pas s’il est sur le Wi-Fi")).to_be_visible()

    before, photos, weighed = entries(running), len(running.photos()), weight(running.photos()) / 1000
    koffi.record("Besoin", PLACE, NEED | {"photo": show(a_photo(tmp_path, noise=True))})
    koffi.sync()
    assert entries(running) == before + 1, "the written record goes all the same"
    expect(page.get_by_text("attendent le Wi-Fi, comme vous l’avez choisi")).to_be_visible()
    assert len(running.photos()) == photos

    page.get_by_role("button", name="Envoyer maintenant").click()
    until(page, "!document.querySelector('main').innerText.includes('Wi-Fi') && !document.querySelector('.turning')")
    assert len(running.photos()) == photos + 1

    spent_on = spent(settings(koffi))
    assert set(spent_on) == {"Fiches envoyées", "Nouvelles reçues", "Photos", "L’application"}
    assert spent_on["Photos"] > 100, "a photo with grain"
    # Shown in whole thousands; and a photo travels as a sealed item, whose head weighs a little itself.
    assert spent_on["Photos"] == pytest.approx(weight(running.photos()) / 1000 - weighed, abs=0.5 + 0.4)
    counted, carried = sum(spent_on.values()) * 1000, link.link.bytes_up + link.link.bytes_down
    # The line carries heads too, and more of them where a slow machine makes it ask more often.
    assert 0.75 < counted / carried < 1.05, (spent_on, carried)


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something like speech, as a sound file: a voice of changing pitch in syllables, with breath in it."""
    path, chance = tmp_path_factory.mktemp("speech") / "speech.wav", random.Random(7)
    frames, phase = bytearray(), 0.0
    for at in range(int(SENTENCE_S * HERTZ)):
        moment = at / HERTZ
        phase += 2 * math.pi * (140 + 40 * math.sin(2 * math.pi * 0.7 * moment)) / HERTZ
        tone = sum(math.sin(phase * part) / part for part in (1, 2, 3, 5, 8, 13))
        loud = 0.25 + 0.75 * abs(math.sin(2 * math.pi * 2.2 * moment))
        frames += struct.pack("<h", int(7000 * loud * (tone + 0.5 * chance.uniform(-1, 1))))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(HERTZ)
        sound.writeframes(bytes(frames))
    return path


LISTENS = """() => {
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => ((window.played = blob), make(blob));
}"""
"""Keeps what the player is given: the content policy lets no script fetch it."""
WEIGHS = """() => window.played.arrayBuffer().then((bytes) =>
  [window.played.type, bytes.byteLength, Array.from(new Uint8Array(bytes.slice(0, 4)))])"""


def at_the_voice(koffi: Surveyor) -> None:
    """On the screen that hears what is missing, with nothing said yet."""
    koffi.home()
    koffi.page.locator(".door", has_text="Besoin").click()
    koffi.go_to("recit", {"place": choose(PLACE), **NEED})


def length(page: Page) -> float:
    """Seconds that the saved voice plays for, as its player says."""
    page.locator("audio").wait_for()
    until(page, "isFinite(document.querySelector('audio').duration)")
    seconds: float = page.evaluate("document.querySelector('audio').duration")
    return seconds


def say_for(page: Page, seconds: float) -> None:
    page.locator("button.round").click()
    page.locator("button.round.live").wait_for()
    page.wait_for_timeout(int(seconds * 1000))
    page.locator("button.round.live").click()


def test_a_voice_weighs_what_was_chosen_and_plays_before_it_is_sent(
    browsers: Playwright, running: RunningServer, link: BadLink, speech: Path
) -> None:
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={speech}"]
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=flags)
    try:
        context = browser.new_context(viewport=PHONE, locale="fr-FR", permissions=["microphone"])  # type: ignore[arg-type]
        koffi = enrolled(context.new_page(), running, link, "Koffi")
        koffi.page.evaluate(LISTENS)
        measured: dict[str, float] = {}
        for rate, minute in {"thrifty": "99 Ko", "normal": "132 Ko", "clear": "198 Ko"}.items():
            settings(koffi).locator(f'label.tile:has(input[value="{rate}"])').click()
            at_the_voice(koffi)
            expect(koffi.page.get_by_text(f"Une minute : {minute}")).to_be_visible()
            say_for(koffi.page, SENTENCE_S)
            seconds = length(koffi.page)
            assert seconds > SENTENCE_S - 1, (
                "a busy machine hears the end of it late, and what it weighs is by its length"
            )
            kind, size, start = koffi.page.evaluate(WEIGHS)
            assert (kind, start) == ("audio/webm", [0x1A, 0x45, 0xDF, 0xA3])
            measured[rate] = size * 8 / seconds
    finally:
        browser.close()
    for rate, chosen in {"thrifty": 12_000, "normal": 16_000, "clear": 24_000}.items():
        assert 0.75 < measured[rate] / chosen < 1.25, measured


def test_a_voice_that_a_dead_battery_cut_off_plays_and_says_how_long_it_is(
    killable: KillableBrowser, running: RunningServer, link: BadLink
) -> None:
    koffi = enrolled(killable.open(), running, link, "Koffi")
    at_the_voice(koffi)
    address = koffi.page.url
    koffi.page.locator("button.round").click()
    until(koffi.page, CHUNKS)
    killable.kill()

    koffi = Surveyor(killable.open())
    koffi.come_back(address.split("#")[0])
    koffi.page.evaluate("(there) => (location.hash = there)", address.split("#")[1])
    assert length(koffi.page) > 1
    played: Any = koffi.page.evaluate("document.querySelector('audio').play().then(() => true)")
    assert played
    until(koffi.page, "document.querySelector('audio').currentTime > 0.5")


CHUNKS = "document.querySelector('.clock')?.innerText >= '0:03'"
"""Three seconds have been said: two of them at least are on the disk."""
