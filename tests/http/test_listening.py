"""Adjoua listens: the waveform and the twin of a voice are made when she asks, once, and go with the voice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.child import ChildFailed, run_in_child
from feedback_app.base.concurrency import ConcurrencyLimit
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership
from feedback_app.media import listening
from tests.http.desk import page
from tests.http.test_erasure import erase
from tests.http.tus import Tus, sha256
from tests.people import World
from tests.sounds import sound

JUNK = b"OggS" + b"no voice at all " * 30


@pytest.fixture(scope="module")
def voice() -> bytes:
    return sound(1)


def record_of(world: World, client: FlaskClient, content: bytes, kind: str = "audio/webm") -> dict[str, Any]:
    """A record with this voice, which has come."""
    medium = {"sha256": sha256(content), "type": kind, "bytes": len(content), "question": "voix"}
    answers = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave", "voix": sha256(content)}
    entry = world.awa.entry(answers=answers, media=[medium])
    world.awa.sync(client, entry)
    Tus(client, world.awa).send(content, kind)
    world.signed_in().get("/desk/")
    return entry


def made(desk: FlaskClient, content: bytes, variant: str) -> TestResponse:
    return desk.get(f"/desk/media/pilote/{sha256(content)}/{variant}")


def files_of(app: EchoFlask, content: bytes) -> list[str]:
    """What is stored of a voice, by the endings."""
    root: Path = app.extensions["echo_settings"].data / "media"
    return sorted(one.name.removeprefix(sha256(content)) for one in root.rglob(f"{sha256(content)}*"))


def test_a_waveform_and_a_twin_are_made_when_somebody_asks_and_only_once(
    app: EchoFlask, client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_of(world, client, voice)
    desk = world.signed_in()
    assert files_of(app, voice) == [""], "nothing is made while a phone sends"
    wave, twin = made(desk, voice, "wave"), made(desk, voice, "m4a")
    assert (wave.status_code, wave.mimetype, twin.mimetype) == (200, "image/svg+xml", "audio/mp4")
    assert b"<path" in wave.data and b"ftyp" in twin.data[:16]
    assert "sandbox" in wave.headers["Content-Security-Policy"] and wave.headers["Cache-Control"] == "no-store"
    assert files_of(app, voice) == ["", ".m4a", ".wave.svg"]
    monkeypatch.setattr(listening, "run_in_child", lambda *_, **__: pytest.fail("made twice"))
    assert made(desk, voice, "wave").data == wave.data
    assert desk.get(f"/desk/media/pilote/{sha256(voice)}/m4a", headers={"Range": "bytes=0-9"}).status_code == 206


def test_what_no_player_can_open_is_tried_once(
    app: EchoFlask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_of(world, client, JUNK, "audio/ogg")
    desk = world.signed_in()
    assert made(desk, JUNK, "wave").status_code == 404 and files_of(app, JUNK) == ["", ".wave.svg"]
    monkeypatch.setattr(listening, "run_in_child", lambda *_, **__: pytest.fail("tried twice"))
    assert made(desk, JUNK, "wave").status_code == 404
    assert made(desk, JUNK, "original").status_code == 200, "the voice itself stays"


def test_what_breaks_or_holds_up_its_child_is_not_tried_again_until_the_server_starts_anew(
    app: EchoFlask, client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail(*asked: object, **_: object) -> None:
        tries.append(asked)
        raise ChildFailed

    record_of(world, client, voice)
    monkeypatch.setattr(listening, "_gave_up", set())
    with monkeypatch.context() as broken:
        broken.setattr(listening, "run_in_child", fail)
        assert [made(world.signed_in(), voice, "m4a").status_code for _ in range(2)] == [404, 404]
    assert len(tries) == 1 and files_of(app, voice) == [""], "it may have been the machine"
    listening._gave_up.clear()
    assert made(world.signed_in(), voice, "m4a").status_code == 200


def test_a_voice_that_takes_for_ever_is_ended_and_the_next_one_goes_on(
    client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_gave_up", set())
    record_of(world, client, voice)
    with monkeypatch.context() as short:
        short.setattr(listening, "SECONDS", 0.001)
        assert made(world.signed_in(), voice, "wave").status_code == 404
    assert made(world.signed_in(), voice, "m4a").status_code == 200


def test_who_comes_while_many_are_made_is_asked_to_come_back(
    client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_of(world, client, voice)
    monkeypatch.setattr(listening, "_limit", ConcurrencyLimit(1, waiting=0))
    with listening._limit.slot(), ThreadPoolExecutor(1) as another:
        answer = another.submit(lambda: made(world.signed_in(), voice, "wave")).result()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert made(world.signed_in(), voice, "wave").status_code == 200


def test_a_server_whose_player_is_broken_goes_on(
    app: EchoFlask, client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is installed, and cannot be imported: a library is missing."""
    record_of(world, client, voice)
    monkeypatch.setattr(listening, "_gave_up", set())
    monkeypatch.setattr(listening, "WORK", "no_such_module:in_child")
    assert made(world.signed_in(), voice, "wave").status_code == 404
    assert files_of(app, voice) == [""], "nothing is held against the voice"
    assert made(world.signed_in(), voice, "original").status_code == 200


def test_what_was_made_goes_with_the_voice(app: EchoFlask, client: FlaskClient, world: World, voice: bytes) -> None:
    entry = record_of(world, client, voice)
    desk = world.signed_in()
    assert made(desk, voice, "wave").status_code == made(desk, voice, "m4a").status_code == 200
    erase(world, entry["id"])
    assert files_of(app, voice) == []
    assert made(desk, voice, "wave").status_code == 404 and files_of(app, voice) == []


def test_what_is_made_while_its_record_is_erased_goes_too(
    app: EchoFlask, client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = record_of(world, client, voice)

    def meanwhile(*args: Any, **more: Any) -> Any:
        done = run_in_child(*args, **more)
        with ThreadPoolExecutor(1) as another:
            another.submit(erase, world, entry["id"]).result()
        return done

    monkeypatch.setattr(listening, "run_in_child", meanwhile)
    assert made(world.signed_in(), voice, "wave").status_code == 404
    assert files_of(app, voice) == []


def test_without_the_extra_the_browsers_own_player_is_there(
    client: FlaskClient, world: World, voice: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = record_of(world, client, voice)
    desk = world.signed_in()
    html = page(desk, entry).text
    assert "data-wave" in html and 'type="audio/mp4"' in html
    monkeypatch.setattr(listening, "is_possible", lambda: False)
    html = page(desk, entry).text
    assert "data-wave" not in html and "/m4a" not in html
    assert f'/desk/media/pilote/{sha256(voice)}/original" type="audio/webm"' in html
    assert made(desk, voice, "wave").status_code == 404


def test_a_photo_has_no_waveform_and_a_voice_no_thumbnail(client: FlaskClient, world: World, voice: bytes) -> None:
    record_of(world, client, voice)
    desk = world.signed_in()
    for variant in ("thumb", "large", "peaks", "..", "original.svg"):
        assert made(desk, voice, variant).status_code == 404


def test_a_reviewer_of_another_place_hears_and_sees_nothing(
    app: EchoFlask, client: FlaskClient, world: World, voice: bytes
) -> None:
    record_of(world, client, voice)
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R2"})
    desk = world.signed_in()
    assert {made(desk, voice, one).status_code for one in ("wave", "m4a", "original")} == {404}
    assert files_of(app, voice) == [""]
