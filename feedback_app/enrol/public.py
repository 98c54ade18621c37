"""The door for anyone: a phone shows its code, a person signs in, everybody chooses a language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, i18n
from feedback_app.base.client_network import client_network
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.interrupted_form import InterruptedForm, pack, unpack
from feedback_app.base.proxy_watch import is_https, known_caller
from feedback_app.base.sign_in import local_address
from feedback_app.enrol import actions, store
from feedback_app.enrol.second_factor import public as second_factor
from feedback_app.enrol.tables import Person
from feedback_app.enrol.texts import TEXTS

pages = audience.pages(__name__)


def _source() -> str:
    return client_network(request.remote_addr)


@pages.get("/desk/login")
def login() -> ResponseReturnValue:
    """The desk's sign-in form."""
    return _login_page(next=local_address(request.args.get("next")))


@pages.post("/desk/login")
def try_login() -> ResponseReturnValue:
    """Signs in, or says that it did not work, never why. A form that came too late goes through with it."""
    now = clock.now()
    actions.slow_guessing(db.session, kind="login", source=_source(), now=now, allowed=actions.LOGIN_GUESSES)
    credentials = request.form.get("login", "")[:200], request.form.get("password", "")[:1000]
    wanted, form = local_address(request.form.get("next")), unpack(request.form.get("unsent", ""))
    person = actions.check_password(db.session, *credentials, now=now)
    if person is None:
        guess = audience.fingerprint("\n".join(credentials))
        actions.note_wrong_guess(db.session, kind="login", source=_source(), guess=guess, now=now)
        return _login_page(next=wanted, form=form, wrong=True, login=credentials[0]), 401
    return second_factor.go_on(person, wanted=wanted, form=form)


def enter(person: Person, show: Callable[[], Response]) -> Response:
    """Opens a session (`base.audience.Guards`)."""
    cookie = actions.open_session(db.session, person, now=clock.now())
    known_caller()
    audience.signed_in(cookie)
    answer = show()
    audience.set_session_cookie(answer, cookie, hours=actions.SESSION_HOURS)
    return answer


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
    store.end_session(db.session, hash_token(audience.session_cookie()))
    answer = make_response(redirect(url_for(".login"), 303))
    audience.delete_session_cookie(answer)
    return answer


@pages.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keeps the language someone chose, and goes back to where they were."""
    chosen = request.form.get("lang", "")
    answer = make_response(redirect(local_address(request.form.get("next"), "/"), 303))
    if chosen in i18n.LANGUAGES:
        answer.set_cookie(i18n.COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=is_https())
    return answer
