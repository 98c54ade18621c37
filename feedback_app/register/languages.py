"""What the languages of a programme are called. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.vocabulary import vocabulary


def names(codes: Iterable[str], settings: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The words for each language by code: the programme's own (`language_names` of its settings), else the list's,
    else the code itself."""
    own = settings.get("language_names")
    given = own if isinstance(own, dict) else {}
    return {code: _words(code, given.get(code)) for code in codes}


def _words(code: str, given: object) -> dict[str, str]:
    if isinstance(given, dict) and given:
        return {str(language): str(word) for language, word in given.items()}
    term = vocabulary("languages").get(code)
    return dict(term.label) if term else {"fr": code, "en": code}
