"""How alike two texts are, and keys by which those that are alike are found among many. Pure.

A text is what somebody typed, folded. It is cut into pieces of four signs that overlap; two texts are as alike as the
share of their pieces that both have (Jaccard). To be found it gets a signature: its pieces fall into 64 bins by their
hashes, and of each bin the least hash is kept (one-permutation MinHash), so that two texts agree in a bin about as
often as they are alike. Four bins together are a band: whoever shares a band is worth a look.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PIECE = 4
"""Signs of a piece."""
BINS, BANDS = 64, 16
ROWS = BINS // BANDS
ALIKE = 0.38
"""From here on two texts may well say the same (`./run bench likeness`)."""
SHORTEST = 12
"""Signs below which a text says too little to be like another."""
LONGEST = 2000
"""Signs that are looked at."""
SPAN_BITS, KEY_BITS = 18, 36
"""Positions of a span, within which keys lie together; bits of a key within it."""

_EMPTY = 1 << 32
_MIX, _STEP = 0x9E3779B1, 0x4000001
_PACKED = struct.Struct(f"<{ROWS}I")


def pieces(written: str) -> frozenset[str]:
    """The pieces of a folded text; none of one that is too short to be like another."""
    if len(written) < SHORTEST:
        return frozenset()
    text = f" {written[:LONGEST]} "
    return frozenset(text[start : start + PIECE] for start in range(len(text) - PIECE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same pieces. Nothing is like a text without pieces."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def band_hashes(programme_id: str, written: str) -> list[int]:
    """A number for each band of a text, another one in another programme; none of a text without pieces."""
    found = pieces(written)
    if not found:
        return []
    signature, salt = _signature(found), zlib.crc32(programme_id.encode())
    cuts = (signature[start : start + ROWS] for start in range(0, BINS, ROWS))
    return [band << 32 | zlib.crc32(_PACKED.pack(*cut), salt) for band, cut in enumerate(cuts)]


def _signature(found: frozenset[str]) -> list[int]:
    """The least hash of each bin; an empty one borrows from the next that is not, and says from how far."""
    least = [_EMPTY] * BINS
    for piece in found:
        # A checksum alone would be alike for like pieces; the factor spreads it. Its high bits choose the bin.
        mixed = zlib.crc32(piece.encode()) * _MIX & 0xFFFFFFFF
        if mixed < least[mixed >> 26]:
            least[mixed >> 26] = mixed
    own, lent, distance = list(least), _EMPTY, 0
    for place in reversed(range(2 * BINS)):  # twice round: the last bins borrow from the first
        here = own[place % BINS]
        lent, distance = (lent, distance + 1) if here == _EMPTY else (here, 0)
        if here == _EMPTY:
            least[place % BINS] = (lent + distance * _STEP) & 0xFFFFFFFF
    return least


def key(position: int, band_hash: int) -> int:
    """What a band of the text at a position is stored by: those of one span of positions lie together, so that new ones
    are written side by side."""
    return (position >> SPAN_BITS) << KEY_BITS | band_hash


def keys_to_look_up(band_hashes: list[int], *, near: int, last: int, most: int) -> Iterator[int]:
    """The keys of these bands in all spans up to that of the `last` position, the `most` spans that are nearest to
    `near`."""
    here = near >> SPAN_BITS
    spans = sorted(range((last >> SPAN_BITS) + 1), key=lambda span: (abs(span - here), -span))[:most]
    return (span << KEY_BITS | one for span in spans for one in band_hashes)
