"""Voices as phones record them, made for tests: a tone that is loud in the middle, in any container."""

from __future__ import annotations

import io
import math
from array import array
from typing import Any

import av
from av.audio.frame import AudioFrame


def sound(seconds: float = 2.0, *, container: str = "webm", codec: str = "libopus", rate: int = 48_000) -> bytes:
    """A sound that swells and fades. A `webm` has no duration in its header, as what a browser records."""
    file = io.BytesIO()
    options = {"live": "1"} if container == "webm" else {}
    with av.open(file, "w", format=container, options=options) as made:
        stream: Any = made.add_stream(codec, rate=rate)
        stream.layout = "mono"
        count = int(seconds * rate)
        for start in range(0, count, 960):
            frame = AudioFrame(format="s16", layout="mono", samples=min(960, count - start))
            at = range(start, start + frame.samples)
            loud = (20_000 * math.sin(math.pi * n / count) * math.sin(2 * math.pi * 220 * n / rate) for n in at)
            frame.planes[0].update(array("h", map(int, loud)).tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts = rate, start
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return file.getvalue()
