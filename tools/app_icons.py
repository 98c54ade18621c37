"""Draw the phone app's icons (static/pwa/icons). Run by hand when the sign changes; the pictures are in git.

    python tools/app_icons.py

Needs Pillow. The sign is the desk's (static/desk/echo.svg): a voice, and two waves that come back.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "pwa" / "icons"
GREEN, PAPER, ORANGE = "#0b5d3b", "#fbfaf6", "#f0904c"
GRID = 48
OVER = 4
"""How much larger it is drawn than saved, for smooth edges."""

WAVES = ((9.9, 24.0, 13.0, 45), (11.0, 24.0, 21.0, 42))
"""Centre x and y, radius on the grid; half the opening in degrees."""


def draw(size: int, *, maskable: bool) -> Image.Image:
    """The sign on its square, `size` pixels wide; maskable: to the edge, the sign inside the safe circle."""
    side = size * OVER
    image = Image.new("RGBA", (side, side), GREEN if maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if not maskable:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * 10 / GRID, fill=GREEN)
    shrink = 0.8 if maskable else 1.0

    def at(value: float) -> float:
        return side * ((value - GRID / 2) * shrink + GRID / 2) / GRID

    width = side * 4 * shrink / GRID
    for x, y, radius, half in WAVES:
        box = (at(x - radius), at(y - radius), at(x + radius), at(y + radius))
        pen.arc(box, -half, half, fill=PAPER, width=round(width))
    pen.ellipse((at(9), at(20), at(17), at(28)), fill=ORANGE)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the four files, as small as they get."""
    FOLDER.mkdir(exist_ok=True)
    for name, size, maskable in (("icon-192", 192, False), ("icon-512", 512, False), ("icon-maskable-512", 512, True)):
        picture = draw(size, maskable=maskable).quantize(64)
        picture.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
