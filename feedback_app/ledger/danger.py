"""What a record says of somebody in danger (decision 22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.validation import Rules


def danger_of(content: Mapping[str, Any], rules: Rules | None) -> Danger:
    """The danger mark that a phone put on a body; where there is none, what its answers mean by the rules of its form.

    Phones whose app is older than the danger door send such records without a mark.
    """
    if isinstance(content.get("danger"), str):
        return Danger.ASKED
    if rules is None:
        return Danger.NONE
    return rules.danger(content.get("answers"), today=str(content.get("recorded_at"))[:10])
