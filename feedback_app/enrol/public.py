"""The door for anyone: a phone shows its code, a person signs in, everybody chooses a language."""

from __future__ import annotations

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
from feedback_app.base.page_layout import LAYOUT
from feedback_app.base.proxy_watch import is_https, known_caller
from feedback_app.enrol import actions, store
from feedback_app.enrol.texts import TEXTS

pages = audience.pages(__name__)

DESK = "/desk/"


def _source() -> str:
    return client_network(request.remote_addr)


@pages.get("/desk/login")
def login() -> ResponseReturnValue:
    """The desk's sign-in form."""
    return _login_page(next=_local(request.args.get("next")))


@pages.post("/desk/login")
def try_login() -> ResponseReturnValue:
    """Signs in, or says that it did not work, never why. A form that came too late goes through with it."""
    now = clock.now()
    actions.slow_guessing(db.session, kind="login", source=_source(), now=now, allowed=actions.LOGIN_GUESSES)
    credentials = request.form.get("login", "")[:200], request.form.get("password", "")[:1000]
    wanted, form = _local(request.form.get("next")), unpack(request.form.get("unsent", ""))
    cookie = actions.sign_in(db.session, *credentials, now=now)
    if cookie is None:
        guess = audience.fingerprint("\n".join(credentials))
        if actions.note_wrong_guess(db.session, kind="login", source=_source(), guess=guess, now=now):
            actions.note_refused_sign_in(db.session, credentials[0])
        return _login_page(next=wanted, form=form, wrong=True, login=credentials[0]), 401
    known_caller()
    audience.signed_in(cookie)
    note_event(db.session, "signed_in")
    answer = send_again(form) if form else make_response(redirect(_first_page(wanted), 303))
    audience.set_session_cookie(answer, cookie, hours=actions.SESSION_HOURS)
    return answer


def _first_page(wanted: str) -> str:
    """Where to go after signing in: who asked for the desk as such gets the first page that is theirs."""
    return LAYOUT.start() if wanted == DESK else wanted


def sign_in(form: InterruptedForm) -> ResponseReturnValue:
    """The answer to a form of the desk that came without a session (`base.audience.Guards`)."""
    answer = make_response(_login_page(next=form.page, form=form), 401)
    answer.headers["HX-Push-Url"] = "false"
    return answer


def send_again(form: InterruptedForm) -> Response:
    """A page with what was written and not taken, to be sent from there; the desk's script puts it back on the page
    on which it was written."""
    answer = make_response(render_template("enrol/interrupted_form.html", texts=TEXTS, form=form))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["HX-Push-Url"] = "false"
    return answer


def _login_page(*, form: InterruptedForm | None = None, **shown: Any) -> str:
    packed = pack(form) if form else ""
    return render_template("enrol/login.html", texts=TEXTS, unsent=packed, **shown)


@pages.post("/desk/logout")
def logout() -> ResponseReturnValue:
    """Ends the session, here and on the server."""
    token = hash_token(audience.session_cookie())
    if person := store.person_by_session(db.session, token, clock.now()):
        note_event(db.session, "signed_out", by=Actor("person", str(person.id)))
    store.end_session(db.session, token)
    answer = make_response(redirect(url_for(".login"), 303))
    audience.delete_session_cookie(answer)
    return answer


@pages.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keeps the language someone chose, and goes back to where they were."""
    chosen = request.form.get("lang", "")
    answer = make_response(redirect(_local(request.form.get("next"), "/"), 303))
    if chosen in i18n.LANGUAGES:
        answer.set_cookie(i18n.COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=is_https())
    return answer


def _local(address: str | None, otherwise: str = DESK) -> str:
    """An address of ours to go on to; anything that could lead elsewhere is not followed."""
    plain = address and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if address and plain and address.isprintable() else otherwise
