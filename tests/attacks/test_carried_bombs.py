"""Somebody seals packed blanks in Awa's name, to the programme's public key: a file of two megabytes, a gigabyte when it
is unpacked. Nothing of a stranger is unpacked, and of a known phone no more than a phone can have written."""

from __future__ import annotations

import base64
import gzip
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.ids import hash_token
from feedback_app.carry import actions, opening
from feedback_app.carry.transactions import import_file
from feedback_app.media.actions import files_of
from sync import gunzip as gunzip_module
from sync import sealed_item
from sync.bundle import MEDIA_TYPE
from sync.sealed_item import SealedItem, sealed_entry
from sync.sealing import posting_token, seal, vouching_key
from tests.echo_file import packed, public_key
from tests.http.tus import Tus
from tests.people import Phone, World

BLANKS = 300_000


class PackedItem(SealedItem):
    """An entry whose body is packed, as phones pack it."""

    def wire(self) -> bytes:
        head, _, payload = SealedItem.wire(self).partition(b"\n")
        return head + b"\n" + gzip.compress(payload)


def entry_of_blanks(phone: Phone, key: bytes) -> tuple[str, SealedItem]:
    entry = phone.entry()
    body = json.dumps({"words": " " * BLANKS}).encode()
    made = sealed_entry(str(phone.device_id), key, id=entry["id"], rev=1, body=body)
    return f"entries/{made.id}.1", PackedItem(made.device, made.digest, made.mac, body, made.id, 1)


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of what was unpacked."""
    sizes: list[int] = []
    whole = gunzip_module.gunzip

    def counted(data: bytes, *, limit: int) -> bytes:
        made = whole(data, limit=limit)
        sizes.append(len(made))
        return made

    monkeypatch.setattr(sealed_item, "gunzip", counted)
    return sizes


def imported(world: World, data: bytes) -> list[str]:
    with world.app.app_context():
        files = files_of(world.app.extensions["echo_settings"])
        made = import_file(io.BytesIO(data), files=files, carrier=actions.Carrier("cli"))
        return [one["outcome"] for one in made.outcomes]


def test_what_a_stranger_sealed_in_awas_name_is_not_unpacked(world: World, unpacked: list[int]) -> None:
    forged = dict(entry_of_blanks(world.awa, bytes(32)) for _ in range(20))
    assert imported(world, packed(forged, public_key(world))) == ["unvouched"] * 20
    assert unpacked == []


def test_nor_what_names_a_phone_that_nobody_knows(world: World, unpacked: list[int]) -> None:
    name, item = entry_of_blanks(world.awa, bytes(32))
    stranger = replace(item, device="019aa4d2-0000-7000-8000-000000000000")
    assert imported(world, packed({name: stranger}, public_key(world))) == ["unvouched"]
    assert unpacked == []


def test_nor_when_it_is_sent_with_the_token_of_a_locked_phone(
    world: World, client: FlaskClient, unpacked: list[int]
) -> None:
    token = posting_token(str(world.awa.device_id), hash_token(world.awa.token))
    forged = dict(entry_of_blanks(world.awa, bytes(32)) for _ in range(5))
    sent: list[dict[str, Any]] = []
    for name, item in forged.items():
        text = base64.b64encode(seal(item.wire(), public_key(world), name=name)).decode()
        sent.append({"id": item.id, "rev": 1, "sealed": text})
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/v1/exchange", json={"nonce": "n", "entries": sent}, headers=headers).status_code == 200
    tus, data = Tus(client, world.awa), packed(forged, public_key(world))
    assert tus.patch(tus.place(data, MEDIA_TYPE), 0, data).status_code == 204, "imported while its carrier waits"
    assert unpacked == []


def test_of_awas_own_file_no_more_is_unpacked_than_a_phone_can_have_written(
    world: World, unpacked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED", 4 * BLANKS)
    own = dict(entry_of_blanks(world.awa, vouching_key(hash_token(world.awa.token))) for _ in range(20))
    assert imported(world, packed(own, public_key(world))) == ["quarantined"] * 4 + ["refused"] * 16
    assert sum(unpacked) < 5 * BLANKS
