"""Phones that are moved, narrowed, revoked, enrolled anew: what travels is what differs, and nothing from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Device, Membership
from feedback_app.forms.actions import install_instrument
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register.tables import Place, Project
from tests import build
from tests.http.desk import csrf
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases


def move(
    world: World, phone: Phone, place: str, instruments: list[str] | None = None, login: str = "akissi"
) -> TestResponse:
    """As Akissi does it at the desk, through the page that asks whether she is sure."""
    akissi = world.signed_in(login)
    address = f"/desk/admin/phones/{phone.device_id}/move"
    html = akissi.get(address).text
    every = re.findall(r'name="instruments" value="(\w+)"', html)
    form = {
        "csrf": csrf(html) if 'name="csrf" content' in html else "",
        "place": place,
        "instruments": every if instruments is None else instruments,
    }
    asked = akissi.post(address, data=form)
    if asked.status_code != 200:
        return asked
    assert 'name="sure" value="yes"' in asked.text
    return akissi.post(address, data={**form, "sure": "yes"})


def changes(phone: Phone, client: FlaskClient) -> tuple[dict[str, set[str]], dict[str, Any]]:
    """The next answer: names by `put` and `drop`, and the answer itself."""
    answer = phone.sync(client)
    rows: dict[str, set[str]] = {"put": set(), "drop": set()}
    for one in answer["changes"]:
        rows[one["op"]].add(f"{one['kind']} {one['id']}")
    return rows, answer


def names(phone: Phone, kind: str) -> set[str]:
    return {name for its, name in phone.pulled if its == kind}


def fresh(world: World, phone: Phone, client: FlaskClient) -> dict[tuple[str, str], Any]:
    """What a phone of the same scope ends with that starts from nothing."""
    other = Phone(phone.token, phone.device_id, phone.person_id, phone.programme, phone.place)
    other.sync(client)
    return other.pulled


def is_whole(world: World, phone: Phone, client: FlaskClient) -> bool:
    phone.sync(client)
    return phone.pulled == fresh(world, phone, client)


class TestMoved:
    @pytest.mark.parametrize(
        ("to", "put", "drop"),
        [
            ("S1", {"place S1", "place V2"}, set()),
            ("R1", {"place S1", "place V2", "place R1"}, set()),
            ("V2", {"place V2"}, {"place V1", "project P1"}),
            ("V3", {"place V3"}, {"place V1", "project P1"}),
            ("XX", {f"place {code}" for code in ("XX", "R1", "R2", "S1", "S2", "V2", "V3")}, set()),
        ],
        ids=["wider", "the region", "sibling", "another region", "the country"],
    )
    def test_awa_gets_what_differs_and_nothing_else_and_back_again(
        self, world: World, client: FlaskClient, to: str, put: set[str], drop: set[str]
    ) -> None:
        world.awa.sync(client)
        assert move(world, world.awa, to).status_code == 303
        rows, answer = changes(world.awa, client)
        assert rows == {"put": put, "drop": drop} and "reset" not in answer
        assert answer["scope"]["place"] == to
        with world.app.app_context():
            label = db.session.get_one(Place, to).label
        assert answer["scope"]["place_name"] == label, "as at enrolment"
        assert is_whole(world, world.awa, client)
        assert "scope" not in world.awa.exchange(client).get_json()
        move(world, world.awa, "V1")
        rows, answer = changes(world.awa, client)
        assert rows == {"put": drop, "drop": put} and "reset" not in answer
        assert is_whole(world, world.awa, client)

    def test_koffi_is_narrowed_to_one_village(self, world: World, client: FlaskClient) -> None:
        world.koffi.sync(client)
        move(world, world.koffi, "V1")
        rows, answer = changes(world.koffi, client)
        assert rows == {"put": set(), "drop": {"place S1", "place V2"}} and "reset" not in answer

    def test_moved_twice_before_she_has_signal_she_still_gets_a_delta(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client)
        move(world, world.awa, "V3")
        move(world, world.awa, "V2")
        rows, answer = changes(world.awa, client)
        assert rows == {"put": {"place V2"}, "drop": {"place V1", "project P1"}} and "reset" not in answer

    def test_fewer_forms_and_more_again(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client)
        every = names(world.awa, "instrument")
        move(world, world.awa, "V1", ["besoin"])
        rows, _ = changes(world.awa, client)
        assert rows == {"put": set(), "drop": {f"instrument {name}" for name in every - {"besoin"}}}
        move(world, world.awa, "V1")
        rows, answer = changes(world.awa, client)
        assert rows == {"put": {f"instrument {name}" for name in every - {"besoin"}}, "drop": set()}
        assert answer["scope"]["instruments"] is None

    def test_what_was_recorded_for_the_old_place_is_taken_without_ado(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client)
        before = world.awa.entry(place="V1")
        move(world, world.awa, "V3")
        acks = world.awa.exchange(client, before, world.awa.entry(place="V3"), world.awa.entry(place="V2")).get_json()[
            "acks"
        ]
        assert [ack["outcome"] for ack in acks] == ["stored", "stored", "quarantined"]
        assert acks[2]["errors"] == [{"field": "place", "reason": "outside-scope"}], "she was never there"

    def test_a_form_she_no_longer_has_and_an_old_version_still_count(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client)
        old = world.awa.entry()
        name, source = next(one for one in shipped_instruments() if one[0] == "besoin")
        with world.app.app_context(), transaction() as session:
            version = build.instrument_version("besoin")
            made = install_instrument(
                session, "pilote", name=name, source=source.replace(version, "2099010101"), now=clock.now()
            )
            assert made
            publish_everywhere(session)
        rows, _ = changes(world.awa, client)
        assert rows == {"put": {"instrument besoin"}, "drop": set()}
        move(world, world.awa, "V1", ["emotion"])
        assert world.awa.sync(client, old)["acks"][0]["outcome"] == "stored"


class TestTheAreaMoves:
    def test_a_project_that_moves_leaves_one_village_and_appears_in_the_other(
        self, world: World, client: FlaskClient
    ) -> None:
        world.awa.sync(client)
        world.koffi.sync(client)
        with world.app.app_context(), transaction() as session:
            session.execute(update(Project).where(Project.id == "P1").values(place_code="V2"))
            publish_everywhere(session)
        assert changes(world.awa, client)[0] == {"put": set(), "drop": {"project P1"}}
        world.koffi.sync(client)
        assert world.koffi.pulled["project", "P1"]["place"] == "V2"
        assert is_whole(world, world.koffi, client) and is_whole(world, world.awa, client)

    def test_a_village_under_another_parent_is_a_delta_too(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client)
        before = world.awa.entry(place="V1")
        with world.app.app_context(), transaction() as session:
            session.execute(update(Place).where(Place.code == "V1").values(path="/XX/R2/S2/V1/", parent_code="S2"))
            publish_everywhere(session)
        _, answer = changes(world.awa, client)
        assert "reset" not in answer and is_whole(world, world.awa, client)
        assert names(world.awa, "place") == {"V1"} and world.awa.pulled["place", "V1"]["parent"] == "S2"
        assert world.awa.exchange(client, before).get_json()["acks"][0]["outcome"] == "stored"


class TestEnrolledAnew:
    def again(self, world: World, client: FlaskClient, phone: Phone) -> Phone:
        akissi = world.signed_in("akissi")
        token = csrf(akissi.get("/desk/admin/phones").text)
        page = akissi.post(f"/desk/admin/phones/{phone.device_id}/code", data={"csrf": token})
        code = re.search(r"#enrol=([A-Z0-9-]+)", page.text)
        assert code, page.text
        answer = client.post(
            "/api/v1/enrol", json={"code": code[1], "device": {"name": "Itel", "platform": "A", "app_version": "1"}}
        ).get_json()
        assert answer["person"]["id"] == str(phone.person_id)
        return Phone(answer["token"], answer["device_id"], phone.person_id, phone.programme, phone.place)

    def test_awa_goes_on_where_she_was_with_a_new_token(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        world.awa.sync(client, need)
        new = self.again(world, client, world.awa)
        world.signed_in("akissi")
        with world.app.app_context(), transaction() as session:
            session.execute(update(Device).where(Device.id == world.awa.device_id).values(revoked_at=clock.now()))
        assert world.awa.exchange(client).status_code == 403
        new.cursor = world.awa.cursor
        answer = new.sync(client, need)
        assert (answer["changes"], answer.get("reset"), answer["acks"][0]["outcome"]) == ([], None, "known")
        (ack,) = new.exchange(client, new.entry(id=need["id"], rev=2)).get_json()["acks"]
        assert ack["outcome"] == "stored", "she may correct what her old phone sent"

    def test_two_phones_of_hers_see_the_same(self, world: World, client: FlaskClient) -> None:
        second = self.again(world, client, world.awa)
        world.awa.sync(client)
        second.sync(client)
        assert second.pulled == world.awa.pulled


class TestCursors:
    @pytest.mark.parametrize(
        "made",
        [
            "{epoch}.999999.{scope}",
            "x.1.{scope}",
            "{epoch}.1.feedfeed00",
            "{epoch}.1.{other}",
            "{epoch}.1.{scope}.5.{other}",
        ],
    )
    def test_a_cursor_from_the_future_another_life_or_another_phone_begins_anew(
        self, world: World, client: FlaskClient, made: str
    ) -> None:
        for phone in (world.awa, world.koffi):
            phone.sync(client)
        epoch, _, scope = str(world.awa.cursor).split(".")
        other = str(world.koffi.cursor).split(".")[2]
        answer = world.awa.exchange(client, cursor=made.format(epoch=epoch, scope=scope, other=other)).get_json()
        assert answer["reset"] is True
        assert {one["id"] for one in answer["changes"] if one["kind"] == "place"} == {"V1"}


class TestAtTheDesk:
    def regional(self, world: World) -> None:
        with world.app.app_context(), transaction() as session:
            session.execute(update(Membership).where(Membership.person_id == world.coordinator).values(place_code="R1"))

    def test_a_regional_coordinator_moves_phones_within_her_region_only(self, world: World) -> None:
        self.regional(world)
        assert move(world, world.awa, "V2").status_code == 303
        refused = move(world, world.awa, "V3")
        assert refused.status_code == 422 and "place" in refused.text
        with world.app.app_context():
            assert db.session.get_one(Device, world.awa.device_id).place_code == "V2"

    def test_a_phone_outside_her_region_is_not_there_for_her(self, world: World) -> None:
        move(world, world.awa, "V3")
        self.regional(world)
        akissi = world.signed_in("akissi")
        token = csrf(akissi.get("/desk/admin/phones").text)
        for what in ("move", "code", "revoke"):
            got = akissi.post(f"/desk/admin/phones/{world.awa.device_id}/{what}", data={"csrf": token, "place": "V1"})
            assert got.status_code == 404, what
        assert akissi.get(f"/desk/admin/phones/{world.awa.device_id}/move").status_code == 404

    @pytest.mark.parametrize(("place", "instruments"), [("nowhere", None), ("", None), ("V2", []), ("V2", ["inconnu"])])
    def test_what_does_not_exist_changes_nothing(self, world: World, place: str, instruments: list[str] | None) -> None:
        assert move(world, world.awa, place, instruments).status_code == 422
        with world.app.app_context():
            device = db.session.get_one(Device, world.awa.device_id)
            assert (device.place_code, device.instruments) == ("V1", None)
