"""The door for coordinators: what can be heard in which language, what is missing, and withdrawing a recording."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import ProgrammeArea, asked_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import person_names
from feedback_app.forms.store import instruments
from feedback_app.prompts import actions, coverage, store
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
    return _page("table", here, forms=forms, table=table, behind=actions.is_behind(db.session, here.programme.id))


@pages.post("/prompts")
def catch_up() -> ResponseReturnValue:
    """Takes in the recordings that arrived since the job ran, then shows the forms. Idempotent."""
    actions.catch_up(db.session, asked_area().programme.id, most=actions.AT_ONCE)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.get("/prompts/<instrument>/<language>")
def sheet(instrument: str, language: str) -> ResponseReturnValue:
    """Every part of a form in one language, with the words to say."""
    here = asked_area()
    form = _form(here, instrument, language)
    recorded = store.sheet(db.session, here.programme.id, instrument, language)
    taken = store.withdrawn_prompts(db.session, here.programme.id, instrument, language)
    return _page(
        "sheet", here, form=form, language=language, taken=taken, may_withdraw=here.is_whole,
        lines=coverage.lines(form.definition, language, recorded),
        people=person_names(db.session, {one.by for one in recorded.values()}),
    )  # fmt: skip


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
    there = url_for(".sheet", instrument=instrument, language=language, programme=here.programme.id)
    return redirect(there, 303)


def _forms(here: ProgrammeArea) -> list[coverage.Form]:
    """The forms of the programme, and the sentences of its trusted people."""
    trusted = trusted_form(here.programme.settings)
    return [*instruments(db.session, here.programme.id), *([trusted] if trusted else [])]


def _form(here: ProgrammeArea, instrument: str, language: str) -> coverage.Form:
    found = {one.name: one for one in _forms(here)}.get(instrument)
    if found is None or language not in here.programme.languages:
        raise Problem("not-found")
    return found
