"""The worker process that gunicorn's master starts, watches and stops (`-k feedback_app.edge.worker.EdgeWorker`)."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import gc
import os
import resource
import socket
import sys
import time
from typing import Any

from gunicorn.workers.base import Worker

from feedback_app.edge.connection import Connection
from feedback_app.edge.limits import Limits
from feedback_app.edge.server_state import ServerState

TICK_S = 0.25
PATIENCE_S = 5.0
"""How long heads and bodies may still come once the server stops."""
LOOK_S = 0.05
"""How often a server that stops looks whether all is answered."""
ACCEPTED_AT_ONCE = 16
SWITCH_S = 0.001
"""How long a thread that only computes keeps the interpreter while the loop or another thread wants it. With Python's
5 ms, who sends a record waits for a page at each of its statements."""
YOUNG_OBJECTS = 20_000
"""How many new objects Python makes before it looks for cycles among them. With its 700, it looked ten times during an
exchange of fifty records, which leaves none behind: a twentieth of the time."""
NO_MORE_FILES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class EdgeWorker(Worker):  # type: ignore[misc]
    """Serves the application within its `edge_limits` (or the usual ones) from an event loop, until stopped or orphan.

    A worker whose master was killed closes the port at once, so that the next server can have it.
    """

    def run(self) -> None:
        _take_all_files()
        _keep_memory_together()
        sys.setswitchinterval(SWITCH_S)
        gc.freeze()  # what the application is made of stays
        gc.set_threshold(YOUNG_OBJECTS)
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        state = self._state()
        try:
            for sock in self.sockets:
                sock.setblocking(False)
                asyncio.get_running_loop().add_reader(sock, self._accept, state, sock)
            while self.alive and os.getppid() == self.ppid:
                self.notify()
                await asyncio.sleep(TICK_S)
                state.check(time.monotonic())
            await self._stop(state)
        finally:
            state.scheduler.close()  # a thread that waits for work would hold up the end of the process

    def _state(self) -> ServerState:
        limits: Limits = getattr(self.wsgi, "edge_limits", None) or Limits(threads=self.cfg.threads)
        return ServerState(
            self.wsgi, limits, log=self.log, proxies=getattr(self.wsgi, "proxies", 0),
            trusted=self.cfg.forwarded_allow_ips,
        )  # fmt: skip

    def _accept(self, state: ServerState, listener: socket.socket) -> None:
        """A few at a time: while threads compute, the loop comes around so rarely that hundreds who come at once would
        wait for seconds. Not all that there are, so that processes that listen together share what comes."""
        for _ in range(ACCEPTED_AT_ONCE):
            if not self._accept_one(state, listener):
                return

    def _accept_one(self, state: ServerState, listener: socket.socket) -> bool:
        """Whether there may be more."""
        loop = asyncio.get_running_loop()
        try:
            link, address = listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False
        except OSError as error:
            if error.errno not in NO_MORE_FILES:
                raise
            state.connections.make_room()
            loop.remove_reader(listener)
            loop.call_later(TICK_S, self._listen_again, state, listener)
            return False
        link.setblocking(False)
        task = loop.create_task(_connect(state, link, address))
        state.opening.add(task)
        task.add_done_callback(state.opening.discard)
        return True

    def _listen_again(self, state: ServerState, listener: socket.socket) -> None:
        if not state.is_stopping:
            asyncio.get_running_loop().add_reader(listener, self._accept, state, listener)

    async def _stop(self, state: ServerState) -> None:
        """Who has connected is answered, although nobody else gets in. First what has arrived is read: a connection
        that is closed before would be reset, and its request lost."""
        state.is_stopping = True
        for sock in self.sockets:
            asyncio.get_running_loop().remove_reader(sock)
            self._accept_waiting(state, sock)
            sock.close()
        began = time.monotonic()
        while (lasted := time.monotonic() - began) < self.cfg.graceful_timeout - 1:
            self.notify()
            await asyncio.sleep(LOOK_S)
            state.check(time.monotonic())
            state.stop(patient=lasted < PATIENCE_S)
            if not (state.connections.count or state.opening):
                break

    def _accept_waiting(self, state: ServerState, listener: socket.socket) -> None:
        """All that the system has taken for us, and would reset with the port."""
        while self._accept_one(state, listener):
            pass


async def _connect(state: ServerState, link: socket.socket, address: Any) -> None:
    try:
        server = link.getsockname()
        here = server if isinstance(server, tuple) else ("localhost", "")
        await asyncio.get_running_loop().connect_accepted_socket(lambda: Connection(state, address, here), link)
    except OSError:  # gone before it was here
        link.close()


def _take_all_files() -> None:
    """As many open files as the system lets this process have: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


MEMORY_POOLS = 2
_M_ARENA_MAX = -8
"""The C library's name of how many pools there may be (`mallopt`)."""


def _keep_memory_together() -> None:
    """Lets threads take memory from the same pools. With one pool for each thread, as the C library does it, what one
    thread has given back is of no use to the others, and a worker grows by 20 MB under load."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # the GNU C library has it, others need it not
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, MEMORY_POOLS)
