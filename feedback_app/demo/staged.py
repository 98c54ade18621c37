"""Records that a first look needs, by `staged.json`: people of three pilot places before and since their pilot began,
a week in which many of one place suddenly need the same, and needs without a theme that are alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.demo.pictures import seeded
from feedback_app.demo.roads import Road, RoadStep
from feedback_app.demo.words import read_words

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DemoRecord:
    """What is recorded by which phone at which moment."""

    instrument: str
    phone: int
    at: dt.datetime
    template: Mapping[str, Any]


def pilot_start(until: dt.datetime) -> dt.date:
    """The first day of the month in which the made-up pilot begins."""
    return (until - 105 * DAY).date().replace(day=1)


def pilot_phones(phones: int) -> range:
    """The phones of the pilot places, by their number."""
    return range(min(phones, read_words("staged")["pilot"]["places"]))


def staged_records(seed: int, until: dt.datetime, phones: int) -> Iterator[DemoRecord]:
    """All of them."""
    chance, words = seeded(seed + 1), read_words("staged")
    pilot, sudden = words["pilot"], words["sudden"]
    for side in pilot["sides"]:
        for phone in pilot_phones(phones):
            for n in range(side["count"]):
                at = until - DAY * chance.uniform(*side["days"])
                yield DemoRecord(pilot["instrument"], phone, _noon(at, n), _by(n, side["templates"]))
    for n in range(sudden["count"]):
        at = week_over(until) + DAY * (n % 4)
        yield DemoRecord(sudden["instrument"], 0, _noon(at, n), _by(n, sudden["templates"]))
    for some in words["alike"]:
        for n in range(some["count"]):
            at = until - DAY * chance.uniform(*some["days"])
            yield DemoRecord(some["instrument"], some["phone"] % phones, _noon(at, n), _by(n, some["templates"]))


def accepted_road(until: dt.datetime, at: dt.datetime) -> Road:
    """Such a record is accepted a day later."""
    do = read_words("staged")["decision"]
    return Road([RoadStep(DAY, action=do["action"], reason=do["reason"])], days=until - at)


def week_over(until: dt.datetime) -> dt.datetime:
    """The Monday of the last week that is over."""
    return until - DAY * (until.weekday() + 7)


def _noon(at: dt.datetime, n: int) -> dt.datetime:
    return at.replace(hour=11, minute=7 * n % 60, second=0, microsecond=0)


def _by(n: int, templates: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A template, answered by a person of an age and sex of their own."""
    people = read_words("staged")["people"]
    found = templates[n % len(templates)]
    return {**found, "answers": {**found["answers"], **people[n % len(people)]}}
