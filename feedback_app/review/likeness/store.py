"""Selects of records that may say the same as one: a bounded number of looks at indexes, however many there are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import TextClause, Uuid, bindparam, select, text

from feedback_app.base.db import AnySession
from feedback_app.media.lookup_store import records_sharing
from feedback_app.review.case import State
from feedback_app.review.case_band_store import CaseText, find_alike
from feedback_app.review.tables import Case
from feedback_app.review.urgency import CLASSES, DANGER

BY_TEXT, BY_MEDIUM, MOST_FILES = 150, 20, 10
"""Records that are looked at because of the text, or because of each of so many files."""
BESIDE = 6
"""Records of each state just before, and just after, in the same place; of each state and urgency half as many from the
same person."""
STATES = (
    State.RECEIVED, State.IN_REVIEW, State.NEEDS_CORRECTION, State.ACCEPTED, State.REJECTED, State.MERGED
)  # fmt: skip
"""Of those in quarantine nobody knows yet what they say."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may say the same as another one."""

    case: Case
    shared: frozenset[str]
    """Hashes of files that both name."""


def candidates(session: AnySession, case: Case, hashes: Sequence[str]) -> dict[uuid.UUID, Candidate]:
    """Cases of the programme, in whatever place, that may say the same as this one, which names these files. No calls
    for help."""
    likened = CaseText(case.position, case.written)
    positions = find_alike(session, case.programme_id, likened, limit=BY_TEXT)
    positions += _beside(session, case, "place_path", case.place_path)
    if case.author_id:
        positions += _beside(session, case, "author_id", case.author_id)
    shared = records_sharing(session, case.programme_id, hashes[:MOST_FILES], limit=BY_MEDIUM)
    found: dict[uuid.UUID, Case] = {}
    for condition in (Case.position.in_(positions), Case.record_id.in_(shared)):
        chosen = select(Case).where(Case.programme_id == case.programme_id, condition)
        found |= {one.record_id: one for one in session.scalars(chosen)}
    return {
        key: Candidate(one, frozenset(shared.get(key, ())))
        for key, one in found.items()
        if key != case.record_id and one.rev and not one.danger and one.state in STATES
    }


def _beside(session: AnySession, case: Case, column: str, value: str | uuid.UUID) -> list[int]:
    """The positions of the cases that came just before and just after, with the same value."""
    statement = _BESIDE[session.get_bind().dialect.name, column]
    asked = {"programme": case.programme_id, "value": value, "at": case.position, "states": _STATES}
    return list(session.scalars(statement, asked if column == "place_path" else asked | {"urgencies": _URGENCIES}))


_STATES, _URGENCIES = orjson.dumps(STATES).decode(), orjson.dumps([one for one in CLASSES if one != DANGER]).decode()
_MINE = {
    "place_path": "programme_id = :programme AND place_path = :value AND state = k.state",
    # The index of authors holds the order of the list, urgency by urgency.
    "author_id": "programme_id = :programme AND author_id = :value AND state = k.state AND urgency = u.urgency",
}
_EACH_URGENCY = {
    "sqlite": "(SELECT value AS urgency FROM json_each(:urgencies)) AS u CROSS JOIN",
    "postgresql": "(SELECT CAST(value AS int) AS urgency FROM json_array_elements_text(CAST(:urgencies AS json))) AS u"
    " CROSS JOIN",
}
_NEAREST = """
    SELECT position FROM (
        SELECT position FROM review_case WHERE {mine} AND position < :at ORDER BY position DESC LIMIT {beside}
    ) AS before
    UNION ALL
    SELECT position FROM (
        SELECT position FROM review_case WHERE {mine} AND position > :at ORDER BY position LIMIT {beside}
    ) AS after
"""
_EACH = {
    "sqlite": """
        SELECT c.position FROM (SELECT value AS state FROM json_each(:states)) AS k CROSS JOIN {urgencies}
        review_case AS c ON {mine} AND c.position IN ({nearest})
    """,
    "postgresql": """
        SELECT c.position FROM (SELECT value AS state FROM json_array_elements_text(CAST(:states AS json))) AS k
        CROSS JOIN {urgencies} LATERAL ({nearest}) AS c
    """,
}


def _statement(dialect: str, column: str) -> TextClause:
    by_urgency = column == "author_id"
    nearest = _NEAREST.format(mine=_MINE[column], beside=BESIDE // 2 if by_urgency else BESIDE)
    asked = _EACH[dialect].format(
        urgencies=_EACH_URGENCY[dialect] if by_urgency else "",
        mine=" AND ".join(f"c.{one}" for one in _MINE[column].split(" AND ")),
        nearest=nearest,
    )
    return text(asked).bindparams(bindparam("value", type_=Uuid() if by_urgency else None))


_BESIDE = {(dialect, column): _statement(dialect, column) for dialect in _EACH for column in _MINE}
