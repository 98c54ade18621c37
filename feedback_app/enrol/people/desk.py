"""The door for whoever is signed in: their own password, sessions and sign-ins; the password again before what is
sensitive."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.interrupted_form import InterruptedForm, pack, unpack
from feedback_app.enrol import sign_in_store
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, as_typed
from feedback_app.enrol.people import actions
from feedback_app.enrol.people.texts import TEXTS
from feedback_app.enrol.public import check_password, seconds_to_wait, send_again, visitor_of
from feedback_app.enrol.sign_in import login_key
from feedback_app.enrol.tables import Person

pages = audience.pages(__name__, audience.SIGNED_IN)

PASSWORD_PAGE = "/desk/me/password"  # noqa: S105 - an address
SHOWN_TRIES = 20


def _page(name: str, **values: Any) -> str:
    return render_template(f"people/{name}.html", texts=TEXTS, shortest=SHORTEST_PASSWORD, **values)


def _me() -> Person:
    return db.session.get_one(Person, audience.caller(StaffIdentity).person_id)


def first_step(me: StaffIdentity) -> str | None:
    """Where somebody must go before any other page: to choose a password, where another person knows theirs."""
    return PASSWORD_PAGE if me.must_change_password else None


@pages.get("/me")
def me() -> ResponseReturnValue:
    """One's own account: sessions, sign-ins, wrong passwords."""
    me, now = _me(), clock.now()
    idle = current_app.extensions["echo_settings"].idle
    return _page(
        "me", person=me, current=audience.caller(StaffIdentity).session_hash, name_of=audience.fingerprint,
        sessions=sign_in_store.open_sessions(db.session, [me.id], now=now, unused_since=now - idle),
        tries=sign_in_store.tries(db.session, login_key(me.login or "", audience.fingerprint), SHOWN_TRIES),
        changed=request.args.get("changed"),
    )  # fmt: skip


@pages.post("/me/sessions/end")
def end_sessions() -> ResponseReturnValue:
    """Ends one of one's sessions, or all but this one."""
    mine, named = audience.caller(StaffIdentity), request.form.get("session", "")
    now = clock.now()
    idle = current_app.extensions["echo_settings"].idle
    ended = 0
    for one in sign_in_store.open_sessions(db.session, [mine.person_id], now=now, unused_since=now - idle):
        others = not named and one.token_hash != mine.session_hash
        if others or audience.fingerprint(one.token_hash) == named:
            sign_in_store.end_session(db.session, one.token_hash)
            ended += 1
    note_event(db.session, "sessions_ended", about=("person", mine.person_id), count=ended)
    return redirect(url_for(".me"), 303)


@pages.get("/me/password")
@audience.is_first_step
def choose_password() -> ResponseReturnValue:
    """A form for another password."""
    return _password_page()


def _password_page(**values: Any) -> str:
    return _page("password", must=audience.caller(StaffIdentity).must_change_password, **values)


@pages.post("/me/password")
@audience.is_first_step
def change_password() -> ResponseReturnValue:
    """Changes one's password; all other sessions end."""
    audience.note_access()
    me, chosen = _me(), as_typed(request.form.get("new_password", "")[: 4 * LONGEST_PASSWORD])
    refused = _refused_password()
    if refused is not None:
        return _password_page(**refused), refused["status"]
    fault = actions.password_fault(me, chosen)
    if fault:
        return _password_page(fault=fault), 422
    actions.set_password(db.session, me, chosen, but=audience.caller(StaffIdentity).session_hash)
    return redirect(url_for(".me", changed="1"), 303)


def _refused_password() -> dict[str, Any] | None:
    """Why the password that was typed is not taken as the caller's, for the page to say; None when it is theirs."""
    me = _me()
    visitor = visitor_of(me.login or "")
    if wait := seconds_to_wait(visitor):
        return {"wait": wait, "status": 429}
    typed = request.form.get("password", "")[:LONGEST_PASSWORD]
    if check_password(me.login or "", typed, visitor=visitor):
        return None
    note_event(db.session, "confirmation_refused", about=("person", me.id))
    return {"wrong": True, "status": 401}


def ask_password(form: InterruptedForm | None) -> ResponseReturnValue:
    """The answer to a form of a route that `reauthenticates`: the password is asked for, the form waits meanwhile."""
    return _confirm_page(form, status=401)


def _confirm_page(form: InterruptedForm | None, *, status: int, **values: Any) -> ResponseReturnValue:
    page = _page("confirm", form=form, unsent=pack(form) if form else "", **values)
    answer = make_response(page, status)
    answer.headers["HX-Push-Url"] = "false"
    return answer


@pages.post("/me/confirm")
def confirm() -> ResponseReturnValue:
    """Takes the password again, and sends the form that waited for it."""
    form, refused = unpack(request.form.get("unsent", "")), _refused_password()
    if refused is not None:
        return _confirm_page(form, **refused)
    sign_in_store.note_confirmed(db.session, audience.caller(StaffIdentity).session_hash, clock.now())
    return send_again(form, at_once=True) if form else redirect(url_for(".me"), 303)
