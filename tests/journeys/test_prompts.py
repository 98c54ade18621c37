"""Koffi records the questions in Dioula where there is no network; Mariam hears them on another phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.browser import open_phone
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import SCREEN_IS_DRAWN, Surveyor, choose, until

PLAYED = """
  window.played = [];
  const made = new Map();
  const address = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => {
    const there = address(blob);
    made.set(there, blob);
    return there;
  };
  const Sound = window.Audio;
  window.Audio = function (there) {
    const audio = new Sound(there);
    audio.addEventListener('ended', async () => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await made.get(there).arrayBuffer()));
      played.push(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
    });
    return audio;
  };
"""
"""Notes the hash of every sound that was played to its end."""


def code(running: RunningServer, person: str, role: str) -> str:
    programme = running.programme
    words = ["enrol", "new", "--programme", programme["id"], "--place", programme["place"], "--person", person]
    return str(json.loads(running.cli(*words, "--role", role, "--json"))["code"])


@pytest.fixture
def koffi(browsers: Playwright, tmp_path: Path) -> Iterator[KillableBrowser]:
    made = KillableBrowser(browsers, tmp_path / "koffi")
    yield made
    made.close()


@pytest.fixture
def mariam(browsers: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    context = open_phone(browsers, tmp_path / "mariam")
    context.add_init_script(PLAYED)
    yield context
    context.close()


def go(page: Page, *path: str) -> None:
    page.evaluate("there => { location.hash = '#/' + there.map(encodeURIComponent).join('/') }", list(path))
    until(page, SCREEN_IS_DRAWN)


def say_it(page: Page, part: str, seconds: float = 1.2) -> None:
    """Records one part in Dioula and keeps it."""
    go(page, "prompts", "dyu", "besoin", part)
    page.locator("button.round").click()
    page.locator("button.round.live").wait_for()
    page.wait_for_timeout(int(seconds * 1000))  # a person speaks for so long
    page.locator("button.round.live").click()
    keep(page)


def keep(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Garder cette voix").click()
    until(page, f"location.href !== {before!r}")


def recorded(running: RunningServer, part: str) -> str | None:
    """The hash of what the server gives out for a part of `besoin` in Dioula, once all that waits was approved."""
    running.cli("prompts", "approve", "--programme", "demo")
    found = running.cli("prompts", "list", "--programme", "demo", "--json")
    return next((one["sha256"] for one in json.loads(found) if (one["part"], one["language"]) == (part, "dyu")), None)


def wait_recorded(page: Page, running: RunningServer, part: str, *, other_than: str | None = None) -> str:
    for _ in range(100):
        found = recorded(running, part)
        if found and found != other_than:
            return found
        page.wait_for_timeout(300)
    raise TimeoutError(part)


def test_what_koffi_records_offline_in_dioula_plays_by_itself_on_mariam_s_phone(
    koffi: KillableBrowser, mariam: BrowserContext, desktop: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    address = f"{link.origin}/app/"
    facilitator = Surveyor(koffi.open())
    facilitator.enrol(f"{address}#enrol={code(running, 'Koffi', 'facilitator')}")
    facilitator.wait_until_offline_ready()
    page = facilitator.page

    # No network: he finds the screen in the settings, records two parts, and is killed with a third half said.
    link.cut()
    go(page, "settings")
    page.get_by_role("button", name="Enregistrer les voix des questions").click()
    until(page, SCREEN_IS_DRAWN)
    page.get_by_role("link", name="dioula").click()
    until(page, SCREEN_IS_DRAWN)
    page.get_by_role("link", name=re.compile("^Besoin")).click()
    expect(page.get_by_text("dioula · 0 sur")).to_be_visible()
    assert violations(page) == []
    say_it(page, "age")
    say_it(page, "age#hint")
    go(page, "prompts", "dyu", "besoin", "age")
    expect(page.get_by_role("heading", name="Ce qu’on entend aujourd’hui")).to_be_visible()
    assert violations(page) == []
    go(page, "prompts", "dyu", "besoin", "domaine")
    page.locator("button.round").click()
    page.locator("button.round.live").wait_for()
    page.wait_for_timeout(2500)
    koffi.kill()

    # What he had said is there again, to be saved; none of it is among his records.
    link.link.down = False
    page = koffi.open()
    facilitator = Surveyor(page)
    facilitator.come_back(address)
    expect(page.get_by_role("heading", name="Continuer")).to_have_count(0)
    go(page, "prompts", "dyu", "besoin", "domaine")
    page.locator("audio").wait_for()
    keep(page)
    facilitator.press_send()
    first = wait_recorded(page, running, "age")
    wait_recorded(page, running, "domaine")
    go(page, "outbox")
    expect(page.get_by_text("Voix d’un formulaire")).to_have_count(0)

    # Mariam's phone: she chooses Dioula and ears first; the sounds come, and the question says itself.
    listener = Surveyor(mariam.new_page())
    listener.enrol(f"{running.url}/app/#enrol={code(running, 'Mariam', 'surveyor')}")
    listens(listener)
    assert plays_question(listener)[0] == first
    expect(listener.page.get_by_role("button", name="Écouter la question")).to_be_visible()

    # Koffi says it anew: the new one replaces the old one, there too.
    say_it(page, "age", 1.6)
    facilitator.press_send()
    second = wait_recorded(page, running, "age", other_than=first)
    listener.press_send()
    until(listener.page, f"caches.open('form-media').then((all) => all.match('/form-media/{second}')).then(Boolean)")
    until(
        listener.page, f"caches.open('form-media').then((all) => all.match('/form-media/{first}')).then((one) => !one)"
    )
    assert plays_question(listener)[0] == second

    # The Lab sees what is recorded and what lacks.
    desk = signed_in(desktop, running)
    desk.goto(f"{running.url}/desk/admin/prompts")
    expect(desk.get_by_role("link", name=re.compile("^3 sur"))).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("link", name=re.compile("^3 sur")).click()
    expect(desk.get_by_role("button", name=re.compile("^Retirer"))).to_have_count(3)
    assert violations(desk) == []


def listens(listener: Surveyor) -> None:
    """Chooses to listen in Dioula, ears first, and has what was recorded."""
    page = listener.page
    go(page, "settings")
    until(page, SCREEN_IS_DRAWN)
    choose("dyu")(page)
    aloud = page.get_by_role("checkbox", name="Lire chaque question à voix haute")
    aloud.dispatch_event("click")  # a robot is quicker than a finger, and what has only just appeared is not pressed
    expect(aloud).to_be_checked()
    until(page, "caches.open('form-media').then((all) => all.keys()).then((all) => all.length >= 3)", seconds=60)


def plays_question(listener: Surveyor) -> list[str]:
    """Begins a need: what its first question plays by itself."""
    page = listener.page
    listener.home()
    page.evaluate("played.length = 0")
    page.locator(".door", has_text="Besoin").click()
    listener.go_to("age", {"place": choose("C1516")})
    until(page, "played.length >= 2")
    heard: list[str] = page.evaluate("played")
    return heard
