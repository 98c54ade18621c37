"""The picture that is shown where somebody shares a page: a name, a sentence, a bar of the site's colour. Drawn by the
server with the font that comes with Pillow, which has no accents: they are drawn above their
signs."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from feedback_app.base.folding import fold

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, SOFT, ACCENT = "#fbfaf6", "#16211b", "#4d5850", "#0b5d3b"
LONGEST = 120
"""Signs of a title or a line that are drawn."""
MARKS = {
    "\u0301": ((-0.03, 0.05), (0.09, 0.17)), "\u0300": ((0.03, 0.05), (-0.09, 0.17)),
    "\u0302": ((-0.11, 0.06), (0.0, 0.17), (0.11, 0.06)),
    "\u0303": ((-0.12, 0.07), (-0.04, 0.13), (0.04, 0.08), (0.12, 0.14)),
    "\u0308": ((-0.1, 0.1), (-0.1, 0.14)),
    "\u0327": ((0.0, 0.0), (0.04, -0.08), (-0.05, -0.14)),
}  # fmt: skip
"""Accents as lines in shares of the glyphs' size: from the middle of the glyph, up from its top; the cedilla from the
base line. Of the two dots, one; the other is opposite."""
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "«": '"', "»": '"', "…": "...", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "}
)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=64)
def preview(title: str, line: str) -> bytes:
    """The picture as PNG, with a title and a line below it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 24), fill=ACCENT)
    _write(draw, "Écho", at=80, size=52, colour=ACCENT)
    at = _write(draw, title, at=190, size=76, colour=INK)
    _write(draw, line, at=at + 30, size=44, colour=SOFT)
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: ImageDraw.ImageDraw, text: str, *, at: int, size: int, colour: str) -> int:
    """Writes a text on as many lines as it needs, three at most; returns where the next may begin."""
    font = ImageFont.load_default(size)
    glyphs = [_glyph(sign) for sign in unicodedata.normalize("NFC", " ".join(text.translate(PLAIN).split())[:LONGEST])]
    for line in _lines(glyphs, font)[:3]:
        x = float(MARGIN)
        for base, marks in line:
            draw.text((x, at + size), base, font=font, fill=colour, anchor="ls")
            for mark in marks:
                _mark(draw, mark, base, at=(x, at + size), font=font, colour=colour)
            x += font.getlength(base)
        at += round(size * 1.3)
    return at


Glyph = tuple[str, str]
"""What the font has, and the accents above it."""


def _glyph(sign: str) -> Glyph:
    base, marks = (parts := unicodedata.normalize("NFD", sign))[0], parts[1:]
    if not base.isascii() and base != "·":
        base = fold(base) or " "
    return base, "".join(mark for mark in marks if mark in MARKS)


def _mark(draw: ImageDraw.ImageDraw, mark: str, base: str, *, at: tuple[float, float], font: Font, colour: str) -> None:
    size = font.getbbox("M")[3] * 1.4
    left, top, right, _ = font.getbbox(base, anchor="ls")
    x, y = at[0] + (left + right) / 2, at[1] + top
    if base == "i":  # the accent is where its dot would be
        above = at[1] + font.getbbox("x", anchor="ls")[1]
        draw.rectangle((at[0] + left - 1, y - 1, at[0] + right + 1, above - 2), fill=PAPER)
        y = above
    if mark == "\u0327":
        y = at[1]
    points = [(x + dx * size, y - dy * size) for dx, dy in MARKS[mark]]
    width = max(round(size * 0.07), 2)
    draw.line(points, fill=colour, width=width, joint="curve")
    if mark == "\u0308":
        draw.line([(2 * x - a, b) for a, b in points], fill=colour, width=width)


def _lines(glyphs: list[Glyph], font: Font) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = [[]]
    for word in _words(glyphs):
        wider = [*lines[-1], (" ", ""), *word] if lines[-1] else word
        if lines[-1] and sum(font.getlength(base) for base, _ in wider) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = wider
    return lines


def _words(glyphs: list[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph[0] == " ":
            words.append([])
        else:
            words[-1].append(glyph)
    return [word for word in words if word]
