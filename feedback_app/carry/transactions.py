"""Importing a hand-carried file: entries in short transactions, media one by one, each committed by itself, so that
what a kill cuts off is done the next time."""

from __future__ import annotations

import functools
import hashlib
import io
import logging
from collections.abc import Collection
from typing import BinaryIO, cast

from feedback_app.base import clock
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.files import FULL, StorageDown
from feedback_app.base.problem import Problem
from feedback_app.carry import actions, store
from feedback_app.carry.actions import Carrier, NotOurs
from feedback_app.carry.opening import IsTrusted, Opened, open_file
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.unknown_phone import OwnerClaim
from feedback_app.enrol.lookup_store import Phone
from feedback_app.media.content_store import sender_of
from feedback_app.media.files import MediaFiles
from feedback_app.media.transactions import take_whole
from feedback_app.media.tus import BUNDLE, Announced
from feedback_app.register.keys import private_keys
from sync.bundle import NotABundle
from sync.sealed_item import SealedItem, device_named, is_head_vouched

log = logging.getLogger(__name__)


def import_file(
    file: BinaryIO,
    *,
    files: MediaFiles,
    carrier: Carrier,
    programmes: Collection[str] | None = None,
    claim: OwnerClaim | None = None,
) -> CarriedFile:
    """Files all that is whole and vouched for, and notes the outcome of each item. Idempotent.

    Only for `programmes` (None: for all). With a `claim` of whose phone it is, an unknown phone's items too.
    Raises `NotABundle`, `NotOurs`.
    """
    with reading() as session:
        keys = private_keys(session, programmes)
    opened = open_file(file, keys)
    if opened.programme is None:
        raise NotOurs
    opened.is_trusted = _trust(opened.programme, claim)
    for batch in actions.batches(opened):
        with transaction() as session:
            actions.file_batch(session, opened, batch, claim=claim, now=clock.now())
    for name, sealed_item in opened.sealed_items(entries=False):
        outcome = _store_medium(opened.programme, sealed_item, files, claim=claim)
        opened.note(name, outcome, device=sealed_item.device)
    return _note_file(opened, file, carrier)


def _trust(programme: str, claim: OwnerClaim | None) -> IsTrusted:
    """Whether an item is to be unpacked: the phone that it names vouches for it, or a coordinator's claim may."""

    @functools.cache
    def phone(named: str) -> Phone | None:
        with reading() as session:
            return actions.phone_named(session, programme, named)

    def is_trusted(plain: bytes) -> bool:
        found = phone(device_named(plain) or "")
        if found is None or (claim and found.is_vouched):
            return claim is not None
        return is_head_vouched(plain, found.vouching)

    return is_trusted


def _store_medium(programme: str, sealed_item: SealedItem, files: MediaFiles, *, claim: OwnerClaim | None) -> str:
    """The outcome of a photo or a voice."""
    with reading() as session:
        sender = actions.media_outcome(session, programme, sealed_item, claim=claim)
    if isinstance(sender, str):
        return sender
    announced = Announced(sealed_item.digest, sealed_item.type.split(";")[0])
    try:
        stored = take_whole(files, announced, sealed_item.payload, sender=sender, now=clock.now())
        return "stored" if stored else "later"
    except Problem as problem:
        return "refused" if problem.code in {"too-large", "unsupported-type"} else "later"


def _note_file(opened: Opened, file: BinaryIO, carrier: Carrier) -> CarriedFile:
    file.seek(0)
    sha256 = hashlib.file_digest(cast(io.BufferedReader, file), "sha256").hexdigest()
    size = file.seek(0, 2)
    with transaction() as session:
        return actions.note_file(session, opened, sha256=sha256, size=size, carrier=carrier, now=clock.now())


def catch_up(files: MediaFiles, *, programme: str | None = None, largest: int | None = None) -> int:
    """Imports files that phones have relayed, those that are no larger than `largest`. Returns how many."""
    with reading() as session:
        waiting = store.waiting(session, programme)
    todo = [(one, sha256) for one, sha256, size in waiting if largest is None or size <= largest]
    return sum(_import_unless_unreadable(home, sha256, files) for home, sha256 in todo)


def _import_unless_unreadable(home: str, sha256: str, files: MediaFiles) -> bool:
    """Whether a relayed file was imported. One that the storage does not give back waits and holds up no other; a
    storage that is away or full is no fault of a file."""
    try:
        _import_relayed(home, sha256, files)
    except OSError as why:
        if isinstance(why, StorageDown) or why.errno in FULL:
            raise
        log.warning("the carried file %s cannot be read and is tried again: %s", sha256, why)
        return False
    return True


def import_small(files: MediaFiles, programme: str) -> None:
    """Imports small files while their carrier waits. Whatever goes wrong, the job finds them again."""
    try:
        catch_up(files, programme=programme, largest=actions.SMALL)
    except Exception:
        log.exception("a carried file waits for the job")
        db.session.rollback()


def _import_relayed(home: str, sha256: str, files: MediaFiles) -> None:
    with reading() as session:
        carrier = Carrier("relay", sender_of(session, home, sha256, BUNDLE))
    try:
        with files.open(home, sha256) as file:
            made = import_file(file, files=files, carrier=carrier)
    except (NotABundle, NotOurs, FileNotFoundError) as why:
        log.warning("the carried file %s could not be opened: %s", sha256, str(why) or type(why).__name__)
        with transaction() as session:
            made = actions.note_unreadable(session, home, sha256, carrier=carrier, now=clock.now())
    with transaction() as session:
        actions.set_aside(session, made.id)
