"""Importing hand-carried files. Idempotent: whoever delivers a file, and however often, there is one copy of a record.

Entries are filed as if their own phone had sent them: the same checks, in that phone's area, under its name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.capture.admission import AdmissionContext, faults
from feedback_app.capture.context import admission_context
from feedback_app.carry import store
from feedback_app.carry.areas import places_of_items
from feedback_app.carry.opening import DAMAGED, NOT_FILED, UNVOUCHED, Opened, device_of
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.unknown_phone import OwnerClaim, vouched_device
from feedback_app.enrol.lookup_store import Phone, phone_by_id
from feedback_app.ledger.backup_position import safe_position
from feedback_app.ledger.erasure import any_erased
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.withdrawal import DeviceLedger
from feedback_app.media.actions import Sender
from feedback_app.media.content_store import is_spoken_of, is_stored_anywhere, stored_and_safe
from feedback_app.media.refusal_store import is_refused
from feedback_app.media.store import delete_content
from feedback_app.media.tus import BUNDLE
from feedback_app.register.lookup_store import place_by_code
from sync import engine
from sync.entry import Entry, Fault
from sync.sealed_item import SealedItem

SMALL = 2 * 1024 * 1024
"""Bytes of a file that is imported while its carrier waits."""
BATCH, BATCH_BYTES = 200, 4 * 1024 * 1024
RETAIN_RELAYED = dt.timedelta(days=1)
"""How long a relayed file is stored: a carrier that missed the last answer, or a second one, need not send it again."""
WITHHELD = "withheld"
"""The outcome of a photo or voice whose use was refused: read, and not stored."""
RETAIN_INCOMPLETE = dt.timedelta(days=30)
"""A file of which something could not be filed."""
REMEMBERED = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who delivers a file: `how` is `relay`, `desk` or `cli`."""

    how: str
    device_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


class NotOurs(Exception):
    """Nothing of a file could be opened: it is for another programme, or wholly destroyed. Nothing was filed."""


Batch = list[tuple[str, SealedItem]]


def batches(opened: Opened) -> Iterator[Batch]:
    """Entries of one phone, as many as make a short transaction."""
    batch: Batch = []
    size = 0
    for name, sealed_item in opened.sealed_items(entries=True):
        size += len(sealed_item.payload)
        if batch and (len(batch) == BATCH or size > BATCH_BYTES or batch[0][1].device != sealed_item.device):
            yield batch
            batch, size = [], len(sealed_item.payload)
        batch.append((name, sealed_item))
    if batch:
        yield batch


def file_batch(
    session: AnySession, opened: Opened, batch: Batch, *, claim: OwnerClaim | None, now: dt.datetime
) -> None:
    """Files the entries of one phone that it wrote, as its signature, its MAC or a coordinator's claim says; notes each
    outcome."""
    device = _device(session, opened, batch[0][1], claim, now=now)
    theirs = [(name, sealed_item) for name, sealed_item in batch if device and _is_of(sealed_item, device, claim)]
    for name, sealed_item in batch:
        if (name, sealed_item) not in theirs:
            opened.note(name, UNVOUCHED, device=sealed_item.device)
    if device is None or not theirs:
        return
    context = admission_context(session, device, place_by_code(session, device.place_code).path)
    ledger = DeviceLedger(session, device.programme_id, Arrival(device.id, now, None), context.path_of)
    former = {(one.id, one.rev) for _, one in theirs if _bears_former_mac(one, device)}
    acks = engine.push(ledger, [sealed_item.entry() for _, sealed_item in theirs], _check(device, context, former))
    for (name, sealed_item), ack in zip(theirs, acks, strict=True):
        opened.note(name, ack.outcome.value, device=sealed_item.device, position=ack.position)


def _check(
    device: Phone, context: AdmissionContext, former: Collection[tuple[str, int]]
) -> Callable[[Entry], Sequence[Fault]]:
    """As in an exchange. What a revoked phone made is for the desk to judge: the phone may be in other hands. So is
    what bears a MAC of before its phone had keys, which who read the database could make."""

    def check(entry: Entry) -> Sequence[Fault]:
        found = [*faults(entry, context=context)]
        if device.is_revoked and not device.is_vouched:
            found.append(Fault("device", "revoked"))
        if (str(entry.id), entry.rev) in former:
            found.append(Fault("device", "former-key"))
        return found

    return check


def _bears_former_mac(sealed_item: SealedItem, device: Phone) -> bool:
    return device.vouching.signs and not sealed_item.signature and not device.is_vouched


def _is_of(sealed_item: SealedItem, device: Phone, claim: OwnerClaim | None) -> bool:
    """Whether this phone wrote this: its signature or MAC says so, or a coordinator's claim does."""
    if claim is not None and device.is_vouched:
        return True
    return sealed_item.is_vouched(device.vouching)


def _device(
    session: AnySession, opened: Opened, sealed_item: SealedItem, claim: OwnerClaim | None, *, now: dt.datetime
) -> Phone | None:
    """The phone of this programme that a sealed item names; of an unknown one, a row made on a coordinator's claim."""
    id = device_of(sealed_item)
    device = phone_by_id(session, id) if id else None
    if device is None and id and claim and opened.programme:
        return vouched_device(session, opened.programme, id, sealed_item, claim=claim, now=now)
    return device if device and device.programme_id == opened.programme else None


def phone_named(session: AnySession, programme: str, named: str) -> Phone | None:
    """The phone of this programme that an item names."""
    try:
        device = phone_by_id(session, uuid.UUID(named))
    except ValueError:
        return None
    return device if device and device.programme_id == programme else None


def media_outcome(
    session: AnySession, programme: str, sealed_item: SealedItem, *, claim: OwnerClaim | None
) -> Sender | str:
    """The sender of a sealed photo or voice, when it is to be stored; else its outcome. A revoked phone's is stored
    only when an entry names it, and so is one with a MAC of before its phone had keys."""
    id = device_of(sealed_item)
    device = phone_by_id(session, id) if id else None
    if device is None or device.programme_id != programme or not _is_of(sealed_item, device, claim):
        return UNVOUCHED
    if is_refused(session, programme, sealed_item.digest):
        return WITHHELD
    if stored_and_safe(session, programme, [sealed_item.digest]):
        return "known"
    is_doubtful = device.is_revoked or _bears_former_mac(sealed_item, device)
    if is_doubtful and not is_spoken_of(session, programme, sealed_item.digest):
        return "refused"
    return Sender(device.id, programme)


def note_file(
    session: AnySession, opened: Opened, *, sha256: str, size: int, carrier: Carrier, now: dt.datetime
) -> CarriedFile:
    """Notes the outcome of each item of a file."""
    outcomes, manifest = opened.end(), opened.contents.manifest
    filed = [one for one in outcomes if one["outcome"] not in NOT_FILED]
    entries = [one for one in filed if one["name"].startswith("entries/")]
    places = [one["position"] for one in entries if one.get("position")]
    made = CarriedFile(
        programme_id=str(opened.programme), sha256=sha256, bytes=size, how=carrier.how, device_id=carrier.device_id,
        person_id=carrier.person_id, brought_at=now,
        told=f"{manifest.made_at} {manifest.device_id}"[:200] if manifest else "",
        kept=len(entries), media=len(filed) - len(entries), damaged=len(outcomes) - len(filed),
        last_position=max(places, default=None), outcomes=outcomes,
    )  # fmt: skip
    _add(session, made)
    note_event(
        session, "file_carried", about=("file", sha256), programme=made.programme_id, way=carrier.how,
        entries=len(entries), media=made.media, damaged=made.damaged,
    )  # fmt: skip
    return made


def _add(session: AnySession, made: CarriedFile) -> None:
    session.add(made)
    session.flush()
    concerned = places_of_items(session, made.programme_id, made.outcomes)
    store.insert_places(session, made.id, frozenset[str]().union(*concerned))


def note_unreadable(
    session: AnySession, programme: str, sha256: str, *, carrier: Carrier, now: dt.datetime
) -> CarriedFile:
    """Notes that a file could not be opened."""
    made = CarriedFile(
        programme_id=programme, sha256=sha256, bytes=0, how=carrier.how, device_id=carrier.device_id, brought_at=now,
        told="", kept=0, media=0, damaged=1, outcomes=[{"name": "", "outcome": DAMAGED}],
    )  # fmt: skip
    _add(session, made)
    return made


def set_aside(session: AnySession, file_id: uuid.UUID) -> None:
    """Notes that the file itself is stored for a while (`sweep`)."""
    session.get_one(CarriedFile, file_id).aside = True


def sweep(session: AnySession, *, now: dt.datetime) -> list[tuple[str, str]]:
    """Deletes relayed files that were stored long enough, or that contain a record that was erased since or that nobody
    agreed to have stored.

    (programme, hash) of what is to be removed once this is committed.
    """
    gone: list[tuple[str, str]] = []
    for one in store.set_aside(session):
        records = {_record(item["name"]) for item in one.outcomes if item["name"].startswith("entries/")}
        long = RETAIN_INCOMPLETE if one.damaged else RETAIN_RELAYED
        if one.brought_at < now - long or any_erased(session, one.programme_id, records):
            gone += delete_content(session, one.sha256, BUNDLE)
            one.aside = False
    store.delete_before(session, now - REMEMBERED)
    return gone


def _record(name: str) -> uuid.UUID:
    return uuid.UUID(name.removeprefix("entries/").partition(".")[0])


def carried_status(session: AnySession, hashes: Sequence[str]) -> list[dict[str, Any]]:
    """The status of files, for the phone that carries them: counts only, it cannot read them."""
    return [_status_of(session, sha256) for sha256 in hashes]


def _status_of(session: AnySession, sha256: str) -> dict[str, Any]:
    one = store.newest(session, sha256)
    if one is None:
        state = "received" if is_stored_anywhere(session, sha256, BUNDLE) else "unknown"
        return {"sha256": sha256, "state": state, "kept": 0, "damaged": 0, "safe": False}
    state = "imported" if one.kept + one.media else "unreadable"
    return {
        "sha256": sha256, "state": state, "kept": one.kept, "damaged": one.damaged,
        "safe": state == "imported" and _is_safe(session, one),
    }  # fmt: skip


def _is_safe(session: AnySession, one: CarriedFile) -> bool:
    """Whether all that was filed of a file is in a proven backup."""
    if (one.last_position or 0) > safe_position(session, one.programme_id):
        return False
    filed = [item["name"] for item in one.outcomes if item["outcome"] not in NOT_FILED]
    hashes = [name.removeprefix("media/") for name in filed if name.startswith("media/")]
    stored = stored_and_safe(session, one.programme_id, hashes)
    # One that is no longer stored was erased: nobody needs to keep it.
    return all(stored.get(sha256, True) for sha256 in hashes)
