"""Moments in the time zone of a programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_app.base import zones

AT = dt.datetime(2026, 11, 29, 22, 30, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def nobody_asks() -> Iterator[None]:
    before = zones._callers[:]
    yield
    zones._callers[:] = before


def show_in(name: str) -> None:
    zones.set_zone_of_caller(lambda: zones.zone_of({zones.KEY: name}))


@pytest.mark.parametrize(
    ("name", "moment", "offset"),
    [
        ("Africa/Abidjan", "29/11/2026 22:30", "UTC"),
        ("Africa/Nairobi", "30/11/2026 01:30", "UTC+3"),
        ("Asia/Kolkata", "30/11/2026 04:00", "UTC+5:30"),
        ("America/St_Johns", "29/11/2026 19:00", "UTC−3:30"),
        ("no such place", "29/11/2026 22:30", "UTC"),
    ],
)
def test_a_moment_is_shown_with_the_day_and_hour_of_its_programme(name: str, moment: str, offset: str) -> None:
    show_in(name)
    assert (zones.moment(AT), zones.offset(AT)) == (moment, offset)
    assert zones.moment(AT, seconds=True) == f"{moment}:05" and zones.day(AT) == moment[:10]
    assert zones.hour(AT) == moment[11:]


def test_in_winter_and_in_summer_an_hour_is_another_one() -> None:
    show_in("Europe/Paris")
    summer = AT.replace(month=7)
    assert (zones.hour(AT), zones.offset(AT)) == ("23:30", "UTC+1")
    assert (zones.hour(summer), zones.offset(summer)) == ("00:30", "UTC+2")


@pytest.mark.parametrize(
    "name", [None, 3, "", "../../etc/passwd", "/etc/localtime", "Africa", "Africa/Nowhere", "x" * 999, "a\0b"]
)
def test_what_is_no_time_zone_is_none(name: object) -> None:
    assert zones.read_zone(name) is None
    assert zones.zone_of({zones.KEY: name}) == zones.read_zone("Africa/Abidjan")


def test_a_day_begins_when_it_begins_there() -> None:
    kenya, paris = zones.read_zone("Africa/Nairobi"), zones.read_zone("Europe/Paris")
    assert kenya and paris
    assert zones.start_of_day(dt.date(2026, 11, 30), kenya) == dt.datetime(2026, 11, 29, 21, tzinfo=dt.UTC)
    assert zones.start_of_day(dt.date(2026, 10, 25), paris) == dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)
    assert zones.start_of_day(dt.date(2026, 10, 26), paris) == dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC)


def test_no_template_turns_moments_into_words_by_itself() -> None:
    templates = (Path(zones.__file__).parents[1]).rglob("templates/**/*.html")
    assert [path.name for path in templates if "strftime" in path.read_text(encoding="utf-8")] == []
