"""When a phone's contact is written down: what a coordinator must know at once, and the rest once a minute."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from feedback_app.enrol.store import Contact

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HEALTH = {"unsent": 2, "drafts": 1, "free_bytes": 2_000_000, "month_bytes": 9_000, "persisted": True}
NOTED = Contact(at=NOON, clock_offset_ms=300, health=HEALTH, app_version="1.0")


def soon(seconds: float = 20, **change: Any) -> Contact:
    return replace(NOTED, at=NOON + dt.timedelta(seconds=seconds), **change)


@pytest.mark.parametrize(
    "contact",
    [
        soon(),
        soon(59),
        soon(clock_offset_ms=4_000),
        soon(health=None),
        soon(health=HEALTH | {"free_bytes": 1_990_000, "month_bytes": 12_000}),
    ],
)
def test_the_next_exchange_of_a_phone_that_hands_over_much_writes_nothing(contact: Contact) -> None:
    assert not contact.differs_enough_from(NOTED)


@pytest.mark.parametrize(
    "contact",
    [
        soon(60),
        soon(-1),
        soon(clock_offset_ms=90_000),
        soon(clock_offset_ms=-90_000),
        soon(app_version="1.1"),
        soon(health=HEALTH | {"unsent": 0}),
        soon(health=HEALTH | {"drafts": 0}),
        soon(health={}),
    ],
)
def test_a_minute_later_or_when_something_else_changed_it_is_written(contact: Contact) -> None:
    assert contact.differs_enough_from(NOTED)


def test_the_first_exchange_of_a_phone_is_written() -> None:
    assert soon().differs_enough_from(Contact(None, None, None, "1.0"))
    assert soon().differs_enough_from(replace(NOTED, health=None))
