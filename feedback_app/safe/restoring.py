"""Restoring a backup, without losing or undoing what was done about people and phones since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from feedback_app.audit.log import note_event
from feedback_app.base import clock
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.base.files import create_private_folder, replacing_file
from feedback_app.base.sealing import WrongSecret, keyring
from feedback_app.ledger import consent_sweep
from feedback_app.ledger.actions import begin_epoch, first_epoch, open_ledgers
from feedback_app.ledger.erasure import erase_again
from feedback_app.ledger.transactions import delete_unused_media
from feedback_app.media import store as media_store
from feedback_app.media.content_store import contents
from feedback_app.media.files import MediaFiles
from feedback_app.media.refusal_store import refuse_again
from feedback_app.migrations import upgrade
from feedback_app.register.lookup_store import programme_ids
from feedback_app.safe import access_store, store
from feedback_app.safe.access import Access, merge_access
from feedback_app.safe.backup_folder import STAMP, BackupFailed, BackupFolder, Manifest, read_access
from feedback_app.safe.copy_store import CopyFailed, DatabaseCopies, copies_of
from feedback_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `lost` counts contents that are neither in the backup nor here: phones are asked for them."""

    manifest: Manifest
    epoch: str
    lost: int
    before: Path
    """Where the copy of the earlier database is."""


def restore(source: Path, settings: Settings, files: MediaFiles, *, name: str | None = None) -> Restored:
    """Makes this server what a backup in the folder is (the newest, or the one of that name), in a new epoch.

    The earlier database is copied aside first. What was erased, enrolled, revoked and spent since the backup is so
    again. The schema of an older backup is migrated to this version. The server must not be running. Raises
    `BackupFailed`.
    """
    backup_folder, now = BackupFolder(source), clock.now()
    folder, manifest = _chosen(backup_folder, name, now)
    copies = copies_of(settings.database_url)
    if manifest.database != copies.name:
        raise BackupFailed(f"the backup is a {manifest.database}, this server keeps another kind of database")
    if unknown := [one for one in manifest.secrets if not keyring().knows(one)]:
        raise BackupFailed(str(WrongSecret(unknown[0])))
    # What is new may be noted nowhere yet.
    erased, refused = store.erasures_of(db.engine), store.refusals_of(db.engine)
    here = access_store.access_of(db.engine)
    backup_folders = [
        backup_folder,
        *([BackupFolder(settings.backup)] if settings.backup and settings.backup != source else []),
    ]
    _check_notes(backup_folders)
    with _storage_errors():
        before = _set_aside(copies, settings, here, now)
        copies.put_back(folder)
        with db.engine.begin() as connection:
            upgrade(connection)
    with transaction() as session:  # by itself: whatever fails after it, phones must hear that much is gone
        epoch = begin_epoch(session, now, "restored")
        note_event(session, "backup_restored", about=("backup", manifest.n), epoch=epoch, restored_from=manifest.n)
    with transaction() as session:
        life = first_epoch(session)
        access_store.write(session, _noted(life, backup_folders, settings, here))
        open_ledgers(session, now)
        lost = _restore_contents(session, backup_folder, files, now)
        store.move_safe(session, manifest.positions, [])
        _erase_again(session, [*(one for each in backup_folders for one in each.erasures()), *erased], files, now)
        refuse_again(session, [*(one for each in backup_folders for one in each.refusals()), *refused])
    _sweep_consent(files, now)
    return Restored(manifest, epoch, lost, before)


def _check_notes(backup_folders: Sequence[BackupFolder]) -> None:
    """Before anything is changed. Raises `BackupFailed` when a file of notes is damaged."""
    for backup_folder in backup_folders:
        backup_folder.erasures()
        backup_folder.refusals()
        for file in backup_folder.folder.glob("access-*.json"):
            read_access(file)


def _set_aside(copies: DatabaseCopies, settings: Settings, here: tuple[str, Access], now: dt.datetime) -> Path:
    """Copies the database aside; returns where. When that fails, no half copy is left behind."""
    before = settings.data / "before-restore" / now.strftime(STAMP)
    create_private_folder(before)
    try:
        _note_aside(before, here)
        copies.set_aside(before)
    except BaseException:
        for half in (before / copies.name, *before.glob("access-*.json")):
            half.unlink(missing_ok=True)
        with suppress(OSError):  # what was moved there stays
            before.rmdir()
        raise
    return before


def _note_aside(before: Path, here: tuple[str, Access]) -> None:
    """Beside the copy of the earlier database: a restore after this one may need it."""
    life, access = here
    if life:
        with replacing_file(before / f"access-{life}.json") as file:
            file.write(orjson.dumps(access))


def _noted(life: str, backup_folders: Sequence[BackupFolder], settings: Settings, here: tuple[str, Access]) -> Access:
    """All that is known of who has access to the database of this life, the latest last. Of another database that
    happened to be here, nothing counts."""
    aside = sorted(
        (settings.data / "before-restore").glob(f"*/access-{life}.json"), key=lambda one: one.stat().st_mtime
    )
    states = [
        *map(read_access, aside),
        *(one.access(life) for one in backup_folders),
        *([here[1]] if here[0] == life else []),
    ]
    return merge_access(*states)


def _chosen(backup_folder: BackupFolder, name: str | None, now: dt.datetime) -> tuple[Path, Manifest]:
    found = [(folder, manifest) for folder, manifest in backup_folder.backups(now) if name in {None, folder.name}]
    if len({manifest.life for _, manifest in found if manifest.life}) > 1:
        raise BackupFailed(f"the backups in {backup_folder.folder} are of different servers: name one of them (--name)")
    if found:
        return found[0]
    raise BackupFailed(f"no proven backup{f' {name}' if name else ''} in {backup_folder.folder}")


@contextmanager
def _storage_errors() -> Iterator[None]:
    db.session.remove()
    db.engine.dispose()
    try:
        yield
    except (OSError, CopyFailed) as why:
        raise BackupFailed(str(why)) from why


def _restore_contents(session: AnySession, backup_folder: BackupFolder, files: MediaFiles, now: dt.datetime) -> int:
    lost = 0
    for programme, sha256 in list(contents(session)):
        safe, gone = backup_folder.content(programme, sha256).exists(), files.size(programme, sha256) is None
        returned = gone and backup_folder.give_back(files, programme, sha256)
        media_store.note_restored(session, programme, sha256, safe=safe, anew=returned)
        if gone and not returned:
            media_store.note_loss(session, programme, sha256, now)
            lost += 1
    session.flush()
    return lost


def _sweep_consent(files: MediaFiles, now: dt.datetime) -> None:
    """Empties what an older server had stored without consent, before anybody can read it again."""
    for programme in programme_ids(db.session):
        while True:
            with transaction() as session:
                if not consent_sweep.catch_up(session, programme, now=now):
                    break
    delete_unused_media(files)


def _erase_again(session: AnySession, erased: Sequence[Mapping[str, Any]], files: MediaFiles, now: dt.datetime) -> None:
    for one in erased:
        for sha256 in erase_again(session, store.tombstone(one, now)):
            files.delete(str(one["programme"]), sha256)
