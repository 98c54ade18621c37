"""Two records say the same: Adjoua merges one into the other, both authors hear of it, and it can be undone exactly."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.jobs import run
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.ledger.suspension_store import suspend
from feedback_app.portfolio.listing.store import count_places
from feedback_app.portfolio.solutions import actions as portfolio
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review import actions
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case, Merge
from sync.spoken_code import code_of
from tests.http.desk import again, need, page, press, status_on_phone
from tests.http.portfolio_people import assigned
from tests.http.review.test_desk_queue import ids
from tests.http.review.test_stored_case_counts import counted, stored_counts
from tests.people import World

pytestmark = pytest.mark.both_databases

PUMP = "La pompe du marché est en panne depuis trois mois, les femmes vont au marigot"
SAME = "la pompe du marche est en panne depuis 3 mois, les femmes vont au marigot."


@pytest.fixture
def stays(world: World, client: FlaskClient) -> dict[str, Any]:
    entry = need(world.awa, PUMP)
    world.awa.sync(client, entry)
    return entry


@pytest.fixture
def joins(world: World, client: FlaskClient, stays: dict[str, Any]) -> dict[str, Any]:
    entry = need(world.koffi, SAME, place="V1")
    world.koffi.sync(client, entry)
    return entry


def merge(desk: FlaskClient, entry: dict[str, Any], into: dict[str, Any], **more: Any) -> TestResponse:
    return press(desk, entry, "merge", **{"into": into["id"], "into_rev": into["rev"], "reason": ""} | more)


def case(world: World, entry: dict[str, Any]) -> tuple[str, dt.datetime | None]:
    with world.app.app_context():
        found = find_case(db.session, world.programme, uuid.UUID(entry["id"]))
        assert found
        return found.state, found.decided_at


def voices(world: World) -> int:
    """How many voices are counted about water."""
    with world.app.app_context(), transaction() as session:
        portfolio.catch_up(session, world.programme)
        places = count_places(session, world.programme, before=None).get("eau", [])
        return sum(one.count for one in places)


def assert_counts_are_right(world: World) -> None:
    stored, there = ({key: n for key, (n, *_) in one.items()} for one in (stored_counts(world), counted(world)))
    assert stored == there


def take_away(world: World, entry: dict[str, Any]) -> None:
    with world.app.app_context(), transaction() as session:
        record = find_record(session, world.programme, uuid.UUID(entry["id"]))
        assert record
        erase(session, record, now=clock.now(), reason="author", by="Awa")
        actions.catch_up(session, world.programme, most=0)


def do_jobs(world: World) -> None:
    with world.app.app_context():
        for name in ("review", "likeness", "portfolio", "receipts"):
            run(name)


def test_adjoua_merges_from_the_list_of_what_is_alike(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    assert f'name="into" value="{stays["id"]}"' in page(desk, joins).text
    assert merge(desk, joins, stays).status_code == 303
    assert case(world, joins)[0] == "merged" and case(world, stays)[0] == "received"
    shown = page(desk, joins).text
    assert "Cette fiche est réunie avec" in shown and "a réuni cette fiche avec une autre" in shown
    assert stays["id"] in shown
    other = page(desk, stays).text
    assert "Réunies avec celle-ci" in other and "une voix de plus" in other
    assert "a réuni une autre fiche avec celle-ci" in other
    assert_counts_are_right(world)


def test_a_merged_record_is_found_by_its_digits_and_has_a_tab(
    world: World, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    merge(desk, joins, stays)
    for query in (f"q={code_of(joins['id'])}", "tab=merged", "tab=all"):
        assert joins["id"] in ids(desk.get(f"/desk/?{query}").text), query


def test_both_authors_hear_of_it_in_words(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    merge(desk, joins, stays)
    mine = status_on_phone(world.koffi, client, joins)
    assert mine["state"] == "merged"
    theirs = status_on_phone(world.awa, client, stays)
    assert theirs["state"] == "accepted"
    assert theirs["events"][-1]["message"] == "Une autre parole qui dit la même chose a été réunie avec celle-ci."
    assert joins["id"] not in str(theirs) and stays["id"] not in str(mine)


def test_what_was_read_stays_read_when_another_record_joins_it(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    page(desk, stays)
    before = status_on_phone(world.awa, client, stays)["state"]
    merge(desk, joins, stays)
    assert status_on_phone(world.awa, client, stays)["state"] == before == "read"


def test_two_people_who_say_the_same_are_two_voices_and_one_who_says_it_twice_is_one(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk, twice = world.signed_in(), need(world.awa, PUMP)
    world.awa.sync(client, twice)
    for entry in (stays, joins, twice):
        press(desk, entry, "accept")
    assert voices(world) == 2, "by one phone, on one day, of one age: one voice, merged or not"
    merge(desk, twice, stays, reason="duplicate")
    assert voices(world) == 2
    merge(desk, joins, stays)
    assert voices(world) == 2
    assert "comptée une fois" in page(desk, stays).text
    press(desk, stays, "reopen")
    assert voices(world) == 0


def test_a_voice_that_asks_to_be_taken_back_counts_no_more(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    merge(desk, joins, stays)
    assert voices(world) == 2
    with world.app.app_context(), transaction() as session:
        assert suspend(session, world.programme, uuid.UUID(joins["id"]), by="code", now=clock.now())
        assert sum(one.count for one in count_places(session, world.programme, before=None)["eau"]) == 1


def test_a_voice_that_joined_after_the_last_batch_waits_for_the_next_one(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    voices(world)
    until = clock.now() + dt.timedelta(seconds=1)
    merge(desk, joins, stays)
    with world.app.app_context(), transaction() as session:
        session.execute(update(Merge).values(at=until))
        assert sum(one.count for one in count_places(session, world.programme, before=until)["eau"]) == 1


@pytest.mark.parametrize("before", ["accept", "take", None])
def test_split_gives_back_the_exact_state_of_before(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any], before: str | None
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    if before:
        press(desk, joins, before)
    was, counts = case(world, joins), voices(world)
    assert merge(desk, joins, stays).status_code == 303
    assert case(world, joins)[0] == "merged"
    assert press(desk, joins, "split").status_code == 303
    assert case(world, joins) == was and voices(world) == counts
    assert "a séparé cette fiche de l’autre" in page(desk, joins).text
    shown = page(desk, stays).text
    assert "a séparé une fiche de celle-ci" in shown and "Réunies avec celle-ci" not in shown
    assert status_on_phone(world.koffi, client, joins)["state"] == was[0]
    assert_counts_are_right(world)


@pytest.mark.parametrize("jobs_run", [False, True])
def test_a_need_that_was_merged_and_split_off_again_is_under_its_theme_whether_or_not_jobs_ran_meanwhile(
    world: World, stays: dict[str, Any], joins: dict[str, Any], *, jobs_run: bool
) -> None:
    desk = world.signed_in()
    for entry in (stays, joins):
        press(desk, entry, "accept")
    do_jobs(world)
    assigned(world, uuid.UUID(joins["id"]), theme="Pompes en panne")
    theme = theme_of(world, joins)
    assert theme is not None
    merge(desk, joins, stays)
    if jobs_run:
        do_jobs(world)
        assert theme_of(world, joins) is None
    press(desk, joins, "split")
    do_jobs(world)
    assert theme_of(world, joins) == theme


def theme_of(world: World, entry: dict[str, Any]) -> uuid.UUID | None:
    with world.app.app_context():
        item = db.session.get(Item, (world.programme, uuid.UUID(entry["id"])))
        return item.theme_id if item else None


def test_chains_are_refused_in_a_clear_sentence(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk, third = world.signed_in(), need(world.awa, PUMP)
    world.awa.sync(client, third)
    merge(desk, joins, stays)
    for one, into in ((third, joins), (stays, third), (third, third)):
        refused = merge(desk, one, into)
        assert refused.status_code == 422 and "Une fiche déjà réunie n’en reçoit pas d’autres" in refused.text
        assert case(world, one)[0] == "received"
    assert merge(desk, joins, third).status_code == 422
    assert merge(desk, third, stays).status_code == 303


def test_what_cannot_stay_is_named_by_nobody(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    far, foreign = need(world.koffi, PUMP, place="V2"), need(world.stranger, PUMP)
    away = need(world.awa, PUMP)
    world.koffi.sync(client, far)
    world.stranger.sync(client, foreign)
    world.awa.sync(client, away)
    press(desk, away, "reject", reason="test_record")
    with world.app.app_context(), transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == world.adjoua).values(place_code="V1"))
    nobody = {"id": str(uuid.uuid4()), "rev": 1}
    for into in (far, foreign, away, nobody):
        refused = merge(desk, joins, into)
        assert refused.status_code == 422 and "ne peut pas être réunie avec celle-là" in refused.text
        assert case(world, joins)[0] == "received"
    assert merge(desk, joins, {"id": "x", "rev": 1}).status_code == 422


def test_what_changed_meanwhile_is_not_merged(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    page(desk, joins)
    world.awa.sync(client, again(world.awa, stays, "Le puits est à sec"))
    assert merge(desk, joins, stays).status_code == 409
    assert merge(desk, joins, stays | {"rev": 2}, rev_seen=0).status_code == 409
    assert merge(desk, joins, stays | {"rev": 2}).status_code == 303
    assert merge(desk, joins, stays | {"rev": 2}, state_seen="received").status_code == 409
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Merge)) == 1


def test_other_words_from_koffi_are_reviewed_by_themselves(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    merge(desk, joins, stays)
    assert voices(world) == 2
    world.koffi.sync(client, again(world.koffi, joins, "La route est coupée quand il pleut", place="V1"))
    do_jobs(world)
    assert case(world, joins)[0] == "received" and voices(world) == 1
    assert "Réunies avec celle-ci" not in page(desk, stays).text
    assert status_on_phone(world.koffi, client, joins)["state"] == "received"


@pytest.mark.parametrize("how", ["erased", "rejected"])
def test_when_what_stays_is_gone_the_others_wait_again(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any], how: str
) -> None:
    desk = world.signed_in()
    press(desk, joins, "accept")
    merge(desk, joins, stays)
    if how == "erased":
        take_away(world, stays)
    else:
        press(desk, stays, "reject", reason="test_record")
    do_jobs(world)
    assert case(world, joins) == ("received", None)
    assert "avec une autre, qui n’est plus là" in page(desk, joins).text
    assert status_on_phone(world.koffi, client, joins)["state"] == "received"
    assert_counts_are_right(world)
    with world.app.app_context():
        assert run("likeness") == 0
    press(desk, joins, "accept")
    assert voices(world) == 1


def test_when_what_was_merged_is_erased_its_voice_goes_and_the_rest_stays(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    desk = world.signed_in()
    press(desk, stays, "accept")
    merge(desk, joins, stays)
    take_away(world, joins)
    do_jobs(world)
    assert case(world, stays)[0] == "accepted" and voices(world) == 1
    assert joins["id"] not in page(desk, stays).text


def test_a_merged_record_is_nowhere_in_public_nor_on_phones_of_its_place(
    world: World, client: FlaskClient, stays: dict[str, Any], joins: dict[str, Any]
) -> None:
    """It had been accepted, and was there."""
    desk = world.signed_in()
    press(desk, joins, "accept")
    do_jobs(world)
    world.awa.sync(client)
    assert [kind for kind, _ in world.awa.pulled].count("need") == 1
    press(desk, stays, "accept")
    merge(desk, joins, stays)
    do_jobs(world)
    world.awa.sync(client)
    assert [kind for kind, _ in world.awa.pulled].count("need") == 1
    served = [
        client.get(address).text
        for address in (
            "/",
            "/besoins?programme=pilote",
            "/api/v1/portfolio",
            "/api/v1/portfolio.csv",
            "/api/v1/portfolio.geojson",
        )
    ]
    assert not any(joins["id"] in text or SAME in text for text in [*served, str(world.awa.pulled)])
    with world.app.app_context():
        accepted = db.session.scalars(select(Case.record_id).where(Case.state == "accepted")).all()
    assert accepted == [uuid.UUID(stays["id"])]
