"""The folder that backups are kept in.

    DIR/20261123T180000123456Z/   database.sqlite or database.dump, manifest.json
    DIR/media/PROGRAMME/ab/cd/<sha256>    shared by all of them: a content is copied once
    DIR/erasures.json       what was erased up to the newest, so that an older one does not bring it back

A backup that has its manifest is whole and was proven; anything else is what a cut left behind, and is swept.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from feedback_app.base.files import replaced, sync_folder
from feedback_app.media.files import MediaFiles

CHUNK = 1024 * 1024
STAMP = "%Y%m%dT%H%M%S%fZ"
MANIFEST = "manifest.json"


class ShelfBusy(Exception):
    """Another backup is being written to this folder."""


class Damaged(Exception):
    """A content is not what its name says; says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `positions` is the last place of each programme's ledger in it."""

    made_at: str
    epoch: str
    database: str
    positions: dict[str, int]
    entries: int
    records: int
    media: int
    bytes: int
    version: int = 1


class Shelf:
    """Backups in a folder, which is made when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here meanwhile. Raises `ShelfBusy`, OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ShelfBusy(str(self.folder)) from None
            yield

    @contextmanager
    def draft(self, now: dt.datetime) -> Iterator[Path]:
        """A folder for a new backup; it counts from `finish` on, and is gone when the block fails."""
        folder = self.folder / now.strftime(STAMP)
        folder.mkdir()
        try:
            yield folder
        finally:
            if not (folder / MANIFEST).exists():
                shutil.rmtree(folder, ignore_errors=True)

    def finish(self, folder: Path, manifest: Manifest, erasures: Sequence[dict[str, Any]]) -> None:
        """Makes a draft a backup."""
        self.note(erasures)
        with replaced(folder / MANIFEST) as file:
            file.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        sync_folder(self.folder)

    def note(self, erasures: Sequence[dict[str, Any]]) -> None:
        """Keeps what was erased, all of it."""
        with replaced(self.folder / "erasures.json") as file:
            file.write(orjson.dumps(list(erasures)))

    def backups(self) -> list[tuple[Path, Manifest]]:
        """Those that are whole, the newest first."""
        whole = sorted(self.folder.glob(f"*/{MANIFEST}"), reverse=True)
        return [(path.parent, Manifest(**orjson.loads(path.read_bytes()))) for path in whole]

    def erasures(self) -> list[dict[str, Any]]:
        """What was erased up to the newest backup."""
        file = self.folder / "erasures.json"
        found: list[dict[str, Any]] = orjson.loads(file.read_bytes()) if file.exists() else []
        return found

    def content(self, programme: str, sha256: str) -> Path:
        """Where a photo or voice is kept."""
        return self.folder / "media" / programme / sha256[:2] / sha256[2:4] / sha256

    def keep_content(self, files: MediaFiles, programme: str, sha256: str) -> int:
        """Copies a content, unless it is here; returns the bytes copied. Raises `Damaged`, OSError."""
        target = self.content(programme, sha256)
        if target.exists():
            return 0
        with files.open(programme, sha256) as source, replaced(target) as file:
            return copy_checked(source, file, sha256)

    def sweep(self, *, contents: set[tuple[str, str]], keep: Sequence[Path]) -> None:
        """Removes backups that are not to be kept, what cuts left behind, and contents that were erased."""
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name[:1].isdigit() and folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        for file in (self.folder / "media").rglob("*"):
            if file.is_file() and (file.parts[-4], file.name) not in contents:
                file.unlink(missing_ok=True)


def copy_checked(source: BinaryIO, target: BinaryIO, sha256: str) -> int:
    """Copies a file into another, bounded in memory; returns its bytes. Raises `Damaged` when it is another."""
    digest, copied = hashlib.sha256(), 0
    while some := source.read(CHUNK):
        digest.update(some)
        copied += target.write(some)
    if digest.hexdigest() != sha256:
        raise Damaged(f"{sha256} holds other bytes")
    return copied


def to_keep(backups: Sequence[tuple[Path, Manifest]], days: int, weeks: int, months: int) -> list[Path]:
    """The newest of each of the last `days` days, `weeks` weeks and `months` months that have one, and the newest."""
    kept: dict[Path, None] = dict.fromkeys(path for path, _ in backups[:1])
    for form, most in (("%Y-%m-%d", days), ("%G-%V", weeks), ("%Y-%m", months)):
        newest: dict[str, Path] = {}
        for path, _ in backups:
            newest.setdefault(dt.datetime.strptime(path.name, STAMP).replace(tzinfo=dt.UTC).strftime(form), path)
        kept |= dict.fromkeys(list(newest.values())[:most])
    return list(kept)
