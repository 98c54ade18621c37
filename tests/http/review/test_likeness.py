"""Beside a record Adjoua sees others that may say the same, and why; of her area, and nothing that is not to be listed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.jobs import run
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.ledger.tables import Follower
from feedback_app.review import actions
from feedback_app.review.case_band_store import OF_A_KEY, CaseText, find_alike
from feedback_app.review.likeness.actions import FOLLOWER
from feedback_app.review.tables import Case, CaseBand
from feedback_app.review.text_likeness import BANDS, band_hashes, key
from tests.http.desk import again, need, page
from tests.people import World

pytestmark = pytest.mark.both_databases

PUMP = "La pompe du marché est en panne depuis trois mois, les femmes vont au marigot"
TYPED_AGAIN = "la pompe du marche est en panne depuis 3 mois, les femmes vont au marigot."
ROAD = "La route de Tanda est coupée quand il pleut, les camions ne passent plus"
PHOTO = "b" * 64


def alike(html: str) -> str:
    """The list of records that are alike, as HTML; empty where there is none."""
    found = re.search(r'<section class="alike".*?</section>', html, re.S)
    return found[0] if found else ""


def stored_bands(world: World) -> set[tuple[int, int]]:
    with world.app.app_context():
        return {(one.key, one.position) for one in db.session.query(CaseBand)}


def expected_bands(world: World) -> set[tuple[int, int]]:
    """Those of what every case says."""
    with world.app.app_context():
        return {
            (key(case.position, band), case.position)
            for case in db.session.query(Case)
            for band in band_hashes(case.programme_id, case.written or "")
        }


def test_what_koffi_typed_again_is_shown_beside_what_awa_sent(client: FlaskClient, world: World) -> None:
    first, same, other = need(world.awa, PUMP), need(world.koffi, TYPED_AGAIN), need(world.koffi, ROAD)
    world.awa.sync(client, first)
    world.koffi.sync(client, same, other)
    shown = alike(page(world.signed_in(), first).text)
    assert same["id"] in shown and other["id"] not in shown
    assert re.search(r"texte semblable à [89]\d %", shown)
    assert first["id"] in alike(page(world.signed_in(), same).text)
    assert alike(page(world.signed_in(), other).text) == ""


def test_a_record_that_arrived_twice_is_shown_with_every_reason(client: FlaskClient, world: World) -> None:
    media = [{"sha256": PHOTO, "type": "image/jpeg", "bytes": 200_000, "question": "photo"}]
    first = need(world.awa, PUMP, answers={"photo": PHOTO}, media=media)
    second = need(world.awa, PUMP, answers={"photo": PHOTO}, media=media)
    world.awa.sync(client, first, second)
    shown = alike(page(world.signed_in(), first).text)
    for reason in ("même texte", "même photo", "même personne, même jour", "même lieu"):
        assert reason in shown, reason


def test_a_reviewer_of_one_village_sees_nothing_of_the_next(client: FlaskClient, world: World) -> None:
    here, there = need(world.awa, PUMP), need(world.koffi, PUMP, place="V2")
    world.awa.sync(client, here)
    world.koffi.sync(client, there)
    assert there["id"] in alike(page(world.signed_in(), here).text)
    with world.app.app_context(), transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == world.adjoua).values(place_code="V1"))
    assert there["id"] not in page(world.signed_in(), here).text


def test_another_programme_is_not_looked_at(client: FlaskClient, world: World) -> None:
    here, there = need(world.awa, PUMP), need(world.stranger, PUMP)
    world.awa.sync(client, here)
    world.stranger.sync(client, there)
    assert alike(page(world.signed_in(), here).text) == ""


def test_what_is_sensitive_is_shown_beside_nothing_and_shows_nothing(client: FlaskClient, world: World) -> None:
    first, same = need(world.awa, PUMP), need(world.koffi, PUMP)
    answers = {"age": "25_34", "domaine": "gen", "quoi_gen": "violence", "texte": PUMP, "gravite": "grave"}
    grave = world.koffi.entry(answers=answers)
    world.awa.sync(client, first)
    world.koffi.sync(client, same, grave)
    shown = alike(page(world.signed_in(), first).text)
    assert same["id"] in shown and grave["id"] not in shown
    assert alike(page(world.signed_in(), grave).text) == ""


def test_a_call_for_help_has_no_bands(client: FlaskClient, world: World) -> None:
    call = world.awa.entry(answers={}, danger="porte")
    world.awa.sync(client, call, need(world.awa, PUMP))
    with world.app.app_context():
        actions.catch_up(db.session, world.programme)
        db.session.commit()
        texts = {one.danger: one.written for one in db.session.query(Case)}
    assert texts["asked"] == "" and texts[""] and len(stored_bands(world)) == BANDS


def test_bands_follow_the_text_and_go_with_it(client: FlaskClient, world: World) -> None:
    entry, other = need(world.awa, PUMP), need(world.awa, ROAD)
    world.awa.sync(client, entry, other)
    catch_up(world)
    assert len(stored_bands(world)) == 2 * BANDS and stored_bands(world) == expected_bands(world)
    world.awa.sync(client, again(world.awa, entry, "Le puits est à sec depuis le début de la saison"))
    catch_up(world)
    assert len(stored_bands(world)) == 2 * BANDS and stored_bands(world) == expected_bands(world)
    with world.app.app_context(), transaction() as session:
        record = find_record(session, world.programme, record_id(entry))
        assert record
        erase(session, record, now=clock.now(), reason="author", by="Awa")
        actions.catch_up(session, world.programme, most=0)
    assert len(stored_bands(world)) == BANDS and stored_bands(world) == expected_bands(world)


def test_cases_of_before_are_likened_by_the_job(client: FlaskClient, world: World) -> None:
    first, same = need(world.awa, PUMP), need(world.koffi, TYPED_AGAIN)
    world.awa.sync(client, first)
    world.koffi.sync(client, same)
    catch_up(world)
    with world.app.app_context():
        run("likeness")
    with world.app.app_context(), transaction() as session:
        session.execute(update(Case).values(written=None))
        session.execute(delete(CaseBand))
        session.execute(delete(Follower).where(Follower.name == FOLLOWER))
    assert alike(page(world.signed_in(), first).text) == ""
    with world.app.app_context():
        assert run("likeness") == 2
        assert run("likeness") == 0
    assert stored_bands(world) == expected_bands(world)
    assert same["id"] in alike(page(world.signed_in(), first).text)


def test_what_everybody_says_is_looked_at_a_few_times_only(client: FlaskClient, world: World) -> None:
    entries = [need(world.awa, PUMP) for _ in range(OF_A_KEY + 10)]
    world.awa.sync(client, *entries)
    catch_up(world)
    with world.app.app_context():
        case = db.session.query(Case).first()
        assert case
        found = find_alike(db.session, world.programme, CaseText(case.position, case.written), limit=50)
    assert len(found) == OF_A_KEY
    assert alike(page(world.signed_in(), entries[0]).text).count('class="line"') == 10


def catch_up(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        actions.catch_up(session, world.programme)


def record_id(entry: dict[str, Any]) -> uuid.UUID:
    return uuid.UUID(entry["id"])
