"""What is hidden of a photo cannot be made out any more, and all else stays as it is."""

from __future__ import annotations

import io
import random
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from feedback_app.media.mosaic import GRID, hide
from feedback_app.review.blurs.parts import COUNT, packed, sent, unpacked

PARTS = st.frozensets(st.integers(0, COUNT - 1))


def photo(picture: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True)
    file.seek(0)
    return file


def noise(width: int = 320, height: int = 160) -> Image.Image:
    chance = random.Random(1)
    return Image.frombytes("RGB", (width, height), chance.randbytes(3 * width * height))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def part_of(picture: Image.Image, part: int) -> Image.Image:
    wide, high = picture.width // GRID, picture.height // GRID
    left, top = wide * (part % GRID), high * (part // GRID)
    return picture.crop((left, top, left + wide, top + high))


def test_a_face_is_gone_and_the_pump_beside_it_is_not() -> None:
    before, face, pump = noise(), 5 * GRID + 3, 5 * GRID + 9
    after = opened(hide(photo(before), {face}))
    assert after.size == before.size
    assert (
        max(ImageStat.Stat(part_of(after, face)).stddev) < 12 < 60 < min(ImageStat.Stat(part_of(before, face)).stddev)
    )
    assert min(ImageStat.Stat(part_of(after, pump)).stddev) > 35


def test_two_photos_that_differ_only_in_what_is_hidden_look_the_same() -> None:
    """Where a part has the same colour on the whole, nothing else of it is in the picture."""
    one, other = Image.new("RGB", (320, 160), (90, 90, 90)), Image.new("RGB", (320, 160), (90, 90, 90))
    for x in range(20):
        for y in range(10):
            other.putpixel((20 + x, 10 + y), (180, 180, 180) if (x + y) % 2 else (0, 0, 0))
    hidden = {GRID + 1}
    differing = ImageChops.difference(opened(hide(photo(one), hidden)), opened(hide(photo(other), hidden)))
    assert max(high for _, high in differing.getextrema()) <= 2  # type: ignore[misc]


@given(PARTS)
def test_parts_are_read_as_they_were_stored(hidden: frozenset[int]) -> None:
    assert unpacked(packed(hidden)) == hidden == sent(map(str, hidden))
    assert len(packed(hidden)) == COUNT // 4


@given(st.text(max_size=8))
def test_a_form_sends_parts_of_a_photo_or_nothing(value: str) -> None:
    with suppress(ValueError):
        assert all(0 <= part < COUNT for part in sent([value]))
