"""Every select of the queue."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, false, func, or_, select

from feedback_app.base.db import AnySession, seconds_between
from feedback_app.base.folding import fold
from feedback_app.enrol.lookup_store import PersonInfo, known_since, names_in_order, people
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import CurrentRecord, ids_known_as, is_stored, names_project, record_ids, records
from feedback_app.register.desk_store import (
    places_below,
    programme_path,
    project_titles_where,
)
from feedback_app.register.lookup_store import place_labels, place_names, place_path
from feedback_app.review.case import OPEN, State
from feedback_app.review.days import AHEAD, CLOCK_WARNING_MS, LONG
from feedback_app.review.queue.query import PAGE, Query, as_uuid
from feedback_app.review.store import Option, is_case_under
from feedback_app.review.tables import Case

MOST_URGENT = 500
"""Lines above the queue. More were never seen; then it is the queue that is not read."""


@dataclass(frozen=True, slots=True)
class CaseArea:
    """The cases of a programme that are a person's to review, as conditions of a statement."""

    programme_id: str
    conditions: Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    record_id: uuid.UUID
    position: int
    state: str
    rev: int
    instrument: str
    instrument_version: str | None
    answers: Mapping[str, Any] | None
    recorded_at: dt.datetime | None
    received_at: dt.datetime
    place: str | None
    author: str | None
    clock_offset_ms: int | None
    waiting: bool
    """A revision above the current one is in quarantine."""
    mode: str | None
    known_since: dt.datetime | None
    """Since when the author is known here."""
    danger: str
    """A `Danger`: then no answer is shown in a list."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue, and the positions before and after it where there is more."""

    urgent: Sequence[QueueRow]
    """Where somebody may be in danger and nobody has decided, the oldest first, also those in quarantine."""
    rows: Sequence[QueueRow]
    previous: int | None
    next: int | None


def page(session: AnySession, mine: CaseArea, query: Query, *, size: int = PAGE) -> QueuePage:
    """The lines after or before the position that the query names, in its order, and those above them all."""
    backwards = query.position("before")
    start = backwards if backwards is not None else query.position("after")
    upwards = query.oldest_first != (backwards is not None)
    # Those in danger are above, on every page.
    chosen = select(Case).where(*_filters(session, mine, query, in_danger=False if query.tab == "open" else None))
    if start is not None:
        chosen = chosen.where(Case.position > start if upwards else Case.position < start)
    chosen = chosen.order_by(Case.position.asc() if upwards else Case.position.desc()).limit(size + 1)
    found = session.scalars(chosen).all()
    urgent = _urgent(session, mine, query)
    more, cases = len(found) > size, found[:size]
    lines = _lines(session, [*urgent, *cases])
    above, rows = ([lines[one.record_id] for one in some if one.record_id in lines] for some in (urgent, cases))
    if backwards is not None:
        rows.reverse()
        return QueuePage(above, rows, rows[0].position if more and rows else None, rows[-1].position if rows else None)
    previous = rows[0].position if start is not None and rows else None
    return QueuePage(above, rows, previous, rows[-1].position if more else None)


def _urgent(session: AnySession, mine: CaseArea, query: Query) -> Sequence[Case]:
    if query.tab != "open":
        return []
    waiting = Case.state.in_((*OPEN, State.QUARANTINED))
    chosen = select(Case).where(waiting, *_filters(session, mine, replace(query, tab="all"), in_danger=True))
    return session.scalars(chosen.order_by(Case.position).limit(MOST_URGENT)).all()


def _lines(session: AnySession, cases: Sequence[Case]) -> dict[uuid.UUID, QueueRow]:
    """Cases as the queue shows them, by record; three statements, however many. Those erased meanwhile are left out."""
    if not cases:
        return {}
    found = records(session, cases[0].programme_id, [case.record_id for case in cases])
    labels = place_labels(session, {case.place_code for case in cases})
    known = people(session, {case.author_id for case in cases if case.author_id})
    return {
        case.record_id: _line(
            case, record, labels.get(case.place_code), known.get(case.author_id) if case.author_id else None
        )
        for case in cases
        if (record := found.get(case.record_id))
    }


def _line(case: Case, record: CurrentRecord, place: str | None, author: PersonInfo | None) -> QueueRow:
    return QueueRow(
        record_id=case.record_id,
        position=case.position,
        state=case.state,
        rev=case.rev,
        instrument=case.instrument,
        instrument_version=record.instrument_version,
        answers=record.answers,
        recorded_at=record.recorded_at,
        received_at=case.received_at,
        place=place,
        author=author.name if author else None,
        clock_offset_ms=record.clock_offset_ms,
        waiting=record.quarantined and case.state != State.QUARANTINED,
        mode=record.mode,
        known_since=author.known_since if author else None,
        danger=record.danger,
    )


def neighbour(session: AnySession, mine: CaseArea, query: Query, *, position: int, step: int) -> uuid.UUID | None:
    """The record after (`step` 1) or before (-1) a position in the query's order; None at the end."""
    upwards = query.oldest_first == (step > 0)
    chosen = select(Case.record_id).where(*_filters(session, mine, query))
    chosen = chosen.where(Case.position > position if upwards else Case.position < position)
    order = Case.position.asc() if upwards else Case.position.desc()
    return session.execute(chosen.order_by(order).limit(1)).scalar_one_or_none()


def counts(session: AnySession, mine: CaseArea) -> dict[str, int]:
    """How many cases are in each state."""
    return dict(session.execute(select(Case.state, func.count()).where(*mine.conditions).group_by(Case.state)).all())


def cases_of(session: AnySession, area: Area) -> CaseArea:
    """Which cases are of a person's area. Who reviews the whole programme is spared the comparison of paths."""
    mine = [Case.programme_id == area.programme_id]
    whole = programme_path(session, area.programme_id)
    if whole is None or not area.covers(whole):
        mine.append(or_(*(is_case_under(path) for path in area.paths)))
    return CaseArea(area.programme_id, mine)


def _filters(
    session: AnySession, mine: CaseArea, query: Query, *, in_danger: bool | None = None
) -> list[ColumnElement[bool]]:
    """Which cases a query asks for. Those of records that were erased meanwhile are left out."""
    found = [*mine.conditions]
    if query.states:
        found.append(Case.state.in_(query.states))
    if query.instrument:
        found.append(Case.instrument == query.instrument)
    if query.place:
        path = place_path(session, query.place)
        found.append(is_case_under(path or "-"))
    if query.author:
        found.append(Case.author_id == (query.author_id() or uuid.UUID(int=0)))
    if since := query.day("since"):
        found.append(Case.received_at >= since)
    if until := query.day("until"):
        found.append(Case.received_at < until)
    if in_danger or query.project or query.waiting:
        few = record_ids(
            mine.programme_id, in_danger=bool(in_danger), project_id=query.project, quarantined=bool(query.waiting)
        )
        found.append(Case.record_id.in_(few))
    clock = _is_doubtful if query.clock else None
    stored = is_stored(Case.programme_id, Case.record_id, is_safe=in_danger is False, clock=clock)
    return [*found, *_words(query.q), stored]


def _is_doubtful(
    recorded_at: SQLColumnExpression[dt.datetime], clock_offset_ms: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """Whether the phone's clock was off, or the day on which it says a case was recorded cannot be."""
    waited = seconds_between(recorded_at, Case.received_at)
    before_enrolment = seconds_between(recorded_at, known_since(Case.author_id)) > AHEAD.total_seconds()
    odd_day = or_(waited < -AHEAD.total_seconds(), waited > LONG.total_seconds(), before_enrolment)
    return or_(func.abs(clock_offset_ms) > CLOCK_WARNING_MS, odd_day)


def _words(text: str) -> list[ColumnElement[bool]]:
    """Every word is somewhere in the record; the id of a record finds it."""
    if record_id := as_uuid(text):
        return [or_(Case.record_id == record_id, Case.record_id.in_(ids_known_as(record_id)))]
    words = fold(text).split()[:8]
    if text and not words:
        return [false()]  # signs alone are in no record's search text
    return [Case.search.contains(word, autoescape=True) for word in words]


def authors(session: AnySession, mine: CaseArea) -> list[Option]:
    """Who wrote records of an area, by name."""
    written = names_in_order(session, select(Case.author_id).where(*mine.conditions).distinct())
    return [Option(str(key), name) for key, name in written]


def projects(session: AnySession, programme_id: str) -> list[Option]:
    """Projects that records speak of, by title."""
    spoken = project_titles_where(session, programme_id, lambda project: names_project(programme_id, project))
    return [Option(key, title) for key, title in spoken.items()]


def crumbs(session: AnySession, area: Area, code: str) -> tuple[list[Option], list[Option]]:
    """The way down to a place within the area, and the places one step below it.

    Without a place (or with one outside): no way, and the tops of the area or what lies right below its only top.
    """
    path = place_path(session, code) if code else None
    tops = [top.strip("/").rsplit("/", 1)[-1] for top in area.paths]
    if path is None or not area.covers(path):
        return [], _children(session, tops[0]) if len(tops) == 1 else _named(session, tops)
    way = path.strip("/").split("/")
    inside = [one for n, one in enumerate(way) if area.covers("/" + "/".join(way[: n + 1]) + "/")]
    return _named(session, inside), _children(session, code)


def _children(session: AnySession, code: str) -> list[Option]:
    return [Option(*one) for one in places_below(session, code)]


def _named(session: AnySession, codes: Sequence[str]) -> list[Option]:
    names = place_names(session, codes)
    return [Option(code, names[code]) for code in codes if code in names]
