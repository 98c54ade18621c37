"""What one photo costs the server: a 12-megapixel JPEG to two sizes, time and the most memory, by Pillow.

`./run bench photo [FILE]`: a photo of one's own, or a picture with the detail and the noise of a phone's camera. Each
run is a process of its own, so that the memory is that of one photo and of what it takes to look at one.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageFilter

from bench._load import resident_mb

RUNS = 9
SIZE = (4000, 3000)


def main(args: list[str]) -> None:
    """Prints the median and the range of the runs; with two arguments, does one run."""
    if len(args) == 2:
        _once(Path(args[0]), Path(args[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(args[0]) if args else _photo(Path(folder) / "photo.jpg")
        runs = [_run(photo, Path(folder)) for _ in range(RUNS)]
        with Image.open(photo) as opened:
            print(f"{opened.width} × {opened.height}, {photo.stat().st_size:,} B")
    for name, unit, values in zip(("time", "most memory"), ("ms", "MB"), zip(*runs, strict=True), strict=True):
        print(f"{name}: {statistics.median(values):.0f} {unit} ({min(values):.0f}–{max(values):.0f})")


def _photo(path: Path) -> Path:
    chance = random.Random(7)
    coarse = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
    fine = Image.frombytes("RGB", (500, 375), chance.randbytes(500 * 375 * 3)).resize(SIZE, Image.Resampling.BILINEAR)
    grain = Image.effect_noise(SIZE, 24).convert("RGB")
    picture = Image.blend(Image.blend(coarse, fine, 0.2), grain, 0.12).filter(ImageFilter.GaussianBlur(0.6))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(path, "JPEG", quality=88, exif=exif)
    return path


def _run(photo: Path, folder: Path) -> tuple[float, float]:
    words = [sys.executable, "-m", "bench", "photo", str(photo), str(folder)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    milliseconds, megabytes = done.stdout.split()[-2:]
    return float(milliseconds), float(megabytes)


def _once(photo: Path, folder: Path) -> None:
    from feedback_app.media import images

    images.process(photo, folder)  # the first one also loads the decoders
    started = time.perf_counter()
    made = images.process(photo, folder)
    took = time.perf_counter() - started
    if not isinstance(made, images.Processed):
        raise SystemExit(made.reason)
    print(took * 1000, resident_mb(os.getpid()))
