"""The queue's page, gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.permissions import Area
from feedback_app.forms.lookup_store import titles as instrument_titles
from feedback_app.ledger.malformed import count_unseen
from feedback_app.media.store import received_counts
from feedback_app.register.desk_store import project_titles
from feedback_app.review.answers import UNKNOWN, Forms, Reader, RecordSummary, record_summary
from feedback_app.review.days import CLOCK_WARNING_MS, DateWarning, date_warning
from feedback_app.review.queue import store
from feedback_app.review.queue.query import TABS, Query
from feedback_app.review.queue.texts import TEXTS
from feedback_app.review.store import Option, record_forms


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue, in words."""

    row: store.QueueRow
    summary: RecordSummary
    title: str
    ago: str
    media: tuple[int, int]
    """(here, of): files received, of how many."""
    clock: bool
    day: DateWarning | None


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, and how many cases stand behind it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue's page."""

    programme: str
    query: Query
    tabs: Sequence[Tab]
    urgent: Sequence[Line]
    """Where somebody may be in danger: above the others, on every page of what waits."""
    lines: Sequence[Line]
    previous: int | None
    next: int | None
    instruments: Sequence[Option]
    authors: Sequence[Option]
    projects: Sequence[Option]
    crumbs: Sequence[Option]
    below: Sequence[Option]
    unreadable: int
    """What came and could not be read as a record, and nobody has looked at yet."""


def queue_view(session: AnySession, area: Area, query: Query, *, lang: str, now: dt.datetime) -> QueueView:
    """The page of the queue that `query` asks for."""
    mine = store.cases_of(session, area)
    page = store.page(session, mine, query)
    titles = instrument_titles(session, area.programme_id)
    lines = _lines(session, area, [*page.urgent, *page.rows], titles, lang=lang, now=now)
    crumbs, below = store.crumbs(session, area, query.place)
    return QueueView(
        programme=area.programme_id,
        query=query,
        tabs=tabs(store.counts(session, mine)),
        urgent=lines[: len(page.urgent)],
        lines=lines[len(page.urgent) :],
        previous=page.previous,
        next=page.next,
        instruments=[Option(name, label(title, lang)) for name, title in titles.items()],
        authors=store.authors(session, mine),
        projects=store.projects(session, area.programme_id),
        crumbs=crumbs,
        below=below,
        unreadable=count_unseen(session, area.programme_id, area.paths),
    )


def tabs(counts: Mapping[str, int]) -> list[Tab]:
    """The tabs with their counts."""
    return [
        Tab(name, sum(counts.get(state, 0) for state in states) if states else sum(counts.values()))
        for name, states in TABS.items()
    ]


def _lines(
    session: AnySession, area: Area, rows: Sequence[store.QueueRow], titles: Mapping[str, Mapping[str, str]], *,
    lang: str, now: dt.datetime,
) -> list[Line]:  # fmt: skip
    versions = {(row.instrument, str(row.instrument_version)) for row in rows}
    forms = record_forms(session, area.programme_id, versions)
    media = received_counts(session, programme_id=area.programme_id, record_ids=[row.record_id for row in rows])
    named = {one for row in rows for one in (row.answers or {}).values() if isinstance(one, str) and len(one) <= 80}
    reader = Reader(lang, project_titles(session, area.programme_id, named))
    return [
        Line(
            row=row,
            summary=_summary_of(row, forms, reader),
            title=label(titles.get(row.instrument, {}), lang) or row.instrument,
            ago=ago(row.received_at, now, lang),
            media=media.get(row.record_id, (0, 0)),
            clock=abs(row.clock_offset_ms or 0) > CLOCK_WARNING_MS,
            day=date_warning(
                row.recorded_at,
                received_at=row.received_at,
                known_since=row.known_since,
                clock_offset_ms=row.clock_offset_ms,
            ),
        )
        for row in rows
    ]


def _summary_of(row: store.QueueRow, forms: Forms, reader: Reader) -> RecordSummary:
    if row.danger:
        return RecordSummary(TEXTS.say(f"danger.{row.danger}", lang=reader.lang), "")
    form = forms.get((row.instrument, str(row.instrument_version)), UNKNOWN)
    at = row.recorded_at.isoformat() if row.recorded_at else ""
    return record_summary(form, {"answers": row.answers or {}, "recorded_at": at}, reader)


def ago(moment: dt.datetime, now: dt.datetime, lang: str) -> str:
    """How long ago, in words."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 1:
        return TEXTS.say("age.now", lang=lang)
    if minutes < 60:
        return TEXTS.say("age.minutes", lang=lang, n=minutes)
    if minutes < 48 * 60:
        return TEXTS.say("age.hours", lang=lang, n=minutes // 60)
    return TEXTS.say("age.days", lang=lang, n=minutes // 1440)
