"""Replies about a milestone of a project of the exchange: its places are asked whether it is done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.reach import Reached
from feedback_app.portfolio.replies.states import ReplyRefusal
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.portfolio.replies.writing import LONGEST, is_day_to_ask, new_reply, note_written, withdraw
from feedback_app.portfolio.solutions.history import Author


@dataclass(frozen=True, slots=True)
class MilestoneQuestion:
    """What the places of a project read of a milestone, and from when on they are asked."""

    project: uuid.UUID
    key: str
    title: str
    heard: str
    deed: str
    ask_on: dt.date
    places: Sequence[Reached]


def write_question(
    session: AnySession, programme_id: str, asked: MilestoneQuestion, *, today: dt.date, author: Author
) -> Reply | ReplyRefusal:
    """Writes the reply that asks; somebody else reads and publishes it, as any reply."""
    if not is_day_to_ask(asked.ask_on, today):
        return ReplyRefusal.DAY
    if not asked.places:
        return ReplyRefusal.NOBODY
    reply = new_reply(session, programme_id, author)
    reply.bourse_project_id, reply.milestone_key, reply.title = asked.project, asked.key, asked.title
    reply.heard, reply.deed, reply.ask_on = asked.heard[:LONGEST], asked.deed[:LONGEST], asked.ask_on
    reply.reached = {one.code: one.path for one in asked.places}
    session.flush()
    note_written(session, reply, before={}, author=author)
    return reply


def withdraw_questions(session: AnySession, programme_id: str, project: uuid.UUID, key: str, *, author: Author) -> None:
    """Takes the questions about a milestone from phones and pages. What was answered stays. Takes the programme's write
    lock: call it last before commit."""
    for one in store.milestone_replies(session, programme_id, [project]):
        if one.milestone_key == key:
            withdraw(session, one, author=author)
