"""What the connections of one process share."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from typing import Any
from wsgiref.types import WSGIApplication

from feedback_app.edge.crowd import Crowd
from feedback_app.edge.lanes import Lanes
from feedback_app.edge.limits import MIB, Limits
from feedback_app.edge.refusals import refusal

MOST_BODY = 64 * MIB
"""Bytes of a body for an application that does not say how many it takes."""


class Site:
    """The application and its limits, the open connections, and the threads."""

    def __init__(
        self,
        app: WSGIApplication,
        limits: Limits,
        *,
        log: logging.Logger,
        behind_proxies: bool = False,
        trusted: Sequence[str] = (),
    ) -> None:
        self.app, self.limits, self.log = app, limits, log
        self.crowd = Crowd(limits, behind_proxies=behind_proxies)
        self.lanes = Lanes(limits, asyncio.get_running_loop())
        self.script_name = os.environ.get("SCRIPT_NAME", "")
        self.opening: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self._trusted = frozenset(trusted)
        limit: Any = getattr(app, "body_limit", None)
        self.body_limit: Callable[[str, str], int] = limit or (lambda _method, _path: MOST_BODY)

    def trusts(self, peer: str) -> bool:
        """Whether this address is a proxy's that may say it was spoken to over TLS. Who has none is on this machine."""
        return not peer or "*" in self._trusted or peer in self._trusted

    def check(self, now: float) -> None:
        """Ends what takes too long, everywhere."""
        for work in self.lanes.overdue(now):
            work.done(refusal("busy", retry_after=5))
        for connection in self.crowd.everyone():
            connection.check(now)

    def stop(self, *, patient: bool) -> None:
        """Lets requests that are whole be answered, and ends everything else; with `patient` bodies may still come."""
        self.is_stopping = True
        for connection in self.crowd.everyone():
            connection.stop(patient=patient)
