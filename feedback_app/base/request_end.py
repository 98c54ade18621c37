"""What is done once a request is answered: its line in the log, and what waits for its transaction to be over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app, g, request

from feedback_app.base.actor import request_id
from feedback_app.base.logs import REQUESTS

Made = TypeVar("Made")


def begin_request() -> None:
    """From here on it is measured."""
    g.began = time.perf_counter()


def log_request(status: int) -> None:
    """Its line in the log: the route, never the address or what was asked, where there may be words."""
    if REQUESTS.isEnabledFor(logging.INFO):
        request_id()
        ms = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
        fields = {"method": request.method, "route": refused_request().route, "status": status, "ms": ms}
        REQUESTS.info("request", extra={"fields": fields})


def afterwards(action: Callable[[], None]) -> None:
    """Lets an action run once the transaction of this request is over, whether it was committed or not, and before the
    answer leaves. It opens transactions of its own, and may write after a GET too."""
    g.setdefault("afterwards", []).append(action)


def run_afterwards() -> None:
    """Runs what waited for this."""
    for action in g.pop("afterwards", ()):
        action()


def of_this_app(name: str, make: Callable[[], Made]) -> Made:
    """What of this process belongs to the app, made when it is first asked for."""
    found: Made = current_app.extensions.setdefault(name, make())
    return found


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """What was refused: the route's address, the method, the problem's code."""

    route: str
    method: str
    problem: str | None


def refused_request() -> RefusedRequest:
    """What this request was, once its answer is a refusal."""
    return RefusedRequest(request.url_rule.rule if request.url_rule else "none", request.method, g.get("problem"))
