"""A programme gets a new key pair: phones take it up, and what was sealed to the earlier one still counts when it comes."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.ids import hash_token
from feedback_app.carry.actions import Carrier
from feedback_app.carry.transactions import import_file
from feedback_app.ledger.need_names import need_names, status_names
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media
from feedback_app.register.keys import delete_keys, private_keys
from feedback_app.register.tables import ProgrammeKey
from sync import bundle
from sync.sealed_item import sealed_medium
from sync.sealing import seal, vouching_key
from tests.echo_file import echo_file, public_key, sealed_items
from tests.http.audit_log import noted
from tests.http.test_locked_phones import VOICE, hand_over, locked, sealed, stored
from tests.http.tus import b64, sha256
from tests.people import World
from tests.sealed_server import renew

pytestmark = pytest.mark.both_databases


def outcomes(world: World, data: bytes) -> list[str]:
    with world.app.app_context():
        made = import_file(
            io.BytesIO(data), files=files_of(world.app.extensions["echo_settings"]), carrier=Carrier("desk")
        )
        return [one["outcome"] for one in made.outcomes]


def delete(world: World, programme: str = "pilote", *, days_later: int = 400) -> int:
    later = clock.now() + dt.timedelta(days=days_later)
    with world.app.app_context(), transaction() as session:
        return delete_keys(session, programme, retired_before=later - dt.timedelta(days=365), now=later)


def names(world: World, programme: str = "pilote") -> tuple[str, str]:
    with world.app.app_context():
        session = db.session
        return need_names(session, programme)(world.awa.person_id), status_names(session, programme)(
            world.awa.person_id
        )


def test_phones_learn_the_new_key_with_the_row_of_their_programme(client: FlaskClient, world: World) -> None:
    world.awa.sync(client)
    before = public_key(world)
    assert renew(world.app) == 2
    with world.app.app_context(), transaction() as session:
        publish_everywhere(session)
    world.awa.sync(client)
    now = public_key(world)
    assert now != before and world.awa.pulled["programme", "pilote"]["public_key"] == now
    assert [one.about for one in noted(world.app, "key_renewed")] == ["programme:pilote"]


def test_what_a_locked_phone_sealed_to_the_earlier_key_is_stored_as_is_what_it_seals_to_the_new_one(
    client: FlaskClient, world: World
) -> None:
    early, late = world.awa.entry(), world.awa.entry()
    waiting = sealed(world, world.awa, early)
    renew(world.app)
    renew(world.app)
    got = hand_over(client, world.awa, waiting, sealed(world, world.awa, late)).get_json()
    assert [ack["outcome"] for ack in got["acks"]] == ["stored", "stored"]
    assert stored(world, early) is not None and stored(world, late) is not None


def test_a_voice_that_was_sealed_before_arrives_after(client: FlaskClient, world: World) -> None:
    key = vouching_key(hash_token(world.awa.token))
    item = sealed_medium(str(world.awa.device_id), key, type="audio/webm", content=VOICE).wire()
    whole = seal(item, public_key(world), name=f"media/{sha256(VOICE)}")
    renew(world.app)
    metadata = f"sha256 {b64(sha256(VOICE))},type {b64('audio/webm')},sealed {b64(sha256(whole))}"
    head = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(whole)), "Upload-Metadata": metadata}
    address = client.post("/api/v1/media/", headers=head | locked(world.awa)).headers["Location"]
    head = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert client.patch(address, data=whole, headers=head | locked(world.awa)).status_code == 204
    with world.app.app_context():
        assert db.session.get(Media, ("pilote", sha256(VOICE))) is not None


def test_a_carried_file_whose_items_are_sealed_to_both_keys_is_taken_whole(world: World) -> None:
    """A phone adds to what waits on it: a file that it makes after the renewal has items of before."""
    early, late = world.awa.entry(), world.awa.entry()
    items, key_before = sealed_items(world.awa, [early, late]), public_key(world)
    renew(world.app)
    publics = dict(zip(items, (key_before, public_key(world)), strict=True))
    contents = {name: seal(one.wire(), publics[name], name=name) for name, one in items.items()}
    out = io.BytesIO()
    listed = tuple(bundle.item(name, data) for name, data in contents.items())
    manifest = bundle.Manifest("pilote", str(world.awa.device_id), "2026-11-23T10:00:00.000Z", "1", listed)
    bundle.write(out, manifest, contents.values())
    assert outcomes(world, out.getvalue()) == ["stored", "stored"]


def test_another_programme_keeps_its_key_and_its_items_stay_closed_to_this_one(world: World) -> None:
    before, others = public_key(world, "ailleurs"), echo_file(world, world.stranger, programme="ailleurs")
    renew(world.app)
    assert public_key(world, "ailleurs") == before
    entry = world.stranger.entry()
    data = echo_file(world, world.stranger, entry, programme="ailleurs")
    assert outcomes(world, data) == ["stored"] and others
    with world.app.app_context():
        keys = private_keys(db.session)
    assert not set(keys["pilote"]) & set(keys["ailleurs"])


def test_no_row_gets_another_name_by_it(world: World) -> None:
    """Names are made of the first key: with others, phones would get every row of the place anew."""
    before, elsewhere = names(world), names(world, "ailleurs")
    assert before != elsewhere
    renew(world.app)
    assert names(world) == before
    delete(world)
    assert (names(world), names(world, "ailleurs")) == (before, elsewhere)


def test_an_earlier_key_that_a_person_has_deleted_opens_nothing_and_the_phone_is_to_keep_what_it_has(
    client: FlaskClient, world: World
) -> None:
    early, late = world.awa.entry(), world.awa.entry()
    waiting = sealed(world, world.awa, early)
    renew(world.app)
    assert delete(world, days_later=300) == 0, "it is too early"
    assert (delete(world), delete(world)) == (1, 0)
    got = hand_over(client, world.awa, waiting, sealed(world, world.awa, late)).get_json()
    assert [(ack["outcome"], "position" in ack) for ack in got["acks"]] == [("quarantined", False), ("stored", True)]
    assert world.awa.exchange(client, early).get_json()["acks"][0]["outcome"] == "stored", "she has opened her phone"
    with world.app.app_context():
        first = db.session.scalars(select(ProgrammeKey).where(ProgrammeKey.retired_at.is_not(None))).one()
        assert first.private_key == b"" and first.deleted_at is not None
    assert [one.about for one in noted(world.app, "key_forgotten")] == ["programme:pilote"]


def test_the_current_key_is_never_deleted(world: World) -> None:
    assert delete(world) == 0
    renew(world.app)
    assert delete(world) == 1 and delete(world, days_later=9000) == 0
