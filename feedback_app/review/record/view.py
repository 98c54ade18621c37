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
from feedback_app.ledger.release import is_forgivable
from feedback_app.media import listening
from feedback_app.media.lookup_store import Medium
from feedback_app.register.desk_store import Located, project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review import reasons
from feedback_app.review.answers import (
    UNKNOWN,
    AnswerLine,
    Forms,
    Reader,
    RecordForm,
    RecordSummary,
    as_point,
    record_summary,
)
from feedback_app.review.blurs.actions import Blurs, blurs
from feedback_app.review.capture_reader import place_location
from feedback_app.review.case import Action, CaseState, State, possible_actions
from feedback_app.review.case_store import claim_of
from feedback_app.review.claim import Claim
from feedback_app.review.corrections.view import Corrections, corrections_view
from feedback_app.review.days import DateWarning, date_warning
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.flags.view import MarksView, marks_view
from feedback_app.review.heard import heard_texts
from feedback_app.review.likeness.lineage import Lineage, lineage_of
from feedback_app.review.likeness.view import SimilarRecord, alike_records
from feedback_app.review.notes.view import NoteView, note_views
from feedback_app.review.position import LocationView, location_view
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.query import OrderKey, Query
from feedback_app.review.queue.view import Found, in_view
from feedback_app.review.record import minimap, reading, store
from feedback_app.review.record.store import Dossier
from feedback_app.review.record.texts import TEXTS
from feedback_app.review.screening.flags import Screening, screen
from feedback_app.review.store import Option, record_forms, reviewers
from feedback_app.review.transcripts.sheets import Sheets, sheets
from feedback_app.review.urgency import comes_from_little_heard
from sync.spoken_code import pairs


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record's page."""

    dossier: Dossier
    title: str
    code: str
    """The ten digits by which people ask for it, in pairs."""
    summary: RecordSummary
    place: str
    project: str | None
    author: PersonInfo | None
    answers: Sequence[AnswerLine]
    screening: Screening
    """What to look at twice in the answers that are shown."""
    marks: MarksView
    known_tags: Sequence[str]
    """Tags of other records."""
    media: Mapping[str, Medium]
    sheets: Sheets
    """What was written of its voices and words."""
    hears: bool
    """Waveforms of voices can be made, and twins that every browser plays."""
    blurs: Blurs
    """What is hidden of its photos."""
    corrections: Corrections
    """What was corrected of its answers."""
    media_received: tuple[int, int]
    history: Sequence[reading.HistoryLine]
    clock: reading.ClockWarning | None
    clock_by: str
    day: DateWarning | None
    """What is wrong with the day on which its phone says it was recorded."""
    recorded_at: dt.datetime | None
    duration: str
    consent: reading.Consent | None
    map: minimap.MiniMap | None
    point: tuple[float, float, float | None] | None
    location_view: LocationView | None
    """How far the point is from the place, and what speaks against it; None without a point."""
    claim: Claim | None
    """Who has it before them now; in the dossier is their name."""
    is_mine: bool
    """The claim is of who looks."""
    lineage: Lineage
    """What it was merged into, and what joined it."""
    alike: Sequence[SimilarRecord]
    """What may say the same."""
    notes: Sequence[NoteView]
    possible: Sequence[Action]
    assignees: Sequence[Option]
    """Who else reviews records of this place."""
    reasons: Mapping[str, Sequence[reasons.Reason]]
    """By the code of an action."""
    releasable: int | None
    """The revision that may be let out of quarantine."""
    faults: Sequence[tuple[str, str]]
    """Of the revision in quarantine that came last, above the current one."""
    next: uuid.UUID | None
    previous: uuid.UUID | None
    left: Found
    """How many are in the list that led here."""
    lang: str
    trusted: Sequence[Mapping[str, Any]] = ()
    """Of a record in which somebody may be in danger: the trusted people of its place."""

    @property
    def is_little_heard(self) -> bool:
        """Its place counts in the order of the queue."""
        return comes_from_little_heard(self.dossier.case.urgency)

    @property
    def danger(self) -> str:
        """A `Danger`."""
        return self.dossier.record.danger

    @property
    def content(self) -> Mapping[str, Any]:
        """The body of the shown revision."""
        return self.dossier.shown.content


def record_view(
    session: AnySession, area: Area, dossier: Dossier, query: Query, *, lang: str, person: uuid.UUID, now: dt.datetime
) -> RecordView:
    """The page of one record."""
    programme, shown = area.programme_id, dossier.shown
    forms = record_forms(session, programme, reading.versions(dossier))
    titles = project_titles(session, programme, reading.projects(dossier))
    reader = Reader(lang, titles)
    form = forms.get((dossier.case.instrument, str(shown.content.get("instrument_version"))), UNKNOWN)
    answers = reading.answers(dossier, forms, reader)
    labels = place_labels_and_paths(session, reading.places(dossier) | {dossier.case.place_code})
    author = dossier.author
    mine = queue_store.cases_of(session, area, reader=person, now=now)
    claim = claim_of(dossier.case)
    lineage = lineage_of(session, area, dossier.case.record_id)
    hidden = blurs(session, programme, dossier.case.record_id)
    history = reading.history(dossier, forms, reader, {code: words for code, (words, _) in labels.items()})
    places = store.places(session, dossier.case)
    waiting = dossier.waiting[-1] if dossier.waiting else None
    warning = reading.clock_warning(shown)
    releasable = waiting.rev if waiting and is_forgivable(waiting.errors) else None
    case_state = CaseState(State(dossier.case.state), dossier.case.rev)
    key = OrderKey(dossier.case.urgency, dossier.case.position)
    shown_answers = [] if dossier.record.danger == Danger.ASKED else answers
    point = as_point(shown.content.get("location")) or _answered_point(answers)
    written = sheets(
        session, dossier.record, form, shown_answers, dossier.media, spoken=_spoken(shown.content), lang=lang
    )
    screening = screen(shown_answers, form, heard_texts(form, shown_answers, written.heard) if shown_answers else ())
    colleagues = reviewers(session, programme)
    return RecordView(
        dossier=dossier,
        code=" ".join(pairs(dossier.record.code)),
        title=label(form.definition.get("title", {}), lang) or dossier.case.instrument,
        summary=_headline(dossier, form, reader),
        place=labels.get(dossier.case.place_code, (dossier.case.place_code, ""))[0],
        project=titles.get(str(shown.content.get("project"))),
        author=author,
        answers=shown_answers,
        screening=screening,
        marks=marks_view(session, dossier.case, screening, lang),
        known_tags=queue_store.tags(session, mine),
        media=reading.media_by_hash(dossier),
        sheets=written,
        hears=listening.is_possible(),
        blurs=hidden,
        corrections=_corrections(session, dossier, forms, reader),
        media_received=(sum(one.state is not None for one in dossier.media), len(dossier.media)),
        history=reading.with_events(history, lineage.events, hidden.events),
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
        consent=reading.read_consent(shown.content, store.promise(session, programme), lang),
        map=_map(session, dossier, point, places.get(dossier.case.place_code)),
        point=point,
        claim=claim if claim and claim.is_live(now) else None,
        is_mine=claim is not None and claim.by == person,
        lineage=lineage,
        alike=alike_records(session, area, dossier.case, dossier.record, dossier.media, lang=lang),
        possible=_possible(dossier, case_state, person, now, releasable=releasable is not None),
        notes=note_views(session, dossier.case, colleagues),
        assignees=[
            Option(str(key), one.name)
            for key, one in colleagues.items()
            if key != person and one.area.covers(dossier.case.place_path)
        ],
        location_view=location_view(point, place_location(places, dossier.case.place_path), lang) if point else None,
        reasons={
            action.code: reasons.offered_reasons(action, lang=lang, author_lang=author.language if author else "fr")
            for action in ACTIONS
        },
        releasable=releasable,
        faults=reading.faults(waiting, forms, lang) if waiting else (),
        next=queue_store.neighbour(session, mine, query, key=key, step=1),
        previous=queue_store.neighbour(session, mine, query, key=key, step=-1),
        left=in_view(session, mine, query),
        lang=lang,
        trusted=store.nearest_trusted_people(session, dossier.case) if dossier.record.danger else (),
    )


def _corrections(session: AnySession, dossier: Dossier, forms: Forms, reader: Reader) -> Corrections:
    if not dossier.corrections:
        return Corrections()
    return corrections_view(
        session, dossier.corrections, dossier.holding, forms, reading.form_versions(dossier),
        rev=dossier.record.rev, takers={one.id: one.by for one in dossier.decisions}, reader=reader,
    )  # fmt: skip


def _spoken(content: Mapping[str, Any]) -> str:
    """In which language consent was asked, and so probably spoken."""
    given = content.get("consent")
    return str(given.get("language")) if isinstance(given, Mapping) else ""


def _possible(
    dossier: Dossier, case_state: CaseState, person: uuid.UUID, now: dt.datetime, *, releasable: bool
) -> list[Action]:
    """Nobody is asked back about a call for help: the surveyor is not to learn whose it was. Of what somebody else has
    taken, nothing but taking it over or giving it on; and nobody takes what they have."""
    asked, claim = dossier.record.danger == Danger.ASKED, claim_of(dossier.case)
    possible = [
        one
        for one in possible_actions(case_state, ACTIONS, releasable=releasable)
        if not one.corrects or (not dossier.record.danger and (not one.takes_back or dossier.holding))
    ]
    if claim and claim.stops(person, now):
        return [one for one in possible if one.claims and not one.corrects]
    has = claim is not None and claim.taken and claim.by == person and claim.is_live(now)
    return [
        one
        for one in possible
        if not (asked and one.asks_author) and not (has and one.claims and not one.for_another and not one.corrects)
    ]


def _headline(dossier: Dossier, form: RecordForm, reader: Reader) -> RecordSummary:
    """What the page is called: no answer, where somebody may be in danger."""
    if dossier.record.danger:
        return RecordSummary(TEXTS.say(f"danger.{dossier.record.danger}", lang=reader.lang), "")
    return record_summary(form, dossier.shown.content, reader)


def _answered_point(rows: Sequence[AnswerLine]) -> tuple[float, float, float | None] | None:
    return next((row.point for row in rows if row.point), None)


def _map(
    session: AnySession, dossier: Dossier, point: tuple[float, float, float | None] | None, place: Located | None
) -> minimap.MiniMap | None:
    at = (place.lat, place.lng) if place and place.lat is not None and place.lng is not None else None
    shapes = store.shapes(session, dossier.case.place_path)
    classes = ["land"] * (len(shapes) - 1) + ["here"]
    return minimap.draw(
        [(kind, geometry) for kind, (_, geometry) in zip(classes, shapes, strict=False)], point=point, place=at
    )
