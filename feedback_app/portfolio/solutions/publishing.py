"""What the portfolio knows of needs is added to their timelines, and so reaches who spoke of them.

How many needs an answer is for is not known beforehand, so a request only notes that there is something to publish;
the job publishes it, a slice of needs in a transaction, with the same few selects for each slice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.ledger import timeline
from feedback_app.ledger.follow import lock_follower
from feedback_app.ledger.positions import take_write_lock
from feedback_app.portfolio.solutions import stage_store, store
from feedback_app.portfolio.solutions.stages import Step, furthest_steps
from feedback_app.portfolio.solutions.status_events import SOURCE, AssignedAt, additions
from feedback_app.portfolio.solutions.tables import Notification, Solution

FOLLOWER = "portfolio"
SLICE = 200
"""Needs whose timelines are published in one go."""


def publish_portfolio_events(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID], *, now: dt.datetime
) -> None:
    """Adds to the timelines of these records when they came into the portfolio or left it, and how far what answers
    them has come.

    Takes the programme's write lock before it looks, so that nothing that is decided meanwhile is missed.
    """
    wanted = sorted(ids)
    if wanted:
        take_write_lock(session, programme_id)
    for start in range(0, len(wanted), SLICE):
        some = wanted[start : start + SLICE]
        assignments = store.assignments(session, programme_id, some)
        steps = stage_store.steps(
            session, {one for lines in assignments.values() for line in lines for one in line.answers}
        )
        published = timeline.events(session, programme_id, assignments)
        added = {
            one: additions(published[one], _of_public_themes(lines, steps), now=now, new_id=str(new_id()))
            for one, lines in assignments.items()
        }
        timeline.publish_events(session, programme_id, SOURCE, added)


def _of_public_themes(
    lines: Sequence[store.AssignmentLine], steps: Mapping[uuid.UUID, Sequence[Step]]
) -> list[AssignedAt]:
    """The assignments but those to a theme that a second person has not published yet: no word of it leaves."""
    return [_assigned(line, steps) for line in lines if line.published_theme is not False]


def _assigned(line: store.AssignmentLine, steps: Mapping[uuid.UUID, Sequence[Step]]) -> AssignedAt:
    theme = (line.theme or "") if line.assignment.theme_id else None
    return AssignedAt(
        str(line.assignment.id), line.assignment.at, theme, furthest_steps(steps.get(one, ()) for one in line.answers)
    )


def anything_announced(session: AnySession, programme_id: str) -> bool:
    """Whether `publish_announced` would find something to do."""
    return stage_store.next_notification(session, programme_id) is not None


def announce(session: AnySession, solution: Solution) -> None:
    """Notes that the timelines of the needs that a solution answers are to be published anew."""
    session.add(Notification(id=new_id(), programme_id=solution.programme_id, solution_id=solution.id))
    session.flush()


def announce_themes(session: AnySession, programme_id: str, theme_ids: Collection[uuid.UUID]) -> None:
    """Notes the same for the needs of these themes."""
    session.add_all(Notification(id=new_id(), programme_id=programme_id, theme_id=one) for one in sorted(theme_ids))
    session.flush()


def publish_announced(session: AnySession, programme_id: str, *, now: dt.datetime, most: int) -> int:
    """Publishes what was announced. Returns how much was done: less than `most` when nothing is left."""
    count = 0
    while count < most and (done := publish_slice(session, programme_id, now=now, limit=min(SLICE, most - count))):
        count += done
    return count


def publish_slice(session: AnySession, programme_id: str, *, now: dt.datetime, limit: int | None = None) -> int:
    """Publishes a slice of what was announced. Returns how much was done, 0 when nothing is left; run again for more.

    Takes the programme's write lock: call it last before commit.
    """
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    notification = stage_store.next_notification(session, programme_id)
    if notification is None:
        return 0
    limit = limit or SLICE
    ids = stage_store.needs_concerned(session, notification, limit=limit)
    if len(ids) < limit:
        session.delete(notification)
    else:
        notification.upto = ids[-1]
    session.flush()
    publish_portfolio_events(session, programme_id, ids, now=now)
    return len(ids) or 1
