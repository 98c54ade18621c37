"""Figures of the public CSR map, held against a slow second way."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.csr.picture import TONES, place_lines, sums, tone_edges, tone_of
from feedback_app.portfolio.csr.published import Initiative

AMOUNTS = st.none() | st.integers(1, 10**10)


def initiative(n: int, areas: tuple[str, ...], committed: int | None) -> Initiative:
    return Initiative(
        id=uuid.UUID(int=n), programme="p", key=str(n), kind="initiative", title=str(n), payers=(), sectors=(),
        subjects=(), goals=(), places=(), areas=areas, place_words="", committed=committed, paid=None, years=None,
        stage=None, words={},
    )  # fmt: skip


SOME = st.lists(st.tuples(st.sets(st.sampled_from("ABC")).map(sorted), AMOUNTS), max_size=12)


@given(SOME)
def test_a_sum_is_in_a_place_only_where_all_of_it_is_there(some: list[tuple[list[str], int | None]]) -> None:
    made = [initiative(n, tuple(areas), amount) for n, (areas, amount) in enumerate(some)]
    for line in place_lines(made, str):
        assert line.figure.count == sum(line.code in areas for areas, _ in some)
        assert line.figure.committed == sum(amount or 0 for areas, amount in some if areas == [line.code])
        assert line.figure.unknown == sum(line.code in areas and amount is None for areas, amount in some)
        assert line.shared == sum(line.code in areas and len(areas) > 1 for areas, _ in some)
    assert sum(line.figure.committed for line in place_lines(made, str)) <= sums(made).committed


@given(st.lists(st.integers(0, 10**6)))
def test_more_money_never_has_a_weaker_colour_and_unknown_has_none(amounts: list[int]) -> None:
    edges = tone_edges(amounts)
    tones = [tone_of(one, edges) for one in sorted(amounts)]
    assert tones == sorted(tones) and all(0 <= one <= TONES for one in tones)
    assert all((tone == 0) == (amount == 0) for tone, amount in zip(tones, sorted(amounts), strict=True))
