"""The door for whoever is signed in: their own passkeys, their app, their recovery codes. Each change asks for a factor
again, or for the password where there is none yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.problem import Problem
from feedback_app.base.session_cookie import session_cookie
from feedback_app.enrol import passwords
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.second_factor import actions, store
from feedback_app.enrol.second_factor.factor_settings import FactorSettings, factor_settings
from feedback_app.enrol.second_factor.proof import Browser, Kind, passkey_request, slow_guessing, wrong_guess
from feedback_app.enrol.second_factor.public import LIST, asked_proof, factors_of, totp_values, tried
from feedback_app.enrol.second_factor.requirement import must_have
from feedback_app.enrol.second_factor.texts import TEXTS
from feedback_app.enrol.tables import Person

pages = audience.pages(__name__, audience.SIGNED_IN)

AT = "/second-factor"
ACTS = ("totp", "passkey", "codes", "remove")
"""What asks for a factor first."""


@pages.get(AT)
def factors() -> ResponseReturnValue:
    """What the caller proves with, beside their password."""
    return _list(me())


def _list(person: Person, **shown: Any) -> str:
    keys, app = store.passkeys(db.session, person.id), store.totp_secret(db.session, person.id)
    required = must_have(db.session, person.id, setting=_settings().required)
    return _page(
        "list", person, keys=keys, app=app, left=len(store.unused_codes(db.session, person.id)), required=required,
        is_last=required and len(keys) + bool(app) == 1, **shown,
    )  # fmt: skip


@pages.post(f"{AT}/confirm")
def confirm() -> ResponseReturnValue:
    """Asks for a factor before something is changed."""
    return prove_page(me(), at=LIST, hidden=_asked())


def prove_page(person: Person, *, at: str, hidden: dict[str, str], **shown: Any) -> str:
    """A page that asks for a factor, or for the password of who has none, and sends it with `hidden` to `at`."""
    request_json = passkey_request(db.session, person.id, _browser(), now=clock.now())
    return _page(
        "prove", person, at=at, request_json=request_json, hidden=hidden, by_password=_has_none(person), **shown
    )


def _asked() -> dict[str, str]:
    """What is to be done once a factor is shown. Problem `malformed` for what is not known."""
    act = request.form.get("act", "")
    if act not in ACTS:
        raise Problem("malformed", errors={"act": "unknown"})
    return {"act": act, "factor": request.form.get("factor", "")[:40]}


def _has_none(person: Person) -> bool:
    return store.count_factors(db.session, person.id) == 0


@pages.post(AT)
def change() -> ResponseReturnValue:
    """Does what was asked for, where the factor is right."""
    person, asked = me(), _asked()
    wait = refused(person)
    if wait is not None:
        return prove_page(person, at=LIST, hidden=asked, wrong=True, wait=wait), 429 if wait else 401
    if asked["act"] == Kind.TOTP:
        made = actions.new_totp(person, browser=_browser(), sealer=_settings().sealer, now=clock.now())
        return _page("totp", person, hidden={}, **totp_values(made))
    if asked["act"] == Kind.PASSKEY:
        return _passkey_page(person)
    return _renew(person) if asked["act"] == "codes" else _remove(person, asked["factor"])


def refused(person: Person) -> int | None:
    """None where the factor that this form has, or the password of who has none, is right; else as `public.tried`."""
    if not _has_none(person):
        found = tried(person.id, asked_proof(), browser=_browser(), settings=_settings())
        return None if isinstance(found, Kind) else found
    slow_guessing(db.session, person.id, now=clock.now())
    typed = passwords.as_typed(request.form.get("password", "")[:1000])
    if passwords.fits(typed, person):
        return None
    wrong_guess(db.session, person.id, audience.fingerprint(typed), now=clock.now())
    note_event(db.session, "confirmation_refused", about=("person", person.id))
    return 0


def _renew(person: Person) -> ResponseReturnValue:
    if _has_none(person):
        raise Problem("not-found")
    audience.note_access()
    return _page("codes", person, codes=actions.new_codes(db.session, person.id, now=clock.now()), onward=LIST)


def _remove(person: Person, factor: str) -> ResponseReturnValue:
    audience.note_access()
    try:
        chosen = UUID(factor)
    except ValueError:
        raise Problem("not-found") from None
    actions.remove(db.session, person.id, chosen, setting=_settings().required, now=clock.now())
    return redirect(LIST, 303)


@pages.post(f"{AT}/totp")
def save_totp() -> ResponseReturnValue:
    """Sets up the app by its first code."""
    person, now, sealer = me(), clock.now(), _settings().sealer
    shown = actions.shown_totp(request.form.get("sealed", ""), person, browser=_browser(), sealer=sealer, now=now)
    if shown is None:
        return redirect(LIST, 303)
    typed = request.form.get("otp", "")
    if not actions.save_totp(db.session, person, shown, typed=typed, sealer=sealer, now=now):
        return _page("totp", person, hidden={}, wrong=True, **totp_values(shown)), 422
    return _is_added(person)


@pages.post(f"{AT}/passkey")
def save_passkey() -> ResponseReturnValue:
    """Adds the passkey that the browser made."""
    person, answer, name = me(), request.form.get("credential", ""), request.form.get("name", "")
    if not actions.save_passkey(db.session, person, answer, name=name, browser=_browser(), now=clock.now()):
        return _list(person, failed=True), 422
    return _is_added(person)


def _passkey_page(person: Person) -> str:
    options = actions.new_passkey_options(db.session, person, _browser(), now=clock.now())
    return _page("passkey", person, hidden={}, options=options)


def _is_added(person: Person) -> ResponseReturnValue:
    """A new factor signs all other browsers out: they were signed in without it."""
    audience.note_access()
    store.end_sign_ins(db.session, person.id, but=hash_token(session_cookie()))
    codes = actions.first_codes(db.session, person.id, now=clock.now())
    return _page("codes", person, codes=codes, onward=LIST) if codes else redirect(LIST, 303)


def me() -> Person:
    """The caller's row."""
    return store.person(db.session, audience.caller(StaffIdentity).person_id)


def _page(name: str, person: Person, *, at: str = LIST, **shown: Any) -> str:
    return render_template(
        f"enrol/second_factor/{name}.html", texts=TEXTS, at=at, signing_in=False, has=factors_of(person),
        passkeys_work=_settings().party is not None, **shown,
    )  # fmt: skip


def _browser() -> Browser:
    return _settings().browser(hash_token(session_cookie()))


def _settings() -> FactorSettings:
    return factor_settings(current_app.extensions["echo_settings"])
