"""The picture that is shown where somebody shares a page: a name, a sentence, a bar of the site's colour. Drawn by the
server, so that no font and no picture of anybody else has to be shipped."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, SOFT, ACCENT = "#fbfaf6", "#16211b", "#4d5850", "#0b5d3b"
LONGEST = 120
"""Signs of a title or a line that are drawn."""


@lru_cache(maxsize=64)
def preview(title: str, line: str) -> bytes:
    """The picture as PNG, with a title and a line below it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 24), fill=ACCENT)
    draw.text((MARGIN, 80), "Écho", font=ImageFont.load_default(52), fill=ACCENT)
    at = _write(draw, title, at=190, size=76, colour=INK, most=3)
    _write(draw, line, at=at + 30, size=44, colour=SOFT, most=3)
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: ImageDraw.ImageDraw, text: str, *, at: int, size: int, colour: str, most: int) -> int:
    """Writes a text on as many lines as it needs, `most` at most; returns where the next may begin."""
    font = ImageFont.load_default(size)
    for line in _lines(text[:LONGEST], font)[:most]:
        draw.text((MARGIN, at), line, font=font, fill=colour)
        at += round(size * 1.25)
    return at


def _lines(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        wider = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(wider) <= WIDTH - 2 * MARGIN:
            lines[-1] = wider
        else:
            lines.append(word)
    return lines
