"""Small cells of published tables: hidden among others, and found by nobody who subtracts, at one date or at several."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.insight.release import Shown, next_shown
from feedback_app.insight.suppression import protect, with_totals
from tests.attack_tables import Attack, Bounds, shown_exactly

K = 5
Tables = list[list[int]]


def random_table(draw: random.Random, rows: int = 8, columns: int = 4) -> Tables:
    return [[round(draw.expovariate(1 / draw.uniform(1, 24))) for _ in range(columns)] for _ in range(rows)]


def small_cells(totals: Tables, k: int = K) -> Iterator[tuple[int, int]]:
    return ((i, j) for i, row in enumerate(totals) for j, count in enumerate(row) if 0 < count < k)


def pinned(table: Tables, hidden: list[list[bool]]) -> int:
    """How many small cells a reader knows to within less than `K`."""
    totals = with_totals(table)
    attack = Attack([shown_exactly(totals, hidden)])
    intervals = (attack.interval(cell) for cell in small_cells(totals))
    return sum(high - low < K for low, high in intervals)


def test_nobody_finds_a_small_cell_of_three_hundred_tables_by_linear_programming() -> None:
    draw = random.Random(1)
    assert sum(pinned(table, protect(table, [K] * 4)) for table in (random_table(draw) for _ in range(300))) == 0


def test_the_same_attack_finds_nearly_all_where_only_small_cells_are_hidden() -> None:
    draw, found, small = random.Random(1), 0, 0
    for table in (random_table(draw) for _ in range(20)):
        totals = with_totals(table)
        found += pinned(table, [[0 < count < K for count in row] for row in totals])
        small += len([*small_cells(totals)])
    assert found > 0.8 * small > 0


def test_a_sensitive_column_needs_more_voices_than_the_others() -> None:
    table = [[20, 8, 30], [25, 40, 31], [31, 35, 9]]
    assert not any(map(any, protect(table, [5, 5, 5])))
    hidden = protect(table, [5, 10, 5])
    assert hidden[0][1] and sum(map(sum, hidden)) >= 4


def test_a_single_small_cell_is_hidden_with_a_neighbour_and_their_total_is_shown() -> None:
    assert protect([[3, 40]], [5, 5]) == [[True, True, False], [True, True, False]]


def test_a_table_of_two_voices_is_not_shown_at_all() -> None:
    assert all(map(all, protect([[2, 0], [0, 0]], [5, 5])))


def test_what_was_shown_of_a_cell_before_gives_a_small_one_no_room() -> None:
    table = [[3, 12, 40], [12, 12, 40], [40, 40, 40]]
    before = protect(table, [5] * 3)
    assert [(i, j) for i, row in enumerate(before) for j, gone in enumerate(row) if gone] == [
        (0, 0), (0, 1), (1, 0), (1, 1)
    ]  # fmt: skip
    floors = [[0, 12, 0, 0], [12, 12, 0, 0], [0] * 4, [0] * 4]
    assert protect(table, [5] * 3, floors) != before


TABLES = st.integers(2, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=2, max_size=5)
)


@given(TABLES)
def test_no_small_cell_is_ever_shown(table: Tables) -> None:
    hidden = protect(table, [K] * len(table[0]))
    totals = with_totals(table)
    assert all(hidden[i][j] for i, j in small_cells(totals))
    assert len(hidden) == len(totals) and all(len(row) == len(totals[0]) for row in hidden)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12).map(sorted), st.integers(2, 10))
def test_a_figure_that_grows_is_repeated_until_it_has_grown_by_k(exact: list[int], k: int) -> None:
    last: Shown | None = None
    for count in exact:
        now = next_shown(last, count, k)
        assert (now is None) == (count < k)
        if now:
            assert not now.is_hidden and now.anchor <= count < now.anchor + k
            assert last is None or now.anchor == last.anchor or now.anchor - last.anchor >= k
        last = now


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.integers(1, 10))
def test_words_taken_back_leave_a_figure_at_the_next_date_and_no_figure_is_above_what_is_true(
    exact: list[int], k: int
) -> None:
    last: Shown | None = None
    for count in exact:
        last = next_shown(last, count, k)
        assert last is None or last.is_hidden or k <= last.anchor <= count


def test_nobody_finds_a_small_cell_of_tables_of_six_dates_that_are_laid_side_by_side() -> None:
    draw = random.Random(2)
    for _ in range(12):
        history = [random_table(draw, rows=4, columns=3)]
        for _ in range(5):
            history.append([[count + draw.choice((0, 0, 1, 2, 3)) for count in row] for row in history[-1]])
        bounds, small = published(history)
        attack = Attack(bounds, only_grows=True)
        for date, cell in small:
            low, high = attack.interval(cell, date=date)
            assert high - low >= K - 1, (history, date, cell, low, high)


def published(history: list[Tables]) -> tuple[list[list[list[Bounds]]], list[tuple[int, tuple[int, int]]]]:
    """What a reader of every date knows of each cell, and the small cells by date."""
    shown: dict[tuple[int, int], Shown | None] = {}
    bounds, small = [], []
    for date, table in enumerate(history):
        totals = with_totals(table)
        floors = [
            [one.anchor if (one := shown.get((i, j))) else 0 for j in range(len(row))] for i, row in enumerate(totals)
        ]
        hidden = protect(table, [K] * len(table[0]), floors)
        small += [(date, cell) for cell in small_cells(totals)]
        known: list[list[Bounds]] = []
        for i, row in enumerate(totals):
            known.append([])
            for j, count in enumerate(row):
                last = shown.get((i, j))
                now = last if hidden[i][j] else next_shown(last, count, K)
                shown[i, j] = now
                if hidden[i][j] or now is None:
                    known[-1].append((float(last.anchor) if last else 0.0, 1000.0) if count else (0.0, 0.0))
                else:
                    known[-1].append((float(now.anchor), float(now.anchor + K - 1)))
        bounds.append(known)
    return bounds, small
