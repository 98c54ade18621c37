"""A database that is locked, read-only or out of connections, a body that trickles in: answered with 503, and nobody else waits."""

from __future__ import annotations

import datetime as dt
import errno
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, select, text, update
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base import db as database_module
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask, answer_busy
from feedback_app.base.write_lock import WriteLockTimeout
from feedback_app.enrol.tables import Device
from feedback_app.media import actions
from feedback_app.media.tables import Media
from feedback_app.settings import Settings
from tests.http.desk import need, page
from tests.http.test_slow_uploads import Trickle, open_link
from tests.http.tus import Tus, sha256
from tests.people import World

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(60)]

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """Requests wait a short time only."""
    monkeypatch.setattr("feedback_app.base.http.REQUEST_S", 0.3)
    monkeypatch.setattr(database_module, "REQUEST_S", 0.3)
    with world.app.app_context():
        db.engine.dispose()


@contextmanager
def somebody_writes(world: World) -> Iterator[None]:
    """Another process holds what every writer needs, and does not go on."""
    settings: Settings = world.app.extensions["echo_settings"]
    engine = create_engine(settings.database_url)
    if engine.dialect.name == "sqlite":
        database_module.prepare(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("select 1"))
        else:
            connection.execute(text("select * from ledger_counter for update"))
        yield
        connection.rollback()
    engine.dispose()


def is_busy(answer: TestResponse) -> bool:
    return (
        answer.status_code == 503
        and int(answer.headers["Retry-After"]) > 0
        and answer.get_json()["type"] == "/problems/busy"
    )


@pytest.mark.usefixtures("impatient")
def test_while_somebody_holds_the_database_phones_hear_that_it_is_busy_and_pages_go_on(
    world: World, client: FlaskClient
) -> None:
    with somebody_writes(world):
        assert is_busy(world.awa.exchange(client, world.awa.entry()))
        assert client.get("/desk/login").status_code == 200
        assert client.get("/").status_code in {200, 302}
    answer = world.awa.exchange(client, world.awa.entry())
    assert answer.get_json()["acks"][0]["outcome"] == "stored"
    with world.app.app_context():
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.usefixtures("impatient")
def test_while_somebody_holds_the_database_a_phone_that_has_nothing_to_say_hears_what_is_new(
    world: World, client: FlaskClient
) -> None:
    world.awa.sync(client)
    with somebody_writes(world):
        answer = world.awa.exchange(client)
        assert answer.status_code == 200, answer.get_json()
        assert not answer.get_json()["changes"]


def test_a_phone_that_only_asks_what_is_new_is_noted_once_a_minute(world: World, client: FlaskClient) -> None:
    world.awa.sync(client)
    long_ago = clock.now() - dt.timedelta(hours=2)
    with world.app.app_context():
        db.session.execute(update(Device).where(Device.id == world.awa.device_id).values(last_seen_at=long_ago))
        db.session.commit()
    first = seen_after_asking(world, client)
    assert first > long_ago + dt.timedelta(hours=1)
    assert seen_after_asking(world, client) == first


def seen_after_asking(world: World, client: FlaskClient) -> dt.datetime:
    assert world.awa.exchange(client).status_code == 200
    with world.app.app_context():
        found = db.session.scalar(select(Device.last_seen_at).where(Device.id == world.awa.device_id))
    assert found is not None
    return found


def test_those_who_are_refused_at_the_same_moment_are_to_come_back_one_after_the_other(app: EchoFlask) -> None:
    with app.test_request_context("/api/v1/exchange", method="POST"):
        waits = {int(app.make_response(answer_busy(WriteLockTimeout("."))).headers["Retry-After"]) for _ in range(50)}
    assert len(waits) > 5 and waits <= set(range(5, 16))


def test_a_read_only_database_is_a_503_for_phones_and_for_people(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        connect = database_module._take_write_lock

        def query_only(connection: Any) -> None:
            connect(connection)
            connection.exec_driver_sql("PRAGMA query_only=ON")

        monkeypatch.setattr(database_module, "_take_write_lock", query_only)
    else:
        read_only(world)
    answer = world.awa.exchange(client, world.awa.entry())
    assert is_busy(answer), answer.text
    answer = client.post("/desk/login", data={"login": "x", "password": "y"}, headers={"Accept": "text/html"})
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert answer.mimetype == "text/html" and "Rien n’est perdu" in answer.text


def read_only(world: World) -> None:
    """Every connection from now on."""
    with world.app.app_context():
        db.session.remove()
        db.engine.dispose()

        @event.listens_for(db.engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def test_more_requests_than_pooled_connections_get_a_503_with_retry_after(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.signed_in()
    with world.app.app_context():
        pool: Any = db.engine.pool
        monkeypatch.setattr(pool, "_timeout", 0.1)
        monkeypatch.setattr(pool, "_max_overflow", 0)
        connections = [db.engine.connect() for _ in range(pool.size())]
        try:
            assert is_busy(world.awa.exchange(client, world.awa.entry()))
            answer = desk.get("/desk/", headers={"Accept": "text/html"})
            assert (answer.status_code, answer.mimetype) == (503, "text/html") and answer.headers["Retry-After"]
        finally:
            for one in connections:
                one.close()
    assert world.awa.exchange(client, world.awa.entry()).status_code == 200


def test_a_form_that_trickles_in_holds_no_lock_and_no_transaction(world: World, client: FlaskClient) -> None:
    desk, entry = world.signed_in(), need(world.awa)
    world.awa.exchange(client, entry)
    token = re.search(r'name="csrf" value="([^"]*)"', page(desk, entry).text)
    form = f"csrf={token and token[1]}&action=note&x=".encode() + b"y" * 5000
    body, answers = Trickle(form), list[TestResponse]()

    def send() -> None:
        answers.append(
            desk.post(
                f"/desk/records/pilote/{entry['id']}/decision", input_stream=body, content_type="application/x-www-form-urlencoded",
                environ_overrides={"CONTENT_LENGTH": str(len(form))},
            )
        )  # fmt: skip

    link = threading.Thread(target=send)
    link.start()
    try:
        assert body.asked.wait(20)
        with world.app.app_context():
            assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        answer = world.awa.exchange(client, world.awa.entry())
        assert answer.get_json()["acks"][0]["outcome"] == "stored" and answers == []
    finally:
        body.go.set()
        link.join(30)
    assert answers[0].status_code in {200, 302, 303, 409, 422}, answers[0].text


def test_a_photo_that_trickles_in_holds_no_transaction(world: World) -> None:
    awa, body = Tus(world.app.test_client(), world.awa), Trickle(PHOTO)
    link, answers = open_link(awa, body, awa.place(PHOTO), "PATCH", **{"Upload-Offset": "0"})
    try:
        with world.app.app_context():
            assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    finally:
        body.go.set()
        link.join(30)
    assert answers[0].status_code == 204


@pytest.mark.parametrize("again", ["HEAD", "POST", "PATCH"])
def test_when_the_database_fails_after_the_last_byte_the_photo_is_not_sent_again(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    awa = Tus(client, world.awa)
    address = awa.place(PHOTO)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "note_content", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EROFS, "ro")))
        assert awa.patch(address, 0, PHOTO).status_code == 503
        got = awa.ask("HEAD", address)
        assert got.status_code == 410 and "Upload-Offset" not in got.headers, "it is not there yet, nor is that said"
        assert awa.create(PHOTO).status_code == 503, "nor can it be ended yet"
    if again == "HEAD":  # what the phone does then: it announces the photo again
        assert awa.ask("HEAD", address).status_code == 410
        assert awa.create(PHOTO).headers["Upload-Offset"] == str(len(PHOTO))
        assert awa.offset(address) == len(PHOTO)
    elif again == "POST":
        assert awa.create(PHOTO).headers["Upload-Offset"] == str(len(PHOTO))
    else:
        assert awa.patch(address, len(PHOTO), b"").headers["Upload-Offset"] == str(len(PHOTO))
    with world.app.app_context():
        media = db.session.get(Media, ("pilote", sha256(PHOTO)))
        assert media and (media.bytes, media.state) == (len(PHOTO), "received")


@pytest.mark.parametrize("error", [ConnectionResetError("reset"), OSError("no more data")])
def test_a_link_that_breaks_in_the_middle_of_a_body_is_no_fault_of_ours(
    world: World, client: FlaskClient, error: OSError, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise error

        def readinto(self, _buffer: Any) -> int:
            raise error

    for chunked in (False, True):
        env: dict[str, Any] = {"wsgi.input_terminated": True} if chunked else {"CONTENT_LENGTH": "1000"}
        for address in ("/api/v1/exchange", "/desk/login"):
            answer = client.post(
                address, input_stream=Broken(), environ_overrides=env, headers=world.awa.headers(),
                content_type="application/x-www-form-urlencoded" if "desk" in address else "application/json",
            )  # fmt: skip
            assert 400 <= answer.status_code < 500, answer.text
    assert "Traceback" not in caplog.text and "unexpected" not in caplog.text
