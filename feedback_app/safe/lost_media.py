"""Photos and voices whose file is gone or damaged: noticed, named, asked for again from their phones, and mended from
the backups or when the file is there again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import records
from feedback_app.media import store as media_store
from feedback_app.media.content_store import first_contents
from feedback_app.media.files import MediaFiles
from feedback_app.media.store import LostContent
from feedback_app.safe.backup_folder import BackupFolder

FEW = 10
"""As many may be gone before it is asked whether the storage itself is."""


def check_storage(session: AnySession, files: MediaFiles) -> None:
    """FileNotFoundError when most of some contents are gone: that is a folder or a bucket that is not there, and no
    reason to ask every phone for everything."""
    some = first_contents(session, limit=4 * FEW)
    gone = [sha256 for programme, sha256 in some if files.size(programme, sha256) is None]
    if len(gone) > max(FEW, len(some) // 2):
        raise FileNotFoundError(f"of {len(some)} photos and voices {len(gone)} are gone: is their storage there?")


def is_whole(files: MediaFiles, one: LostContent) -> bool:
    """Whether the file of a content is there again."""
    try:
        with files.open(one.programme_id, one.sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == one.sha256  # type: ignore[arg-type]
    except OSError:
        return False


def give_back(files: MediaFiles, one: LostContent, backup_folder: BackupFolder | None) -> bool:
    """Copies a content that is beside the backups to where the server stores it; whether it could."""
    return backup_folder is not None and backup_folder.give_back(files, one.programme_id, one.sha256)


@dataclass(frozen=True, slots=True)
class Loss:
    """A content that is gone, for the desk: what it was, since when, and which records name it."""

    programme_id: str
    sha256: str
    type: str
    noticed_at: dt.datetime
    records: list[UUID]


def visible_losses(session: AnySession, areas: Mapping[str, Area]) -> list[Loss]:
    """What is gone of records in these areas, by programme."""
    mine = [(one, areas[one.programme_id]) for one in media_store.losses(session) if one.programme_id in areas]
    found = [
        Loss(one.programme_id, one.sha256, one.type, one.noticed_at, _records(session, one, area)) for one, area in mine
    ]
    return [one for one in found if one.records]


def _records(session: AnySession, one: LostContent, area: Area) -> list[UUID]:
    speaking = media_store.records_of(session, one.programme_id, one.sha256)
    stored = records(session, one.programme_id, speaking)
    return [key for key in speaking if key in stored and area.covers(stored[key].place_path or "")]
