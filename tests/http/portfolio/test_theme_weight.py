"""A theme's public page says how much it weighs and who was not heard; nothing of too few."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http.portfolio_people import accepted, assigned, demonstration, erase, follow, next_week
from tests.people import World

pytestmark = pytest.mark.both_databases
WATER = {"domaine": "eau", "gravite": "vital", "depuis": "ans", "qui": ["femmes", "enfants"]}


def people(client: FlaskClient, world: World, count: int, **answers: Any) -> list[uuid.UUID]:
    ages = ("18_24", "25_34", "35_59", "60_plus", "refus")
    return [
        accepted(client, world, answers=WATER | {"age": ages[n % 5], "sexe": ("femme", "autre")[n // 5]} | answers)
        for n in range(count)
    ]


def page_of(client: FlaskClient, theme: str) -> str:
    got = client.get(f"/portfolio/{theme}", headers={"Accept-Language": "fr"})
    assert got.status_code == 200, got.text
    return got.text.split("<main", 1)[1]


def test_seven_voices_are_between_five_and_nine_and_of_three_nothing_is_shown(
    client: FlaskClient, world: World
) -> None:
    records = people(client, world, 5) + people(client, world, 2, age="18_24", sexe="homme")[:1]
    theme = assigned(world, *records)
    next_week(world)
    page = page_of(client, theme)
    assert "entre 5 et 9" in page and "au moins 5 voix" in page
    assert "C’est grave comment" in page and "Plus de cinq ans" in page and "Les enfants" in page
    assert "De quel âge" not in page, "of no age were there five"
    assert "Un homme" in page and "trop peu pour être montré" in page
    assert "à cela, les voix ne sont pas comparées" in page and "<script" not in page
    for record in records:
        assert str(record) not in page


def test_in_a_made_up_programme_figures_are_exact(client: FlaskClient, world: World) -> None:
    demonstration(world)
    theme = assigned(world, *people(client, world, 3))
    page = page_of(client, theme)
    assert "3 voix" in page and "18 à 24 ans" in page and "Pas entendu" in page


def test_one_person_who_says_it_twice_weighs_once(client: FlaskClient, world: World) -> None:
    demonstration(world)
    same = {"age": "18_24", "sexe": "femme"}
    records = [accepted(client, world, answers=WATER | same | {"domaine": code}) for code in ("eau", "ass")]
    assert "<strong>1 voix</strong>" in page_of(client, assigned(world, *records)), "of two domains, under one theme"


def test_what_is_erased_leaves_the_page(client: FlaskClient, world: World) -> None:
    demonstration(world)
    first, second = people(client, world, 2)
    theme = assigned(world, first, second)
    assert "<strong>2 voix</strong>" in page_of(client, theme)
    erase(world, second)
    follow(world)
    assert "<strong>1 voix</strong>" in page_of(client, theme)


def test_the_desk_sees_exact_figures(client: FlaskClient, world: World) -> None:
    theme = assigned(world, *people(client, world, 3))
    page = world.signed_in().get(f"/desk/portfolio/pilote/themes/{theme}").text
    assert "Ce que disent ces voix : 3 voix" in page.replace("\xa0", " ") and "Des vies sont en danger" in page
