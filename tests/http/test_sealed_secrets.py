"""A server whose secrets are sealed under one from outside: it is set, changed, left, lost; nobody is locked out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.sealing import Sealer, WrongSecret, keyring, sealed_under
from feedback_app.enrol.actions import add_person
from feedback_app.enrol.passwords import fits, hash_password
from feedback_app.enrol.second_factor.factor_settings import totp_sealer
from feedback_app.enrol.second_factor.proof import totp_purpose
from feedback_app.enrol.second_factor.tables import TotpSecret
from feedback_app.enrol.secret import actions
from feedback_app.enrol.tables import Person
from feedback_app.media.actions import files_of
from feedback_app.register.keys import check_keys, private_keys
from feedback_app.register.tables import ProgrammeKey
from feedback_app.safe.backup_folder import BackupFailed
from feedback_app.safe.restoring import restore
from feedback_app.selfcheck.commands import doctor
from feedback_app.selfcheck.doctor import Doctor
from feedback_app.serve import prepare_database
from feedback_app.settings import read_settings, secret_in_file
from tests.http.test_command_line import run
from tests.http.test_locked_phones import hand_over, sealed, stored
from tests.people import PASSWORD, World
from tests.sealed_server import NEXT, SECRET, backed_up, close, renew, seal_all, with_secret

pytestmark = pytest.mark.both_databases
Start = Callable[..., EchoFlask]


@pytest.fixture
def start(app: EchoFlask, world: World) -> Iterator[Start]:
    """Starts the server with these secrets, the current one first; the people then speak with it."""
    started = []

    def begin(secret: str | None, *before: str) -> EchoFlask:
        made = with_secret(app, secret, *before)
        started.append(made)
        world.on(made)
        with made.app_context():
            prepare_database(clock.now())
        return made

    yield begin
    for one in started:
        close(one)


def app_of_yao(server: EchoFlask, world: World, secret: str = "only for tests") -> None:
    """His code app, sealed as a server with this secret does."""
    plain = Sealer(secret).seal("BASE32SECRET", totp_purpose(world.yao))
    with server.app_context(), transaction() as session:
        session.add(TotpSecret(person_id=world.yao, sealed=plain, created_at=clock.now()))


def opened_app(server: EchoFlask) -> str | None:
    with server.app_context():
        found = db.session.scalars(select(TotpSecret)).one()
        return totp_sealer(server.extensions["echo_settings"]).open(found.sealed, totp_purpose(found.person_id))


def arrives(server: EchoFlask, world: World) -> str:
    """What becomes of a record that Awa's locked phone hands over."""
    entry = world.awa.entry()
    answer = hand_over(server.test_client(), world.awa, sealed(world, world.awa, entry)).get_json()
    return str(answer["acks"][0]["outcome"])


def all_is_well(server: EchoFlask, world: World) -> bool:
    world.signed_in()
    return arrives(server, world) == "stored"


def test_nothing_is_sealed_until_a_person_says_so(start: Start, world: World) -> None:
    """A secret was in the environment of older servers too, and nobody was asked to keep a copy of it."""
    server = start(SECRET)
    assert all_is_well(server, world)
    with server.app_context():
        stored_keys = db.session.scalars(select(ProgrammeKey)).all()
        assert [sealed_under(one.private_key.decode("latin-1")) for one in stored_keys] == [None, None]


def test_once_it_is_sealed_everybody_goes_on_and_what_is_new_is_sealed_too(start: Start, world: World) -> None:
    server = start(SECRET)
    app_of_yao(server, world)
    assert opened_app(server) == "BASE32SECRET", "sealed under the secret of the data folder, which it still knows"
    done = seal_all(server)
    assert (done.keys, done.passwords, done.apps, done.lost) == (2, 3, 1, 0)
    assert all_is_well(start(SECRET), world) and opened_app(server) == "BASE32SECRET"
    with server.app_context(), transaction() as session:
        made = add_person(
            session, name="Bintou", login="bintou", programme="pilote", role="reviewer", place=None, now=clock.now()
        )
        assert sealed_under(made.person.password_hash or "") == keyring().name
        assert made.password and fits(made.password, made.person) and not fits("wrong", made.person)
    renew(server)
    assert all_is_well(server, world)
    again = seal_all(server)
    assert (again.keys, again.passwords) == (0, 0)


def test_a_hash_of_before_still_lets_her_in_and_is_sealed_by_that(start: Start, world: World) -> None:
    server = start(SECRET)
    seal_all(server)
    with server.app_context(), transaction() as session:
        session.get_one(Person, world.adjoua).password_hash = hash_password(PASSWORD)
    world.signed_in()
    with server.app_context():
        stored_hash = db.session.get_one(Person, world.adjoua).password_hash
        assert stored_hash and sealed_under(stored_hash) and len(stored_hash) <= 200
    world.signed_in()


def test_a_login_that_nobody_has_costs_as_much_work_as_a_sealed_one(
    start: Start, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(SECRET)
    seal_all(server)
    tried: list[str] = []
    verifier = SimpleNamespace(verify=lambda stored_hash, _: tried.append(stored_hash))
    monkeypatch.setattr("feedback_app.enrol.passwords._hasher", verifier)
    with server.app_context():
        assert not fits("wrong", None) and not fits("wrong", db.session.get_one(Person, world.adjoua))
    assert len(tried) == 2 and all(one.startswith("$argon2id$") for one in tried)


def test_the_secret_is_changed_and_the_earlier_one_is_needed_no_more(start: Start, world: World) -> None:
    seal_all(start(SECRET))
    app_of_yao(world.app, world, SECRET)
    renew(world.app)
    both = start(NEXT, SECRET)
    assert all_is_well(both, world), "while both are given nobody waits for the command"
    done = seal_all(both)
    assert (done.keys, done.passwords, done.apps) == (3, 3, 1)
    alone = start(NEXT)
    assert all_is_well(alone, world) and opened_app(alone) == "BASE32SECRET"


def test_a_change_that_cannot_open_everything_changes_nothing(start: Start, world: World) -> None:
    seal_all(start(SECRET))
    before = _values(world.app)
    other = with_secret(world.app, NEXT)
    with pytest.raises(WrongSecret):
        seal_all(other)
    close(other)
    assert _values(world.app) == before


def _values(server: EchoFlask) -> list[object]:
    with server.app_context():
        people = db.session.scalars(select(Person.password_hash).order_by(Person.id)).all()
        return [*people, *db.session.scalars(select(ProgrammeKey.private_key).order_by(ProgrammeKey.programme_id))]


@pytest.mark.parametrize("secret", [NEXT, None])
def test_a_server_with_another_secret_does_not_start_and_says_what_to_do(
    start: Start, world: World, secret: str | None
) -> None:
    seal_all(start(SECRET))
    with pytest.raises(WrongSecret, match="FEEDBACK_SECRET_KEY_BEFORE"):
        start(secret)
    assert all_is_well(start(SECRET), world), "nothing was changed"


def test_a_process_that_runs_on_with_another_secret_answers_no_locked_phone(start: Start, world: World) -> None:
    """Its items must not be answered as unreadable: the phone sends them again, to a server that opens them."""
    running, entry = start(None), world.awa.entry()
    item = sealed(world, world.awa, entry)
    seal_all(start(SECRET))
    running.config["PROPAGATE_EXCEPTIONS"] = False
    world.on(running)
    assert hand_over(running.test_client(), world.awa, item).status_code == 500
    assert stored(world, entry) is None
    server = start(SECRET)
    assert hand_over(server.test_client(), world.awa, item).get_json()["acks"][0]["outcome"] == "stored"


def test_before_a_move_everything_is_put_into_the_open_and_works_without_the_secret(start: Start, world: World) -> None:
    server = start(SECRET)
    app_of_yao(server, world, SECRET)
    seal_all(server)
    settings = server.extensions["echo_settings"]
    with server.app_context(), transaction() as session:
        actions.unseal(session, known=totp_sealer(settings), apps=Sealer("only for tests"))
    assert all_is_well(start(None), world) and opened_app(world.app) == "BASE32SECRET"


def test_where_the_secret_is_lost_the_server_goes_on_with_new_keys_and_new_passwords(
    start: Start, world: World
) -> None:
    seal_all(start(SECRET))
    lost = with_secret(world.app, NEXT)
    world.on(lost)
    entry = world.awa.entry()
    waiting = sealed(world, world.awa, entry)
    with lost.app_context(), transaction() as session:
        done = actions.abandon(session, clock.now())
    assert (done.keys, done.passwords) == (2, 3)
    with lost.app_context(), transaction() as session:
        check_keys(session)
        assert db.session.get_one(Person, world.adjoua).password_hash is None
    assert hand_over(lost.test_client(), world.awa, waiting).get_json()["acks"][0]["outcome"] == "quarantined"
    assert world.awa.exchange(lost.test_client(), entry).get_json()["acks"][0]["outcome"] == "stored", "opened by her"
    assert arrives(lost, world) == "stored"
    close(lost)


def test_a_backup_is_not_restored_where_its_secret_is_not_given(start: Start, world: World, tmp_path: Path) -> None:
    server = start(SECRET)
    seal_all(server)
    backed_up(server, tmp_path / "backups")
    other = with_secret(server, NEXT)
    settings = other.extensions["echo_settings"]
    with other.app_context(), pytest.raises(BackupFailed, match="FEEDBACK_SECRET_KEY_BEFORE"):
        restore(tmp_path / "backups", settings, files_of(settings))
    close(other)
    close(server)
    changing = with_secret(server, NEXT, SECRET)
    with changing.app_context():
        restore(tmp_path / "backups", changing.extensions["echo_settings"], files_of(settings))
    close(changing)
    assert all_is_well(start(SECRET), world)


def test_passwords_that_notes_beside_a_backup_hold_sealed_are_not_wrong_without_a_word(
    start: Start, world: World, tmp_path: Path
) -> None:
    """The backup is of before the sealing; who may speak was noted after it, and counts."""
    server = start(SECRET)
    backed_up(server, tmp_path / "backups")
    seal_all(server)
    close(server)
    bare = with_secret(server, None)
    settings = bare.extensions["echo_settings"]
    with bare.app_context():
        restore(tmp_path / "backups", settings, files_of(settings))
    close(bare)
    with pytest.raises(WrongSecret):
        start(None)
    assert all_is_well(start(SECRET), world)


def test_a_backup_of_before_a_renewal_loses_no_key(start: Start, world: World, tmp_path: Path) -> None:
    """The notes of who may speak, beside the backups, have the keys of later too."""
    server = start(None)
    backed_up(server, tmp_path / "backups")
    renew(server)
    item, entry = None, world.awa.entry()
    item = sealed(world, world.awa, entry)
    settings = server.extensions["echo_settings"]
    close(server)
    with server.app_context():
        restore(tmp_path / "backups", settings, files_of(settings))
    again = start(None)
    with again.app_context():
        assert len(private_keys(db.session)["pilote"]) == 2
    assert hand_over(again.test_client(), world.awa, item).get_json()["acks"][0]["outcome"] == "stored"
    assert arrives(again, world) == "stored", "phones seal to the newest key, which the programme's row names again"


def test_a_secret_that_could_be_guessed_seals_nothing(tmp_path: Path) -> None:
    def given(**environ: str) -> tuple[str | None, tuple[str, ...]]:
        found = read_settings({"FEEDBACK_DATA": str(tmp_path), **environ})
        return found.secret_apart, found.earlier_secrets

    in_file = secret_in_file(tmp_path)
    assert given() == (None, ())
    assert given(FEEDBACK_SECRET_KEY="short") == (None, (in_file,))
    assert given(FEEDBACK_SECRET_KEY=SECRET) == (SECRET, (in_file,))
    assert given(FEEDBACK_SECRET_KEY=NEXT, FEEDBACK_SECRET_KEY_BEFORE=SECRET) == (NEXT, (SECRET, in_file))


def test_the_command_line_takes_a_server_from_one_secret_to_the_next_and_back(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "echo.db")
    for name in [name for name in os.environ if name.startswith("FEEDBACK_")]:
        monkeypatch.delenv(name)
    first, then = {"FEEDBACK_SECRET_KEY": SECRET}, {"FEEDBACK_SECRET_KEY": NEXT}
    assert "openssl rand" in run(folder, "secret", "status").output
    assert "feedback-app secret seal" in run(folder, "secret", "status", **first).output
    assert "programme keys 2   passwords 3" in run(folder, "secret", "seal", "--yes", **first).output
    refused = run(folder, "programme", "list")
    assert (refused.exit_code, type(refused.exception)) == (1, SystemExit)
    assert "FEEDBACK_SECRET_KEY_BEFORE" in refused.stderr
    assert run(folder, "secret", "seal", "--yes", **then).exit_code == 1
    changed = run(folder, "secret", "seal", "--yes", **then, FEEDBACK_SECRET_KEY_BEFORE=SECRET)
    assert "programme keys 2   passwords 3" in changed.output
    assert run(folder, "programme", "list", **then).exit_code == 0
    assert run(folder, "secret", "unseal", "--yes", **then).exit_code == 0
    assert run(folder, "programme", "list").exit_code == 0


def test_the_servers_page_says_what_a_secret_gives_and_then_that_all_is_sealed(start: Start, world: World) -> None:
    def shown() -> str:
        client = world.signed_in("akissi")
        return client.get("/desk/admin/server", headers={"Accept-Language": "en"}).text.partition("<main")[2]

    start(None)
    assert "a stolen copy of the database opens neither" in shown() and "secret seal" not in shown()
    server = start(SECRET)
    assert "feedback-app secret seal" in shown()
    seal_all(server)
    with server.app_context():
        assert shown().count(str(keyring().name)) == 2


def test_the_doctor_says_what_a_secret_gives_and_is_not_unwell_for_want_of_it(
    app: EchoFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Doctor, "examine", lambda *_: [])
    with app.app_context():
        done = CliRunner().invoke(doctor, ["http://localhost"])
    assert done.exit_code == 0 and "FEEDBACK_SECRET_KEY" in done.output
    made = with_secret(app, SECRET)
    with made.app_context():
        assert "FEEDBACK_SECRET_KEY" not in CliRunner().invoke(doctor, ["http://localhost"]).output
    close(made)
