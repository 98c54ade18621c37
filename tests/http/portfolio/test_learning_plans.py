"""Learning plans at the desk: Adjoua pastes one, it stays as it is, and shows how people felt before the pilot and since."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.insight.accepted.counting import Key, PlaceMonth, Tally
from feedback_app.portfolio.learning.before_after import before_after
from feedback_app.portfolio.learning.tables import PlanVersion
from tests.http.insight.people import feeling, follow
from tests.people import World
from tests.rules.test_learning_plan import PLAN

pytestmark = pytest.mark.both_databases


def send(desk: FlaskClient, address: str, text: str, **more: str) -> TestResponse:
    token = re.search(r'name="csrf" value="([^"]+)"', desk.get("/desk/learning/pilote/new").text)
    assert token
    return desk.post(address, data={"text": text, "csrf": token[1], **more})


def saved(desk: FlaskClient, text: str = PLAN) -> str:
    """Where the page of the plan is."""
    answer = send(desk, "/desk/learning/pilote", text)
    assert answer.status_code == 303, answer.text
    return answer.location.partition("?")[0]


def test_a_plan_that_was_pasted_is_listed_read_and_downloaded_sign_for_sign(world: World) -> None:
    desk = world.signed_in()
    page = saved(desk)
    assert desk.get(f"{page}/plan.md").data == PLAN.encode()
    assert "Un puits pour Kongodougou" in desk.get("/desk/learning/").text
    read = desk.get(page).text
    for words in ("Le puits rapproche-t-il l’eau ?", "Sentir", "Explorer", "learningplan", "L’eau est loin."):
        assert words in read, words


def test_a_change_is_a_version_of_its_own_and_the_same_text_is_none(world: World) -> None:
    desk = world.signed_in()
    page = saved(desk)
    assert send(desk, page, PLAN, seen="1").status_code == 303
    assert send(desk, page, PLAN + "\nSuite.\n", seen="1").status_code == 303
    assert "Suite." in desk.get(f"{page}/plan.md").text
    with world.app.app_context():
        assert [one.n for one in db.session.query(PlanVersion).order_by(PlanVersion.n)] == [1, 2]


def test_who_is_slower_keeps_their_text_and_learns_that_there_is_a_newer_one(world: World) -> None:
    desk = world.signed_in()
    page = saved(desk)
    send(desk, page, PLAN + "\nA.\n", seen="1")
    late = send(desk, page, PLAN + "\nB.\n", seen="1")
    assert late.status_code == 409 and "\nB.\n" in late.text and "A." in desk.get(f"{page}/plan.md").text


def test_a_plan_with_a_fault_is_not_saved_and_the_line_is_named(world: World) -> None:
    answer = send(world.signed_in(), "/desk/learning/pilote", "# P\n[[place:V9]]\n<script>alert(1)</script>\n")
    assert answer.status_code == 422 and "Ligne 2" in answer.text and "<script>alert" not in answer.text
    with world.app.app_context():
        assert db.session.query(PlanVersion).count() == 0


def test_words_of_a_plan_that_was_pasted_from_elsewhere_run_nothing(world: World) -> None:
    desk = world.signed_in()
    page = saved(desk, "# <img src=x onerror=alert(1)>\n[[a:<b>x]]\n> <i>Quoi</i> ?\n\n<script>alert(1)</script>\n")
    for address in (page, "/desk/learning/", f"{page}/edit"):
        assert not re.search(r"<(img src=x|script>alert|b>x|i>Quoi)", desk.get(address).text)


def test_pilot_places_are_compared_before_the_pilot_and_since(client: FlaskClient, world: World) -> None:
    start = clock.now() - dt.timedelta(days=1)
    for n in range(6):
        feeling(client, world, n=n, answers={"plaisir": 0.9})
    follow(world)
    desk = world.signed_in()
    read = desk.get(saved(desk, PLAN.replace("V1", "S1").replace("2026-07", start.strftime("%Y-%m")))).text
    assert "Le Lac" in read and "6 voix" in read and "trop peu pour parler d’un changement" in read


class TestBeforeAndAfter:
    def month(self, month: str, path: str, *voices: int, speaker: str = "single") -> PlaceMonth:
        counts = {Key(speaker, "", "pleasure", str(n)): Tally(one, one, 0.0) for n, one in enumerate(voices)}
        return PlaceMonth("S1", path, month, counts)

    def test_the_month_of_the_beginning_is_the_first_of_the_pilot(self) -> None:
        months = [
            self.month("2026-06", "/XX/R1/S1/", 6, 0, 0, 0, 0), self.month("2026-07", "/XX/R1/S1/", 0, 0, 0, 0, 6),
            self.month("2026-07", "/XX/R2/S2/", 50, 0, 0, 0, 0),
            self.month("2026-07", "/XX/R1/S1/", 40, 0, 0, 0, 0, speaker="group"),
        ]  # fmt: skip
        found = before_after(months, "/XX/R1/", "2026-07")
        assert (found.before.voices, found.after.voices) == (6, 6)
        assert found.change is not None and found.change.delta == 1.0 and found.change.is_clear

    def test_of_few_voices_no_change_is_spoken_of(self) -> None:
        months = [self.month("2026-06", "/XX/R1/S1/", 4), self.month("2026-08", "/XX/R1/S1/", 9)]
        assert before_after(months, "/XX/", "2026-07").change is None
