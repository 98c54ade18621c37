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
from feedback_app.ledger.snapshots import LIFETIME, SqlSnapshots, expire_snapshots, sweep_snapshots
from feedback_app.ledger.tables import Counter, FeedRow, SnapshotHead, SnapshotPart, WantedSnapshot
from sync.snapshot import Packing
from sync.store import Feed, Scope
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


def packed(phone: Phone, client: FlaskClient) -> Any:
    """What a phone that begins is answered once the job has made what the first one wanted."""
    asks(phone, client)
    with client.application.app_context():
        jobs.run("snapshots")
    return asks(phone, client)


def part(phone: Phone, client: FlaskClient, name: str, encoding: str = "gzip") -> Any:
    return client.get(f"/api/v1/snapshot/{name}", headers=phone.headers() | {"Accept-Encoding": encoding})


def count(world: World, table: Any) -> int:
    with world.app.app_context():
        return int(db.session.execute(select(func.count()).select_from(table)).scalar_one())


def test_koffi_gets_his_whole_area_in_three_requests(country: World, client: FlaskClient) -> None:
    country.koffi.exchange(client, country.koffi.entry(place="V1"))
    answer = packed(country.koffi, client)
    assert answer["reset"] is True
    (piece,) = answer["snapshot"]["parts"]
    rows = json.loads(gzip.decompress(part(country.koffi, client, piece["hash"]).data))
    assert len(rows) == answer["snapshot"]["rows"] and {one["op"] for one in rows} == {"put"}
    assert [one["kind"] for one in rows[:4]] == ["programme", "vocabulary", "vocabulary", "vocabulary"]
    assert asks(country.koffi, client, cursor=answer["cursor"])["changes"] == []
    country.koffi.sync(client)  # a phone that knows no snapshots ends with the same
    assert {(one["kind"], one["id"]) for one in rows} == set(country.koffi.pulled)


def test_it_is_sent_as_it_was_stored_and_named_by_its_text(country: World, client: FlaskClient) -> None:
    (piece,) = packed(country.koffi, client)["snapshot"]["parts"]
    short, plain = (part(country.koffi, client, piece["hash"], how) for how in ("gzip", "identity"))
    assert (short.headers["Content-Encoding"], len(short.data)) == ("gzip", piece["bytes"])
    assert "Content-Encoding" not in plain.headers and gzip.decompress(short.data) == plain.data
    assert hashlib.sha256(plain.data).hexdigest() == piece["hash"]
    for answer in (short, plain):
        assert answer.mimetype == "application/json"
        assert {"private", "immutable"} <= set(answer.headers["Cache-Control"].replace(",", " ").split())
        assert "Accept-Encoding" in answer.headers["Vary"] and "Authorization" in answer.headers["Vary"]


def test_neither_a_stranger_nor_a_neighbour_finds_it(country: World, client: FlaskClient) -> None:
    (piece,) = packed(country.koffi, client)["snapshot"]["parts"]
    for phone in (country.stranger, country.awa):
        got = part(phone, client, piece["hash"])
        assert (got.status_code, got.get_json()["type"]) == (404, "/problems/not-found")
        assert got.get_json() == part(phone, client, "0" * 64).get_json()
    assert client.get(f"/api/v1/snapshot/{piece['hash']}").status_code == 401


@pytest.mark.parametrize("name", ["x", "0" * 64, "é" * 64, "a" * 5000, "..", "%00"])
def test_odd_names_are_not_found(country: World, client: FlaskClient, name: str) -> None:
    assert part(country.koffi, client, name).status_code == 404


def test_a_phone_midway_in_a_snapshot_that_was_swept_is_pointed_to_another(country: World, client: FlaskClient) -> None:
    (piece,) = packed(country.koffi, client)["snapshot"]["parts"]
    with country.app.app_context(), transaction() as session:
        assert sweep_snapshots(session, now=clock.now()) == 0
        assert sweep_snapshots(session, now=clock.now() + LIFETIME) == 1
    assert count(country, SnapshotPart) == 0
    assert part(country.koffi, client, piece["hash"]).status_code == 404
    (again,) = packed(country.koffi, client)["snapshot"]["parts"]
    assert part(country.koffi, client, again["hash"]).status_code == 200


def test_a_snapshot_that_phones_are_still_pointed_to_is_not_swept_under_their_feet(
    country: World, client: FlaskClient
) -> None:
    first = packed(country.koffi, client)["snapshot"]
    with country.app.app_context(), transaction() as session:
        session.execute(update(SnapshotHead).values(told_at=clock.now() - LIFETIME))
    assert "snapshot" not in asks(country.koffi, client), "there would be no time to fetch it"
    assert packed(country.koffi, client)["snapshot"] == first and count(country, SnapshotHead) == 1
    with country.app.app_context(), transaction() as session:
        assert sweep_snapshots(session, now=clock.now()) == 0


def test_concurrent_phones_want_one_snapshot_and_share_it(country: World, client: FlaskClient) -> None:
    bodies: list[Any] = []
    ready = threading.Barrier(4)

    def enrolled() -> None:
        client = country.app.test_client()
        ready.wait(timeout=30)
        bodies.append(asks(country.koffi, client))

    def all_come() -> list[Any]:
        bodies.clear()
        threads = [threading.Thread(target=enrolled) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(timeout=60)
        assert len(bodies) == 4 and all(one["changes"] == bodies[0]["changes"] for one in bodies)
        return [one.get("snapshot") for one in bodies]

    assert all_come() == [None] * 4 and count(country, WantedSnapshot) == 1
    with country.app.app_context():
        assert jobs.run("snapshots") == 1
    snapshots = all_come()
    assert snapshots[0] and snapshots == [snapshots[0]] * 4
    assert (count(country, SnapshotHead), count(country, WantedSnapshot)) == (1, 0)


def test_koffi_is_answered_by_a_page_at_once_and_his_next_exchange_names_what_the_job_has_made(
    country: World, client: FlaskClient
) -> None:
    first = asks(country.koffi, client)
    assert first["reset"] and first["more"] and len(first["changes"]) == 1000 and "snapshot" not in first
    assert (count(country, SnapshotHead), count(country, WantedSnapshot)) == (0, 1), "nobody packs in a request"
    with country.app.app_context():
        assert (jobs.run("snapshots"), jobs.run("snapshots")) == (1, 0)
    head = country.koffi.exchange(client, snapshots=True, cursor=None).get_json()
    assert head["snapshot"] and count(country, WantedSnapshot) == 0
    again = asks(country.koffi, client, cursor=early(first["cursor"]))
    assert again["reset"] and again["snapshot"] == head["snapshot"] and "scope" not in again


def early(cursor: str) -> str:
    """The cursor of a first walk that is at its beginning."""
    walk, _, head = cursor.partition("~")
    epoch, _, *rest = walk.split(".")
    return ".".join([epoch, "1", *rest]) + (f"~{head}" if head else "")


def test_where_the_job_fails_koffi_gets_everything_by_pages_and_his_neighbours_snapshot_is_made_all_the_same(
    country: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(country.koffi, client)
    with country.app.app_context(), transaction() as session:
        SqlSnapshots(session, "pilote", clock.now()).want(Scope("/XX/", ""))
    parts = Packing.parts

    def fails(packing: Packing) -> Any:
        if packing._scope.place_path != "/XX/":
            raise MemoryError
        return parts(packing)

    monkeypatch.setattr(Packing, "parts", fails)
    with country.app.app_context():
        assert jobs.run("snapshots") == 1
    assert count(country, WantedSnapshot) == 1
    answer, rows = asks(country.koffi, client), 0
    while True:
        rows += len(answer["changes"])
        if not answer["more"]:
            break
        answer = asks(country.koffi, client, cursor=answer["cursor"])
    country.koffi.sync(client)
    assert rows == len(country.koffi.pulled) > 1500
    monkeypatch.undo()
    with country.app.app_context():
        assert jobs.run("snapshots") == 1
    assert "snapshot" in asks(country.koffi, client, cursor=None)


def test_a_job_reads_while_others_write_and_stores_in_one_short_transaction(
    country: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(country.koffi, client)
    wrote = []
    read_on, parts = Packing.read_on, Packing.parts

    def writes() -> None:
        def sent() -> None:
            got = country.awa.exchange(country.app.test_client(), country.awa.entry())
            wrote.append(got.get_json()["acks"][0]["outcome"])

        thread = threading.Thread(target=sent)
        thread.start()
        thread.join(timeout=30)

    def reads_on(packing: Packing, feed: Feed) -> bool:
        writes()
        return read_on(packing, feed)

    def packs(packing: Packing) -> Any:
        writes()
        return parts(packing)

    monkeypatch.setattr(Packing, "read_on", reads_on)
    monkeypatch.setattr(Packing, "parts", packs)
    with country.app.app_context():
        assert jobs.run("snapshots") == 1
    assert len(wrote) >= 2 and set(wrote) == {"stored"}


def test_an_erasure_while_it_is_made_leaves_no_snapshot_of_before(
    country: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(country.koffi, client)
    parts = Packing.parts

    def erased_meanwhile(packing: Packing) -> Any:
        with transaction() as session:
            expire_snapshots(session, "pilote")
        return parts(packing)

    monkeypatch.setattr(Packing, "parts", erased_meanwhile)
    with country.app.app_context():
        assert jobs.run("snapshots") == 0
    assert (count(country, SnapshotHead), count(country, WantedSnapshot)) == (0, 1)
    monkeypatch.undo()
    with country.app.app_context():
        assert jobs.run("snapshots") == 1


def test_what_nobody_made_for_two_weeks_is_wanted_no_more(country: World, client: FlaskClient) -> None:
    asks(country.koffi, client)
    for days, left in ((13, 1), (15, 0)):
        with country.app.app_context(), transaction() as session:
            sweep_snapshots(session, now=clock.now() + dt.timedelta(days=days))
        assert count(country, WantedSnapshot) == left


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
