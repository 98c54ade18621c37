"""A recording by its record, and the feed's row of a form's recordings. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

MOST_BYTES = 2 * 1024 * 1024
"""Ten minutes of voice; what is longer is no question."""
LONGEST_WORDS = 2000

_INSTRUMENT = re.compile(r"[a-z0-9_]{1,60}")
_PART = re.compile(r"[^\s\x00]{1,200}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


@dataclass(frozen=True, slots=True)
class PromptRecording:
    """A recording by the answers of its record."""

    instrument: str
    part: str
    language: str
    words: str
    sha256: str
    bytes: int


class Counts(Protocol):
    """A recording that counts (`tables.Prompt`)."""

    @property
    def sha256(self) -> str: ...
    @property
    def bytes(self) -> int: ...


def prompt_recording(body: Mapping[str, Any]) -> PromptRecording | None:
    """The recording in a body that passed validation; None when it is no prompt that could be used."""
    answers = body.get("answers") or {}
    instrument, part, language, words, sound = (
        str(answers.get(name, "")) for name in ("instrument", "part", "language", "words", "sound")
    )
    size = next((one["bytes"] for one in body.get("media") or [] if one["sha256"] == sound), 0)
    named = _INSTRUMENT.fullmatch(instrument) and _PART.fullmatch(part) and _LANGUAGE.fullmatch(language)
    if not named or not 0 < size <= MOST_BYTES:
        return None
    return PromptRecording(instrument, part, language, words[:LONGEST_WORDS], sound, size)


def sheet_name(instrument: str, language: str) -> str:
    """What the row of a form's recordings in one language is called on the feed."""
    return f"{instrument}.{language}"


def sheet_body(instrument: str, language: str, sheet: Mapping[str, Counts]) -> str | None:
    """That row: by part the sound's hash and size. None when there is nothing to say, so the row goes."""
    if not sheet:
        return None
    parts = {part: [one.sha256, one.bytes] for part, one in sheet.items()}
    body = {"instrument": instrument, "language": language, "parts": parts}
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
