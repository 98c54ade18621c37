"""Zips that somebody uploads: how their members may be packed, what reading them may raise; workbooks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What `zipfile` raises for archives that are damaged, locked, or named in no known writing."""

_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_packing(member: zipfile.ZipInfo) -> None:
    """Raises `BadZipFile` for a member that is neither stored nor deflated: by LZMA, an archive says itself how much
    memory reading it takes; and nobody's own tools write the others."""
    if member.compress_type not in _PACKINGS:
        raise zipfile.BadZipFile("packing")


MOST_PARTS = 2_000
_BLOCK = 1 << 16
_MARKS = [
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
]
"""What a workbook's XML never has, in every encoding in which a reader of XML may take it."""
_LONGEST_MARK = max(map(len, _MARKS))


def fault_of_workbook(data: bytes, *, most_unpacked: int) -> str | None:
    """Why an .xlsx is not opened: `unpacks-too-large`, `macros`, `not-a-workbook`; None for one that is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _fault_of_parts(package.infolist(), most_unpacked) or _fault_of_content(package, most_unpacked)
    except DAMAGED:
        return "not-a-workbook"


def _fault_of_parts(parts: list[zipfile.ZipInfo], most_unpacked: int) -> str | None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        return "unpacks-too-large"
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        return "macros"
    return None if "xl/workbook.xml" in names else "not-a-workbook"


def _fault_of_content(package: zipfile.ZipFile, most_unpacked: int) -> str | None:
    """Unpacks each part, and no more of it than it said: what a zip says of itself may be a lie."""
    left = most_unpacked
    for part in package.infolist():
        check_packing(part)
        with package.open(part) as stream:
            before = b""
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    return "unpacks-too-large"
                if any(mark in before + block for mark in _MARKS):
                    return "not-a-workbook"
                before = block[-_LONGEST_MARK:]  # a mark may lie across two blocks
    return None
