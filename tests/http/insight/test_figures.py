"""When figures are shown, and which: nothing of few voices, what is new once a week, what is no longer true at once."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.insight.accepted.counting import Key, PlaceMonth, Tally
from feedback_app.insight.accepted.tables import AcceptedRecord
from feedback_app.insight.figures.crosstabs import By, crosstabs
from feedback_app.insight.figures.releasing import ReleasedTable, read, release, step_down, write
from feedback_app.insight.figures.transactions import show_week
from feedback_app.insight.suppression import with_totals
from tests.attack_tables import Attack, Bounds
from tests.desk_actions import REOPEN
from tests.http.insight.people import feeling, follow, next_week, shown
from tests.http.portfolio_people import decide, demonstration
from tests.people import World

K = 5
PLACES = "single/emotion/place"


def row(table: ReleasedTable | None, name: str) -> dict[str, int | None]:
    assert table is not None
    return dict(zip(table.columns, table.shown[table.rows.index(name)], strict=False))


def test_nothing_is_shown_of_four_and_a_fifth_is_shown_on_monday(client: FlaskClient, world: World) -> None:
    for n in range(4):
        feeling(client, world, "peur", n=n)
    next_week(world)
    assert shown(world, PLACES) is None
    feeling(client, world, "peur", n=4)
    follow(world)
    assert shown(world, PLACES) is None
    next_week(world, 2)
    assert row(shown(world, PLACES), "/XX/R1/S1/")["peur"] == 5


def test_what_is_no_longer_accepted_leaves_the_figures_at_once(client: FlaskClient, world: World) -> None:
    records = [feeling(client, world, "peur", n=n) for n in range(11)]
    next_week(world)
    assert row(shown(world, PLACES), "/XX/R1/S1/")["peur"] == 11
    decide(world, records[0], REOPEN)
    follow(world)
    assert row(shown(world, PLACES), "/XX/R1/S1/")["peur"] == 6
    for one in records[1:]:
        decide(world, one, REOPEN)
    follow(world)
    table = shown(world, PLACES)
    assert table is not None and not any(cell for line in table.shown for cell in line)


def test_made_up_data_is_shown_exactly_and_at_once(client: FlaskClient, world: World) -> None:
    demonstration(world)
    feeling(client, world, "peur")
    follow(world)
    assert row(shown(world, PLACES), "/XX/R1/S1/")["peur"] == 1


def test_before_a_week_is_shown_every_row_is_compared_with_its_case_whatever_triggers_noted(
    client: FlaskClient, world: World
) -> None:
    for n in range(5):
        feeling(client, world, "peur", n=n)
    follow(world)
    with world.app.app_context(), transaction() as session:
        session.delete(session.query(AcceptedRecord).first())
    monday = clock.now() + dt.timedelta(days=7)
    with world.app.app_context():
        assert not show_week(world.programme, now=monday)
    next_week(world)
    assert row(shown(world, PLACES), "/XX/R1/S1/")["peur"] == 5


def place_month(draw: random.Random, place: str, month: str) -> PlaceMonth:
    def voices() -> int:
        return round(draw.expovariate(1 / 5))

    counts = {
        Key("single", project, "pleasure", str(code)): Tally(n, n, 0)
        for project in ("", "P1", "P2")
        for code in range(5)
        if (n := voices())
    }
    return PlaceMonth(place, f"/XX/R1/{place}/", month, counts)


def random_months(draw: random.Random) -> list[PlaceMonth]:
    return [
        place_month(draw, place, month) for place in ("S1", "S2", "S3") for month in ("2026-02", "2026-05", "2026-09")
    ]


@pytest.mark.parametrize("seed", range(20))
def test_all_tables_of_an_axis_are_of_the_same_voices_so_that_none_can_be_subtracted_from_another(seed: int) -> None:
    tables = crosstabs(random_months(random.Random(seed)), k=K, home="/XX/")
    assert {one.by for one in tables} == {*By}
    assert len({tuple(with_totals(one.counts)[-1]) for one in tables}) == 1
    assert all(sum(line) >= K for one in tables for line in one.counts)


@pytest.mark.parametrize("seed", range(6))
def test_nobody_finds_a_small_cell_of_the_tables_that_are_shown_by_linear_programming(seed: int) -> None:
    tables = crosstabs(random_months(random.Random(seed)), k=K, home="/XX/")
    made = release(tables, {}, k=K)
    for one in tables:
        if (table := made.get(one.name)) is None:
            continue
        totals = with_totals(one.counts)
        attack = Attack([bounds_of(table)])
        for i, line in enumerate(totals):
            for j, count in enumerate(line):
                if 0 < count < K:
                    assert table.shown[i][j] is None
                    low, high = attack.interval((i, j))
                    assert high - low >= K, (one, i, j)


def bounds_of(table: ReleasedTable) -> list[list[Bounds]]:
    return [[(0.0, 1000.0) if cell is None else (float(cell), float(cell)) for cell in line] for line in table.shown]


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_never_above_what_is_true_whatever_comes_and_goes(seed: int) -> None:
    draw = random.Random(seed)
    months, last = random_months(draw), dict[str, ReleasedTable]()
    for turn in range(8):
        months = [
            PlaceMonth(one.place_code, one.place_path, one.month, {
                key: Tally(n, n, 0) for key, tally in one.counts.items()
                if (n := max(0, tally.voices + draw.choice((-2, 0, 0, 1, 3))))
            })
            for one in months
        ]  # fmt: skip
        tables = crosstabs(months, k=K, home="/XX/")
        last = release(tables, last, k=K) if turn % 2 == 0 else step_down(tables, last, k=K)
        assert read(write(last.values())) == last
        now = {one.name: one for one in tables}
        for name, table in last.items():
            assert_not_above(table, now.get(name))


def assert_not_above(table: ReleasedTable, exact: object) -> None:
    from feedback_app.insight.figures.crosstabs import Crosstab

    assert exact is None or isinstance(exact, Crosstab)
    totals = dict(zip((*exact.rows, ""), with_totals(exact.counts), strict=True)) if exact else {}
    for name, line in zip((*table.rows, ""), table.shown, strict=True):
        for count, cell in zip(totals.get(name, [0] * len(line)), line, strict=True):
            assert cell is None or cell == 0 or K <= cell <= count
