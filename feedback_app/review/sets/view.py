"""The page of a set, gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.review import reasons
from feedback_app.review.case import Action
from feedback_app.review.decisions.desk_actions import ACTIONS, by_code
from feedback_app.review.reasons import Reason
from feedback_app.review.sets import store
from feedback_app.review.sets.marking import Marking, marking_by_code
from feedback_app.review.sets.states import LEFT_OUT, Outcome, SetState, can_undo
from feedback_app.review.store import Option, reviewers
from feedback_app.review.tables import CaseSet

SHOWN = 20
"""Records of a set that its page lists before it is decided; of those left out, all up to the size of a set."""


@dataclass(frozen=True, slots=True)
class SetView:
    """The page of a set."""

    made: CaseSet
    state: SetState
    offered: Sequence[Action]
    markings: Sequence[Marking]
    assignees: Sequence[Option]
    """To whom the records may be given."""
    tags: Sequence[str]
    """Tags of other records."""
    reasons: Mapping[str, Sequence[Reason]]
    """By action."""
    outcomes: Mapping[Outcome, int]
    states: Mapping[str, int]
    """How many were in which state when the set was made."""
    sample: Sequence[store.ItemLine]
    left_out: Sequence[store.ItemLine]
    changed: Sequence[store.ItemLine]
    undo_until: dt.datetime | None
    """None when it cannot be undone."""
    is_given_up: bool
    """It was not decided to the end, and will not be."""

    @property
    def waits(self) -> int:
        """Records about which nothing has been done yet."""
        return self.outcomes.get(Outcome.WAITS, 0)

    @property
    def decided(self) -> int:
        """Records about which it was decided, published or not."""
        return sum(self.outcomes.get(one, 0) for one in (Outcome.DECIDED, Outcome.PUBLISHED, Outcome.CHANGED))

    @property
    def undone(self) -> int:
        """Records that are as they were."""
        return self.outcomes.get(Outcome.UNDONE, 0)

    @property
    def is_going(self) -> bool:
        """Whether the page is to ask for the next slice."""
        return self.state is SetState.UNDOING or (self.state is SetState.RUNNING and not self.is_given_up)


def set_view(session: AnySession, made: CaseSet, *, lang: str, now: dt.datetime, tags: Sequence[str]) -> SetView:
    """The page of a set; `tags` are those that records of the reader's area have."""
    state = SetState(made.state)
    is_frozen = state is SetState.FROZEN
    offered = [one for one in ACTIONS if one.of_sets] if is_frozen else []
    found = reviewers(session, made.programme_id) if is_frozen else {}
    undoable = can_undo(state, made.publish_at, now) and bool(by_code(made.action) or marking_by_code(made.action))
    return SetView(
        made=made,
        state=state,
        offered=offered,
        markings=list(Marking) if is_frozen else [],
        assignees=[Option(str(key), one.name) for key, one in found.items()],
        tags=tags if is_frozen else [],
        reasons={
            one.code: reasons.offered_reasons(one, lang=lang, author_lang="fr") for one in offered if one.needs_reason
        },
        outcomes=store.outcomes(session, made.id),
        states=store.states_before(session, made.id) if is_frozen else {},
        sample=store.item_lines(session, made, [Outcome.WAITS], limit=SHOWN) if is_frozen else [],
        left_out=[] if is_frozen else store.item_lines(session, made, LEFT_OUT, limit=made.n),
        changed=[] if is_frozen else store.item_lines(session, made, [Outcome.CHANGED], limit=made.n),
        undo_until=made.publish_at if undoable and state is not SetState.UNDOING else None,
        is_given_up=made.publish_at is not None and made.publish_at <= now,
    )
