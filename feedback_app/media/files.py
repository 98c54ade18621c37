"""Where the bytes of photos and voices are: a port, and its implementation on a local folder (`s3.py` has the other).

An upload's offset is what is durably here of it, so it is true after any kill. A content is named by its hash and
stored per programme: knowing a hash of another programme reveals nothing. Nothing is ever whole in memory.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from feedback_app.base.files import PRIVATE, create_private_folder, replacing_file, sync_folder, take_lock

CHUNK = 64 * 1024
ENDINGS = {"original": "", "large": ".large.webp", "thumb": ".thumb.webp", "wave": ".wave.svg", "m4a": ".m4a"}
"""What the file of a content, and of each thing that is made of it, ends with."""
VARIANTS = tuple(ENDINGS)

_NAME = re.compile(r"[0-9a-f]{64}")
_PROGRAMME = re.compile(r"[A-Za-z0-9_-]{1,60}")


class UploadBusy(Exception):
    """Another request is writing to this upload right now."""


class OffsetMismatch(Exception):
    """The upload is at `at`, not where the sender thought."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class WrongBytes(Exception):
    """A content is not what its name says; says which."""


class MediaFiles(Protocol):
    """What media needs of a storage. All of it raises OSError when the storage fails: with
    ENOSPC when it is full, `base.files.StorageDown` when it does not answer."""

    def offset(self, upload: UUID) -> int:
        """How many bytes of an upload are safely here; 0 for one that has none."""

    def append(self, upload: UUID, at: int, body: BinaryIO, *, length: int) -> int:
        """Adds what `body` gives, up to `length` in all; returns the new offset. Keeps what arrived when it breaks off.

        Raises `OffsetMismatch`, `UploadBusy`.
        """

    def digest(self, upload: UUID) -> str:
        """Hex SHA-256 of what is here of an upload."""

    def arrived(self, upload: UUID) -> bytes:
        """What is here of an upload, in memory: for what must be opened before it is a content."""

    def keep(self, upload: UUID, programme: str, sha256: str) -> None:
        """Makes a whole upload the content of that name, durably."""

    def delete_upload(self, upload: UUID) -> None:
        """Removes what is here of an upload."""

    def size(self, programme: str, sha256: str, variant: str = "original") -> int | None:
        """Bytes of a content, or of a variant made of it; None when it is not here. Never raises for odd names."""

    def open(self, programme: str, sha256: str, variant: str = "original") -> BinaryIO:
        """A content to read and to seek in; the caller closes it. Raises FileNotFoundError."""

    def put(self, programme: str, sha256: str, source: BinaryIO, variant: str = "original") -> None:
        """Stores bytes made or stored elsewhere, whole or not at all. `source` can seek.

        Raises `WrongBytes` for an original that is not what its name says.
        """

    def delete(self, programme: str, sha256: str) -> None:
        """Removes a content and its variants."""


def content_path(programme: str, sha256: str, variant: str = "original") -> str:
    """The relative path of a content, alike on every storage. ValueError for a name that is none of ours."""
    if not (_NAME.fullmatch(sha256) and _PROGRAMME.fullmatch(programme) and variant in VARIANTS):
        raise ValueError("not a name of ours")
    return f"{programme}/{sha256[:2]}/{sha256[2:4]}/{sha256}{ENDINGS[variant]}"


def _write(file: BinaryIO, some: bytes) -> int:
    """All of it: a raw file may take a part, and say so."""
    left = memoryview(some)
    while left:
        left = left[file.write(left) :]
    return len(some)


class LocalFiles:
    """`MediaFiles` in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def offset(self, upload: UUID) -> int:
        try:
            return self._part(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, upload: UUID, at: int, body: BinaryIO, *, length: int) -> int:
        with self._alone(upload) as file:
            here = file.seek(0, os.SEEK_END)
            if here != at:
                raise OffsetMismatch(here)
            try:
                while here < length and (some := body.read(min(CHUNK, length - here))):
                    here += _write(file, some)
            finally:
                os.fsync(file.fileno())
            return here

    @contextmanager
    def _alone(self, upload: UUID) -> Iterator[BinaryIO]:
        part = self._part(upload)
        create_private_folder(part.parent)
        is_new = not part.exists()
        # Unbuffered: what a full disk did not take must not be tried again when the file is closed.
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(part, flags, PRIVATE), "ab", buffering=0) as file:
            if not take_lock(file):
                raise UploadBusy
            if is_new:
                sync_folder(part.parent)
            yield file

    def digest(self, upload: UUID) -> str:
        with self._part(upload).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def arrived(self, upload: UUID) -> bytes:
        return self._part(upload).read_bytes()

    def keep(self, upload: UUID, programme: str, sha256: str) -> None:
        target = self._path(programme, sha256)
        create_private_folder(target.parent)
        part = self._part(upload)
        # Its digest was checked; what is there under this name may have been damaged on the disk.
        part.replace(target)
        sync_folder(target.parent)

    def delete_upload(self, upload: UUID) -> None:
        self._part(upload).unlink(missing_ok=True)

    def size(self, programme: str, sha256: str, variant: str = "original") -> int | None:
        try:
            return self._path(programme, sha256, variant).stat().st_size
        except (FileNotFoundError, ValueError):
            return None

    def open(self, programme: str, sha256: str, variant: str = "original") -> BinaryIO:
        return self._path(programme, sha256, variant).open("rb")

    def put(self, programme: str, sha256: str, source: BinaryIO, variant: str = "original") -> None:
        digest = hashlib.sha256()
        with replacing_file(self._path(programme, sha256, variant)) as target:
            while some := source.read(CHUNK):
                digest.update(some)
                target.write(some)
            if variant == "original" and digest.hexdigest() != sha256:
                raise WrongBytes(f"{sha256} holds other bytes")

    def delete(self, programme: str, sha256: str) -> None:
        for variant in VARIANTS:
            self._path(programme, sha256, variant).unlink(missing_ok=True)

    def _path(self, programme: str, sha256: str, variant: str = "original") -> Path:
        return self._root / content_path(programme, sha256, variant)

    def _part(self, upload: UUID) -> Path:
        return self._root / "uploads" / str(upload)
