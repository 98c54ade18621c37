"""On whose behalf code runs: a signed-in person, a phone, a command, a job, or somebody unknown; and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from flask import g, has_request_context, request

from feedback_app.base import clock
from feedback_app.base.client_network import network_block
from feedback_app.base.ids import new_id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: by kind (`person`, `device`, `command`, `job`, `anyone`) and id."""

    kind: str
    id: str | None = None
    programme: str | None = None
    """That of a phone, and of a person with roles in one programme alone."""


ANYONE = Actor("anyone")
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What is done in this block is done by this actor: for commands and jobs."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def command_actor(user: str) -> Actor:
    """The account that runs a command, in signs that a log may have."""
    return Actor("command", re.sub(r"[^A-Za-z0-9_.@-]", "_", user)[:64] or None)


def current_actor() -> Actor:
    """Who acts now: a command or job, else who was identified by the guard of this request, else anyone."""
    if (given := _actor.get()) is not None:
        return given
    if not has_request_context():
        return ANYONE
    found = getattr(g.get("caller"), "actor", None)
    return found if isinstance(found, Actor) else ANYONE


def own_actor(person_id: UUID) -> Actor:
    """A person who acts for themselves and has no session yet, as when signing in; else who acts now."""
    now = current_actor()
    return Actor("person", str(person_id)) if now == ANYONE else now


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Who, when and from where: what is noted of every event by itself."""

    actor: Actor
    at: dt.datetime
    network: str | None = None
    request_id: str | None = None


def occurrence(actor: Actor | None = None) -> Occurrence:
    """This moment, and who acts (or `actor`)."""
    now = Occurrence(actor or current_actor(), clock.now())
    if not has_request_context():
        return now
    return replace(now, network=network_block(request.remote_addr), request_id=request_id())


def request_id() -> str:
    """The name of this request, the same in the log of the server and in what is noted."""
    if "request_id" not in g:
        g.request_id = new_id().hex
    return str(g.request_id)
