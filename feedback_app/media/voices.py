"""Voices made easier to listen to: the waveform, and a twin in AAC for browsers that do not play what phones record.
Pure but for the files it is given. Needs PyAV, the extra `voice`.

A voice is never trusted: its container and codec are looked for among few, what else FFmpeg could open, a playlist that
names other files above all, is not; and it stops at bounds whatever a file says of itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

PEAKS = 240
RATE = 8000
MOST_SECONDS = 15 * 60
MOST_BYTES = 64 * 1024 * 1024
BIT_RATE, AAC_RATE = 32_000, 16_000
HEIGHT = 48
CODECS = "opus,libopus,vorbis,aac,mp3,mp3float,pcm_s16le,pcm_u8,flac,amrnb,amrwb"

_BROKEN = (FFmpegError, ValueError, OSError, MemoryError, IndexError, OverflowError, EOFError)
"""What reading a file that was cut or made to break it raises."""


class UnreadableMedium(ValueError):
    """Something else than one sound, or more of it than a voice is."""


def container(head: bytes) -> str | None:
    """What FFmpeg calls the container of a file that begins like this; None for what is none of ours."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "aac"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return "mp3"
    return "amr" if head.startswith(b"#!AMR") else None


def make_wave(source: Path, into: Path) -> None:
    """Writes the waveform of a voice as a picture that also says how long it is. Raises `UnreadableMedium`."""
    loudest: list[int] = []
    """Of each hundredth of a second."""
    step, rest = RATE // 100, array("h")
    for frame in _sound(source, "s16", RATE):
        rest.frombytes(bytes(frame.planes[0])[: 2 * frame.samples])
        whole = len(rest) - len(rest) % step
        loudest += [max(max(rest[at : at + step]), -min(rest[at : at + step])) for at in range(0, whole, step)]
        del rest[:whole]
    if not loudest:
        raise UnreadableMedium("silent")
    into.write_text(svg(_peaks(loudest), milliseconds=10 * len(loudest)))


def _peaks(loudest: list[int]) -> list[int]:
    """So many as are drawn, 0 to 100, the loudest 100."""
    count = min(PEAKS, len(loudest))
    bounds = [len(loudest) * n // count for n in range(count + 1)]
    found = [max(loudest[a:b]) for a, b in pairwise(bounds)]
    top = max(1, *found)
    return [one * 100 // top for one in found]


def svg(peaks: list[int], *, milliseconds: int) -> str:
    """One stroke a peak, in one path."""
    strokes = ((n, max(2, peak * HEIGHT // 100)) for n, peak in enumerate(peaks))
    path = "".join(f"M{2 * n + 1} {(HEIGHT - high) / 2:g}v{high}" for n, high in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * len(peaks)} {HEIGHT}" preserveAspectRatio="none" '
        f'data-ms="{milliseconds}"><path stroke="#000" stroke-width="1.4" d="{path}"/></svg>'
    )


def make_m4a(source: Path, into: Path) -> None:
    """Writes a voice as AAC in an MP4 that can be played from any second. Raises `UnreadableMedium`."""
    try:
        with av.open(str(into), "w", format="mp4", options={"movflags": "+faststart"}) as made:
            stream: Any = made.add_stream("aac", rate=AAC_RATE)
            stream.bit_rate, stream.layout = BIT_RATE, "mono"
            size = stream.codec_context.frame_size or 1024
            fifo, any_sound = AudioFifo(), False
            for frame in _sound(source, "fltp", AAC_RATE):
                frame.pts, any_sound = None, True
                fifo.write(frame)
                while (some := fifo.read(size)) is not None:
                    made.mux(stream.encode(some))
            if not any_sound:
                raise UnreadableMedium("silent")
            if (some := fifo.read(0, partial=True)) is not None:
                made.mux(stream.encode(some))
            made.mux(stream.encode(None))
    except FFmpegError as error:
        raise UnreadableMedium("it cannot be written") from error


def _sound(source: Path, form: str, rate: int) -> Iterator[AudioFrame]:
    """The sound of a file, in one channel. A voice that was cut gives what is there of it."""
    with source.open("rb") as file:
        name = container(file.read(16))
    if name is None or source.stat().st_size > MOST_BYTES:
        raise UnreadableMedium("no container of ours, or too large")
    resampler, heard = AudioResampler(format=form, layout="mono", rate=rate), 0
    try:
        options = {"protocol_whitelist": "file", "codec_whitelist": CODECS}
        with closing(av.open(str(source), format=name, options=options)) as opened:
            if len(opened.streams.audio) != 1 or opened.streams.video:
                raise UnreadableMedium("not one sound")
            context = opened.streams.audio[0].codec_context
            if context.name not in CODECS.split(","):
                raise UnreadableMedium("a codec that no phone records")
            context.thread_count = 1
            for decoded in opened.decode(audio=0):
                for frame in resampler.resample(decoded):
                    heard += frame.samples
                    if heard > MOST_SECONDS * rate:
                        raise UnreadableMedium("too long")
                    yield frame
    except UnreadableMedium:
        raise
    except _BROKEN as error:
        if not heard:
            raise UnreadableMedium("nothing can be heard") from error


MAKERS = {"wave": make_wave, "m4a": make_m4a}
"""What can be made of a voice, by the name of the variant."""
