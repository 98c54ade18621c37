"""The key pair of each programme, to which phones seal what is carried by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.register import store
from feedback_app.register.tables import ProgrammeKey
from sync import sealing


def give_keys(session: AnySession, now: dt.datetime) -> int:
    """Gives a key pair to every programme that has none; returns to how many. Programmes of before files get theirs so.

    Of two processes that do so at once, the first one's key is used.
    """
    without = store.programmes_without_key(session)
    for programme in without:
        made = {"programme_id": programme.id, "private_key": sealing.new_private_key(), "created_at": now}
        insert_if_absent(session, ProgrammeKey, made)
        stored = session.get_one(ProgrammeKey, programme.id, populate_existing=True)
        programme.public_key = sealing.public_key(stored.private_key)
    session.flush()
    return len(without)


def private_keys(session: AnySession, programmes: Collection[str] | None = None) -> dict[str, bytes]:
    """The private key of each of these programmes (of all when none are named)."""
    keys = store.programme_keys(session)
    return {one.programme_id: one.private_key for one in keys if programmes is None or one.programme_id in programmes}
