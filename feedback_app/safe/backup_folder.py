"""The folder of backups.

    DIR/20261123T180000123456Z/   database.sqlite or database.dump, manifest.json
    DIR/media/PROGRAMME/ab/cd/<sha256>    shared by all of them: a content is copied once
    DIR/erasures.json       what was erased, so that it stays erased when an older backup is restored
    DIR/refusals.json       photos and voices whose use was taken back, so that they stay away as well
    DIR/access-LIFE.json    who has access (phones, people, codes), so that an older one neither loses nor undoes it

A backup that has its manifest is whole and was proven; anything else is what a cut left behind, and is swept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import orjson

from feedback_app.base.files import create_private_folder, open_private, replacing_file, sync_folder, take_lock
from feedback_app.media.files import MediaFiles
from feedback_app.safe.access import Access, merge_access

Refusal: TypeAlias = tuple[str, str, str]
"""(programme, record, hash) of a content whose use was refused."""
CHUNK = 1024 * 1024
STAMP = "%Y%m%dT%H%M%S%fZ"
MANIFEST = "manifest.json"
ERASURES = "erasures.json"
REFUSALS = "refusals.json"
NOTING_S = 5.0

_DAMAGED = "{} is damaged: bring it back from another copy, or move it away to go on without what it notes"


class BackupFolderBusy(Exception):
    """Another backup is being written to this folder."""


class BackupFailed(Exception):
    """Nothing was made safe, or nothing came back; says why."""

    is_loggable = True


class Damaged(Exception):
    """A content is not what its name says; says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup contains. `positions` has the last position of each programme's ledger in it."""

    made_at: str
    epoch: str
    database: str
    positions: dict[str, int]
    entries: int
    records: int
    media: int
    bytes: int
    version: int = 1
    n: int = 0
    """The order in which backups were made, independent of the clock; 0 in those of before."""
    life: str = ""
    """Which database it is of, whatever was restored into it since."""
    lacking: int = 0
    """How many photos and voices were not where they should be, and so are not in it."""
    audit: dict[str, Any] = field(default_factory=dict)
    """The head of the audit log's hash chain."""
    ledger: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The head of each programme's hash chain of entries."""
    secrets: list[str] = field(default_factory=list)
    """The names of the secrets that something in it is sealed under."""


class BackupFolder:
    """Backups in a folder, which is made when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here meanwhile. Raises `BackupFolderBusy`, OSError."""
        create_private_folder(self.folder)
        with open_private(self.folder / ".lock") as file:
            if not take_lock(file):
                raise BackupFolderBusy(str(self.folder))
            yield

    @contextmanager
    def draft(self, now: dt.datetime) -> Iterator[Path]:
        """A folder for a new backup; it counts from `finish` on, and is gone when the block fails."""
        while (folder := self.folder / now.strftime(STAMP)).exists():  # the clock was set back to that very moment
            now += dt.timedelta(microseconds=1)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            if not (folder / MANIFEST).exists():
                shutil.rmtree(folder, ignore_errors=True)

    def finish(self, folder: Path, manifest: Manifest, erasures: Sequence[dict[str, Any]]) -> None:
        """Makes a draft a backup."""
        self.note_erasures(erasures)
        with replacing_file(folder / MANIFEST) as file:
            file.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        sync_folder(self.folder)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """One writer of notes at a time; while a backup is under way too. Raises `BackupFolderBusy` after a while: a
        writer that hangs must not hold up whoever enrols or revokes."""
        create_private_folder(self.folder)
        with open_private(self.folder / ".notes-lock") as file:
            until = time.monotonic() + NOTING_S
            while not take_lock(file):
                if time.monotonic() > until:
                    raise BackupFolderBusy(
                        f"somebody else has been writing notes in {self.folder} for {NOTING_S:.0f} s"
                    )
                time.sleep(0.05)
            yield

    def note_erasures(self, erasures: Sequence[dict[str, Any]]) -> None:
        """Adds to what is noted as erased; nothing that was noted ever goes."""
        with self._noting():
            known = self.erasures()
            names = {_erased(one) for one in known}
            fresh = [one for one in erasures if _erased(one) not in names]
            if fresh or not (self.folder / ERASURES).exists():
                with replacing_file(self.folder / ERASURES) as file:
                    file.write(orjson.dumps([*known, *fresh]))

    def note_refusals(self, refusals: Iterable[Refusal]) -> int:
        """Adds to what is noted as refused; nothing that was noted ever goes. Returns how many are new."""
        with self._noting():
            known = self.refusals()
            fresh = sorted(set(refusals) - set(known))
            if fresh:
                with replacing_file(self.folder / REFUSALS) as file:
                    file.write(orjson.dumps([*known, *fresh]))
            return len(fresh)

    def refusals(self) -> list[Refusal]:
        """(programme, record, hash) of the contents whose use was refused or taken back until the newest note."""
        return [(str(one[0]), str(one[1]), str(one[2])) for one in _noted_in(self.folder / REFUSALS, list)]

    def note_access(self, life: str, now: Access) -> bool:
        """Adds who has access now to the database of this life; whether anything was new."""
        with self._noting():
            known = self.access(life)
            made = merge_access(known, now)
            if made == known:
                return False
            with replacing_file(self._access(life)) as file:
                file.write(orjson.dumps(made))
            return True

    def access(self, life: str) -> Access:
        """Who has access, as it was noted last."""
        return read_access(self._access(life))

    def _access(self, life: str) -> Path:
        return self.folder / f"access-{life}.json"

    def backups(self, now: dt.datetime) -> list[tuple[Path, Manifest]]:
        """Those that are whole, the newest first: in the order of their making. Where that was not noted yet, by their
        stamp, and what claims to be of the future comes last."""
        files = self.folder.glob(f"*/{MANIFEST}")
        whole = [(path.parent, Manifest(**orjson.loads(path.read_bytes()))) for path in files]
        until = now.strftime(STAMP)
        return sorted(whole, key=lambda one: (one[1].n, one[0].name <= until, one[0].name), reverse=True)

    def erasures(self) -> list[dict[str, Any]]:
        """What was erased until the newest backup."""
        found: list[dict[str, Any]] = _noted_in(self.folder / ERASURES, list)
        return found

    def content(self, programme: str, sha256: str) -> Path:
        """The file of a photo or voice."""
        return self.folder / "media" / programme / sha256[:2] / sha256[2:4] / sha256

    def keep_content(self, files: MediaFiles, programme: str, sha256: str) -> int:
        """Copies a content, unless it is here; returns the bytes copied. Raises `Damaged`, OSError."""
        target = self.content(programme, sha256)
        if target.exists():
            return 0
        with files.open(programme, sha256) as source, replacing_file(target) as file:
            return copy_checked(source, file, sha256)

    def give_back(self, files: MediaFiles, programme: str, sha256: str) -> bool:
        """Copies a content to where the server stores it; false when it is not here. Raises OSError."""
        copy = self.content(programme, sha256)
        if not copy.exists():
            return False
        with copy.open("rb") as source:
            files.put(programme, sha256, source)
        return True

    def sweep(self, *, contents: set[tuple[str, str]], keep: Sequence[Path]) -> None:
        """Removes backups that are not in `keep`, what cuts left behind, and contents that were erased."""
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name[:1].isdigit() and folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        for file in (self.folder / "media").rglob("*"):
            if file.is_file() and (file.parts[-4], file.name) not in contents:
                file.unlink(missing_ok=True)


def read_access(file: Path) -> Access:
    """A note of who has access; nothing where there is none. Raises `BackupFailed` for one that is damaged."""
    found: Access = _noted_in(file, dict)
    return found


def _noted_in(file: Path, kind: type) -> Any:
    """What a file of notes says. A damaged one is never taken for an empty one: what was revoked would be valid again,
    and it would be written over."""
    if not file.exists():
        return kind()
    try:
        found = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BackupFailed(_DAMAGED.format(file)) from error
    if not isinstance(found, kind):
        raise BackupFailed(_DAMAGED.format(file))
    return found


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
    chosen: dict[Path, None] = dict.fromkeys(path for path, _ in backups[:1])
    for form, most in (("%Y-%m-%d", days), ("%G-%V", weeks), ("%Y-%m", months)):
        newest: dict[str, Path] = {}
        for path, _ in backups:
            newest.setdefault(dt.datetime.strptime(path.name, STAMP).replace(tzinfo=dt.UTC).strftime(form), path)
        chosen |= dict.fromkeys(list(newest.values())[:most])
    return list(chosen)


def _erased(note: Mapping[str, Any]) -> tuple[Any, ...]:
    """The key of an erasure: in another life of the database another author may have had the id."""
    return note["programme"], note["record"], note.get("owner")
