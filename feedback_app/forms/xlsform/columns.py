"""The columns of a form under their proper names: what older forms wrote gets the name it has today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

OLD: Mapping[str, str] = {
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "bind::calculate": "calculation",
    "bind::readonly": "read_only",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "instance::hxl": "hxl",
    "readonly": "read_only",
    "relevance": "relevant",
    "calculate": "calculation",
    "choice filter": "choice_filter",
    "repeat count": "repeat_count",
    "constraint message": "constraint_message",
    "required message": "required_message",
    "constraint-message": "constraint_message",
}
"""Names of old forms, and ours."""


def rename(sheets: Any) -> None:
    """Gives the columns of the survey and the choices their proper names, in place."""
    sheets.survey = [{_proper(name): cell for name, cell in row.items()} for row in sheets.survey]
    if sheets.choices:
        sheets.choices = [{_proper(name): cell for name, cell in row.items()} for row in sheets.choices]
    for header in ("survey_header", "choices_header"):
        if named := getattr(sheets, header, None):
            setattr(sheets, header, [{_proper(name): cell for name, cell in row.items()} for row in named])


def _proper(written: object) -> Any:
    """`label:English` and `bind: relevant` as they are written today; other names as they are."""
    if not isinstance(written, str):
        return written
    name = re.sub(r"\s*:+\s*", "::", written.strip()) if ":" in written else written.strip()
    name = name.replace("jr::", "jr:")
    return OLD.get(name.lower(), name if name != written.strip() or "::" in name else written)
