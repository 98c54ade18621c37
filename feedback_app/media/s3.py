"""Photos and voices in an S3 bucket, for several server processes that share no disk.

An object cannot grow, so an upload is a row of objects, each named by where it begins: `uploads/<id>/<offset>`. What
is unbroken from 0 is what is here of it; that stays true whoever is killed when, and whoever else writes. When the last
byte is there they become one object of the content's name, in pieces of `PIECE` bytes.
"""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from uuid import UUID

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from feedback_app.base.concurrency import ConcurrencyLimit
from feedback_app.base.files import StorageDown
from feedback_app.media.files import CHUNK, VARIANTS, OffsetMismatch, UploadBusy, WrongBytes, content_path

PIECE = 4 * 1024 * 1024
"""Bytes of an upload in memory at most."""
CONNECT_S, READ_S = 3, 10
"""Seconds that a bucket has to answer, twice at most: the phone comes back, and others wait for the thread."""
READ_AHEAD = 1024 * 1024
"""Bytes asked for at once when something is read."""
_GONE = {"404", "NoSuchKey", "NotFound"}
_FULL = {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge"}
_TAKEN = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}
_ONE_BY_ONE = TransferConfig(
    multipart_threshold=8 * 1024 * 1024, multipart_chunksize=8 * 1024 * 1024, use_threads=False
)


class S3Files:
    """`MediaFiles` in a bucket, under a prefix."""

    def __init__(self, bucket: str, prefix: str = "", *, endpoint: str | None = None, at_once: int = 6) -> None:
        """Credentials and region come from the environment as every S3 program takes them (`AWS_ACCESS_KEY_ID` …)."""
        settings = Config(
            connect_timeout=CONNECT_S, read_timeout=READ_S, retries={"total_max_attempts": 2, "mode": "standard"},
            max_pool_connections=at_once,
            s3={"addressing_style": "path"} if endpoint else {},
            # Not every server of this protocol knows the newer checksums; ours is the content's own name.
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        self._client: Any = boto3.session.Session().client("s3", endpoint_url=endpoint, config=settings)
        self._bucket = bucket
        self._limit = ConcurrencyLimit(at_once, waiting=at_once // 2)
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def offset(self, upload: UUID) -> int:
        return sum(size for _, size in self._parts(upload))

    def append(self, upload: UUID, at: int, body: BinaryIO, *, length: int) -> int:
        here = self.offset(upload)
        if here != at:
            raise OffsetMismatch(here)
        broken: Exception | None = None
        while here < length and broken is None:
            some = bytearray()
            try:
                while len(some) < min(PIECE, length - here):
                    got = body.read(min(CHUNK, length - here - len(some)))
                    if not got:
                        break
                    some += got
            except Exception as why:  # whatever broke it off: what arrived is stored first
                broken = why
            if not some:
                break
            self._add(upload, here, bytes(some))
            here += len(some)
        if broken is not None:
            raise broken
        return here

    def _add(self, upload: UUID, at: int, some: bytes) -> None:
        try:
            with self._bucket_errors():
                self._client.put_object(
                    Bucket=self._bucket, Key=f"{self._folder(upload)}{at:012}", Body=some, IfNoneMatch="*"
                )
        except FileExistsError:
            raise UploadBusy from None  # somebody was faster; the next request learns the new offset

    def digest(self, upload: UUID) -> str:
        digest = hashlib.sha256()
        with self._joined(upload) as whole:
            while some := whole.read(CHUNK):
                digest.update(some)
        return digest.hexdigest()

    def arrived(self, upload: UUID) -> bytes:
        with self._joined(upload) as whole:
            return whole.read()

    def keep(self, upload: UUID, programme: str, sha256: str) -> None:
        with self._joined(upload) as whole:
            self._upload(content_path(programme, sha256), whole)
        self.delete_upload(upload)

    def delete_upload(self, upload: UUID) -> None:
        with self._bucket_errors():
            for key in [key for key, _ in self._listed(self._folder(upload))]:
                self._client.delete_object(Bucket=self._bucket, Key=key)

    def size(self, programme: str, sha256: str, variant: str = "original") -> int | None:
        try:
            with self._bucket_errors():
                found = self._client.head_object(
                    Bucket=self._bucket, Key=self._prefix + content_path(programme, sha256, variant)
                )
        except (FileNotFoundError, ValueError):
            return None
        return int(found["ContentLength"])

    def open(self, programme: str, sha256: str, variant: str = "original") -> BinaryIO:
        key, size = self._prefix + content_path(programme, sha256, variant), self.size(programme, sha256, variant)
        if size is None:
            raise FileNotFoundError(key)
        return io.BufferedReader(_Object(self, key, size), READ_AHEAD)

    def put(self, programme: str, sha256: str, source: BinaryIO, variant: str = "original") -> None:
        if variant == "original":
            if hashlib.file_digest(source, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
                raise WrongBytes(f"{sha256} holds other bytes")
            source.seek(0)
        self._upload(content_path(programme, sha256, variant), source)

    def delete(self, programme: str, sha256: str) -> None:
        with self._bucket_errors():
            for variant in VARIANTS:
                self._client.delete_object(
                    Bucket=self._bucket, Key=self._prefix + content_path(programme, sha256, variant)
                )

    def _upload(self, name: str, source: BinaryIO) -> None:
        with self._bucket_errors():
            self._client.upload_fileobj(source, self._bucket, self._prefix + name, Config=_ONE_BY_ONE)

    def _joined(self, upload: UUID) -> BinaryIO:
        """An upload from its first byte to its last."""
        return io.BufferedReader(_Joined(self, self._parts(upload)), READ_AHEAD)

    def _folder(self, upload: UUID) -> str:
        return f"{self._prefix}uploads/{upload}/"

    def _listed(self, folder: str) -> Iterator[tuple[str, int]]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder):
            yield from ((one["Key"], int(one["Size"])) for one in page.get("Contents", []))

    def _parts(self, upload: UUID) -> list[tuple[str, int]]:
        """The objects of an upload that follow each other without a break, with their sizes."""
        with self._bucket_errors():
            begins = {int(key.rpartition("/")[2]): (key, size) for key, size in self._listed(self._folder(upload))}
        parts, at = [], 0
        while at in begins and begins[at][1]:
            parts.append(begins[at])
            at += begins[at][1]
        return parts

    def read(self, key: str, start: int, count: int) -> bytes:
        """Bytes of an object from `start`, at most `count`, at least one."""
        with self._bucket_errors():
            asked = f"bytes={start}-{start + count - 1}"
            return bytes(self._client.get_object(Bucket=self._bucket, Key=key, Range=asked)["Body"].read())

    @contextmanager
    def _bucket_errors(self) -> Iterator[None]:
        """A bucket's errors as what the port promises. Only so many threads may be at it."""
        try:
            with self._limit.slot():
                yield
        except ClientError as error:
            raise _as_promised(error) from error
        except BotoCoreError as error:
            raise StorageDown(f"S3: {error}") from error


class _Object(io.RawIOBase):
    """An object to read and to seek in; each read is a request of its own, so it is read through a buffer."""

    def __init__(self, files: S3Files, key: str, size: int) -> None:
        super().__init__()
        self._files, self._key, self._size, self._at = files, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        count = min(len(view), self._size - self._at)
        if count <= 0:
            return 0
        some = self._files.read(self._key, self._at, count)
        view[: len(some)] = some
        self._at += len(some)
        return len(some)


class _Joined(io.RawIOBase):
    """Objects, one after the other."""

    def __init__(self, files: S3Files, parts: list[tuple[str, int]]) -> None:
        super().__init__()
        self._left = [_Object(files, key, size) for key, size in parts]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._left:
            count = self._left[0].readinto(buffer)
            if count:
                return count
            self._left.pop(0)
        return 0


def _as_promised(error: ClientError) -> OSError:
    code = str(error.response.get("Error", {}).get("Code"))
    if code in _GONE:
        return FileNotFoundError(code)
    if code in _TAKEN:
        return FileExistsError(code)
    if code in _FULL:
        return OSError(errno.ENOSPC, code)
    return StorageDown(f"S3: {code}")
