"""An accepted record becomes a solution, joins one, or leaves it. Nothing here commits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.meaning import CREDIT, DOMAIN, REPLICABLE
from feedback_app.ledger.facts import stored_facts
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.stages import PracticeStage
from feedback_app.portfolio.practices.tables import Practice, PracticeSource
from feedback_app.portfolio.solutions.history import Author
from schemas.vocabulary import vocabulary

FROM_FACTS = {DOMAIN: ("domains", "domains"), REPLICABLE: ("copying", "practice_copying"),
              CREDIT: ("credit", "practice_credits")}  # fmt: skip
"""Which field of a solution a fact of its record fills in, and by which list."""


def lift(
    session: AnySession, area: Area, record_id: uuid.UUID, title: str, *, author: Author
) -> Practice | PracticeRefusal:
    """Makes a solution of an accepted record of this area, with what its answers say by code. It waits for words."""
    store.lock_practices(session)
    found = store.candidates(session, area, only=record_id)
    if not found:
        return PracticeRefusal.NOT_ACCEPTED
    words = words_of_record(session, area.programme_id, found[0]) | {"title": " ".join(title.split())[:120]}
    if not words["title"]:
        return PracticeRefusal.FIELDS
    practice = Practice(
        id=new_id(), programme_id=area.programme_id, stage=PracticeStage.FOUND, proposed=words,
        proposed_by=author.by, created_at=author.now, created_by=author.by,
    )  # fmt: skip
    session.add(practice)
    session.flush()
    _add_source(session, practice, found[0], author)
    note_change(session, practice, ChangeKind.LIFTED, author=author, before={}, after=words)
    return practice


def words_of_record(session: AnySession, programme_id: str, record: store.LiftableRecord) -> dict[str, Any]:
    """The fields that a record's answers fill in: only codes and its place, never words that somebody typed."""
    facts = stored_facts(session, programme_id, [record.record_id], FROM_FACTS).get(record.record_id, ())
    words: dict[str, Any] = {"places": [record.place_code]}
    for fact in facts:
        name, list_name = FROM_FACTS[fact.meaning]
        if fact.code in vocabulary(list_name).codes:
            words.setdefault(name, [fact.code] if name == "domains" else fact.code)
    return words


def join(session: AnySession, area: Area, practice: Practice, record_id: uuid.UUID, *, author: Author) -> (
    PracticeRefusal | None
):  # fmt: skip
    """Another accepted record of this area says the same as a solution. What is public does not rest on it before it
    is published again."""
    store.lock_practices(session)
    session.refresh(practice)
    found = store.candidates(session, area, only=record_id)
    if not found or practice.merged_into is not None:
        return PracticeRefusal.NOT_ACCEPTED
    _add_source(session, practice, found[0], author)
    note_change(session, practice, ChangeKind.JOINED, author=author, before={}, after={"record": str(record_id)})
    return None


def leave(
    session: AnySession, practice: Practice, record_id: uuid.UUID, reason: str, *, author: Author
) -> PracticeRefusal | None:
    """Takes a record off a solution that rests on others too. Its published words go back to wait, because they may say
    what that record did."""
    store.lock_practices(session)
    session.refresh(practice)
    mine = store.sources(session, [practice.id]).get(practice.id, [])
    found = next((one for one in mine if one.record_id == record_id), None)
    if found is None:
        return PracticeRefusal.STALE
    if len(mine) < 2:
        return PracticeRefusal.LAST_SOURCE
    if len(reason.split()) < 2:
        return PracticeRefusal.REASON
    session.delete(found)
    if str(record_id) in practice.rests_on:
        take_off(practice, author.by)
    values: Mapping[str, Any] = {"record": str(record_id)}
    note_change(session, practice, ChangeKind.LEFT, author=author, before=values, after={"reason": reason[:300]})
    return None


def take_off(practice: Practice, by: uuid.UUID | None) -> None:
    """What is public waits again, for somebody else than who took it off."""
    if practice.words and not practice.proposed:
        practice.proposed, practice.proposed_by = practice.words, by
    practice.words, practice.rests_on = {}, {}


def _add_source(session: AnySession, practice: Practice, record: store.LiftableRecord, author: Author) -> None:
    session.add(
        PracticeSource(
            programme_id=practice.programme_id, record_id=record.record_id, practice_id=practice.id,
            lifted_for=practice.id, rev=record.rev, by=author.by, at=author.now,
        )
    )  # fmt: skip
    session.flush()
