"""Each contract test runs on the memory model, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.ledger.actions import open_ledgers
from feedback_app.register.tables import Programme
from tests.conftest import own_database
from tests.contract import stores
from tests.people import CONSENT, World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", ["memory", "sqlite", "postgresql"])


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of the kind under contract, where a test has one; else as everywhere."""
    chosen = request.node.callspec.params
    yield from own_database(chosen.get("kind") or chosen["database"], request, tmp_path)


@pytest.fixture
def sql_world(kind: str, request: pytest.FixtureRequest) -> World | None:
    if kind == "memory":
        return None
    world: World = request.getfixturevalue("world")
    with world.app.app_context(), transaction() as session:
        session.add(
            Programme(id="empty", name={}, languages=["fr"], place_code="XX", consent=CONSENT, created_at=clock.now())
        )
        session.flush()
        open_ledgers(session, clock.now())
    return world


@pytest.fixture
def ledger(sql_world: World | None) -> stores.LedgerUnderTest:
    return stores.sql_ledger(sql_world.app, sql_world) if sql_world else stores.memory_ledger()


@pytest.fixture
def feed(sql_world: World | None) -> stores.FeedUnderTest:
    return stores.sql_feed(sql_world.app, sql_world) if sql_world else stores.memory_feed()
