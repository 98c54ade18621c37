"""Accepted records of every instrument are counted, each as what it is, and leave every count when they are not any more."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.insight.accepted.actions import compare_all, count_rows
from feedback_app.insight.accepted.counting import Key, Tally
from feedback_app.insight.accepted.store import month_counts
from feedback_app.insight.accepted.tables import AcceptedRecord
from feedback_app.ledger.suspension_store import decline, suspend
from tests.desk_actions import REJECT, REOPEN
from tests.http.insight.people import counts, feeling, follow, record, voices
from tests.http.portfolio_people import decide, erase, say, settings
from tests.people import World
from tests.rules.test_instruments_shipped import FEEDBACK, OBSERVATION, SESSION, SOLUTION

pytestmark = pytest.mark.both_databases


def without_media(answers: dict[str, Any]) -> dict[str, Any]:
    media = {"voix", "photo", "photos", "feuille", "probleme_voix", "proposition_voix", "action_voix", "recit_voix"}
    left = {key: value for key, value in answers.items() if key not in media}
    return {
        key: [without_media(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, list)
        else value
        for key, value in left.items()
    }


def test_an_emotion_counts_once_it_is_accepted_and_no_longer_once_it_is_not(client: FlaskClient, world: World) -> None:
    mine = feeling(client, world, "peur")
    feeling(client, world, "espoir", n=1)
    follow(world)
    assert voices(world, "emotion") == {"peur": 1, "espoir": 1}
    assert voices(world, "pleasure") == {"4": 2}
    decide(world, mine, REOPEN)
    follow(world)
    assert voices(world, "emotion") == {"espoir": 1}
    decide(world, mine, REJECT, reason="duplicate")
    follow(world)
    assert voices(world, "emotion") == {"espoir": 1}


def test_what_waits_for_the_lab_counts_nowhere(client: FlaskClient, world: World) -> None:
    say(client, world.awa)
    follow(world)
    assert counts(world) == {}


def test_who_says_it_again_on_the_same_phone_and_day_is_one_voice(client: FlaskClient, world: World) -> None:
    for _ in range(3):
        feeling(client, world, "peur")
    feeling(client, world, "joie", phone=world.koffi, place="V1")
    follow(world)
    assert voices(world, "emotion") == {"peur": 1, "joie": 1}
    assert counts(world)[Key("single", "", "emotion", "peur")] == Tally(1, 3, 0)


def test_a_gathering_is_one_voice_and_its_hands_are_never_those_of_single_people(
    client: FlaskClient, world: World
) -> None:
    decide(world, record(client, world.awa, "seance", without_media(SESSION), mode="group"))
    follow(world)
    found = counts(world)
    assert {key.speaker for key in found} == {"session"}
    assert found[Key("session", "", "present", "")] == Tally(1, 1, 24)
    assert found[Key("session", "", "seeds", "eau")] == Tally(1, 1, 0.7)
    assert found[Key("session", "", "seeds", "rou")] == Tally(1, 1, 0.3)
    assert [found[Key("session", "", f"hands_{one}", "")].weight for one in ("for", "against", "neither")] == [20, 1, 3]


def test_scores_solutions_and_observations_count_as_what_they_are(client: FlaskClient, world: World) -> None:
    feedback = without_media({**FEEDBACK, "projet": "P1"})
    decide(world, record(client, world.awa, "retour", feedback, project="P1"))
    decide(world, record(client, world.awa, "solution", without_media(SOLUTION)))
    decide(world, record(client, world.awa, "observation", without_media(OBSERVATION)))
    follow(world)
    found = {key: tally.voices for key, tally in counts(world).items()}
    assert found[Key("single", "P1", "score:qualite", "4")] == 1
    assert Key("single", "P1", "score:acces", "nsp") not in found
    assert found[Key("single", "P1", "problem", "retard")] == found[Key("single", "P1", "progress", "en_cours")] == 1
    assert found[Key("single", "", "stage", "usage")] == 1
    assert (
        found[Key("observation", "", "condition", "partiel")]
        == found[Key("observation", "", "emotion", "lassitude")]
        == 1
    )


def test_what_is_taken_back_by_its_code_counts_again_only_when_the_desk_declines(
    client: FlaskClient, world: World
) -> None:
    mine = feeling(client, world, "peur")
    follow(world)
    with world.app.app_context(), transaction() as session:
        suspend(session, world.programme, mine, by="code", now=clock.now())
    follow(world)
    assert counts(world) == {}
    with world.app.app_context(), transaction() as session:
        decline(session, world.programme, mine, by="Adjoua", now=clock.now())
    follow(world)
    assert voices(world, "emotion") == {"peur": 1}


def test_a_coarser_rule_of_places_moves_what_is_counted(client: FlaskClient, world: World) -> None:
    feeling(client, world)
    follow(world)
    settings(world, public_level="region")
    follow(world)
    with world.app.app_context():
        assert [one.place_code for one in month_counts(db.session, world.programme)] == ["R1"]


def exact(world: World) -> dict[tuple[str, str], Any]:
    with world.app.app_context():
        return {(one.place_path, one.month): one.counts for one in month_counts(db.session, world.programme)}


def anew(world: World) -> dict[tuple[str, str], Any]:
    """What a count of every row gives, one place and month after the other."""
    with world.app.app_context():
        rows = db.session.scalars(
            select(AcceptedRecord).order_by(AcceptedRecord.accepted_at, AcceptedRecord.record_id)
        ).all()
        groups: dict[tuple[str, str], list[AcceptedRecord]] = {}
        for row in rows:
            if not row.hidden:
                groups.setdefault((row.place_path, row.month), []).append(row)
        return {key: count_rows(db.session, world.programme, some) for key, some in groups.items()}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_in_whatever_order_counts_are_those_of_all_rows_and_rows_those_of_all_cases(
    client: FlaskClient, world: World, seed: int
) -> None:
    chance, records = random.Random(seed), list[uuid.UUID]()
    for n in range(25):
        deed = chance.randrange(6)
        if deed < 3 or not records:
            emotion, place = chance.choice(["peur", "joie"]), chance.choice(["V1", "S1"])
            records.append(feeling(client, world, emotion, n=n, place=place, phone=world.koffi))
            continue
        one = chance.choice(records)
        if deed == 3:
            try_to(lambda one=one: decide(world, one, REOPEN))
        elif deed == 4:
            erase(world, one)
            records.remove(one)
        else:
            with world.app.app_context(), transaction() as session:
                suspend(session, world.programme, one, by="code", now=clock.now())
        if chance.random() < 0.5:
            follow(world)
            assert exact(world) == anew(world)
    follow(world)
    assert exact(world) == anew(world)
    with world.app.app_context():
        assert compare_all(db.session, world.programme) == 0


def try_to(deed: Any) -> None:
    try:
        deed()
    except AssertionError:
        return  # it is in no state for this
