"""A solution that people found, and that was public: when what it comes from is taken back, it is on no page and in no
file that anybody can get. When it is erased, its words are nowhere in the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.ledger.suspension_store import suspend
from feedback_app.review.case import MergeTarget
from tests import build
from tests.attacks.test_withdrawn_decisions import public_addresses, readable, run_all
from tests.desk_actions import MERGE, REJECT, REOPEN
from tests.http.portfolio.practice_people import (
    ANSWERS,
    HERE,
    NAMED,
    practice_id,
    proposed,
    publish,
    published,
    record_of,
    recorded,
    send,
    shown,
)
from tests.http.portfolio_people import decide, demonstration, erase
from tests.people import World
from tests.stored_text import everything

RARE = "Zanzibarita"
WORDS = {"title": f"Claies {RARE}", "summary": f"Séchage {RARE}", "credit": "groupe", "credit_name": f"Groupe {RARE}"}


@dataclass(frozen=True)
class Lifted:
    """A record of Awa's and the solution that was made of it, which waits for Akissi."""

    record: uuid.UUID
    address: str
    stays: uuid.UUID
    """A record that nobody has accepted."""


@pytest.fixture
def lifted(world: World, client: FlaskClient) -> Lifted:
    demonstration(world)
    stays = recorded(client, world, world.koffi)
    record = record_of(client, world, **NAMED)
    return Lifted(record, proposed(world, record, **WORDS), stays)


def served(world: World, client: FlaskClient) -> dict[str, str]:
    """What anyone is answered at each public address."""
    found = {}
    for address in public_addresses(world):
        got = client.get(address)
        assert got.status_code < 500, address
        found[address] = readable(got.get_data())
    return found


def reopened(world: World, client: FlaskClient, lifted: Lifted) -> None:
    decide(world, lifted.record, REOPEN)


def rejected(world: World, client: FlaskClient, lifted: Lifted) -> None:
    reopened(world, client, lifted)
    decide(world, lifted.record, REJECT, reason="duplicate")


def merged(world: World, client: FlaskClient, lifted: Lifted) -> None:
    reopened(world, client, lifted)
    decide(world, lifted.record, MERGE, onto=MergeTarget(lifted.stays, 1), reason="duplicate")


def corrected(world: World, client: FlaskClient, lifted: Lifted) -> None:
    version = build.instrument_version("solution")
    answers = {**ANSWERS, **NAMED, "recit_texte": "Autrement"}
    entry = world.awa.entry(
        id=str(lifted.record), rev=2, instrument="solution", instrument_version=version, answers=answers
    )
    assert world.awa.sync(client, entry)["acks"][0]["outcome"] == "stored"
    decide(world, lifted.record)  # accepted again, but it is not what was read


def by_its_code(world: World, client: FlaskClient, lifted: Lifted) -> None:
    with world.app.app_context(), transaction() as session:
        suspend(session, world.programme, lifted.record, by="code", now=clock.now())


def erased(world: World, client: FlaskClient, lifted: Lifted) -> None:
    erase(world, lifted.record)


def holders_took_it_back(world: World, client: FlaskClient, lifted: Lifted) -> None:
    form = {"holders": "Anciennes", "how": "À voix haute", "day": "2026-01-05"}
    assert send(world.signed_in(), f"{lifted.address}/consent", state="withdrawn", **form).status_code == 303


def merged_and_erased(world: World, client: FlaskClient, lifted: Lifted) -> None:
    """It went into another solution, whose words were written anew from both."""
    other = published(world, record_of(client, world, world.koffi))
    into = str(practice_id(other))
    assert send(world.signed_in("akissi"), f"{lifted.address}/unite", into=into).status_code == 303
    erase(world, lifted.record)
    run_all(world)
    assert send(world.signed_in("akissi"), f"{other}/withdraw", reason="Pour comparer ici").status_code == 303


WAYS: dict[str, Callable[[World, FlaskClient, Lifted], None]] = {
    one.__name__: one
    for one in (
        reopened, rejected, merged, corrected, by_its_code, erased, holders_took_it_back, merged_and_erased
    )
}  # fmt: skip


@pytest.mark.parametrize("take_back", WAYS.values(), ids=WAYS.keys())
def test_what_a_solution_comes_from_is_taken_back_and_it_is_nowhere_in_public(
    world: World, client: FlaskClient, lifted: Lifted, take_back: Callable[[World, FlaskClient, Lifted], None]
) -> None:
    publish(world, lifted.address)
    shown(world, lifted.address, shows=f"Vu {RARE}")
    run_all(world)
    after = served(world, client)
    for kind in ("", ".csv", ".geojson", ".xlsx"):
        assert RARE in after[f"/api/v1/solutions{kind}"], "else nothing would be tried here"
    assert RARE in after["/solutions"] and str(lifted.record) not in "".join(after.values())
    take_back(world, client, lifted)
    run_all(world)
    found = served(world, client)
    assert [address for address, text in found.items() if RARE in text] == []
    assert client.get("/api/v1/solutions").get_json()["total"] == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("take_back", [erased, merged_and_erased])
def test_words_of_an_erased_record_are_nowhere_in_the_database(
    world: World, client: FlaskClient, lifted: Lifted, take_back: Callable[[World, FlaskClient, Lifted], None]
) -> None:
    publish(world, lifted.address)
    shown(world, lifted.address, shows=f"Vu {RARE}")
    taken = shown(world, lifted.address, shows=f"Mesuré {RARE}")
    assert send(world.signed_in(), f"{lifted.address}/evidence/{taken}/withdraw").status_code == 303
    assert RARE in everything(world)
    take_back(world, client, lifted)
    run_all(world)
    left = [line for line in everything(world).splitlines() if RARE in line]
    if take_back is erased:
        assert left == []
    else:
        assert not any("Séchage" in line or "Groupe" in line for line in left), "evidence stays with the other solution"
    assert "fiche effacée" in world.signed_in().get(lifted.address).text


def test_a_solution_of_two_records_waits_to_be_read_again_when_one_is_erased(
    world: World, client: FlaskClient, lifted: Lifted
) -> None:
    other = record_of(client, world, world.koffi, **NAMED)
    into = str(practice_id(lifted.address))
    assert send(world.signed_in(), f"{HERE}/lift", record=str(other), into=into).status_code == 303
    publish(world, lifted.address)
    erase(world, lifted.record)
    run_all(world)
    assert client.get(f"/solutions/{into}").status_code == 404
    page = world.signed_in().get(lifted.address).text
    assert f"Séchage {RARE}" in page, "what the other says too is not lost"
    assert f"Groupe {RARE}" not in everything(world), "who found it is named nowhere any more"
