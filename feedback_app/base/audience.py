"""Who may call a route follows from the name of the file it is in.

`feedback_app.<package>.<audience>`, or `feedback_app.<package>.<sub-package>.<audience>`, gets its address, its tag and
its guard from here, so a route without a guard cannot be written. A route for staff also names the permission that it
needs (`needs`), for itself or for its whole door, or is refused when the app starts. What a guard asks (`Guards`) is
filled in by the composition root, because only the road knows people, phones and permissions.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from flask import (
    Blueprint,
    Response,
    after_this_request,
    current_app,
    g,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from feedback_app.base.blueprints import Api, StaffApi, StaffBlueprint
from feedback_app.base.csrf import is_csrf_token
from feedback_app.base.db import db, end_reading, intent
from feedback_app.base.http import SAFE, is_api
from feedback_app.base.interrupted_form import InterruptedForm, interrupted_form
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import known_caller, proxy_watch, received_request
from feedback_app.base.session_cookie import session_cookie

PREFIXES = {
    "field": "/api/v1", "desk": "/desk", "admin": "/desk/admin", "partner": "/desk/partner", "public": "",
}  # fmt: skip
STAFF = frozenset({"desk", "admin", "partner"})
"""Audiences of people who are signed in."""
SIGNED_IN = "signed-in"
"""What a route needs that is for whoever is signed in, without any permission."""

Caller = TypeVar("Caller")
View = TypeVar("View", bound=Callable[..., Any])
Door = TypeVar("Door", bound=Blueprint)


@dataclass(frozen=True)
class Guards:
    """How the doors learn who is calling.

    `device(token, posting)` and `staff(token)` return who bears the token or raise `Problem`; `may(staff, permission)`
    says whether a signed-in person has it anywhere. `posting` says whether a locked phone may call the
    route.
    `sign_in(form)` answers a form that came without a session, `send_again(form)` one that came with that of before,
    `confirm(form)` one that asks for the password again (`reauthenticates`): these answers hold what was written.
    `is_confirmed(staff)` says whether the password was typed a moment ago, `first_step(staff)` where somebody must go
    before any other page of the desk, `note_use(staff)` notes in their session that it is used, where that is due.
    `enter(person, show)` opens a session and answers with the page that `show` then makes. `access_changed()` is called
    once a change of who may speak is committed, `medium_read(programme, sha256)` when somebody is shown a photo or a
    voice.
    """

    device: Callable[[str, bool], Any]
    staff: Callable[[str], Any]
    may: Callable[[Any, str], bool]
    sign_in: Callable[[InterruptedForm], ResponseReturnValue]
    send_again: Callable[[InterruptedForm], ResponseReturnValue]
    confirm: Callable[[InterruptedForm | None], ResponseReturnValue]
    is_confirmed: Callable[[Any], bool]
    first_step: Callable[[Any], str | None]
    note_use: Callable[[Any], None]
    enter: Callable[[Any, Callable[[], Response]], Response]
    access_changed: Callable[[], None]
    medium_read: Callable[[str, str], None]


def caller(kind: type[Caller]) -> Caller:
    """Who is calling, as the guard of this door identified them. TypeError when the door has no such guard."""
    found = g.get("caller")
    if not isinstance(found, kind):
        raise TypeError(f"this door does not identify a {kind.__name__}")
    return found


def takes_post(view: View) -> View:
    """Marks a route of the field door that a locked phone may call, to hand over what it holds. No other lets it in."""
    view.takes_post = True  # type: ignore[attr-defined]
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Marks a route for staff with the permission that opens it, where it is not that of its whole door."""

    def mark(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return mark


def reauthenticates(view: View) -> View:
    """Marks a route for staff whose form is taken only from somebody who typed their password a moment ago."""
    view.reauthenticates = True  # type: ignore[attr-defined]
    return view


def is_first_step(view: View) -> View:
    """Marks a route for staff that is open to somebody who must do something before they come to others."""
    view.is_first_step = True  # type: ignore[attr-defined]
    return view


def needed_permission() -> str:
    """The permission that opened the route of this request."""
    view: Any = current_app.view_functions[request.endpoint or ""]
    return str(view.needs)


def is_allowed(permission: str) -> bool:
    """Whether whoever called has a permission anywhere; False where nobody is signed in."""
    return "caller" in g and (permission == SIGNED_IN or _guards().may(g.caller, permission))


def note_access() -> None:
    """For a view that changes who may speak: once it is committed, and before the answer leaves, that is noted beside
    the backups, so that a restore knows of it."""

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code < 400:
            _guards().access_changed()
        return response


def access_changed() -> None:
    """For what changes who may speak outside a request, once it is committed."""
    _guards().access_changed()


def note_medium_read(programme: str, sha256: str) -> None:
    """For a view that shows a photo or a voice: whose records it is of, and whether that is noted, a package after it
    knows."""
    _guards().medium_read(programme, sha256)


def signed_in(cookie: str) -> None:
    """From here on this request is that of whoever just signed in: its page has their menu and their forms."""
    g.new_session, g.caller = cookie, _guards().staff(cookie)


def enter(person: Any, show: Callable[[], Response]) -> Response:
    """Opens a session for somebody who has shown all that they must."""
    return _guards().enter(person, show)


def sign_in_for(form: InterruptedForm) -> ResponseReturnValue:
    """The sign-in page with a form that came without a session."""
    return _guards().sign_in(form)


def send_again(form: InterruptedForm) -> ResponseReturnValue:
    """A page with a form that came without a session, for who has one now."""
    return _guards().send_again(form)


def fingerprint(secret: str) -> str:
    """A name for something secret that was typed, from which nobody who has the database alone gets it back."""
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), secret.encode(), hashlib.sha256).hexdigest()


def check_origin() -> None:
    """Refuses a browser's unsafe request that another site started. Problems: `stale-form`, `misconfigured`."""
    here = received_request()
    if not here.is_from_elsewhere(proxy_watch().public_url):
        return
    if here.site == "cross-site" or here.origin == "null":
        raise Problem("stale-form")
    # An old browser says no more. Mostly it is a proxy that passes on a Host of its own.
    raise Problem("misconfigured", seen={"host": here.host, "origin": here.origin})


def _looked_up(ask: Callable[[], Caller]) -> Caller:
    """Who is calling, found while reading: nothing may be locked, nor a transaction be open, while a body is read."""
    with intent(write=False):
        found = ask()
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in SAFE and not (is_api(request) and hasattr(view, "reads_first")):
        end_reading(db.session)
    return found


def _bears_device_token() -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("not-enrolled")
    view = current_app.view_functions.get(request.endpoint or "")
    g.caller = _looked_up(lambda: _guards().device(token.strip(), hasattr(view, "takes_post")))
    known_caller()


def _is_allowed_staff() -> ResponseReturnValue | None:
    token = session_cookie()
    if not token:
        return _to_login()
    try:
        g.caller = _looked_up(lambda: _guards().staff(token))
    except Problem as problem:
        if problem.code == "sign-in":
            return _to_login()
        raise
    known_caller()
    _guards().note_use(g.caller)
    view = current_app.view_functions[request.endpoint or ""]
    step = None if hasattr(view, "is_first_step") else _guards().first_step(g.caller)
    if step is not None:
        return redirect(step, 303)
    if not is_allowed(needed_permission()):
        raise Problem("not-allowed")
    return None if request.method in SAFE else _is_sent_form(view)


def _is_sent_form(view: Any) -> ResponseReturnValue | None:
    check_origin()
    sent = request.form.get("csrf") or request.headers.get("X-CSRF-Token", "")
    if not is_csrf_token(sent):
        return _send_again()
    if hasattr(view, "reauthenticates") and not _guards().is_confirmed(g.caller):
        return _guards().confirm(interrupted_form(request))
    return None


def _to_login() -> ResponseReturnValue:
    if request.method in SAFE:
        if not request.headers.get("HX-Request"):
            return redirect(url_for("enrol_public_pages.login", next=request.full_path.rstrip("?")))
    elif _is_surely_ours() and (form := interrupted_form(request)):
        return _guards().sign_in(form)
    raise Problem("sign-in", headers={"HX-Redirect": url_for("enrol_public_pages.login")})


def _send_again() -> ResponseReturnValue:
    """For a form of the session before this one, as when somebody signed out and in again beside it."""
    if _is_surely_ours() and (form := interrupted_form(request)):
        return make_response(_guards().send_again(form), 409)
    raise Problem("stale-form")


def _is_surely_ours() -> bool:
    """Whether a browser says that a page of this site sent this form: what other sites sent is put before nobody."""
    check_origin()
    return bool(request.headers.get("Origin") or request.headers.get("Sec-Fetch-Site"))


def _anyone() -> None:
    if request.method not in SAFE:
        check_origin()


GUARDS: dict[str, Callable[[], ResponseReturnValue | None]] = {
    "field": _bears_device_token,
    "desk": _is_allowed_staff,
    "admin": _is_allowed_staff,
    "partner": _is_allowed_staff,
    "public": _anyone,
}


def api(module: str, needs: str | None = None) -> Any:
    """The blueprint of a door's JSON endpoints; they are in the OpenAPI document under the package's tag. `needs` is
    the permission of those, at a door for staff, that name none."""
    door = _door(module)
    kind: Any = StaffApi if door.audience in STAFF else Api
    made = kind(door.name, module, url_prefix=PREFIXES[door.audience], description=f"{door.package}, {door.audience}")
    made.tag = f"{door.package}_{door.audience}"
    return _guarded(made, door.audience, needs)


def pages(module: str, needs: str | None = None) -> Blueprint:
    """The blueprint of a door's HTML pages; `needs` as of `api`."""
    door = _door(module)
    kind = StaffBlueprint if door.audience in STAFF else Blueprint
    made = kind(f"{door.name}_pages", module, url_prefix=PREFIXES[door.audience] or None)
    return _guarded(made, door.audience, needs)


def _guarded(made: Door, audience: str, needs: str | None) -> Door:
    made.needs = needs  # type: ignore[attr-defined]
    made.before_request(GUARDS[audience])
    return made


class _DoorName(NamedTuple):
    """What the name of a door's module says."""

    name: str
    package: str
    audience: str


def _door(module: str) -> _DoorName:
    _, package, *within, audience = module.split(".")
    return _DoorName("_".join([package, *within, audience]), package, audience)


def _guards() -> Guards:
    found: Guards = current_app.extensions["echo_guards"]
    return found
