"""What a programme says of its processing: who is responsible, whom to ask, which authority watches. Pure.

It is data of the programme: `privacy` in the settings of its description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEY = "privacy"
AUTHORITY = "ARTCI, Abidjan, www.artci.ci"
"""The authority for personal data of Côte d'Ivoire (law 2013-450), where a programme names no other."""
NEEDED = ("controller", "contact")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Notice:
    """Empty where the programme has not said it yet."""

    controller: Mapping[str, str]
    """By language."""
    contact: str
    officer: str
    authority: str
    recipients: Mapping[str, str]
    """Who else receives data: processors, hosts."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What it must say and does not."""
        return tuple(name for name in NEEDED if not getattr(self, name))


def read_notice(settings: Mapping[str, Any]) -> Notice:
    """The notice out of a programme's settings. What cannot be read counts as not said."""
    given = settings.get(KEY)
    described: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    return Notice(
        _texts(described.get("controller")), _text(described.get("contact")), _text(described.get("officer")),
        _text(described.get("authority")) or AUTHORITY, _texts(described.get("recipients")),
    )  # fmt: skip


def _text(value: object) -> str:
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""


def _texts(value: object) -> Mapping[str, str]:
    """A text by language; one that is the same in all."""
    if isinstance(value, Mapping):
        return {str(lang): text for lang, one in value.items() if (text := _text(one))}
    return {"fr": text} if (text := _text(value)) else {}
