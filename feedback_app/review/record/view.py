"""A record's page, gathered."""

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
from feedback_app.ledger.release import forgivable
from feedback_app.media.lookup_store import Medium
from feedback_app.register.desk_store import Located, project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review import reasons
from feedback_app.review.answers import AnswerLine, Gist, Reader, as_point, gist
from feedback_app.review.case import Action, CaseState, State, possible
from feedback_app.review.days import Doubt, doubt_of
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.query import Query
from feedback_app.review.queue.view import tabs
from feedback_app.review.record import minimap, reading, store
from feedback_app.review.record.position import Whereabouts, whereabouts
from feedback_app.review.record.store import Dossier
from feedback_app.review.record.texts import TEXTS


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record's page."""

    file: Dossier
    title: str
    gist: Gist
    place: str
    project: str | None
    author: PersonInfo | None
    answers: Sequence[AnswerLine]
    media: Mapping[str, Medium]
    media_received: tuple[int, int]
    history: Sequence[reading.Happened]
    clock: reading.ClockWarning | None
    clock_by: str
    day: Doubt | None
    """What is wrong with the day on which it is said to have been recorded."""
    recorded_at: dt.datetime | None
    duration: str
    consent: reading.Consent | None
    map: minimap.MiniMap | None
    point: tuple[float, float, float | None] | None
    whereabouts: Whereabouts | None
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


def record_view(session: AnySession, area: Area, file: Dossier, query: Query, *, lang: str) -> RecordView:
    """The page of one record."""
    programme, shown = area.programme_id, file.shown
    definitions = definitions_of(session, programme, reading.versions(file))
    titles = project_titles(session, programme, reading.projects(file))
    reader = Reader(lang, titles)
    definition = definitions.get((file.case.instrument, str(shown.content.get("instrument_version"))), {})
    labels = place_labels_and_paths(session, reading.places(file) | {file.case.place_code})
    author = file.author
    mine = queue_store.cases_of(session, area)
    places = store.places(session, file.case)
    waiting = file.waiting[-1] if file.waiting else None
    warning = reading.clock_warning(shown)
    releasable = waiting.rev if waiting and forgivable(waiting.errors) else None
    case_state = CaseState(State(file.case.state), file.case.rev)
    position = file.case.position
    point = as_point(shown.content.get("location")) or _answered_point(reading.answers(file, definitions, reader))
    return RecordView(
        file=file,
        title=label(definition.get("title", {}), lang) or file.case.instrument,
        gist=_headline(file, definition, reader),
        place=labels.get(file.case.place_code, (file.case.place_code, ""))[0],
        project=titles.get(str(shown.content.get("project"))),
        author=author,
        answers=[] if file.record.danger == Danger.ASKED else reading.answers(file, definitions, reader),
        media=reading.media_by_hash(file),
        media_received=(sum(one.state is not None for one in file.media), len(file.media)),
        history=reading.history(file, definitions, reader, {code: words for code, (words, _) in labels.items()}),
        clock=warning,
        clock_by=reading.span(warning.by, lang) if warning else "",
        day=doubt_of(
            reading.recorded_at(shown.content),
            received_at=shown.received_at,
            known_since=author.known_since if author else None,
            clock_offset_ms=shown.clock_offset_ms,
        ),
        recorded_at=reading.recorded_at(shown.content),
        duration=reading.duration(shown.content, lang),
        consent=reading.consent(shown.content, store.consent_labels(session, programme), lang),
        map=_map(session, file, point, places.get(file.case.place_code)),
        point=point,
        possible=_possible(file, case_state, releasable=releasable is not None),
        whereabouts=whereabouts(point, store.anchor(places, file.case.place_path), lang) if point else None,
        reasons={
            action.code: reasons.offered(action, lang=lang, author_lang=author.language if author else "fr")
            for action in ACTIONS
        },
        releasable=releasable,
        faults=reading.faults(waiting, definitions, lang) if waiting else (),
        next=queue_store.neighbour(session, mine, query, position=position, step=1),
        previous=queue_store.neighbour(session, mine, query, position=position, step=-1),
        left=tabs(queue_store.counts(session, mine))[0].count,
        lang=lang,
        trusted=store.trusted(session, file.case) if file.record.danger else (),
    )


def _possible(file: Dossier, case_state: CaseState, *, releasable: bool) -> list[Action]:
    """Nobody is asked back about a call for help: the surveyor is not to learn whose it was."""
    asked = file.record.danger == Danger.ASKED
    return [one for one in possible(case_state, ACTIONS, releasable=releasable) if not (asked and one.asks_author)]


def _headline(file: Dossier, definition: Mapping[str, Any], reader: Reader) -> Gist:
    """What the page is called: nothing that was said, where somebody may be in danger."""
    if file.record.danger:
        return Gist(TEXTS.say(f"danger.{file.record.danger}", lang=reader.lang), "")
    return gist(definition, file.shown.content, reader)


def _answered_point(rows: Sequence[AnswerLine]) -> tuple[float, float, float | None] | None:
    return next((row.point for row in rows if row.point), None)


def _map(
    session: AnySession, file: Dossier, point: tuple[float, float, float | None] | None, place: Located | None
) -> minimap.MiniMap | None:
    at = (place.lat, place.lng) if place and place.lat is not None and place.lng is not None else None
    shapes = store.shapes(session, file.case.place_path)
    classes = ["land"] * (len(shapes) - 1) + ["here"]
    return minimap.draw(
        [(kind, geometry) for kind, (_, geometry) in zip(classes, shapes, strict=False)], point=point, place=at
    )
