"""A recording of staff that goes to phones, made what every phone plays."""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from feedback_app.base.db import AnySession
from feedback_app.media import listening
from feedback_app.media.files import MediaFiles
from feedback_app.media.staff_sound_store import type_of_sound
from feedback_app.prompts.sounds import sound_kind

LARGEST_UPLOAD = 16 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
"""Of what phones fetch: eight minutes of speech."""
PLAYED_EVERYWHERE = frozenset({"audio/mpeg", "audio/mp4"})
"""What phones of Chrome 80 and every later browser play. A phone of today may record another kind."""


class VoiceRefusal(StrEnum):
    """Why a recording is not stored. What a page says to it is of the package that asked."""

    NO_SOUND = "no-sound"
    """Nothing can be heard in it, or it is no sound."""
    LONG = "sound-too-long"
    FORMAT = "sound-format"
    """Nothing here makes of it what every phone plays."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording whose file is stored."""

    sha256: str
    kind: str
    size: int


def store_voice(files: MediaFiles, programme_id: str, content: bytes) -> Voice | VoiceRefusal:
    """Stores a recording as phones will fetch it: an MP3 as it is, of any other sound its twin in AAC.

    May take seconds: call it with no transaction open.
    """
    kind = sound_kind(content)
    if kind is None:
        return VoiceRefusal.NO_SOUND
    if len(content) > LARGEST_UPLOAD:
        return VoiceRefusal.LONG
    if listening.is_possible():
        made = _twin(files, programme_id, content)
        if made is None:
            return VoiceRefusal.NO_SOUND
        content, kind = (content, kind) if kind == "audio/mpeg" else (made, "audio/mp4")
    elif kind not in PLAYED_EVERYWHERE:
        return VoiceRefusal.FORMAT
    if len(content) > LARGEST:
        return VoiceRefusal.LONG
    return Voice(_put(files, programme_id, content), kind, len(content))


def _twin(files: MediaFiles, programme_id: str, content: bytes) -> bytes | None:
    """A recording as AAC; None where nothing can be heard in it. What it is made of does not stay."""
    name = hashlib.sha256(content).hexdigest()
    was_there = files.size(programme_id, name) is not None
    _put(files, programme_id, content)
    try:
        if listening.made_of_voice(files, programme_id, name, "m4a") is None:
            return None
        with files.open(programme_id, name, "m4a") as made:
            return made.read()
    finally:
        if not was_there:
            files.delete(programme_id, name)


def _put(files: MediaFiles, programme_id: str, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    files.put(programme_id, name, io.BytesIO(content))
    return name


@dataclass(frozen=True, slots=True)
class StoredVoice:
    """A recording to be heard."""

    content: BinaryIO
    kind: str
    size: int
    sha256: str


def open_voice(
    session: AnySession, files: MediaFiles, programme_id: str, sha256: str | None, *, subject: uuid.UUID
) -> StoredVoice | None:
    """The recording of a subject, for who may read the subject; None where there is none."""
    kind = type_of_sound(session, programme_id, sha256, subject) if sha256 else None
    size = files.size(programme_id, sha256) if sha256 and kind else None
    if not sha256 or kind is None or size is None:
        return None
    return StoredVoice(files.open(programme_id, sha256), kind, size, sha256)
