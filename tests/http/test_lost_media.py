"""A photo or a voice whose file is gone: it holds up nothing, it is named at the desk, and its phone is asked for it again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.http import EchoFlask
from feedback_app.media.actions import files_of
from feedback_app.media.files import content_path
from feedback_app.safe.backup_folder import BackupFailed, BackupFolder, Manifest
from feedback_app.safe.transactions import back_up
from tests.http.tus import Tus
from tests.people import World

pytestmark = pytest.mark.both_databases


def photo(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64 + shade, 64), (shade, 0, 0)).save(out, "JPEG")
    return out.getvalue()


class Server:
    def __init__(self, app: EchoFlask, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.settings = replace(app.extensions["echo_settings"], backup=folder)
        app.extensions["echo_settings"] = self.settings

    def file(self, content: bytes) -> Path:
        return Path(self.settings.media) / content_path("pilote", sha(content))

    def backs_up(self) -> Manifest:
        with self.app.app_context():
            return back_up(self.folder, self.settings, files_of(self.settings))

    def runs(self, job: str) -> object:
        with self.app.app_context():
            return jobs.run(job)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def server(app: EchoFlask, tmp_path: Path, world: World) -> Server:
    return Server(app, tmp_path / "backups")


def sends(client: FlaskClient, world: World, *photos: bytes) -> dict[str, Any]:
    media = [
        {"sha256": sha(one), "type": "image/jpeg", "bytes": len(one), "question": f"photo{n}"}
        for n, one in enumerate(photos)
    ]
    entry = world.awa.entry(media=media)
    world.awa.sync(client, entry)
    for one in photos:
        Tus(client, world.awa).send(one, "image/jpeg")
    return entry


def is_gone(file: Path) -> None:
    file.unlink()


def is_damaged(file: Path) -> None:
    file.write_bytes(b"other")


def asked_for(client: FlaskClient, world: World) -> list[str]:
    return list(world.awa.exchange(client).get_json()["missing"])


@pytest.mark.parametrize("harm", [is_gone, is_damaged])
def test_a_photo_that_is_lost_stops_no_backup_and_is_never_called_safe(
    server: Server, client: FlaskClient, world: World, harm: Callable[[Path], None]
) -> None:
    whole, lost = photo(10), photo(20)
    entry = sends(client, world, whole, lost)
    (ack,) = world.awa.exchange(client, entry).get_json()["acks"]
    harm(server.file(lost))
    made = server.backs_up()
    assert (made.entries, made.media, made.lacking) == (1, 1, 1)
    answer = world.awa.exchange(client).get_json()
    assert (answer["safe"], answer["missing"]) == (ack["position"] - 1, [sha(lost)])
    page = world.signed_in("akissi").get("/desk/admin/backups").text
    assert "vérifiée, photos ou voix en moins : 1" in page and sha(lost)[:12] in page and entry["id"] in page
    Tus(client, world.awa).send(lost, "image/jpeg")
    assert server.file(lost).read_bytes() == lost
    made = server.backs_up()
    assert (made.media, made.lacking) == (2, 0)
    assert world.awa.exchange(client).get_json()["safe"] >= ack["position"]
    server.runs("erasures")
    assert sha(lost)[:12] not in world.signed_in("akissi").get("/desk/admin/backups").text


def test_a_photo_whose_file_is_gone_holds_up_no_other_photo(server: Server, client: FlaskClient, world: World) -> None:
    gone, whole = photo(30), photo(40)
    sends(client, world, gone, whole)
    server.file(gone).unlink()
    server.runs("images")
    assert (server.settings.media / content_path("pilote", sha(whole), "thumb")).exists()
    assert asked_for(client, world) == [sha(gone)]


def test_a_photo_that_is_beside_the_backups_is_restored_by_itself(
    server: Server, client: FlaskClient, world: World
) -> None:
    one = photo(50)
    sends(client, world, one)
    server.backs_up()
    server.file(one).unlink()
    server.runs("images")
    assert asked_for(client, world) == [sha(one)]
    server.runs("erasures")
    assert asked_for(client, world) == []
    assert server.file(one).read_bytes() == one


def test_a_file_that_is_there_again_counts_again(server: Server, client: FlaskClient, world: World) -> None:
    one = photo(60)
    sends(client, world, one)
    aside = server.folder.with_name("aside")
    server.file(one).rename(aside)
    assert server.backs_up().lacking == 1
    aside.rename(server.file(one))
    server.runs("erasures")
    assert asked_for(client, world) == []


def test_a_storage_that_is_away_is_no_reason_to_ask_for_everything(
    server: Server, client: FlaskClient, world: World
) -> None:
    sends(client, world, *(photo(n) for n in range(70, 85)))
    server.settings.media.rename(server.folder.with_name("away"))
    with pytest.raises(BackupFailed, match="is their storage there"):
        server.backs_up()
    assert asked_for(client, world) == []
    server.folder.with_name("away").rename(server.settings.media)
    assert server.backs_up().lacking == 0
    assert len(BackupFolder(server.folder).backups(clock.now())) == 1
