"""The door for coordinators: the forms of a programme, and bringing in others."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.capture import importing, preview, store
from feedback_app.capture.texts import TEXTS
from feedback_app.capture.workbook import MOST_BYTES
from feedback_app.capture.xlsform import Reading
from feedback_app.capture.xlsform_issue import Issue, XlsformError
from feedback_app.enrol.admin import coordinated_ground
from feedback_app.enrol.tables import Programme

pages = audience.pages(__name__)


def _programme() -> Programme:
    """The programme whose forms are to change. A coordinator of a part of it does not decide for the whole."""
    here = coordinated_ground()
    if not here.is_whole:
        raise Problem("not-allowed")
    return here.programme


def _page(name: str, **values: Any) -> str:
    return render_template(f"capture/{name}.html", texts=TEXTS, **values)


@pages.get("/instruments")
def instruments() -> ResponseReturnValue:
    """The forms that phones of the programme carry."""
    return _instruments(coordinated_ground().programme)


def _instruments(programme: Programme, **values: Any) -> str:
    held = store.instruments(db.session, programme.id)
    loads = coordinated_ground().is_whole
    return _page("instruments", programme=programme, held=held, count=preview.count, loads=loads, **values)


@pages.post("/instruments/look")
def look() -> ResponseReturnValue:
    """Reads a file and shows what it would ask. Nothing changes."""
    programme = _programme()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _instruments(programme, lacking=True), 422
    as_text = bool(request.form.get("as_text"))
    own = request.form.get("language", "")
    try:
        reading = importing.read_file(
            file.stream.read(MOST_BYTES + 1), file.filename,
            language=own if own in importing.LANGUAGES else "fr", as_text=as_text,
        )  # fmt: skip
        return _preview(programme, reading, as_text=as_text)
    except XlsformError as error:
        return _refused(programme, error.issues)


def _preview(programme: Programme, reading: Reading, *, as_text: bool) -> str:
    brought = importing.compare(db.session, programme.id, reading)
    held = {one.name: one.version for one in store.instruments(db.session, programme.id)}
    return _page(
        "preview",
        programme=programme,
        brought=brought,
        definition=reading.definition,
        lines=preview.lines(reading.definition, language()),
        replaces=held.get(brought.name),
        as_text=as_text,
    )


def _refused(programme: Programme, issues: tuple[Issue, ...]) -> ResponseReturnValue:
    return _instruments(programme, issues=issues), 422


@pages.post("/instruments")
def take() -> ResponseReturnValue:
    """Gives the form that was looked at to the phones."""
    request.max_form_memory_size = MOST_BYTES
    programme = _programme()
    name = importing.proper_name(request.form.get("name", ""))
    source = request.form.get("source", "").encode()
    try:
        reading = importing.read_file(source, "form.md", name=name, as_text=bool(request.form.get("as_text")))
        importing.install(db.session, programme.id, reading, now=clock.now())
    except XlsformError as error:
        return _refused(programme, error.issues)
    return redirect(url_for(".instruments", programme=programme.id, taken=name), 303)
