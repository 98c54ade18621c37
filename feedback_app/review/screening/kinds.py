"""What a record may be flagged for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """Why somebody should look twice, the gravest first."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    CHILD = "child"
    """Violence or work of children."""
    ACCUSATION = "accusation"
    """A person is named beside something they are accused of."""
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY = "identity"
    """A number of an identity card, a passport, an insurance …"""


ORDER = {kind: n for n, kind in enumerate(FlagKind)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a text that a rule found: `text[start:end]`."""

    kind: FlagKind
    start: int
    end: int
