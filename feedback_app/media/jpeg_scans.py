"""How many scans a JPEG has, none of them decoded. Pure.

A progressive JPEG sends its picture in about ten. Each is work of the whole picture, however few bytes it has: a file
of 300 kB can repeat an empty one for minutes.
"""

from __future__ import annotations

import re

MOST_SCANS = 100
_NEXT = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""A marker behind a scan's bytes, in which 0xFF is followed by 0, or by the number of a restart."""
_SCAN, _END = 0xDA, 0xD9


def has_too_many_scans(picture: bytes) -> bool:
    """Whether decoding a JPEG would take longer than any camera's. What comes after its end is not looked at."""
    if not picture.startswith(b"\xff\xd8"):
        return False
    at, scans = 2, 0
    while scans <= MOST_SCANS and (found := _NEXT.search(picture, at)):
        marker = found[1][0]
        if marker == _END:
            return False
        scans += marker == _SCAN
        length = int.from_bytes(picture[found.end() : found.end() + 2]) if marker != 0x01 else 0
        at = found.end() + length
    return scans > MOST_SCANS
