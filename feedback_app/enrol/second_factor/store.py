"""Every select on second factors and on sign-ins that wait for one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, or_, select, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.second_factor.tables import (
    Passkey,
    PasskeyChallenge,
    PendingSignIn,
    RecoveryCode,
    TotpSecret,
)
from feedback_app.enrol.tables import DeskSession, Person


def person(session: AnySession, person_id: uuid.UUID) -> Person:
    """A person who exists."""
    return session.get_one(Person, person_id)


def locked_person(session: AnySession, person_id: uuid.UUID) -> Person:
    """A person's row, locked for this transaction, so that guesses and changes of factors come one by one."""
    return session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def passkeys(session: AnySession, person_id: uuid.UUID) -> Sequence[Passkey]:
    """Somebody's passkeys, the oldest first."""
    mine = select(Passkey).where(Passkey.person_id == person_id, Passkey.revoked_at.is_(None))
    return session.scalars(mine.order_by(Passkey.id)).all()


def passkey(session: AnySession, person_id: uuid.UUID, credential_id: bytes) -> Passkey | None:
    """The passkey of this person that a browser named."""
    mine = Passkey.person_id == person_id, Passkey.revoked_at.is_(None)
    return session.scalars(select(Passkey).where(*mine, Passkey.credential_id == credential_id)).one_or_none()


def is_known_credential(session: AnySession, credential_id: bytes) -> bool:
    """Whether anybody has or had a passkey of this name."""
    return session.scalars(select(Passkey.id).where(Passkey.credential_id == credential_id)).first() is not None


def note_use(session: AnySession, key: Passkey, *, sign_count: int, now: dt.datetime) -> bool:
    """Notes that a passkey was used; False where its counter has changed meanwhile."""
    same = update(Passkey).where(Passkey.id == key.id, Passkey.sign_count == key.sign_count)
    done = session.execute(
        same.values(sign_count=sign_count, last_used_at=now).execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def totp_secret(session: AnySession, person_id: uuid.UUID) -> TotpSecret | None:
    """The secret of somebody's app."""
    mine = TotpSecret.person_id == person_id, TotpSecret.revoked_at.is_(None)
    return session.scalars(select(TotpSecret).where(*mine)).one_or_none()


def factors(session: AnySession, person_id: uuid.UUID) -> list[Passkey | TotpSecret]:
    """All factors of a person; recovery codes are none."""
    app = totp_secret(session, person_id)
    return [*passkeys(session, person_id), *([app] if app else [])]


def use_step(session: AnySession, secret: TotpSecret, *, step: int, here: int, now: dt.datetime) -> bool:
    """Takes the code of a time step, in one statement; False where it or a later one was taken before. A step that is
    ahead of every clock's slack was noted by a clock that was ahead itself."""
    fresh = or_(TotpSecret.last_step < step, TotpSecret.last_step > here + 1)
    taken = session.execute(
        update(TotpSecret)
        .where(TotpSecret.id == secret.id, fresh)
        .values(last_step=step, last_used_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def unused_codes(session: AnySession, person_id: uuid.UUID) -> Sequence[RecoveryCode]:
    """The recovery codes that somebody can still use."""
    mine = RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    return session.scalars(select(RecoveryCode).where(*mine)).all()


def spend(session: AnySession, code: RecoveryCode, now: dt.datetime) -> bool:
    """Marks a recovery code used, in one statement: of two who send it at once, one gets in."""
    done = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.id == code.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def spend_all(session: AnySession, person_id: uuid.UUID, now: dt.datetime) -> None:
    """Ends all recovery codes of a person."""
    mine = RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    session.execute(update(RecoveryCode).where(*mine).values(used_at=now))


def people_with_factor(session: AnySession, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who have a passkey or an app."""
    found: set[uuid.UUID] = set()
    for table in (Passkey, TotpSecret):
        chosen = select(table.person_id).where(table.person_id.in_(people), table.revoked_at.is_(None))
        found |= set(session.scalars(chosen))
    return found


def count_factors(session: AnySession, person_id: uuid.UUID) -> int:
    """How many passkeys and apps somebody has."""
    counts = (
        select(func.count()).where(table.person_id == person_id, table.revoked_at.is_(None))
        for table in (Passkey, TotpSecret)
    )
    return sum(session.execute(one).scalar_one() for one in counts)


def pending(session: AnySession, token_hash: str, now: dt.datetime) -> tuple[PendingSignIn, Person] | None:
    """The sign-in that waits in the browser with this token, and the active person whose it is."""
    chosen = select(PendingSignIn, Person).join(Person, Person.id == PendingSignIn.person_id)
    mine = PendingSignIn.token_hash == token_hash, PendingSignIn.expires_at > now, Person.active
    row = session.execute(chosen.where(*mine)).one_or_none()
    return None if row is None else (row[0], row[1])


def end_pending(session: AnySession, token_hash: str) -> bool:
    """Ends a sign-in that waited; of two who end it at once, one is answered True."""
    ended = session.execute(delete(PendingSignIn).where(PendingSignIn.token_hash == token_hash))
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def take_challenge(session: AnySession, challenge_id: str, now: dt.datetime) -> bytes | None:
    """A challenge, which is gone with that; None where there is none or its time is over."""
    taken = delete(PasskeyChallenge).where(PasskeyChallenge.id == challenge_id)
    row = session.execute(taken.returning(PasskeyChallenge.challenge, PasskeyChallenge.expires_at)).one_or_none()
    return bytes(row[0]) if row is not None and row[1] > now else None


def end_sign_ins(session: AnySession, person_id: uuid.UUID, *, but: str = "") -> None:
    """Ends all sessions of a person, but that of this token's hash, and all sign-ins of theirs that wait."""
    session.execute(delete(DeskSession).where(DeskSession.person_id == person_id, DeskSession.token_hash != but))
    session.execute(delete(PendingSignIn).where(PendingSignIn.person_id == person_id))


def sweep(session: AnySession, now: dt.datetime) -> int:
    """Deletes sign-ins and challenges whose time is over; returns how many rows."""
    over = (delete(one).where(one.expires_at <= now) for one in (PendingSignIn, PasskeyChallenge))
    return sum(session.execute(one).rowcount for one in over)  # type: ignore[attr-defined]
