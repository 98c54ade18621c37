"""The public CSR map: Yao and Mariam read who does what, where, with which money, without any script."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.http.csr.csr_people import add, all_sheets, public, publish_all
from tests.http.portfolio_people import settings
from tests.people import World

PAGES = ("/rse", "/rse/cadre")


def a_map(world: World) -> None:
    add(
        world,
        "organisation",
        "exemple-sa",
        name="Exemple SA",
        kind="company",
        about="Du cacao",
        website="https://exemple.test/",
    )
    add(
        world,
        "initiative",
        "p1",
        title="Deux forages",
        funders=[["exemple-sa", "Exemple SA", 55.0], ["x", "X", None]],
        sectors=["water"],
        iso26000=["community"],
        sdgs=["6"],
        places=["V1"],
        committed=18000000,
        paid=9000000,
        first_year=2024,
        last_year=2026,
        stage="under_way",
        source_url="https://exemple.test/1",
        source_date="2024-03",
    )
    add(
        world,
        "initiative",
        "p2",
        title="Une école",
        funders=[["exemple-sa", "Exemple SA", None]],
        sectors=["education"],
        places=["V3"],
        first_year=2020,
        last_year=2020,
    )
    add(world, "initiative", "p3", title="Un plan", places=["R1", "R2"], committed=50000000)
    add(
        world, "commitment", "e1", title="Dix forages", funders=[["exemple-sa", "Exemple SA", None]], committed=90000000
    )
    add(world, "rule", "loi", title="Code minier", kind="law", date="2014-03-24", means="Verser 0,5 %", force="in_force")  # fmt: skip
    publish_all(world)


@pytest.mark.both_databases
def test_the_map_counts_what_is_known_and_says_what_is_not(world: World, client: FlaskClient) -> None:
    a_map(world)
    page = client.get("/rse").text.replace("\u202f", " ")
    assert "3 actions" in page and "68 000 000 FCFA annoncés" in page and "9 000 000 FCFA versés" in page
    assert "1 action sans montant connu" in page
    lake = re.search(r"<tr><td><a[^>]*>Région du Lac</a>.*?</tr>", page, re.DOTALL)
    assert lake and "18 000 000" in lake[0] and "dont 1 dans plusieurs lieux" in lake[0], "a shared sum is in no place"
    assert '<circle class="tone' in page or '<path class="tone' in page or "Aucun contour" in page


@pytest.mark.both_databases
def test_filters_choose_by_sector_subject_goal_year_and_place(world: World, client: FlaskClient) -> None:
    a_map(world)
    for query, titles in (
        ("sector=water", {"Deux forages"}), ("subject=community", {"Deux forages"}), ("goal=6", {"Deux forages"}),
        ("year=2025", {"Deux forages"}), ("year=2020", {"Une école"}), ("place=R1", {"Deux forages", "Un plan"}),
        ("place=R2&sector=education", {"Une école"}), ("sector=nonsense", set()), ("year=99999", set()), ("offset=1", {"Deux forages", "Une école"}),
    ):  # fmt: skip
        page = client.get(f"/rse?{query}").text
        assert {one for one in ("Deux forages", "Une école", "Un plan") if f">{one}</a>" in page} == titles, query


def test_an_organisation_an_initiative_and_the_framework_have_pages_with_their_source(
    world: World, client: FlaskClient
) -> None:
    a_map(world)
    company, wells = all_sheets(world, "organisation")["exemple-sa"], all_sheets(world)["p1"]
    page = client.get(f"/rse/organisations/{company.id}").text
    assert "Exemple SA" in page and "Deux forages" in page and "Dix forages" in page and "part" in page
    page = client.get(f"/rse/actions/{wells.id}").text
    assert "https://exemple.test/1" in page and "03/2024" in page and f"/rse/organisations/{company.id}" in page
    page = client.get("/rse/cadre").text
    assert "Code minier" in page and "24/03/2014" in page and "Verser 0,5 %" in page and "En vigueur" in page
    english = client.get("/rse/cadre", headers={"Accept-Language": "en"}).text
    assert "What it means for a company" in english


def test_what_nobody_has_read_yet_is_nowhere(world: World, client: FlaskClient) -> None:
    add(world, "organisation", "exemple-sa", name="Exemple SA")
    add(world, "initiative", "p1", title="Deux forages")
    add(world, "rule", "loi", title="Code minier", means="Verser")
    for address in (*PAGES, "/api/v1/csr_initiatives", "/api/v1/csr_organisations.csv"):
        text = client.get(address).text
        assert "Deux forages" not in text and "Exemple SA" not in text and "Code minier" not in text
    sheet, company = all_sheets(world)["p1"], all_sheets(world, "organisation")["exemple-sa"]
    assert client.get(f"/rse/actions/{sheet.id}").status_code == 404
    assert client.get(f"/rse/organisations/{company.id}").status_code == 404
    publish_all(world)
    assert "Deux forages" in client.get("/rse").text, "a page of before is not shown any longer"


def test_a_programme_that_is_not_public_shows_nothing(world: World, client: FlaskClient) -> None:
    a_map(world)
    settings(world, public=False)
    assert "Deux forages" not in client.get("/rse").text
    assert client.get("/api/v1/csr_initiatives").get_json()["total"] == 0


def test_markup_and_formulas_in_names_are_only_names(world: World, client: FlaskClient) -> None:
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    public(world, "initiative", "p1", title=evil, funders=[["evil", evil, None]], places=["V1"])
    public(world, "organisation", "evil", name=evil, about=evil)
    company = all_sheets(world, "organisation")["evil"]
    for address in (*PAGES, f"/rse/organisations/{company.id}", f"/rse/actions/{all_sheets(world)['p1'].id}"):
        page = client.get(address)
        assert page.status_code == 200 and "<script>alert" not in page.text
    assert ",'=HYPERLINK" in client.get("/api/v1/csr_initiatives.csv").text.replace('"', "")


def test_a_page_of_many_initiatives_stays_small_and_needs_no_script(world: World, client: FlaskClient) -> None:
    for n in range(120):
        add(world, "initiative", f"p{n}", title=f"Action numéro {n} avec un titre assez long", places=["V1"],
            sectors=["water"], funders=[["exemple-sa", "Exemple SA", 50.0]], committed=n * 1000 + 1)  # fmt: skip
    publish_all(world)
    page = client.get("/rse")
    assert len(page.data) < 60_000 and "<script" not in page.text and "offset=25" in page.text


@pytest.mark.both_databases
def test_the_datasets_say_what_the_page_says_in_every_format(world: World, client: FlaskClient) -> None:
    a_map(world)
    found = client.get("/api/v1/csr_initiatives").get_json()
    assert [(one["title"], one["committed"]) for one in found["initiatives"]] == [
        ("Un plan", 50000000), ("Deux forages", 18000000), ("Une école", None),
    ]  # fmt: skip
    rows = client.get("/api/v1/csr_initiatives.csv?sector=water").text.splitlines()
    assert len(rows) == 2 and "Exemple SA; X" in rows[1] and "18000000" in rows[1]
    features = client.get("/api/v1/csr_initiatives.geojson?place=R1").get_json()["features"]
    assert {"type": "Point", "coordinates": [-4.21, 6.12]} in [one["geometry"] for one in features]
    assert client.get("/api/v1/csr_organisations.xlsx").data[:2] == b"PK"
    assert client.get("/api/v1/csr_organisations").get_json()["organisations"][0]["initiatives"] == 2


@pytest.mark.both_databases
def test_what_a_company_promised_is_on_its_page_and_in_a_dataset_of_its_own(world: World, client: FlaskClient) -> None:
    public(world, "organisation", "exemple-sa", name="Exemple SA")
    company = all_sheets(world, "organisation")["exemple-sa"]
    assert "Aucune promesse connue" in client.get(f"/rse/organisations/{company.id}").text
    public(world, "commitment", "e1", title="Dix forages en trois ans", funders=[["exemple-sa", "Exemple SA", None]],
           sectors=["water"], places=["V1"], committed=90_000_000, first_year=2025, last_year=2027)  # fmt: skip
    add(world, "commitment", "e2", title="Une promesse secrète", funders=[["exemple-sa", "Exemple SA", None]])
    page = client.get(f"/rse/organisations/{company.id}").text
    assert "Dix forages en trois ans" in page and "90\u202f000\u202f000" in page and "2025 à 2027" in page
    found = client.get("/api/v1/csr_commitments").get_json()["commitments"]
    assert [(one["title"], one["committed"], one["last_year"]) for one in found] == [
        ("Dix forages en trois ans", 90_000_000, 2027)
    ]
    assert client.get("/api/v1/csr_commitments?sector=education").get_json()["total"] == 0
    rows = client.get("/api/v1/csr_commitments.csv").text.splitlines()
    assert len(rows) == 2 and "Exemple SA" in rows[1] and "secrète" not in rows[1]
    assert len(client.get("/api/v1/csr_commitments.geojson").get_json()["features"]) == 1
    assert "csr_commitments" in client.get("/rse").text and "secrète" not in page
