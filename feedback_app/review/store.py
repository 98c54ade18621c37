"""Every select of the queue. What one record's page needs is in `file_store.py`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from feedback_app.base.db import AnySession, seconds_between
from feedback_app.base.folding import fold
from feedback_app.base.i18n import label
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.tables import Person
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.tables import Record
from feedback_app.register.lookup_store import place_names, place_path
from feedback_app.register.tables import Place, Programme, Project
from feedback_app.review.case import OPEN, State
from feedback_app.review.days import AHEAD, LONG
from feedback_app.review.queue import CLOCK_WARNING_MS, PAGE, Query, as_uuid
from feedback_app.review.tables import Case

MOST_URGENT = 500
"""Lines above the queue. More were never seen; then it is the queue that is not read."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    record_id: uuid.UUID
    position: int
    state: str
    rev: int
    instrument: str
    instrument_version: str | None
    summary: str
    answers: Mapping[str, Any] | None
    recorded_at: dt.datetime | None
    received_at: dt.datetime
    place: str
    author: str | None
    clock_offset_ms: int | None
    waiting: bool
    """A revision above the current one is in quarantine."""
    media: int
    mode: str | None
    known_since: dt.datetime | None
    """Since when the author is known here."""
    danger: str
    """A `Danger`: then nothing of what was said is shown in a list."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue, and the places before and after it where there is more."""

    rows: Sequence[QueueRow]
    previous: int | None
    next: int | None


def page(session: AnySession, ground: Area, query: Query, *, size: int = PAGE) -> Page:
    """The lines after `query.after` or before `query.before`, in the query's order."""
    backwards = query.position("before")
    start = backwards if backwards is not None else query.position("after")
    upwards = query.oldest_first != (backwards is not None)
    chosen = _chosen(_lines(), session, ground, query)
    if query.tab == "open":
        chosen = chosen.where(Record.danger == Danger.NONE)  # those stand above, on every page
    if start is not None:
        chosen = chosen.where(Case.position > start if upwards else Case.position < start)
    chosen = chosen.order_by(Case.position.asc() if upwards else Case.position.desc()).limit(size + 1)
    found = [QueueRow(*row) for row in session.execute(chosen)]
    more, rows = len(found) > size, found[:size]
    if backwards is not None:
        rows.reverse()
        return Page(rows, rows[0].position if more and rows else None, rows[-1].position if rows else None)
    return Page(rows, rows[0].position if start is not None and rows else None, rows[-1].position if more else None)


def urgent(session: AnySession, ground: Area, query: Query) -> Sequence[QueueRow]:
    """Where somebody may be in danger and nobody has decided, the oldest first, also those in quarantine."""
    if query.tab != "open":
        return []
    chosen = _chosen(_lines(), session, ground, replace(query, tab="all"))
    waiting = chosen.where(Record.danger != Danger.NONE, Case.state.in_((*OPEN, State.QUARANTINED)))
    return [QueueRow(*row) for row in session.execute(waiting.order_by(Case.position).limit(MOST_URGENT))]


def neighbour(session: AnySession, ground: Area, query: Query, *, position: int, step: int) -> uuid.UUID | None:
    """The record after (`step` 1) or before (-1) a place in the query's order; None at the end."""
    upwards = query.oldest_first == (step > 0)
    chosen = _chosen(select(Case.record_id), session, ground, query)
    chosen = chosen.where(Case.position > position if upwards else Case.position < position)
    order = Case.position.asc() if upwards else Case.position.desc()
    return session.execute(chosen.order_by(order).limit(1)).scalar_one_or_none()


def counts(session: AnySession, ground: Area) -> dict[str, int]:
    """How many cases stand in each state."""
    chosen = select(Case.state, func.count()).where(*_mine(session, ground)).group_by(Case.state)
    return dict(session.execute(chosen).all())


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        Case.record_id, Case.position, Case.state, Case.rev, Case.instrument, Record.instrument_version, Case.summary,
        Record.answers, Record.recorded_at, Case.received_at, Place.label, Person.name, Record.clock_offset_ms,
        and_(Record.quarantined, Case.state != State.QUARANTINED), Record.media_count, Record.mode, Person.created_at,
        Record.danger,
    )  # fmt: skip


def _chosen(
    chosen: Select[*tuple[Any, ...]], session: AnySession, ground: Area, query: Query
) -> Select[*tuple[Any, ...]]:
    joined = (
        chosen.select_from(Case)
        .join(Record, and_(Record.programme_id == Case.programme_id, Record.id == Case.record_id))
        .outerjoin(Place, Place.code == Case.place_code)
        .outerjoin(Person, Person.id == Case.author_id)
    )
    return joined.where(*_mine(session, ground), *_filters(session, query))


def _mine(session: AnySession, ground: Area) -> list[ColumnElement[bool]]:
    """The cases of a person's ground. Who reviews the whole programme is spared the comparison of paths."""
    mine = [Case.programme_id == ground.programme_id]
    whole = session.execute(
        select(Place.path)
        .join(Programme, Programme.place_code == Place.code)
        .where(Programme.id == ground.programme_id)
    ).scalar_one_or_none()
    if whole is None or not ground.covers(whole):
        mine.append(or_(*(under(path) for path in ground.paths)))
    return mine


def under(path: str) -> ColumnElement[bool]:
    """Cases of a place and all below it. Not LIKE, whose wildcards and blindness to case let neighbours in."""
    return func.substr(Case.place_path, 1, len(path)) == path


def _filters(session: AnySession, query: Query) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.states:
        found.append(Case.state.in_(query.states))
    if query.instrument:
        found.append(Case.instrument == query.instrument)
    if query.place:
        path = place_path(session, query.place)
        found.append(under(path or "-"))
    if query.author:
        found.append(Case.author_id == (query.author_id() or uuid.UUID(int=0)))
    if query.project:
        found.append(Record.project_id == query.project)
    if since := query.day("since"):
        found.append(Case.received_at >= since)
    if until := query.day("until"):
        found.append(Case.received_at < until)
    if query.clock:
        waited = seconds_between(Record.recorded_at, Case.received_at)
        odd_day = or_(waited < -AHEAD.total_seconds(), waited > LONG.total_seconds())
        before_enrolment = seconds_between(Record.recorded_at, Person.created_at) > AHEAD.total_seconds()
        found.append(or_(func.abs(Record.clock_offset_ms) > CLOCK_WARNING_MS, odd_day, before_enrolment))
    if query.waiting:
        found.append(Record.quarantined.is_(True))
    return found + _words(query.q)


def _words(text: str) -> list[ColumnElement[bool]]:
    """Every word is somewhere in the record; the id of a record finds it."""
    if record_id := as_uuid(text):
        renamed = select(Record.id).where(Record.known_as == record_id)
        return [or_(Case.record_id == record_id, Case.record_id.in_(renamed))]
    words = fold(text).split()[:8]
    if text and not words:
        return [false()]  # signs alone are in no record's search text
    return [Case.search.contains(word, autoescape=True) for word in words]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


def authors(session: AnySession, ground: Area) -> list[Option]:
    """Who wrote records of this ground, by name."""
    written = select(Case.author_id).where(*_mine(session, ground)).distinct()
    chosen = select(Person.id, Person.name).where(Person.id.in_(written)).order_by(Person.name)
    return [Option(str(key), name) for key, name in session.execute(chosen)]


def projects(session: AnySession, programme_id: str) -> list[Option]:
    """Projects that records speak of, by title."""
    spoken = exists().where(Record.programme_id == programme_id, Record.project_id == Project.id)
    chosen = select(Project.id, Project.title).where(Project.programme_id == programme_id, spoken)
    return [Option(key, title) for key, title in session.execute(chosen.order_by(Project.title))]


def programme_names(session: AnySession, ids: Collection[str], lang: str) -> list[Option]:
    """What these programmes are called."""
    chosen = select(Programme.id, Programme.name).where(Programme.id.in_(ids)).order_by(Programme.id)
    return [Option(key, label(name, lang)) for key, name in session.execute(chosen)]


def titles(session: AnySession, programme_id: str) -> dict[str, Mapping[str, str]]:
    """The title of each instrument by language, of its current version."""
    chosen = select(Instrument.name, Instrument.definition).where(Instrument.programme_id == programme_id)
    return {
        name: definition.get("title", {})
        for name, definition in session.execute(chosen.where(Instrument.current).order_by(Instrument.name))
    }


def definitions(
    session: AnySession, programme_id: str, versions: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The definitions of these (name, version), where they exist."""
    chosen = select(Instrument.name, Instrument.version, Instrument.definition).where(
        Instrument.programme_id == programme_id, Instrument.name.in_({name for name, _ in versions})
    )
    return {(n, v): definition for n, v, definition in session.execute(chosen) if (n, v) in versions}


def project_titles(session: AnySession, programme_id: str, ids: Collection[str]) -> dict[str, str]:
    """The titles of these projects."""
    chosen = select(Project.id, Project.title).where(Project.programme_id == programme_id, Project.id.in_(ids))
    return dict(session.execute(chosen).all())


def crumbs(session: AnySession, ground: Area, code: str) -> tuple[list[Option], list[Option]]:
    """The way down to a place within the ground, and the places one step below it.

    Without a place (or with one outside): no way, and the tops of the ground or what lies right below its only top.
    """
    path = place_path(session, code) if code else None
    tops = [top.strip("/").rsplit("/", 1)[-1] for top in ground.paths]
    if path is None or not ground.covers(path):
        return [], _children(session, tops[0]) if len(tops) == 1 else _named(session, tops)
    way = path.strip("/").split("/")
    inside = [one for n, one in enumerate(way) if ground.covers("/" + "/".join(way[: n + 1]) + "/")]
    return _named(session, inside), _children(session, code)


def _children(session: AnySession, code: str) -> list[Option]:
    chosen = select(Place.code, Place.name).where(Place.parent_code == code).order_by(Place.search)
    return [Option(*row) for row in session.execute(chosen)]


def _named(session: AnySession, codes: Sequence[str]) -> list[Option]:
    names = place_names(session, codes)
    return [Option(code, names[code]) for code in codes if code in names]
