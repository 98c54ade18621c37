"""Whether a content is the sound that its media type says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from feedback_app.forms.form_files import SOUNDS

HEAD = 16
"""As many bytes are looked at."""
_STARTS: Mapping[str, tuple[tuple[int, bytes], ...]] = {
    **dict(SOUNDS.values()),
    "audio/aac": ((0, b"\xff\xf1"), (0, b"\xff\xf9")),
}


def begins_as_sound(content: BinaryIO, kind: str) -> bool:
    """Whether the first bytes are those of a sound of this media type; leaves the content at its start."""
    head = content.read(HEAD)
    content.seek(0)
    return any(head[at : at + len(start)] == start for at, start in _STARTS.get(kind.split(";")[0], ()))


def sound_kind(content: bytes) -> str | None:
    """The media type of the sound that these bytes begin as; None for what is none."""
    for kind, starts in _STARTS.items():
        if any(content[at : at + len(start)] == start for at, start in starts):
            return kind
    return None
