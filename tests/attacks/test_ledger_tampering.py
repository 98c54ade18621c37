"""Somebody with the database's password changes what a village said, digest and all, or takes a record away."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update

from feedback_app.audit.hash_chain import Head
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.actions import verify
from feedback_app.ledger.entry_chain import ledger_heads
from feedback_app.ledger.tables import LedgerEntry, LedgerSegment
from feedback_app.ledger.transactions import chain_all
from feedback_app.media.actions import files_of
from feedback_app.safe.transactions import back_up
from tests.http.desk import need
from tests.http.portfolio_people import erase
from tests.people import World

pytestmark = pytest.mark.both_databases


def record(app: EchoFlask, client: FlaskClient, world: World, count: int = 3) -> list[int]:
    """Awa records some needs, the job chains them; their positions."""
    acks = world.awa.sync(client, *(need(world.awa, f"La pompe {n}") for n in range(count)))["acks"]
    with app.app_context():
        assert chain_all() == count
    return [one["position"] for one in acks]


def found(app: EchoFlask, noted: Sequence[dict[str, Head]] = ()) -> tuple[list[str], list[str]]:
    """What verifying finds: digests that are wrong, and where the hash chain is broken."""
    with app.app_context(), reading() as session:
        verified = verify(session, None, noted)
        return verified.bad, verified.breaks


def change(app: EchoFlask, position: int) -> None:
    """A body is changed, with its digest."""
    body = json.dumps({"answers": {"texte": "Tout va bien"}}).encode()
    values = {"body": body, "digest": hashlib.sha256(body).hexdigest()}
    with app.app_context(), transaction() as session:
        session.execute(update(LedgerEntry).where(LedgerEntry.position == position).values(**values))


def run(app: EchoFlask, statement: str, **values: object) -> None:
    with app.app_context(), transaction() as session:
        session.execute(text(statement), values)


def test_a_ledger_that_nobody_touched_is_whole(app: EchoFlask, client: FlaskClient, world: World) -> None:
    record(app, client, world)
    record(app, client, world, 2)
    assert found(app) == ([], [])
    with app.app_context():
        assert chain_all() == 0, "nothing more to chain"


def test_a_body_that_was_changed_with_its_digest_is_noticed(app: EchoFlask, client: FlaskClient, world: World) -> None:
    _, second, last = record(app, client, world)
    change(app, second)
    bad, breaks = found(app)
    assert bad == [], "by its digest alone it is right"
    assert len(breaks) == 1 and breaks[0].endswith(f"and {last}") and breaks[0].startswith("pilote changed between")


def test_an_entry_that_was_taken_away_is_noticed_at_either_end_too(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    for position in record(app, client, world):
        run(app, "delete from ledger_entry where position = :position", position=position)
        assert [one.split()[1] for one in found(app)[1]] == ["removed"]


def test_an_entry_that_was_slipped_in_between_is_noticed(app: EchoFlask, client: FlaskClient, world: World) -> None:
    first, *_ = record(app, client, world)
    copy = (
        "insert into ledger_entry (programme_id, position, record_id, rev, digest, body, device_id, received_at, "
        "quarantined) select programme_id, 0, record_id, 9, digest, body, device_id, received_at, quarantined "
        "from ledger_entry where position = :first"
    )
    run(app, copy, first=first)
    run(app, "update ledger_entry set position = 1 where position = 0")
    assert [one.split()[1] for one in found(app)[1]] == ["inserted"]


def test_an_entry_that_was_given_to_another_record_is_noticed(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    first, *_ = record(app, client, world)
    with app.app_context(), transaction() as session:
        session.execute(update(LedgerEntry).where(LedgerEntry.position == first).values(record_id=uuid.uuid4()))
    assert [one.split()[1] for one in found(app)[1]] == ["changed"]


def test_a_segment_that_was_taken_away_is_noticed(app: EchoFlask, client: FlaskClient, world: World) -> None:
    record(app, client, world)
    last = record(app, client, world)[0]
    record(app, client, world)
    run(app, "delete from ledger_segment where first <= :last and last >= :last", last=last)
    assert [one.split()[1] for one in found(app)[1]] == ["removed"]


def test_an_erased_record_leaves_the_hash_chain_whole(app: EchoFlask, client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    with app.app_context():
        chain_all()
    erase(world, uuid.UUID(entry["id"]))
    assert found(app) == ([], [])


@pytest.mark.parametrize("is_chained", [True, False])
def test_an_entry_that_replaces_the_copy_of_another_phone_leaves_the_hash_chain_whole(
    app: EchoFlask, client: FlaskClient, world: World, *, is_chained: bool
) -> None:
    entry = world.awa.entry()
    assert world.koffi.exchange(client, entry).get_json()["acks"][0]["outcome"] == "quarantined"
    with app.app_context():
        assert not is_chained or chain_all() == 1
    assert world.awa.exchange(client, entry).get_json()["acks"][0]["outcome"] == "stored"
    with app.app_context():
        chain_all()
    assert found(app) == ([], [])
    run(app, "delete from ledger_entry")
    assert {one.split()[1] for one in found(app)[1]} == {"removed"}, "the copy that is noted excuses nothing"


def test_whoever_chains_all_anew_is_found_out_by_a_backup(
    app: EchoFlask, client: FlaskClient, world: World, tmp_path: Path
) -> None:
    first, *_ = record(app, client, world)
    with app.app_context():
        settings = app.extensions["echo_settings"]
        made = back_up(tmp_path / "safe", settings, files_of(settings))
        with reading() as session:
            heads = ledger_heads(session)
    assert made.ledger == {"pilote": heads["pilote"].to_json()}
    assert found(app, [heads]) == ([], [])
    change(app, first)
    with app.app_context():
        with transaction() as session:
            session.query(LedgerSegment).delete()
        chain_all()
    assert found(app) == ([], []), "by itself it is whole"
    assert found(app, [heads])[1] == [f"pilote rewritten at {heads['pilote'].position}"]
    with app.app_context():
        with transaction() as session:
            session.query(LedgerSegment).delete()
            session.query(LedgerEntry).delete()
        db.session.remove()
    assert found(app, [heads])[1] == [f"pilote truncated at {heads['pilote'].position}"]
