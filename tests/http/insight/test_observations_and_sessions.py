"""What observers saw and what sessions decided, on the page and in its files: never one session, no hand as a voice."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.insight.figures.view import figures
from tests.desk_actions import REOPEN
from tests.http.insight.people import follow, next_week, record
from tests.http.insight.test_accepted_records import without_media
from tests.http.portfolio_people import decide, demonstration, erase, settings
from tests.people import World
from tests.rules.test_instruments_shipped import OBSERVATION, SESSION

pytestmark = pytest.mark.both_databases
PAGE = "/ressenti"


def observation(client: FlaskClient, world: World, **changes: Any) -> uuid.UUID:
    """Awa sees something, and Adjoua accepts it."""
    made = record(client, world.awa, "observation", without_media({**OBSERVATION, **changes}))
    decide(world, made)
    return made


def session(client: FlaskClient, world: World, **changes: Any) -> uuid.UUID:
    made = record(client, world.awa, "seance", without_media({**SESSION, **changes}), mode="group")
    decide(world, made)
    return made


def rows(client: FlaskClient, name: str, asked: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/api/v1/{name}.csv{asked}").text)))


def page(client: FlaskClient) -> str:
    return client.get(PAGE, headers={"Accept-Language": "fr"}).text


def test_four_observations_are_not_shown_and_five_are_from_monday(client: FlaskClient, world: World) -> None:
    for _ in range(4):
        observation(client, world)
    next_week(world)
    assert rows(client, "observations") == []
    observation(client, world)
    next_week(world, 2)
    found = {(one["question"], one["by"], one["row_fr"], one["answer_fr"]): one for one in rows(client, "observations")}
    shown = found["condition", "place", "Le Lac", "Il marche mal"]
    assert (shown["observations"], shown["k"], shown["made_up"]) == ("5", "5", "no")
    assert {one["observations"] for one in found.values()} == {"5", "0"}
    assert "Ce que les agents voient" in page(client) and "Il marche mal" in page(client)


def test_what_an_observer_felt_is_in_no_figure(client: FlaskClient, world: World) -> None:
    demonstration(world)
    for _ in range(6):
        observation(client, world)
    follow(world)
    assert {one["question"] for one in rows(client, "observations")} == {"setting", "condition"}
    assert rows(client, "feelings") == []


def test_an_observation_that_is_erased_leaves_page_and_files_at_once(client: FlaskClient, world: World) -> None:
    made = [observation(client, world) for _ in range(5)]
    next_week(world)
    assert rows(client, "observations")
    erase(world, made[0])
    follow(world)
    assert rows(client, "observations") == [] and "Il marche mal" not in page(client)


def test_sessions_are_shown_together_by_place_and_their_hands_are_no_voices(client: FlaskClient, world: World) -> None:
    for _ in range(4):
        session(client, world)
    next_week(world)
    assert rows(client, "sessions") == [] and "séances disent" not in page(client)
    session(client, world)
    next_week(world, 2)
    (one,) = rows(client, "sessions")
    assert (one["place_fr"], one["sessions"], one["present"], one["ranking"]) == (
        "Le Lac",
        "5",
        "120",
        "eau=70; rou=30",
    )
    assert (one["hands_for"], one["hands_against"], one["hands_neither"]) == ("100", "5", "15")
    assert "Le Lac" in page(client) and "L’eau 70 %" in page(client)
    assert rows(client, "feelings") == [] == rows(client, "observations")
    (feature,) = client.get("/api/v1/sessions.geojson").get_json()["features"]
    assert feature["id"] == "S1" and feature["properties"]["sessions"] == 5


def test_a_session_that_is_no_longer_accepted_takes_the_sums_with_it(client: FlaskClient, world: World) -> None:
    made = [session(client, world) for _ in range(11)]
    next_week(world)
    assert rows(client, "sessions")[0]["present"] == "260"
    decide(world, made[0], REOPEN)
    follow(world)
    (one,) = rows(client, "sessions")
    assert (one["sessions"], one["present"], one["hands_for"], one["ranking"]) == ("6", "", "", "")
    erase(world, made[1])
    for other in made[2:]:
        decide(world, other, REOPEN)
    follow(world)
    assert rows(client, "sessions") == []


def test_the_files_have_the_rows_of_the_page_and_no_others(client: FlaskClient, world: World) -> None:
    demonstration(world)
    for state in ("panne", "partiel", "fonctionne"):
        observation(client, world, etat=state)
    session(client, world)
    follow(world)
    with world.app.test_request_context(headers={"Accept-Language": "fr"}):
        view = figures(db.session, world.programme)
    on_page = {
        (table.title, row.name, answer, cell)
        for tables in view.observed for table in tables for row in table.rows if not row.is_all
        for answer, cell in zip(table.answers, row.cells, strict=True)
    }  # fmt: skip
    in_file = {
        (one["question_fr"], one["row_fr"], one["answer_fr"], int(one["observations"]))
        for one in rows(client, "observations", f"?programme={world.programme}")
    }
    assert on_page == in_file != set()
    shown = [(one.place, one.sessions, one.present, *one.hands) for one in view.sessions]
    names = ("sessions", "present", "hands_for", "hands_against", "hands_neither")
    assert shown == [(one["place_fr"], *(int(one[name]) for name in names)) for one in rows(client, "sessions")] != []
    for name in ("observations", "sessions"):
        assert rows(client, name, "?programme=another") == []
        assert f'href="/api/v1/{name}.csv?programme={world.programme}"' in page(client)


def test_what_a_programme_does_not_show_is_in_no_file(client: FlaskClient, world: World) -> None:
    demonstration(world)
    observation(client, world)
    session(client, world)
    follow(world)
    settings(world, public=False)
    assert rows(client, "observations") == [] == rows(client, "sessions")
    assert "Il marche mal" not in page(client)
