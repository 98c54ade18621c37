"""Places say that what was noted as done is not: enough of them take the solution back a step, with the reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.insight.disclosure import read_rule
from feedback_app.portfolio.solutions import stage_store
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.publishing import announce
from feedback_app.portfolio.solutions.stages import Stage, valid_steps
from feedback_app.portfolio.solutions.tables import Solution, SolutionStep
from feedback_app.register.lookup_store import existing_programme


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """How many people contested a reply before an answer, and with it."""

    reply_id: uuid.UUID
    before: int
    after: int


def step_back(session: AnySession, solutions: Iterable[Solution], contest: AnswerCounts, *, author: Author) -> int:
    """Takes those of these solutions that are done back to what they were before, once as many people contest as it
    takes for anyone to learn of it; the job publishes it on the timelines of their needs. Returns how many.

    `author`: who published what is contested, since people of a place are nobody's account; and when the answer came.
    """
    return sum(_step_back(session, one, contest, author) for one in solutions if _is_enough(session, one, contest))


def _is_enough(session: AnySession, solution: Solution, contest: AnswerCounts) -> bool:
    rule = read_rule(existing_programme(session, solution.programme_id).settings)
    needed = max([rule.k, *map(rule.least, stage_store.domains_of(session, solution.id))])
    return contest.before < needed <= contest.after


def _step_back(session: AnySession, solution: Solution, contest: AnswerCounts, author: Author) -> bool:
    stage_store.lock(session, solution)
    taken = valid_steps(stage_store.steps(session, [solution.id]).get(solution.id, []))
    if not taken or taken[-1].stage is not Stage.DONE or taken[-1].noted > author.now:
        return False
    session.add(
        SolutionStep(
            id=new_id(), programme_id=solution.programme_id, solution_id=solution.id, stage=Stage.FUNDED,
            day=author.now.date(), by=author.by, at=author.now, reply_id=contest.reply_id,
        )
    )  # fmt: skip
    session.flush()
    note_change(
        session, solution, ChangeKind.CONTESTED, author=author, before={"stage": Stage.DONE},
        after={"stage": Stage.FUNDED},
    )  # fmt: skip
    announce(session, solution)
    return True
