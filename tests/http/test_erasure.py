"""Mariam takes back what she said: nothing of it is left but a tombstone, and no retry, copy or backup restores it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership
from feedback_app.ledger import actions as ledger
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.tables import Erasure, FeedRow, LedgerEntry, Record, SnapshotHead
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media, Upload
from feedback_app.safe import actions as safe
from feedback_app.safe.backup_folder import BackupFailed, BackupFolder
from feedback_app.safe.restoring import restore
from feedback_app.safe.transactions import back_up
from tests.build import project_row
from tests.http.desk import again, csrf, need, press
from tests.http.portfolio_people import accepted, demonstration, follow, listed, place_feed_row
from tests.http.tus import Tus, sha256
from tests.people import Phone, World
from tests.stored_text import everything

pytestmark = pytest.mark.both_databases

SECRET = "MariamDitQueLeChefAPrisLArgent"
VOICE = b"OggS" + SECRET.encode() * 2000


def erase(world: World, record: str, login: str = "akissi", **form: str) -> TestResponse:
    """As Akissi does it at the desk."""
    desk = world.signed_in(login)
    desk.get("/desk/")
    address = f"/desk/admin/records/pilote/{record}/erase"
    asked = {"reason": "subject", "asked_by": "Mariam", "sure": "yes", **form}
    return desk.post(address, data={"csrf": csrf(desk.get("/desk/").text), **asked})


def spoken(phone: Phone, **changes: Any) -> dict[str, Any]:
    medium = {"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
    return need(phone, SECRET, media=[medium], **changes)


def stored_files(app: EchoFlask) -> list[Path]:
    """Files in which the voice, or a piece of it, is."""
    root = app.extensions["echo_settings"].data / "media"
    return [file for file in root.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]


def test_not_one_word_of_it_stays_wherever_it_had_got_to(app: EchoFlask, world: World, client: FlaskClient) -> None:
    first = spoken(world.awa)
    world.awa.sync(
        client, first, again(world.awa, first, SECRET + " 2"), again(world.awa, first, SECRET, mode="?") | {"rev": 3}
    )
    broken = first | {"rev": 4, "digest": "0" * 64}
    world.awa.exchange(client, broken, broken | {"id": first["id"].upper()})
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    press(world.signed_in(), first, "ask", reason="unclear", message=f"Qui dit que {SECRET} ?")
    assert everything(world).count(SECRET) >= 6 and stored_files(app)
    assert erase(world, first["id"]).status_code == 303
    assert SECRET not in everything(world)
    assert stored_files(app) == []
    with app.app_context():
        (stone,) = db.session.scalars(select(Erasure))
        assert (str(stone.record_id), stone.reason, stone.by) == (first["id"], "subject", "Mariam (Akissi)")
        assert ledger.verify(db.session).bad == []


def test_awas_phone_learns_of_it_and_a_retry_of_the_erased_record_is_acknowledged_and_not_stored(
    world: World, client: FlaskClient
) -> None:
    first = spoken(world.awa)
    world.awa.sync(client, first)
    erase(world, first["id"])
    unreadable = first | {"digest": "0" * 64}
    acks = world.awa.sync(client, first, again(world.awa, first, SECRET), unreadable)["acks"]
    assert [ack["outcome"] for ack in acks] == ["erased"] * 3
    assert world.awa.pulled["record", first["id"]] == {"id": first["id"], "rev": 1, "state": "erased", "events": []}
    assert SECRET not in everything(world)


def test_koffis_phone_hears_nothing_of_it_even_if_nobody_is_sure_who_wrote_it(
    world: World, client: FlaskClient
) -> None:
    """Only quarantined revisions are stored: there is no author, but the one whose phone sent it is answered."""
    lost = need(world.awa, SECRET, mode="?")
    world.awa.sync(client, lost)
    world.signed_in().get("/desk/")
    assert erase(world, lost["id"]).status_code == 303
    world.koffi.sync(client)
    assert ("record", lost["id"]) not in world.koffi.pulled
    world.awa.sync(client)
    assert world.awa.pulled["record", lost["id"]]["state"] == "erased"
    assert SECRET not in everything(world)


class TestWhatWasMadeOfIt:
    def test_it_leaves_place_feed_portfolio_and_packed_snapshots(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        record = accepted(client, world)
        kind, need = place_feed_row(world, record)
        with world.app.app_context(), transaction() as session:
            put(session, "pilote", [Put("project", f"Q{n}", "/XX/R1/S1/", project_row(f"Q{n}")) for n in range(1200)])
        world.koffi.exchange(client, snapshots=True)
        with world.app.app_context():
            assert jobs.run("snapshots") == 1
        answer = world.koffi.exchange(client, snapshots=True).get_json()
        name = answer["snapshot"]["parts"][0]["hash"]
        part = client.get(f"/api/v1/snapshot/{name}", headers=world.koffi.headers())
        assert need.encode() in part.data and str(record).encode() not in part.data
        assert listed(client)["total"] == 1
        erase(world, str(record))
        follow(world)
        assert listed(client)["total"] == 0
        assert client.get(f"/api/v1/snapshot/{name}", headers=world.koffi.headers()).status_code == 404
        with world.app.app_context():
            assert db.session.query(SnapshotHead).count() == 0
            assert [row.body for row in db.session.query(FeedRow).filter_by(kind=kind, name=need)] == [None]

    def test_answers_that_may_be_cached_are_asked_for_again(self, world: World, client: FlaskClient) -> None:
        accepted(client, world)
        for address in ("/api/v1/portfolio", "/api/v1/portfolio.csv", "/api/v1/portfolio.geojson"):
            assert "no-cache" in client.get(address).headers["Cache-Control"]


class TestMediaThatComeLate:
    def test_an_upload_under_way_ends_and_its_bytes_go(self, app: EchoFlask, world: World, client: FlaskClient) -> None:
        first = spoken(world.awa)
        world.awa.sync(client, first)
        tus = Tus(client, world.awa)
        address = tus.place(VOICE, "audio/ogg")
        tus.patch(address, 0, VOICE[:20_000])
        assert stored_files(app)
        erase(world, first["id"])
        assert tus.patch(address, 20_000, VOICE[20_000:]).status_code == 410
        with app.app_context():
            jobs.run("uploads")
            assert db.session.query(Upload).count() == 0
        assert stored_files(app) == []

    def test_what_a_phone_sends_before_it_heard_of_it_goes_with_the_next_job(
        self, app: EchoFlask, world: World, client: FlaskClient
    ) -> None:
        first = spoken(world.awa)
        world.awa.sync(client, first)
        erase(world, first["id"])
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        with app.app_context():
            assert jobs.run("erasures") == 1
            assert db.session.query(Media).count() == 0
        assert stored_files(app) == []

    def test_damaged_notes_beside_the_backups_do_not_hold_up_what_must_go(
        self, app: EchoFlask, world: World, client: FlaskClient, tmp_path: Path
    ) -> None:
        first = spoken(world.awa)
        world.awa.sync(client, first)
        erase(world, first["id"])
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        (tmp_path / "erasures.json").write_bytes(b'[{"prog')
        app.extensions["echo_settings"] = replace(app.extensions["echo_settings"], backup=tmp_path)
        with app.app_context():
            with pytest.raises(BackupFailed, match="damaged"):
                jobs.run("erasures")
            assert db.session.query(Media).count() == 0
        assert stored_files(app) == []

    def test_a_voice_that_another_record_speaks_of_stays(
        self, app: EchoFlask, world: World, client: FlaskClient
    ) -> None:
        first, other = spoken(world.awa), spoken(world.awa)
        world.awa.sync(client, first, other)
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        erase(world, first["id"])
        with app.app_context():
            jobs.run("erasures")
            assert db.session.query(Media).count() == 1


class TestBackups:
    def test_what_was_erased_after_the_last_backup_stays_erased_when_the_disk_dies(
        self, app: EchoFlask, world: World, client: FlaskClient, tmp_path: Path
    ) -> None:
        first = spoken(world.awa)
        world.awa.sync(client, first)
        backups = tmp_path / "backups"
        settings = app.extensions["echo_settings"]
        with app.app_context():
            back_up(backups, settings, files_of(settings))
        erase(world, first["id"])
        with app.app_context():
            on = replace(settings, backup=backups)
            with transaction() as session:
                assert safe.note_erasures(session, on) == 1
                assert safe.note_erasures(session, on) == 0, "once is enough"
        assert [one["record"] for one in BackupFolder(backups).erasures()] == [first["id"]]
        # The disk died: this is as it was made, without any erasure.
        with app.app_context(), transaction() as session:
            session.execute(text("delete from ledger_erasure"))
        with app.app_context():
            restore(backups, settings, files_of(settings))
        assert _bodies(world) == [b""]
        assert [ack["outcome"] for ack in world.awa.exchange(client, first).get_json()["acks"]] == ["erased"]

    def test_a_restore_also_knows_what_no_backup_had_heard_of(
        self, app: EchoFlask, world: World, client: FlaskClient, tmp_path: Path
    ) -> None:
        first = spoken(world.awa)
        world.awa.sync(client, first)
        settings = app.extensions["echo_settings"]
        with app.app_context():
            back_up(tmp_path / "backups", settings, files_of(settings))
        erase(world, first["id"])
        with app.app_context():
            restore(tmp_path / "backups", settings, files_of(settings))
        assert _bodies(world) == [b""]
        assert [ack["outcome"] for ack in world.awa.exchange(client, first).get_json()["acks"]] == ["erased"]


def _bodies(world: World) -> list[bytes]:
    with world.app.app_context():
        return list(db.session.scalars(select(LedgerEntry.body)))


class TestWhoMay:
    def test_a_reviewer_a_partner_and_a_coordinator_of_another_region_may_not(
        self, world: World, client: FlaskClient
    ) -> None:
        first = need(world.awa, SECRET)
        world.awa.sync(client, first)
        world.signed_in().get("/desk/")
        assert erase(world, first["id"], login="adjoua").status_code == 403
        assert client.post(f"/desk/admin/records/pilote/{first['id']}/erase").status_code == 401
        with world.app.app_context(), transaction() as session:
            session.execute(update(Membership).where(Membership.person_id == world.coordinator).values(place_code="R2"))
        assert erase(world, first["id"]).status_code == 404
        assert SECRET in everything(world)

    @pytest.mark.parametrize("form", [{"sure": ""}, {"reason": ""}, {"reason": "because"}, {"asked_by": "  "}])
    def test_without_a_reason_a_name_and_a_yes_nothing_is_erased(
        self, world: World, client: FlaskClient, form: dict[str, str]
    ) -> None:
        first = need(world.awa, SECRET)
        world.awa.sync(client, first)
        world.signed_in().get("/desk/")
        got = erase(world, first["id"], **form)
        assert got.status_code == 422 and "Rien n’a été effacé" in got.text
        assert SECRET in everything(world)

    def test_akissi_finds_the_button_and_adjoua_does_not(self, world: World, client: FlaskClient) -> None:
        first = need(world.awa, SECRET)
        world.awa.sync(client, first)
        link = f"/desk/admin/records/pilote/{first['id']}/erase"
        page = world.signed_in("akissi").get(f"/desk/records/pilote/{first['id']}").text
        assert link in page and "Effacer cette fiche" in world.signed_in("akissi").get(link).text
        assert link not in world.signed_in().get(f"/desk/records/pilote/{first['id']}").text

    def test_erasing_is_idempotent(self, world: World, client: FlaskClient) -> None:
        first = need(world.awa, SECRET)
        world.awa.sync(client, first)
        world.signed_in().get("/desk/")
        assert [erase(world, first["id"]).status_code for _ in range(2)] == [303, 404]
        with world.app.app_context():
            assert db.session.query(Erasure).count() == 1 and db.session.query(Record).count() == 0


def test_a_statement_that_fails_is_logged_without_the_words_in_it(world: World) -> None:
    with world.app.app_context(), pytest.raises(DBAPIError) as failed:
        db.session.execute(text("select :word from nowhere"), {"word": SECRET})
    assert SECRET not in str(failed.value)
