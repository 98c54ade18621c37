"""The door for who protects people: the register, periods, one person's data, breaches."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock, representations, zones
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import ProgrammeArea, asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.store import phones
from feedback_app.ledger.suspension_store import records_with_code
from feedback_app.media.actions import files_of
from feedback_app.review.store import find_case
from feedback_app.rights import actions, store
from feedback_app.rights.periods import read_periods
from feedback_app.rights.register import read_register
from feedback_app.rights.tables import Breach
from feedback_app.rights.texts import TEXTS, period_words
from feedback_app.rights.transactions import write_export
from schemas.roles import Permission
from sync.spoken_code import digits_of, is_code

pages = audience.pages(__name__, Permission.PROTECT)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many hours are left to inform the authority of a breach; negative once they are over."""

    hours: int

    @property
    def is_over(self) -> bool:
        return self.hours < 0


def deadline(breach: Breach, now: dt.datetime) -> Deadline:
    """Of one breach."""
    return Deadline((breach.noticed_at + store.DEADLINE - now) // dt.timedelta(hours=1))


@pages.get("/rights")
@in_menu("rights", words=("Droits des personnes", "People’s rights"), order=37)
def rights() -> ResponseReturnValue:
    """What the programme says and does not say yet, for how long what is stored, what was deleted, breaches."""
    return _page(asked_area())


@pages.post("/rights/export")
def export() -> ResponseReturnValue:
    """One person's data as a zip: the records of a code, or those of a phone's person, as far as they are in the
    caller's area."""
    here = asked_area()
    found = [one for one in _asked_for(here) if _is_mine(here, one)]
    if not found:
        return _page(here, lack="desk.export.lack"), 422
    out = tempfile.TemporaryFile()  # noqa: SIM115 - sent once it is written
    files = files_of(current_app.extensions["echo_settings"])
    count = write_export(out, files, here.programme.id, found, now=clock.now())
    note_event(db.session, "data_exported", about=("record", found[0]), programme=here.programme.id, records=count)
    out.seek(0)
    return representations.personal_file(out, "application/zip", name="donnees.zip")


@pages.post("/rights/breaches")
def note_breach() -> ResponseReturnValue:
    """Notes a breach. What is missing is asked for again."""
    here, now = asked_area(), clock.now()
    noticed, what, affected = _moment("noticed", now), _text("what", 2000), _text("affected", 1000)
    if noticed is None or not what or not affected:
        return _page(here, lack="breach.lack"), 422
    me = audience.caller(StaffIdentity).name
    actions.note_breach(
        db.session,
        Breach(
            programme_id=here.programme.id, noticed_at=noticed, noted_at=now, noted_by=me, what=what, affected=affected,
            informed=_text("informed", 1000),
        ),
    )  # fmt: skip
    return _back(here)


@pages.post("/rights/breaches/<uuid:breach_id>")
def note_informed(breach_id: uuid.UUID) -> ResponseReturnValue:
    """Notes who was informed of a breach, and whether the authority was: whoever looks after the whole programme."""
    here = asked_area()
    if not here.is_whole:
        raise Problem("not-allowed")
    breach = store.find_breach(db.session, here.programme.id, breach_id)
    if breach is None:
        raise Problem("not-found")
    authority = request.form.get("authority") == "yes"
    actions.note_informed(db.session, breach, informed=_text("informed", 1000), authority=authority, now=clock.now())
    return _back(here)


def reminder() -> str | None:
    """What every page of the desk says to who looks after breaches while the authority has not heard of one."""
    if not audience.is_allowed(Permission.PROTECT):
        return None
    mine = audience.caller(StaffIdentity)
    found = store.first_open_breach(db.session, {one.programme for one in mine.memberships})
    if found is None:
        return None
    left = deadline(found, clock.now())
    return TEXTS.say("alarm.late") if left.is_over else TEXTS.say("alarm.left", hours=left.hours)


def _asked_for(here: ProgrammeArea) -> list[uuid.UUID]:
    code, phone = digits_of(request.form.get("code", "")[:100]), request.form.get("phone", "")
    if is_code(code):
        return [record for _, record in records_with_code(db.session, [here.programme.id], code)]
    mine = phones(db.session, here.programme.id, here.paths)
    person = next((one.person_id for one, _, _ in mine if str(one.id) == phone), None)
    return actions.of_author(db.session, here.programme.id, person) if person else []


def _is_mine(here: ProgrammeArea, record_id: uuid.UUID) -> bool:
    case = find_case(db.session, here.programme.id, record_id)
    return case is not None and here.area.covers(case.place_path)


def _text(name: str, longest: int) -> str:
    return " ".join(request.form.get(name, "").replace("\x00", "").split())[:longest]


def _moment(name: str, now: dt.datetime) -> dt.datetime | None:
    """A moment of the past, as a form sends it in the programme’s time zone."""
    try:
        found = dt.datetime.fromisoformat(request.form.get(name, "")).replace(tzinfo=zones.zone()).astimezone(dt.UTC)
    except ValueError:
        return None
    return found if found <= now else None


def _back(here: ProgrammeArea) -> ResponseReturnValue:
    return redirect(url_for(".rights", programme=here.programme.id), 303)


def _page(here: ProgrammeArea, **values: Any) -> str:
    settings, now = here.programme.settings or {}, clock.now()
    register = read_register(settings)
    own = [(one, deadline(one, now)) for one in store.breaches(db.session, here.programme.id)]
    return render_template(
        "rights/desk.html", say=TEXTS.say, programme=here.programme, programmes=sorted(permitted_areas()),
        register=register, periods=read_periods(settings).values(), period=period_words, breaches=own,
        missing=[TEXTS.say(name) for name in register.notice.missing], whole=here.is_whole,
        runs=store.runs(db.session, here.programme.id), sent=request.form,
        phones=phones(db.session, here.programme.id, here.paths), **values,
    )  # fmt: skip
