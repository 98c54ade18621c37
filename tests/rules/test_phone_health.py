"""What Akissi sees of a phone's health, and when she may take it back without losing anybody's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from feedback_app.exchange.health import Delivery, DeviceHealth, device_health

SAFE = Delivery(last=9, safe=9)
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
EMPTY = {"unsent": 0, "media_pending_bytes": 0, "drafts": 0, "free_bytes": 5_000_000_000, "persisted": True}


def awas_phone(
    *, ago: dt.timedelta | None = dt.timedelta(minutes=5), delivery: Delivery = SAFE, **health: Any
) -> DeviceHealth:
    return device_health(
        last_seen=None if ago is None else NOW - ago, health=EMPTY | health, delivery=delivery, now=NOW
    )


def test_an_empty_phone_whose_words_are_all_safe_can_be_handed_back() -> None:
    assert awas_phone().can_go
    assert awas_phone(delivery=Delivery()).can_go, "it never sent anything"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"unsent": 2}, "unsent"),
        ({"delivery": Delivery(9, 9, 40_000)}, "media"),
        ({"drafts": 1}, "drafts"),
        ({"delivery": Delivery(9, 8)}, "unsafe"),
        ({"ago": dt.timedelta(hours=2)}, "silence"),
        ({"ago": None}, "silence"),
        ({"unsent": None}, "unknown"),
        ({"drafts": None}, "unknown"),
    ],
)
def test_anything_that_may_still_be_on_it_keeps_it(change: dict[str, Any], why: str) -> None:
    now_is = awas_phone(**change)
    assert (now_is.can_go, now_is.holds) == (False, (why,))


def test_a_phone_that_reported_nothing_is_not_handed_back() -> None:
    now_is = device_health(last_seen=NOW, health=None, delivery=Delivery(), now=NOW)
    assert now_is.holds == ("unknown",)


@pytest.mark.parametrize(
    ("ago", "silence"),
    [
        (None, "never"),
        (dt.timedelta(days=2), "fresh"),
        (dt.timedelta(days=4), "quiet"),
        (dt.timedelta(days=8), "silent"),
    ],
)
def test_silence_is_named_by_its_length(ago: dt.timedelta | None, silence: str) -> None:
    assert awas_phone(ago=ago).silence == silence


@pytest.mark.parametrize("date", ["yesterday", "", None, "2026-11-20", "2026-11-20T10:00:00"])
def test_an_odd_date_is_no_date(date: str | None) -> None:
    assert awas_phone(oldest_unsent_at=date).oldest_unsent_at is None
