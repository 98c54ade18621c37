"""Photos and voices of made-up records: drawn and played by rule, each marked as an example."""

from __future__ import annotations

import hashlib
import io
import math
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (800, 600)
EACH = 3
"""Pictures of a scene; what differs is the light, and where things are."""
RATE, SECONDS = 8000, 3
VOICES = 4


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or voice as a phone sends it."""

    sha256: str
    type: str
    content: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content)


Pen = ImageDraw.ImageDraw
Scene = Callable[[Pen, Random], None]
EARTH, DUST, LEAF, WALL, ROOF, IRON, WATER = (
    "#9c5b33", "#c58a58", "#3f6b35", "#e3cfa8", "#8f8f8a", "#5d6b73", "#6f9aa3"
)  # fmt: skip


@cache
def all_media(seed: int) -> dict[str, tuple[Medium, ...]]:
    """The pictures of each scene, and `voice`. The same seed makes the same bytes."""
    made = {name: tuple(_photo(name, seeded(f"{seed} {name} {n}")) for n in range(EACH)) for name in SCENES}
    return made | {"voice": tuple(_voice(seeded(f"{seed} voice {n}")) for n in range(VOICES))}


def seeded(seed: str | int) -> Random:
    """A generator that makes the same of the same seed."""
    return Random(seed)  # noqa: S311 - nothing here is a secret


def _medium(kind: str, content: bytes) -> Medium:
    return Medium(hashlib.sha256(content).hexdigest(), kind, content)


def _photo(name: str, chance: Random) -> Medium:
    picture = _sky(chance)
    SCENES[name](ImageDraw.Draw(picture), chance)
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 556, 800, 600), fill="#1c1c1c")
    pen.text((16, 562), "EXEMPLE · dessin, pas une photo", font=ImageFont.load_default(24), fill="#ffffff")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return _medium("image/jpeg", out.getvalue())


def _sky(chance: Random) -> Image.Image:
    """Sky above, earth below, a line of trees between them."""
    top, low = chance.choice(((((120, 170, 215)), (225, 232, 230)), ((158, 176, 190), (222, 214, 196))))
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), top)
    strip.putpixel((0, 1), low)
    picture = Image.new("RGB", SIZE, DUST)
    picture.paste(strip.resize((SIZE[0], 330), Image.Resampling.BILINEAR), (0, 0))
    pen = ImageDraw.Draw(picture)
    for _ in range(26):
        x, r = chance.randint(-20, 800), chance.randint(18, 58)
        pen.ellipse((x - r, 322 - r, x + r, 322 + r // 2), fill=chance.choice((LEAF, "#4b7a3c", "#375c30")))
    pen.rectangle((0, 330, *SIZE), fill=DUST)
    for _ in range(160):
        x, y = chance.randint(0, 800), chance.randint(335, 560)
        pen.ellipse((x, y, x + chance.randint(3, 16), y + 3), fill=chance.choice((EARTH, "#b97d4c", "#d29b68")))
    return picture


def _pump(pen: Pen, chance: Random) -> None:
    x = chance.randint(280, 460)
    pen.ellipse((x - 150, 440, x + 170, 540), fill="#b9b4a8")
    pen.rectangle((x - 18, 250, x + 18, 480), fill=IRON)
    pen.rectangle((x - 60, 300, x - 10, 318), fill=IRON)
    pen.line((x + 10, 258, x + 140, chance.randint(200, 300)), fill="#39454b", width=12)
    for n in range(chance.randint(2, 4)):
        left = x - 210 + n * 62
        pen.polygon(
            ((left, 470), (left + 50, 470), (left + 42, 510), (left + 8, 510)),
            fill=("#c73e3a", "#2f6f9f", "#d8b13a")[n % 3],
        )


def _well(pen: Pen, chance: Random) -> None:
    x = chance.randint(300, 460)
    pen.ellipse((x - 110, 430, x + 110, 510), fill="#8d867a")
    pen.rectangle((x - 110, 370, x + 110, 470), fill="#a49c8d")
    pen.ellipse((x - 110, 335, x + 110, 410), fill="#2b2a28")
    pen.line((x - 100, 380, x - 100, 230, x + 100, 230, x + 100, 380), fill="#6b4a2f", width=14)
    pen.line((x, 236, x, 365), fill="#d9d2c2", width=4)


def _river(pen: Pen, chance: Random) -> None:
    bend = chance.randint(-90, 90)
    color = chance.choice(("#8a6a45", "#7b7f5c", WATER))
    pen.polygon(((330 + bend, 332), (430 + bend, 332), (760, 560), (60, 560)), fill=color)
    for _ in range(30):
        x, y = chance.randint(150, 650), chance.randint(400, 550)
        pen.line((x, y, x + 36, y), fill="#c9bf9f", width=2)


def _house(pen: Pen, box: tuple[int, int, int, int], doors: int) -> None:
    left, top, right, low = box
    pen.rectangle(box, fill=WALL)
    pen.polygon(((left - 26, top), (right + 26, top), (right - 10, top - 62), (left + 10, top - 62)), fill=ROOF)
    step = (right - left) // (2 * doors + 1)
    for n in range(doors):
        x = left + step * (2 * n + 1)
        pen.rectangle((x, top + 44, x + step, low), fill="#4f6d58")


def _school(pen: Pen, chance: Random) -> None:
    _house(pen, (120, 290, 120 + chance.randint(480, 560), 430), 3)
    pen.line((70, 440, 70, 200), fill=IRON, width=6)
    for n, color in enumerate(("#f08a24", "#ffffff", "#1f9a58")):
        pen.rectangle((73 + n * 22, 204, 95 + n * 22, 246), fill=color)


def _clinic(pen: Pen, chance: Random) -> None:
    left = chance.randint(160, 240)
    _house(pen, (left, 290, left + 400, 440), 2)
    pen.rectangle((left + 176, 250, left + 224, 266), fill="#c73e3a")
    pen.rectangle((left + 192, 234, left + 208, 282), fill="#c73e3a")
    pen.polygon(((left + 300, 226), (left + 380, 226), (left + 366, 196), (left + 314, 196)), fill="#23395d")


def _road(pen: Pen, chance: Random) -> None:
    bend = chance.randint(-120, 120)
    pen.polygon(((380 + bend, 332), (430 + bend, 332), (730, 560), (90, 560)), fill=EARTH)
    for _ in range(9):
        y = chance.randint(380, 540)
        x, r = 400 + chance.randint(-(y - 330), y - 330) // 2, (y - 330) // 5
        pen.ellipse((x - r, y - r // 3, x + r, y + r // 3), fill=chance.choice(("#6f3f22", "#7d6a55", WATER)))


def _bridge(pen: Pen, chance: Random) -> None:
    _river(pen, chance)
    gap = chance.randint(3, 8)
    for n in range(13):
        if n not in (gap, gap + 1):
            pen.rectangle((110 + n * 46, 420, 148 + n * 46, 474), fill=chance.choice(("#7a5636", "#8b6542")))
    pen.line((96, 404, 712, 404), fill="#5e4028", width=10)


def _field(pen: Pen, chance: Random) -> None:
    for row in range(8):
        y = 350 + row * row * 4
        for x in range(-20 + row * 5, 820, 34 + row * 7):
            r = 8 + row * 3
            color = chance.choice((LEAF, "#5c8a3a", "#8aa345", "#b9a03f"))
            pen.polygon(((x, y + r), (x + r, y - r), (x + 2 * r, y + r)), fill=color)


def _market(pen: Pen, chance: Random) -> None:
    for n in range(4):
        x, color = 60 + n * 180, chance.choice(("#c73e3a", "#2f6f9f", "#d8b13a", "#3f6b35"))
        pen.polygon(((x - 20, 270), (x + 150, 270), (x + 126, 226), (x + 4, 226)), fill=color)
        pen.line((x, 270, x, 430), fill="#6b4a2f", width=7)
        pen.line((x + 130, 270, x + 130, 430), fill="#6b4a2f", width=7)
        pen.rectangle((x - 6, 384, x + 136, 402), fill="#8b6542")
        for m in range(6):
            pen.ellipse((x + m * 22, 364, x + 20 + m * 22, 384), fill=chance.choice(("#d07a2d", "#b8432f", "#88a043")))


def _pole(pen: Pen, chance: Random) -> None:
    x = chance.randint(220, 330)
    for at, width in ((x, 16), (x + 260, 10), (x + 400, 7)):
        pen.line((at, 90 + (at - x) // 3, at, 470 - (at - x) // 4), fill="#5e4a36", width=width)
    for y in (110, 132):
        pen.line((0, y - 20, x, y, x + 260, y + 82, x + 400, y + 126), fill="#2d2d2d", width=3)
    _house(pen, (500, 350, 690, 450), 1)


def _waste(pen: Pen, chance: Random) -> None:
    for _ in range(240):
        x = int(chance.gauss(400, 120))
        y = 530 - int(chance.random() ** 1.5 * max(6, 150 - abs(x - 400) * 0.6))
        size = chance.randint(8, 26)
        color = chance.choice(("#d8d6cf", "#2f6f9f", "#3a3a38", "#c73e3a", "#e4c35a", "#8a8577"))
        pen.rectangle((x, y, x + size, y + size // 2), fill=color)


SCENES: dict[str, Scene] = {
    "pump": _pump, "well": _well, "river": _river, "school": _school, "clinic": _clinic, "road": _road,
    "bridge": _bridge, "field": _field, "market": _market, "pole": _pole, "waste": _waste,
}  # fmt: skip


def _voice(chance: Random) -> Medium:
    """A few hummed syllables: nobody speaks."""
    pitch, samples = chance.randint(130, 230), bytearray()
    while len(samples) < RATE * SECONDS:
        length, tone = chance.randint(RATE // 8, RATE // 4), pitch * chance.uniform(0.85, 1.2)
        for n in range(length):
            swell = math.sin(math.pi * n / length)
            wave_at = sum(math.sin(2 * math.pi * tone * k * n / RATE) / k for k in (1, 2, 3))
            samples.append(128 + int(44 * swell * wave_at))
        samples += bytes([128]) * chance.randint(RATE // 30, RATE // 12)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(samples[: RATE * SECONDS]))
    return _medium("audio/wav", out.getvalue())
