"""Adjoua is new at the desk: she practises with made-up records, and learns of each what somebody with experience would
do; Akissi, who coordinates, sees how far she is. Nothing of it is a record."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.practice.records import PracticeRecord, PracticeSet, read_practice_set
from feedback_app.review.tables import Case, PracticeAttempt, PracticeChoice
from tests.http.audit_log import noted
from tests.http.desk import csrf
from tests.people import World

pytestmark = pytest.mark.both_databases
ASKS_WHY = {one.code for one in ACTIONS if one.needs_reason}


@pytest.fixture(scope="module")
def practice() -> PracticeSet:
    return read_practice_set()


@pytest.fixture
def adjoua(world: World) -> FlaskClient:
    return world.signed_in()


def begin(desk: FlaskClient) -> str:
    """The address of an attempt."""
    html = desk.get("/desk/practice").text
    return desk.post("/desk/practice", data={"csrf": csrf(html)}).headers["Location"]


def shown(desk: FlaskClient, attempt: str) -> str:
    """Which made-up record a page shows."""
    return str(re.findall(r'name="record" value="([^"]+)"', desk.get(attempt).text)[0])


def choose(desk: FlaskClient, attempt: str, **fields: str) -> TestResponse:
    return desk.post(attempt, data=fields | {"csrf": csrf(desk.get(attempt).text)})


def as_with_experience(record: PracticeRecord) -> dict[str, str]:
    best = record.best[0]
    return {"record": record.code, "action": best.action, "reason": best.reasons[0] if best.reasons else ""}


def finish(desk: FlaskClient, attempt: str, practice: PracticeSet, **otherwise: dict[str, str]) -> str:
    """The page of the result, after answers that are best but for those that are given."""
    for _ in practice.records:
        record = practice.records[shown(desk, attempt)]
        fields = as_with_experience(record) | otherwise.get(record.code, {})
        assert choose(desk, attempt, **fields).status_code == 303
    return desk.get(attempt).text


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_each_answer_is_met_at_once_with_what_experience_would_do_why_and_by_which_rule(
    adjoua: FlaskClient, practice: PracticeSet
) -> None:
    attempt = begin(adjoua)
    record = practice.records[shown(adjoua, attempt)]
    got = choose(adjoua, attempt, **as_with_experience(record))
    html = words(adjoua.get(got.headers["Location"]).text)
    assert "Bien vu." in html and words(record.why["fr"]) in html
    assert words(practice.rules[record.rule].words["fr"]) in html and "Fiche inventée" in html
    assert shown(adjoua, attempt) != record.code


@pytest.mark.parametrize(
    ("record", "action", "reason", "meets"),
    [
        ("accused", "ask", "names_people", "Bien vu."),
        ("accused", "reject", "names_people", "Cela se défend"),
        ("accused", "ask", "unclear", "une autre raison la dit mieux"),
        ("accused", "accept", "clear", "ferait autrement"),
        ("neighbour", "merge", "", "Bien vu."),
        ("neighbour", "accept", "clear", "Bien vu."),
        ("card", "amend", "", "Bien vu."),
        ("critic", "reject", "abusive", "ferait autrement"),
    ],
)
def test_what_can_be_defended_counts_half(
    adjoua: FlaskClient, record: str, action: str, reason: str, meets: str
) -> None:
    got = choose(adjoua, begin(adjoua), record=record, action=action, reason=reason)
    assert meets in adjoua.get(got.headers["Location"]).text


def test_at_the_end_there_is_a_score_by_kind_and_what_to_read_again(adjoua: FlaskClient, practice: PracticeSet) -> None:
    missed = {"critic": {"action": "reject", "reason": "abusive"}, "accused": {"action": "reject"}}
    html = words(finish(adjoua, begin(adjoua), practice, **missed))
    assert "11½ sur 13" in html and "Numéros et noms 1½ sur 2" in html and "Danger 2 sur 2 ✓" in html
    read_again = html.partition("À relire")[2]
    assert words(practice.rules["criticism"].words["fr"]) in read_again
    assert words(practice.rules["refer"].words["fr"]) not in read_again


def test_who_stops_goes_on_later_and_who_finished_may_begin_again(adjoua: FlaskClient, practice: PracticeSet) -> None:
    attempt = begin(adjoua)
    choose(adjoua, attempt, **as_with_experience(practice.records[shown(adjoua, attempt)]))
    assert "Continuer (1 sur 13)" in adjoua.get("/desk/practice").text and begin(adjoua) == attempt
    while 'name="record"' in adjoua.get(attempt).text:
        choose(adjoua, attempt, **as_with_experience(practice.records[shown(adjoua, attempt)]))
    assert "13 sur 13" in adjoua.get("/desk/practice").text
    assert begin(adjoua) != attempt


def test_the_first_answer_counts(world: World, adjoua: FlaskClient) -> None:
    attempt = begin(adjoua)
    for action in ("accept", "reject"):
        choose(adjoua, attempt, record="critic", action=action, reason="clear" if action == "accept" else "abusive")
    with world.app.app_context():
        assert [one.points for one in db.session.query(PracticeChoice)] == [2]


@pytest.mark.parametrize(
    ("record", "action", "reason"),
    [
        ("critic", "take", ""), ("critic", "made-up", ""), ("critic", "merge", ""), ("critic", "release", ""),
        ("critic", "ask", ""), ("critic", "reject", "clear"), ("critic", "accept", "<script>"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused_with_the_record_and_saves_nothing(
    world: World, adjoua: FlaskClient, record: str, action: str, reason: str
) -> None:
    got = choose(adjoua, begin(adjoua), record=record, action=action, reason=reason)
    assert got.status_code == 422 and 'role="alert"' in got.text and "Fiche inventée" in got.text
    with world.app.app_context():
        assert db.session.query(PracticeChoice).count() == 0


def test_an_attempt_is_nobody_elses_and_a_record_that_is_not_there_is_not_found(
    world: World, adjoua: FlaskClient
) -> None:
    attempt, akissi = begin(adjoua), world.signed_in("akissi")
    assert akissi.get(attempt).status_code == 404
    form = {"csrf": csrf(akissi.get("/desk/practice").text), "record": "critic", "action": "accept"}
    assert akissi.post(attempt, data=form).status_code == 404
    assert choose(adjoua, attempt, record="nowhere", action="accept").status_code == 404
    assert adjoua.get(f"/desk/practice/{uuid.uuid4()}").status_code == 404


def test_akissi_sees_who_has_practised_and_how_far(world: World, adjoua: FlaskClient, practice: PracticeSet) -> None:
    akissi = world.signed_in("akissi")
    assert "pas encore" in akissi.get("/desk/board").text
    attempt = begin(adjoua)
    choose(adjoua, attempt, **as_with_experience(practice.records["pump"]))
    assert "en cours, 1 sur 13" in akissi.get("/desk/board").text
    while 'name="record"' in adjoua.get(attempt).text:
        choose(adjoua, attempt, **as_with_experience(practice.records[shown(adjoua, attempt)]))
    begin(adjoua)
    html = akissi.get("/desk/board").text
    assert "13 sur 13" in html and "en cours, " not in html


def test_nothing_of_it_is_a_record_and_the_log_has_one_line(
    world: World, adjoua: FlaskClient, practice: PracticeSet
) -> None:
    before = adjoua.get("/desk/").text.count("data-row")
    finish(adjoua, begin(adjoua), practice)
    assert len(noted(world.app, "practice_finished")) == 1 and len(noted(world.app, "record_decided")) == 0
    assert adjoua.get("/desk/").text.count("data-row") == before
    assert "Beau-Marigot" not in adjoua.get("/desk/?tab=all").text + adjoua.get("/api/v1/moderation.csv").text
    with world.app.app_context():
        assert db.session.query(Case).count() == 0


def test_an_attempt_at_another_countrys_records_shows_its_total_alone(
    world: World, adjoua: FlaskClient, practice: PracticeSet
) -> None:
    attempt = begin(adjoua)
    finish(adjoua, attempt, practice)
    with world.app.app_context():
        db.session.query(PracticeAttempt).update({"edition": "another"})
        db.session.commit()
    html = adjoua.get(attempt).text
    assert "13 sur 13" in html and "a changé depuis" in html
    assert adjoua.get(f"{attempt}?record=pump").status_code == 200
    assert begin(adjoua) != attempt
