"""What anyone may see of one theme beside its lines: how much it weighs, and from where it was heard."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.insight.figures.view import PlaceFeeling, project_feelings
from feedback_app.portfolio.listing.heard import HeardPlaces, heard_places
from feedback_app.portfolio.listing.public_list import counted_until, public_programmes
from feedback_app.portfolio.listing.view import ListView, ThemeCard
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.portfolio.themes.weight import ThemeWeight
from feedback_app.portfolio.themes.weight_view import public_weight
from feedback_app.register.lookup_store import ProgrammeInfo


def weight_of(session: AnySession, theme_id: uuid.UUID) -> ThemeWeight | None:
    """None where nothing of it may be shown."""
    found = _public(session, theme_id)
    if found is None:
        return None
    theme, programme, rule = found
    until = counted_until(session, [programme])
    if programme.id not in until:
        return None
    weight = public_weight(session, theme, rule, before=until[programme.id])
    return weight if weight.voices is not None else None


def heard_of(session: AnySession, theme_id: uuid.UUID, view: ListView) -> HeardPlaces | None:
    """By the figures of its lines."""
    found = _public(session, theme_id)
    voices = {line.place.code: line.figure.voices for line in view.places}
    return heard_places(session, found[0], found[2], voices) if found else None


def mood_of(session: AnySession, theme_id: uuid.UUID, card: ThemeCard) -> list[PlaceFeeling]:
    """How people feel about the projects that answer it, as `/ressenti` shows it."""
    found, projects = _public(session, theme_id), {one.project.id for one in card.solutions if one.project}
    return project_feelings(session, found[1], projects) if found and projects else []


def _public(session: AnySession, theme_id: uuid.UUID) -> tuple[Theme, ProgrammeInfo, Rule] | None:
    theme = session.get(Theme, theme_id, populate_existing=True)
    shown = {one.id: one for one in public_programmes(session)}
    if theme is None or not theme.published or theme.programme_id not in shown:
        return None
    programme = shown[theme.programme_id]
    return theme, programme, read_rule(programme.settings)
