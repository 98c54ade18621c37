"""A thief with Awa's phone, or with the token of it, sends until the disk is full: no phone may send that much in a day,
and what is no record is not stored. Awa, who comes back after two months without a signal, still gets everything through.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.ids import hash_token
from feedback_app.base.problem import Problem
from feedback_app.enrol import budget, budget_store
from feedback_app.enrol.budget import Amounts
from feedback_app.enrol.tables import Device
from feedback_app.exchange import budget as exchange_budget
from feedback_app.ledger.actions import verify
from feedback_app.ledger.tables import Malformed
from feedback_app.media.actions import Sender, files_of
from feedback_app.media.tables import Media, Upload
from feedback_app.media.transactions import take_whole
from feedback_app.media.tus import Announced
from feedback_app.register.tables import Programme
from sync.sealing import posting_token
from tests.http.tus import Tus, sha256
from tests.people import Phone, World

LITTLE = Amounts(entries=3, bytes=1_000_000, malformed=2, media_bytes=1000)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day's budget that a test can use up."""
    monkeypatch.setattr(budget, "LIMITS", LITTLE)


def posting(phone: Phone) -> dict[str, str]:
    """What a thief finds on a phone that is locked."""
    return {"Authorization": f"Bearer {posting_token(str(phone.device_id), hash_token(phone.token))}"}


def junk(size: int = 900_000) -> dict[str, str]:
    return {"junk": uuid.uuid4().hex + "x" * size}


def stored_junk(world: World) -> list[Malformed]:
    with world.app.app_context():
        return list(db.session.query(Malformed))


class TestWhatIsNoRecord:
    def test_junk_that_comes_with_the_token_of_a_locked_phone_is_answered_and_not_stored(
        self, world: World, client: FlaskClient
    ) -> None:
        for _ in range(5):
            got = client.post("/api/v1/exchange", json={"nonce": "n", "entries": [junk()]}, headers=posting(world.awa))
            assert [one["outcome"] for one in got.get_json()["acks"]] == ["quarantined"]
            assert "position" not in got.get_json()["acks"][0], "the phone must not believe that it is safe"
        assert not stored_junk(world)

    @pytest.mark.both_databases
    def test_of_large_junk_only_the_digest_is_stored_and_the_phone_does_not_take_it_for_safe(
        self, world: World, client: FlaskClient
    ) -> None:
        ack = world.awa.exchange(client, junk()).get_json()["acks"][0]
        assert (ack["outcome"], ack.get("position")) == ("quarantined", None)
        [stored] = stored_junk(world)
        assert (stored.raw, stored.size > 900_000, stored.errors[0]["reason"]) == (b"", True, "not-a-uuid7")
        with world.app.app_context():
            assert not verify(db.session).bad

    def test_the_desk_says_that_what_arrived_is_not_stored(self, world: World, client: FlaskClient) -> None:
        world.awa.exchange(client, junk(), {"junk": "little"})
        page = world.signed_in().get("/desk/unreadable/pilote").text
        assert "n’est pas gardé ici" in page or "n’est pas gardé ici" in page.replace("\u00a0", " ")
        assert "little" in page

    def test_of_many_in_a_day_the_first_are_stored_and_of_the_rest_the_digest(
        self, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exchange_budget, "MOST_STORED", 3)
        world.awa.exchange(client, *({"junk": n} for n in range(2)))
        acks = world.awa.exchange(client, *({"junk": n} for n in range(2, 6))).get_json()["acks"]
        assert ["position" in one for one in acks] == [True, False, False, False]
        assert sorted(bool(one.raw) for one in stored_junk(world)) == [False, False, False, True, True, True]

    def test_what_comes_again_when_there_is_room_is_stored_whole(
        self, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exchange_budget, "MOST_STORED", 0)
        world.awa.exchange(client, {"junk": 1})
        monkeypatch.setattr(exchange_budget, "MOST_STORED", 100)
        ack = world.awa.exchange(client, {"junk": 1}).get_json()["acks"][0]
        [stored] = stored_junk(world)
        assert stored.raw == b'{"junk":1}' and ack["position"] == stored.position


@pytest.mark.usefixtures("little")
class TestADaysBudget:
    def test_who_has_sent_too_much_is_asked_to_come_back_and_still_gets_changes(
        self, world: World, client: FlaskClient
    ) -> None:
        assert world.awa.exchange(client, *(world.awa.entry() for _ in range(3))).status_code == 200
        got = world.awa.exchange(client, world.awa.entry())
        assert (got.status_code, got.get_json()["type"]) == (429, "/problems/slow-down")
        assert 0 < int(got.headers["Retry-After"]) <= 3600
        assert "perdu" in got.get_json()["title"]
        assert world.awa.exchange(client).status_code == 200, "asking for news uses nothing up"
        assert world.koffi.exchange(client, world.koffi.entry()).status_code == 200, "another phone has its own budget"

    def test_the_next_day_the_rest_arrives(
        self, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = world.awa.entry()
        world.awa.exchange(client, *(world.awa.entry() for _ in range(3)))
        assert world.awa.exchange(client, waiting).status_code == 429
        tomorrow = clock.now() + dt.timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        assert world.awa.exchange(client, waiting).get_json()["acks"][0]["outcome"] == "stored"

    def test_a_thief_with_the_token_of_a_locked_phone_uses_up_its_budget_of_junk(
        self, world: World, client: FlaskClient
    ) -> None:
        asked = {"nonce": "n", "entries": [{"junk": 1}, {"junk": 2}]}
        assert client.post("/api/v1/exchange", json=asked, headers=posting(world.awa)).status_code == 200
        assert client.post("/api/v1/exchange", json=asked, headers=posting(world.awa)).status_code == 429

    def test_bytes_are_counted_too(self, world: World, client: FlaskClient) -> None:
        assert world.awa.exchange(client, junk(500_000), world.awa.entry(notes="é" * 250_000)).status_code == 200
        assert world.awa.exchange(client, world.awa.entry()).status_code == 429

    def test_uploads_end_with_the_budget_of_bytes_and_one_that_is_begun_goes_on(
        self, world: World, client: FlaskClient
    ) -> None:
        tus, photo = Tus(client, world.awa), b"\xff\xd8\xff" + bytes(997)
        begun = tus.place(photo)
        refused = tus.create(b"another photo")
        assert (refused.status_code, refused.headers["Retry-After"].isdigit()) == (429, True)
        assert tus.create(photo).status_code == 201, "announced again, it is the same one"
        assert tus.patch(begun, 0, photo).status_code == 204

    def test_a_programme_whose_days_are_longer_raises_the_limits(self, world: World, client: FlaskClient) -> None:
        with world.app.app_context(), transaction() as session:
            session.get_one(Programme, "pilote").settings = {"daily_budget": {"entries": 4, "media_bytes": "many"}}
        world.awa.exchange(client, *(world.awa.entry() for _ in range(3)))
        assert world.awa.exchange(client, world.awa.entry()).status_code == 200
        assert world.awa.exchange(client, world.awa.entry()).status_code == 429

    @pytest.mark.both_databases
    def test_what_two_processes_took_counts_together(self, world: World, client: FlaskClient) -> None:
        settings = world.app.extensions["echo_settings"]
        other = create_app(settings)
        world.awa.exchange(client, world.awa.entry(), world.awa.entry())
        assert world.awa.exchange(other.test_client(), world.awa.entry()).status_code == 200
        assert world.awa.exchange(client, world.awa.entry()).status_code == 429
        with other.app_context():
            device = db.session.get_one(Device, world.awa.device_id)
            assert (device.used_entries, device.total_entries) == (3, 3)
            db.engine.dispose()

    def test_akissi_sees_how_much_each_phone_handed_over_and_which_one_waits(
        self, world: World, client: FlaskClient
    ) -> None:
        world.awa.exchange(client, *(world.awa.entry() for _ in range(3)), {"junk": 1})
        Tus(client, world.awa).place(b"\xff\xd8\xff" + bytes(1_000_000))
        page = world.signed_in("akissi").get("/desk/admin/phones").text
        assert "4 envois en tout, 1,0 Mo, illisibles\u00a0: 1" in page
        assert page.count("la suite partira demain") == 1


def test_two_months_without_a_signal_fit_into_a_day_even_on_a_bad_line(world: World) -> None:
    """3,000 records of 5 kB, each handed over three times, 500 photos of a megabyte, a minute of voice a record."""
    day = Amounts(entries=9000, bytes=9000 * 5000, malformed=0, media_bytes=500 * 10**6 + 3000 * 300_000)
    names = ("entries", "bytes", "malformed", "media_bytes")
    with world.app.app_context():
        budget_store.check(db.session, "pilote", day, *names, now=clock.now())
        for name in names:
            over = replace(day, **{name: getattr(budget.LIMITS, name)})
            with pytest.raises(Problem, match="slow-down"):
                budget_store.check(db.session, "pilote", over, *names, now=clock.now())


class TestMediaThatNobodySpeaksOf:
    """A thief, or a phone at fault, sends voices that belong to no record."""

    @pytest.mark.both_databases
    def test_they_are_deleted_after_a_month_and_what_a_record_names_stays(
        self, app: EchoFlask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tus, unspoken, spoken, unreadable = Tus(client, world.awa), b"OggS nobody", b"OggS pump", b"OggS odd"
        medium = {"sha256": sha256(spoken), "type": "audio/ogg", "bytes": len(spoken), "question": "voix"}
        agreed = {"voice": sha256(unreadable), "consent": {"uses": {"keep": True}}}
        world.awa.exchange(client, world.awa.entry(media=[medium]), {"body": json.dumps(agreed)})
        for one in (unspoken, spoken, unreadable):
            tus.patch(tus.place(one, "audio/ogg"), 0, one)
        assert self.after(dt.timedelta(days=29), app, monkeypatch) == {unspoken, spoken, unreadable}
        assert self.after(dt.timedelta(days=31), app, monkeypatch) == {spoken, unreadable}

    def test_a_record_that_comes_later_has_its_phone_asked_for_the_voice_again(
        self, app: EchoFlask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tus, voice = Tus(client, world.awa), b"OggS pump"
        tus.patch(tus.place(voice, "audio/ogg"), 0, voice)
        assert self.after(dt.timedelta(days=31), app, monkeypatch) == set()
        medium = {"sha256": sha256(voice), "type": "audio/ogg", "bytes": len(voice), "question": "voix"}
        assert world.awa.exchange(client, world.awa.entry(media=[medium])).get_json()["missing"] == [sha256(voice)]
        assert tus.patch(tus.place(voice, "audio/ogg"), 0, voice).status_code == 204

    def after(self, time: dt.timedelta, app: EchoFlask, monkeypatch: pytest.MonkeyPatch) -> set[bytes]:
        """The contents that are here so much later, when the clock has gone on evenly and the job has run."""
        then = dt.datetime.now(dt.UTC) + time
        monkeypatch.setattr(clock, "now", lambda: then)
        monkeypatch.setattr("feedback_app.jobs.note_clock", lambda *_: True)
        with app.app_context():
            jobs.run("uploads")
            files = files_of(app.extensions["echo_settings"])
            stored = [(one.programme_id, one.sha256) for one in db.session.query(Media)]
            return {files.open(*one).read() for one in stored}


def test_whoever_looks_after_the_server_sees_that_its_disk_is_nearly_full_and_others_do_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    akissi, adjoua = world.signed_in("akissi"), world.signed_in("adjoua")
    assert "presque plein" not in akissi.get("/desk/home").text
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10**9}))
    assert "presque plein (0.9 Go)" in akissi.get("/desk/home").text
    assert "presque plein" not in adjoua.get("/desk/home").text


def test_what_is_carried_for_awa_is_not_of_her_budget(app: EchoFlask, world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(budget, "LIMITS", Amounts())
    photo = b"\xff\xd8\xff a photo"
    with app.app_context():
        files, sender = files_of(app.extensions["echo_settings"]), Sender(world.awa.device_id, "pilote")
        assert take_whole(files, Announced(sha256(photo), "image/jpeg"), photo, sender=sender, now=clock.now())
        assert db.session.query(Upload).count() == 1
