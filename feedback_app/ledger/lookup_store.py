"""Look-ups of records and entries for the packages after this one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Select, select

from feedback_app.ledger.tables import Erasure


class HeldEntry(Protocol):
    """What other packages may read of an entry; `ledger.store.read_content` reads its body."""

    @property
    def programme_id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def record_id(self) -> uuid.UUID: ...
    @property
    def rev(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def received_at(self) -> dt.datetime: ...
    @property
    def clock_offset_ms(self) -> int | None: ...
    @property
    def quarantined(self) -> bool: ...
    @property
    def errors(self) -> Sequence[Any] | None: ...
    @property
    def sealed(self) -> bool: ...


def erased(programme_id: str) -> Select[uuid.UUID]:
    """The ids of the programme's erased records."""
    return select(Erasure.record_id).where(Erasure.programme_id == programme_id)
