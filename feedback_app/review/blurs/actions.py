"""Hiding parts of a photo: noted version by version, so that it can be seen and taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import people
from feedback_app.review import blur_store
from feedback_app.review.blurs import parts
from feedback_app.review.tables import Case, PhotoBlur


@dataclass(frozen=True, slots=True)
class BlurEvent:
    """That somebody hid parts of a photo, or shows all of it again (`count` 0)."""

    at: dt.datetime
    by: str
    count: int


@dataclass(frozen=True, slots=True)
class Blurs:
    """What a record's page says of its photos."""

    now: Mapping[str, frozenset[int]]
    """The parts that are hidden, by the SHA-256 of a photo of which any is."""
    events: Sequence[BlurEvent]


def blurs(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Blurs:
    """What is hidden of a record's photos, and how it came to be."""
    noted = blur_store.blurs_of(session, programme_id, record_id)
    names = people(session, {one.by for one in noted}) if noted else {}
    newest = {one.sha256: parts.unpacked(one.parts) for one in noted}
    return Blurs(
        now={sha256: hidden for sha256, hidden in newest.items() if hidden},
        events=[BlurEvent(one.at, names[one.by].name, len(parts.unpacked(one.parts))) for one in noted],
    )


def save(
    session: AnySession, case: Case, sha256: str, hidden: Collection[int], *, seen: str, by: uuid.UUID, now: dt.datetime
) -> bool:
    """Notes which parts of a photo of a locked case are hidden from now on; the same again is noted once. False, and
    nothing is noted, where somebody else hid others since `seen`, the id of what the caller saw."""
    newest = blur_store.newest_of(session, case.programme_id, case.record_id, sha256)
    before = newest.parts if newest else parts.packed(())
    if before == parts.packed(hidden):
        return True
    if seen != (str(newest.id) if newest else ""):
        return False
    made = PhotoBlur(
        programme_id=case.programme_id, record_id=case.record_id, rev=case.rev, sha256=sha256,
        parts=parts.packed(hidden), by=by, at=now,
    )  # fmt: skip
    session.add(made)
    note_event(
        session, "photo_blurred", about=("record", case.record_id), programme=case.programme_id, blur=made.id,
        parts=len(hidden), rev=case.rev,
    )  # fmt: skip
    session.flush()
    return True
