"""Whether what anyone sees is what a new server shows, and lines are those made of every item."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import orjson
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.suspension_store import suspend
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.transactions import store_all
from tests.people import World

PAGES = ("/", "/besoins", "/besoins?domain=eau", "/besoins?place=R1", "/besoins?offset=1")
FILES = (
    "/api/v1/portfolio",
    "/api/v1/portfolio.csv",
    "/api/v1/portfolio.geojson",
    "/api/v1/portfolio?place=S1&limit=1",
)


def shown(client: FlaskClient) -> list[bytes]:
    """All that anyone sees."""
    return [client.get(address).data for address in PAGES + FILES]


def restart(world: World) -> None:
    """As if the server had just been started."""
    with world.app.app_context():
        public_list._MADE.clear()
    world.app.extensions.pop("echo_answer_cache", None)


def check(world: World, client: FlaskClient) -> None:
    """What is shown is what a new server shows that has no counts, and lines are those made of every item."""
    with world.app.app_context():
        current = public_list.gathered(db.session)
        anew = public_list.gathered_anew(db.session)
        assert orjson.dumps(current.lines()) == orjson.dumps(anew.lines())
        db.session.rollback()
    now = shown(client)
    restart(world)
    assert shown(client) == now


def changed(world: World, change: Callable[[Any], object]) -> None:
    with world.app.app_context(), transaction() as session:
        change(session)


def take_back(world: World, record: uuid.UUID) -> None:
    changed(world, lambda session: suspend(session, world.programme, record, by="code", now=clock.now()))


def store(world: World) -> int:
    with world.app.app_context():
        return store_all()
