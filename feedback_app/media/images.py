"""Photos made safe to look at: upright, without metadata, in two sizes. Pure but for the files it is given.

A picture is never trusted: its format is looked for among few, its pixels are counted before any is decoded, and
whatever fails is refused with a reason, not raised.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from feedback_app.media.jpeg_scans import has_too_many_scans

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
"""More than any phone's camera that we know of takes at full size."""
SIZES = {"large": 1600, "thumb": 320}
QUALITY = {"large": 78, "thumb": 70}
FILTER = Image.Resampling.HAMMING
"""For making smaller: as sharp as bicubic to the eye, in half of the time."""

_BROKEN = (OSError, ValueError, SyntaxError, MemoryError, EOFError, TypeError, IndexError, KeyError, OverflowError)
"""What Pillow's decoders raise for files that were cut or made to break them."""


@dataclass(frozen=True, slots=True)
class Processed:
    """The variants' files and the upright picture's size in pixels."""

    files: Mapping[str, Path]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is no picture that we show: `not-an-image`, `too-many-pixels`, `too-many-scans`, `broken`."""

    reason: str


def pixels(picture: bytes) -> int:
    """How many pixels a picture says it has, none of them decoded; 0 for what `process` refuses unread."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=FORMATS) as opened:
                return opened.width * opened.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN):
        return 0


def process(source: Path, into: Path, sizes: Mapping[str, int] = SIZES) -> Processed | Refused:
    """Makes every size (the longest side, by variant) in the folder `into`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS) as opened:
                if has_too_many_scans(source.read_bytes()):
                    return Refused("too-many-scans")
                return _sizes(opened, into, sizes)
    except UnidentifiedImageError:
        return Refused("not-an-image")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Refused("too-many-pixels")
    except _BROKEN:
        return Refused("broken")


def _sizes(opened: Image.Image, into: Path, sizes: Mapping[str, int]) -> Processed | Refused:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        return Refused("too-many-pixels")
    largest = max(sizes.values())
    longest = max(width, height)
    # A JPEG is decoded at an eighth, a quarter or half of its size where that is enough: 12 MP are never in memory.
    # Asked for by both sides: by one alone, the shorter one would have to be that long.
    opened.draft("RGB", (max(1, width * largest // longest), max(1, height * largest // longest)))
    orientation = opened.getexif().get(0x0112, 1)
    small = _blended(opened)
    small.thumbnail((largest, largest), FILTER, reducing_gap=None)
    picture = _on_paper(ImageOps.exif_transpose(small))
    if orientation in (5, 6, 7, 8):
        width, height = height, width
    files = {}
    for variant, side in sizes.items():
        picture.thumbnail((side, side), FILTER, reducing_gap=2.0)
        files[variant] = into / f"{variant}.webp"
        clean = Image.frombytes("RGB", picture.size, picture.tobytes())  # nothing but pixels goes on
        clean.save(files[variant], "WEBP", quality=QUALITY[variant], method=1)
    return Processed(files, width, height)


def _blended(picture: Image.Image) -> Image.Image:
    """A picture of which one colour is transparent, with that made into a channel: made smaller first, the colour would
    mix with its neighbours and no longer be the one."""
    return picture.convert("RGBA") if "transparency" in picture.info and picture.mode != "I;16" else picture


def _on_paper(picture: Image.Image) -> Image.Image:
    """The picture in red, green and blue; where it is transparent, white shows through."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _eight_bits(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 bits: Pillow would cut off at 255 what is brighter, which is nearly all of it."""
    return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
