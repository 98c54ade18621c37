"""Statements on sign-ins, wrong passwords and sessions of the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedback_app.base.clock import SKEW
from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import DeskSession, Person, SignInTry


def _failed(*where: ColumnElement[bool], since: dt.datetime, now: dt.datetime) -> Select[Any]:
    """When wrong passwords that still count were typed, the newest first; none of a clock that was ahead."""
    mine = SignInTry.succeeded.is_(False), SignInTry.counts, SignInTry.at > since, SignInTry.at <= now + SKEW
    return select(SignInTry.at).where(*mine, *where).order_by(SignInTry.at.desc())


def failed_in_lane(
    session: AnySession, login_key: str, lane: str, *, since: dt.datetime, now: dt.datetime, most: int
) -> list[dt.datetime]:
    """When different wrong passwords were typed for a login in this lane since it last signed in there."""
    mine = SignInTry.login_key == login_key, SignInTry.lane == lane
    right = session.scalar(select(func.max(SignInTry.at)).where(*mine, SignInTry.succeeded, SignInTry.at <= now + SKEW))
    begins = max(since, right) if right else since
    return list(session.scalars(_failed(*mine, since=begins, now=now).limit(most)))


def failed_anywhere(
    session: AnySession, login_key: str, *, since: dt.datetime, now: dt.datetime, most: int
) -> list[dt.datetime]:
    """When different wrong passwords were typed for a login, wherever."""
    chosen = _failed(SignInTry.login_key == login_key, since=since, now=now)
    return list(session.scalars(chosen.limit(most)))


def note_try(session: AnySession, row: SignInTry) -> None:
    """Writes a try down; the same wrong password again is the same row, of now."""
    values = {name: getattr(row, name) for name in SignInTry.__table__.columns.keys()}  # noqa: SIM118
    made = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name].insert(SignInTry)
    again = {"at": row.at, "browser": row.browser, "tries": SignInTry.tries + 1, "counts": True}
    session.execute(made.values(values).on_conflict_do_update(index_elements=["id"], set_=again))


def failed_since_last(session: AnySession, login_key: str) -> int:
    """How often a wrong password was typed since this login last signed in."""
    mine = SignInTry.login_key == login_key
    last = select(func.max(SignInTry.at)).where(mine, SignInTry.succeeded).scalar_subquery()
    after = (SignInTry.at > last) | last.is_(None)
    found = session.scalar(
        select(func.coalesce(func.sum(SignInTry.tries), 0)).where(mine, SignInTry.succeeded.is_(False), after)
    )
    return int(found or 0)


def unlock(session: AnySession, login_key: str) -> None:
    """Nobody waits any more for wrong passwords of before; they stay in the list of tries."""
    session.execute(update(SignInTry).where(SignInTry.login_key == login_key).values(counts=False))


def tries(session: AnySession, login_key: str, most: int) -> Sequence[SignInTry]:
    """The last sign-ins and wrong passwords of a login, the newest first."""
    chosen = select(SignInTry).where(SignInTry.login_key == login_key).order_by(SignInTry.at.desc())
    return session.scalars(chosen.limit(most)).all()


def failed_by_login(session: AnySession, login_keys: Collection[str], since: dt.datetime) -> dict[str, int]:
    """How often a wrong password was typed for each of these logins since then, or since it was unlocked."""
    chosen = select(SignInTry.login_key, func.sum(SignInTry.tries)).where(
        SignInTry.login_key.in_(login_keys), SignInTry.succeeded.is_(False), SignInTry.counts, SignInTry.at > since
    )
    return {key: int(count) for key, count in session.execute(chosen.group_by(SignInTry.login_key))}


def last_sign_ins(session: AnySession, login_keys: Collection[str]) -> dict[str, dt.datetime]:
    """When each of these logins last signed in."""
    chosen = select(SignInTry.login_key, func.max(SignInTry.at)).where(
        SignInTry.login_key.in_(login_keys), SignInTry.succeeded
    )
    return dict(session.execute(chosen.group_by(SignInTry.login_key)).all())


def session_of(
    session: AnySession, token_hash: str, *, now: dt.datetime, unused_since: dt.datetime
) -> tuple[Person, DeskSession] | None:
    """The active person whose desk session this is, if it has not ended and was used since then."""
    chosen = select(Person, DeskSession).join(DeskSession, DeskSession.person_id == Person.id)
    found = session.execute(chosen.where(DeskSession.token_hash == token_hash, _is_open(now, unused_since))).first()
    return (found[0], found[1]) if found else None


def _is_open(now: dt.datetime, unused_since: dt.datetime) -> ColumnElement[bool]:
    in_time = DeskSession.expires_at > now, DeskSession.created_at <= now + SKEW
    return and_(*in_time, DeskSession.last_used_at > unused_since, Person.active)


def note_use(session: AnySession, token_hash: str, now: dt.datetime) -> None:
    """Writes into a session that it was used now."""
    session.execute(update(DeskSession).where(DeskSession.token_hash == token_hash).values(last_used_at=now))


def note_confirmed(session: AnySession, token_hash: str, now: dt.datetime) -> None:
    """Writes into a session that its person typed the password again."""
    session.execute(update(DeskSession).where(DeskSession.token_hash == token_hash).values(confirmed_at=now))


def open_sessions(
    session: AnySession, people: Collection[uuid.UUID], *, now: dt.datetime, unused_since: dt.datetime
) -> Sequence[DeskSession]:
    """The sessions of these people that have not ended, the last used first."""
    chosen = select(DeskSession).join(Person, Person.id == DeskSession.person_id)
    mine = chosen.where(DeskSession.person_id.in_(people), _is_open(now, unused_since))
    return session.scalars(mine.order_by(DeskSession.last_used_at.desc())).all()


def end_session(session: AnySession, token_hash: str) -> None:
    """Ends a desk session."""
    session.execute(delete(DeskSession).where(DeskSession.token_hash == token_hash))


def end_sessions(session: AnySession, person_id: uuid.UUID, *, but: str | None = None) -> int:
    """Ends all sessions of a person but one (its token's hash). Returns how many."""
    mine = delete(DeskSession).where(DeskSession.person_id == person_id, DeskSession.token_hash != (but or ""))
    return session.execute(mine).rowcount  # type: ignore[attr-defined, no-any-return]
