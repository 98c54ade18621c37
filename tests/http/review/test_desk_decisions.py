"""Adjoua decides: every decision is stored and published to the author, and a conflict overwrites nobody."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.ledger import actions as ledger
from feedback_app.ledger.tables import Record
from feedback_app.review.tables import Case, Decision
from tests.http.desk import again, csrf, need, page, press, status_on_phone
from tests.people import World

pytestmark = pytest.mark.both_databases


def decisions(session: Any) -> list[tuple[str, str, str]]:
    session.rollback()
    rows = session.scalars(select(Decision).order_by(Decision.at))
    return [(one.action, one.before, one.after) for one in rows]


def test_an_accepted_record_is_published_to_awas_phone(client: FlaskClient, world: World, session: Any) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    assert press(world.signed_in(), entry, "accept", reason="clear").status_code == 303
    row = status_on_phone(world.awa, client, entry)
    assert row["state"] == "accepted"
    assert [event["state"] for event in row["events"]] == ["received", "read", "accepted"]
    assert decisions(session) == [("accept", "received", "accepted")]


def test_what_a_service_can_deal_with_is_passed_on_and_awa_hears_to_whom(
    client: FlaskClient, world: World, session: Any
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    assert press(desk, entry, "refer", reason="").status_code == 422
    assert press(desk, entry, "refer", reason="clear").status_code == 422, "that is a reason to accept"
    assert press(desk, entry, "refer", reason="to_town_hall", message="Demandez M. le maire.").status_code == 303
    (*_, event) = status_on_phone(world.awa, client, entry)["events"]
    assert (event["state"], event["reason"], event["message"]) == ("referred", "to_town_hall", "Demandez M. le maire.")
    assert "À la mairie" in page(desk, entry).text and entry["id"] in desk.get("/desk/?tab=referred").text
    assert 'value="accept"' not in page(desk, entry).text
    assert press(desk, entry, "reopen").status_code == 303
    assert decisions(session)[-1] == ("reopen", "referred", "received")


def test_a_question_reaches_the_phone_with_its_words_and_the_answer_is_read_again(
    client: FlaskClient, world: World, session: Any
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "ask", reason="unclear", message="Quelle pompe ?")
    row = status_on_phone(world.awa, client, entry)
    assert row["state"] == "needs_correction"
    assert row["events"][-1]["message"] == "Quelle pompe ?" and row["events"][-1]["reason"] == "unclear"
    world.awa.sync(client, again(world.awa, entry, "La pompe du marché"))
    desk.get("/desk/")
    row = status_on_phone(world.awa, client, entry)
    assert [event["state"] for event in row["events"]] == ["received", "read", "needs_correction", "received"]
    press(desk, entry, "accept", reason="clear")
    row = status_on_phone(world.awa, client, entry)
    assert (row["state"], row["rev"]) == ("accepted", 2)


def test_a_question_without_words_or_reason_is_not_sent(client: FlaskClient, world: World, session: Any) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    got = press(desk, entry, "ask", reason="unclear", message="  ")
    assert got.status_code == 422 and "Écrivez ou dites ce que" in got.text
    assert press(desk, entry, "ask", message="Quoi ?").status_code == 422
    assert press(desk, entry, "reject", reason="clear").status_code == 422
    assert decisions(session) == []
    assert status_on_phone(world.awa, client, entry)["state"] == "read"


def test_what_was_written_is_not_lost_when_something_is_missing(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    got = press(world.signed_in(), entry, "ask", message="Quelle pompe ?")
    assert ">Quelle pompe ?</textarea>" in got.text


def test_who_is_slower_gets_a_conflict_and_sees_what_the_other_decided(
    client: FlaskClient, world: World, session: Any
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    html = page(akissi, entry).text
    press(adjoua, entry, "accept", reason="clear")
    late = akissi.post(
        f"/desk/records/pilote/{entry['id']}/decision",
        data={"csrf": csrf(html), "action": "reject", "reason": "abusive", "rev_seen": "1", "state_seen": "received"},
    )
    assert late.status_code == 409 and "a changé pendant que vous la lisiez" in late.text and "Accepté" in late.text
    assert decisions(session) == [("accept", "received", "accepted")]


def test_a_revision_that_arrived_while_adjoua_read_is_a_conflict_and_not_decided_unread(
    client: FlaskClient, world: World, session: Any
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    html = page(desk, entry).text
    world.awa.sync(client, again(world.awa, entry, "Autre chose"))
    got = desk.post(
        f"/desk/records/pilote/{entry['id']}/decision",
        data={"csrf": csrf(html), "action": "accept", "rev_seen": "1", "state_seen": "received"},
    )
    assert got.status_code == 409 and "Autre chose" in got.text
    assert decisions(session) == []


def test_pressing_twice_is_idempotent_and_leaves_the_next_alone(
    client: FlaskClient, world: World, session: Any
) -> None:
    first, second = need(world.awa, "Un"), need(world.awa, "Deux")
    world.awa.sync(client, first, second)
    desk = world.signed_in()
    html = page(desk, first).text
    form = {"csrf": csrf(html), "action": "accept", "rev_seen": "1", "state_seen": "received"}
    codes = [desk.post(f"/desk/records/pilote/{first['id']}/decision", data=form).status_code for _ in range(2)]
    assert codes == [303, 409]
    assert len(decisions(session)) == 1


def test_after_a_decision_the_next_record_opens_and_the_last_leads_back(client: FlaskClient, world: World) -> None:
    first, second = need(world.awa, "Un"), need(world.awa, "Deux")
    world.awa.sync(client, first, second)
    desk = world.signed_in()
    onwards = press(desk, first, "accept", reason="clear").headers["Location"]
    assert f"/desk/records/pilote/{second['id']}?" in onwards
    assert "Accepté\u00a0:" in desk.get(onwards).text
    done = press(desk, second, "accept", reason="clear").headers["Location"]
    assert done.startswith("/desk/?") and "Tout est relu." in desk.get(done).text


def test_every_decision_can_be_undone_and_stays_written(client: FlaskClient, world: World, session: Any) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "reject", reason="duplicate")
    press(desk, entry, "reopen")
    press(desk, entry, "accept", reason="checked")
    assert [action for action, _, _ in decisions(session)] == ["reject", "reopen", "accept"]
    states = [event["state"] for event in status_on_phone(world.awa, client, entry)["events"]]
    assert states == ["received", "read", "rejected", "received", "accepted"]


def test_an_accepted_record_that_awa_changes_must_be_accepted_again(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "accept", reason="clear")
    world.awa.sync(client, again(world.awa, entry, "Autre chose"))
    assert entry["id"] in desk.get("/desk/").text
    assert status_on_phone(world.awa, client, entry)["state"] == "received"


def test_adjoua_lets_a_record_out_of_quarantine(client: FlaskClient, world: World, session: Any) -> None:
    entry = world.awa.entry(answers={"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "texte": "La pompe"})
    got = world.awa.sync(client, entry)
    assert got["acks"][0]["outcome"] == "quarantined"
    desk = world.signed_in()
    assert press(desk, entry, "release", rev="1").status_code == 303
    assert entry["id"] in desk.get("/desk/").text
    assert status_on_phone(world.awa, client, entry)["state"] == "received"
    assert world.awa.exchange(client, entry).get_json()["acks"][0]["outcome"] == "known"
    assert press(desk, entry, "accept", reason="useful").status_code == 303
    decision = session.scalars(select(Decision).where(Decision.action == "release")).one()
    assert "gravite: required" in decision.message


def test_nobody_lets_out_what_was_not_consented_to(client: FlaskClient, world: World, session: Any) -> None:
    refused = {"version": "1", "given_by": "oral", "attribution": "anonymous", "uses": {"keep": False}}
    entry = need(world.awa, consent=refused)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    assert 'value="release"' not in page(desk, entry).text
    assert press(desk, entry, "release", rev="1").status_code == 422
    assert decisions(session) == []


def test_an_erased_record_leaves_the_desk_and_the_words_about_it_too(
    client: FlaskClient, world: World, session: Any
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "ask", reason="unclear", message="Madame Mariam, quelle pompe ?")
    with transaction() as writing:
        record = writing.scalars(select(Record)).one()
        ledger.erase(writing, record, now=clock.now(), reason="subject", by="Mariam")
    assert entry["id"] not in desk.get("/desk/?tab=all").text
    assert page(desk, entry).status_code == 404
    session.rollback()
    assert session.scalars(select(Case)).all() == []
    assert [one.message for one in session.scalars(select(Decision))] == [None]


def test_nonsense_is_refused_and_nothing_breaks(client: FlaskClient, world: World, session: Any) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    for fields in ({"action": "burn"}, {"rev_seen": "x"}, {"rev": "x"}, {"action": ""}, {"message": "x" * 5000}):
        got = press(desk, entry, **({"action": "accept", "reason": "clear"} | fields))
        assert got.status_code == 422, fields
    token = {"csrf": "wrong"}
    assert press(desk, entry, "accept", **token).status_code == 403
    assert decisions(session) == []
