"""Selects behind what is shown to anyone: cells of counts, never a record."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.portfolio.answer_store import answers, of_need
from feedback_app.portfolio.listing import Asked, Cell, Funder, PlaceWords, ProjectWords, SolutionWords
from feedback_app.portfolio.tables import Item, Solution, Theme
from feedback_app.register.lookup_store import place_path
from feedback_app.register.tables import Organisation, Place, Programme, Project, ProjectFunder

AnySession = Session | scoped_session[Session]


def programmes(session: AnySession) -> Sequence[Programme]:
    """Every programme, by id."""
    return session.scalars(select(Programme).order_by(Programme.id)).all()


def cells(session: AnySession, asked: Asked, programme_ids: Collection[str]) -> Sequence[Cell]:
    """How many accepted needs say the same of the same place, of these programmes, as far as they are asked for."""
    own = Item.solution_id
    same = (Item.programme_id, Item.place_code, Item.domain, Item.subcategory, Item.gravity, Item.theme_id, own)
    chosen = (
        select(*same, func.count(), func.min(Item.recorded_month), func.max(Item.recorded_month))
        .where(Item.programme_id.in_(programme_ids), Item.place_code != "")
        .group_by(*same)
    )
    if asked.domain:
        chosen = chosen.where(Item.domain == asked.domain)
    if asked.theme:
        chosen = chosen.where(Item.theme_id == asked.theme)
    if asked.place:
        path = place_path(session, asked.place)
        # Not LIKE: its wildcards and SQLite's blindness to case would let neighbours in.
        chosen = chosen.where(func.substr(Item.place_path, 1, len(path)) == path if path else Item.place_path == "-")
    rows: Sequence[Any] = session.execute(chosen).all()
    by_theme = answers(session, {row.theme_id for row in rows if row.theme_id})
    return [
        Cell(programme, place, domain, detail, gravity, theme, of_need(own, theme, by_theme), count, first, last)
        for programme, place, domain, detail, gravity, theme, own, count, first, last in rows
    ]


def places(session: AnySession, codes: Collection[str]) -> dict[str, PlaceWords]:
    """These places by code, with the middle of their outline where they have no point of their own."""
    found = {}
    chosen = select(Place.code, Place.name, Place.label, Place.level, Place.lat, Place.lng)
    for row in session.execute(chosen.where(Place.code.in_(codes))):
        found[row[0]] = PlaceWords(*row)
    return found


def theme_titles(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The titles of these themes."""
    return dict(session.execute(select(Theme.id, Theme.title).where(Theme.id.in_(ids))).all())


def solutions(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SolutionWords]:
    """These solutions, each with the project that carries it out and who pays for that."""
    chosen = (
        select(Solution, Project)
        .outerjoin(Project, (Project.id == Solution.project_id) & (Project.programme_id == Solution.programme_id))
        .where(Solution.id.in_(ids))
    )
    rows = session.execute(chosen).all()
    paying = _funders(session, {(project.programme_id, project.id) for _, project in rows if project})
    return {
        solution.id: SolutionWords(
            str(solution.id),
            solution.title,
            solution.description,
            ProjectWords(project.id, project.title, project.status, paying.get((project.programme_id, project.id), ()))
            if project
            else None,
        )
        for solution, project in rows
    }


def _funders(session: AnySession, projects: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[Funder, ...]]:
    chosen = (
        select(ProjectFunder.programme_id, ProjectFunder.project_id, Organisation.id, Organisation.name,
               ProjectFunder.share)
        .join(Organisation, Organisation.id == ProjectFunder.organisation_id)
        .where(ProjectFunder.project_id.in_({project for _, project in projects}))
        .order_by(Organisation.name)
    )  # fmt: skip
    found: dict[tuple[str, str], tuple[Funder, ...]] = {}
    for programme, project, key, name, share in session.execute(chosen):
        found[programme, project] = (*found.get((programme, project), ()), Funder(key, name, share))
    return found
