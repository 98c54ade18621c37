"""The pages that gather all others: whoever comes for the first time learns what was heard and what was done."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.http.portfolio.bourse_people import published as published_project
from tests.http.portfolio_people import accepted, assigned, demonstration, next_week
from tests.people import World

FRENCH, ENGLISH = {"Accept-Language": "fr"}, {"Accept-Language": "en"}
GUIDES = ("/", "/methode", "/participer")


@pytest.mark.both_databases
def test_the_first_page_says_what_was_heard_and_of_which_day(world: World, client: FlaskClient) -> None:
    empty = client.get("/", headers=FRENCH).text
    assert "Rien à montrer ici" in empty and "Pas encore de réponse publiée" in empty
    demonstration(world)
    assigned(world, *(accepted(client, world) for _ in range(3)), theme="Pompes en panne")
    published_project(world)
    page = client.get("/", headers=FRENCH).text
    assert "Un forage à Kongodougou" in page and "8\u202f000\u202f000\u00a0FCFA" in page
    assert "Pompes en panne" in page and "3 voix" in page and "Chiffres du " in page
    assert "/methode" in page and "/participer" in page and "/vos-droits" in page


@pytest.mark.both_databases
def test_figures_of_real_people_are_of_the_last_monday_and_say_at_least(world: World, client: FlaskClient) -> None:
    for _ in range(7):
        accepted(client, world)
    next_week(world)
    page = client.get("/", headers=FRENCH).text
    tally = re.search(r"<dt>voix entendues</dt><dd>(.*?)</dd>", page)
    assert tally and "au moins" in tally[1] and "5" in tally[1] and "7" not in tally[1]


def test_addresses_of_the_list_from_when_it_was_the_first_page_still_lead_to_it(client: FlaskClient) -> None:
    moved = client.get("/?domain=eau&place=S1&nonsense=1")
    assert moved.status_code == 301 and moved.location == "/besoins?domain=eau&place=S1"
    assert client.get(moved.location).status_code == 200
    assert client.get("/?theme=x%0D%0ASet-Cookie%3Aa").location == "/besoins?theme=x%0D%0ASet-Cookie%3Aa"


def test_every_page_says_what_it_is_to_whoever_shares_it(world: World, client: FlaskClient) -> None:
    demonstration(world)
    for address in (*GUIDES, "/besoins", "/ressenti", "/replies", "/bourse", "/rse", "/rse/cadre", "/suivi"):
        page = client.get(address, headers={**FRENCH, "Host": "evil.test"}).text
        title = re.search(r"<title>(.+?) · Écho</title>", page)
        assert title and f'property="og:title" content="{title[1]}"' in page, address
        assert re.search(r'<meta name="description" content="[^"]{20,}">', page), address
        assert len(re.findall(r'<meta name="description"', page)) == 1, address
        canonical = re.search(r'<link rel="canonical" href="http://[^/"]+([^"]*)">', page)
        assert canonical and canonical[1] == address, address
        assert "evil.test" not in page, "what a request names as its host goes into no page that others get"


def test_what_is_read_is_there_in_both_languages_and_changing_it_stays_on_the_page(client: FlaskClient) -> None:
    for address in GUIDES:
        french, english = (client.get(address, headers=lang).text for lang in (FRENCH, ENGLISH))
        assert '<html lang="fr"' in french and '<html lang="en"' in english and french != english
        assert f'name="next" value="{address}"' in french


def test_the_method_shows_the_rule_of_each_programme(world: World, client: FlaskClient) -> None:
    page = client.get("/methode", headers=FRENCH).text
    assert 'data-label="Voix au moins">5<' in page and 'data-label="Sujets délicats">10<' in page
    demonstration(world)
    assert "exact : exemple inventé" in client.get("/methode", headers=FRENCH).text.replace("\u00a0", " ")


def test_every_page_of_figures_says_how_to_cite_it(world: World, client: FlaskClient) -> None:
    demonstration(world)
    theme = assigned(world, accepted(client, world))
    for address in (
        "/",
        "/besoins",
        f"/portfolio/{theme}",
        "/lieu/S1",
        "/region/R1",
        "/carte",
        "/bourse",
        "/rse",
        "/rse/cadre",
    ):
        page = client.get(address, headers=FRENCH).text
        cited = re.search(r'class="small muted cite">(.*?)</p>', page, re.DOTALL)
        assert cited and f"{address}</span>" in cited[1] and "CC BY 4.0" in cited[1] and "chiffres du" in cited[1], (
            address
        )


def test_reading_asks_nothing_of_other_servers_and_sets_no_cookie(world: World, client: FlaskClient) -> None:
    demonstration(world)
    accepted(client, world)
    for address in (*GUIDES, "/besoins", "/lieu/S1", "/carte", "/recherche?q=eau", "/vos-droits"):
        got = client.get(address, headers=FRENCH)
        assert "Set-Cookie" not in got.headers, address
        asked = re.findall(r'<(?:img|script|link rel="stylesheet"|iframe|audio)[^>]*(?:src|href)="([^"]+)"', got.text)
        assert asked and all(one.startswith("/") for one in asked), address
    assert "pas de mesure d’audience" in client.get("/vos-droits", headers=FRENCH).text
