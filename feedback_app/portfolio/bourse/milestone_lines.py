"""The milestones of projects as promised, as noted, and as their places say."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import Rule, round_down_or_hide
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.milestone_states import NO_WORD, MilestoneState, PlaceWord, milestone_state
from feedback_app.portfolio.bourse.project_words import MilestonePlan, ProjectWords
from feedback_app.portfolio.bourse.tables import BourseMilestone
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.replies.states import Fulfilled, ReplyState, contesting, outcome
from feedback_app.portfolio.replies.tables import Reply
from schemas.vocabulary import vocabulary

Least = Callable[[ProjectWords], int]
"""How many voices a figure about a project needs."""
Counts = Mapping[uuid.UUID, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone, what was noted of it, and where it is."""

    plan: MilestonePlan
    noted: BourseMilestone | None
    state: MilestoneState
    word: PlaceWord

    @property
    def done(self) -> dt.date | None:
        """Since when it is noted as done."""
        return self.noted.day if self.noted else None


def exactly(_words: ProjectWords) -> int:
    """What the desk knows: it hears every voice."""
    return 1


def least_of(rule: Rule) -> Least:
    """What anyone may know: as many voices as the strictest subject of the project's sector needs."""

    def least(words: ProjectWords) -> int:
        term = vocabulary("sectors").get(words.sector)
        return max([rule.k, *(rule.least(domain) for domain in (term.many("domains") if term else ()))])

    return least


def milestone_lines(
    session: AnySession, programme_id: str, words: Mapping[uuid.UUID, ProjectWords], *, today: dt.date, least: Least
) -> dict[uuid.UUID, list[MilestoneLine]]:
    """The milestones of each of these projects of a programme, with as many statements for many as for one."""
    noted = store.milestones(session, words.keys())
    asked = _by_milestone(reply_store.milestone_replies(session, programme_id, words.keys()))
    counts = reply_store.counts(session, programme_id, [one.id for some in asked.values() for one in some])

    def line(project: uuid.UUID, plan: MilestonePlan) -> MilestoneLine:
        word = place_word(asked.get((project, plan.key), ()), counts, today=today, k=least(words[project]))
        row = noted.get(project, {}).get(plan.key)
        state = milestone_state(row.day if row else None, due=plan.due, today=today, word=word)
        return MilestoneLine(plan, row, state, word)

    return {key: [line(key, plan) for plan in one.milestones] for key, one in words.items()}


def _by_milestone(some: Sequence[Reply]) -> dict[tuple[uuid.UUID, str], list[Reply]]:
    found: dict[tuple[uuid.UUID, str], list[Reply]] = {}
    for one in some:
        if one.bourse_project_id and one.milestone_key:
            found.setdefault((one.bourse_project_id, one.milestone_key), []).append(one)
    return found


def place_word(questions: Sequence[Reply], counts: Counts, *, today: dt.date, k: int) -> PlaceWord:
    """What places say, as the last published question was answered; earlier ones say whether it was contested."""
    if not questions:
        return NO_WORD
    live = next((one for one in reversed(questions) if one.state == ReplyState.PUBLISHED), None)
    waiting = next((one for one in reversed(questions) if one.state == ReplyState.WRITTEN), None)
    ended = [one for one in questions if one.published_at and one is not live]
    answers = counts.get(live.id, {}) if live else {}
    ask_on = live.ask_on if live else None
    return PlaceWord(
        outcome=outcome(answers, ask_on=ask_on, today=today, k=k),
        yes=round_down_or_hide(answers.get(Fulfilled.YES, 0), k) or None,
        contesting=round_down_or_hide(contesting(answers), k) or None,
        k=k,
        ask_on=ask_on,
        reply=live.id if live else None,
        waiting=waiting.id if waiting else None,
        was_contested=any(contesting(counts.get(one.id, {})) >= k for one in ended),
    )
