"""No request reads a large table from end to end: every statement of every route, by the plan that each database chooses
once there are a million records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import request, request_started
from sqlalchemy import Connection

from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from tests.http.permissions.requests import make_things
from tests.http.tus import Tus
from tests.people import World
from tests.plans.journey import desk_requests, exchanges, person_of_all_roles, public_requests
from tests.plans.reading import Reading, whole_readings
from tests.plans.recording import Recorder
from tests.plans.size import large_tables, make_large

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(600)]

KNOWN = Path(__file__).with_name("known.txt")
ACCOUNTS = ("/desk/link", "/desk/login", "/desk/logout", "/desk/second-factor", "/desk/linked-account", "/desk/me")
WITHOUT_RECORDS = ("/assets/", "/app", "/form-media/", "/language", "/selfcheck", "/api/v1/enrol", "/api/v1/media/")
"""Routes that know of people, files and phones alone; those of them that are asked for are looked at too."""


@contextmanager
def recorded(app: EchoFlask, world: World) -> Iterator[tuple[Recorder, set[str]]]:
    """Every statement of every request, and which routes were asked for."""
    things = make_things(app, world)
    awa = Tus(app.test_client(), world.awa)
    upload = awa.place(b"OggS" + b"la pompe" * 5, "audio/ogg")
    more = {"upload_id": upload.rsplit("/", 1)[1], "snapshot": "0" * 64, "person_id": str(world.awa.person_id)}
    things = replace(things, values={**things.values, **more})
    client, recorder, asked = person_of_all_roles(app), Recorder(), set[str]()

    def note(*_: Any, **__: Any) -> None:
        asked.add(f"{request.method} {request.url_rule.rule if request.url_rule else ''}")

    with app.app_context():
        engine = db.engine
    with recorder.listening(engine), request_started.connected_to(note, app):
        public = public_requests(app.test_client(), things)
        for calls in (exchanges(app.test_client(), world, things), public, desk_requests(app, client, things)):
            for name, call in calls:
                assert call().status_code < 500, name
    yield recorder, asked


Found = dict[tuple[str, str, str], list[str]]
"""Statements by the route that makes them first, the large table that they read, and how."""


def readings(connection: Connection, recorder: Recorder) -> Found:
    """What is read whole."""
    large, found = {table.name for table in large_tables()}, Found()
    for one in recorder.statements.values():
        for reading in whole_readings(connection, one.text, one.parameters, large):
            found.setdefault((one.route, reading.table, reading.how), []).append(one.text)
    return found


def known(kind: str) -> dict[tuple[str, str, str], int]:
    """How many statements read what is read whole on this database for now."""
    rows = [line.split(" | ") for line in KNOWN.read_text().splitlines() if line and not line.startswith("#")]
    return {(route, table, how): int(count) for on, route, table, how, count, _why in rows if on == kind}


def test_no_request_reads_a_large_table_whole(app: EchoFlask, world: World) -> None:
    with recorded(app, world) as (recorder, asked), app.app_context():
        every = {
            f"{method} {rule.rule}" for rule in app.url_map.iter_rules() if rule.endpoint != "static"
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
            if not rule.rule.startswith((*ACCOUNTS, *WITHOUT_RECORDS))
        }  # fmt: skip
        assert every - asked == set(), "no request asks for these"
        assert len(recorder.statements) > 200
        make_large(db.session)
        kind, wanted = db.engine.dialect.name, known(db.engine.dialect.name)
        with db.engine.connect() as connection:
            found = readings(connection, recorder)
    new = [
        "\n".join([f"{kind} | {' | '.join(key)} | {len(texts)}, {wanted.get(key, 0)} of them known:", *texts])
        for key, texts in found.items() if len(texts) > wanted.get(key, 0)
    ]  # fmt: skip
    assert not new, "read whole:\n" + "\n\n".join(sorted(new))
    mended = [
        f"{kind} | {' | '.join(key)} | {len(found.get(key, []))}"
        for key in wanted
        if len(found.get(key, [])) < wanted[key]
    ]
    assert not mended, f"no longer read whole by so many; note it in {KNOWN.name}: {mended}"


PLANTED = {
    "SELECT count(*) FROM record": {Reading("record", "all")},
    "SELECT * FROM review_case WHERE programme_id = 'pilote' ORDER BY received_at LIMIT 50": {
        Reading("review_case", "programme")
    },
    "SELECT count(*) FROM ledger_entry AS one WHERE one.programme_id = 'pilote'": {
        Reading("ledger_entry", "programme")
    },
    "UPDATE portfolio_item SET rule = 'another' WHERE rev = 2": {Reading("portfolio_item", "all")},
    "SELECT * FROM record WHERE programme_id = 'pilote' AND id IN ('01900000-0000-7000-8000-000000000001')": set(),
    "SELECT * FROM record WHERE programme_id = 'pilote' ORDER BY position LIMIT 50": set(),
    "SELECT max(position) AS max_1 FROM ledger_entry WHERE ledger_entry.programme_id = 'pilote'": set(),
    "SELECT sum(rev) FROM review_case WHERE programme_id = 'pilote' AND position IN (1, 2)": set(),
    "SELECT * FROM place": set(),
}


def test_it_finds_an_offender(app: EchoFlask, world: World) -> None:
    with app.app_context():
        make_large(db.session)
        large = {table.name for table in large_tables()}
        with db.engine.connect() as connection:
            for statement, wanted in PLANTED.items():
                got = whole_readings(connection, statement, (), large)
                assert {one.table for one in got} == {one.table for one in wanted}, statement
