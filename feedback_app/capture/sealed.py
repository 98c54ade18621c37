"""Entries that a locked phone hands over: sealed to their programme, opened here, then read like any other."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.http import MAX_BODY
from feedback_app.base.problem import Problem
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.enrol.lookup_store import vouching_by_id
from feedback_app.register.keys import private_keys
from sync.entry import Extent, Fault, Malformed, read
from sync.sealed_item import SealedItem, read_sealed_item
from sync.sealing import unseal_with
from sync.signing import Vouching

NOT_SEALED = Fault("body", "not-sealed")


def open_sealed_items(session: AnySession, sent: Sequence[Any], phone: DeviceIdentity) -> list[Any]:
    """What was sent, the sealed ones as the entries that are in them, where the phone vouches for them.

    One that does not open stays as it came: it cannot be an entry. Of a locked phone nothing else counts, and what does
    not open is answered and not stored: who has stolen it can neither write in its owner's name nor fill the disk.
    Problem `too-large` when more is in them than a request may be.
    """
    if not phone.posts_only and not any(_is_sealed(one) for one in sent):
        return list(sent)
    keys, vouching = private_keys(session, [phone.programme_id])[phone.programme_id], vouching_by_id(session, phone.id)
    made: list[Any] = []
    left = MAX_BODY
    for one in sent:
        sealed_item = _sealed_item(one, keys, vouching) if _is_sealed(one) else None
        left -= len(sealed_item.payload) if sealed_item else 0
        if left < 0:  # packed, they were less than a request may be
            raise Problem("too-large", limit=MAX_BODY)
        made.append(sealed_item.entry() if sealed_item else _unopened(one) if phone.posts_only else one)
    return made


def _is_sealed(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("sealed"), str) and "body" not in one


def _sealed_item(one: dict[str, Any], keys: Sequence[bytes], vouching: Vouching) -> SealedItem | None:
    name = f"entries/{one.get('id')}.{one.get('rev')}"
    try:
        plain = unseal_with(base64.b64decode(one["sealed"], validate=True), keys, name=name)
    except (binascii.Error, ValueError):
        return None
    sealed_item = None if plain is None else read_sealed_item(plain, vouched_by=vouching)
    if sealed_item is None or sealed_item.type or (sealed_item.id, sealed_item.rev) != (one.get("id"), one.get("rev")):
        return None
    return sealed_item if sealed_item.is_vouched(vouching) else None


def _unopened(one: object) -> object:
    """As it came, but never an entry and never stored: an open one is not believed of a locked phone."""
    is_open = isinstance(one, dict) and "body" in one
    if isinstance(one, dict) and is_open:
        one = {"id": one.get("id"), "rev": one.get("rev"), "not_vouched_for": one}
    unread = read(one)
    if not isinstance(unread, Malformed):
        return unread
    return replace(unread, extent=Extent.NOTHING, faults=(NOT_SEALED,) if is_open else unread.faults)
