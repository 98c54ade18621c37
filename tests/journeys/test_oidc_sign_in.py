"""Adjoua signs in with her account at a provider, in Chromium, through both sites' redirects and the content policy."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.journeys import server
from tests.journeys.axe import violations
from tests.oidc_provider import CLIENT, SECRET, oidc_provider


def test_adjoua_links_her_account_and_enters_with_it(desktop: BrowserContext, tmp_path: Path) -> None:
    with oidc_provider() as provider:
        names = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
        running = server.start(
            tmp_path / "oidc", environment={f"FEEDBACK_OIDC_{name}": value for name, value in names.items()}
        )
        try:
            page, refused = desktop.new_page(), list[str]()
            page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
            login, password = running.login
            page.goto(f"http://localhost:{running.port}/desk/login")
            assert violations(page) == []
            page.get_by_label("Identifiant").fill(login)
            page.get_by_label("Mot de passe").fill(password)
            page.get_by_role("button", name="Se connecter").click()
            page.get_by_role("link", name="Adjoua").click()
            page.get_by_role("link", name="Votre compte chez 127.0.0.1").click()
            page.get_by_role("button", name="Lier mon compte").click()
            page.get_by_label("Mot de passe").fill(password)
            page.get_by_role("button", name="Vérifier").click()
            assert violations(page) == []
            page.get_by_role("link", name="Continuer chez 127.0.0.1").click()
            expect(page.get_by_text("akissi@lab.example", exact=False)).to_be_visible()
            assert violations(page) == []

            page.get_by_role("button", name="Se déconnecter").click()
            page.get_by_role("link", name="Se connecter avec 127.0.0.1").click()
            page.wait_for_url("**/desk/")
            expect(page.get_by_role("link", name="Adjoua")).to_be_visible()
            assert refused == []
        finally:
            running.stop()
