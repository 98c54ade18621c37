"""Backups that are proven before they count, and a server that comes back from yesterday."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text, update

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.ledger import actions as ledger
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.media.actions import files_of
from feedback_app.media.files import content_path
from feedback_app.safe.backup_folder import STAMP, BackupFailed, BackupFolder, Manifest, to_keep
from feedback_app.safe.restoring import Restored, restore
from feedback_app.safe.schedule import alarm, is_due
from feedback_app.safe.tables import Backup
from feedback_app.safe.transactions import back_up
from feedback_app.settings import Settings
from tests.http.tus import Tus
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

VOICE = b"OggS" + b"voice" * 500


class Server:
    """The server's own hands: backing up and coming back, as the command line and the job do."""

    def __init__(self, app: EchoFlask, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.settings: Settings = app.extensions["echo_settings"]
        self.files = files_of(self.settings)

    @property
    def voice(self) -> Path:
        """Where the voice is stored."""
        return self.settings.media / content_path("pilote", hashlib.sha256(VOICE).hexdigest())

    def backs_up(self) -> Manifest:
        with self.app.app_context():
            return back_up(self.folder, self.settings, self.files)

    def is_restored(self, **more: Any) -> Restored:
        with self.app.app_context():
            return restore(self.folder, self.settings, self.files, **more)

    def verified(self) -> ledger.Verified:
        with self.app.app_context():
            return ledger.verify(db.session)


@pytest.fixture
def server(app: EchoFlask, tmp_path: Path, world: World) -> Server:
    return Server(app, tmp_path / "backups")


def with_voice(phone: Phone) -> dict[str, Any]:
    """A need that speaks of a voice."""
    sha256 = hashlib.sha256(VOICE).hexdigest()
    medium = {"sha256": sha256, "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
    return phone.entry(media=[medium])


def safe(phone: Phone, client: FlaskClient) -> int:
    got = phone.exchange(client)
    assert got.status_code == 200, got.text
    return int(got.get_json()["safe"])


def place(phone: Phone, client: FlaskClient, entry: dict[str, Any]) -> int:
    """The position of an entry in the ledger."""
    (ack,) = phone.exchange(client, entry).get_json()["acks"]
    return int(ack["position"])


def test_sent_is_not_yet_safe_and_a_proven_backup_makes_it_so(
    server: Server, client: FlaskClient, world: World
) -> None:
    at = place(world.awa, client, world.awa.entry())
    assert safe(world.awa, client) == 0
    made = server.backs_up()
    assert (made.entries, made.records, made.positions["pilote"]) == (1, 1, at)
    assert safe(world.awa, client) == at
    later = place(world.awa, client, world.awa.entry())
    assert safe(world.awa, client) == at < later


def test_a_voice_that_arrived_after_the_backup_holds_back_its_own_phone_only(
    server: Server, client: FlaskClient, world: World
) -> None:
    koffi = place(world.koffi, client, world.koffi.entry(place="V1"))
    awa = place(world.awa, client, with_voice(world.awa))
    server.backs_up()
    assert safe(world.koffi, client) >= awa > koffi, "of Koffi nothing is missing"
    assert safe(world.awa, client) == awa - 1, "Awa's voice is not there yet"
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    assert safe(world.awa, client) == awa - 1, "it is here, and in no backup"
    assert server.backs_up().media == 1
    assert safe(world.awa, client) == awa


def test_a_server_restored_from_yesterday_gets_back_what_the_phones_still_hold(
    server: Server, client: FlaskClient, world: World
) -> None:
    first, second = with_voice(world.awa), world.awa.entry()
    before = world.awa.sync(client, first)
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    server.backs_up()
    world.awa.sync(client, second)
    server.files.delete("pilote", hashlib.sha256(VOICE).hexdigest())  # the disk is another one
    done = server.is_restored()
    assert (done.lost, server.verified().entries) == (0, 1)
    after = world.awa.exchange(client, first, second).get_json()
    assert after["epoch"] == done.epoch != before["epoch"]
    assert after["reset"] is True
    assert [ack["outcome"] for ack in after["acks"]] == ["known", "stored"]
    assert after["missing"] == []
    assert (server.verified().entries, server.verified().bad) == (2, [])
    assert server.voice.read_bytes() == VOICE
    assert any(done.before.iterdir()), "what stood there before was copied aside"


def test_a_voice_that_is_in_no_backup_is_asked_for_again(server: Server, client: FlaskClient, world: World) -> None:
    world.awa.sync(client, with_voice(world.awa))
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    sha256 = hashlib.sha256(VOICE).hexdigest()
    server.backs_up()
    BackupFolder(server.folder).content("pilote", sha256).unlink()
    server.files.delete("pilote", sha256)
    assert server.is_restored().lost == 1
    assert world.awa.exchange(client).get_json()["missing"] == [sha256]


def test_what_was_erased_stays_erased_when_an_older_backup_comes_back(
    server: Server, client: FlaskClient, world: World
) -> None:
    secret = with_voice(world.awa)
    world.awa.sync(client, secret, world.awa.entry())
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    server.backs_up()
    with server.app.app_context():
        with transaction() as session:
            record = session.scalars(select(Record).where(Record.id == uuid.UUID(secret["id"]))).one()
            gone = ledger.erase(session, record, now=clock.now(), reason="author", by="Awa")
        for sha256 in gone:
            server.files.delete("pilote", sha256)
    older = _yesterday(server)
    server.backs_up()
    assert not BackupFolder(server.folder).content("pilote", gone[0]).exists(), "gone from the backups as well"
    server.is_restored(name=older)
    (ack,) = world.awa.exchange(client, secret).get_json()["acks"]
    assert ack["outcome"] == "erased"
    with server.app.app_context():
        bodies = db.session.scalars(
            select(LedgerEntry.body).where(LedgerEntry.record_id == uuid.UUID(secret["id"]))
        ).all()
    assert bodies == [b""]


def _yesterday(server: Server) -> str:
    """As if the one backup were of yesterday, so that today's does not take its place; its new name."""
    ((folder, _),) = BackupFolder(server.folder).backups(clock.now())
    at = dt.datetime.strptime(folder.name, STAMP) - dt.timedelta(days=1)  # noqa: DTZ007
    return folder.rename(folder.with_name(at.strftime(STAMP))).name


def a_file_where_the_folder_should_be(server: Server) -> None:
    server.folder.write_text("")


def bytes_that_are_not_what_their_digest_says(server: Server) -> None:
    with server.app.app_context(), transaction() as session:
        session.execute(update(LedgerEntry).values(body=b"{}"))


def another_backup_under_way(server: Server) -> None:
    server.lock = BackupFolder(server.folder).alone()  # type: ignore[attr-defined]
    server.lock.__enter__()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        a_file_where_the_folder_should_be,
        bytes_that_are_not_what_their_digest_says,
        another_backup_under_way,
    ],
)
def test_nothing_becomes_safe_by_a_backup_that_failed_and_the_desk_is_alarmed(
    server: Server, client: FlaskClient, world: World, wrong: Callable[[Server], None]
) -> None:
    world.awa.sync(client, with_voice(world.awa))
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    server.app.extensions["echo_settings"] = replace(server.settings, backup=server.folder)
    wrong(server)
    with pytest.raises(BackupFailed):
        server.backs_up()
    assert safe(world.awa, client) == 0
    assert not list(server.folder.glob("*/manifest.json")) if server.folder.is_dir() else True
    assert "a échoué" in world.signed_in("akissi").get("/desk/").text
    assert "a échoué" not in world.signed_in("adjoua").get("/desk/").text, "a reviewer can do nothing about it"
    assert "échouée" in world.signed_in("akissi").get("/desk/admin/backups").text


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/dev/full").exists(), reason="a full disk is made by root")
def test_a_full_disk_raises_an_alarm_and_no_false_safe(
    server: Server, client: FlaskClient, world: World, tmp_path: Path
) -> None:
    world.awa.sync(client, *(world.awa.entry() for _ in range(5)))
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=48k tmpfs {disk} 2>/dev/null"):
        pytest.skip("no disk of its own can be mounted here")
    try:
        server.folder = disk / "backups"
        with pytest.raises(BackupFailed):
            server.backs_up()
        assert list(server.folder.glob("2*")) == [], "what was begun is swept"
    finally:
        os.system(f"umount {disk}")
    assert safe(world.awa, client) == 0
    with server.app.app_context():
        assert db.session.scalars(select(Backup.ok)).all() == [False]


def test_a_schedule_makes_one_when_it_is_due_and_alarms_when_none_comes(server: Server, world: World) -> None:
    settings = replace(server.settings, backup=server.folder, backup_every=3600)
    now = clock.now()
    with server.app.app_context():
        session = db.session
        assert alarm(session, server.settings, now) is None, "where nothing is scheduled, nothing is late"
        assert is_due(session, settings, now)
        assert (wrong := alarm(session, settings, now))
        assert wrong.kind == "none"
        session.rollback()  # or its turn would keep the backup waiting
        server.backs_up()
        assert not is_due(session, settings, now + dt.timedelta(minutes=59))
        assert is_due(session, settings, now + dt.timedelta(minutes=62))
        assert alarm(session, settings, now + dt.timedelta(minutes=119)) is None
        assert (wrong := alarm(session, settings, now + dt.timedelta(hours=3)))
        assert wrong.kind == "late"


def test_a_backup_whose_database_was_cut_is_not_taken_for_one(
    server: Server, client: FlaskClient, world: World
) -> None:
    world.awa.sync(client, world.awa.entry())
    server.backs_up()
    ((folder, _),) = BackupFolder(server.folder).backups(clock.now())
    (folder / "manifest.json").unlink()
    with pytest.raises(BackupFailed):
        server.is_restored()
    assert server.verified().entries == 1, "what is here is still here"


def test_a_restore_that_fails_leaves_what_was_there(server: Server, client: FlaskClient, world: World) -> None:
    world.awa.sync(client, world.awa.entry())
    server.backs_up()
    world.awa.sync(client, world.awa.entry())
    ((folder, _),) = BackupFolder(server.folder).backups(clock.now())
    (file,) = folder.glob("database.*")
    file.write_bytes(b"not a database")
    with pytest.raises(BackupFailed):
        server.is_restored()
    assert server.verified().entries == 2


def test_a_server_that_is_still_running_is_not_restored_under_its_feet(
    server: Server, client: FlaskClient, world: World
) -> None:
    world.awa.sync(client, world.awa.entry())
    server.backs_up()
    world.awa.sync(client, world.awa.entry())
    engine = create_engine(server.settings.database_url)
    with engine.connect() as other:
        other.execute(text("select 1 from place")).fetchall()
        with pytest.raises(BackupFailed, match="stop the server"):
            server.is_restored()
    engine.dispose()
    assert server.verified().entries == 2


def test_writing_goes_on_while_a_backup_is_taken(server: Server, client: FlaskClient, world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def awa_sends(_: int) -> int:
        return world.awa.exchange(server.app.test_client(), world.awa.entry()).status_code

    with ThreadPoolExecutor(3) as hands:
        made = hands.submit(server.backs_up)
        answers = list(hands.map(awa_sends, range(30)))
    assert set(answers) == {200}
    assert made.result().entries <= 30
    assert server.verified().entries == 30
    assert safe(world.awa, server.app.test_client()) == made.result().positions["pilote"]


def test_the_files_say_what_they_are(server: Server, client: FlaskClient, world: World) -> None:
    world.awa.sync(client, world.awa.entry())
    server.backs_up()
    ((folder, manifest),) = BackupFolder(server.folder).backups(clock.now())
    written = json.loads((folder / "manifest.json").read_text())
    assert written["epoch"] == manifest.epoch
    assert written["entries"] == 1
    with server.app.app_context():
        assert db.session.execute(text("select count(*) from backup where ok")).scalar_one() == 1


def test_rotation_retains_the_newest_backup_of_each_day_week_and_month(database: str) -> None:
    start = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
    every = [start - dt.timedelta(hours=6 * n) for n in range(4 * 365)]
    backups = [(Path(at.strftime(STAMP)), Manifest("", "", "", {}, 0, 0, 0, 0)) for at in every]
    retained = [path.name[:8] for path in to_keep(backups, 7, 4, 6)]
    assert retained[:7] == [f"202611{day}" for day in range(23, 16, -1)]
    assert {name[:6] for name in retained} == {"202611", "202610", "202609", "202608", "202607", "202606"}
    assert len(retained) == len(set(retained)) <= 7 + 4 + 6
