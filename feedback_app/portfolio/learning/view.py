"""What the pages of learning plans show, gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.enrol.permissions import Area
from feedback_app.insight.accepted.store import month_counts
from feedback_app.portfolio.learning import store
from feedback_app.portfolio.learning.before_after import BeforeAfter, before_after
from feedback_app.portfolio.learning.plan import PLACE, STAGE, STAGES, Plan, read_plan
from feedback_app.portfolio.learning.tables import PlanVersion
from feedback_app.register.lookup_store import place_labels, place_paths


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list."""

    version: PlanVersion
    stages: Sequence[str]
    questions: int


@dataclass(frozen=True, slots=True)
class PlaceComparison:
    """A pilot place, and how people felt there before and after."""

    label: str
    compared: BeforeAfter


@dataclass(frozen=True, slots=True)
class VersionLine:
    """Who saved a version, and when."""

    n: int
    name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as it is read."""

    version: PlanVersion
    plan: Plan
    places: Sequence[PlaceComparison]
    history: Sequence[VersionLine]


def plan_lines(session: AnySession, programme_id: str) -> list[PlanLine]:
    """The plans of a programme, the latest made first."""
    found = [(one, read_plan(one.text)) for one in store.plans(session, programme_id)]
    return [PlanLine(one, stages_of(plan), len(plan.learning_questions)) for one, plan in found]


def stages_of(plan: Plan) -> list[str]:
    """How far a plan says that it is, in the order of the stages."""
    named = {value.lower() for value in plan.values(STAGE)}
    return [stage for stage in STAGES if stage in named]


def plan_page(session: AnySession, area: Area, versions: Sequence[PlanVersion]) -> PlanPage:
    """A plan with all its versions, the newest first. Its places are compared as far as they are in the area."""
    newest = versions[0]
    plan = read_plan(newest.text)
    names = person_names(session, {one.by for one in versions})
    history = [VersionLine(one.n, names.get(one.by, ""), one.at) for one in versions]
    return PlanPage(newest, plan, _comparisons(session, area, plan), history)


def _comparisons(session: AnySession, area: Area, plan: Plan) -> list[PlaceComparison]:
    codes = dict.fromkeys(plan.values(PLACE))
    if plan.start is None or not codes:
        return []
    paths, labels = place_paths(session, set(codes)), place_labels(session, set(codes))
    months = month_counts(session, area.programme_id)
    return [
        PlaceComparison(labels[code], before_after(months, paths[code], plan.start))
        for code in codes
        if code in paths and area.covers(paths[code])
    ]
