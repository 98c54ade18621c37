"""Photos and voices whose file is gone or damaged: noticed, named, asked for again from their phones, and mended from
the backups or when the file is there again."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from feedback_app.base import clock
from feedback_app.base.db import AnySession, db, intent, transaction
from feedback_app.media import store as media_store
from feedback_app.media.files import MediaFiles
from feedback_app.media.tables import MediaLoss
from feedback_app.safe import store
from feedback_app.safe.shelf import Shelf
from feedback_app.settings import Settings

FEW = 10
"""As many may be gone before it is asked whether the storage itself is."""


def check_storage(session: AnySession, files: MediaFiles) -> None:
    """FileNotFoundError when most of some contents are gone: that is a folder or a bucket that is not there, and no
    reason to ask every phone for everything."""
    some = store.some_contents(session, limit=4 * FEW)
    gone = [sha256 for programme, sha256 in some if files.size(programme, sha256) is None]
    if len(gone) > max(FEW, len(some) // 2):
        raise FileNotFoundError(f"of {len(some)} photos and voices {len(gone)} are gone: is their storage there?")


def note(programme: str, sha256: str) -> bool:
    """Notes that a content is gone; whether it was held at all."""
    with transaction() as session:
        held = store.is_held(session, programme, sha256)
        media_store.note_loss(session, programme, sha256, clock.now())
    return held


def noted() -> list[tuple[str, str]]:
    """(programme, hash) of what is gone."""
    with intent(write=False):
        found = [(one.programme_id, one.sha256) for one in media_store.losses(db.session)]
        db.session.rollback()
    return found


def mend(settings: Settings, files: MediaFiles) -> int:
    """Brings back contents whose file is there again, or that stand beside the backups. Returns how many."""
    with intent(write=False):
        gone = media_store.losses(db.session)
        db.session.rollback()
    shelf = Shelf(settings.backup) if settings.backup else None
    here = [one for one in gone if _is_whole(files, one) or _is_brought_back(files, one, shelf)]
    with transaction() as session:
        for one in here:
            media_store.keep_media(session, _row(one))
        media_store.end_losses(session)
    return len(here)


def _is_whole(files: MediaFiles, one: MediaLoss) -> bool:
    try:
        with files.open(one.programme_id, one.sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == one.sha256  # type: ignore[arg-type]
    except OSError:
        return False


def _is_brought_back(files: MediaFiles, one: MediaLoss, shelf: Shelf | None) -> bool:
    return shelf is not None and shelf.give_back(files, one.programme_id, one.sha256)


def _row(one: MediaLoss) -> dict[str, object]:
    state = "received" if one.type.startswith("image/") else "ready"
    return {
        "programme_id": one.programme_id, "sha256": one.sha256, "type": one.type, "bytes": one.bytes,
        "received_at": one.received_at, "state": state,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """A content that is gone, for the desk: what it was, since when, and which records speak of it."""

    sha256: str
    type: str
    noticed_at: dt.datetime
    records: list[UUID]


def visible(session: AnySession, programmes: set[str]) -> list[Loss]:
    """What is gone of these programmes."""
    return [
        Loss(one.sha256, one.type, one.noticed_at, media_store.records_of(session, one.programme_id, one.sha256))
        for one in media_store.losses(session)
        if one.programme_id in programmes
    ]
