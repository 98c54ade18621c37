"""Solutions at the desk: Adjoua lifts what people recorded, Akissi publishes, evidence makes them advance."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.portfolio.practices.tables import PracticeChange
from tests.http.portfolio.practice_people import (
    DESK,
    HERE,
    NAMED,
    WORDS,
    lifted,
    page,
    practice_id,
    proposed,
    publish,
    published,
    record_of,
    send,
    shown,
    stored,
)
from tests.http.portfolio_people import accepted
from tests.people import World


@pytest.mark.both_databases
def test_an_accepted_solution_waits_until_somebody_lifts_it(world: World, client: FlaskClient) -> None:
    record = record_of(client, world)
    need = accepted(client, world, world.koffi)
    desk = world.signed_in()
    before = desk.get(DESK).text
    assert str(record) in before and str(need) not in before, "a need is no solution"
    address = lifted(world, record)
    found = stored(world, address)
    assert found.proposed["domains"] == ["agr"] and found.proposed["copying"] == "facile", (
        "what its answers say by code"
    )
    assert found.proposed["credit"] == "sans" and found.proposed["places"] == ["V1"]
    assert f'value="{record}"' not in desk.get(DESK).text
    again = send(desk, f"{HERE}/lift", record=str(record), title="Encore")
    assert again.status_code == 422 and "déjà dans une autre" in again.text
    assert send(desk, f"{HERE}/lift", record=str(need), title="Un besoin").status_code == 422


@pytest.mark.both_databases
def test_what_adjoua_writes_akissi_publishes_and_not_adjoua_herself(world: World, client: FlaskClient) -> None:
    address = proposed(world, record_of(client, world))
    assert client.get(page(address)).status_code == 404
    own = send(world.signed_in(), f"{address}/publish")
    assert own.status_code == 422 and "une autre personne" in own.text
    publish(world, address)
    assert "Des claies pour le gombo" in client.get(page(address)).text
    history = world.signed_in().get(address).text
    assert "Adjoua" in history and "Akissi" in history and "tirée d’une fiche" in history


def test_what_was_changed_meanwhile_is_neither_overwritten_nor_published(world: World, client: FlaskClient) -> None:
    address = proposed(world, record_of(client, world))
    version = stored(world, address).version
    akissi = world.signed_in("akissi")
    assert send(akissi, address, **{**WORDS, "title": "Autre titre"}).status_code == 303
    late = send(world.signed_in(), address, **{**WORDS, "title": "Trop tard"}, version=str(version))
    assert late.status_code == 409 and "entre-temps" in late.text and "Trop tard" in late.text, "her words are not lost"
    assert send(world.signed_in(), f"{address}/publish", version=str(version)).status_code == 409


def test_wrong_fields_are_named_and_what_was_written_stays(world: World, client: FlaskClient) -> None:
    address = lifted(world, record_of(client, world))
    desk = world.signed_in()
    for words, says in (
        ({"summary": ""}, "ne peut pas être vide"), ({"cost_low": "9000"}, "le plus est moins que le moins"),
        ({"cost_unit": ""}, "dites pour quoi"), ({"places": "Atlantide"}, "lieu inconnu"),
        ({"credit": "nom", "credit_name": "Aya"}, "aucune de ses fiches"),
        ({"credit_name": "Aya"}, "effacez ce nom"),
    ):  # fmt: skip
        got = send(desk, address, **{**WORDS, **words})
        assert got.status_code == 422 and says in got.text and "Des claies pour le gombo" in got.text, words
    assert "summary" not in stored(world, address).proposed


def test_who_found_it_is_named_as_they_chose_and_never_in_the_history(world: World, client: FlaskClient) -> None:
    record = record_of(client, world, **NAMED)
    address = published(world, record, credit="groupe", credit_name="Les femmes de Bécédi")
    assert "Les femmes de Bécédi" in client.get(page(address)).text
    with world.app.app_context():
        changes = db.session.query(PracticeChange).all()
        assert changes and not any("credit_name" in {**one.before, **one.after} for one in changes)


def test_a_solution_without_a_name_says_so(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    assert "Des femmes, sans nom, comme ils l’ont voulu" in client.get(page(address)).text


@pytest.mark.both_databases
def test_it_advances_by_published_evidence_alone(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    akissi = world.signed_in("akissi")
    refused = send(akissi, f"{address}/stage", stage="tried")
    assert refused.status_code == 422 and "ne suffisent pas" in refused.text
    shown(world, address, "told")
    assert send(akissi, f"{address}/stage", stage="tried").status_code == 422, "that somebody says so is not enough"
    shown(world, address, days_ago=60, place="V1")
    assert send(akissi, f"{address}/stage", stage="proven").status_code == 409, "one step after the other"
    assert send(akissi, f"{address}/stage", stage="tried").status_code == 303
    waiting = akissi.get(address).text
    assert "une mesure" in waiting and "une deuxième personne" in waiting and "30 jours" in waiting
    shown(world, address, "measured", source="Centre de recherche", place="V1")
    assert send(akissi, f"{address}/stage", stage="proven").status_code == 303
    assert "ailleurs que là où elle est née" in akissi.get(address).text
    shown(world, address, source="Une autre commune", place="V3")
    assert send(akissi, f"{address}/stage", stage="spread").status_code == 303
    assert "Répandue (Grow)" in client.get(page(address)).text


def test_evidence_that_is_taken_back_takes_its_stage_along(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    seen = shown(world, address)
    akissi = world.signed_in("akissi")
    assert send(akissi, f"{address}/stage", stage="tried").status_code == 303
    assert "Essayée (Explore)" in client.get(page(address)).text
    assert send(akissi, f"{address}/evidence/{seen}/withdraw").status_code == 303
    public = client.get(page(address)).text
    assert "Trouvée (Sense)" in public and "Douze claies" not in public
    assert "Les preuves ne la portent plus" in akissi.get(address).text


def test_going_back_asks_for_a_reason(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    shown(world, address)
    akissi = world.signed_in("akissi")
    assert send(akissi, f"{address}/stage", stage="tried").status_code == 303
    assert send(akissi, f"{address}/stage", stage="found", reason="non").status_code == 422
    assert send(akissi, f"{address}/stage", stage="found", reason="Les claies sont cassées").status_code == 303
    assert "Les claies sont cassées" in akissi.get(address).text and "cassées" not in client.get(page(address)).text


def test_an_evidence_is_published_by_somebody_else_and_its_faults_are_named(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    desk = world.signed_in()
    bad = send(desk, f"{address}/evidence", kind="vu", source="", day="demain", shows="", place="Atlantide", record="x")
    assert bad.status_code == 422
    for words in (
        "d’où on le sait",
        "qui l’a vu",
        "jour déjà passé",
        "ce que cela montre",
        "Lieu inconnu",
        "pas acceptée",
    ):
        assert words in bad.text, words
    form = {"kind": "seen", "source": "Agent", "day": "2026-01-05", "shows": "Vu de mes yeux"}
    assert send(desk, f"{address}/evidence", **form).status_code == 303
    assert "Vu de mes yeux" not in client.get(page(address)).text
    form_address = next(
        part
        for part in desk.get(address).text.split('"')
        if part.startswith(f"{address}/evidence/") and "withdraw" in part
    )
    assert send(desk, form_address.replace("withdraw", "publish")).status_code == 422


@pytest.mark.both_databases
def test_knowledge_handed_down_is_public_only_while_its_holders_agree(world: World, client: FlaskClient) -> None:
    address = proposed(world, record_of(client, world), traditional="yes")
    akissi = world.signed_in("akissi")
    refused = send(akissi, f"{address}/publish")
    assert refused.status_code == 422 and "n’ont pas encore dit oui" in refused.text
    asked = {"holders": "Assemblée des anciennes", "how": "À voix haute", "day": "2026-01-05"}
    assert send(world.signed_in(), f"{address}/consent", state="given", **asked).status_code == 303
    assert client.get(page(address)).status_code == 404, "a yes publishes nothing by itself"
    publish(world, address)
    public = client.get(page(address)).text
    assert "05/01/2026" in public and "anciennes" not in public, "who agreed is for the desk"
    assert send(world.signed_in(), f"{address}/consent", state="withdrawn", **asked).status_code == 303
    assert client.get(page(address)).status_code == 404
    assert client.get("/api/v1/solutions").get_json()["total"] == 0
    assert "Assemblée des anciennes" in akissi.get(address).text
    assert send(world.signed_in(), f"{address}/consent", state="given", **asked).status_code == 303
    assert client.get(page(address)).status_code == 404, "somebody publishes it anew"


def test_where_nobody_knows_the_holders_are_asked_too(world: World, client: FlaskClient) -> None:
    address = proposed(world, record_of(client, world), traditional="unknown")
    assert send(world.signed_in("akissi"), f"{address}/publish").status_code == 422
    bad = send(world.signed_in(), f"{address}/consent", state="given", holders="", how="", day="")
    assert bad.status_code == 422 and not stored(world, address).consent


@pytest.mark.both_databases
def test_two_that_are_the_same_are_joined_and_taken_apart_again(world: World, client: FlaskClient) -> None:
    first = published(world, record_of(client, world))
    second = published(world, record_of(client, world, world.koffi), title="Sécher le gombo")
    akissi = world.signed_in("akissi")
    seen = shown(world, second)
    assert send(akissi, f"{second}/unite", into=str(practice_id(second))).status_code == 422
    assert send(akissi, f"{second}/unite", into=str(practice_id(first))).status_code == 303
    moved = client.get(page(second))
    assert moved.status_code == 302 and moved.headers["Location"].endswith(page(first)), "an address stays good"
    joined = akissi.get(first).text
    assert "Sécher le gombo" in joined and f"evidence/{seen}/withdraw" in joined and "Fiche du" in joined
    assert "Sécher le gombo" not in client.get("/solutions").text
    assert send(akissi, f"{second}/separate").status_code == 303
    assert "Douze claies" in akissi.get(second).text and f"evidence/{seen}" not in akissi.get(first).text
    assert client.get(page(second)).status_code == 404, "its words wait to be read again"
    publish_by = world.signed_in()
    assert send(publish_by, f"{second}/publish").status_code == 303
    assert client.get(page(second)).status_code == 200 and client.get(page(first)).status_code == 200


def test_a_record_that_says_the_same_joins_and_may_leave(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    other = record_of(client, world, world.koffi)
    desk = world.signed_in()
    assert send(desk, f"{HERE}/lift", record=str(other), into=str(practice_id(address))).status_code == 303
    assert send(desk, address, **WORDS).status_code == 303, "the same words, resting on both records"
    publish(world, address)
    assert len(stored(world, address).rests_on) == 2
    assert send(desk, f"{address}/leave", record=str(other), reason="x").status_code == 422
    assert send(desk, f"{address}/leave", record=str(other), reason="Une autre solution").status_code == 303
    assert client.get(page(address)).status_code == 404, "its words may say what that record did"
    only = sources(world, address)[0]
    last = send(desk, f"{address}/leave", record=str(only), reason="Une autre solution")
    assert last.status_code == 422 and "au moins une fiche" in last.text


def sources(world: World, address: str) -> list[uuid.UUID]:
    from feedback_app.portfolio.practices import store

    with world.app.app_context():
        found = store.sources(db.session, [practice_id(address)])
        return [one.record_id for one in found[practice_id(address)]]


def test_akissi_takes_a_solution_off_and_says_why(world: World, client: FlaskClient) -> None:
    address = published(world, record_of(client, world))
    akissi = world.signed_in("akissi")
    assert send(akissi, f"{address}/withdraw", reason="").status_code == 422
    assert send(akissi, f"{address}/withdraw", reason="Quelqu’un s’est blessé").status_code == 303
    assert client.get(page(address)).status_code == 404 and "blessé" in akissi.get(address).text
    assert send(akissi, f"{address}/publish").status_code == 422, "another person decides that it comes back"
