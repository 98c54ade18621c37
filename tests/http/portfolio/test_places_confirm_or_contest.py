"""Phones of a place answer "is it done?": one voice a person; a contest is work for the desk again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.ledger.tables import Erasure
from feedback_app.portfolio.replies.states import ReplyOutcome, outcome
from feedback_app.portfolio.replies.tables import Reply, ReplyAnswer
from feedback_app.review.store import find_case
from feedback_app.rights import actions as rights
from feedback_app.rights.periods import read_periods
from tests.http.portfolio.test_replies_to_places import DESK, far_phone, on_phone, published, written
from tests.http.portfolio_people import demonstration, erase, settings
from tests.people import Phone, World

TODAY = dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def exact_figures(world: World) -> None:
    demonstration(world)


@pytest.fixture
def reply(world: World) -> Reply:
    return published(world, written(world, ask_on=str(clock.now().date())))


def answer(world: World, client: FlaskClient, phone: Phone, reply: Reply, fulfilled: str, **more: Any) -> uuid.UUID:
    """Somebody answers on their phone, and the server takes it in; returns the record."""
    given = {"reply": str(reply.id), "fulfilled": fulfilled, **more}
    entry = phone.entry(instrument="echo_reply", instrument_version="1", answers=given, media=[])
    got = phone.sync(client, entry)
    assert got["acks"][0]["outcome"] == "stored", got["acks"]
    run(world)
    return uuid.UUID(entry["id"])


def run(world: World) -> None:
    with world.app.app_context():
        jobs.run("replies")


def answers(world: World) -> list[str]:
    with world.app.app_context(), transaction() as session:
        return sorted(one.fulfilled for one in session.query(ReplyAnswer))


@pytest.mark.both_databases
def test_a_contest_is_on_top_of_the_desks_list_with_its_reason_and_on_the_public_page(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    assert "conteste" not in world.signed_in().get(DESK).text
    answer(world, client, world.awa, reply, "no", why="La pièce manque encore.")
    desk = world.signed_in()
    listed = desk.get(DESK).text
    assert "Le lieu dit que ce n’est pas fini" in listed and "Non, pas encore" in listed
    assert "La pièce manque encore." in desk.get(f"{DESK}pilote/{reply.id}").text
    page = client.get("/replies").text
    assert "ce n’est pas fini" in page and "La pièce manque" not in page


@pytest.mark.both_databases
def test_who_answers_twice_counts_once_by_the_latest_answer(world: World, client: FlaskClient, reply: Reply) -> None:
    answer(world, client, world.awa, reply, "no")
    answer(world, client, world.awa, reply, "yes")
    assert answers(world) == ["yes"]
    assert "Le lieu le confirme" in client.get("/replies").text
    answer(world, client, world.koffi, reply, "partly")
    assert answers(world) == ["partly", "yes"]
    assert "ce n’est pas fini" in client.get("/replies").text


def test_a_new_reply_takes_the_place_of_the_contested_one_and_asks_anew(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    answer(world, client, world.awa, reply, "no")
    published(world, written(world, follows=str(reply.id), deed="La pièce est posée."))
    assert "conteste" not in world.signed_in().get(DESK).text
    assert [one["deed"] for one in on_phone(world.awa, client)] == ["La pièce est posée."]
    assert "ce n’est pas fini" not in client.get("/replies").text


@pytest.mark.both_databases
def test_an_answer_is_no_record_to_be_reviewed_and_goes_when_it_is_erased(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    record = answer(world, client, world.awa, reply, "no")
    with world.app.app_context():
        jobs.run("review")
        jobs.run("receipts")
        with transaction() as session:
            assert find_case(session, world.programme, record) is None
    assert not [kind for kind, _ in world.awa.pulled if kind == "fate"]
    erase(world, record)
    run(world)
    assert answers(world) == [] and "ce n’est pas fini" not in client.get("/replies").text


def test_answers_expire_with_their_voices_those_too_that_were_answered_anew(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    records = [answer(world, client, world.awa, reply, one, why="La pièce manque.") for one in ("no", "yes")]
    later = clock.now() + dt.timedelta(days=6 * 365)
    with world.app.app_context(), transaction() as session:
        assert rights.delete_expired(session, world.programme, read_periods({}), now=later, limit=100) >= 2
        assert {one.record_id for one in session.query(Erasure)} >= set(records)
    run(world)
    assert answers(world) == []


def test_only_phones_that_have_a_reply_answer_it(world: World, client: FlaskClient, reply: Reply) -> None:
    answer(world, client, far_phone(world), reply, "no")
    unpublished = written(world)
    answer(world, client, world.awa, unpublished, "no")
    assert answers(world) == []


def test_an_answer_to_nothing_or_of_another_kind_changes_nothing(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    for given in ({"reply": "nothing", "fulfilled": "no"}, {"reply": str(uuid.uuid4()), "fulfilled": "no"}):
        world.awa.sync(
            client, world.awa.entry(instrument="echo_reply", instrument_version="1", answers=given, media=[])
        )
    wrong = world.awa.entry(
        instrument="echo_reply", instrument_version="1", answers={"reply": str(reply.id), "fulfilled": "jamais"}
    )
    assert world.awa.sync(client, wrong)["acks"][0]["outcome"] == "quarantined"
    run(world)
    assert answers(world) == []


def test_one_voice_alone_is_on_the_desk_and_on_no_public_page_of_real_people(
    world: World, client: FlaskClient, reply: Reply
) -> None:
    settings(world, demo=False, k_public=5)
    answer(world, client, world.awa, reply, "no")
    assert "Le lieu dit que ce n’est pas fini" in world.signed_in().get(DESK).text
    page = client.get("/replies").text
    assert "ce n’est pas fini" not in page and "On demande au lieu" in page


@pytest.mark.parametrize(
    ("counts", "ask_on", "k", "is_what"),
    [
        ({}, None, 1, ReplyOutcome.QUIET),
        ({}, TODAY + dt.timedelta(days=1), 1, ReplyOutcome.QUIET),
        ({}, TODAY, 1, ReplyOutcome.ASKED),
        ({"unknown": 9}, TODAY, 1, ReplyOutcome.ASKED),
        ({"yes": 1}, TODAY, 1, ReplyOutcome.CONFIRMED),
        ({"yes": 9, "no": 1}, TODAY, 1, ReplyOutcome.CONTESTED),
        ({"yes": 9, "no": 4}, TODAY, 5, ReplyOutcome.CONFIRMED),
        ({"no": 3, "partly": 2}, TODAY, 5, ReplyOutcome.CONTESTED),
    ],
)
def test_who_contests_is_heard_before_who_confirms(
    counts: dict[str, int], ask_on: dt.date | None, k: int, is_what: ReplyOutcome
) -> None:
    assert outcome(counts, ask_on=ask_on, today=TODAY, k=k) is is_what
