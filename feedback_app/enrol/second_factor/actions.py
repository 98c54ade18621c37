"""Sign-ins that wait for a second factor; factors that are set up, removed, reset. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base import ids
from feedback_app.base.actor import own_actor
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.base.sealing import Sealer
from feedback_app.enrol.linked_account_store import unlink_all
from feedback_app.enrol.second_factor import passkeys, recovery, store, totp
from feedback_app.enrol.second_factor.proof import Browser, Kind, known_key, new_challenge, take_challenge, totp_purpose
from feedback_app.enrol.second_factor.requirement import must_have
from feedback_app.enrol.second_factor.tables import Passkey, PendingSignIn, RecoveryCode, TotpSecret
from feedback_app.enrol.tables import Person

PENDING_MINUTES = 10
LONGEST_NAME = 80
MOST_PASSKEYS = 20


def begin(session: AnySession, person: Person, *, now: dt.datetime) -> str:
    """Lets a sign-in wait for its second factor. Returns the token for this browser."""
    token = ids.new_token()
    ends = now + dt.timedelta(minutes=PENDING_MINUTES)
    session.add(
        PendingSignIn(
            token_hash=ids.hash_token(token), person_id=person.id, created_at=now, expires_at=ends,
            password_mark=_password_mark(person),
        )
    )  # fmt: skip
    session.flush()
    return token


def waiting(session: AnySession, token: str, *, now: dt.datetime) -> Person | None:
    """Whose sign-in waits in this browser; None where none does, or their password was changed since."""
    found = store.pending(session, ids.hash_token(token), now) if token else None
    if found is None or found[0].password_mark != _password_mark(found[1]):
        return None
    return found[1]


def _password_mark(person: Person) -> str:
    return ids.hash_token(person.password_hash or "")


@dataclass(frozen=True, slots=True)
class NewTotp:
    """An app's secret that is about to be set up: shown, and sealed to come back with the app's first code."""

    secret: str
    link: str
    sealed: str


def new_totp(person: Person, *, browser: Browser, sealer: Sealer, now: dt.datetime) -> NewTotp:
    """A secret for somebody's app, which counts once a code of it comes back."""
    secret = totp.new_secret()
    ends = int((now + dt.timedelta(minutes=PENDING_MINUTES)).timestamp())
    return NewTotp(secret, totp.setup_link(secret, person.login or person.name), sealer.seal(
        f"{ends} {secret}", _set_up_purpose(person, browser)
    ))  # fmt: skip


def shown_totp(sealed: str, person: Person, *, browser: Browser, sealer: Sealer, now: dt.datetime) -> NewTotp | None:
    """What `new_totp` made for this person in this browser a moment ago; None for anything else."""
    ends, _, secret = (sealer.open(sealed, _set_up_purpose(person, browser)) or "0 ").partition(" ")
    if int(ends) <= now.timestamp():
        return None
    return NewTotp(secret, totp.setup_link(secret, person.login or person.name), sealed)


def _set_up_purpose(person: Person, browser: Browser) -> str:
    return f"set up {person.id} {browser.token_hash}"


def save_totp(
    session: AnySession, person: Person, shown: NewTotp, *, typed: str, sealer: Sealer, now: dt.datetime
) -> bool:
    """Sets up an app by its first code, in place of one before it. False where the code does not fit."""
    step = totp.matching_step(shown.secret, typed, now=now)
    if step is None:
        return False
    store.locked_person(session, person.id)
    before = store.totp_secret(session, person.id)
    if before is not None:
        _revoke_totp(before, now)
    session.add(
        TotpSecret(
            person_id=person.id, sealed=sealer.seal(shown.secret, totp_purpose(person.id)), last_step=step,
            created_at=now,
        )
    )  # fmt: skip
    session.flush()
    _note(session, "factor_added", person.id, kind=Kind.TOTP)
    return True


def new_passkey_options(session: AnySession, person: Person, browser: Browser, *, now: dt.datetime) -> str | None:
    """What the browser needs to make a passkey; None where none can be made at this address."""
    if browser.party is None:
        return None
    known = [known_key(one) for one in store.passkeys(session, person.id)]
    challenge = new_challenge(session, browser, "make", now=now)
    return passkeys.creation_options(
        browser.party, person=person.id.bytes, login=person.login or person.name, name=person.name, known=known,
        challenge=challenge,
    )  # fmt: skip


def save_passkey(
    session: AnySession, person: Person, answer: str, *, name: str, browser: Browser, now: dt.datetime
) -> bool:
    """Adds the passkey that the browser made. False for an answer that is none, or not to our challenge."""
    store.locked_person(session, person.id)
    challenge = take_challenge(session, browser, "make", now=now)
    if challenge is None or browser.party is None or len(store.passkeys(session, person.id)) >= MOST_PASSKEYS:
        return False
    made = passkeys.made_key(browser.party, answer, challenge)
    if made is None or store.is_known_credential(session, made.credential_id):
        return False
    session.add(
        Passkey(
            person_id=person.id, credential_id=made.credential_id, public_key=made.public_key,
            sign_count=made.sign_count, transports=list(made.transports), name=name.strip()[:LONGEST_NAME] or "1",
            created_at=now,
        )
    )  # fmt: skip
    session.flush()
    _note(session, "factor_added", person.id, kind=Kind.PASSKEY)
    return True


def new_codes(session: AnySession, person_id: uuid.UUID, *, now: dt.datetime) -> list[str]:
    """New recovery codes in place of all before, to be shown this once."""
    store.spend_all(session, person_id, now)
    codes = recovery.new_codes()
    for code in codes:
        salt = recovery.new_salt()
        session.add(
            RecoveryCode(person_id=person_id, salt=salt, code_hash=recovery.hash_code(code, salt), created_at=now)
        )
    _note(session, "recovery_codes_made", person_id, count=len(codes))
    session.flush()
    return codes


def first_codes(session: AnySession, person_id: uuid.UUID, *, now: dt.datetime) -> list[str]:
    """The recovery codes of who has none and has just set up a factor; empty for who has some."""
    return [] if store.unused_codes(session, person_id) else new_codes(session, person_id, now=now)


def remove(session: AnySession, person_id: uuid.UUID, factor: uuid.UUID, *, setting: str, now: dt.datetime) -> None:
    """Removes a passkey or the app of a person. Problems: `not-found`; `conflict` for the last one where they must
    have one."""
    store.locked_person(session, person_id)
    factors = store.factors(session, person_id)
    chosen = next((one for one in factors if one.id == factor), None)
    if chosen is None:
        raise Problem("not-found")
    if len(factors) == 1 and must_have(session, person_id, setting=setting):
        raise Problem("conflict")
    _revoke(chosen, now)
    _note(session, "factor_removed", person_id, kind=Kind.TOTP if isinstance(chosen, TotpSecret) else Kind.PASSKEY)
    if len(factors) == 1:
        store.spend_all(session, person_id, now)
    session.flush()


def reset(session: AnySession, person_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Takes all factors and recovery codes off a person who lost them, unlinks their account at a provider, and signs
    them out everywhere."""
    store.locked_person(session, person_id)
    for one in store.factors(session, person_id):
        _revoke(one, now)
    store.spend_all(session, person_id, now)
    unlink_all(session, person_id, now)
    store.end_sign_ins(session, person_id)
    note_event(session, "factors_reset", about=("person", person_id))
    session.flush()


def _note(
    session: AnySession, event: str, person_id: uuid.UUID, *, kind: Kind | None = None, count: int | None = None
) -> None:
    """Notes what somebody did to their own protection, perhaps before they have a session."""
    note_event(session, event, about=("person", person_id), by=own_actor(person_id), kind=kind, count=count)


def _revoke(factor: Passkey | TotpSecret, now: dt.datetime) -> None:
    if isinstance(factor, TotpSecret):
        _revoke_totp(factor, now)
    else:
        factor.revoked_at = now


def _revoke_totp(secret: TotpSecret, now: dt.datetime) -> None:
    secret.revoked_at, secret.sealed = now, ""
