"""A request while it comes in."""

from __future__ import annotations

import io
from tempfile import SpooledTemporaryFile
from typing import IO

from feedback_app.edge.limits import Limits, TransferMonitor
from feedback_app.edge.parsing import Head
from feedback_app.edge.upload_slices import Append, append_of
from feedback_app.edge.wsgi import Answer


class Incoming:
    """Its head, what has come of its body since the last slice, and whether that is all."""

    def __init__(self, head: Head, limits: Limits, now: float) -> None:
        self.head = head
        self.append: Append | None = append_of(head)
        self.transfer = TransferMonitor(limits, now)
        self.is_whole = False
        self.refused: Answer | None = None
        """What it is answered without being asked of the application."""
        self.received = 0
        self.size = 0
        self._limits = limits
        self._body: IO[bytes] = io.BytesIO()
        self._sliced_at = now
        self.wants_continue = head.get("expect").lower() == "100-continue" and head.version == "1.1"

    def add(self, some: bytes, now: float) -> None:
        """More of its body. Raises OSError when there is no room for it."""
        if not self.size and isinstance(self._body, io.BytesIO) and not self._is_small():
            self._body = SpooledTemporaryFile(self._limits.in_memory)  # noqa: SIM115
        self._body.write(some)
        self.size += len(some)
        self.received += len(some)
        self.transfer.moved(len(some), now)

    def _is_small(self) -> bool:
        length = self.head.length
        return length is not None and length <= self._limits.in_memory

    def is_due(self, now: float) -> bool:
        """Whether what has come of an upload is worth handing over while the rest is on its way."""
        waited = now - self._sliced_at >= self._limits.slice_s
        return self.append is not None and self.size > 0 and (waited or self.size >= self._limits.slice_bytes)

    def take(self, now: float) -> tuple[IO[bytes], int]:
        """The bytes that have come, to be read from their start; the next ones begin anew."""
        body, size = self._body, self.size
        body.seek(0)
        self._body, self.size, self._sliced_at = io.BytesIO(), 0, now
        return body, size

    def drop(self) -> None:
        """What has come is of no use any more."""
        self._body.close()
        self._body, self.size = io.BytesIO(), 0
