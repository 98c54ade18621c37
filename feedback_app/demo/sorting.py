"""What a made-up desk does with themes beside naming them: it merges two, and dismisses a suggestion."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.base.db import AnySession
from feedback_app.demo.state import DemoFill
from feedback_app.demo.words import read_words
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.grouping import deciding
from feedback_app.portfolio.grouping.kinds import SuggestionKind
from feedback_app.portfolio.solutions import assigning, proposals, store, theme_changes, theme_store
from feedback_app.portfolio.solutions import publishing as portfolio_publishing
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, Choice, ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.desk_store import programme_path

SECOND = "second"
"""The theme that somebody named beside another one, among those of a fill."""
FEW = 3
"""Needs that it had."""


def unmerge(session: AnySession, programme_id: str, theme_id: uuid.UUID, *, author: Author) -> None:
    """Undoes a merge, so that the theme may be removed."""
    theme = store.find_theme(session, programme_id, theme_id)
    if theme is not None and theme.ended_as:
        theme_changes.undo(session, theme, theme_changes.last_reversible(session, theme), author=author)


def merge_second(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> None:
    """Somebody had named a second theme for what another one says; it is merged into that one, and noted in `fill`."""
    words = read_words("portfolio")[SECOND]
    into = fill.themes.get(str(words["into"]))
    other = store.find_theme(session, programme_id, uuid.UUID(into)) if into else None
    records = [*theme_store.needs_under(session, other)][:FEW] if other else []
    if other is None or not records:
        return
    author, second = (Author(uuid.UUID(one), now) for one in fill.desk[:2])
    form = ThemeForm(words["title"], words["title_en"], words["domain"])
    theme = assigning.save_theme(session, programme_id, None, form, author=author)
    if isinstance(theme, AssignmentRefusal):
        return
    waiting = proposals.proposal(session, theme)
    proposals.publish(session, theme, waiting.id if waiting else None, author=second)
    assigning.assign(session, programme_id, records, Choice(theme_id=theme.id), by=second.by, now=now)
    later = Author(second.by, now + dt.timedelta(seconds=1))
    theme_changes.merge(session, theme, other, author=later)
    portfolio_publishing.publish_announced(session, programme_id, now=now, most=10_000)
    fill.themes[SECOND] = str(theme.id)


def dismiss_last(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> None:
    """The last of several suggested new themes is dismissed."""
    found = deciding.open_suggestions(session, _whole(session, programme_id))
    new = [one for one in found if one.row.kind != SuggestionKind.NEAR]
    if len(new) > 1:
        deciding.dismiss(session, new[-1], author=Author(uuid.UUID(fill.desk[0]), now))


def _whole(session: AnySession, programme_id: str) -> Area:
    return Area(programme_id, (programme_path(session, programme_id) or "/",))
