"""What a record says of somebody in danger (decision 22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.rule_cache import rules


def danger_of(session: AnySession, programme_id: str, content: Mapping[str, Any]) -> Danger:
    """What a body is marked as by its phone, else what its answers come to: phones whose app is older than the door
    send these without a mark."""
    if isinstance(content.get("danger"), str):
        return Danger.ASKED
    found = rules(session, programme_id, str(content.get("instrument")), str(content.get("instrument_version")))
    if found is None:
        return Danger.NONE
    return found.danger(content.get("answers"), today=str(content.get("recorded_at"))[:10])
