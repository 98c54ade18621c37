"""Entries that a locked phone hands over: sealed to their programme, opened here, then read like any other."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.enrol.keys import private_keys
from feedback_app.enrol.store import vouching_key_of
from sync.letter import Letter, read_letter
from sync.sealing import unseal


def opened(session: AnySession, sent: Sequence[Any], phone: DeviceIdentity) -> list[Any]:
    """What was sent, the sealed ones as the entries that are in them, where the phone vouches for them.

    One that does not open stays as it came: it cannot be an entry and is kept whole, for whoever has the key one day.
    Of a locked phone nothing else counts: who has stolen it cannot write in its owner's name.
    """
    if not phone.posts_only and not any(_is_sealed(one) for one in sent):
        return list(sent)
    key, vouching = private_keys(session, [phone.programme_id])[phone.programme_id], vouching_key_of(session, phone.id)
    letters = [_letter(one, key) if _is_sealed(one) else None for one in sent]
    return [
        letter.entry() if letter and letter.is_vouched(vouching) else _unopened(one) if phone.posts_only else one
        for one, letter in zip(sent, letters, strict=True)
    ]


def _is_sealed(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("sealed"), str) and "body" not in one


def _letter(one: dict[str, Any], key: bytes) -> Letter | None:
    name = f"entries/{one.get('id')}.{one.get('rev')}"
    try:
        plain = unseal(base64.b64decode(one["sealed"], validate=True), key, name=name)
    except (binascii.Error, ValueError):
        return None
    letter = None if plain is None else read_letter(plain)
    is_it = letter is not None and not letter.type and (letter.id, letter.rev) == (one.get("id"), one.get("rev"))
    return letter if is_it else None


def _unopened(one: object) -> object:
    """As it came, but never an entry: an open one is not believed of a locked phone."""
    if isinstance(one, dict) and "body" in one:
        return {"id": one.get("id"), "rev": one.get("rev"), "not_vouched_for": one}
    return one
