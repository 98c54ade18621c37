"""The desk's screens, light and dark, wide and narrow: no axe violations, nothing wider than the screen, no errors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from sync.spoken_code import code_of
from tests.http.test_instrument_import import FORM
from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, chromium
from tests.journeys.server import RunningServer


@pytest.fixture(params=[("light", "wide"), ("dark", "narrow")], ids=lambda both: "-".join(both))
def screen(browsers: Playwright, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme, width = request.param
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    viewport: Any = DESKTOP if width == "wide" else PHONE
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="fr-FR")
    context.set_default_timeout(15_000)
    yield context
    browser.close()


def look(page: Page) -> None:
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"


def sign_in(page: Page, running: RunningServer) -> None:
    login, password = running.login
    page.goto(running.url + "/desk/login")
    look(page)
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button")
    page.wait_for_url("**/desk/**")


def test_every_desk_screen_can_be_used_by_everyone(
    running: RunningServer, sent: dict[str, str], screen: BrowserContext
) -> None:
    page, errors = screen.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    sign_in(page, running)
    records = f"{running.url}/desk/records/{sent['programme']}"
    for address in (
        "/desk/", "/desk/?tab=accepted", "/desk/?q=introuvable", "/desk/?tab=quarantined", "/desk/home",
        "/desk/me", "/desk/me/password", "/desk/link", "/desk/second-factor", "/desk/admin/factors",
        *(f"/desk/records/{sent['programme']}/{sent[name]}" for name in ("plain", "asked", "faulty")),
    ):  # fmt: skip
        page.goto(running.url + address)
        look(page)
    menu = page.eval_on_selector_all("header nav a", "all => all.map(one => one.href)")
    assert {"people", "audit", "rights", "withdrawals"} <= {address.rsplit("/", 1)[1] for address in menu}
    for address in menu:
        answer = page.goto(address)
        assert answer is not None and answer.ok, address
        look(page)
    page.goto(f"{records}/{sent['asked']}")
    for panel in page.locator("details[data-key]").all():
        panel.evaluate("one => { one.open = true }")
    look(page)
    page.goto(running.url + "/desk/admin/people")
    page.locator("main th a").last.click()
    for panel in page.locator("main details").all():
        panel.evaluate("one => { one.open = true }")
    look(page)
    assert errors == []


def test_adjoua_reviews_with_the_keyboard_alone(
    running: RunningServer, sent: dict[str, str], desktop: BrowserContext
) -> None:
    page = desktop.new_page()
    sign_in(page, running)
    page.goto(running.url + "/desk/")
    page.keyboard.press("/")
    page.keyboard.type("bancs", delay=20)
    expect(page.locator("a[data-row]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.locator("h1").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{sent['asked']}**")
    page.keyboard.press("q")
    page.locator("#reason-ask").select_option("detail_missing")
    expect(page.locator("#message-ask")).not_to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Combien de bancs ? a q r j k")
    for _ in range(5):  # past the recorder, with which the question could be spoken
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'submit'"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".notice.ok")).to_contain_text("Question envoyée")
    page.goto(f"{running.url}/desk/records/{sent['programme']}/{sent['asked']}")
    expect(page.locator(".chain")).to_contain_text("Combien de bancs ? a q r j k")
    look(page)


def test_adjoua_notes_how_far_an_answer_has_come(
    running: RunningServer, sent: dict[str, str], screen: BrowserContext
) -> None:
    page = screen.new_page()
    sign_in(page, running)
    page.goto(f"{running.url}/desk/portfolio/{sent['programme']}/solutions/new")
    title = f"Réparer les pompes {page.evaluate('innerWidth')}"
    page.get_by_label("Nom").fill(title)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("region", name="À publier")).to_contain_text(title)
    look(page)
    page.get_by_role("table", name="Réponses").get_by_role("link", name=title).click()
    look(page)
    page.get_by_label("Projet qui la finance").select_option(index=1)
    page.get_by_role("button", name="Noter : financée").click()
    expect(page.get_by_role("status").first).to_contain_text("C’est noté.")
    look(page)
    page.get_by_role("button", name="Finalement, elle n’est pas financée").click()
    expect(page.get_by_role("region", name="Où en est-elle ?")).to_contain_text("Pas encore financée")


def test_whoever_has_a_code_reads_its_status(
    running: RunningServer, sent: dict[str, str], screen: BrowserContext
) -> None:
    running.cli("jobs", "run", "receipts")
    page = screen.new_page()
    page.goto(f"{running.url}/vos-droits")
    look(page)
    page.goto(f"{running.url}/suivi")
    look(page)
    for code, message in (("00 00 00 00 99", "Ce code n’est pas juste"), ("00 00 00 00 98", "On ne peut rien dire")):
        page.get_by_label("Le code").fill(code)
        page.get_by_role("button", name="Voir où elle en est").click()
        expect(page.get_by_role("alert")).to_contain_text(message)
        look(page)
    page.get_by_label("Le code").fill(code_of(uuid.UUID(sent["plain"])))
    page.get_by_role("button", name="Voir où elle en est").click()
    expect(page.get_by_role("heading", name="Son chemin")).to_be_visible()
    look(page)


def test_the_desk_works_without_any_script(running: RunningServer, sent: dict[str, str], browsers: Playwright) -> None:
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    login, password = running.login
    page.goto(running.url + "/desk/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button")
    page.goto(f"{running.url}/desk/records/{sent['programme']}/{sent['plain']}")
    page.click("button[data-key=a]")
    expect(page.locator(".notice.ok")).to_contain_text("Accepté")
    page.goto(f"{running.url}/desk/?tab=accepted")
    page.fill("#q", "pompe")
    page.click("#filters button")
    expect(page.locator(f"a[href*='{sent['plain']}']")).to_be_visible()
    browser.close()


def test_akissi_previews_a_form_publishes_it_to_the_phones_and_sees_the_faults_of_another(
    running: RunningServer, screen: BrowserContext, tmp_path: Path
) -> None:
    page = screen.new_page()
    sign_in(page, running)
    page.goto(running.url + "/desk/admin/instruments")
    version = f"{page.evaluate('innerWidth')}"
    form = FORM.replace("| tournee_puits | 1 |", f"| tournee_puits | {version} |")
    file = tmp_path / "puits.md"
    file.write_text(form.replace("| | text | mot |", "| | barcode | mot |"), encoding="utf-8")
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Voir ce que ça donne").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’a changé.")
    expect(page.get_by_text("Le type « barcode » n’est pas possible.")).to_be_visible()
    look(page)
    file.write_text(form, encoding="utf-8")
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Voir ce que ça donne").click()
    expect(page.get_by_role("heading", name="Tournée des puits")).to_be_visible()
    expect(page.get_by_text("Dans quel état ?", exact=True)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Donner ce formulaire aux téléphones").click()
    expect(page.get_by_role("status")).to_contain_text(f"Tournée des puits {version} est importé.")
    look(page)
