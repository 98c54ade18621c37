"""What a project's points come to, and how far its rank depends on the weights."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.bourse import scoring
from feedback_app.portfolio.bourse.criteria import TOP, criteria, weights
from schemas.vocabulary import vocabulary

N = len(criteria())
POINTS = st.tuples(*[st.integers(0, 2 * TOP)] * N)
TABLES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), POINTS, min_size=2, max_size=6)
FEW_DRAWS = 60


def test_the_nine_published_criteria_weigh_a_hundred_and_each_level_has_its_words() -> None:
    assert [one.code for one in criteria()] == [
        "structure", "domain", "experience", "social", "economic", "environmental", "needs", "psgouv", "sdg",
    ]  # fmt: skip
    assert sum(weights()) == 100
    words = [one.level_words(level, lang) for one in criteria() for level in range(TOP + 1) for lang in ("fr", "en")]
    assert all(words) and len(set(words)) > N * TOP
    assert all(term.texts("question").keys() == {"fr", "en"} for term in vocabulary("bourse_criteria").terms)


@given(POINTS, st.tuples(*[st.integers(1, 40)] * N))
def test_a_score_is_the_sum_of_its_parts_counted_one_by_one(points: tuple[int, ...], chosen: tuple[int, ...]) -> None:
    naive = 0
    for n in range(N):
        for _ in range(points[n]):
            naive += chosen[n]
    assert scoring.total(points, chosen) == naive
    assert scoring.percent(points, chosen, 2 * TOP) == Fraction(naive * 100, 2 * TOP * sum(chosen))


@given(TABLES, st.data())
def test_the_order_of_the_others_stays_when_one_project_leaves(
    table: dict[str, tuple[int, ...]], data: st.DataObject
) -> None:
    leaves = data.draw(st.sampled_from(sorted(table)))
    rest = {key: points for key, points in table.items() if key != leaves}
    before = [key for _, key in scoring.order(table, weights()) if key != leaves]
    assert [key for _, key in scoring.order(rest, weights())] == before


@given(TABLES)
def test_ranks_count_who_is_better_and_equals_share_one(table: dict[str, tuple[int, ...]]) -> None:
    totals = {key: scoring.total(points, weights()) for key, points in table.items()}
    for rank, key in scoring.order(table, weights()):
        assert rank == 1 + len([one for one in totals if totals[one] > totals[key]])


@given(TABLES)
def test_shares_of_weightings_are_those_counted_slowly(table: dict[str, tuple[int, ...]]) -> None:
    found = scoring.acceptability(table, FEW_DRAWS)
    drawn = scoring.weightings(N, FEW_DRAWS)
    for key in table:
        ranks = []
        for some in drawn:
            values = {one: sum(p * w for p, w in zip(table[one], some, strict=True)) for one in table}
            ranks.append(1 + sum(value > values[key] for value in values.values()))
        assert found[key].first == Fraction(sum(rank == 1 for rank in ranks), FEW_DRAWS)
        assert found[key].first_few == Fraction(sum(rank <= 3 for rank in ranks), FEW_DRAWS)


def test_weightings_are_whole_divide_all_weight_and_are_the_same_every_time() -> None:
    drawn = scoring.weightings(N, 3000)
    assert all(sum(some) == scoring.UNIT and min(some) >= 0 for some in drawn)
    scoring.weightings.cache_clear()
    assert scoring.weightings(N, 3000) == drawn
    for n in range(N):  # evenly: each criterion gets a ninth on average, and more than a third in (2/3)^8 of all
        assert abs(sum(some[n] for some in drawn) / 3000 / scoring.UNIT - 1 / N) < 0.01
        assert abs(sum(some[n] > scoring.UNIT / 3 for some in drawn) / 3000 - (2 / 3) ** (N - 1)) < 0.015


def test_a_project_that_is_better_in_everything_is_first_under_every_weighting() -> None:
    found = scoring.acceptability({"best": (6,) * N, "other": (1,) * N}, FEW_DRAWS)
    best, other = found["best"], found["other"]
    assert [float(one) for one in (best.first, other.first, other.first_few)] == [1, 0, 1]
    assert scoring.acceptability({}, FEW_DRAWS) == {}


@given(POINTS, POINTS)
def test_at_the_weight_that_makes_two_projects_equal_they_are(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    chosen = weights()
    for n, share in enumerate(scoring.equal_weights(one, other, chosen)):
        if share is None:
            continue
        rest = sum(chosen) - chosen[n]
        moved = [share if i == n else (1 - share) * Fraction(weight, rest) for i, weight in enumerate(chosen)]
        assert sum(p * w for p, w in zip(one, moved, strict=True)) == sum(
            p * w for p, w in zip(other, moved, strict=True)
        )


def test_the_nearest_equal_weight_is_that_of_the_criterion_that_changes_least() -> None:
    one, other = (4, 0, 0), (0, 2, 2)
    assert scoring.nearest_equal_weight(one, other, (20, 40, 40)) == (0, Fraction(1, 3))
    assert scoring.nearest_equal_weight(one, one, (20, 40, 40)) is None
