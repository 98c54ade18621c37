"""Uploads from their announcement to a checked content, and the jobs around media."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import BinaryIO, cast

from feedback_app.base import clock, ids
from feedback_app.base.db import AnySession, begin_writing, end_reading, intent, transaction
from feedback_app.base.files import FULL, StorageDown
from feedback_app.base.problem import Problem
from feedback_app.enrol.clock_marks import is_trusted
from feedback_app.enrol.keys import private_keys
from feedback_app.enrol.store import vouching_key_of
from feedback_app.media import images, sealed, store, tus
from feedback_app.media.files import CHUNK, LocalFiles, MediaFiles, OffsetMismatch, UploadBusy
from feedback_app.media.tables import Media, Upload
from feedback_app.settings import Settings
from sync.letter import MAX_MEDIUM

LIFETIME = dt.timedelta(days=14)
"""How long an upload may take: a phone may be weeks without a signal, but then it starts anew."""
log = logging.getLogger(__name__)

MOST_OPEN = 100
"""Uploads that one phone may have under way; half as many while it is locked, so that a thief leaves its owner room."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose upload it is."""

    device_id: uuid.UUID
    programme_id: str
    posts_only: bool = False
    """The phone is locked: only what it vouches for is taken of it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an upload stands."""

    id: uuid.UUID
    offset: int
    length: int
    expires_at: dt.datetime
    type: str = ""
    """Of what has just become whole."""


def create(
    session: AnySession, announced: tus.Announced, *, length: int, sender: Sender, now: dt.datetime
) -> uuid.UUID:
    """Announces an upload; `standing` says how far it is. The storage is not asked here: it may hang, and others write.

    Problems: `too-large`, `unsupported-type`, `slow-down`, `not-allowed` for something open of a locked phone.
    """
    if sender.posts_only and not announced.sealed and announced.type != tus.BUNDLE:
        raise Problem("not-allowed")
    limit = announced.limit
    if not 0 < length <= (limit or MAX_MEDIUM):
        raise Problem("too-large", limit=limit or MAX_MEDIUM)
    if not limit:
        raise Problem("unsupported-type", detail=announced.type)
    open_ones = store.open_uploads(session, sender.device_id, now)
    mine = next((one for one in open_ones if _is_of(one, announced, length)), None)
    if mine is None and len(open_ones) >= (MOST_OPEN // 2 if sender.posts_only else MOST_OPEN):
        raise Problem("slow-down", headers={"Retry-After": "3600"})
    upload = mine or Upload(
        id=ids.new_id(), device_id=sender.device_id, programme_id=sender.programme_id, sha256=announced.sha256,
        type=announced.type, length=length, sealed=announced.sealed, created_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload.id


def _is_of(upload: Upload, announced: tus.Announced, length: int) -> bool:
    """Whether it is the same bytes that are announced again: what is sealed anew is other bytes."""
    return (upload.sha256, upload.length, upload.sealed) == (announced.sha256, length, announced.sealed)


def standing(
    session: AnySession, files: MediaFiles, upload_id: uuid.UUID, *, sender: Sender, now: dt.datetime
) -> Standing:
    """Where an upload of this sender stands. Problems: `not-found` (another's too), `gone`."""
    upload = _mine(session, upload_id, sender, now)
    whole = session.get(Media, (sender.programme_id, upload.sha256)) is not None
    offset = upload.length if whole else _offset(files, upload)
    if not whole and offset == upload.length:
        # All of it came, and then the server or its database failed: nobody sends it again, so it is ended here.
        _complete(session, files, upload, sender=sender, now=now)
    return Standing(upload.id, offset, upload.length, upload.expires_at, "" if whole else upload.type)


def _offset(files: MediaFiles, upload: Upload) -> int:
    """How much of an upload is here: all of it, too, when it is a content already and the database did not hear so."""
    return upload.length if _content_size(files, upload) is not None else files.offset(upload.id)


def _content_size(files: MediaFiles, upload: Upload) -> int | None:
    """Bytes of the content that an upload became before the database heard of it; None when there is none. One whose
    bytes are not what its name says was damaged, and is no content: it must be sent again."""
    if files.offset(upload.id) != 0 or files.size(upload.programme_id, upload.sha256) is None:
        return None
    size, found = 0, hashlib.sha256()
    with files.open(upload.programme_id, upload.sha256) as content:
        while some := content.read(CHUNK):
            found.update(some)
            size += len(some)
    return size if found.hexdigest() == upload.sha256 else None


def append(
    session: AnySession,
    files: MediaFiles,
    upload_id: uuid.UUID,
    body: BinaryIO,
    *,
    at: int,
    sender: Sender,
    now: dt.datetime,
    checksum: tuple[str, bytes] | None = None,
) -> Standing:
    """Adds bytes at `at`. When the last one is there, the hash is checked before anything is said.

    What arrived before a break is kept. Problems: `not-found`, `gone`, `offset-mismatch`, `checksum-mismatch`.
    """
    upload = _mine(session, upload_id, sender, now)
    if session.get(Media, (sender.programme_id, upload.sha256)) is not None:
        if at != upload.length:
            raise Problem("offset-mismatch", offset=upload.length)
        return Standing(upload.id, upload.length, upload.length, upload.expires_at)
    end_reading(session)  # bytes that trickle in, or that are read again, must hold nobody up
    if at == upload.length == _offset(files, upload):
        _complete(session, files, upload, sender=sender, now=now)
        return Standing(upload.id, at, at, upload.expires_at, upload.type)
    try:
        with _checked(body, checksum) if checksum else nullcontext(body) as checked:
            offset = files.append(upload.id, at, checked, length=upload.length)
    except OffsetMismatch as mismatch:
        raise Problem("offset-mismatch", offset=mismatch.at) from None
    except UploadBusy:
        raise Problem("offset-mismatch", detail="busy") from None
    if offset == upload.length:
        _complete(session, files, upload, sender=sender, now=now)
    return Standing(upload.id, offset, upload.length, upload.expires_at, upload.type)


def _complete(session: AnySession, files: MediaFiles, upload: Upload, *, sender: Sender, now: dt.datetime) -> None:
    """Makes a content of an upload whose bytes are all here. Problem: `checksum-mismatch`."""
    size, upload_id = _make_content(session, files, upload), upload.id
    end_reading(session)
    begin_writing(session)
    _note_content(session, _mine(session, upload_id, sender, now), size=size, now=now)


@contextmanager
def _checked(body: BinaryIO, checksum: tuple[str, bytes]) -> Iterator[BinaryIO]:
    """The chunk, read to its end first, into a file where it is large: a wrong one must leave no byte behind."""
    algorithm, digest = checksum
    found = hashlib.new(algorithm, usedforsecurity=False)
    with SpooledTemporaryFile(max_size=CHUNK) as chunk:
        while some := body.read(CHUNK):
            found.update(some)
            if chunk.tell() + len(some) > MAX_MEDIUM:
                raise Problem("too-large", limit=MAX_MEDIUM)
            chunk.write(some)
        if found.digest() != digest:
            raise Problem("checksum-mismatch")
        chunk.seek(0)
        yield cast(BinaryIO, chunk)


def _make_content(session: AnySession, files: MediaFiles, upload: Upload) -> int:
    """Tells the content's bytes. May be done again by whoever comes after a kill."""
    if (held := _content_size(files, upload)) is not None:
        return held
    if files.digest(upload.id) != (upload.sealed or upload.sha256):
        files.forget_upload(upload.id)
        raise Problem("checksum-mismatch")
    if upload.sealed is None:
        files.keep(upload.id, upload.programme_id, upload.sha256)
        return upload.length
    key = private_keys(session, [upload.programme_id])[upload.programme_id]
    vouching = vouching_key_of(session, upload.device_id)
    content = sealed.content(files.arrived(upload.id), upload.sha256, type=upload.type, key=key, vouching=vouching)
    if content is None:
        files.forget_upload(upload.id)
        raise Problem("checksum-mismatch")
    files.put(upload.programme_id, upload.sha256, io.BytesIO(content))
    files.forget_upload(upload.id)
    return len(content)


def _note_content(session: AnySession, upload: Upload, *, size: int, now: dt.datetime) -> None:
    state = "received" if upload.type.startswith("image/") else "bundle" if upload.type == tus.BUNDLE else "ready"
    # Two phones may end the same content at the same moment: one row, whoever comes first.
    store.keep_media(
        session,
        {
            "programme_id": upload.programme_id, "sha256": upload.sha256, "type": upload.type, "bytes": size,
            "received_at": now, "state": state,
        },
    )  # fmt: skip


def take_whole(
    files: MediaFiles, announced: tus.Announced, content: bytes, *, sender: Sender, now: dt.datetime
) -> bool:
    """Takes a photo or a voice that came some other way, as if its phone had sent it. Whether it is held now.

    In transactions of its own. Problems: as `create`, and `checksum-mismatch`.
    """
    for _ in range(2):  # what the phone itself had begun to send is gone on from, unless it was something else
        with transaction() as session:
            made_id = create(session, announced, length=len(content), sender=sender, now=now)
        begun_before = True
        try:
            with intent(write=False):
                at = standing(session, files, made_id, sender=sender, now=now)
                end_reading(session)
            begun_before = at.offset > 0
            rest = io.BytesIO(content[at.offset :])
            with transaction() as session:
                made = append(session, files, at.id, rest, at=at.offset, sender=sender, now=now)
        except Problem as problem:
            if problem.code != "checksum-mismatch" or not begun_before:
                raise
            continue
        return made.offset == made.length
    return False


def terminate(
    session: AnySession, files: MediaFiles, upload_id: uuid.UUID, *, sender: Sender, now: dt.datetime
) -> None:
    """Ends an upload at its sender's wish. A content that is whole stays. Problems: `not-found`, `gone`."""
    files.forget_upload(_mine(session, upload_id, sender, now).id)
    end_reading(session)
    begin_writing(session)
    session.delete(_mine(session, upload_id, sender, now))


def _mine(session: AnySession, upload_id: uuid.UUID, sender: Sender, now: dt.datetime) -> Upload:
    upload = session.get(Upload, upload_id)
    if upload is None or upload.device_id != sender.device_id:
        raise Problem("not-found")
    if upload.expires_at <= now and (upload.expires_at <= store.ENDED or is_trusted(session, now)):
        raise Problem("gone")
    return upload


@functools.lru_cache(maxsize=8)
def _s3(url: str, endpoint: str | None, at_once: int) -> MediaFiles:
    from feedback_app.media.s3 import S3Files  # only where it is asked for: boto3 is an extra

    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return S3Files(bucket, prefix, endpoint=endpoint, at_once=at_once)


def files_of(settings: Settings) -> MediaFiles:
    """The storage that the settings name."""
    if settings.media_url is not None:
        return _s3(settings.media_url, settings.s3_endpoint, max(1, settings.threads * 3 // 8))
    return LocalFiles(settings.media)


def sweep_uploads(session: AnySession, *, now: dt.datetime, settings: Settings) -> int:
    """Forgets uploads that expired, and their bytes. Returns how many."""
    files = files_of(settings)
    with intent(write=False):
        expired = store.expired_uploads(session, now)
        end_reading(session)
    for upload in expired:
        files.forget_upload(upload.id)
    for upload in expired:
        session.delete(upload)
    return len(expired)


def process_images(*, settings: Settings) -> int:
    """Makes the sizes of every photo that waits, or refuses it with a reason. Returns how many were dealt with.

    Each photo is a transaction of its own and may be done twice without harm.
    """
    files = files_of(settings)
    with transaction() as session:
        waiting = store.waiting_images(session)
    for programme_id, sha256 in waiting:
        made = _sizes(files, programme_id, sha256)
        with transaction() as session:
            if made is None:
                store.note_loss(session, programme_id, sha256, clock.now())
            else:
                store.note_processed(session, programme_id, sha256, made)
    return len(waiting)


def _sizes(files: MediaFiles, programme_id: str, sha256: str) -> images.Processed | images.Refused | None:
    """Makes the sizes of one photo; None when its file is gone. One that cannot be read must not hold up the others,
    but a storage that is away or full is no fault of a photo."""
    with TemporaryDirectory(prefix="echo-image-") as folder:
        original = Path(folder) / "original"
        try:
            with files.open(programme_id, sha256) as source, original.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            log.warning("the photo %s is not where it should be: its phone is asked for it again", sha256)
            return None
        except OSError as why:
            if isinstance(why, StorageDown) or why.errno in FULL:
                raise
            log.warning("the photo %s cannot be read: %s", sha256, why)
            return images.Refused("broken")
        made = images.process(original, Path(folder))
        if isinstance(made, images.Processed):
            for variant, path in made.files.items():
                with path.open("rb") as file:
                    files.put(programme_id, sha256, file, variant)
        return made
