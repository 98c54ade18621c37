"""The composition root: settings, stores, doors, guards, jobs come together here and nowhere else."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from jinja2 import FileSystemLoader
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

import feedback_app
from feedback_app import jobs
from feedback_app.audit.transactions import note_refusal
from feedback_app.base import audience, clock, discovery, i18n, menu, page_layout, proxy_watch, representations, zones
from feedback_app.base.csrf import csrf_token
from feedback_app.base.db import brief_write, db, intent, prepare
from feedback_app.base.http import EchoApi, EchoFlask
from feedback_app.base.problem import Problem
from feedback_app.base.safe_errors import protect_logs
from feedback_app.base.sealing import Keyring
from feedback_app.base.write_lock import WriteLockTimeout
from feedback_app.demo.ribbon import Ribbon
from feedback_app.edge.limits import Limits
from feedback_app.enrol import desk as staff_door
from feedback_app.enrol import identity, sign_in_store
from feedback_app.enrol import public as sign_in_door
from feedback_app.enrol.oidc.public import provider_name
from feedback_app.enrol.people import desk as account_door
from feedback_app.enrol.permissions import may
from feedback_app.enrol.second_factor.requirement import is_missing
from feedback_app.ledger.positions import with_position
from feedback_app.review.practice.records import BadPracticeSet, PracticeSet, read_practice_set
from feedback_app.review.sensitive_reading import note_medium_read
from feedback_app.review.store import may_see_medium
from feedback_app.rights.admin import reminder
from feedback_app.safe import actions as safe
from feedback_app.safe.admin import alarm
from feedback_app.selfcheck.admin import low_room, mismatch_says, mismatches
from feedback_app.settings import SettingError, Settings, read_settings
from schemas.roles import Permission

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HSTS = "max-age=15552000"
"""Half a year. Not for other names below this one: they may be somebody else's."""
PAGE_HEADERS = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_PAGE_HEADERS = [(name, name.lower(), value) for name, value in PAGE_HEADERS]


def create_app(settings: Settings | None = None) -> EchoFlask:
    """The app, ready to serve. Does not touch the database; `feedback-app db upgrade` prepares that."""
    chosen = settings or read_settings()
    protect_logs()
    app = EchoFlask("feedback_app", static_folder=None)
    app.jinja_loader = FileSystemLoader(_templates())
    app.config.update(
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(chosen),
        SECRET_KEY=chosen.secret_key,
        API_TITLE="Écho",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",  # served by `out/openapi/public.py`
    )
    app.extensions |= {
        "echo_settings": chosen, "echo_guards": _guards(chosen), "echo_may_see_medium": may_see_medium,
        "echo_keyring": _keyring(chosen), "echo_practice": _practice(chosen),
    }  # fmt: skip
    app.edge_limits = Limits(
        threads=chosen.threads, connections=chosen.connections, connections_per_address=chosen.connections_per_address,
        writes_at_once=1 if chosen.database_url.startswith("sqlite") else None,
    )  # fmt: skip
    app.proxies = chosen.proxies
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            prepare(engine)
    _open_doors(app)
    app.extensions["echo_menu"] = menu.all_entries(app)
    _dress_pages(app)
    proxy_watch.watch(app, public_url=chosen.public_url, proxies=chosen.proxies)
    app.after_request(_finish)
    app.after_request(_note_refusal)
    if chosen.proxies:
        n = chosen.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _practice(settings: Settings) -> PracticeSet:
    try:
        return read_practice_set(settings.practice)
    except BadPracticeSet as error:
        raise SettingError(f"FEEDBACK_PRACTICE: {error}") from error


def _keyring(settings: Settings) -> Keyring:
    given = (settings.secret_apart, *settings.earlier_secrets) if settings.secret_apart else ()
    return Keyring(*(one for one in given if one))


def _note_access(settings: Settings) -> Callable[[], None]:
    """Notes beside the backups who may speak now. Where that fails, the request still counts, and a job tries again."""

    def note() -> None:
        try:
            with intent(write=False):
                safe.note_access(db.session, settings)
                db.session.rollback()
        except Exception:
            logging.getLogger(__name__).exception("who may speak could not be noted beside the backups")
            db.session.rollback()

    return note


JOBS_AT_ONCE = 12


def _engine_options(settings: Settings) -> dict[str, Any]:
    # A statement that fails is logged without its values: they are people's words.
    options: dict[str, Any] = {
        "json_serializer": _json, "json_deserializer": orjson.loads, "hide_parameters": True,
        "pool_size": 10, "max_overflow": max(0, settings.threads + JOBS_AT_ONCE - 10), "pool_timeout": 5,
    }  # fmt: skip
    if not settings.database_url.startswith("sqlite"):
        # A server that is gone without a word is found out within seconds.
        options["connect_args"] = {"connect_timeout": 5, "keepalives_idle": 15, "tcp_user_timeout": 20_000}
    return options


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _guards(settings: Settings) -> audience.Guards:
    return audience.Guards(
        device=lambda token, posting: identity.identify_device(db.session, token, posting=posting, widen=with_position),
        staff=lambda token: _staff(token, settings),
        may=_may,
        sign_in=sign_in_door.sign_in_again,
        send_again=sign_in_door.send_again,
        confirm=account_door.ask_password,
        is_confirmed=lambda staff: staff.is_confirmed(clock.now()),
        first_step=account_door.first_step,
        note_use=_note_use,
        enter=sign_in_door.enter,
        access_changed=_note_access(settings),
        medium_read=lambda programme, sha256: note_medium_read(db.session, programme, sha256),
    )


LEAST_WAIT_S = 0.2


def _note_use(staff: identity.StaffIdentity) -> None:
    """Notes that a session is used. Where others are writing, the next request does."""
    if not staff.use_is_old(now := clock.now()):
        return
    try:
        with brief_write(LEAST_WAIT_S) as session:
            sign_in_store.note_use(session, staff.session_hash, now)
    except (SQLAlchemyError, WriteLockTimeout, OSError):
        db.session.rollback()


def _staff(token: str, settings: Settings) -> identity.StaffIdentity:
    found = identity.identify_staff(db.session, token, clock.now(), idle=settings.idle)
    roles = {one.role for one in found.memberships}
    if is_missing(db.session, found.person_id, roles, setting=settings.second_factor):
        raise Problem("sign-in")
    return found


def _may(caller: object, permission: str) -> bool:
    return isinstance(caller, identity.StaffIdentity) and may(caller, Permission(permission))


@functools.cache
def _templates() -> list[str]:
    return discovery.templates(feedback_app.__path__)


@functools.cache
def _doors() -> list[ModuleType]:
    return [
        import_module(one) for one in discovery.modules_named(feedback_app.__path__, "feedback_app", audience.GUARDS)
    ]


def _open_doors(app: EchoFlask) -> None:
    """Every file that is named after who may come in is a door, in whichever package it is."""
    api = EchoApi(app)
    for door in _doors():
        if hasattr(door, "api"):
            api.register_blueprint(door.api)
        if hasattr(door, "pages"):
            pages: Blueprint = door.pages
            app.register_blueprint(pages)


def _dress_pages(app: EchoFlask) -> None:
    """What every template may use."""
    app.jinja_env.globals.update(
        csrf_token=csrf_token,
        lang=i18n.language,
        label=i18n.label,
        iso=clock.iso,
        now=clock.now,
        date=zones.day,
        moment=zones.moment,
        hour=zones.hour,
        offset=zones.offset,
        alarm=lambda: alarm() or reminder(),
        low_room=low_room,
        made_up=_made_up,
        mismatches=mismatches,
        provider_name=provider_name,
        mismatch_says=mismatch_says,
    )
    zones.set_zone_of_caller(staff_door.shown_zone)
    page_layout.add_layout(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _made_up() -> str | None:
    """What a page says where what it shows is made up."""
    ribbon: Ribbon = current_app.extensions.setdefault("echo_ribbon", Ribbon())
    me = page_layout.LAYOUT.me()
    mine = {one.programme for one in me.memberships} if isinstance(me, identity.StaffIdentity) else None
    return ribbon.text(db.session, clock.now(), seen=mine or None)


def _finish(response: Response) -> Response:
    """Headers that keep pages to themselves, and gzip for what is worth it."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    present = {name.lower() for name, _ in headers}
    for name, lower, value in () if _is_part_of_a_page(response) else _PAGE_HEADERS:
        if lower not in present:
            headers.add(name, value)
    if proxy_watch.proxy_watch().public_url.startswith("https://") and proxy_watch.is_https():
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith("/desk/"):
        response.headers["Cache-Control"] = "no-store"  # whoever comes after a sign-out finds nothing by going back
    if "location" in present and str(response.location).startswith(request.host_url):
        # Where Werkzeug mends an address it names the Host, which whoever asked may have made up.
        response.location = "/" + response.location.removeprefix(request.host_url)
    return representations.with_compression(response)


def _note_refusal(response: Response) -> Response:
    note_refusal(response.status_code)
    return response


def _is_part_of_a_page(response: Response) -> bool:
    """A style or script is governed by the page that takes it, but a worker's by its own headers: what says nothing
    costs every phone half a kilobyte."""
    kind = response.mimetype
    if kind == "text/css":
        return True
    return kind == "text/javascript" and not request.path.endswith("sw.js") and "worker" not in request.path


__all__ = ["create_app", "jobs"]
