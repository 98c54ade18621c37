"""Saving a learning plan: each time as a version of its own."""

from __future__ import annotations

import uuid

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.portfolio.learning import store
from feedback_app.portfolio.learning.plan import Fault, faults, read_plan
from feedback_app.portfolio.learning.tables import PlanVersion
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.lookup_store import place_paths

LONGEST_TITLE = 300


class StalePlan(Exception):
    """Somebody else has saved a version since the one that was changed."""


def save(
    session: AnySession, programme_id: str, plan_id: uuid.UUID, text: str, *, seen: int, author: Author
) -> PlanVersion | list[Fault]:
    """Saves the next version of a plan whose version `seen` was changed, 0 for a new one; why not, where it has faults.
    The same text again saves nothing. Raises StalePlan where there is a newer version."""
    plan = read_plan(text)
    if found := faults(plan, places=[*place_paths(session, set(plan.values("place")))]):
        return found
    earlier = store.versions(session, programme_id, plan_id)
    if (earlier[0].n if earlier else 0) != seen:
        raise StalePlan
    if earlier and earlier[0].text == text:
        return earlier[0]
    made = PlanVersion(
        plan_id=plan_id, n=seen + 1, programme_id=programme_id, title=plan.title[:LONGEST_TITLE], text=text,
        by=author.by, at=author.now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    about = ("learning_plan", plan_id)
    note_event(session, "learning_plan_saved", about=about, programme=programme_id, version=made.n)
    return made
