"""The pages of the practice set, gathered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.review import practice_store as store
from feedback_app.review import reasons
from feedback_app.review.case import Action
from feedback_app.review.practice.marking import Mark, PracticeScore, by_kind, mark, order, to_read_again
from feedback_app.review.practice.records import Choice, PracticeRecord, PracticeSet, Rule, Words, offered
from feedback_app.review.tables import PracticeAttempt


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An attempt as its person sees it in their history."""

    attempt: PracticeAttempt
    score: PracticeScore


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was chosen for a record, how it is marked, and the rule that it is marked by."""

    chosen: Choice
    mark: Mark
    rule: Rule


@dataclass(frozen=True, slots=True)
class PracticeView:
    """A record to decide, or one that was decided with what is to be learnt of it."""

    attempt: uuid.UUID
    record: PracticeRecord
    number: int
    count: int
    left: int
    """How many wait for an answer, this one too."""
    offered: Sequence[Action]
    reasons: Mapping[str, Sequence[reasons.Reason]]
    """By the code of an action."""
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """The score of an attempt, and what to read again."""

    attempt: PracticeAttempt
    score: PracticeScore
    kinds: Sequence[tuple[Words, PracticeScore]]
    """Empty where the file of records has changed since."""
    rules: Sequence[Rule]


def history(session: AnySession, programme_id: str, person: uuid.UUID) -> list[AttemptLine]:
    """Somebody's attempts that are finished."""
    done = [one for one in store.attempts_of(session, programme_id, person) if one.finished_at]
    return [AttemptLine(one, PracticeScore(one.points, one.most)) for one in done]


def unfinished(session: AnySession, practice: PracticeSet, programme_id: str, person: uuid.UUID) -> int:
    """How many records have an answer in the attempt that somebody began; 0 where none is under way."""
    for one in store.attempts_of(session, programme_id, person):
        if one.finished_at is None and one.edition == practice.edition:
            return len(store.choices(session, one.id))
    return 0


def practice_view(
    session: AnySession, practice: PracticeSet, attempt: PracticeAttempt, *, record: str, lang: str
) -> PracticeView | None:
    """The page of a record that was answered, or of the next that was not; None where all were."""
    made, ordered = store.choices(session, attempt.id), order(practice, attempt.id)
    waiting = [one for one in ordered if one.code not in made]
    shown = practice.records.get(record) if record in made else next(iter(waiting), None)
    if shown is None:
        return None
    mine = made.get(shown.code)
    chosen = Choice(mine.action, (mine.reason,) if mine.reason else ()) if mine else None
    return PracticeView(
        attempt=attempt.id,
        record=shown,
        number=len(made) if mine else len(made) + 1,
        count=len(ordered),
        left=len(waiting),
        offered=offered(shown),
        reasons={one.code: reasons.offered_reasons(one, lang=lang, author_lang="fr") for one in offered(shown)},
        feedback=_feedback(practice, shown, chosen) if chosen else None,
    )


def _feedback(practice: PracticeSet, record: PracticeRecord, chosen: Choice) -> Feedback:
    reason = chosen.reasons[0] if chosen.reasons else None
    return Feedback(chosen, mark(record, chosen.action, reason), practice.rules[record.rule])


def practice_result(session: AnySession, practice: PracticeSet, attempt: PracticeAttempt) -> AttemptScore:
    """The result of an attempt that is finished."""
    points = {code: one.points for code, one in store.choices(session, attempt.id).items()}
    is_same = attempt.edition == practice.edition
    return AttemptScore(
        attempt=attempt,
        score=PracticeScore(attempt.points, attempt.most),
        kinds=[(practice.kinds[kind], one) for kind, one in by_kind(practice, points).items() if one.most]
        if is_same
        else [],
        rules=[practice.rules[one] for one in to_read_again(practice, points)] if is_same else [],
    )
