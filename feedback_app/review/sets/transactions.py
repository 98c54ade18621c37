"""A set is decided and undone in transactions of a slice each, so that nobody waits for all of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import partial

from feedback_app.base import clock
from feedback_app.base.db import AnySession, reading, transaction
from feedback_app.base.slices import in_slices
from feedback_app.enrol.permissions import Area
from feedback_app.review.sets import actions, store
from feedback_app.review.sets.states import UNUSED
from feedback_app.review.tables import CaseSet

SLICE = 100
A_REQUEST_S = 2.0
"""How long one request goes on; its page asks for the next."""


def decide(set_id: uuid.UUID, area: Area) -> None:
    """Decides what is left of a set, as far as one request goes."""
    _go_on(set_id, lambda session, made: actions.decide_slice(session, made, area, now=clock.now(), limit=SLICE))


def undo(set_id: uuid.UUID) -> None:
    """Undoes what is left of a set that is being undone, as far as one request goes."""
    _go_on(set_id, lambda session, made: actions.undo_slice(session, made, now=clock.now(), limit=SLICE))


def _go_on(set_id: uuid.UUID, work: Callable[[AnySession, CaseSet], int]) -> None:
    until = time.monotonic() + A_REQUEST_S
    while time.monotonic() < until:
        with transaction() as session:
            made = store.find_set(session, set_id, lock=True)
            if made is None or work(session, made) < SLICE:
                return


def finish_all() -> int:
    """Publishes what can no longer be undone, and deletes sets that nothing was decided about for a day. Returns how
    many decisions. Takes no write lock where there is nothing to do."""
    now = clock.now()
    with reading() as session:
        due, unused = store.unfinished(session, now=now), store.unused(session, before=now - UNUSED)
    done = sum(sum(in_slices(partial(_finish, one), most=SLICE)) for one in due)
    if unused:
        with transaction() as session:
            store.delete_unused(session, unused)
    return done


def _finish(set_id: uuid.UUID, session: AnySession, limit: int) -> int:
    return actions.finish_slice(session, set_id, now=clock.now(), limit=limit)
