"""People ask what is stored of them, why and for how long; and what was promised is done without anybody asking."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.tables import Erasure, LedgerEntry, Malformed, Record
from feedback_app.media.tables import Media
from feedback_app.register.tables import Programme
from feedback_app.review.tables import Case, Decision
from feedback_app.rights.commands import rights
from feedback_app.rights.periods import DEFAULTS, LEAST, read_periods
from feedback_app.rights.tables import Breach, RetentionRun
from sync.spoken_code import code_of
from tests.http.audit_log import details, noted
from tests.http.desk import again, csrf, need, press
from tests.http.tus import Tus, sha256
from tests.people import World

SECRET = "LaPompeDeMariam"
VOICE = b"OggS" + SECRET.encode() * 50


def describe(world: World, **settings: Any) -> None:
    """What the programme's description says."""
    with world.app.app_context(), transaction() as session:
        programme = session.get_one(Programme, "pilote")
        programme.settings = {**(programme.settings or {}), **settings}


def run(world: World, name: str) -> None:
    """The job of this name, by a clock that has gone on evenly."""
    with world.app.app_context():
        jobs.run(name)


@pytest.mark.both_databases
class TestRetention:
    @pytest.fixture
    def old(self, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
        """A decided record with a voice, one that waits, one to correct, one in quarantine: all of years ago."""
        monkeypatch.setattr(jobs, "note_clock", lambda *_: True)
        media = [{"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}]
        found = {
            "decided": need(world.awa, SECRET, media=media), "waiting": need(world.awa, "La route"),
            "asked": need(world.awa, "Le puits"), "faulty": need(world.awa, SECRET, mode="?"),
        }  # fmt: skip
        world.awa.sync(client, *found.values(), need(world.awa, SECRET) | {"digest": "0" * 64})
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        desk = world.signed_in()
        press(desk, found["decided"], "reject", reason="out_of_scope", message=SECRET)
        press(desk, found["asked"], "ask", reason="unclear", message="Où ?")
        return found

    def age(self, world: World, days: int) -> None:
        """Makes everything that much older."""
        then = clock.now() - dt.timedelta(days=days)
        with world.app.app_context(), transaction() as session:
            session.execute(update(LedgerEntry).values(received_at=then))
            session.execute(update(Malformed).values(received_at=then))
            session.execute(update(Case).where(Case.decided_at.is_not(None)).values(decided_at=then))

    def test_each_kind_goes_when_its_time_is_over_and_not_before(
        self, world: World, client: FlaskClient, old: dict[str, dict[str, Any]]
    ) -> None:
        self.age(world, DEFAULTS["quarantine"] - 1)
        run(world, "retention")
        assert self.deleted(world) == []
        self.age(world, DEFAULTS["quarantine"] + 1)
        run(world, "retention")
        assert self.deleted(world) == [{"quarantine": 1, "malformed": 1}]
        assert [details(one) for one in noted(world.app, "retention_run")] == self.deleted(world)
        (ack,) = world.awa.exchange(client, old["faulty"]).get_json()["acks"]
        assert ack["outcome"] == "quarantined", "a retry is answered as before"
        self.age(world, DEFAULTS["media"] + 1)
        run(world, "retention")
        run(world, "erasures")
        assert self.deleted(world)[-1] == {"media": 1}
        with world.app.app_context():
            assert db.session.scalars(select(Media.sha256)).all() == []
        self.age(world, DEFAULTS["records"] + 1)
        run(world, "retention")
        assert self.deleted(world)[-1] == {"messages": 1, "records": 1}
        with world.app.app_context():
            assert db.session.scalars(select(Erasure.reason)).all() == ["retention"]

    def test_what_waits_for_a_reviewer_or_for_awas_phone_is_never_taken(
        self, world: World, client: FlaskClient, old: dict[str, dict[str, Any]]
    ) -> None:
        self.age(world, 20 * 365)
        run(world, "retention")
        run(world, "retention")
        with world.app.app_context():
            left = {str(one) for one in db.session.scalars(select(Record.id))}
            assert left == {old["waiting"]["id"], old["asked"]["id"], old["faulty"]["id"]}
            assert [one for one in db.session.scalars(select(Decision.message)) if one] == ["Où ?"]
        (ack,) = world.awa.exchange(client, again(world.awa, old["asked"], "Près de l’école")).get_json()["acks"]
        assert ack["outcome"] == "stored"

    def test_the_desk_shows_the_periods_and_what_was_deleted(
        self, world: World, client: FlaskClient, old: dict[str, dict[str, Any]]
    ) -> None:
        describe(world, retention={"quarantine": 100})
        self.age(world, 101)
        run(world, "retention")
        shown = world.signed_in("akissi").get("/desk/admin/rights").text
        assert "100 jours" in shown and "Révisions en quarantaine 1" in shown

    def test_nothing_is_deleted_while_the_clock_is_in_doubt(
        self, world: World, old: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "note_clock", lambda *_: False)
        self.age(world, 20 * 365)
        run(world, "retention")
        assert self.deleted(world) == []

    def deleted(self, world: World) -> list[Any]:
        with world.app.app_context():
            return list(db.session.scalars(select(RetentionRun.deleted).order_by(RetentionRun.at)))

    @pytest.mark.parametrize("odd", [None, [], {"media": "x"}, {"media": True}, {"media": -1}, {"other": 5}])
    def test_a_description_that_makes_no_sense_changes_nothing(self, odd: Any) -> None:
        assert read_periods({"retention": odd})["media"].days == DEFAULTS["media"]

    def test_a_period_that_would_take_what_phones_still_need_is_raised(self) -> None:
        assert read_periods({"retention": {"records": 1}})["records"].days == LEAST


class TestNotice:
    def test_anyone_learns_who_is_responsible_why_for_how_long_and_to_whom_to_complain(
        self, world: World, client: FlaskClient
    ) -> None:
        describe(world, privacy={"controller": {"fr": "Le Lab", "en": "The Lab"}, "contact": "27 00 00 00 00"})
        french = client.get("/vos-droits", headers={"Accept-Language": "fr"}).text
        for words in ("Le Lab", "27 00 00 00 00", "ARTCI", "Reprendre votre parole", "vous avez dit oui", "5 ans"):
            assert words in french, words
        assert "The Lab" in client.get("/vos-droits", headers={"Accept-Language": "en"}).text
        for page in ("/", "/suivi"):
            assert 'href="/vos-droits"' in client.get(page).text

    def test_a_programme_that_leaves_it_out_says_so_and_its_coordinator_hears_of_it(
        self, world: World, client: FlaskClient
    ) -> None:
        assert "pas encore dit" in client.get("/vos-droits", headers={"Accept-Language": "fr"}).text
        desk = world.signed_in("akissi")
        assert "Il y manque" in desk.get("/desk/admin/rights").text
        describe(world, privacy={"controller": "Le Lab", "contact": "27 00 00 00 00"})
        assert "Il y manque" not in desk.get("/desk/admin/rights").text

    def test_what_a_description_holds_cannot_write_into_the_page(self, world: World, client: FlaskClient) -> None:
        describe(world, privacy={"controller": "<script>x()</script>", "contact": ["?"], "officer": {"a": 1}})
        assert "<script>x()" not in client.get("/vos-droits").text


class TestExport:
    def test_a_coordinator_gives_mariam_all_that_is_stored_of_her_by_her_code(
        self, world: World, client: FlaskClient
    ) -> None:
        media = [{"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}]
        hers, other = need(world.awa, SECRET, media=media), need(world.awa, "La route")
        world.awa.sync(client, hers, other)
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        data, files = export(world, code=code_of(uuid.UUID(hers["id"])))
        assert [one["record"] for one in data["records"]] == [hers["id"]]
        assert data["records"][0]["revisions"][0]["content"]["answers"]["texte"] == SECRET
        assert files == {f"media/{sha256(VOICE)}": VOICE}
        assert data["processing"]["authority"].startswith("ARTCI")

    def test_the_code_that_mariams_phone_drew_gives_her_all_that_is_stored_of_her(
        self, world: World, client: FlaskClient
    ) -> None:
        code = code_of(uuid.uuid4())
        hers = need(world.awa, SECRET, code=code)
        world.awa.sync(client, hers, need(world.awa, "La route"))
        data, _ = export(world, code=code)
        assert [one["record"] for one in data["records"]] == [hers["id"]]

    def test_a_surveyor_gets_what_they_recorded_by_their_phone(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client, need(world.awa, SECRET), need(world.awa, "La route"))
        world.koffi.sync(client, need(world.koffi, "Le puits"))
        data, _ = export(world, phone=str(world.awa.device_id))
        assert len(data["records"]) == 2 and "Le puits" not in json.dumps(data)

    def test_nothing_leaves_for_a_wrong_code_nor_for_who_may_not(self, world: World, client: FlaskClient) -> None:
        world.awa.sync(client, need(world.awa, SECRET))
        desk = world.signed_in("akissi")
        form = {"csrf": csrf(desk.get("/desk/").text), "programme": "pilote"}
        for asked in ({}, {"code": "0712345678"}, {"phone": str(world.stranger.device_id)}, {"phone": "x"}):
            assert desk.post("/desk/admin/rights/export", data=form | asked).status_code == 422
        reviewer = world.signed_in("adjoua")
        form["csrf"] = csrf(reviewer.get("/desk/").text)
        assert reviewer.post("/desk/admin/rights/export", data=form).status_code == 403


def export(world: World, **asked: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What a coordinator downloads: the records, and the photos and voices by name."""
    desk = world.signed_in("akissi")
    desk.get("/desk/")
    form = {"csrf": csrf(desk.get("/desk/").text), "programme": "pilote", **asked}
    got = desk.post("/desk/admin/rights/export", data=form)
    assert got.status_code == 200, got.text
    with zipfile.ZipFile(io.BytesIO(got.data)) as made:
        data = json.loads(made.read("data.json"))
        return data, {name: made.read(name) for name in made.namelist() if name != "data.json"}


class TestBreaches:
    def test_every_page_reminds_the_coordinator_until_the_authority_has_heard(self, world: World) -> None:
        desk = world.signed_in("akissi")
        noticed = (clock.now() - dt.timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")
        form = {"csrf": csrf(desk.get("/desk/").text), "programme": "pilote"}
        what = {"what": "Un téléphone volé, ouvert", "affected": "12 personnes de Kongodougou", "noticed": noticed}
        assert desk.post("/desk/admin/rights/breaches", data=form | what | {"affected": ""}).status_code == 422
        later = {"noticed": "2999-01-01T00:00"}
        assert desk.post("/desk/admin/rights/breaches", data=form | what | later).status_code == 422
        assert desk.post("/desk/admin/rights/breaches", data=form | what).status_code == 303
        assert "il reste 61 h" in desk.get("/desk/").text or "il reste 62 h" in desk.get("/desk/").text
        assert "incident sur les données attend" not in world.signed_in("adjoua").get("/desk/").text
        with world.app.app_context(), transaction() as session:
            breach = session.scalars(select(Breach)).one()
            breach.noticed_at = clock.now() - dt.timedelta(hours=80)
            address = f"/desk/admin/rights/breaches/{breach.id}"
        assert "plus de 72 h" in desk.get("/desk/").text
        informed = {"authority": "yes", "informed": "ARTCI, par courriel"}
        assert desk.post(address, data=form | informed).status_code == 303
        assert "incident sur les données attend" not in desk.get("/desk/").text
        assert "ARTCI, par courriel" in desk.get("/desk/admin/rights").text


def test_the_command_line_does_the_same(world: World, client: FlaskClient, tmp_path: Path) -> None:
    entry = need(world.awa, SECRET)
    world.awa.sync(client, entry)
    code, out = code_of(uuid.UUID(entry["id"])), str(tmp_path / "out.zip")
    with world.app.app_context():
        assert json.loads(command("register"))["missing"] == ["controller", "contact"]
        assert command("export", out, "--code", code) == "records 1\n"
        assert "inform the authority" in command("breach", "add", "--what", "x", "--affected", "y")
        assert json.loads(command("breach", "list"))["what"] == "x"
    assert SECRET in zipfile.ZipFile(out).read("data.json").decode()


def command(*words: str) -> str:
    """What `feedback-app rights …` says of the pilot."""
    done = CliRunner().invoke(rights, [*words, "--programme", "pilote"])
    assert done.exit_code == 0, done.output
    return done.output
