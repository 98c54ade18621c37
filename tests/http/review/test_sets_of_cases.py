"""Adjoua decides on all that matches at once, sees what was left out, and takes it back before anybody has heard."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.review.sets.states import MOST, UNDO
from feedback_app.review.tables import Case, CaseSet, Decision
from tests.desk_actions import ACCEPT, REJECT, REOPEN, TAKE
from tests.desk_browser import DeskBrowser
from tests.http.desk import csrf
from tests.http.portfolio_people import decide, erase, say
from tests.people import World

pytestmark = pytest.mark.both_databases

ACCEPT_ALL = {"action": "accept"}
REJECT_ALL = {"action": "reject", "reason": "duplicate"}


def token(desk: DeskBrowser) -> str:
    return csrf(desk.get("/desk/").text)


def settle(desk: DeskBrowser, query: str = "", records: Sequence[uuid.UUID] = ()) -> str:
    """Presses "decide for the whole list". Returns the address of the set's page."""
    made = desk.post(f"/desk/sets?{query}", data={"csrf": token(desk), "record": [str(one) for one in records]})
    assert made.status_code == 303, made.text
    return made.headers["Location"]


def send(desk: DeskBrowser, address: str, **fields: str) -> TestResponse:
    return desk.post(address, data={"csrf": token(desk), **fields})


def read(desk: DeskBrowser, address: str) -> str:
    """What a page says, with plain spaces."""
    return desk.get(address).text.replace("\xa0", " ").replace("\u202f", " ")


def decided(desk: DeskBrowser, **fields: str) -> str:
    """Everything that waits is decided so. Returns the address of the set's page."""
    address = settle(desk)
    assert send(desk, f"{address}/decision", **fields).status_code == 303
    return address


def exactly(world: World) -> dict[uuid.UUID, tuple[Any, ...]]:
    """The cases as they are, with all that is counted, searched and shown of them."""
    with world.app.app_context():
        found = db.session.query(Case).order_by(Case.record_id)
        return {case.record_id: (case.state, case.rev, case.position, case.decided_at, case.search) for case in found}


def tabs(desk: DeskBrowser) -> list[str]:
    return re.findall(r"<li><a href=\"[^\"]*\"[^>]*>([^<]+<span>\d+)", desk.get("/desk/").text)


def events(world: World, client: FlaskClient, record: uuid.UUID) -> list[str]:
    world.awa.sync(client)
    row = world.awa.pulled.get(("record", str(record)))
    return [event["state"] for event in row["events"]] if row else []


def later(world: World, monkeypatch: pytest.MonkeyPatch, by: dt.timedelta = UNDO) -> None:
    """Time passes, and what is due is published."""
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)
    with world.app.app_context():
        jobs.run("sets")


def test_all_that_waits_is_accepted_at_once_and_nobody_hears_of_it_yet(world: World, client: FlaskClient) -> None:
    records = [say(client, world.awa) for _ in range(3)]
    desk = world.signed_in()
    page = read(desk, decided(desk, **ACCEPT_ALL))
    assert "Accepté : 3 fiches" in page and "Tout annuler" in page
    assert {state for state, *_ in exactly(world).values()} == {"accepted"}
    assert {tuple(events(world, client, one)) for one in records} <= {("received",), ()}


def test_authors_hear_once_it_can_no_longer_be_undone(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    address = decided(desk, **REJECT_ALL, message="Déjà dit hier.")
    later(world, monkeypatch, UNDO - dt.timedelta(seconds=5))
    assert "rejected" not in events(world, client, record)
    later(world, monkeypatch)
    assert events(world, client, record) == ["received", "rejected"]
    desk = world.signed_in()  # ten minutes later
    assert "Tout annuler" not in read(desk, address)
    assert send(desk, f"{address}/undo").status_code == 409
    assert {state for state, *_ in exactly(world).values()} == {"rejected"}


def test_undoing_gives_back_exactly_what_was_and_nobody_ever_hears(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, sent_back = say(client, world.awa), say(client, world.awa)
    decide(world, sent_back, ACCEPT)
    desk = world.signed_in()
    desk.get("/desk/")
    before, shown = exactly(world), tabs(desk)
    address = settle(desk, "tab=all")
    send(desk, f"{address}/decision", **REJECT_ALL)
    assert exactly(world) != before
    assert send(desk, f"{address}/undo").status_code == 303
    assert "exactement comme avant" in read(desk, address)
    assert exactly(world) == before and tabs(desk) == shown
    later(world, monkeypatch, 2 * UNDO)
    assert "rejected" not in events(world, client, waiting)
    assert events(world, client, sent_back)[-1] == "accepted"


def test_what_changed_since_the_count_was_shown_is_left_out_and_named(world: World, client: FlaskClient) -> None:
    fine, faster = say(client, world.awa), say(client, world.awa)
    desk = world.signed_in()
    address = settle(desk)
    decide(world, faster, REJECT, reason="duplicate")
    after = say(client, world.awa)
    send(desk, f"{address}/decision", **ACCEPT_ALL)
    page = read(desk, address)
    assert "Laissées de côté (1)" in page and "quelqu’un a décidé" in page and str(faster) in page
    states = {key: state for key, (state, *_) in exactly(world).items()}
    assert (states[fine], states[faster]) == ("accepted", "rejected")
    assert states.get(after, "received") == "received"


def test_what_somebody_did_since_then_is_not_undone(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = say(client, world.awa), say(client, world.awa)
    desk = world.signed_in()
    address = decided(desk, **ACCEPT_ALL)
    decide(world, second, REOPEN, state_seen="accepted")
    send(desk, f"{address}/undo")
    page = read(desk, address)
    assert "Pas annulées (1)" in page and str(second) in page
    states = {key: state for key, (state, *_) in exactly(world).items()}
    assert states == {first: "received", second: "received"}
    later(world, monkeypatch)
    assert events(world, client, second).count("accepted") == 1
    assert "accepted" not in events(world, client, first)


def test_only_whom_she_chose_is_decided(world: World, client: FlaskClient) -> None:
    mine, other = say(client, world.awa), say(client, world.awa)
    desk = world.signed_in()
    desk.get("/desk/")
    address = settle(desk, records=[mine])
    send(desk, f"{address}/decision", **ACCEPT_ALL)
    states = {key: state for key, (state, *_) in exactly(world).items()}
    assert states == {mine: "accepted", other: "received"}


def test_who_may_be_in_danger_is_never_in_a_set(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    desk.get("/desk/")
    with world.app.app_context():
        db.session.query(Case).update({"danger": "asked"})
        db.session.commit()
    for address in (settle(desk), settle(desk, records=[record])):
        assert "Aucune fiche ne correspond" in read(desk, address)


def test_of_more_than_a_set_takes_the_first_are_taken_and_it_says_so(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("feedback_app.review.sets.store.MOST", "feedback_app.review.sets.desk.MOST"):
        monkeypatch.setattr(name, 2)
    assert MOST == 500
    for _ in range(3):
        say(client, world.awa)
    desk = world.signed_in()
    page = read(desk, settle(desk))
    assert "2 fiches, et rien d’autre" in page and "D’autres fiches correspondent" in page


def test_it_goes_on_where_it_stopped(world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that ran out of time, or a server that was killed: the page goes on, twice does no harm."""
    for _ in range(3):
        say(client, world.awa)
    desk = world.signed_in()
    with monkeypatch.context() as slow:
        slow.setattr("feedback_app.review.sets.transactions.SLICE", 2)
        slow.setattr("feedback_app.review.sets.transactions.A_REQUEST_S", 1e-9)
        address = settle(desk)
        send(desk, f"{address}/decision", **ACCEPT_ALL)
        page = desk.plain_get(address).text
        assert "0 sur 3" in page and "Continuer" in page
    for _ in range(2):
        send(desk, f"{address}/run")
    assert {state for state, *_ in exactly(world).values()} == {"accepted"}
    with world.app.app_context():
        assert db.session.query(Decision).count() == 3


def test_what_was_begun_and_left_is_published_as_far_as_it_went(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    with monkeypatch.context() as slow:
        slow.setattr("feedback_app.review.sets.transactions.A_REQUEST_S", -1)
        address = settle(desk)
        send(desk, f"{address}/decision", **ACCEPT_ALL)
    later(world, monkeypatch)
    assert "La décision s’est arrêtée en route : 1 fiches" in read(world.signed_in(), address)
    assert "accepted" not in events(world, client, record)


def test_a_reason_is_asked_for_and_nothing_happens_without(world: World, client: FlaskClient) -> None:
    say(client, world.awa)
    desk = world.signed_in()
    address = settle(desk)
    assert send(desk, f"{address}/decision", action="reject").status_code == 422
    assert send(desk, f"{address}/decision", action="ask", reason="unclear", message="?").status_code == 422
    assert send(desk, f"{address}/decision", action="nonsense").status_code == 422
    assert {state for state, *_ in exactly(world).values()} == {"received"}
    assert send(desk, f"{address}/decision", **ACCEPT_ALL).status_code == 303
    assert send(desk, f"{address}/decision", **REJECT_ALL).status_code == 409


def test_another_reviewer_sees_and_undoes_nothing_of_it(world: World, client: FlaskClient) -> None:
    say(client, world.awa)
    desk = world.signed_in()
    address = decided(desk, **ACCEPT_ALL)
    stranger = world.signed_in("akissi")
    assert stranger.get(address).status_code in {403, 404}
    assert send(stranger, f"{address}/undo").status_code in {403, 404}
    assert {state for state, *_ in exactly(world).values()} == {"accepted"}


def test_a_record_erased_meanwhile_is_left_out_and_stays_gone(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, there = say(client, world.awa), say(client, world.awa)
    desk = world.signed_in()
    address = decided(desk, **ACCEPT_ALL)
    erase(world, gone)
    send(desk, f"{address}/undo")
    later(world, monkeypatch)
    assert events(world, client, gone) in ([], ["erased"])
    assert exactly(world)[there][0] == "received"


def test_a_list_that_nobody_decided_about_goes_after_a_day(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(client, world.awa)
    settle(world.signed_in())
    later(world, monkeypatch, dt.timedelta(days=1, minutes=1))
    with world.app.app_context():
        assert db.session.query(CaseSet).count() == 0


TAG_ALL = {"action": "tag", "tag": "Saison sèche"}
FLAG_ALL = {"action": "flag", "flag": "Toutes du même jour ?"}


def marks(world: World) -> dict[uuid.UUID, str | None]:
    with world.app.app_context():
        return {case.record_id: case.marks for case in db.session.query(Case)}


class TestMarkingASet:
    @pytest.mark.parametrize(("fields", "mark"), [(TAG_ALL, "#saison-sèche#"), (FLAG_ALL, "!any! !by_hand!")])
    def test_all_that_waits_is_marked_without_a_decision_and_undone_again(
        self, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str], mark: str
    ) -> None:
        records = [say(client, world.awa) for _ in range(3)]
        desk = world.signed_in()
        desk.get("/desk/")
        before = exactly(world)
        address = decided(desk, **fields)
        assert "3 fiches" in read(desk, address) and exactly(world) == before
        assert marks(world) == dict.fromkeys(records, mark)
        assert send(desk, f"{address}/undo").status_code == 303
        assert marks(world) == dict.fromkeys(records, "")
        later(world, monkeypatch)
        assert {tuple(events(world, client, one)) for one in records} <= {("received",), ()}

    def test_what_was_tagged_before_keeps_its_tag_when_the_set_is_undone(
        self, world: World, client: FlaskClient
    ) -> None:
        first, second = say(client, world.awa), say(client, world.awa)
        desk = world.signed_in()
        desk.get("/desk/")
        one = settle(desk, records=[first])
        send(desk, f"{one}/decision", **TAG_ALL)
        both = settle(desk, records=[first, second])
        send(desk, f"{both}/decision", **TAG_ALL)
        assert "elle l’était déjà" in read(desk, both)
        send(desk, f"{both}/undo")
        assert marks(world) == {first: "#saison-sèche#", second: ""}

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"action": "tag", "tag": "<b>"}, "Une étiquette a des lettres"),
            ({"action": "tag"}, "Une étiquette a des lettres"),
            ({"action": "flag", "flag": " "}, "ce qu’il faut regarder"),
            ({"action": "flag", "flag": "a" * 301}, "ce qu’il faut regarder"),
            ({"action": "assign"}, "Choisissez à qui la confier"),
            ({"action": "assign", "whom": str(uuid.UUID(int=7))}, "Choisissez à qui la confier"),
        ],
    )
    def test_without_a_word_or_a_person_nothing_happens_and_the_page_says_why(
        self, world: World, client: FlaskClient, fields: dict[str, str], words: str
    ) -> None:
        say(client, world.awa)
        desk = world.signed_in()
        address = settle(desk)
        got = send(desk, f"{address}/decision", **fields)
        assert got.status_code == 422 and words in got.text
        assert set(marks(world).values()) == {""}


class TestGivingASet:
    def test_its_records_are_before_the_other_reviewer_and_free_again_when_undone(
        self, world: World, client: FlaskClient
    ) -> None:
        records = [say(client, world.awa) for _ in range(2)]
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        address = decided(desk, action="assign", whom=str(world.coordinator))
        assert "2 fiches" in read(desk, address)
        mine = akissi.get("/desk/?claimed=mine").text
        assert all(str(one) in mine for one in records)
        assert "a confié la fiche à Akissi" in desk.get(f"/desk/records/pilote/{records[0]}").text
        send(desk, f"{address}/undo")
        assert {state for state, *_ in exactly(world).values()} == {"received"}
        assert str(records[0]) not in akissi.get("/desk/?claimed=mine").text

    def test_nobody_who_does_not_review_there_is_given_anything(self, world: World, client: FlaskClient) -> None:
        say(client, world.awa)
        desk = world.signed_in()
        address = settle(desk)
        assert send(desk, f"{address}/decision", action="assign", whom=str(world.yao)).status_code == 422


def test_who_has_a_record_can_give_it_on(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    decide(world, record, TAKE)
    html = desk.get(f"/desk/records/pilote/{record}").text
    assert 'name="whom"' in html and f'value="{world.coordinator}"' in html


class TestTickedRecords:
    def test_are_decided_and_no_others(self, world: World, client: FlaskClient) -> None:
        ticked, other = say(client, world.awa), say(client, world.awa)
        desk = world.signed_in()
        desk.get("/desk/")
        made = desk.post("/desk/sets", data={"csrf": token(desk), "ticked": "1", "record": [str(ticked)]})
        send(desk, made.headers["Location"] + "/decision", **ACCEPT_ALL)
        states = {key: state for key, (state, *_) in exactly(world).items()}
        assert states == {ticked: "accepted", other: "received"}

    def test_none_is_not_all(self, world: World, client: FlaskClient) -> None:
        say(client, world.awa)
        desk = world.signed_in()
        got = desk.post("/desk/sets?tab=all", data={"csrf": token(desk), "ticked": "1"})
        assert got.status_code == 303 and "/desk/sets/" not in got.headers["Location"]
        assert "Cochez d’abord des fiches" in desk.get(got.headers["Location"]).text
