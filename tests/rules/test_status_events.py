"""Events of several sources make one history of a record."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.ledger.status_event import StatusEvent, history

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def of_review(state: str, rev: int = 1) -> StatusEvent:
    return StatusEvent("review", f"r-{state}-{rev}", state, NOON, rev)


def of_portfolio(state: str) -> StatusEvent:
    return StatusEvent("portfolio", f"p-{state}", state, NOON)


EVENTS = st.one_of(
    st.builds(of_review, st.sampled_from(["received", "read", "accepted", "rejected"]), st.integers(1, 3)),
    st.builds(
        lambda state, message: replace(of_portfolio(state), message=message),
        st.sampled_from(["accepted", "in_portfolio", "funded", "done"]),
        st.sampled_from([None, "Pompes cassées", "Pompes en panne"]),
    ),
)


def states(*added: StatusEvent) -> list[str]:
    return [event.state for event in history(added)]


def test_what_follows_an_acceptance_bears_its_revision() -> None:
    shown = history(
        [of_review("received", 2), of_review("accepted", 2), of_portfolio("in_portfolio"), of_portfolio("done")]
    )
    assert [event.rev for event in shown] == [2, 2, 2, 2]


def test_nothing_follows_a_need_that_is_not_accepted() -> None:
    assert states(of_review("received"), of_portfolio("funded")) == ["received"]
    assert states(of_review("accepted"), of_review("received", 2), of_portfolio("funded")) == ["accepted", "received"]
    assert states(of_portfolio("funded")) == []


def test_the_same_state_is_not_published_twice_in_a_row() -> None:
    assert states(of_review("accepted"), of_portfolio("accepted"), of_portfolio("funded"), of_portfolio("funded")) == [
        "accepted",
        "funded",
    ]


def test_a_need_whose_theme_was_merged_is_published_with_the_name_of_now() -> None:
    accepted, pumps = of_review("accepted"), replace(of_portfolio("in_portfolio"), message="Pompes cassées")
    again, merged = replace(pumps, id="p-again"), replace(pumps, id="p-merged", message="Pompes en panne")
    shown = history([accepted, pumps, again, merged])
    assert [event.message for event in shown] == [None, "Pompes cassées", "Pompes en panne"]


@given(st.lists(EVENTS, max_size=12))
def test_a_history_only_grows(added: list[StatusEvent]) -> None:
    shown = [history(added[:n]) for n in range(len(added) + 1)]
    assert all(after[: len(before)] == before for before, after in itertools.pairwise(shown))
    assert all(event.rev is not None for event in shown[-1])
    assert [event for event in shown[-1] if event.source == "review"] == [e for e in added if e.source == "review"]
