"""The pictures and sounds of a form: taken out of an upload, made safe, named by hash.

Nothing of it is believed: a zip is unpacked with bounds and without paths, a picture is drawn anew and small, a sound
is only what its first bytes say it is.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from feedback_app.base.zip_files import DAMAGED, check_packing
from feedback_app.forms.xlsform.issue import Issue, XlsformError
from feedback_app.media import images
from feedback_app.media.decoding import process_apart

MOST_FILES = 1000
MOST_BYTES = 60 * 1024 * 1024
"""Of all files together, unpacked; and of all archives together, packed."""
MOST_PIXELS = 1_000_000_000
"""Of all pictures that a form names, before they are made small: each is drawn while somebody waits."""
LARGEST_SOUND = 2 * 1024 * 1024
SLOW = "media-too-slow"
MOST_SLOW = 2
"""Pictures that take too long; after them no other is drawn, because somebody waits."""
SIDE = {"large": 640}
"""A picture's longest side in pixels: it is shown on a phone, beside words."""

IMAGES = (".jpg", ".jpeg", ".png", ".webp")
SOUNDS: Mapping[str, tuple[str, tuple[tuple[int, bytes], ...]]] = {
    ".mp3": ("audio/mpeg", ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"))),
    ".m4a": ("audio/mp4", ((4, b"ftyp"),)),
    ".mp4": ("audio/mp4", ((4, b"ftyp"),)),
    ".ogg": ("audio/ogg", ((0, b"OggS"),)),
    ".opus": ("audio/ogg", ((0, b"OggS"),)),
    ".webm": ("audio/webm", ((0, b"\x1a\x45\xdf\xa3"),)),
    ".wav": ("audio/wav", ((8, b"WAVE"),)),
}
"""By ending: the media type, and what may be at which byte."""


@dataclass(frozen=True, slots=True)
class FormFile:
    """One file of a form as phones get it, or `problem`: why it cannot be used (a key of the sentences)."""

    name: str
    sha256: str = ""
    type: str = ""
    content: bytes = b""
    problem: str = ""

    @property
    def is_image(self) -> bool:
        """Whether it is something to look at."""
        return self.type.startswith("image/")


class FormFiles(Mapping[str, FormFile]):
    """Files by `file_key`. Each is made what phones get when it is first looked at: a form may name few of many."""

    def __init__(self, raw: Mapping[str, bytes], twofold: Collection[str] = ()) -> None:
        self._raw = raw
        self._twofold = twofold
        """Names under which different contents came: nobody can say which of them a cell means."""
        self._made: dict[str, FormFile] = {}
        self._pixels = self._slow = 0

    def __getitem__(self, key: str) -> FormFile:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def _make(self, key: str) -> FormFile:
        raw = self._raw[key]
        if key in self._twofold:
            return FormFile(key, problem="media-twofold")
        if PurePosixPath(key).suffix in IMAGES:
            self._pixels += images.pixels(raw)
            if self._slow >= MOST_SLOW:
                return FormFile(key, problem=SLOW)
        if self._pixels > MOST_PIXELS:
            return FormFile(key, problem="media-too-many-pixels")
        file = made(key, raw)
        self._slow += file.problem == SLOW
        return file

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def looked_at(self) -> Mapping[str, FormFile]:
        """Those that were asked for."""
        return self._made


def file_key(name: str) -> str:
    """How a file is found by what a cell calls it: folders and capitals aside."""
    return PurePosixPath(name.replace("\\", "/")).name.strip().lower()


def gather_files(uploads: Iterable[tuple[str, bytes]]) -> FormFiles:
    """Every uploaded file, zips unpacked. Two of one name with different contents are one that cannot be
    used. Raises `XlsformError` for a zip that is hostile or broken, and for too much."""
    found: dict[str, bytes] = {}
    twofold: set[str] = set()
    for name, data in _unpacked(uploads, _Room()):
        key = file_key(name)
        if key and not key.startswith(".") and found.setdefault(key, data) != data:
            twofold.add(key)
    return FormFiles(found, twofold)


@dataclass(slots=True)
class _Room:
    """What is still let in, of one upload."""

    files: int = MOST_FILES
    packed: int = MOST_BYTES
    unpacked: int = MOST_BYTES

    def take(self, *, files: int = 0, packed: int = 0, unpacked: int = 0) -> None:
        self.files -= files
        self.packed -= packed
        self.unpacked -= unpacked
        if min(self.files, self.packed, self.unpacked) < 0:
            raise XlsformError([Issue("media", None, "media-too-much")])


def _unpacked(uploads: Iterable[tuple[str, bytes]], room: _Room) -> Iterable[tuple[str, bytes]]:
    for name, data in uploads:
        if file_key(name).endswith(".zip"):
            room.take(files=1, packed=len(data))
            yield from _out_of_zip(name, data, room)
        else:
            room.take(files=1, unpacked=len(data))
            yield name, data


def _out_of_zip(name: str, data: bytes, room: _Room) -> Iterable[tuple[str, bytes]]:
    """Its files, no more of each than fits: what a zip says of itself may be a lie. Folders inside mean nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            room.take(files=len(package.infolist()))
            for item in package.infolist():
                if item.filename.endswith("/") or "__MACOSX" in item.filename:
                    continue
                check_packing(item)
                with package.open(item) as stream:
                    content = stream.read(room.unpacked + 1)
                room.take(unpacked=len(content))
                yield item.filename, content
    except XlsformError:
        raise
    except DAMAGED as error:
        raise XlsformError([Issue("media", None, "media-bad-zip", details={"found": name[:80]})]) from error


def made(name: str, data: bytes) -> FormFile:
    """One file, made what phones get."""
    ending = PurePosixPath(name).suffix
    if ending in IMAGES:
        return _picture(name, data)
    if ending in SOUNDS:
        return _sound(name, data, ending)
    return FormFile(name, problem="media-kind")


def _picture(name: str, data: bytes) -> FormFile:
    with TemporaryDirectory(prefix="echo-form-") as folder:
        source = Path(folder) / "original"
        source.write_bytes(data)
        drawn = process_apart(source, Path(folder), sizes=SIDE)
        if isinstance(drawn, images.Refused):
            return FormFile(name, problem=SLOW if drawn.reason == "too-slow" else "media-broken")
        content = drawn.files["large"].read_bytes()
    return FormFile(name, hashlib.sha256(content).hexdigest(), "image/webp", content)


def _sound(name: str, data: bytes, ending: str) -> FormFile:
    kind, starts = SOUNDS[ending]
    if len(data) > LARGEST_SOUND:
        return FormFile(name, problem="media-too-large")
    if not any(data[at : at + len(start)] == start for at, start in starts):
        return FormFile(name, problem="media-broken")
    return FormFile(name, hashlib.sha256(data).hexdigest(), kind, data)
