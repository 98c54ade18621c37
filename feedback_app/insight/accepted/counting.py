"""What the accepted records of a place and month say, counted: each voice once for each thing that is asked. Pure."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from feedback_app.forms.engine.definition import UNSAID
from feedback_app.forms.engine.meaning import (
    AFFECTED,
    AROUSAL,
    CONDITION,
    DOMAIN,
    EMOTION,
    HANDS,
    NEED,
    PLEASURE,
    PRESENT,
    PROBLEM,
    PROGRESS,
    SCORE,
    SEEDS,
    SETTING,
    SEVERITY,
    STAGE,
    Fact,
)
from feedback_app.insight.accepted.voices import Speaker

CLASSES = 5
"""Ordered classes of a slider from 0 to 1: it is not a measure, and no mean is made of it."""
SLIDERS = frozenset({PLEASURE, AROUSAL})
ONE_ANSWER = frozenset({NEED, SEVERITY, EMOTION, *SLIDERS, PROGRESS, STAGE, CONDITION, SETTING})
"""What a voice says once: of two answers the first counts."""
SEVERAL_ANSWERS = frozenset({AFFECTED, PROBLEM})
MEANINGS = (*ONE_ANSWER, *SEVERAL_ANSWERS, DOMAIN, SCORE, PRESENT, SEEDS, *HANDS)
"""The facts that are counted."""
ALL_SEEDS = 10
_TIME = re.compile(r"\[(\d+)\]")


class Key(NamedTuple):
    """What is counted together. Empty where there is none."""

    speaker: str
    project: str
    axis: str
    """The meaning that was asked for; of scores also which question asked, as `score:acces`."""
    code: str


@dataclass(slots=True)
class Tally:
    """How often. `weight` is what was counted in the records themselves: people present, hands, shares of seeds."""

    voices: int = 0
    records: int = 0
    weight: float = 0.0

    def add(self, other: Tally) -> None:
        self.voices += other.voices
        self.records += other.records
        self.weight += other.weight


@dataclass(frozen=True, slots=True)
class Spoken:
    """An accepted record, to be counted; earlier ones come first."""

    record_id: uuid.UUID
    speaker: str
    project: str
    voice: str
    facts: Sequence[Fact]


Count = dict[Key, Tally]


@dataclass(frozen=True, slots=True)
class PlaceMonth:
    """The exact counts of a coarse place in a month."""

    place_code: str
    place_path: str
    month: str
    counts: Count


@dataclass
class _Counting:
    count: Count = field(default_factory=lambda: defaultdict(Tally))
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, one: Spoken) -> None:
        if one.speaker == Speaker.SESSION:
            return self._take_session(one)
        for axis, code, is_several in _answers(one.facts):
            key = Key(one.speaker, one.project, axis, code)
            self.count[key].records += 1
            voice = (one.speaker, one.project, axis, code if is_several else "", one.voice)
            if voice not in self.seen:
                self.seen.add(voice)
                self.count[key].voices += 1
        return None

    def _take_session(self, one: Spoken) -> None:
        """A gathering is one voice, its heads and hands are weights: never voices of single people."""
        for axis, code, weight in _gathered(one.facts):
            tally = self.count[Key(one.speaker, one.project, axis, code)]
            tally.voices += 1
            tally.records += 1
            tally.weight += weight


def count(records: Iterable[Spoken]) -> Count:
    """What these records say."""
    counting = _Counting()
    for one in records:
        counting.take(one)
    return dict(counting.count)


def _answers(facts: Iterable[Fact]) -> Iterator[tuple[str, str, bool]]:
    """(axis, code, whether a voice may give several) of each answer of one record."""
    for fact in facts:
        if fact.meaning in SLIDERS and fact.number is not None:
            yield fact.meaning, str(slider_class(fact.number)), False
        elif fact.meaning == SCORE and fact.number is not None:
            yield f"{SCORE}:{fact.question}", f"{fact.number:g}", False
        elif fact.code and fact.code not in UNSAID:
            if fact.meaning in ONE_ANSWER:
                yield fact.meaning, fact.code, False
            elif fact.meaning in SEVERAL_ANSWERS:
                yield fact.meaning, fact.code, True


def slider_class(value: float) -> int:
    """Which of `CLASSES` equal parts of 0 to 1 a slider was in; 0 is the lowest."""
    return min(max(int(value * CLASSES), 0), CLASSES - 1)


def _gathered(facts: Sequence[Fact]) -> Iterator[tuple[str, str, float]]:
    """(axis, code, weight) of one gathering: who was there, which share of the seeds each domain got, the hands."""
    yield PRESENT, "", sum(one.number or 0 for one in facts if one.meaning == PRESENT)
    domains = {_turn(one.question): one.code for one in facts if one.meaning == DOMAIN and one.code}
    shares: dict[str, float] = defaultdict(float)
    for one in facts:
        if one.meaning == SEEDS and (domain := domains.get(_turn(one.question))):
            shares[domain] += (one.number or 0) / ALL_SEEDS
    for domain in dict.fromkeys(domains.values()):
        yield SEEDS, domain, shares.get(domain, 0.0)
    for hand in HANDS:
        if raised := [one.number or 0 for one in facts if one.meaning == hand]:
            yield hand, "", sum(raised)


def _turn(question: str) -> int:
    """Which time of its repeat a question was answered; 0 outside of any. A ranking has a turn for each problem that
    was raised, in the same order."""
    found = _TIME.search(question)
    return int(found[1]) if found else 0


def write(counted: Mapping[Key, Tally]) -> bytes:
    """As counts are stored."""
    return orjson.dumps([(*key, one.voices, one.records, one.weight) for key, one in sorted(counted.items())])


def read(stored: bytes) -> Count:
    """What `write` wrote."""
    return {Key(*row[:4]): Tally(*row[4:]) for row in orjson.loads(stored)}
