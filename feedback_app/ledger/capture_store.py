"""How the records of a phone were recorded, one after the other."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import select, text

from feedback_app.base.db import AnySession
from feedback_app.ledger.lookup_store import StoredEntry
from feedback_app.ledger.tables import LedgerEntry, Record

BEFORE, MOST = 40, 1000
"""Records of a phone that are looked at before a position, and from there on."""


class Captured(NamedTuple):
    """When and where a record was recorded, by its phone; None where it does not say so."""

    record_id: uuid.UUID
    recorded_at: dt.datetime | None
    lat: float | None
    lng: float | None


def entries_at(session: AnySession, programme_id: str, positions: Collection[int]) -> dict[int, StoredEntry]:
    """The entries at these positions of the ledger."""
    chosen = select(LedgerEntry).where(LedgerEntry.programme_id == programme_id, LedgerEntry.position.in_(positions))
    return {one.position: one for one in session.scalars(chosen)}


def captures_beside(
    session: AnySession, programme_id: str, phones: Mapping[uuid.UUID, int], *, until: int
) -> dict[uuid.UUID, list[Captured]]:
    """Of each phone, the records that it sent from a position of its own to one for all, and the `BEFORE` before them;
    of each the current revision. One look at an index for each phone, and one for each of these records."""
    dialect = session.get_bind().dialect.name
    asked = [
        {"id": one.hex if dialect == "sqlite" else str(one), "since": since} for one, since in sorted(phones.items())
    ]
    found = session.execute(_BESIDE[dialect], {"phones": orjson.dumps(asked).decode(), "until": until})
    sent = {position: uuid.UUID(str(phone)) for phone, position in found}
    captures: dict[uuid.UUID, list[Captured]] = {phone: [] for phone in phones}
    for position, one in _at(session, programme_id, sorted(sent)):
        captures[sent[position]].append(one)
    return captures


def _at(session: AnySession, programme_id: str, positions: Sequence[int]) -> list[tuple[int, Captured]]:
    columns = Record.position, Record.id, Record.recorded_at, Record.lat, Record.lng
    rows: list[tuple[int, Captured]] = []
    for start in range(0, len(positions), _AT_ONCE):
        some = positions[start : start + _AT_ONCE]
        chosen = select(*columns).where(Record.programme_id == programme_id, Record.position.in_(some))
        found = session.execute(chosen.order_by(Record.position))
        rows += [(position, Captured(key, at, lat, lng)) for position, key, at, lat, lng in found]
    return rows


_AT_ONCE = 5000
_MINE = "SELECT position FROM ledger_entry WHERE device_id = {phone} AND position"
_BEFORE = _MINE + f" < {{since}} ORDER BY position DESC LIMIT {BEFORE}"
_SINCE = _MINE + f" BETWEEN {{since}} AND :until ORDER BY position LIMIT {MOST}"
_BOTH = f"SELECT position FROM ({_BEFORE}) AS a UNION ALL SELECT position FROM ({_SINCE}) AS b"  # noqa: S608 - constants of ours
_IN_JSON = {"phone": "json_extract(k.value, '$.id')", "since": "json_extract(k.value, '$.since')"}
_BESIDE = {
    "sqlite": text(f"""
        SELECT e.device_id, e.position FROM json_each(:phones) AS k CROSS JOIN ledger_entry AS e
        ON e.device_id = {_IN_JSON["phone"]} AND e.position IN ({_BOTH.format(**_IN_JSON)})
    """),  # noqa: S608 - constants of ours
    "postgresql": text(f"""
        SELECT k.id, e.position FROM json_to_recordset(CAST(:phones AS json)) AS k(id uuid, since int8)
        CROSS JOIN LATERAL ({_BOTH.format(phone="k.id", since="k.since")}) AS e
    """),  # noqa: S608 - constants of ours
}
