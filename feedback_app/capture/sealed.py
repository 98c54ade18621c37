"""Entries that a locked phone hands over: sealed to their programme, opened here, then read like any other."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.enrol.keys import private_keys
from sync.letter import read_letter
from sync.sealing import unseal


def opened(session: AnySession, sent: Sequence[Any], programme_id: str) -> list[Any]:
    """What was sent, the sealed ones as the entries that are in them.

    One that does not open stays as it came: it cannot be an entry and is kept whole, for whoever has the key one day.
    """
    if not any(_is_sealed(one) for one in sent):
        return list(sent)
    key = private_keys(session, [programme_id])[programme_id]
    return [(_entry(one, key) or one) if _is_sealed(one) else one for one in sent]


def _is_sealed(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("sealed"), str) and "body" not in one


def _entry(one: dict[str, Any], key: bytes) -> dict[str, Any] | None:
    name = f"entries/{one.get('id')}.{one.get('rev')}"
    try:
        plain = unseal(base64.b64decode(one["sealed"], validate=True), key, name=name)
    except (binascii.Error, ValueError):
        return None
    letter = None if plain is None else read_letter(plain)
    if letter is None or letter.type or (letter.id, letter.rev) != (one.get("id"), one.get("rev")):
        return None
    return letter.entry()
