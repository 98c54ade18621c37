"""A thief has read the server's database, or a backup of it: every column of every row. Nobody's phone can be spoken for
with that; and the phones that the thief knows go on without anybody doing anything."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db, transaction
from feedback_app.base.ids import hash_token
from feedback_app.carry import transactions as carry
from feedback_app.carry.actions import Carrier
from feedback_app.enrol.tables import Device
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media
from sync.sealed_item import SealedItem, sealed_entry
from sync.sealing import posting_token, seal, vouching_key
from tests.echo_file import packed, public_key, sealed_items
from tests.http.audit_log import noted
from tests.http.test_locked_phones import EXCHANGE, hand_over, sealed
from tests.http.tus import b64, sha256
from tests.people import Phone, World
from tests.phone_keys import PhoneKeys, give_keys, propose

VOICE = b"\x1a\x45\xdf\xa3" + b"la pompe est en panne " * 20


def row(world: World, phone: Phone) -> dict[str, Any]:
    """All that the database says of a phone."""
    with world.app.app_context():
        device = db.session.get_one(Device, phone.device_id)
        return {column.key: getattr(device, column.key) for column in Device.__table__.columns}


def wire(world: World, entry: dict[str, Any], item: SealedItem) -> dict[str, Any]:
    name = f"entries/{entry['id']}.{entry['rev']}"
    text = base64.b64encode(seal(item.wire(), public_key(world), name=name)).decode()
    return {"id": entry["id"], "rev": entry["rev"], "sealed": text}


def post(client: FlaskClient, headers: dict[str, str], *entries: Any, **more: Any) -> Any:
    return client.post(EXCHANGE, json={"nonce": "n1", "entries": list(entries), **more}, headers=headers)


def outcome(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["acks"][0]["outcome"])


def import_items(world: World, items: dict[str, SealedItem]) -> list[str]:
    """A file of these, handed over at the desk; what became of each."""
    with world.app.app_context():
        files = files_of(world.app.extensions["echo_settings"])
        data = io.BytesIO(packed(items, public_key(world)))
        return [one["outcome"] for one in carry.import_file(data, files=files, carrier=Carrier("desk")).outcomes]


def counts(world: World, entry: dict[str, Any]) -> bool:
    """Whether this entry is filed and is not in quarantine."""
    with world.app.app_context():
        found = db.session.query(LedgerEntry).filter_by(record_id=uuid.UUID(entry["id"]), digest=entry["digest"]).all()
        return any(not one.quarantined for one in found)


def everything_derived(values: dict[str, Any]) -> list[str]:
    """What a thief can show: every text in the row, and what older phones make of a hash."""
    texts = [str(one) for one in values.values() if one]
    hashes = [one for one in texts if len(one) == 64 and set(one) <= set("0123456789abcdef")]
    device = str(values["id"])
    shown = [*texts, *(posting_token(device, one) for one in hashes), *(f"post.{device}.{one}" for one in texts)]
    return shown + [hash_token(one) for one in texts] + [f"post.{device}.{vouching_key(one).hex()}" for one in hashes]


def mac_keys(values: dict[str, Any]) -> list[bytes]:
    """Every key that could be one of the phone's MACs."""
    texts = [str(one) for one in values.values() if one]
    raw = [bytes.fromhex(one) for one in texts if len(one) in (64, 130) and set(one) <= set("0123456789abcdef")]
    return [*raw, *(vouching_key(one.hex()) for one in raw), *(hashlib.sha256(one).digest() for one in raw)]


class TestThief:
    def test_nothing_in_the_row_of_awas_phone_opens_the_door(self, world: World, client: FlaskClient) -> None:
        give_keys(client, world.awa)
        for shown in everything_derived(row(world, world.awa)):
            entry = world.awa.entry()
            answer = post(client, {"Authorization": f"Bearer {shown}"}, entry)
            assert answer.status_code == 401, shown
            assert not counts(world, entry)

    def test_nor_does_it_vouch_for_words_in_a_file_that_is_carried(self, world: World, client: FlaskClient) -> None:
        give_keys(client, world.awa)
        for key in mac_keys(row(world, world.awa)):
            entry = world.awa.entry()
            forged = sealed_entry(str(world.awa.device_id), key, id=entry["id"], rev=1, body=entry["body"].encode())
            import_items(world, {f"entries/{entry['id']}.1": forged})
            assert not counts(world, entry)

    def test_nor_while_the_keys_that_it_proposed_are_not_used_yet(self, world: World, client: FlaskClient) -> None:
        give_keys(client, world.awa)
        propose(client, world.awa, PhoneKeys())
        for shown in everything_derived(row(world, world.awa)):
            assert post(client, {"Authorization": f"Bearer {shown}"}).status_code == 401, shown

    def test_a_phone_with_another_token_of_the_database_takes_nobodys_place(
        self, world: World, client: FlaskClient
    ) -> None:
        """The thief has a phone of their own, and proposes as its next token the hash of Awa's."""
        give_keys(client, world.awa)
        mine = PhoneKeys().proposal() | {"token": row(world, world.awa)["token_hash"]}
        answer = world.koffi.exchange(client, keys=mine).get_json()
        assert "keys" not in answer
        assert world.awa.exchange(client, world.awa.entry()).get_json()["acks"][0]["outcome"] == "stored"

    def test_of_a_phone_of_before_all_this_follows_from_its_row(self, world: World, client: FlaskClient) -> None:
        """What the keys are for; and this test would notice if the thief above did not try hard enough."""
        values = row(world, world.awa)
        opened = [post(client, {"Authorization": f"Bearer {one}"}).status_code for one in everything_derived(values)]
        assert 200 in opened
        entry = world.awa.entry()
        forged = [
            sealed_entry(str(world.awa.device_id), key, id=entry["id"], rev=1, body=entry["body"].encode())
            for key in mac_keys(values)
        ]
        assert "stored" in [import_items(world, {f"entries/{entry['id']}.1": one})[0] for one in forged]


class TestRenewal:
    def test_a_phone_of_before_is_asked_for_keys_and_goes_on_with_them(self, world: World, client: FlaskClient) -> None:
        assert "renew" not in world.awa.exchange(client).get_json(), "she waits for her first screen"
        world.awa.sync(client)
        assert world.awa.exchange(client).get_json()["renew"] is True
        old = world.awa.headers()
        give_keys(client, world.awa)
        answer = world.awa.sync(client, world.awa.entry())
        assert answer["acks"][0]["outcome"] == "stored" and "renew" not in answer
        assert post(client, old).status_code == 401, "the token of before is spent"
        assert [one.about for one in noted(world.app, "phone_keys_used")] == [f"device:{world.awa.device_id}"]

    def test_a_phone_that_knows_nothing_of_keys_works_as_ever(self, world: World, client: FlaskClient) -> None:
        for _ in range(3):
            assert world.awa.exchange(client).status_code == 200
        entry = world.awa.entry()
        assert outcome(hand_over(client, world.awa, sealed(world, world.awa, entry))) == "stored"
        other = world.awa.entry()
        assert import_items(world, sealed_items(world.awa, [other])) == ["stored"]

    @pytest.mark.parametrize("lost", [1, 3])
    def test_an_answer_that_is_lost_locks_nobody_out(self, world: World, client: FlaskClient, lost: int) -> None:
        keys = PhoneKeys()
        for _ in range(lost):
            propose(client, world.awa, keys)  # the answer is lost: the phone speaks with the token that it has
            assert world.awa.exchange(client, world.awa.entry()).status_code == 200
            assert outcome(hand_over(client, world.awa, sealed(world, world.awa, world.awa.entry()))) == "stored"
        another = PhoneKeys()
        assert propose(client, world.awa, another)["keys"] == hash_token(another.token)
        assert post(client, keys.bearer()).status_code == 401, "what it gave up was never in use"
        world.awa.token = another.token
        assert world.awa.exchange(client).status_code == 200

    def test_a_locked_phone_may_be_the_first_to_use_the_new_keys(self, world: World, client: FlaskClient) -> None:
        keys, old, entry = PhoneKeys(), world.awa.headers(), world.awa.entry()
        propose(client, world.awa, keys)
        item = wire(world, entry, keys.entry(world.awa.device_id, entry))
        assert outcome(post(client, keys.locked(world.awa.device_id), item)) == "stored"
        assert post(client, old).status_code == 401
        assert post(client, keys.bearer()).status_code == 200

    def test_a_reading_request_with_the_new_token_is_answered_and_the_old_one_is_valid_until_an_exchange(
        self, world: World, client: FlaskClient
    ) -> None:
        keys, old = PhoneKeys(), world.awa.headers()
        propose(client, world.awa, keys)
        assert client.get(f"/api/v1/snapshot/{'0' * 64}", headers=keys.bearer()).status_code == 404
        assert post(client, old).status_code == 200
        assert post(client, keys.bearer()).status_code == 200
        assert post(client, old).status_code == 401

    def test_who_found_a_locked_phone_cannot_give_it_other_keys(self, world: World, client: FlaskClient) -> None:
        mine = give_keys(client, world.awa)
        answer = post(client, mine.locked(world.awa.device_id), keys=PhoneKeys().proposal()).get_json()
        assert "keys" not in answer and "renew" not in answer
        assert row(world, world.awa)["next_token_hash"] is None

    @pytest.mark.parametrize(
        "odd",
        [None, 7, [], {}, {"token": "x"}, {"token": "a" * 64, "posting": "b" * 64, "public_key": "04" + "f" * 128}],
    )
    def test_an_odd_proposal_stops_no_record(self, world: World, client: FlaskClient, odd: Any) -> None:
        answer = world.awa.exchange(client, world.awa.entry(), keys=odd)
        assert outcome(answer) == "stored" and "keys" not in answer.get_json()

    def test_tokens_are_renewed_after_half_a_year(self, world: World, client: FlaskClient) -> None:
        keys = give_keys(client, world.awa)
        with world.app.app_context(), transaction() as session:
            device = session.get_one(Device, world.awa.device_id)
            assert device.keys_since is not None
            device.keys_since -= dt.timedelta(days=181)
        world.awa.sync(client)
        assert world.awa.exchange(client).get_json()["renew"] is True
        again = PhoneKeys(pair=keys.pair)
        propose(client, world.awa, again)
        world.awa.token = again.token
        assert "renew" not in world.awa.exchange(client).get_json()
        entry = world.awa.entry()
        assert import_items(world, {f"entries/{entry['id']}.1": keys.entry(world.awa.device_id, entry)}) == ["stored"]

    def test_a_revoked_phone_is_out_with_its_next_keys_too(self, world: World, client: FlaskClient) -> None:
        keys = PhoneKeys()
        propose(client, world.awa, keys)
        with world.app.app_context(), transaction() as session:
            device = session.get_one(Device, world.awa.device_id)
            device.revoked_at = device.enrolled_at
        for shown in (keys.bearer(), keys.locked(world.awa.device_id), world.awa.headers()):
            assert post(client, shown).get_json()["type"] == "/problems/revoked"


class TestItems:
    def test_what_a_locked_phone_signed_arrives(self, world: World, client: FlaskClient) -> None:
        keys, entry = give_keys(client, world.awa), world.awa.entry()
        item = keys.entry(world.awa.device_id, entry)
        assert outcome(post(client, keys.locked(world.awa.device_id), wire(world, entry, item))) == "stored"
        assert counts(world, entry)

    def test_a_voice_that_it_signed_arrives(self, world: World, client: FlaskClient) -> None:
        keys = give_keys(client, world.awa)
        shown = keys.locked(world.awa.device_id)
        made = keys.medium(world.awa.device_id, VOICE, "audio/webm").wire()
        whole = seal(made, public_key(world), name=f"media/{sha256(VOICE)}")
        metadata = f"sha256 {b64(sha256(VOICE))},type {b64('audio/webm')},sealed {b64(sha256(whole))}"
        head = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(whole)), "Upload-Metadata": metadata}
        address = client.post("/api/v1/media/", headers=head | shown).headers["Location"]
        head = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        assert client.patch(address, data=whole, headers=head | shown).status_code == 204
        with world.app.app_context():
            assert db.session.get(Media, ("pilote", sha256(VOICE))) is not None

    def test_a_carried_file_that_it_signed_is_taken_also_before_it_used_its_new_keys(
        self, world: World, client: FlaskClient
    ) -> None:
        keys, entry = PhoneKeys(), world.awa.entry()
        propose(client, world.awa, keys)
        items = {f"entries/{entry['id']}.1": keys.entry(world.awa.device_id, entry)}
        items[f"media/{sha256(VOICE)}"] = keys.medium(world.awa.device_id, VOICE, "audio/webm")
        assert import_items(world, items) == ["stored", "stored"]

    @pytest.mark.parametrize(
        "harm", ["another key", "another record", "another phone", "no signature", "a MAC of no key"]
    )
    def test_a_signature_that_is_not_the_phones_counts_for_nothing(
        self, world: World, client: FlaskClient, harm: str
    ) -> None:
        keys, entry = give_keys(client, world.awa), world.awa.entry()
        device = world.awa.device_id
        item = keys.entry(device, entry)
        if harm == "another key":
            item = PhoneKeys().entry(device, entry)
        elif harm == "another record":
            item = SealedItem(str(device), item.digest, "", item.payload, id=item.id, rev=2, signature=item.signature)
        elif harm == "another phone":
            item = keys.entry(world.koffi.device_id, entry)
            item = SealedItem(str(device), item.digest, "", item.payload, id=item.id, rev=1, signature=item.signature)
        elif harm == "no signature":
            item = SealedItem(str(device), item.digest, "", item.payload, id=item.id, rev=1, signature="0" * 128)
        else:
            item = sealed_entry(str(device), bytes(32), id=entry["id"], rev=1, body=entry["body"].encode())
        rev = item.rev
        assert import_items(world, {f"entries/{entry['id']}.{rev}": item}) == ["unvouched"]
        locked = wire(world, entry | {"rev": rev}, item)
        assert outcome(post(client, keys.locked(device), locked)) == "quarantined"
        assert not counts(world, entry)

    def test_a_file_of_before_the_keys_is_taken_for_the_desk_to_judge_and_blocks_nobody(
        self, world: World, client: FlaskClient
    ) -> None:
        """It may be hers, still on its way; or made by who read the database, where the key of its MACs is."""
        entry, known = world.awa.entry(), world.awa.entry()
        items = sealed_items(world.awa, [entry, known])
        world.awa.exchange(client, known)
        give_keys(client, world.awa)
        assert import_items(world, items) == ["quarantined", "known"]
        with world.app.app_context():
            (found,) = db.session.query(LedgerEntry).filter_by(record_id=uuid.UUID(entry["id"])).all()
            assert found.errors == [{"field": "device", "reason": "former-key"}]
        assert outcome(world.awa.exchange(client, entry)) == "stored", "her phone brings it: it is hers"
        assert counts(world, entry)

    def test_a_photo_of_before_the_keys_is_taken_where_a_record_names_it(
        self, world: World, client: FlaskClient
    ) -> None:
        named = {"sha256": sha256(VOICE), "type": "audio/webm", "bytes": len(VOICE), "question": "voix"}
        items = sealed_items(world.awa, [], [(VOICE, "audio/webm")])
        give_keys(client, world.awa)
        assert import_items(world, items) == ["refused"]
        world.awa.exchange(client, world.awa.entry(media=[named]))
        assert import_items(world, items) == ["stored"]

    def test_what_was_sealed_before_goes_on_being_handed_over_by_the_phone_itself(
        self, world: World, client: FlaskClient
    ) -> None:
        """A page of the older build may be open beside that of now. Who has the database has no posting token."""
        entry = world.awa.entry()
        before = sealed(world, world.awa, entry)
        keys = give_keys(client, world.awa)
        assert outcome(post(client, keys.locked(world.awa.device_id), before)) == "stored"
