"""The door for coordinators: phones and codes, places, people, the register of projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, qr, store
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.places import MAX_FILE, Unusable, fold
from feedback_app.enrol.tables import Device, Place, Programme
from feedback_app.enrol.texts import TEXTS
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


def _programme() -> Programme:
    """The programme this coordinator works in: the one asked for, if it is theirs, else their first."""
    me = audience.caller(StaffIdentity)
    mine = [one.programme for one in me.memberships if one.role == "coordinator"]
    wanted = request.values.get("programme", mine[0])
    if wanted not in mine:
        raise Problem("not-found")
    return db.session.get_one(Programme, wanted)


def _page(name: str, **values: Any) -> str:
    me = audience.caller(StaffIdentity)
    mine = sorted({one.programme for one in me.memberships if one.role == "coordinator"})
    return render_template(f"enrol/{name}.html", texts=TEXTS, programmes=mine, **values)


@pages.get("/phones")
def phones() -> ResponseReturnValue:
    """Every phone of the programme, the longest silent first, and the codes that wait."""
    return _phones(_programme())


def _phones(programme: Programme, **values: Any) -> str:
    now = clock.now()
    return _page(
        "phones",
        programme=programme,
        phones=store.phones(db.session, programme.id),
        codes=store.open_codes(db.session, programme.id, now),
        root=db.session.get_one(Place, programme.place_code),
        roles=actions.FIELD_ROLES,
        **values,
    )


@pages.post("/codes")
def make_code() -> ResponseReturnValue:
    """Makes a one-time code and shows it, this once, as link and QR."""
    programme = _programme()
    try:
        made = actions.new_code(
            db.session,
            programme=programme.id,
            place=request.form.get("place", "").strip()[:40],
            role=request.form.get("role", ""),
            person=request.form.get("person"),
            now=clock.now(),
            public_url=current_app.extensions["echo_settings"].public_url,
            by=audience.caller(StaffIdentity).person_id,
        )
    except Problem as problem:
        return _phones(programme, lacking=problem.details.get("errors")), problem.kind.status
    return _page("code", programme=programme, made=made, square=qr.svg(made.link))


@pages.post("/phones/<uuid:device_id>/revoke")
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Withdraws a phone's right to speak."""
    programme = _programme()
    device = db.session.get(Device, device_id)
    if device is None or device.programme_id != programme.id:
        raise Problem("not-found")
    actions.revoke(db.session, device_id, clock.now())
    return redirect(url_for(".phones", programme=programme.id), 303)


@pages.get("/places")
def places() -> ResponseReturnValue:
    """Looking for places, and loading them."""
    return _places(_programme())


def _places(programme: Programme, **values: Any) -> str:
    words = request.args.get("q", "")[:100]
    root = db.session.get_one(Place, programme.place_code)
    found = store.find_places(db.session, under=root.path, words=fold(words))
    return _page("places", programme=programme, places=found, levels=vocabulary("place_levels"), words=words, **values)


@pages.post("/places")
def load_places() -> ResponseReturnValue:
    """Loads a file of places: all of it or nothing, with the rows that are wrong."""
    return _load(
        lambda data, name: actions.import_places(
            db.session, data, kind="geojson" if name.lower().endswith(("json", ".geojson")) else "csv"
        )
    )


@pages.post("/projects")
def load_projects() -> ResponseReturnValue:
    """Loads a register of CSR projects: all of it or nothing."""
    programme = _programme()
    return _load(lambda data, _: actions.import_projects(db.session, programme.id, data))


def _load(work: Callable[[bytes, str], actions.Imported]) -> ResponseReturnValue:
    programme = _programme()
    file = request.files.get("file")
    data = file.stream.read(MAX_FILE + 1) if file else b""
    try:
        done = work(data, (file.filename or "") if file else "")
    except Unusable as unusable:
        db.session.rollback()
        return _places(programme, faults=unusable.faults), 422
    return _places(programme, done=done, remarks=done.remarks)


@pages.get("/people")
def people() -> ResponseReturnValue:
    """Who works in the programme, and as what."""
    return _people(_programme())


def _people(programme: Programme, **values: Any) -> str:
    found = store.people(db.session, programme.id)
    return _page("people", programme=programme, people=found, roles=actions.ROLES, **values)


@pages.post("/people")
def add_person() -> ResponseReturnValue:
    """Adds a person; the password of who signs in is shown this once."""
    programme = _programme()
    told = {name: request.form.get(name, "").strip()[:200] for name in ("name", "login", "role", "place")}
    try:
        made = actions.add_person(
            db.session, name=told["name"], login=told["login"] or None, programme=programme.id, role=told["role"],
            place=told["place"] or None, now=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        return _people(programme, lacking=problem.details.get("errors"), told=told), problem.kind.status
    return _people(programme, made=made)
