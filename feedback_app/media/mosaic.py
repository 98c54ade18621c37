"""Parts of a photo made unrecognisable. Pure.

What is hidden is one colour for each of `GRID` × `GRID` parts, so nothing that was there can be worked out from it.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import BinaryIO

from PIL import Image

GRID = 16
QUALITY = 78


def hide(photo: BinaryIO, parts: Collection[int]) -> bytes:
    """A photo (one of our own sizes, WebP) without these parts, as WebP; they count from 0, row by row."""
    with Image.open(photo, formats=("WEBP",)) as opened:
        picture = opened.convert("RGB")
    colours = picture.resize((GRID, GRID), Image.Resampling.BOX)
    mask = Image.new("L", (GRID, GRID))
    for part in parts:
        mask.putpixel((part % GRID, part // GRID), 255)
    # Between the parts the colours run into one another; of each there is nothing but the one.
    smooth = colours.resize(picture.size, Image.Resampling.BICUBIC)
    picture.paste(smooth, (0, 0), mask.resize(picture.size, Image.Resampling.NEAREST))
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=QUALITY, method=1)
    return made.getvalue()
