"""What is kept beside cases so that no page has to look at all of them, counts, words and bands, follows their changes.

Whoever changes cases takes `indexed` each before and after, and writes the difference **last** before commit: it
is locked for the whole programme from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text

from feedback_app.base.db import AnySession
from feedback_app.review.case_band_store import BandChanges, CaseText
from feedback_app.review.case_count_store import CountChanges, CountedCase, counted_case, recount
from feedback_app.review.case_inflow_store import CaseOrigin, InflowChanges, origin, recount_weeks
from feedback_app.review.case_word_store import Searched, WordChanges, reindex, searched
from feedback_app.review.tables import Case
from feedback_app.review.week_zone_store import is_zone_new


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a case is counted, searched and likened by."""

    counted: CountedCase
    origin: CaseOrigin
    searched: Searched
    likened: CaseText


def indexed(case: Case) -> Indexed:
    """What a case is counted, searched and likened by now."""
    return Indexed(
        counted_case(case),
        origin(case),
        Searched(case.position, searched(case.search, case.marks)),
        CaseText(case.position, case.written),
    )


class CaseChanges:
    """What a transaction changes beside the cases of a programme."""

    def __init__(self) -> None:
        self._counts, self._flows, self._words = CountChanges(), InflowChanges(), WordChanges()
        self._bands, self._any = BandChanges(), False

    def add(self, before: Indexed | None, after: Indexed | None) -> None:
        """A case is `after` what it was `before`; None where there is none."""
        if before != after:
            self._any = True
            self._counts.add(before.counted if before else None, after.counted if after else None)
            self._flows.add(before.origin if before else None, after.origin if after else None)
            self._words.add(before.searched if before else None, after.searched if after else None)
            self._bands.add(before.likened if before else None, after.likened if after else None)

    def write(self, session: AnySession, programme_id: str) -> None:
        """Writes it all. Call it last before commit."""
        if not self._any:
            return
        session.flush()
        self._bands.write(session, programme_id)
        _lock(session, programme_id)
        self._counts.write(session, programme_id)
        self._flows.write(session, programme_id)
        self._words.write(session, programme_id)


@contextmanager
def counted(session: AnySession, case: Case) -> Iterator[None]:
    """What is done to a (locked) case in here is counted, searched and likened from its end on: the last of a
    transaction."""
    before, changes = indexed(case), CaseChanges()
    yield
    changes.add(before, indexed(case))
    changes.write(session, case.programme_id)


def _lock(session: AnySession, programme_id: str) -> None:
    """Lets one transaction write at a time; on SQLite there is no other."""
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        session.execute(lock, {"name": f"review of {programme_id}"})


def follow_time_zone(session: AnySession, programme_id: str) -> None:
    """Counts the weeks of a programme anew where it has another time zone now."""
    if is_zone_new(session, programme_id):
        _hold_cases(session, programme_id)
        recount_weeks(session, programme_id)


def _hold_cases(session: AnySession, programme_id: str) -> None:
    """Nobody changes a case until commit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE review_case IN SHARE MODE"))
    _lock(session, programme_id)


def work_out_anew(session: AnySession, programme_id: str) -> int:
    """Counts and indexes all cases of a programme anew; nobody changes a case until commit. Returns how many."""
    _hold_cases(session, programme_id)
    reindex(session, programme_id)
    recount_weeks(session, programme_id)
    return recount(session, programme_id)
