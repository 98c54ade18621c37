"""Adjoua loads files of CSR initiatives, organisations, commitments and texts of the framework."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.db import transaction
from tests.http.csr.csr_people import DESK, FILE, all_sheets, confirm, hidden, load, send, upload
from tests.people import World


def workbook(content: str) -> bytes:
    book = Workbook()
    for cells in csv.reader(content.splitlines(), delimiter=";"):
        book.active.append(cells)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.both_databases
def test_a_file_is_shown_first_and_then_becomes_sheets_that_wait(world: World) -> None:
    desk = world.signed_in("akissi")
    shown = upload(desk, FILE)
    assert shown.status_code == 200 and "Trois classes" in shown.text and "42000000" in shown.text.replace("\u202f", "")
    assert all_sheets(world) == {}, "nothing is written by looking"
    done = confirm(desk, shown.text)
    assert done.status_code == 303, done.text
    found = all_sheets(world)
    assert found["P-1"].proposed == {
        "title": "Trois classes", "funders": [["exemple-sa", "Exemple SA", 55.0], ["autre-sa", "Autre SA", 45.0]],
        "sectors": ["education"], "sdgs": ["4"], "places": ["V1"], "place_note": "Kongodougou", "committed": 42000000,
        "first_year": 2021, "last_year": 2021, "stage": "delivered", "source_url": "https://exemple.test/1",
    }  # fmt: skip
    assert "committed" not in found["P-3"].proposed, "an amount that nobody knows is unknown, not 0"
    assert "sectors" not in found["P-3"].proposed, "several sectors: which ones is not known"
    assert (found["P-2"].proposed["first_year"], found["P-2"].proposed["last_year"]) == (2018, 2019)
    assert not any(one.is_published for one in found.values())
    assert {one.latest["name"] for one in all_sheets(world, "organisation").values()} == {"Exemple SA", "Autre SA"}


@pytest.mark.both_databases
def test_the_same_file_twice_changes_nothing_and_a_changed_one_updates(world: World) -> None:
    desk = world.signed_in("akissi")
    load(desk, FILE)
    again = upload(desk, FILE)
    assert "Ce fichier ne change rien" in again.text
    shown = upload(desk, FILE.replace("8000000,00", "9 000 000"))
    assert "9" in shown.text and confirm(desk, shown.text).status_code == 303
    found = all_sheets(world)
    assert len(found) == 3 and found["P-2"].latest["committed"] == 9000000
    assert len(all_sheets(world, "organisation")) == 2
    with world.app.app_context(), transaction() as session:
        noted = [one.event for one in session.query(AuditEvent) if one.event.startswith("csr_")]
    assert noted.count("csr_loaded") == 2 and noted.count("csr_proposed") == 6


def test_wrong_rows_are_named_with_what_to_write_and_nothing_is_loaded(world: World) -> None:
    wrong = FILE.replace("8000000,00", "huit millions").replace(";education;", ";ecoles du ciel;").replace("P-3", "P-2")
    got = upload(world.signed_in("akissi"), wrong)
    assert got.status_code == 422 and all_sheets(world) == {}
    for words in ("domaine_besoin", "écrivez un de ceux-ci", "montant_fcfa", "sans virgule", "déjà présent"):
        assert words in got.text, words
    assert hidden(got.text, "left_out") == "2 3 4"


def test_adjoua_may_go_on_without_the_rows_that_are_wrong(world: World) -> None:
    desk = world.signed_in("akissi")
    got = upload(desk, FILE.replace("8000000,00", "huit millions"))
    form = {name: hidden(got.text, name) for name in ("packed", "filename", "kind", "left_out")}
    shown = send(desk, f"{DESK}pilote/load", **form)
    assert shown.status_code == 200 and "laissée de côté" in shown.text
    assert confirm(desk, shown.text).status_code == 303
    assert set(all_sheets(world)) == {"P-1", "P-3"}


def test_a_workbook_says_the_same_as_a_csv_and_so_does_a_file_of_french_excel(world: World) -> None:
    desk = world.signed_in("akissi")
    assert "Trois classes" in upload(desk, workbook(FILE)).text
    load(desk, FILE)
    for other in (workbook(FILE), ("sep=;\r\n" + FILE).encode("cp1252"), b"\xef\xbb\xbf" + FILE.encode()):
        got = upload(desk, other)
        assert got.status_code == 200, got.text
        assert "Ce fichier ne change rien" in got.text


def test_an_empty_cell_takes_nothing_away_unless_asked(world: World) -> None:
    desk = world.signed_in("akissi")
    load(desk, FILE)
    shown = upload(desk, "id;montant_fcfa\nP-1;\n")
    assert "Cases vides" in shown.text
    confirm(desk, shown.text)
    assert all_sheets(world)["P-1"].latest["committed"] == 42000000
    confirm(desk, shown.text, empty_too="1")
    found = all_sheets(world)["P-1"].latest
    assert "committed" not in found and found["title"] == "Trois classes"


def test_what_changed_meanwhile_is_shown_again(world: World) -> None:
    desk = world.signed_in("akissi")
    shown = upload(desk, FILE)
    load(desk, FILE.replace("Trois classes", "Quatre classes"))
    got = confirm(desk, shown.text)
    assert got.status_code == 422 and "entre-temps" in got.text
    assert all_sheets(world)["P-1"].latest["title"] == "Quatre classes"


def test_names_that_are_formulas_or_markup_are_only_names(world: World) -> None:
    desk = world.signed_in("akissi")
    evil = (
        'id;titre;entreprises\nP-1;"=HYPERLINK(""http://x"")<script>alert(1)</script>";"<img src=x onerror=alert(1)>"\n'
    )
    assert load(desk, evil).status_code == 303
    for address in (DESK, f"{DESK}?kind=organisation"):
        listed = desk.get(address).text
        assert "<script>alert" not in listed and "<img src=x" not in listed
    sheet = all_sheets(world)["P-1"]
    page = desk.get(f"{DESK}pilote/{sheet.id}").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_source_that_is_no_address_is_refused(world: World) -> None:
    got = upload(world.signed_in("akissi"), "id;titre;source_url\nP-1;École;javascript:alert(1)\n")
    assert got.status_code == 422 and "https://" in got.text


@pytest.mark.parametrize(
    ("holds", "content", "title"),
    [
        ("organisation", "nom,type,activite,site\nExemple SA,entreprise,cacao,https://exemple.test/\n", "Exemple SA"),
        ("commitment", "id,engagement,organisation,montant,annees\nE1,Dix forages,Exemple SA,90000000,2024-2026\n", "Dix forages"),
        ("rule", "id,texte,nature,date,pour_entreprise,en_vigueur\nC1,Code minier,loi,2014-03-24,Verser 0,oui\n", "Code minier"),
    ],
    ids=["organisation", "commitment", "rule"],
)  # fmt: skip
def test_each_kind_of_sheet_has_its_file(world: World, holds: str, content: str, title: str) -> None:
    desk = world.signed_in("akissi")
    assert load(desk, content, kind=holds).status_code == 303
    (only,) = all_sheets(world, holds).values()
    assert title in only.latest.values()
    assert title in desk.get(f"{DESK}?kind={holds}").text


def test_the_real_examples_load(world: World, shared: Path) -> None:
    corpus = shared / "corpora" / "rse_projets_ci_exemples.csv"
    desk = world.signed_in("akissi")
    assert load(desk, corpus.read_text()).status_code == 303
    found = all_sheets(world)
    assert len(found) == 18 and sum("committed" in one.latest for one in found.values()) == 16
    assert len(found["RSE-001"].latest["funders"]) == 2
    assert "Ce fichier ne change rien" in upload(desk, corpus.read_bytes()).text
