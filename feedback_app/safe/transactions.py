"""Backups that are proven before they count, and lost photos and voices: each step is committed by itself, and no
transaction is open while files are copied."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from feedback_app.audit.actions import current_head
from feedback_app.audit.log import note_event
from feedback_app.audit.transactions import seal_all
from feedback_app.base import clock
from feedback_app.base.db import AnySession, reading, transaction
from feedback_app.enrol.secret.actions import secret_names
from feedback_app.ledger.actions import first_epoch, verify
from feedback_app.ledger.backup_position import last_positions
from feedback_app.ledger.entry_chain import ledger_heads
from feedback_app.ledger.erasure import tombstones
from feedback_app.ledger.positions import epoch
from feedback_app.ledger.transactions import chain_all
from feedback_app.media import store as media_store
from feedback_app.media.content_store import contents as stored_contents
from feedback_app.media.content_store import is_stored
from feedback_app.media.files import MediaFiles
from feedback_app.safe import access_store, lost_media, store
from feedback_app.safe.backup_folder import BackupFailed, BackupFolder, BackupFolderBusy, Damaged, Manifest, to_keep
from feedback_app.safe.copy_store import CopyFailed, copies_of
from feedback_app.safe.tables import Backup
from feedback_app.settings import Settings

MOST_RUNS = 2000
"""How many tries are stored."""


def back_up(target: Path, settings: Settings, files: MediaFiles) -> Manifest:
    """Copies database and media to a folder, proves the copy, and only then moves the safe positions.

    Writing goes on meanwhile. Each try is noted, with what went wrong. Raises `BackupFailed`.
    """
    seal_all()
    chain_all()
    now = clock.now()
    with transaction() as session:
        run = Backup(n=store.next_n(session), target=str(target)[:400], started_at=now)
        session.add(run)
    try:
        with reading() as session:
            lost_media.check_storage(session, files)
        manifest, contents = _made(BackupFolder(target), settings, files, now)
    except (OSError, CopyFailed, Damaged, BackupFolderBusy, BackupFailed) as why:
        with transaction() as session:
            _end(session, run, ok=False).problem = str(why)[:400]
            note_event(session, "backup_failed", about=("backup", run.n))
        raise BackupFailed(str(why)) from why
    with transaction() as session:
        # A restore in the meantime began another life, whose positions are not those of the copy.
        if epoch(session) == manifest.epoch:
            store.move_safe(session, manifest.positions, contents)
        done = _end(session, run, ok=True)
        done.entries, done.media, done.bytes = manifest.entries, manifest.media, manifest.bytes
        done.lacking = manifest.lacking
        note_event(session, "backup_made", about=("backup", run.n), entries=manifest.entries, media=manifest.media)
        store.delete_old_runs(session, keep=MOST_RUNS)
    return manifest


def _end(session: AnySession, run: Backup, *, ok: bool) -> Backup:
    stored = session.get_one(Backup, run.id)
    stored.ok, stored.ended_at = ok, clock.now()
    return stored


def _made(
    backup_folder: BackupFolder, settings: Settings, files: MediaFiles, now: dt.datetime
) -> tuple[Manifest, list[tuple[str, str]]]:
    copies = copies_of(settings.database_url)
    with backup_folder.alone(), backup_folder.draft(now) as folder:
        copies.take(folder)
        with copies.opened(folder) as engine, Session(engine) as copied:
            found = verify(copied)
            if found.bad:
                raise BackupFailed(f"{len(found.bad)} entries with other bytes than their digest says: {found.bad[0]}")
            life, others = first_epoch(copied), backup_folder.backups(now)
            if any(one.life not in {"", life} for _, one in others):
                raise BackupFailed(
                    "in this folder are backups of another server: restore one of them, or choose another"
                )
            contents, size, lacking = _keep_contents(backup_folder, files, copied)
            manifest = Manifest(
                made_at=clock.iso(now), epoch=epoch(copied), database=copies.name,
                positions=last_positions(copied), entries=found.entries, records=found.records, media=len(contents),
                bytes=(folder / copies.name).stat().st_size + size, lacking=lacking, life=life,
                n=max((one.n for _, one in others), default=0) + 1, audit=current_head(copied).to_json(),
                ledger={key: head.to_json() for key, head in ledger_heads(copied).items()},
                secrets=sorted(secret_names(copied)),
            )  # fmt: skip
            erased = [store.tombstone_line(one) for one in tombstones(copied)]
            access = access_store.access(copied)
        backup_folder.note_access(life, access)
        backup_folder.finish(folder, manifest, erased)
        keep = to_keep(backup_folder.backups(now), *settings.backup_keep)
        backup_folder.sweep(contents=set(contents) | set(_lost()), keep=keep)
    return manifest, contents


def _keep_contents(
    backup_folder: BackupFolder, files: MediaFiles, copied: Session
) -> tuple[list[tuple[str, str]], int, int]:
    """Copies every content that the copied database names; returns them, the bytes that were new, and how many are
    missing or damaged: the backup goes on without these, and their phones are asked."""
    copied_contents, size, lacking = [], 0, 0
    for programme, sha256 in stored_contents(copied):
        try:
            size += backup_folder.keep_content(files, programme, sha256)
        except (FileNotFoundError, Damaged):
            if _note_loss(programme, sha256):
                lacking += 1
            continue  # or erased since the copy was taken
        copied_contents.append((programme, sha256))
    return copied_contents, size, lacking


def _note_loss(programme: str, sha256: str) -> bool:
    """Notes that a content is gone; whether it was stored at all."""
    with transaction() as session:
        was_stored = is_stored(session, programme, sha256)
        media_store.note_loss(session, programme, sha256, clock.now())
    return was_stored


def _lost() -> list[tuple[str, str]]:
    """(programme, hash) of what is gone."""
    with reading() as session:
        return [(one.programme_id, one.sha256) for one in media_store.losses(session)]


def mend_losses(settings: Settings, files: MediaFiles) -> int:
    """Restores contents whose file is there again, or that are beside the backups. Returns how many."""
    with reading() as session:
        if not media_store.any_loss_noted(session):
            return 0
        gone = media_store.losses(session)
    backup_folder = BackupFolder(settings.backup) if settings.backup else None
    here = [one for one in gone if lost_media.is_whole(files, one) or lost_media.give_back(files, one, backup_folder)]
    with transaction() as session:
        for one in here:
            media_store.note_found(session, one)
        media_store.end_losses(session)
    return len(here)
