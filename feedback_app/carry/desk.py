"""The door for staff: uploading hand-carried files, and their outcomes."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.db import db
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.carry import actions, store
from feedback_app.carry.opening import NOT_FILED
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.texts import TEXTS
from feedback_app.carry.transactions import import_file
from feedback_app.carry.unknown_phone import OwnerClaim
from feedback_app.enrol.desk import permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import device_owner_names
from feedback_app.enrol.permissions import may, permitted_areas_of
from feedback_app.media.actions import files_of
from schemas.roles import Permission
from sync.bundle import LARGEST, NotABundle

pages = audience.pages(__name__, Permission.CARRY)


@pages.get("/carried")
@in_menu("carried", words=("Fichiers portés", "Carried files"), order=30)
def carried() -> ResponseReturnValue:
    """A form to upload a file, and the list of earlier imports."""
    return _list()


@pages.post("/carried")
@takes_at_most(LARGEST + PLAIN_FORM.in_all)
@reads_first
def upload() -> ResponseReturnValue:
    """Imports a file; then its own page shows the outcome of each item."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _list(wrong="nothing-of-ours"), 422
    me = audience.caller(StaffIdentity)
    name = request.form.get("vouch", "").strip()[:200]
    claim = OwnerClaim(name, me.name) if name else None
    if claim:
        audience.note_access()
    try:
        made = import_file(
            cast(BinaryIO, sent.stream),
            files=files_of(current_app.extensions["echo_settings"]),
            carrier=actions.Carrier("desk", person_id=me.person_id), claim=claim,
            programmes=set(permitted_areas_of(me, Permission.VOUCH) if claim else permitted_areas()),
        )  # fmt: skip
    except NotABundle as why:
        return _list(wrong=str(why)), 422
    except actions.NotOurs:
        return _list(wrong="not-ours"), 422
    return redirect(url_for(".one", file_id=made.id), 303)


@pages.get("/carried/<uuid:file_id>")
def one(file_id: UUID) -> ResponseReturnValue:
    """The outcome of each item of a file."""
    file = db.session.get(CarriedFile, file_id)
    if file is None or file.programme_id not in permitted_areas():
        raise Problem("not-found")
    devices = {UUID(item["device"]) for item in file.outcomes if item.get("device")}
    items = sorted(file.outcomes, key=lambda item: item["outcome"] not in NOT_FILED)
    return render_template(
        "carry/file.html", texts=TEXTS, file=file, items=items, words=_words, not_filed=NOT_FILED,
        names={str(device): name for device, name in device_owner_names(db.session, devices).items()},
    )  # fmt: skip


def _list(*, wrong: str | None = None) -> str:
    files = store.files(db.session, set(permitted_areas()))
    names = device_owner_names(db.session, {one.device_id for one in files if one.device_id})
    return render_template(
        "carry/files.html",
        texts=TEXTS,
        files=files,
        names=names,
        wrong=wrong,
        vouches=may(audience.caller(StaffIdentity), Permission.VOUCH),
    )


def _words(item: dict[str, Any]) -> str:
    """An item's name for a person: enough of it to find it again."""
    kind, _, rest = str(item["name"]).partition("/")
    if kind == "entries":
        record, _, rev = rest.partition(".")
        return TEXTS.say("entry", id=record, rev=rev)
    return TEXTS.say("medium", id=rest[:12]) if kind == "media" else TEXTS.say("whole_file")
