"""Pages of places, the map, the search: what the list releases, and nothing that it does not."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.register.tables import Place, Programme
from tests.http.csr.test_csr_pages import a_map
from tests.http.portfolio import practice_people
from tests.http.portfolio.bourse_people import published as published_project
from tests.http.portfolio.test_replies_to_places import WORDS, published, written
from tests.http.portfolio_people import accepted, assigned, demonstration, next_week, settings
from tests.people import Phone, World, _phone

FRENCH = {"Accept-Language": "fr"}


def text(client: FlaskClient, address: str) -> str:
    """What is read on a page, without marks and maps."""
    got = client.get(address, headers=FRENCH)
    assert got.status_code == 200, (address, got.status_code)
    main = re.sub(r"<svg.*?</svg>", "", got.text.partition("<main")[2], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").replace("\u202f", " ").split())


def far_phone(world: World) -> Phone:
    with world.app.app_context(), transaction() as session:
        return _phone(session, "Bintou", world.programme, "V3", "surveyor", clock.now())


@pytest.mark.both_databases
def test_a_place_has_what_is_heard_answered_funded_and_done_there(world: World, client: FlaskClient) -> None:
    demonstration(world)
    assigned(world, *(accepted(client, world) for _ in range(2)), theme="Pompes en panne")
    published(world, written(world, place="S1"))
    published_project(world)
    a_map(world)
    page = text(client, "/lieu/S1")
    for words in ("Le Lac", "2 voix", "Pompes en panne", WORDS["deed"], "Un forage à Kongodougou", "Deux forages"):
        assert words in page, words
    assert "Une école" not in page, "that is in another region"
    region = text(client, "/region/R1")
    assert "Région du Lac" in region and "Des chiffres sont montrés pour 1 de ces 1 lieux" in region
    country = text(client, "/lieu/XX")
    assert "Région du Mont –" in country and "1 de ces 2 lieux" in country and "Une école" in country


def test_a_place_has_one_address(world: World, client: FlaskClient) -> None:
    assert client.get("/lieu/R1").location == "/region/R1" and client.get("/region/S1").location == "/lieu/S1"
    for nowhere in ("zz", "%00", "%3Cscript%3E", "x" * 300, "..%2f..%2fetc", "%25"):
        assert client.get(f"/lieu/{nowhere}").status_code == 404, nowhere
    for one in ("pilote", "ailleurs"):
        with world.app.app_context(), transaction() as session:
            session.get_one(Programme, one).settings = {"public": False}
    assert client.get("/lieu/S1").status_code == 404, "no programme that shows itself is there"


@pytest.mark.both_databases
def test_a_place_of_few_voices_reads_as_one_of_none(world: World, client: FlaskClient) -> None:
    with world.app.app_context(), transaction() as session:
        session.add(
            Place(code="S9", parent_code="R1", level="sous_prefecture", name="Autre Lac", path="/XX/R1/S9/",
                  label="Autre Lac", search="autre lac", lat=6.2, lng=-4.3)
        )  # fmt: skip
    far = far_phone(world)
    for _ in range(4):
        accepted(client, world)
    for _ in range(6):
        accepted(client, world, far)
    next_week(world)
    assert "au moins 5 voix" in text(client, "/lieu/S2")
    few, none = text(client, "/lieu/S1"), text(client, "/lieu/S9")
    assert "moins de 5 voix sur un même sujet, ou aucune" in few and "compte dans Pays" in few
    assert few.replace("Le Lac", "Autre Lac").replace("/S1", "/S9") == none
    assert "4 voix" not in few and "1 de ces 2 lieux" in text(client, "/lieu/XX")


@pytest.mark.both_databases
def test_a_reply_does_not_say_that_somebody_of_a_place_spoke_of_its_theme(world: World, client: FlaskClient) -> None:
    far = far_phone(world)
    records = [accepted(client, world), *(accepted(client, world, far) for _ in range(6))]
    theme = assigned(world, *records, theme="Pompes en panne")
    published(world, written(world, about="theme", theme=theme, place=""))
    next_week(world)
    assert WORDS["deed"] in text(client, "/lieu/S2") and WORDS["deed"] in text(client, "/replies?place=R2")
    for address in ("/lieu/S1", "/region/R1", "/replies?place=S1", "/besoins?place=S1"):
        assert WORDS["deed"] not in text(client, address), f"{address}: one person alone spoke of it there"


@pytest.mark.both_databases
def test_the_map_colours_by_what_is_released_and_the_table_says_the_same(world: World, client: FlaskClient) -> None:
    demonstration(world)
    for _ in range(3):
        accepted(client, world)
    accepted(client, world, far_phone(world))
    a_map(world)
    published_project(world)
    page = client.get("/carte", headers=FRENCH).text
    rows = re.findall(r"<tr><td><a href=\"([^\"]+)\">([^<]+)</a></td>(.*?)</tr>", page, re.DOTALL)
    figures = {name: re.findall(r">([\d\u202f–]+)<", rest) for _, name, rest in rows}
    assert figures == {
        "Région du Lac": ["3", "1", "18\u202f000\u202f000", "1"],
        "Région du Mont": ["1", "1", "–", "–"],
    }  # fmt: skip
    assert rows[0][0] == "/region/R1" and client.get("/carte?quoi=annonce").status_code == 200
    assert client.get("/carte?quoi=<script>").text.count("<script") == 0


@pytest.mark.both_databases
def test_what_is_public_is_found_with_or_without_accents(world: World, client: FlaskClient) -> None:
    demonstration(world)
    assigned(world, accepted(client, world, answers={"texte": "Zanzibarita"}), theme="Écoles sans maîtres")
    published_project(world)
    a_map(world)

    def found(asked: str) -> str:
        return text(client, f"/recherche?q={asked}")

    assert "Bécédi" in found("BECEDI") and "Région du Lac" in found("region du lac")
    assert "Écoles sans maîtres" in found("ecoles maitres") and "Un forage à Kongodougou" in found("forage a kongo")
    assert "Exemple SA" in found("exemple") and "Deux forages" in found("deux forages")
    assert "Code minier" in found("minier") and "1 résultat" in found("minier")
    for nothing in ("Zanzibarita", "0700000000", "Awa", "100%25", "_____", "%00", "x" * 5000):
        assert "Rien trouvé" in found(nothing) or "résultat" not in found(nothing), nothing
    assert "<script>" not in client.get("/recherche?q=<script>alert(1)</script>").text


def test_what_is_not_published_is_not_found(world: World, client: FlaskClient) -> None:
    a_map(world)
    settings(world, public=False)
    assert "Exemple SA" not in text(client, "/recherche?q=exemple")


def test_a_shared_page_has_a_picture(world: World, client: FlaskClient) -> None:
    demonstration(world)
    accepted(client, world)
    for address in ("/apercu.png", "/apercu.png?lieu=S1", "/apercu.png?lieu=zz%00"):
        got = client.get(address)
        assert got.mimetype == "image/png" and got.data[:4] == b"\x89PNG" and len(got.data) < 40_000
        assert int.from_bytes(got.data[16:20]) == 1200 and int.from_bytes(got.data[20:24]) == 630
    assert client.get("/apercu.png").data != client.get("/apercu.png?lieu=S1").data
    assert "/apercu.png?lieu=S1" in client.get("/lieu/S1").text


@pytest.mark.both_databases
def test_what_people_found_is_on_the_page_of_its_place_and_found_by_its_name(world: World, client: FlaskClient) -> None:
    demonstration(world)
    accepted(client, world)
    assert "Solutions trouvées ici" not in text(client, "/lieu/S1")
    practice_people.published(world, practice_people.record_of(client, world))
    for address in ("/", "/lieu/S1", "/region/R1", "/recherche?q=claies"):
        assert "Des claies pour le gombo" in text(client, address), address
    assert "Des claies pour le gombo" not in text(client, "/lieu/S2")
