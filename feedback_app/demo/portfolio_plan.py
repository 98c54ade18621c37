"""When accepted needs come under themes, and how far what answers them comes, by `portfolio.json`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from feedback_app.demo.pictures import seeded
from feedback_app.demo.record_ids import name_at
from feedback_app.demo.steps import Advancing, Assigning, Confirming, Founding, Replying, Step
from feedback_app.demo.words import read_words

LEFT = 0.2
"""The share of accepted needs that wait to be assigned."""
DAY = dt.timedelta(days=1)


class Sector(Protocol):
    """A project, as far as it matters here."""

    @property
    def id(self) -> str: ...
    @property
    def sector(self) -> str | None: ...


class Pilot(Protocol):
    """The pilot, as far as it matters here."""

    @property
    def until(self) -> dt.datetime: ...
    @property
    def projects(self) -> Sequence[Any]: ...


AcceptedNeed = tuple[dt.datetime, uuid.UUID, tuple[str, str]]
"""When a need was accepted, which, and its domain and detail."""


def portfolio_steps(pilot: Pilot, accepted: Sequence[AcceptedNeed]) -> Iterator[Step]:
    """What is done about needs: themes, their needs by weeks, and the stages of solutions."""
    by_theme: dict[int, list[tuple[dt.datetime, uuid.UUID]]] = defaultdict(list)
    for at, record, topic in sorted(accepted):
        number, chance = _theme_of(topic), seeded(record.int % 2**61)
        if number is not None and chance.random() >= LEFT:
            by_theme[number].append((at + DAY * chance.uniform(1, 9), record))
    for number, needs in by_theme.items():
        begins = min(at for at, _ in needs)
        yield Founding(at=begins - DAY / 2, theme=number)
        yield from _weekly(number, needs)
        yield from _stages(pilot, number, begins)
        yield from _reply(number, begins)


def _theme_of(topic: tuple[str, str]) -> int | None:
    domain, detail = topic
    for number, theme in enumerate(read_words("portfolio")["themes"]):
        if theme["domain"] == domain and detail in theme.get("details", [detail]):
            return number
    return None


def _weekly(number: int, needs: Sequence[tuple[dt.datetime, uuid.UUID]]) -> Iterator[Assigning]:
    """Needs that are assigned in the same week are assigned at once."""
    weeks: dict[int, list[tuple[dt.datetime, uuid.UUID]]] = defaultdict(list)
    for at, record in needs:
        weeks[at.toordinal() // 7].append((at, record))
    for some in weeks.values():
        yield Assigning(at=max(at for at, _ in some), theme=number, records=[record for _, record in some])


def _stages(pilot: Pilot, number: int, begins: dt.datetime) -> Iterator[Advancing]:
    solutions: Sequence[Mapping[str, Any]] = read_words("portfolio")["themes"][number]["solutions"]
    for n, solution in enumerate(solutions):
        projects = [one.id for one in pilot.projects if one.sector == solution.get("sector")]
        for key in ("paid_after", "ready_after"):
            if key in solution and projects:
                yield Advancing(
                    at=begins + DAY * solution[key], theme=number, solution=n,
                    project=projects[0] if key == "paid_after" else None,
                )  # fmt: skip


def _reply(number: int, begins: dt.datetime) -> Iterator[Replying | Confirming]:
    """What the places of a theme are answered, and what they answer to "is it done?"."""
    reply = read_words("portfolio")["themes"][number].get("reply")
    if reply is None:
        return
    at = begins + DAY * reply["after"]
    asked = at + DAY * reply["asked_after"] if "asked_after" in reply else None
    yield Replying(at=at, theme=number, ask_on=asked.date() if asked else None)
    for n, (fulfilled, why) in enumerate(reply["answers"]):
        moment = (asked or at) + DAY * (n + 1)
        id = name_at(moment, seeded(number * 100 + n))
        yield Confirming(at=moment, theme=number, phone=n, record=id, fulfilled=fulfilled, why=why)
