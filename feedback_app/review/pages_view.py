"""What the desk's pages show, gathered: the queue's page and a record's page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.lookup_store import PersonInfo
from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.lookup_store import definitions_of
from feedback_app.forms.lookup_store import titles as instrument_titles
from feedback_app.ledger.malformed import count_unseen
from feedback_app.ledger.release import forgivable
from feedback_app.media.lookup_store import Medium
from feedback_app.media.store import received_counts
from feedback_app.register.desk_store import Located, project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review import dossier_store as file_store
from feedback_app.review import minimap, reading, reasons, store
from feedback_app.review.answers import AnswerLine, Reader, RecordSummary, as_point, record_summary
from feedback_app.review.case import Action, CaseState, State, possible
from feedback_app.review.days import DateWarning, date_warning
from feedback_app.review.desk_actions import ACTIONS
from feedback_app.review.dossier_store import Dossier
from feedback_app.review.position import LocationView, location_view
from feedback_app.review.queue import CLOCK_WARNING_MS, TABS, Query
from feedback_app.review.texts import TEXTS


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
    instruments: Sequence[store.Option]
    authors: Sequence[store.Option]
    projects: Sequence[store.Option]
    crumbs: Sequence[store.Option]
    below: Sequence[store.Option]
    unreadable: int
    """What came and could not be read as a record, and nobody has looked at yet."""


def queue(session: AnySession, area: Area, query: Query, *, lang: str, now: dt.datetime) -> QueueView:
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
        instruments=[store.Option(name, label(title, lang)) for name, title in titles.items()],
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
    definitions = definitions_of(session, area.programme_id, versions)
    media = received_counts(session, programme_id=area.programme_id, record_ids=[row.record_id for row in rows])
    named = {one for row in rows for one in (row.answers or {}).values() if isinstance(one, str) and len(one) <= 80}
    reader = Reader(lang, project_titles(session, area.programme_id, named))
    return [
        Line(
            row=row,
            summary=_summary_of(row, definitions, reader),
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


def _summary_of(row: store.QueueRow, definitions: reading.Definitions, reader: Reader) -> RecordSummary:
    if row.danger:
        return RecordSummary(TEXTS.say(f"danger.{row.danger}", lang=reader.lang), "")
    definition = definitions.get((row.instrument, str(row.instrument_version)))
    at = row.recorded_at.isoformat() if row.recorded_at else ""
    return record_summary(definition, {"answers": row.answers or {}, "recorded_at": at}, reader)


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


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record's page."""

    file: Dossier
    title: str
    summary: RecordSummary
    place: str
    project: str | None
    author: PersonInfo | None
    answers: Sequence[AnswerLine]
    media: Mapping[str, Medium]
    media_received: tuple[int, int]
    history: Sequence[reading.HistoryLine]
    clock: reading.ClockWarning | None
    clock_by: str
    day: DateWarning | None
    """What is wrong with the day on which it is said to have been recorded."""
    recorded_at: dt.datetime | None
    duration: str
    consent: reading.Consent | None
    map: minimap.MiniMap | None
    point: tuple[float, float, float | None] | None
    location_view: LocationView | None
    """How far the point is from the place, and what speaks against it; None without a point."""
    possible: Sequence[Action]
    reasons: Mapping[str, Sequence[reasons.Reason]]
    """By the code of an action."""
    releasable: int | None
    """The revision that may be let out of quarantine."""
    faults: Sequence[tuple[str, str]]
    """Of the revision in quarantine that came last, above the current one."""
    next: uuid.UUID | None
    previous: uuid.UUID | None
    left: int
    lang: str
    trusted: Sequence[Mapping[str, Any]] = ()
    """Of a record in which somebody may be in danger: the trusted people of its place."""

    @property
    def danger(self) -> str:
        """A `Danger`."""
        return self.file.record.danger

    @property
    def content(self) -> Mapping[str, Any]:
        """The body of the shown revision."""
        return self.file.shown.content


def record(session: AnySession, area: Area, file: Dossier, query: Query, *, lang: str) -> RecordView:
    """The page of one record."""
    programme, shown = area.programme_id, file.shown
    definitions = definitions_of(session, programme, reading.versions(file))
    titles = project_titles(session, programme, reading.projects(file))
    reader = Reader(lang, titles)
    definition = definitions.get((file.case.instrument, str(shown.content.get("instrument_version"))), {})
    labels = place_labels_and_paths(session, reading.places(file) | {file.case.place_code})
    author = file.author
    mine = store.cases_of(session, area)
    places = file_store.places(session, file.case)
    waiting = file.waiting[-1] if file.waiting else None
    warning = reading.clock_warning(shown)
    releasable = waiting.rev if waiting and forgivable(waiting.errors) else None
    case_state = CaseState(State(file.case.state), file.case.rev)
    position = file.case.position
    point = as_point(shown.content.get("location")) or _answered_point(reading.answers(file, definitions, reader))
    return RecordView(
        file=file,
        title=label(definition.get("title", {}), lang) or file.case.instrument,
        summary=_headline(file, definition, reader),
        place=labels.get(file.case.place_code, (file.case.place_code, ""))[0],
        project=titles.get(str(shown.content.get("project"))),
        author=author,
        answers=[] if file.record.danger == Danger.ASKED else reading.answers(file, definitions, reader),
        media=reading.media_by_hash(file),
        media_received=(sum(one.state is not None for one in file.media), len(file.media)),
        history=reading.history(file, definitions, reader, {code: words for code, (words, _) in labels.items()}),
        clock=warning,
        clock_by=reading.span(warning.by, lang) if warning else "",
        day=date_warning(
            reading.recorded_at(shown.content),
            received_at=shown.received_at,
            known_since=author.known_since if author else None,
            clock_offset_ms=shown.clock_offset_ms,
        ),
        recorded_at=reading.recorded_at(shown.content),
        duration=reading.duration(shown.content, lang),
        consent=reading.consent(shown.content, file_store.consent_labels(session, programme), lang),
        map=_map(session, file, point, places.get(file.case.place_code)),
        point=point,
        possible=_possible(file, case_state, releasable=releasable is not None),
        location_view=location_view(point, file_store.place_location(places, file.case.place_path), lang)
        if point
        else None,
        reasons={
            action.code: reasons.offered(action, lang=lang, author_lang=author.language if author else "fr")
            for action in ACTIONS
        },
        releasable=releasable,
        faults=reading.faults(waiting, definitions, lang) if waiting else (),
        next=store.neighbour(session, mine, query, position=position, step=1),
        previous=store.neighbour(session, mine, query, position=position, step=-1),
        left=tabs(store.counts(session, mine))[0].count,
        lang=lang,
        trusted=file_store.trusted(session, file.case) if file.record.danger else (),
    )


def _possible(file: Dossier, case_state: CaseState, *, releasable: bool) -> list[Action]:
    """Nobody is asked back about a call for help: the surveyor is not to learn whose it was."""
    asked = file.record.danger == Danger.ASKED
    return [one for one in possible(case_state, ACTIONS, releasable=releasable) if not (asked and one.asks_author)]


def _headline(file: Dossier, definition: Mapping[str, Any], reader: Reader) -> RecordSummary:
    """What the page is called: nothing that was said, where somebody may be in danger."""
    if file.record.danger:
        return RecordSummary(TEXTS.say(f"danger.{file.record.danger}", lang=reader.lang), "")
    return record_summary(definition, file.shown.content, reader)


def _answered_point(rows: Sequence[AnswerLine]) -> tuple[float, float, float | None] | None:
    return next((row.point for row in rows if row.point), None)


def _map(
    session: AnySession, file: Dossier, point: tuple[float, float, float | None] | None, place: Located | None
) -> minimap.MiniMap | None:
    at = (place.lat, place.lng) if place and place.lat is not None and place.lng is not None else None
    shapes = file_store.shapes(session, file.case.place_path)
    classes = ["land"] * (len(shapes) - 1) + ["here"]
    return minimap.draw(
        [(kind, geometry) for kind, (_, geometry) in zip(classes, shapes, strict=False)], point=point, place=at
    )
