"""How many records came in each week, and what became of them: by place and form, and by phone. Kept as case counts are
(`case_count_store.py`), so that the coordinator's dashboard reads some rows of each week, however many there are.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import orjson
from sqlalchemy import BigInteger, ColumnElement, Integer, SQLColumnExpression, cast, delete, func, select, text

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.base.zones import Zone, week_of
from feedback_app.review.case_count_store import EVERYWHERE, steps
from feedback_app.review.inflow import NOTHING, Inflow
from feedback_app.review.tables import Case, CaseInflow
from feedback_app.review.week_zone_store import take_zone, week_zone
from schemas.states import State


class Source(StrEnum):
    """What records of a week are counted by."""

    FORM = "form"
    """And by place, for each place and all above it."""
    PHONE = "phone"
    """The one that sent the last revision; everywhere."""


class CaseOrigin(NamedTuple):
    """Where a case comes from, and what became of it."""

    place_path: str
    instrument: str
    device_id: uuid.UUID | None
    received_at: dt.datetime
    state: str


class _Key(NamedTuple):
    kind: str
    week: dt.date
    place_path: str
    value: str


def origin(case: Case) -> CaseOrigin:
    """Where a case comes from now."""
    return CaseOrigin(case.place_path, case.instrument, case.device_id, case.received_at, case.state)


def _keys(of: CaseOrigin, week: dt.date) -> Iterator[_Key]:
    for path in steps(of.place_path):
        yield _Key(Source.FORM, week, path, of.instrument)
    if of.device_id is not None:
        yield _Key(Source.PHONE, week, EVERYWHERE, str(of.device_id))


def _flow(state: str) -> Inflow:
    return Inflow(1, int(state == State.ACCEPTED), int(state == State.REJECTED))


class InflowChanges:
    """What a transaction changes in the weeks of a programme."""

    def __init__(self) -> None:
        self._pairs: list[tuple[CaseOrigin | None, CaseOrigin | None]] = []

    def add(self, before: CaseOrigin | None, after: CaseOrigin | None) -> None:
        """A case is counted by `after` and no longer by `before`; None where there is none."""
        if before != after:
            self._pairs.append((before, after))

    def _changes(self, zone: Zone) -> dict[_Key, Inflow]:
        """What changes in each week, as the clocks of a time zone have it."""
        found: dict[_Key, Inflow] = {}
        for before, after in self._pairs:
            for key in _keys(before, week_of(before.received_at, zone)) if before else ():
                found[key] = found.get(key, NOTHING) - _flow(before.state if before else "")
            for key in _keys(after, week_of(after.received_at, zone)) if after else ():
                found[key] = found.get(key, NOTHING) + _flow(after.state if after else "")
        return found

    def write(self, session: AnySession, programme_id: str) -> None:
        """Changes the rows."""
        changes = self._changes(week_zone(session, programme_id)) if self._pairs else {}
        changed = sorted((key, flow) for key, flow in changes.items() if flow != NOTHING)
        self._pairs = []
        if not changed:
            return
        rows = [{**key._asdict(), "n": flow.n, "a": flow.accepted, "r": flow.rejected} for key, flow in changed]
        statement = _ADD[session.get_bind().dialect.name]
        session.execute(statement, {"programme": programme_id, "rows": orjson.dumps(rows).decode()})
        for key in (key for key, flow in changed if flow.n < 0):  # of what is gone, no row says where it was
            same = (getattr(CaseInflow, name) == value for name, value in key._asdict().items())
            session.execute(delete(CaseInflow).where(CaseInflow.programme_id == programme_id, *same, CaseInflow.n == 0))


_ADD = {
    "sqlite": text("""
        INSERT INTO review_inflow (programme_id, kind, week, place_path, value, n, accepted, rejected)
        SELECT :programme, json_extract(value, '$.kind'), json_extract(value, '$.week'),
               json_extract(value, '$.place_path'), json_extract(value, '$.value'), json_extract(value, '$.n'),
               json_extract(value, '$.a'), json_extract(value, '$.r') FROM json_each(:rows) WHERE true
        ON CONFLICT (programme_id, kind, week, place_path, value) DO UPDATE SET n = n + excluded.n,
               accepted = accepted + excluded.accepted, rejected = rejected + excluded.rejected
    """),
    "postgresql": text("""
        INSERT INTO review_inflow (programme_id, kind, week, place_path, value, n, accepted, rejected)
        SELECT :programme, kind, week, place_path, value, n, a, r FROM json_to_recordset(CAST(:rows AS json))
               AS given(kind varchar, week date, place_path varchar, value varchar, n int, a int, r int)
        ON CONFLICT (programme_id, kind, week, place_path, value) DO UPDATE SET n = review_inflow.n + excluded.n,
               accepted = review_inflow.accepted + excluded.accepted,
               rejected = review_inflow.rejected + excluded.rejected
    """),
}


class FormWeek(NamedTuple):
    """What came of a form in a week from a place and all below it."""

    week: dt.date
    place_path: str
    instrument: str
    flow: Inflow


_FLOW = CaseInflow.n, CaseInflow.accepted, CaseInflow.rejected


def form_weeks(
    session: AnySession, programme_id: str, paths: Collection[str], weeks: Collection[dt.date]
) -> list[FormWeek]:
    """What came in these weeks from these places; a look-up of an index for each of both."""
    chosen = select(CaseInflow.week, CaseInflow.place_path, CaseInflow.value, *_FLOW)
    mine = *_of(programme_id, Source.FORM, weeks), CaseInflow.place_path.in_(paths)
    return [
        FormWeek(week, path, name, Inflow(*flow)) for week, path, name, *flow in session.execute(chosen.where(*mine))
    ]


def busiest_phones(session: AnySession, programme_id: str, weeks: Collection[dt.date]) -> list[tuple[uuid.UUID, int]]:
    """(phone, how many records) of all that sent any in these weeks, the most first."""
    total = func.sum(CaseInflow.n)
    chosen = select(CaseInflow.value, total).where(*_of_phones(programme_id, weeks)).group_by(CaseInflow.value)
    return [(uuid.UUID(one), int(n)) for one, n in session.execute(chosen.order_by(total.desc(), CaseInflow.value))]


def phone_weeks(
    session: AnySession, programme_id: str, phones: Collection[uuid.UUID], weeks: Collection[dt.date]
) -> list[tuple[uuid.UUID, dt.date, Inflow]]:
    """What these phones sent in these weeks."""
    chosen = select(CaseInflow.value, CaseInflow.week, *_FLOW).where(*_of_phones(programme_id, weeks))
    found = session.execute(chosen.where(CaseInflow.value.in_([str(one) for one in phones])))
    return [(uuid.UUID(one), week, Inflow(*flow)) for one, week, *flow in found]


def _of(programme_id: str, kind: Source, weeks: Collection[dt.date]) -> Sequence[ColumnElement[bool]]:
    return CaseInflow.programme_id == programme_id, CaseInflow.kind == kind, CaseInflow.week.in_(weeks)


def _of_phones(programme_id: str, weeks: Collection[dt.date]) -> Sequence[ColumnElement[bool]]:
    return *_of(programme_id, Source.PHONE, weeks), CaseInflow.place_path == EVERYWHERE


def recount_weeks(session: AnySession, programme_id: str) -> None:
    """Counts the weeks of all cases of a programme anew, by its clocks of now. Nobody changes cases meanwhile."""
    zone, flows = take_zone(session, programme_id), dict[_Key, Inflow]()
    for of, week, n in _counted(session, programme_id, zone):
        one = _flow(of.state)
        some = Inflow(n, n * one.accepted, n * one.rejected)
        for key in _keys(of, week):
            flows[key] = flows.get(key, NOTHING) + some
    session.execute(delete(CaseInflow).where(CaseInflow.programme_id == programme_id))
    rows = [
        {
            "programme_id": programme_id, **key._asdict(), "n": flow.n, "accepted": flow.accepted,
            "rejected": flow.rejected,
        }
        for key, flow in flows.items()
    ]  # fmt: skip
    insert_many(session, {CaseInflow: rows})


def _counted(session: AnySession, programme_id: str, zone: Zone) -> Iterator[tuple[CaseOrigin, dt.date, int]]:
    """Cases of one origin in a week, and how many: grouped by the database, by the quarters of an hour in which clocks
    differ."""
    by = Case.place_path, Case.instrument, Case.device_id, Case.state, _quarter(session)
    chosen = select(*by, func.count(), func.min(Case.received_at)).where(Case.programme_id == programme_id)
    for path, instrument, device, state, _, n, at in session.execute(chosen.group_by(*by)):
        yield CaseOrigin(path, instrument, device, at, state), week_of(at, zone), n


def _quarter(session: AnySession) -> SQLColumnExpression[int]:
    """Of an hour, in which a record came: no clock changes its day within one."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(cast(func.strftime("%s", Case.received_at), Integer) / 900, Integer)
    return cast(func.floor(func.extract("epoch", Case.received_at) / 900), BigInteger)
