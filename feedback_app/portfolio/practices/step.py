"""A solution comes a stage further, by its evidence, or goes back, with a reason. Nothing here commits."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.proof import proofs
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.stages import StepRefusal, shown_stage, step_refusal
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.solutions.history import Author


def take_step(
    session: AnySession, practice: Practice, after: str, reason: str, *, seen: int, author: Author
) -> StepRefusal | PracticeRefusal | None:
    """Takes a step from the stage that is shown now."""
    store.lock_practices(session)
    session.refresh(practice)
    if seen != practice.version or practice.merged_into is not None:
        return PracticeRefusal.STALE
    proof = proofs(session, [practice])[practice.id]
    now = shown_stage(practice.stage, proof)
    if refused := step_refusal(now, after, proof, reason=reason):
        return refused
    before, practice.stage = practice.stage, after
    note_change(
        session, practice, ChangeKind.STEP, author=author, before={"stage": before},
        after={"stage": after} | ({"reason": reason[:300]} if reason.strip() else {}),
    )  # fmt: skip
    return None
