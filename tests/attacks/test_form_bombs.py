"""A form from the web whose calculations double a text, or make very much work: its records are in quarantine, quickly,
and the good records beside them are stored."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.engine.walk import Moment, Path
from feedback_app.forms.engine.work import MOST_WORK
from feedback_app.forms.tables import Instrument
from tests.people import World


def calculation(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "calculate", "calculation": tree}


def concat(*names: str) -> dict[str, Any]:
    return {"call": "concat", "args": [{"ref": name} for name in names]}


def doubling(times: int) -> dict[str, Any]:
    """A form that doubles an answer so many times."""
    first = {"name": "q", "type": "text", "label": {"fr": "Quoi ?"}}
    names = ["q", *(f"c{n}" for n in range(times))]
    steps = [calculation(name, concat(before, before)) for before, name in itertools.pairwise(names)]
    return {"name": "bombe", "version": "1", "questions": [first, *steps]}


def scanning(times: int) -> dict[str, Any]:
    """A repeat in which each time looks so often for a choice in a long text."""
    many = {"call": "or", "args": [{"call": "selected", "args": [{"ref": "q"}, {"lit": "z"}]}] * times}
    inside = [{"name": "q", "type": "text"}, calculation("c", many)]
    return {"name": "bombe", "version": "1", "questions": [{"name": "r", "type": "repeat", "children": inside}]}


def test_a_text_that_is_doubled_34_times_ends_at_the_length_of_an_answer() -> None:
    walk = Path(doubling(34)).walk({"q": "x" * 3000}, Moment("2026-11-23"))
    assert len(str(walk.values["c33"])) == 10_000


def test_an_answer_of_half_a_megabyte_is_not_carried_through_the_calculations() -> None:
    definition = {"questions": [{"name": "q", "type": "text"}, calculation("c", {"ref": "q"})]}
    assert len(str(Path(definition).walk({"q": "x" * 500_000}, Moment("2026-11-23")).values["c"])) == 10_000


def test_a_record_that_makes_too_much_work_is_not_gone_through_and_a_small_one_of_its_form_is() -> None:
    rules, words = Rules(scanning(100)), "a " * 4000
    began = time.process_time()
    assert rules.faults({"r": [{"q": words}] * 200}, today="2026-11-23") == [
        {"field": "answers", "reason": "too-much-work"}
    ]
    assert time.process_time() - began < 1
    assert rules.faults({"r": [{"q": "a"}, {"q": "b"}]}, today="2026-11-23") != [
        {"field": "answers", "reason": "too-much-work"}
    ]


def test_a_call_for_help_in_a_form_that_makes_too_much_work_is_marked_as_one_that_may_be() -> None:
    form = scanning(100)
    form["questions"].append({"name": "d", "type": "select_one", "choices": [{"name": "help", "danger": True}]})
    answers = {"r": [{"q": "a"}] * 200, "d": "help"}
    assert Rules(form).danger(answers, today="2026-11-23") is Danger.MAYBE


def test_a_filter_over_every_place_of_the_country_is_no_bomb() -> None:
    chosen = {"call": "=", "args": [{"column": "parent"}, {"ref": "region"}]}
    places = [{"name": f"p{n}", "columns": {"parent": f"r{n % 14}"}} for n in range(8000)]
    region = {"name": "region", "type": "text"}
    questions = [region, {"name": "place", "type": "select_one", "choices": places, "choice_filter": chosen}]
    assert Path({"questions": questions})._work < MOST_WORK / 10


def exchange_beside(world: World, client: FlaskClient, definition: dict[str, Any], answers: Any) -> list[str]:
    """The outcomes of a record of this form, and of a good one beside it."""
    with world.app.app_context(), transaction() as session:
        session.add(
            Instrument(
                programme_id="pilote", name="bombe", version="1", definition=definition, source="", current=True,
                created_at=clock.now(),
            )
        )  # fmt: skip
    bomb = world.awa.entry(instrument="bombe", instrument_version="1", answers=answers)
    got = world.awa.exchange(client, bomb, world.awa.entry())
    assert got.status_code == 200
    return [ack["outcome"] for ack in got.get_json()["acks"]]


def test_a_good_record_beside_a_bomb_is_stored(world: World, client: FlaskClient) -> None:
    assert exchange_beside(world, client, doubling(34), {"q": "x" * 3000}) == ["quarantined", "stored"]


@pytest.mark.parametrize("failure", [MemoryError, RecursionError, ZeroDivisionError])
def test_whatever_breaks_in_one_record_does_not_fail_its_neighbour(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    whole = Rules.faults

    def breaks(rules: Rules, answers: object, *, today: str) -> list[dict[str, object]]:
        if isinstance(answers, dict) and "q" in answers:
            raise failure
        return whole(rules, answers, today=today)

    monkeypatch.setattr(Rules, "faults", breaks)
    assert exchange_beside(world, client, doubling(1), {"q": "x"}) == ["quarantined", "stored"]
