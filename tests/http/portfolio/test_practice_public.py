"""Solutions for anyone: Mariam reads them without a script, and a spreadsheet has the same rows."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.http.portfolio.practice_people import NAMED, page, published, record_of, send, shown
from tests.http.portfolio_people import accepted, assigned, settings
from tests.people import World


@pytest.mark.both_databases
def test_rows_on_the_screen_are_the_rows_in_the_file(world: World, client: FlaskClient) -> None:
    published(world, record_of(client, world))
    published(world, record_of(client, world, world.koffi), title="Réparer la pompe", domains="eau", places="V1 ; V3")
    for query in ("", "domain=eau", "domain=agr", "stage=found", "stage=tried", "place=R2", "place=S1", "domain=x"):
        screen = set(re.findall(r'href="/solutions/([0-9a-f-]{36})"', client.get(f"/solutions?{query}").text))
        rows = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/solutions.csv?{query}").text)))
        listed = client.get(f"/api/v1/solutions?{query}").get_json()
        mapped = client.get(f"/api/v1/solutions.geojson?{query}").get_json()
        assert screen == {row["id"] for row in rows} == {one["id"] for one in listed["solutions"]}, query
        assert screen == {one["id"] for one in mapped["features"]} and listed["total"] == len(screen), query


def test_places_are_as_coarse_as_those_of_needs(world: World, client: FlaskClient) -> None:
    settings(world, public_level="region")
    address = published(world, record_of(client, world), tried_in="V3")
    shown(world, address, place="V2")
    texts = [client.get(one).text for one in (page(address), "/solutions", "/api/v1/solutions", f"{page(address)}.md")]
    for text in texts:
        assert "Région du Lac" in text and not re.search("Kongodougou|Bécédi|Le Lac|Mont-Haut", text)


def test_a_page_says_why_it_is_here_without_naming_anybody(world: World, client: FlaskClient) -> None:
    record = record_of(client, world)
    address = published(world, record, how="Couper le bambou", conditions="Du soleil", seeds="Du fil", hands="Deux")
    shown(world, address)
    assert send(world.signed_in("akissi"), f"{address}/stage", stage="tried").status_code == 303
    text = client.get(page(address)).text
    for words in ("parole acceptée", "deuxième personne du Lab", "Une preuve a été relue", "Elle passe à « Essayée"):
        assert words in text.replace("\u202f", " ").replace("\xa0", " "), words
    assert not re.search(f"Adjoua|Akissi|Awa|{record}", text)
    assert "<script" not in text and "Couper le bambou" in text and "4\u202f000" in text


def test_the_page_and_its_sheet_are_in_english_too(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world), title_en="Racks for okra", summary_en="Dried okra lasts.")
    english = {"Accept-Language": "en"}
    assert "Racks for okra" in client.get(page(address), headers=english).text
    sheet = client.get(f"{page(address)}.md", headers=english)
    assert sheet.mimetype == "text/markdown" and sheet.text.startswith("# Racks for okra\n")
    assert "Why it is here" in sheet.text and "Dried okra lasts." in sheet.text
    french = client.get(f"{page(address)}.md").text
    assert french.startswith("# Des claies pour le gombo") and "http://localhost/solutions/" in french


def test_what_somebody_typed_does_nothing_in_a_sheet(world: World, client: FlaskClient) -> None:
    address = published(
        world, record_of(client, world), title="<b>Claies</b> [x](y)", summary="# Titre\n[[stage:grow]] *non*"
    )
    sheet = client.get(f"{page(address)}.md").text
    assert "\\<b\\>Claies\\</b\\> \\[x\\](y)" in sheet and "\\[\\[stage:grow\\]\\] \\*non\\*" in sheet
    assert "&lt;b&gt;Claies" in client.get(page(address)).text


def test_a_solution_names_the_themes_that_it_answers(world: World, client: FlaskClient) -> None:
    theme = assigned(world, accepted(client, world))
    address = published(world, record_of(client, world), themes=[theme, "00000000-0000-0000-0000-000000000000"])
    assert f'href="/portfolio/{theme}"' in client.get(page(address)).text
    assert client.get("/api/v1/solutions").get_json()["solutions"][0]["themes"] == [
        {"id": theme, "title": "Pompes en panne", "title_en": "Pompes en panne"}
    ]


def test_a_sensitive_subject_shows_no_name(world: World, client: FlaskClient) -> None:
    record = record_of(client, world, **NAMED)
    address = published(world, record, domains=["agr", "gen"], credit="groupe", credit_name="Les femmes de Bécédi")
    assert "Les femmes de Bécédi" not in client.get(page(address)).text + client.get("/api/v1/solutions").text


def test_a_programme_that_is_not_public_shows_nothing(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    settings(world, public=False)
    assert client.get(page(address)).status_code == 404 and "claies" not in client.get("/solutions").text
    assert client.get("/api/v1/solutions").get_json()["total"] == 0
    assert client.get(f"{page(address)}.md").status_code == 404
