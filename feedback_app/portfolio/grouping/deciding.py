"""What people make of a suggestion: a new theme, needs under a theme that there is, or nothing. Each can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.grouping import store
from feedback_app.portfolio.grouping.actions import dismissed_groups, open_needs, refused_pairs
from feedback_app.portfolio.grouping.kinds import SuggestionAnswer
from feedback_app.portfolio.grouping.need_groups import LEAST, is_seen, record_of
from feedback_app.portfolio.grouping.tables import SuggestionDecision, ThemeSuggestion
from feedback_app.portfolio.solutions import assigning, theme_store
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, Choice, ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.store import find_theme
from feedback_app.portfolio.solutions.tables import Theme

LATEST = 500
"""Decisions of which the job may not know yet."""


class SuggestionRefusal(StrEnum):
    """Why nothing was done with a suggestion."""

    STALE = "suggestion-stale"
    """It is not there any more, or somebody answered it."""
    NOTHING = "none-ticked"
    PUBLISHED = "suggestion-published"
    """The theme that was made of it is public since."""


Refusal = SuggestionRefusal | AssignmentRefusal


@dataclass(frozen=True, slots=True)
class OpenSuggestion:
    """A suggestion, as far as it is still about needs of an area."""

    row: ThemeSuggestion
    names: Sequence[str]


def open_suggestions(session: AnySession, area: Area) -> list[OpenSuggestion]:
    """What is to be answered in an area: what most voices say first."""
    return _open(session, area, store.suggestions(session, area.programme_id))


def open_suggestion(session: AnySession, area: Area, key: str) -> OpenSuggestion | None:
    """One of them, if it is still to be answered."""
    row = store.find_suggestion(session, area.programme_id, key)
    return next(iter(_open(session, area, [row])), None) if row else None


def _open(session: AnySession, area: Area, rows: Sequence[ThemeSuggestion]) -> list[OpenSuggestion]:
    answered = store.decisions(session, area.programme_id, limit=LATEST)
    refused, seen = refused_pairs(answered), dismissed_groups(answered)
    waiting = store.waiting_names(session, area, {record_of(name) for row in rows for name in row.needs})
    found = [OpenSuggestion(row, open_needs(row.needs, row.theme_id, waiting, refused)) for row in rows]
    return [one for one in found if _is_open(one, seen)]


def _is_open(one: OpenSuggestion, seen: Sequence[frozenset[str]]) -> bool:
    if one.row.theme_id is not None:
        return bool(one.names)
    return len(one.names) >= LEAST and not is_seen(one.names, seen)


def confirm(
    session: AnySession, area: Area, one: OpenSuggestion, form: ThemeForm, ticked: Collection[uuid.UUID], *,
    author: Author,
) -> SuggestionDecision | Refusal:  # fmt: skip
    """Makes a theme of the ticked needs; its name waits for a second person. Takes the programme's write lock."""
    chosen = _chosen(one, ticked)
    if not chosen:
        return SuggestionRefusal.NOTHING
    theme = assigning.save_theme(session, area.programme_id, None, form, author=author)
    if isinstance(theme, AssignmentRefusal):
        return theme
    return _put(session, area, one, theme, chosen, SuggestionAnswer.CONFIRMED, author=author)


def join(
    session: AnySession, area: Area, one: OpenSuggestion, ticked: Collection[uuid.UUID], *, author: Author
) -> SuggestionDecision | Refusal:
    """Puts the ticked needs under the theme that the suggestion names."""
    theme, chosen = find_theme(session, area.programme_id, one.row.theme_id), _chosen(one, ticked)
    if theme is None:
        return SuggestionRefusal.STALE
    if not chosen:
        return SuggestionRefusal.NOTHING
    return _put(session, area, one, theme, chosen, SuggestionAnswer.JOINED, author=author)


def dismiss(session: AnySession, one: OpenSuggestion, *, author: Author) -> SuggestionDecision:
    """These needs are not suggested like this again, unless others come to them."""
    return _note(session, one, SuggestionAnswer.DISMISSED, one.row.theme_id, [], author=author)


def undo(
    session: AnySession, decision: SuggestionDecision | None, *, author: Author
) -> SuggestionDecision | SuggestionRefusal:
    """Undoes what one decided oneself: needs that are still where it put them wait again."""
    if decision is None or decision.undone_at is not None or decision.by != author.by:
        return SuggestionRefusal.STALE
    if decision.answer != SuggestionAnswer.DISMISSED:
        theme = find_theme(session, decision.programme_id, decision.theme_id)
        made = theme if decision.answer == SuggestionAnswer.CONFIRMED else None
        if made is not None and made.published:
            return SuggestionRefusal.PUBLISHED
        assigning.unassign(
            session, decision.programme_id, store.put_there(session, decision), by=author.by, now=author.now
        )  # fmt: skip
        _drop(session, made, author=author)
    decision.undone_at = author.now
    session.flush()
    note_event(session, "suggestion_undone", about=("suggestion", decision.id), programme=decision.programme_id)
    return decision


def _drop(session: AnySession, made: Theme | None, *, author: Author) -> None:
    """A theme that has no needs but those that were taken out again goes."""
    if made is not None and not theme_store.needs_under(session, made):
        assigning.remove_theme(session, made, author=author)


def _chosen(one: OpenSuggestion, ticked: Collection[uuid.UUID]) -> list[str]:
    return [name for name in one.names if record_of(name) in ticked]


def _put(
    session: AnySession, area: Area, one: OpenSuggestion, theme: Theme, chosen: Sequence[str],
    answer: SuggestionAnswer, *, author: Author,
) -> SuggestionDecision | AssignmentRefusal:  # fmt: skip
    records, choice = [record_of(name) for name in chosen], Choice(theme_id=theme.id)
    made = assigning.assign(session, area.programme_id, records, choice, by=author.by, now=author.now, area=area)
    if isinstance(made, AssignmentRefusal):
        return made
    return _note(session, one, answer, theme.id, chosen, author=author)


def _note(
    session: AnySession, one: OpenSuggestion, answer: SuggestionAnswer, theme_id: uuid.UUID | None,
    chosen: Sequence[str], *, author: Author,
) -> SuggestionDecision:  # fmt: skip
    made = SuggestionDecision(
        id=new_id(), programme_id=one.row.programme_id, answer=answer, theme_id=theme_id,
        needs=dict.fromkeys(one.names), chosen=dict.fromkeys(chosen), by=author.by, at=author.now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    note_event(
        session, "suggestion_decided", about=("suggestion", made.id), programme=made.programme_id, answer=str(answer)
    )
    return made
