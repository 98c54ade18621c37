"""What is stored of each phone (its last entry, which of its photos are in a backup) is what would be counted, whatever
happens in whatever order."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.backup_position import last_positions, safe_position
from feedback_app.media import store as media
from feedback_app.media.content_store import contents, missing_bytes
from feedback_app.media.refusal_store import take_back
from feedback_app.safe.store import delivered_positions, move_safe, safe_for
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

PHOTOS = [hashlib.sha256(bytes([n])).hexdigest() for n in range(5)]
COUNTED = """select min(e.position) from media_use u join ledger_entry e on e.programme_id = u.programme_id
    and e.record_id = u.record_id and e.rev = u.rev left join media m on m.programme_id = u.programme_id
    and m.sha256 = u.sha256 where u.device_id = :phone and (m.sha256 is null or not m.safe) and e.position <= :upto"""
LAST = "select max(position) from ledger_entry where device_id = :phone"
LACKING = """select u.sha256, u.bytes from media_use u left join media m on m.programme_id = u.programme_id
    and m.sha256 = u.sha256 where u.device_id = :phone and m.sha256 is null"""


class Days:
    """Things that happen to Awa's and Koffi's photos, one after the other by chance."""

    def __init__(self, client: FlaskClient, world: World, chance: random.Random) -> None:
        self.client, self.world, self.chance = client, world, chance
        self.copied: tuple[dict[str, int], list[tuple[str, str]]] = ({}, [])
        self.sent: list[tuple[Phone, dict[str, Any]]] = []

    def happens(self) -> None:
        """One of them."""
        kinds: list[Callable[[], None]] = [
            self.sends, self.sends, self.arrives, self.arrives, self.is_copied, self.is_proven, self.is_lost,
            self.is_restored, self.takes_back,
        ]  # fmt: skip
        self.chance.choice(kinds)()

    def sends(self) -> None:
        """A record with some photos; now and then one that was sent before."""
        phone = self.chance.choice([self.world.awa, self.world.koffi])
        named = self.chance.sample(PHOTOS, self.chance.randint(0, 2))
        photos = [{"sha256": one, "type": "image/jpeg", "bytes": 10, "question": "photo"} for one in named]
        self.sent.append((phone, phone.entry(place="V1", media=photos)))
        phone, entry = self.chance.choice([self.sent[-1], *self.sent])
        assert phone.exchange(self.client, entry).status_code == 200

    def arrives(self) -> None:
        row = {"sha256": self.chance.choice(PHOTOS), "type": "image/jpeg", "bytes": 10, "state": "ready"}
        with transaction() as session:
            media.keep_media(session, row | {"programme_id": "pilote", "received_at": clock.now()})

    def is_copied(self) -> None:
        with transaction() as session:
            self.copied = last_positions(session), list(contents(session))

    def is_proven(self) -> None:
        with transaction() as session:
            move_safe(session, *self.copied)

    def is_lost(self) -> None:
        with transaction() as session:
            media.note_loss(session, "pilote", self.chance.choice(PHOTOS), clock.now())

    def is_restored(self) -> None:
        with transaction() as session:
            for programme, sha256 in list(contents(session)):
                media.note_restored(session, programme, sha256, safe=self.chance.random() < 0.5, anew=False)

    def takes_back(self) -> None:
        if self.sent:
            with transaction() as session:
                take_back(session, "pilote", uuid.UUID(self.chance.choice(self.sent)[1]["id"]), {"photo"})


def counted(session: Any, phone: Phone) -> tuple[int, int, set[str], int]:
    """The last position of a phone, up to where that is safe, what is missing and its bytes: by reading everything."""
    device = phone.device_id.hex if session.get_bind().dialect.name == "sqlite" else phone.device_id
    upto = safe_position(session, "pilote")
    first = session.execute(text(COUNTED), {"phone": device, "upto": upto}).scalar_one()
    lacking = session.execute(text(LACKING), {"phone": device}).all()
    last = session.execute(text(LAST), {"phone": device}).scalar_one()
    return (
        last or 0,
        upto if first is None else first - 1,
        {one for one, _ in lacking},
        sum(size for _, size in lacking),
    )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_stored_of_a_phone_is_what_would_be_counted(
    app: EchoFlask, client: FlaskClient, world: World, seed: int
) -> None:
    days = Days(client, world, random.Random(seed))
    with app.app_context():
        for _ in range(40):
            days.happens()
            with transaction() as session:
                stored = delivered_positions(session, "pilote", [world.awa.device_id, world.koffi.device_id])
                sizes = missing_bytes(session, "pilote")
                for phone in (world.awa, world.koffi):
                    last, safe, lacking, size = counted(session, phone)
                    asked = media.missing(session, programme_id="pilote", device_id=phone.device_id)
                    assert safe_for(session, "pilote", phone.device_id) == (
                        safe if safe_position(session, "pilote") else 0
                    )
                    assert (set(asked), sizes.get(phone.device_id, 0)) == (lacking, size)
                    assert stored.get(phone.device_id, (0, safe, size)) == (last, safe, size)
