"""Uploads from their announcement to a checked content, and the sizes of photos."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import logging
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import BinaryIO, cast

from feedback_app.base.db import AnySession
from feedback_app.base.files import FULL, StorageDown
from feedback_app.base.problem import Problem
from feedback_app.enrol import budget_store
from feedback_app.enrol.budget import Amounts, Usage
from feedback_app.enrol.clock_marks import is_trusted
from feedback_app.enrol.lookup_store import vouching_by_id
from feedback_app.media import images, sealed, store, tus
from feedback_app.media.decoding import process_apart
from feedback_app.media.files import CHUNK, LocalFiles, MediaFiles, OffsetMismatch, UploadBusy
from feedback_app.media.tables import Media, Upload
from feedback_app.register.keys import private_keys
from feedback_app.settings import Settings
from sync.sealed_item import MAX_MEDIUM
from sync.signing import Vouching

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
    usage: Usage | None = None
    """What it handed over of late; None where somebody carried it, of whose budget it is."""


@dataclass(frozen=True, slots=True)
class UploadStatus:
    """How far an upload is."""

    id: uuid.UUID
    offset: int
    length: int
    expires_at: dt.datetime
    type: str = ""
    """Of what has just become whole."""


def create(
    session: AnySession, announced: tus.Announced, *, length: int, sender: Sender, now: dt.datetime
) -> uuid.UUID:
    """Announces an upload. The storage is not asked here: it may hang, and others write.

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
    if mine is None and sender.usage is not None:
        budget_store.check(session, sender.programme_id, sender.usage.at(now), "media_bytes", now=now)
        budget_store.count(session, sender.device_id, Amounts(media_bytes=length), now)
    upload = mine or Upload(
        device_id=sender.device_id, programme_id=sender.programme_id, sha256=announced.sha256,
        type=announced.type, length=length, sealed=announced.sealed, created_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload.id


def _is_of(upload: Upload, announced: tus.Announced, length: int) -> bool:
    """Whether it is the same bytes that are announced again: what is sealed anew is other bytes."""
    return (upload.sha256, upload.length, upload.sealed) == (announced.sha256, length, announced.sealed)


def find_upload(session: AnySession, upload_id: uuid.UUID, *, sender: Sender, now: dt.datetime) -> tuple[Upload, bool]:
    """An upload of this sender, and whether its content is stored. Problems: `not-found` (another's too), `gone`."""
    upload = _mine(session, upload_id, sender, now)
    return upload, session.get(Media, (sender.programme_id, upload.sha256)) is not None


def status(files: MediaFiles, upload: Upload, *, is_stored: bool) -> UploadStatus:
    """How far an upload is. Problem `gone` when all of it came and then the server or its database failed: it is no
    content yet, and nobody sends anything more. Who announces it again ends it."""
    offset = upload.length if is_stored else stored_offset(files, upload)
    if not is_stored and offset == upload.length:
        raise Problem("gone")
    return UploadStatus(upload.id, offset, upload.length, upload.expires_at)


def stored_offset(files: MediaFiles, upload: Upload) -> int:
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
    files: MediaFiles, upload: Upload, body: BinaryIO, *, at: int, checksum: tuple[str, bytes] | None = None
) -> int:
    """Adds bytes at `at`; returns the new offset. What arrived before a break stays.

    Problems: `offset-mismatch`, `checksum-mismatch`.
    """
    if at == upload.length == stored_offset(files, upload):
        return at
    try:
        with _checked(body, checksum) if checksum else nullcontext(body) as checked:
            return files.append(upload.id, at, checked, length=upload.length)
    except OffsetMismatch as mismatch:
        raise Problem("offset-mismatch", offset=mismatch.at) from None
    except UploadBusy:
        raise Problem("offset-mismatch", detail="busy") from None


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


def sealing_keys(session: AnySession, upload: Upload) -> tuple[Sequence[bytes], Vouching] | None:
    """What opens an upload and proves whose it is; None for one that is not sealed."""
    if upload.sealed is None:
        return None
    programme = upload.programme_id
    return private_keys(session, [programme])[programme], vouching_by_id(session, upload.device_id)


def make_content(files: MediaFiles, upload: Upload, keys: tuple[Sequence[bytes], Vouching] | None) -> int:
    """Makes a content of an upload whose bytes are all here; returns its size. May be done again by whoever comes after
    a kill. Problem: `checksum-mismatch`."""
    if (size := _content_size(files, upload)) is not None:
        return size
    if files.digest(upload.id) != (upload.sealed or upload.sha256):
        files.delete_upload(upload.id)
        raise Problem("checksum-mismatch")
    if keys is None:
        files.keep(upload.id, upload.programme_id, upload.sha256)
        return upload.length
    private, vouching = keys
    content = sealed.content(files.arrived(upload.id), upload.sha256, type=upload.type, keys=private, vouching=vouching)
    if content is None:
        files.delete_upload(upload.id)
        raise Problem("checksum-mismatch")
    files.put(upload.programme_id, upload.sha256, io.BytesIO(content))
    files.delete_upload(upload.id)
    return len(content)


def note_content(session: AnySession, upload_id: uuid.UUID, *, size: int, sender: Sender, now: dt.datetime) -> None:
    """Notes that an upload has become a content. Problems: `not-found`, `gone`."""
    upload = _mine(session, upload_id, sender, now)
    state = (
        "received" if upload.type.startswith("image/") else store.BUNDLE_STATE if upload.type == tus.BUNDLE else "ready"
    )
    # Two phones may end the same content at the same moment: one row, whoever comes first.
    store.keep_media(
        session,
        {
            "programme_id": upload.programme_id, "sha256": upload.sha256, "type": upload.type, "bytes": size,
            "received_at": now, "state": state,
        },
    )  # fmt: skip


def terminate(session: AnySession, upload_id: uuid.UUID, *, sender: Sender, now: dt.datetime) -> None:
    """Ends an upload at its sender's wish, once its bytes are gone. A content that is whole stays. Problems:
    `not-found`, `gone`."""
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


def note_sizes(
    session: AnySession, programme_id: str, sha256: str, made: images.Processed | images.Refused | None, *,
    now: dt.datetime,
) -> None:  # fmt: skip
    """Notes what became of a photo; None when its file is gone."""
    if made is None:
        store.note_loss(session, programme_id, sha256, now)
    else:
        store.note_processed(session, programme_id, sha256, made)


def make_sizes(files: MediaFiles, programme_id: str, sha256: str) -> images.Processed | images.Refused | None:
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
        made = process_apart(original, Path(folder))
        if isinstance(made, images.Processed):
            for variant, path in made.files.items():
                with path.open("rb") as file:
                    files.put(programme_id, sha256, file, variant)
        return made
