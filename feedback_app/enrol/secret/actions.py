"""Storing all secrets under another secret, or in the open. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.sealing import Keyring, Sealer, WrongSecret, keyring, sealed_under
from feedback_app.enrol import passwords
from feedback_app.enrol.second_factor.proof import totp_purpose
from feedback_app.enrol.secret import store
from feedback_app.register.keys import abandon_sealed, check_keys, reseal_keys, sealing_names


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many of each are stored another way now. `lost` are code apps whose secret nothing here opens."""

    keys: int
    passwords: int
    apps: int
    lost: int = 0


def check(session: AnySession) -> None:
    """Raises `WrongSecret` where a key or a password is sealed under a secret that is not at hand. Phones learn the
    newest key of their programme."""
    check_keys(session)
    for name in secret_names(session):
        if not keyring().knows(name):
            raise WrongSecret(name)


def secret_names(session: AnySession) -> set[str]:
    """The names of the secrets that keys and passwords are sealed under."""
    return sealing_names(session) | {name for one in store.sealed_hashes(session) if (name := sealed_under(one))}


def seal(session: AnySession, *, known: Sealer, apps: Sealer) -> Resealed:
    """Seals every secret under the server's first one, those in the open and those under an earlier one, so that no
    other is needed any more. `known` opens the secrets of code apps, `apps` seals them. Raises `WrongSecret`."""
    done = _reseal(session, keyring(), known=known, apps=apps)
    note_event(session, "secrets_sealed", about=("secret", keyring().name), keys=done.keys, passwords=done.passwords)
    return done


def unseal(session: AnySession, *, known: Sealer, apps: Sealer) -> Resealed:
    """Stores every secret in the open; those of code apps under the secret of the data folder (`apps`). Raises
    `WrongSecret`."""
    done = _reseal(session, Keyring(), known=known, apps=apps)
    note_event(session, "secrets_unsealed", keys=done.keys, passwords=done.passwords)
    return done


def _reseal(session: AnySession, target: Keyring, *, known: Sealer, apps: Sealer) -> Resealed:
    keys = reseal_keys(session, target)
    changed = [one for one in store.with_password(session) if sealed_under(one.password_hash or "") != target.name]
    for person in changed:
        passwords.reseal_hash(person, target)
    stored = store.app_secrets(session)
    opened = [(one, known.open(one.sealed, totp_purpose(one.person_id))) for one in stored]
    for one, plain in opened:
        if plain is not None:
            one.sealed = apps.seal(plain, totp_purpose(one.person_id))
    session.flush()
    lost = sum(plain is None for _, plain in opened)
    return Resealed(keys, len(changed), len(opened) - lost, lost)


def abandon(session: AnySession, now: dt.datetime) -> Resealed:
    """Goes on without what nothing here opens: new key pairs, and no password for those whose hash it is."""
    lost = [one for one in store.with_password(session) if not _opens(one.password_hash or "")]
    for person in lost:
        person.password_hash = None
    keys = abandon_sealed(session, now)
    note_event(session, "secrets_abandoned", keys=keys, passwords=len(lost))
    return Resealed(keys, len(lost), 0)


def _opens(stored: str) -> bool:
    name = sealed_under(stored)
    return name is None or keyring().knows(name)
