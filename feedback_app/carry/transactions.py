"""Taking a hand-carried file in: entries in short transactions, media one by one, each committed by itself, so that
what a kill cuts off is done the next time."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Collection
from typing import BinaryIO, cast

from feedback_app.base import clock
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.problem import Problem
from feedback_app.carry import actions, store
from feedback_app.carry.actions import Carrier, NotOurs
from feedback_app.carry.opening import Opened, open_file
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.unknown_phone import Voucher
from feedback_app.media.content_store import sender_of
from feedback_app.media.files import MediaFiles
from feedback_app.media.transactions import take_whole
from feedback_app.media.tus import BUNDLE, Announced
from feedback_app.register.keys import private_keys
from sync.bundle import NotABundle
from sync.sealed_item import SealedItem

log = logging.getLogger(__name__)


def take_in(
    file: BinaryIO,
    *,
    files: MediaFiles,
    carrier: Carrier,
    programmes: Collection[str] | None = None,
    voucher: Voucher | None = None,
) -> CarriedFile:
    """Files all that is whole and vouched for, and remembers what came of each item. Doing it again changes nothing.

    Only for `programmes` (all when not told which). With a `voucher` also what a phone made that nobody here knows.
    Raises `NotABundle`, `NotOurs`.
    """
    with reading() as session:
        keys = private_keys(session, programmes)
    opened = open_file(file, keys)
    if opened.programme is None:
        raise NotOurs
    for batch in actions.batches(opened):
        with transaction() as session:
            actions.file_batch(session, opened, batch, voucher=voucher, now=clock.now())
    for name, sealed_item in opened.sealed_items(entries=False):
        outcome = _store_medium(opened.programme, sealed_item, files, voucher=voucher)
        opened.note(name, outcome, device=sealed_item.device)
    return _note_file(opened, file, carrier)


def _store_medium(programme: str, sealed_item: SealedItem, files: MediaFiles, *, voucher: Voucher | None) -> str:
    """What came of a photo or a voice."""
    with reading() as session:
        sender = actions.media_outcome(session, programme, sealed_item, voucher=voucher)
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
    """Takes in files that phones have passed on, those that are no larger. Returns how many."""
    with reading() as session:
        waiting = store.waiting(session, programme)
    todo = [(one, sha256) for one, sha256, size in waiting if largest is None or size <= largest]
    for home, sha256 in todo:
        _take_in_relayed(home, sha256, files)
    return len(todo)


def take_in_small(files: MediaFiles, programme: str) -> None:
    """What a small hand-carried file gets while its carrier waits. Whatever goes wrong, the job finds it again."""
    try:
        catch_up(files, programme=programme, largest=actions.SMALL)
    except Exception:
        log.exception("a carried file waits for the job")
        db.session.rollback()


def _take_in_relayed(home: str, sha256: str, files: MediaFiles) -> None:
    with reading() as session:
        carrier = Carrier("relay", sender_of(session, home, sha256, BUNDLE))
    try:
        with files.open(home, sha256) as file:
            made = take_in(file, files=files, carrier=carrier)
    except (NotABundle, NotOurs, FileNotFoundError) as why:
        log.warning("the carried file %s could not be opened: %s", sha256, why or type(why).__name__)
        with transaction() as session:
            made = actions.note_unreadable(session, home, sha256, carrier=carrier, now=clock.now())
    with transaction() as session:
        actions.set_aside(session, made.id)
