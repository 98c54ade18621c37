"""What the connections of one process share."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from typing import Any
from wsgiref.types import WSGIApplication

from feedback_app.base.client_network import client_network
from feedback_app.edge.limits import MIB, Limits
from feedback_app.edge.open_connections import OpenConnections, is_local
from feedback_app.edge.parsing import Head
from feedback_app.edge.scheduler import Scheduler

MOST_BODY = 64 * MIB
"""Bytes of a body for an application that does not say how many it takes."""


class ServerState:
    """The application and its limits, the open connections, and the threads."""

    def __init__(
        self,
        app: WSGIApplication,
        limits: Limits,
        *,
        log: logging.Logger,
        proxies: int = 0,
        trusted: Sequence[str] = (),
    ) -> None:
        self.app, self.limits, self.log = app, limits, log
        self.connections = OpenConnections(limits, behind_proxies=bool(proxies))
        self.scheduler = Scheduler(limits, asyncio.get_running_loop())
        self.script_name = os.environ.get("SCRIPT_NAME", "")
        self.opening: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self._proxies = proxies
        self._trusted = frozenset(trusted)
        limit: Any = getattr(app, "body_limit", None)
        self.body_limit: Callable[[str, str], int] = limit or (lambda _method, _path: MOST_BODY)

    def trusts(self, peer: str) -> bool:
        """Whether this address is a proxy's that may say it was spoken to over TLS. Who has none is on this machine."""
        return not peer or "*" in self._trusted or peer in self._trusted

    def source(self, peer: str, head: Head) -> str:
        """Whose turn a request takes: the address that the last trusted proxy was asked by; nothing where a proxy on
        this machine does not say it."""
        passed_on = [one for field in head.all("x-forwarded-for") for one in field.split(",")]
        if self._proxies and len(passed_on) >= self._proxies:
            return client_network(passed_on[-self._proxies].strip())
        return "" if is_local(peer) else client_network(peer)

    def check(self, now: float) -> None:
        """Ends what takes too long, everywhere."""
        self.scheduler.end_overdue(now)
        for connection in self.connections.everyone():
            connection.check(now)

    def stop(self, *, patient: bool) -> None:
        """Lets requests that are whole be answered, and ends everything else; with `patient` bodies may still come."""
        self.is_stopping = True
        for connection in self.connections.everyone():
            connection.stop(patient=patient)
