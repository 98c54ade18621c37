"""Making a backup that is proven before it counts, and coming back from one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from feedback_app.base import clock, ids
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.ledger.actions import begin_epoch, erase, verify
from feedback_app.ledger.tables import Erasure, Record
from feedback_app.media.files import MediaFiles
from feedback_app.media.tables import Media
from feedback_app.safe import store
from feedback_app.safe.copies import CopyFailed, copies_of
from feedback_app.safe.shelf import STAMP, Damaged, Manifest, Shelf, ShelfBusy, to_keep
from feedback_app.safe.tables import Backup
from feedback_app.settings import Settings

FORGET_RUNS = dt.timedelta(days=400)
RETRY = dt.timedelta(minutes=15)
LATE = 2
"""How many intervals without a backup until the desk is alarmed."""


class BackupFailed(Exception):
    """Nothing was made safe; says why."""


def back_up(target: Path, settings: Settings, files: MediaFiles) -> Manifest:
    """Copies database and media to a folder, proves the copy, and only then moves the safe places.

    Writing goes on meanwhile. Each try is noted, with what went wrong. Raises `BackupFailed`.
    """
    now = clock.now()
    run = Backup(id=ids.new_id(), target=str(target)[:400], started_at=now)
    with transaction() as session:
        session.add(run)
    try:
        manifest, contents = _made(Shelf(target), settings, files, now)
    except (OSError, CopyFailed, Damaged, ShelfBusy, BackupFailed) as why:
        with transaction() as session:
            _end(session, run, ok=False).problem = str(why)[:400]
        raise BackupFailed(str(why)) from why
    with transaction() as session:
        # A restore in the meantime began another life, whose places are not those of the copy.
        if store.epoch(session) == manifest.epoch:
            store.move_safe(session, manifest.positions, contents)
        done = _end(session, run, ok=True)
        done.entries, done.media, done.bytes = manifest.entries, manifest.media, manifest.bytes
        store.forget_runs(session, now - FORGET_RUNS)
    return manifest


def _end(session: AnySession, run: Backup, *, ok: bool) -> Backup:
    held = session.get_one(Backup, run.id)
    held.ok, held.ended_at = ok, clock.now()
    return held


def _made(
    shelf: Shelf, settings: Settings, files: MediaFiles, now: dt.datetime
) -> tuple[Manifest, list[tuple[str, str]]]:
    copies = copies_of(settings.database_url)
    with shelf.alone(), shelf.draft(now) as folder:
        copies.take(folder)
        with copies.opened(folder) as engine, Session(engine) as copied:
            found = verify(copied)
            if found.bad:
                raise BackupFailed(f"{len(found.bad)} entries with other bytes than their digest says: {found.bad[0]}")
            contents, size = _keep_contents(shelf, files, copied)
            manifest = Manifest(
                made_at=clock.iso(now), epoch=store.epoch(copied), database=copies.name,
                positions=store.positions(copied), entries=found.entries, records=found.records, media=len(contents),
                bytes=(folder / copies.name).stat().st_size + size,
            )  # fmt: skip
            erased = [store.told(one) for one in store.erasures(copied)]
        shelf.finish(folder, manifest, erased)
        kept = to_keep(shelf.backups(), *settings.backup_keep)
        shelf.sweep(contents=set(contents), keep=kept)
    return manifest, contents


def _keep_contents(shelf: Shelf, files: MediaFiles, copied: Session) -> tuple[list[tuple[str, str]], int]:
    """Copies every content that the copied database speaks of; returns them, and the bytes that were new."""
    kept, size = [], 0
    for programme, sha256 in store.contents(copied):
        try:
            size += shelf.keep_content(files, programme, sha256)
        except FileNotFoundError:
            if store.is_held(db.session, programme, sha256):
                raise BackupFailed(f"the content {sha256} is not where it should be") from None
            continue  # erased since the copy was taken
        kept.append((programme, sha256))
    return kept, size


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `lost` names contents that are neither in the backup nor here: their phones are asked again."""

    manifest: Manifest
    epoch: str
    lost: int
    before: Path
    """Where what stood there before was put."""


def restore(source: Path, settings: Settings, files: MediaFiles, *, name: str | None = None) -> Restored:
    """Makes this server what a backup in the folder is (the newest, or the one of that name), in a new epoch.

    What stood here before is copied aside first. Erasures that were made after the backup are made again. The server
    must not be running. Raises `BackupFailed`.
    """
    shelf, now = Shelf(source), clock.now()
    folder, manifest = _chosen(shelf, name)
    copies = copies_of(settings.database_url)
    if manifest.database != copies.name:
        raise BackupFailed(f"the backup is a {manifest.database}, this server keeps another kind of database")
    before = settings.data / "before-restore" / now.strftime(STAMP)
    before.mkdir(parents=True)
    erased = store.erasures_of(db.engine)  # the newest may be in no backup yet
    with _told():
        copies.take(before)
        copies.put_back(folder)
    with transaction() as session:
        epoch = begin_epoch(session, now, "restored")
        lost = _bring_back_contents(session, shelf, files)
        store.move_safe(session, manifest.positions, [])
        _erase_again(session, [*shelf.erasures(), *erased], files, now)
    return Restored(manifest, epoch, lost, before)


def _chosen(shelf: Shelf, name: str | None) -> tuple[Path, Manifest]:
    for folder, manifest in shelf.backups():
        if name in {None, folder.name}:
            return folder, manifest
    raise BackupFailed(f"no proven backup{f' {name}' if name else ''} in {shelf.folder}")


@contextmanager
def _told() -> Iterator[None]:
    db.session.remove()
    db.engine.dispose()
    try:
        yield
    except (OSError, CopyFailed) as why:
        raise BackupFailed(str(why)) from why


def _bring_back_contents(session: AnySession, shelf: Shelf, files: MediaFiles) -> int:
    lost = 0
    for programme, sha256 in list(store.contents(session)):
        kept = shelf.content(programme, sha256)
        media = session.get_one(Media, (programme, sha256))
        media.safe = kept.exists()
        if files.size(programme, sha256) is not None:
            continue
        if not kept.exists():
            session.delete(media)
            lost += 1
            continue
        with kept.open("rb") as source:
            files.put(programme, sha256, source)
        media.state = "received" if media.type.startswith("image/") else media.state  # its smaller sizes are made anew
    session.flush()
    return lost


def note_erasures(session: AnySession, settings: Settings) -> int:
    """Writes what was erased since the last backup beside the backups, so that no disk's death brings it back.

    Returns how many are noted; 0 when nothing is new, or there is no shelf yet.
    """
    if settings.backup is None or not settings.backup.is_dir():
        return 0
    shelf, now = Shelf(settings.backup), [store.told(one) for one in store.erasures(session)]
    if len(now) <= len(shelf.erasures()):
        return 0
    with shelf.alone():
        shelf.note(now)
    return len(now)


def _erase_again(session: AnySession, erased: Sequence[Mapping[str, Any]], files: MediaFiles, now: dt.datetime) -> None:
    for one in erased:
        programme, record_id = one["programme"], uuid.UUID(one["record"])
        if session.get(Erasure, (programme, record_id)) is not None:
            continue
        record = session.get(Record, (programme, record_id))
        if record is not None:
            for sha256 in erase(session, record, now=now, reason=one["reason"], by=one["by"]):
                files.forget(programme, sha256)
        else:
            session.add(
                Erasure(
                    programme_id=programme, record_id=record_id, at=now, reason=one["reason"], by=one["by"],
                    media=one.get("media"),
                )
            )  # fmt: skip
            session.flush()


def is_due(session: AnySession, settings: Settings, now: dt.datetime) -> bool:
    """Whether the schedule asks for a backup now."""
    if settings.backup is None:
        return False
    done, failed = store.last(session, ok=True), store.last(session, ok=False)
    if failed and failed.started_at > now - RETRY:
        return False
    return done is None or done.started_at <= now - dt.timedelta(seconds=settings.backup_every)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong with the backups: `failed`, `late` or `none`; since when, and what was said."""

    kind: str
    since: dt.datetime | None
    problem: str | None = None


def alarm(session: AnySession, settings: Settings, now: dt.datetime) -> Alarm | None:
    """What coordinators must be told about backups; None when all is well, or when there is no schedule."""
    if settings.backup is None:
        return None
    done, failed = store.last(session, ok=True), store.last(session, ok=False)
    if failed and failed.ok is False and (done is None or failed.started_at > done.started_at):
        return Alarm("failed", failed.started_at, failed.problem)
    if done is None:
        return Alarm("none", None)
    late = done.started_at < now - LATE * dt.timedelta(seconds=settings.backup_every)
    return Alarm("late", done.started_at) if late else None
