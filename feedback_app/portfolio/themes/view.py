"""What the desk's page of a theme shows, gathered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.insight.figures.view import PlaceFeeling, project_feelings
from feedback_app.portfolio.solutions import store, theme_store
from feedback_app.portfolio.solutions import view as desk_view
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.portfolio.solutions.theme_changes import last_reversible
from feedback_app.portfolio.solutions.theme_states import ThemeState, theme_state
from feedback_app.portfolio.themes.weight import ThemeWeight
from feedback_app.portfolio.themes.weight_view import staff_weight
from feedback_app.register.lookup_store import existing_programme, place_labels, places_by_code

AT_ONCE = 500
"""Needs of one split."""


@dataclass(frozen=True, slots=True)
class LinkedTheme:
    """Another theme, by its name at the desk."""

    id: uuid.UUID
    title: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme with its needs, its line and what may be done with it."""

    rows: Sequence[desk_view.Row]
    count: int
    options: desk_view.AssignmentOptions
    answers: Sequence[Solution]
    review: desk_view.ReviewOfWords | None
    state: ThemeState
    place: str
    """The code of the place that it is of; empty: of the whole programme."""
    place_label: str
    successors: Sequence[LinkedTheme]
    predecessors: Sequence[LinkedTheme]
    undo: uuid.UUID | None
    """The change that may be undone."""
    weight: ThemeWeight | None = None
    mood: Sequence[PlaceFeeling] = ()
    """About the projects that answer it, as anyone may see it."""

    @property
    def may_change(self) -> bool:
        return self.review is None or self.review.may_change

    @property
    def is_open(self) -> bool:
        """Whether it takes needs."""
        return self.state in (ThemeState.PROPOSED, ThemeState.CONFIRMED)


def theme_page(session: AnySession, area: Area, theme: Theme | None, *, me: uuid.UUID, lang: str) -> ThemePage:
    """A theme's page; without one a form for a new one."""
    programme = area.programme_id
    options = desk_view.assignment_options(session, programme, lang)
    if theme is None:
        return ThemePage((), 0, options, (), None, ThemeState.PROPOSED, "", "", (), (), None)
    lines = store.of_theme(session, area, theme.id, limit=desk_view.OF_A_THEME)
    place = theme.place_path.strip("/").rpartition("/")[2]
    return ThemePage(
        rows=desk_view.rows(session, programme, lines, lang),
        count=store.theme_counts(session, programme).get(theme.id, 0),
        options=options,
        answers=options.answers.get(theme.id, ()),
        review=desk_view.review_of_words(session, area, theme, me=me),
        state=theme_state(published=theme.published, ended_as=theme.ended_as),
        place=place,
        place_label=place_labels(session, [place]).get(place, place) if place else "",
        successors=_linked(session, programme, theme_store.successors(session, [theme.id]).get(theme.id, ())),
        predecessors=_linked(session, programme, theme_store.predecessors(session, theme.id)),
        undo=last_reversible(session, theme),
        weight=staff_weight(session, theme),
        mood=_mood(session, programme, options.answers.get(theme.id, ())),
    )


def _mood(session: AnySession, programme_id: str, answers: Sequence[Solution]) -> list[PlaceFeeling]:
    projects = {one.project_id for one in answers if one.project_id}
    return project_feelings(session, existing_programme(session, programme_id), projects) if projects else []


def _linked(session: AnySession, programme_id: str, ids: Sequence[uuid.UUID]) -> list[LinkedTheme]:
    titles = theme_store.theme_titles(session, programme_id) if ids else {}
    return [LinkedTheme(one, titles[one]) for one in ids if one in titles]


def path_of_place(session: AnySession, area: Area, code: str) -> str:
    """The tree path of a place that a theme may be of; empty for any other."""
    offered = {one.value for one in desk_view.places_of_themes(session, area.programme_id)} if code else set()
    return places_by_code(session, [code])[code].path if code in offered else ""
