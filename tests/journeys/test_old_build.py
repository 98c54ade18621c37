"""A phone and a server that ran the build of before become ones of now: what was enrolled, begun, finished and answered is there."""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sync.spoken_code import code_of, pairs
from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.journeys.surveyor import EMOTION, PLACE, Surveyor, type_pin, until, write
from tests.old_build import old_phone, unpack_server

INSTALL = """async () => {
  const { installing } = await navigator.serviceWorker.register('/app/sw.js', { scope: '/app/' });
  await new Promise((ok) => { installing.onstatechange = () => installing.state === 'activated' && ok(); });
}"""
"""In a page of the app's origin: the app's files are on the phone, and none of its scripts has run."""
FILL = """async (all) => {
  const done = (asked) => new Promise((ok, no) => { asked.onsuccess = () => ok(asked.result); asked.onerror = () => no(asked.error); });
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const kinds = { ArrayBuffer: ({ data }) => bytes(data).buffer, Uint8Array: ({ data }) => bytes(data), undefined: () => undefined };
  const whole = (value) => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(whole);
    if (value.$) return kinds[value.$](value);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, whole(inner)]));
  };
  for (const { name, version, stores } of all) {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const { name, keyPath, autoIncrement, indexes } of stores) {
        const store = opening.result.createObjectStore(name, { keyPath, autoIncrement });
        for (const { name, keyPath, ...how } of indexes) store.createIndex(name, keyPath, how);
      }
    };
    const database = await done(opening);
    const writing = database.transaction(stores.map((one) => one.name), 'readwrite');
    for (const { name, keyPath, rows } of stores)
      for (const [key, value] of rows) writing.objectStore(name).put(whole(value), keyPath === null ? key : undefined);
    await new Promise((ok, no) => { writing.oncomplete = ok; writing.onabort = () => no(writing.error); });
    database.close();
  }
}"""
"""In a page of the app's origin: what `tools/old_build.py` read, as it was."""


ARRIVED = """select r.id, r.quarantined, count(m.sha256) from record r
  left join media_use u on u.record_id = r.id left join media m on m.sha256 = u.sha256 group by r.id"""


def arrived(running: server.RunningServer) -> dict[str, tuple[bool, int]]:
    """Every record that the server holds: whether it is in quarantine, and how many of its photos and voices are there."""
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return {str(uuid.UUID(id)): (bool(stored), media) for id, stored, media in database.execute(ARRIVED)}


def keys_of(running: server.RunningServer) -> dict[str, bool]:
    """Whose phone has keys of its own."""
    asked = "select p.name, d.public_key is not null from device d join person p on p.id = d.person_id"
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return {name: bool(own) for name, own in database.execute(asked)}


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.RunningServer]:
    """The server of now, on the folder that the old one left."""
    folder = tmp_path_factory.mktemp("old") / "data"
    unpack_server(folder)
    running = server.start(folder)
    yield running
    running.stop()


@pytest.fixture
def old_link(upgraded: server.RunningServer) -> Iterator[BadLink]:
    made = BadLink(upgraded.port)
    yield made
    made.stop()


def upgrade_phone(page: Page, link: BadLink, databases: list[dict[str, Any]]) -> None:
    """The phone holds what the old build wrote, and the app of now, of which nothing has run yet."""
    page.goto(f"{link.origin}/app/precache.json")
    page.evaluate(INSTALL)
    page.evaluate(FILL, databases)


def test_awa_finds_all_drafts_records_and_statuses_of_the_old_app_and_they_arrive(
    handset: BrowserContext, upgraded: server.RunningServer, old_link: BadLink
) -> None:
    was = old_phone()
    page = handset.pages[0]
    upgrade_phone(page, old_link, was["databases"])
    old_link.cut()

    # Without a network: her place opens by her PIN.
    page.goto(f"{old_link.origin}/app/")
    expect(page.get_by_role("button", name="Soleil")).to_be_visible()
    page.get_by_role("button", name=was["sign"]).click()
    type_pin(page, was["pin"])
    page.locator(".doors").wait_for()
    awa = Surveyor(page)
    assert awa.outbox() == (2, 2)

    # The statuses that she had, and what waits.
    for record, words in (
        (was["accepted"], "Accepté"),
        (was["asked"], "Depuis quand ?"),
        (was["waiting"][0], "Un banc"),
    ):
        page.evaluate(f"location.hash = '#/record/{record}'")
        expect(page.locator("main")).to_contain_text(words)

    # The code of what she said then is the one that she was given.
    expect(page.locator(".code")).to_have_text(re.compile(r"\s*".join(pairs(code_of(uuid.UUID(record))))))

    # Her draft has its words, its voice and its photo; of the one in which she was speaking, what she had said is there.
    page.evaluate(f"location.hash = '#/draft/{was['draft']}/review'")
    expect(page.locator("main")).to_contain_text("Un toit neuf")
    expect(page.locator("main audio")).to_have_count(1)
    until(page, "document.querySelector('main img[src^=blob]')?.naturalWidth > 0")
    page.evaluate(f"location.hash = '#/draft/{was['speaking']}/q/recit'")
    until(page, "[document.querySelector('main audio')?.duration].some((one) => one > 2 && one < 10)")
    page.evaluate(f"location.hash = '#/draft/{was['draft']}/review'")
    assert awa.go_through({}) == was["draft"]

    # With a network hers arrives, and Koffi's, whose place stays locked.
    answered = {was["accepted"]: (False, 2), was["asked"]: (False, 0)}
    assert arrived(upgraded) == answered
    old_link.link.down = False
    awa.sync()
    need, feedback = was["waiting"]
    unsent = {need: (False, 2), feedback: (False, 0), was["draft"]: (False, 2), was["others"]: (False, 0)}
    for _ in range(100):
        if arrived(upgraded) == answered | unsent:
            break
        page.wait_for_timeout(100)
    assert arrived(upgraded) == answered | unsent
    page.evaluate(f"location.hash = '#/record/{was['asked']}'")
    expect(page.locator("main")).to_contain_text("Depuis quand ?")

    # Her phone has keys of its own by now; Koffi's, which was not opened, is known as before. What she says next is signed.
    awa.sync()
    assert keys_of(upgraded) == {"Awa": True, "Koffi": False}
    old_link.link.down = True
    spoken = awa.record("Émotion", PLACE, EMOTION | {"pourquoi": write("Après")})
    page.evaluate("location.hash = '#/'")
    page.get_by_role("button", name="Fermer ma place").click()
    page.get_by_role("button", name="Soleil").wait_for()
    old_link.link.down = False
    page.reload()
    for _ in range(100):
        if spoken in arrived(upgraded):
            break
        page.wait_for_timeout(100)
    assert arrived(upgraded)[spoken] == (False, 0), "sent while her place is locked, and believed"
