"""Selects of answers whose time is over, for the package that deletes them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select

from feedback_app.portfolio.replies.tables import EarlierAnswer, ReplyAnswer


def answered_before(programme_id: str, before: dt.datetime) -> Sequence[Select[uuid.UUID]]:
    """The records of answers to replies that arrived before this moment, as statements: those that count, and those of
    which the same person sent a later one."""
    return [
        select(table.record_id).where(table.programme_id == programme_id, table.at < before)
        for table in (ReplyAnswer, EarlierAnswer)
    ]
