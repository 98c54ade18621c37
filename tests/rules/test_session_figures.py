"""What sessions say is shown of several together, whatever is accepted and taken back from one date to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.insight.accepted.counting import Key, PlaceMonth, Tally
from feedback_app.insight.disclosure import Rule, is_sensitive, read_rule
from feedback_app.insight.figures.gatherings import SessionSum, session_sums
from feedback_app.insight.figures.session_release import (
    ReleasedSessions,
    read,
    release_sessions,
    step_sessions_down,
    write,
)
from schemas.vocabulary import vocabulary

K = 5
RULE = Rule(level="region", least_population=0, k=K, k_sensitive=10, public=True)
HOME = "/XX/"
Session = tuple[str, int, int]
"""Its place, who was there, who raised a hand against."""
A_SESSION = st.tuples(st.sampled_from(("S1", "S2", "S3")), st.integers(2, 60), st.integers(0, 9))
DATES = st.lists(st.lists(A_SESSION, max_size=16), min_size=1, max_size=5)


def months(sessions: list[Session], domain: str = "eau") -> list[PlaceMonth]:
    """As insight counts them."""
    found = []
    for place in sorted({one[0] for one in sessions}):
        here = [one for one in sessions if one[0] == place]
        heads, against = sum(one[1] for one in here), sum(one[2] for one in here)
        n = len(here)
        counts = {
            Key("session", "", "present", ""): Tally(n, n, heads),
            Key("session", "", "seeds", domain): Tally(n, n, n),
            Key("session", "", "hands_against", ""): Tally(n, n, against),
            Key("single", "", "pleasure", "4"): Tally(40, 40, 0),
        }
        found.append(PlaceMonth(place, f"/XX/R1/{place}/", "2026-10", counts))
    return found


def sums(sessions: list[Session]) -> dict[str, SessionSum]:
    return session_sums(months(sessions), k=K, home=HOME)


@given(st.lists(A_SESSION, max_size=30))
def test_every_session_is_in_one_row_and_no_row_is_of_fewer_than_k(sessions: list[Session]) -> None:
    rows = sums(sessions)
    assert all(one.sessions >= K for one in rows.values())
    assert sum(one.sessions for one in rows.values()) == (len(sessions) if len(sessions) >= K else 0)
    assert sum(one.present.weight for one in rows.values()) in {0, sum(one[1] for one in sessions)}


@given(DATES)
def test_two_dates_never_differ_by_less_than_k_sessions(dates: list[list[Session]]) -> None:
    last: dict[str, ReleasedSessions] = {}
    for n, sessions in enumerate(dates):
        now = sums(sessions)
        made = release_sessions(now, last, RULE) if n % 2 == 0 else step_sessions_down(now, last, k=K)
        assert read(write(made)) == made
        for path, one in made.items():
            before = last.get(path)
            if one.figures and before and before.figures and one.figures != before.figures:
                assert one.last.anchor >= before.last.anchor + K
            exact = now.get(path, SessionSum())
            assert one.sessions is None or K <= one.sessions <= exact.sessions
            if one.figures:
                assert one.figures.present is None or K <= one.figures.present <= exact.present.weight
                assert all(hands is None or hands >= K for hands in one.figures.hands.values())
        last = made


def test_a_session_that_is_taken_back_takes_the_sums_with_it_at_once() -> None:
    six = [("S1", 20, 9)] * 6
    shown = release_sessions(sums(six), {}, RULE)
    assert shown["/XX/R1/S1/"].figures is not None and shown["/XX/R1/S1/"].figures.present == 120
    lower = step_sessions_down(sums([*six[1:], ("S1", 3, 0)]), shown, k=K)
    assert (lower["/XX/R1/S1/"].sessions, lower["/XX/R1/S1/"].figures) == (6, None)
    assert step_sessions_down(sums(six[1:]), shown, k=K)["/XX/R1/S1/"].sessions is None


def test_a_sensitive_domain_needs_more_sessions_than_others() -> None:
    sensitive = next(term.code for term in vocabulary("domains").terms if is_sensitive(term.code))
    seeds = {}
    for domain in ("eau", sensitive):
        shown = release_sessions(session_sums(months([("S1", 20, 9)] * 6, domain), k=K, home=HOME), {}, RULE)
        figures = shown["/XX/R1/S1/"].figures
        seeds[domain] = figures.seeds if figures else None
    assert seeds == {"eau": {"eau": 100}, sensitive: {}}


def test_made_up_sessions_are_shown_as_they_are() -> None:
    rule = read_rule({"demo": True, "k_public": 1})
    one = [("S1", 20, 1)]
    shown = release_sessions(session_sums(months(one), k=1, home=HOME), {}, rule)
    assert shown["/XX/R1/S1/"].figures is not None and shown["/XX/R1/S1/"].figures.hands["hands_against"] == 1
    other = release_sessions(session_sums(months([("S1", 8, 0)]), k=1, home=HOME), shown, rule)
    assert other["/XX/R1/S1/"].figures is not None and other["/XX/R1/S1/"].figures.present == 8
