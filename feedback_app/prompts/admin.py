"""The door for coordinators: what can be heard in which language, what is missing, and withdrawing a recording."""

from __future__ import annotations

from collections import Counter
from typing import Any, BinaryIO

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, representations
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import ProgrammeArea, asked_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import person_names
from feedback_app.forms.store import instruments
from feedback_app.media.actions import files_of
from feedback_app.prompts import actions, coverage, store
from feedback_app.prompts.sounds import begins_as_sound
from feedback_app.prompts.tables import Prompt
from feedback_app.prompts.texts import TEXTS
from feedback_app.prompts.trusted_form import trusted_form
from feedback_app.register.languages import names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PROMPTS)


def _page(name: str, here: ProgrammeArea, **values: Any) -> str:
    programme = here.programme
    words = names(programme.languages, programme.settings)
    return render_template(
        f"prompts/{name}.html", texts=TEXTS, programme=programme, words=words, capital=_capital, **values
    )


def _capital(word: str) -> str:
    """A word that begins a line."""
    return word[:1].upper() + word[1:]


@pages.get("/prompts")
@in_menu("voices", words=("Voix", "Voices"), order=60)
def prompts() -> ResponseReturnValue:
    """Forms by languages: how many parts can be heard."""
    here = asked_area()
    forms = _forms(here)
    recorded = store.counting(db.session, here.programme.id)
    table = coverage.table([one.definition for one in forms], here.programme.languages, recorded)
    waits = Counter((key[0], key[1]) for key in store.waiting(db.session, here.programme.id))
    return _page(
        "table", here, forms=forms, table=table, waits=waits, behind=actions.is_behind(db.session, here.programme.id)
    )


@pages.post("/prompts")
def catch_up() -> ResponseReturnValue:
    """Takes in the recordings that arrived since the job ran, then shows the forms. Idempotent."""
    actions.catch_up(db.session, asked_area().programme.id, most=actions.AT_ONCE)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.get("/prompts/<instrument>/<language>")
def sheet(instrument: str, language: str) -> ResponseReturnValue:
    """Every part of a form in one language, with the words to say, and what waits to be approved."""
    return _sheet(asked_area(), instrument, language)


def _sheet(here: ProgrammeArea, instrument: str, language: str, *, wrong: str = "") -> str:
    form = _form(here, instrument, language)
    waiting = {
        part: one for (of, spoken, part), one in store.waiting(db.session, here.programme.id).items()
        if (of, spoken) == (instrument, language)
    }  # fmt: skip
    recorded = store.sheet(db.session, here.programme.id, instrument, language)
    taken = store.withdrawn_prompts(db.session, here.programme.id, instrument, language)
    return _page(
        "sheet", here, form=form, language=language, taken=taken, may_decide=here.is_whole,
        waiting=waiting, wrong=wrong,
        lines=coverage.lines(form.definition, language, recorded),
        people=person_names(db.session, {one.by for one in [*recorded.values(), *waiting.values()]}),
    )  # fmt: skip


@pages.get("/prompts/<instrument>/<language>/<position>/sound")
def sound(instrument: str, language: str, position: str) -> ResponseReturnValue:
    """A recording, to be heard before it counts. `position` is that of its entry."""
    here = asked_area()
    _form(here, instrument, language)
    found = store.sound_of(db.session, here.programme.id, _position(position))
    content = _content(here, found) if found else None
    if found is None or content is None:
        raise Problem("not-found")
    size = files_of(current_app.extensions["echo_settings"]).size(here.programme.id, found[0]) or 0
    return representations.stored_medium(content, found[1], size=size, etag=found[0], cache="private, no-cache")


def _position(text: str) -> int:
    """A position in an address; one that is none is nobody's."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _content(here: ProgrammeArea, found: tuple[str, str]) -> BinaryIO | None:
    """A sound's bytes; None where they are gone, or are no sound of that kind."""
    sha256, kind = found
    files = files_of(current_app.extensions["echo_settings"])
    if files.size(here.programme.id, sha256) is None:
        return None
    content = files.open(here.programme.id, sha256)
    if begins_as_sound(content, kind):
        return content
    content.close()
    return None


@pages.post("/prompts/<instrument>/<language>/<position>/approve")
def approve(instrument: str, language: str, position: str) -> ResponseReturnValue:
    """Makes a recording count that a coordinator of the whole programme has heard."""
    here, one = _decided(instrument, language, position)
    found = store.sound_of(db.session, here.programme.id, one.place)
    if found is None or _content(here, found) is None:
        return _sheet(here, instrument, language, wrong="no_sound"), 422
    actions.approve(db.session, here.programme.id, one, now=clock.now(), by=audience.caller(StaffIdentity).name)
    return _to_sheet(here, instrument, language)


@pages.post("/prompts/<instrument>/<language>/<position>/refuse")
def refuse(instrument: str, language: str, position: str) -> ResponseReturnValue:
    """Withdraws a recording that waits."""
    here, one = _decided(instrument, language, position)
    actions.refuse(db.session, one, now=clock.now(), by=audience.caller(StaffIdentity).name)
    return _to_sheet(here, instrument, language)


def _decided(instrument: str, language: str, position: str) -> tuple[ProgrammeArea, Prompt]:
    """The recording that somebody who looks after the whole programme decides about. Problems: `not-allowed`,
    `not-found` for what does not wait."""
    here = asked_area()
    if not here.is_whole:
        raise Problem("not-allowed")
    _form(here, instrument, language)
    one = store.find_waiting(db.session, here.programme.id, _position(position))
    if one is None or (one.instrument, one.language) != (instrument, language):
        raise Problem("not-found")
    return here, one


def _to_sheet(here: ProgrammeArea, instrument: str, language: str) -> Response:
    there = url_for(".sheet", instrument=instrument, language=language, programme=here.programme.id)
    return make_response(redirect(there, 303))


@pages.post("/prompts/<instrument>/<language>/withdraw")
def withdraw(instrument: str, language: str) -> ResponseReturnValue:
    """Withdraws a recording. A coordinator of a part of the programme does not decide for the whole."""
    here = asked_area()
    if not here.is_whole:
        raise Problem("not-allowed")
    _form(here, instrument, language)
    key = (instrument, request.form.get("part", ""), language)
    by = audience.caller(StaffIdentity).name
    actions.withdraw(db.session, here.programme.id, key, now=clock.now(), by=by)
    return _to_sheet(here, instrument, language)


def _forms(here: ProgrammeArea) -> list[coverage.Form]:
    """The forms of the programme, and the sentences of its trusted people."""
    trusted = trusted_form(here.programme.settings)
    return [*instruments(db.session, here.programme.id), *([trusted] if trusted else [])]


def _form(here: ProgrammeArea, instrument: str, language: str) -> coverage.Form:
    found = {one.name: one for one in _forms(here)}.get(instrument)
    if found is None or language not in here.programme.languages:
        raise Problem("not-found")
    return found
