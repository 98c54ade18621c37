"""The desk's door to one record: its page, and deciding about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, representations
from feedback_app.base.db import begin_writing, db, transaction
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most, uploaded
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area, may
from feedback_app.media.actions import files_of
from feedback_app.prompts.staff_voice import (
    LARGEST_UPLOAD,
    Voice,
    VoiceRefusal,
    open_voice,
    store_voice,
)
from feedback_app.review.actions import is_behind
from feedback_app.review.case import Action, MergeTarget, Refusal
from feedback_app.review.decisions.decide import Verdict
from feedback_app.review.decisions.decide import decide as decide_case
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.notes.actions import is_mentioned, note_seen
from feedback_app.review.page_words import page_words
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.desk import catch_up_now, done, locked_case
from feedback_app.review.queue.query import OrderKey, Query, read_query
from feedback_app.review.record import actions, store
from feedback_app.review.record.ahead import is_ahead, is_for_later, record_version
from feedback_app.review.record.texts import TEXTS
from feedback_app.review.record.view import record_view
from feedback_app.review.sensitive_reading import note_record_read
from feedback_app.review.store import find_case, reviewers
from feedback_app.review.tables import Case
from schemas.roles import Permission
from sync.entry import MAX_REV

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.get("/records/<programme>/<uuid:record_id>")
def record(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """One record: all that is stored of it, and what may be done. The page itself sends that it was opened."""
    return _record(permitted_area(programme), record_id)


@pages.post("/records/<programme>/<uuid:record_id>")
def catch_up_record(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001 - of the address
    """Makes cases of what phones have sent since the job ran, then shows the record. Idempotent."""
    permitted_area(programme)
    catch_up_now(programme)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.post("/records/<programme>/<uuid:record_id>/reading")
def note_reading(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Notes that somebody has this revision before their eyes, which others see, and its author too. Idempotent. Of a
    page that was fetched ahead of another `version` nothing is noted, and 409 says that it is to be loaded again."""
    case, version = locked_case(programme, record_id), request.form.get("version")
    person = audience.caller(StaffIdentity).person_id
    if version and version != record_version(case, person=person, now=clock.now()):
        return "", 409
    if request.form.get("rev") == str(case.rev):
        _note_reading(case)
        _note_seen(case)
    return "", 204


@pages.get("/records/<programme>/<uuid:record_id>/questions/<uuid:question_id>/sound")
def question_sound(programme: str, record_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """What a reviewer recorded for the author of a record."""
    area, case = permitted_area(programme), find_case(db.session, programme, record_id)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    files = files_of(current_app.extensions["echo_settings"])
    sha256 = store.sound_of(db.session, case, question_id)
    voice = open_voice(db.session, files, programme, sha256, subject=question_id)
    if voice is None:
        raise Problem("not-found")
    return representations.stored_medium(
        voice.content, voice.kind, size=voice.size, etag=voice.sha256, cache="private, no-cache"
    )


@pages.post("/records/<programme>/<uuid:record_id>/decision")
@takes_at_most(LARGEST_UPLOAD + PLAIN_FORM.in_all)
@reads_first
def decide(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a decision, then goes on to the next record of the queue."""
    area, staff, query = permitted_area(programme), audience.caller(StaffIdentity), read_query(request.args)
    voice = _voice(programme)
    if isinstance(voice, VoiceRefusal):
        return _record(area, record_id, refusal=Refusal(voice.value)), 422
    with transaction():
        catch_up_now(programme)  # and lets go of what it locks: others hold a case and wait for that
    begin_writing(db.session)
    case = locked_case(programme, record_id)
    key, verdict = OrderKey(case.urgency, case.position), replace(_verdict(area, case), voice=voice)
    if verdict.rev_seen == case.rev:
        _note_reading(case)  # whose browser runs no script, or was faster than it
    made = decide_case(db.session, case, verdict, by=staff.person_id, now=clock.now())
    if isinstance(made, Refusal):
        return _record(area, record_id, refusal=made), 409 if made in (Refusal.STALE, Refusal.CLAIMED) else 422
    _note_seen(case)
    return redirect(_onwards(area, query, record_id, verdict.action, key), 303)


def _voice(programme: str) -> Voice | VoiceRefusal | None:
    """The question to the author as it was recorded, made what every phone plays and stored; None without one."""
    action = by_code(request.form.get("action"))
    recording = uploaded("recording", limit=LARGEST_UPLOAD) if action and action.asks_author else b""
    if not recording:
        return None
    db.session.rollback()  # making it may take seconds
    return store_voice(files_of(current_app.extensions["echo_settings"]), programme, recording)


def _verdict(area: Area, case: Case) -> Verdict:
    form = request.form
    action = by_code(form.get("action"))
    if action is None or action.corrects:
        raise Problem("malformed")
    try:
        return Verdict(
            action=action,
            rev_seen=int(form.get("rev_seen", "")),
            state_seen=form.get("state_seen"),
            reason=form.get("reason") or None,
            message=(form.get("message") or "").replace("\r\n", "\n") or None,
            rev=min(int(form["rev"]), MAX_REV) if form.get("rev") else None,
            onto=_onto(area, form) if action.joins else None,
            whom=_whom(area, case, form) if action.for_another else None,
        )
    except ValueError as error:
        raise Problem("malformed") from error


def _onto(area: Area, form: Mapping[str, str]) -> MergeTarget | None:
    """The record of the area into which one is to be merged; None where there is no such record."""
    record_id = uuid.UUID(form.get("into", ""))
    case = find_case(db.session, area.programme_id, record_id)
    there = case is not None and area.covers(case.place_path)
    return MergeTarget(record_id, int(form.get("into_rev", ""))) if there else None


def _whom(area: Area, case: Case, form: Mapping[str, str]) -> uuid.UUID | None:
    """Who is to have a record; None for nobody who reviews records of its place."""
    person = read_id(form.get("whom", ""))
    found = reviewers(db.session, area.programme_id).get(person) if person else None
    return person if found and found.area.covers(case.place_path) else None


def _onwards(area: Area, query: Query, record_id: uuid.UUID, action: Action, key: OrderKey) -> str:
    """Where to go after a decision: the record itself, or the next one that waits."""
    following = record_id if action.stays else _claimed_next(area, query, key)
    if following is None:
        address = url_for("review_queue_desk_pages.queue")
    else:
        address = url_for(".record", programme=area.programme_id, record_id=following)
    return f"{address}?{_arguments(area, query)}&did={action.code}&of={record_id}"


def _claimed_next(area: Area, query: Query, key: OrderKey) -> uuid.UUID | None:
    """The next record, which the others are led past from now on: two who decide at the same moment are not led to the
    same one."""
    staff, now, passed = audience.caller(StaffIdentity), clock.now(), {key}
    while following := _next(area, query, key):
        if case := find_case(db.session, area.programme_id, following, lock=True, wait=False):
            actions.claim_by_showing(case, by=staff.person_id, now=now)
            break
        taken = find_case(db.session, area.programme_id, following)
        if taken is None or (key := OrderKey(taken.urgency, taken.position)) in passed:
            break
        passed.add(key)
    return following


def _next(area: Area, query: Query, key: OrderKey) -> uuid.UUID | None:
    """The record after this place in the queue, else, at its end, the first that still waits."""
    mine = queue_store.cases_of(db.session, area, reader=audience.caller(StaffIdentity).person_id, now=clock.now())
    return queue_store.neighbour(db.session, mine, query, key=key, step=1) or (
        queue_store.neighbour(db.session, mine, query, key=None, step=1) if query.tab == "open" else None
    )


def _arguments(area: Area, query: Query) -> str:
    return "&".join(part for part in (f"programme={area.programme_id}", query.address()) if part)


def _record(area: Area, record_id: uuid.UUID, *, refusal: Refusal | None = None) -> Response:
    dossier = store.find_dossier(db.session, area.programme_id, record_id)
    waits = is_behind(db.session, area.programme_id, record_id=record_id)
    if waits and find_case(db.session, area.programme_id, record_id) is None:
        return not_cached(render_template("review/arriving.html", section="queue", behind=True), 404)
    if dossier is None or not area.covers(dossier.case.place_path):
        raise Problem("not-found")
    ahead = is_ahead(dict(request.headers))
    if ahead and is_for_later(db.session, dossier.case):
        return not_cached("", 204)
    note_record_read(db.session, area.programme_id, record_id)
    query = read_query(request.args)
    staff, now = audience.caller(StaffIdentity), clock.now()
    view = record_view(db.session, area, dossier, query, lang=language(), person=staff.person_id, now=now)
    arguments = _arguments(area, query)
    erases = may(staff, Permission.ERASE, Area(area.programme_id, (dossier.case.place_path,)))
    return not_cached(
        render_template(
            "review/record.html", section="queue", view=view, query=query, refusal=refusal, arguments=arguments,
            sent=request.form if refusal else {}, erases=erases, **done(area),
            behind=waits,
            opens=not waits and (ahead or actions.is_noted(db.session, dossier.case, by=staff.person_id, now=now)),
            version=record_version(dossier.case, person=staff.person_id, now=now) if ahead else "",
        )
    )  # fmt: skip


def _note_reading(case: Case) -> None:
    staff, now = audience.caller(StaffIdentity), clock.now()
    if actions.is_noted(db.session, case, by=staff.person_id, now=now):
        actions.note_reading(db.session, case, by=staff.person_id, now=now)


def _note_seen(case: Case) -> None:
    """Whom a note led here has seen it. Last, because it locks the counts of the programme."""
    person = audience.caller(StaffIdentity).person_id
    if is_mentioned(db.session, case, person):
        note_seen(db.session, case, person)
