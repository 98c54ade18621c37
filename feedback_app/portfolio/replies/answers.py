"""Answers to "is it done?" follow the ledger: one a person and reply, the latest."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.id_text import read_id
from feedback_app.base.ids import new_id
from feedback_app.forms.confirmation_form import CONFIRMATION, FULFILLED
from feedback_app.ledger.follow import is_aside, lock_follower, mark_read, unread_entries
from feedback_app.ledger.lookup_store import StoredEntry
from feedback_app.ledger.store import read_content
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.states import Fulfilled, ReplyState, contesting
from feedback_app.portfolio.replies.tables import EarlierAnswer, Reply, ReplyAnswer
from feedback_app.portfolio.solutions.contesting import AnswerCounts, step_back
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.stage_store import solutions_of_subject
from feedback_app.register.lookup_store import place_path

FOLLOWER = "replies"
AT_ONCE = 500
MOST = 10_000
"""Entries of one catch-up, so that a transaction stays bounded; the next run goes on."""
LONGEST_WHY = 2000


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find something to do."""
    return store.is_behind(session, programme_id, FOLLOWER)


def catch_up(session: AnySession, programme_id: str, *, most: int = MOST) -> int:
    """Takes in the answers of a programme, and deletes those that were erased. Returns how many entries were read: less
    than `most` when all are."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    read = 0
    while read < most and (
        entries := unread_entries(
            session, follower=FOLLOWER, programme_id=programme_id, limit=min(AT_ONCE, most - read)
        )
    ):
        _take_in(session, programme_id, [one for one in entries if not one.quarantined and is_aside(one)])
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=entries[-1].position)
        read += len(entries)
    for reply_id in store.delete_erased(session, programme_id):
        _show_anew(store.find_reply(session, programme_id, reply_id))
    session.flush()
    return read


def _take_in(session: AnySession, programme_id: str, entries: Sequence[StoredEntry]) -> None:
    for entry in entries:
        body = read_content(entry)
        answers = body.get("answers")
        if body.get("instrument") != CONFIRMATION or not answers or answers.get("fulfilled") not in FULFILLED:
            continue
        reply = store.find_reply(session, programme_id, read_id(answers.get("reply")), lock=True)
        if reply is not None and _is_of_its_places(session, reply, body):
            _answer(session, reply, entry, body)


def _is_of_its_places(session: AnySession, reply: Reply, body: Mapping[str, Any]) -> bool:
    """Whether who answers is of a place that the reply reaches, above or below it; nobody has one that is not
    published."""
    path = place_path(session, str(body.get("place"))) or ""
    near = any(path.startswith(one) or one.startswith(path) for one in reply.reached.values())
    return bool(path) and near and reply.state != ReplyState.WRITTEN and reply.published_at is not None


def _answer(session: AnySession, reply: Reply, entry: StoredEntry, body: Mapping[str, Any]) -> None:
    answers, person = body["answers"], uuid.UUID(str(body["author"]))
    before = _contesting(session, reply)
    known = store.answer_of(session, reply.id, person)
    if known is not None:
        earlier = {"programme_id": reply.programme_id, "record_id": known.record_id, "at": known.at}
        insert_if_absent(session, EarlierAnswer, earlier)
        session.delete(known)
        session.flush()
    voice = answers.get("voice")
    session.add(
        ReplyAnswer(
            reply_id=reply.id, person_id=person, programme_id=reply.programme_id, record_id=entry.record_id,
            position=entry.position, fulfilled=Fulfilled(answers["fulfilled"]),
            why=str(answers.get("why") or "")[:LONGEST_WHY], voice=str(voice) if voice else None,
            place_code=str(body["place"]), at=entry.received_at,
        )
    )  # fmt: skip
    session.flush()
    _show_anew(reply)
    if not before and answers["fulfilled"] in (Fulfilled.NO, Fulfilled.PARTLY):
        note_event(session, "reply_contested", about=("portfolio_reply", reply.id), programme=reply.programme_id)
    _reopen(session, reply, before, at=entry.received_at)


def _contesting(session: AnySession, reply: Reply) -> int:
    return contesting(store.counts(session, reply.programme_id, [reply.id]).get(reply.id, {}))


def _reopen(session: AnySession, reply: Reply, before: int, *, at: dt.datetime) -> None:
    """What a published reply is about steps back once enough people say that it is not done."""
    after = _contesting(session, reply)
    if after <= before or reply.state != ReplyState.PUBLISHED or reply.published_by is None:
        return
    concerned = solutions_of_subject(session, reply.programme_id, theme_id=reply.theme_id, project_id=reply.project_id)
    step_back(session, concerned, AnswerCounts(reply.id, before, after), author=Author(reply.published_by, at))


def _show_anew(reply: Reply | None) -> None:
    """Pages that show it are made anew."""
    if reply is not None and reply.state != ReplyState.WRITTEN:
        reply.version = new_id()
