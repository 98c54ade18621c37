"""Adjoua's session ends while she writes, in a real browser: with the desk's script and without it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.browser import DESKTOP, FLAGS, chromium
from tests.journeys.server import RunningServer

WORDS = "De quelle pompe parlez-vous ?"


def sign_in(page: Page, running: RunningServer) -> None:
    login, password = running.login
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def asks(page: Page, running: RunningServer, record: str) -> None:
    """Opens the record and writes the question; then the session is gone, and she presses the button."""
    page.goto(f"{running.url}{record}")
    sign_in(page, running)
    page.get_by_text("Demander une précision", exact=False).first.click()
    page.locator("#reason-ask").select_option(index=2)
    page.locator("#message-ask").fill(WORDS)
    page.context.clear_cookies()
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_text("rien n’est parti", exact=False)).to_be_visible()
    sign_in(page, running)


def test_the_question_is_back_in_its_place(
    desktop: BrowserContext, running: RunningServer, sent: dict[str, str]
) -> None:
    page, record = desktop.new_page(), f"/desk/records/{sent['programme']}/{sent['asked']}"
    asks(page, running, record)
    expect(page.locator("#message-ask")).to_have_value(WORDS)
    expect(page.locator("#message-ask")).to_be_focused()
    assert page.locator("#reason-ask").input_value() != ""
    assert page.url.startswith(f"{running.url}{record}"), "the record is there to be looked at"
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_text("Question envoyée", exact=False)).to_be_visible()


def test_it_is_shown_and_sent_without_a_script_too(
    browsers: Playwright, running: RunningServer, sent: dict[str, str]
) -> None:
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    try:
        context = browser.new_context(viewport=DESKTOP, locale="fr-FR", java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        asks(page, running, f"/desk/records/{sent['programme']}/{sent['plain']}")
        expect(page.get_by_label("Votre texte")).to_have_value(WORDS)
        page.get_by_role("button", name="Envoyer", exact=True).click()
        expect(page.get_by_text("Question envoyée", exact=False)).to_be_visible()
    finally:
        browser.close()
