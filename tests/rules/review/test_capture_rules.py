"""What in the way a record was recorded is marked for another look, and what is left alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.answers import AnswerLine, RecordForm
from feedback_app.review.position import PlaceLocation
from feedback_app.review.screening.capture_rules import (
    ALIKE,
    BURST,
    FASTEST_S,
    FEWEST_ANSWERS,
    REPEATED,
    Capture,
    find_in_capture,
)
from feedback_app.review.screening.kinds import FlagKind

NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
BOUAKE = PlaceLocation("Bouaké", "locality", 7.69, -5.03)
SCALE = [{"name": name} for name in ("jamais", "parfois", "souvent")]


class Beside(NamedTuple):
    """Another record of the phone."""

    recorded_at: dt.datetime | None
    lat: float | None = None
    lng: float | None = None


def rows(n: int) -> list[AnswerLine]:
    return [AnswerLine(f"q{i}", f"Question {i}", "said", "oui") for i in range(n)]


def battery(answers: list[str]) -> tuple[RecordForm, dict[str, object]]:
    """A form of questions with the same choices, and these answers to them."""
    names = [f"q{n}" for n in range(len(answers))]
    questions = [{"name": name, "type": "select_one", "label": {"fr": name}, "choices": SCALE} for name in names]
    return RecordForm({"questions": questions}), dict(zip(names, answers, strict=True))


PLAIN = Capture(
    rows=rows(12), answers={}, form=RecordForm(), duration_ms=180_000, recorded_at=NOON, point=(7.7, -5.0, 12.0), place=BOUAKE
)  # fmt: skip


def found(**changes: Any) -> dict[FlagKind, str]:
    return find_in_capture(replace(PLAIN, **changes))


def test_a_record_taken_in_three_minutes_beside_the_pump_is_marked_for_nothing() -> None:
    assert find_in_capture(PLAIN) == {}


class TestHaste:
    def test_twelve_answers_in_nine_seconds_are_marked_with_both_figures(self) -> None:
        assert found(duration_ms=9000) == {FlagKind.HURRIED: "9 12"}

    def test_an_answer_of_four_is_never_fast_enough(self) -> None:
        assert found(rows=rows(FEWEST_ANSWERS - 1), duration_ms=1) == {}

    @pytest.mark.parametrize("duration", [None, 0, -5, True, "9000", 3.5, [], {}])
    def test_what_is_no_length_of_time_says_nothing(self, duration: object) -> None:
        assert found(duration_ms=duration) == {}

    @given(st.integers(5, 200), st.integers(1, 10**7))
    def test_it_depends_on_the_time_for_one_answer_alone(self, answers: int, ms: int) -> None:
        flagged = FlagKind.HURRIED in found(rows=rows(answers), duration_ms=ms)
        assert flagged == (ms / 1000 / answers < FASTEST_S)


class TestSameAnswers:
    def test_six_questions_alike_with_one_answer_are_marked(self) -> None:
        form, answers = battery(["souvent"] * ALIKE)
        assert found(form=form, answers=answers) == {FlagKind.SAME_ANSWERS: str(ALIKE)}

    def test_one_other_answer_among_them_is_enough_not_to_be(self) -> None:
        form, answers = battery(["souvent"] * ALIKE + ["jamais"])
        assert found(form=form, answers=answers) == {}

    def test_five_are_too_few(self) -> None:
        form, answers = battery(["souvent"] * (ALIKE - 1))
        assert found(form=form, answers=answers) == {}

    def test_questions_answered_by_yes_and_no_are_left_alone(self) -> None:
        names = [f"q{n}" for n in range(12)]
        choices = [{"name": "oui"}, {"name": "non"}]
        form = RecordForm({"questions": [{"name": n, "type": "select_one", "choices": choices} for n in names]})
        assert found(form=form, answers=dict.fromkeys(names, "non")) == {}


class TestPositions:
    def test_zero_and_exact_positions_are_marked(self) -> None:
        assert found(point=(0.0, 0.0, 5.0), place=None) == {FlagKind.POSITION: "zero"}
        assert found(point=(7.7, -5.0, 0.0)) == {FlagKind.POSITION: "exact"}

    def test_the_same_point_to_the_last_digit_all_morning_is_marked(self) -> None:
        beside = [Beside(NOON - dt.timedelta(hours=n), 7.7, -5.0) for n in range(1, REPEATED)]
        assert found(beside=beside) == {FlagKind.POSITION: f"repeated {REPEATED}"}

    def test_a_queue_of_people_at_one_spot_is_not(self) -> None:
        beside = [Beside(NOON - dt.timedelta(minutes=5 * n), 7.7, -5.0) for n in range(1, 8)]
        assert found(beside=beside) == {}

    def test_a_village_far_from_its_own_place_is_marked_with_the_distance(self) -> None:
        assert found(point=(8.2, -5.03, 20.0)) == {FlagKind.FAR: "57"}

    def test_without_a_point_or_a_place_there_is_nothing_to_say(self) -> None:
        assert found(point=None) == {} and found(place=None, point=(8.2, -5.03, 20.0)) == {}


class TestBursts:
    def test_the_fifteenth_record_in_ten_minutes_is_marked(self) -> None:
        beside = [Beside(NOON - dt.timedelta(seconds=30 * n)) for n in range(1, BURST)]
        assert found(beside=beside) == {FlagKind.BURST: str(BURST)}
        assert found(beside=beside[1:]) == {}

    def test_what_the_phone_recorded_before_or_after_does_not_count(self) -> None:
        before = [Beside(NOON - dt.timedelta(minutes=10 + n)) for n in range(40)]
        after = [Beside(NOON + dt.timedelta(seconds=n)) for n in range(1, 40)]
        assert found(beside=[*before, *after, Beside(None)]) == {}
