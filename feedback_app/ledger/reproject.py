"""Working out anew the facts of stored records, where they are of an earlier rule or were never worked out.

It goes through a programme's records by position from where it stopped, under a name of today's rule. What is filed
meanwhile has facts of today's rule already.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, func, select, update

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import stamp
from feedback_app.ledger.facts import facts_of, replace_facts
from feedback_app.ledger.follow import mark_read, position_of
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.tables import Follower, Record

NAME = "facts "
AT_ONCE = 500
"""Records of one transaction: phones of the programme wait for no longer than these take."""


def waiting(session: AnySession, programme_id: str) -> int:
    """How many of the records that `reproject` has not looked at have facts of an earlier rule, or none."""
    return session.execute(select(func.count()).where(*_stale(session, programme_id))).scalar_one()


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `reproject` has not looked at every record yet. Cheap: one index look-up."""
    return session.execute(select(Record.id).where(*_unread(session, programme_id)).limit(1)).first() is not None


def reproject(session: AnySession, programme_id: str, *, limit: int = AT_ONCE) -> int:
    """Works out the facts of the next records that have none of today's rule. Returns how many there were; run again
    for more. Takes the programme's write lock: call it last before commit."""
    last = take_write_lock(session, programme_id)
    chosen = select(Record).where(*_stale(session, programme_id)).order_by(Record.position).limit(limit)
    stale = session.scalars(chosen.execution_options(populate_existing=True)).all()
    replace_facts(session, programme_id, {one.id: facts_of(session, one) if one.rev else [] for one in stale})
    if stale:
        mine = Record.programme_id == programme_id, Record.id.in_([one.id for one in stale])
        fresh = update(Record).where(*mine).values(facts_stamp=stamp())
        session.execute(fresh.execution_options(synchronize_session=False))
    position = stale[-1].position if len(stale) == limit else last
    session.expunge_all()
    mark_read(session, follower=_follower(), programme_id=programme_id, position=position)
    earlier = Follower.name.startswith(NAME), Follower.name != _follower(), Follower.programme_id == programme_id
    session.execute(delete(Follower).where(*earlier))
    return len(stale)


def _follower() -> str:
    return NAME + stamp()


def _stale(session: AnySession, programme_id: str) -> tuple[ColumnElement[bool], ...]:
    return *_unread(session, programme_id), Record.facts_stamp != stamp()


def _unread(session: AnySession, programme_id: str) -> tuple[ColumnElement[bool], ...]:
    after = position_of(session, _follower(), programme_id)
    return Record.programme_id == programme_id, Record.position > after
