"""Weeks of a pilot through the real doors; every number that anyone can read is worked out anew from raw rows.

Two programmes, one of real people and one that is made up. Phones hand over records of all instruments, Adjoua accepts,
rejects, asks, corrects, merges, splits and opens again, people take back what they said; themes, solutions, projects and
companies follow. Real places and texts where the shared data is there, invented ones where it is not.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import SHARED
from tests.people import World
from tests.scenario import projects
from tests.scenario.country import Calendar
from tests.scenario.opinion import SecondOpinion
from tests.scenario.weeks import Pilot, begin

SECOND = ("ledger", "naive_needs", "naive_feelings", "naive_weight", "naive_money")
"""The files of the second implementation."""


def play(pilot: Pilot, *, weeks: int, records: int, each_week: bool) -> dict[str, int]:
    """All weeks. As each ends its datasets are compared, and pages in the last one or in `each_week`. What there was of
    each in the last one."""
    opinion, made, found = SecondOpinion(pilot), list[str](), dict[str, int]()
    pilot.after_jobs = opinion.after_jobs
    for week in range(weeks):
        pilot.send(records)
        pilot.review()
        projects.name_themes(pilot, week)
        if week == 1:
            made = projects.open_the_exchange(pilot)
            projects.sheets(pilot)
            projects.found_solutions(pilot)
        if week == 2:
            projects.ask_the_place(pilot, made[0])
        pilot.monday()
        opinion.monday()
        found = opinion.compare(pages=each_week or week == weeks - 1)
    assert all(found.values()), found
    return found


@pytest.mark.timeout(600)  # on machines that do other things too
def test_of_three_hundred_records_every_number_is_what_raw_rows_say(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = SHARED if SHARED.is_dir() else None
    play(begin(world, client, Calendar(monkeypatch), shared, phones=12), weeks=3, records=100, each_week=False)


@pytest.mark.proof
@pytest.mark.both_databases
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("places", ["real", "invented"])
def test_of_five_thousand_records_every_number_is_what_raw_rows_say(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, places: str
) -> None:
    if places == "real" and not SHARED.is_dir():
        pytest.skip("the shared data is not here")
    shared = SHARED if places == "real" else None
    pilot = begin(world, client, Calendar(monkeypatch), shared, phones=60)
    found = play(pilot, weeks=5, records=1000, each_week=True)
    assert found["lines"] > 100, found


def test_the_second_implementation_shares_no_code_with_the_first() -> None:
    for name in SECOND:
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        imported = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        imported += [part.name for one in ast.walk(tree) if isinstance(one, ast.Import) for part in one.names]
        assert [one for one in imported if one.startswith(("feedback_app", "schemas", "sync"))] == [], name
