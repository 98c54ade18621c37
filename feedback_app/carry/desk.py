"""The door for staff: uploading hand-carried files, and their outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from feedback_app.carry.areas import device_paths, places_of_items
from feedback_app.carry.opening import NOT_FILED
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.texts import TEXTS
from feedback_app.carry.transactions import import_file
from feedback_app.carry.unknown_phone import OwnerClaim
from feedback_app.enrol.desk import permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import device_owner_names
from feedback_app.enrol.permissions import Area, may, permitted_areas_of
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
    areas, me = permitted_areas(), audience.caller(StaffIdentity).person_id
    file = store.find_file(db.session, file_id, areas, me)
    if file is None:
        raise Problem("not-found")
    concerned = places_of_items(db.session, file.programme_id, file.outcomes)
    mine = [
        item for item, paths in zip(file.outcomes, concerned, strict=True)
        if any(areas[file.programme_id].covers(path) for path in paths)
    ]  # fmt: skip
    devices = {UUID(item["device"]) for item in mine if item.get("device")}
    items = sorted(mine, key=lambda item: item["outcome"] not in NOT_FILED)
    return render_template(
        "carry/file.html", texts=TEXTS, file=file, items=items, words=_words, not_filed=NOT_FILED,
        elsewhere=len(file.outcomes) - len(mine),
        names={str(device): name for device, name in device_owner_names(db.session, devices).items()},
    )  # fmt: skip


def _list(*, wrong: str | None = None) -> str:
    areas, me = permitted_areas(), audience.caller(StaffIdentity)
    files = store.files(db.session, areas.values(), me.person_id)
    return render_template(
        "carry/files.html",
        texts=TEXTS,
        files=files,
        names=_carriers(files, areas),
        wrong=wrong,
        vouches=may(me, Permission.VOUCH),
    )


def _carriers(files: Sequence[CarriedFile], areas: Mapping[str, Area]) -> dict[UUID, str]:
    """Whose phone delivered a file, where that phone is of the caller's area."""
    by_phone = {one.device_id: areas[one.programme_id] for one in files if one.device_id}
    paths = device_paths(db.session, by_phone)
    mine = {device for device, path in paths.items() if by_phone[device].covers(path)}
    return device_owner_names(db.session, mine)


def _words(item: dict[str, Any]) -> str:
    """An item's name for a person: enough of it to find it again."""
    kind, _, rest = str(item["name"]).partition("/")
    if kind == "entries":
        record, _, rev = rest.partition(".")
        return TEXTS.say("entry", id=record, rev=rev)
    return TEXTS.say("medium", id=rest[:12]) if kind == "media" else TEXTS.say("whole_file")
