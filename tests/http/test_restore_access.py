"""A server that comes back from a backup: who was enrolled since still gets in, who was revoked or spent since does not."""

from __future__ import annotations

import base64
import copy
import fcntl
import functools
import io
import json
import re
import shutil
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, select

from feedback_app.app import create_app
from feedback_app.base import clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.carry import actions as carry
from feedback_app.carry.transactions import import_file
from feedback_app.carry.unknown_phone import OwnerClaim
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.tables import Person
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.positions import epoch
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.media.actions import files_of
from feedback_app.migrations import is_current
from feedback_app.safe import actions
from feedback_app.safe.backup_folder import BackupFailed, BackupFolder, BackupFolderBusy
from feedback_app.safe.restoring import restore
from feedback_app.safe.transactions import back_up
from feedback_app.serve import prepare_database
from sync.sealed_item import SealedItem
from sync.sealing import seal
from tests.conftest import settings_on
from tests.echo_file import echo_file, public_key
from tests.people import PASSWORD, Phone, World, make_world
from tests.phone_keys import give_keys

pytestmark = pytest.mark.both_databases

HANDSET = {"name": "Téléphone", "platform": "Android 10", "app_version": "1"}


class Server:
    """The server's own hands, with a folder of backups that the schedule writes to."""

    def __init__(self, app: EchoFlask, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.settings = replace(app.extensions["echo_settings"], backup=folder)
        self.files = files_of(self.settings)

    def notes_at_once(self) -> None:
        """As with FEEDBACK_BACKUP: what changes is noted beside the backups before the answer leaves."""

        def note() -> None:
            actions.note_access(db.session, self.settings)
            db.session.rollback()

        guards = self.app.extensions["echo_guards"]
        self.app.extensions["echo_guards"] = replace(guards, access_changed=note)

    def backs_up(self) -> None:
        with self.app.app_context():
            back_up(self.folder, self.settings, self.files)

    def is_restored(self, **more: Any) -> None:
        with self.app.app_context():
            restore(self.folder, self.settings, self.files, **more)

    def loses_its_disk(self) -> None:
        """What was here is another database by chance: nothing of it may be believed, nothing of the old one is there."""
        with self.app.app_context(), transaction() as session:
            session.execute(db.metadata.tables["epoch"].update().values(id=uuid.uuid4().hex[:10]))
        shutil.rmtree(self.settings.data / "before-restore", ignore_errors=True)

    def loses_its_notes(self) -> None:
        for file in self.folder.glob("access-*.json"):
            file.unlink()

    def code(self, *, known: uuid.UUID | None = None, person: str | None = "Mariam", place: str = "V1") -> str:
        with self.app.app_context(), transaction() as session:
            made = enrol.new_code(
                session, programme="pilote", place=place, role="surveyor", now=clock.now(), public_url="", known=known,
                person=person,
            )  # fmt: skip
        return made.code

    def outcomes(self) -> list[bool]:
        with self.app.app_context():
            return list(db.session.scalars(select(LedgerEntry.quarantined).order_by(LedgerEntry.position)))


@pytest.fixture
def server(app: EchoFlask, tmp_path: Path, world: World) -> Server:
    return Server(app, tmp_path / "backups")


def enrols(client: FlaskClient, code: str, former: Phone | None = None) -> Phone:
    got = client.post("/api/v1/enrol", json={"code": code, "device": HANDSET, **claims_of(former)})
    assert got.status_code == 201, got.text
    answer = got.get_json()
    ids = uuid.UUID(answer["device_id"]), uuid.UUID(answer["person"]["id"])
    return Phone(answer["token"], *ids, answer["scope"]["programme"], answer["scope"]["place"])


def claims_of(former: Phone | None, **changes: str) -> dict[str, Any]:
    if former is None:
        return {}
    claims = {
        "programme": former.programme, "person_id": str(former.person_id), "device_id": str(former.device_id),
        "token": former.token,
    }  # fmt: skip
    return {"former": claims | changes}


def acks(phone: Phone, client: FlaskClient, *entries: Any) -> list[str]:
    got = phone.exchange(client, *entries)
    assert got.status_code == 200, got.text
    return [one["outcome"] for one in got.get_json()["acks"]]


def test_a_phone_enrolled_since_the_backup_hands_in_everything_after_the_restore(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    mariam = enrols(client, server.code())
    sent, unsent = mariam.entry(), mariam.entry()
    assert acks(mariam, client, sent) == ["stored"]
    server.is_restored()
    assert acks(mariam, client, sent, unsent) == ["stored", "stored"]


def test_a_phone_enrolled_since_the_backup_gets_in_although_the_disk_was_lost(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    server.notes_at_once()
    mariam = enrols(client, server.code())
    entry = mariam.entry()
    assert acks(mariam, client, entry) == ["stored"]
    server.loses_its_disk()
    server.is_restored()
    assert acks(mariam, client, entry) == ["stored"]


def test_keys_that_a_phone_got_since_the_backup_are_known_after_the_disk_was_lost(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    server.notes_at_once()
    keys, old, entry = give_keys(client, world.awa), world.awa.headers(), world.awa.entry()
    server.loses_its_disk()
    server.is_restored()
    assert acks(world.awa, client, entry) == ["stored"]
    sealed = keys.entry(world.awa.device_id, world.awa.entry())
    item = {"id": sealed.id, "rev": 1, "sealed": sealed_text(world, sealed)}
    got = client.post(
        "/api/v1/exchange", json={"nonce": "n", "entries": [item]}, headers=keys.locked(world.awa.device_id)
    )
    assert got.get_json()["acks"][0]["outcome"] == "stored"
    assert old == world.awa.headers()


def test_a_phone_that_nobody_knows_any_more_goes_on_with_its_own_keys(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    mariam = enrols(client, server.code())
    keys = give_keys(client, mariam)
    server.loses_its_notes()
    server.loses_its_disk()
    server.is_restored()
    assert mariam.exchange(client).status_code == 401
    asked = {"public_key": keys.public, "posting": ids.hash_token(keys.posting)}
    sent = {"code": server.code(), "device": HANDSET, **claims_of(mariam), "keys": asked}
    answer = client.post("/api/v1/enrol", json=sent).get_json()
    assert (answer["token"], answer["device_id"], answer["keys"]) == (
        mariam.token, str(mariam.device_id), asked["posting"],
    )  # fmt: skip
    sealed = keys.entry(mariam.device_id, mariam.entry())
    item = {"id": sealed.id, "rev": 1, "sealed": sealed_text(world, sealed)}
    got = client.post("/api/v1/exchange", json={"nonce": "n", "entries": [item]}, headers=keys.locked(mariam.device_id))
    assert got.get_json()["acks"][0]["outcome"] == "stored"


def sealed_text(world: World, item: SealedItem) -> str:
    sealed = seal(item.wire(), public_key(world), name=f"entries/{item.id}.{item.rev}")
    return base64.b64encode(sealed).decode()


def test_a_restore_lets_no_revoked_phone_in_and_revives_no_spent_code(
    server: Server, client: FlaskClient, world: World
) -> None:
    code = server.code()
    server.backs_up()
    thief = enrols(client, code)
    for phone in (thief, world.awa):
        with server.app.app_context(), transaction() as session:
            enrol.revoke(session, phone.device_id, clock.now())
    server.is_restored()
    assert [phone.exchange(client).status_code for phone in (thief, world.awa, world.koffi)] == [403, 403, 200]
    assert client.post("/api/v1/enrol", json={"code": code, "device": HANDSET}).status_code == 404


def test_revocations_deactivations_and_new_passwords_outlive_the_disk(
    server: Server, client: FlaskClient, world: World
) -> None:
    code = server.code()
    server.backs_up()
    enrols(client, code)
    with server.app.app_context(), transaction() as session:
        enrol.revoke(session, world.awa.device_id, clock.now())
        session.get_one(Person, world.adjoua).active = False
        session.get_one(Person, world.coordinator).password_hash = None
    with server.app.app_context():
        assert actions.note_access(db.session, server.settings) == 1
        assert actions.note_access(db.session, server.settings) == 0, "once is enough"
        db.session.rollback()
    server.loses_its_disk()
    server.is_restored()
    assert world.awa.exchange(client).status_code == 403
    assert client.post("/api/v1/enrol", json={"code": code, "device": HANDSET}).status_code == 404
    for login in ("adjoua", "akissi"):
        assert client.post("/desk/login", data={"login": login, "password": PASSWORD}).status_code == 401


def test_nobody_stays_signed_in_over_a_restore(server: Server, client: FlaskClient, world: World) -> None:
    browser = world.signed_in("adjoua")
    server.backs_up()
    browser.post("/desk/logout")
    server.is_restored()
    assert browser.get("/desk/").status_code == 302


def test_a_form_that_was_new_since_the_backup_still_takes_what_was_recorded_with_it(
    server: Server, client: FlaskClient, world: World
) -> None:
    with server.app.app_context(), transaction() as session:
        session.execute(delete(Instrument).where(Instrument.programme_id == "pilote"))
    server.backs_up()
    with server.app.app_context(), transaction() as session:
        from feedback_app.forms.actions import install_instruments

        install_instruments(session, "pilote", clock.now())
    entry = world.awa.entry()
    assert acks(world.awa, client, entry) == ["stored"]
    server.is_restored()
    assert acks(world.awa, client, entry) == ["stored"]


def test_what_is_noted_of_another_server_is_not_believed(server: Server, client: FlaskClient, world: World) -> None:
    server.backs_up()
    stranger = enrols(client, server.code())
    server.loses_its_disk()
    server.is_restored()
    assert stranger.exchange(client).status_code == 401


def test_a_new_server_does_not_write_over_the_backups_of_the_old_one(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    ((backup, _),) = BackupFolder(server.folder).backups(clock.now())
    server.loses_its_disk()
    with pytest.raises(BackupFailed, match="another server"):
        server.backs_up()
    assert [folder for folder, _ in BackupFolder(server.folder).backups(clock.now())] == [backup]


def is_lost_with_all_notes(server: Server) -> None:
    server.loses_its_disk()
    server.loses_its_notes()
    server.is_restored()


def test_a_phone_that_nobody_knows_any_more_goes_on_with_a_new_code_as_who_it_was(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    mariam = enrols(client, server.code())
    sent, unsent = mariam.entry(), mariam.entry()
    assert acks(mariam, client, sent) == ["stored"]
    is_lost_with_all_notes(server)
    assert mariam.exchange(client).status_code == 401
    again = enrols(client, server.code(), mariam)
    assert (again.token, again.device_id, again.person_id) == (mariam.token, mariam.device_id, mariam.person_id)
    assert acks(mariam, client, sent, unsent) == ["stored", "stored"]
    assert server.outcomes() == [False, False]


def test_a_phone_that_was_revoked_and_is_trusted_again_gets_another_token_for_the_same_person(
    server: Server, client: FlaskClient, world: World
) -> None:
    unsent = world.awa.entry()
    with server.app.app_context(), transaction() as session:
        enrol.revoke(session, world.awa.device_id, clock.now())
    again = enrols(client, server.code(known=world.awa.person_id), world.awa)
    assert again.person_id == world.awa.person_id
    assert again.token != world.awa.token
    assert acks(again, client, unsent) == ["stored"]
    assert world.awa.exchange(client).status_code == 403, "the old token stays revoked"


def test_a_phone_whose_token_is_good_may_take_a_code_that_only_names_its_person(
    server: Server, client: FlaskClient, world: World
) -> None:
    again = enrols(client, server.code(person="Awa", place="V2"), world.awa)
    assert (again.token, again.person_id, again.place) == (world.awa.token, world.awa.person_id, "V2")


@pytest.mark.parametrize("claim", ["of another", "without proof", "revoked", "elsewhere"])
def test_nobody_takes_up_somebody_elses_records_with_a_code(
    server: Server, client: FlaskClient, world: World, claim: str
) -> None:
    if claim == "revoked":
        with server.app.app_context(), transaction() as session:
            enrol.revoke(session, world.awa.device_id, clock.now())
    code = server.code(known=world.koffi.person_id) if claim == "of another" else server.code()
    changes = {
        "of another": {}, "without proof": {"token": "x" * 43}, "revoked": {}, "elsewhere": {"programme": "ailleurs"},
    }[claim]  # fmt: skip
    asked = {"code": code, "device": HANDSET, **claims_of(world.awa, **changes)}
    got = client.post("/api/v1/enrol", json=asked)
    assert (got.status_code, got.get_json()["type"]) == (409, "/problems/another-person")
    assert client.post("/api/v1/enrol", json={"code": code, "device": HANDSET}).status_code == 201, "still good"


def test_a_token_that_somebody_has_is_nobody_elses(server: Server, client: FlaskClient, world: World) -> None:
    unknown = str(uuid.uuid4())
    asked = claims_of(world.awa, person_id=unknown, device_id=unknown)
    got = client.post("/api/v1/enrol", json={"code": server.code(), "device": HANDSET, **asked})
    assert got.status_code == 201
    assert got.get_json()["token"] != world.awa.token


def test_a_restore_migrates_an_older_schema_to_this_version(
    server: Server, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.backs_up()
    upgraded: list[bool] = []
    monkeypatch.setattr(
        "feedback_app.safe.restoring.upgrade", lambda connection: upgraded.append(is_current(connection))
    )
    server.is_restored()
    assert upgraded == [True]


def test_the_notes_hold_no_token_and_are_for_the_servers_user_alone(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    (file,) = server.folder.glob("access-*.json")
    assert file.stat().st_mode & 0o077 == 0
    assert world.awa.token not in file.read_text()
    assert str(world.awa.device_id) in json.loads(file.read_text())["device"]


def imports(server: Server, data: bytes, mac: OwnerClaim | None) -> list[str]:
    with server.app.app_context():
        made = import_file(
            io.BytesIO(data), files=server.files,
            carrier=carry.Carrier("cli"), claim=mac,
        )  # fmt: skip
        return [one["outcome"] for one in made.outcomes]


def test_the_file_of_a_phone_that_nobody_knows_is_taken_in_on_a_coordinators_word(
    server: Server, client: FlaskClient, world: World
) -> None:
    server.backs_up()
    mariam = enrols(client, server.code())
    entries = [mariam.entry(), mariam.entry()]
    data = echo_file(world, mariam, *entries)
    is_lost_with_all_notes(server)
    assert imports(server, data, None) == ["unvouched", "unvouched"]
    assert imports(server, data, OwnerClaim("Mariam", "Akissi")) == ["stored", "stored"]
    assert mariam.exchange(client).status_code == 401, "a file gives no right to speak"
    assert imports(server, echo_file(world, mariam, mariam.entry()), None) == ["unvouched"], "one word, one file"
    again = enrols(client, server.code(person="Mariam", known=mariam.person_id), mariam)
    assert again.token == mariam.token
    assert acks(mariam, client, *entries, mariam.entry()) == ["known", "known", "stored"]


def test_nobody_vouches_a_file_into_somebody_elses_name(server: Server, client: FlaskClient, world: World) -> None:
    forged = replace(world.koffi, device_id=uuid.uuid4(), token="x" * 43)
    data = echo_file(world, forged, forged.entry(place="V1"))
    assert imports(server, data, OwnerClaim("Mariam", "Akissi")) == ["unvouched"]


def test_a_coordinator_vouches_at_the_desk_and_a_reviewer_cannot(
    server: Server, client: FlaskClient, world: World
) -> None:
    unknown = replace(world.awa, device_id=uuid.uuid4(), person_id=uuid.uuid4(), token="x" * 43)
    data = echo_file(world, unknown, unknown.entry())

    def uploads_as(login: str) -> str:
        browser = world.signed_in(login)
        token = csrf(browser.get("/desk/carried").text)
        form = {"csrf": token, "vouch": "Fanta", "file": (io.BytesIO(data), "x.echo")}
        return browser.post("/desk/carried", data=form, follow_redirects=True).text

    assert "arrivée" not in uploads_as("adjoua")
    assert "arrivée" in uploads_as("akissi")


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("which", ["access-*.json", "erasures.json"])
@pytest.mark.parametrize("bytes_left", [b"", b'{"device": {', b"null"])
def test_damaged_notes_stop_a_restore_before_anything_changes(
    server: Server, client: FlaskClient, world: World, which: str, bytes_left: bytes
) -> None:
    server.backs_up()
    entry = world.awa.entry()
    assert acks(world.awa, client, entry) == ["stored"]
    note = next(server.folder.glob(which))
    note.write_bytes(bytes_left)
    for tries in (server.is_restored, server.backs_up):
        with pytest.raises(BackupFailed, match=f"{note.name} is damaged"):
            tries()
    assert note.read_bytes() == bytes_left, "nobody writes over it"
    assert acks(world.awa, client, entry) == ["known"]
    note.unlink()
    server.is_restored()
    assert acks(world.awa, client, entry) == ["stored"]


def test_a_restore_that_fails_half_way_has_begun_a_new_epoch(
    server: Server, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.backs_up()
    with server.app.app_context():
        before = epoch(db.session)
        db.session.rollback()

    def fails(*_: Any) -> None:
        raise KeyError("token_hash")

    with monkeypatch.context() as broken:
        broken.setattr("feedback_app.safe.access_store.write", fails)
        with pytest.raises(KeyError):
            server.is_restored()
    with server.app.app_context():
        assert epoch(db.session) != before
        db.session.rollback()


def test_an_enrolment_is_answered_although_a_writer_of_notes_hangs(
    app: EchoFlask, client: FlaskClient, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, backups = Server(app, tmp_path / "backups"), BackupFolder(tmp_path / "backups")
    server.notes_at_once()
    guards = app.extensions["echo_guards"]
    busy: list[Exception] = []

    def note() -> None:
        try:
            guards.access_changed()
        except BackupFolderBusy as why:
            busy.append(why)

    app.extensions["echo_guards"] = replace(guards, access_changed=note)
    monkeypatch.setattr("feedback_app.safe.backup_folder.NOTING_S", 0.1)
    server.backs_up()
    with (backups.folder / ".notes-lock").open("rb") as hangs:
        fcntl.flock(hangs, fcntl.LOCK_EX)
        mariam = enrols(client, server.code())
    assert len(busy) == 1
    assert acks(mariam, client, mariam.entry()) == ["stored"]


@functools.cache
def before_all() -> tuple[bytes, World]:
    """A database with the pilot in it, made once: each example begins with a copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "echo.db"
        app = create_app(settings_on(file.parent, f"sqlite:///{file}"))
        with app.app_context():
            prepare_database(clock.now())
        world = make_world(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        return file.read_bytes(), replace(world, app=None)


class Restores(RuleBasedStateMachine):
    """Any order of enrolling, sending, backing up, revoking and restoring."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        database, world = before_all()
        (root / "echo.db").write_bytes(database)
        app = create_app(settings_on(root, f"sqlite:///{root / 'echo.db'}"))
        self.world = copy.deepcopy(world).on(app)
        self.server, self.client = Server(app, root / "backups"), app.test_client()
        self.server.notes_at_once()
        self.server.backs_up()
        self.phones: list[Phone] = [self.world.awa]
        self.unsent: dict[uuid.UUID, list[Any]] = {self.world.awa.device_id: []}
        self.revoked: set[uuid.UUID] = set()
        self.spent: list[str] = []

    def teardown(self) -> None:
        with self.server.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.folder.cleanup()

    @rule()
    def enrols(self) -> None:
        code = self.server.code()
        phone = enrols(self.client, code)
        self.spent.append(code)
        self.phones.append(phone)
        self.unsent[phone.device_id] = []

    @rule(which=st.integers(0, 9), sends=st.booleans())
    def records(self, which: int, sends: bool) -> None:
        phone = self.phones[which % len(self.phones)]
        entry = phone.entry()
        self.unsent[phone.device_id].append(entry)
        if sends and phone.device_id not in self.revoked:
            acks(phone, self.client, entry)

    @rule(which=st.integers(0, 9))
    def is_revoked(self, which: int) -> None:
        phone = self.phones[which % len(self.phones)]
        with self.server.app.app_context(), transaction() as session:
            enrol.revoke(session, phone.device_id, clock.now())
        with self.server.app.app_context():
            self.server.app.extensions["echo_guards"].access_changed()
        self.revoked.add(phone.device_id)

    @rule()
    def backs_up(self) -> None:
        self.server.backs_up()

    @rule(disk=st.booleans(), notes=st.booleans())
    def is_restored(self, disk: bool, notes: bool) -> None:
        if disk:
            self.server.loses_its_disk()
        if disk and notes and not self.revoked:  # a revocation that is noted nowhere cannot be known
            self.server.loses_its_notes()
        self.server.is_restored()

    @invariant()
    def nothing_is_lost_and_nobody_comes_in(self) -> None:
        for n, phone in enumerate(self.phones):
            got = phone.exchange(self.client)
            if phone.device_id in self.revoked:
                assert got.status_code == 403
                continue
            if got.status_code == 401:
                self.phones[n] = phone = enrols(self.client, self.server.code(), phone)
            entries = self.unsent[phone.device_id]
            assert set(acks(phone, self.client, *entries)) <= {"stored", "known"}
        for code in self.spent:
            assert self.client.post("/api/v1/enrol", json={"code": code, "device": HANDSET}).status_code in {404, 429}


TestRestores = pytest.mark.filterwarnings("ignore")(Restores.TestCase)
TestRestores.settings = settings(max_examples=4, stateful_step_count=8, deadline=None)
