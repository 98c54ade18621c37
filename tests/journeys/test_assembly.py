"""Koffi runs a village assembly on the phone: heads, problems, ten seeds, a show of hands. Everything counted fits."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.test_phone_screens import begin, choose, go_on


def press_more(page: Page, group: str, times: int) -> None:
    for _ in range(times):
        page.get_by_role("group", name=group).get_by_role("button", name="Plus", exact=True).click()


def gather(page: Page, demo: str) -> None:
    """Twelve women and eight men agree to be recorded."""
    begin(page, demo, "Séance")
    for answer in ("L’assemblée du village", "Oui, tout le monde"):
        choose(page, answer)
        go_on(page)
    page.get_by_role("textbox", name="25 à 34 ans").fill("12")
    go_on(page)
    page.get_by_role("textbox", name="35 à 59 ans").fill("8")
    go_on(page)
    expect(page.get_by_role("heading", name="Vous êtes 20. C’est juste ?")).to_be_visible()
    choose(page, "Oui")
    go_on(page)


def add_problem(page: Page, domain: str, button: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="De quoi s’agit-il ?")).to_be_visible()
    choose(page, domain)
    go_on(page)
    go_on(page)
    expect(page.get_by_role("heading", name="Quels problèmes ressortent ?")).to_be_visible()


def test_a_whole_session_from_heads_to_hands(phone: Page, demo: str) -> None:
    gather(phone, demo)
    add_problem(phone, "L’eau", "Ajouter")
    add_problem(phone, "La route", "En ajouter un autre")
    expect(phone.locator(".times li")).to_have_count(2)
    assert violations(phone) == []
    go_on(phone)

    expect(phone.get_by_role("heading", name="Partagez dix graines")).to_be_visible()
    press_more(phone, "1. L’eau", 6)
    press_more(phone, "2. La route", 3)
    assert violations(phone) == []
    go_on(phone)
    choose(phone, "Oui")
    phone.get_by_role("button", name="Suivant").click()
    expect(phone.get_by_text("Il faut dix graines en tout.")).to_be_visible()
    phone.get_by_role("button", name="Retour").click()
    press_more(phone, "1. L’eau", 1)
    go_on(phone)
    expect(phone.get_by_role("heading", name="10 graines sont posées.")).to_be_visible()
    go_on(phone)

    phone.get_by_role("button", name="Ajouter").click()
    phone.get_by_role("textbox", name="Ou écrivez").fill("Réparer la pompe ensemble.")
    go_on(phone)
    for hands, number in (("Pour", "18"), ("Contre", "1"), ("Ni pour ni contre", "4")):
        phone.get_by_role("textbox", name=hands, exact=True).fill(number)
    phone.get_by_role("button", name="Suivant").click()
    expect(phone.get_by_text("Il y a plus de voix que de personnes : 20 ont été comptées.")).to_be_visible()
    phone.get_by_role("textbox", name="Ni pour ni contre", exact=True).fill("1")
    go_on(phone)
    expect(phone.locator(".times li")).to_contain_text("Réparer la pompe ensemble.")
    go_on(phone)

    choose(phone, "Des jeunes")
    for _ in ("who saw it otherwise", "what they said", "actions"):
        go_on(phone)
    go_on(phone)
    expect(phone.get_by_role("heading", name="C’est bien ça ?")).to_be_visible()
    expect(phone.locator(".lines").last).to_contain_text("1. De quoi s’agit-il ?")
    assert violations(phone) == []


def test_a_problem_that_was_added_by_mistake_is_taken_away_and_its_neighbour_stays(phone: Page, demo: str) -> None:
    gather(phone, demo)
    add_problem(phone, "L’eau", "Ajouter")
    add_problem(phone, "La route", "En ajouter un autre")
    phone.get_by_role("button", name="Enlever le numéro 1").click()
    expect(phone.locator(".times li")).to_have_count(1)
    expect(phone.locator(".times li")).to_contain_text("La route")


def test_a_problem_without_a_subject_holds_the_session_back(phone: Page, demo: str) -> None:
    gather(phone, demo)
    phone.get_by_role("button", name="Ajouter").click()
    phone.get_by_role("button", name="Retour").click()
    expect(phone.get_by_text("1 : sans réponse")).to_be_visible()
    phone.get_by_role("button", name="Suivant").click()
    expect(phone.get_by_text("Il reste quelque chose à corriger ici.")).to_be_visible()
