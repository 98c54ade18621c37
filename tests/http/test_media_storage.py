"""Awa's photo and voice from her phone to the reviewer, to the backup and back, to their end: on each storage."""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from feedback_app import jobs
from feedback_app.media.actions import files_of
from feedback_app.safe.restoring import restore
from feedback_app.safe.transactions import back_up
from feedback_app.settings import Settings
from tests.contract.test_media_files import room_for
from tests.http.tus import Tus, sha256
from tests.people import World
from tests.s3 import BUCKET, S3Server

VOICE = b"OggS" + b"la pompe est en panne " * 3000


@pytest.fixture(params=["folder", "s3"])
def settings(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made: Settings = world.app.extensions["echo_settings"]
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3")
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        made = replace(made, media_url=f"s3://{BUCKET}/http/{uuid.uuid4()}", s3_endpoint=server.endpoint)
        monkeypatch.setitem(world.app.extensions, "echo_settings", made)
    return made


@pytest.fixture
def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def address(content: bytes, variant: str) -> str:
    return f"/desk/media/pilote/{sha256(content)}/{variant}"


def test_a_photo_goes_up_is_made_small_and_is_looked_at(
    settings: Settings, client: FlaskClient, world: World, photo: bytes
) -> None:
    phone = Tus(client, world.awa)
    assert phone.send(photo, piece=9000).status_code == 204
    phone.names(photo)
    with world.app.app_context():
        jobs.run("images")
    adjoua = world.signed_in()
    got = adjoua.get(address(photo, "thumb"))
    assert got.status_code == 200 and got.mimetype == "image/webp"
    assert max(Image.open(io.BytesIO(got.data)).size) == 320
    assert max(Image.open(io.BytesIO(adjoua.get(address(photo, "large")).data)).size) == 1600
    assert adjoua.get(address(photo, "original")).status_code == 404, "photos are never shown as they came"
    again = adjoua.get(address(photo, "thumb"), headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_voice_is_listened_to_from_the_middle(settings: Settings, client: FlaskClient, world: World) -> None:
    phone = Tus(client, world.awa)
    phone.send(VOICE, "audio/ogg", piece=20_000)
    phone.names(VOICE, "audio/ogg")
    adjoua = world.signed_in()
    whole = adjoua.get(address(VOICE, "original"))
    assert (whole.status_code, whole.data, whole.headers["Accept-Ranges"]) == (200, VOICE, "bytes")
    for asked, wanted in (("bytes=500-599", VOICE[500:600]), ("bytes=-7", VOICE[-7:]), ("bytes=60000-", VOICE[60000:])):
        part = adjoua.get(address(VOICE, "original"), headers={"Range": asked})
        assert (part.status_code, part.data) == (206, wanted)
    assert adjoua.get(address(VOICE, "original"), headers={"Range": "bytes=99999999-"}).status_code == 416


def test_a_backup_contains_it_and_a_restore_recovers_it(
    settings: Settings, client: FlaskClient, world: World, tmp_path: Path
) -> None:
    medium = {"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
    world.awa.sync(client, world.awa.entry(media=[medium]))
    Tus(client, world.awa).send(VOICE, "audio/ogg", piece=50_000)
    with world.app.app_context():
        files = files_of(settings)
        assert back_up(tmp_path / "backups", settings, files).media == 1
        files.delete("pilote", sha256(VOICE))
        assert restore(tmp_path / "backups", settings, files).lost == 0
        with files.open("pilote", sha256(VOICE)) as back:
            assert hashlib.file_digest(back, "sha256").hexdigest() == sha256(VOICE)  # type: ignore[arg-type]


def test_a_voice_that_was_corrupted_in_storage_never_becomes_safe(
    settings: Settings, client: FlaskClient, world: World, tmp_path: Path
) -> None:
    medium = {"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
    (ack,) = world.awa.sync(client, world.awa.entry(media=[medium]))["acks"]
    Tus(client, world.awa).send(VOICE, "audio/ogg", piece=50_000)
    with world.app.app_context():
        files_of(settings).delete("pilote", sha256(VOICE))
        made = back_up(tmp_path / "backups", settings, files_of(settings))
    assert (made.media, made.lacking) == (0, 1)
    answer = world.awa.exchange(client).get_json()
    assert (answer["safe"], answer["missing"]) == (ack["position"] - 1, [sha256(VOICE)])


def test_a_storage_without_room_says_so_in_words_and_the_upload_goes_on_later(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = Tus(client, world.awa)
    place = awa.place(VOICE, "audio/ogg")
    with room_for(30_000):
        got = awa.patch(place, 0, VOICE, Accept_Language="fr")
    assert got.status_code == 507
    problem = got.get_json()
    assert problem["type"] == "/problems/storage-full" and "plus de place" in problem["title"]
    assert int(got.headers["Retry-After"]) > 0
    assert awa.offset(place) == 30_000
    assert awa.patch(place, 30_000, VOICE[30_000:]).status_code == 204


def test_an_unreachable_bucket_is_a_503_to_retry_later(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = Tus(client, world.awa)
    place = awa.place(VOICE, "audio/ogg")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "nowhere")
    made = replace(
        world.app.extensions["echo_settings"], media_url=f"s3://gone/{uuid.uuid4()}", s3_endpoint="http://127.0.0.1:9"
    )
    monkeypatch.setitem(world.app.extensions, "echo_settings", made)
    got = awa.patch(place, 0, VOICE)
    assert (got.status_code, got.get_json()["type"]) == (503, "/problems/busy")
    assert awa.ask("HEAD", place).status_code == 503
    assert awa.create(VOICE + b"2", "audio/ogg").status_code == 503
