"""The door for coordinators: the forms of a programme, and bringing in others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from feedback_app.base import audience, clock
from feedback_app.base.db import begin_writing, db
from feedback_app.base.http import PLAIN_FORM, answer_problem, reads_first, takes_at_most
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import asked_area
from feedback_app.forms import form_media as keeping
from feedback_app.forms import importing, preview, store
from feedback_app.forms.form_files import MOST_BYTES as MOST_MEDIA
from feedback_app.forms.form_files import FormFiles, gather_files
from feedback_app.forms.texts import TEXTS
from feedback_app.forms.workbook import MOST_BYTES
from feedback_app.forms.xlsform.compiler import Reading
from feedback_app.forms.xlsform.issue import Issue, XlsformError
from feedback_app.media.actions import files_of
from feedback_app.register.lookup_store import ProgrammeInfo
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.FORMS)

MOST_SENT = 64 * 1024 * 1024
"""Bytes of one upload: a form with its pictures and sounds, as they travel."""


def _programme() -> ProgrammeInfo:
    """The programme whose forms are to change. A coordinator of a part of it does not decide for the whole."""
    here = asked_area()
    if not here.is_whole:
        raise Problem("not-allowed")
    return here.programme


def _page(name: str, **values: Any) -> str:
    return render_template(f"forms/{name}.html", texts=TEXTS, **values)


@pages.get("/instruments")
@in_menu("forms", words=("Formulaires", "Forms"), order=50)
def instruments() -> ResponseReturnValue:
    """The forms that phones of the programme carry."""
    return _instruments(asked_area().programme)


def _instruments(programme: ProgrammeInfo, **values: Any) -> str:
    current = store.instruments(db.session, programme.id)
    loads = asked_area().is_whole
    return _page("instruments", programme=programme, instruments=current, count=preview.count, loads=loads, **values)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """Says how much is let in: nobody guesses it."""
    return answer_problem(Problem("too-large", detail=TEXTS.say("too_large", most=MOST_SENT // 2**20)))


@pages.post("/instruments/look")
@takes_at_most(MOST_SENT)
@reads_first
def look() -> ResponseReturnValue:
    """Reads a file and shows what it would ask. No form changes; pictures and sounds that came along are stored."""
    programme = _programme()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _instruments(programme, lacking=True), 422
    as_text = bool(request.form.get("as_text"))
    own = request.form.get("language", "")
    try:
        files = gather_files(
            (one.filename or "", one.stream.read(MOST_MEDIA + 1)) for one in request.files.getlist("media")
        )
        reading = importing.read_file(
            file.stream.read(MOST_BYTES + 1), file.filename,
            language=own if own in importing.LANGUAGES else "fr", as_text=as_text, files=files,
        )  # fmt: skip
        return _preview(programme, reading, as_text=as_text, files=_stored(programme.id, reading, files))
    except XlsformError as error:
        return _refused(programme, error.issues)


def _stored(programme: str, reading: Reading, files: FormFiles) -> dict[str, str]:
    """Stores what the form shows and says until it is installed; the hash of each by its name."""
    found = keeping.used_files(reading, files)
    begin_writing(db.session)
    storage = files_of(current_app.extensions["echo_settings"])
    keeping.keep(db.session, storage, programme, found.values(), now=clock.now())
    return {key: file.sha256 for key, file in found.items()}


def _preview(programme: ProgrammeInfo, reading: Reading, *, as_text: bool, files: Mapping[str, str]) -> str:
    outcome = importing.compare(db.session, programme.id, reading)
    versions = {one.name: one.version for one in store.instruments(db.session, programme.id)}
    return _page(
        "preview",
        programme=programme,
        outcome=outcome,
        definition=reading.definition,
        lines=preview.lines(reading.definition, language()),
        replaces=versions.get(outcome.name),
        as_text=as_text,
        files=files,
    )


def _refused(programme: ProgrammeInfo, issues: tuple[Issue, ...]) -> ResponseReturnValue:
    return _instruments(programme, issues=issues), 422


@pages.post("/instruments")
@takes_at_most(MOST_BYTES + PLAIN_FORM.in_all, of_text=MOST_BYTES + PLAIN_FORM.of_text)
def take() -> ResponseReturnValue:
    """Gives the form that was looked at to the phones."""
    programme = _programme()
    name = importing.proper_name(request.form.get("name", ""))
    source = request.form.get("source", "").encode()
    files = keeping.stored_files(db.session, programme.id, _named(request.form.get("files", "")))
    as_text = bool(request.form.get("as_text"))
    try:
        reading = importing.read_file(source, "form.md", name=name, as_text=as_text, files=files)
        importing.install(db.session, programme.id, reading, now=clock.now())
    except XlsformError as error:
        return _refused(programme, error.issues)
    return redirect(url_for(".instruments", programme=programme.id, taken=name), 303)


def _named(text: str) -> dict[str, str]:
    """The hash of each file by its name, as the preview sent it along; what is none is passed over."""
    try:
        names = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return {}
    return {key: value for key, value in names.items() if isinstance(value, str)} if isinstance(names, dict) else {}
