"""An answer on its way to a client, at the client's pace."""

from __future__ import annotations

import asyncio
import functools
import time
from email.utils import formatdate

from feedback_app.edge.limits import Limits, TransferMonitor
from feedback_app.edge.wsgi import Answer

BLOCK = 64 * 1024
BODILESS = frozenset({204, 304})


def head_of(answer: Answer, *, keep_alive: bool, version: str) -> bytes:
    """Status line and fields. The length is always known, so nothing is sent in chunks."""
    fields = [(name, value) for name, value in answer.fields if name.lower() not in {"connection", "transfer-encoding"}]
    if answer.get("content-length") is None and answer.code not in BODILESS:
        fields.append(("Content-Length", str(answer.size)))
    if answer.get("date") is None:
        fields.append(("Date", _date_of(int(time.monotonic()))))
    if not keep_alive:
        fields.append(("Connection", "close"))
    elif version == "1.0":
        fields.append(("Connection", "keep-alive"))
    lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in fields)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


@functools.lru_cache(maxsize=2)
def _date_of(_second: int) -> str:
    """Now, made once in each second."""
    return formatdate(usegmt=True)


class Sender:
    """Writes answers to a transport. Of a large one only a block at a time is in memory."""

    def __init__(self, transport: asyncio.Transport, limits: Limits) -> None:
        self._transport, self._limits = transport, limits
        self._answer: Answer | None = None
        self._transfer: TransferMonitor | None = None
        self._written = self._gone = 0
        self.is_blocked = False
        """The client does not take what is written."""
        transport.set_write_buffer_limits(high=BLOCK)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is not yet written, or not yet taken."""
        return self._answer is not None or self._transport.get_write_buffer_size() > 0

    @property
    def is_writing(self) -> bool:
        """Whether some of an answer is not yet written."""
        return self._answer is not None

    def begin(self, head: bytes, answer: Answer | None, now: float) -> None:
        """Sends a head, and the body of `answer` after it. Afterwards `is_writing` is true if some of it is left."""
        self._transfer = TransferMonitor(self._limits, now)
        some = answer.body.read(BLOCK) if answer else b""
        self._write(head + some)
        if answer is not None:
            self._answer = answer
            if answer.size > len(some):
                self.go_on()
            else:
                self.stop()

    def go_on(self) -> bool:
        """Writes until the client is blocked, or all is written. Whether all is."""
        while self._answer is not None and not self.is_blocked:
            some = self._answer.body.read(BLOCK)
            if some:
                self._write(some)
            else:
                self.stop()
        return self._answer is None

    def stop(self) -> None:
        """Drops the answer."""
        if self._answer is not None:
            self._answer.body.close()
            self._answer = None

    def is_late(self, now: float) -> bool:
        """Whether the client reads too slowly to be waited for."""
        waiting = self._transport.get_write_buffer_size()
        if self._transfer is None or not self.is_busy:
            return False
        gone = self._written - waiting
        self._transfer.moved(gone - self._gone, now)
        self._gone = gone
        return self._transfer.is_late(now)

    def _write(self, some: bytes) -> None:
        self._written += len(some)
        self._transport.write(some)
