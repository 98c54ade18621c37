"""What happens when a phone hands over what it holds, and how instruments come in."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from marshmallow import ValidationError

from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.capture import store
from feedback_app.capture.admission import Ground, faults
from feedback_app.capture.instruments_shipped import shipped_instruments
from feedback_app.capture.rulebook import rules
from feedback_app.capture.sealed import opened
from feedback_app.capture.tables import Instrument
from feedback_app.capture.xlsform import compile_markdown
from feedback_app.enrol import lookup_store
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.enrol.store import note_contact, note_scopes
from feedback_app.media.store import missing
from schemas.exchange import HealthSchema
from sync import engine
from sync.entry import Entry
from sync.namesake import name_on_phones
from sync.snapshot import Snapshots, share
from sync.store import Feed, Ledger, Row, Scope

MISSING_AT_ONCE = 200
HEALTH = HealthSchema()
MOST_PAST = 20
"""Scopes that a phone is remembered to have had."""


class Phone(Protocol):
    """Who brings something: `enrol.identity.DeviceIdentity`, or the phone's own row."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def programme_id(self) -> str: ...
    @property
    def person_id(self) -> uuid.UUID: ...
    @property
    def place_code(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def instruments(self) -> Sequence[Any] | None: ...
    @property
    def past_scopes(self) -> Sequence[Any] | None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a programme stands, and one phone in it."""

    epoch: str
    """The life this database is in."""
    head: int
    """The last place given out."""
    safe: int
    """Everything up to this place is in a verified backup."""
    tombstone_floor: int
    """Drops at or below this place have been forgotten."""
    spoke_of_media: bool
    """Something that this phone brought speaks of a photo or a voice."""


class Keeper(Protocol):
    """What keeps the ledger and the feed. It stands further down the road, so the composition root brings it here."""

    def standing(self, session: AnySession, phone: Phone) -> Standing:
        """Where the phone's programme stands now."""

    def ledger(
        self,
        session: AnySession,
        phone: Phone,
        *,
        at: dt.datetime,
        clock_offset_ms: int | None,
        path_of: Callable[[str], str | None],
    ) -> Ledger:
        """The ledger of the phone's programme, for what it brings now. `path_of` tells the path of a place."""

    def feed(self, session: AnySession, programme_id: str, standing: Standing) -> Feed:
        """What travels down in a programme."""

    def snapshots(self, session: AnySession, programme_id: str, now: dt.datetime) -> Snapshots:
        """What was packed for many phones at once, in a programme."""

    def part(self, session: AnySession, programme_id: str, *, share: str, name: str) -> bytes | None:
        """A packed part of a snapshot of this share; None when it is another's, or gone."""

    def safe(self, session: AnySession, phone: Phone) -> int:
        """The place up to which all that this phone brought is in a verified backup, its media included."""

    def carried(self, session: AnySession, hashes: Sequence[str]) -> list[dict[str, Any]]:
        """What became of each of these hand-carried files."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An exchange as it was asked for, its envelope checked."""

    nonce: str
    clock: str | None
    cursor: str | None
    entries: list[Any]
    health: Any
    snapshots: bool = False
    carried: Sequence[str] = ()
    """Hashes of the files that this phone carries for others."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An exchange as far as it goes while reading: what came up is checked, what goes down is looked up."""

    asked: Asked
    entries: Sequence[engine.Checked]
    path_of: Callable[[str], str | None]
    standing: Standing
    news: _News | None
    """None for a phone that is locked: it hears of what it brought, and of nothing else."""


def examine(session: AnySession, asked: Asked, *, phone: DeviceIdentity, keeper: Keeper, now: dt.datetime) -> Examined:
    """The first half of an exchange: all that can be done while others write."""
    here = ground(session, phone, phone.place_path)
    sent = opened(session, asked.entries, phone)
    entries = engine.examine(sent, functools.partial(faults, ground=here))
    standing = keeper.standing(session, phone)
    news = None if phone.posts_only else _News(session, asked, phone=phone, keeper=keeper, standing=standing, now=now)
    return Examined(asked, entries, here.path_of, standing, news)


def file(
    session: AnySession, examined: Examined, *, phone: DeviceIdentity, keeper: Keeper, now: dt.datetime
) -> dict[str, Any]:
    """The second half, in as short a writing transaction as can be: files what came up. The answer is true once it is
    committed. Row bodies are JSON fragments."""
    asked, standing, entries = examined.asked, examined.standing, examined.entries
    offset = _clock_offset(asked.clock, now)
    down = examined.news.told() if examined.news else {"changes": [], "cursor": "", "more": False}
    ledger = keeper.ledger(session, phone, at=now, clock_offset_ms=offset, path_of=examined.path_of)
    acks = engine.file(ledger, entries)
    said = _said(asked.health, answered=len(acks))
    media = standing.spoke_of_media or any(isinstance(one, Entry) and one.content.get("media") for one, _ in entries)
    version = str((said or {}).get("app_version") or phone.app_version)
    note_contact(session, phone.id, at=now, clock_offset_ms=offset, said=said, app_version=version)
    return {
        "nonce": asked.nonce,
        "clock": clock.iso(now),
        "epoch": standing.epoch,
        "safe": keeper.safe(session, phone) if media and standing.safe else standing.safe,
        "acks": [ack.wire() for ack in acks],
        "missing": _lacking(session, phone) if media else [],
        **down,
        **({"carried": keeper.carried(session, asked.carried)} if asked.carried else {}),
    }


class _News:
    """What goes down to a phone: looked up before the turn, packed for others within it."""

    def __init__(
        self, session: AnySession, asked: Asked, *, phone: DeviceIdentity, keeper: Keeper, standing: Standing,
        now: dt.datetime,
    ) -> None:  # fmt: skip
        self._session, self._phone, self._keeper, self._standing = session, phone, keeper, standing
        self._scope = scope_of(phone, phone.place_path)
        self._packs = keeper.snapshots(session, phone.programme_id, now) if asked.snapshots else None
        self._page = engine.pull(
            keeper.feed(session, phone.programme_id, standing),
            epoch=standing.epoch, scope=self._scope, past=_past(phone), cursor=asked.cursor, snapshots=self._packs,
        )  # fmt: skip
        self._moved = {} if engine.stays(asked.cursor, self._scope) else {"scope": told_scope(session, phone)}

    def told(self) -> dict[str, Any]:
        """As it travels; remembers the scope that it speaks of. Writes."""
        page = self._page
        if self._packs and page.worth_packing:
            here = self._keeper.standing(self._session, self._phone)
            feed = self._keeper.feed(self._session, self._phone.programme_id, here)
            page = engine.packed(feed, epoch=self._standing.epoch, scope=self._scope, snapshots=self._packs)
        _remember(self._session, self._phone, self._scope)
        return {"changes": [_wire(row) for row in page.changes], **page.wire(), **self._moved}


def _lacking(session: AnySession, phone: Phone) -> list[str]:
    return missing(session, programme_id=phone.programme_id, device_id=phone.id, limit=MISSING_AT_ONCE)


def part(session: AnySession, name: str, *, phone: DeviceIdentity, keeper: Keeper) -> bytes:
    """A part of a snapshot of this phone's scope, packed (gzip). Problem `not-found` for any other."""
    found = keeper.part(session, phone.programme_id, share=share(scope_of(phone, phone.place_path)), name=name)
    if found is None:
        raise Problem("not-found")
    return found


def scope_of(phone: Phone, place_path: str) -> Scope:
    """What this phone may see."""
    names = None if phone.instruments is None else frozenset(map(str, phone.instruments))
    return Scope(place_path, str(phone.person_id), names)


def told_scope(session: AnySession, phone: DeviceIdentity) -> dict[str, Any]:
    """The scope as the phone shows it."""
    name = lookup_store.place_names(session, [phone.place_code])[phone.place_code]
    return {
        "programme": phone.programme_id, "place": phone.place_code, "place_path": phone.place_path,
        "place_name": name, "instruments": phone.instruments,
    }  # fmt: skip


def _remember(session: AnySession, phone: Phone, scope: Scope) -> None:
    """Keeps the scope that the cursor given out now speaks of, whatever made it what it is: a move by a coordinator, a
    place that got another parent, other instruments. The latest come last; the oldest of too many is forgotten."""
    names = None if scope.instruments is None else sorted(scope.instruments)
    told = {"place_path": scope.place_path, "person": scope.person, "instruments": names}
    held = list(phone.past_scopes or ())
    if held[-1:] != [told]:
        note_scopes(session, phone.id, [*(one for one in held if one != told), told][-MOST_PAST:])


def _past(phone: Phone) -> list[Scope]:
    return [
        Scope(one["place_path"], one["person"], None if one["instruments"] is None else frozenset(one["instruments"]))
        for one in phone.past_scopes or ()
    ]


def ground(session: AnySession, phone: Phone, place_path: str) -> Ground:
    """What this phone's entries are measured against; look-ups are remembered for the request.

    The places of every scope that it had count: what was recorded before a move may come weeks after it (decision 7).
    """
    programme, own, person = phone.programme_id, phone.place_code, str(phone.person_id)
    past = {one.place_path for one in _past(phone) if one.person == person}
    return Ground(
        programme=programme,
        author=person,
        place_paths=(place_path, *sorted(past - {place_path})),
        rules=functools.cache(lambda name, version: rules(session, programme, name, version)),
        path_of=functools.cache(lambda code: place_path if code == own else lookup_store.place_path(session, code)),
        has_project=functools.cache(lambda project: lookup_store.has_project(session, programme, project)),
        role=phone.role,
    )


def _wire(row: Row) -> dict[str, Any]:
    if row.body is None:
        return {"kind": row.kind, "id": row.name, "op": "drop"}
    name = name_on_phones(row.kind, row.name, row.body)
    return {"kind": row.kind, "id": name, "op": "put", "body": orjson.Fragment(row.body)}


def _clock_offset(text: str | None, now: dt.datetime) -> int | None:
    """Device clock minus ours in ms; None when it cannot be read."""
    device_clock = clock.parse(text) if text else None
    return None if device_clock is None else int((device_clock - now) / dt.timedelta(milliseconds=1))


def _said(health: object, *, answered: int) -> dict[str, Any] | None:
    """What a phone said of itself, as far as it can be read; None when it said nothing."""
    if not isinstance(health, dict):
        return None
    try:
        said: dict[str, Any] = HEALTH.load(health)
    except ValidationError as error:
        said = error.valid_data if isinstance(error.valid_data, dict) else {}
    # It spoke before it had its answer: what it has just handed over is no longer unsent.
    if said.get("unsent"):
        said["unsent"] = max(said["unsent"] - answered, 0)
        said["oldest_unsent_at"] = said.get("oldest_unsent_at") if said["unsent"] else None
    return said


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
