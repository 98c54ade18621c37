"""The words of a solution: proposed by one person, published by another, taken from the public pages. Nothing here
commits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import CREDIT
from feedback_app.ledger.facts import stored_facts
from feedback_app.portfolio.csr.forms import FormErrors, Sent, read_form
from feedback_app.portfolio.csr.names import name_finder
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.kind import CREDIT_NAME, PRACTICE
from feedback_app.portfolio.practices.lift import take_off
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.practices.visibility import is_without_consent
from feedback_app.portfolio.replies.store import published_themes
from feedback_app.portfolio.solutions.history import Author
from schemas.vocabulary import vocabulary

Words = Mapping[str, Any]


def read_words(session: AnySession, practice: Practice, sent: Sent) -> Words | FormErrors:
    """What a form says, with the themes that it ticks; or what of it cannot be taken."""
    read = read_form(PRACTICE, sent, name_finder(session, practice.programme_id))
    if isinstance(read, FormErrors):
        return read
    known = {str(key) for key, _ in published_themes(session, practice.programme_id)}
    read["themes"] = [one for one in dict.fromkeys(sent.get("themes", ())) if one in known]
    words = {name: value for name, value in read.items() if value not in (None, "", [])}
    faults = faults_between(words, may_be_named=_may_be_named(session, practice))
    return FormErrors(faults) if faults else words


def faults_between(words: Words, *, may_be_named: bool) -> dict[str, tuple[str, str]]:
    """What of the fields does not fit together, by field."""
    faults: dict[str, tuple[str, str]] = {}
    low, high = words.get("cost_low"), words.get("cost_high")
    if low and high and low > high:
        faults["cost_high"] = "cost-swapped", ""
    if (low or high) and not (words.get("cost_unit") and words.get("cost_year")):
        faults["cost_unit"] = "cost-unit", ""
    named = _is_named(words.get("credit"))
    if named and not may_be_named:
        faults["credit"] = "credit-not-agreed", ""
    elif named and not words.get(CREDIT_NAME):
        faults[CREDIT_NAME] = "needed", ""
    elif not named and words.get(CREDIT_NAME):
        faults[CREDIT_NAME] = "credit-unwanted", ""
    return faults


def _is_named(code: str | None) -> bool:
    term = vocabulary("practice_credits").get(code)
    return term is not None and term.flag("named")


def _may_be_named(session: AnySession, practice: Practice) -> bool:
    """Whether a record that it comes from says that those who found it wish to be named."""
    ids = [one.record_id for one in store.sources(session, [practice.id]).get(practice.id, [])]
    facts = stored_facts(session, practice.programme_id, ids, [CREDIT])
    return any(_is_named(fact.code) for some in facts.values() for fact in some)


def propose(
    session: AnySession, practice: Practice, words: Words, *, seen: int, author: Author
) -> PracticeRefusal | None:
    """Notes what a solution shall say; `seen` is the version that was read. What is public withdraws what waits."""
    store.lock_practices(session)
    session.refresh(practice)
    if seen != practice.version or practice.merged_into is not None:
        return PracticeRefusal.STALE
    before = practice.latest
    if before == words and practice.rests_on == _rests_on(session, practice):
        return None
    is_public = words == practice.words and practice.rests_on == _rests_on(session, practice)
    practice.proposed, practice.proposed_by = ({}, None) if is_public else (dict(words), author.by)
    note_change(session, practice, ChangeKind.PROPOSED, author=author, before=before, after=words)
    return None


def publish(session: AnySession, practice: Practice, *, seen: int, author: Author) -> PracticeRefusal | None:
    """Publishes the words that wait, as they were `seen`, unless they are one's own, their holders have not agreed, or
    a record that they come from is not accepted any more."""
    store.lock_practices(session)
    session.refresh(practice)
    if not practice.proposed or practice.version != seen or practice.merged_into is not None:
        return PracticeRefusal.STALE
    if practice.proposed_by == author.by:
        return PracticeRefusal.OWN
    if not practice.proposed.get("summary") or not practice.proposed.get("domains"):
        return PracticeRefusal.FIELDS
    if is_without_consent(practice.proposed, practice.consent):
        return PracticeRefusal.CONSENT
    rests_on = _rests_on(session, practice)
    if not rests_on or rests_on != _accepted(session, practice, rests_on):
        return PracticeRefusal.SOURCE
    before, practice.words = practice.words, practice.proposed
    practice.rests_on, practice.proposed, practice.proposed_by = rests_on, {}, None
    note_change(session, practice, ChangeKind.PUBLISHED, author=author, before=before, after=practice.words)
    return None


def _rests_on(session: AnySession, practice: Practice) -> dict[str, int]:
    """The records that it comes from, and the revision of each that was read."""
    return {str(one.record_id): one.rev for one in store.sources(session, [practice.id]).get(practice.id, [])}


def _accepted(session: AnySession, practice: Practice, rests_on: Mapping[str, int]) -> Mapping[str, int]:
    return store.accepted_revisions(session, practice.programme_id, _ids(list(rests_on)))


def _ids(keys: Sequence[str]) -> list[uuid.UUID]:
    return [uuid.UUID(one) for one in keys]


def withdraw(
    session: AnySession, practice: Practice, reason: str, *, seen: int, author: Author
) -> PracticeRefusal | None:
    """Takes a solution from every public page and file; its words wait for somebody else to publish them again."""
    store.lock_practices(session)
    session.refresh(practice)
    if not practice.words or practice.version != seen:
        return PracticeRefusal.STALE
    if len(reason.split()) < 2:
        return PracticeRefusal.REASON
    take_off(practice, author.by)
    note_change(session, practice, ChangeKind.WITHDRAWN, author=author, before={}, after={"reason": reason[:300]})
    return None
