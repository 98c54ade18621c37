"""What projects still seek: their cost without what is there, was promised or paid."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse.partners import store
from feedback_app.portfolio.bourse.partners.pledges import ProjectFunds, money_trails, project_funds
from feedback_app.portfolio.bourse.project_words import ProjectWords


def funds_of(session: AnySession, words: Mapping[uuid.UUID, ProjectWords]) -> dict[uuid.UUID, ProjectFunds]:
    """The money of each of these projects, in one statement."""
    pledged = store.pledges(session, words.keys())
    return {key: project_funds(one, money_trails(pledged.get(key, []))) for key, one in words.items()}
