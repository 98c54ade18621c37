"""The order of a programme's ledger: its positions, the lock that gives them out, and the epoch that they count in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Select, SQLColumnExpression, String, Uuid, bindparam, func, select, update

from feedback_app.base.db import AnySession
from feedback_app.base.look_up import Row, look_up, look_up_together
from feedback_app.ledger.tables import Counter, Epoch, FeedRow
from feedback_app.media.content_store import speaks_of_media


@dataclass(frozen=True, slots=True)
class ProgrammePosition:
    """How far a programme's order has come, and one phone in it."""

    epoch: str
    """The life this database is in."""
    head: int
    """The last position given out."""
    safe: int
    """Everything up to this position is in a verified backup."""
    tombstone_floor: int
    """Drops at or below this position have been deleted."""
    feed_head: int
    """The position of the feed's newest row; 0 of an empty one."""
    spoke_of_media: bool
    """Whether an entry of this phone names a photo or a voice."""


_WRITE_LOCK = select(Counter.last).where(Counter.programme_id == bindparam("programme")).with_for_update()
_TAKE = (
    update(Counter)
    .where(Counter.programme_id == bindparam("programme"))
    .values(last=Counter.last + bindparam("count"))
    .returning(Counter.last)
)
_GIVE = update(Counter).where(Counter.programme_id == bindparam("programme")).values(last=bindparam("given"))


def with_position(
    statement: Select[Any], *, programme: SQLColumnExpression[str], device: SQLColumnExpression[uuid.UUID]
) -> Select[Any]:
    """A statement about phones, with what `ProgrammePosition` says as its last columns."""
    epochs = select(Epoch.id).order_by(Epoch.n.desc()).limit(1).scalar_subquery()
    rows = select(FeedRow.position).where(FeedRow.programme_id == programme).order_by(FeedRow.position.desc())
    newest = func.coalesce(rows.limit(1).scalar_subquery(), 0)
    return statement.add_columns(
        epochs, Counter.last, Counter.safe, Counter.tombstone_floor, newest, speaks_of_media(device, programme)
    ).where(Counter.programme_id == programme)


_POSITION = with_position(
    select(), programme=bindparam("programme", type_=String()), device=bindparam("device", type_=Uuid())
)


def take_write_lock(session: AnySession, programme_id: str) -> int:
    """Locks the programme's counter until commit; returns the last position given out.

    The lock makes the order of positions that of commits: a cursor over a sequence would lose rows that commit late.
    """
    return _last(programme_id, look_up(session, _WRITE_LOCK, programme=programme_id))


def next_positions(session: AnySession, programme_id: str, count: int) -> range:
    """The next `count` positions. Takes the write lock; call it last before commit."""
    last = _last(programme_id, look_up(session, _TAKE, programme=programme_id, count=count))
    return range(last - count + 1, last + 1)


def next_positions_and(
    session: AnySession, programme_id: str, count: int, asked: Executable, **values: Any
) -> tuple[range, list[Row]]:
    """The same, and the rows of a statement of `look_up` as of when the lock is held, in one round trip."""
    taken, rows = look_up_together(session, (_TAKE, {"programme": programme_id, "count": count}), (asked, values))
    last = _last(programme_id, taken)
    return range(last - count + 1, last + 1), rows


def give_back(session: AnySession, programme_id: str, last: int) -> None:
    """Makes this the last position given out: those after it were reserved in this transaction and are not needed."""
    look_up(session, _GIVE, programme=programme_id, given=last)


def _last(programme_id: str, found: Sequence[Row]) -> int:
    if not found:
        raise LookupError(f"programme {programme_id} has no counter")
    return int(found[0][0])


def epoch(session: AnySession) -> str:
    """The current epoch of the database: each restore begins a new one."""
    return session.execute(select(Epoch.id).order_by(Epoch.n.desc()).limit(1)).scalar_one()


def programme_position(session: AnySession, programme_id: str, device_id: uuid.UUID) -> ProgrammePosition:
    """How far a programme's order has come, as one of its phones asks."""
    return ProgrammePosition(*look_up(session, _POSITION, programme=programme_id, device=device_id)[0])


def last_position(session: AnySession, programme_id: str) -> int:
    """The last position that a committed transaction gave out. Every row at or below it is there to be read."""
    return session.execute(select(Counter.last).where(Counter.programme_id == programme_id)).scalar_one()


def counter(session: AnySession, programme_id: str) -> Counter:
    """A programme's counter row, fresh."""
    return session.execute(
        select(Counter).where(Counter.programme_id == programme_id).execution_options(populate_existing=True)
    ).scalar_one()
