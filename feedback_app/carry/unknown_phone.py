"""A file of a phone that is not known here any more: imported on the claim of a coordinator who knows whose it is."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import orjson

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import Phone
from feedback_app.enrol.unknown_phone import vouched_phone
from sync.sealed_item import SealedItem


@dataclass(frozen=True, slots=True)
class OwnerClaim:
    """A coordinator's claim: whose phone made the file, and who says so."""

    person: str
    by: str


def vouched_device(
    session: AnySession,
    programme: str,
    device_id: uuid.UUID,
    sealed_item: SealedItem,
    *,
    claim: OwnerClaim,
    now: dt.datetime,
) -> Phone | None:
    """A row for the phone (`enrol.unknown_phone`). None where its entry names no author, or one who is known here by
    another name."""
    author = _author(sealed_item)
    if author is None:
        return None
    name, by = claim.person, claim.by
    return vouched_phone(session, programme, device_id, author=author, name=name, by=by, now=now)


def _author(sealed_item: SealedItem) -> uuid.UUID | None:
    """Who an entry says wrote it."""
    try:
        body = orjson.loads(sealed_item.payload)
        return uuid.UUID(body["author"]) if isinstance(body, dict) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
