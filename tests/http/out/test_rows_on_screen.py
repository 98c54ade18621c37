"""The rows of a file are those of the page beside it, whatever is asked for, and whatever is asked for together."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.csr.csr_people import publish_all
from tests.http.csr.test_csr_pages import a_map
from tests.http.portfolio import practice_people
from tests.http.portfolio.bourse_people import WELL, published, scored
from tests.http.portfolio_people import accepted, assigned, demonstration
from tests.people import World

pytestmark = pytest.mark.both_databases
Filters = Mapping[str, st.SearchStrategy[str]]
PLACES = st.sampled_from(("", "XX", "R1", "S1", "V1", "S2", "nowhere"))
PROGRAMME = st.sampled_from(("", "pilote", "another"))
SECTORS = st.sampled_from(("", "water", "education", "odd"))


@dataclass(frozen=True)
class Beside:
    """A page, what leads on it to each of its rows, and the dataset whose rows they are."""

    page: str
    rows: str
    """An expression whose first group is the row’s id."""
    dataset: str
    column: str
    filters: Filters
    always: str = ""
    """What the page shows of the dataset, where that has more."""


def ids(of: str) -> str:
    return rf'href="{of}/([0-9a-f-]{{36}})"'


PAGES = [
    Beside("/besoins", r'<h3>.*?href="/portfolio/([0-9a-f-]{36})"', "themes", "id", {"programme": PROGRAMME, "domain": st.sampled_from(("", "eau", "rou", "odd")), "place": PLACES}),
    Beside("/bourse", r'<h2><a dir="auto" href="/bourse/([0-9a-f-]{36})"', "projects", "id", {"sector": SECTORS, "place": PLACES, "state": st.sampled_from(("", "published", "running", "odd"))}, "kind=exchange"),
    Beside("/solutions", ids("/solutions"), "solutions", "id", {"domain": st.sampled_from(("", "agr", "eau")), "stage": st.sampled_from(("", "found", "tried", "odd")), "place": PLACES}),
    Beside("/rse", ids("/rse/actions"), "csr_initiatives", "id", {"sector": SECTORS, "place": PLACES, "year": st.sampled_from(("", "2020", "2025"))}),
]  # fmt: skip


@pytest.fixture
def programme(client: FlaskClient, world: World) -> World:
    """Needs with themes, projects, solutions, initiatives, in several places."""
    demonstration(world)
    pump = assigned(world, accepted(client, world), theme="Pompes en panne")
    road = assigned(world, accepted(client, world, world.koffi, answers={"domaine": "rou"}), theme="La piste")
    scored(world, theme=[pump])
    published(world, **{**WELL, "title": "Une école", "sector": "education", "places": "Le Lac", "theme": [road]})
    practice_people.published(world, practice_people.record_of(client, world))
    a_map(world)
    publish_all(world)
    practice_people.run_portfolio(world)
    return world


def in_file(client: FlaskClient, beside: Beside, asked: Mapping[str, str]) -> list[str]:
    query = "&".join([beside.always, *(f"{name}={value}" for name, value in asked.items() if value)]).strip("&")
    got = client.get(f"/api/v1/{beside.dataset}.csv?{query}")
    assert got.status_code == 200, got.text
    return sorted(row[beside.column] for row in csv.DictReader(io.StringIO(got.text)))


def on_screen(client: FlaskClient, beside: Beside, asked: Mapping[str, str]) -> list[str]:
    got = client.get(beside.page, query_string={name: value for name, value in asked.items() if value})
    assert got.status_code == 200
    return sorted(set(re.findall(beside.rows, got.text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rows_of_a_file_are_those_of_the_page_with_the_same_filters(
    client: FlaskClient, programme: World, data: Any
) -> None:
    beside = data.draw(st.sampled_from(PAGES), "page")
    asked = {name: data.draw(values, name) for name, values in beside.filters.items()}
    assert in_file(client, beside, asked) == on_screen(client, beside, asked)


def test_without_a_filter_there_is_something_to_compare(client: FlaskClient, programme: World) -> None:
    for beside in PAGES:
        assert in_file(client, beside, {}) == on_screen(client, beside, {}) != [], beside
        assert f'href="/api/v1/{beside.dataset}.xlsx' in client.get(beside.page).text
