"""What happens when a phone hands over what it holds, and how instruments come in."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from marshmallow import ValidationError

from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.capture import store
from feedback_app.capture.admission import Ground, faults
from feedback_app.capture.instruments_shipped import shipped_instruments
from feedback_app.capture.rulebook import rules
from feedback_app.capture.tables import Instrument
from feedback_app.capture.xlsform import compile_markdown
from feedback_app.enrol.tables import Device
from feedback_app.media.store import missing
from schemas.exchange import HealthSchema
from sync import engine
from sync.store import Feed, Ledger, Row, Scope

MISSING_AT_ONCE = 200


class Keeper(Protocol):
    """What keeps the ledger and the feed. It stands further down the road, so the composition root brings it here."""

    def ledger(
        self,
        session: AnySession,
        device: Device,
        *,
        at: dt.datetime,
        clock_offset_ms: int | None,
        path_of: Callable[[str], str | None],
    ) -> Ledger:
        """The ledger of the device's programme, for what it brings now. `path_of` tells the path of a place."""

    def feed(self, session: AnySession, programme_id: str) -> Feed:
        """What travels down in a programme."""

    def epoch(self, session: AnySession) -> str:
        """The life this database is in."""

    def safe(self, session: AnySession, device: Device) -> int:
        """The place up to which all that this device brought is in a verified backup, its media included."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An exchange as it was asked for, its envelope checked."""

    nonce: str
    clock: str | None
    cursor: str | None
    entries: list[Any]
    health: Any


def exchange(session: AnySession, asked: Asked, *, device: Device, keeper: Keeper, now: dt.datetime) -> dict[str, Any]:
    """One exchange. The answer is true once this transaction is committed. Row bodies are JSON fragments."""
    offset = _clock_offset(asked.clock, now)
    programme = device.programme_id
    place_path = store.place_path(session, device.place_code) or "/"
    scope = scope_of(device, place_path)
    here = ground(session, device, place_path)
    ledger = keeper.ledger(session, device, at=now, clock_offset_ms=offset, path_of=here.path_of)
    acks = engine.push(ledger, asked.entries, functools.partial(faults, ground=here))
    _note_health(device, asked, now, offset, answered=len(acks))
    epoch = keeper.epoch(session)
    page = engine.pull(
        keeper.feed(session, programme), epoch=epoch, scope=scope, past=_past(device), cursor=asked.cursor
    )
    return {
        "nonce": asked.nonce,
        "clock": clock.iso(now),
        "epoch": epoch,
        "safe": keeper.safe(session, device),
        "acks": [ack.wire() for ack in acks],
        "missing": missing(session, programme_id=programme, device_id=device.id)[:MISSING_AT_ONCE],
        "changes": [_wire(row) for row in page.changes],
        **page.wire(),
    }


def scope_of(device: Device, place_path: str) -> Scope:
    """What this phone may see."""
    names = None if device.instruments is None else frozenset(map(str, device.instruments))
    return Scope(place_path, str(device.person_id), names)


def _past(device: Device) -> list[Scope]:
    return [
        Scope(one["place_path"], one["person"], None if one["instruments"] is None else frozenset(one["instruments"]))
        for one in device.past_scopes or ()
    ]


def ground(session: AnySession, device: Device, place_path: str) -> Ground:
    """What this phone's entries are measured against; look-ups are remembered for the request."""
    programme, own = device.programme_id, device.place_code
    return Ground(
        programme=programme,
        author=str(device.person_id),
        place_path=place_path,
        rules=functools.cache(lambda name, version: rules(session, programme, name, version)),
        path_of=functools.cache(lambda code: place_path if code == own else store.place_path(session, code)),
        has_project=functools.cache(lambda project: store.has_project(session, programme, project)),
    )


def _wire(row: Row) -> dict[str, Any]:
    if row.body is None:
        return {"kind": row.kind, "id": row.name, "op": "drop"}
    return {"kind": row.kind, "id": row.name, "op": "put", "body": orjson.Fragment(row.body)}


def _clock_offset(text: str | None, now: dt.datetime) -> int | None:
    """Device clock minus ours in ms; None when it cannot be read. A clock a century off still fits the column."""
    device_clock = clock.parse(text) if text else None
    if device_clock is None:
        return None
    ms = int((device_clock - now) / dt.timedelta(milliseconds=1))
    return max(min(ms, 2**31 - 1), -(2**31))


def _note_health(device: Device, asked: Asked, now: dt.datetime, offset: int | None, *, answered: int) -> None:
    device.last_seen_at = now
    device.clock_offset_ms = offset
    if isinstance(asked.health, dict):
        try:
            said = HealthSchema().load(asked.health)
        except ValidationError as error:
            said = error.valid_data if isinstance(error.valid_data, dict) else {}
        # It spoke before it had its answer: what it has just handed over is no longer unsent.
        if said.get("unsent"):
            said["unsent"] = max(said["unsent"] - answered, 0)
            said["oldest_unsent_at"] = said.get("oldest_unsent_at") if said["unsent"] else None
        device.health = said
        device.app_version = str(said.get("app_version") or device.app_version)


def install_instruments(session: AnySession, programme_id: str, now: dt.datetime) -> list[str]:
    """Gives a programme the shipped instruments in versions it has not yet; returns `name version` of each new."""
    return [
        made
        for name, source in shipped_instruments()
        if (made := install_instrument(session, programme_id, name=name, source=source, now=now))
    ]


def install_instrument(
    session: AnySession,
    programme_id: str,
    *,
    name: str,
    source: str,
    now: dt.datetime,
    compile: Callable[[str, str], Mapping[str, Any]] = compile_markdown,
) -> str | None:
    """Adds a version of an instrument and makes it current; None when that version is there already.

    Raises `XlsformError` (see `capture.xlsform`) when the source cannot be an instrument.
    """
    definition = dict(compile(source, name))
    version = str(definition["version"])
    if store.definition(session, programme_id, name, version) is not None:
        return None
    store.retire(session, programme_id, name)
    session.add(
        Instrument(
            programme_id=programme_id, name=name, version=version, definition=definition, source=source,
            current=True, created_at=now,
        )
    )  # fmt: skip
    session.flush()
    return f"{name} {version}"
