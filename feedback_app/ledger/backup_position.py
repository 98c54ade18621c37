"""Up to which position of its order a programme is in a proven backup."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import BindParameter, Select, Subquery, bindparam, func, select, update

from feedback_app.base.db import AnySession
from feedback_app.base.look_up import look_up
from feedback_app.base.plans import unindexed
from feedback_app.enrol.lookup_store import phone_ids
from feedback_app.ledger.follow import is_among
from feedback_app.ledger.tables import Counter, LedgerEntry

_SAFE = select(Counter.safe).where(Counter.programme_id == bindparam("programme"))


def safe_position(session: AnySession, programme_id: str) -> int:
    """The position up to which everything of a programme is in a proven backup."""
    return int(look_up(session, _SAFE, programme=programme_id)[0][0])


def last_positions(session: AnySession) -> dict[str, int]:
    """The last position given out in each programme."""
    return dict(session.execute(select(Counter.programme_id, Counter.last)).all())


def last_position_by_device(
    session: AnySession, programme_id: str, devices: Collection[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """The position of the last entry of each of these phones that delivered something: a step in the index for each."""
    phones = phone_ids(programme_id, devices).subquery()
    of_phone = select(func.max(LedgerEntry.position)).where(LedgerEntry.device_id == phones.c.id)
    rows = session.execute(select(phones.c.id, of_phone.correlate(phones).scalar_subquery()))
    return {device: last for device, last in rows if last is not None}


def first_positions(revisions: Subquery, *, upto: BindParameter[int]) -> Select[*tuple[uuid.UUID, int]]:
    """A statement for (phone, lowest position) of those of `revisions`, by their `device_id`, up to this position."""
    first = func.min(unindexed(LedgerEntry.position))
    chosen = select(revisions.c.device_id, first).select_from(revisions).join(LedgerEntry, is_among(revisions))
    return chosen.where(unindexed(LedgerEntry.position) <= upto).group_by(revisions.c.device_id)


def first_position(revisions: Subquery, *, upto: BindParameter[int]) -> Select[int | None]:
    """A statement for the lowest position, up to this one, of an entry among `revisions` (`follow.is_among`)."""
    chosen = (
        select(func.min(unindexed(LedgerEntry.position))).select_from(revisions).join(LedgerEntry, is_among(revisions))
    )
    return chosen.where(unindexed(LedgerEntry.position) <= upto)


def move_safe(session: AnySession, positions: Mapping[str, int]) -> None:
    """Notes, by programme, up to which position a proven backup has everything. A lower position changes nothing."""
    for programme, position in positions.items():
        ahead = Counter.programme_id == programme, Counter.safe < position
        session.execute(update(Counter).where(*ahead).values(safe=position))
