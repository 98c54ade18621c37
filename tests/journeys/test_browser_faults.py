"""What happens to a phone in use: it is full, it dies in the middle of a save or an upload, its clock is wrong, it has two
windows. Nothing that was shown as saved is lost, and nothing goes up twice."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.journeys.badlink import BadLink
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import bodies, entries
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import (
    EMOTION,
    NEED,
    OWN_DATABASE,
    PLACE,
    Surveyor,
    a_photo,
    choose,
    enrolled,
    show,
    until,
    write,
)

HOLD = """(name) => new Promise((holding) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const stores = opening.result.transaction(['drafts', 'entries'], 'readwrite').objectStore('drafts');
    const again = () => { stores.get('nothing').onsuccess = again; };
    again();
    holding(true);
  };
})"""
"""Holds the stores of drafts and records: whoever wants to write waits, as on a phone whose memory is slow."""


def test_a_phone_that_dies_while_a_record_is_being_saved_has_the_draft_and_never_showed_it_as_saved(
    killable: KillableBrowser, running: RunningServer, link: BadLink
) -> None:
    awa = enrolled(killable.open(), running, link)
    link.cut()
    before = entries(running)
    awa.home()
    awa.page.locator(".door", has_text="Émotion").click()
    awa.go_to("consent", {"place": lambda page: _choose(page, PLACE), **EMOTION, "pourquoi": write("On espère")})
    awa.consent()
    assert awa.page.evaluate(HOLD, awa.page.evaluate(OWN_DATABASE))
    awa.page.locator("footer.foot button").last.click()
    awa.page.wait_for_timeout(700)
    assert "#/done/" not in awa.page.url, "it says that the record is saved, and the save has not ended"
    killable.kill()

    awa = Surveyor(killable.open())
    awa.come_back(f"{link.origin}/app/")
    assert awa.outbox() == (0, 0)
    awa.page.evaluate("location.hash = '#/outbox'")
    awa.page.locator('.line[href*="#/draft/"]').first.click()
    awa.go_through({})
    assert awa.outbox() == (1, 0)
    link.link.down = False
    awa.sync()
    assert entries(running) == before + 1
    assert "On espère" in bodies(running)[-1]["answers"].values()


def _choose(page: Page, value: str) -> None:
    page.locator(f'label.tile:has(input[value="{value}"])').first.click()


def test_a_phone_that_dies_while_a_photo_goes_up_sends_only_the_rest_of_it(
    killable: KillableBrowser, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    awa = enrolled(killable.open(), running, link)
    link.cut()
    awa.record("Besoin", PLACE, NEED | {"photo": show(a_photo(tmp_path, noise=True))})
    photos, parts = len(running.photos()), running.data / "media" / "uploads"
    link.link.kbps, link.link.down = 400, False
    awa.press_send()
    size = awa.page.evaluate("""(name) => new Promise((done) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => { opening.result.transaction('media').objectStore('media').getAll().onsuccess =
        (all) => done(Math.max(...all.target.result.map((one) => one.size))); };
    })""", awa.page.evaluate(OWN_DATABASE))  # fmt: skip
    arrived = 0
    for _ in range(600):
        arrived = max((file.stat().st_size for file in parts.glob("*")), default=0)
        if arrived >= size // 4:
            break
        awa.page.wait_for_timeout(50)
    shown = awa.page.locator("main").inner_text()
    assert 0 < arrived < size, f"it was to die in the middle; {link.link.bytes_up} bytes went up and it says: {shown}"
    killable.kill()

    sent = link.link.bytes_up
    link.link.kbps = None
    awa = Surveyor(killable.open())
    awa.come_back(f"{link.origin}/app/")
    awa.home()
    for _ in range(200):
        if len(running.photos()) > photos:
            break
        awa.page.wait_for_timeout(100)
    assert len(running.photos()) == photos + 1
    assert link.link.bytes_up - sent < size - arrived // 2, "what was there was sent again"


PROBE = """(size) => new Promise((done) => {
  const opening = indexedDB.open('something else');
  opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
  opening.onsuccess = () => {
    const trying = opening.result.transaction('bytes', 'readwrite');
    trying.objectStore('bytes').put(new ArrayBuffer(size), 1);
    trying.oncomplete = trying.onabort = (end) => { opening.result.close(); done(end.type); };
  };
})"""
"""Something else writes so many bytes; returns whether there was room: `complete` or `abort`."""


def leave_room(page: Page, browser: CDPSession, kilobytes: int | None) -> None:
    """Leaves so much room on the phone and no more; None gives it all back."""
    origin = page.evaluate("location.origin")
    if kilobytes is None:
        browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        return
    used = page.evaluate("navigator.storage.estimate().then((estimate) => estimate.usage)")
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + kilobytes * 1000})
    for _ in range(120):  # the browser looks at how much room there is every half minute only
        if page.evaluate(PROBE, (kilobytes + 10) * 1000) == "abort":
            return
        page.wait_for_timeout(500)
    raise AssertionError("the phone never became full")


@pytest.mark.timeout(240)
def test_a_full_phone_says_so_keeps_the_answers_and_goes_on_once_there_is_room(
    handset: BrowserContext, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    awa = enrolled(handset.pages[0], running, link)
    link.cut()
    before = entries(running)
    browser = handset.new_cdp_session(awa.page)
    awa.home()
    awa.page.locator(".door", has_text="Besoin").click()
    awa.go_to("photo", {"place": lambda page: _choose(page, PLACE), **NEED})
    leave_room(awa.page, browser, 100)
    awa.page.locator("input[type=file]").last.set_input_files(a_photo(tmp_path, noise=True))
    expect(awa.page.get_by_text("Le téléphone est plein")).to_be_visible()
    expect(awa.page.locator("main img")).to_have_count(0)

    leave_room(awa.page, browser, None)
    expect(awa.page.locator("input[type=file]").last).to_be_attached(timeout=60_000)  # the browser looks now and then
    awa.go_to("consent", {"photo": show(a_photo(tmp_path, noise=True))})
    leave_room(awa.page, browser, 0)
    awa.consent()
    awa.page.locator("footer.foot button").last.click()
    awa.page.wait_for_timeout(1000)
    expect(awa.page.locator("footer.foot button").last).to_be_enabled()
    expect(awa.page.get_by_text("Le téléphone est plein")).to_be_visible()
    assert awa.page.url.endswith("/consent"), "it says that the record is saved, and there was no room for it"

    leave_room(awa.page, browser, None)
    awa.page.locator("footer.foot button").last.click()
    until(awa.page, "location.hash.startsWith('#/done/')")
    link.link.down = False
    awa.sync()
    assert entries(running) == before + 1
    assert bodies(running)[-1]["answers"]["domaine"] == "eau"


@pytest.mark.parametrize("days", [365, -365])
def test_a_clock_that_is_a_year_wrong_stops_nothing_and_is_shown_to_the_reviewer(
    handset: BrowserContext, running: RunningServer, link: BadLink, days: int
) -> None:
    wrong = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    page = handset.pages[0]
    page.clock.install(time=wrong)
    page.clock.resume()
    awa = enrolled(page, running, link)
    before = entries(running)
    record = awa.record("Émotion", PLACE, EMOTION)
    awa.sync()
    assert entries(running) == before + 1
    assert bodies(running)[-1]["recorded_at"][:4] == str(wrong.year)
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        (offset,) = database.execute("select clock_offset_ms from ledger_entry order by position desc").fetchone()
    assert abs(offset / 86_400_000 - days) < 1
    awa.page.evaluate(f"location.hash = '#/record/{record}'")
    expect(awa.page.locator("main")).to_contain_text("Envoyé")


def test_two_windows_record_at_once_each_shows_all_of_it_and_it_goes_up_once(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    awa = enrolled(handset.pages[0], running, link)
    link.cut()
    other = Surveyor(handset.new_page())
    other.come_back(f"{link.origin}/app/")
    before = entries(running)
    awa.record("Émotion", PLACE, EMOTION)
    other.record("Émotion", PLACE, EMOTION | {"pourquoi": write("L’autre fenêtre")})
    assert awa.outbox() == other.outbox() == (2, 0)
    link.link.down = False
    for window in (awa, other):
        window.press_send()
    for window in (awa, other):
        until(window.page, "document.querySelector('.glance b').innerText === '0'", seconds=60)
    assert entries(running) == before + 2
    assert awa.outbox() == other.outbox() == (0, 2)


TOUCH = """(values) => { for (const value of values) document.querySelector(`label.tile input[value="${value}"]`).click(); }"""


def test_two_windows_on_one_draft_lose_no_answer_of_each_other(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    awa = enrolled(handset.pages[0], running, link)
    other = Surveyor(handset.new_page())
    other.come_back(f"{link.origin}/app/")
    awa.home()
    awa.page.locator(".door", has_text="Émotion").click()
    awa.go_to("objet", {"place": choose(PLACE), "age": choose("18_24")})
    other.page.evaluate("(hash) => (location.hash = hash)", awa.page.evaluate("location.hash"))
    other.go_to("emotion", {"objet": choose("vie")})
    for _ in range(5):  # each touch finds that the other window was quicker
        awa.page.evaluate(TOUCH, ["autre", "evenement"])
        other.page.evaluate(TOUCH, ["colere", "espoir"])
    awa.page.wait_for_timeout(500)
    awa.come_back(f"{link.origin}/app/")
    awa.page.evaluate("location.hash = '#/outbox'")
    awa.page.locator('.line[href*="#/draft/"]').first.click()
    awa.go_through({})
    awa.sync()
    answers = bodies(running)[-1]["answers"]
    assert (answers["age"], answers["objet"], answers["emotion"]) == ("18_24", "evenement", "espoir")
