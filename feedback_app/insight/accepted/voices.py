"""Who speaks in a record, and which records count as one voice. Pure. Decision 63."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from enum import StrEnum

from feedback_app.forms.engine.meaning import AGE, SEX, Fact, FormMeaning

GROUP_MODE = "group"
"""How a record was taken: with several people together (`mode` of the wire)."""


class Speaker(StrEnum):
    """Who speaks. What one speaker says is never added to what another says."""

    SINGLE = "single"
    GROUP = "group"
    SESSION = "session"
    OBSERVATION = "observation"


def speaker_of(form: FormMeaning, mode: str | None) -> Speaker:
    """By what the form asks, and how the record was taken."""
    if form.is_session:
        return Speaker.SESSION
    if form.is_observation:
        return Speaker.OBSERVATION
    return Speaker.GROUP if mode == GROUP_MODE else Speaker.SINGLE


def voice_of(*, speaker: Speaker, record_id: uuid.UUID, phone: uuid.UUID, day: dt.date, facts: Iterable[Fact]) -> str:
    """The same for records that may be of the same person: by one phone, on one day, with the same answers about who
    speaks (age, sex). Names are not recorded, so two people of an age and sex who follow each other on a phone in one
    day count as one: a figure of voices is the least that there may be. Gatherings and observations are each their own.
    """
    if speaker in (Speaker.SESSION, Speaker.OBSERVATION):
        return record_id.hex
    person = sorted((one.meaning, one.code or "", one.number or 0) for one in facts if one.meaning in (AGE, SEX))
    return hashlib.sha256(f"{speaker} {phone.hex} {day.isoformat()} {person}".encode()).hexdigest()[:32]
