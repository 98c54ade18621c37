"""How many cases there are, by place and state, by place and author, by place and mark, and by day: kept in the
transaction that changes cases, so that no page counts them.

With each count are the lowest and the highest position that was ever counted by it: between them are all of its cases.
Who changes a case hands what it is counted by before and after to `case_change_store`, which stores the difference.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import orjson
from sqlalchemy import SQLColumnExpression, delete, func, select, text

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.review.tables import Case, CaseCount

EVERYWHERE = ""
"""The path of all cases, also of those whose place nobody knows."""
NONE_YET = 2**62


class Kind(StrEnum):
    """What a count is by, beside a place."""

    STATE = "state"
    AUTHOR = "author"
    DAY = "day"
    """Of receipt, in UTC; everywhere alone."""
    MARK = "mark"
    """What cases are flagged for, and their tags (`marks.py`)."""


class CountedCase(NamedTuple):
    """What a case is counted by."""

    place_path: str
    state: str
    author_id: uuid.UUID | None
    day: str
    position: int
    marks: str = ""


class Count(NamedTuple):
    """How many cases, and the positions between which they are."""

    n: int
    first: int
    last: int


NOTHING = Count(0, NONE_YET, -1)


class _Key(NamedTuple):
    place_path: str
    kind: str
    value: str


def counted_case(case: Case) -> CountedCase:
    """What a case is counted by now."""
    day = case.received_at.astimezone(dt.UTC).date().isoformat()
    return CountedCase(case.place_path, case.state, case.author_id, day, case.position, case.marks or "")


class CountChanges:
    """What a transaction changes in the counts of a programme."""

    def __init__(self) -> None:
        self._changes: dict[_Key, Count] = {}

    def add(self, before: CountedCase | None, after: CountedCase | None) -> None:
        """A case is counted by `after` and no longer by `before`; None where there is none."""
        left, now = set(_keys(before)), set(_keys(after))
        if before and after and before.position == after.position:
            left, now = left - now, now - left
        for key in left:
            old = self._changes.get(key, NOTHING)
            self._changes[key] = old._replace(n=old.n - 1)
        for key in now:
            old, position = self._changes.get(key, NOTHING), after.position if after else 0
            self._changes[key] = Count(old.n + 1, min(old.first, position), max(old.last, position))

    def write(self, session: AnySession, programme_id: str) -> None:
        """Changes the counts."""
        if not self._changes:
            return
        changed = sorted(self._changes.items())  # in one order, so that no two wait for one another
        rows = [{**key._asdict(), **count._asdict()} for key, count in changed]
        statement = _ADD[session.get_bind().dialect.name]
        session.execute(statement, {"programme": programme_id, "rows": orjson.dumps(rows).decode()})
        _delete_empty(session, programme_id, [key for key, count in changed if count.n < 0])
        self._changes = {}


def _keys(of: CountedCase | None) -> Iterator[_Key]:
    if of is None:
        return
    yield _Key(EVERYWHERE, Kind.DAY, of.day)
    for path in steps(of.place_path):
        yield _Key(path, Kind.STATE, of.state)
        if of.author_id is not None:
            yield _Key(path, Kind.AUTHOR, str(of.author_id))
        for mark in of.marks.split():
            yield _Key(path, Kind.MARK, mark)


def steps(path: str) -> list[str]:
    """The paths that a place is counted under: everywhere, each place above it, its own."""
    codes = [one for one in path.split("/") if one]
    return [EVERYWHERE, *(f"/{'/'.join(codes[: n + 1])}/" for n in range(len(codes)))]


_ADD = {
    "sqlite": text("""
        INSERT INTO review_count (programme_id, place_path, kind, value, n, first, last)
        SELECT :programme, json_extract(value, '$.place_path'), json_extract(value, '$.kind'),
               json_extract(value, '$.value'), json_extract(value, '$.n'), json_extract(value, '$.first'),
               json_extract(value, '$.last') FROM json_each(:rows) WHERE true
        ON CONFLICT (programme_id, place_path, kind, value) DO UPDATE SET n = n + excluded.n,
               first = min(first, excluded.first), last = max(last, excluded.last)
    """),
    "postgresql": text("""
        INSERT INTO review_count (programme_id, place_path, kind, value, n, first, last)
        SELECT :programme, place_path, kind, value, n, first, last FROM json_to_recordset(CAST(:rows AS json))
               AS given(place_path varchar, kind varchar, value varchar, n int, first int8, last int8)
        ON CONFLICT (programme_id, place_path, kind, value) DO UPDATE SET n = review_count.n + excluded.n,
               first = least(review_count.first, excluded.first), last = greatest(review_count.last, excluded.last)
    """),
}


def _delete_empty(session: AnySession, programme_id: str, keys: Sequence[_Key]) -> None:
    """Of nobody's last record, no row says where it was."""
    for key in keys:
        if key.kind != Kind.STATE:
            mine = CaseCount.programme_id == programme_id, CaseCount.place_path == key.place_path
            same = CaseCount.kind == key.kind, CaseCount.value == key.value
            session.execute(delete(CaseCount).where(*mine, *same, CaseCount.n == 0))


def state_counts(session: AnySession, programme_id: str, paths: Collection[str]) -> dict[tuple[str, str], Count]:
    """The counts under these paths by (path, state)."""
    columns = CaseCount.place_path, CaseCount.value, CaseCount.n, CaseCount.first, CaseCount.last
    found = session.execute(select(*columns).where(*_of(programme_id, paths, Kind.STATE)))
    return {(path, state): Count(*count) for path, state, *count in found}


def author_count(session: AnySession, programme_id: str, author: uuid.UUID) -> Count:
    """The count of what somebody wrote, everywhere."""
    mine = *_of(programme_id, [EVERYWHERE], Kind.AUTHOR), CaseCount.value == str(author)
    found = session.execute(select(CaseCount.n, CaseCount.first, CaseCount.last).where(*mine)).first()
    return Count(*found) if found else NOTHING


def authors_counted(session: AnySession, programme_id: str, paths: Collection[str]) -> Sequence[str]:
    """Who wrote what is under these paths: the texts of their ids."""
    mine = *_of(programme_id, paths, Kind.AUTHOR), CaseCount.n > 0
    return session.scalars(select(CaseCount.value).where(*mine).distinct()).all()


def marks_counted(session: AnySession, programme_id: str, paths: Collection[str]) -> dict[str, int]:
    """How many cases under these paths have each mark, by mark in the order of the alphabet."""
    chosen = select(CaseCount.value, func.sum(CaseCount.n)).where(*_of(programme_id, paths, Kind.MARK), CaseCount.n > 0)
    rows = session.execute(chosen.group_by(CaseCount.value))
    return {mark: int(n) for mark, n in sorted((mark, n) for mark, n in rows)}


def positions_of_days(
    session: AnySession, programme_id: str, *, since: dt.datetime | None, until: dt.datetime | None
) -> tuple[int, int]:
    """The lowest and the highest position of what came on these days."""
    mine = list(_of(programme_id, [EVERYWHERE], Kind.DAY))
    if since is not None:
        mine.append(CaseCount.value >= since.date().isoformat())
    if until is not None:
        mine.append(CaseCount.value <= until.date().isoformat())
    first, last = session.execute(select(func.min(CaseCount.first), func.max(CaseCount.last)).where(*mine)).one()
    return (NONE_YET, -1) if first is None else (first, last)


def _of(programme_id: str, paths: Collection[str], kind: Kind) -> Iterable[SQLColumnExpression[bool]]:
    return CaseCount.programme_id == programme_id, CaseCount.place_path.in_(paths), CaseCount.kind == kind


def recount(session: AnySession, programme_id: str) -> int:
    """Counts all cases of a programme anew. Returns how many there are. Nobody changes cases meanwhile."""
    counts: dict[_Key, Count] = {}
    span = func.count(), func.min(Case.position), func.max(Case.position)
    for column, kind in ((Case.state, Kind.STATE), (Case.author_id, Kind.AUTHOR)):
        chosen = select(Case.place_path, column, *span).where(Case.programme_id == programme_id, column.is_not(None))
        for path, value, *found in session.execute(chosen.group_by(Case.place_path, column)):
            for step in steps(path):
                _add_count(counts, _Key(step, kind, str(value)), Count(*found))
    chosen = select(Case.place_path, Case.marks, *span).where(Case.programme_id == programme_id, Case.marks != "")
    for path, marks, *found in session.execute(chosen.group_by(Case.place_path, Case.marks)):
        for step in steps(path):
            for mark in (marks or "").split():
                _add_count(counts, _Key(step, Kind.MARK, mark), Count(*found))
    day = _day_of(session)
    for value, *found in session.execute(select(day, *span).where(Case.programme_id == programme_id).group_by(day)):
        _add_count(counts, _Key(EVERYWHERE, Kind.DAY, value), Count(*found))
    session.execute(delete(CaseCount).where(CaseCount.programme_id == programme_id))
    rows = [{"programme_id": programme_id, **key._asdict(), **one._asdict()} for key, one in counts.items()]
    insert_many(session, {CaseCount: rows})
    return sum(one.n for key, one in counts.items() if key.kind == Kind.DAY)


def _add_count(counts: dict[_Key, Count], key: _Key, more: Count) -> None:
    one = counts.get(key, NOTHING)
    counts[key] = Count(one.n + more.n, min(one.first, more.first), max(one.last, more.last))


def _day_of(session: AnySession) -> SQLColumnExpression[str]:
    if session.get_bind().dialect.name == "sqlite":
        return func.date(Case.received_at)
    return func.to_char(func.timezone("UTC", Case.received_at), "YYYY-MM-DD")
