"""Awa has no signal for weeks; Koffi carries her file. Whoever delivers it, in whatever state: no duplicates."""

from __future__ import annotations

import errno
import hashlib
import io
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.carry import actions, store
from feedback_app.carry.commands import bundle as bundle_command
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.transactions import import_file
from feedback_app.enrol.tables import Device
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.release import release
from feedback_app.ledger.tables import LedgerEntry, Malformed, Record
from feedback_app.media.actions import files_of
from feedback_app.media.files import LocalFiles
from feedback_app.media.tables import Media, MediaUse
from feedback_app.register.keys import give_keys
from feedback_app.register.tables import Programme, ProgrammeKey
from feedback_app.safe.transactions import back_up
from sync import sealing
from sync.bundle import MEDIA_TYPE
from tests.build import digest
from tests.echo_file import echo_file, packed, public_key, sealed_items
from tests.http.desk import csrf
from tests.http.tus import Tus
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
VOICE = b"OggS" + b"la pompe est en panne " * 200


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def with_media(phone: Phone, *media: tuple[bytes, str], **changes: Any) -> dict[str, Any]:
    """A need that speaks of these."""
    announced = [{"sha256": hashed(one), "type": kind, "bytes": len(one), "question": "photo"} for one, kind in media]
    return phone.entry(media=announced, **changes)


class Server:
    """The server's own hands."""

    def __init__(self, world: World) -> None:
        self.app = world.app
        self.settings = self.app.extensions["echo_settings"]

    def takes_in(self, data: bytes, *, programmes: Sequence[str] | None = None) -> CarriedFile:
        with self.app.app_context():
            return import_file(
                io.BytesIO(data), files=files_of(self.settings),
                carrier=actions.Carrier("cli"), programmes=programmes,
            )  # fmt: skip

    def entries(self) -> list[tuple[str, int, uuid.UUID, bool]]:
        """(record, rev, from which phone, in quarantine) of everything in the ledger."""
        with self.app.app_context():
            rows = db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.position))
            return [(str(one.record_id), one.rev, one.device_id, one.quarantined) for one in rows]

    def media(self) -> set[str]:
        with self.app.app_context():
            return set(db.session.scalars(select(Media.sha256)))

    def count(self, table: Any) -> int:
        with self.app.app_context():
            return len(db.session.scalars(select(table)).all())

    def runs(self, job: str) -> object:
        with self.app.app_context():
            return jobs.run(job)

    def backs_up(self, folder: Path) -> None:
        with self.app.app_context():
            back_up(folder, self.settings, files_of(self.settings))

    def revokes(self, phone: Phone) -> None:
        with self.app.app_context(), transaction() as session:
            session.get_one(Device, phone.device_id).revoked_at = clock.now()


@pytest.fixture
def server(world: World) -> Server:
    return Server(world)


def outcomes(made: CarriedFile) -> list[str]:
    return [one["outcome"] for one in made.outcomes]


def carried(phone: Phone, client: FlaskClient, data: bytes) -> dict[str, Any]:
    """What the exchange answers a carrier's phone about its file."""
    got = phone.exchange(client, carried=[hashed(data)])
    assert got.status_code == 200, got.text
    (announced,) = got.get_json()["carried"]
    assert announced.pop("sha256") == hashed(data)
    return dict(announced)


class TestTakenIn:
    def test_awas_records_are_in_the_ledger_once_under_her_phone(self, server: Server, world: World) -> None:
        first, second = world.awa.entry(), with_media(world.awa, (PHOTO, "image/jpeg"), (VOICE, "audio/ogg"))
        data = echo_file(world, world.awa, first, second, media=[(PHOTO, "image/jpeg"), (VOICE, "audio/ogg")])
        made = server.takes_in(data)
        assert outcomes(made) == ["stored"] * 4 and (made.kept, made.media, made.damaged) == (2, 2, 0)
        awa = world.awa.device_id
        assert server.entries() == [(first["id"], 1, awa, False), (second["id"], 1, awa, False)]
        assert server.media() == {hashed(PHOTO), hashed(VOICE)}

    def test_the_bytes_of_her_words_are_those_that_she_wrote(self, server: Server, world: World) -> None:
        one = world.awa.entry(
            answers={"age": "25_34", "domaine": "eau", "gravite": "grave", "texte": "L’eau — « sale »"}
        )
        server.takes_in(echo_file(world, world.awa, one))
        with world.app.app_context():
            stored = db.session.scalars(select(LedgerEntry)).one()
            assert (stored.body.decode(), stored.digest) == (one["body"], one["digest"])

    def test_importing_her_file_is_idempotent_and_her_own_phone_later_makes_no_duplicate(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        data = echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg")])
        assert outcomes(server.takes_in(data)) == ["stored", "stored"]
        assert outcomes(server.takes_in(data)) == ["known", "known"]
        answer = world.awa.exchange(client, one).get_json()
        assert (answer["acks"][0]["outcome"], answer["missing"]) == ("known", [])
        assert len(server.entries()) == 1

    def test_her_phone_first_and_then_the_file_is_one_copy_too(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        assert world.awa.exchange(client, one).get_json()["missing"] == [hashed(PHOTO)]
        made = server.takes_in(echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg")]))
        assert outcomes(made) == ["known", "stored"]
        assert world.awa.exchange(client).get_json()["missing"] == []

    def test_a_photo_that_her_phone_had_begun_to_send_is_finished_by_the_file(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        phone = Tus(client, world.awa)
        phone.patch(phone.place(PHOTO), 0, PHOTO[:1000])
        made = server.takes_in(echo_file(world, world.awa, media=[(PHOTO, "image/jpeg")]))
        assert outcomes(made) == ["stored"] and server.media() == {hashed(PHOTO)}

    def test_a_photo_whose_first_bytes_arrived_corrupted_is_replaced_by_the_whole_one(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        phone = Tus(client, world.awa)
        phone.patch(phone.place(PHOTO), 0, b"x" * 1000)
        assert outcomes(server.takes_in(echo_file(world, world.awa, media=[(PHOTO, "image/jpeg")]))) == ["stored"]

    def test_what_the_exchange_would_object_to_is_objected_to_here(self, server: Server, world: World) -> None:
        wrong = world.awa.entry(answers={"age": "25_34", "domaine": "eau", "gravite": "beaucoup"})
        outside = world.awa.entry(place="V3")
        foreign = world.awa.entry(author=str(world.koffi.person_id))
        assert outcomes(server.takes_in(echo_file(world, world.awa, wrong, outside, foreign))) == ["quarantined"] * 3
        assert all(quarantined for *_, quarantined in server.entries())

    def test_entries_of_two_phones_in_one_file_are_each_under_their_own(self, server: Server, world: World) -> None:
        mine, his = world.awa.entry(), world.koffi.entry(place="V1")
        both = sealed_items(world.awa, [mine]) | sealed_items(world.koffi, [his])
        made = server.takes_in(packed(both, public_key(world)))
        assert outcomes(made) == ["stored", "stored"]
        assert [device for _, _, device, _ in server.entries()] == [world.awa.device_id, world.koffi.device_id]

    def test_hundreds_of_records_fit_one_file(self, server: Server, world: World) -> None:
        many = [world.awa.entry() for _ in range(450)]
        made = server.takes_in(echo_file(world, world.awa, *many))
        assert (made.kept, made.damaged) == (450, 0) and len(server.entries()) == 450

    def test_a_record_that_was_erased_stays_erased(self, server: Server, client: FlaskClient, world: World) -> None:
        one = world.awa.entry()
        data = echo_file(world, world.awa, one)
        world.awa.sync(client, one)
        with world.app.app_context(), transaction() as session:
            record = session.get_one(Record, ("pilote", uuid.UUID(one["id"])))
            erase(session, record, now=clock.now(), reason="author", by="Awa")
        assert outcomes(server.takes_in(data)) == ["erased"]
        with world.app.app_context():
            assert [one.body for one in db.session.scalars(select(LedgerEntry))] == [b""]

    def test_a_need_reaches_the_reviewer(self, server: Server, world: World) -> None:
        one = world.awa.entry()
        server.takes_in(echo_file(world, world.awa, one))
        assert one["id"] in world.signed_in().get("/desk/").text


class TestDamaged:
    def test_a_cut_file_gives_what_is_whole_and_names_the_rest(self, server: Server, world: World) -> None:
        entries = [world.awa.entry() for _ in range(3)]
        data = echo_file(world, world.awa, *entries, media=[(PHOTO, "image/jpeg")])
        made = server.takes_in(data[: data.index(f"entries/{entries[2]['id']}".encode(), 1200)])
        assert outcomes(made) == ["stored", "stored", "damaged", "damaged"]
        assert [one["name"] for one in made.outcomes][2:] == [f"entries/{entries[2]['id']}.1", f"media/{hashed(PHOTO)}"]

    def test_without_its_list_the_records_come_back_all_the_same(self, server: Server, world: World) -> None:
        entries = [world.awa.entry() for _ in range(3)]
        data = bytearray(echo_file(world, world.awa, *entries))
        data[60] ^= 255
        assert outcomes(server.takes_in(bytes(data))) == ["stored"] * 3

    def test_a_photo_hurt_on_the_way_is_still_asked_of_her_phone(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        data = bytearray(echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg")]))
        data[-3000] ^= 1
        assert outcomes(server.takes_in(bytes(data))) == ["stored", "damaged"]
        assert world.awa.exchange(client).get_json()["missing"] == [hashed(PHOTO)]

    def test_a_record_hurt_in_one_copy_of_the_file_comes_with_the_other(self, server: Server, world: World) -> None:
        entries = [world.awa.entry() for _ in range(2)]
        whole = echo_file(world, world.awa, *entries)
        server.takes_in(whole[:-600])
        assert len(server.entries()) == 1
        assert sorted(outcomes(server.takes_in(whole))) == ["known", "stored"]
        assert len(server.entries()) == 2


class TestVouching:
    def test_a_stranger_who_writes_in_awas_name_is_not_believed_and_does_not_stand_in_her_way(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        forger = Phone("another token", world.awa.device_id, world.awa.person_id, "pilote", "V1")
        forged = echo_file(world, forger, one, media=[(PHOTO, "image/jpeg")])
        assert outcomes(server.takes_in(forged)) == ["unvouched", "unvouched"]
        assert server.entries() == [] and server.media() == set() and server.count(Malformed) == 0
        assert world.awa.exchange(client, one).get_json()["acks"][0]["outcome"] == "stored"

    def test_a_phone_that_nobody_enrolled_is_not_believed(self, server: Server, world: World) -> None:
        unknown = Phone("token", uuid.uuid4(), world.awa.person_id, "pilote", "V1")
        assert outcomes(server.takes_in(echo_file(world, unknown, unknown.entry()))) == ["unvouched"]

    def test_a_phone_of_another_programme_writes_nothing_here(self, server: Server, world: World) -> None:
        one = world.stranger.entry(programme="pilote", place="V1")
        made = server.takes_in(echo_file(world, world.stranger, one))
        assert outcomes(made) == ["unvouched"] and server.entries() == []

    def test_a_forged_item_before_the_true_one_does_not_hide_it(self, server: Server, world: World) -> None:
        one = world.awa.entry()
        forger = Phone("another token", world.awa.device_id, world.awa.person_id, "pilote", "V1")
        true, forged = echo_file(world, world.awa, one), echo_file(world, forger, one)
        for data in (forged + true, true + forged):
            assert outcomes(server.takes_in(data))[0] in {"stored", "known"}
        assert len(server.entries()) == 1

    def test_what_a_revoked_phone_made_waits_for_the_desk_to_judge(self, server: Server, world: World) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        server.revokes(world.awa)
        made = server.takes_in(echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg"), (VOICE, "audio/ogg")]))
        assert outcomes(made) == ["quarantined", "stored", "refused"], "nothing of hers speaks of the voice"
        with world.app.app_context(), transaction() as session:
            stored = session.scalars(select(LedgerEntry)).one()
            assert stored.errors == [{"field": "device", "reason": "revoked"}]
            record = session.get_one(Record, ("pilote", uuid.UUID(one["id"])))
            assert release(session, record.programme_id, {record.id: 1}) and record.rev == 1

    def test_a_file_for_another_programme_opens_nothing_here(self, server: Server, world: World) -> None:
        data = echo_file(world, world.stranger, world.stranger.entry(), programme="ailleurs")
        with pytest.raises(actions.NotOurs):
            server.takes_in(data, programmes=["pilote"])
        assert server.entries() == []
        assert outcomes(server.takes_in(data)) == ["stored"]


class TestRelay:
    def send(self, client: FlaskClient, phone: Phone, data: bytes) -> TestResponse:
        return Tus(client, phone).send(data, MEDIA_TYPE, piece=4000)

    def test_koffi_carries_awas_file_and_it_is_taken_in_while_he_waits(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = world.awa.entry()
        data = echo_file(world, world.awa, one)
        assert carried(world.koffi, client, data) == {"state": "unknown", "kept": 0, "damaged": 0, "safe": False}
        assert self.send(client, world.koffi, data).status_code in (201, 204)
        assert carried(world.koffi, client, data) == {"state": "imported", "kept": 1, "damaged": 0, "safe": False}
        assert server.entries() == [(one["id"], 1, world.awa.device_id, False)]
        with world.app.app_context():
            (file,) = db.session.scalars(select(CarriedFile))
            assert (file.how, file.device_id) == ("relay", world.koffi.device_id)

    def test_the_file_itself_is_stored_for_a_day_so_that_nobody_uploads_a_duplicate(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        data = echo_file(world, world.awa, world.awa.entry())
        phone = Tus(client, world.koffi)
        address = phone.place(data, MEDIA_TYPE)
        phone.patch(address, 0, data)
        assert phone.offset(address) == len(data), "he missed the answer, and asks"
        assert Tus(client, world.awa).create(data, MEDIA_TYPE).headers["Upload-Offset"] == str(len(data))
        self.let_pass(world, actions.RETAIN_RELAYED)
        server.runs("carried")
        assert server.media() == set() and carried(world.koffi, client, data)["state"] == "imported"

    def let_pass(self, world: World, time: Any) -> None:
        with world.app.app_context(), transaction() as session:
            for one in session.scalars(select(CarriedFile)):
                one.brought_at -= time
            for medium in session.scalars(select(Media)):
                medium.received_at -= time

    def test_a_large_file_waits_for_the_job(
        self, server: Server, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "SMALL", 100)
        data = echo_file(world, world.awa, world.awa.entry())
        self.send(client, world.koffi, data)
        assert carried(world.koffi, client, data)["state"] == "received"
        assert (server.runs("carried"), server.runs("carried")) == (1, 0)
        assert carried(world.koffi, client, data)["state"] == "imported"

    def test_a_file_that_the_disk_does_not_give_back_holds_up_no_other(
        self, server: Server, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "SMALL", 100)
        hurt, whole = (echo_file(world, world.awa, world.awa.entry()) for _ in range(2))
        for data in (hurt, whole):
            self.send(client, world.koffi, data)
        opens = LocalFiles.open

        def opens_all_but_one(files: LocalFiles, programme: str, sha256: str, variant: str = "original") -> Any:
            if sha256 == hashed(hurt):
                raise OSError(errno.EIO, "Input/output error")
            return opens(files, programme, sha256, variant)

        monkeypatch.setattr(LocalFiles, "open", opens_all_but_one)
        assert server.runs("carried") == 1
        assert carried(world.koffi, client, whole)["state"] == "imported"
        assert carried(world.koffi, client, hurt)["state"] == "received", "it is tried again"
        monkeypatch.setattr(LocalFiles, "open", opens)
        assert server.runs("carried") == 1
        assert carried(world.koffi, client, hurt)["state"] == "imported"

    def test_it_is_safe_once_all_of_it_is_in_a_proven_backup(
        self, server: Server, client: FlaskClient, world: World, tmp_path: Path
    ) -> None:
        one = with_media(world.awa, (PHOTO, "image/jpeg"))
        server.backs_up(tmp_path / "backups")
        data = echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg")])
        self.send(client, world.koffi, data)
        assert carried(world.koffi, client, data)["safe"] is False
        server.backs_up(tmp_path / "backups")
        assert carried(world.koffi, client, data)["safe"] is True

    def test_three_carriers_of_one_file_make_no_duplicate(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one = world.awa.entry()
        data = echo_file(world, world.awa, one)
        for phone in (world.koffi, world.awa, world.koffi, world.stranger):
            self.send(client, phone, data)
            assert server.runs("carried") == 0, "each was taken in at once"
            assert carried(phone, client, data)["kept"] == 1
        assert len(server.entries()) == 1

    def test_a_carrier_of_another_programme_delivers_the_file(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        data = echo_file(world, world.awa, world.awa.entry())
        self.send(client, world.stranger, data)
        assert carried(world.stranger, client, data)["state"] == "imported"
        with world.app.app_context():
            assert db.session.scalars(select(LedgerEntry.programme_id)).all() == ["pilote"]
            assert store.waiting(db.session) == []

    def test_an_unreadable_file_is_reported_and_stored_until_it_expires(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        data = b"PK\x03\x04" + b"noise" * 100
        self.send(client, world.koffi, data)
        assert carried(world.koffi, client, data) == {"state": "unreadable", "kept": 0, "damaged": 1, "safe": False}
        assert server.runs("carried") == 0, "it is not tried again and again"
        assert server.media() == {hashed(data)}
        self.let_pass(world, actions.RETAIN_RELAYED * 2)
        server.runs("carried")
        assert server.media() == {hashed(data)}
        self.let_pass(world, actions.RETAIN_INCOMPLETE)
        server.runs("carried")
        assert server.media() == set()

    def test_a_stored_file_is_deleted_when_a_record_in_it_is_erased(
        self, server: Server, client: FlaskClient, world: World
    ) -> None:
        one, other = world.awa.entry(), world.awa.entry()
        data = echo_file(world, world.awa, one, other)
        self.send(client, world.koffi, data)
        assert server.media() == {hashed(data)}
        with world.app.app_context(), transaction() as session:
            record = session.get_one(Record, ("pilote", uuid.UUID(one["id"])))
            erase(session, record, now=clock.now(), reason="subject", by="Mariam")
        server.runs("carried")
        assert server.media() == set()

    def test_a_file_is_no_photo_for_the_desk_nor_for_the_image_work(
        self, server: Server, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "SMALL", 0)
        data = echo_file(world, world.awa, world.awa.entry())
        self.send(client, world.koffi, data)
        assert server.runs("images") == 0
        for variant in ("original", "large", "thumb"):
            assert world.signed_in().get(f"/desk/media/pilote/{hashed(data)}/{variant}").status_code == 404

    def test_an_upload_larger_than_any_file_is_refused(self, client: FlaskClient, world: World) -> None:
        phone = Tus(client, world.koffi)
        assert phone.create(b"x", MEDIA_TYPE, Upload_Length=str(256 * 1024 * 1024 + 1)).status_code == 413
        assert phone.create(b"x", MEDIA_TYPE, Upload_Length=str(26 * 1024 * 1024)).status_code == 201
        assert phone.create(b"x", "image/jpeg", Upload_Length=str(26 * 1024 * 1024)).status_code == 413

    def test_a_phone_that_carries_nothing_gets_no_upload_status(self, client: FlaskClient, world: World) -> None:
        assert "carried" not in world.koffi.exchange(client).get_json()

    @pytest.mark.parametrize("asked", ["x", ["x"], [1], ["A" * 64], ["a" * 64] * 51])
    def test_nonsense_about_what_it_carries_is_unreadable(self, client: FlaskClient, world: World, asked: Any) -> None:
        assert world.koffi.exchange(client, carried=asked).status_code == 400


class TestDesk:
    def hand_in(self, desk: FlaskClient, data: bytes, name: str = "awa.echo") -> TestResponse:
        token = csrf(desk.get("/desk/carried").text)
        form = {"csrf": token, "file": (io.BytesIO(data), name)}
        return desk.post("/desk/carried", data=form, content_type="multipart/form-data", follow_redirects=True)

    @pytest.mark.parametrize("login", ["adjoua", "akissi"])
    def test_reviewer_and_coordinator_upload_a_carried_file_and_see_its_import_report(
        self, server: Server, world: World, login: str
    ) -> None:
        one = world.awa.entry()
        page = self.hand_in(world.signed_in(login), echo_file(world, world.awa, one))
        assert page.status_code == 200 and "Tout ce fichier est arrivé" in page.text
        assert one["id"] in page.text and "Awa" in page.text and len(server.entries()) == 1
        assert "le bureau" in world.signed_in(login).get("/desk/carried").text

    def test_what_is_damaged_is_named(self, world: World) -> None:
        entries = [world.awa.entry() for _ in range(2)]
        page = self.hand_in(world.signed_in(), echo_file(world, world.awa, *entries)[:-600])
        assert "abîmée dans le fichier" in page.text and entries[1]["id"] in page.text

    def test_something_else_is_refused_in_a_sentence(self, world: World) -> None:
        for data in (b"Bonjour", b"", b"PK\x03\x04"):
            page = self.hand_in(world.signed_in(), data)
            assert page.status_code == 422 and "pas un fichier .echo" in page.text

    def test_a_file_of_another_programme_is_not_for_this_desk(self, server: Server, world: World) -> None:
        one = world.stranger.entry()
        page = self.hand_in(world.signed_in(), echo_file(world, world.stranger, one, programme="ailleurs"))
        assert page.status_code == 422 and "autre programme" in page.text and server.entries() == []
        made = server.takes_in(echo_file(world, world.stranger, one, programme="ailleurs"))
        assert world.signed_in().get(f"/desk/carried/{made.id}").status_code == 404
        assert str(made.id) not in world.signed_in().get("/desk/carried").text

    def test_a_partner_has_no_business_here(self, world: World) -> None:
        assert world.signed_in("yao").get("/desk/carried").status_code == 403


class TestCommandLine:
    def run(self, world: World, *words: str) -> tuple[int, str]:
        with world.app.app_context():
            done = CliRunner().invoke(bundle_command, list(words))
        return done.exit_code, done.output

    def test_read_says_what_is_in_it_and_files_nothing(self, server: Server, world: World, tmp_path: Path) -> None:
        one = world.awa.entry()
        path = tmp_path / "awa.echo"
        path.write_bytes(echo_file(world, world.awa, one, media=[(PHOTO, "image/jpeg")])[:-900])
        code, output = self.run(world, "read", str(path))
        assert code == 0 and f"whole    entries/{one['id']}.1" in output and "the file was cut off" in output
        assert f"damaged  media/{hashed(PHOTO)}" in output and "entries 1   media 0   damaged 1" in output
        assert server.entries() == []

    def test_import_takes_several_files_and_names_what_it_could_not_take(
        self, server: Server, world: World, tmp_path: Path
    ) -> None:
        good, bad, cut = (tmp_path / name for name in ("good.echo", "bad.echo", "cut.echo"))
        one, other = world.awa.entry(), world.koffi.entry(place="V1")
        good.write_bytes(echo_file(world, world.awa, one))
        bad.write_bytes(b"something else")
        cut.write_bytes(echo_file(world, world.koffi, other, world.koffi.entry(place="V1"))[:-700])
        code, output = self.run(world, "import", str(good), str(bad), str(cut))
        assert code == 1 and "entries 1   media 0   not taken 0" in output and "not taken 1" in output
        assert {record for record, *_ in server.entries()} == {one["id"], other["id"]}
        assert self.run(world, "import", str(good))[0] == 0


class TestKeys:
    def test_a_programme_of_before_gets_its_key_once(self, world: World) -> None:
        with world.app.app_context(), transaction() as session:
            session.execute(text("delete from programme_key"))
            session.execute(text("update programme set public_key = null"))
        with world.app.app_context(), transaction() as session:
            assert (give_keys(session, clock.now()), give_keys(session, clock.now())) == (2, 0)
            key = session.get_one(ProgrammeKey, ("pilote", 1))
            assert session.get_one(Programme, "pilote").public_key == sealing.public_key(key.private_key)

    def test_phones_get_the_public_part_and_nothing_shows_the_private_one(
        self, client: FlaskClient, world: World
    ) -> None:
        world.awa.sync(client)
        public = public_key(world)
        assert world.awa.pulled["programme", "pilote"]["public_key"] == public and len(public) == 87
        with world.app.app_context():
            key = db.session.get_one(ProgrammeKey, ("pilote", 1))
            assert "private_key" not in repr(key)

    def test_a_body_is_named_by_its_own_digest(self, server: Server, world: World) -> None:
        """A phone that vouches for other bytes than its entry's digest has written an entry that cannot be one."""
        one = world.awa.entry()
        assert digest(one["body"]) == one["digest"]
        spoilt = sealed_items(world.awa, [one | {"id": "not-a-uuid"}])
        made = server.takes_in(packed({f"entries/{one['id']}.1": next(iter(spoilt.values()))}, public_key(world)))
        assert outcomes(made) == ["quarantined"] and server.entries() == [] and server.count(Malformed) == 1
        assert server.count(MediaUse) == 0
