"""A morning of enrolments: what is packed once, who may fetch it, when it goes."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.feed import Put, age_tombstones, put
from feedback_app.ledger.snapshots import LIFETIME, sweep_snapshots
from feedback_app.ledger.tables import Counter, FeedRow, SnapshotHead, SnapshotPart
from tests.build import project_row
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases


@pytest.fixture
def country(world: World) -> World:
    """1,500 projects at the Lake: more than a page."""
    with world.app.app_context(), transaction() as session:
        put(session, "pilote", [Put("project", f"Q{n}", "/XX/R1/S1/", project_row(f"Q{n}")) for n in range(1500)])
    return world


def asks(phone: Phone, client: FlaskClient, **more: Any) -> Any:
    got = phone.exchange(client, **{"snapshots": True, **more})
    assert got.status_code == 200, got.text
    return got.get_json()


def part(phone: Phone, client: FlaskClient, name: str, encoding: str = "gzip") -> Any:
    return client.get(f"/api/v1/snapshot/{name}", headers=phone.headers() | {"Accept-Encoding": encoding})


def count(world: World, table: Any) -> int:
    with world.app.app_context():
        return int(db.session.execute(select(func.count()).select_from(table)).scalar_one())


def test_koffi_gets_his_whole_area_in_three_requests(country: World, client: FlaskClient) -> None:
    country.koffi.exchange(client, country.koffi.entry(place="V1"))
    answer = asks(country.koffi, client)
    assert answer["reset"] is True
    (piece,) = answer["snapshot"]["parts"]
    rows = json.loads(gzip.decompress(part(country.koffi, client, piece["hash"]).data))
    assert len(rows) == answer["snapshot"]["rows"] and {one["op"] for one in rows} == {"put"}
    assert [one["kind"] for one in rows[:4]] == ["programme", "vocabulary", "vocabulary", "vocabulary"]
    assert asks(country.koffi, client, cursor=answer["cursor"])["changes"] == []
    country.koffi.sync(client)  # a phone that knows no snapshots ends with the same
    assert {(one["kind"], one["id"]) for one in rows} == set(country.koffi.pulled)


def test_it_is_sent_as_it_was_stored_and_named_by_its_text(country: World, client: FlaskClient) -> None:
    (piece,) = asks(country.koffi, client)["snapshot"]["parts"]
    packed, plain = (part(country.koffi, client, piece["hash"], how) for how in ("gzip", "identity"))
    assert (packed.headers["Content-Encoding"], len(packed.data)) == ("gzip", piece["bytes"])
    assert "Content-Encoding" not in plain.headers and gzip.decompress(packed.data) == plain.data
    assert hashlib.sha256(plain.data).hexdigest() == piece["hash"]
    for answer in (packed, plain):
        assert answer.mimetype == "application/json"
        assert {"private", "immutable"} <= set(answer.headers["Cache-Control"].replace(",", " ").split())
        assert "Accept-Encoding" in answer.headers["Vary"] and "Authorization" in answer.headers["Vary"]


def test_neither_a_stranger_nor_a_neighbour_finds_it(country: World, client: FlaskClient) -> None:
    (piece,) = asks(country.koffi, client)["snapshot"]["parts"]
    for phone in (country.stranger, country.awa):
        got = part(phone, client, piece["hash"])
        assert (got.status_code, got.get_json()["type"]) == (404, "/problems/not-found")
        assert got.get_json() == part(phone, client, "0" * 64).get_json()
    assert client.get(f"/api/v1/snapshot/{piece['hash']}").status_code == 401


@pytest.mark.parametrize("name", ["x", "0" * 64, "é" * 64, "a" * 5000, "..", "%00"])
def test_odd_names_are_not_found(country: World, client: FlaskClient, name: str) -> None:
    assert part(country.koffi, client, name).status_code == 404


def test_a_phone_midway_in_a_snapshot_that_was_swept_is_pointed_to_another(country: World, client: FlaskClient) -> None:
    (piece,) = asks(country.koffi, client)["snapshot"]["parts"]
    with country.app.app_context(), transaction() as session:
        assert sweep_snapshots(session, now=clock.now()) == 0
        assert sweep_snapshots(session, now=clock.now() + LIFETIME) == 1
    assert count(country, SnapshotPart) == 0
    assert part(country.koffi, client, piece["hash"]).status_code == 404
    (again,) = asks(country.koffi, client)["snapshot"]["parts"]
    assert part(country.koffi, client, again["hash"]).status_code == 200


def test_a_snapshot_that_phones_are_still_pointed_to_is_not_swept_under_their_feet(
    country: World, client: FlaskClient
) -> None:
    first = asks(country.koffi, client)["snapshot"]
    with country.app.app_context(), transaction() as session:
        session.execute(update(SnapshotHead).values(told_at=clock.now() - LIFETIME))
    assert asks(country.koffi, client)["snapshot"] == first and count(country, SnapshotHead) == 1
    with country.app.app_context(), transaction() as session:
        assert sweep_snapshots(session, now=clock.now()) == 0


def test_concurrent_phones_share_one_snapshot(country: World) -> None:
    bodies: list[Any] = []
    ready = threading.Barrier(4)

    def enrolled() -> None:
        client = country.app.test_client()
        ready.wait(timeout=30)
        bodies.append(asks(country.koffi, client)["snapshot"])

    threads = [threading.Thread(target=enrolled) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert len(bodies) == 4 and all(one == bodies[0] for one in bodies)
    assert count(country, SnapshotHead) == 1


def test_tombstones_expire_after_half_a_year_and_not_before(country: World, client: FlaskClient) -> None:
    now = clock.now()
    country.koffi.sync(client)
    away = country.koffi.cursor

    def night(days: int) -> int:
        with country.app.app_context(), transaction() as session:
            return age_tombstones(session, "pilote", now=now + dt.timedelta(days=days), days=180)[0]

    def drop(name: str) -> None:
        with country.app.app_context(), transaction() as session:
            put(session, "pilote", [Put("project", name, "/XX/R1/S1/", None)])

    drop("Q1")
    assert night(0) == 0
    drop("Q2")
    assert [night(1), night(180)] == [0, 0]
    assert asks(country.koffi, client)["changes"] == [
        {"kind": "project", "id": name, "op": "drop"} for name in ("Q1", "Q2")
    ]
    assert night(181) == 1, "the drop of the first day; the second came after that day's mark"
    with country.app.app_context():
        left = db.session.scalars(select(FeedRow.name).where(FeedRow.body.is_(None))).all()
        assert (
            left == ["Q2"]
            and db.session.scalars(select(Counter.tombstone_floor).where(Counter.programme_id == "pilote")).one()
        )
    assert asks(country.koffi, client, cursor=away)["reset"] is True
    country.koffi.sync(client)
    assert not {("project", "Q1"), ("project", "Q2")} & set(country.koffi.pulled)


def test_a_server_that_is_killed_while_tombstones_expire_goes_on_where_it_was(country: World) -> None:
    now = clock.now()
    with country.app.app_context():
        for n in range(4):
            with transaction() as session:
                put(session, "pilote", [Put("project", f"Q{n}", "/XX/R1/S1/", None)])

        def night(days: int, most: int) -> tuple[int, bool]:
            with transaction() as session:
                return age_tombstones(session, "pilote", now=now + dt.timedelta(days=days), days=180, most=most)

        assert night(0, 9999) == (0, False)
        drops = select(func.count()).select_from(FeedRow).where(FeedRow.body.is_(None))
        there = db.session.scalar(drops) or 0
        steps = [night(181, 3)]
        while steps[-1][1]:
            steps.append(night(181, 3))
        assert len(steps) > 1 and sum(gone for gone, _ in steps) == there and max(gone for gone, _ in steps) <= 3
        assert (db.session.scalar(drops), night(181, 3)) == (0, (0, False))


def test_the_job_keeps_the_feed(country: World, client: FlaskClient) -> None:
    with country.app.app_context():
        assert jobs.run("feed") == 0
        assert jobs.run("feed") == 0
