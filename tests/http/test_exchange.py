"""Handing over: what the exchange answers to Awa's phone, and to hostile ones."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.ledger.actions import erase, verify
from feedback_app.ledger.tables import LedgerEntry, Malformed, Record
from tests import build
from tests.people import World

pytestmark = pytest.mark.both_databases


def acks(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get_json()["acks"]
    return found


def count(world: World, table: Any) -> int:
    with world.app.app_context():
        return int(db.session.query(table).count())


class TestAwaHandsOver:
    def test_a_finished_need_is_stored_with_the_exact_bytes(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        (ack,) = acks(world.awa.exchange(client, need))
        assert (ack["id"], ack["rev"], ack["outcome"]) == (need["id"], 1, "stored"), ack
        with world.app.app_context():
            stored = db.session.query(LedgerEntry).one()
            assert stored.body.decode() == need["body"] and stored.position == ack["position"]

    def test_the_answer_repeats_the_nonce_and_names_epoch_and_safe(self, world: World, client: FlaskClient) -> None:
        answer = world.awa.exchange(client, nonce="abc").get_json()
        assert answer["nonce"] == "abc" and answer["epoch"] and answer["safe"] == 0

    def test_a_gzipped_request_is_read(self, world: World, client: FlaskClient) -> None:
        body = gzip.compress(json.dumps({"nonce": "n", "entries": [world.awa.entry()]}).encode())
        headers = world.awa.headers() | {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        got = client.post("/api/v1/exchange", data=body, headers=headers)
        assert acks(got)[0]["outcome"] == "stored"

    def test_the_phone_gets_its_area_once_and_then_by_its_cursor_only_what_changed(
        self, world: World, client: FlaskClient
    ) -> None:
        world.awa.sync(client)
        kinds = {kind for kind, _ in world.awa.pulled}
        assert {"programme", "place", "project", "instrument", "vocabulary"} <= kinds
        assert {name for kind, name in world.awa.pulled if kind == "place"} == {"V1"}
        assert world.awa.exchange(client).get_json()["changes"] == []

    def test_koffi_sees_both_villages_and_awa_only_hers(self, world: World, client: FlaskClient) -> None:
        world.koffi.sync(client)
        assert {name for kind, name in world.koffi.pulled if kind == "place"} == {"S1", "V1", "V2"}

    def test_the_media_still_to_upload_are_named_voice_first(self, world: World, client: FlaskClient) -> None:
        media = [
            {"sha256": "a" * 64, "type": "image/jpeg", "bytes": 10, "question": "photo"},
            {"sha256": "b" * 64, "type": "audio/webm", "bytes": 10, "question": "voix"},
        ]
        answer = world.awa.exchange(client, world.awa.entry(media=media)).get_json()
        assert answer["missing"] == ["b" * 64, "a" * 64]
        assert world.koffi.exchange(client).get_json()["missing"] == []

    def test_a_clock_a_year_ahead_is_noted_and_changes_nothing(self, world: World, client: FlaskClient) -> None:
        got = world.awa.exchange(client, world.awa.entry(), clock="2099-01-01T00:00:00+00:00")
        assert acks(got)[0]["outcome"] == "stored"
        with world.app.app_context():
            assert (db.session.query(LedgerEntry).one().clock_offset_ms or 0) > 50 * 365 * 86_400_000


class TestQuarantine:
    @pytest.mark.parametrize(
        ("changes", "field", "reason"),
        [
            ({"instrument": "inconnu"}, "instrument", "unknown"),
            ({"instrument_version": "999"}, "instrument", "unknown"),
            ({"place": "V3"}, "place", "outside-scope"),
            ({"place": "nowhere"}, "place", "unknown"),
            ({"programme": "ailleurs"}, "programme", "not-this-programme"),
            ({"author": "018f0000-0000-7000-8000-0000000000ff"}, "author", "not-this-phone"),
            ({"recorded_at": "yesterday"}, "recorded_at", "not-a-time"),
            ({"consent": None}, "consent", "missing"),
            ({"consent": {"version": "1", "given_by": "oral", "uses": {"keep": False}}}, "consent", "not-given"),
            ({"location": {"lat": 91, "lon": 0}}, "location", "not-a-point"),
            ({"media": "photo"}, "media", "not-a-list"),
            ({"media": [{"sha256": "../../etc/passwd"}]}, "media", "not-a-medium"),
            ({"answers": ["eau"]}, "answers", "not-an-object"),
            ({"project": "nope"}, "project", "unknown"),
            ({"place": "x" * 100_000}, "place", "unknown"),
            ({"answers": build.need_answers(texte="eau\u0000")}, "body", "bad-character"),
        ],
    )
    def test_what_fails_validation_is_quarantined_and_its_author_gets_the_reasons(
        self, world: World, client: FlaskClient, changes: dict[str, Any], field: str, reason: str
    ) -> None:
        (ack,) = acks(world.awa.exchange(client, world.awa.entry(**changes)))
        assert ack["outcome"] == "quarantined"
        assert (field, reason) in [(error["field"], error["reason"]) for error in ack["errors"]]
        assert count(world, LedgerEntry) == 1

    def test_a_fix_releases_the_record(self, world: World, client: FlaskClient) -> None:
        bad = world.awa.entry(mode="?")
        world.awa.exchange(client, bad)
        (ack,) = acks(world.awa.exchange(client, world.awa.entry(id=bad["id"], rev=2)))
        assert ack["outcome"] == "stored"
        with world.app.app_context():
            record = db.session.query(Record).one()
            assert (record.rev, record.quarantined) == (2, False)

    def test_koffi_cannot_speak_for_awa(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        world.awa.exchange(client, need)
        (ack,) = acks(world.koffi.exchange(client, world.awa.entry(id=need["id"], rev=2)))
        assert ack["outcome"] == "quarantined" and ack["errors"][-1]["reason"] == "not-this-phone"
        (ack,) = acks(world.koffi.exchange(client, world.koffi.entry(id=need["id"], rev=2)))
        assert ack["outcome"] == "stored", "what he says in his own name is a record of his own"
        with world.app.app_context():
            record = db.session.get_one(Record, (world.programme, uuid.UUID(need["id"])))
            assert (record.rev, record.author_id) == (1, world.awa.person_id)

    def test_the_same_name_in_another_programme_disturbs_nobody(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        world.awa.exchange(client, need)
        (ack,) = acks(world.stranger.exchange(client, world.stranger.entry(id=need["id"])))
        assert ack["outcome"] == "stored"
        assert acks(world.awa.exchange(client, need))[0]["outcome"] == "known"

    def test_malformed_entries_are_stored_as_they_arrived(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        broken: list[Any] = [
            None,
            7,
            "x",
            [],
            {"id": 1},
            need | {"digest": "0" * 64},
            need | {"rev": 0},
            need | {"id": "../x"},
        ]
        got = world.awa.exchange(client, *broken, need)
        assert [ack["outcome"] for ack in acks(got)] == ["quarantined"] * len(broken) + ["stored"]
        assert count(world, Malformed) == len(broken)
        with world.app.app_context():
            assert verify(db.session).bad == []


class TestErasure:
    def test_an_erased_record_stays_erased_and_awas_phone_learns_of_it(self, world: World, client: FlaskClient) -> None:
        need = world.awa.entry()
        world.awa.sync(client, need)
        with world.app.app_context():
            record = db.session.query(Record).one()
            erase(db.session, record, now=clock.now(), reason="author", by="Awa")
            db.session.commit()
        answer = world.awa.sync(client, need)
        assert answer["acks"][0]["outcome"] == "erased"
        assert world.awa.pulled["record", need["id"]]["state"] == "erased"
        with world.app.app_context():
            assert db.session.query(LedgerEntry).one().body == b""


class TestHostileRequests:
    @pytest.mark.parametrize(
        ("body", "encoding", "status", "problem"),
        [
            (b"{", None, 400, "unreadable"),
            (b"", None, 400, "unreadable"),
            (b"[]", None, 400, "unreadable"),
            (b'{"entries": []}', None, 400, "unreadable"),
            (b'{"nonce": 7}', None, 400, "unreadable"),
            (b'{"nonce": "n", "entries": 5}', None, 400, "unreadable"),
            (b'{"nonce": "n", "cursor": {}}', None, 400, "unreadable"),
            (b'\xff\xfe{"nonce"', None, 400, "unreadable"),
            (b'{"nonce": "n", "entries": [' + b"1," * 600 + b"1]}", None, 400, "unreadable"),
            (b"[" * 100_000, None, 400, "unreadable"),
            (b'{"nonce": "' + b"x" * (2 * 1024 * 1024) + b'"}', None, 413, "too-large"),
            (gzip.compress(b" " * 50_000_000), "gzip", 413, "too-large"),
            (gzip.compress(b'{"nonce": "n"}', mtime=0)[:-9], "gzip", 400, "unreadable"),
            (gzip.compress(b'{"nonce": "n"}', mtime=0) + b"more", "gzip", 400, "unreadable"),
            (b"not gzip", "gzip", 400, "unreadable"),
            (b"{}", "br", 400, "unreadable"),
        ],
    )
    def test_a_request_that_cannot_be_read_gets_a_clear_problem(
        self, world: World, client: FlaskClient, body: bytes, encoding: str | None, status: int, problem: str
    ) -> None:
        headers = world.awa.headers() | {"Content-Type": "application/json"}
        headers |= {"Content-Encoding": encoding} if encoding else {}
        got = client.post("/api/v1/exchange", data=body, headers=headers)
        assert (got.status_code, got.mimetype) == (status, "application/problem+json"), got.text
        assert got.get_json()["type"] == f"/problems/{problem}"

    def test_the_problem_speaks_the_persons_language(self, world: World, client: FlaskClient) -> None:
        fr = client.post("/api/v1/exchange", headers={"Accept-Language": "fr"}).get_json()["title"]
        en = client.post("/api/v1/exchange", headers={"Accept-Language": "en"}).get_json()["title"]
        assert "téléphone" in fr and "phone" in en

    @pytest.mark.parametrize("token", ["", "x", "é", "a" * 5000, "\x01"])
    def test_an_unknown_token_is_answered_as_not_enrolled(self, world: World, client: FlaskClient, token: str) -> None:
        got = client.post("/api/v1/exchange", json={"nonce": "n"}, headers={"Authorization": f"Bearer {token}"})
        assert (got.status_code, got.get_json()["type"]) == (401, "/problems/not-enrolled")

    def test_a_revoked_phone_is_answered_as_revoked(self, world: World, client: FlaskClient) -> None:
        from feedback_app.enrol.tables import Device

        with world.app.app_context():
            db.session.get_one(Device, world.awa.device_id).revoked_at = clock.now()
            db.session.commit()
        got = world.awa.exchange(client, world.awa.entry())
        assert (got.status_code, got.get_json()["type"]) == (403, "/problems/revoked")
        assert count(world, LedgerEntry) == 0

    @pytest.mark.parametrize(
        "health", [7, "x", [], {"unsent": -1}, {"unsent": 2**63}, {"unsent": "many", "app_version": "2"}, {"x": {}}]
    )
    def test_odd_health_never_keeps_records_out(self, world: World, client: FlaskClient, health: Any) -> None:
        assert acks(world.awa.exchange(client, world.awa.entry(), health=health))[0]["outcome"] == "stored"

    @pytest.mark.parametrize("cursor", ["", "x", "a.b.c", "e.99999999999999999999.x", "\u0000", "e" * 400])
    def test_an_invalid_cursor_gets_a_reset(self, world: World, client: FlaskClient, cursor: str) -> None:
        answer = world.awa.exchange(client, cursor=cursor).get_json()
        assert answer["reset"] is True and answer["changes"]


class TestErasedMedia:
    def test_the_photo_of_an_erased_record_goes_with_it_unless_another_record_shows_it(
        self, world: World, client: FlaskClient
    ) -> None:
        from feedback_app.media.tables import Media

        def photo(sha256: str) -> dict[str, Any]:
            return {"sha256": sha256, "type": "image/jpeg", "bytes": 10, "question": "photo"}

        mine, shared = "a" * 64, "b" * 64
        one = world.awa.entry(media=[photo(mine), photo(shared)])
        world.awa.exchange(client, one, world.awa.entry(media=[photo(shared)]))
        with world.app.app_context():
            for sha256 in (mine, shared):
                db.session.add(
                    Media(programme_id="pilote", sha256=sha256, type="image/jpeg", bytes=10, received_at=clock.now())
                )
            record = db.session.query(Record).filter_by(id=uuid.UUID(one["id"])).one()
            assert erase(db.session, record, now=clock.now(), reason="subject", by="Mariam") == [mine]
            db.session.commit()
            assert [media.sha256 for media in db.session.query(Media)] == [shared]
