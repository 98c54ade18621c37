"""How far a solution has come, by what shows it: found, tried, proven, spread (Sense, Explore, Test, Grow). Pure.

A stage is reached by evidence alone, and shown only as long as the evidence counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.base.folding import fold
from schemas.vocabulary import vocabulary


class PracticeStage(StrEnum):
    """How far it is; the words for people are in the vocabulary `practice_stages`."""

    FOUND = "found"
    TRIED = "tried"
    PROVEN = "proven"
    SPREAD = "spread"


ORDER = tuple(PracticeStage)
BETWEEN = dt.timedelta(days=30)
"""Between the first and the last time that it was seen to work, for a solution that is proven."""


class Missing(StrEnum):
    """What is missing for a stage; the words for people are in `texts.py`."""

    SEEN = "seen"
    MEASURED = "measured"
    SECOND_SOURCE = "second-source"
    LATER = "later"
    ELSEWHERE = "elsewhere"


class StepRefusal(StrEnum):
    """Why a solution does not change its stage."""

    STALE = "stale"
    EVIDENCE = "evidence"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """What is asked of one evidence. `path` is that of its place; empty without one."""

    kind: str
    source: str
    day: dt.date
    path: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What counts for a solution: evidence that is public, and the paths of the places where it was found."""

    evidence: Sequence[ShownEvidence]
    found_in: Collection[str]


def missing(proof: Proof, stage: PracticeStage) -> list[Missing]:
    """What is missing for a stage and those before it; nothing for the first."""
    seen = [one for one in proof.evidence if _flag(one, "seen")]
    found: list[Missing] = []
    if stage is not PracticeStage.FOUND and not seen:
        found.append(Missing.SEEN)
    if stage in (PracticeStage.PROVEN, PracticeStage.SPREAD):
        found += _missing_for_proven(seen)
    if stage is PracticeStage.SPREAD and not any(_is_elsewhere(one, proof.found_in) for one in seen):
        found.append(Missing.ELSEWHERE)
    return found


def _missing_for_proven(seen: Sequence[ShownEvidence]) -> list[Missing]:
    days = [one.day for one in seen]
    checks = {
        Missing.MEASURED: any(_flag(one, "measured") for one in seen),
        Missing.SECOND_SOURCE: len({fold(one.source) for one in seen}) > 1,
        Missing.LATER: bool(days) and max(days) - min(days) >= BETWEEN,
    }
    return [one for one, there in checks.items() if not there]


def _is_elsewhere(one: ShownEvidence, found_in: Collection[str]) -> bool:
    return bool(one.path) and not any(one.path.startswith(home) or home.startswith(one.path) for home in found_in)


def _flag(one: ShownEvidence, name: str) -> bool:
    term = vocabulary("practice_evidence").get(one.kind)
    return term is not None and term.flag(name)


def shown_stage(stage: str, proof: Proof) -> PracticeStage:
    """How far it is shown to be: the furthest stage, not beyond the one that was stated, that its evidence reaches."""
    upto = ORDER[: ORDER.index(PracticeStage(stage)) + 1]
    return next(one for one in reversed(upto) if not missing(proof, one))


def step_refusal(now: str, after: str, proof: Proof, *, reason: str) -> StepRefusal | None:
    """What speaks against a step: forward to the next stage with its evidence, back with a reason."""
    if after not in ORDER:
        return StepRefusal.STALE
    way = ORDER.index(PracticeStage(after)) - ORDER.index(PracticeStage(now))
    if way == 1:
        return StepRefusal.EVIDENCE if missing(proof, PracticeStage(after)) else None
    if way >= 0:
        return StepRefusal.STALE
    return None if len(reason.split()) > 1 else StepRefusal.REASON
