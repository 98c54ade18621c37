"""A person who says the same twice in a day is one voice of the public list; another person is another one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.desk_actions import REOPEN
from tests.http.portfolio.shown import check
from tests.http.portfolio_people import accepted, assigned, demonstration, follow, listed, say
from tests.http.portfolio_people import decide as decided
from tests.people import World

pytestmark = pytest.mark.both_databases

KONAN = {"age": "35_59", "sexe": "homme", "gravite": "gene"}


@pytest.fixture
def shown_at_once(world: World) -> None:
    """Figures are exact and at once: the programme is made up."""
    demonstration(world)


def voices(client: FlaskClient) -> dict[str, int]:
    """How many voices the public list has for each domain, all lines together."""
    found: dict[str, int] = {}
    for line in listed(client)["needs"]:
        found[line["domain"]["code"]] = found.get(line["domain"]["code"], 0) + line["voices"]
    return found


def need(client: FlaskClient, world: World, **answers: Any) -> uuid.UUID:
    return accepted(client, world, answers=KONAN | answers)


@pytest.mark.usefixtures("shown_at_once")
def test_konan_who_says_twice_that_water_is_missing_is_one_voice(client: FlaskClient, world: World) -> None:
    need(client, world)
    need(client, world, gravite="grave")
    assert voices(client) == {"eau": 1}
    check(world, client)


@pytest.mark.usefixtures("shown_at_once")
def test_of_each_thing_that_konan_says_he_is_a_voice(client: FlaskClient, world: World) -> None:
    need(client, world)
    need(client, world, domaine="rou")
    assert voices(client) == {"eau": 1, "rou": 1}


@pytest.mark.usefixtures("shown_at_once")
def test_a_woman_on_the_same_phone_and_konan_on_another_one_are_voices_of_their_own(
    client: FlaskClient, world: World
) -> None:
    need(client, world)
    need(client, world, sexe="femme")
    accepted(client, world, world.koffi, answers=KONAN, place="V2")
    assert voices(client) == {"eau": 3}
    check(world, client)


@pytest.mark.usefixtures("shown_at_once")
def test_under_one_theme_konan_is_one_voice_and_under_two_he_is_two(client: FlaskClient, world: World) -> None:
    one, other = need(client, world), need(client, world)
    assigned(world, one, theme="Pompes en panne")
    assigned(world, other, theme="Pompes en panne")
    assert voices(client) == {"eau": 1}
    assigned(world, other, theme="Puits trop loin")
    assert voices(client) == {"eau": 2}
    check(world, client)


@pytest.mark.usefixtures("shown_at_once")
def test_when_the_need_that_counted_is_rejected_the_other_one_counts(client: FlaskClient, world: World) -> None:
    one = need(client, world)
    need(client, world, gravite="grave")
    decided(world, one, REOPEN)
    follow(world)
    assert voices(client) == {"eau": 1}
    assert [part["code"] for line in listed(client)["needs"] for part in line["gravity"]] == ["grave"]
    check(world, client)


@pytest.mark.usefixtures("shown_at_once")
def test_a_need_that_nobody_has_read_is_no_voice(client: FlaskClient, world: World) -> None:
    say(client, world.awa, answers=KONAN)
    follow(world)
    assert voices(client) == {}
