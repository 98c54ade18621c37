"""Zips that somebody uploads: how their members may be packed, and what reading them may raise."""

from __future__ import annotations

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
