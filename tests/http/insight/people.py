"""How accepted records of every instrument get into the figures in these tests: Awa and Koffi record, Adjoua accepts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import Any

from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.insight.accepted.counting import Count
from feedback_app.insight.accepted.store import month_counts
from feedback_app.insight.figures.actions import is_due
from feedback_app.insight.figures.releasing import ReleasedTable
from feedback_app.insight.figures.store import last_release
from feedback_app.insight.figures.transactions import show_week
from tests.build import instrument_version
from tests.http.portfolio_people import decide
from tests.people import Phone, World
from tests.rules.test_instruments_shipped import EMOTION

AGES = ("18_24", "25_34", "35_59", "60_plus")


def record(client: FlaskClient, phone: Phone, instrument: str, answers: dict[str, Any], **changes: Any) -> uuid.UUID:
    """A record of this instrument as this person made it."""
    entry = phone.entry(
        instrument=instrument, instrument_version=instrument_version(instrument), answers=answers, **changes
    )  # fmt: skip
    answer = phone.sync(client, entry)
    assert answer["acks"][0]["outcome"] == "stored", answer["acks"]
    return uuid.UUID(entry["id"])


def feeling(
    client: FlaskClient,
    world: World,
    emotion: str = "espoir",
    *,
    n: int = 0,
    phone: Phone | None = None,
    **changes: Any,
) -> uuid.UUID:
    """The `n`-th person's emotion about life here, accepted: each `n` is another day, so another voice."""
    day = clock.now() - dt.timedelta(days=n // len(AGES))
    answers = {
        **{key: value for key, value in EMOTION.items() if key not in {"projet", "voix"}}, "objet": "vie",
        "age": AGES[n % len(AGES)], "emotion": emotion, **changes.pop("answers", {}),
    }  # fmt: skip
    made = record(client, phone or world.awa, "emotion", answers, recorded_at=clock.iso(day), **changes)
    decide(world, made)
    return made


def follow(world: World) -> None:
    """The job runs: insight follows, counts anew and takes out of the figures what is no longer true."""
    with world.app.app_context():
        jobs.run("insight")


def next_week(world: World, weeks: int = 1) -> None:
    """Monday comes: what is new goes into the figures."""
    follow(world)
    now = clock.now() + dt.timedelta(days=7 * weeks)
    with world.app.app_context():
        assert is_due(db.session, world.programme, now=now)
        db.session.rollback()
        assert show_week(world.programme, now=now)


def counts(world: World) -> Count:
    """The exact counts of all places and months together."""
    with world.app.app_context():
        total: Count = {}
        for one in month_counts(db.session, world.programme):
            for key, tally in one.counts.items():
                total.setdefault(key, type(tally)()).add(tally)
        return total


def voices(world: World, axis: str, speaker: str = "single") -> Counter[str]:
    """How many voices there are by what they answer."""
    found: Counter[str] = Counter()
    for key, tally in counts(world).items():
        if (key.speaker, key.axis) == (speaker, axis):
            found[key.code] += tally.voices
    return found


def shown(world: World, name: str) -> ReleasedTable | None:
    """A table as anyone sees it."""
    with world.app.app_context():
        return last_release(db.session, world.programme).tables.get(name)
