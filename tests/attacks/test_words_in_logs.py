"""Whoever reads the server's log is nobody's confidant: no word of a record is in it, whatever fails."""

from __future__ import annotations

import io
import json
import logging
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.logs import REQUESTS, JsonLines, PlainLines, printable, write_logs
from feedback_app.base.operator_errors import error_sentence
from feedback_app.base.safe_errors import safe_error, safe_traceback
from feedback_app.safe.copy_store import _without_rows
from tests.people import World

WORD = "Zoqxizoqxa"
ROW = (
    "insert into record (programme_id, id, rev, position, digest, quarantined, media_count, danger, first_received_at, "
    "received_at, facts_stamp, answers) values (:word, :id, 1, 1, null, true, 0, '', now(), now(), '', :answers)"
)
SQLITE_ROW = ROW.replace("now()", "current_timestamp")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server would write, as JSON."""
    stream, before = io.StringIO(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", "feedback_app", "gunicorn.error")}
    write_logs(stream)
    yield stream
    logging.getLogger().handlers = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fail(app: EchoFlask) -> str:
    """A statement that the database refuses, with the whole row in its error."""
    statement = SQLITE_ROW if db.engine.dialect.name == "sqlite" else ROW
    values = {"word": WORD, "id": uuid.uuid4().hex, "answers": json.dumps({"texte": WORD})}
    with transaction() as session:
        session.execute(text(statement), values)
    return app.name


@pytest.mark.both_databases
def test_a_row_that_the_database_refuses_is_in_no_log(
    app: EchoFlask, client: FlaskClient, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/fails", view_func=lambda: fail(app), methods=["POST"])
    assert client.post(f"/fails?q={WORD}", data={"word": WORD}).status_code == 500
    written = log.getvalue() + caplog.text
    assert WORD not in written
    assert any("IntegrityError" in str(one["message"]) for one in lines(log)), "but what went wrong is"
    assert any("test_words_in_logs.py" in str(one.get("error")) for one in lines(log)), "and where"


@pytest.mark.both_databases
def test_a_job_that_fails_on_a_row_writes_no_word(
    app: EchoFlask, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (jobs.Job("fails", 5, lambda _: fail(app)),))
    jobs._run_in(app, "fails")
    assert "job fails failed" in log.getvalue() and "Traceback" in log.getvalue()
    assert WORD not in log.getvalue() + caplog.text


def test_an_error_of_python_that_repeats_what_it_could_not_read_writes_no_word(
    log: io.StringIO, app: EchoFlask
) -> None:
    try:
        try:
            int(WORD)
        except ValueError as error:
            raise KeyError(WORD) from error
    except KeyError as error:
        app.logger.exception("failed")
        app.logger.warning("failed: %s", error)
        assert "ValueError" in safe_traceback(error) and "which led to" in safe_traceback(error)
    assert WORD not in log.getvalue().replace(f"int({WORD})", "")
    assert "ValueError" in log.getvalue() and "KeyError" in log.getvalue()


def test_a_request_is_a_line_with_its_route_and_nothing_that_was_asked(
    app: EchoFlask, client: FlaskClient, world: World, log: io.StringIO
) -> None:
    client.get(f"/suivi?code={WORD}", headers={"User-Agent": WORD, "Referer": f"http://localhost/{WORD}"})
    client.get(f"/{WORD}/none")
    desk = world.signed_in()
    desk.plain_get(f"/desk/?q={WORD}")
    found = [one for one in lines(log) if one["logger"] == REQUESTS.name]
    assert [(one["method"], one["route"], one["status"]) for one in found] == [
        ("GET", "/suivi", 200), ("GET", "none", 404), ("POST", "/desk/login", 303), ("GET", "/desk/", 200),
    ]  # fmt: skip
    assert all(isinstance(one["ms"], float) and len(str(one["request"])) == 32 for one in found)
    assert len({one["request"] for one in found}) == 4
    assert WORD not in log.getvalue()


def test_an_event_of_the_audit_log_names_the_request_in_the_server_s_log(
    world: World, app: EchoFlask, log: io.StringIO
) -> None:
    world.signed_in()
    with app.app_context():
        named = db.session.execute(text("select request_id from audit_event where event = 'signed_in'")).scalar_one()
    assert [one["route"] for one in lines(log) if one.get("request") == named] == ["/desk/login"]


def test_whoever_sends_a_line_end_makes_no_line_of_their_own(log: io.StringIO) -> None:
    logging.getLogger("feedback_app").warning("asked by %s", 'x\n{"level": "error"}\x1b[2J')
    assert len(log.getvalue().splitlines()) == 1
    record = logging.LogRecord("x", logging.WARNING, "", 0, "asked by %s", ("a\nb\x1b[2J",), None)
    assert PlainLines().format(record).endswith("warning  asked by a\\nb\\x1b[2J")
    assert printable("é ’\u2028") == "é ’\\u2028"
    assert json.loads(JsonLines().format(record))["message"] == "asked by a\nb\x1b[2J"


@pytest.mark.both_databases
def test_an_operator_reads_what_is_wrong_without_the_row(app: EchoFlask) -> None:
    with app.app_context(), pytest.raises(IntegrityError) as caught:
        fail(app)
    is_postgresql = not str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    assert (WORD in str(caught.value)) == is_postgresql, "the error itself repeats it"
    assert WORD not in error_sentence(caught.value) + safe_error(caught.value)
    assert "IntegrityError" in error_sentence(caught.value) or "NotNullViolation" in error_sentence(caught.value)


def test_what_a_program_of_postgresql_says_of_a_copy_is_noted_without_the_row() -> None:
    output = (
        f'pg_restore: error: COPY failed for table "record": ERROR:  invalid input syntax for type json: "{WORD}"\n'
        f"DETAIL:  Failing row contains ({WORD}).\nCONTEXT:  COPY record, line 3, column answers: {WORD}\n"
        "pg_restore: error: no more"
    )
    assert WORD not in _without_rows(output)
    assert "COPY failed for table" in _without_rows(output) and "no more" in _without_rows(output)
