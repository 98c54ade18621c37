"""What people answered is stored as facts, by what the questions mean: with the record, and backfilled for earlier ones."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.cli import cli
from feedback_app.forms.engine.meaning import stamp
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.reproject import reproject, waiting
from feedback_app.ledger.tables import Record, RecordFact
from tests.desk_actions import RELEASE
from tests.http.portfolio_people import decide, erase, say
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases

ANSWERS = {
    "age": "25_34",
    "sexe": "femme",
    "domaine": "eau",
    "quoi_eau": "panne",
    "gravite": "grave",
    "qui": ["femmes", "enfants"],
}
FACTS = {
    ("age", 0, "age", "25_34"), ("domain", 0, "domaine", "eau"), ("detail", 0, "quoi_eau", "panne"),
    ("severity", 0, "gravite", "grave"), ("affected", 0, "qui", "femmes"), ("affected", 1, "qui", "enfants"),
    ("need", 0, "", "eau"), ("sex", 0, "sexe", "femme"),
}  # fmt: skip


def facts(world: World, record: uuid.UUID) -> set[tuple[str, int, str, str | None]]:
    with world.app.app_context():
        rows = db.session.scalars(select(RecordFact).where(RecordFact.record_id == record)).all()
        return {(row.meaning, row.n, row.question, row.code) for row in rows}


def delete_facts(world: World) -> None:
    """As a database of before there were facts."""
    with world.app.app_context(), transaction() as session:
        session.execute(delete(RecordFact))
        session.execute(update(Record).values(facts_stamp=""))


def sends(client: FlaskClient, world: World, **changes: Any) -> dict[str, Any]:
    entry = world.awa.entry(**changes)
    world.awa.sync(client, entry)
    return entry


def test_what_awa_recorded_is_stored_by_what_her_form_asked(world: World, client: FlaskClient) -> None:
    assert facts(world, say(client, world.awa, answers=ANSWERS)) == FACTS


def test_numbers_are_stored_as_numbers(world: World, client: FlaskClient) -> None:
    answers = {"age": "18_24", "objet": "vie", "plaisir": 0.25, "activation": 1, "emotion": "espoir"}
    entry = sends(client, world, instrument="emotion", instrument_version="2", answers=answers)
    key = uuid.UUID(entry["id"])
    with world.app.app_context():
        found = stored_facts(db.session, world.programme, [key], ["pleasure", "arousal"])[key]
    assert [(one.meaning, one.number, one.code) for one in found] == [("arousal", 1.0, None), ("pleasure", 0.25, None)]


def test_a_new_revision_replaces_the_facts_of_the_one_before(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, answers=ANSWERS)
    later = {"age": "25_34", "domaine": "rou", "gravite": "gene"}
    sends(client, world, id=str(record), rev=2, answers=later)
    expected = {("age", 0, "age", "25_34"), ("domain", 0, "domaine", "rou"), ("severity", 0, "gravite", "gene")}
    assert facts(world, record) == expected | {("need", 0, "", "rou")}
    sends(client, world, id=str(record), rev=1, answers={**later, "domaine": "ene"})
    assert ("domain", 0, "domaine", "rou") in facts(world, record), "an older revision that comes late changes nothing"


def test_two_revisions_in_one_batch_leave_the_facts_of_the_later(world: World, client: FlaskClient) -> None:
    first = world.awa.entry(answers=ANSWERS)
    second = world.awa.entry(id=first["id"], rev=2, answers={"age": "25_34", "domaine": "rou", "gravite": "gene"})
    world.awa.sync(client, second, first)
    assert ("domain", 0, "domaine", "rou") in facts(world, uuid.UUID(first["id"]))


def test_what_waits_in_quarantine_has_no_facts_until_adjoua_lets_it_in(world: World, client: FlaskClient) -> None:
    entry = sends(client, world, answers={"age": "25_34", "domaine": "eau"})
    record = uuid.UUID(entry["id"])
    assert facts(world, record) == set()
    decide(world, record, RELEASE, rev=1)
    expected = {("age", 0, "age", "25_34"), ("domain", 0, "domaine", "eau"), ("need", 0, "", "eau")}
    assert facts(world, record) == expected


def test_a_call_for_help_has_no_facts(world: World, client: FlaskClient) -> None:
    entry = sends(client, world, danger="asked", answers={})
    assert facts(world, uuid.UUID(entry["id"])) == set()


def test_nothing_of_an_erased_record_stays_among_the_facts(world: World, client: FlaskClient) -> None:
    record, other = say(client, world.awa, answers=ANSWERS), say(client, world.awa, answers=ANSWERS)
    erase(world, record)
    assert (facts(world, record), facts(world, other)) == (set(), FACTS)


def test_a_batch_costs_as_many_statements_however_many_records_it_holds(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.base.bulk.WORTH_A_COPY", 1_000_000)  # a COPY would not be counted
    counts = []
    for many in (1, 5, 40):  # the first one also reads the form
        entries = [world.awa.entry(answers=ANSWERS) for _ in range(many)]
        with statements(world) as asked:
            assert world.awa.exchange(client, *entries).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2], counts


def test_records_of_before_there_were_facts_are_backfilled_by_the_job(world: World, client: FlaskClient) -> None:
    records = [say(client, world.awa, answers=ANSWERS) for _ in range(3)]
    delete_facts(world)
    with world.app.app_context():
        assert jobs.run("facts") == 3
        assert jobs.run("facts") == 0
        stamps = set(db.session.scalars(select(Record.facts_stamp)))
    assert [facts(world, one) for one in records] == [FACTS] * 3
    assert stamps == {stamp()}


def test_the_command_goes_on_from_where_it_was_stopped(world: World, client: FlaskClient) -> None:
    records = [say(client, world.awa, answers=ANSWERS) for _ in range(5)]
    delete_facts(world)
    with world.app.app_context():
        with transaction() as session:
            assert reproject(session, world.programme, limit=2) == 2
        later = say(client, world.awa, answers=ANSWERS)
        with transaction() as session:
            assert waiting(session, world.programme) == 3
        command = cli.commands["ledger"].commands["reproject"]  # type: ignore[attr-defined]
        assert world.app.test_cli_runner().invoke(command, []).output.endswith("records 3\n")
    assert [facts(world, one) for one in [*records, later]] == [FACTS] * 6


def test_a_record_that_is_refused_is_looked_at_once(world: World, client: FlaskClient) -> None:
    sends(client, world, answers={"age": "25_34"})
    with world.app.app_context():
        assert [jobs.run("facts"), jobs.run("facts")] == [1, 0]


def test_a_rule_that_changed_works_out_all_facts_anew(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa, answers=ANSWERS)
    with world.app.app_context():
        jobs.run("facts")
        with transaction() as session:
            session.execute(delete(RecordFact))
        for module in ("ledger.reproject", "ledger.facts", "ledger.projection"):
            monkeypatch.setattr(f"feedback_app.{module}.stamp", lambda: "another rule")
        assert jobs.run("facts") == 1
    assert facts(world, record) == FACTS
