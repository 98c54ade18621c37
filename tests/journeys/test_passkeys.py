"""Adjoua coordinates a real programme; Chromium's own virtual authenticator is her phone's fingerprint reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.journeys import server
from tests.journeys.axe import violations
from tests.journeys.browser import PHONE
from tests.journeys.server import RunningServer
from tests.people import CONSENT
from tests.second_factors import App, Clock

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RunningServer]:
    """A server with a programme beside the demonstration, which is not marked as one."""
    started = server.start(tmp_path / "real")
    description = {
        "id": "pilote", "name": {"fr": "Pilote"}, "languages": ["fr"], "place": started.programme["place"],
        "consent": CONSENT,
    }  # fmt: skip
    (tmp_path / "pilote.json").write_text(json.dumps(description))
    started.cli("programme", "import", str(tmp_path / "pilote.json"))
    yield started
    started.stop()


class Reader:
    """The fingerprint reader of a browser."""

    def __init__(self, page: Page) -> None:
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        self.id: str = made["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        found = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        keys: list[dict[str, Any]] = found["credentials"]
        return keys

    def is_a_copy(self) -> None:
        """Its key was copied when it had signed less often, and it is the copy that answers."""
        key = self.keys()[0] | {"signCount": 0}
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        self.devtools.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": key})

    def loses_all(self) -> None:
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})


def signs_in(page: Page, real: RunningServer) -> None:
    login, password = real.login
    page.goto(f"http://localhost:{real.port}/desk/login")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Identifiant")).to_be_visible()


def looks(page: Page) -> None:
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"


def test_adjoua_makes_a_passkey_after_her_password_signs_in_with_it_and_looks_after_it(
    desktop: BrowserContext, real: RunningServer
) -> None:
    page, errors = desktop.new_page(), list[str]()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    reader = Reader(page)

    signs_in(page, real)
    looks(page)
    page.get_by_role("button", name="Faire une clé d’accès").click()
    looks(page)
    page.get_by_label("Donnez-lui un nom").fill("Téléphone d’Adjoua")
    page.get_by_role("button", name="Continuer sur l’appareil").click()
    expect(page.locator("ol li .code")).to_have_count(10)
    assert len(reader.keys()) == 1
    looks(page)
    page.get_by_role("button", name="Je les ai notés").click()
    page.wait_for_url("**/desk/")

    signs_out(page)
    signs_in(page, real)
    looks(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/desk/")

    page.goto(f"http://localhost:{real.port}/desk/second-factor")
    expect(page.get_by_text("C’est la seule", exact=False)).to_be_visible()
    looks(page)
    page.get_by_role("button", name="Mettre en place une application").click()
    looks(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    app = App(page.locator("[data-secret]").inner_text().replace(" ", ""), Clock())
    looks(page)
    page.get_by_label("Tapez le code", exact=False).fill(app.code())
    page.get_by_role("button", name="Mettre en place").click()

    page.get_by_role("button", name="Retirer Téléphone d’Adjoua").click()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_text("Aucune clé d’accès", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Retirer")).to_have_count(0)
    assert errors == []


def test_a_copy_of_her_key_and_a_device_that_lost_it_do_not_get_in_but_her_recovery_code_does(
    desktop: BrowserContext, real: RunningServer
) -> None:
    page = desktop.new_page()
    reader = Reader(page)
    signs_in(page, real)
    page.get_by_role("button", name="Faire une clé d’accès").click()
    page.get_by_label("Donnez-lui un nom").fill("Clé")
    page.get_by_role("button", name="Continuer sur l’appareil").click()
    code = page.locator("ol li .code").first.inner_text()
    page.get_by_role("button", name="Je les ai notés").click()
    page.wait_for_url("**/desk/")

    signs_out(page)
    signs_in(page, real)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/desk/")
    signs_out(page)

    reader.is_a_copy()
    signs_in(page, real)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_text("Cela n’a pas marché", exact=False)).to_be_visible()

    reader.loses_all()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_text("La clé d’accès n’a pas répondu", exact=False)).to_be_visible()
    page.get_by_text("Utiliser un code de secours").click()
    page.get_by_label("Code de secours").fill(code)
    page.locator("details").get_by_role("button", name="Vérifier").click()
    expect(page.get_by_text("Il vous en reste 9 sur 10")).to_be_visible()
