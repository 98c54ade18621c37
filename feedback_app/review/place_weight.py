"""From which places little has been heard of late: among records that are as pressing, theirs come first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from feedback_app.base.db import AnySession
from feedback_app.base.zones import Zone, week_of
from feedback_app.ledger.lookup_store import CurrentRecord
from feedback_app.register.lookup_store import place_sizes
from feedback_app.review.case_inflow_store import form_weeks
from feedback_app.review.week_zone_store import week_zone

WEEKS = 12
"""The week in which a record came, and those before it."""
FEW = 10
"""Records of a place in this time, below which little has been heard from there."""
PEOPLE_OF_ONE = 500
"""Where the register says how many live there: one record for so many people, where that is more than `FEW`."""


class PlaceCounts:
    """How much came from the places of a batch of records, by the weeks that are counted anyway."""

    def __init__(self, session: AnySession, programme_id: str) -> None:
        self._session = session
        self._programme = programme_id
        self._zone: Zone = week_zone(session, programme_id)
        self._counts: dict[tuple[str, dt.date], int] = {}
        self._limits: dict[str, int] = {}
        self._read: set[tuple[str, dt.date]] = set()

    def prepare(self, records: Collection[CurrentRecord]) -> None:
        """Reads the weeks of these records' places: one look-up of an index for each."""
        paths = {one.place_path for one in records if one.place_path}
        weeks = {week for one in records for week in _weeks(one.received_at, self._zone)}
        missing = {(path, week) for path in paths for week in weeks} - self._read
        if not missing:
            return
        of_paths, of_weeks = {path for path, _ in missing}, {week for _, week in missing}
        for row in form_weeks(self._session, self._programme, of_paths, of_weeks):
            if (key := (row.place_path, row.week)) not in self._read:
                self._counts[key] = self._counts.get(key, 0) + row.flow.n
        self._read |= {(path, week) for path in of_paths for week in of_weeks}
        sizes = place_sizes(self._session, {one.place_code for one in records if one.place_code})
        self._limits |= {one.path: limit(one.population) for one in sizes.values()}

    def is_little_heard(self, record: CurrentRecord) -> bool:
        """Whether few records came from a record's place, up to the week in which it came."""
        path = record.place_path or ""
        return bool(path) and self._count(path, _weeks(record.received_at, self._zone)) < self._limits.get(path, FEW)

    def add(self, record: CurrentRecord) -> None:
        """Counts a new record, for those after it in the batch."""
        key = record.place_path or "", week_of(record.received_at, self._zone)
        self._counts[key] = self._counts.get(key, 0) + 1

    def _count(self, path: str, weeks: Iterable[dt.date]) -> int:
        return sum(self._counts.get((path, week), 0) for week in weeks)


def limit(population: int | None) -> int:
    """How many records of a place are few."""
    return max(FEW, (population or 0) // PEOPLE_OF_ONE)


def _weeks(at: dt.datetime, zone: Zone) -> list[dt.date]:
    first = week_of(at, zone)
    return [first - dt.timedelta(weeks=n) for n in range(WEEKS)]
