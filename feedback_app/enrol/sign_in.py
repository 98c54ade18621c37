"""Signing in at the desk in two steps: a password is checked, then a session is opened. How long a wrong password makes
one wait (decision 30)."""

from __future__ import annotations

import datetime as dt
import hmac
import math
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from feedback_app.base import ids
from feedback_app.base.db import AnySession
from feedback_app.enrol import passwords, sign_in_store, store
from feedback_app.enrol.tables import DeskSession, Person, SignInTry

SESSION_HOURS = 12
FREE_TRIES = 5
"""Different wrong passwords for a login from one network before its next one waits: a minute, then twice as long each
time."""
LONGEST_WAIT = dt.timedelta(hours=1)
MEMORY = dt.timedelta(hours=24)
"""Wrong passwords that are older do not count."""
STRANGE_TRIES = 100
"""Different wrong passwords for a login in STRANGE_WINDOW from all browsers that it never signed in from."""
STRANGE_WINDOW = dt.timedelta(hours=1)
MOST_KNOWN = 5
"""People who sign in from one browser and are known in it."""

Sign = Callable[[str], str]
"""A keyed hash of a text (`base.audience.fingerprint`)."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who claims a login, as far as a request shows."""

    login_key: str
    network: str
    browser: str
    known_as: str | None = None
    """The browser's random name, where this login signed in from it before."""

    @property
    def lane(self) -> str:
        """What wrong passwords count under."""
        return f"browser {self.known_as}" if self.known_as else self.network


def as_login(typed: str) -> str:
    """A login as it is stored, whatever case and blanks were typed."""
    return passwords.as_typed(typed).lower()


def login_key(login: str, sign: Sign) -> str:
    """The name under which tries for a login are noted."""
    return sign(f"login\n{as_login(login)}")


def known_browser(cookie: str, key: str, sign: Sign) -> str | None:
    """The random name that a browser got when this login signed in from it; None for any other browser."""
    for one in cookie.split("~")[:MOST_KNOWN]:
        name, _, mac = one.partition(".")
        if hmac.compare_digest(_browser_mac(name, key, sign).encode(), mac.encode()):
            return name[:40]
    return None


def with_known_browser(cookie: str, key: str, sign: Sign) -> str:
    """The cookie of a browser from which this login just signed in. Others who did so stay known in it."""
    if known_browser(cookie, key, sign):
        return cookie
    name = ids.new_token()[:22]
    others = [one for one in cookie.split("~") if one][: MOST_KNOWN - 1]
    return "~".join([f"{name}.{_browser_mac(name, key, sign)}", *others])


def _browser_mac(name: str, key: str, sign: Sign) -> str:
    return sign(f"browser\n{key}\n{name}")


def seconds_to_wait(session: AnySession, visitor: Visitor, now: dt.datetime) -> int:
    """Seconds until the next password may be tried for a login: 0 when it may be at once. The same for logins that
    nobody has."""
    wait = _ladder(session, visitor, now)
    if not visitor.known_as:
        wait = max(wait, _strange(session, visitor, now))
    return math.ceil(wait.total_seconds())


def _ladder(session: AnySession, visitor: Visitor, now: dt.datetime) -> dt.timedelta:
    failed = sign_in_store.failed_in_lane(
        session, visitor.login_key, visitor.lane, since=now - MEMORY, now=now, most=FREE_TRIES + 6
    )
    over = len(failed) - FREE_TRIES
    if over < 0:
        return dt.timedelta(0)
    return max(failed[0] + min(dt.timedelta(minutes=2**over), LONGEST_WAIT) - now, dt.timedelta(0))


def _strange(session: AnySession, visitor: Visitor, now: dt.datetime) -> dt.timedelta:
    failed = sign_in_store.failed_anywhere(
        session, visitor.login_key, since=now - STRANGE_WINDOW, now=now, most=STRANGE_TRIES
    )
    return failed[-1] + STRANGE_WINDOW - now if len(failed) == STRANGE_TRIES else dt.timedelta(0)


def check_password(
    session: AnySession, login: str, password: str, *, visitor: Visitor, guess: str, now: dt.datetime
) -> Person | None:
    """Whose login and password these are; None when nobody's, whatever the reason, which is noted (commit it). Takes
    the same time for logins that nobody has. `guess` names what was typed without saying it."""
    person = store.person_by_login(session, as_login(login))
    right = passwords.fits(passwords.as_typed(password), person)
    if person is not None and right and person.active and _is_in_time(person, now):
        passwords.seal_hash(session, person)
        return person
    name = uuid.UUID(ids.hash_token(f"{visitor.login_key} {visitor.lane} {guess}")[:32])
    sign_in_store.note_try(session, _try(visitor, now, succeeded=False, name=name))
    return None


def _is_in_time(person: Person, now: dt.datetime) -> bool:
    return person.initial_password_until is None or now < person.initial_password_until


def _try(visitor: Visitor, now: dt.datetime, *, succeeded: bool, name: uuid.UUID) -> SignInTry:
    return SignInTry(
        id=name, login_key=visitor.login_key, lane=visitor.lane, network=visitor.network[:64],
        browser=visitor.browser[:60], succeeded=succeeded, at=now,
    )  # fmt: skip


def open_session(session: AnySession, person: Person, *, visitor: Visitor, now: dt.datetime) -> str:
    """Signs a person in who has shown all that they must. Returns the cookie."""
    cookie = ids.new_token()
    failed = sign_in_store.failed_since_last(session, visitor.login_key)
    session.add(
        DeskSession(
            token_hash=ids.hash_token(cookie), person_id=person.id, created_at=now, last_used_at=now, confirmed_at=now,
            expires_at=now + dt.timedelta(hours=SESSION_HOURS), network=visitor.network[:64],
            browser=visitor.browser[:60], failed_before=failed,
        )
    )  # fmt: skip
    sign_in_store.note_try(session, _try(visitor, now, succeeded=True, name=ids.new_id()))
    session.flush()
    return cookie
