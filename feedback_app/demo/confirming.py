"""A made-up answer to "is it done?", as a phone sends it. Pure."""

from __future__ import annotations

import uuid
from typing import Any

from feedback_app.demo.steps import Confirming
from feedback_app.forms.confirmation_form import CONFIRMATION


def confirmation(
    one: Confirming, reply_id: uuid.UUID, *, programme: str, place: str, author: uuid.UUID
) -> dict[str, Any]:
    """The body of the entry."""
    answers = {"reply": str(reply_id), "fulfilled": one.fulfilled, **({"why": one.why} if one.why else {})}
    consent = {
        "version": "1", "language": "fr", "given_by": "tick", "attribution": "anonymous", "uses": {"keep": True},
    }  # fmt: skip
    return {
        "instrument": CONFIRMATION, "instrument_version": "1", "programme": programme, "place": place, "project": None,
        "author": str(author), "recorded_at": one.at.isoformat(timespec="milliseconds"), "duration_ms": 20_000,
        "mode": "alone", "location": None, "consent": consent, "answers": answers, "media": [], "reply_to": None,
    }  # fmt: skip
