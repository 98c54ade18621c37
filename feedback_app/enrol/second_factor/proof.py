"""Proving a second factor: a passkey's signature, a code of the app, a recovery code. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import math
import secrets
import uuid
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.audit.log import note_event
from feedback_app.base import ids
from feedback_app.base.actor import own_actor
from feedback_app.base.clock import SKEW
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.base.sealing import Sealer
from feedback_app.enrol import store as people_store
from feedback_app.enrol.actions import note_wrong_guess
from feedback_app.enrol.second_factor import passkeys, recovery, store, totp
from feedback_app.enrol.second_factor.passkeys import KnownKey, RelyingParty
from feedback_app.enrol.second_factor.tables import Passkey, PasskeyChallenge

CHALLENGE_MINUTES = 10
KIND = "factor"
REFUSED = "factor-refused"
"""The kind under which wrong proofs are counted that are noted, whatever they are."""
LIMITS = ((5, dt.timedelta(minutes=10)), (30, dt.timedelta(days=1)))
"""Wrong codes of one person within these times, before codes of the app are no longer looked at. Of six digits three
are right at any moment: at this speed a stranger with the password gets in once in thirty years."""


class Kind(StrEnum):
    """Kinds of proof."""

    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody sends as proof: one of these, the others empty."""

    otp: str = ""
    recovery: str = ""
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where it comes from: the hash of the browser's token (its session, or its pending sign-in)."""

    token_hash: str
    party: RelyingParty | None


def totp_purpose(person_id: uuid.UUID) -> str:
    """What an app's secret is sealed for."""
    return f"totp {person_id}"


def known_key(key: Passkey) -> KnownKey:
    """A passkey's row as it is compared."""
    return KnownKey(key.credential_id, key.public_key, key.sign_count, tuple(key.transports))


def new_challenge(session: AnySession, browser: Browser, purpose: str, *, now: dt.datetime) -> bytes:
    """A challenge for one signature of this browser; one before it, for the same, counts no longer."""
    name, made = _challenge_id(browser, purpose), secrets.token_bytes(32)
    ends = now + dt.timedelta(minutes=CHALLENGE_MINUTES)
    session.merge(PasskeyChallenge(id=name, challenge=made, expires_at=ends))
    session.flush()
    return made


def take_challenge(session: AnySession, browser: Browser, purpose: str, *, now: dt.datetime) -> bytes | None:
    """The challenge that this browser was given, which is good once."""
    return store.take_challenge(session, _challenge_id(browser, purpose), now)


def _challenge_id(browser: Browser, purpose: str) -> str:
    return ids.hash_token(f"{browser.token_hash} {purpose}")


def passkey_request(session: AnySession, person_id: uuid.UUID, browser: Browser, *, now: dt.datetime) -> str | None:
    """What the browser needs to sign with one of the person's passkeys; None where there is none to sign with."""
    known = [known_key(one) for one in store.passkeys(session, person_id)]
    if not known or browser.party is None:
        return None
    challenge = new_challenge(session, browser, "use", now=now)
    return passkeys.request_options(browser.party, known=known, challenge=challenge)


def prove(
    session: AnySession, person_id: uuid.UUID, proof: Proof, *, browser: Browser, sealer: Sealer, now: dt.datetime
) -> Kind | None:
    """The kind of a proof that is right, which is good this once; None for one that is not, which is noted and counts
    as a guess: that must be committed. Problem `slow-down` after too many."""
    right = _right_kind(session, person_id, proof, browser=browser, sealer=sealer, now=now)
    if right is None and not _first_of_many(session, person_id, now):
        return None
    event = "factor_refused" if right is None else "recovery_code_used" if right is Kind.RECOVERY else "factor_passed"
    by = None if right is None else own_actor(person_id)
    note_event(session, event, about=("person", person_id), by=by, kind=right)
    return right


def _first_of_many(session: AnySession, person_id: uuid.UUID, now: dt.datetime) -> bool:
    """Whether this wrong proof is among the first of a day, which are noted: whoever sends thousands fills no log."""
    most, day = LIMITS[-1]
    source = str(person_id)
    if people_store.attempt_at(session, kind=REFUSED, source=source, since=now - day, until=now + SKEW, newest=most):
        return False
    return note_wrong_guess(session, kind=REFUSED, source=source, guess=ids.new_token(), now=now)


def _right_kind(
    session: AnySession, person_id: uuid.UUID, proof: Proof, *, browser: Browser, sealer: Sealer, now: dt.datetime
) -> Kind | None:
    store.locked_person(session, person_id)
    if proof.credential:
        return Kind.PASSKEY if _signed(session, person_id, proof.credential, browser=browser, now=now) else None
    if not proof.recovery:
        slow_guessing(session, person_id, now=now)
        kind, typed, fits = Kind.TOTP, proof.otp, _code_fits(session, person_id, proof.otp, sealer=sealer, now=now)
    else:  # too long to be guessed: a right one passes whatever others typed
        kind, typed, fits = Kind.RECOVERY, proof.recovery, _spent(session, person_id, proof.recovery, now=now)
    if fits:
        return kind
    wrong_guess(session, person_id, typed, now=now)
    return None


def _signed(session: AnySession, person_id: uuid.UUID, answer: str, *, browser: Browser, now: dt.datetime) -> bool:
    challenge = take_challenge(session, browser, "use", now=now)
    name = passkeys.credential_id(answer)
    key = store.passkey(session, person_id, name) if name else None
    if challenge is None or key is None or browser.party is None:
        return False
    count = passkeys.signed_count(browser.party, answer, key=known_key(key), challenge=challenge)
    return count is not None and store.note_use(session, key, sign_count=count, now=now)


def _spent(session: AnySession, person_id: uuid.UUID, typed: str, *, now: dt.datetime) -> bool:
    fitting = [one for one in store.unused_codes(session, person_id) if recovery.fits(typed, one.salt, one.code_hash)]
    return bool(fitting) and store.spend(session, fitting[0], now)


def _code_fits(session: AnySession, person_id: uuid.UUID, typed: str, *, sealer: Sealer, now: dt.datetime) -> bool:
    found = store.totp_secret(session, person_id)
    secret = sealer.open(found.sealed, totp_purpose(person_id)) if found else None
    step = totp.matching_step(secret, typed, now=now) if secret else None
    if found is None or step is None:
        return False
    return store.use_step(session, found, step=step, here=totp.step_at(now), now=now)


def wrong_guess(session: AnySession, person_id: uuid.UUID, typed: str, *, now: dt.datetime) -> None:
    """Counts something wrong that was typed for a person."""
    # The same digits are another guess at each time step: they may be right by then.
    guess = ids.hash_token(f"{person_id} {typed} {totp.step_at(now)}")
    note_wrong_guess(session, kind=KIND, source=str(person_id), guess=guess, now=now)


def slow_guessing(session: AnySession, person_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Problem `slow-down` when so many wrong codes were typed for this person of late."""
    for allowed, window in LIMITS:
        last = people_store.attempt_at(
            session, kind=KIND, source=str(person_id), since=now - window, until=now + SKEW, newest=allowed
        )
        if last is not None:
            wait = max(1, math.ceil((last + window - now).total_seconds()))
            raise Problem("slow-down", headers={"Retry-After": str(wait)})
