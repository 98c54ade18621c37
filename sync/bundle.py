"""The file that is carried by hand: a ZIP of sealed items, read however badly it fared on the way. Pure.

Nothing is deflated, so damage stays where it is, and nothing is believed but what each item says of itself: the list at
the start and the directory at the end only list what *should* be there. Readers look for the local headers, so that a
file without its end, its start or some of its middle gives back every item that is whole.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

import orjson

from sync.sealed_item import MAX_MEDIUM
from sync.sealing import OVERHEAD

FORMAT = 1
MEDIA_TYPE = "application/vnd.echo+zip"
LARGEST = 256 * 1024 * 1024
"""Bytes of a whole file."""
MAX_ITEMS = 5000
MAX_ITEM = MAX_MEDIUM + OVERHEAD + 4096
MAX_MANIFEST = 2 * 1024 * 1024
MANIFEST = "manifest.json"

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEAD = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL_HEAD = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END_HEAD = struct.Struct("<4sHHHHIIH")
_NAME = re.compile(rb"manifest\.json|entries/[0-9a-f-]{36}\.[0-9]{1,7}|media/[0-9a-f]{64}")
_LONGEST_NAME = 80
_DAY_ONE = (1 << 5) | 1  # 1980-01-01: the file says when it was made, its items do not
_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotABundle(ValueError):
    """The file has no item of ours, or is larger or has more items than a file of ours can."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sealed item as the list names it: the SHA-256 and the bytes of what is sealed."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list at the start of a file. It has no MAC, so it may be wrong or forged."""

    programme: str
    device_id: str
    made_at: str
    app_version: str
    items: tuple[Item, ...]

    def wire(self) -> bytes:
        """As it is written into the file."""
        return orjson.dumps({"format": FORMAT, **asdict(self)})


@dataclass(frozen=True, slots=True)
class Found:
    """Where an item may be. `intact` when it is byte for byte what the list (or, without a list, its header) says."""

    name: str
    at: int
    size: int
    intact: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a file. `names` are all items that anything in it names, in order; `found` are places to look."""

    manifest: Manifest | None
    names: tuple[str, ...]
    found: tuple[Found, ...]
    ends_well: bool

    @property
    def lost(self) -> list[str]:
        """Names of items that the file lists and of which it has no intact copy."""
        intact = {one.name for one in self.found if one.intact}
        return [name for name in self.names if name not in intact]


def write(out: BinaryIO, manifest: Manifest, sealed: Iterable[bytes]) -> None:
    """Writes a file: the manifest, then the items in the order in which it lists them."""
    directory: list[bytes] = []
    at = 0
    for name, data in zip([MANIFEST, *(one.name for one in manifest.items)], _all(manifest, sealed), strict=True):
        raw, crc = name.encode(), zlib.crc32(data)
        out.write(_LOCAL_HEAD.pack(_LOCAL, 20, 0, 0, 0, _DAY_ONE, crc, len(data), len(data), len(raw), 0) + raw)
        out.write(data)
        central = (20, 20, 0, 0, 0, _DAY_ONE, crc, len(data), len(data), len(raw), 0, 0, 0, 0, 0, at)
        directory.append(_CENTRAL_HEAD.pack(_CENTRAL, *central) + raw)
        at += _LOCAL_HEAD.size + len(raw) + len(data)
    end = b"".join(directory)
    out.write(end + _END_HEAD.pack(_END, 0, 0, len(directory), len(directory), len(end), at, 0))


def _all(manifest: Manifest, sealed: Iterable[bytes]) -> Iterator[bytes]:
    yield manifest.wire()
    yield from sealed


def item(name: str, sealed: bytes) -> Item:
    """How the list names a sealed item."""
    return Item(name, hashlib.sha256(sealed).hexdigest(), len(sealed))


def read(file: BinaryIO) -> Contents:
    """What is in a file (seekable). Holds one item in memory at most, and looks at each byte a few times at most.

    Raises `NotABundle`.
    """
    size = file.seek(0, 2)
    if size > LARGEST:
        raise NotABundle("too-large")
    locals_, named = _heads(file)
    if not locals_:
        raise NotABundle("nothing-of-ours")
    bounds = [*(head.at for head in locals_[1:]), size]
    manifest = _manifest(file, locals_, bounds)
    listed = {one.name: one for one in manifest.items} if manifest else {}
    known = {one.sha256: one for one in listed.values()}
    found = [
        _judged(file, head, limit, listed, known)
        for head, limit in zip(locals_, bounds, strict=True)
        if head.name != MANIFEST
    ]
    names = dict.fromkeys([*listed, *named, *(one.name for one in found)])
    return Contents(manifest, tuple(name for name in names if name != MANIFEST), tuple(found), _ends_well(file, size))


def content(file: BinaryIO, found: Found) -> bytes:
    """The sealed bytes of an item."""
    file.seek(found.at)
    return file.read(found.size)


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    at: int
    """Of the header."""
    start: int
    size: int
    crc: int


def _heads(file: BinaryIO) -> tuple[list[_Head], list[str]]:
    """The ZIP's local headers, in the order of the file, and the names in entries of its central directory.

    Both are looked for byte by byte, because in a damaged file they may be anywhere.
    """
    locals_: list[_Head] = []
    named: list[str] = []
    for at, window in _marks(file):
        if window[:4] == _LOCAL and len(window) >= _LOCAL_HEAD.size:
            head = _LOCAL_HEAD.unpack_from(window)
            name = window[_LOCAL_HEAD.size : _LOCAL_HEAD.size + head[9]]
            if _NAME.fullmatch(name):
                start = at + _LOCAL_HEAD.size + head[9] + head[10]
                locals_.append(_Head(name.decode(), at, start, head[7], head[6]))
        elif window[:4] == _CENTRAL and len(window) >= _CENTRAL_HEAD.size:
            length = _CENTRAL_HEAD.unpack_from(window)[10]
            name = window[_CENTRAL_HEAD.size : _CENTRAL_HEAD.size + length]
            if _NAME.fullmatch(name):
                named.append(name.decode())
        if max(len(locals_), len(named)) > MAX_ITEMS + 1:
            raise NotABundle("too-many")
    return locals_, named


def _marks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every offset where a header may begin, with enough bytes to read it."""
    reach = _CENTRAL_HEAD.size + _LONGEST_NAME
    file.seek(0)
    buffer, base = b"", 0
    while True:
        some = file.read(_CHUNK)
        buffer += some
        # A mark whose header may go on in the next chunk waits for it.
        upto = len(buffer) - reach if some else len(buffer)
        at = buffer.find(b"PK")
        while 0 <= at < upto:
            if buffer[at : at + 4] in (_LOCAL, _CENTRAL):
                yield base + at, buffer[at : at + reach]
            at = buffer.find(b"PK", at + 2)
        if not some:
            return
        keep = max(upto, 0)
        buffer, base = buffer[keep:], base + keep


def _manifest(file: BinaryIO, locals_: list[_Head], bounds: list[int]) -> Manifest | None:
    for head, limit in zip(locals_, bounds, strict=True):
        if head.name == MANIFEST and head.size <= min(MAX_MANIFEST, limit - head.start):
            data = content(file, Found(MANIFEST, head.start, head.size, intact=True))
            if zlib.crc32(data) == head.crc and (manifest := _read_manifest(data)):
                return manifest
    return None


def _read_manifest(data: bytes) -> Manifest | None:
    """The list, when it can be believed to be whole and is one of ours."""
    try:
        listing = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(listing, dict) or listing.get("format") != FORMAT or not isinstance(listing.get("items"), list):
        return None
    items = tuple(one for one in map(_read_item, listing["items"][:MAX_ITEMS]) if one)
    programme, device, made_at, version = (
        str(listing.get(name, ""))[:80].replace("\x00", "")
        for name in ("programme", "device_id", "made_at", "app_version")
    )
    return Manifest(programme, device, made_at, version, items)


def _read_item(listed: Any) -> Item | None:
    if not isinstance(listed, dict):
        return None
    name, sha256, size = listed.get("name"), listed.get("sha256"), listed.get("size")
    fits = (
        isinstance(name, str)
        and _NAME.fullmatch(name.encode("utf-8", "replace"))
        and isinstance(sha256, str)
        and _SHA256.fullmatch(sha256)
        and isinstance(size, int)
        and 0 < size <= MAX_ITEM
    )
    return Item(str(name), str(sha256), int(size)) if fits and isinstance(size, int) else None


def _judged(file: BinaryIO, head: _Head, limit: int, listed: dict[str, Item], known: dict[str, Item]) -> Found:
    """An item up to the next header at most: one that claims to reach further has lost bytes, or lies."""
    expected = listed.get(head.name)
    room = max(min(limit - head.start, MAX_ITEM), 0)
    for size in dict.fromkeys([expected.size if expected else head.size, head.size]):
        if 0 < size <= room:
            data = content(file, Found(head.name, head.start, size, intact=False))
            # Names are content: a name that was spoilt on the way is found again by what it names.
            true = known.get(hashlib.sha256(data).hexdigest())
            if true:
                return Found(true.name, head.start, size, intact=True)
            if not expected and zlib.crc32(data) == head.crc:
                return Found(head.name, head.start, size, intact=True)
    return Found(head.name, head.start, min(head.size, room), intact=False)


def _ends_well(file: BinaryIO, size: int) -> bool:
    if size < _END_HEAD.size:
        return False
    file.seek(size - _END_HEAD.size)
    return file.read(4) == _END
