"""Somebody does what they should not, or is refused, and says later that it was not them: the log knows."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.audit.hash_chain import link
from feedback_app.audit.log import note_event
from feedback_app.audit.store import lock_chain
from feedback_app.audit.transactions import seal_all
from feedback_app.audit.verifying import verify
from feedback_app.base import write_lock
from feedback_app.base.actor import Actor, acting
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.cli import cli
from feedback_app.media.actions import files_of
from feedback_app.safe.transactions import back_up
from tests.conftest import own_database, settings_on
from tests.http.audit_log import begin_anew, details, names, noted, tamper
from tests.http.desk import csrf, need, page, press
from tests.http.tus import Tus, sha256
from tests.people import World

VOICE = b"OggS" + b"mon mari me frappe " * 20


@pytest.fixture(autouse=True)
def empty_log(app: EchoFlask, world: World) -> None:
    begin_anew(app)


def sign_in(client: FlaskClient, login: str, password: str) -> int:
    return client.post("/desk/login", data={"login": login, "password": password}).status_code


@pytest.mark.both_databases
def test_whoever_guesses_a_password_is_noted_and_so_is_the_lock(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    for guess in range(5):
        sign_in(client, "adjoua", f"secret {guess}")
    sign_in(client, "my password by mistake", "x")
    refused = [one for one in noted(app) if one.event == "sign_in_refused"]
    assert [one.about for one in refused] == [f"person:{world.adjoua}"] * 5 + [None], "what was typed is not noted"
    assert {(one.actor_kind, one.network) for one in refused} == {("anyone", "127.0.0.0/24")}
    assert names(app).count("login_locked") == 1
    assert "secret" not in json.dumps([str(one) for one in noted(app)])


def test_the_same_wrong_password_a_hundred_times_fills_no_disk(app: EchoFlask, client: FlaskClient) -> None:
    for _ in range(10):
        sign_in(client, "nobody", "the same")
    assert names(app) == ["sign_in_refused"]


def test_signing_in_and_out_is_noted_with_who_and_from_which_network(app: EchoFlask, world: World) -> None:
    desk = world.signed_in()
    desk.post("/desk/logout", data={"csrf": csrf(desk.plain_get("/desk/").text)})
    assert [(one.event, one.actor_kind, one.actor_id) for one in noted(app)] == [
        ("signed_in", "person", str(world.adjoua)), ("signed_out", "person", str(world.adjoua)),
    ]  # fmt: skip
    assert {one.network for one in noted(app)} == {"127.0.0.0/24"}


@pytest.mark.both_databases
def test_a_reviewer_who_tries_what_is_not_theirs_is_noted_once_a_minute(app: EchoFlask, world: World) -> None:
    desk = world.signed_in()
    for _ in range(20):
        assert desk.plain_get("/desk/admin/people").status_code == 403
    assert desk.post(f"/desk/admin/phones/{world.awa.device_id}/revoke").status_code == 403
    refused = [one for one in noted(app) if one.event == "refused"]
    assert [(one.about, details(one)) for one in refused] == [
        ("route:/desk/admin/people", {"method": "GET", "problem": "not-allowed"}),
        ("route:/desk/admin/phones/<uuid:device_id>/revoke", {"method": "POST", "problem": "not-allowed"}),
    ]
    assert {one.actor_id for one in refused} == {str(world.adjoua)}


def test_a_form_that_another_site_sent_is_noted_though_nothing_was_done(app: EchoFlask, world: World) -> None:
    akissi = world.signed_in("akissi")
    form = {"programme": "pilote", "place": "V1", "role": "surveyor"}
    got = akissi.post("/desk/admin/codes", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert got.status_code == 403
    assert names(app) == ["signed_in", "refused"]


def test_a_visitor_who_asks_for_what_is_not_there_is_not_noted(app: EchoFlask, client: FlaskClient) -> None:
    for address in ("/wp-admin", "/desk/admin/people", "/api/v1/snapshot/none"):
        assert client.get(address).status_code in {302, 401, 404}
    assert names(app) == []


def sensitive(world: World, client: FlaskClient) -> dict[str, object]:
    """Awa records that somebody is beaten, with a voice."""
    entry = need(world.awa, "Mon mari me frappe", answers={"domaine": "gen", "texte": "Mon mari me frappe"})
    world.awa.sync(client, entry)
    return entry


@pytest.mark.both_databases
def test_whoever_opens_a_sensitive_record_is_noted_each_who_by_their_name(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    entry, other = sensitive(world, client), need(world.awa)
    world.awa.sync(client, other)
    for login in ("adjoua", "akissi"):
        desk = world.signed_in(login)
        desk.get("/desk/")
        assert page(desk, entry).status_code == page(desk, other).status_code == 200
    viewed = [one for one in noted(app) if one.event == "sensitive_viewed"]
    assert [(one.actor_id, one.about) for one in viewed] == [
        (str(world.adjoua), f"record:{entry['id']}"), (str(world.coordinator), f"record:{entry['id']}"),
    ]  # fmt: skip
    assert "frappe" not in str(noted(app))


def test_what_a_reviewer_called_sensitive_is_sensitive_to_open_from_then_on(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    desk.get("/desk/")
    assert press(desk, entry, "reject", reason="sensitive").status_code == 303
    assert "sensitive_viewed" not in names(app)
    assert page(desk, entry).status_code == 200
    assert names(app)[-1] == "sensitive_viewed"


def test_whoever_hears_a_voice_of_a_sensitive_record_by_its_address_is_noted_once(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    phone = Tus(client, world.awa)
    phone.patch(phone.place(VOICE, "audio/ogg"), 0, VOICE)
    spoken = {"sha256": sha256(VOICE), "question": "voix", "type": "audio/ogg", "bytes": len(VOICE)}
    entry = need(world.awa, answers={"domaine": "gen"}, media=[spoken])
    world.awa.sync(client, entry)
    with app.app_context():
        jobs.run("images"), jobs.run("review")
    desk = world.signed_in()
    for part in ("bytes=0-9", "bytes=10-19"):
        address = f"/desk/media/pilote/{sha256(VOICE)}/original"
        assert desk.plain_get(address, headers={"Range": part}).status_code == 206
    heard = [one for one in noted(app) if one.event == "sensitive_media_viewed"]
    assert [(one.about, details(one)["medium"]) for one in heard] == [(f"record:{entry['id']}", sha256(VOICE))]


def test_an_erased_record_leaves_who_erased_it_and_no_word(app: EchoFlask, client: FlaskClient, world: World) -> None:
    entry, akissi = sensitive(world, client), world.signed_in("akissi")
    akissi.get("/desk/")
    token = csrf(page(akissi, entry).text)
    form = {"csrf": token, "reason": "subject", "asked_by": "Mariam", "sure": "yes"}
    assert akissi.post(f"/desk/admin/records/pilote/{entry['id']}/erase", data=form).status_code == 303
    erased = noted(app)[-1]
    assert (erased.event, erased.actor_id) == ("record_erased", str(world.coordinator))
    assert erased.about == f"record:{entry['id']}" and "Mariam" not in str(noted(app))


def test_a_reader_waits_two_seconds_at_most_for_a_writer_and_is_noted_later(
    app: EchoFlask, client: FlaskClient, world: World, database: str
) -> None:
    """Phones' exchanges hold SQLite's write lock one after another: the page comes anyway, the note when there is room."""
    entry = sensitive(world, client)
    desk = world.signed_in()
    desk.get("/desk/")
    lock = write_lock.write_lock(f"{database.removeprefix('sqlite:///')}.turn")
    file = lock.acquire(1.0)
    try:
        assert page(desk, entry).status_code == 200
    finally:
        lock.release(file)
    assert "sensitive_viewed" not in names(app)
    assert desk.plain_get("/desk/admin/people").status_code == 403
    assert names(app)[-2:] == ["sensitive_viewed", "refused"]


@pytest.mark.both_databases
def test_many_processes_note_and_chain_at_once_and_nothing_is_lost(app: EchoFlask) -> None:
    def work(worker: int) -> None:
        with app.app_context(), acting(Actor("job", f"w{worker}")):
            for n in range(10):
                with transaction() as session:
                    note_event(session, "job_run", about=("job", n))
                if n % 3 == 0:
                    seal_all()
            db.session.remove()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with app.app_context():
        seal_all()
        with reading() as session:
            found = verify(session)
    assert (found.events, found.waiting, found.breaks) == (40, 0, [])


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EchoFlask]:
    """An app on PostgreSQL: SQLite has one writer at a time, whatever it writes."""
    for url in own_database("postgresql", request, tmp_path):
        made = create_app(settings_on(tmp_path, url))
        begin_anew(made)
        yield made
        with made.app_context():
            db.session.remove()
            db.engine.dispose()


def test_nobody_who_notes_waits_for_whoever_chains(on_postgresql: EchoFlask) -> None:
    """Whoever chains holds a lock until its commit."""
    with on_postgresql.app_context(), transaction() as session:
        lock_chain(session)
        with db.engine.connect() as other:
            other.exec_driver_sql("set lock_timeout = 200")
            other.exec_driver_sql(
                "insert into audit_event (id, at, event, actor_kind, details) "
                "values (gen_random_uuid(), now(), 'signed_in', 'anyone', '{}')"
            )
            other.commit()
    assert names(on_postgresql) == ["signed_in"]


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["--data", str(folder), *words])
    return done.exit_code, done.stdout, done.stderr


def test_whoever_writes_the_log_anew_is_found_out_by_a_backup(
    app: EchoFlask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FEEDBACK_DATABASE_URL", raising=False)
    world.signed_in(), world.signed_in("akissi")
    with app.app_context():
        settings = app.extensions["echo_settings"]
        made = back_up(tmp_path / "safe", settings, files_of(settings))
        seal_all()
        db.session.remove()
    assert made.audit["position"] == 2
    against = ("audit", "verify", "--against", str(tmp_path / "safe"))
    code, output, _ = run(tmp_path, *against)
    assert code == 0 and "compared with 1 backups   breaks 0" in output
    anew = "update audit_event set position = null, previous = null, hash = null"
    tamper(
        app,
        anew,
        f"update audit_event set actor_id = '{world.yao}' where event = 'signed_in'",
        "delete from audit_mark",
    )
    with app.app_context():
        seal_all()
        db.session.remove()
    assert run(tmp_path, "audit", "verify")[0] == 0, "by itself it is whole"
    code, _, errors = run(tmp_path, *against)
    assert (code, errors) == (1, "BROKEN rewritten at 2\n")


def test_after_a_restore_the_backups_of_the_life_that_it_ended_are_not_compared(
    app: EchoFlask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FEEDBACK_DATABASE_URL", raising=False)
    safe, early = str(tmp_path / "safe"), str(tmp_path / "early")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    assert run(tmp_path, "backup", early)[0] == 0
    shutil.copytree(early, safe)
    world.signed_in()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for words in (["backup", safe], ["restore", early, "--yes"], ["jobs", "run", "audit"]):
        done = run(tmp_path, *words)
        assert done[0] == 0, done
    for folder, count in ((safe, 0), (early, 1)):
        code, output, _ = run(tmp_path, "audit", "verify", "--against", folder)
        assert code == 0 and f"compared with {count} backups" in output


def test_what_leaves_for_others_can_be_walked_and_names_nobody(
    app: EchoFlask, client: FlaskClient, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FEEDBACK_DATABASE_URL", raising=False)
    akissi = world.signed_in("akissi")
    token = csrf(akissi.get("/desk/admin/phones").text)
    akissi.post(f"/desk/admin/phones/{world.awa.device_id}/revoke", data={"csrf": token, "programme": "pilote"})
    with app.app_context():
        db.session.remove()
    outputs = [run(tmp_path, "audit", "export")[1] for _ in range(2)]
    lines = [json.loads(line) for line in outputs[0].splitlines()]
    previous = "0" * 64
    for line in lines:
        assert line["previous"] == previous
        previous = line["hash"]
        assert link(line["previous"], line["position"], line["digest"]) == previous
    people = (world.coordinator, world.awa.device_id, world.awa.person_id, "127.0.0", "root", "Akissi", "Awa")
    assert [one for one in people if str(one) in "".join(outputs)] == []
    again = [json.loads(line) for line in outputs[1].splitlines()]
    assert again[0]["digest"] == lines[0]["digest"] and again[0]["actor_name"] != lines[0]["actor_name"]
    assert len({line["actor_name"] for line in lines if line["event"] in {"signed_in", "phone_revoked"}}) == 1


def test_a_coordinator_of_another_programme_reads_nothing_of_this_one(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    akissi = world.signed_in("akissi")
    shown = akissi.plain_get("/desk/admin/audit?event=signed_in").text
    assert "<td>connexion</td>" in shown and "127.0.0.0/24" in shown
    assert akissi.plain_get("/desk/admin/audit?programme=ailleurs").status_code == 404
    database = str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///")
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("update membership set programme_id = 'ailleurs' where person_id = ?", (world.coordinator.hex,))
        raw.commit()
    other = akissi.plain_get("/desk/admin/audit?event=record_decided").text
    assert str(world.adjoua) not in other and "Adjoua" not in other


@pytest.mark.parametrize("asked", ["day=2026-13-40", "day=9999-12-31", "before=x", "person=x", "event=%27--", "day=x"])
def test_an_odd_filter_breaks_nothing(world: World, asked: str) -> None:
    assert world.signed_in("akissi").plain_get(f"/desk/admin/audit?{asked}").status_code == 200
