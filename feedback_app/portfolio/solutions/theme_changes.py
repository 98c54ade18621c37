"""Themes are merged, split and retired, and each of these is undone: needs move with their whole history, and what
answered them still does. Decision 69."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.ledger.follow import lock_follower
from feedback_app.portfolio.solutions import answer_store, theme_store
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, ThemeForm, remove_theme, save_theme
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.publishing import FOLLOWER, announce_themes
from feedback_app.portfolio.solutions.tables import Assignment, PortfolioChange, Solution, Theme, ThemeSuccessor
from feedback_app.portfolio.solutions.theme_states import ThemeState

REVERSIBLE = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RETIRED})
Needs = Mapping[uuid.UUID, uuid.UUID | None]
"""The solution of its own of each need."""


class ThemeRefusal(StrEnum):
    """Why a theme is not changed."""

    ENDED = "theme-ended"
    """It takes no more needs, or the other one does not."""
    SAME = "theme-same"
    UNPUBLISHED = "theme-unpublished"
    """Needs would leave the public list until somebody publishes it."""
    NOTHING = "none-ticked"
    STALE = "theme-stale"
    """That change was undone, or others came after it."""


def merge(session: AnySession, theme: Theme, into: Theme, *, author: Author) -> ThemeRefusal | None:
    """Puts all needs of a theme under another one, which is answered by what answered it; the theme ends."""
    lock_follower(session, follower=FOLLOWER, programme_id=theme.programme_id)
    if theme.id == into.id:
        return ThemeRefusal.SAME
    if theme.ended_as or into.ended_as:
        return ThemeRefusal.ENDED
    if theme.published and not into.published:
        return ThemeRefusal.UNPUBLISHED
    needs = theme_store.needs_under(session, theme)
    _move(session, theme.programme_id, needs, into.id, author=author)
    answers = _answer_too(session, theme, into, author=author)
    _succeed(session, theme, into)
    _end(theme, ThemeState.MERGED, author)
    after = {"into": [str(into.id)], "needs": len(needs), "solutions": answers}
    note_change(session, theme, ChangeKind.MERGED, author=author, before={}, after=after)
    return None


def split(
    session: AnySession, theme: Theme, names: tuple[str, str], records: Collection[uuid.UUID], *, author: Author
) -> Theme | ThemeRefusal | AssignmentRefusal:
    """Makes a new theme, of these names in French and English, of some of its needs. Once none are left the theme ends:
    it is split into what was made."""
    lock_follower(session, follower=FOLLOWER, programme_id=theme.programme_id)
    if theme.ended_as:
        return ThemeRefusal.ENDED
    all_needs = theme_store.needs_under(session, theme)
    needs = {one: all_needs[one] for one in records if one in all_needs}
    if not needs:
        return ThemeRefusal.NOTHING
    form = ThemeForm(*names, theme.domain, theme.detail, theme.place_path)
    part = save_theme(session, theme.programme_id, None, form, author=author)
    if isinstance(part, AssignmentRefusal):
        return part
    _move(session, theme.programme_id, needs, part.id, author=author)
    answers = _answer_too(session, theme, part, author=author)
    _succeed(session, theme, part)
    if len(needs) == len(all_needs):
        _end(theme, ThemeState.SPLIT, author)
    after = {"into": [str(part.id)], "needs": len(needs), "solutions": answers}
    note_change(session, theme, ChangeKind.SPLIT, author=author, before={}, after=after)
    return part


def retire(session: AnySession, theme: Theme, *, author: Author) -> ThemeRefusal | None:
    """The theme takes no more needs; those that it has stay."""
    if theme.ended_as:
        return ThemeRefusal.ENDED
    _end(theme, ThemeState.RETIRED, author)
    note_change(
        session, theme, ChangeKind.RETIRED, author=author, before={"state": None}, after={"state": ThemeState.RETIRED}
    )
    return None


def undo(session: AnySession, theme: Theme, change_id: uuid.UUID | None, *, author: Author) -> ThemeRefusal | None:
    """Undoes the last merge, split or retirement of a theme: needs that are still where it moved them come back."""
    lock_follower(session, follower=FOLLOWER, programme_id=theme.programme_id)
    change = theme_store.find_change(session, theme, change_id)
    if change is None or change.id != last_reversible(session, theme):
        return ThemeRefusal.STALE
    into = [uuid.UUID(one) for one in change.after.get("into", ())]
    moved = theme_store.needs_moved(session, theme.programme_id, into, change.at)
    back = {record: solution for needs in moved.values() for record, solution in needs.items()}
    _move(session, theme.programme_id, back, theme.id, author=author)
    theme_store.delete_successors(session, theme.id, into)
    theme.ended_as = theme.ended_at = None
    _take_back(session, change, into, author=author)
    after = {"undone": str(change.id), "needs": len(back)}
    note_change(session, theme, ChangeKind.UNDONE, author=author, before={}, after=after)
    return None


def last_reversible(session: AnySession, theme: Theme) -> uuid.UUID | None:
    """The id of the change that `undo` would undo; None where there is none."""
    changes = theme_store.reversals(session, theme.id)
    undone = {one.after.get("undone") for one in changes}
    return next((one.id for one in changes if one.kind in REVERSIBLE and str(one.id) not in undone), None)


def _move(session: AnySession, programme_id: str, needs: Needs, theme_id: uuid.UUID, *, author: Author) -> None:
    """Moves needs, notes it of each, and has their timelines published."""
    rows = [
        {
            "id": new_id(), "programme_id": programme_id, "record_id": record, "theme_id": theme_id,
            "solution_id": solution, "by": author.by, "at": author.now,
        }
        for record, solution in needs.items()
    ]  # fmt: skip
    if rows:
        session.flush()
        insert_many(session, {Assignment: rows})
        theme_store.set_theme(session, programme_id, [*needs], theme_id)
        announce_themes(session, programme_id, [theme_id])


def _answer_too(session: AnySession, theme: Theme, other: Theme, *, author: Author) -> list[str]:
    """What answers a theme answers the other too. Returns the solutions for which that is new."""
    theirs = {pair.solution_id for pair in answer_store.pairs_of_theme(session, other.id)}
    new = sorted({pair.solution_id for pair in answer_store.pairs_of_theme(session, theme.id)} - theirs)
    for one in new:
        choose_themes(session, session.get_one(Solution, one), ThemeChoice([other.id]), author=author)
    return [str(one) for one in new]


def _take_back(session: AnySession, change: PortfolioChange, into: Sequence[uuid.UUID], *, author: Author) -> None:
    for one in change.after.get("solutions", ()):
        if solution := session.get(Solution, uuid.UUID(one)):
            choose_themes(session, solution, ThemeChoice(before=into), author=author)
    if change.kind == ChangeKind.SPLIT:
        _drop_empty(session, into, author=author)


def _drop_empty(session: AnySession, themes: Iterable[uuid.UUID], *, author: Author) -> None:
    """Parts that nobody has published go with the split that made them, unless they have needs."""
    for one in themes:
        part = session.get(Theme, one)
        if part and not part.published and not theme_store.needs_under(session, part):
            remove_theme(session, part, author=author)


def _succeed(session: AnySession, theme: Theme, other: Theme) -> None:
    session.add(ThemeSuccessor(theme_id=theme.id, successor_id=other.id))
    session.flush()


def _end(theme: Theme, state: ThemeState, author: Author) -> None:
    theme.ended_as, theme.ended_at = state, author.now
