"""Koffi knows the id of Awa's record and sends revisions of it before she corrects it, by every way in that there is.
Her corrections count all the same, and at the desk her record stays hers."""

from __future__ import annotations

import io
import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.carry import transactions as carry
from feedback_app.carry.actions import Carrier
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.media.actions import files_of
from sync import sealed_item, sealing
from tests.echo_file import packed, public_key, sealed_items
from tests.http.test_locked_phones import hand_over, sealed
from tests.people import Phone, World

HERS, CORRECTED, SQUATTED = "La pompe est cassée", "La pompe du marché est cassée", "Tout va bien ici"
Way = Callable[[World, FlaskClient, dict[str, Any]], None]


def openly(world: World, client: FlaskClient, entry: dict[str, Any]) -> None:
    """In an exchange of his own phone."""
    assert world.koffi.exchange(client, entry).status_code == 200


def sealed_by_his_locked_phone(world: World, client: FlaskClient, entry: dict[str, Any]) -> None:
    """Sealed to the programme, vouched for by his own phone, with its posting token."""
    assert hand_over(client, world.koffi, sealed(world, world.koffi, entry)).status_code == 200


def sealed_in_her_name(world: World, client: FlaskClient, entry: dict[str, Any]) -> None:
    """Sealed as if by her phone, with a MAC that he made up."""
    item = sealed(world, Phone("made up", world.awa.device_id, world.awa.person_id, "pilote", "V1"), entry)
    assert hand_over(client, world.koffi, item).status_code == 200


def carried(world: World, client: FlaskClient, entry: dict[str, Any], *, items: Any = None) -> None:
    """In a file that he hands over at the desk, of items that his own phone vouches for."""
    data = packed(items or sealed_items(world.koffi, [entry]), public_key(world))
    with world.app.app_context():
        files = files_of(world.app.extensions["echo_settings"])
        carry.import_file(io.BytesIO(data), files=files, carrier=Carrier("desk", person_id=world.adjoua))


def carried_in_her_name(world: World, client: FlaskClient, entry: dict[str, Any]) -> None:
    """In a file whose items name her phone and bear a MAC that his made."""
    key = sealing.vouching_key(hash_token(world.koffi.token))
    device, body = str(world.awa.device_id), entry["body"].encode()
    forged = sealed_item.sealed_entry(device, key, id=entry["id"], rev=entry["rev"], body=body)
    carried(world, client, entry, items={f"entries/{entry['id']}.{entry['rev']}": forged})


WAYS: dict[str, Way] = {
    "openly": openly,
    "sealed": sealed_by_his_locked_phone,
    "sealed in her name": sealed_in_her_name,
    "carried": carried,
    "carried in her name": carried_in_her_name,
}
AUTHORS: dict[str, Callable[[World], uuid.UUID]] = {
    "naming her": lambda world: world.awa.person_id,
    "naming himself": lambda world: world.koffi.person_id,
}


def squats(world: World, record: str, *, author: str) -> list[dict[str, Any]]:
    """Revisions 1 to 3 of her record, of his making."""
    name = str(AUTHORS[author](world))
    return [
        world.koffi.entry(id=record, rev=rev, author=name, answers={**hers()["answers"], "texte": SQUATTED})
        for rev in (1, 2, 3)
    ]


def hers(words: str = HERS) -> dict[str, Any]:
    return {"answers": {"domaine": "eau", "gravite": "grave", "texte": words, "age": "35_59"}}


def current(world: World, record: str) -> tuple[int, str]:
    """The revision of Awa's record that counts, and its words."""
    with world.app.app_context():
        mine = db.session.query(Record).filter_by(author_id=world.awa.person_id).all()
        (found,) = [one for one in mine if one.name_on_phones == uuid.UUID(record)]
        entry = db.session.get_one(LedgerEntry, ("pilote", found.position))
        return found.rev, read_content(entry)["answers"]["texte"]


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("way", WAYS)
def test_awas_corrections_count_whatever_koffi_filed_under_her_id(
    world: World, client: FlaskClient, way: str, author: str
) -> None:
    first = world.awa.entry(**hers())
    assert outcomes(client, world.awa, first) == ["stored"]
    for squat in squats(world, first["id"], author=author):
        WAYS[way](world, client, squat)
    assert current(world, first["id"]) == (1, HERS)
    second = world.awa.entry(id=first["id"], rev=2, **hers(CORRECTED))
    third = world.awa.entry(id=first["id"], rev=3, **hers(CORRECTED + " encore"))
    assert outcomes(client, world.awa, second, third) == ["stored", "stored"]
    assert outcomes(client, world.awa, first, second, third) == ["known"] * 3
    assert current(world, first["id"]) == (3, CORRECTED + " encore")


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("way", WAYS)
def test_and_where_koffi_was_first(world: World, client: FlaskClient, way: str, author: str) -> None:
    first = world.awa.entry(**hers())
    for squat in squats(world, first["id"], author=author):
        WAYS[way](world, client, squat)
    second = world.awa.entry(id=first["id"], rev=2, **hers(CORRECTED))
    assert outcomes(client, world.awa, first, second) == ["stored", "stored"]
    assert current(world, first["id"]) == (2, CORRECTED)


@pytest.mark.parametrize(("before", "after"), [*itertools.product(("openly", "sealed", "carried"), repeat=2)])
def test_her_own_words_that_koffi_delivers_are_hers_when_her_phone_sends_them(
    world: World, client: FlaskClient, before: str, after: str
) -> None:
    """The very entry that Awa made, which he had from somewhere: first from him, then from her by each way."""
    entry = world.awa.entry(**hers())
    WAYS[before](world, client, entry)
    if after == "openly":
        assert outcomes(client, world.awa, entry) == ["stored"]
    elif after == "sealed":
        assert (
            hand_over(client, world.awa, sealed(world, world.awa, entry)).get_json()["acks"][0]["outcome"] == "stored"
        )
    else:
        carried(world, client, entry, items=sealed_items(world.awa, [entry]))
    assert current(world, entry["id"]) == (1, HERS)
    WAYS[before](world, client, entry)
    assert outcomes(client, world.awa, entry) == ["known"], "and stay so when he comes again"


def outcomes(client: FlaskClient, phone: Phone, *entries: Any) -> list[str]:
    return [ack["outcome"] for ack in phone.exchange(client, *entries).get_json()["acks"]]
