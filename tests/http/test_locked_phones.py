"""A phone that is locked, or that was stolen locked: what it holds arrives, and it hears of nothing."""

from __future__ import annotations

import base64
import gzip
import json
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db, transaction
from feedback_app.base.ids import hash_token
from feedback_app.enrol.tables import Device
from feedback_app.ledger.tables import LedgerEntry, Malformed
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media
from feedback_app.register.tables import Programme
from sync.sealed_item import sealed_entry, sealed_medium
from sync.sealing import OVERHEAD, posting_token, seal, vouching_key
from tests.http.tus import b64, sha256
from tests.people import Phone, World

VOICE = b"\x1a\x45\xdf\xa3" + b"la pompe est en panne " * 200
EXCHANGE = "/api/v1/exchange"


def public_key(world: World, programme: str = "pilote") -> str:
    with world.app.app_context():
        return str(db.session.get_one(Programme, programme).public_key)


def sealed(world: World, phone: Phone, entry: dict[str, Any], *, programme: str = "pilote") -> dict[str, Any]:
    """The entry as a locked phone holds it."""
    sealed_item = sealed_entry(
        str(phone.device_id), vouching_key(hash_token(phone.token)), id=entry["id"], rev=entry["rev"],
        body=entry["body"].encode(),
    )  # fmt: skip
    name = f"entries/{entry['id']}.{entry['rev']}"
    text = base64.b64encode(seal(sealed_item.wire(), public_key(world, programme), name=name)).decode()
    return {"id": entry["id"], "rev": entry["rev"], "sealed": text}


def locked(phone: Phone) -> dict[str, str]:
    """What a locked phone shows at the door."""
    return {"Authorization": f"Bearer {posting_token(str(phone.device_id), hash_token(phone.token))}"}


def hand_over(client: FlaskClient, phone: Phone, *entries: Any, **more: Any) -> Any:
    asked = {"nonce": "n1", "entries": list(entries)} | more
    return client.post(EXCHANGE, json=asked, headers=locked(phone))


def stored(world: World, entry: dict[str, Any]) -> LedgerEntry | None:
    with world.app.app_context():
        found: LedgerEntry | None = (
            db.session.query(LedgerEntry).filter_by(record_id=uuid.UUID(entry["id"])).one_or_none()
        )
        return found


class TestHandingOver:
    def test_a_record_arrives_as_if_awa_had_sent_it_herself(self, client: FlaskClient, world: World) -> None:
        entry = world.awa.entry()
        got = hand_over(client, world.awa, sealed(world, world.awa, entry)).get_json()
        assert [ack["outcome"] for ack in got["acks"]] == ["stored"]
        found = stored(world, entry)
        assert found is not None
        assert (found.body, found.digest, found.device_id) == (
            entry["body"].encode(), entry["digest"], world.awa.device_id,
        )  # fmt: skip

    def test_the_same_record_sent_openly_afterwards_is_known(self, client: FlaskClient, world: World) -> None:
        entry = world.awa.entry()
        hand_over(client, world.awa, sealed(world, world.awa, entry))
        assert world.awa.exchange(client, entry).get_json()["acks"][0]["outcome"] == "known"

    def test_a_sealed_record_is_measured_like_any_other(self, client: FlaskClient, world: World) -> None:
        entry = world.awa.entry(answers={"domaine": "la lune"})
        ack = hand_over(client, world.awa, sealed(world, world.awa, entry)).get_json()["acks"][0]
        assert ack["outcome"] == "quarantined" and ack["errors"]

    @pytest.mark.parametrize("harm", ["cut", "not base64", "under another name", "for another programme", "a photo"])
    def test_a_sealed_item_that_does_not_open_is_answered_and_not_stored_and_blocks_nobody(
        self, client: FlaskClient, world: World, harm: str
    ) -> None:
        good, bad = world.awa.entry(), world.awa.entry()
        hurt = sealed(world, world.awa, bad)
        if harm == "cut":
            hurt["sealed"] = hurt["sealed"][:-40]
        elif harm == "not base64":
            hurt["sealed"] = "ceci n’en est pas"
        elif harm == "under another name":
            hurt["sealed"] = sealed(world, world.awa, world.awa.entry())["sealed"]
        elif harm == "for another programme":
            hurt = sealed(world, world.awa, bad, programme="ailleurs")
        else:
            sealed_item = sealed_medium("x", bytes(32), type="image/jpeg", content=b"photo").wire()
            name = f"entries/{bad['id']}.1"
            hurt["sealed"] = base64.b64encode(seal(sealed_item, public_key(world), name=name)).decode()
        acks = hand_over(client, world.awa, hurt, sealed(world, world.awa, good)).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["quarantined", "stored"]
        assert "position" not in acks[0], "its phone must go on keeping it"
        assert acks[0]["errors"] == [{"field": "sealed", "reason": "does-not-open"}]
        with world.app.app_context():
            assert not db.session.query(Malformed).count(), "whoever has the token could fill the disk with it"
        assert stored(world, bad) is None

    def test_a_sealed_item_of_an_open_phone_that_does_not_open_is_stored_whole(
        self, client: FlaskClient, world: World
    ) -> None:
        hurt = sealed(world, world.awa, world.awa.entry(), programme="ailleurs")
        ack = world.awa.exchange(client, hurt).get_json()["acks"][0]
        with world.app.app_context():
            one = db.session.query(Malformed).one()
            assert hurt["sealed"].encode() in one.raw and ack["position"] == one.position

    def test_a_record_that_is_not_sealed_is_answered_that_it_is_not(self, client: FlaskClient, world: World) -> None:
        (ack,) = hand_over(client, world.awa, world.awa.entry()).get_json()["acks"]
        assert ack["outcome"] == "quarantined" and "position" not in ack
        assert ack["errors"] == [{"field": "body", "reason": "not-sealed"}]

    @pytest.mark.parametrize("how", ["openly", "sealed"])
    def test_who_has_stolen_a_phone_cannot_write_in_its_owners_name(
        self, client: FlaskClient, world: World, how: str
    ) -> None:
        entry = world.awa.entry()
        if how == "sealed":  # anyone can seal; only Awa's token vouches
            forged = sealed_entry(
                str(world.awa.device_id), bytes(32), id=entry["id"], rev=1, body=entry["body"].encode()
            ).wire()
            text = base64.b64encode(seal(forged, public_key(world), name=f"entries/{entry['id']}.1")).decode()
            ack = hand_over(client, world.awa, {"id": entry["id"], "rev": 1, "sealed": text}).get_json()["acks"][0]
        else:
            ack = hand_over(client, world.awa, entry).get_json()["acks"][0]
        assert ack["outcome"] == "quarantined"
        assert stored(world, entry) is None

    def test_sealed_items_that_unpack_to_more_than_a_request_may_be_are_refused_before_they_fill_the_memory(
        self, client: FlaskClient, world: World
    ) -> None:
        body = json.dumps({"words": "x" * 500_000})
        bombs = []
        for _ in range(4):
            entry = world.awa.entry()
            sealed_item = sealed_entry(
                str(world.awa.device_id), vouching_key(hash_token(world.awa.token)), id=entry["id"], rev=1,
                body=body.encode(),
            )  # fmt: skip
            head, _, payload = sealed_item.wire().partition(b"\n")
            plain = head + b"\n" + gzip.compress(payload)
            text = base64.b64encode(seal(plain, public_key(world), name=f"entries/{entry['id']}.1")).decode()
            bombs.append({"id": entry["id"], "rev": 1, "sealed": text})
        got = hand_over(client, world.awa, *bombs)
        assert got.status_code == 413 and got.get_json()["type"] == "/problems/too-large"
        assert hand_over(client, world.awa, bombs[0]).status_code == 200

    def test_an_open_phone_may_hand_over_sealed_ones_too(self, client: FlaskClient, world: World) -> None:
        entry = world.awa.entry()
        got = world.awa.exchange(client, sealed(world, world.awa, entry)).get_json()
        assert got["acks"][0]["outcome"] == "stored" and got["changes"]


class TestHearingNothing:
    def test_nothing_comes_down_to_a_locked_phone_not_even_its_place(self, client: FlaskClient, world: World) -> None:
        world.awa.sync(client, world.awa.entry())
        got = hand_over(client, world.awa, snapshots=True, cursor=world.awa.cursor).get_json()
        assert got["changes"] == [] and "scope" not in got and "snapshot" not in got and got["cursor"] == ""

    def test_once_it_is_unlocked_its_cursor_is_valid_and_nothing_is_sent_again(
        self, client: FlaskClient, world: World
    ) -> None:
        world.awa.sync(client)
        hand_over(client, world.awa, sealed(world, world.awa, world.awa.entry()))
        got = world.awa.exchange(client).get_json()
        assert not got.get("reset")

    @pytest.mark.parametrize("path", ["/api/v1/snapshot/" + "0" * 64])
    def test_no_other_door_lets_it_in(self, client: FlaskClient, world: World, path: str) -> None:
        got = client.get(path, headers=locked(world.awa))
        assert got.status_code == 401 and got.get_json()["type"] == "/problems/not-enrolled"

    @pytest.mark.parametrize(
        "shown",
        [
            "post.",
            "post.x.y",
            "post.{other}.{key}",
            "post.{device}.{key}0",
            "post.{device}",
            "post.{device}." + "0" * 64,
            "post.{device}.é",
        ],
    )
    def test_a_stranger_who_makes_one_up_is_not_let_in(self, client: FlaskClient, world: World, shown: str) -> None:
        key = posting_token(str(world.awa.device_id), hash_token(world.awa.token)).rpartition(".")[2]
        bearer = shown.format(device=world.awa.device_id, other=world.koffi.device_id, key=key)
        got = client.post(
            EXCHANGE, json={"nonce": "n"}, headers={"Authorization": f"Bearer {bearer}".encode().decode("latin-1")}
        )
        assert got.status_code == 401 and got.get_json()["type"] == "/problems/not-enrolled"

    def test_a_stolen_phone_that_was_revoked_hands_nothing_over(self, client: FlaskClient, world: World) -> None:
        with world.app.app_context(), transaction() as session:
            device = session.get_one(Device, world.awa.device_id)
            device.revoked_at = device.enrolled_at
        got = hand_over(client, world.awa, sealed(world, world.awa, world.awa.entry()))
        assert got.get_json()["type"] == "/problems/revoked"


class TestMedia:
    def sealed_item(self, world: World, content: bytes = VOICE, *, named: bytes = VOICE) -> bytes:
        made = sealed_medium(
            str(world.awa.device_id), vouching_key(hash_token(world.awa.token)), type="audio/webm", content=content
        )
        return seal(made.wire(), public_key(world), name=f"media/{sha256(named)}")

    def announce(
        self, client: FlaskClient, world: World, whole: bytes, content: bytes = VOICE, kind: str = "audio/webm"
    ) -> Any:
        metadata = f"sha256 {b64(sha256(content))},type {b64(kind)},sealed {b64(sha256(whole))}"
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(whole)), "Upload-Metadata": metadata}
        return client.post("/api/v1/media/", headers=headers | locked(world.awa))

    def patch(self, client: FlaskClient, world: World, address: str, at: int, piece: bytes) -> Any:
        headers = {
            "Tus-Resumable": "1.0.0", "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        return client.patch(address, data=piece, headers=headers | locked(world.awa))

    def stored_file(self, world: World, content: bytes = VOICE) -> Media | None:
        with world.app.app_context():
            found: Media | None = db.session.get(Media, ("pilote", sha256(content)))
            return found

    def test_a_sealed_voice_is_uploaded_in_chunks_and_stored_decrypted(self, client: FlaskClient, world: World) -> None:
        whole = self.sealed_item(world)
        address = self.announce(client, world, whole).headers["Location"]
        for at in range(0, len(whole), 1000):
            assert self.patch(client, world, address, at, whole[at : at + 1000]).status_code == 204
        found = self.stored_file(world)
        assert found is not None and (found.type, found.bytes, found.state) == ("audio/webm", len(VOICE), "ready")
        with files_of(world.app.extensions["echo_settings"]).open("pilote", sha256(VOICE)) as file:
            assert file.read() == VOICE

    def test_media_that_are_stored_already_are_no_duplicate_upload_however_they_were_sealed(
        self, client: FlaskClient, world: World
    ) -> None:
        whole = self.sealed_item(world)
        self.patch(client, world, self.announce(client, world, whole).headers["Location"], 0, whole)
        again = self.sealed_item(world)
        got = self.announce(client, world, again)
        assert int(got.headers["Upload-Offset"]) == len(again)

    def test_what_was_sealed_anew_begins_anew(self, client: FlaskClient, world: World) -> None:
        first, second = self.sealed_item(world), self.sealed_item(world)
        old = self.announce(client, world, first).headers["Location"]
        self.patch(client, world, old, 0, first[:500])
        got = self.announce(client, world, second)
        assert got.headers["Location"] != old and got.headers["Upload-Offset"] == "0"

    def test_something_open_is_not_taken_of_a_locked_phone(self, client: FlaskClient, world: World) -> None:
        metadata = f"sha256 {b64(sha256(VOICE))},type {b64('audio/webm')}"
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(VOICE)), "Upload-Metadata": metadata}
        got = client.post("/api/v1/media/", headers=headers | locked(world.awa))
        assert got.status_code == 403 and got.get_json()["type"] == "/problems/not-allowed"

    @pytest.mark.parametrize("harm", ["other bytes", "another content", "not ours", "of another phone", "as a photo"])
    def test_an_upload_whose_hash_is_wrong_is_refused_and_starts_again(
        self, client: FlaskClient, world: World, harm: str
    ) -> None:
        whole = self.sealed_item(world)
        if harm == "another content":
            whole = self.sealed_item(world, b"something else")
        if harm == "not ours":
            whole = bytes(len(VOICE) + OVERHEAD)
        if harm == "of another phone":
            vouching = vouching_key(hash_token(world.koffi.token))
            made = sealed_medium(str(world.awa.device_id), vouching, type="audio/webm", content=VOICE)
            whole = seal(made.wire(), public_key(world), name=f"media/{sha256(VOICE)}")
        kind = "image/jpeg" if harm == "as a photo" else "audio/webm"
        address = self.announce(client, world, whole, kind=kind).headers["Location"]
        sent = whole[:-1] + bytes([whole[-1] ^ 1]) if harm == "other bytes" else whole
        got = self.patch(client, world, address, 0, sent)
        assert got.status_code == 460 and got.get_json()["type"] == "/problems/checksum-mismatch"
        assert self.stored_file(world) is None
