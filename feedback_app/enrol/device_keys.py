"""The keys of a phone: what it shows and what it signs with. The server stores hashes and public parts, from which
nobody can speak or write as that phone.

A phone proposes its next keys in an exchange, and those of now are valid until it first uses the new ones: an answer
that was lost locks nobody out. A phone without keys of its own (enrolled by an older build) is known by what follows
from its token's hash, until it proposes some.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import hash_token
from feedback_app.enrol import store
from feedback_app.enrol.tables import Device
from sync.sealing import posting_token, vouching_key
from sync.signing import Vouching, is_public_key

if TYPE_CHECKING:
    from feedback_app.enrol.identity import DeviceIdentity

RENEWED_AFTER = dt.timedelta(days=180)


def vouching_of(device: Device) -> Vouching:
    """What the items of a phone are checked with; those that it has proposed may have made some already."""
    public = tuple(one for one in (device.public_key, device.next_public_key) if one)
    if device.public_key is None:
        return Vouching(vouching_key(device.token_hash), public)
    former = device.former_vouching_key
    return Vouching(bytes.fromhex(former) if former else None, public)


def shown_hash(device: Device, shown: str) -> str | None:
    """The hash of the token that goes with a posting token: that of now or the next; None when it is not this
    phone's."""
    sent = hash_token(shown.rpartition(".")[2])
    if _same(device.next_posting_hash, sent):
        return device.next_token_hash
    own = device.posting_hash
    made = posting_token(str(device.id), device.token_hash) if own is None else None
    return device.token_hash if _same(own, sent) or _same(made, shown) else None


def _same(expected: str | None, shown: str) -> bool:
    return expected is not None and hmac.compare_digest(expected.encode(), shown.encode())


def enrolled_keys(keys: Mapping[str, str] | None, now: dt.datetime) -> dict[str, Any]:
    """The columns of a phone that enrols, with the keys that it made for itself; older builds make none."""
    own = keys if keys and is_public_key(keys["public_key"]) else None
    return {
        "posting_hash": own["posting"] if own else None,
        "public_key": own["public_key"] if own else None,
        "keys_since": now if own else None,
        **dict.fromkeys(("next_token_hash", "next_posting_hash", "next_public_key", "former_vouching_key")),
    }


def exchange_keys(
    session: AnySession, phone: DeviceIdentity, proposed: Mapping[str, str] | None, now: dt.datetime
) -> dict[str, Any]:
    """Puts the next keys of a phone into use when it used them, and takes those that it proposes; what the answer says
    of it.

    A locked phone proposes nothing: whoever found it could.
    """
    if not phone.uses_next and (phone.posts_only or not proposed):
        return {} if phone.posts_only else _renewal(phone.keys_since, now)
    device = session.get_one(Device, phone.id, with_for_update=True, populate_existing=True)
    if phone.uses_next and device.next_token_hash is not None:
        _use_next(device, now)
        note_event(session, "phone_keys_used", about=("device", device.id), programme=device.programme_id)
    if phone.posts_only:
        return {}
    if proposed and _propose(session, device, proposed):
        return {"keys": proposed["token"]}
    return _renewal(device.keys_since if device.posting_hash else None, now)


def _use_next(device: Device, now: dt.datetime) -> None:
    if device.public_key is None:
        device.former_vouching_key = vouching_key(device.token_hash).hex()
    device.token_hash = str(device.next_token_hash)
    device.posting_hash, device.public_key = device.next_posting_hash, device.next_public_key
    device.keys_since = now
    device.next_token_hash = device.next_posting_hash = device.next_public_key = None


def _propose(session: AnySession, device: Device, proposed: Mapping[str, str]) -> bool:
    """Whether it is taken: not where the token is somebody's already, for each must lead to one phone."""
    token = proposed["token"]
    if not is_public_key(proposed["public_key"]):
        return False
    if device.next_token_hash != token and store.device_by_token(session, token) is not None:
        return False
    device.next_token_hash, device.next_posting_hash = token, proposed["posting"]
    device.next_public_key = proposed["public_key"]
    return True


def _renewal(since: dt.datetime | None, now: dt.datetime) -> dict[str, Any]:
    return {"renew": True} if since is None or now - since > RENEWED_AFTER else {}
