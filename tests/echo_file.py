"""A hand-carried file as a phone makes it (`tests/vectors/sealing.json` compares the phone's own code with this)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from feedback_app.base import ids
from feedback_app.base.db import db
from feedback_app.register.tables import Programme
from sync import bundle, sealed_item, sealing
from sync.sealed_item import SealedItem
from tests.people import Phone, World


def public_key(world: World, programme: str = "pilote") -> str:
    """The key to which phones of a programme seal."""
    with world.app.app_context():
        return str(db.session.get_one(Programme, programme).public_key)


def sealed_items(
    phone: Phone, entries: Sequence[dict[str, Any]], media: Sequence[tuple[bytes, str]] = ()
) -> dict[str, SealedItem]:
    """What goes into a phone's file, by name. Entries as the phone would send them; media as (bytes, type)."""
    device, key = str(phone.device_id), sealing.vouching_key(ids.hash_token(phone.token))
    made = {}
    for one in entries:
        sealed_item_ = sealed_item.sealed_entry(device, key, id=one["id"], rev=one["rev"], body=one["body"].encode())
        made[f"entries/{one['id']}.{one['rev']}"] = sealed_item_
    for content, kind in media:
        sealed = sealed_item.sealed_medium(device, key, type=kind, content=content)
        made[f"media/{sealed.digest}"] = sealed
    return made


def packed(items_by_name: dict[str, SealedItem], public: str, *, programme: str = "pilote", device: str = "") -> bytes:
    """The file of these sealed items."""
    sealed = {name: sealing.seal(one.wire(), public, name=name) for name, one in items_by_name.items()}
    items = tuple(bundle.item(name, data) for name, data in sealed.items())
    maker = device or next((one.device for one in items_by_name.values()), "")
    out = io.BytesIO()
    bundle.write(out, bundle.Manifest(programme, maker, "2026-11-23T10:00:00.000Z", "1", items), sealed.values())
    return out.getvalue()


def echo_file(
    world: World,
    phone: Phone,
    *entries: dict[str, Any],
    media: Sequence[tuple[bytes, str]] = (),
    programme: str = "pilote",
) -> bytes:
    """What a phone hands over."""
    return packed(sealed_items(phone, entries, media), public_key(world, programme), programme=programme)
