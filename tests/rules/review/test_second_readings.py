"""How far two readers agree, and which decisions are read twice."""

from __future__ import annotations

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.second_readings.agreement import FEWEST, agreement
from feedback_app.review.second_readings.sampling import MOST, USUAL, is_chosen, share

ANSWERS = st.sampled_from(["accepted", "rejected", "needs_correction"])


class TestAgreement:
    def test_is_what_the_textbook_says_of_its_example(self) -> None:
        """Fifty applications, two readers: 20 both yes, 15 both no, 5 and 10 apart. Kappa is 0.4."""
        pairs = [("yes", "yes")] * 20 + [("no", "no")] * 15 + [("yes", "no")] * 5 + [("no", "yes")] * 10
        found = agreement(pairs)
        assert (found.n, found.same) == (50, 35)
        assert found.kappa == pytest.approx(0.4) and found.low == pytest.approx(0.146, abs=0.001)
        assert found.high == pytest.approx(0.654, abs=0.001)

    def test_of_two_who_always_agree_on_different_things_is_one(self) -> None:
        assert agreement([("accepted", "accepted"), ("rejected", "rejected")] * FEWEST).kappa == 1.0

    def test_of_two_who_throw_dice_is_about_nothing(self) -> None:
        drawn = random.Random(7)
        pairs = [(drawn.choice("ab"), drawn.choice("ab")) for _ in range(5000)]
        found = agreement(pairs)
        assert found.kappa is not None and abs(found.kappa) < 0.05

    def test_of_few_pairs_or_one_answer_alone_is_not_given(self) -> None:
        assert agreement([]).kappa is None
        assert agreement([("accepted", "rejected")] * (FEWEST - 1)).kappa is None
        assert agreement([("accepted", "accepted")] * 100).kappa is None

    @given(st.lists(st.tuples(ANSWERS, ANSWERS), max_size=60))
    def test_does_not_depend_on_who_read_first(self, pairs: list[tuple[str, str]]) -> None:
        one, other = agreement(pairs), agreement([(second, first) for first, second in pairs])
        assert one == other or one.kappa == pytest.approx(other.kappa)

    @given(st.lists(st.tuples(ANSWERS, ANSWERS), max_size=60))
    def test_lies_in_its_interval(self, pairs: list[tuple[str, str]]) -> None:
        found = agreement(pairs)
        if found.kappa is not None and found.low is not None and found.high is not None:
            assert -1 <= found.low <= found.kappa <= found.high <= 1


class TestSampling:
    @pytest.mark.parametrize(
        ("settings", "percent"),
        [({}, USUAL), ({"second_readings": 10}, 10), ({"second_readings": 0}, 0), ({"second_readings": "10"}, USUAL),
         ({"second_readings": True}, USUAL), ({"second_readings": MOST + 1}, USUAL), ({"second_readings": -1}, USUAL)],
    )  # fmt: skip
    def test_a_programme_says_how_many_percent(self, settings: dict[str, object], percent: int) -> None:
        assert share(settings) == percent

    def test_about_that_many_are_chosen_and_always_the_same(self) -> None:
        ids = [uuid.UUID(int=n) for n in range(20_000)]
        chosen = [one for one in ids if is_chosen(one, 5)]
        assert 900 < len(chosen) < 1100 and chosen == [one for one in ids if is_chosen(one, 5)]
        assert not any(is_chosen(one, 0) for one in ids)

    def test_a_larger_share_has_all_of_a_smaller_one(self) -> None:
        ids = [uuid.UUID(int=n) for n in range(5000)]
        assert {one for one in ids if is_chosen(one, 5)} <= {one for one in ids if is_chosen(one, 20)}
