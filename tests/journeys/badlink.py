"""A bad mobile link as a TCP forwarder on 127.0.0.1, between a browser and the server.

It slows both ways, and it can lose an answer after the server has sent it: the hardest case, because the server has
committed and the phone does not know. Works for pages and service workers alike, which a browser's own throttling
does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field


@dataclass
class Link:
    """How the link behaves now; change it while it runs."""

    kbps: float | None = None
    """Bandwidth shared by all connections, each way; None for a good line."""
    latency: float = 0.0
    """Seconds that each first byte waits."""
    down: bool = False
    """No signal: connections are refused and open ones are cut."""
    lose_answers_to: bytes | None = None
    """Cuts the connection instead of delivering the answer to the next request whose first bytes hold this."""
    lost: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    _free_at: dict[str, float] = field(default_factory=dict)


class BadLink:
    """Forwards `port` to `target_port` as `link` says, until `stop`."""

    def __init__(self, target_port: int, link: Link | None = None) -> None:
        self.link = link or Link()
        self._target = target_port
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(5)

    @property
    def origin(self) -> str:
        """Where a browser finds the server through this link."""
        return f"http://127.0.0.1:{self.port}"

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port: int = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()

    def cut(self) -> None:
        """Loses the signal: every open connection is reset, new ones are refused."""
        self.link.down = True
        asyncio.run_coroutine_threadsafe(self._cut_all(), self._loop).result(5)

    async def _cut_all(self) -> None:
        for writer in list(self._open):
            _reset(writer)

    def stop(self) -> None:
        """Ends the forwarder and everything that goes through it."""

        async def end() -> None:
            self.link.down = True
            await self._cut_all()
            under_way = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
            if under_way:
                await asyncio.wait(under_way, timeout=2)
            self._loop.stop()

        asyncio.run_coroutine_threadsafe(end(), self._loop)
        self._thread.join(5)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.link.down:
            _reset(writer)
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            _reset(writer)
            return
        self._open |= {writer, up_writer}
        doomed = asyncio.Event()
        await asyncio.gather(
            self._pump(reader, up_writer, "up", doomed),
            self._pump(up_reader, writer, "down", doomed),
            return_exceptions=True,
        )
        self._open -= {writer, up_writer}
        for one in (writer, up_writer):
            one.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str, doomed: asyncio.Event
    ) -> None:
        while data := await reader.read(1460):
            if way == "up" and self.link.lose_answers_to and self.link.lose_answers_to in data:
                self.link.lose_answers_to = None
                doomed.set()
            if way == "down" and doomed.is_set():
                # The server has answered, so it has committed. The phone never hears of it.
                self.link.lost += 1
                _reset(writer)
                return
            await self._slow(way, len(data))
            if way == "up":
                self.link.bytes_up += len(data)
            else:
                self.link.bytes_down += len(data)
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

    async def _slow(self, way: str, size: int) -> None:
        if self.link.latency:
            await asyncio.sleep(self.link.latency)
        if self.link.kbps:
            now = self._loop.time()
            start = max(now, self.link._free_at.get(way, 0.0))
            self.link._free_at[way] = start + size * 8 / (self.link.kbps * 1000)
            await asyncio.sleep(self.link._free_at[way] - now)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends a connection as a phone that loses its bearer does."""
    raw = writer.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):  # it may be closed already
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
