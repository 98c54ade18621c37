"""How needs get into the portfolio in these tests: Awa records, Adjoua accepts."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.need_names import need_names
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.listing.batches import publish_batch
from feedback_app.portfolio.solutions import proposals, publishing
from feedback_app.portfolio.solutions.assigning import Choice, assign
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.register.tables import Programme
from feedback_app.review import actions as review
from feedback_app.review.case import Action
from feedback_app.review.decisions.decide import Verdict
from feedback_app.review.decisions.decide import decide as decide_case
from feedback_app.review.store import find_case
from tests.build import need_answers
from tests.desk_actions import ACCEPT
from tests.people import Phone, World

_SPEAKERS = itertools.cycle(itertools.product(("18_24", "25_34", "35_59", "60_plus", "refus"), ("femme", "homme", "autre", "refus")))  # fmt: skip


def say(client: FlaskClient, phone: Phone, **changes: Any) -> uuid.UUID:
    """A need as this person recorded it, of somebody else each time; returns the record."""
    age, sex = next(_SPEAKERS)
    answers = need_answers(**{"age": age, "sexe": sex, **changes.pop("answers", {})})
    entry = phone.entry(answers=answers, **changes)
    answer = phone.sync(client, entry)
    assert answer["acks"][0]["outcome"] == "stored", answer["acks"]
    return uuid.UUID(entry["id"])


def decide(world: World, record: uuid.UUID, action: Action = ACCEPT, **more: Any) -> None:
    """Adjoua decides; the portfolio does not know yet."""
    with world.app.app_context(), transaction() as session:
        review.catch_up(session, world.programme)
        case = find_case(session, world.programme, record, lock=True)
        assert case is not None
        verdict = Verdict(action=action, rev_seen=case.rev, **more)
        made = decide_case(session, case, verdict, by=world.adjoua, now=clock.now())
        assert hasattr(made, "after"), made


def follow(world: World) -> int:
    """The portfolio's job runs."""
    with world.app.app_context():
        return int(str(jobs.run("portfolio")))


def accepted(client: FlaskClient, world: World, phone: Phone | None = None, **changes: Any) -> uuid.UUID:
    """A need that was recorded, accepted and taken into the portfolio."""
    record = say(client, phone or world.awa, **changes)
    decide(world, record)
    follow(world)
    return record


def assigned(world: World, *records: uuid.UUID, theme: str = "Pompes en panne", **choice: Any) -> str:
    """Adjoua assigns needs to a theme; returns its id."""
    with world.app.app_context(), transaction() as session:
        made = assign(
            session, world.programme, records, Choice(new_theme=theme, **choice), by=world.adjoua, now=clock.now()
        )
        assert isinstance(made, list), made
        published(session, world)
        return str(next(one.id for one in session.query(Theme) if one.title == theme))


def publish(world: World) -> None:
    """Akissi reads what Adjoua wrote, and publishes it."""
    with world.app.app_context(), transaction() as session:
        published(session, world)


def published(session: Any, world: World) -> None:
    """Akissi publishes all that waits for a second person."""
    for one in proposals.proposals(session, world.programme):
        subject = session.get(Theme, one.subject_id) or session.get_one(Solution, one.subject_id)
        assert proposals.publish(session, subject, one.id, author=Author(world.coordinator, clock.now())) is None
    while publishing.publish_slice(session, world.programme, now=clock.now()):
        pass


def settings(world: World, **changed: Any) -> None:
    """The coordinator changes the programme's rule."""
    with world.app.app_context(), transaction() as session:
        programme = session.get_one(Programme, world.programme)
        programme.settings = {**programme.settings, **changed}


def demonstration(world: World, **changed: Any) -> None:
    """The programme is marked as made up: each need is shown at once, figures are exact."""
    settings(world, demo=True, **{"k_public": 1, **changed})


def next_week(world: World) -> int:
    """Monday comes: what was accepted goes into the public list. Returns how many needs did."""
    follow(world)
    with world.app.app_context(), transaction() as session:
        return publish_batch(session, world.programme, now=clock.now() + dt.timedelta(days=7))


def erase(world: World, record: uuid.UUID) -> None:
    """Mariam withdraws what she said."""
    from feedback_app.ledger.actions import erase as delete

    with world.app.app_context(), transaction() as session:
        found = session.get_one(Record, (world.programme, record))
        delete(session, found, now=clock.now(), reason="subject", by="Mariam")


def listed(client: FlaskClient, address: str = "/api/v1/portfolio", **query: str) -> Any:
    """What the API lists."""
    got = client.get(address, query_string=query)
    assert got.status_code == 200, got.text
    return got.get_json()


def status_on_phone(world: World, phone: Phone, client: FlaskClient, record: uuid.UUID) -> Any:
    """What the phone shows of its record after the next exchange."""
    phone.sync(client)
    return phone.pulled["record", str(record)]


__all__ = [
    "accepted", "assigned", "db", "decide", "erase", "follow", "listed", "publish", "published", "say", "settings", "status_on_phone",
]  # fmt: skip


def place_feed_row(world: World, record: uuid.UUID) -> tuple[str, str]:
    """Under which kind and name phones of the place have an accepted need."""
    with world.app.app_context():
        return "need", need_names(db.session, world.programme)(record)
