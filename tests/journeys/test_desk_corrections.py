"""Adjoua corrects what Awa answered, without a script or with, reads what the form does not take, and takes it back."""

from __future__ import annotations

import os

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.lab import signed_in
from tests.journeys.server import RunningServer


def looked_at(page: Page, name: str) -> None:
    """By everyone, in every size and light; with FEEDBACK_PICTURES=FOLDER as pictures."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if folder := os.environ.get("FEEDBACK_PICTURES"):
                page.screenshot(path=f"{folder}/{name}-{size['width']}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_an_answer_is_corrected_shown_beside_the_first_one_and_taken_back(
    running: RunningServer, sent: dict[str, str], desktop: BrowserContext
) -> None:
    page = signed_in(desktop, running)
    page.goto(f"{running.url}/desk/records/{sent['programme']}/{sent['plain']}")
    page.get_by_role("link", name="Corriger une réponse").click()
    looked_at(page, "form")
    page.get_by_label("Qu’est-ce qui manque ici ?").select_option(label="La santé")
    page.get_by_label("Pourquoi ?").fill("Awa parlait du centre de santé.")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_role("alert")).to_contain_text("la fiche ne passe pas")
    looked_at(page, "refused")
    page.get_by_label("Quel est le problème avec l’eau ?").select_option("")
    page.get_by_label("Quel est le problème de santé ici ?").select_option(label="Le centre de santé est loin")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.locator(".answers")).to_contain_text("Dit par l’auteur")
    expect(page.locator(".chain")).to_contain_text("a corrigé des réponses")
    looked_at(page, "record")
    page.get_by_role("button", name="Retirer la correction").click()
    expect(page.locator(".answers")).not_to_contain_text("Dit par l’auteur")
    expect(page.locator(".chain")).to_contain_text("Retirée par")
