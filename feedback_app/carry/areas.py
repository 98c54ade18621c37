"""Which places a carried file concerns: those of its records, and of the phones that made them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.id_text import read_id
from feedback_app.enrol.lookup_store import device_places
from feedback_app.ledger.lookup_store import records
from feedback_app.register.desk_store import programme_path
from feedback_app.register.lookup_store import place_paths

Outcome = Mapping[str, Any]


def places_of_items(session: AnySession, programme: str, outcomes: Sequence[Outcome]) -> list[frozenset[str]]:
    """Of each item the tree paths of its record and of its phone; where neither is known, the programme's own place:
    it concerns who looks after all of it."""
    ids = {record for one in outcomes if (record := record_of(one))}
    by_record = {str(key): one.place_path for key, one in records(session, programme, ids).items() if one.place_path}
    devices = {device for one in outcomes if (device := read_id(str(one.get("device"))))}
    by_device = {str(device): path for device, path in device_paths(session, devices).items()}
    whole = frozenset({programme_path(session, programme) or "/"})
    return [
        frozenset(path for path in (by_record.get(str(record_of(one))), by_device.get(str(one.get("device")))) if path)
        or whole
        for one in outcomes
    ]


def record_of(one: Outcome) -> uuid.UUID | None:
    """The record that an item is a revision of; None for a photo or voice, and for what has no readable name."""
    kind, _, rest = str(one["name"]).partition("/")
    try:
        return uuid.UUID(rest.partition(".")[0]) if kind == "entries" else None
    except ValueError:
        return None


def device_paths(session: AnySession, devices: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The tree path of the place of each of these phones."""
    codes = device_places(session, devices)
    paths = place_paths(session, set(codes.values()))
    return {device: paths[code] for device, code in codes.items() if code in paths}
