"""Programmes that are demonstrations: nobody said what is in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_made_up(settings: Mapping[str, Any] | None) -> bool:
    """Whether a programme with these settings is a demonstration."""
    return (settings or {}).get("demo") is True


def marked(label: str, settings: Mapping[str, Any] | None) -> str:
    """What a place is called on phones: in a demonstration with the word for it."""
    return f"{label} · EXEMPLE" if is_made_up(settings) else label
