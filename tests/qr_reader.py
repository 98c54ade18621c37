"""Reads the QR code of a page as a phone's camera does, out of its dark squares; not by what has drawn it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from segno import consts

Grid = list[list[int]]
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
FORMAT = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}


def read_square(svg: str) -> str:
    """The text of a QR code that is drawn as one path of strokes, a module each."""
    return _text(_bits(_codewords(_grid(svg))))


def _grid(svg: str) -> Grid:
    """Which modules are dark; without the light border."""
    found = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert found, "no square"
    x, y, dark = 0.0, 0.0, set[tuple[int, int]]()
    for sign, numbers in re.findall(r"([Mmh])([-\d. ]+)", found[1]):
        values = [float(one) for one in numbers.split()]
        if sign == "h":
            dark |= {(int(y), int(x) + n) for n in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if sign == "M" else (x + values[0], y + values[1])
    first = min(dark)[0]
    size = max(column for _, column in dark) - first + 1
    return [[int((row + first, column + first) in dark) for column in range(size)] for row in range(size)]


def _is_data(row: int, column: int, size: int) -> bool:
    """Whether a module holds data, and not a pattern that all codes of its size have."""
    version = (size - 17) // 4
    if row == 6 or column == 6 or (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9):
        return False
    if version >= 7 and (min(row, column) < 6 and max(row, column) >= size - 11):
        return False
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return not any(
        abs(row - y) < 3 and abs(column - x) < 3 for y in centres for x in centres if (y, x) not in corners
    )  # fmt: skip


def _modules(size: int) -> Iterator[tuple[int, int]]:
    """In zigzag, two columns at a time, from the lower right corner."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((row, column) for column in (right, right - 1) if _is_data(row, column, size))
        upwards = not upwards


def _codewords(grid: Grid) -> bytes:
    """The data, put together from the blocks that it is dealt out to; what corrects faults is left out."""
    size = len(grid)
    form = int("".join(str(grid[row][column]) for row, column in FORMAT), 2) ^ 0x5412
    level, mask = LEVELS[form >> 13], MASKS[form >> 10 & 7]
    bits = "".join(str(grid[row][column] ^ mask(row, column)) for row, column in _modules(size))
    found = bytes(int(bits[n : n + 8], 2) for n in range(0, len(bits) - 7, 8))
    corrected: Any = consts.ECC
    kinds = corrected[(size - 17) // 4][getattr(consts, f"ERROR_LEVEL_{level}")]
    lengths = [kind.num_data for kind in kinds for _ in range(kind.num_blocks)]
    blocks = [bytearray() for _ in lengths]
    dealt = iter(found)
    for n in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if n < length:
                block.append(next(dealt))
    return b"".join(blocks)


def _bits(data: bytes) -> str:
    return "".join(f"{one:08b}" for one in data)


def _text(bits: str) -> str:
    assert bits[:4] == "0100", "bytes"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()
