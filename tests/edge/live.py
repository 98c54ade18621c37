"""The server in a thread of the test, around any WSGI application, with limits as short as a test wants them."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from feedback_app.edge.connection import Connection
from feedback_app.edge.limits import Limits
from feedback_app.edge.server_state import ServerState


@dataclass
class Live:
    """A running server: its port, and its inside."""

    port: int
    state: ServerState
    loop: asyncio.AbstractEventLoop

    def link(self, sent: bytes = b"", *, buffer: int | None = None) -> socket.socket:
        """A connection on which these bytes were sent; with `buffer`, one that takes no more than about that unread."""
        link = socket.socket()
        if buffer:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        link.settimeout(20)
        link.connect(("127.0.0.1", self.port))
        link.sendall(sent)
        return link

    def answer(self, sent: bytes) -> bytes:
        """All that is answered to these bytes until the server closes."""
        with self.link(sent) as link:
            return rest_of(link)

    def asked(self, of: Callable[[], Any]) -> Any:
        """The result of a call in the loop."""

        async def ask() -> Any:
            return of()

        return asyncio.run_coroutine_threadsafe(ask(), self.loop).result(10)


def rest_of(link: socket.socket) -> bytes:
    """Everything until the other side closes."""
    received = b""
    while some := link.recv(65536):
        received += some
    return received


def until(holds: Callable[[], Any], seconds: float = 15) -> Any:
    """Waits for something to be true, and returns it."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)
    return found


@contextmanager
def serving(app: WSGIApplication, limits: Limits | None = None, *, proxies: int = 0) -> Iterator[Live]:
    """Serves `app` while the block lasts."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    made: list[Live] = []

    async def serve() -> None:
        state = ServerState(app, limits or Limits(threads=4), log=logging.getLogger("test"), proxies=proxies)
        server = await loop.create_server(lambda: Connection(state, ("10.0.0.1", 1), ("127.0.0.1", 80)), "127.0.0.1", 0)
        made.append(Live(server.sockets[0].getsockname()[1], state, loop))
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.02)
            state.check(time.monotonic())
        server.close()
        state.stop(patient=False)
        state.scheduler.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    try:
        yield made[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
