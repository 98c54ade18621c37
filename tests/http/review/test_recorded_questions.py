"""Adjoua asks back with her voice: Awa's phone fetches it, and nobody else's; what is no voice is refused."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.prompts import staff_voice
from tests.http.desk import need, page, press, status_on_phone
from tests.http.test_erasure import erase
from tests.people import Phone, World, _phone
from tests.sounds import sound

pytestmark = pytest.mark.both_databases
SPOKEN = sound(1, container="mp3", codec="libmp3lame")


def ask_aloud(desk: FlaskClient, entry: dict[str, Any], content: bytes, **fields: Any) -> TestResponse:
    recording = (io.BytesIO(content), "voice.mp3")
    return press(desk, entry, "ask", **{"reason": "unclear", "message": "", **fields}, recording=recording)


def heard(phone: Phone, client: FlaskClient, sha256: str) -> TestResponse:
    return client.get(f"/api/v1/voices/{sha256}", headers=phone.headers())


def other_phone(world: World) -> Phone:
    """The phone of Bintou, of the same place."""
    with world.app.app_context(), transaction() as session:
        return _phone(session, "Bintou", world.programme, "V1", "surveyor", clock.now())


def test_a_question_that_was_recorded_is_heard_on_the_authors_phone_alone(client: FlaskClient, world: World) -> None:
    entry, desk, voice = need(world.awa), world.signed_in(), SPOKEN
    world.awa.sync(client, entry)
    assert 'name="recording"' in page(desk, entry).text
    assert ask_aloud(desk, entry, voice).status_code == 303
    row = status_on_phone(world.awa, client, entry)
    assert row["state"] == "needs_correction", "its words are not needed beside a voice"
    sha256, size = row["events"][-1]["sound"]
    assert (sha256, size) == (hashlib.sha256(voice).hexdigest(), len(voice))
    got = heard(world.awa, client, sha256)
    assert got.data == voice and got.mimetype == "audio/mpeg"
    assert heard(other_phone(world), client, sha256).status_code == 404
    assert client.get(f"/api/v1/voices/{sha256}").status_code == 401
    assert client.get(f"/form-media/{sha256}").status_code == 404, "it is for nobody but her"


def test_reviewers_hear_in_the_history_what_was_asked(client: FlaskClient, world: World) -> None:
    entry, desk, voice = need(world.awa), world.signed_in(), SPOKEN
    world.awa.sync(client, entry)
    ask_aloud(desk, entry, voice, message="Quelle pompe ?")
    html = page(desk, entry).text
    address = html.split('/sound"')[0].rsplit('src="', 1)[1] + "/sound"
    assert desk.get(address).data == voice
    assert desk.get(address.replace(entry["id"], need(world.awa)["id"])).status_code == 404


def test_what_a_browser_records_is_made_what_every_phone_plays(client: FlaskClient, world: World) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    assert ask_aloud(desk, entry, sound(1)).status_code == 303
    sha256, size = status_on_phone(world.awa, client, entry)["events"][-1]["sound"]
    got = heard(world.awa, client, sha256)
    assert got.mimetype == "audio/mp4" and len(got.data) == size


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"ID3"], ids=["a page", "nothing to hear"])
def test_what_is_no_voice_is_refused_and_nothing_is_asked(client: FlaskClient, world: World, content: bytes) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    got = ask_aloud(desk, entry, content, message="Quelle pompe ?")
    assert got.status_code == 422 and "Rien ne s’entend" in got.text and "Quelle pompe ?" in got.text
    assert status_on_phone(world.awa, client, entry)["state"] != "needs_correction"


def test_a_huge_file_is_refused_with_its_reason(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_voice, "LARGEST_UPLOAD", 1000)
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    got = ask_aloud(desk, entry, SPOKEN + bytes(2000))
    assert got.status_code == 422 and "trop longue" in got.text


def test_an_erased_record_takes_the_question_with_it(client: FlaskClient, world: World) -> None:
    entry, desk, voice = need(world.awa), world.signed_in(), SPOKEN
    world.awa.sync(client, entry)
    ask_aloud(desk, entry, voice)
    sha256 = status_on_phone(world.awa, client, entry)["events"][-1]["sound"][0]
    erase(world, entry["id"])
    desk.get("/desk/")
    assert heard(world.awa, client, sha256).status_code == 404
