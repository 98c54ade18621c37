"""Taking consent back: a revision of its author's that says so erases the record, and nothing of it is stored later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from feedback_app.base.db import AnySession
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.store import SqlLedger
from feedback_app.ledger.tables import Erasure, Record
from sync.entry import Entry

REASON = "author"


class DeviceLedger(SqlLedger):
    """The SQL ledger, with erasure: what every caller that files what phones send writes into."""

    def withdraw(self, entries: Sequence[Entry]) -> None:
        by = f"phone {self._arrival.device_id}"
        for entry in entries:
            take_back(self._session, self._programme, entry, now=self._arrival.at, by=by)


def take_back(session: AnySession, programme_id: str, entry: Entry, *, now: dt.datetime, by: str) -> None:
    """Erases the record of an entry by which its author takes consent back. One that never came gets a tombstone alone.

    The files of its media are removed by the job `erasures`, which finds them by the tombstone.
    """
    record = session.get(Record, (programme_id, entry.id), populate_existing=True)
    if record is not None:
        erase(session, record, now=now, reason=REASON, by=by, later=True)
    elif session.get(Erasure, (programme_id, entry.id)) is None:
        session.add(
            Erasure(
                programme_id=programme_id, record_id=entry.id, at=now, reason=REASON, by=by, owner=entry.author,
                known_as=entry.known_as,
            )
        )  # fmt: skip
        session.flush()
