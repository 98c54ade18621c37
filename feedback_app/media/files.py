"""Where the bytes of photos and voices are: a port, and its implementation on a local folder.

An upload's offset is the length of its part file, so it is true after any kill. A content is named by its hash and
kept per programme: knowing a hash of another programme reveals nothing. Nothing is ever whole in memory.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from feedback_app.base.files import replaced, sync_folder

CHUNK = 64 * 1024
VARIANTS = ("original", "large", "thumb")

_NAME = re.compile(r"[0-9a-f]{64}")
_PROGRAMME = re.compile(r"[A-Za-z0-9_-]{1,60}")


class UploadBusy(Exception):
    """Another request is writing to this upload right now."""


class OffsetMismatch(Exception):
    """The upload stands at `at`, not where the sender thought."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class MediaFiles(Protocol):
    """What media needs of a storage."""

    def offset(self, upload: UUID) -> int:
        """How many bytes of an upload are safely here; 0 for one that has none."""

    def append(self, upload: UUID, at: int, body: BinaryIO, *, length: int) -> int:
        """Adds what `body` gives, up to `length` in all; returns the new offset. Keeps what arrived when it breaks off.

        Raises `OffsetMismatch`, `UploadBusy`.
        """

    def digest(self, upload: UUID) -> str:
        """Hex SHA-256 of what is here of an upload."""

    def keep(self, upload: UUID, programme: str, sha256: str) -> None:
        """Makes a whole upload the content of that name, durably."""

    def forget_upload(self, upload: UUID) -> None:
        """Removes what is here of an upload."""

    def path(self, programme: str, sha256: str, variant: str = "original") -> Path:
        """A file to read: the content, or a variant made of it."""

    def forget(self, programme: str, sha256: str) -> None:
        """Removes a content and its variants."""


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
                    here += file.write(some)
            finally:
                file.flush()
                os.fsync(file.fileno())
            return here

    @contextmanager
    def _alone(self, upload: UUID) -> Iterator[BinaryIO]:
        part = self._part(upload)
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadBusy from None
            yield file

    def digest(self, upload: UUID) -> str:
        with self._part(upload).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def keep(self, upload: UUID, programme: str, sha256: str) -> None:
        target = self.path(programme, sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = self._part(upload)
        if target.exists():
            part.unlink()
            return
        part.replace(target)
        sync_folder(target.parent)

    def forget_upload(self, upload: UUID) -> None:
        self._part(upload).unlink(missing_ok=True)

    def path(self, programme: str, sha256: str, variant: str = "original") -> Path:
        if not (_NAME.fullmatch(sha256) and _PROGRAMME.fullmatch(programme) and variant in VARIANTS):
            raise ValueError("not a name of ours")
        folder = self._root / programme / sha256[:2] / sha256[2:4]
        return folder / (sha256 if variant == "original" else f"{sha256}.{variant}.webp")

    def forget(self, programme: str, sha256: str) -> None:
        for variant in VARIANTS:
            self.path(programme, sha256, variant).unlink(missing_ok=True)

    def put_variant(self, programme: str, sha256: str, variant: str, made: Path) -> None:
        """Brings a variant made elsewhere into its place."""
        with made.open("rb") as source, replaced(self.path(programme, sha256, variant)) as target:
            shutil.copyfileobj(source, target)

    def _part(self, upload: UUID) -> Path:
        return self._root / "uploads" / str(upload)
