"""Authors hear the whole chain of their record: what review says of it, woven with what the portfolio knows.

How many needs an answer stands for is not known beforehand, so a request only notes that there is news; the job tells,
a slice of needs in a transaction, with the same few selects for each slice.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.ledger.actions import Fate, tell_authors
from feedback_app.ledger.follow import lock_follower
from feedback_app.ledger.store import take_turn
from feedback_app.portfolio import stage_store, store
from feedback_app.portfolio.chain import Tied, told
from feedback_app.portfolio.stages import Step
from feedback_app.portfolio.tables import News, Solution, Theme
from feedback_app.review import actions as review

FOLLOWER = "portfolio"
SLICE = 500
"""Needs that are told in one go."""


def tell(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> None:
    """Sends the whole chain of these records' fates to their authors' phones.

    Takes the programme's turn before it looks, so that nothing that is decided meanwhile can be written over.
    """
    wanted = sorted(ids)
    if wanted:
        take_turn(session, programme_id)
    for start in range(0, len(wanted), SLICE):
        some = wanted[start : start + SLICE]
        chains = fates(session, programme_id, some)
        tell_authors(session, [(one, chains[one.id]) for one in store.addressees(session, programme_id, some)])


def fates(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Fate]]:
    """What became of each of these records, oldest first: what review says of it, when it came into the portfolio or
    left it, and how far what answers it has come."""
    ties = store.ties(session, programme_id, ids)
    answers = {line.answer for lines in ties.values() for line in lines if line.answer}
    steps = stage_store.steps(session, answers)
    reviewed = review.fates(session, programme_id, ids)
    return {one: told(reviewed[one], [_tied(line, steps) for line in ties.get(one, ())]) for one in ids}


def _tied(line: store.TieLine, steps: Mapping[uuid.UUID, Sequence[Step]]) -> Tied:
    theme = (line.theme or "") if line.tie.theme_id else None
    return Tied(str(line.tie.id), line.tie.at, theme, steps.get(line.answer, ()) if line.answer else ())


def announce(session: AnySession, of: Solution | Theme) -> None:
    """Notes that the needs behind a solution, or those that have their theme's solution, are to be told anew."""
    solution, theme = (of.id, None) if isinstance(of, Solution) else (None, of.id)
    session.add(News(id=new_id(), programme_id=of.programme_id, solution_id=solution, theme_id=theme))
    session.flush()


def tell_slice(session: AnySession, programme_id: str) -> int:
    """Tells a slice of what was announced. Returns how much was done, 0 when nothing is left; run again for more.

    Takes the programme's turn: call it last before commit.
    """
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    news = stage_store.news(session, programme_id)
    if news is None:
        return 0
    ids = stage_store.concerned(session, news, limit=SLICE)
    if len(ids) < SLICE:
        session.delete(news)
    else:
        news.upto = ids[-1]
    session.flush()
    tell(session, programme_id, ids)
    return len(ids) or 1
