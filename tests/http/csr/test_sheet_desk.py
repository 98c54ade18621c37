"""Sheets at the desk: Adjoua proposes, Akissi reads and publishes; what changed stays known."""

from __future__ import annotations

import uuid

import pytest

from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.csr import store
from tests.http.csr.csr_people import DESK, add, all_sheets, hidden, public, publish_all, send
from tests.people import World

HERE = f"{DESK}pilote/"
WATER = {"title": "Deux forages", "funders": "Exemple SA (100 %)", "sectors": "water", "places": "Kongodougou ; V2"}


@pytest.mark.both_databases
def test_what_adjoua_writes_akissi_publishes_and_not_adjoua_herself(world: World) -> None:
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    made = send(
        adjoua, f"{HERE}new", kind="initiative", **(WATER | {"places": "V1 ; V2", "committed": "9 000 000 FCFA"})
    )
    assert made.status_code == 303, made.text
    sheet = all_sheets(world)["deux-forages"]
    assert not sheet.is_published and sheet.proposed["committed"] == 9000000
    address = f"{HERE}{sheet.id}"
    assert "une autre personne relit" in adjoua.get(address).text
    assert send(adjoua, f"{address}/publish", version=sheet.version).status_code == 422
    assert send(akissi, f"{address}/publish", version=sheet.version).status_code == 303
    found = all_sheets(world)["deux-forages"]
    assert found.is_published and not found.proposed
    page = adjoua.get(address).text
    assert "Adjoua" in page and "Akissi" in page and "publié" in page, "who did what is on the page"


@pytest.mark.both_databases
def test_a_change_is_public_only_once_somebody_else_has_read_it(world: World) -> None:
    public(world, "initiative", "p1", title="Deux forages", committed=9000000)
    desk, sheet = world.signed_in(), all_sheets(world)["p1"]
    got = send(desk, f"{HERE}{sheet.id}", version=sheet.version, title="Trois forages", committed="9000000")
    assert got.status_code == 303 and "did=proposed" in got.headers["Location"]
    found = all_sheets(world)["p1"]
    assert (found.words["title"], found.proposed["title"]) == ("Deux forages", "Trois forages")
    back = send(desk, f"{HERE}{sheet.id}", version=found.version, title="Deux forages", committed="9000000")
    assert back.status_code == 303 and not all_sheets(world)["p1"].proposed, "the words of before withdraw the proposal"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: World) -> None:
    sheet = add(world, "initiative", "p1", title="Deux forages")
    desk, akissi = world.signed_in(), world.signed_in("akissi")
    assert send(desk, f"{HERE}{sheet.id}", version=sheet.version, title="Trois forages").status_code == 303
    late = send(akissi, f"{HERE}{sheet.id}", version=sheet.version, title="Quatre forages")
    assert late.status_code == 409 and "entre-temps" in late.text and "Quatre forages" in late.text
    assert send(akissi, f"{HERE}{sheet.id}/publish", version=sheet.version).status_code == 409
    assert all_sheets(world)["p1"].latest["title"] == "Trois forages"


def test_wrong_fields_are_named_and_what_was_written_stays(world: World) -> None:
    got = send(
        world.signed_in(), f"{HERE}new", kind="initiative",
        title="", committed="beaucoup", first_year="2024", last_year="24", places="Atlantide", source_url="ici",
    )  # fmt: skip
    assert got.status_code == 422 and all_sheets(world) == {}
    for words in ("ne peut pas être vide", "sans virgule", "quatre chiffres", "lieu inconnu", "https://", "beaucoup"):
        assert words in got.text, words


def test_ticked_sheets_are_published_together_but_not_ones_own_nor_changed_ones(world: World) -> None:
    mine, other = add(world, "initiative", "p1", title="Un"), add(world, "initiative", "p2", title="Deux")
    akissi = world.signed_in("akissi")
    assert send(akissi, f"{HERE}{other.id}", version=other.version, title="Deux bis").status_code == 303
    ticked = [f"{one.id}:{one.version}" for one in (mine, other)] + ["x:1", f"{uuid.uuid4()}:1", f"{mine.id}:²"]
    got = send(akissi, f"{HERE}publish", sheet=ticked, kind="initiative")
    assert got.status_code == 303 and "n=1" in got.headers["Location"]
    found = all_sheets(world)
    assert found["p1"].is_published and not found["p2"].is_published


def test_what_the_register_has_becomes_sheets_once(world: World) -> None:
    akissi = world.signed_in("akissi")
    assert "n’a pas encore de fiche" in akissi.get(DESK).text
    assert send(akissi, f"{HERE}register").status_code == 303
    found = all_sheets(world)
    assert "P1" in found and found["P1"].proposed["title"] == "Pompe de Kongodougou"
    send(akissi, f"{HERE}register")
    assert len(all_sheets(world)) == len(found) and "n’a pas encore de fiche" not in akissi.get(DESK).text


def test_a_sheet_that_is_removed_is_gone_and_its_history_is_not(world: World) -> None:
    public(world, "rule", "loi", title="Loi", means="Payer")
    akissi, sheet = world.signed_in("akissi"), all_sheets(world, "rule")["loi"]
    assert send(akissi, f"{HERE}{sheet.id}/remove", version=sheet.version - 1).status_code == 409
    assert send(akissi, f"{HERE}{sheet.id}/remove", version=sheet.version).status_code == 303
    assert akissi.get(f"{HERE}{sheet.id}").status_code == 404 and not all_sheets(world, "rule")
    with world.app.app_context(), transaction() as session:
        assert [one.kind for one in store.changes_of(session, sheet.id)] == ["removed", "published", "proposed"]


def test_filters_find_a_sheet_by_word_sector_region_and_what_waits(world: World) -> None:
    public(world, "initiative", "p1", title="Deux forages", sectors=["water"], places=["V1"])
    add(world, "initiative", "p2", title="Une école", sectors=["education"], places=["V3"])
    desk = world.signed_in()
    for query, expected in (("q=FORAGE", "p1"), ("sector=education", "p2"), ("place=R1", "p1"), ("waiting=1", "p2")):
        page = desk.get(f"{DESK}?{query}").text
        assert ("Deux forages" in page, "Une école" in page) == (expected == "p1", expected == "p2"), query
    assert desk.get(f"{DESK}?kind=nonsense&q=%25&sector=x&place=x").status_code == 200


def test_a_form_shows_what_is_stored_and_saving_it_untouched_changes_nothing(world: World) -> None:
    add(
        world, "initiative", "p1", title="Deux forages", places=["V1", "V2", "R1"], sectors=["water", "health"],
        funders=[["exemple-sa", "Exemple SA", 55.5]], committed=9000000, source_date="2024-03",
    )  # fmt: skip
    publish_all(world)
    desk, sheet = world.signed_in(), all_sheets(world)["p1"]
    page = desk.get(f"{HERE}{sheet.id}").text
    names = ("version", "title", "committed", "source_date")
    form = {name: hidden(page, name) or _value(page, name) for name in names}
    sent = form | {"places": _value(page, "places"), "funders": _value(page, "funders"), "sectors": ["water", "health"]}
    got = send(desk, f"{HERE}{sheet.id}", **sent)
    assert got.status_code == 303 and "did=same" in got.headers["Location"], got.text
    assert not all_sheets(world)["p1"].proposed


def _value(page: str, name: str) -> str:
    import html
    import re

    found = re.search(rf'id="{name}" name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def test_who_looks_after_a_region_proposes_what_is_there_and_does_not_publish(world: World) -> None:
    here = add(world, "initiative", "p1", title="Deux forages", places=["V1"])
    beyond = add(world, "initiative", "p2", title="Une école", places=["V1", "V3"])
    nowhere = add(world, "organisation", "exemple-sa", name="Exemple SA")
    with world.app.app_context(), transaction() as session:
        session.delete(session.query(Membership).filter_by(person_id=world.coordinator).one())
        session.flush()
        session.add(Membership(person_id=world.coordinator, programme_id="pilote", role="coordinator", place_code="R1"))
    akissi = world.signed_in("akissi")
    assert send(akissi, f"{HERE}{here.id}/publish", version=here.version).status_code == 403
    assert send(akissi, f"{HERE}{here.id}", version=here.version, title="Trois forages", places="V1").status_code == 303
    for other in (beyond, nowhere):
        assert send(akissi, f"{HERE}{other.id}", version=other.version, title="X", name="X").status_code == 403
        assert "pas seulement de votre zone" in akissi.get(f"{HERE}{other.id}").text


def test_sheets_of_another_programme_are_not_there(world: World) -> None:
    sheet = add(world, "initiative", "p1", programme="ailleurs", title="Deux forages")
    desk = world.signed_in()
    assert "Deux forages" not in desk.get(DESK).text
    for address in (f"{HERE}{sheet.id}", f"{DESK}ailleurs/{sheet.id}"):
        assert desk.get(address).status_code == 404
        assert send(desk, f"{address}/publish", version=1).status_code in (403, 404)
