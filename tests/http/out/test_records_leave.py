"""Accepted records leave the desk in a file: those of its reader's places, no more of each than they may take along."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from feedback_app.audit.tables import AuditEvent
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.tables import Membership
from feedback_app.ledger.suspension_store import suspend
from feedback_app.out.columns import column
from feedback_app.out.records import RECORDS
from feedback_app.review.queue import exported_records, store
from feedback_app.review.queue.query import read_query
from schemas.vocabulary import vocabulary
from tests.desk_actions import REOPEN
from tests.http.portfolio_people import decide, erase, say
from tests.people import World

pytestmark = pytest.mark.both_databases
FILE = "/desk/data/records"
RARE = "Zanzibarita"


@pytest.fixture
def adjoua(world: World) -> FlaskClient:
    """A reviewer: she reads and decides."""
    return world.signed_in()


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    """The coordinator, who looks after people's rights too."""
    return world.signed_in("akissi")


def accepted(client: FlaskClient, world: World, **changes: Any) -> uuid.UUID:
    record = say(client, changes.pop("phone", world.awa), **changes)
    decide(world, record)
    return record


def rows(desk: FlaskClient, **asked: str) -> list[dict[str, str]]:
    got = desk.get(FILE, query_string={"as": ".csv", **asked})
    assert got.status_code == 200, got.text
    return list(csv.DictReader(io.StringIO(got.text)))


def test_the_rows_are_the_accepted_records_of_the_list(client: FlaskClient, world: World, adjoua: FlaskClient) -> None:
    mine = accepted(client, world, answers={"texte": RARE})
    say(client, world.koffi)
    (one,) = rows(adjoua)
    assert (one["id"], one["instrument"], one["place"]) == (str(mine), "besoin", "Kongodougou, Le Lac")
    assert "L’eau" in one["answers"] and one["as_of"] and one["licence"]


def test_what_is_personal_leaves_with_who_looks_after_peoples_rights_alone(
    client: FlaskClient, world: World, adjoua: FlaskClient, akissi: FlaskClient
) -> None:
    accepted(client, world, answers={"texte": RARE, "age": "25_34"})
    (for_her,), (for_akissi,) = rows(adjoua), rows(akissi)
    assert (for_her["person"], for_her["words"], for_her["recorded_by"], for_her["withheld"]) == ("", "", "", "yes")
    assert RARE not in str(for_her) and "25" not in for_her["answers"]
    assert RARE in for_akissi["words"] and for_akissi["person"] and for_akissi["recorded_by"] == "Awa"
    assert for_akissi["withheld"] == "no" and for_akissi["answers"] == for_her["answers"]


def test_of_a_sensitive_record_a_reviewer_takes_no_more_than_that_it_is_there(
    client: FlaskClient, world: World, adjoua: FlaskClient, akissi: FlaskClient
) -> None:
    sensitive = next(one.code for one in vocabulary("domains").terms if one.flag("sensitive"))
    accepted(client, world, answers={"domaine": sensitive, "texte": RARE})
    (for_her,), (for_akissi,) = rows(adjoua), rows(akissi)
    assert (for_her["is_sensitive"], for_her["answers"], for_her["withheld"]) == ("yes", "", "yes")
    assert for_akissi["answers"] and RARE in for_akissi["words"]


def test_records_of_other_places_stay_where_they_are(client: FlaskClient, world: World, adjoua: FlaskClient) -> None:
    accepted(client, world)
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R2"})
    assert rows(adjoua) == []


def test_a_record_that_is_not_accepted_any_more_is_in_no_file(
    client: FlaskClient, world: World, adjoua: FlaskClient
) -> None:
    reopened, erased, taken_back, stays = (accepted(client, world) for _ in range(4))
    decide(world, reopened, REOPEN)
    erase(world, erased)
    with world.app.app_context(), transaction() as session:
        suspend(session, world.programme, taken_back, by="code", now=clock.now())
    assert [one["id"] for one in rows(adjoua)] == [str(stays)]


def test_each_file_is_noted_with_what_was_in_it(
    client: FlaskClient, world: World, adjoua: FlaskClient, akissi: FlaskClient
) -> None:
    accepted(client, world)
    for _ in range(2):
        rows(adjoua)
    rows(akissi)
    with world.app.app_context():
        noted = db.session.query(AuditEvent).filter_by(event="records_exported").order_by(AuditEvent.at).all()
        assert [one.actor_id for one in noted] == [str(world.adjoua)] * 2 + [str(world.coordinator)]
        assert ['"personal":1' in one.details for one in noted] == [False, False, True]
        assert all('"records":1' in one.details and one.programme_id == world.programme for one in noted)


def test_a_text_that_a_spreadsheet_would_run_is_quoted_and_the_workbook_has_the_same_rows(
    client: FlaskClient, world: World, akissi: FlaskClient
) -> None:
    accepted(client, world, answers={"texte": "=1+1"})
    for ending, separator in ((".csv", ","), (".fr.csv", ";")):
        text = akissi.get(FILE, query_string={"as": ending}).text.lstrip("\ufeff")
        (one,) = csv.DictReader(io.StringIO(text), delimiter=separator)
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in one.values() if cell)
    got = akissi.get(FILE, query_string={"as": ".xlsx"})
    assert got.headers["Cache-Control"] == "no-store" and "records-" in got.headers["Content-Disposition"]
    data, dictionary, about = load_workbook(io.BytesIO(got.data)).worksheets
    header, tags, row = (list(line) for line in data.values)
    assert row[header.index("id")] == one["id"] and tags[0] == "#meta+id"
    assert data.cell(3, header.index("words") + 1).data_type == "s"
    assert ["Lignes / Rows", 1] in [list(line) for line in about.values] and dictionary.max_row == len(header) + 1


def test_every_column_is_described() -> None:
    assert RECORDS.table and all(column(name).hxl.startswith("#") for name in RECORDS.table.header)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_for_the_file_has_the_rows_of_the_list(
    client: FlaskClient, world: World, adjoua: FlaskClient, data: Any
) -> None:
    with world.app.app_context():
        is_filled = bool(db.session.query(AuditEvent).filter_by(event="records_exported").first())
    if not is_filled:
        for phone in (world.awa, world.koffi):
            accepted(client, world, phone=phone, answers={"domaine": "eau"})
            accepted(client, world, phone=phone, answers={"domaine": "rou"})
    asked = {
        "place": data.draw(st.sampled_from(("", "R1", "V1", "S1", "XX", "nowhere"))),
        "instrument": data.draw(st.sampled_from(("", "besoin", "emotion"))),
        "q": data.draw(st.sampled_from(("", "pompe", "eau", RARE))),
        "since": data.draw(st.sampled_from(("", "2020-01-01", "2199-01-01"))),
    }  # fmt: skip
    with world.app.app_context():
        mine = store.cases_of(db.session, Area(world.programme, ("/XX/",)), reader=world.adjoua, now=clock.now())
        shown = store.page(db.session, mine, read_query({**asked, "tab": "accepted"}))
        on_screen = [str(one.record_id) for one in shown.rows]
    assert [one["id"] for one in rows(adjoua, **asked)] == on_screen


def test_what_is_too_much_for_a_file_is_not_offered_and_not_given(
    client: FlaskClient, world: World, adjoua: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        accepted(client, world)
    monkeypatch.setattr(exported_records, "AT_ONCE", 2)
    assert len(rows(adjoua)) == 3
    page = adjoua.get("/desk/data").text
    assert f"{FILE}?" in page and "3 fiches" in page and 'href="/api/v1/portfolio.csv' in page
    monkeypatch.setattr("feedback_app.out.catalogue.desk.MOST", 2)
    assert adjoua.get(FILE, query_string={"as": ".csv"}).status_code == 404
    assert "Plus de 2 fiches" in adjoua.get("/desk/data").text
    assert adjoua.get(FILE, query_string={"as": ".pdf"}).status_code == 404


def test_the_list_of_accepted_records_leads_to_the_file(client: FlaskClient, world: World, adjoua: FlaskClient) -> None:
    accepted(client, world)
    assert "/desk/data?programme=pilote&amp;tab=accepted" in adjoua.get("/desk/?tab=accepted").text
    assert "/desk/data" not in adjoua.get("/desk/").text
