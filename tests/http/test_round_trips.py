"""How often an exchange waits for PostgreSQL: each round trip is time in which a phone of the village waits."""

from __future__ import annotations

import copy
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feedback_app.app import create_app
from feedback_app.base.db import db
from tests.conftest import WORLDS, own_database, settings_on
from tests.people import World

MOST = 4
"""One of them is the commit."""


class CountingRelay:
    """Passes bytes on between the app and PostgreSQL, and counts how often the app spoke and was answered."""

    def __init__(self, port: int) -> None:
        self._server, self.round_trips = port, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """No more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            asked = threading.Event()
            threading.Thread(target=self._pass_on, args=(client, server, asked, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, asked, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, asked: threading.Event, is_client: bool) -> None:
        try:
            while some := source.recv(65536):
                if is_client:
                    asked.set()
                elif asked.is_set():  # the first bytes of an answer
                    asked.clear()
                    self.round_trips += 1
                target.sendall(some)
        except OSError:
            pass
        for end in (source, target):
            end.close()


@pytest.fixture
def relay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[CountingRelay, World]]:
    for url in own_database("postgresql", request, tmp_path):
        address, _, name = url.rpartition("/")
        host, _, port = address.rpartition(":")
        made = CountingRelay(int(port))
        app = create_app(settings_on(tmp_path, f"{host}:{made.port}/{name}"))
        yield made, copy.deepcopy(replace(WORLDS["postgresql"], app=None)).on(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        made.close()


def test_a_record_alone_waits_for_postgresql_four_times_at_most(relay: tuple[CountingRelay, World]) -> None:
    counted, world = relay
    client, awa = world.app.test_client(), world.awa
    for _ in range(8):  # the driver has prepared its statements, and her phone has pulled all that there is
        awa.sync(client, awa.entry())
    before = counted.round_trips
    answer = awa.exchange(client, awa.entry()).get_json()
    assert [ack["outcome"] for ack in answer["acks"]] == ["stored"]
    assert counted.round_trips - before <= MOST


def test_nothing_new_waits_three_times_at_most(relay: tuple[CountingRelay, World]) -> None:
    counted, world = relay
    client, awa = world.app.test_client(), world.awa
    for _ in range(8):
        awa.sync(client)
    before = counted.round_trips
    assert awa.exchange(client).get_json()["changes"] == []
    assert counted.round_trips - before <= 3
