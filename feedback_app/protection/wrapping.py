"""Who opens the keys of a programme: an officer gives them to another, changes their own passphrase, or takes them from
another. Wraps are made in browsers; of a passphrase nothing arrives here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.enrol.colleague_store import who_may
from feedback_app.protection import store
from feedback_app.protection.tables import ProtectionWrap
from schemas.roles import Permission

Wraps = dict[tuple[uuid.UUID, str], ProtectionWrap]


def give(
    session: AnySession,
    programme_id: str,
    wraps: Mapping[str, str],
    *,
    person: uuid.UUID,
    by: uuid.UUID,
    now: dt.datetime,
) -> None:
    """Gives another officer these keys, wrapped under a passphrase for one use; one who forgot theirs gets them anew.
    Problem `malformed` where that person is no officer, `conflict` for keys that the giver does not open."""
    there = _locked(session, programme_id)
    if person == by or person not in who_may(session, Permission.PROTECTION, programme_id):
        raise Problem("malformed")
    if not wraps.keys() <= _opened(there, by):
        raise Problem("conflict")
    for key, wrapped in wraps.items():
        if (found := there.get((person, key))) is not None:
            found.wrapped, found.once, found.made_at, found.made_by = wrapped, True, now, by
        else:
            made = ProtectionWrap(key_id=key, person_id=person, wrapped=wrapped, once=True, made_at=now, made_by=by)
            session.add(made)
    note_event(session, "protection_wrap_given", about=("person", person), programme=programme_id)


def change(
    session: AnySession, programme_id: str, wraps: Mapping[str, str], *, by: uuid.UUID, now: dt.datetime
) -> None:
    """Stores the caller's own keys under a new passphrase, which they alone know. Problem `conflict` for keys that they
    were not given, `malformed` for a wrap that is the one of before."""
    there = _locked(session, programme_id)
    mine = {key: there.get((by, key)) for key in wraps}
    for key, found in mine.items():
        if found is None:
            raise Problem("conflict")
        if found.wrapped == wraps[key]:
            raise Problem("malformed")
        found.wrapped, found.once, found.made_at, found.made_by = wraps[key], False, now, by
    note_event(session, "protection_wrap_changed", about=("person", by), programme=programme_id)


def remove(session: AnySession, programme_id: str, *, person: uuid.UUID, by: uuid.UUID) -> None:
    """Takes from somebody the keys that the caller opens too, so that somebody always does. Problem `conflict` where
    there is none, `malformed` for one's own."""
    there = _locked(session, programme_id)
    if person == by:
        raise Problem("malformed")
    taken = [there[person, key] for key in sorted(_opened(there, by)) if (person, key) in there]
    if not taken:
        raise Problem("conflict")
    for one in taken:
        session.delete(one)
    note_event(session, "protection_wrap_removed", about=("person", person), programme=programme_id)


def _locked(session: AnySession, programme_id: str) -> Wraps:
    store.lock_keys(session, programme_id)
    return {(one.person_id, one.key_id): one for one in store.wraps(session, programme_id)}


def _opened(there: Wraps, person: uuid.UUID) -> set[str]:
    """The keys that somebody opens with a passphrase of their own."""
    return {key for (whose, key), one in there.items() if whose == person and not one.once}
