"""What the Lab has, and what a reviewer does there, for the journeys of phones."""

from __future__ import annotations

import json
import re
import sqlite3
import urllib.request
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.build import entry
from tests.journeys.browser import DESKTOP
from tests.journeys.server import RunningServer


def entries(running: RunningServer) -> int:
    """How many the ledger has, each of them verified."""
    found = re.search(r"entries (\d+)", running.cli("ledger", "verify"))
    assert found
    return int(found[1])


def bodies(running: RunningServer) -> list[dict[str, Any]]:
    """Every body in the ledger, in order."""
    with sqlite3.connect(f"file:{running.data / 'echo.db'}?mode=ro", uri=True) as database:
        return [json.loads(body) for (body,) in database.execute("select body from ledger_entry order by position")]


def signed_in(desktop: BrowserContext, running: RunningServer) -> Page:
    """The desk of the demo's reviewer."""
    page = desktop.new_page()
    page.goto(f"{running.url}/desk/")
    login, password = running.login
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/desk/$"))
    return page


PASSWORD = "quatre mots sans aucun lien"


def invited(desktop: BrowserContext, running: RunningServer, name: str, role: str = "coordinator") -> Page:
    """The desk of another coordinator, in a browser of her own: she chooses a password by the link that she gets."""
    words = ("--name", name, "--login", name.lower(), "--role", role, "--programme", "demo")
    link = re.search(r"#link=\S+", running.cli("people", "invite", *words))
    assert link and desktop.browser
    page = desktop.browser.new_context(viewport=DESKTOP, locale="fr-FR").new_page()  # type: ignore[arg-type]
    page.goto(f"{running.url}/desk/link{link[0]}")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/desk/$"))
    return page


def publish_words(page: Page, running: RunningServer, *titles: str) -> None:
    """Reads what others wrote of themes and answers, and publishes it."""
    for title in titles:
        page.goto(f"{running.url}/desk/portfolio/")
        page.get_by_role("region", name="À publier").get_by_role("link", name=title).click()
        page.get_by_role("button", name="Relu : publier").click()
        expect(page.get_by_role("button", name="Relu : publier")).to_have_count(0)


def decide(page: Page, url: str, action: str, *, reason: str | None = None, message: str | None = None) -> None:
    """Opens a record at the desk and decides: `accept`, `ask`…"""
    page.goto(url)
    expect(page.locator("#catch-up")).to_have_count(0)
    form = page.locator(f'form:has(button[value="{action}"]), form:has(input[name=action][value="{action}"])').first
    details = page.locator(f"details:has(form:has([value='{action}']))").first
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    if reason:
        form.locator("[name=reason]").first.select_option(reason)
    if message:
        form.locator("[name=message]").first.fill(message)
    form.locator("button").last.click()
    page.wait_for_load_state("networkidle")


ANSWERS = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "texte": "La pompe est en panne", "gravite": "grave"}


def post(running: RunningServer, path: str, body: Any, token: str = "") -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(running.url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def send_needs(running: RunningServer) -> dict[str, str]:
    """Awa's phone sends a need with a point, one that will be asked about, and one that fails its form: their ids."""
    device = {"name": "Téléphone d’Awa", "platform": "Android 10", "app_version": "1"}
    enrolled = post(running, "/api/v1/enrol", {"code": running.enrolment_code(), "device": device})
    scope = enrolled["scope"]
    shared = {"programme": scope["programme"], "place": scope["place"], "author": enrolled["person"]["id"]}
    point = {"lat": 6.88, "lon": -6.45, "accuracy_m": 12.0, "source": "gps"}
    made = {
        "plain": entry(answers=ANSWERS, location=point, **shared),
        "asked": entry(answers=ANSWERS | {"texte": "Il manque des bancs"}, **shared),
        "faulty": entry(answers={"domaine": "eau"}, **shared),
    }
    asked = {"nonce": "n", "clock": "2026-11-23T00:00:00Z", "cursor": None, "entries": list(made.values())}
    post(running, "/api/v1/exchange", asked, enrolled["token"])
    return {name: one["id"] for name, one in made.items()} | {"programme": scope["programme"]}
