"""What of each form is recorded in each language, and what is missing. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from feedback_app.forms.engine.spoken_parts import Part, parts


class Form(Protocol):
    """A form of the programme, or the sentences of its trusted people."""

    @property
    def name(self) -> str: ...
    @property
    def definition(self) -> Mapping[str, Any]: ...


class Recorded(Protocol):
    """A recording that counts (`tables.Prompt`)."""

    @property
    def instrument(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """One form in one language: how many of its parts can be heard, and when that last changed."""

    have: int
    of: int
    last: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a form in one language. `recorded` is None where nobody has recorded it; `own_sound` is the sound
    that the form has of its own. `changed`: the form's words are others than when it was recorded."""

    part: Part
    recorded: Any
    own_sound: str
    changed: bool

    @property
    def is_missing(self) -> bool:
        """Whether nothing can be heard."""
        return self.recorded is None and not self.own_sound


def lines(definition: Mapping[str, Any], language: str, sheet: Mapping[str, Recorded]) -> list[Line]:
    """Every part of a form in one language; `sheet` has what was recorded, by part."""
    found = []
    for part in parts(definition):
        one = sheet.get(part.key)
        changed = one is not None and one.words not in part.words.values()
        found.append(Line(part, one, part.sounds.get(language, ""), changed))
    return found


def table(
    definitions: Sequence[Mapping[str, Any]], languages: Sequence[str], recorded: Iterable[Recorded]
) -> dict[str, dict[str, Cell]]:
    """By form and language; what was recorded of forms or parts that are no more is left out."""
    sheets: dict[tuple[str, str], dict[str, Recorded]] = {}
    for one in recorded:
        sheets.setdefault((one.instrument, one.language), {})[one.part] = one
    return {
        definition["name"]: {
            language: _cell(lines(definition, language, sheets.get((definition["name"], language), {})))
            for language in languages
        }
        for definition in definitions
    }


def _cell(found: Sequence[Line]) -> Cell:
    have = [line for line in found if not line.is_missing]
    last = max((line.recorded.at for line in have if line.recorded is not None), default=None)
    return Cell(len(have), len(found), last)
