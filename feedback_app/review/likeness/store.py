"""Selects of records that may say the same as one: a bounded number of looks at indexes, however many there are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Uuid, bindparam, select, text

from feedback_app.base.db import AnySession
from feedback_app.media.lookup_store import records_sharing
from feedback_app.review.case import State
from feedback_app.review.case_band_store import CaseText, find_alike
from feedback_app.review.tables import Case

BY_TEXT, BY_MEDIUM, MOST_FILES = 50, 20, 10
"""Records that are looked at because of the text, or because of each of so many files."""
BESIDE = 6
"""Records of each state that came just before, and just after, in the same place or from the same person."""
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


def next_cases(session: AnySession, programme_id: str, *, after: int, limit: int) -> list[tuple[int, uuid.UUID, bool]]:
    """(position, record, whether its text was never looked at) of the next cases, ascending."""
    chosen = select(Case.position, Case.record_id, Case.written.is_(None))
    mine = Case.programme_id == programme_id, Case.position > after
    rows = session.execute(chosen.where(*mine).order_by(Case.position).limit(limit))
    return [(position, record, is_new) for position, record, is_new in rows]


def _beside(session: AnySession, case: Case, column: str, value: str | uuid.UUID) -> list[int]:
    """The positions of the cases that came just before and just after, with the same value."""
    statement = _BESIDE[session.get_bind().dialect.name, column]
    asked = {"programme": case.programme_id, "value": value, "at": case.position, "states": _STATES}
    return list(session.scalars(statement, asked))


_STATES = orjson.dumps(STATES).decode()
_NEAREST = """
    SELECT position FROM (
        SELECT position FROM review_case
        WHERE programme_id = :programme AND {column} = :value AND state = k.state AND position < :at
        ORDER BY position DESC LIMIT {beside}
    ) AS before
    UNION ALL
    SELECT position FROM (
        SELECT position FROM review_case
        WHERE programme_id = :programme AND {column} = :value AND state = k.state AND position > :at
        ORDER BY position LIMIT {beside}
    ) AS after
"""
_EACH_STATE = {
    "sqlite": """
        SELECT c.position FROM (SELECT value AS state FROM json_each(:states)) AS k CROSS JOIN review_case AS c
        ON c.programme_id = :programme AND c.{column} = :value AND c.state = k.state AND c.position IN ({nearest})
    """,
    "postgresql": """
        SELECT c.position FROM (SELECT value AS state FROM json_array_elements_text(CAST(:states AS json))) AS k
        CROSS JOIN LATERAL ({nearest}) AS c
    """,
}
_BESIDE = {
    (dialect, column): text(
        statement.format(column=column, nearest=_NEAREST.format(column=column, beside=BESIDE))
    ).bindparams(bindparam("value", type_=Uuid() if column == "author_id" else None))
    for dialect, statement in _EACH_STATE.items()
    for column in ("place_path", "author_id")
}
