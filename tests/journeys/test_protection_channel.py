"""Without a network Mariam writes to the protection officer in secret. Fatou reads it; nobody else learns that it is there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys import server
from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.browser import open_phone
from tests.journeys.lab import entries, invited, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import enrolled, until
from tests.journeys.test_danger_door import is_nowhere_on, shows_whom_to_call, to_the_door

WORD = "Caféier"
REACH = "Chez Zoqxizoqxa"
PASSPHRASE = "cinq grands arbres près du puits"
HERS = "le marché du jeudi à midi pile"
WAITING = """async () => {
  const open = indexedDB.open('echo-phone');
  const db = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const keys = db.transaction('settings').objectStore('settings').getAllKeys();
  await new Promise((resolve) => { keys.onsuccess = resolve; });
  db.close();
  return keys.result.filter((key) => key.startsWith('spare ')).length;
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of its own, whose files and log are looked through."""
    made = server.start(tmp_path_factory.mktemp("protection"))
    yield made
    made.stop()


def rows(running: RunningServer, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return database.execute(statement).fetchall()


def wait_for(running: RunningServer, page: Page, statement: str) -> None:
    deadline = time.monotonic() + 90
    while not rows(running, statement):
        assert time.monotonic() < deadline, statement
        page.wait_for_timeout(200)


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Phrase de passe", exact=True).first.fill(passphrase)
    page.get_by_role("button", name="Ouvrir dans ce navigateur").click()
    expect(page.get_by_role("button", name="Refermer")).to_be_visible()


def make_key(page: Page, running: RunningServer) -> None:
    page.goto(f"{running.url}/desk/protection")
    expect(
        page.get_by_text("Si elle est perdue les signalements").or_(page.get_by_text("les signalements sont perdus"))
    ).to_be_visible()
    first, again = page.get_by_label("Phrase de passe", exact=True), page.get_by_label("La même, encore une fois")
    first.fill("court")
    again.fill("court")
    page.get_by_role("button", name="Faire une clé").click()
    expect(page.get_by_text("Trop courte")).to_be_visible()
    first.fill(PASSPHRASE)
    again.fill(PASSPHRASE)
    assert violations(page) == []
    page.get_by_role("button", name="Faire une clé").click()
    expect(page.get_by_text("La clé est faite.")).to_be_visible()


def give_key(fatou: Page, whom: str) -> str:
    """Fatou gives the key to another officer; returns the passphrase that she then says by word of mouth."""
    fatou.reload()
    fatou.get_by_text("Donner la clé à un référent").click()
    form = fatou.locator("[data-gives]")
    form.get_by_label("À qui").select_option(label=f"{whom}\u00a0: ne peut pas ouvrir")
    form.get_by_label("Votre phrase de passe").fill("une autre phrase de passe")
    form.get_by_role("button", name="Préparer").click()
    expect(form.get_by_text("Cette phrase n’ouvre aucune clé d’ici.")).to_be_visible()
    form.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    form.get_by_role("button", name="Préparer").click()
    shown = form.locator("[data-once-words]")
    expect(shown).to_be_visible()
    assert violations(fatou) == []
    once = shown.inner_text()
    form.get_by_role("button", name="C’est noté").click()
    expect(fatou.get_by_text("La clé est donnée.")).to_be_visible()
    return once


def set_her_own(page: Page, running: RunningServer, once: str) -> None:
    """An officer who was given the key sets her own passphrase: before that the page opens nothing."""
    page.goto(f"{running.url}/desk/protection")
    expect(page.get_by_role("button", name="Ouvrir dans ce navigateur")).to_have_count(0)
    for typed, new, fault in ((once, once, "C’est la même"), ("autre chose", HERS, "n’ouvre aucune clé")):
        fill_new(page, typed, new)
        expect(page.get_by_text(fault)).to_be_visible()
    assert violations(page) == []
    fill_new(page, once.upper().replace("-", " "), HERS)
    expect(page.get_by_text("C’est votre phrase de passe.")).to_be_visible()


def fill_new(page: Page, typed: str, new: str) -> None:
    page.get_by_label("Phrase de passe reçue").fill(typed)
    page.get_by_label("Votre nouvelle phrase de passe").fill(new)
    page.get_by_label("La même, encore une fois").first.fill(new)
    page.get_by_role("button", name="Choisir la mienne").click()


def write_in_secret(page: Page) -> None:
    page.get_by_role("button", name="Écrire en secret").click()
    expect(page.get_by_role("heading", name="Écrire en secret")).to_be_visible()
    assert page.title() == "Écho", "the browser keeps titles in its history"
    assert violations(page) == []
    page.get_by_role("button", name="Fermer et envoyer").click()
    expect(page.get_by_text("Touchez d’abord de quoi il s’agit.")).to_be_visible()
    page.get_by_text("Argent demandé, corruption").click()
    page.get_by_text("Non", exact=True).click()
    page.locator("textarea").fill(f"Il veut de l’argent sous le {WORD}")
    page.locator("input.field").fill(REACH)
    page.get_by_role("button", name="Fermer et envoyer").click()
    expect(page.get_by_role("heading", name="C’est fermé.")).to_be_visible()
    shows_whom_to_call(page)
    assert violations(page) == []
    page.get_by_role("button", name="Accueil").click()


def test_what_mariam_writes_offline_is_read_by_fatou_alone(
    browsers: Playwright, desktop: BrowserContext, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    coordinator = signed_in(desktop, running)
    fatou = invited(desktop, running, "Fatou", "protection_officer")
    make_key(fatou, running)
    ines = invited(desktop, running, "Ines", "protection_officer")
    ines.goto(f"{running.url}/desk/protection")
    expect(ines.get_by_text("Vous n’avez pas encore la clé.")).to_be_visible()
    once = give_key(fatou, "Ines")
    set_her_own(ines, running, once)
    wait_for(running, fatou, "select 1 from feed_row where kind = 'programme' and body like '%\"protection\"%'")
    hers = open_phone(browsers, tmp_path / "awa")
    try:
        awa = enrolled(hers.pages[0], running, link, "Awa")
        page, before = awa.page, entries(running)
        awa.wait_until_offline_ready()
        until(
            page,
            "caches.keys().then(async (all) => (await (await caches.open(all[0])).keys()).some((one) => one.url.includes('/app/confiding.')))",
        )
        link.cut()
        to_the_door(awa, "Retour")
        shows_whom_to_call(page)
        write_in_secret(page)
        is_nowhere_on(page)
        assert page.evaluate(WAITING) == 1
        page.evaluate("location.hash = '#/settings'")
        page.wait_for_timeout(300)
        assert WORD not in page.content() and "Écrire en secret" not in page.content()
        awa.home()
        link.link.down = False
        awa.press_send()
        wait_for(running, page, "select 1 from protection_report")
        until(page, f"({WAITING})().then((count) => count === 0)")
        assert entries(running) == before
    finally:
        hers.close()

    fatou.goto(f"{running.url}/desk/protection")
    expect(fatou.get_by_text("Scellé. Ouvrez avec la phrase de passe.")).to_be_visible()
    fatou.get_by_label("Phrase de passe", exact=True).first.fill("une autre phrase de passe")
    fatou.get_by_role("button", name="Ouvrir dans ce navigateur").click()
    expect(fatou.get_by_text("Cette phrase n’ouvre aucune clé d’ici.").first).to_be_visible()
    unlock(fatou)
    expect(fatou.get_by_text(f"Il veut de l’argent sous le {WORD}")).to_be_visible()
    expect(fatou.get_by_text(REACH)).to_be_visible()
    assert violations(fatou) == []
    fatou.get_by_role("button", name="Urgent : 24 heures").click()
    expect(fatou.locator(".badge", has_text="Urgent")).to_be_visible()
    expect(fatou.get_by_text(REACH)).to_be_visible()
    fatou.get_by_role("textbox", name="À qui").fill("Police de Zoqxizoqxa")
    fatou.get_by_label("Ce qui a été dit et fait").fill("Appelée ce matin")
    fatou.get_by_role("button", name="Sceller et ajouter").click()
    expect(fatou.locator(".noted").get_by_text("Appelée ce matin")).to_be_visible()
    assert violations(fatou) == []
    fatou.get_by_label("Pourquoi").select_option("helped")
    fatou.get_by_role("button", name="Clore", exact=True).click()
    expect(fatou.get_by_text("Rien n’attend.")).to_be_visible()

    ines.goto(f"{running.url}/desk/protection?closed=1")
    unlock(ines, HERS)
    expect(ines.get_by_text(REACH)).to_be_visible()
    expect(ines.locator(".noted").get_by_text("Appelée ce matin")).to_be_visible()
    fatou.goto(f"{running.url}/desk/protection")
    fatou.get_by_text("Retirer la clé", exact=True).click()
    fatou.get_by_role("button", name="Retirer la clé à Ines").click()
    expect(fatou.get_by_text("La clé est retirée.")).to_be_visible()
    ines.goto(f"{running.url}/desk/protection?closed=1")
    expect(ines.get_by_text("Vous n’avez pas encore la clé.")).to_be_visible()

    (report,) = [str(id) for (id,) in rows(running, "select id from protection_report")]
    for address in ("/desk/", "/desk/?tab=all", "/desk/board", "/desk/admin/audit", "/desk/admin/phones"):
        coordinator.goto(f"{running.url}{address}")
        text = coordinator.content()
        assert not any(one in text for one in (WORD, "Zoqxizoqxa", report, 'href="/desk/protection"')), address
    assert "Zoqxizoqxa" not in coordinator.request.get(f"{running.url}/desk/protection").text()
    for file in running.data.rglob("*"):
        if file.is_file():
            found = file.read_bytes()
            assert WORD.encode() not in found and b"Zoqxizoqxa" not in found, file
            assert not any(one.encode() in found for one in (PASSPHRASE, HERS, once)), file
    assert report not in (running.data / "server.log").read_text()
