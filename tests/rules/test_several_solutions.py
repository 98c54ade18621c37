"""What answers a need is as far as the furthest of the solutions that answer it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.solutions.stages import (
    ORDER,
    Step,
    current_stage,
    furthest_steps,
    is_forward,
    possible_stages,
)

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Step]]:
    """Steps of a few solutions, each leading on or back by one, noted one after the other."""
    made: list[list[Step]] = [[] for _ in range(draw(st.integers(1, 3)))]
    for n in range(draw(st.integers(0, 12))):
        mine = made[draw(st.integers(0, len(made) - 1))]
        stage = draw(st.sampled_from(possible_stages(current_stage(mine))))
        noted = NOON + dt.timedelta(minutes=n)
        mine.append(Step(f"s{n:02}", stage, noted.date(), noted))
    return made


@given(histories())
def test_its_stage_is_that_of_the_furthest_solution(some: list[list[Step]]) -> None:
    furthest = max((current_stage(steps) for steps in some), key=ORDER.index)
    assert current_stage(furthest_steps(some)) == furthest


@given(histories())
def test_every_step_that_is_left_leads_on_or_back_by_one(some: list[list[Step]]) -> None:
    before = ORDER[0]
    for step in furthest_steps(some):
        assert is_forward(before, step.stage) or is_forward(step.stage, before)
        before = step.stage


@given(histories())
def test_the_steps_of_a_single_solution_are_all_left(some: list[list[Step]]) -> None:
    assert furthest_steps(some[:1]) == some[0] == furthest_steps([some[0], []])
