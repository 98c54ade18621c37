"""How far a solution has come, and the status events that follow for its needs."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.ledger.status_event import StatusEvent, history
from feedback_app.portfolio.solutions.stages import (
    ORDER,
    Refusal,
    Stage,
    Step,
    current_stage,
    possible_stages,
    refusal,
    valid_steps,
)
from feedback_app.portfolio.solutions.status_events import AssignedAt, additions, events

DAY = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


def at(day: int, hour: int = 9) -> dt.datetime:
    return DAY.replace(hour=hour) + dt.timedelta(days=day)


def step(stage: Stage, day: int, *, noted: dt.datetime | None = None, project: str | None = None) -> Step:
    return Step(f"{stage}{day}", stage, at(day).date(), noted or at(day, 15), project)


def of_review(*steps: tuple[str, int]) -> list[StatusEvent]:
    return [StatusEvent("review", f"r{n}", state, at(day), 1) for n, (state, day) in enumerate(steps)]


ACCEPTED = of_review(("received", 0), ("accepted", 1))


def published(review: list[StatusEvent], assignments: list[AssignedAt]) -> list[StatusEvent]:
    """The history of a need whose events were added as they happened."""
    return history(sorted([*review, *events(review, assignments)], key=lambda event: event.at))


def states(timeline: list[StatusEvent]) -> list[str]:
    return [event.state for event in timeline]


def test_a_need_in_the_portfolio_is_funded_then_done() -> None:
    funded, done = step(Stage.FUNDED, 3, project="Pompe"), step(Stage.DONE, 9)
    timeline = published(ACCEPTED, [AssignedAt("t", at(2), "Pompes en panne", [funded, done])])
    assert states(timeline) == ["received", "accepted", "in_portfolio", "funded", "done"]
    assert [event.message for event in timeline[2:]] == ["Pompes en panne", "Pompe", None]
    assert {event.rev for event in timeline} == {1}


def test_what_was_funded_before_the_need_was_assigned_is_published_from_then_on() -> None:
    timeline = published(ACCEPTED, [AssignedAt("t", at(5), "Pompes", [step(Stage.FUNDED, 3)])])
    assert states(timeline) == ["received", "accepted", "in_portfolio", "funded"]
    assert timeline[-1].at == timeline[-2].at


def test_what_was_taken_back_before_is_not_published_and_what_is_taken_back_later_is() -> None:
    steps = [step(Stage.FUNDED, 2), step(Stage.PLANNED, 3), step(Stage.FUNDED, 5), step(Stage.DONE, 6), step(Stage.FUNDED, 7)]  # fmt: skip
    timeline = published(ACCEPTED, [AssignedAt("t", at(4), "Pompes", steps)])
    assert states(timeline) == ["received", "accepted", "in_portfolio", "funded", "done", "funded"]


def test_a_step_that_is_noted_late_is_published_with_its_own_day() -> None:
    timeline = published(ACCEPTED, [AssignedAt("t", at(2), "Pompes", [step(Stage.FUNDED, 4, noted=at(8))])])
    assert timeline[-1].at.date() == at(4).date()


def test_a_need_taken_out_of_its_theme_is_accepted_and_no_more() -> None:
    assigned = [
        AssignedAt("t", at(2), "Pompes", [step(Stage.FUNDED, 3), step(Stage.DONE, 6)]),
        AssignedAt("u", at(5), None),
    ]
    assert states(published(ACCEPTED, assigned)) == ["received", "accepted", "in_portfolio", "funded", "accepted"]


def test_a_need_that_is_reviewed_anew_gets_no_events_of_its_former_solution() -> None:
    review = [*ACCEPTED, *of_review(("received", 3), ("accepted", 4))]
    review = [replace(event, id=f"x{n}") for n, event in enumerate(review)]
    timeline = published(review, [AssignedAt("t", at(2), "Pompes", [step(Stage.FUNDED, 5)])])
    assert states(timeline) == ["received", "accepted", "in_portfolio", "received", "accepted"]


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.integers(0, 9)), max_size=8), st.integers(0, 9))
def test_the_timeline_runs_forward_whatever_is_noted(noted: list[tuple[Stage, int]], assigned: int) -> None:
    steps: list[Step] = []
    for stage, day in sorted(noted, key=lambda one: one[1]):
        if refusal(steps, stage, day=at(day).date(), today=at(9).date(), funded_by="P1") is None:
            steps.append(step(stage, day))
    timeline = published(ACCEPTED, [AssignedAt("t", at(assigned), "Pompes", steps)])
    moments = [event.at for event in timeline]
    assert moments == sorted(moments)
    assert all(a.state != b.state for a, b in itertools.pairwise(timeline) if b.id.startswith("t"))


def test_a_theme_that_gets_another_answer_says_where_its_needs_are_now_and_unsays_nothing() -> None:
    timeline = [*ACCEPTED]
    funded = AssignedAt("t", at(2), "Pompes", [step(Stage.FUNDED, 3, project="Forage")])
    for day, assignment in ((4, funded), (5, replace(funded, steps=[])), (6, replace(funded, steps=[])), (7, funded)):
        added = additions(timeline, [assignment], now=at(day), new_id=f"n{day}")
        known = {event.id for event in timeline}
        timeline += [event for event in added if event.id not in known]
    assert [event.state for event in history(timeline)[2:]] == ["in_portfolio", "funded", "in_portfolio", "funded"]
    assert [event.message for event in history(timeline)[2:]] == ["Pompes", "Forage", "Pompes", "Forage"]


def test_a_need_that_review_reopened_gets_no_event_of_being_back_in_the_portfolio() -> None:
    assignment = AssignedAt("t", at(2), "Pompes", [step(Stage.FUNDED, 3)])
    timeline = [*ACCEPTED, *events(ACCEPTED, [assignment]), *of_review(("received", 5), ("accepted", 6))]
    assert additions(timeline, [replace(assignment, steps=[])], now=at(7), new_id="n") == events(
        timeline[:2], [replace(assignment, steps=[])]
    )


def test_a_step_leads_on_or_back_by_one() -> None:
    assert possible_stages(Stage.PLANNED) == (Stage.FUNDED,)
    assert possible_stages(Stage.FUNDED) == (Stage.DONE, Stage.PLANNED)
    assert possible_stages(Stage.DONE) == (Stage.FUNDED,)
    assert current_stage([]) is Stage.PLANNED


def test_why_a_step_is_refused_is_in_the_answer() -> None:
    funded, today = [step(Stage.FUNDED, 3)], at(9).date()
    assert refusal([], Stage.DONE, day=today, today=today, funded_by=None) is Refusal.STALE
    assert refusal([], Stage.FUNDED, day=today, today=today, funded_by=None) is Refusal.FUNDER
    assert refusal([], Stage.FUNDED, day=None, today=today, funded_by="P1") is Refusal.DAY
    assert refusal(funded, Stage.DONE, day=at(10).date(), today=today, funded_by=None) is Refusal.DAY
    assert refusal(funded, Stage.DONE, day=at(2).date(), today=today, funded_by=None) is Refusal.DAY
    assert refusal(funded, Stage.FUNDED, day=today, today=today, funded_by="P1") is Refusal.STALE
    assert refusal(funded, Stage.PLANNED, day=None, today=today, funded_by=None) is None


def test_taking_back_leaves_the_stage_of_before() -> None:
    steps = [step(Stage.FUNDED, 1), step(Stage.DONE, 2), step(Stage.FUNDED, 3)]
    assert [one.day for one in valid_steps(steps)] == [at(1).date()]
    assert valid_steps([*steps, step(Stage.PLANNED, 4)]) == []
