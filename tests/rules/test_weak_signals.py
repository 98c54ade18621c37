"""A week in which something is spoken more often is noticed; quiet weeks rarely look as if it were."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.signals.bursts import FALSE_ALARMS, LEAST, Subject, Voices, bursts, comparisons, tail
from feedback_app.portfolio.signals.words import COMMON, subjects

PLACE = "/CI/R1/S1/"


def word(code: str) -> Subject:
    return Subject("word", code, PLACE)


@given(st.integers(0, 30), st.integers(1, 30), st.floats(0.01, 0.99))
def test_the_chance_is_that_of_counting_every_case(least: int, n: int, share: float) -> None:
    exact = sum(math.comb(n, x) * share**x * (1 - share) ** (n - x) for x in range(least, n + 1))
    assert tail(least, n, share) == pytest.approx(exact, abs=1e-9)


def test_what_is_suddenly_spoken_of_by_many_is_a_signal_and_shows_how_many_were_expected() -> None:
    spoken = {word("forage"): Voices(9, 1), word("ecole"): Voices(4, 30)}
    (found,) = bursts(spoken, {PLACE: Voices(20, 160)})
    assert found.subject == word("forage") and found.expected == pytest.approx(10 * 20 / 180)
    assert found.p < 1e-6


def test_a_busy_week_alone_is_no_signal() -> None:
    spoken = {word("forage"): Voices(9, 1), word("ecole"): Voices(36, 4), word("route"): Voices(45, 5)}
    assert bursts(spoken, {PLACE: Voices(90, 10)}) == []


def test_a_place_where_nobody_spoke_before_has_nothing_to_compare_with() -> None:
    assert bursts({word("forage"): Voices(9, 0)}, {PLACE: Voices(20, 0)}) == []
    assert bursts({word("forage"): Voices(9, 0)}, {}) == []


def test_two_voices_are_never_a_signal() -> None:
    assert bursts({word("rare"): Voices(LEAST - 1, 1)}, {PLACE: Voices(2, 5000)}) == []


def quiet(chance: random.Random) -> tuple[dict[Subject, Voices], dict[str, Voices]]:
    """Nine weeks in which nothing changes: forty words, each as often as ever, whatever the week."""
    now, before = chance.randint(20, 60), chance.randint(200, 400)
    often = [chance.uniform(0.005, 0.2) for _ in range(40)]
    spoken = {
        word(f"mot{n}"): Voices(
            sum(chance.random() < part for _ in range(now)), sum(chance.random() < part for _ in range(before))
        )
        for n, part in enumerate(often)
    }
    return spoken, {PLACE: Voices(now, before)}


def test_at_most_one_quiet_week_in_ten_shows_a_signal() -> None:
    weeks = 400
    alarms = sum(bool(bursts(*quiet(random.Random(seed)))) for seed in range(weeks))
    limit = weeks * FALSE_ALARMS + 3 * math.sqrt(weeks * FALSE_ALARMS * (1 - FALSE_ALARMS))
    assert alarms <= limit, f"{alarms} of {weeks}"


def test_most_real_bursts_among_forty_words_are_found() -> None:
    found = 0
    for seed in range(100):
        spoken, all_of = quiet(random.Random(seed))
        spoken[word("cholera")] = Voices(8, 2)
        found += word("cholera") in {one.subject for one in bursts(spoken, all_of)}
    assert found >= 95


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3).map(word), st.builds(Voices, st.integers(0, 20), st.integers(0, 60))
    )
)
def test_signals_are_among_what_was_compared_and_the_rarest_comes_first(spoken: dict[Subject, Voices]) -> None:
    all_of = {PLACE: Voices(25, 70)}
    found = bursts(spoken, all_of)
    assert len(found) <= comparisons(spoken, all_of) <= len(spoken)
    assert [one.p for one in found] == sorted(one.p for one in found)
    assert all(one.voices.of_week >= LEAST for one in found)


def texts() -> Iterator[tuple[str, set[str]]]:
    yield "la pompe est en panne depuis hier", {"pompe", "panne"}
    yield "12345 eau", set()
    yield "zanzra le barrage", {"barrage"}


@pytest.mark.parametrize(("written", "left"), texts())
def test_words_that_are_about_nothing_are_left_out(written: str, left: set[str]) -> None:
    assert subjects(written, names=frozenset({"zanzra"})) == left


def test_common_words_are_written_as_they_are_compared() -> None:
    from feedback_app.base.folding import fold

    assert {one for one in COMMON if fold(one) != one} == set()
    assert subjects(None) == frozenset()
