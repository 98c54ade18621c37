"""A database of an earlier version, with people's words in it, becomes one of today and loses nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from feedback_app.base.db import db
from feedback_app.migrations import tables, upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without anything in it."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
        yield engine
        engine.dispose()
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"old_{uuid.uuid4().hex[:12]}"
    root = create_engine(server, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine = create_engine(server.rsplit("/", 1)[0] + f"/{name}")
    yield engine
    engine.dispose()
    with root.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    root.dispose()


def insert(connection: Any, table: str, **values: Any) -> None:
    columns = ", ".join(values)
    connection.execute(
        text(f"insert into {table} ({columns}) values ({', '.join(f':{name}' for name in values)})"), values
    )


def test_a_photo_of_version_1_is_not_yet_safe_in_version_2(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0001")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at="2026-11-23 00:00:00+00:00", settings="{}",
        )  # fmt: skip
        insert(
            connection, "media", programme_id="pilote", sha256="a" * 64, type="image/jpeg", bytes=3,
            received_at="2026-11-23 00:00:00+00:00", state="received",
        )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        assert [bool(one) for one in connection.execute(text("select safe from media")).scalars()] == [False]


def test_upgrading_twice_is_upgrading_once_and_makes_what_the_models_say(empty: Engine) -> None:
    tables()
    for _ in range(2):
        with empty.begin() as connection:
            upgrade(connection)
    assert set(db.metadata.tables) <= set(inspect(empty).get_table_names())


def test_records_that_passed_an_unmarked_danger_door_are_marked_and_their_words_leave_the_queue(empty: Engine) -> None:
    answers = {
        "violence": ("besoin", {"domaine": "gen", "texte": "Mon mari me frappe"}),
        "grave": ("retour", {"problemes": ["retard", "grave"]}),
        "pompe": ("besoin", {"domaine": "eau", "texte": "La pompe est cassée"}),
        "retard": ("retour", {"problemes": ["retard"]}),
        "seance": ("seance", {"domaine": "gen"}),
        "nothing": ("besoin", None),
    }
    ids = {name: uuid.uuid4() for name in answers}
    day = "2026-11-23 00:00:00+00:00"
    with empty.begin() as connection:
        upgrade(connection, "0009")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=day, settings="{}",
        )  # fmt: skip
        for name, (instrument, given) in answers.items():
            insert(
                connection, "record", programme_id="pilote", id=key(empty, ids[name]), rev=1, position=1, digest="d",
                quarantined=False, sealed=False, erased=False, instrument=instrument, first_received_at=day,
                received_at=day, answers=json.dumps(given) if given is not None else None, media_count=0,
            )  # fmt: skip
            insert(
                connection, "review_case", programme_id="pilote", record_id=key(empty, ids[name]), state="received",
                rev=1, position=1, instrument=instrument, place_code="XX", place_path="/XX/", received_at=day,
                summary=f"mots de {name}", search=f"mots de {name}",
            )  # fmt: skip
        insert(connection, "ledger_follower", name="receipt", programme_id="pilote", position=7)
    with empty.begin() as connection:
        upgrade(connection)
        found = connection.execute(
            text("select r.id, r.danger, c.summary, c.search from record r join review_case c on c.record_id = r.id")
        )
        marks = {uuid.UUID(str(row.id)): (row.danger, row.summary, row.search) for row in found}
        assert {name for name in answers if marks[ids[name]] == ("maybe", "", "")} == {"violence", "grave"}
        others = answers.keys() - {"violence", "grave"}
        assert all(marks[ids[name]][:2] == ("", f"mots de {name}") for name in others)
        assert all(f"mots de {name}" in marks[ids[name]][2] for name in others)
        assert connection.execute(text("select position from ledger_follower")).scalar_one() == 0


def test_a_record_of_before_is_its_authors_also_where_all_of_it_waits_in_quarantine(empty: Engine) -> None:
    counts, waits, unsigned = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    author, day = uuid.uuid4(), "2026-11-23 00:00:00+00:00"
    bodies = {waits: [b"[]", json.dumps({"author": str(author)}).encode()], unsigned: [b'{"author": 7}']}
    with empty.begin() as connection:
        upgrade(connection, "0013")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=day, settings="{}",
        )  # fmt: skip
        person, device = key(empty, author), key(empty, uuid.uuid4())
        insert(connection, "person", id=person, name="Awa", language="fr", active=True, failed_logins=0, created_at=day)
        insert(
            connection, "device", id=device, programme_id="pilote", person_id=person, place_code="XX", role="surveyor",
            token_hash="h", name="", platform="", app_version="", enrolled_at=day,
        )  # fmt: skip
        for place, record in enumerate((counts, waits, unsigned), 1):
            insert(
                connection, "record", programme_id="pilote", id=key(empty, record), rev=int(record == counts),
                position=place, digest="d", quarantined=record != counts, sealed=False, erased=False,
                first_received_at=day, received_at=day, media_count=0,
                author_id=person if record == counts else None,
            )  # fmt: skip
            for n, body in enumerate(bodies.get(record, ())):
                insert(
                    connection, "ledger_entry", programme_id="pilote", position=10 * place + n,
                    record_id=key(empty, record), rev=1, digest=str(n) * 64, body=body, device_id=device,
                    received_at=day, quarantined=True, sealed=False,
                )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        found = connection.execute(text("select id, owner, known_as from record")).all()
    assert {uuid.UUID(str(row.id)): (row.owner, row.known_as) for row in found} == {
        counts: (str(author), None), waits: (str(author), None), unsigned: (None, None),
    }  # fmt: skip


def key(engine: Engine, of: uuid.UUID) -> str:
    """An id as this database stores it."""
    return of.hex if engine.dialect.name == "sqlite" else str(of)


def test_a_published_timeline_becomes_events_of_the_source_of_each(empty: Engine) -> None:
    record, assignment, theme = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    day = "2026-11-23 00:00:00+00:00"
    at = "2026-11-23T08:00:00.000Z"
    events = [
        {"id": f"{record}.1", "state": "received", "at": at, "rev": 1},
        {"id": "d", "state": "accepted", "at": at, "rev": 1, "message": "Merci"},
        {"id": str(assignment), "state": "in_portfolio", "at": at, "rev": 1, "message": "Pompes"},
        {"id": f"{assignment}.s", "state": "funded", "at": at, "rev": 1},
    ]
    with empty.begin() as connection:
        upgrade(connection, "0013")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=day, settings="{}",
        )  # fmt: skip
        person = key(empty, uuid.uuid4())
        insert(
            connection, "person", id=person, name="Adjoua", language="fr", active=True, failed_logins=0, created_at=day
        )
        insert(
            connection, "theme", id=key(empty, theme), programme_id="pilote", title="Pompes", created_at=day,
            created_by=person,
        )  # fmt: skip
        insert(
            connection, "portfolio_tie", id=key(empty, assignment), programme_id="pilote", record_id=key(empty, record), by=person,
            at=day,
        )  # fmt: skip
        body = json.dumps({"id": str(record), "rev": 1, "state": "funded", "events": events})
        for n, (name, row_body) in enumerate([(str(record), body), (str(uuid.uuid4()), None)]):
            insert(
                connection, "feed_row", id=key(empty, uuid.uuid4()), programme_id="pilote", kind="record", name=name,
                scope_path="/XX/", owner="x", position=n, body=row_body,
            )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        rows = connection.execute(text("select source, state, rev, message from timeline_event order by n")).all()
        waits = connection.execute(text("select theme_id from portfolio_news")).scalar_one()
    assert [tuple(row) for row in rows] == [
        ("review", "received", 1, None), ("review", "accepted", 1, "Merci"), ("portfolio", "in_portfolio", None, "Pompes"),
        ("portfolio", "funded", None, None),
    ]  # fmt: skip
    assert uuid.UUID(str(waits)) == theme


def test_more_timelines_than_are_read_in_one_go_all_become_events(empty: Engine) -> None:
    records = [uuid.uuid4() for _ in range(1001)]
    day, at = "2026-11-23 00:00:00+00:00", "2026-11-23T08:00:00.000Z"
    with empty.begin() as connection:
        upgrade(connection, "0013")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=day, settings="{}",
        )  # fmt: skip
        for n, record in enumerate(records):
            event = {"id": f"{record}.1", "state": "received", "at": at, "rev": 1}
            insert(
                connection, "feed_row", id=key(empty, uuid.uuid4()), programme_id="pilote", kind="record", name=str(record),
                scope_path="/XX/", owner="x", position=n, body=json.dumps({"id": str(record), "events": [event]}),
            )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        found = connection.execute(text("select record_id from timeline_event")).scalars().all()
    assert sorted(uuid.UUID(str(one)) for one in found) == sorted(records)


def test_the_steps_make_what_the_tables_say(empty: Engine) -> None:
    """Whoever adds a column and forgets its step learns it here (`python -m tools.migration`)."""
    tables()
    with empty.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        connection.execute(text("alter table place drop column label"))
        ((change, _, table, column),) = compare_metadata(context, db.metadata)
        assert (change, table, column.name) == ("add_column", "place", "label")


def test_an_open_session_and_a_locked_login_go_on_in_a_database_with_accounts(empty: Engine) -> None:
    day, person = "2026-11-23 00:00:00+00:00", key(empty, uuid.uuid4())
    with empty.begin() as connection:
        upgrade(connection, "0018")
        insert(
            connection, "person", id=person, name="Adjoua", language="fr", active=True, failed_logins=9,
            locked_until=day, created_at=day,
        )  # fmt: skip
        insert(connection, "desk_session", token_hash="h", person_id=person, created_at=day, expires_at=day)
    with empty.begin() as connection:
        upgrade(connection)
        (row,) = connection.execute(
            text("select last_used_at, confirmed_at, created_at, failed_before from desk_session")
        )
        assert row[0] == row[1] == row[2] and row[3] == 0
        (known,) = connection.execute(text("select active, initial_password_until from person"))
        assert bool(known[0]) and known[1] is None
