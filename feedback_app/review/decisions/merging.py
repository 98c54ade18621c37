"""A record joins another one that says the same: what speaks against it, and what is noted of it and of its end."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import people
from feedback_app.ledger.lookup_store import records
from feedback_app.ledger.timeline import histories
from feedback_app.review import merge_store
from feedback_app.review.case import MergeTarget, Refusal, State
from feedback_app.review.sensitive_store import sensitive_records
from feedback_app.review.tables import Case, Decision, Merge

NOTICE = {
    "fr": "Une autre parole qui dit la même chose a été réunie avec celle-ci.",
    "en": "Another voice that says the same was joined with this one.",
}
"""What the author of a record that stays hears, beside its state."""
STAYS = (State.RECEIVED, State.IN_REVIEW, State.NEEDS_CORRECTION, State.ACCEPTED)
"""States of a record that others may be merged into."""
Targets: TypeAlias = Mapping[uuid.UUID, MergeTarget | None]
"""Into which record each is to be merged."""


def refusals(
    session: AnySession, programme_id: str, wanted: Targets, cases: Mapping[uuid.UUID, Case]
) -> dict[uuid.UUID, Refusal]:
    """Why these (locked) cases cannot be merged as wanted; those that can are left out.

    Of several into one another none is refused that the first could be: they are looked at in the order of their ids.
    """
    if not wanted:
        return {}
    ids = {*wanted, *(onto.record_id for onto in wanted.values() if onto)}
    stay, sensitive = (found(session, programme_id, ids) for found in (merge_store.that_stay, sensitive_records))
    moved, refused = set[uuid.UUID](), dict[uuid.UUID, Refusal]()
    for key, onto in sorted(wanted.items()):
        target = cases.get(onto.record_id) if onto else None
        if onto is None or target is None or {key, onto.record_id} & sensitive:
            refused[key] = Refusal.TARGET
        elif key == onto.record_id or key in stay or target.state == State.MERGED or onto.record_id in moved:
            refused[key] = Refusal.CHAIN
        elif target.rev != onto.rev_seen:
            refused[key] = Refusal.STALE
        elif target.state not in STAYS or target.instrument != cases[key].instrument:
            refused[key] = Refusal.TARGET
        else:
            moved.add(key)
            stay.add(onto.record_id)
    return refused


@dataclass(frozen=True, slots=True)
class MadeMerge:
    """A decision that merged a record, and when it had been decided about before."""

    decision: Decision
    decided_before: dt.datetime | None
    onto: MergeTarget


def note_merges(session: AnySession, programme_id: str, made: Collection[MadeMerge]) -> None:
    """Notes what these decisions merged into what. The authors of what stays hear of it as well, in their languages."""
    if not made:
        return
    targets = {one.onto.record_id for one in made}
    shown, languages = histories(session, programme_id, targets), _languages(session, programme_id, targets)
    for one in made:
        decision, into = one.decision, one.onto.record_id
        last = shown[into][-1] if shown[into] else None
        session.add(
            Merge(
                decision_id=decision.id, programme_id=programme_id, record_id=decision.record_id, into_id=into,
                at=decision.at, by=decision.by, is_voice=decision.reason is None, before=decision.before,
                decided_before=one.decided_before, notified_state=last.state if last else None,
                notified_rev=last.rev if last else None, notice=NOTICE.get(languages.get(into, ""), NOTICE["fr"]),
                holds=True, is_loose=False,
            )
        )  # fmt: skip


def _languages(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Of the authors of these records."""
    authors = {key: one.author_id for key, one in records(session, programme_id, ids).items() if one.author_id}
    known = people(session, {*authors.values()})
    return {key: known[author].language for key, author in authors.items() if author in known}
