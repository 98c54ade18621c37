"""The door for anyone: a phone shows its code, a person signs in, everybody chooses a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock, i18n
from feedback_app.base.actor import Actor
from feedback_app.base.client_network import client_network
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.interrupted_form import InterruptedForm, pack, unpack
from feedback_app.base.proxy_watch import is_https, known_caller
from feedback_app.base.session_cookie import (
    delete_session_cookie,
    known_browsers,
    session_cookie,
    set_known_browsers,
    set_session_cookie,
)
from feedback_app.base.sign_in import local_address
from feedback_app.enrol import actions, sign_in, sign_in_store
from feedback_app.enrol.browser_kind import browser_kind
from feedback_app.enrol.passwords import LONGEST_PASSWORD
from feedback_app.enrol.second_factor import public as second_factor
from feedback_app.enrol.tables import Person
from feedback_app.enrol.texts import TEXTS

pages = audience.pages(__name__)


def _source() -> str:
    return client_network(request.remote_addr)


@pages.get("/desk/login")
def login() -> ResponseReturnValue:
    """The desk's sign-in form."""
    return login_page(next=local_address(request.args.get("next")))


@pages.post("/desk/login")
def try_login() -> ResponseReturnValue:
    """Signs in, or says that it did not work, never why. A form that came too late goes through with it."""
    typed, password = request.form.get("login", "")[:200], request.form.get("password", "")[:LONGEST_PASSWORD]
    wanted, form = local_address(request.form.get("next")), unpack(request.form.get("unsent", ""))
    visitor = visitor_of(typed)
    if wait := seconds_to_wait(visitor):
        return login_page(next=wanted, form=form, login=typed, wait=wait), 429, {"Retry-After": str(wait)}
    person = check_password(typed, password, visitor=visitor)
    if person is None:
        return login_page(next=wanted, form=form, login=typed, wrong=True), 401
    return second_factor.go_on(person, wanted=wanted, form=form)


def visitor_of(typed: str) -> sign_in.Visitor:
    """Who claims this login."""
    key = sign_in.login_key(typed, audience.fingerprint)
    known = sign_in.known_browser(known_browsers(), key, audience.fingerprint)
    return sign_in.Visitor(key, _source(), browser_kind(request.user_agent.string), known)


def seconds_to_wait(visitor: sign_in.Visitor) -> int:
    """Seconds until this login's next password may be tried here; 0 when it may be at once. A browser from which it
    signed in before does not wait for what others typed."""
    now = clock.now()
    wait = sign_in.seconds_to_wait(db.session, visitor, now)
    if visitor.known_as:
        return wait
    return max(
        wait,
        actions.wait_to_guess(
            db.session, kind="login", source=visitor.network, now=now, allowed=actions.LOGIN_GUESSES
        ),
    )  # fmt: skip


def check_password(typed: str, password: str, *, visitor: sign_in.Visitor) -> Person | None:
    """Whose login and password these are; None, noted, when nobody's."""
    now, guess = clock.now(), audience.fingerprint(f"{typed}\n{password}")
    person = sign_in.check_password(db.session, typed, password, visitor=visitor, guess=guess, now=now)
    if person is None:
        is_new = actions.note_wrong_guess(db.session, kind="login", source=visitor.network, guess=guess, now=now)
        if is_new:
            waits = sign_in.seconds_to_wait(db.session, visitor, now) > 0
            actions.note_refused_sign_in(db.session, typed, waits=waits)
    return person


def enter(person: Person, show: Callable[[], Response]) -> Response:
    """Opens the session of somebody who has shown all that they must, and answers with what `show` then makes."""
    visitor = visitor_of(person.login or "")
    cookie = sign_in.open_session(db.session, person, visitor=visitor, now=clock.now())
    known_caller()
    audience.signed_in(cookie)
    note_event(db.session, "signed_in")
    answer = show()
    set_session_cookie(answer, cookie, hours=sign_in.SESSION_HOURS)
    make_known(answer, visitor.login_key)
    return answer


def make_known(answer: Response, login_key: str) -> None:
    """Lets the browser be known as one from which this login signed in."""
    known = known_browsers()
    set_known_browsers(answer, sign_in.with_known_browser(known, login_key, audience.fingerprint))


def sign_in_again(form: InterruptedForm) -> ResponseReturnValue:
    """The answer to a form of the desk that came without a session (`base.audience.Guards`)."""
    answer = make_response(login_page(next=form.page, form=form), 401)
    answer.headers["HX-Push-Url"] = "false"
    return answer


def send_again(form: InterruptedForm, *, at_once: bool = False) -> Response:
    """A page with what was written and not taken, to be sent from there; the desk's script puts it back on the page
    on which it was written, or sends it `at_once` where its person was just asked about it."""
    answer = make_response(render_template("enrol/interrupted_form.html", texts=TEXTS, form=form, at_once=at_once))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["HX-Push-Url"] = "false"
    return answer


def login_page(*, form: InterruptedForm | None = None, **shown: Any) -> str:
    packed = pack(form) if form else ""
    return render_template("enrol/login.html", texts=TEXTS, unsent=packed, **shown)


@pages.post("/desk/logout")
def logout() -> ResponseReturnValue:
    """Ends the session, here and on the server."""
    token = hash_token(session_cookie())
    now = clock.now()
    since = now - dt.timedelta(hours=sign_in.SESSION_HOURS)
    if found := sign_in_store.session_of(db.session, token, now=now, unused_since=since):
        note_event(db.session, "signed_out", by=Actor("person", str(found[0].id)))
    sign_in_store.end_session(db.session, token)
    answer = make_response(redirect(url_for(".login"), 303))
    delete_session_cookie(answer)
    return answer


@pages.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keeps the language someone chose, and goes back to where they were."""
    chosen = request.form.get("lang", "")
    answer = make_response(redirect(local_address(request.form.get("next"), "/"), 303))
    if chosen in i18n.LANGUAGES:
        answer.set_cookie(i18n.COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=is_https())
    return answer
