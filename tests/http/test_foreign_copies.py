"""Copies of somebody's record that another person's phone delivers, on both databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base.db import db
from feedback_app.ledger.tables import LedgerEntry, Record
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases


def outcome(phone: Phone, client: FlaskClient, *entries: object) -> list[str]:
    return [one["outcome"] for one in phone.exchange(client, *entries).get_json()["acks"]]


def test_an_entry_that_a_stranger_sent_first_is_its_authors_and_reaches_the_reviewer(
    client: FlaskClient, world: World
) -> None:
    medium = {"sha256": "a" * 64, "type": "audio/ogg", "bytes": 5, "question": "voix"}
    entry = world.awa.entry(media=[medium])
    assert outcome(world.koffi, client, entry) == ["quarantined"]
    assert outcome(world.awa, client, entry) == ["stored"]
    assert outcome(world.koffi, client, entry) == ["known"]
    with world.app.app_context():
        (stored,) = db.session.scalars(select(LedgerEntry)).all()
        record = db.session.scalars(select(Record)).one()
        assert (stored.device_id, stored.quarantined, record.rev, record.quarantined) == (
            world.awa.device_id, False, 1, False,
        )  # fmt: skip
        assert record.author_id == world.awa.person_id
    assert world.awa.exchange(client).get_json()["missing"] == ["a" * 64], "her phone is asked for her voice"
    assert world.koffi.exchange(client).get_json()["missing"] == []


def test_a_stranger_who_squats_revisions_does_not_stop_a_correction(client: FlaskClient, world: World) -> None:
    medium = {"sha256": "b" * 64, "type": "audio/ogg", "bytes": 5, "question": "voix"}
    first = world.awa.entry(media=[medium])
    outcome(world.awa, client, first)
    squats = [world.awa.entry(id=first["id"], rev=rev, media=[medium], duration_ms=1) for rev in (2, 3)]
    outcome(world.koffi, client, *squats)
    true = world.awa.entry(id=first["id"], rev=2, media=[medium], duration_ms=9)
    assert outcome(world.awa, client, true, true) == ["stored", "known"]
    again = world.awa.entry(id=first["id"], rev=2, media=[medium], duration_ms=10)
    assert outcome(world.awa, client, again) == ["conflict"], "with the same voice, and no error"
    assert world.awa.exchange(client).get_json()["missing"] == ["b" * 64]


def test_what_cannot_be_read_has_a_place_that_a_backup_makes_safe(client: FlaskClient, world: World) -> None:
    acks = world.awa.exchange(client, {"id": "x"}, world.awa.entry(), {"id": "x"}).get_json()["acks"]
    places = [one["position"] for one in acks]
    assert places[0] == places[2] and len({*places}) == 2
    (again,) = world.awa.exchange(client, {"id": "x"}).get_json()["acks"]
    assert again["position"] == places[0]
