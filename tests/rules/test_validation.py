"""Answers against their instrument: the forms that server and phone share, and what only a server meets."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.definition import choice_label, in_order
from feedback_app.forms.engine.validation import MOST_FAULTS, REASONS, Rules, check_answers, sentence
from feedback_app.forms.engine.walk import Moment, Walk
from feedback_app.forms.engine.walk import Path as FormPath
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown

SHARED, ASSEMBLY, DOOR = (
    json.loads((Path(__file__).parent.parent / "vectors" / name).read_text(encoding="utf-8"))
    for name in ("forms.json", "assembly.json", "door.json")
)
HOUSEHOLD: dict[str, Any] = SHARED["definition"]
CASES: list[dict[str, Any]] = SHARED["cases"]
OF_BOTH = [(shared, case) for shared in (SHARED, ASSEMBLY, DOOR) for case in shared["cases"]]
SETTLED = [(shared, case) for shared, case in OF_BOTH if case["settled"]]
WHOLE: dict[str, Any] = next(case["answers"] for case in CASES if case["title"].startswith("everything"))
DAY = "2026-11-23"


RULES = {name: Rules(compile_markdown(source, name)) for name, source in shipped_instruments()}


def title(value: dict[str, Any]) -> str:
    return str(value.get("title", ""))


def keys(gone: Walk, at: str = "") -> Iterator[str]:
    """What is asked, in order, as a fault names it."""
    for name in gone.relevant:
        yield at + name
        for position, time in enumerate(gone.times.get(name, []), 1):
            yield from keys(time, f"{name}[{position}].")


def verdict(answers: object, *, today: str = DAY) -> list[tuple[object, object]]:
    return [(fault["field"], fault["reason"]) for fault in check_answers(HOUSEHOLD, answers, today=today)]


def test_the_shared_form_is_what_its_source_says() -> None:
    assert compile_markdown(SHARED["source"], "foyer") == HOUSEHOLD
    assert compile_markdown(ASSEMBLY["source"], "assemblee") == ASSEMBLY["definition"]
    assert compile_markdown(DOOR["source"], "porte") == DOOR["definition"]


@pytest.mark.parametrize(("shared", "case"), OF_BOTH, ids=title)
def test_the_server_judges_as_the_phone_does(shared: dict[str, Any], case: dict[str, Any]) -> None:
    definition = shared["definition"]
    if "wrong-count" not in {fault["reason"] for fault in case["also"]}:  # a phone asks as often as it must
        moment = Moment(case["today"], shared["now"], shared["language"])
        assert list(keys(FormPath(definition).walk(case["answers"], moment))) == case["asked"]
    found = check_answers(definition, case["answers"], today=case["today"])
    wrong_times = [fault["field"] for fault in case["also"] if fault["reason"] == "wrong-count"]
    expected = {(fault["field"], fault["reason"]) for fault in [*case["faults"], *case["also"]]}
    inside = {
        (field, reason) for field, reason in expected if any(field.startswith(f"{name}[") for name in wrong_times)
    }
    assert {(fault["field"], fault["reason"]) for fault in found} == expected - inside


@pytest.mark.parametrize(("shared", "case"), SETTLED, ids=title)
def test_records_that_the_phone_finishes_have_only_faults_that_it_reported(
    shared: dict[str, Any], case: dict[str, Any]
) -> None:
    reported = {fault["field"] for fault in case["faults"]}
    found = check_answers(shared["definition"], case["settled"], today=case["today"])
    assert {fault["field"] for fault in found} <= reported


class TestARepeat:
    @pytest.mark.parametrize("answer", [None, 7, "x", {}, [1], [[]], [{}] * 201, [{"quoi": {"a": [1]}}]])
    def test_takes_any_answer_without_a_crash(self, answer: object) -> None:
        assert check_answers(ASSEMBLY["definition"], {"femmes": 1, "hommes": 1, "problemes": answer}, today=DAY)

    def test_is_not_answered_two_hundred_and_one_times(self) -> None:
        answers = {"femmes": 1, "hommes": 1, "problemes": [{"quoi": "eau"}] * 201}
        found = check_answers(ASSEMBLY["definition"], answers, today=DAY)
        assert ("problemes", "too-many") in {(fault["field"], fault["reason"]) for fault in found}


def test_awa_gets_the_constraint_messages_of_the_instrument() -> None:
    found = check_answers(HOUSEHOLD, {**WHOLE, "age": "enfant", "fiche": "Enfant 2026"}, today=DAY)
    assert found == [
        {
            "field": "age",
            "reason": "constraint",
            "message": {"fr": "Un adulte, s'il vous plaît.", "en": "An adult, please."},
        }
    ]


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24"])
def test_a_phone_on_the_other_side_of_midnight_is_believed(day: str) -> None:
    assert verdict(WHOLE, today=day) == []


def test_a_phone_two_days_in_the_past_is_not() -> None:
    assert verdict(WHOLE, today="2026-11-21") == [("depuis", "constraint")]


def test_a_day_that_cannot_be_read_is_no_crash() -> None:
    assert verdict(WHOLE, today="hier") == [("depuis", "constraint")]


@pytest.mark.parametrize("answers", [None, [], "x", 3, math.nan])
def test_answers_that_are_no_object_are_unreadable(answers: object) -> None:
    assert verdict(answers) == [("answers", "answers-unreadable")]


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("foyer", 10**400, "out-of-range"),
        ("foyer", -(10**400), "out-of-range"),
        ("foyer", math.nan, "wrong-type"),
        ("foyer", True, "wrong-type"),
        ("foyer", [6], "wrong-type"),
        ("litres", math.nan, "wrong-type"),
        ("litres", math.inf, "out-of-range"),
        ("litres", {"lat": 1}, "wrong-type"),
        ("telephone", "0" * 10_001, "too-long"),
        ("telephone", 708091011, "wrong-type"),
        ("depuis", "0000-01-01", "not-a-day"),
        ("depuis", "0204-01-01", "not-a-day"),
        ("depuis", "2924-01-01", "not-a-day"),
        ("depuis", "2026-11-23T10:00:00Z", "not-a-day"),
        ("depuis", 20261123, "wrong-type"),
        ("point", {"lat": 5, "lon": "x"}, "not-a-point"),
        ("point", {"lat": 5, "lon": 4, "who": "Mariam"}, "not-a-point"),
        ("point", {"lat": math.nan, "lon": 4}, "not-a-point"),
        ("point", "5.3 -4.0", "wrong-type"),
        ("sources", "pompe", "wrong-type"),
        ("sources", [["pompe"]], "unknown-choice"),
        ("sources", ["pompe", {}], "unknown-choice"),
        ("projet", "p" * 81, "unknown-choice"),
        ("adultes", [2], "not-recalculated"),
        ("adultes", "2", "not-recalculated"),
        ("fiche", {"a": 1}, "not-recalculated"),
    ],
)
def test_a_strange_answer_gets_its_reason(question: str, answer: object, reason: str) -> None:
    assert (question, reason) in verdict({**WHOLE, question: answer})


def test_a_photo_is_named_by_its_digest() -> None:
    form = {"questions": [{"name": "photo", "type": "image"}]}
    assert check_answers(form, {"photo": "a" * 64}, today=DAY) == []
    for answer, reason in [("A" * 64, "not-a-medium"), ("../etc", "not-a-medium"), (b"", "wrong-type")]:
        assert [fault["reason"] for fault in check_answers(form, {"photo": answer}, today=DAY)] == [reason]


def test_of_a_thousand_unknown_fields_a_part_is_reported() -> None:
    assert len(verdict({**WHOLE, **{f"q{number}": 1 for number in range(1000)}})) == MOST_FAULTS


def test_a_name_that_is_long_or_no_text_is_no_crash() -> None:
    strange: dict[Any, Any] = {**WHOLE, "x" * 5000: 1, 7: 2, None: 3}
    found = verdict(strange)
    assert ("x" * 120, "unknown-question") in found
    assert ("7", "unknown-question") in found


def test_a_time_that_only_the_phone_knows_is_unchanged() -> None:
    form = compile_markdown(SHARED["source"].replace("concat(jr", "concat(now(), jr"), "foyer")
    assert check_answers(form, {**WHOLE, "fiche": "2026-11-23T09:12Z, as it was"}, today=DAY) == []


def test_every_reason_has_a_message_in_both_languages() -> None:
    for reason in REASONS:
        assert sentence(reason, "fr") != sentence(reason, "en")


def test_the_desk_finds_the_words_of_a_choice() -> None:
    assert choice_label(HOUSEHOLD, "sources", "pompe") == {"fr": "Pompe", "en": "Pump"}
    assert choice_label(HOUSEHOLD, "sources", "mer") == {}
    assert choice_label(HOUSEHOLD, "nowhere", "pompe") == {}


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from([10**400, "pompe", "1"])
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=6), inner, max_size=4)),
    max_leaves=10,
)
NAMES = st.sampled_from([node["name"] for node in in_order(HOUSEHOLD["questions"])])


@given(st.one_of(JSON, st.dictionaries(st.one_of(NAMES, st.text(max_size=8)), JSON, max_size=12)), st.text(max_size=12))
def test_no_answers_whatever_make_the_server_fall(answers: object, today: str) -> None:
    for fault in check_answers(HOUSEHOLD, answers, today=today):
        assert fault["reason"] in REASONS


def test_answers_nested_a_thousand_deep_are_only_wrong() -> None:
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    assert ("sources", "unknown-choice") in verdict({**WHOLE, "sources": deep})


@given(st.data())
def test_what_nobody_answered_and_nothing_asks_for_changes_no_verdict(data: st.DataObject) -> None:
    """The way through the form leaves it out: the faults are those of the whole way."""
    rules = RULES[data.draw(st.sampled_from(sorted(RULES)))]
    nodes = [one for one in in_order(rules._path.definition["questions"]) if one["type"] != "group"]
    codes = st.sampled_from([each["name"] for one in nodes for each in one.get("choices", [])] or ["x"])
    answer = st.one_of(codes, st.lists(codes, max_size=3), st.text(max_size=5), st.integers(-1, 99), st.none())
    names = st.sampled_from([one["name"] for one in nodes])
    answers = data.draw(st.dictionaries(names, answer, max_size=8))
    found = rules.faults(answers, today="2026-11-29")
    walk = rules._path.walk

    def whole(given: Mapping[str, object], moment: Moment, **_options: bool) -> Walk:
        return walk(given, moment)

    with patch.object(rules._path, "walk", whole):
        assert rules.faults(answers, today="2026-11-29") == found
