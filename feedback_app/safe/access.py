"""Who has access (people, phones, codes), noted beside the backups, so that a restore neither loses nor undoes it.
Pure.

Of each table a dict of rows by key, as JSON. Of two states of a row the later one counts, but what ended stays ended: a
revoked phone and a spent code are never valid again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
Access = dict[str, dict[str, Row]]

ENDED = ("revoked_at", "used_at", "withdrawn_at")
"""Columns that, once set, stay set."""


def merge_access(*states: Mapping[str, Mapping[str, Row]]) -> Access:
    """All of these states, the earliest first, as one."""
    made: Access = {}
    for state in states:
        _drop_rights(made, set(state.get("person", ())))
        for table, rows in state.items():
            earlier = made.setdefault(table, {})
            for key, row in rows.items():
                earlier[key] = merged_row(earlier[key], row) if key in earlier else dict(row)
    return made


def _drop_rights(made: Access, people: set[str]) -> None:
    """Of people whose later state is known only the rights in that count: others were taken back."""
    if "membership" in made:
        made["membership"] = {k: row for k, row in made["membership"].items() if row.get("person_id") not in people}


def merged_row(earlier: Row, later: Row) -> Row:
    """One row of two states."""
    ended = [name for name in ENDED if earlier.get(name) is not None]
    made = {**earlier, **later, **{name: earlier[name] for name in ended}}
    if "used_at" in ended:
        made["device_id"] = earlier.get("device_id")
    if earlier.get("vouched_by") and later.get("revoked_at") is None and "revoked_at" in later:
        made["revoked_at"] = None  # enrolled on a coordinator's word, and now by the phone itself
    return made
