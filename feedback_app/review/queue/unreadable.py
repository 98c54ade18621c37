"""What phones sent that could not be read as a record, as the desk shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from feedback_app.review.faults import fault_words, field_words

if TYPE_CHECKING:
    from feedback_app.ledger.malformed import MalformedRow

SHOWN = 20_000
"""Characters shown of one; the whole of it stays in the ledger."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry, why it could not be read, of which record it seems to be, and what can be read of it."""

    row: MalformedRow
    reasons: tuple[str, ...]
    record: str | None
    text: str
    is_cut: bool


def unreadable_row(row: MalformedRow, lang: str) -> Unreadable:
    """An unreadable entry in words."""
    parsed = _json(row.raw)
    text = _text(parsed, row.raw)
    return Unreadable(
        row=row,
        reasons=tuple(_reason(each, lang) for each in row.errors),
        record=str(parsed["id"])[:40] if isinstance(parsed, Mapping) and isinstance(parsed.get("id"), str) else None,
        text=text[:SHOWN],
        is_cut=len(text) > SHOWN,
    )


def _reason(error: Mapping[str, Any], lang: str) -> str:
    return f"{field_words(str(error.get('field')), lang)}\u00a0: {fault_words(error, lang)}"


def _json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None


def _text(parsed: Any, raw: bytes) -> str:
    """The body where there is one, with its answers on lines of their own; else all of it."""
    body = parsed.get("body") if isinstance(parsed, Mapping) else None
    content = _json(body.encode("utf-8", "replace")) if isinstance(body, str) else parsed
    if content is None:
        return body if isinstance(body, str) else raw.decode("utf-8", "replace")
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
