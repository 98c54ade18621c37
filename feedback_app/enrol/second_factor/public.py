"""The door for who has shown a password: the second factor is asked for, or set up where there must be one. Until then
there is no session; the browser has the token of a sign-in that waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.interrupted_form import InterruptedForm, pack, unpack
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import is_https
from feedback_app.base.sign_in import enter, local_address, onward
from feedback_app.enrol import qr
from feedback_app.enrol.second_factor import actions, store, totp
from feedback_app.enrol.second_factor.factor_settings import FactorSettings, factor_settings
from feedback_app.enrol.second_factor.proof import Browser, Kind, Proof, passkey_request, prove
from feedback_app.enrol.second_factor.requirement import Step, next_step
from feedback_app.enrol.second_factor.texts import TEXTS
from feedback_app.enrol.tables import Person

pages = audience.pages(__name__)

AT = "/desk/login/factor"
LIST = "/desk/second-factor"
COOKIE = "echo_sign_in"
SECURE_COOKIE = f"__Host-{COOKIE}"


def go_on(person: Person, *, wanted: str, form: InterruptedForm | None) -> ResponseReturnValue:
    """After the right password: the desk, or what must be shown first."""
    step = next_step(db.session, person.id, setting=_settings().required)
    if step is Step.ENTER:
        return enter(person, lambda: onward(wanted, form))
    token = actions.begin(db.session, person, now=clock.now())
    going = {"next": wanted, "unsent": pack(form) if form else ""}
    answer = make_response(_step_page(person, token, step, going))
    secure = is_https()
    answer.set_cookie(
        SECURE_COOKIE if secure else COOKIE, token, max_age=actions.PENDING_MINUTES * 60, httponly=True, secure=secure,
        samesite="Lax", path="/",
    )  # fmt: skip
    return answer


@pages.get(AT)
def waiting() -> ResponseReturnValue:
    """The step that waits in this browser, as after changing the language."""
    person = _waiting()
    if person is None:
        return _to_login()
    return _page(_next_template(person), person, _going(), request_json=None)


def _next_template(person: Person) -> str:
    return "prove" if _step(person) is Step.PROVE else "choose"


@pages.get(f"{AT}/<_step>")
def waiting_within(_step: str) -> ResponseReturnValue:
    """The same from a page that only a form leads to."""
    return redirect(AT, 303)


@pages.post(AT)
def prove_factor() -> ResponseReturnValue:
    """Looks at a second factor, and opens the session where it is right."""
    person = _waiting()
    if person is None:
        return _to_login()
    proof = asked_proof()
    if proof == Proof():
        return _step_page(person, _token(), _step(person), _going())
    kind = tried(person.id, proof, browser=_browser(), settings=_settings())
    if not isinstance(kind, Kind):
        page = _step_page(person, _token(), _step(person), _going(), wrong=True, wait=kind)
        return page, 429 if kind else 401
    if kind is Kind.RECOVERY:
        audience.note_access()
    wanted, form = _wanted()
    spent = kind is Kind.RECOVERY and form is None
    return _enter(person, lambda: redirect(LIST, 303) if spent else onward(wanted, form))


@pages.post(f"{AT}/set-up")
def set_up() -> ResponseReturnValue:
    """Begins to set up the first factor of who must have one."""
    person = _setting_up()
    if person is None:
        return _to_login()
    if request.form.get("kind") == Kind.PASSKEY:
        return _passkey_page(person)
    made = actions.new_totp(person, browser=_browser(), sealer=_settings().sealer, now=clock.now())
    return _page("totp", person, _going(), **totp_values(made))


@pages.post(f"{AT}/totp")
def save_totp() -> ResponseReturnValue:
    """Sets up the app by its first code."""
    person, now = _setting_up(), clock.now()
    sealer = _settings().sealer
    shown = person and actions.shown_totp(
        request.form.get("sealed", ""), person, browser=_browser(), sealer=sealer, now=now
    )
    if person is None or not shown:
        return _to_login()
    typed = request.form.get("otp", "")
    if not actions.save_totp(db.session, person, shown, typed=typed, sealer=sealer, now=now):
        return _page("totp", person, _going(), wrong=True, **totp_values(shown)), 422
    return _is_set_up(person)


@pages.post(f"{AT}/passkey")
def save_passkey() -> ResponseReturnValue:
    """Adds the first passkey."""
    person = _setting_up()
    if person is None:
        return _to_login()
    answer, name = request.form.get("credential", ""), request.form.get("name", "")
    if not actions.save_passkey(db.session, person, answer, name=name, browser=_browser(), now=clock.now()):
        return _passkey_page(person, wrong=True), 422
    return _is_set_up(person)


def _passkey_page(person: Person, **shown: Any) -> str:
    options = actions.new_passkey_options(db.session, person, _browser(), now=clock.now())
    return _page("passkey", person, _going(), options=options, **shown)


def _is_set_up(person: Person) -> ResponseReturnValue:
    audience.note_access()
    store.end_sign_ins(db.session, person.id)
    codes = actions.new_codes(db.session, person.id, now=clock.now())
    answer = enter(person, lambda: _page("codes", person, _going(), codes=codes, onward=f"{AT}/onward"))
    return _without_cookie(answer)


@pages.post(f"{AT}/onward")
def go_onward() -> ResponseReturnValue:
    """From the page of new recovery codes to where the sign-in led."""
    return onward(*_wanted())


def _enter(person: Person, show: Any) -> ResponseReturnValue:
    if not store.end_pending(db.session, hash_token(_token())):
        return _to_login()
    return _without_cookie(enter(person, show))


def _step_page(person: Person, token: str, step: Step, going: dict[str, str], **shown: Any) -> str:
    if step is not Step.PROVE:
        return _page("choose", person, going, **shown)
    browser = _settings().browser(hash_token(token))
    request_json = passkey_request(db.session, person.id, browser, now=clock.now())
    return _page("prove", person, going, request_json=request_json, **shown)


def _page(name: str, person: Person, going: dict[str, str], **shown: Any) -> str:
    return render_template(
        f"enrol/second_factor/{name}.html", texts=TEXTS, at=AT, hidden=going, signing_in=True,
        has=factors_of(person), passkeys_work=_settings().party is not None, **shown,
    )  # fmt: skip


def factors_of(person: Person) -> dict[str, bool]:
    """Which kinds of proof somebody has."""
    return {
        "passkey": bool(store.passkeys(db.session, person.id)),
        "totp": store.totp_secret(db.session, person.id) is not None,
        "recovery": bool(store.unused_codes(db.session, person.id)),
    }


def totp_values(made: actions.NewTotp) -> dict[str, str]:
    """What the page that sets an app up shows."""
    return {"square": qr.svg(made.link), "sealed": made.sealed, "by_hand": totp.in_groups(made.secret)}


def tried(person_id: UUID, proof: Proof, *, browser: Browser, settings: FactorSettings) -> Kind | int:
    """The kind of a proof that is right; else for how many minutes codes of the app are not looked at, 0 where they
    still are. Where there is no proof none is wrong."""
    if proof == Proof():
        return 0
    try:
        right = prove(db.session, person_id, proof, browser=browser, sealer=settings.sealer, now=clock.now())
    except Problem as problem:
        return max(1, int(problem.headers["Retry-After"]) // 60)
    return right or 0


def asked_proof() -> Proof:
    """The proof that this request's form has."""
    names = ("otp", "recovery", "credential")
    return Proof(**{name: request.form.get(name, "").strip()[:20_001] for name in names})


def _going() -> dict[str, str]:
    """Where the sign-in leads, as its pages carry it."""
    return {"next": local_address(request.form.get("next")), "unsent": request.form.get("unsent", "")}


def _wanted() -> tuple[str, InterruptedForm | None]:
    return local_address(request.form.get("next")), unpack(request.form.get("unsent", ""))


def _token() -> str:
    secure = request.cookies.get(SECURE_COOKIE, "")
    return secure if secure or is_https() else request.cookies.get(COOKIE, "")


def _waiting() -> Person | None:
    return actions.waiting(db.session, _token(), now=clock.now())


def _step(person: Person) -> Step:
    return next_step(db.session, person.id, setting=_settings().required)


def _setting_up() -> Person | None:
    """Whose sign-in waits for the first factor to be set up; nobody who has one already."""
    person = _waiting()
    return person if person is not None and _step(person) is Step.SET_UP else None


def _browser() -> Browser:
    return _settings().browser(hash_token(_token()))


def _settings() -> FactorSettings:
    return factor_settings(current_app.extensions["echo_settings"])


def _to_login() -> ResponseReturnValue:
    """The time is over, or it was another browser: from the beginning, with what had been written."""
    wanted, form = _wanted()
    if form is not None:
        return _without_cookie(make_response(audience.sign_in_for(form)))
    return _without_cookie(make_response(redirect(url_for("enrol_public_pages.login", next=wanted), 303)))


def _without_cookie(answer: Response) -> Response:
    answer.delete_cookie(SECURE_COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    answer.delete_cookie(COOKIE, path="/")
    return answer
