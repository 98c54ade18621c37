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

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

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
from feedback_app.review.queue.query import OrderKey
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case
from feedback_app.review.urgency import CLASSES, DANGER

Sorted: TypeAlias = SQLColumnExpression[int]
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
    free: dt.datetime | None = None
    """Before nobody at this moment."""
    free_for: tuple[uuid.UUID, dt.datetime] | None = None
    """Before nobody but this person at this moment."""
    in_danger: bool | None = None
    device: uuid.UUID | None = None
    language: str = ""
    photo: bool = False
    voice: bool = False
    words: Sequence[str] = ()
    marks: Sequence[str] = ()
    """Words of `marks.py`."""
    records: Sequence[uuid.UUID] | None = None
    """The ids of these alone; None: of all."""


FILTERS = (
    *("paths", "instrument", "author", "project", "since", "until", "odd_clock", "quarantined"),
    *("words", "marks", "records", "device", "language", "photo", "voice", "free"),
)
OF_FEW = frozenset({"author", "device", "records"})
"""Of one of these there are so few cases that all of them may be looked at."""


@dataclass(frozen=True, slots=True)
class Order:
    """In which order cases are found: by urgency and position, or by position alone; from the start, or backwards from
    the end."""

    upwards: bool
    by_urgency: bool = False

    def terms(self, urgency: Sorted, position: Sorted) -> Sequence[ColumnElement[int]]:
        """What to order by."""
        by_position = position.asc() if self.upwards else position.desc()
        if not self.by_urgency:
            return [by_position]
        return [urgency.desc() if self.upwards else urgency.asc(), by_position]

    def is_beyond(self, key: OrderKey) -> ColumnElement[bool]:
        """Whether a case comes after a place in the order of urgency."""
        urgency, position = unindexed_by_sqlite(Case.urgency), unindexed_by_sqlite(Case.position)
        further = position > key.position if self.upwards else position < key.position
        other = urgency < key.urgency if self.upwards else urgency > key.urgency
        return or_(other, and_(urgency == key.urgency, further))


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
    session: AnySession, wanted: Wanted, *, after: OrderKey | None, order: Order, limit: int
) -> list[tuple[Case, CurrentRecord]]:
    """The next cases after a place in the order, with their records. Those of records that were erased meanwhile are
    left out."""
    found: list[tuple[Case, CurrentRecord]] = []
    while len(found) < limit:
        cases = find_cases(session, wanted, after=after, order=order, limit=limit)
        there = records(session, wanted.programme_id, [case.record_id for case in cases])
        found += [(case, there[case.record_id]) for case in cases if case.record_id in there]
        if len(cases) < limit:
            break
        after = OrderKey(cases[-1].urgency, cases[-1].position)
    return found[:limit]


def find_cases(
    session: AnySession, wanted: Wanted, *, after: OrderKey | None, order: Order, limit: int
) -> Sequence[Case]:
    """The next cases after a place in the order: a few look-ups of counts and words, and one statement, the same
    however many cases there are."""
    parts = _parts(session, wanted, after=after, order=order, limit=limit)
    if not parts:
        return []
    some = [part.limit(limit).subquery() for part in parts]
    every = union_all(*(select(one.c.record_id, one.c.urgency, one.c.position) for one in some)).subquery()
    page = select(every).order_by(*order.terms(every.c.urgency, every.c.position)).limit(limit).subquery()
    here = Case.programme_id == wanted.programme_id, Case.record_id == page.c.record_id
    chosen = select(Case).join(page, and_(*here)).order_by(*order.terms(Case.urgency, Case.position))
    return session.scalars(chosen).all()


def count_cases(session: AnySession, wanted: Wanted, *, most: int) -> int | None:
    """How many cases there are, counted up to `most`; None where more would have to be looked at than are counted."""
    filters = [name for name in FILTERS if getattr(wanted, name)]
    others = [name for name in filters if name != "paths"]
    if filters == ["paths"]:
        known = state_counts(session, wanted.programme_id, wanted.paths or [])
        return sum(count.n for (_, state), count in known.items() if state in wanted.states)
    if len(others) > 1 or {"words", "marks"} & {*others} or (others != filters and not {*others} <= OF_FEW):
        return None
    return count_up_to(session, wanted, most=most)


def count_up_to(session: AnySession, wanted: Wanted, *, most: int) -> int:
    """How many cases there are, counted up to `most`."""
    parts = _parts(session, wanted, after=None, order=Order(upwards=True), limit=most)
    some = [part.limit(most).subquery() for part in parts]
    if not some:
        return 0
    every = union_all(*(select(one.c.position) for one in some)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(every)) or 0


def _parts(session: AnySession, wanted: Wanted, *, after: OrderKey | None, order: Order, limit: int) -> Sequence[_Part]:
    """Statements that together find what is asked for, each its own cases in their order; none where nothing is."""
    span, below = _spans(session, wanted)
    if span.n == 0:
        return []
    if after is not None and not order.by_urgency:
        span = span.beyond(after.position, upwards=order.upwards)
    mine = Case.programme_id == wanted.programme_id
    beyond = [order.is_beyond(after)] if after is not None and order.by_urgency else []
    of_all = _ids().where(mine, *beyond).order_by(*order.terms(Case.urgency, Case.position))
    if wanted.records is not None:
        named = Case.record_id.in_(wanted.records)
        return [of_all.where(named, _is_between(span), *_rest(wanted, set()))]
    asked = wanted.words or wanted.marks
    found = find_words(session, wanted.programme_id, wanted.words, marks=wanted.marks) if asked else None
    holding = found.count() if found else span.n
    if found and holding <= below and _are_few(holding, span, limit):
        these = is_one_of_numbers(Case.position, found.positions())
        return [of_all.where(these, _is_between(span), *_rest(wanted, set()))]
    if wanted.paths is not None and _are_few(below, span, limit):
        rest = _is_between(span), *_rest(wanted, {"paths"})
        return [of_all.where(begins_with_path(Case.place_path, path), *rest) for path in wanted.paths]
    steps = list(_steps(wanted, span.between(*found.ends()) if found else span, after, order))
    by_position = Order(order.upwards).terms(Case.urgency, Case.position)
    return [part.where(mine).order_by(*by_position) for part in _in_order(wanted, steps)]


def _are_few(cases: int, span: _Span, limit: int) -> bool:
    """Whether reading these all is less than going through the order until `limit` of them are found."""
    return cases * cases <= limit * span.n


_Part: TypeAlias = Select[uuid.UUID, int, int]


def _ids() -> _Part:
    return select(Case.record_id, Case.urgency, Case.position)


def _steps(wanted: Wanted, span: _Span, after: OrderKey | None, order: Order) -> Iterator[tuple[int, _Span]]:
    """The urgencies to look at, each with the positions between which."""
    for urgency in CLASSES:
        if wanted.in_danger is not None and wanted.in_danger != (urgency == DANGER):
            continue
        if after is None or not order.by_urgency or urgency == after.urgency:
            is_first = after is not None and order.by_urgency
            yield urgency, span.beyond(after.position, upwards=order.upwards) if after and is_first else span
        elif (urgency < after.urgency) == order.upwards:
            yield urgency, span


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


def _in_order(wanted: Wanted, steps: Sequence[tuple[int, _Span]]) -> Iterator[_Part]:
    """For each state and urgency, its cases by the index that is for the rarest thing that is asked for."""
    by, conditions = _index(wanted)
    rest = list(_rest(wanted, {by, "states"}))
    for condition in conditions:
        for state in wanted.states:
            for urgency, span in steps:
                here = Case.urgency == urgency, Case.position >= span.first, Case.position <= span.last
                yield _ids().where(*condition, Case.state == state, *here, *rest)


def _index(wanted: Wanted) -> tuple[str, Sequence[Sequence[ColumnElement[bool]]]]:
    """The name of what an index is used for, and the conditions that use it, each for cases of its own: of what is
    asked for, what is likely to be the rarest."""
    if wanted.in_danger:
        return "in_danger", [[Case.danger != NO_DANGER, Case.danger == one] for one in Danger if one]
    ways: Sequence[tuple[str, object, ColumnElement[bool]]] = (
        ("project", wanted.project, Case.project_id == wanted.project),
        ("device", wanted.device, Case.device_id == wanted.device),
        ("author", wanted.author, Case.author_id == wanted.author),
        ("quarantined", wanted.quarantined, Case.quarantined == true()),
        ("odd_clock", wanted.odd_clock, Case.odd_clock == true()),
        ("photo", wanted.photo, Case.has_photo == true()),
        ("voice", wanted.voice, Case.has_voice == true()),
        ("language", wanted.language, Case.language == wanted.language),
        ("instrument", wanted.instrument, Case.instrument == wanted.instrument),
    )
    return next(((name, [[condition]]) for name, asked, condition in ways if asked), ("states", [[]]))


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
        ("device", Case.device_id, wanted.device),
        ("language", Case.language, wanted.language or None),
        ("photo", Case.has_photo, wanted.photo or None),
        ("voice", Case.has_voice, wanted.voice or None),
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
    yield from _claims(wanted)
    for word in wanted.words:
        yield Case.search.contains(word, autoescape=True)
    for mark in wanted.marks:
        yield Case.marks.contains(mark, autoescape=True)


def _claims(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    until = Case.claimed_until
    if wanted.free:
        yield or_(until.is_(None), until <= wanted.free)
    if wanted.free_for:
        person, now = wanted.free_for
        yield or_(until.is_(None), until <= now, unindexed_by_sqlite(Case.claimed_by) == person)
