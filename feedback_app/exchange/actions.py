"""An exchange: a phone hands over what is new on it, and gets acknowledgements and what is new here."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import ValidationError

from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.capture.admission import faults
from feedback_app.capture.context import Phone, admission_context, past_scopes
from feedback_app.capture.sealed import open_sealed_items
from feedback_app.carry import actions as carry
from feedback_app.enrol import budget_store
from feedback_app.enrol.device_keys import exchange_keys
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.enrol.store import Contact, note_contact, note_scopes
from feedback_app.exchange.budget import abridge, amounts_of
from feedback_app.exchange.uncounted import to_count
from feedback_app.ledger.body_facts import BodyFacts
from feedback_app.ledger.feed import SqlFeed
from feedback_app.ledger.positions import ProgrammePosition, programme_position
from feedback_app.ledger.snapshots import SqlSnapshots, find_part
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.withdrawal import DeviceLedger
from feedback_app.media.store import missing
from feedback_app.register import lookup_store as register_lookups
from feedback_app.register.demonstration import marked
from feedback_app.safe.store import safe_for
from schemas.exchange import HealthSchema, NewKeysSchema
from sync import engine
from sync.entry import Entry
from sync.namesake import name_on_phones
from sync.snapshot import share
from sync.store import Row, Scope

MISSING_AT_ONCE = 200
HEALTH = HealthSchema()
NEXT_KEYS = NewKeysSchema()
MOST_PAST = 20
"""How many earlier scopes of a phone are stored."""


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """An exchange as it was asked for, its envelope checked."""

    nonce: str
    clock: str | None
    cursor: str | None
    entries: list[Any]
    health: Any
    snapshots: bool = False
    carried: Sequence[str] = ()
    """Hashes of the files that this phone carries for others."""
    keys: Any = None
    """The keys that this phone proposes for itself."""


@dataclass(frozen=True, slots=True)
class PreparedExchange:
    """An exchange as far as it goes while reading: what came up is checked, what goes down is looked up."""

    asked: ExchangeRequest
    entries: Sequence[engine.Checked]
    bodies: BodyFacts
    position: ProgrammePosition
    changes: _Changes | None
    """None for a phone that is locked: it gets acknowledgements, and nothing else."""
    down: Mapping[str, Any]
    """What goes down, as it goes over the wire."""
    contact: Contact
    is_due: bool
    """The phone's row is to say at once that it spoke."""

    def may_write(self, phone: DeviceIdentity) -> bool:
        """Whether anything may be to be written. A phone that only asks what is new waits for nobody's turn."""
        asked, changes = self.asked, self.changes
        noted = changes is None or changes.are_noted(phone)
        return bool(asked.entries or asked.keys or phone.uses_next or self.is_due or not noted)


def prepare(
    session: AnySession, asked: ExchangeRequest, *, phone: DeviceIdentity, now: dt.datetime
) -> PreparedExchange:
    """The first half of an exchange: all that can be done while others write. Problem `slow-down` when the phone has
    handed over today's budget; who only asks for news has none."""
    today = phone.usage.at(now)
    if asked.entries:
        budget_store.check(session, phone.programme_id, today, "entries", "bytes", "malformed", now=now)
    context = admission_context(session, phone, phone.place_path)
    sent = open_sealed_items(session, asked.entries, phone)
    entries = abridge(engine.examine(sent, functools.partial(faults, context=context)), today=today)
    position = _position(session, phone)
    changes = None if phone.posts_only else _Changes(session, asked, phone=phone, position=position, now=now)
    bodies = BodyFacts(context.rules, context.path_of)
    bodies.prepare(one for one, faults in entries if isinstance(one, Entry) and not faults)
    down = changes.wire() if changes else {"changes": [], "cursor": "", "more": False}
    contact = _contact(asked, phone, now)
    is_due = contact.differs_enough_from(phone.noted)
    return PreparedExchange(asked, entries, bodies, position, changes, down, contact, is_due)


def file(session: AnySession, prepared: PreparedExchange, *, phone: DeviceIdentity, now: dt.datetime) -> dict[str, Any]:
    """The second half, in as short a writing transaction as can be: files what came up. The answer is true once it is
    committed. Row bodies are JSON fragments."""
    asked, position, entries = prepared.asked, prepared.position, prepared.entries
    acks = _file_entries(session, prepared, phone, now) if entries else []
    media = position.spoke_of_media or any(isinstance(one, Entry) and one.content.get("media") for one, _ in entries)
    if prepared.may_write(phone):
        _note(session, prepared, phone, now)
    keys = exchange_keys(session, phone, _proposed_keys(asked.keys), now)
    if asked.cursor is None:  # somebody waits for their first screen: the next answer asks
        keys.pop("renew", None)
    return {
        "nonce": asked.nonce,
        "clock": clock.iso(now),
        "epoch": position.epoch,
        "safe": safe_for(session, phone.programme_id, phone.id) if media and position.safe else position.safe,
        "acks": [ack.wire() for ack in acks],
        "missing": _lacking(session, phone) if media else [],
        **prepared.down,
        **keys,
        **({"carried": carry.carried_status(session, asked.carried)} if asked.carried else {}),
    }


def _file_entries(
    session: AnySession, prepared: PreparedExchange, phone: DeviceIdentity, now: dt.datetime
) -> list[engine.Ack]:
    arrival = Arrival(phone.id, now, prepared.contact.clock_offset_ms)
    ledger = DeviceLedger(session, phone.programme_id, arrival, bodies=prepared.bodies)
    return engine.file(ledger, prepared.entries)


def _note(session: AnySession, prepared: PreparedExchange, phone: DeviceIdentity, now: dt.datetime) -> None:
    """Writes that the phone spoke, and what it sees. Its row comes after the programme's counter, always: two exchanges
    of one phone would wait for each other."""
    delivered = to_count(phone.id, amounts_of(prepared.entries), is_due=prepared.is_due)
    if delivered is not None:
        note_contact(session, phone.id, prepared.contact, at=now, delivered=delivered)
    if prepared.changes:
        prepared.changes.note()
        _remember(session, phone, prepared.changes.scope)


def _contact(asked: ExchangeRequest, phone: DeviceIdentity, now: dt.datetime) -> Contact:
    """What the phone's row will say of this exchange."""
    health = _health(asked.health, answered=len(asked.entries))
    version = str((health or {}).get("app_version") or phone.noted.app_version)
    return Contact(now, _clock_offset(asked.clock, now), health, version)


class _Changes:
    """What goes down to a phone: looked up before the write lock is taken."""

    def __init__(
        self,
        session: AnySession,
        asked: ExchangeRequest,
        *,
        phone: DeviceIdentity,
        position: ProgrammePosition,
        now: dt.datetime,
    ) -> None:
        self.scope = scope_of(phone, phone.place_path)
        self._packs = SqlSnapshots(session, phone.programme_id, now) if asked.snapshots else None
        self._page = engine.pull(
            _feed(session, phone, position),
            epoch=position.epoch, scope=self.scope, past=past_scopes(phone), cursor=asked.cursor,
            snapshots=self._packs,
        )  # fmt: skip
        self._moved = {} if engine.stays(asked.cursor, self.scope) else {"scope": scope_wire(session, phone)}

    def are_noted(self, phone: Phone) -> bool:
        """Whether all that is to be stored of them is."""
        return not (self._packs and self._page.worth_packing) and _is_remembered(phone, self.scope)

    def note(self) -> None:
        """Notes that a snapshot would have served better. It is made later, by a job: nobody waits for it."""
        if self._packs and self._page.worth_packing:
            self._packs.want(self.scope)

    def wire(self) -> dict[str, Any]:
        """As it goes over the wire."""
        page = self._page
        return {"changes": [_wire(row) for row in page.changes], **page.wire(), **self._moved}


def _position(session: AnySession, phone: DeviceIdentity) -> ProgrammePosition:
    """How far its programme has come, as it was read with the phone's token."""
    if phone.along:
        return ProgrammePosition(*phone.along)
    return programme_position(session, phone.programme_id, phone.id)


def _feed(session: AnySession, phone: Phone, position: ProgrammePosition) -> SqlFeed:
    return SqlFeed(session, phone.programme_id, position)


def _lacking(session: AnySession, phone: Phone) -> list[str]:
    return missing(session, programme_id=phone.programme_id, device_id=phone.id, limit=MISSING_AT_ONCE)


def part(session: AnySession, name: str, *, phone: DeviceIdentity) -> bytes:
    """A part of a snapshot of this phone's scope, packed (gzip). Problem `not-found` for any other."""
    found = find_part(session, phone.programme_id, share=share(scope_of(phone, phone.place_path)), name=name)
    if found is None:
        raise Problem("not-found")
    return found


def scope_of(phone: Phone, place_path: str) -> Scope:
    """What this phone may see."""
    names = None if phone.instruments is None else frozenset(map(str, phone.instruments))
    return Scope(place_path, str(phone.person_id), names)


def scope_wire(session: AnySession, phone: DeviceIdentity) -> dict[str, Any]:
    """The scope as the phone shows it."""
    label = register_lookups.place_labels(session, [phone.place_code])[phone.place_code]
    programme = register_lookups.existing_programme(session, phone.programme_id)
    return {
        "programme": phone.programme_id, "place": phone.place_code, "place_path": phone.place_path,
        "place_name": marked(label, programme.settings), "instruments": phone.instruments,
    }  # fmt: skip


def _remember(session: AnySession, phone: Phone, scope: Scope) -> None:
    """Stores the scope of the cursor that is given out now, whatever changed it: a move by a coordinator, a place that
    got another parent, other instruments. The latest come last; the oldest of too many is dropped."""
    if not _is_remembered(phone, scope):
        given = _scope_row(scope)
        past = [one for one in phone.past_scopes or () if one != given]
        note_scopes(session, phone.id, [*past, given][-MOST_PAST:])


def _is_remembered(phone: Phone, scope: Scope) -> bool:
    return list(phone.past_scopes or ())[-1:] == [_scope_row(scope)]


def _scope_row(scope: Scope) -> dict[str, Any]:
    names = None if scope.instruments is None else sorted(scope.instruments)
    return {"place_path": scope.place_path, "person": scope.person, "instruments": names}


def _wire(row: Row) -> dict[str, Any]:
    if row.body is None:
        return {"kind": row.kind, "id": row.name, "op": "drop"}
    name = name_on_phones(row.kind, row.name, row.body)
    return {"kind": row.kind, "id": name, "op": "put", "body": orjson.Fragment(row.body)}


def _proposed_keys(proposed: object) -> dict[str, str] | None:
    """The keys that a phone proposes; None for what is none. It must be able to hand over its records all the same."""
    try:
        return NEXT_KEYS.load(proposed) if isinstance(proposed, dict) else None
    except ValidationError:
        return None


def _clock_offset(text: str | None, now: dt.datetime) -> int | None:
    """Device clock minus ours in ms; None when it cannot be read."""
    device_clock = clock.parse(text) if text else None
    return None if device_clock is None else int((device_clock - now) / dt.timedelta(milliseconds=1))


def _health(report: object, *, answered: int) -> dict[str, Any] | None:
    """A phone's health as it reports it, as far as that can be read; None when there is no report."""
    if not isinstance(report, dict):
        return None
    try:
        health: dict[str, Any] = HEALTH.load(report)
    except ValidationError as error:
        health = error.valid_data if isinstance(error.valid_data, dict) else {}
    # It reported before it had its answer: what it has just handed over is no longer unsent.
    if health.get("unsent"):
        health["unsent"] = max(health["unsent"] - answered, 0)
        health["oldest_unsent_at"] = health.get("oldest_unsent_at") if health["unsent"] else None
    return health
