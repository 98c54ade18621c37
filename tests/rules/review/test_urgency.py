"""How pressing a record is."""

from __future__ import annotations

import pytest

from feedback_app.forms.engine.meaning import SENSITIVE, SEVERITY, Fact
from feedback_app.review.place_weight import limit
from feedback_app.review.urgency import CLASSES, DANGER, comes_from_little_heard, urgency_of
from schemas.vocabulary import vocabulary


def of_severity(code: str, *, is_little_heard: bool = False) -> int:
    return urgency_of([Fact(SEVERITY, "gravite", code)], "", is_little_heard=is_little_heard)


@pytest.mark.parametrize(("code", "expected"), [("vital", 6), ("grave", 4), ("gene", 2), ("nsp", 0), ("other", 0)])
def test_the_more_serious_the_more_pressing(code: str, expected: int) -> None:
    assert of_severity(code) == expected


def test_what_is_sensitive_is_at_least_serious_and_no_answer_is_nothing() -> None:
    assert urgency_of([Fact(SENSITIVE), Fact(SEVERITY, "gravite", "gene")], "") == of_severity("grave")
    assert urgency_of([Fact(SENSITIVE), Fact(SEVERITY, "gravite", "vital")], "") == of_severity("vital")
    assert urgency_of([], "") == 0


def test_danger_is_above_all_and_nothing_else_reaches_it() -> None:
    assert urgency_of([], "maybe") == urgency_of([Fact(SEVERITY, "gravite", "vital")], "asked") == DANGER
    every = {
        of_severity(one, is_little_heard=little) for one in vocabulary("severities").codes for little in (False, True)
    }
    assert every <= set(CLASSES) - {DANGER}


def test_a_place_little_heard_comes_before_its_equals_and_behind_whatever_is_more_serious() -> None:
    order = [
        of_severity("vital"), of_severity("grave", is_little_heard=True), of_severity("grave"),
        of_severity("gene", is_little_heard=True), of_severity("gene"), urgency_of([], "", is_little_heard=True),
        urgency_of([], ""),
    ]  # fmt: skip
    assert order == sorted(set(order), reverse=True)
    assert [comes_from_little_heard(one) for one in order] == [False, True, False, True, False, True, False]


def test_where_lives_are_at_risk_the_place_does_not_count() -> None:
    assert of_severity("vital", is_little_heard=True) == of_severity("vital")
    assert urgency_of([], "maybe", is_little_heard=True) == DANGER


@pytest.mark.parametrize(("population", "few"), [(None, 10), (800, 10), (5000, 10), (60_000, 120)])
def test_few_is_ten_records_or_one_for_five_hundred_people(population: int | None, few: int) -> None:
    assert limit(population) == few
