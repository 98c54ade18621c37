"""Mariam has no phone. Awa gives her a code; months later anyone can read the status of her record."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from sync.spoken_code import code_of, digits_of, is_code, pairs
from tests.journeys.axe import violations
from tests.journeys.badlink import BadLink
from tests.journeys.browser import DESKTOP, PHONE, open_phone
from tests.journeys.demo_phone import open_at
from tests.journeys.lab import decide, invited, publish_words, signed_in
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import NEED, PLACE, choose, enrolled, until, write

THEME = "Pompes en panne"
TITLE = "Former deux réparateurs"


@pytest.fixture
def koffis_link(running: RunningServer) -> BadLink:
    return BadLink(running.port)


def touch(page: Page, code: str) -> None:
    """Touches the digits of a code on the pad."""
    for digit in code:
        page.locator(".pad").get_by_role("button", name=digit, exact=True).click()


def asked(page: Page, code: str) -> None:
    """From the home screen to the status by a code."""
    page.evaluate("location.hash = '#/'")
    page.get_by_text("Suivre une parole par son code").click()
    touch(page, code)


def note(desk: Page, button: str) -> None:
    desk.get_by_role("button", name=button).click()
    expect(desk.get_by_text("C’est noté.")).to_be_visible()


def test_a_record_of_mariam_s_is_followed_by_its_code_to_the_end(
    browsers: Playwright, desktop: BrowserContext, running: RunningServer, link: BadLink, koffis_link: BadLink,
    tmp_path: Path,
) -> None:  # fmt: skip
    hers = open_phone(browsers, tmp_path / "awa")
    his = open_phone(browsers, tmp_path / "koffi")
    try:
        awa = enrolled(hers.pages[0], running, link, "Awa")
        koffi = enrolled(his.pages[0], running, koffis_link, "Koffi")
        link.cut()

        # Without signal, Awa records what Mariam says. Its code is there at once, and the phone knows it.
        record = awa.record("Besoin", PLACE, NEED | {"souhait": write("Une deuxième pompe")})
        code = digits_of(awa.page.locator(".code").inner_text())
        assert is_code(code) and code != code_of(uuid.UUID(record)), "who has the id has no code by it"
        expect(awa.page.locator(".code")).to_have_text(re.compile(r"\s*".join(pairs(code))))
        asked(awa.page, code)
        expect(awa.page.get_by_role("heading", name="Gardé sur ce téléphone")).to_be_visible()

        # She gives it as a picture, still without signal.
        awa.page.get_by_role("button", name="Ouvrir la fiche").click()
        awa.page.get_by_role("button", name="Le donner en image").click()
        with awa.page.expect_download() as coming:
            awa.page.get_by_role("button", name="Enregistrer l’image").click()
        assert coming.value.suggested_filename == f"echo-{code}.png"
        with Image.open(coming.value.path()) as card:
            assert card.size == (1080, 1350)

        # With signal it goes up. Adjoua reads it, accepts it, sorts it under a theme and notes what comes of it.
        link.link.down = False
        awa.sync()
        desk = signed_in(desktop, running)
        decide(desk, f"{running.url}/desk/records/demo/{record}", "accept")
        desk.goto(f"{running.url}/desk/portfolio/demo/{record}")
        desk.get_by_label("ou un nouveau thème").fill(THEME)
        desk.get_by_label("ou une nouvelle réponse").fill(TITLE)
        desk.get_by_role("button", name="Classer").click()
        desk.get_by_role("table", name="Réponses").get_by_role("link", name=TITLE).click()
        desk.get_by_label("Projet qui la finance").select_option(index=1)
        note(desk, "Noter : financée")
        note(desk, "Noter : réalisée")
        assert violations(desk) == []

        # Akissi, who did not write the words of theme and answer, reads and publishes them.
        publish_words(invited(desktop, running, "Akissi"), running, THEME, TITLE)
        running.cli("jobs", "run", "portfolio")
        running.cli("jobs", "run", "receipts")

        # Awa's phone shows the whole chain.
        awa.sync()
        awa.page.evaluate(f"location.hash = '#/record/{record}'")
        for word in ("Lu au Lab", "Accepté", "Dans le portefeuille", "Financé", "Réalisé"):
            expect(awa.page.locator(".chain li:not(.later)", has_text=word)).to_be_visible()
        expect(awa.page.locator(".chain .later")).to_have_count(1)  # the backup

        # Koffi's phone is another one of the locality. It was in touch once; without signal it answers.
        with koffi.page.expect_response("**/api/v1/exchange"):
            koffi.press_send()
        until(koffi.page, "!document.querySelector('.turning')")
        koffis_link.cut()
        asked(koffi.page, code)
        expect(koffi.page.get_by_role("heading", name="Réalisé")).to_be_visible()
        assert "pompe" not in koffi.page.locator("main").inner_text()
        assert violations(koffi.page) == []
    finally:
        hers.close()
        his.close()
        koffis_link.stop()

    # And whoever has only a browser asks the public page, script or not.
    for scripts in (False, True):
        context = desktop.browser.new_context(java_script_enabled=scripts, viewport=PHONE, locale="fr-FR")  # type: ignore[union-attr, arg-type]
        stranger = context.new_page()
        stranger.goto(f"{running.url}/suivi#{code}")
        if scripts:
            expect(stranger.get_by_label("Le code")).to_have_value(" ".join(pairs(code)))
            assert violations(stranger) == []
        else:
            stranger.get_by_label("Le code").fill(" ".join(pairs(code)))
        stranger.get_by_role("button", name="Voir où elle en est").click()
        expect(stranger.get_by_role("heading", name="Réalisé")).to_be_visible()
        expect(stranger.locator(".way li")).to_have_count(6)
        shown = stranger.locator("main").inner_text()
        assert not re.search("pompe|Bouata|Besoin|Awa|réparateurs", shown), shown
        if scripts:
            assert violations(stranger) == []
            assert stranger.url == f"{running.url}/suivi"
        context.close()


def test_of_something_sensitive_awas_phone_shows_no_code_and_makes_no_card(
    browsers: Playwright, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    hers = open_phone(browsers, tmp_path / "awa")
    try:
        awa = enrolled(hers.pages[0], running, link, "Awa")
        record = awa.record("Besoin", PLACE, NEED | {"domaine": choose("gen"), "porte": choose("autre_sujet")})
        for screen in ("done", "record", "card"):
            awa.page.evaluate(f"location.hash = '#/{screen}/{record}'")
            expect(awa.page.get_by_text("Cette parole est protégée")).to_be_visible()
            expect(awa.page.locator(".code, .shown-card")).to_have_count(0)
            assert violations(awa.page) == []
    finally:
        hers.close()


def test_a_typing_slip_gets_a_gentle_message_and_the_status_is_a_picture_a_word_and_a_voice(
    phone: Page, demo: str
) -> None:
    code = "1234567891"
    code = code[:8] + f"{98 - int(code[:8]) * 100 % 97:02}"
    open_at(
        phone, demo, "#/follow", codeStatuses=[{"code": code, "state": "funded", "date": "2026-11-20"}], voices=["fr"]
    )
    assert violations(phone) == []
    touch(phone, code[:9] + str((int(code[9]) + 1) % 10))
    expect(phone.get_by_text("Ce code n’est pas juste")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("button", name="Effacer un chiffre").click()
    expect(phone.get_by_text("Ce code n’est pas juste")).to_have_count(0)
    touch(phone, code[9])
    expect(phone.get_by_role("heading", name="Financé")).to_be_visible()
    phone.get_by_role("button", name="Écouter").click()
    phone.wait_for_function("app.prompts.aloud.includes('Financé')")
    assert violations(phone) == []
    phone.get_by_role("button", name="Un autre code").click()
    expect(phone.locator(".pad")).to_be_visible()


def test_a_code_is_typed_on_a_keyboard_too_and_an_unknown_one_says_why(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/follow")
    phone.get_by_label("Les dix chiffres").press_sequentially("00 00 00 00 98")
    expect(phone.get_by_role("heading", name="Ce téléphone ne sait rien")).to_be_visible()
    assert violations(phone) == []


def test_the_code_is_spoken_two_digits_at_a_time(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/record/r4", voices=["fr"])
    shown = phone.locator(".code").inner_text().split()
    phone.get_by_role("button", name="Écouter le code").click()
    phone.wait_for_function("app.prompts.aloud.length >= 6")
    aloud = phone.evaluate("app.prompts.aloud")
    assert aloud[0] == "Le code est" and [part.replace(" ", "") for part in aloud[1:6]] == shown
    assert violations(phone) == []


@pytest.mark.parametrize("screen", ["#/follow", "#/card/r4", "#/record/r4", "#/done/r4"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_screens_fit_and_hurt_nobody(phone: Page, demo: str, screen: str, size: dict[str, int]) -> None:
    phone.set_viewport_size(size)  # type: ignore[arg-type]
    open_at(phone, demo, screen, voices=["fr"])
    expect(phone.locator(".code, canvas").first).to_be_visible()
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
