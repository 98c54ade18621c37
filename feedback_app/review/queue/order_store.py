"""How cases are found in the order of the queue, without reading more of them than a page needs.

Every order has an index that holds it state by state, so a page is the first rows of each state, put together. Where no
index is for all that is asked, the rest is looked at row by row; a place with few cases is read whole instead. Counts
say which is less, and between which positions to look at all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, literal_column, or_, select, true, union_all

from feedback_app.base.db import AnySession
from feedback_app.base.plans import begins_with_path, is_one_of_numbers, unindexed_by_sqlite
from feedback_app.forms.engine.definition import Danger
from feedback_app.ledger.lookup_store import CurrentRecord, records
from feedback_app.review.case_count_store import (
    EVERYWHERE,
    NOTHING,
    Count,
    author_count,
    positions_of_days,
    state_counts,
)
from feedback_app.review.case_word_store import find_words
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case

NO_DANGER: ColumnElement[str] = literal_column("''")
"""In the text of the statement, so that SQLite sees that the index of cases in danger is meant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a programme are asked for: all of those for which everything that is given holds."""

    programme_id: str
    states: Sequence[str]
    paths: Sequence[str] | None = None
    """Places, with all below them; None: everywhere."""
    instrument: str = ""
    author: uuid.UUID | None = None
    project: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    odd_clock: bool = False
    quarantined: bool = False
    in_danger: bool | None = None
    words: Sequence[str] = ()
    records: Sequence[uuid.UUID] | None = None
    """The ids of these alone; None: of all."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Cases that one thing that is asked for leaves: how many at most, and between which positions."""

    n: int
    first: int
    last: int

    def within(self, count: Count) -> _Span:
        return replace(self.between(count.first, count.last), n=min(self.n, count.n))

    def between(self, first: int, last: int) -> _Span:
        return replace(self, first=max(self.first, first), last=min(self.last, last))

    def beyond(self, position: int, *, upwards: bool) -> _Span:
        if upwards:
            return replace(self, first=max(self.first, position + 1))
        return replace(self, last=min(self.last, position - 1))


def stored_cases(
    session: AnySession, wanted: Wanted, *, after: int | None, upwards: bool, limit: int
) -> list[tuple[Case, CurrentRecord]]:
    """The next cases after a position, ascending or descending, with their records. Those of records that were erased
    meanwhile are left out."""
    found: list[tuple[Case, CurrentRecord]] = []
    while len(found) < limit:
        cases = find_cases(session, wanted, after=after, upwards=upwards, limit=limit)
        there = records(session, wanted.programme_id, [case.record_id for case in cases])
        found += [(case, there[case.record_id]) for case in cases if case.record_id in there]
        if len(cases) < limit:
            break
        after = cases[-1].position
    return found[:limit]


def find_cases(session: AnySession, wanted: Wanted, *, after: int | None, upwards: bool, limit: int) -> Sequence[Case]:
    """The next cases after a position, ascending or descending: a few look-ups of counts and words, and one statement,
    the same however many cases there are."""
    parts = _parts(session, wanted, after=after, upwards=upwards, limit=limit)
    if not parts:
        return []
    order = Case.position.asc() if upwards else Case.position.desc()
    some = [part.order_by(order).limit(limit).subquery() for part in parts]
    every = union_all(*(select(one.c.record_id, one.c.position) for one in some)).subquery()
    page = select(every).order_by(every.c.position if upwards else every.c.position.desc()).limit(limit).subquery()
    here = Case.programme_id == wanted.programme_id, Case.record_id == page.c.record_id
    return session.scalars(select(Case).join(page, and_(*here)).order_by(order)).all()


def _parts(session: AnySession, wanted: Wanted, *, after: int | None, upwards: bool, limit: int) -> Sequence[_Part]:
    """Statements that together find what is asked for, each its own cases; none where there is nothing."""
    span, below = _spans(session, wanted)
    if span.n == 0:
        return []
    if after is not None:
        span = span.beyond(after, upwards=upwards)
    mine = Case.programme_id == wanted.programme_id
    if wanted.records is not None:
        named = Case.record_id.in_(wanted.records)
        return [_ids().where(mine, named, _is_between(span), *_rest(wanted, set()))]
    found = find_words(session, wanted.programme_id, wanted.words) if wanted.words else None
    holding = found.count() if found else span.n
    if found and holding <= below and _are_few(holding, span, limit):
        these = is_one_of_numbers(Case.position, found.positions())
        return [_ids().where(mine, these, _is_between(span), *_rest(wanted, set()))]
    if wanted.paths is not None and _are_few(below, span, limit):
        rest = _is_between(span), *_rest(wanted, {"paths"})
        return [_ids().where(mine, begins_with_path(Case.place_path, path), *rest) for path in wanted.paths]
    return list(_in_order(wanted, mine, span.between(*found.ends()) if found else span))


def _are_few(cases: int, span: _Span, limit: int) -> bool:
    """Whether reading these all is less than going through the order until `limit` of them are found."""
    return cases * cases <= limit * span.n


_Part: TypeAlias = Select[uuid.UUID, int]


def _ids() -> _Part:
    return select(Case.record_id, Case.position)


def _is_between(span: _Span) -> ColumnElement[bool]:
    return unindexed_by_sqlite(Case.position).between(span.first, span.last)


def _spans(session: AnySession, wanted: Wanted) -> tuple[_Span, int]:
    """What an index in the queue's order would have to go through at most; and how many cases are in the places."""
    paths = {EVERYWHERE} if wanted.paths is None else {EVERYWHERE, *wanted.paths}
    known = state_counts(session, wanted.programme_id, paths)
    span = _span_of(known.get((EVERYWHERE, state), NOTHING) for state in wanted.states)
    below = span.n
    if wanted.paths is not None:
        there = _span_of(known.get((path, state), NOTHING) for path in wanted.paths for state in wanted.states)
        below, span = there.n, _Span(span.n if there.n else 0, there.first, there.last)
    if wanted.author is not None:
        span = span.within(author_count(session, wanted.programme_id, wanted.author))
    if wanted.since or wanted.until:
        days = positions_of_days(session, wanted.programme_id, since=wanted.since, until=wanted.until)
        span = span.between(*days)
    return span, below


def _span_of(counts: Iterator[Count]) -> _Span:
    some = [one for one in counts if one.n]
    if not some:
        return _Span(0, NOTHING.first, NOTHING.last)
    return _Span(sum(one.n for one in some), min(one.first for one in some), max(one.last for one in some))


def _in_order(wanted: Wanted, mine: ColumnElement[bool], span: _Span) -> Iterator[_Part]:
    """For each state, its cases by the index that is for the rarest thing that is asked for."""
    by, conditions = _index(wanted)
    rest = list(_rest(wanted, {by, "states"}))
    for condition in conditions:
        for state in wanted.states:
            here = Case.state == state, Case.position >= span.first, Case.position <= span.last
            yield _ids().where(mine, *condition, *here, *rest)


def _index(wanted: Wanted) -> tuple[str, Sequence[Sequence[ColumnElement[bool]]]]:
    """The name of what an index is used for, and the conditions that use it, each for cases of its own."""
    if wanted.in_danger:
        return "in_danger", [[Case.danger != NO_DANGER, Case.danger == one] for one in Danger if one]
    if wanted.project:
        return "project", [[Case.project_id == wanted.project]]
    if wanted.author is not None:
        return "author", [[Case.author_id == wanted.author]]
    if wanted.quarantined:
        return "quarantined", [[Case.quarantined == true()]]
    if wanted.odd_clock:
        return "odd_clock", [[Case.odd_clock == true()]]
    if wanted.instrument:
        return "instrument", [[Case.instrument == wanted.instrument]]
    return "states", [[]]


def _rest(wanted: Wanted, done: set[str]) -> Iterator[ColumnElement[bool]]:
    """What is asked for beside that which an index is used for."""
    if "states" not in done:
        yield unindexed_by_sqlite(Case.state).in_(wanted.states)
    if wanted.paths is not None and "paths" not in done:
        yield or_(*(is_case_under(path) for path in wanted.paths))
    same: Sequence[tuple[str, SQLColumnExpression[object], object]] = (
        ("instrument", Case.instrument, wanted.instrument or None),
        ("author", Case.author_id, wanted.author),
        ("project", Case.project_id, wanted.project or None),
        ("quarantined", Case.quarantined, wanted.quarantined or None),
        ("odd_clock", Case.odd_clock, wanted.odd_clock or None),
    )
    for name, column, value in same:
        if value is not None and name not in done:
            yield unindexed_by_sqlite(column) == value
    if wanted.in_danger is not None and "in_danger" not in done:
        danger = unindexed_by_sqlite(Case.danger)
        yield danger != "" if wanted.in_danger else danger == ""
    if wanted.since:
        yield Case.received_at >= wanted.since
    if wanted.until:
        yield Case.received_at < wanted.until
    for word in wanted.words:
        yield Case.search.contains(word, autoescape=True)
