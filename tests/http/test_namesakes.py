"""Koffi carried Awa's file, so he knows the ids in it, and used one of them before her words arrived: nothing of hers is
held back, and nothing of his is taken for hers."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.carry import transactions as carry
from feedback_app.carry.actions import Carrier
from feedback_app.ledger.erasure import any_erased, erase
from feedback_app.ledger.tables import Record
from feedback_app.media.actions import files_of
from feedback_app.receipt import actions as receipts
from feedback_app.safe import transactions as safe
from feedback_app.safe.restoring import restore
from sync.namesake import namesake_id
from sync.spoken_code import code_of
from tests.desk_actions import REJECT
from tests.echo_file import echo_file
from tests.http.desk import again, need, page
from tests.http.portfolio_people import decide, follow, place_feed_row
from tests.http.tus import Tus
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

HERS, HIS = "Depuis lundi nous buvons au marigot", "Tout va bien ici"


@pytest.fixture
def hers(world: World, client: FlaskClient) -> dict[str, Any]:
    """What Awa's phone holds; Koffi has filed something else under its id."""
    entry = need(world.awa, HERS)
    assert outcomes(world.koffi, client, need(world.koffi, HIS, id=entry["id"])) == ["stored"]
    return entry


def outcomes(phone: Phone, client: FlaskClient, *entries: Any) -> list[str]:
    acks = phone.sync(client, *entries)["acks"]
    assert [one["id"] for one in acks] == [one["id"] for one in entries]
    return [one["outcome"] for one in acks]


def records(world: World) -> dict[uuid.UUID, Record]:
    """Every record, by its author."""
    with world.app.app_context():
        return {one.author_id: one for one in db.session.scalars(select(Record)) if one.author_id}


def state(phone: Phone, client: FlaskClient, entry: dict[str, Any]) -> Any:
    """What the phone's screen says of its record."""
    phone.sync(client)
    row = phone.pulled.get(("record", entry["id"]))
    return row and row["state"]


def test_her_words_are_taken_and_each_is_a_record_of_its_own(
    world: World, client: FlaskClient, hers: dict[str, Any]
) -> None:
    assert outcomes(world.awa, client, hers) == ["stored"]
    assert outcomes(world.awa, client, hers) == ["known"]
    assert outcomes(world.awa, client, again(world.awa, hers, HERS + " encore")) == ["stored"]
    found = records(world)
    assert found[world.awa.person_id].answers["texte"] == HERS + " encore"  # type: ignore[index]
    assert found[world.koffi.person_id].answers["texte"] == HIS  # type: ignore[index]
    assert (found[world.awa.person_id].rev, found[world.koffi.person_id].rev) == (2, 1)


def test_each_author_hears_what_became_of_their_own(world: World, client: FlaskClient, hers: dict[str, Any]) -> None:
    world.awa.sync(client, hers)
    found = records(world)
    decide(world, found[world.awa.person_id].id)
    decide(world, found[world.koffi.person_id].id, REJECT, reason="duplicate")
    assert state(world.awa, client, hers) == "accepted"
    assert state(world.koffi, client, hers) == "rejected"
    assert {name for kind, name in world.awa.pulled if kind == "record"} == {hers["id"]}


def test_the_desk_shows_her_words_as_hers_and_his_as_his(
    world: World, client: FlaskClient, hers: dict[str, Any]
) -> None:
    world.awa.sync(client, hers)
    desk = world.signed_in()
    desk.get("/desk/")
    for author, words, others in ((world.awa, HERS, HIS), (world.koffi, HIS, HERS)):
        shown = page(desk, {"id": str(records(world)[author.person_id].id)}).text
        assert words in shown and others not in shown
    both = desk.get("/desk/", query_string={"q": hers["id"]}).text
    assert all(str(one.id) in both for one in records(world).values()), "looked up by the id that her phone knows"


def test_her_need_gets_into_the_place_feed_beside_his(world: World, client: FlaskClient, hers: dict[str, Any]) -> None:
    world.awa.sync(client, hers)
    found = records(world)
    for one in found.values():
        decide(world, one.id)
    follow(world)
    world.awa.sync(client)
    assert {name for kind, name in world.awa.pulled if kind == "need"} == {
        place_feed_row(world, one.id)[1] for one in found.values()
    }
    assert state(world.awa, client, hers) == "accepted"


def test_her_voice_is_asked_of_her_phone_and_heard_in_her_record(
    world: World, client: FlaskClient, hers: dict[str, Any]
) -> None:
    voice = b"OggS" + b"la pompe " * 50
    name = hashlib.sha256(voice).hexdigest()
    medium = {"sha256": name, "type": "audio/ogg", "bytes": len(voice), "question": "voix"}
    spoken = need(world.awa, HERS, id=hers["id"], media=[medium])
    assert world.awa.exchange(client, spoken).get_json()["missing"] == [name]
    assert world.koffi.exchange(client).get_json()["missing"] == []
    Tus(client, world.awa).send(voice, "audio/ogg")
    assert world.awa.exchange(client).get_json()["missing"] == []
    desk = world.signed_in()
    desk.get("/desk/")
    found = records(world)
    assert name in page(desk, {"id": str(found[world.awa.person_id].id)}).text
    assert name not in page(desk, {"id": str(found[world.koffi.person_id].id)}).text


def test_her_code_leads_to_her_words_too(world: World, client: FlaskClient, hers: dict[str, Any]) -> None:
    world.awa.sync(client, hers)
    decide(world, records(world)[world.awa.person_id].id)
    with world.app.app_context(), transaction() as session:
        receipts.catch_up(session, world.programme, now=clock.now())
    world.awa.sync(client)
    code = code_of(uuid.UUID(hers["id"]))
    row = [body["state"] for (kind, _), body in world.awa.pulled.items() if kind == "fate" and body["code"] == code]
    assert sorted(row) == ["accepted", "received"], "as of any two records that share a code"


def test_her_file_carried_by_hand_arrives_after_his_entry(
    world: World, client: FlaskClient, hers: dict[str, Any]
) -> None:
    with world.app.app_context():
        made = carry.import_file(
            io.BytesIO(echo_file(world, world.awa, hers)),
            files=files_of(world.app.extensions["echo_settings"]), carrier=Carrier("cli"),
        )  # fmt: skip
    assert [(one["name"], one["outcome"]) for one in made.outcomes] == [(f"entries/{hers['id']}.1", "stored")]
    assert outcomes(world.awa, client, hers) == ["known"]


def test_what_he_sends_in_her_name_waits_and_her_own_copy_takes_its_place(
    world: World, client: FlaskClient, hers: dict[str, Any]
) -> None:
    assert outcomes(world.koffi, client, hers) == ["quarantined"]
    assert outcomes(world.awa, client, hers) == ["stored"]
    with world.app.app_context():
        mine = db.session.get_one(
            Record, (world.programme, namesake_id(uuid.UUID(hers["id"]), str(world.awa.person_id)))
        )
        assert (mine.rev, mine.quarantined) == (1, False)


class TestErasure:
    def clears(self, world: World, phone: Phone) -> None:
        with world.app.app_context(), transaction() as session:
            record = session.scalars(select(Record).where(Record.author_id == phone.person_id)).one()
            erase(session, record, now=clock.now(), reason="author", by="Akissi")

    def test_his_leaves_hers(self, world: World, client: FlaskClient, hers: dict[str, Any]) -> None:
        world.awa.sync(client, hers)
        self.clears(world, world.koffi)
        assert outcomes(world.koffi, client, need(world.koffi, HIS, id=hers["id"], rev=2)) == ["erased"]
        assert outcomes(world.awa, client, hers, again(world.awa, hers, HERS)) == ["known", "stored"]
        assert state(world.koffi, client, hers) == "erased"
        assert state(world.awa, client, hers) != "erased"

    def test_his_that_was_erased_before_hers_arrived_does_not_block_hers(
        self, world: World, client: FlaskClient, hers: dict[str, Any]
    ) -> None:
        self.clears(world, world.koffi)
        assert outcomes(world.awa, client, hers) == ["stored"]

    def test_hers_leaves_his_and_her_phone_hears_of_it_by_the_name_it_knows(
        self, world: World, client: FlaskClient, hers: dict[str, Any]
    ) -> None:
        world.awa.sync(client, hers)
        self.clears(world, world.awa)
        assert state(world.awa, client, hers) == "erased"
        assert outcomes(world.awa, client, hers) == ["erased"]
        assert outcomes(world.koffi, client, need(world.koffi, HIS, id=hers["id"], rev=2)) == ["stored"]
        with world.app.app_context():
            assert any_erased(db.session, world.programme, [uuid.UUID(hers["id"])]), "files with it go too"


def test_an_erasure_finds_its_authors_record_in_a_backup_in_which_the_other_arrived_first(
    world: World, client: FlaskClient, tmp_path: Path
) -> None:
    settings = world.app.extensions["echo_settings"]
    files = files_of(settings)

    def backs_up(folder: str) -> None:
        with world.app.app_context():
            safe.back_up(tmp_path / folder, settings, files)

    def is_restored(folder: str) -> None:
        with world.app.app_context():
            restore(tmp_path / folder, settings, files)

    hers = need(world.awa, HERS)
    his = need(world.koffi, HIS, id=hers["id"])
    backs_up("before")
    outcomes(world.koffi, client, his), outcomes(world.awa, client, hers)
    backs_up("after")
    is_restored("before")
    assert outcomes(world.awa, client, hers) == ["stored"], "this time she is the first"
    TestErasure().clears(world, world.awa)
    is_restored("after")
    assert set(records(world)) == {world.koffi.person_id}
    assert (outcomes(world.awa, client, hers), outcomes(world.koffi, client, his)) == (["erased"], ["known"])
