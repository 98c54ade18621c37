"""By which bands the texts of cases are found (`text_likeness.py`): kept in the transaction that changes cases, so that
a record's page reads a few rows, not texts. What waits in no list of words, as a call for help, has none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import func, select, text

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.review.tables import Case, CaseBand
from feedback_app.review.text_likeness import band_hashes, key, keys_to_look_up

AT_ONCE = 10_000
"""Rows of one statement."""
OF_A_KEY = 32
"""Cases that are looked at of each key, those that came last: many may begin with the same polite words."""
MOST_SPANS = 64
"""Sixteen million positions."""


class CaseText(NamedTuple):
    """What a case is likened by; `written` None: not worked out yet."""

    position: int
    written: str | None


class BandChanges:
    """What a transaction changes in the bands of a programme's cases."""

    def __init__(self) -> None:
        self._left: list[CaseText] = []
        self._new: list[CaseText] = []

    def add(self, before: CaseText | None, after: CaseText | None) -> None:
        """A case is likened by `after` and no longer by `before`; None where there is none."""
        if before == after:
            return
        self._left += [before] if before and before.written else []
        self._new += [after] if after and after.written else []

    def write(self, session: AnySession, programme_id: str) -> None:
        """Changes the rows of these cases."""
        left, new = _rows(programme_id, self._left), _rows(programme_id, self._new)
        self._left, self._new = [], []
        _delete(session, sorted(left - new))
        rows = [{"key": number, "position": position} for number, position in sorted(new - left)]
        for start in range(0, len(rows), AT_ONCE):
            insert_many(session, {CaseBand: rows[start : start + AT_ONCE]})


def _rows(programme_id: str, of: Collection[CaseText]) -> set[tuple[int, int]]:
    found = ((one.position, band_hashes(programme_id, one.written or "")) for one in of)
    return {(key(position, band), position) for position, bands in found for band in bands}


def _delete(session: AnySession, rows: Sequence[tuple[int, int]]) -> None:
    statement = _DROP[session.get_bind().dialect.name]
    for start in range(0, len(rows), AT_ONCE):
        session.execute(statement, {"rows": orjson.dumps(rows[start : start + AT_ONCE]).decode()})


_DROP = {
    "sqlite": text("""
        DELETE FROM review_band WHERE (key, position) IN
        (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows))
    """),
    "postgresql": text("""
        DELETE FROM review_band AS b
        USING (SELECT CAST(value ->> 0 AS int8) AS key, CAST(value ->> 1 AS int8) AS position
               FROM json_array_elements(CAST(:rows AS json))) AS gone
        WHERE b.key = gone.key AND b.position = gone.position
    """),
}


def find_alike(session: AnySession, programme_id: str, one: CaseText, *, limit: int) -> list[int]:
    """The positions of cases whose texts share bands with this one's, those that share most first; itself among them.
    As many looks at an index as it has bands, for each span of positions."""
    bands = band_hashes(programme_id, one.written or "")
    last = session.scalar(select(func.max(Case.position)).where(Case.programme_id == programme_id))
    if not bands or last is None:
        return []
    keys = list(keys_to_look_up(bands, near=one.position, last=last, most=MOST_SPANS))
    found = session.execute(
        _SHARE[session.get_bind().dialect.name], {"keys": orjson.dumps(keys).decode(), "limit": limit}
    )
    return [position for position, _ in found]


_SHARE = {
    "sqlite": text(f"""
        SELECT b.position, count(*) AS shared FROM json_each(:keys) AS k CROSS JOIN review_band AS b
        ON b.key = k.value AND b.position IN
        (SELECT position FROM review_band WHERE key = k.value ORDER BY position DESC LIMIT {OF_A_KEY})
        GROUP BY b.position ORDER BY shared DESC, b.position DESC LIMIT :limit
    """),  # noqa: S608 - a number of ours
    "postgresql": text(f"""
        SELECT b.position, count(*) AS shared
        FROM (SELECT CAST(value AS int8) AS key FROM json_array_elements_text(CAST(:keys AS json))) AS k
        CROSS JOIN LATERAL
        (SELECT position FROM review_band WHERE key = k.key ORDER BY position DESC LIMIT {OF_A_KEY}) AS b
        GROUP BY b.position ORDER BY shared DESC, b.position DESC LIMIT :limit
    """),  # noqa: S608 - a number of ours
}
