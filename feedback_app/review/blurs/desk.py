"""The desk's door to hiding parts of a record's photos, and to the photos without them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from functools import partial

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached, stored_medium
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.forms.engine.definition import Danger
from feedback_app.ledger.lookup_store import records
from feedback_app.media.actions import files_of
from feedback_app.media.lookup_store import is_photo_of
from feedback_app.media.mosaic import GRID, hide
from feedback_app.review import blur_store
from feedback_app.review.blurs import actions, parts
from feedback_app.review.blurs.texts import TEXTS
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import record_address
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.get("/records/<programme>/<uuid:record_id>/photos/<sha256>")
def edit(programme: str, record_id: uuid.UUID, sha256: str) -> ResponseReturnValue:
    """The photo under a grid: what is ticked is hidden.

    Problem `not-found` for what is no photo of the record, or whose record is not the caller's to review.
    """
    case = _case(programme, record_id, sha256)
    newest = blur_store.newest_of(db.session, programme, record_id, sha256)
    return _page(case, sha256, parts.unpacked(newest.parts) if newest else ())


@pages.post("/records/<programme>/<uuid:record_id>/photos/<sha256>")
def save(programme: str, record_id: uuid.UUID, sha256: str) -> ResponseReturnValue:
    """Hides these parts of the photo from now on, then shows the record. Where somebody else hid others meanwhile, the
    page comes again with both."""
    case, staff = _case(programme, record_id, sha256, lock=True), audience.caller(StaffIdentity)
    try:
        hidden = parts.sent(request.form.getlist("part"))
    except ValueError as error:
        raise Problem("malformed") from error
    seen = request.form.get("seen", "")
    if actions.save(db.session, case, sha256, hidden, seen=seen, by=staff.person_id, now=clock.now()):
        return redirect(f"{record_address(case)}#photo-{sha256[:12]}", 303)
    newest = blur_store.newest_of(db.session, programme, record_id, sha256)
    return _page(case, sha256, hidden | (parts.unpacked(newest.parts) if newest else set()), stale=True)


@pages.get("/records/<programme>/<uuid:record_id>/photos/<sha256>/blurred")
def blurred(programme: str, record_id: uuid.UUID, sha256: str) -> ResponseReturnValue:
    """The photo without what is hidden of it. Made at each request: nothing of it can be behind, or left when the photo
    goes."""
    _case(programme, record_id, sha256)
    newest = blur_store.newest_of(db.session, programme, record_id, sha256)
    if newest is None:
        raise Problem("not-found")
    hidden, etag = parts.unpacked(newest.parts), str(newest.id)
    db.session.rollback()  # making it takes longer than a select
    files = files_of(current_app.extensions["echo_settings"])
    try:
        with files.open(programme, sha256, "large") as photo:
            made = hide(io.BytesIO(photo.read()), hidden)
    except FileNotFoundError as error:
        raise Problem("not-found") from error
    audience.note_medium_read(programme, sha256)
    return stored_medium(io.BytesIO(made), "image/webp", size=len(made), etag=etag, cache="private, no-cache")


def _case(programme: str, record_id: uuid.UUID, sha256: str, *, lock: bool = False) -> Case:
    """The case of a photo that the caller may look at."""
    area = permitted_area(programme)
    case = find_case(db.session, programme, record_id, lock=lock)
    record = records(db.session, programme, [record_id]).get(record_id)
    if case is None or record is None or not area.covers(case.place_path) or record.danger == Danger.ASKED:
        raise Problem("not-found")
    if not is_photo_of(db.session, programme, record_id, sha256):
        raise Problem("not-found")
    return case


def _page(case: Case, sha256: str, hidden: Iterable[int], *, stale: bool = False) -> ResponseReturnValue:
    newest = blur_store.newest_of(db.session, case.programme_id, case.record_id, sha256)
    page = render_template(
        "review/blur.html", section="queue", hidden=frozenset(hidden), grid=GRID, record=record_address(case),
        photo=f"/desk/media/{case.programme_id}/{sha256}/large", at=request.full_path.rstrip("?"),
        seen=newest.id if newest else "", stale=stale,
    )  # fmt: skip
    return not_cached(page, 409 if stale else 200)
