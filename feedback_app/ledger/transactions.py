"""Work on the ledger in many short transactions, so that phones are answered meanwhile."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from feedback_app.base import clock
from feedback_app.base.db import AnySession, reading, transaction
from feedback_app.base.slices import in_slices
from feedback_app.ledger.entry_chain import SLICE, chain_entries, programmes_to_chain
from feedback_app.ledger.erasure import delete_unused, late_contents
from feedback_app.ledger.reproject import is_behind, reproject, waiting
from feedback_app.media.files import MediaFiles
from feedback_app.media.refusal_store import refused_contents
from feedback_app.register.lookup_store import programme_ids

FEW = 100
"""Contents that one transaction deletes."""


def chain_all() -> int:
    """Makes segments of all entries that are committed; returns how many entries they are."""
    with reading() as session:
        behind = programmes_to_chain(session)
    return sum(sum(in_slices(partial(_chain, one), most=SLICE, a_run=math.inf)) for one in behind)


def _chain(programme_id: str, session: AnySession, limit: int) -> int:
    return chain_entries(session, programme_id, clock.now(), limit=limit)


def delete_unused_media(files: MediaFiles) -> int:
    """Deletes photos and voices of erased records that came after the erasure, and those whose use was refused; returns
    how many. Writes only where there are any."""
    with reading() as session:
        unused = sorted(late_contents(session) | refused_contents(session))
    deleted = 0
    for start in range(0, len(unused), FEW):
        with transaction() as session:
            gone = delete_unused(session, unused[start : start + FEW])
        for programme, sha256 in gone:
            files.delete(programme, sha256)
        deleted += len(gone)
    return deleted


def records_waiting(programme_id: str | None = None) -> int:
    """How many records `reproject_all` would work out."""
    with reading() as session:
        return sum(waiting(session, one) for one in programme_ids(session) if programme_id in (None, one))


def reproject_all(programme_id: str | None = None) -> Iterator[int]:
    """Works out the facts of stored records; yields how many each transaction did. It can be stopped at any
    moment and goes on from there."""
    with reading() as session:
        known = [one for one in programme_ids(session) if programme_id in (None, one)]
        behind = [one for one in known if is_behind(session, one)]
    for one in behind:
        yield from in_slices(partial(_reproject, one), a_run=math.inf)


def _reproject(programme_id: str, session: AnySession, limit: int) -> int:
    return reproject(session, programme_id, limit=limit)
