"""Noting who did what, in the transaction of whoever does it: what is rolled back was not done, and is not noted.

An event gets its place in the hash chain later (`audit.actions.seal`), so that nobody waits for anybody here.
"""

from __future__ import annotations

import hashlib
import re
import uuid

import orjson

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.actor import Actor, Occurrence, occurrence
from feedback_app.base.db import AnySession
from schemas.vocabulary import vocabulary

Detail = str | int | bool | uuid.UUID | None
_CODE = re.compile(r"[\w.:/+<>-]{0,120}", re.ASCII)
"""What ids and codes look like. No spaces, no letters with accents: people's words are refused, not stored."""


class NotACode(ValueError):
    """Something that is neither an id nor a code nor a number was about to be noted."""


def note_event(
    session: AnySession,
    event: str,
    *,
    about: tuple[str, object] | None = None,
    programme: str | None = None,
    by: Actor | None = None,
    when: Occurrence | None = None,
    **details: Detail,
) -> None:
    """Notes an event of `schemas/vocabulary/audit_events.csv`; flushed and committed with all else of the session.

    `about` is a kind and an id (`("record", record_id)`), `details` are codes, ids and numbers. Who, when and from
    where follow from the request, command or job that runs. Raises KeyError for an unknown event, `NotACode`.
    """
    if event not in vocabulary("audit_events").codes:
        raise KeyError(event)
    now = when or occurrence(by)
    session.add(
        AuditEvent(
            at=now.at, event=event, programme_id=programme or now.actor.programme, actor_kind=now.actor.kind,
            actor_id=now.actor.id, network=now.network, about=_named(about), details=_packed(details),
            request_id=now.request_id,
        )
    )  # fmt: skip


def as_code(text: str) -> str:
    """A name that somebody gave, such as a form's version, as an event may have it: itself, or a hash of it."""
    return text if _CODE.fullmatch(text) else f"sha256/{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _named(about: tuple[str, object] | None) -> str | None:
    return None if about is None else f"{about[0]}:{_code(str(about[1]))}"


def _packed(details: dict[str, Detail]) -> str:
    checked = {
        name: value if isinstance(value, int) else _code(str(value))
        for name, value in details.items()
        if value is not None
    }
    return orjson.dumps(checked, option=orjson.OPT_SORT_KEYS).decode()


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise NotACode("an audit event says ids, codes and numbers alone")
    return value
