"""What reviewers wrote of voices, and of answers in other languages: transcripts and translations. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from feedback_app.forms.engine.definition import plain_name
from feedback_app.review.answers import AnswerLine, RecordForm, RecordSummary, cut


class Kind(StrEnum):
    """A transcript says what a voice says, a translation what words in another language mean in French."""

    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"


TRANSLATED_INTO = "fr"


@dataclass(frozen=True, slots=True)
class Heard:
    """The newest that was written of one voice, or of the words of one answer."""

    of_voice: bool
    transcript: str = ""
    translation: str = ""

    @property
    def words(self) -> str:
        """What a reader at the Lab reads first."""
        return self.translation or self.transcript


HeardBySource: TypeAlias = Mapping[str, Heard]
"""By the SHA-256 of the voice, or of the words."""


def source_of(form: RecordForm, row: AnswerLine) -> str | None:
    """What is written of a line is written of this: the SHA-256 of its medium, or of the words of a text. None for any
    other line."""
    if row.media:
        return row.media
    node = form.nodes.get(plain_name(row.name))
    if row.kind != "said" or not row.text or node is None or node["type"] != "text":
        return None
    return hashlib.sha256(row.text.encode("utf-8", "replace")).hexdigest()


def heard_texts(form: RecordForm, rows: Sequence[AnswerLine], heard: HeardBySource) -> Iterator[str]:
    """All that a record is found by: of its voices, and of the words that it still has."""
    sources = {source_of(form, row) for row in rows}
    for source, one in heard.items():
        if one.of_voice or source in sources:
            yield from (text for text in (one.translation, one.transcript) if text)


def with_heard(summary: RecordSummary, rows: Sequence[AnswerLine], heard: HeardBySource) -> RecordSummary:
    """A record in short; where it has no words of its own, with those that its first voice was heard to say."""
    if summary.words or not heard:
        return summary
    asked = [row.media for row in rows if row.media in heard]
    spoken = [heard[one] for one in dict.fromkeys([*asked, *heard]) if one and heard[one].of_voice]
    words = next((one.words for one in spoken if one.words), "")
    return RecordSummary(summary.topic, cut(words, 176))
