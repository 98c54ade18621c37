"""Selects by which insight follows review, and of what is counted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, delete, or_, select

from feedback_app.base.db import AnySession, insert_all_absent
from feedback_app.base.ids import new_id
from feedback_app.insight.accepted.counting import Count, PlaceMonth, read, write
from feedback_app.insight.accepted.tables import AcceptedRecord, MonthCount, OutdatedCount, PendingRecord
from feedback_app.ledger.facts import has_facts
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.review.lookup_store import AcceptedCase, accepted_cases, merged_into

AT_ONCE = 500
"""Records of one look."""


@dataclass(frozen=True, slots=True)
class Group:
    """The accepted records of a coarse place in a month: what is counted together."""

    place_path: str
    month: str


class CountedRecord(NamedTuple):
    """What of an accepted record is counted beside its facts."""

    place_path: str
    month: str
    place_code: str
    record_id: uuid.UUID
    speaker: str
    project_id: str | None
    voice: str


def pending(session: AnySession, programme_id: str, *, limit: int) -> dict[uuid.UUID, uuid.UUID]:
    """The next records to look at, by the id of what says so."""
    chosen = select(PendingRecord.id, PendingRecord.record_id).where(PendingRecord.programme_id == programme_id)
    return dict(session.execute(chosen.order_by(PendingRecord.id).limit(limit)).all())


def delete_pending(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """These were looked at. One that was added meanwhile has an id of its own, and stays."""
    session.execute(delete(PendingRecord).where(PendingRecord.id.in_(ids)))


def missing(session: AnySession, programme_id: str, ids: Collection[uuid.UUID], *, rule: str) -> Sequence[AcceptedCase]:
    """Of these records those that are accepted and have no row, or one that says something else."""
    return [AcceptedCase(*row) for row in session.execute(_missing(programme_id, rule, ids))]


def outdated(session: AnySession, programme_id: str, *, rule: str, limit: int) -> Sequence[AcceptedCase]:
    """Some accepted records with a row of another rule; none where the next ones wait for their facts."""
    for other in (AcceptedRecord.rule < rule, AcceptedRecord.rule > rule):
        chosen = select(AcceptedRecord.record_id).where(AcceptedRecord.programme_id == programme_id, other)
        if ids := session.scalars(chosen.limit(AT_ONCE)).all():
            return missing(session, programme_id, ids, rule=rule)[:limit]
    return []


def _missing(
    programme_id: str, rule: str, only: Collection[uuid.UUID] | None = None
) -> Select[uuid.UUID, int, dt.datetime, str]:
    case = accepted_cases(programme_id).c
    hidden = AcceptedRecord.hidden == is_suspended(programme_id, case.record_id)
    fresh = and_(
        AcceptedRecord.rev == case.rev,
        AcceptedRecord.accepted_at == case.accepted_at,
        AcceptedRecord.rule == rule,
        hidden,
    )
    mine = and_(AcceptedRecord.programme_id == programme_id, AcceptedRecord.record_id == case.record_id)
    chosen = (
        select(case.record_id, case.rev, case.accepted_at, case.place_path)
        .outerjoin(AcceptedRecord, mine)
        .where(or_(AcceptedRecord.rev.is_(None), ~fresh), has_facts(programme_id, case.record_id, case.rev))
        .order_by(case.position)
    )
    return chosen if only is None else chosen.where(case.record_id.in_(only))


def gone(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[AcceptedRecord]:
    """Of these records the rows to delete: they are no longer accepted, were erased, or have a newer revision."""
    chosen = _gone(programme_id).where(AcceptedRecord.record_id.in_(ids))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _gone(programme_id: str) -> Select[AcceptedRecord]:
    case = accepted_cases(programme_id).c
    return (
        select(AcceptedRecord)
        .outerjoin(case.record_id.table, case.record_id == AcceptedRecord.record_id)
        .where(
            AcceptedRecord.programme_id == programme_id,
            or_(case.record_id.is_(None), ~has_facts(programme_id, case.record_id, case.rev, stays=True)),
        )
    )


def is_behind(session: AnySession, programme_id: str, rule: str) -> bool:
    """Whether there is anything to look at, a row of another rule, or anything to count."""
    for table in (PendingRecord, OutdatedCount):
        if session.execute(select(table.programme_id).where(table.programme_id == programme_id).limit(1)).first():
            return True
    return bool(outdated(session, programme_id, rule=rule, limit=1))


def compare_all(session: AnySession, programme_id: str, rule: str) -> int:
    """Compares every row with every accepted case, whatever triggers said, and notes what differs as pending. Returns
    how many there were. Reads all of them: for once a week."""
    differing = [row.record_id for row in session.execute(_missing(programme_id, rule))]
    differing += [one.record_id for one in session.scalars(_gone(programme_id))]
    session.add_all(PendingRecord(id=new_id(), programme_id=programme_id, record_id=one) for one in differing)
    session.flush()
    return len(differing)


def rows(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, AcceptedRecord]:
    """The rows of these records, where they have one."""
    mine = AcceptedRecord.programme_id == programme_id, AcceptedRecord.record_id.in_(ids)
    found = session.scalars(select(AcceptedRecord).where(*mine).execution_options(populate_existing=True))
    return {one.record_id: one for one in found}


def mark_outdated(session: AnySession, programme_id: str, groups: Iterable[Group]) -> None:
    """These are to be counted anew. One statement."""
    some = sorted(groups, key=lambda group: (group.place_path, group.month))
    insert_all_absent(
        session, OutdatedCount,
        [{"programme_id": programme_id, "place_path": one.place_path, "month": one.month} for one in some],
    )  # fmt: skip


def outdated_groups(session: AnySession, programme_id: str, *, limit: int) -> list[Group]:
    """Some that are to be counted anew."""
    chosen = select(OutdatedCount.place_path, OutdatedCount.month).where(OutdatedCount.programme_id == programme_id)
    return [Group(*row) for row in session.execute(chosen.order_by(*chosen.selected_columns).limit(limit))]


def accepted_in(session: AnySession, programme_id: str, groups: Collection[Group]) -> dict[Group, list[CountedRecord]]:
    """The accepted records of each of these places and months (one at least) that count, the first accepted first. One
    statement."""
    row = AcceptedRecord
    columns = row.place_path, row.month, row.place_code, row.record_id, row.speaker, row.project_id, row.voice
    # Pairs in a list would make SQLite read the whole table.
    here = (and_(row.place_path == one.place_path, row.month == one.month) for one in groups)
    mine = row.programme_id == programme_id, or_(*here), row.hidden.is_(False), row.place_code != ""
    found: dict[Group, list[CountedRecord]] = {one: [] for one in groups}
    for one in session.execute(select(*columns).where(*mine).order_by(row.accepted_at, row.record_id)):
        found[Group(one.place_path, one.month)].append(CountedRecord(*one))
    return found


def merged(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Other people's records that were merged into these: each is a voice more that says the same."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for into, record in session.execute(merged_into(programme_id, ids)):
        found.setdefault(into, []).append(record)
    return found


def replace_counts(session: AnySession, programme_id: str, counted: Mapping[Group, tuple[str, Count]]) -> None:
    """Stores what is counted of places and months, each with the code of its place, instead of what they had, and notes
    that it is of now."""
    keys = [{"of": programme_id, "path": group.place_path, "then": group.month} for group in counted]
    for table in (MonthCount, OutdatedCount) if keys else ():
        same = (
            table.programme_id == bindparam("of"), table.place_path == bindparam("path"),
            table.month == bindparam("then"),
        )  # fmt: skip
        session.connection().execute(delete(table).where(*same), keys)
    session.add_all(
        MonthCount(
            programme_id=programme_id, place_path=group.place_path, month=group.month, place_code=code,
            counts=write(count),
        )
        for group, (code, count) in counted.items()
        if count
    )  # fmt: skip
    session.flush()


def month_counts(session: AnySession, programme_id: str) -> list[PlaceMonth]:
    """All exact counts of a programme."""
    chosen = select(MonthCount.place_code, MonthCount.place_path, MonthCount.month, MonthCount.counts)
    found = session.execute(
        chosen.where(MonthCount.programme_id == programme_id).order_by(*chosen.selected_columns[:3])
    )
    return [PlaceMonth(code, path, month, read(stored)) for code, path, month, stored in found]
