"""Which accepted records have a text like that of one: for packages that put records together."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.review.case_band_store import CaseText, find_alike
from feedback_app.review.tables import Case
from feedback_app.review.text_likeness import ALIKE, likeness, pieces
from schemas.states import State

LOOKED_AT = 150
"""Cases whose texts share a band with it, those that share most first."""


def alike_accepted(session: AnySession, programme_id: str, record_id: uuid.UUID) -> dict[uuid.UUID, float]:
    """How alike the text of each is, from `ALIKE` on. Nothing is like a record without a text (sensitive ones)."""
    own = Case.programme_id == programme_id, Case.record_id == record_id
    row = session.execute(select(Case.position, Case.written).where(*own)).first()
    if row is None or not row.written:
        return {}
    positions = find_alike(session, programme_id, CaseText(row.position, row.written), limit=LOOKED_AT)
    others = (
        Case.programme_id == programme_id, Case.position.in_(positions), Case.state == State.ACCEPTED,
        Case.record_id != record_id,
    )  # fmt: skip
    mine = pieces(row.written)
    found = {
        one: likeness(mine, pieces(written or ""))
        for one, written in session.execute(select(Case.record_id, Case.written).where(*others))
    }
    return {one: alike for one, alike in found.items() if alike >= ALIKE}
