"""Adjoua and Kouamé read at the same time, and never the same record."""

from __future__ import annotations

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.claim import OPENED, TAKEN, Claim, claim_by_opening

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
ADJOUA, KOUAME = uuid.UUID(int=1), uuid.UUID(int=2)


def test_what_adjoua_opens_is_hers_for_ten_minutes_and_stops_nobody_from_deciding() -> None:
    claim = claim_by_opening(None, ADJOUA, NOW)
    assert claim == Claim(ADJOUA, NOW + OPENED, taken=False)
    assert claim.is_against(KOUAME, NOW) and not claim.stops(KOUAME, NOW)
    assert not claim.is_against(KOUAME, NOW + OPENED)


def test_what_she_took_nobody_else_decides_until_it_lapses() -> None:
    claim = Claim(ADJOUA, NOW + TAKEN, taken=True)
    assert claim.stops(KOUAME, NOW) and not claim.stops(ADJOUA, NOW) and not claim.stops(KOUAME, NOW + TAKEN)
    assert claim_by_opening(claim, KOUAME, NOW) is None and claim_by_opening(claim, ADJOUA, NOW) is None


def test_who_looks_for_long_goes_on_having_it() -> None:
    claim = Claim(ADJOUA, NOW + OPENED, taken=False)
    assert claim_by_opening(claim, ADJOUA, NOW) is None
    again = claim_by_opening(claim, ADJOUA, NOW + OPENED * 0.75)
    assert again is not None and again.until == NOW + OPENED * 1.75


@given(st.sampled_from([ADJOUA, KOUAME]), st.booleans(), st.integers(-600, 600))
def test_nobody_loses_a_live_claim_because_somebody_opened_the_page(by: uuid.UUID, taken: bool, left: int) -> None:
    claim = Claim(by, NOW + dt.timedelta(minutes=left), taken)
    made = claim_by_opening(claim, KOUAME, NOW)
    if claim.is_live(NOW):
        assert made is None or made.by == claim.by
    else:
        assert made == Claim(KOUAME, NOW + OPENED, taken=False)
