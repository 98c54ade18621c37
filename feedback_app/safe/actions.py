"""Noting beside the backups what a restore must not undo."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.ledger.actions import first_epoch
from feedback_app.ledger.erasure import tombstones
from feedback_app.media.refusal_store import refusals
from feedback_app.safe import access_store, store
from feedback_app.safe.backup_folder import BackupFolder
from feedback_app.settings import Settings


def note_erasures(session: AnySession, settings: Settings) -> int:
    """Writes what was erased since the last backup beside the backups, so that it stays erased if a disk is lost.

    Returns how many are noted; 0 when nothing is new, or there is no folder of backups yet.
    """
    if settings.backup is None or not settings.backup.is_dir():
        return 0
    backup_folder, erased = BackupFolder(settings.backup), [store.tombstone_line(one) for one in tombstones(session)]
    if len(erased) <= len(backup_folder.erasures()):
        return 0
    backup_folder.note_erasures(erased)
    return len(erased)


def note_refusals(session: AnySession, settings: Settings) -> int:
    """Writes beside the backups which photos and voices were taken back. Returns how many were new."""
    if settings.backup is None or not settings.backup.is_dir():
        return 0
    return BackupFolder(settings.backup).note_refusals(refusals(session))


def note_access(session: AnySession, settings: Settings) -> int:
    """Writes who has access beside the backups, so that a restore neither loses nor undoes it. 1 when something was
    new."""
    if settings.backup is None or not settings.backup.is_dir():
        return 0
    return int(BackupFolder(settings.backup).note_access(first_epoch(session), access_store.access(session)))
