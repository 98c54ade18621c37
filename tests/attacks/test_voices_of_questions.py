"""Koffi's phone sends a voice for a question, or for the promise that people agree to: nobody hears it before a coordinator
has, and what is no sound is never served as one."""

from __future__ import annotations

import hashlib

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.prompts.tables import Prompt
from feedback_app.register.tables import Programme
from tests.http.desk import csrf
from tests.http.test_prompts import heard, record, send, sheet, take, voice
from tests.people import World

pytestmark = pytest.mark.both_databases

SHEET = "/desk/admin/prompts/besoin/dyu"


@pytest.fixture(autouse=True)
def _languages(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "pilote").languages = ["fr", "dyu"]


def sends(world: World, client: FlaskClient, sound: bytes) -> int:
    """Koffi's phone sends a recording; its position."""
    assert world.koffi.sync(client, take(world.koffi, sound))["acks"][0]["outcome"] == "stored"
    send(client, world.koffi, sound)
    with world.app.app_context():
        jobs.run("prompts")
        return max(one.place for one in db.session.query(Prompt))


def decides(world: World, position: int, verdict: str, login: str = "akissi") -> tuple[int, str]:
    desk = world.signed_in(login)
    token = csrf(desk.get("/desk/home").text)
    got = desk.post(f"{SHEET}/{position}/{verdict}", data={"csrf": token, "programme": "pilote"})
    return got.status_code, got.text


def test_nobody_hears_it_before_a_coordinator_has_heard_and_approved_it(world: World, client: FlaskClient) -> None:
    sound = voice("signez ici")
    position = sends(world, client, sound)
    assert (sheet(client, world.awa), heard(client, sound)) == ({}, None)
    akissi = world.signed_in("akissi")
    assert "à écouter\u00a0: 1" in akissi.get("/desk/admin/prompts").text
    page = akissi.get(SHEET).text
    assert f"{SHEET}/{position}/sound" in page and "Koffi, le " in page
    assert akissi.get(f"{SHEET}/{position}/sound").data == sound
    assert decides(world, position, "approve")[0] == 303
    assert list(sheet(client, world.awa)) == ["domaine"] and heard(client, sound) == sound
    with world.app.app_context():
        assert db.session.query(Prompt).one().approved_by == "Akissi"


def test_the_voice_that_counts_is_served_until_a_new_one_was_approved_and_after_it_was_refused(
    world: World, client: FlaskClient
) -> None:
    record(world, client, voice())
    position = sends(world, client, voice("autre chose"))
    assert heard(client, voice()) == voice() and heard(client, voice("autre chose")) is None
    assert decides(world, position, "refuse")[0] == 303
    assert sheet(client, world.awa)["domaine"][0] == hashlib.sha256(voice()).hexdigest()
    assert "retiré par Akissi" in world.signed_in("akissi").get(SHEET).text
    assert decides(world, position, "approve")[0] == 404, "it waits no more"


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script></html>" * 3, b"%PDF-1.4 " * 9, b"x" * 81])
def test_what_is_no_sound_is_neither_approved_nor_served(world: World, client: FlaskClient, content: bytes) -> None:
    position = sends(world, client, content)
    assert world.signed_in("akissi").get(f"{SHEET}/{position}/sound").status_code == 404
    status, page = decides(world, position, "approve")
    assert status == 422 and "n’est pas un son" in page
    with world.app.app_context(), transaction() as session:  # as one that counted before
        one = session.query(Prompt).one()
        one.approved_at = one.at
    assert heard(client, content) is None


def test_who_looks_after_a_part_or_another_programme_decides_nothing(world: World, client: FlaskClient) -> None:
    position = sends(world, client, voice())
    with world.app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.yao, programme_id="pilote", role="coordinator", place_code="R1"))
        session.add(Membership(person_id=world.adjoua, programme_id="ailleurs", role="coordinator", place_code="XX"))
    assert [decides(world, position, verdict, "yao")[0] for verdict in ("approve", "refuse")] == [403, 403]
    assert decides(world, position, "approve", "adjoua")[0] == 404
    assert world.signed_in("adjoua").get(f"{SHEET}/{position}/sound").status_code == 404
    assert world.signed_in("yao").get(f"{SHEET}/{position}/sound").data == voice(), "hearing is not deciding"


def test_a_testimony_that_a_prompt_names_is_not_heard_there_either(world: World, client: FlaskClient) -> None:
    testimony = voice("ce que Mariam a dit")
    position = sends(world, client, testimony)
    media = [{"sha256": hashlib.sha256(testimony).hexdigest(), "type": "audio/webm", "bytes": 9, "question": "voix"}]
    world.awa.sync(client, world.awa.entry(media=media))
    assert world.signed_in("akissi").get(f"{SHEET}/{position}/sound").status_code == 404
    assert decides(world, position, "approve")[0] == 422
