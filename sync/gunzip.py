"""gzip from strangers, unpacked within a bound. Pure.

Python's own `gzip.decompress` has no bound: a few kilobytes can become gigabytes.
"""

from __future__ import annotations

import zlib

_GZIP_ONLY = 31
"""zlib's window bits for a gzip header and nothing else."""


class BrokenGzip(ValueError):
    """Not gzip, cut short, damaged, or followed by more bytes."""


class GzipTooLarge(ValueError):
    """More bytes than allowed come out: a bomb, or an honest file above the limit."""


def gunzip(packed: bytes, *, limit: int) -> bytes:
    """The one gzip stream in `packed`; never more than `limit` + 1 bytes in memory.

    Raises `BrokenGzip` or `GzipTooLarge`. Bytes after the end are refused: dropping them silently would lose data.
    """
    reader = zlib.decompressobj(wbits=_GZIP_ONLY)
    try:
        data = reader.decompress(packed, limit + 1)
    except zlib.error as error:
        raise BrokenGzip from error
    if len(data) > limit:
        raise GzipTooLarge
    if not reader.eof or reader.unused_data:
        raise BrokenGzip
    return data
