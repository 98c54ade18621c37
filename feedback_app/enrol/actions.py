"""What is done with places, projects, programmes, people and phones. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base import ids
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.enrol import passwords, store
from feedback_app.enrol.keys import give_keys
from feedback_app.enrol.place_import import load_places, plan_places, read_places
from feedback_app.enrol.preview import Preview
from feedback_app.enrol.project_import import load_projects, plan_projects
from feedback_app.enrol.tables import (
    Attempt,
    DeskSession,
    Device,
    EnrolmentCode,
    Membership,
    Person,
    Place,
    Programme,
)

ROLES = ("surveyor", "facilitator", "reviewer", "coordinator", "partner")
FIELD_ROLES = ("surveyor", "facilitator")
CODE_DAYS = 7
SESSION_HOURS = 12
GUESSES = 10
"""Wrong guesses from one address within GUESS_WINDOW before it must wait."""
GUESS_WINDOW = dt.timedelta(minutes=10)
FREE_FAILURES = 5
LONGEST_LOCK = dt.timedelta(hours=1)
LONGEST_NAME = 200


def import_places(session: AnySession, data: bytes, *, kind: str = "") -> Preview:
    """Takes a file of places (`kind` csv or geojson), all of it or nothing; what it did. Raises `Unusable`."""
    plan = plan_places(session, read_places(data, f"file.{kind}"))
    load_places(session, plan)
    return plan.preview


def import_projects(session: AnySession, programme: str, data: bytes) -> Preview:
    """Takes a register of CSR projects, all or nothing; what it did. Raises `Unusable`; problem `malformed`."""
    plan = plan_projects(session, programme, data)
    load_projects(session, plan)
    return plan.preview


def make_programme(session: AnySession, told: Mapping[str, Any], now: dt.datetime) -> Programme:
    """Makes or updates a programme from its description: {id, name, languages, place, consent, settings?}.

    Problem `malformed` when a part is missing or its place is unknown.
    """
    absent = [key for key in ("id", "name", "languages", "place", "consent") if not told.get(key)]
    if absent:
        raise Problem("malformed", errors=dict.fromkeys(absent, "missing"))
    if session.get(Place, told["place"]) is None:
        raise Problem("malformed", errors={"place": "unknown"})
    programme = session.get(Programme, told["id"])
    if programme is None:
        programme = Programme(
            id=told["id"], name=told["name"], languages=told["languages"], place_code=told["place"],
            consent=told["consent"], created_at=now,
        )  # fmt: skip
        session.add(programme)
    programme.name, programme.languages, programme.consent = told["name"], told["languages"], told["consent"]
    if "settings" in told:
        programme.settings = dict(told["settings"] or {})
    session.flush()
    give_keys(session, now)
    return programme


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person just made, and the password that is told this once (None for who does not sign in)."""

    person: Person
    password: str | None


def add_person(
    session: AnySession, *, name: str, login: str | None, programme: str, role: str, place: str | None, now: dt.datetime
) -> NewPerson:
    """Adds a person with a role in a programme. Problems: `malformed` (role, place, name), `conflict` (login taken)."""
    home = session.get(Programme, programme)
    if home is None or role not in ROLES or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Problem(
            "malformed", errors={"programme" if home is None else "role" if role not in ROLES else "name": "unknown"}
        )
    if place is not None and not lies_in(session, home, place):
        raise Problem("malformed", errors={"place": "unknown"})
    login = (login or "").strip().lower() or None
    if login and len(login) > LONGEST_NAME:
        raise Problem("malformed", errors={"login": "unknown"})
    if login and store.person_by_login(session, login):
        raise Problem("conflict", errors={"login": "taken"})
    password = passwords.new_password() if login else None
    person = Person(
        id=ids.new_id(), name=name.strip(), created_at=now, login=login,
        password_hash=passwords.hash_password(password) if password else None,
    )  # fmt: skip
    session.add(person)
    session.flush()
    join(session, person, programme=programme, role=role, place=place or home.place_code)
    return NewPerson(person, password)


def lies_in(session: AnySession, programme: Programme, place: str) -> bool:
    """Whether a place is on a programme's ground."""
    where = session.get(Place, place)
    return where is not None and where.path.startswith(session.get_one(Place, programme.place_code).path)


def join(session: AnySession, person: Person, *, programme: str, role: str, place: str) -> None:
    """Gives a person a role in a programme."""
    session.add(Membership(id=ids.new_id(), person_id=person.id, programme_id=programme, role=role, place_code=place))
    session.flush()


@dataclass(frozen=True, slots=True)
class NewCode:
    """A one-time code, told this once, and the link that carries it."""

    code: str
    link: str
    expires_at: dt.datetime


def new_code(  # noqa: PLR0913
    session: AnySession,
    *,
    programme: str,
    place: str,
    role: str,
    now: dt.datetime,
    public_url: str,
    person: str | None = None,
    days: int = CODE_DAYS,
    by: uuid.UUID | None = None,
    known: uuid.UUID | None = None,
    instruments: Sequence[str] | None = None,
) -> NewCode:
    """Makes a one-time code that enrols one phone: for someone new (`person`, a name), or for a person of the programme
    (`known`), whose records then go on being theirs. Problem `malformed` for what does not exist or lies outside."""
    home = session.get(Programme, programme)
    wrong = {
        "programme": home is None,
        "place": home is not None and not lies_in(session, home, place),
        "role": role not in FIELD_ROLES,
        "days": not 0 < days <= 60,
    }
    if any(wrong.values()):
        raise Problem("malformed", errors={name: "unknown" for name, bad in wrong.items() if bad})
    code = ids.new_code()
    expires = now + dt.timedelta(days=days)
    session.add(
        EnrolmentCode(
            code_hash=ids.hashed(ids.plain_code(code)), programme_id=programme, place_code=place, role=role,
            person_name=(person or "").strip()[:200] or None, created_at=now, expires_at=expires, created_by=by,
            person_id=known, instruments=None if instruments is None else list(instruments),
        )
    )  # fmt: skip
    session.flush()
    return NewCode(code, f"{public_url}/app/#enrol={code}", expires)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A phone just enrolled; the token is told this once."""

    token: str
    device: Device
    person: Person
    place: Place
    programme: Programme


def enrol_device(
    session: AnySession, typed: str, phone: Mapping[str, str], *, source: str, now: dt.datetime
) -> Enrolled:
    """Trades a one-time code for a device token. Problems: `unknown-code` (whatever is wrong with it), `slow-down`."""
    slow_guessing(session, kind="code", source=source, now=now)
    code = store.take_code(session, ids.hashed(ids.plain_code(typed)), now)
    if code is None:
        raise Problem("unknown-code")
    person = session.get(Person, code.person_id) if code.person_id else None
    if person is None:
        person = Person(id=ids.new_id(), name=code.person_name or phone["name"], created_at=now)
        session.add(person)
        session.flush()
        join(session, person, programme=code.programme_id, role=code.role, place=code.place_code)
    token = ids.new_token()
    device = Device(
        id=ids.new_id(), token_hash=ids.hashed(token), programme_id=code.programme_id, person_id=person.id,
        place_code=code.place_code, role=code.role, instruments=code.instruments, enrolled_at=now,
        name=phone["name"], platform=phone["platform"], app_version=phone["app_version"],
    )  # fmt: skip
    session.add(device)
    session.flush()
    code.device_id = device.id
    place, programme = session.get_one(Place, code.place_code), session.get_one(Programme, code.programme_id)
    return Enrolled(token, device, person, place, programme)


def slow_guessing(session: AnySession, *, kind: str, source: str, now: dt.datetime) -> None:
    """Problem `slow-down` when too many wrong guesses came from this address of late."""
    if store.attempts_since(session, kind=kind, source=source, since=now - GUESS_WINDOW) >= GUESSES:
        raise Problem("slow-down", headers={"Retry-After": str(int(GUESS_WINDOW.total_seconds()))})


def note_wrong_guess(session: AnySession, *, kind: str, source: str, now: dt.datetime) -> None:
    """Counts a wrong guess. It must be committed although the request fails."""
    session.add(Attempt(id=ids.new_id(), kind=kind, source=source[:64], at=now))
    session.flush()


def revoke(session: AnySession, device_id: uuid.UUID, now: dt.datetime) -> None:
    """Withdraws a phone's right to speak. What it holds stays on it. Problem `not-found` for an unknown one."""
    device = session.get(Device, device_id)
    if device is None:
        raise Problem("not-found")
    device.revoked_at = device.revoked_at or now


def sign_in(session: AnySession, login: str, password: str, *, now: dt.datetime) -> str | None:
    """The cookie of a new desk session; None when it may not be, whatever the reason.

    After FREE_FAILURES wrong passwords a login is locked, twice as long each time, up to an hour; a locked login
    refuses the right password too. Takes the same time for unknown logins.
    """
    person = store.person_by_login(session, login.strip().lower())
    right = passwords.fits(password, person.password_hash if person else None)
    if person is None or not person.active or (person.locked_until and person.locked_until > now):
        return None
    if not right:
        person.failed_logins += 1
        if person.failed_logins >= FREE_FAILURES:
            wait = dt.timedelta(minutes=2 ** min(person.failed_logins - FREE_FAILURES, 10))
            person.locked_until = now + min(wait, LONGEST_LOCK)
        return None
    person.failed_logins, person.locked_until = 0, None
    cookie = ids.new_token()
    ends = now + dt.timedelta(hours=SESSION_HOURS)
    session.add(DeskSession(token_hash=ids.hashed(cookie), person_id=person.id, created_at=now, expires_at=ends))
    session.flush()
    return cookie


def sweep(session: AnySession, *, now: dt.datetime) -> int:
    """Forgets ended sessions, old attempts and codes spent or expired a month ago. Returns how many rows went."""
    return store.sweep(session, now=now, month_ago=now - dt.timedelta(days=30))
