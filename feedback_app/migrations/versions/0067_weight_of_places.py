"""review: what waits from before places had a weight is given that of its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime
from feedback_app.base.zones import Zone, week_of, zone_of

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

WEEKS, FEW, PEOPLE_OF_ONE = 12, 10, 500
LIVES = 6
"""From this urgency on age alone counts."""
WEEK = dt.timedelta(weeks=1)
CASE = sa.table(
    "review_case", *(sa.column(name) for name in ("programme_id", "place_path", "state", "urgency")),
    sa.column("received_at", UtcDateTime(timezone=True)),
)  # fmt: skip
FLOW = sa.table("review_inflow", *(sa.column(name) for name in ("programme_id", "kind", "place_path", "n")),
                sa.column("week", sa.Date()))  # fmt: skip
WAITS = (
    CASE.c.state.in_(("received", "in_review", "needs_correction", "quarantined", "conflict")),
    CASE.c.urgency < LIVES,
    CASE.c.urgency % 2 == 0,
)
Counts = Mapping[tuple[str, str, dt.date], int]


def upgrade() -> None:
    """One that came since has its weight already: counts only grow, so none that had none is given one here."""
    bind = op.get_bind()
    names = bind.execute(sa.text("SELECT programme_id, name FROM review_week_zone")).all()
    zones = {programme: zone_of({"time_zone": name}) for programme, name in names}
    people = bind.execute(sa.text("SELECT path, population FROM place WHERE population IS NOT NULL")).all()
    limits = {path: max(FEW, n // PEOPLE_OF_ONE) for path, n in people}
    by_place = CASE.c.programme_id, CASE.c.place_path
    between = sa.func.min(CASE.c.received_at), sa.func.max(CASE.c.received_at)
    places = bind.execute(sa.select(*by_place, *between).where(*WAITS).group_by(*by_place)).all()
    counts = _counts(bind) if places else {}
    for programme, path, first, last in places:
        zone = zones.get(programme, dt.UTC)
        for monday in _little_heard(counts, programme, path, weeks=_weeks(first, last, zone), few=limits.get(path, FEW)):
            came = CASE.c.received_at >= _start(monday, zone), CASE.c.received_at < _start(monday + WEEK, zone)
            mine = CASE.c.programme_id == programme, CASE.c.place_path == path
            bind.execute(sa.update(CASE).where(*mine, *came, *WAITS).values(urgency=CASE.c.urgency + 1))


def _counts(bind: sa.Connection) -> Counts:
    key = FLOW.c.programme_id, FLOW.c.place_path, FLOW.c.week
    rows = bind.execute(sa.select(*key, sa.func.sum(FLOW.c.n)).where(FLOW.c.kind == "form").group_by(*key))
    return {(programme, path, week): int(n) for programme, path, week, n in rows}


def _little_heard(
    counts: Counts, programme: str, path: str, *, weeks: Iterator[dt.date], few: int
) -> Iterator[dt.date]:
    for monday in weeks:
        if path and sum(counts.get((programme, path, monday - n * WEEK), 0) for n in range(WEEKS)) < few:
            yield monday


def _weeks(first: dt.datetime, last: dt.datetime, zone: Zone) -> Iterator[dt.date]:
    monday, end = week_of(first, zone), week_of(last, zone)
    while monday <= end:
        yield monday
        monday += WEEK


def _start(monday: dt.date, zone: Zone) -> dt.datetime:
    return dt.datetime.combine(monday, dt.time(), zone).astimezone(dt.UTC)


def downgrade() -> None:
    """Nothing: the step before places had a weight halves urgencies."""
