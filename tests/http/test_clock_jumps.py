"""A server's clock that was ahead for a while: backups go on, the desk is warned, and nothing is deleted by a wrong time."""

from __future__ import annotations

import ast
import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app import jobs
from feedback_app.base import audience, clock
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.clock_marks import EVEN, note_clock
from feedback_app.enrol.sign_in import Visitor, check_password, login_key
from feedback_app.enrol.tables import Attempt, Device
from feedback_app.media.actions import files_of
from feedback_app.safe.backup_folder import BackupFolder
from feedback_app.safe.tables import Backup
from feedback_app.safe.transactions import back_up
from tests.http.tus import Tus
from tests.people import World

YEAR = dt.timedelta(days=365)


class Time:
    """The server's wall clock, which a test sets."""

    def __init__(self) -> None:
        self.now = clock.now()

    def goes_on(self, by: dt.timedelta) -> None:
        self.now += by


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def scheduled(app: EchoFlask, world: World, tmp_path: Path) -> EchoFlask:
    """A server that makes a backup an hour."""
    settings = app.extensions["echo_settings"]
    app.extensions["echo_settings"] = replace(settings, backup=tmp_path / "shelf", backup_every=3600)
    return app


def run(app: EchoFlask, name: str) -> object:
    with app.app_context():
        return jobs.run(name)


def test_a_backup_made_while_the_clock_was_ahead_does_not_end_the_schedule(
    scheduled: EchoFlask, world: World, time: Time
) -> None:
    assert run(scheduled, "backup")
    time.goes_on(10 * YEAR)
    assert run(scheduled, "backup")
    time.goes_on(-10 * YEAR)
    assert "horloge du serveur" in world.signed_in("akissi").get("/desk/").text
    newest = run(scheduled, "backup")
    assert newest, "one of the future counts as if it were not there"
    time.goes_on(dt.timedelta(minutes=59))
    assert run(scheduled, "backup") is None
    time.goes_on(dt.timedelta(minutes=2))
    assert run(scheduled, "backup")


def test_a_restore_without_a_name_takes_the_one_that_was_made_last(
    scheduled: EchoFlask, world: World, time: Time, client: FlaskClient
) -> None:
    settings = scheduled.extensions["echo_settings"]
    for jump in (YEAR, -YEAR):
        time.goes_on(jump)
        world.awa.sync(client, world.awa.entry())
        with scheduled.app_context():
            back_up(settings.backup, settings, files_of(settings))
    assert [manifest.entries for _, manifest in BackupFolder(settings.backup).backups(clock.now())] == [2, 1]


def test_a_failure_noted_by_a_clock_that_was_ahead_does_not_hold_up_the_next_try(
    scheduled: EchoFlask, world: World, time: Time
) -> None:
    with scheduled.app_context(), transaction() as session:
        session.add(Backup(id=world.adjoua, n=1, target="x", started_at=time.now + YEAR, ok=False))
    assert run(scheduled, "backup")


def test_uploads_and_codes_outlive_a_clock_that_is_a_year_ahead_for_a_minute(
    scheduled: EchoFlask, world: World, time: Time, client: FlaskClient
) -> None:
    voice = b"OggS" + b"voice" * 500
    awa = Tus(client, world.awa)
    place = awa.place(voice, "audio/ogg")
    awa.patch(place, 0, voice[:1000])
    with scheduled.app_context(), transaction() as session:
        made = enrol.new_code(
            session, programme="pilote", place="V1", role="surveyor", now=time.now, public_url="", person="Mariam"
        )
    for name in ("backup", "uploads", "sessions", "feed", "carried"):
        run(scheduled, name)
    time.goes_on(YEAR)
    for _ in range(2):
        for name in ("backup", "uploads", "sessions", "feed", "carried"):
            run(scheduled, name)
        assert awa.offset(place) == 1000, "not gone meanwhile either"
        time.goes_on(dt.timedelta(minutes=1))
    time.goes_on(-YEAR)
    for name in ("backup", "uploads", "sessions"):
        run(scheduled, name)
    assert awa.patch(place, 1000, voice[1000:]).status_code == 204
    handset = {"name": "x", "platform": "x", "app_version": "1"}
    assert client.post("/api/v1/enrol", json={"code": made.code, "device": handset}).status_code == 201


def test_a_clock_that_goes_on_evenly_is_believed_again_and_what_is_over_is_deleted(
    scheduled: EchoFlask, world: World, time: Time
) -> None:
    with scheduled.app_context(), transaction() as session:
        assert note_clock(session, time.now)
        assert not note_clock(session, time.now + YEAR)
        assert not note_clock(session, time.now + YEAR + EVEN / 2)
        assert note_clock(session, time.now + YEAR + EVEN)
        assert note_clock(session, time.now + YEAR + 2 * EVEN)


def test_nobody_is_locked_out_or_rate_limited_by_what_a_clock_ahead_had_noted(
    scheduled: EchoFlask, world: World, time: Time, client: FlaskClient
) -> None:
    with scheduled.app_context(), transaction() as session:
        who = Visitor(login_key("adjoua", audience.fingerprint), "127.0.0.1", "")
        for n in range(20):
            wrong = check_password(session, "adjoua", "x", visitor=who, guess=str(n), now=time.now + YEAR)
            assert wrong is None
        for n in range(20):
            at = time.now + YEAR + dt.timedelta(seconds=n)
            session.add(Attempt(id=uuid.UUID(int=n), kind="login", source="127.0.0.1", at=at))
    assert world.signed_in("adjoua").get("/desk/").status_code == 200


def test_a_phone_revoked_while_the_clock_was_ahead_is_revoked_now(
    scheduled: EchoFlask, world: World, time: Time, client: FlaskClient
) -> None:
    with scheduled.app_context(), transaction() as session:
        session.execute(update(Device).where(Device.id == world.awa.device_id).values(revoked_at=time.now + YEAR))
    assert world.awa.exchange(client).status_code == 403


def test_a_session_that_began_in_the_future_does_not_last_until_then(
    scheduled: EchoFlask, world: World, time: Time
) -> None:
    time.goes_on(YEAR)
    browser = world.signed_in("adjoua")
    time.goes_on(-YEAR)
    assert browser.get("/desk/").status_code == 302


DECIDED = {
    "audit/heads_on_phones.py": "by a clock that cannot be set",
    "audit/store.py": "a coordinator's own filter; the job that cuts the log waits",
    "audit/transactions.py": "by a clock that cannot be set",
    "enrol/oidc/flow.py": "a sign-in under way is to be begun again",
    "enrol/public.py": "how long is left to wait, as `enrol/sign_in.py` says",
    "enrol/second_factor/actions.py": "a set-up under way is to be begun again",
    "enrol/second_factor/store.py": "a sign-in under way is to be begun again; sweeps wait (jobs)",
    "enrol/identity.py": "an idle session ends early, or once its clock is believed; a password is asked for again",
    "enrol/people/store.py": "links are refused meanwhile and good again; sweeps wait (jobs)",
    "enrol/sign_in.py": "a first password is refused meanwhile and good again",
    "enrol/sign_in_store.py": "tries count within their window only, none of the future; sessions of the future have ended",
    "enrol/clock_marks.py": "the jumps are found here",
    "enrol/device_keys.py": "a phone is asked for new keys too early or too late; those of now stay valid until then",
    "exchange/health.py": "a contact of the future is no contact",
    "enrol/store.py": "codes are refused meanwhile and good again; sweeps wait (jobs)",
    "media/actions.py": "expired only by a clock that is believed",
    "media/store.py": "as above; sweeps wait (jobs)",
    "portfolio/bourse/progress.py": "a milestone’s day is what somebody says; one that is yet to come by this clock is asked for again",
    "portfolio/bourse/scorings.py": "what was given blind follows from the order of rows; a jump between the two moves no points",
    "portfolio/bourse/states.py": "a step’s day is what somebody says; one that is yet to come by this clock is asked for again",
    "portfolio/signals/actions.py": "a week that is over by a clock ahead is not compared: the job waits",
    "portfolio/signals/store.py": "a week that is not over is not compared: the job waits",
    "portfolio/solutions/contesting.py": "a step that was noted by a clock ahead is not taken back before that moment",
    "portfolio/solutions/theme_store.py": "a need that was moved by a clock ahead stays where it is when a merge is undone",
    "portfolio/themes/weight_store.py": "as the batch that it is counted for: the job waits",
    "review/place_weight.py": "a record of the future is of a week like others; the order of the queue alone follows",
    "migrations/versions/0067_weight_of_places.py": "as `review/place_weight.py`, once",
    "safe/schedule.py": "a moment of the future is not there",
    "carry/actions.py": "sweeps wait (jobs)",
    "carry/store.py": "sweeps wait (jobs)",
    "forms/store.py": "sweeps wait (jobs)",
    "ledger/snapshots.py": "sweeps wait (jobs)",
    "ledger/retention_store.py": "the job waits",
    "review/lookup_store.py": "as the batch that it is counted for: the job waits",
    "review/retention_store.py": "the job waits",
    "rights/admin.py": "a breach of the future is asked for again; the hours that are left are shown to people",
    "rights/commands.py": "a breach of the future is refused",
    "register/keys.py": "a person deletes earlier keys, and confirms it",
    "protection/policy.py": "by when something is due is shown, and refuses nothing",
    "protection/retention_store.py": "the job waits (`jobs._retention`)",
    "receipt/actions.py": "the job waits",
    "receipt/store.py": "the job waits",
    "portfolio/listing/store.py": "the job waits",
    "portfolio/replies/retention_store.py": "the job waits (`jobs._retention`)",
    "insight/accepted/month.py": "a day far from its receipt is not believed",
    "insight/figures/actions.py": "the job shows nothing until the clock is trusted",
    "review/claim.py": "a record is free early, or held for longer; a press takes it over",
    "review/queue/store.py": "the same, in lists",
    "review/moderation_log/actions.py": "the job waits",
    "review/moderation_log/store.py": "how long records waited; the job waits",
    "review/dashboard/store.py": "figures of the last days are others for a while; a record that was taken is free early, as above",
    "review/dashboard/stuck.py": "says that nobody decides, or does not",
    "review/queue/order_store.py": "a reviewer's own filter",
    "review/screening/capture_rules.py": "a flag for reviewers, who dismiss it; nothing depends on it",
    "review/second_reading_store.py": "which decisions may be read twice; the job waits, and who reads decides nothing",
    "review/sets/states.py": "a decision that could have been undone is published early, or can be undone for longer",
    "review/sets/store.py": "the same; a list that nobody decided about goes early, and is made again by a press",
    "review/sets/view.py": "says whether it can be undone, as above",
    "review/days.py": "a mark for reviewers; nothing depends on it",
    "demo/plan.py": "made-up records begin and end otherwise",
    "demo/ribbon.py": "looks again where the clock is not within five seconds after the last look",
    "jobs.py": "the schedule follows the clock: after a jump all jobs are planned anew",
    "edge/appointments.py": "by a clock that cannot be set",
    "edge/connection.py": "by a clock that cannot be set",
    "edge/incoming.py": "by a clock that cannot be set",
    "edge/scheduler.py": "by a clock that cannot be set",
    "edge/limits.py": "by a clock that cannot be set",
    "migrations/versions/0028_orders_of_the_queue.py": "a mark for reviewers; nothing depends on it",
    "base/proxy_watch.py": "by a clock that cannot be set",
    "selfcheck/token.py": "a token is good for minutes around its moment; a jump asks for another",
    "portfolio/solutions/status_events.py": "the order of what staff did is that of its noting, as it was published",
}
"""Each file that compares moments of the wall clock, and what a jump of it does there."""


ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def is_moment(node: ast.AST) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    of_a_row = isinstance(node, ast.Attribute) and ast.unparse(node.value) != "self"
    return name == "now" or name.endswith(("_at", "_until", "_from")) or (name == "at" and of_a_row)


def compares_moments(file: Path) -> bool:
    """Whether a file compares something with `now`, or with a column of a moment."""
    for node in ast.walk(ast.parse(file.read_text())):
        orders = isinstance(node, ast.Compare) and any(isinstance(op, ORDER) for op in node.ops)
        if orders and any(is_moment(one) for one in ast.walk(node)):
            return True
    return False


def test_every_file_that_compares_moments_says_what_a_jump_does_there() -> None:
    root = Path(jobs.__file__).parent
    found = {str(file.relative_to(root)) for file in root.rglob("*.py") if compares_moments(file)}
    assert sorted(found) == sorted(DECIDED)


def test_only_the_schedule_waits_by_a_clock_that_can_be_set_and_it_follows_the_clock() -> None:
    root = Path(jobs.__file__).parent
    wall = [
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "time.time()" in file.read_text() or "apscheduler" in file.read_text()
    ]
    assert wall == ["jobs.py"], "see test_job_schedule.py"
