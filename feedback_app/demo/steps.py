"""What happens in the course of a made-up pilot, a step each, with its moment."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happens at a moment."""

    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Sending(Step):
    """A phone hands an entry over; `reply` where it answers the last question of the desk."""

    phone: int
    record: uuid.UUID
    rev: int
    body: Mapping[str, Any]
    offset: dt.timedelta = dt.timedelta()
    """By how much the phone's clock is ahead."""
    is_damaged: bool = False
    reply: str | None = None


@dataclass(frozen=True, kw_only=True)
class Deciding(Step):
    """Somebody at the desk opens a record and does something with it."""

    record: uuid.UUID
    action: str
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Suspending(Step):
    """Somebody takes a record back, and the desk hides it; or, without `asked_by`, shows it again."""

    record: uuid.UUID
    asked_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Assigning(Step):
    """Accepted needs are put under a theme, by its number."""

    theme: int
    records: Sequence[uuid.UUID]


@dataclass(frozen=True, kw_only=True)
class Founding(Step):
    """A theme is written by one person, with what answers it, and published by another."""

    theme: int


@dataclass(frozen=True, kw_only=True)
class Advancing(Step):
    """A solution of a theme comes a stage further."""

    theme: int
    solution: int
    project: str | None


@dataclass(frozen=True, kw_only=True)
class Replying(Step):
    """One answers the places of a theme; another publishes it. They are asked from `ask_on` on."""

    theme: int
    ask_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Confirming(Step):
    """Somebody of the places answers whether what a reply says is so: the phone of this number among those that have
    it."""

    theme: int
    phone: int
    record: uuid.UUID
    fulfilled: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that happens, by weeks, each in the order of time."""

    weeks: Sequence[Sequence[Step]]
    records: int
    media: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Of each phone, the hashes of the photos and voices that it hands over."""
