"""One phone, several people: each opens their own place; who steals it opens none, and what was finished still arrives."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.killable import KillableBrowser
from tests.journeys.lab import entries
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import (
    EMOTION,
    NEED,
    PIN,
    PLACE,
    Surveyor,
    a_photo,
    enrolled,
    show,
    speak,
    type_pin,
    until,
    write,
)

KOFFIS = "271828"
HASHED_BY = """() => new Promise((done) => {
  indexedDB.open('echo-phone').onsuccess = ({ target: { result } }) => {
    result.transaction('profiles').objectStore('profiles').getAll().onsuccess = ({ target }) =>
      (result.close(), done(target.result.map(({ lock }) => Object.keys(lock).find((key) => key === 'argon2id'))));
  };
})"""
COMPILES = """() => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
  .then(() => 'compiled', (error) => error.name)"""


def lock(page: Page) -> None:
    """Who was here closes their place."""
    page.evaluate("location.hash = '#/'")
    page.get_by_role("button", name="Fermer ma place").click()


def test_awa_and_koffi_share_a_phone_and_neither_sees_the_others_records(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = handset.pages[0]
    before = entries(running)
    awa = enrolled(page, running, link)
    link.cut()
    awa.record("Émotion", PLACE, EMOTION | {"pourquoi": write("Les mots d’Awa")})
    lock(page)

    # Koffi takes the phone to where there is signal. Her record goes without her; then he takes a place of his own.
    page.get_by_role("heading", name="Votre code secret").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Retour").click()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.get_by_text("Pas de réseau. Tout est gardé ici")).to_be_visible()
    link.link.down = False
    page.get_by_role("button", name="Envoyer maintenant").click()
    until(page, "!document.querySelector('.count')")
    assert entries(running) == before + 1
    koffi = Surveyor(page)
    koffi.enrol(f"{link.origin}/app/#enrol={running.enrolment_code(person='Koffi')}", sign="Lune", pin=KOFFIS)
    expect(page.locator(".glance b").first).to_have_text("0")
    koffi.record("Émotion", PLACE, EMOTION | {"pourquoi": write("Les mots de Koffi")})
    koffi.sync()
    page.evaluate("location.hash = '#/outbox'")
    expect(page.locator("main")).to_contain_text("Les mots de Koffi")
    expect(page.locator("main")).not_to_contain_text("Les mots d’Awa")
    assert entries(running) == before + 2

    # Awa has it back: her record is there, and says that it was sent; his is not to be seen.
    lock(page)
    page.get_by_role("button", name="Soleil").click()
    type_pin(page)
    page.locator(".doors").wait_for()
    assert awa.outbox() == (0, 1)
    page.evaluate("location.hash = '#/outbox'")
    expect(page.locator("main")).to_contain_text("Les mots d’Awa")
    expect(page.locator("main")).not_to_contain_text("Les mots de Koffi")

    # Her PIN is hashed by WebAssembly, which the page itself may not run; it opens her place without a network too.
    assert page.evaluate(HASHED_BY) == ["argon2id", "argon2id"]
    assert page.evaluate(COMPILES) == "CompileError"
    link.cut()
    lock(page)
    page.get_by_role("button", name="Soleil").click()
    type_pin(page)
    page.locator(".doors").wait_for()


def test_who_guesses_waits_longer_and_longer_also_after_the_page_is_loaded_anew(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = handset.pages[0]
    enrolled(page, running, link)
    lock(page)
    for guess in ("111213", "999998"):
        type_pin(page, guess)
        expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas le bon code. Essayez encore.")
    type_pin(page, "161803")
    expect(page.get_by_role("alert")).to_contain_text("Attendez 0:")
    expect(page.locator("input[name=pin]")).to_be_disabled()
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Attendez 0:")
    expect(page.locator(".keys .key").first).to_be_disabled()
    assert violations(page) == []
    # What waits for nobody's code is still to be reached.
    page.evaluate("location.hash = '#/outbox'")
    expect(page.get_by_role("heading", name="Votre code secret")).to_be_visible()


def test_a_lost_pin_loses_no_finished_record_and_a_new_profile_reads_nothing_of_the_old(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = handset.pages[0]
    before = entries(running)
    awa = enrolled(page, running, link)
    link.cut()
    awa.record("Émotion", PLACE, EMOTION | {"pourquoi": write("Fini avant l’oubli")})
    lock(page)
    page.get_by_role("button", name="J’ai oublié mon code").click()
    expect(page.get_by_text("ne sont pas perdues")).to_be_visible()
    expect(page.get_by_text("n’est pas encore en lieu sûr")).to_be_visible()
    link.link.down = False
    page.reload()
    for _ in range(100):
        if entries(running) > before:
            break
        page.wait_for_timeout(100)
    assert entries(running) == before + 1
    awa.enrol(f"{link.origin}/app/#enrol={running.enrolment_code(person='Awa')}", sign="Étoile", pin="161803")
    assert awa.outbox() == (0, 0)


def test_the_idle_phone_closes_her_place_by_itself(
    handset: BrowserContext, running: RunningServer, link: BadLink
) -> None:
    page = handset.pages[0]
    page.clock.install()
    enrolled(page, running, link)
    page.clock.run_for(4 * 60 * 1000)
    expect(page.locator(".doors")).to_be_visible()
    page.clock.run_for(90 * 1000)
    expect(page.get_by_role("heading", name="Votre code secret")).to_be_visible()
    page.evaluate("location.hash = '#/outbox'")
    expect(page.get_by_role("heading", name="Votre code secret")).to_be_visible()


SECRETS = ("Le puits est sec", "Awa la secrète", "Une parole de brouillon", PIN)
PLAIN = "ceci est écrit en clair"
WRITE = """(words) => new Promise((done) => {
  const opening = indexedDB.open('control');
  opening.onupgradeneeded = () => opening.result.createObjectStore('words');
  opening.onsuccess = () => {
    const writing = opening.result.transaction('words', 'readwrite', { durability: 'strict' });
    writing.objectStore('words').put({ words, photo: new TextEncoder().encode('photo ' + words).buffer }, 1);
    writing.oncomplete = () => { opening.result.close(); done(); };
  };
})"""


def found(profile: Path, words: str | bytes) -> list[str]:
    """The files below the browser's profile in which these words stand, in any way a browser writes them."""
    ways = [words] if isinstance(words, bytes) else [words.encode(way) for way in ("utf-8", "utf-16-le", "latin-1")]
    files = {file: file.read_bytes() for file in sorted(profile.rglob("*")) if file.is_file()}
    return [str(file.relative_to(profile)) for file, bytes in files.items() if any(way in bytes for way in ways)]


def test_whoever_reads_the_stolen_phones_disk_finds_no_answer_no_name_and_no_photo(
    browsers: Playwright, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    phone = KillableBrowser(browsers, profile)
    try:
        awa = enrolled(phone.open(), running, link, person=SECRETS[1])
        link.cut()
        picture = a_photo(tmp_path)
        awa.record("Besoin", PLACE, NEED | {"recit": speak(1.5), "photo": show(picture), "souhait": write(SECRETS[0])})
        awa.home()
        awa.page.locator(".door", has_text="Émotion").click()
        awa.go_to("consent", {"place": lambda page: _choose(page, PLACE), **EMOTION, "pourquoi": write(SECRETS[2])})
        awa.page.evaluate(WRITE, PLAIN)
        phone.kill()
    finally:
        phone.close()
    assert found(profile, PLAIN) and found(profile, f"photo {PLAIN}"), "what is open is found, or this proves nothing"
    # Nor a JPEG as browsers make it, nor the first bytes of WebM: no photo and no voice lies there open.
    media = (b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x1a\x45\xdf\xa3")
    assert {words: files for words in (*SECRETS, *media) if (files := found(profile, words))} == {}


def _choose(page: Page, value: str) -> None:
    page.locator(f'label.tile:has(input[value="{value}"])').first.click()
