"""The key pairs of each programme, to which phones seal what they hand over locked or have carried by hand. How they
are stored, renewed and deleted: decision 42."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Mapping
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.sealing import Keyring, WrongSecret, keyring, sealed_under
from feedback_app.register import store
from feedback_app.register.tables import Programme, ProgrammeKey
from sync import sealing

NEEDS, STATUSES = b"echo names of need rows 1", b"echo names of status rows 1"
"""What keys of names are for."""
_PURPOSES = (NEEDS, STATUSES)
RETAINED_DAYS, LEAST_DAYS = 365, 30
"""Days for which a key that was replaced still opens what comes late, unless a person says otherwise; and at least."""


def give_keys(session: AnySession, now: dt.datetime) -> int:
    """Gives a key pair to every programme that has none; returns to how many. Programmes of before files get theirs so.

    Of two processes that do so at once, the first one's key is used.
    """
    without = store.programmes_without_key(session)
    sealed = is_sealing(session)
    for programme in without:
        made = sealing.new_private_key()
        row = {"programme_id": programme.id, "number": 1, "naming": naming_keys(made), "created_at": now}
        row["private_key"] = _sealed(made, programme.id, 1, keyring()) if sealed else made
        insert_if_absent(session, ProgrammeKey, row)
        _publish(session, programme)
    session.flush()
    return len(without)


def private_keys(session: AnySession, programmes: Collection[str] | None = None) -> dict[str, tuple[bytes, ...]]:
    """The private keys of each of these programmes (of all when none are named), the newest first. Raises
    `WrongSecret`."""
    made: dict[str, tuple[bytes, ...]] = {}
    for one in store.programme_keys(session):
        if programmes is None or one.programme_id in programmes:
            made[one.programme_id] = (*made.get(one.programme_id, ()), _opened(one, keyring()))
    return made


def check_keys(session: AnySession) -> None:
    """Raises `WrongSecret` where a key does not open with the secrets at hand. Phones learn the newest key of each
    programme: after a restore it may be another than the programme's row names."""
    private_keys(session)
    for programme in store.programmes(session):
        _publish(session, programme)
    session.flush()


def is_sealing(session: AnySession) -> bool:
    """Whether secrets are stored sealed: a person decided so (`feedback-app secret seal`), and the keys show it."""
    return keyring().name is not None and bool(sealing_names(session))


def sealing_names(session: AnySession) -> set[str]:
    """The names of the secrets that keys are sealed under."""
    return {name for one in store.programme_keys(session) if (name := sealed_under(_text(one)))}


def reseal_keys(session: AnySession, target: Keyring) -> int:
    """Stores every key as `target` seals it; in the open where that has no secret. Returns how many changed. Raises
    `WrongSecret`."""
    changed = 0
    for one in store.programme_keys(session):
        if sealed_under(_text(one)) != target.name:
            private = _opened(one, keyring())
            one.private_key = _sealed(private, one.programme_id, one.number, target) if target.name else private
            changed += 1
    session.flush()
    return changed


def renew_key(session: AnySession, programme: Programme, now: dt.datetime) -> int:
    """Gives a programme a new key pair, which its phones learn with its row; the earlier ones still open what was
    sealed to them. Returns its number."""
    before = store.current_key(session, programme.id)
    before.retired_at = now
    made, number = sealing.new_private_key(), before.number + 1
    stored = _sealed(made, programme.id, number, keyring()) if is_sealing(session) else made
    session.add(
        ProgrammeKey(programme_id=programme.id, number=number, private_key=stored, naming=before.naming, created_at=now)
    )
    session.flush()
    _publish(session, programme)
    note_event(session, "key_renewed", about=("programme", programme.id), programme=programme.id, number=number)
    return number


def delete_keys(session: AnySession, programme_id: str, *, retired_before: dt.datetime, now: dt.datetime) -> int:
    """Empties a programme's keys that were replaced before then: nothing opens any more what is sealed to them. Returns
    how many."""
    old = [
        one for one in store.programme_keys(session)
        if one.programme_id == programme_id and one.retired_at is not None and one.retired_at < retired_before
    ]  # fmt: skip
    for one in old:
        _delete(session, one, now)
    return len(old)


def abandon_sealed(session: AnySession, now: dt.datetime) -> int:
    """Deletes every key that does not open with the secrets at hand, where the secret is lost; programmes whose current
    one it was get a new one. Returns how many keys."""
    lost = [one for one in store.programme_keys(session) if not _opens(one)]
    current = {one.programme_id for one in lost if one.retired_at is None}
    for programme in store.programmes(session):
        if programme.id in current:
            renew_key(session, programme, now)
    for one in lost:
        _delete(session, one, now)
    return len(lost)


def naming_keys(private_key: bytes) -> bytes:
    """The keys of a programme's names of rows, one after the other, made of its first private key. They are stored
    beside it: a renewed key leaves all names as they are, and who reads them gets no private key."""
    return b"".join(naming_key(private_key, purpose) for purpose in _PURPOSES)


def naming_key(private_key: bytes, purpose: bytes = NEEDS) -> bytes:
    """The key of one kind of names."""
    return hmac.digest(private_key, purpose, hashlib.sha256)


def stored_naming_key(session: AnySession, programme_id: str, purpose: bytes) -> bytes:
    """That of a programme. KeyError for one without a key; every programme gets one when it is made."""
    naming = store.naming(session, programme_id)
    if naming is None:
        raise KeyError(programme_id)
    at = 32 * _PURPOSES.index(purpose)
    return naming[at : at + 32]


def with_naming(_session: AnySession, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a key as notes of an earlier version have it, as one of now."""
    return {"number": 1, "naming": naming_keys(row["private_key"])} | dict(row)


def _publish(session: AnySession, programme: Programme) -> None:
    current = store.current_key(session, programme.id)
    programme.public_key = sealing.public_key(_opened(current, keyring()))


def _delete(session: AnySession, one: ProgrammeKey, now: dt.datetime) -> None:
    one.private_key, one.deleted_at = b"", now
    about = ("programme", one.programme_id)
    note_event(session, "key_forgotten", about=about, programme=one.programme_id, number=one.number)
    session.flush()


def _purpose(programme_id: str, number: int) -> str:
    return f"programme key {programme_id} {number}"


def _sealed(private: bytes, programme_id: str, number: int, ring: Keyring) -> bytes:
    return ring.seal(base64.b64encode(private).decode(), _purpose(programme_id, number)).encode()


def _opened(one: ProgrammeKey, ring: Keyring) -> bytes:
    if not _is_sealed(one):
        return one.private_key
    return base64.b64decode(ring.open(_text(one), _purpose(one.programme_id, one.number)))


def _is_sealed(one: ProgrammeKey) -> bool:
    return sealed_under(_text(one)) is not None


def _text(one: ProgrammeKey) -> str:
    return one.private_key.decode("latin-1")


def _opens(one: ProgrammeKey) -> bool:
    try:
        return bool(_opened(one, keyring()))
    except WrongSecret:
        return False
