"""Photos and voices that no entry speaks of: a phone sends them after its entry, so that nobody will ask for them."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Collection

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.forms.store import form_media
from feedback_app.ledger.tables import Malformed
from feedback_app.media.staff_sound_store import staff_sounds
from feedback_app.media.store import delete_unreferenced, unspoken_since

RETAINED = dt.timedelta(days=30)
"""Longer than an upload may take, so that nobody is in the middle of sending it again."""
_SHA256 = re.compile(rb"[0-9a-f]{64}")
log = logging.getLogger(__name__)


def sweep(session: AnySession, *, now: dt.datetime) -> list[tuple[str, str]]:
    """Deletes what has been here for long and no entry, no form, no staff and nothing unreadable that is stored names.

    A phone whose entry comes later still has it, and is asked for it again. Returns (programme, hash) of those whose
    files are to be removed once this is committed.
    """
    gone: list[tuple[str, str]] = []
    for programme, hashes in unspoken_since(session, now - RETAINED).items():
        needed = {*form_media(session, programme, hashes), *_in_unreadable(session, programme, hashes)}
        needed |= staff_sounds(session, programme, hashes)
        deleted = delete_unreferenced(session, programme_id=programme, hashes=hashes, needed=needed)
        if deleted:
            log.warning("%s: %d photos or voices that no record speaks of are deleted", programme, len(deleted))
        gone += [(programme, one) for one in deleted]
    return gone


def _in_unreadable(session: AnySession, programme: str, hashes: Collection[str]) -> set[str]:
    """Those that an entry names which could not be read: somebody may mend it."""
    found: set[str] = set()
    stored = select(Malformed.raw).where(Malformed.programme_id == programme)
    for raw in session.scalars(stored.execution_options(yield_per=100)):
        found.update(one.decode() for one in _SHA256.findall(raw))
    return found & set(hashes)
