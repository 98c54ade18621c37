"""Made-up captures, labelled by how they were made: as people and phones behave, and as whoever makes records up does.

What is drawn knows nothing of the rules' limits: times for an answer, distances and intervals spread, and those of the
two overlap. The spreads are guesses, not measured in the field, and said beside what comes of them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from feedback_app.review.answers import AnswerLine, RecordForm
from feedback_app.review.position import PlaceLocation
from feedback_app.review.screening.capture_rules import Capture
from feedback_app.review.screening.kinds import FlagKind

HONEST, EACH = 2000, 200
PLACE = PlaceLocation("Exemple-Ville", "locality", 7.69, -5.03)
NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
SCALE = tuple({"name": name} for name in ("jamais", "parfois", "souvent", "toujours"))
KM = 1 / 111
"""Degrees of latitude."""


class Beside(NamedTuple):
    """Another record of the phone."""

    recorded_at: dt.datetime | None
    lat: float | None = None
    lng: float | None = None


def labelled(seed: int = 30) -> Iterator[tuple[Capture, set[FlagKind]]]:
    """Captures with what they are: nothing for the honest ones."""
    chance = random.Random(seed)
    for _ in range(HONEST):
        yield honest(chance), set()
    for kind, spoil in SPOILS.items():
        for _ in range(EACH):
            yield spoil(honest(chance), chance), {kind}


def honest(chance: random.Random) -> Capture:
    """Somebody asks and listens: four to twenty questions at about eight seconds each, within a few kilometres of the
    village, after the record before by minutes; one in fifty people finds all alike."""
    answers = chance.randint(4, 20)
    seconds = sum(chance.lognormvariate(2.0, 0.5) for _ in range(answers))
    scale = _scale(chance, all_alike=chance.random() < 0.02)
    beside, at = [], NOON
    for _ in range(chance.randint(0, 12)):
        at -= dt.timedelta(minutes=chance.lognormvariate(2.3, 0.6))
        beside.append(Beside(at, *_near(chance)))
    return Capture(
        rows=[AnswerLine(f"q{n}", f"Question {n}", "said", "oui") for n in range(answers)], answers=scale[1],
        form=scale[0], duration_ms=round(seconds * 1000), recorded_at=NOON,
        point=(*_near(chance), chance.uniform(4, 60)), place=PLACE, beside=beside,
    )  # fmt: skip


def _near(chance: random.Random) -> tuple[float, float]:
    away = chance.expovariate(1 / 1.5) * KM
    return PLACE.lat + away * chance.choice((-1, 1)), PLACE.lon + chance.gauss(0, 0.005)


def _scale(chance: random.Random, *, all_alike: bool) -> tuple[RecordForm, dict[str, object]]:
    names = [f"s{n}" for n in range(chance.randint(3, 10))]
    one = chance.choice(SCALE)["name"]
    answers = {name: one if all_alike else chance.choice(SCALE)["name"] for name in names}
    nodes = [{"name": name, "type": "select_one", "label": {"fr": name}, "choices": list(SCALE)} for name in names]
    return RecordForm({"questions": nodes}), dict(answers)


def _hurried(one: Capture, chance: random.Random) -> Capture:
    """Touched through, at about a second an answer."""
    seconds = sum(chance.lognormvariate(0.0, 0.4) for _ in one.rows)
    return replace(one, duration_ms=round(seconds * 1000))


def _alike(one: Capture, chance: random.Random) -> Capture:
    form, answers = _scale(chance, all_alike=True)
    return replace(one, form=form, answers=answers)


def _made_up(one: Capture, chance: random.Random) -> Capture:
    """A program says where the phone is: at 0, with no error, or always the same."""
    how = chance.choice(("zero", "exact", "same"))
    if how == "zero":
        return replace(one, point=(0.0, 0.0, 10.0))
    point = (*_near(chance), 0.0 if how == "exact" else 12.0)
    times = [NOON - dt.timedelta(minutes=chance.uniform(5, 300)) for _ in range(chance.randint(1, 12))]
    return replace(one, point=point, beside=[Beside(at, *point[:2]) for at in times] if how == "same" else one.beside)


def _far(one: Capture, chance: random.Random) -> Capture:
    """Recorded at home: some 30 km from the village."""
    away = chance.lognormvariate(3.4, 0.7) * KM
    return replace(one, point=(PLACE.lat + away, PLACE.lon, chance.uniform(4, 60)))


def _burst(one: Capture, chance: random.Random) -> Capture:
    """A day's records made up in one sitting, one every half minute."""
    times, at = [], NOON
    for _ in range(chance.randint(5, 40)):
        at -= dt.timedelta(seconds=chance.lognormvariate(3.4, 0.4))
        times.append(Beside(at, *_near(chance)))
    return replace(one, beside=times)


SPOILS: dict[FlagKind, Callable[[Capture, random.Random], Capture]] = {
    FlagKind.HURRIED: _hurried, FlagKind.SAME_ANSWERS: _alike, FlagKind.POSITION: _made_up, FlagKind.FAR: _far,
    FlagKind.BURST: _burst,
}  # fmt: skip
