"""What is done with people and phones. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base import ids
from feedback_app.base.clock import SKEW
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.enrol import passwords, store
from feedback_app.enrol.device_keys import enrolled_keys
from feedback_app.enrol.rejoin import Former, check_former, former_device, keeps_token
from feedback_app.enrol.sign_in import as_login
from feedback_app.enrol.tables import Attempt, Device, EnrolmentCode, Membership, Person
from feedback_app.register.actions import lies_in
from feedback_app.register.lookup_store import (
    PlaceName,
    ProgrammeInfo,
    existing_programme,
    place_by_code,
    programme_by_id,
)
from schemas.roles import PHONE_ROLES, ROLES

CODE_DAYS = 7
INITIAL_PASSWORD_DAYS = 7
NAMED_BY = 12
"""Signs of a code's hash by which the audit log names it."""
GUESSES = 10
"""Different wrong guesses from one address within GUESS_WINDOW before it must wait."""
LOGIN_GUESSES = 30
"""The same for the desk, where an office shares an address: each login has limits of its own (`enrol.sign_in`)."""
GUESS_WINDOW = dt.timedelta(minutes=10)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person just made, and the password that is shown this once (None for who does not sign in)."""

    person: Person
    password: str | None


def add_person(
    session: AnySession,
    *,
    name: str,
    login: str | None,
    programme: str,
    role: str,
    place: str | None,
    now: dt.datetime,
    password_until: dt.datetime | None = None,
) -> NewPerson:
    """Adds a person with a role in a programme. With `password_until` the password that is made here must be changed
    when it is first used, before then. Problems: `malformed` (role, place, name), `conflict` (login taken)."""
    home = programme_by_id(session, programme)
    if home is None or role not in ROLES or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Problem(
            "malformed", errors={"programme" if home is None else "role" if role not in ROLES else "name": "unknown"}
        )
    if place is not None and not lies_in(session, home, place):
        raise Problem("malformed", errors={"place": "unknown"})
    login = free_login(session, login)
    password = passwords.new_password() if login else None
    person = Person(
        name=name.strip(), created_at=now, login=login, initial_password_until=password_until if password else None
    )
    if password:
        passwords.store_password(session, person, password)
    session.add(person)
    session.flush()
    note_event(session, "person_added", about=("person", person.id), programme=programme, signs_in=bool(login))
    join(session, person, programme=programme, role=role, place=place or home.place_code)
    return NewPerson(person, password)


def free_login(session: AnySession, typed: str | None) -> str | None:
    """A login as it is stored; None where none was typed. Problems: `malformed`, `conflict` (taken)."""
    login = as_login(typed or "") or None
    if login and len(login) > LONGEST_NAME:
        raise Problem("malformed", errors={"login": "unknown"})
    if login and store.person_by_login(session, login):
        raise Problem("conflict", errors={"login": "taken"})
    return login


def join(session: AnySession, person: Person, *, programme: str, role: str, place: str) -> None:
    """Gives a person a role in a programme."""
    session.add(Membership(person_id=person.id, programme_id=programme, role=role, place_code=place))
    note_event(session, "role_given", about=("person", person.id), programme=programme, role=role, place=place)
    session.flush()


@dataclass(frozen=True, slots=True)
class NewCode:
    """A one-time code, shown this once, and the link that carries it."""

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
    home = programme_by_id(session, programme)
    wrong = {
        "programme": home is None,
        "place": home is not None and not lies_in(session, home, place),
        "role": role not in PHONE_ROLES,
        "days": not 0 < days <= 60,
    }
    if any(wrong.values()):
        raise Problem("malformed", errors={name: "unknown" for name, bad in wrong.items() if bad})
    code = ids.new_code()
    expires = now + dt.timedelta(days=days)
    session.add(
        EnrolmentCode(
            code_hash=ids.hash_token(ids.plain_code(code)), programme_id=programme, place_code=place, role=role,
            person_name=(person or "").strip()[:200] or None, created_at=now, expires_at=expires, created_by=by,
            person_id=known, instruments=None if instruments is None else list(instruments),
        )
    )  # fmt: skip
    named = ids.hash_token(ids.plain_code(code))[:NAMED_BY]
    note_event(session, "code_made", about=("code", named), programme=programme, place=place, role=role, person=known)
    session.flush()
    return NewCode(code, f"{public_url}/app/#enrol={code}", expires)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A phone just enrolled; the token is sent this once."""

    token: str
    device: Device
    person: Person
    place: PlaceName
    programme: ProgrammeInfo


def enrol_device(
    session: AnySession,
    typed: str,
    phone: Mapping[str, str],
    *,
    source: str,
    now: dt.datetime,
    former: Former | None = None,
    keys: Mapping[str, str] | None = None,
) -> Enrolled:
    """Trades a one-time code for a device token. With `former`, what the phone was enrolled as before, it goes on as
    that person, and where it can as that very phone, with the token it has. `keys` are those that it made for itself.

    Problems: `unknown-code` (whatever is wrong with it), `slow-down`, `another-person`.
    """
    code = store.take_code(session, ids.hash_token(ids.plain_code(typed)), now)
    if code is None:
        # A right code passes whatever others at this address typed: it is too long to be guessed at any speed.
        slow_guessing(session, kind="code", source=source, now=now)
        raise Problem("unknown-code")
    if former is not None:
        check_former(session, code, former)
    person = _enrolled_person(session, code, phone, former=former, now=now)
    device, token = _enrolled_device(session, person, code, phone=phone, former=former, keys=keys, now=now)
    code.device_id = device.id
    note_event(
        session, "phone_enrolled", about=("device", device.id), programme=code.programme_id, person=person.id,
        code=code.code_hash[:NAMED_BY], place=code.place_code, role=code.role, again=former is not None,
    )  # fmt: skip
    place, programme = place_by_code(session, code.place_code), existing_programme(session, code.programme_id)
    return Enrolled(token, device, person, place, programme)


def _enrolled_person(
    session: AnySession, code: EnrolmentCode, phone: Mapping[str, str], *, former: Former | None, now: dt.datetime
) -> Person:
    """Whom a code enrols: somebody known, or somebody new; under the id of before where nobody here knows it."""
    known = code.person_id or (former.person_id if former else None)
    person = session.get(Person, known) if known else None
    if person is None:
        person = Person(name=code.person_name or phone["name"], created_at=now)
        person.id = known or person.id
        session.add(person)
        session.flush()
        join(session, person, programme=code.programme_id, role=code.role, place=code.place_code)
    return person


def _enrolled_device(
    session: AnySession,
    person: Person,
    code: EnrolmentCode,
    *,
    phone: Mapping[str, str],
    former: Former | None,
    keys: Mapping[str, str] | None,
    now: dt.datetime,
) -> tuple[Device, str]:
    """The row of a phone and its token: those of before where they may be valid again, else new ones."""
    former_row = former_device(session, former) if former else None
    stays = former is not None and (former_row is not None or keeps_token(session, former))
    token = former.token if former and stays else ids.new_token()
    values = {
        "token_hash": ids.hash_token(token), "programme_id": code.programme_id, "person_id": person.id,
        "place_code": code.place_code, "role": code.role, "instruments": code.instruments, "name": phone["name"],
        "platform": phone["platform"], "app_version": phone["app_version"], "enrolled_at": now, "revoked_at": None,
        "vouched_by": None, **enrolled_keys(keys, now),
    }  # fmt: skip
    device = former_row or Device(**values)
    if former and stays:
        device.id = former.device_id
    for name, value in values.items():
        setattr(device, name, value)
    session.add(device)
    session.flush()
    return device, token


def slow_guessing(session: AnySession, *, kind: str, source: str, now: dt.datetime, allowed: int = GUESSES) -> None:
    """Problem `slow-down` when so many different wrong guesses came from this address of late."""
    wait = wait_to_guess(session, kind=kind, source=source, now=now, allowed=allowed)
    if wait:
        raise Problem("slow-down", headers={"Retry-After": str(wait)})


def wait_to_guess(session: AnySession, *, kind: str, source: str, now: dt.datetime, allowed: int = GUESSES) -> int:
    """Seconds until fewer than so many wrong guesses of this address count; 0 when it is so."""
    last = store.attempt_at(
        session, kind=kind, source=source, since=now - GUESS_WINDOW, until=now + SKEW, newest=allowed
    )  # not those of a clock that was ahead
    return 0 if last is None else max(1, math.ceil((last + GUESS_WINDOW - now).total_seconds()))


def note_wrong_guess(session: AnySession, *, kind: str, source: str, guess: str, now: dt.datetime) -> bool:
    """Counts a wrong guess; the same one again counts once. It must be committed although the request fails. Whether it
    is a new one.

    `guess` names it without saying it (`base.audience.fingerprint`).
    """
    name = uuid.UUID(ids.hash_token(f"{kind} {source} {guess}")[:32])
    return store.note_attempt(session, Attempt(id=name, kind=kind, source=source[:64], at=now))


def note_refused_sign_in(session: AnySession, login: str, *, waits: bool) -> None:
    """Notes that somebody could not sign in, and whether the next try there must wait; as whom, only where there is
    such a person: else it may be a password."""
    person = store.person_by_login(session, passwords.as_typed(login).lower())
    note_event(session, "sign_in_refused", about=("person", person.id) if person else None)
    if person and waits:
        note_event(session, "login_locked", about=("person", person.id))


def withdraw_code(session: AnySession, code_hash: str, now: dt.datetime, *, programme: str | None = None) -> None:
    """Withdraws a code. Problem `not-found` for one that is unknown, used or expired."""
    if not store.end_code(session, code_hash, now):
        raise Problem("not-found")
    note_event(session, "code_withdrawn", about=("code", code_hash[:NAMED_BY]), programme=programme)


def revoke(session: AnySession, device_id: uuid.UUID, now: dt.datetime) -> None:
    """Withdraws a phone's right to speak. What it holds stays on it. Problem `not-found` for an unknown one."""
    device = session.get(Device, device_id)
    if device is None:
        raise Problem("not-found")
    device.revoked_at = device.revoked_at or now
    device.vouched_by = None  # from now on revoked for good
    note_event(session, "phone_revoked", about=("device", device.id), programme=device.programme_id)


def sweep(session: AnySession, *, now: dt.datetime) -> int:
    """Deletes ended sessions, old attempts and codes spent or expired a month ago. Returns how many rows went."""
    return store.sweep(session, now=now, month_ago=now - dt.timedelta(days=30))
