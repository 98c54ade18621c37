"""Which themes a solution answers; the needs of themes for which that changes hear how far it has come."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.portfolio.solutions import answer_store, stage_store
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.publishing import announce_themes
from feedback_app.portfolio.solutions.tables import Solution, SolutionTheme, Theme


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """The themes that a form says a solution answers, and those that it answered when the form was shown.

    Only the difference counts, so that what somebody else changed meanwhile is not undone.
    """

    chosen: Collection[uuid.UUID] = ()
    before: Collection[uuid.UUID] = ()

    @property
    def added(self) -> set[uuid.UUID]:
        """Themes that were ticked in the form."""
        return {*self.chosen} - {*self.before}

    @property
    def removed(self) -> set[uuid.UUID]:
        """Themes whose tick was taken away in the form."""
        return {*self.before} - {*self.chosen}


def choose_themes(session: AnySession, solution: Solution, choice: ThemeChoice, *, author: Author) -> None:
    """Makes a solution answer the themes that were added, and no longer those that were removed."""
    stage_store.lock(session, solution)
    before = answer_store.themes_of(session, solution.id)
    new, gone = choice.added - before.keys(), choice.removed & before.keys()
    for theme_id in gone:
        session.delete(before[theme_id])
    session.add_all(SolutionTheme(solution_id=solution.id, theme_id=theme_id) for theme_id in sorted(new))
    session.flush()
    after = {*before, *new} - gone
    note_change(
        session, solution, ChangeKind.CHANGED, author=author,
        before={"themes": sorted(map(str, before))}, after={"themes": sorted(map(str, after))},
    )  # fmt: skip
    if (new or gone) and stage_store.steps(session, [solution.id]):
        announce_themes(session, solution.programme_id, new | gone)


def unpair_theme(session: AnySession, theme: Theme, *, author: Author) -> None:
    """Removes the theme from all solutions that answer it."""
    for pair in answer_store.pairs_of_theme(session, theme.id):
        solution = session.get_one(Solution, pair.solution_id)
        choose_themes(session, solution, ThemeChoice(before=[theme.id]), author=author)
