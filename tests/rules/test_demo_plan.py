"""What is made up is made up the same way each time, and fits the forms as people would have filled them in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from feedback_app.demo.pictures import SCENES, all_media
from feedback_app.demo.plan import FieldPhone, Form, ProjectPlace, Scene, Village, make_plan
from feedback_app.demo.steps import Plan, Sending
from feedback_app.demo.words import read_words, recorded_instruments
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.engine.validation import check_answers
from feedback_app.forms.shipped import SHIPPED, shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.reasons import codes

UNTIL = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FORMS = {name: compile_markdown(source, name) for name, source in shipped_instruments()}


@pytest.fixture(scope="module")
def scene() -> Scene:
    villages = [Village(f"V{n}", f"Village {n}", 7.4, -6.0) for n in range(4)]
    phones = [FieldPhone(uuid.UUID(int=n), uuid.UUID(int=9 + n), villages[n : n + 2]) for n in range(3)]
    projects = [ProjectPlace(f"P{n}", sector, "V1") for n, sector in enumerate(("eau", "edu", "san"))]
    return Scene(
        seed=1, until=UNTIL, programme="demo", consent="1", uses=["keep", "photo", "voice"], phones=phones,
        projects=projects, forms={name: Form(one, FormMeaning(one)) for name, one in FORMS.items()},
        media=all_media(1),
    )  # fmt: skip


@pytest.fixture(scope="module")
def plan(scene: Scene) -> Plan:
    return make_plan(scene)


def sent(plan: Plan) -> list[Sending]:
    return [one for week in plan.weeks for one in week if isinstance(one, Sending)]


def test_the_same_seed_makes_up_the_same_records(scene: Scene, plan: Plan) -> None:
    assert make_plan(scene) == plan


def test_every_instrument_that_ships_has_made_up_records() -> None:
    assert set(recorded_instruments()) == set(SHIPPED)


def test_the_answers_fit_their_forms_but_for_those_that_are_to_be_in_quarantine(plan: Plan) -> None:
    wrong = [
        (one.body["instrument"], faults)
        for one in sent(plan)
        if one.rev == 1 and "danger" not in one.body
        if (faults := check_answers(FORMS[one.body["instrument"]], one.body["answers"], today="2026-11-23"))
    ]
    assert 1 <= len(wrong) <= 2
    assert all(instrument == "besoin" for instrument, _ in wrong)


def test_nothing_happens_after_the_end_nor_arrives_before_it_was_recorded(plan: Plan) -> None:
    assert all(one.at < UNTIL for week in plan.weeks for one in week)
    assert all(dt.datetime.fromisoformat(one.body["recorded_at"]) <= one.at for one in sent(plan))


def test_what_people_refuse_to_have_stored_is_not_there(plan: Plan) -> None:
    refusals = [one for one in sent(plan) if one.body["consent"]["uses"].get("photo") is False]
    assert refusals
    assert not any(medium["type"].startswith("image/") for one in refusals for medium in one.body["media"])


def test_the_desk_s_words_name_actions_and_reasons_that_there_are() -> None:
    words = read_words("desk")
    steps = [step for kind in ("settled", "fresh", "special") for road in words[kind] for step in road["steps"]]
    for step in steps:
        if "do" in step:
            action = by_code(step["do"])
            assert action is not None, step
            assert set(step.get("reasons", ())) <= codes(action), step
            if step.get("asks"):
                assert {reason for reason, _ in words["questions"]} <= codes(action)


def test_pictures_that_are_asked_for_can_be_drawn() -> None:
    for name in recorded_instruments():
        for template in read_words(f"records/{name}")["templates"]:
            assert {template[key] for key in ("photo", "photos") if key in template} <= SCENES.keys()


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from texts(one)


def test_nothing_of_a_template_is_left_open(plan: Plan) -> None:
    texts_of_all = [words for one in sent(plan) for words in texts(one.body["answers"])]
    assert [words for words in texts_of_all if "{" in words or "'" in words] == []
    assert len({words for words in texts_of_all if " " in words}) > 150, "people do not all say the same"
