"""The desk's door for protection officers: sealed reports, which their browser opens. No address names a report, so
that no log does."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.transactions import note_read
from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached, personal_file
from feedback_app.enrol.desk import asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.protection import actions, store, wrapping
from feedback_app.protection.policy import Ending
from feedback_app.protection.sealed import read_wraps
from feedback_app.protection.tables import ProtectionReport
from feedback_app.protection.texts import SCRIPT_KEYS, TEXTS
from feedback_app.protection.view import protection_page
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PROTECTION)
DONE = frozenset({"triage", "sealed", "close", "key", "given", "own", "removed"})


@pages.get("/protection")
@in_menu("protection", words=("Signalements", "Reports"), order=36)
def reports() -> Response:
    """What waits, or with `closed` what is closed. That somebody opened the page is noted."""
    programme = asked_area().programme
    note_read("protection_viewed", about=("programme", programme.id), programme=programme.id)
    closed, skip = request.args.get("closed") == "1", request.args.get("skip", 0, type=int)
    page = protection_page(
        db.session, programme.id, _me(), closed=closed, skip=max(0, min(skip, 10**6)), now=clock.now()
    )
    done = request.args.get("done", "") if request.args.get("done") in DONE else ""
    return not_cached(
        render_template(
            "protection/reports.html", section="protection", say=TEXTS.say, page=page, programme=programme.id,
            closed=closed, done=done, others=sorted(permitted_areas().keys() - {programme.id}),
            endings=list(Ending), moment=_moment, day=_day,
            words={key: TEXTS.say(key) for key in SCRIPT_KEYS},
        )
    )  # fmt: skip


@pages.get("/protection/key")
def key_file() -> Response:
    """The caller's own wrap of a key as a file, to be saved elsewhere. Problem `not-found` where they have none."""
    key = request.args.get("key", "")[:32]
    found = store.find_wrap(db.session, key, _me(), list(permitted_areas()))
    if found is None:
        raise Problem("not-found")
    return personal_file(io.BytesIO(found.wrapped.encode()), "text/plain", name=f"echo-protection-{key[:8]}.json")


@pages.post("/protection/keys")
@audience.reauthenticates
def add_key() -> ResponseReturnValue:
    """Stores a key that the caller's browser made. Problem `malformed` for what is none."""
    actions.add_key(
        db.session, programme := asked_area().programme.id, public_key=request.form.get("public_key", "")[:200],
        wrapped=request.form.get("wrapped", "")[:4000], by=_me(), now=clock.now(),
    )  # fmt: skip
    return _back(programme, "key")


@pages.post("/protection/wraps")
@audience.reauthenticates
def give_key() -> ResponseReturnValue:
    """Gives another officer the keys that the caller's browser wrapped for them."""
    programme = asked_area().programme.id
    wrapping.give(db.session, programme, _wraps(), person=_person(), by=_me(), now=clock.now())
    return _back(programme, "given")


@pages.post("/protection/wraps/own")
@audience.reauthenticates
def change_passphrase() -> ResponseReturnValue:
    """Stores the caller's keys under a passphrase of their own."""
    programme = asked_area().programme.id
    wrapping.change(db.session, programme, _wraps(), by=_me(), now=clock.now())
    return _back(programme, "own")


@pages.post("/protection/wraps/remove")
@audience.reauthenticates
def remove_wraps() -> ResponseReturnValue:
    """Takes the keys from somebody else."""
    programme = asked_area().programme.id
    wrapping.remove(db.session, programme, person=_person(), by=_me())
    return _back(programme, "removed")


@pages.post("/protection/triage")
def triage() -> ResponseReturnValue:
    """Notes how urgent a report is."""
    report = _report()
    if (answer := request.form.get("urgent")) not in {"yes", "no"}:
        raise Problem("malformed")
    actions.triage(report, urgent=answer == "yes", by=_me(), now=clock.now())
    return _back(report.programme_id, "triage")


@pages.post("/protection/referrals")
def refer() -> ResponseReturnValue:
    """Adds what was done about a report, as the caller's browser sealed it."""
    report = _report()
    actions.refer(
        db.session, report, key_id=request.form.get("key", "")[:32], sealed=request.form.get("sealed", ""), by=_me(),
        now=clock.now(),
    )  # fmt: skip
    return _back(report.programme_id, "sealed")


@pages.post("/protection/close")
def close() -> ResponseReturnValue:
    """Closes a report, for one of the reasons."""
    report = _report()
    if (ending := request.form.get("ending", "")) not in list(Ending):
        raise Problem("malformed")
    actions.close(report, ending=Ending(ending), by=_me(), now=clock.now())
    return _back(report.programme_id, "close")


def _report() -> ProtectionReport:
    """The report that the form names, locked. Problem `not-found` where it is not the caller's."""
    try:
        asked = uuid.UUID(request.form.get("report", ""))
    except ValueError:
        raise Problem("not-found") from None
    found = store.find_report(db.session, asked, list(permitted_areas()), lock=True)
    if found is None:
        raise Problem("not-found")
    return found


def _wraps() -> dict[str, str]:
    found = read_wraps(request.form.get("wraps", ""))
    if found is None:
        raise Problem("malformed")
    return found


def _person() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("person", ""))
    except ValueError:
        raise Problem("malformed") from None


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _back(programme: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".reports", programme=programme, done=done), 303)


def _moment(at: dt.datetime) -> str:
    return f"{zones.moment(at)} {zones.offset(at)}"


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")
