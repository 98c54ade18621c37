"""Work on the ledger in many short transactions, so that phones are answered meanwhile."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from functools import partial

from feedback_app.base import clock
from feedback_app.base.db import AnySession, reading, transaction
from feedback_app.base.slices import PAUSE_S, in_slices
from feedback_app.ledger.entry_chain import SLICE, chain_entries, programmes_to_chain
from feedback_app.ledger.erasure import delete_unused, late_contents
from feedback_app.ledger.feed import SqlFeed
from feedback_app.ledger.positions import epoch
from feedback_app.ledger.reproject import is_behind, reproject, waiting
from feedback_app.ledger.snapshots import SqlSnapshots
from feedback_app.media.files import MediaFiles
from feedback_app.media.refusal_store import refused_contents
from feedback_app.register.lookup_store import programme_ids
from sync.snapshot import Packing, SnapshotWanted, still_good

log = logging.getLogger(__name__)
FEW = 100
"""Contents that one transaction deletes."""


def chain_all() -> int:
    """Makes segments of all entries that are committed; returns how many entries they are."""
    with reading() as session:
        behind = programmes_to_chain(session)
    return sum(sum(in_slices(partial(_chain, one), most=SLICE, a_run=math.inf)) for one in behind)


def _chain(programme_id: str, session: AnySession, limit: int) -> int:
    return chain_entries(session, programme_id, clock.now(), limit=limit)


def make_snapshots(programme_id: str) -> int:
    """Makes the snapshots that phones of a programme want, while others write; returns how many. One that fails does
    not hold up the others: its phones go on by pages, and it is tried again at the next run."""
    with reading() as session:
        wanted = SqlSnapshots(session, programme_id, clock.now()).wanted()
    made = 0
    for one in wanted:
        try:
            made += _make_snapshot(programme_id, one)
        except Exception:
            log.exception("the snapshot of %s for phones of %s", programme_id, one.scope.place_path)
    return made


def _make_snapshot(programme_id: str, wanted: SnapshotWanted) -> bool:
    """Whether it was made. Not where one is there that is good, nor where something was erased meanwhile."""
    with reading() as session:
        feed, snapshots = SqlFeed(session, programme_id), SqlSnapshots(session, programme_id, clock.now())
        life = epoch(session)
        current = still_good(feed, snapshots, epoch=life, scope=wanted.scope)
        packing = Packing(feed, wanted.scope)
    if current is not None:
        with transaction() as session:
            SqlSnapshots(session, programme_id, clock.now()).settle(wanted)
        return False
    more = True
    while more:
        with reading() as session:
            more = packing.read_on(SqlFeed(session, programme_id))
        time.sleep(PAUSE_S)
    parts = packing.parts()
    with transaction() as session:
        snapshots = SqlSnapshots(session, programme_id, clock.now())
        made = snapshots.keep(wanted, epoch=life, position=packing.position, rows=packing.rows, parts=parts)
    return made is not None


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
