"""Mariam listens: the phone says what is asked and what can be answered, by itself when ears come first."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.demo_phone import open_at
from tests.journeys.test_phone_screens import choose, go_on


def begin_need(page: Page) -> None:
    page.locator(".door", has_text="Besoin").click()
    page.locator(".search + p + .stack .tile, .tile").first.click()
    go_on(page)


def heard(page: Page) -> list[str]:
    found: list[str] = page.evaluate("app.prompts.aloud")
    return found


def test_a_question_is_read_aloud_when_mariam_asks_for_it_and_each_answer_is_shown_while_it_is_spoken(
    phone: Page, demo: str
) -> None:
    open_at(phone, demo, voices=["fr"])
    begin_need(phone)
    assert heard(phone) == []
    phone.get_by_role("button", name="Écouter la question").click()
    expect(phone.locator(".tile.spoken")).to_have_count(1)
    expect(phone.get_by_role("button", name="Écouter la question")).to_be_visible()
    expect(phone.locator(".tile.spoken")).to_have_count(0)
    spoken = heard(phone)
    assert spoken[:3] == [
        "Quel âge a la personne qui parle ?", "Une tranche d’âge suffit. Pas de nom.", "Moins de 18 ans",
    ]  # fmt: skip
    assert spoken[-1] == "Je ne veux pas répondre"
    assert violations(phone) == []


def test_with_ears_first_each_screen_speaks_by_itself_and_is_quiet_when_it_is_left(phone: Page, demo: str) -> None:
    open_at(phone, demo, voices=["fr"], earFirst=True)
    begin_need(phone)
    expect(phone.get_by_role("button", name="Arrêter la voix")).to_be_visible()
    choose(phone, "35 à 59 ans")
    go_on(phone)
    expect(phone.get_by_role("heading", name="Qui parle ?")).to_be_visible()
    phone.wait_for_function("app.prompts.aloud.includes('Qui parle ?')")
    assert "Je ne veux pas répondre" not in heard(phone)[: heard(phone).index("Qui parle ?")]
    phone.get_by_role("button", name="Arrêter la voix").click()
    expect(phone.get_by_role("button", name="Écouter la question")).to_be_visible()


def test_ears_first_is_chosen_in_the_settings(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/settings", voices=["fr"])
    choose(phone, "Lire chaque question à voix haute")
    assert violations(phone) == []
    phone.evaluate("location.hash = '#/'")
    begin_need(phone)
    expect(phone.get_by_role("button", name="Arrêter la voix")).to_be_visible()


def test_a_phone_without_a_voice_of_its_own_promises_none(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/settings", voices=["en"])
    expect(phone.get_by_text("Lire chaque question à voix haute")).to_have_count(0)
    phone.evaluate("location.hash = '#/'")
    begin_need(phone)
    expect(phone.get_by_role("button", name="Écouter la question")).to_have_count(0)
