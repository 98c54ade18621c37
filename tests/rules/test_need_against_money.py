"""Need against money: what is not known widens the answer, held against a slow second way that tries every case."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_app.insight.statistics import Interval, wilson
from feedback_app.portfolio.csr.gap import (
    WEIGHTS,
    Cell,
    Gap,
    Money,
    Verdict,
    Voices,
    gaps,
    money_share,
    need_share,
    potentials,
    simultaneous_z,
)

CELLS: list[Cell] = [("R1", "water"), ("R1", "education"), ("R2", "water"), ("", "water")]
MONEY = st.builds(Money, st.none() | st.integers(1, 100), st.frozensets(st.sampled_from(CELLS)))
VOICES = st.builds(lambda least, more: Voices(least, least + more), st.integers(0, 40), st.integers(0, 5))
NOBODY = Voices(0, 0)


def shares_in_every_case(cell: Cell, money: list[Money]) -> list[float]:
    """The share of a cell for every place that each sum may be in, and each amount that it may be."""
    largest = max((one.amount for one in money if one.amount), default=0)
    cases = [
        [(where, amount) for where in (one.cells or {*CELLS, ("elsewhere", "")})
         for amount in ((one.amount,) if one.amount else (0, largest))]
        for one in money
    ]  # fmt: skip
    return [
        sum(amount for where, amount in case if where == cell) / whole
        for case in product(*cases)
        if (whole := sum(amount for _, amount in case))
    ]


@settings(max_examples=150)
@given(st.lists(MONEY, max_size=4), st.sampled_from(CELLS))
def test_the_share_of_money_is_what_trying_every_case_gives(money: list[Money], cell: Cell) -> None:
    share, cases = money_share(cell, money), shares_in_every_case(cell, money)
    if not cases:
        assert share == Interval(0.0, 1.0)
    else:
        assert share.low == pytest.approx(min(cases)) and share.high == pytest.approx(max(cases))


@given(VOICES, st.lists(VOICES, max_size=3))
def test_the_share_of_voices_holds_for_every_count_that_rounding_allows(own: Voices, others: list[Voices]) -> None:
    share = need_share(own, sum(one.least for one in others), sum(one.most for one in others), 1.96)
    for count in {own.least, own.most}:
        for rest in {sum(one.least for one in others), sum(one.most for one in others)}:
            inner = wilson(count, count + rest, 1.96)
            assert share.low <= inner.low + 1e-9 and inner.high <= share.high + 1e-9


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(CELLS[:3]), VOICES), st.lists(MONEY, max_size=3), VOICES)
def test_no_case_is_on_the_other_side_of_a_gap_that_is_shown(
    voices: dict[Cell, Voices], money: list[Money], elsewhere: Voices
) -> None:
    for one in gaps(voices, money, elsewhere=elsewhere):
        counted = voices.get(one.cell, NOBODY)
        others = sum(each.least for cell, each in voices.items() if cell != one.cell) + elsewhere.least
        need = counted.least / (counted.least + others) if counted.least + others else None
        for share in shares_in_every_case(one.cell, money):
            if need is not None:
                assert one.difference.low - 1e-9 <= need - share <= one.difference.high + 1e-9
                assert one.verdict is not Verdict.LESS_MONEY or need > share
                assert one.verdict is not Verdict.MORE_MONEY or need < share


def test_mariams_village_asks_for_water_and_the_money_goes_to_schools() -> None:
    voices = {("R1", "water"): Voices(180, 180), ("R2", "education"): Voices(20, 20)}
    money = [
        Money(90_000_000, frozenset({("R2", "education")})),
        Money(10_000_000, frozenset({("R1", "water")})),
    ]
    found = {one.cell: one for one in gaps(voices, money, elsewhere=NOBODY)}
    assert found["R1", "water"].verdict is Verdict.LESS_MONEY and found["R1", "water"].known_money == 10_000_000
    assert found["R2", "education"].verdict is Verdict.MORE_MONEY
    unknown = [*money, Money(None), Money(500_000_000)]
    assert {one.verdict for one in gaps(voices, unknown, elsewhere=NOBODY)} == {Verdict.OPEN}


def test_few_voices_and_no_money_say_nothing() -> None:
    (only,) = gaps({("R1", "water"): Voices(5, 9)}, [], elsewhere=Voices(5, 9))
    assert only.verdict is Verdict.OPEN and only.money == Interval(0.0, 1.0)
    assert gaps({}, [], elsewhere=NOBODY) == []


def test_what_is_not_compared_has_no_row_but_counts() -> None:
    money = [Money(10, frozenset({("", "water"), ("R1", "water")})), Money(10, frozenset({("R1", "")}))]
    found = gaps({}, money, elsewhere=NOBODY)
    assert [one.cell for one in found] == [("R1", "water")] and found[0].money == Interval(0.0, 0.5)


def test_that_one_voice_has_no_money_at_all_is_no_finding() -> None:
    money = [Money(10, frozenset({("R2", "water")}))]
    voices = {("R1", "water"): Voices(1, 1), ("R2", "education"): Voices(4, 4)}
    found = {one.cell: one for one in gaps(voices, money, elsewhere=NOBODY)}
    assert found["R1", "water"].difference.low > 0 and found["R1", "water"].verdict is Verdict.OPEN


def test_more_rows_make_each_interval_wider() -> None:
    assert simultaneous_z(1) == pytest.approx(1.96, abs=0.001) and simultaneous_z(100) > simultaneous_z(10)


@given(st.dictionaries(st.sampled_from(CELLS[:3]), VOICES), st.lists(MONEY, max_size=3),
       st.frozensets(st.sampled_from(CELLS[:3])))  # fmt: skip
def test_the_potential_is_its_parts_by_the_formula_on_the_page(
    voices: dict[Cell, Voices], money: list[Money], delivered: frozenset[Cell]
) -> None:
    found = gaps(voices, money, elsewhere=NOBODY)
    made = {one.place: one for one in potentials(found, delivered)}
    counted = {place: sum(v.least for (at, _), v in voices.items() if at == place) for place in ("R1", "R2")}
    assert set(made) == {place for place, count in counted.items() if count}
    for place, one in made.items():
        assert one.need == counted[place] / max(counted.values())
        assert (
            one.precedent
            == sum(v.least for cell, v in voices.items() if cell[0] == place and cell in delivered) / (counted[place])
        )
        assert one.shortfall == naive_shortfall([gap for gap in found if gap.cell[0] == place])
        for part, total in ((one.shortfall.low, one.total.low), (one.shortfall.high, one.total.high)):
            parts = {"need": one.need, "shortfall": part, "precedent": one.precedent}
            assert total == pytest.approx(sum(WEIGHTS[name] * value for name, value in parts.items()))
            assert -1e-9 <= total <= 1 + 1e-9
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def naive_shortfall(some: list[Gap]) -> Interval:
    parts = []
    for need, money in (("low", "high"), ("high", "low")):
        total = 0.0
        for one in some:
            asked, given_ = getattr(one.need, need), getattr(one.money, money)
            total += one.voices.least * (max(0.0, 1 - given_ / asked) if asked > 0 else 0.0)
        parts.append(total / sum(one.voices.least for one in some))
    return Interval(parts[0], parts[1])
