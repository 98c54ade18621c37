"""The feed, what goes down to phones: `sync.store.Feed` on SQL, and how rows get into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.ids import new_id
from feedback_app.base.look_up import look_up
from feedback_app.ledger.positions import ProgrammePosition, counter, next_positions
from feedback_app.ledger.tables import Counter, FeedMark, FeedRow
from sync.store import Row, Scope

POSITIONS = 5000
"""How many positions one transaction looks at for drops that are old enough."""


@dataclass(frozen=True, slots=True)
class Put:
    """A row to send down. `body` is JSON text; None drops the row of that name wherever it was seen."""

    kind: str
    name: str
    scope_path: str
    body: str | None
    owner: str = ""


class SqlFeed:
    """The feed of one programme."""

    def __init__(self, session: AnySession, programme_id: str, position: ProgrammePosition | None = None) -> None:
        self._session = session
        self._programme = programme_id
        self._position = position
        """How far it is, when the caller has just read that."""

    def head(self) -> int:
        return self._position.head if self._position else counter(self._session, self._programme).last

    def tombstone_floor(self) -> int:
        return (self._position or counter(self._session, self._programme)).tombstone_floor

    def after(self, position: int, *, scopes: Sequence[Scope], limit: int) -> Sequence[Row]:
        if self._position and position >= self._position.feed_head:
            return []  # for nobody is there anything: most exchanges end here
        rows = [
            Row(*row)
            for scope in dict.fromkeys(scopes)
            for row in look_up(
                self._session,
                _AFTER[bool(scope.person), scope.instruments is not None],
                **{"programme": self._programme, "position": position, "limit": limit, **_asks(scope)},
            )
        ]
        if len(scopes) < 2:
            return rows
        # What two scopes see, each row once: the first `limit` of both are the first `limit` of all.
        return sorted(set(rows), key=lambda row: row.position)[:limit]

    def owned(self, position: int, *, person: str, limit: int) -> Sequence[Row]:
        asked = {"programme": self._programme, "position": position, "person": person, "limit": limit}
        return [Row(*row) for row in look_up(self._session, _OWNED, **asked)] if person else []


def expire_tombstones(session: AnySession, programme_id: str, *, upto: int) -> int:
    """Deletes drops at or below this position; a phone whose cursor is older starts anew. Returns how many."""
    floor = counter(session, programme_id).tombstone_floor  # no drop is left at or below it
    aged = FeedRow.position > floor, FeedRow.position <= upto
    gone = session.execute(
        delete(FeedRow).where(FeedRow.programme_id == programme_id, FeedRow.body.is_(None), *aged)
    ).rowcount  # type: ignore[attr-defined]
    session.execute(
        update(Counter)
        .where(Counter.programme_id == programme_id, Counter.tombstone_floor < upto)
        .values(tombstone_floor=upto)
    )
    return int(gone)


def age_tombstones(
    session: AnySession, programme_id: str, *, now: dt.datetime, days: int, most: int = POSITIONS
) -> tuple[int, bool]:
    """Notes today's last position, and deletes the drops older than `days` among the next `most` positions. Returns
    how many, and whether there are more to look at.

    Has to run daily: the positions that it notes say how old a drop is.
    """
    today, last = now.date(), counter(session, programme_id).last
    insert_if_absent(session, FeedMark, {"programme_id": programme_id, "day": today.isoformat(), "position": last})
    old = FeedMark.programme_id == programme_id, FeedMark.day < (today - dt.timedelta(days=days)).isoformat()
    upto: int | None = session.execute(select(func.max(FeedMark.position)).where(*old)).scalar()
    if upto is None:
        return 0, False
    reached = min(upto, counter(session, programme_id).tombstone_floor + most)
    gone = expire_tombstones(session, programme_id, upto=reached)
    if reached >= upto:
        session.execute(delete(FeedMark).where(*old))
    return gone, reached < upto


def _asks(scope: Scope) -> dict[str, Any]:
    names = {} if scope.instruments is None else {"instruments": sorted(scope.instruments)}
    person = {"person": scope.person} if scope.person else {}
    return {"path": scope.place_path, "long": len(scope.place_path), **person, **names}


def _shared(*offered: ColumnElement[bool]) -> ColumnElement[bool]:
    """With `_OWNED`, `sync.engine.sees` in SQL; the contract tests compare the two."""
    # Not LIKE: its wildcards and SQLite's blindness to case would let neighbours in.
    under = func.substr(FeedRow.scope_path, 1, bindparam("long", type_=Integer)) == bindparam("path")
    above = func.substr(bindparam("path", type_=String), 1, func.length(FeedRow.scope_path)) == FeedRow.scope_path
    sees = and_(or_(under, and_(FeedRow.kind != "place", above)), *offered)
    # Of a CASE, PostgreSQL believes that every other row passes; of the comparisons, one in two hundred: for a page it
    # would then sort all rows.
    passes = case((sees, literal_column("true")), else_=literal_column("false"))
    return and_(FeedRow.owner == literal_column("''"), passes)


def _rows(visible: ColumnElement[bool]) -> Select[int, str, str, str, str, str | None]:
    return (
        select(FeedRow.position, FeedRow.kind, FeedRow.name, FeedRow.scope_path, FeedRow.owner, FeedRow.body)
        .where(FeedRow.programme_id == bindparam("programme"), FeedRow.position > bindparam("position"), visible)
        .order_by(FeedRow.position)
        .limit(bindparam("limit"))
    )


_OWNED = _rows(and_(FeedRow.owner == bindparam("person", type_=String), FeedRow.owner != literal_column("''")))


def _with_own(shared: Select[int, str, str, str, str, str | None]) -> CompoundSelect[Any]:
    """What all see and what is the person's own, each from its part of the index: rows of others, of which there are as
    many as records, are not met."""
    both = union_all(*(select(one.subquery()) for one in (shared, _OWNED)))
    return both.order_by(literal_column("1")).limit(bindparam("limit"))


_OF_ALL_FORMS = _rows(_shared())
_OF_SOME_FORMS = _rows(
    _shared(or_(FeedRow.kind != "instrument", FeedRow.name.in_(bindparam("instruments", expanding=True))))
)
_AFTER: Mapping[tuple[bool, bool], Executable] = {
    (False, False): _OF_ALL_FORMS,
    (False, True): _OF_SOME_FORMS,
    (True, False): _with_own(_OF_ALL_FORMS),
    (True, True): _with_own(_OF_SOME_FORMS),
}
"""By whether somebody has rows of their own, and whether the phone was enrolled for some instruments alone."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How many rows of a kind the feed retains: the newest `at_a_place` of each place, `in_all` of the programme."""

    kind: str
    at_a_place: int
    in_all: int


def rows_beyond(session: AnySession, programme_id: str, bound: Bound, *, limit: int) -> list[tuple[str, int]]:
    """(name, position) of the oldest rows beyond a bound, at most `limit`. Reads all rows of the kind once: ask while
    reading, and hand them to `drop_unchanged`."""
    newest = FeedRow.position.desc()
    live = select(
        FeedRow.name,
        FeedRow.position,
        func.row_number().over(order_by=newest).label("of_all"),
        func.row_number().over(partition_by=FeedRow.scope_path, order_by=newest).label("of_place"),
    ).where(FeedRow.programme_id == programme_id, FeedRow.kind == bound.kind, FeedRow.body.is_not(None))
    row = live.subquery().c
    beyond = or_(row.of_all > bound.in_all, row.of_place > bound.at_a_place)
    chosen = select(row.name, row.position).where(beyond).order_by(row.position).limit(limit)
    return [(name, position) for name, position in session.execute(chosen)]


def drop_unchanged(session: AnySession, programme_id: str, kind: str, rows: Collection[tuple[str, int]]) -> int:
    """Drops those of these rows (name, position) that were not put anew since they were read. Returns how many. Takes
    the programme's write lock: call it last before commit."""
    seen, mine = dict(rows), (FeedRow.programme_id == programme_id, FeedRow.kind == kind, FeedRow.body.is_not(None))
    chosen = select(FeedRow.name, FeedRow.scope_path, FeedRow.position).where(*mine, FeedRow.name.in_(seen))
    same = [(name, path) for name, path, position in session.execute(chosen) if seen[name] == position]
    return put(session, programme_id, [Put(kind, name, path, None) for name, path in same])


def put(session: AnySession, programme_id: str, rows: Iterable[Put]) -> int:
    """Writes rows of the feed, each numbered by the next position of the programme, for phones to pull.

    Of rows with the same kind and name the last one counts; one that is unchanged is not written. A row that moved to
    another scope or owner is dropped there first, then put under the new one. Returns how many rows were written, drops
    included. Takes the programme's write lock: call it last before commit.
    """
    wanted = list({(row.kind, row.name): row for row in rows}.values())
    changed: list[tuple[FeedRow | None, Put]] = []
    for some in _batches(wanted):
        changed += _changes(session, programme_id, some)
    if not changed:
        return 0
    for (stored, row), position in zip(changed, next_positions(session, programme_id, len(changed)), strict=True):
        if stored is None:
            session.add(
                FeedRow(
                    id=new_id(), programme_id=programme_id, kind=row.kind, name=row.name,
                    scope_path=row.scope_path, owner=row.owner, position=position, body=row.body,
                )
            )  # fmt: skip
        else:
            stored.position, stored.body = position, row.body
    session.flush()
    return len(changed)


def _batches(rows: list[Put]) -> Iterable[list[Put]]:
    """By kind, in pieces that fit a statement."""
    for kind in dict.fromkeys(row.kind for row in rows):
        same = [row for row in rows if row.kind == kind]
        yield from (same[start : start + 500] for start in range(0, len(same), 500))


def _changes(session: AnySession, programme_id: str, rows: list[Put]) -> list[tuple[FeedRow | None, Put]]:
    kind = rows[0].kind
    stored: dict[str, list[FeedRow]] = {}
    for found in session.scalars(
        select(FeedRow).where(
            FeedRow.programme_id == programme_id, FeedRow.kind == kind, FeedRow.name.in_([r.name for r in rows])
        )
    ):
        stored.setdefault(found.name, []).append(found)
    drops: list[tuple[FeedRow | None, Put]] = []
    puts: list[tuple[FeedRow | None, Put]] = []
    for row in rows:
        same = None
        for one in stored.get(row.name, ()):
            if (one.scope_path, one.owner) == (row.scope_path, row.owner) and row.body is not None:
                same = one
            elif one.body is not None:
                drops.append((one, Put(kind, row.name, one.scope_path, None, one.owner)))
        if row.body is not None and (same is None or same.body != row.body):
            puts.append((same, row))
    return drops + puts
