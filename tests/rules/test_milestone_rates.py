"""How many promised milestones are done: open ones count, few give no rate, one of one is not the best."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.insight.statistics import wilson
from feedback_app.portfolio.bourse.milestone_rate import LEAST, milestone_rates

LINES = st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), max_size=60)


def test_many_that_are_nearly_all_done_come_before_few_and_before_one_of_one() -> None:
    lines = [("many", n > 0) for n in range(20)] + [("five", True)] * 5 + [("one", True)]
    found = milestone_rates(lines)
    assert [one.name for one in found] == ["many", "five", "one"]
    assert (found[0].done, found[0].late, found[0].due) == (19, 1, 20)
    assert found[2].at_least is None


@given(LINES)
def test_every_milestone_is_counted_once_and_the_rate_is_never_above_what_was_seen(
    lines: list[tuple[str, bool]],
) -> None:
    found = {one.name: one for one in milestone_rates(lines)}
    for name in {name for name, _ in lines}:
        own = [done for one, done in lines if one == name]
        assert (found[name].done, found[name].due) == (sum(own), len(own))
        low = found[name].at_least
        assert (low is None) == (len(own) < LEAST)
        if low is not None:
            assert low == wilson(sum(own), len(own)).low <= sum(own) / len(own)
