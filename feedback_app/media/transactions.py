"""What is done about media in several transactions, each committed by itself: none is open while bytes arrive or a
storage is asked, which may hang."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

from feedback_app.base import clock
from feedback_app.base.db import reading, transaction
from feedback_app.base.ids import new_id
from feedback_app.base.problem import Problem
from feedback_app.media import actions, store, tus
from feedback_app.media.actions import Sender, UploadStatus
from feedback_app.media.files import MediaFiles
from feedback_app.media.refusal_store import is_refused
from feedback_app.media.tables import Upload


def announce(
    files: MediaFiles, announced: tus.Announced, *, length: int, sender: Sender, now: dt.datetime
) -> UploadStatus:
    """Announces an upload, committed before any byte is read; returns its offset. One whose bytes are all here, from
    before the server or its database failed, is ended. One whose use was refused is answered as if it were here, so
    that its phone lets go of it; nothing of it is taken. Problems: as `actions.create`, and `checksum-mismatch`."""
    with reading() as session:
        if is_refused(session, sender.programme_id, announced.sha256):
            return UploadStatus(new_id(), length, length, now + actions.LIFETIME)
    with transaction() as session:
        upload_id = actions.create(session, announced, length=length, sender=sender, now=now)
    with reading() as session:
        upload, is_stored = actions.find_upload(session, upload_id, sender=sender, now=now)
    if not is_stored and actions.stored_offset(files, upload) == upload.length:
        return _complete(files, upload, sender=sender, now=now)
    return actions.status(files, upload, is_stored=is_stored)


def status(files: MediaFiles, upload_id: UUID, *, sender: Sender, now: dt.datetime) -> UploadStatus:
    """How far an upload is. Writes nothing. Problems: `not-found`, `gone`."""
    with reading() as session:
        upload, is_stored = actions.find_upload(session, upload_id, sender=sender, now=now)
    return actions.status(files, upload, is_stored=is_stored)


def append(
    files: MediaFiles,
    upload_id: UUID,
    body: BinaryIO,
    *,
    at: int,
    sender: Sender,
    now: dt.datetime,
    checksum: tuple[str, bytes] | None = None,
) -> UploadStatus:
    """Adds bytes at `at`. When the last one is there, the hash is checked before any answer.

    Problems: `not-found`, `gone`, `offset-mismatch`, `checksum-mismatch`.
    """
    with reading() as session:
        upload, is_stored = actions.find_upload(session, upload_id, sender=sender, now=now)
    if is_stored:
        if at != upload.length:
            raise Problem("offset-mismatch", offset=upload.length)
        return actions.status(files, upload, is_stored=True)
    offset = actions.append(files, upload, body, at=at, checksum=checksum)
    if offset == upload.length:
        return _complete(files, upload, sender=sender, now=now)
    return UploadStatus(upload.id, offset, upload.length, upload.expires_at, upload.type)


def _complete(files: MediaFiles, upload: Upload, *, sender: Sender, now: dt.datetime) -> UploadStatus:
    """Makes a content of an upload whose bytes are all here. Problem: `checksum-mismatch`."""
    with reading() as session:
        keys = actions.sealing_keys(session, upload)
    size = actions.make_content(files, upload, keys)
    with transaction() as session:
        actions.note_content(session, upload.id, size=size, sender=sender, now=now)
    return replace(actions.status(files, upload, is_stored=True), type=upload.type)


def take_whole(
    files: MediaFiles, announced: tus.Announced, content: bytes, *, sender: Sender, now: dt.datetime
) -> bool:
    """Takes a photo or a voice that came some other way, as if its phone had sent it. Whether it is stored now.

    Problems: as `announce`.
    """
    for _ in range(2):  # what the phone itself had begun to send is gone on from, unless it was something else
        begun_before = True
        try:
            at = announce(files, announced, length=len(content), sender=sender, now=now)
            begun_before = at.offset > 0
            if at.offset == at.length:
                return True
            made = append(files, at.id, io.BytesIO(content[at.offset :]), at=at.offset, sender=sender, now=now)
        except Problem as problem:
            if problem.code != "checksum-mismatch" or not begun_before:
                raise
            continue
        return made.offset == made.length
    return False


def terminate(files: MediaFiles, upload_id: UUID, *, sender: Sender, now: dt.datetime) -> None:
    """Ends an upload at its sender's wish. Problems: `not-found`, `gone`."""
    with reading() as session:
        upload, _ = actions.find_upload(session, upload_id, sender=sender, now=now)
    files.delete_upload(upload.id)
    with transaction() as session:
        actions.terminate(session, upload_id, sender=sender, now=now)


def sweep_uploads(files: MediaFiles, *, now: dt.datetime) -> int:
    """Deletes uploads that expired, their bytes first: a kill leaves none behind. Returns how many."""
    with reading() as session:
        expired = [upload.id for upload in store.expired_uploads(session, now)]
    for upload_id in expired:
        files.delete_upload(upload_id)
    with transaction() as session:
        store.delete_uploads(session, expired)
    return len(expired)


def process_images(files: MediaFiles) -> int:
    """Makes the sizes of every photo that waits, or refuses it with a reason. Returns how many were dealt with.

    Each photo may be done twice without harm.
    """
    with reading() as session:
        waiting = store.waiting_images(session)
    for programme_id, sha256 in waiting:
        made = actions.make_sizes(files, programme_id, sha256)
        with transaction() as session:
            actions.note_sizes(session, programme_id, sha256, made, now=clock.now())
    return len(waiting)
