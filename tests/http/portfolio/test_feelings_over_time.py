"""Adjoua looks how people of a place feel, and what they think of a project, month by month and around an event."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.meaning import AROUSAL
from feedback_app.insight.accepted.counting import Key, PlaceMonth, Tally
from feedback_app.portfolio.learning.before_after import AnswerQuery, compared, month_sides
from feedback_app.portfolio.learning.over_time import TimeQuery, time_page
from tests.http.insight.people import feeling, follow
from tests.http.portfolio.test_learning_plans import saved
from tests.people import World
from tests.rules.test_learning_plan import PLAN

PAGE = "/desk/learning/pilote/over-time"


@pytest.mark.both_databases
def test_adjoua_reads_months_and_the_change_since_an_event(client: FlaskClient, world: World) -> None:
    for n in range(6):
        feeling(client, world, n=n, answers={"plaisir": 0.9, "activation": 0.1})
    follow(world)
    desk, now = world.signed_in(), f"{clock.now():%Y-%m}"
    page = desk.get(f"{PAGE}?axis=pleasure&place=S1&since={now}").text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Le Lac" in page and "très bien 100 %" in page and "au milieu : très bien" in page
    assert "trop peu pour parler d’un changement" in page, "nobody answered before"
    assert "au milieu : très calme" in desk.get(f"{PAGE}?axis={AROUSAL}").text.replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert "over-time" in desk.get("/desk/learning/").text


@pytest.mark.both_databases
def test_who_looks_after_other_places_reads_none_of_it(client: FlaskClient, world: World) -> None:
    feeling(client, world)
    follow(world)
    with world.app.app_context(), world.app.test_request_context():
        assert time_page(db.session, Area("pilote", ("/",)), TimeQuery()).months
        assert time_page(db.session, Area("pilote", ("/YY/",)), TimeQuery()).months == []


def test_what_is_asked_for_and_is_not_there_is_left_out(world: World) -> None:
    page = world.signed_in().get(f"{PAGE}?axis=score:%3Cb%3E&place=%00x&project=9&since=demain")
    assert page.status_code == 200 and "<b>" not in page.text and "Personne n’y a encore répondu" in page.text


def test_the_beginning_of_a_pilot_is_offered_as_an_event(client: FlaskClient, world: World) -> None:
    feeling(client, world)
    follow(world)
    desk = world.signed_in()
    saved(desk, PLAN.replace("V1", "S1"))
    assert '<option value="2026-07">Un puits pour Kongodougou</option>' in desk.get(PAGE).text


class TestScales:
    def month(self, month: str, *voices: int, axis: str, project: str = "", speaker: str = "single") -> PlaceMonth:
        first = 1 if axis.startswith("score") else 0
        counts = {
            Key(speaker, project, axis, str(n)): Tally(one, one, 0.0) for n, one in enumerate(voices, first) if one
        }
        return PlaceMonth("S1", "/XX/R1/S1/", month, counts)

    def test_scores_of_a_project_before_and_after_it_was_done(self) -> None:
        months = [
            self.month("2026-05", 6, 2, 0, 0, 0, axis="score:acces", project="puits"),
            self.month("2026-07", 0, 0, 0, 3, 6, axis="score:acces", project="puits"),
            self.month("2026-07", 9, 0, 0, 0, 0, axis="score:acces", project="ecole"),
            self.month("2026-07", 9, 0, 0, 0, 0, axis="score:acces", project="puits", speaker="group"),
        ]
        found = compared(months, AnswerQuery("/XX/", "score:acces", "puits"), "2026-06")
        assert (found.before.voices, found.after.voices) == (8, 9)
        assert found.before.middle is not None and found.before.middle.median == 0
        assert found.change is not None and found.change.delta == 1.0
        assert found.change.interval is not None and found.change.interval.low > 0

    def test_months_are_in_their_order_and_those_without_an_answer_are_none(self) -> None:
        months = [self.month(one, 0, 3, 0, 0, 0, axis=AROUSAL) for one in ("2026-11", "2026-02")]
        months.append(self.month("2026-05", 3, 0, 0, 0, 0, axis="pleasure"))
        found = month_sides(months, AnswerQuery("/", AROUSAL))
        assert [(name, side.voices) for name, side in found] == [("2026-02", 3), ("2026-11", 3)]
        assert all(side.middle is not None and side.middle.median == 1 for _, side in found)
