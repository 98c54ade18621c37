"""Answers out of a template: what is left open in it is chosen by a seeded generator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from feedback_app.demo.pictures import Medium
from feedback_app.forms.engine.definition import Definition
from feedback_app.forms.engine.walk import Moment, Path


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a record is made."""

    place: str
    """What the place is called, for `{place}` in a text."""
    day: dt.date
    project: str | None


@dataclass(slots=True)
class Answered:
    """Answers, and the photos and voices that they name, by question."""

    answers: dict[str, Any]
    media: dict[str, Medium] = field(default_factory=dict)

    def settle(self, definition: Definition, day: dt.date) -> Answered:
        """Without what the form does not ask after these answers, as a phone leaves it out."""
        asked = Path(definition).walk(self.answers, Moment(day.isoformat())).relevant
        answers = {name: value for name, value in self.answers.items() if name in asked}
        media = {name: one for name, one in self.media.items() if name.partition("[")[0] in answers}
        return Answered(answers, media)


def choose(value: Any, chance: Random, setting: Setting) -> Any:
    """A value of a template with nothing left open. None: it is left out."""
    if isinstance(value, Mapping):
        kind = next((name for name in _OPEN if name in value), None)
        if kind:
            return _OPEN[kind](value, chance, setting)
        chosen = {name: choose(one, chance, setting) for name, one in value.items()}
        return {name: one for name, one in chosen.items() if one is not None}
    if isinstance(value, list):
        return [choose(one, chance, setting) for one in value]
    return value.replace("{place}", setting.place) if isinstance(value, str) else value


def _any(value: Mapping[str, Any], chance: Random, setting: Setting) -> Any:
    return choose(chance.choice(value["any"]), chance, setting)


def _maybe(value: Mapping[str, Any], chance: Random, setting: Setting) -> Any:
    return choose(value["of"], chance, setting) if chance.random() < value["maybe"] else None


def _days(value: Mapping[str, Any], chance: Random, setting: Setting) -> str:
    return (setting.day + dt.timedelta(days=chance.randint(*value["days"]))).isoformat()


_OPEN: dict[str, Callable[[Mapping[str, Any], Random, Setting], Any]] = {
    "any": _any,
    "maybe": _maybe,
    "days": _days,
    "number": lambda value, chance, _: chance.randint(*value["number"]),
    "degree": lambda value, chance, _: round(chance.uniform(*value["degree"]), 2),
    "project": lambda _value, _chance, setting: setting.project,
}


def answer(template: Mapping[str, Any], common: Mapping[str, Any], chance: Random, setting: Setting) -> dict[str, Any]:
    """The answers of a template, with those that all of its instrument have in common."""
    given: dict[str, Any] = choose({**common, **template["answers"]}, chance, setting)
    for name in [name for name in given if name.startswith(OPTIONAL)]:
        if chance.random() < SILENCE:
            del given[name]
    return given


OPTIONAL = ("attente", "souhait", "suggestion", "sens")
"""What many people leave out."""
SILENCE = 0.45


def name_media(
    found: Answered, chance: Random, template: Mapping[str, Any], media: Mapping[str, Sequence[Medium]]
) -> None:
    """Adds the photos and the voice that a template asks for."""
    if scene := template.get("photo"):
        _add(found, "photo", chance.choice(media[scene]))
    if scene := template.get("photos"):
        some = chance.sample(list(media[scene]), k=chance.choice((1, 1, 2)))
        found.answers["photos"] = [{"photo": one.sha256} for one in some]
        found.media |= {f"photos[{n}].photo": one for n, one in enumerate(some, 1)}
    if question := template.get("voice"):
        _add(found, question, chance.choice(media["voice"]))


def _add(found: Answered, question: str, one: Medium) -> None:
    found.answers[question], found.media[question] = one.sha256, one
