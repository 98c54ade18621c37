"""Asking the places of a project whether a milestone is done: a reply to them, which a second person publishes."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from feedback_app.base import zones
from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.project_words import ProjectWords
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.bourse.writing import public_words
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import ListQuery
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.replies.milestones import MilestoneQuestion, write_question
from feedback_app.portfolio.replies.reach import Reached
from feedback_app.portfolio.replies.states import ReplyRefusal, ReplyState
from feedback_app.portfolio.replies.writing import is_day_to_ask
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.lookup_store import place_paths

USUAL = dt.timedelta(days=14)
"""How long after a milestone is noted its places are usually asked."""


class QuestionRefusal(StrEnum):
    """Why places are not asked."""

    DAY = "ask-day"
    NOT_DONE = "ask-not-done"
    ASKED = "asked"
    NOWHERE = "ask-nowhere"


def wrong_day(ask_on: dt.date | None, *, author: Author) -> QuestionRefusal | None:
    """Whether a day is one on which places may be asked."""
    fits = ask_on is not None and is_day_to_ask(ask_on, zones.local_day(author.now))
    return None if fits else QuestionRefusal.DAY


def ask_places(
    session: AnySession, project: BourseProject, key: str, *, ask_on: dt.date, author: Author
) -> QuestionRefusal | None:
    """Writes the question about a milestone that is noted as done; one that phones have, or that waits, is enough."""
    words, noted = public_words(project), store.milestones(session, [project.id]).get(project.id, {})
    plan = next((one for one in words.milestones if one.key == key and key in noted), None) if words else None
    if words is None or plan is None:
        return QuestionRefusal.NOT_DONE
    if _is_asked(session, project, key):
        return QuestionRefusal.ASKED
    paths = place_paths(session, words.places)
    asked = MilestoneQuestion(
        project=project.id, key=key, title=words.title, heard=_heard(session, project.programme_id, words),
        deed=f"{plan.title}. {noted[key].evidence}", ask_on=ask_on,
        places=[Reached(code, paths[code]) for code in words.places if code in paths],
    )  # fmt: skip
    made = write_question(session, project.programme_id, asked, today=zones.local_day(author.now), author=author)
    if isinstance(made, ReplyRefusal):
        return QuestionRefusal.NOWHERE if made is ReplyRefusal.NOBODY else QuestionRefusal.DAY
    return None


def _is_asked(session: AnySession, project: BourseProject, key: str) -> bool:
    return any(
        one.milestone_key == key and one.state in (ReplyState.WRITTEN, ReplyState.PUBLISHED)
        for one in reply_store.milestone_replies(session, project.programme_id, [project.id])
    )


def _heard(session: AnySession, programme_id: str, words: ProjectWords) -> str:
    """What the places asked for: the needs that the project answers, as far as the public list names them, because
    anyone will read it; else what the project is called."""
    shown = public_list.gathered(session)
    named = [one for one in words.themes if shown.only(ListQuery(programme=programme_id, theme=one)).groups]
    titles = reply_store.theme_titles(session, named)
    return " ".join(f"{titles[key][0].rstrip('.')}." for key in named if key in titles) or words.title
